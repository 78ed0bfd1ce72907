"""The capture line: what is typed is kept, where it was begun, as what it says."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import EntryKind, Side
from peer_tui.domain.preview import preview as preview_of
from peer_tui.services import capturing, chatting, keeping, planning
from peer_tui.services.session import LiveSession
from tests.services.conftest import Room

HOSTILE = [
    "[bold red]x[/]",
    "[link=file:///etc]y[/link]",
    "[/]",
    "]]",
    "\\[x]",
    "a\ud800b",
    "\u202egnp.exe",
    "x" * 10_000,
    "👩‍👩‍👧 林",
]


def kinds(session: LiveSession) -> list[EntryKind]:
    return [entry.filed.kind for entry in session.meeting.lines()]


def live(room: Room, block: str = "topics") -> LiveSession:
    """The meeting, in one of its blocks at the time of its start."""
    room.at("2:00")
    room.all("/next", "/next")
    room.say(f"/go {block}")
    return room.session


@pytest.mark.parametrize(
    "line", ["! We keep Zoom", "d: We keep Zoom", "DECISION: We keep Zoom", "#agreed We keep Zoom"]
)
def test_check_17_every_way_to_type_a_decision_is_one_decision(room: Room, line: str) -> None:
    live(room)
    room.say(line)
    (entry,) = room.session.meeting.of_kind(EntryKind.DECISION)
    assert entry.filed.text == "We keep Zoom"


def test_check_17_a_leading_space_makes_a_note(room: Room) -> None:
    live(room)
    room.say(" ! We keep Zoom")
    assert kinds(room.session) == [EntryKind.NOTE]
    assert room.texts() == ["! We keep Zoom"]


def test_check_18_a_line_is_filed_where_its_first_character_was_typed(room: Room) -> None:
    session = live(room, "priorities")
    first = session.items[0]
    session.typed("B")
    room.pass_(1)
    session.do("next", "block")
    session.typed("Bill")
    assert session.meeting.block is not None and session.meeting.block.key == "topics"
    session.enter("Bill hearing moved")
    (entry,) = session.meeting.lines("priorities")
    assert entry.filed.text == "Bill hearing moved"
    assert entry.item == first
    session.enter("the next line")
    assert room.texts("topics") == ["the next line"]


def test_check_18_a_key_leaves_the_half_typed_line_in_the_capture_line(room: Room) -> None:
    session = live(room, "priorities")
    session.typed("half a li")
    assert session.do("next", "block").line == "half a li"
    assert session.do("approve").line == "half a li"


def test_check_19_a_sigil_alone_retags_and_undo_brings_the_note_back(room: Room) -> None:
    live(room)
    room.say("We keep Zoom")
    at = room.session.meeting.lines()[0].at
    room.pass_(1)
    assert "DECISION" in room.say("!").words
    assert kinds(room.session) == [EntryKind.DECISION]
    room.say("/undo")
    (line,) = room.session.meeting.lines()
    assert (line.filed.kind, line.filed.text, line.at) == (EntryKind.NOTE, "We keep Zoom", at)
    room.say("/redo")
    assert kinds(room.session) == [EntryKind.DECISION]


def test_check_19_retag_changes_only_a_line_of_this_device(room: Room) -> None:
    live(room)
    assert not room.say("!").done
    assert room.session.last_answer.line == "!"
    assert room.texts() == []


def test_check_20_a_whole_next_step_is_previewed_before_enter(room: Room) -> None:
    session = live(room)
    words = session.preview("> @bo draft letter by fri = sent to DMH")
    assert words == "NEXT STEP · Bo Chen (not here — ask) · by Fri 15 Nov (2 days) · done when: sent to DMH"
    room.say("> @bo draft letter by fri = sent to DMH")
    step = session.group.steps.steps[session.our_lines()[-1]]
    assert (step.text, step.owner, step.done_when) == ("draft letter", room.who("bo"), "sent to DMH")
    assert step.due is not None and step.due.date == dt.date(2024, 11, 15)


def test_check_21_two_anas_are_never_guessed_between(room: Room) -> None:
    session = live(room)
    said = room.say("> @ana draft letter")
    assert said.done
    assert "@ana1 Ana Ruiz" in said.words and "@ana2 Ana Sousa" in said.words
    step = session.group.steps.steps[session.our_lines()[-1]]
    assert step.owner is None and step.meant == "ana"
    room.say("> @ana2 call the hall")
    assert session.group.steps.steps[session.our_lines()[-1]].owner == room.who("ana sousa")


def test_check_21_an_unknown_owner_is_said_and_leaves_it_unclaimed(room: Room) -> None:
    live(room)
    assert "nobody here is called zorro" in room.say("> @zorro draft letter").words


def test_check_22_by_hand_is_no_date_and_next_meeting_is_the_series_next(room: Room) -> None:
    session = live(room)
    room.say("> write by hand")
    room.say("/nextmeeting wed 11 dec 2pm")
    room.say("> send it by next meeting")
    room.say("> book by 11/12")
    hand, send, book = (session.group.steps.steps[key] for key in session.our_lines())
    assert hand.due is None and hand.text == "write by hand"
    assert session.group.due_on(send) == dt.date(2024, 12, 11)
    assert book.due is not None and book.due.date == dt.date(2024, 11, 12)
    room.say("> ask by whenever it suits")
    assert session.meeting.lines()[-1].filed.text == "ask by whenever it suits"


def test_check_23_an_owner_who_is_named_is_asked_until_they_say_yes(room: Room) -> None:
    session = live(room)
    room.say("> @leila write the summary by fri")
    step = session.our_lines()[-1]
    assert session.group.steps.steps[step].owner_state == "asked"
    room.say("+leila")
    assert session.group.steps.steps[step].owner_state == "asked"
    room.say(f"/yes {session.group.steps.steps[step].label}")
    assert session.group.steps.steps[step].owner_state == "accepted"


def test_check_24_a_parked_item_needs_a_destination_or_is_a_gap(room: Room) -> None:
    session = live(room)
    room.say("~ pay equity")
    assert any("pay equity" in gap for gap in keeping.gaps_of(room.opened, session.id))
    room.say("/place 1 next agenda")
    assert not any("pay equity" in gap for gap in keeping.gaps_of(room.opened, session.id))
    assert "next agenda" in room.say("/parked").lines[0]


def test_check_25_a_line_may_be_filed_under_the_block_before(room: Room) -> None:
    session = live(room, "priorities")
    room.say("/next block")
    room.say("<! We keep Zoom")
    (entry,) = session.meeting.lines("priorities")
    assert (entry.filed.kind, entry.filed.text) == (EntryKind.DECISION, "We keep Zoom")


def test_check_26_a_slip_is_corrected_and_the_line_keeps_its_time(room: Room) -> None:
    session = live(room)
    room.all("Mry brought news", "another line")
    at = session.meeting.lines()[0].at
    room.pass_(3)
    room.say("s/Mry/Mary/")
    first = session.meeting.lines()[0]
    assert (first.filed.text, first.at) == ("Mary brought news", at)
    assert [filed.text for filed in first.history] == ["Mry brought news"]
    capturing.edit(session, session.our_lines()[-1], "another line, longer")
    assert room.texts() == ["Mary brought news", "another line, longer"]


def test_check_26_nothing_that_matches_leaves_the_correction_in_the_line(room: Room) -> None:
    live(room)
    room.say("Mary brought news")
    said = room.say("s/Bob/Rob/")
    assert (said.done, said.line) == (False, "s/Bob/Rob/")
    assert not room.say("s/Mary brought news//").done
    assert room.texts() == ["Mary brought news"]


def test_an_edit_keeps_what_the_line_became(room: Room) -> None:
    """Editing the words of a line that was retagged, agreed or assigned never takes that back."""
    session = live(room)
    room.all("We keep Zoom", "!")
    capturing.edit(session, session.our_lines()[-1], "We keep Zoom for now")
    assert session.meeting.lines()[-1].filed.kind is EntryKind.DECISION
    room.all("^ Meet monthly", "/agreed")
    capturing.edit(session, session.our_lines()[-1], "^ Meet every month")
    agreed = session.meeting.lines()[-1].filed
    assert (agreed.kind, agreed.text) == (EntryKind.DECISION, "Meet every month")
    room.all("> draft testimony", "/go steps", "@bo by fri = sent", "y")
    room.say("s/testimony/the testimony/")
    step = session.group.steps.steps[session.our_lines()[-1]]
    assert step.text == "draft the testimony"
    assert (step.owner, step.owner_state, step.done_when) == (room.who("bo"), "accepted", "sent")
    capturing.edit(session, session.our_lines()[-1], "> @mei draft the testimony")
    assert (step_now := session.group.steps.steps[session.our_lines()[-1]]).owner == room.who("mei")
    assert step_now.owner_state == "asked"


def test_check_27_a_paste_of_many_lines_keeps_each_and_is_one_act(room: Room) -> None:
    session = live(room)
    lines = ["! We meet in May", "> @bo call by fri", "plain", "~ cost", "/end", "!", "s/plain/x/", "+ana", *["n"] * 6]
    said = capturing.take_pasted(session, lines, "many")
    assert said.words == "14 lines kept"
    assert len(session.meeting.entries) == 14
    assert kinds(session)[:4] == [EntryKind.DECISION, EntryKind.STEP, EntryKind.NOTE, EntryKind.PARKED]
    assert room.texts()[4:8] == ["/end", "!", "s/plain/x/", "+ana"]
    assert session.meeting.ended is None
    room.say("/undo")
    assert room.texts() == []
    room.say("/redo")
    assert len(session.meeting.entries) == 14


def test_check_27_a_paste_as_one_entry_or_as_notes(room: Room) -> None:
    session = live(room)
    session.typed("half typed")
    capturing.take_pasted(session, ["! one", "two"], "one")
    capturing.take_pasted(session, ["! one", "> two"], "notes")
    assert room.texts() == ["one two", "! one", "> two"]
    assert session.begun is not None
    capturing.take_pasted(session, ["> @bo first", "> @mei second"], "many")
    labels = [session.group.steps.steps[key].label for key in session.our_lines()[-2:]]
    assert labels == ["5", "6"]


@pytest.mark.parametrize("text", HOSTILE)
def test_check_28_hostile_text_is_kept_literally_everywhere(room: Room, text: str) -> None:
    session = live(room)
    room.say(text)
    kept = room.texts()[0]
    assert kept == text.replace("\ud800", "\ufffd").removeprefix("\\")
    room.say(f"^ {text}")
    again = room.again()
    assert again.meeting.lines()[0].filed.text == kept
    plain = keeping.render(keeping.minutes_of(room.opened, session.id), "txt")
    assert text[:10].replace("\ud800", "\ufffd").lstrip("\\").replace("\u202e", "") in plain.replace("⟨RLO⟩", "")
    assert isinstance(preview_of(session.read(text), session.surroundings()), str)
    assert chatting.chat(session, "proposal").copy


def test_check_29_bullets_departures_and_words_that_look_like_them(room: Room) -> None:
    session = live(room)
    room.say("+bo")
    room.say("- a bullet")
    room.say("-bob")
    assert room.texts() == ["- a bullet", "-bob"]
    assert "nobody here is called bob" in session.last_answer.words
    room.say("-bo")
    assert room.who("bo") not in session.meeting.here
    assert room.texts() == ["- a bullet", "-bob"]


def test_a_line_before_the_doors_and_after_the_end_is_kept_and_said_so(room: Room) -> None:
    session = room.session
    assert "added before the doors opened" in room.say("a first thought").words
    assert room.texts("welcome") == ["a first thought"]
    room.at("2:00")
    room.all("/next", "/next", "/end", "")
    assert "added after the end" in room.say("one thing more").words
    (late,) = session.meeting.lines("goodbyes")
    assert late.after_end
    assert room.say("!").done and session.meeting.lines("goodbyes")[0].filed.kind is EntryKind.DECISION


def test_nothing_is_added_to_approved_minutes(room: Room) -> None:
    live(room, "minutes")
    room.say("/approve")
    earlier = LiveSession(room.workspace, room.opened, room.session.group.previous(room.session.id).id)  # type: ignore[union-attr]
    for line in ("one thing more", "+leila", "!", "s/Zoom/phone/", "/undo", "/reopen"):
        said = earlier.enter(line)
        assert not said.done, line
        assert "approved" in said.words
    assert earlier.enter("one thing more").line == "one thing more"
    assert "one thing more" not in [entry.filed.text for entry in earlier.meeting.lines()]


def test_a_plain_enter_does_nothing(room: Room) -> None:
    live(room)
    before = len(room.session.events)
    assert room.say("").words == ""
    assert room.say("   ").words == ""
    assert len(room.session.events) == before


def test_a_group_without_people_priorities_or_agreement_runs_a_whole_meeting(room: Room) -> None:
    opened = planning.new_group(room.workspace, "Bare", "mapwc", "UTC")
    bare = LiveSession(room.workspace, opened, planning.plan(room.workspace, opened, room.clock.now()))
    for _ in range(8):
        bare.enter("/next")
        for line in (
            "a note",
            "@ana by fri",
            "fix: nobody",
            "/affirm",
            "/adopt",
            "/approve",
            "/who",
            "/time",
            "q",
            "y",
        ):
            bare.enter(line)
            bare.preview(line)
    assert bare.meeting.block is not None and bare.meeting.block.key == "goodbyes"
    bare.enter("/end")
    assert bare.enter("").leave
    assert keeping.render(keeping.minutes_of(opened, bare.id), "md")
    assert not bare.group.agreement.lines(Side.COMFORT)
