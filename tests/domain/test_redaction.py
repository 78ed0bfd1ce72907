"""Words that were removed on request are in nothing that is drawn from a history, in whatever order it arrives."""

from __future__ import annotations

import datetime as dt
import types
import typing
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.group import Group
from peer_tui.domain.history import last_act
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import make_minutes, seal
from peer_tui.domain.redaction import A_MEMBER, MARK, NOT_WORDS, WORDS, Removals, part_of, texts_of, without_redacted
from peer_tui.domain.sealing import sealed
from tests.domain.histories import START, History

SECRET = "heron at midnight"


def held(**fields: Any) -> History:
    """A meeting with a line of every sort that holds the secret."""
    history = History()
    history.plan("m", START)
    history.begin(START)
    return history


def told(history: History) -> str:
    """Everything that is drawn from a history, as one text."""
    shards = {key: without_redacted(events) for key, events in history.shards.items()}
    group = Group.fold(shards.items())
    drawn = [msgspec.json.encode(make_minutes(Meeting.fold(events), group)).decode() for events in shards.values()]
    folds = [repr(Meeting.fold(events)) + repr(vars(Meeting.fold(events).steps)) for events in shards.values()]
    return "\n".join([*drawn, *folds, repr(group), repr(vars(group.steps)), repr(shards)])


# --- every field ----------------------------------------------------------------------------------------------------


def _text_fields(struct: type[msgspec.Struct]) -> set[str]:
    """The names of fields whose values hold text, also within what they hold."""
    found: set[str] = set()
    for name, kind in typing.get_type_hints(struct).items():
        found |= _in(name, kind)
    return found


def _in(name: str, kind: Any) -> set[str]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {name, *_text_fields(kind)}
    if isinstance(kind, type) and issubclass(kind, str | dt.date):
        return {name}
    if typing.get_origin(kind) in (tuple, list, dict, typing.Union, types.UnionType):
        return {one for argument in typing.get_args(kind) for one in _in(name, argument)}
    return set()


@pytest.mark.parametrize("kind", ev.KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_text_of_every_event_is_known_to_be_words_or_not(kind: type[ev.Event]) -> None:
    unknown = _text_fields(kind) - NOT_WORDS - WORDS - {"filed", "blocks"}
    assert not unknown, "say in domain/redaction.py whether a person writes these"


def test_nothing_is_both_words_and_not() -> None:
    assert not NOT_WORDS & WORDS


_STEP = ev.EntryKind.STEP
_ABOUT = [
    ev.Captured(entry="x", block="b", filed=ev.Filed(_STEP, SECRET, SECRET, meant=SECRET, done_when=SECRET)),
    ev.EntryEdited(entry="x", filed=ev.Filed(_STEP, SECRET, SECRET)),
    ev.StepMarked(step="x", progress=ev.Progress.STUCK, reason=SECRET),
    ev.StepDefined(step="x", done_when=SECRET),
    ev.StepAssigned(step="x", owner=None, meant=SECRET),
    ev.CorrectionMade(entry="x", text=SECRET),
    ev.TopicAdded(topic="t", text=SECRET, entry="x"),
    ev.TopicAdded(topic="x", text=SECRET),
    ev.AgreementProposed(item="x", side=ev.Side.COMFORT, text=SECRET),
    ev.AgreementAmended(item="x", text=SECRET),
    ev.PersonAdded(person="x", name=SECRET, alias=SECRET, pronouns=SECRET, roles=(SECRET,)),
    ev.PersonChanged(person="x", name=SECRET, alias=SECRET),
    ev.PriorityAdded(priority="x", name=SECRET),
    ev.PriorityChanged(priority="x", name=SECRET),
    ev.UpdateCollected(priority="x", text=SECRET),
    ev.Unknown("1", "whispered", {"id": "1", "kind": "whispered", "entry": "x", "deep": {"said": [SECRET]}}),
    ev.Unknown("1", "whispered", {"id": "1", "kind": "whispered", "lines": ["x"], "said": SECRET}),
    ev.Unknown("x", "whispered", {"id": "x", "kind": "whispered", "said": [{"words": SECRET}]}),
    ev.MinutesReviewed(id="x", meeting="m", outcome="postponed", corrections=(SECRET,)),
    ev.MeetingRenamed(id="x", title=SECRET),
    ev.AgendaSet(id="x", blocks=(ev.BlockPlan("k", SECRET, say=SECRET),)),
    ev.Redacted(id="2", target="x", leave=f"{SECRET} with a member"),
]  # fmt: skip


@pytest.mark.parametrize("leave", ["", MARK])
@pytest.mark.parametrize("event", _ABOUT, ids=lambda event: type(event).__name__)
def test_whatever_holds_words_about_a_target_holds_them_no_more(event: ev.Event | ev.Unknown, leave: str) -> None:
    assert SECRET in repr(event)
    removal = ev.Redacted(id="9", target="x", leave=leave)
    for events in ([event, removal], [removal, event]):
        left = without_redacted(events)
        assert SECRET not in repr(left)
        assert without_redacted(left) == left
    assert without_redacted([event]) == (event,)


def test_an_event_about_something_else_is_the_very_same() -> None:
    line = ev.Captured(id="1", entry="other", block="b", filed=ev.Filed(ev.EntryKind.NOTE, SECRET))
    removal = ev.Redacted(id="2", target="x")
    assert without_redacted([line, removal])[0] is line


def test_a_part_of_an_event_is_replaced_and_the_rest_stays() -> None:
    filed = ev.Filed(_STEP, "call Ana Ruiz", typed="> call Ana Ruiz = a date", done_when="a date")
    line = ev.Captured(id="1", entry="x", block="b", filed=filed)
    removal = ev.Redacted(id="2", target=part_of("1", "filed.text"), leave="call a member")
    left = without_redacted([line, removal])[0]
    assert isinstance(left, ev.Captured)
    assert (left.filed.text, left.filed.done_when) == ("call a member", "a date")


def test_every_way_that_is_told_leads_to_its_text() -> None:
    for event in _ABOUT:
        fields = event.fields if isinstance(event, ev.Unknown) else ev.encode(event)
        ways = [way for way, text in texts_of(fields) if text == SECRET]
        assert ways or isinstance(event, ev.Redacted | ev.Unknown), event
        removals = Removals(ev.Redacted(id="9", target=part_of(event.id, way), leave="-") for way in ways)
        if ways and not isinstance(event, ev.Redacted):
            assert SECRET not in repr(removals.of(event))


def test_a_part_that_was_left_goes_with_the_whole_line() -> None:
    line = ev.Captured(id="1", entry="x", block="b", filed=ev.Filed(ev.EntryKind.NOTE, f"Ana {SECRET}"))
    name = ev.Redacted(id="2", target=part_of("1", "filed.text"), leave=f"a member {SECRET}")
    whole = ev.Redacted(id="3", target="x", leave=MARK)
    for events in ([line, name, whole], [whole, name, line]):
        assert SECRET not in repr(without_redacted(events))
    assert MARK in repr(without_redacted([line, name, whole])[0])


def test_two_names_forgotten_on_two_devices_at_once_are_both_gone() -> None:
    line = ev.Captured(id="1", entry="x", block="b", filed=ev.Filed(ev.EntryKind.NOTE, "Ana asked Bo"))
    there = ev.Redacted(id="2", target=part_of("1", "filed.text"), leave="a member asked Bo")
    here = ev.Redacted(id="3", target=part_of("1", "filed.text"), leave="Ana asked a member")
    left = repr(without_redacted([line, there, here]))
    assert "Ana" not in left and "Bo" not in left and "asked" in left


# --- the fold -------------------------------------------------------------------------------------------------------


def test_a_line_that_left_nothing_stands_nowhere_and_its_number_stays_used() -> None:
    history = held()
    entry = history.step(SECRET, "ana", yes=True)
    history.say(ev.Redacted(target=entry))
    meeting = history.meeting()
    assert entry not in meeting.entries and entry not in history.group().steps.steps
    assert history.group().steps.highest == meeting.steps.highest == 1
    assert SECRET not in told(history)


def test_a_mark_stands_in_place_of_the_words() -> None:
    history = held()
    entry = history.write(ev.EntryKind.DECISION, SECRET)
    history.say(ev.Redacted(target=entry, leave=MARK))
    history.shards["m"] = list(typing.cast("tuple[ev.Event, ...]", without_redacted(history.shards["m"])))
    line = history.meeting().entries[entry]
    assert line.redacted and line.filed.text == MARK
    assert make_minutes(history.meeting(), history.group()).decisions[0].text == MARK


def test_a_parked_line_and_the_topic_it_became_both_go() -> None:
    history = held()
    entry = history.write(ev.EntryKind.PARKED, SECRET)
    history.say(ev.ParkedPlaced(entry=entry, destination=ev.Destination.NEXT_AGENDA))
    history.end(START)
    history.plan("n", START + dt.timedelta(days=28))
    history.say(ev.TopicAdded(topic="t", text=SECRET, entry=entry))
    history.shards["m"].append(ev.Redacted(id="900000", by="laptop-1", target=entry))
    history.shards["n"].append(ev.Redacted(id="900001", by="laptop-1", target=entry))
    assert SECRET not in told(history)
    assert entry not in history.group().parked and history.meeting("n").topics == []


def test_nothing_brings_the_words_back() -> None:
    history = held()
    entry = history.write(ev.EntryKind.NOTE, SECRET)
    captured = history.shards["m"][-1].id
    removal = history.say(ev.Redacted(target=entry))
    for target in (removal, captured):
        history.say(ev.Undone(target=target))
        assert SECRET not in told(history) and entry not in history.meeting().entries
        history.say(ev.Redone(target=target))
        assert SECRET not in told(history) and entry not in history.meeting().entries
    history.say(ev.EntryEdited(entry=entry, filed=ev.Filed(ev.EntryKind.NOTE, f"again {SECRET}")))
    history.say(ev.EntryEdited(entry=entry, filed=ev.Filed(_STEP, f"again {SECRET}"), number=7))
    assert SECRET not in told(history) and entry not in history.meeting().entries
    steps = history.group().steps
    assert entry not in steps.steps and steps.highest == 7


def test_undo_goes_past_what_was_removed() -> None:
    history = held()
    history.write(ev.EntryKind.NOTE, "before")
    before = history.shards["m"][-1].id
    entry = history.write(ev.EntryKind.NOTE, SECRET)
    history.say(ev.Redacted(target=entry))
    assert last_act(history.shards["m"], frozenset({"laptop-1"})) == before


def test_a_forgotten_person_is_a_member_everywhere_and_stays_counted() -> None:
    history = held()
    history.write(ev.EntryKind.DECISION, "we go on")
    history.step("write", "ana")
    present = make_minutes(history.meeting(), history.group()).present
    history.shards[""].append(ev.PersonForgotten(id="800000", by="laptop-1", person="ana"))
    history.shards[""].append(ev.PersonChanged(id="900000", by="other-1", person="ana", name="Ana Ruiz", alias="rizzo"))
    drawn = told(history)
    assert "Ana" not in drawn and "rizzo" not in drawn
    shards = {key: without_redacted(events) for key, events in history.shards.items()}
    group = Group.fold(shards.items())
    minutes = make_minutes(Meeting.fold(shards["m"]), group)
    assert minutes.present == present
    assert group.people["ana"].name == A_MEMBER and not group.people["ana"].named
    assert A_MEMBER in minutes.steps[0].who
    assert "ana" not in [person.id for person in group.everybody]


_TARGETS = st.sampled_from(["e1", "e2", "person", "item", "topic"])
_FACTS = st.one_of(
    st.builds(lambda t: ev.Captured(entry=t, block="b", filed=ev.Filed(ev.EntryKind.NOTE, SECRET, SECRET)), _TARGETS),
    st.builds(lambda t: ev.Captured(entry=t, block="steps", number=3, filed=ev.Filed(_STEP, SECRET)), _TARGETS),
    st.builds(lambda t: ev.Captured(entry=t, block="topics", filed=ev.Filed(ev.EntryKind.PARKED, SECRET)), _TARGETS),
    st.builds(lambda t: ev.EntryEdited(entry=t, filed=ev.Filed(ev.EntryKind.DECISION, SECRET)), _TARGETS),
    st.builds(lambda t: ev.StepMarked(step=t, progress=ev.Progress.STUCK, reason=SECRET), _TARGETS),
    st.builds(lambda t: ev.CorrectionMade(entry=t, text=SECRET), _TARGETS),
    st.builds(lambda t: ev.TopicAdded(topic=t, text=SECRET), _TARGETS),
    st.builds(lambda t: ev.AgreementProposed(item=t, side=ev.Side.COMFORT, text=SECRET), _TARGETS),
    st.builds(lambda t: ev.AgreementAmended(item=t, text=SECRET), _TARGETS),
    st.builds(lambda t: ev.AgreementAdopted(version=1, items=(t,)), _TARGETS),
    st.builds(lambda t: ev.PersonChanged(person=t, name=SECRET), _TARGETS),
    st.builds(lambda n: ev.Undone(target=f"{n:06}"), st.integers(15, 45)),
    st.builds(lambda n: ev.Redone(target=f"{n:06}"), st.integers(15, 45)),
)  # fmt: skip


@settings(max_examples=150)
@given(facts=st.lists(_FACTS, max_size=12), leave=st.sampled_from(["", MARK]), seed=st.randoms(use_true_random=False))
def test_no_history_with_its_removals_tells_the_words_in_any_order(
    facts: list[ev.Event], leave: str, seed: typing.Any
) -> None:
    history = held()
    removals = [ev.Redacted(target=target, leave=leave) for target in ("e1", "e2", "person", "item", "topic")]
    for fact in seed.sample([*facts, *removals], len(facts) + len(removals)):
        history.say(fact)
    first = told(history)
    assert SECRET not in first
    for events in history.shards.values():
        seed.shuffle(events)
    shards = {key: sorted(without_redacted(events), key=lambda e: e.id) for key, events in history.shards.items()}
    assert SECRET not in repr(Group.fold(shards.items())) and SECRET not in repr(Meeting.fold(shards["m"]))


# --- the seal -------------------------------------------------------------------------------------------------------


def rows(history: History, meeting: str = "m") -> list[tuple[str, int, ev.Event | ev.Unknown]]:
    numbers: dict[str, int] = {}
    found: list[tuple[str, int, ev.Event | ev.Unknown]] = []
    for event in history.shards[meeting]:
        numbers[event.by] = numbers.get(event.by, 0) + 1
        found.append((event.by, numbers[event.by], event))
    return found


def approved() -> tuple[History, str]:
    history = held()
    entry = history.write(ev.EntryKind.DECISION, SECRET)
    history.write(ev.EntryKind.DECISION, "we go on")
    history.end(START)
    seen = {"laptop-1": len(history.shards["m"])}
    history.say(ev.Approved(how="as distributed", seen=seen, seal=seal(history.meeting())))
    return history, entry


def test_a_seal_holds_and_a_line_that_came_later_is_beside_it() -> None:
    history, _ = approved()
    assert sealed(rows(history)).state == "holds"
    history.write(ev.EntryKind.NOTE, "arrived late", "topics")
    assert sealed(rows(history)).state == "holds"


def test_a_record_that_was_changed_is_told() -> None:
    history, _ = approved()
    place = next(n for n, e in enumerate(history.shards["m"]) if isinstance(e, ev.Captured))
    line = history.shards["m"][place]
    assert isinstance(line, ev.Captured)
    history.shards["m"][place] = msgspec.structs.replace(line, filed=ev.Filed(ev.EntryKind.DECISION, "something else"))
    found = sealed(rows(history))
    assert found.state == "changed" and found.anew is None
    assert sealed(rows(held())).state == "not approved"


def test_removing_words_of_approved_minutes_seals_them_anew() -> None:
    history, entry = approved()
    history.say(ev.Redacted(target=entry, leave=MARK))
    anew = sealed(rows(history)).anew
    assert anew is not None and SECRET not in repr(anew)
    history.say(anew)
    assert sealed(rows(history)).state == "holds"
    assert "words removed at request on" in make_minutes(history.meeting(), history.group()).status
    # The same once the words are gone from the disk too.
    history.shards["m"] = list(typing.cast("tuple[ev.Event, ...]", without_redacted(history.shards["m"])))
    assert sealed(rows(history)).state == "holds"
    history.say(ev.Redacted(target="another line", leave=""))
    assert sealed(rows(history)).state == "holds"


def test_two_devices_that_remove_at_once_are_sealed_once_more() -> None:
    history, entry = approved()
    history.say(ev.Redacted(target=entry), by="other-1")
    theirs = sealed(rows(history)).anew
    assert theirs is not None
    history.say(theirs, by="other-1")
    other = history.meeting().of_kind(ev.EntryKind.DECISION)[-1].id
    history.say(ev.Redacted(target=other))
    assert sealed(rows(history)).state == "outdated"
    anew = sealed(rows(history)).anew
    assert anew is not None and len(anew.covers) == 2
    history.say(anew)
    assert sealed(rows(history)).state == "holds"
