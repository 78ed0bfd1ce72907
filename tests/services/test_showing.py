"""What each block shows, in words: the next useful thing first, by name and number, with how to do it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from peer_tui.domain.events import BlockPlan
from peer_tui.services import planning
from peer_tui.services.capturing import take_pasted
from peer_tui.services.parking import numbers
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import printed, shown, side
from peer_tui.services.showing.rows import Row, cells, fitted, prefixes, short, told, way
from tests.services.libraries import add_topic

if TYPE_CHECKING:
    from tests.services.conftest import Room

HOSTILE = "[/] [bold]\u202eevil 林小雨 😀 " + "x" * 60


def words(session: LiveSession, *, width: int = 0, height: int = 0) -> str:
    """The content of the block that is on."""
    return "\n".join(printed(shown(session, width=width, height=height).rows))


def beside(session: LiveSession, width: int = 0) -> str:
    return "\n".join(printed(side.lines(session, width=width)))


def row(session: LiveSession, part: str) -> Row:
    """The one row that holds these words."""
    found = [row for row in shown(session).rows if part in row.text]
    assert len(found) == 1, (part, words(session))
    return found[0]


# --- rows ---------------------------------------------------------------------------------------------------------


def test_names_are_fitted_to_the_width_and_the_rest_is_counted():
    names = ["Ana", "Bo", "Mei", "林小雨"]
    assert fitted("not here: ", names, 0) == "not here: Ana, Bo, Mei, 林小雨"
    assert fitted("not here: ", names, 29) == "not here: Ana, Bo and 2 more"
    assert fitted("not here: ", names, 30) == "not here: Ana, Bo, Mei, 林小雨"
    assert fitted("not here: ", names, 12) == "not here: 4"
    for width in range(12, 80):
        assert cells(fitted("not here: ", names * 9, width)) <= width


def test_long_text_is_cut_by_cells_and_short_text_never():
    assert short("a" * 40, 20) == "a" * 40
    assert short("a" * 41, 20) == "a" * 39 + "…"
    assert short("林" * 21, 20) == "林" * 19 + "…"
    assert short("x" * 10_000, 0) == "x" * 10_000
    assert cells(short("\u202e" * 500, 20)) <= 40


def test_marks_stand_in_one_column_and_what_belongs_to_them_begins_below_their_text():
    rows = [Row("nine", mark="9"), Row("more", indent=1), Row("ten", mark="10"), Row("plain")]
    assert printed(rows) == [" 9 nine", "   more", "10 ten", "plain"]
    assert prefixes([]) == []


def test_a_row_steps_back_behind_its_first_words_only_when_there_is_more():
    assert told("Ana", "here", "", style="good") == Row("Ana · here", "good", head=3)
    assert told("Ana", "") == Row("Ana")


def test_the_persons_own_keys_are_the_ones_that_are_shown(session: LiveSession):
    import msgspec

    assert way(session, "chat") == "^Y or /chat"
    assert way(session, "affirm") == "/affirm"
    settings = session.workspace.settings
    session.workspace.settings = msgspec.structs.replace(settings, keys={"chat": "f6,ctrl+y", "live.next": "ctrl+f2"})
    assert way(session, "chat") == "F6 or /chat"
    assert way(session, "next") == "^F2 or /next"


def test_what_blocks_show_needs_no_screen():
    program = "import sys, peer_tui.services.showing; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# --- welcome ------------------------------------------------------------------------------------------------------


def test_welcome_says_who_is_expected_who_came_and_who_is_not_known(room: Room):
    session = room.session
    assert "The doors are not open yet · begins 2:00 pm" in words(session)
    assert shown(session).hint == "^N or /next opens the doors"
    room.say("/next")
    assert "Expected, not here: 12" in words(session)
    room.all("+bo", "+mei")
    take_pasted(session, ["Leila Haddad (she/her)", "Zara New"], "names")
    said = words(session)
    assert "Doors open since 1:50 pm · begins 2:00 pm, in 10 min" in said
    assert "Not known: Zara New · +guest Zara New" in said
    assert "3 here · latest: Leila 1:50, Mei 1:50, Bo 1:50" in said
    assert "Expected, not here: 9  Ana R., Ana S." in said
    assert "Bo" not in row(session, "Expected").text
    room.say("+guest Zara New")
    assert "Not known" not in words(session)
    assert shown(session).title == "Welcome"
    assert shown(session).hint == "^Y or /chat copies the agenda for the chat"


def test_check_02_the_agenda_stands_at_a_glance_with_clock_times(room: Room):
    room.say("/next")
    said = words(room.session)
    assert "Agenda · 60 of 60 min" in said
    for time, title in (("2:00", "Welcome"), ("2:05", "Comfort"), ("2:10", "Minutes"), ("2:15", "Updates"),
                        ("2:30", "Current topics"), ("2:43", "Next Steps"), ("2:58", "Group goodbyes!")):  # fmt: skip
        assert f"{time} {title}" in said
    low = words(room.session, width=80, height=7)
    assert "Agenda  2:00 Welcome · 2:05 Agreement · 2:10 Minutes" in low
    assert low.count("\n") < 7


def test_a_start_that_is_late_is_no_failure(room: Room):
    room.say("/next")
    room.at("2:06")
    assert "begins 2:00 pm, whenever the room is ready" in words(room.session)


# --- the agreement ------------------------------------------------------------------------------------------------


def test_the_agreement_says_its_version_its_lines_and_the_pace_of_introductions(room: Room):
    room.at("2:04")
    room.all("/next", "+bo", "+mei", "/next")
    said = words(room.session)
    assert "Version 1 · adopted Tue 1 Oct · affirmed Wed 9 Oct" in said
    assert "2 people · 150 s each" in said
    assert "Comfort\n1 pass at any time\nDiscomfort\n2 anyone may ask for a pause" in said
    assert shown(room.session).hint.startswith("/affirm")
    room.say("/affirm")
    assert "affirmed today" in words(room.session)
    assert "goes on" in shown(room.session).hint


def test_check_37_a_line_is_proposed_until_it_is_adopted(room: Room):
    room.all("/next", "/next", "comfort: chat counts as speaking", "/amend 1 pass whenever you like", "/retire 3")
    said = words(room.session)
    assert "1 pass at any time\n  → pass whenever you like (proposed)" in said
    assert row(room.session, "chat counts").text == "chat counts as speaking (proposed)"
    assert row(room.session, "ask for a pause").text == "anyone may ask for a pause (to be retired)"
    assert "3 changes proposed" in said
    assert shown(room.session).hint.startswith("/adopt")
    room.say("/adopt")
    said = words(room.session)
    assert "Version 2 · adopted Wed 13 Nov · not affirmed since" in said
    assert "1 pass whenever you like\n2 chat counts as speaking" in said
    assert "proposed" not in said and "pause" not in said


def test_without_an_agreement_it_says_how_to_make_one(room: Room):
    opened = planning.new_group(room.workspace, "New Circle", "mapwc", "UTC", "Ana Ruiz")
    room.opened = opened
    session = room.open(planning.plan(room.workspace, opened, room.clock.now()))
    room.all("/next", "/next")
    assert "No agreement yet" in words(session)
    assert shown(session).hint == "comfort: … or discomfort: … proposes a line · /adopt adopts them"


def test_check_32_who_came_after_the_agreement_is_listed_until_marked(room: Room):
    room.all("/next", "+bo", "/next", "/next", "+leila", "+kofi")
    assert "not seen the agreement: Leila, Kofi" in beside(room.session)
    room.all("/go agreement")
    assert "Has not seen it yet: Leila, Kofi · /seen when they have" in words(room.session)
    room.say("/seen leila")
    assert "Has not seen it yet: Kofi" in words(room.session)
    room.say("/seen")
    assert "seen" not in words(room.session) + beside(room.session)


# --- minutes review -----------------------------------------------------------------------------------------------


def to_review(room: Room) -> LiveSession:
    room.at("2:04")
    room.all("/next", "+mei", "/next", "/next")
    return room.session


def test_review_opens_with_the_summary_and_last_times_next_steps(room: Room):
    session = to_review(room)
    said = words(session)
    assert said.startswith("Minutes of Wed 9 Oct · draft, not yet approved · Harbor Peer Coalition\n1 decision")
    assert "! We meet by Zoom until spring" in said
    assert "3 present · 4 next steps · 1 parked" in said
    assert "Last time's next steps · 4 to be told · /done 1 /moved /stuck /notstarted" in said
    assert row(session, "call about training").text == (
        "to be told · call about training dates · Bo (accepted) · late: due Fri 18 Oct, 26 days ago"
    )
    assert row(session, "find a room").text == "to be told · find a room · unclaimed"
    assert "by today" in row(session, "draft the letter").text, "next meeting, said last time, is this one"


def test_check_39_the_hint_says_how_approval_will_be_worded(room: Room):
    session = to_review(room)
    assert "/approve will say “as distributed”" in shown(session).hint
    room.say("fix: Mei attended")
    assert "1 correction so far\n± Mei attended" in words(session)
    assert "/approve will say “as corrected”" in shown(session).hint
    room.say("/approve")
    assert "approved as corrected" in row(session, "Minutes of").text
    assert shown(session).hint == "/done 1 /moved /stuck /notstarted"


def test_check_49_steps_are_marked_by_their_number_and_carried_ones_say_how_often(room: Room):
    session = to_review(room)
    room.all("/done 1", "/moved 2", "/stuck 3 no reply yet")
    said = words(session)
    assert "Last time's next steps · 1 to be told · 1 moved · 1 stuck · 1 done" in said
    assert said.index("find a room") < said.index("call about training"), "what is asked about now comes first"
    assert row(session, "call about training").style == "good"
    assert row(session, "ask three groups").text.startswith("stuck: no reply yet · ask three groups to sign")
    room.at("2:59")
    room.all("/end", "/end")
    room.clock.set(room.clock.now().replace(month=12, day=10))
    room.open(planning.plan(room.workspace, room.opened, room.clock.now()))
    room.all("/next", "/next", "/next")
    assert row(room.session, "find a room").text == "to be told · find a room · unclaimed · carried 1×"
    assert row(room.session, "ask three").text.startswith("to be told (stuck before) · ask three groups")


def test_the_first_meeting_of_a_series_has_nothing_to_review(room: Room):
    opened = planning.new_group(room.workspace, "New Circle", "mapwc", "UTC", "Ana Ruiz")
    room.opened = opened
    session = room.open(planning.plan(room.workspace, opened, room.clock.now()))
    room.all("/next", "/next", "/next")
    assert words(session) == "No earlier minutes: this is the first meeting of this series."
    room.all("/next")
    assert words(session).startswith("No priorities yet")
    assert shown(session).hint == "^N or /next goes on"


def test_check_41_other_drafts_are_named_in_date_order(room: Room):
    room.all("/next", "/next", "/end", "/end")
    room.clock.set(room.clock.now().replace(month=12, day=10))
    session = room.open(planning.plan(room.workspace, room.opened, room.clock.now()))
    room.all("/next", "/next", "/next")
    assert "Minutes of Wed 9 Oct" in words(session)
    assert "Also a draft: Wed 13 Nov (/postpone keeps a draft for later)" in words(session)
    room.say("/postpone")
    assert "Minutes of Wed 13 Nov" in words(session)


# --- priorities and topics ----------------------------------------------------------------------------------------


def test_the_update_of_a_lead_who_is_not_here_is_read_out(room: Room):
    session = room.session
    legislation = session.group.active_priorities[0]
    planning.collect_update(room.workspace, room.opened, legislation.id, "The hearing moved", session.id)
    session = room.open(session.id)
    room.all("/next", "+bo", "/go priorities")
    said = words(session)
    assert said.startswith("Now: Legislation · 1 of 3 · lead Ana R. (not here)\n  Read out: “The hearing moved”")
    assert "3 priorities · 5 min each" in said
    assert "· Training · to come · lead Bo (here)" in said
    assert shown(session).hint == "^N or /next: Training · /next block passes over the rest"
    room.say("+ana ruiz")
    assert "  Sent in: “The hearing moved”" in words(session)
    room.all("/next", "> write to the board #training")
    said = words(session)
    assert "Now: Training · 2 of 3 · lead Bo (here)\n  5 write to the board · unclaimed · lacks: who" in said
    assert "✓ Legislation · done" in said and "› Training · now" in said
    room.say("/next")
    assert "The lead is not here and sent no update" in words(session)


def test_topics_are_numbered_as_place_counts_them(room: Room):
    room.opened.refold()
    meeting = planning.plan(room.workspace, room.opened, room.clock.now())
    add_topic(room.workspace, room.opened, meeting, "story bank")
    session = room.open(meeting)
    room.all("/next", "/go topics", "~ a new thing")
    said = words(session)
    assert "2 pay equity survey · carried from Wed 9 Oct" in said
    assert "· story bank" in said
    assert "Parked today\n1 a new thing · no destination yet" in said
    assert "min · what the other blocks leave" in said
    assert sorted(numbers(session).values()) == [1, 2]
    room.say("/place 2 resolved")
    assert "✓ pay equity survey · → resolved" in words(session)
    room.say("/place 1 dropped")
    assert "1 a new thing · → dropped" in words(session)


def test_what_was_parked_without_a_place_comes_back_with_its_number(room: Room):
    session = room.session
    room.all("/next", "/go topics", "~ left hanging", "/end", "/end")
    room.clock.set(room.clock.now().replace(month=12, day=10))
    session = room.open(planning.plan(room.workspace, room.opened, room.clock.now()))
    room.all("/next", "/go topics")
    assert "Parked earlier, due back" in words(session)
    number = numbers(session)[next(p.id for p in session.group.parked.values() if p.text == "left hanging")]
    assert f"{number} left hanging · parked Wed 13 Nov · no destination yet" in words(session)


# --- next steps ---------------------------------------------------------------------------------------------------


def test_check_47_the_step_at_hand_stands_with_its_question(room: Room):
    session = room.session
    room.all("/next", "+bo", "+mei", "> @bo call DMH by fri = called", "> draft the letter", "/go steps")
    said = words(session)
    assert said.startswith("1 unclaimed · 1 asked\n5 call DMH · Bo (asked) · by Fri 15 Nov (2 days)")
    assert "\n  Does Bo say yes? (y)" in said
    assert row(session, "at hand").style == "accent"
    room.say("y")
    said = words(session)
    assert said.startswith("1 unclaimed · 1 accepted\n6 draft the letter · unclaimed · lacks: who, by when, done when")
    assert "Carried from earlier meetings\n1 call about training" in said
    room.all("@mei by nm = sent", "y")
    assert row(session, "at hand").text == "find a room · at hand", "then the carried ones that nobody has taken"
    room.say("/drop 4 found")
    assert "Every next step is complete" in words(session)
    assert "goes on" in shown(session).hint


def test_check_48_nobody_volunteers_and_the_ways_out_are_said(room: Room):
    session = room.session
    room.all("/next", "> draft the letter", "/go steps")
    said = words(session)
    assert "/ask @name by e-mail" in said and "/park" in said and "/drop reason" in said
    assert "Nobody? Say: “What is the smallest first bite someone could take?" in said
    assert "/ask 5 @name · /drop 5 why" in shown(session).hint
    room.all("", "")
    assert "2 passed over and still incomplete: Enter goes back" in words(session)
    assert shown(session).hint == "Enter goes back to what was passed over"
    room.say("")
    assert "5 draft the letter · at hand" in words(session)


def test_no_next_steps_yet_says_how_to_name_one(room: Room):
    opened = planning.new_group(room.workspace, "New Circle", "mapwc", "UTC", "Ana Ruiz")
    room.opened = opened
    session = room.open(planning.plan(room.workspace, opened, room.clock.now()))
    room.all("/next", "/go steps")
    assert words(session) == "No next steps yet: > what @who by when = done when"


# --- goodbyes -----------------------------------------------------------------------------------------------------


def test_check_50_each_thing_that_is_missing_is_named_with_what_to_type(room: Room):
    session = room.session
    room.all("/next", "+bo", "/go goodbyes")
    said = words(session)
    assert said.startswith("Close check: 2 of 4\n✗ Is it clear what happens next? · nothing follows yet")
    assert "✓ Does every follow-up have a lead? · yes" in said
    assert "no time and no convener for the next meeting · /nextmeeting wed 11 dec 2pm · /convener NAME" in said
    room.all("> draft the letter", "~ pay", "/convener bo")
    said = words(session)
    assert "1 next step without a lead: “draft the letter” · /assign 5 @name" in said
    assert "1 parked item without a destination: “pay” · /place 1 next agenda" in said
    assert "no time for the next meeting · /nextmeeting wed 11 dec 2pm" in said and "/convener" not in said
    low = words(session, width=70, height=7)
    assert "✗ 1 next step without a lead" in low, "with little room what is missing stands for its question"
    room.all("/assign 5 @bo by nm = sent", "/place 1 next agenda", "/nextmeeting wed 11 dec 2pm")
    said = words(session)
    assert said.startswith("Close check: 4 of 4\n✓ Is it clear") and "✗" not in said


def test_check_24_a_parked_line_is_a_gap_until_it_has_a_destination(room: Room):
    room.all("/next", "~ pay equity", "/go goodbyes")
    assert "without a destination: “pay equity”" in words(room.session)
    assert "1 parked · 1 no destination" in beside(room.session)
    room.say("/place 1 next agenda")
    assert "without a destination" not in words(room.session)
    assert "no destination" not in beside(room.session)


def test_goodbyes_recap_roles_celebrations_and_the_end(room: Room):
    session = room.session
    room.all("/next", "+bo", "! We meet by Zoom", "/go goodbyes")
    said = words(session)
    assert "· Decided: We meet by Zoom" in said
    assert "Something to celebrate? * and the words" in said
    assert "Next time · /nextrole facilitator NAME · /nextrole scribe NAME" in said
    room.all("* 12 new peers certified", "/nextrole facilitator bo")
    said = words(session)
    assert "· Celebrated: 12 new peers certified" in said and "Something to celebrate" not in said
    assert "Next time · facilitator Bo · /nextrole scribe NAME" in said
    assert shown(session).hint.startswith("/end ends the meeting")
    room.say("/end")
    assert words(session).startswith("Enter ends the meeting · anything else goes on")
    room.say("")
    assert shown(session).title == "Group goodbyes!", "after the end the last block stands"


def test_an_unsettled_proposal_is_pointed_to(room: Room):
    room.all("/next", "^ we sign as a coalition", "/go goodbyes")
    assert "1 proposal not settled: “we sign as a coalition” · /agreed, or ~ parks it" in words(room.session)


# --- any other block, and beside ----------------------------------------------------------------------------------


def test_a_block_of_the_groups_own_shows_its_sentence_and_how_much_was_written(room: Room):
    breath = BlockPlan(key="breath", title="A breath", job="notes", low=2, high=2, say="Three breaths together.")
    planning.set_agenda(room.workspace, room.opened, room.session.id, [*room.session.meeting.blocks[:1], breath])
    session = room.open(room.session.id)
    room.all("/next", "/next")
    assert shown(session).title == "A breath"
    assert words(session) == "“Three breaths together.”\nNo lines here"
    room.all("hello", "! we breathe")
    assert words(session).endswith("2 lines here · 1 note · 1 decision")


def test_check_33_waiting_fewest_turns_first_and_not_yet_heard_shrinks(room: Room):
    session = room.session
    room.all("/next", "+bo", "+mei", "+kofi", "/spoke bo", "/spoke bo", "q+ bo", "q+ mei")
    said = beside(session)
    assert "Waiting to speak\n1 Mei · first time today\n2 Bo\n" in said
    assert "Not yet heard 2\nKofi, Mei" in said
    assert "1 Mei · first time\n" in beside(session, 20)
    room.say("q")
    assert "Not yet heard 1\nKofi" in beside(session)
    room.all("/spoke kofi", "q-  bo")
    assert "everybody has been heard" in beside(session)
    assert "Waiting" not in beside(session)


def test_more_than_a_few_who_were_not_heard_are_counted_not_called(room: Room):
    room.all("/next", "+bo", "+mei", "+kofi", "+leila", "+wren", "+tomas")
    said = beside(room.session)
    assert "Not yet heard 6\n^G or /who names them" in said and "Kofi" not in said


def test_side_counts_heads_guests_and_results(room: Room):
    session = room.session
    room.all("/next", "+bo", "+3 phone", "+guest Lee", "! yes", "> do it", "> @bo do that", "? who pays", "~ later")
    said = beside(session)
    assert "4 here (3 without a name) · 1 guest\nexpected, not here: 11" in said
    assert "1 decision\n2 steps · 1 unclaimed\n1 parked · 1 no destination\n1 question" in said
    assert side.condensed(session) == (
        "4 here (3 without a name) · 1 guest · not yet heard 2 · 1 decision · 2 steps · 1 unclaimed"
        " · 1 parked · 1 no destination · 1 question"
    )


def test_check_58_another_program_on_the_same_library_is_said(room: Room, monkeypatch: pytest.MonkeyPatch):
    room.say("/next")
    assert "writes here" not in beside(room.session)
    other = room.again()
    other.enter("hello")
    assert "another peer-tui writes here" in beside(room.session)
    assert side.condensed(room.session).endswith("another peer-tui writes here")
    other.workspace.close()
    assert "writes here" not in beside(room.session)


# --- whatever people type -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [0, 1, 20, 80])
def test_hostile_words_stand_in_every_block_and_break_none(room: Room, width: int):
    workspace, opened = room.workspace, room.opened
    planning.add_people(workspace, opened, HOSTILE)
    lead = opened.group.everybody[-1].id
    priority = planning.add_priority(workspace, opened, HOSTILE, lead)
    planning.collect_update(workspace, opened, priority, HOSTILE, room.session.id)
    add_topic(workspace, opened, room.session.id, HOSTILE)
    session = room.open(room.session.id)
    seen = []
    room.say("/next")
    take_pasted(session, [HOSTILE + " stranger"], "names")
    room.all(f"+{HOSTILE}", f"> {HOSTILE}", f"~ {HOSTILE}", f"! {HOSTILE}", f"fix: {HOSTILE}", f"comfort: {HOSTILE}")
    room.all("/adopt", f"discomfort: {HOSTILE} too")
    room.say("> " + "y" * 10_000)
    for _ in range(20):
        content = shown(session, width=width, height=7)
        seen.append(content.title)
        assert all("\n" not in row.text for row in content.rows)
        assert side.sections(session, width=width)
        assert side.condensed(session)
        if width:
            lists = [row for row in content.rows if row.mark]
            assert all(len(row.text) < 10_000 for row in lists)
        room.say("/next")
    assert len(set(seen)) == 7, seen


def low(session: LiveSession) -> list[str]:
    """The first five rows that a pane of few rows shows, at 80 columns."""
    from peer_tui.services.showing import printed, shown

    return printed(shown(session, width=48, height=5).rows)[:5]


def test_where_there_is_little_room_the_thing_to_do_now_stands_first(room: Room):
    session = room.session
    room.say("/next")
    room.at("2:01")
    assert low(session)[0] == "Doors open since 1:50 pm · begins 2:00 pm"
    session.strangers.append("Iphone 7")
    assert low(session)[0].startswith("Not known: Iphone 7 · +guest Iphone 7")
    session.strangers.clear()
    room.all("/next", "comfort: chat replies count")
    assert low(session)[0] == "1 change proposed, not adopted yet"
    assert low(session)[1].endswith("chat replies count (proposed)"), low(session)
    room.all("/retire 1", "/next", "/approve")
    approved = low(session)
    assert approved[0] == "Minutes of Wed 9 Oct · approved as distributed"
    assert approved[1].startswith("Last time's next steps · 4 to be told") and "/done" not in approved[1]
    room.all("/go steps", "> find the hall keys @bo by fri = keys in hand and counted by two people")
    asked = low(session)
    assert asked[0].strip().endswith("find the hall keys") and "say yes? (y)" in asked[1], asked
    room.say("/go goodbyes")
    closing = low(session)
    assert closing[0].startswith("Close check: ") and closing[1].startswith("✗"), closing
