"""Whatever happens to personal lines, none of their words is in what a group gives out (check 74)."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.agenda_page import make_agenda
from peer_tui.domain.canonical import seal
from peer_tui.domain.closing import close_check, recap
from peer_tui.domain.events import (
    Captured,
    Destination,
    EntryEdited,
    EntryKind,
    Filed,
    ParkedPlaced,
    Progress,
    Redone,
    StepMarked,
    StepShared,
    TopicAdded,
    Undone,
)
from peer_tui.domain.gaps import gaps
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import Audience, Privacy
from peer_tui.domain.withholding import for_the_group, withheld_in
from peer_tui.exchange import chat
from tests.domain.histories import LAST_START, START, History

ACTS = ("share", "keep", "undo", "redo", "done", "moved", "stuck", "park", "topic", "edit", "as decision", "as note")


def _told(history: History) -> str:
    group, told = history.group(), []
    for key in ("october", "november"):
        meeting = history.meeting(key)
        told += [
            str(msgspec.to_builtins(make_minutes(meeting, group, privacy, audience)))
            for privacy in (Privacy.OWNERS, Privacy.FULL)
            for audience in (Audience.MEMBERS, Audience.FUNDER)
        ]
        told += [str(make_agenda(meeting, group)), *gaps(meeting, group), *recap(meeting, group, history.now)]
        told += [close_check(meeting, group).words, *chat.steps(meeting, group)]
    return "\n".join(told)


def _act(history: History, what: str, entry: str, kind: EntryKind = EntryKind.STEP) -> None:
    filed = Filed(kind, "edited secret", "edited secret", owner="ana", word="my", private=True)
    match what:
        case "share" | "keep":
            history.say(StepShared(step=entry, shared=what == "share"))
        case "undo" | "redo":
            shared = [one.id for shard in history.shards.values() for one in shard if isinstance(one, StepShared)]
            if shared:
                history.say((Undone if what == "undo" else Redone)(target=shared[-1]))
        case "done" | "moved" | "stuck":
            history.say(StepMarked(step=entry, progress=Progress(what), reason="secret reason"))
        case "park":
            history.say(ParkedPlaced(entry=entry, destination=Destination.NEXT_AGENDA))
        case "topic":
            history.say(TopicAdded(topic=f"t{entry}", text="secret topic", carried_from="october", entry=entry))
        case "edit":
            history.say(EntryEdited(entry=entry, filed=filed))
        case _:
            other = EntryKind.DECISION if what == "as decision" else EntryKind.PARKED
            history.say(EntryEdited(entry=entry, filed=msgspec.structs.replace(filed, kind=other)))


def _history(acts: list[tuple[str, bool]]) -> tuple[History, str]:
    history = History()
    history.plan("october", LAST_START)
    history.begin(LAST_START)
    entry = f"e{history.count + 1:05}"
    filed = Filed(EntryKind.STEP, "secret words", "my: secret words", owner="ana", done_when="secret sign",
                  word="my", private=True)  # fmt: skip
    history.say(Captured(entry=entry, block="steps", filed=filed, number=9))
    history.step("open step of everybody", "bo")
    for what, here in acts:
        if here:
            _act(history, what, entry)
    history.end(LAST_START)
    history.plan("november", START)
    history.begin(START)
    for what, here in acts:
        if not here:
            _act(history, what, entry)
    return history, entry


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.booleans()), max_size=6))
def test_check_74_no_history_brings_them_out_unless_they_are_shared(acts):
    history, entry = _history(acts)
    group = history.group()
    step = group.steps.steps.get(entry)
    told = _told(history)
    assert "open step of everybody" in told
    if step is None:
        # What is no next step any more no meeting can know by its topic: no act of the program makes both.
        told = told.replace("secret topic", "")
    if step is None or step.withheld:
        assert "secret" not in told
        assert entry in withheld_in(history.meeting("october"), group)
    else:
        assert "secret" in told


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(("share", "keep")), max_size=5))
def test_whether_a_step_is_shared_never_changes_what_was_sealed(acts):
    plain, _ = _history([])
    history, _ = _history([(what, True) for what in acts])
    assert seal(history.meeting("october")) == seal(plain.meeting("october"))


def test_a_meeting_without_personal_lines_is_the_very_same():
    history = History()
    history.plan("october", LAST_START)
    history.begin(LAST_START)
    history.step("open step of everybody", "bo")
    meeting = history.meeting()
    assert for_the_group(meeting, history.group()) is meeting
