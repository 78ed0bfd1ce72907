"""Undo and redo of anything: every verb and every kind of line, in every block, also when others write."""

from __future__ import annotations

import copy

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id, milliseconds
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.services import capturing, verbs
from peer_tui.services.session import LiveSession
from peer_tui.store.library import Library
from tests.services.conftest import Room, places_in

READY = (
    "+bo", "+mei", "+3 phone", "comfort: chat counts as speaking", "^ Meet monthly", "/f 5544", "> @bo call the office",
    "> find a hall", "~ pay equity", "! We go on", "a plain note", "fix: Mei attended",
)  # fmt: skip
BLOCKS = ("", "minutes", "next steps", "goodbyes")
"""As `/go` takes them; empty for the welcome."""

ARGUMENTS = (
    "", "1", "2", "5 agreed", "3", "5544", "1 next agenda", "1 @mei by fri = sent", "1 @mei", "1 by 2 dec", "1 no time",
    "1 stay seated", "6 @mei by fri = sent", "5 @mei", "5 by 2 dec", "5 no time", "5", "facilitator bo", "mei",
    "2024-12-11 14:00", "topics", "block", "bo",
)  # fmt: skip
SEALS = {"approve"}
"""What cannot be taken back."""
LINES = (
    "a note", "! a decision", "> @bo a step by fri = in chat", "> unclaimed", "^ a proposal", "? a question",
    "~ parked", "* a celebration", "https://example.org/chart", "fix: Bo attended", "comfort: slow down",
    "discomfort: say ouch", "+kofi", "+guest Zara", "+2 phone", "-bo", "<! to the block before", "s/plain/clear/",
    "!", " > a plain note",
)  # fmt: skip


def state(session: LiveSession) -> tuple[Meeting, Group]:
    """Everything the meeting and its group are."""
    return copy.deepcopy(session.meeting), copy.deepcopy(session.group)


def in_block(room: Room, block: str) -> None:
    """The meeting under way in a block, with something of everything said."""
    room.say("/next")
    room.say("/next")
    room.all(*READY)
    if block:
        room.say(f"/go {block}")
    room.pass_(2)


def undone_and_redone(room: Room, before: tuple[Meeting, Group], what: str) -> None:
    """What was just done is taken back, put back, and taken back again; nothing else changes."""
    session = room.session
    after = state(session)
    room.session.typed("")
    said = room.say("/undo")
    assert said.done, (what, said.words)
    assert state(session) == before, what
    said = room.say("/redo")
    assert said.done, (what, said.words)
    assert state(session) == after, what
    session.typed("")
    room.say("/undo")
    assert state(session) == before, what


@pytest.mark.parametrize("block", BLOCKS)
def test_every_verb_that_records_is_undone_and_redone(room: Room, block: str) -> None:
    in_block(room, block)
    session = room.session
    recorded = set()
    before = state(session)
    for verb in verbs.VERBS:
        if verb.word in {"undo", "redo", "end", "stopped", "reopen", *SEALS}:
            continue
        for rest in ARGUMENTS:
            count = len(session.events)
            session.do(verb.word, rest)
            session.asked_twice = ""
            if len(session.events) > count:
                recorded.add(verb.word)
                undone_and_redone(room, before, f"/{verb.word} {rest} in {block}")
                break
    assert recorded >= {
        "next", "go", "close", "parkrest", "extend", "pause", "off", "role", "affirm", "adopt", "amend",
        "retire", "f", "agreed", "aside", "hold", "place", "done", "moved", "stuck", "notstarted", "yes", "assign",
        "ask", "by", "drop", "nextmeeting", "convener", "nextrole",
    } - ({"next", "close", "parkrest"} if block == "goodbyes" else set())  # fmt: skip
    silent = {verb.word for verb in verbs.VERBS if verb.writes} - recorded - {"undo", "redo", *SEALS}
    # Nobody stands here twice: `tests/services/test_watching.py` merges two and takes it back.
    # Only a programme's meeting has personal steps: `tests/services/test_private_steps.py` shares one.
    assert silent <= {"postpone", "parkrest", "merge", "share"}, silent


@pytest.mark.parametrize(
    ("first", "then"),
    [("/pause", "/resume"), ("/off", "/on"), ("/go topics", "/back"), ("/end", ""), ("+leila", "/seen")],
)
def test_what_follows_something_else_is_undone_and_redone(room: Room, first: str, then: str) -> None:
    in_block(room, "priorities")
    room.all("a line here", first)
    room.pass_(0.5)
    if first == "/go topics":
        room.say("a line in topics")
    before, count = state(room.session), len(room.session.events)
    room.say(then)
    assert len(room.session.events) > count
    undone_and_redone(room, before, f"{first} {then}")


def test_an_end_and_a_reopening_are_undone(room: Room) -> None:
    in_block(room, "goodbyes")
    before = state(room.session)
    room.all("/end", "/end")
    assert room.session.meeting.ended is not None
    ended = state(room.session)
    room.say("/reopen")
    undone_and_redone(room, ended, "/reopen")
    room.say("/undo")
    assert state(room.session) == before


@pytest.mark.parametrize("block", ["", "minutes", "next steps"])
def test_every_kind_of_line_is_undone_and_redone(room: Room, block: str) -> None:
    in_block(room, block)
    session = room.session
    for line in LINES:
        before, count = state(session), len(session.events)
        room.say(line)
        assert len(session.events) > count, line
        undone_and_redone(room, before, line)
    before = state(session)
    capturing.take_pasted(session, ["! one", "> two", "three"], "many")
    undone_and_redone(room, before, "a paste")
    last = session.meeting.lines()[-1]
    before = state(session)
    capturing.edit(session, last.id, "quite other words")
    undone_and_redone(room, before, "an edit")


def another_device(room: Room, *bodies: ev.Event) -> None:
    """Another laptop's program writes into the same meeting a second from now."""
    room.pass_(1 / 60)
    now = room.clock.now()
    other = Library(places_in(room.home).library, room.home / "elsewhere")
    stamped = [
        type(body)(**{**{name: getattr(body, name) for name in body.__struct_fields__},
                      "id": event_id(milliseconds(now), count, "stranger-1"), "at": now, "by": "stranger-1"})
        for count, body in enumerate(bodies)
    ]  # fmt: skip
    other.append(room.opened.shards[room.session.id], stamped)
    assert room.session.refresh()
    room.pass_(1 / 60)


def note(block: str, text: str = "from the other laptop") -> ev.Captured:
    return ev.Captured(entry=f"e {text}", block=block, filed=ev.Filed(kind=ev.EntryKind.NOTE, text=text, typed=text))


def test_a_move_is_not_redone_once_another_device_went_on(room: Room) -> None:
    """It would open the block at a time when everybody was elsewhere, or send the meeting back."""
    in_block(room, "minutes")
    room.all("/next", "/undo")
    another_device(room, ev.BlockStarted(block="topics", left="minutes"))
    before = state(room.session)
    said = room.say("/redo")
    assert not said.done and "Another writer has gone on since" in said.words
    assert state(room.session) == before
    assert room.session.block is not None and room.session.block.key == "topics"


@pytest.mark.parametrize("act", [("/end", "/end"), ("/off",), ("/pause",), ("/adopt",)])
def test_what_would_change_the_ground_under_anothers_lines_is_not_redone(room: Room, act: tuple[str, ...]) -> None:
    in_block(room, "agreement")
    room.all(*act, "/undo")
    another_device(room, note("agreement"))
    before = state(room.session)
    assert not room.say("/redo").done
    assert state(room.session) == before


def test_a_line_is_redone_whatever_others_wrote_since(room: Room) -> None:
    in_block(room, "topics")
    room.say("! ours")
    session = room.session
    room.say("/undo")
    another_device(room, note("topics"), ev.BlockStarted(block="steps", left="topics"))
    assert room.say("/redo").done
    assert {"ours", "from the other laptop"} <= set(room.texts("topics"))
    assert session.block is not None and session.block.key == "steps"


def test_a_correction_is_neither_undone_nor_redone_once_another_device_approved(room: Room) -> None:
    in_block(room, "minutes")
    (draft,) = room.session.group.unapproved(room.session.id)
    room.say("fix: Kofi attended")
    now = room.clock.now()
    sealed = ev.Approved(
        id=event_id(milliseconds(now) + 1, 0, "stranger-1"), at=now, by="stranger-1", how="as corrected",
        seen={}, seal="", during=room.session.id,
    )  # fmt: skip
    Library(places_in(room.home).library, room.home / "elsewhere").append(room.opened.shards[draft.id], [sealed])
    assert room.session.refresh()
    assert room.session.group.meetings[draft.id].approved
    before = state(room.session)
    assert "stand approved" in room.say("/undo").words
    assert state(room.session) == before
    assert room.session.group.meetings[draft.id].corrections == ("Mei attended", "Kofi attended")


def test_a_line_undone_before_the_approval_is_not_redone_after_it(room: Room) -> None:
    in_block(room, "minutes")
    (draft,) = room.session.group.unapproved(room.session.id)
    room.all("fix: Kofi attended", "/undo")
    now = room.clock.now()
    sealed = ev.Approved(
        id=event_id(milliseconds(now) + 1, 0, "stranger-1"), at=now, by="stranger-1", how="as distributed",
        seen={}, seal="", during=room.session.id,
    )  # fmt: skip
    Library(places_in(room.home).library, room.home / "elsewhere").append(room.opened.shards[draft.id], [sealed])
    assert room.session.refresh()
    said = room.say("/redo")
    assert not said.done and "stand approved" in said.words
    assert room.session.group.meetings[draft.id].corrections == ("Mei attended",)


def test_off_the_record_only_time_and_people_are_taken_back(room: Room) -> None:
    in_block(room, "topics")
    room.all("! a decision", "/off", "+kofi", "/next")
    session = room.session
    assert room.say("/undo").words.startswith("Undone: the move to")
    assert room.say("/undo").words.startswith("Undone: Kofi")
    assert room.say("/undo").words.startswith("Undone: going off the record")
    assert not session.meeting.is_off_record and session.meeting.off_record == []
    room.all("/off", "/on", "/undo")
    assert session.meeting.is_off_record
    room.all("/on")
    room.all("~ said before", "/off", "+leila")
    another = room.again()
    assert another.enter("/undo").words.startswith("Undone: Leila")
    assert another.enter("/undo").words.startswith("Undone: going off")
    another.enter("/undo")
    session.refresh()
    assert "said before" not in room.texts()
    session.do("off", "")
    assert "waits until you are back" in session.do("redo").words or not session.do("redo").done


def test_a_half_typed_line_waits_in_memory_when_an_undo_goes_off_the_record_again(room: Room) -> None:
    in_block(room, "topics")
    session = room.session
    room.all("/off", "/on")
    session.typed("half a secret")
    session.keep_draft("half a secret")
    assert room.everywhere("half a secret")
    said = session.do("undo")
    assert session.meeting.is_off_record
    assert said.line == ""
    assert room.everywhere("half a secret") == []
    session.typed("told off the record")
    session.keep_draft("told off the record")
    assert session.do("redo").line == "half a secret"
    assert not session.meeting.is_off_record
    session.enter("half a secret")
    assert room.texts("topics")[-1] == "half a secret"
    assert room.everywhere("told off the record") == []
