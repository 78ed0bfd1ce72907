"""The roll-call: assignments of earlier meetings, called one by one; done, moved, stuck, not started, and a share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import Captured, EntryKind, Filed, Progress, StepShared
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import Privacy
from peer_tui.domain.programmes.roll_call import roll_call as call_in
from peer_tui.domain.programmes.roll_call import roll_call_lines, told_in
from peer_tui.services.programmes import roll_call, row_steps
from peer_tui.services.programmes.running import run_of
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import shown
from peer_tui.services.step_acts import mark
from tests.services.programmes.learners import CHARTER, SECOND, Learning, all_of, typed


@pytest.fixture
def learning(tmp_path: Path) -> Learning:
    made = Learning(tmp_path)
    made.hold_charter()
    return made


def called(session: LiveSession) -> list[tuple[str, str, str]]:
    """Each assignment with what was told of it and its share."""
    return [(one.step.label, str(one.said or ""), one.share) for one in roll_call.call_of(session).assignments]


def words_on(session: LiveSession) -> str:
    return "\n".join(" · ".join([row.mark, row.text]) for row in shown(session).rows)


def test_each_assignment_is_called_and_a_letter_answers_it(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    assert called(session) == [("1", "", ""), ("2", "", ""), ("3", "", "")]
    assert "visit two intake desks" in words_on(session) and "Ana" in words_on(session)
    assert "next: 2" in typed(session, "d").words
    said = typed(session, "m one page, two questions open").words
    assert "2 moved" in said and "a movement worth celebrating" in said and "next: 3" in said
    assert "Everybody was called" in typed(session, "not started").words
    assert called(session) == [
        ("1", "done", ""), ("2", "moved", "one page, two questions open"), ("3", "not started", ""),
    ]  # fmt: skip
    call = roll_call.call_of(session)
    assert call.tally == "1 done · 1 moved · 1 not started"
    assert words_on(session).index("Told") < words_on(session).index("visit two intake desks")
    assert [one.step.label for one in call.celebrated] == ["1", "2"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("d", ("done", "")), ("D", ("done", "")), ("s no date yet", ("stuck", "no date yet")),
        ("n", ("not started", "")), ("stuck: the desk was closed", ("stuck", "the desk was closed")),
        ("Moved – half of it", ("moved", "half of it")), ("done", ("done", "")), ("not started", ("not started", "")),
        ("m [/] {x}", ("moved", "[/] {x}")),
    ],
)  # fmt: skip
def test_what_is_nothing_but_an_answer_is_taken_as_one(learning: Learning, line: str, told: tuple[str, str]) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    assert told[0] in session.preview(line)
    typed(session, line)
    assert called(session)[-1][1:] == told
    assert not session.meeting.entries


@pytest.mark.parametrize(
    "line",
    ["d: we meet in May", "moved the meeting to May", " d", "done with all that", "s/one/two/", "> n do it", "dm"],
)
def test_every_other_line_is_captured_as_always(learning: Learning, line: str) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    typed(session, line)
    assert all(said == "" for _, said, _ in called(session))


def test_an_answer_outside_the_roll_call_is_a_note(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go topics")
    typed(session, "d all of it")
    assert [entry.filed.text for entry in session.meeting.lines()] == ["d all of it"]


def test_who_is_not_here_is_called_as_such(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    all_of(session, "-ana", "/go roll")
    assert "Ana, not here: done, moved, stuck or not started?" in words_on(session)
    typed(session, "")
    assert "Bo: done, moved, stuck or not started?" in words_on(session)


def test_enter_passes_on_and_comes_back(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    assert "1 waits · next: 2" in typed(session, "").words
    all_of(session, "", "")
    assert "Enter goes back" in shown(session).hint
    assert "Back to the first" in typed(session, "").words
    typed(session, "d")
    assert called(session)[-1][:2] == ("1", "done")


def test_an_answer_is_undone_like_any_act(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    all_of(session, "/go roll", "s no date yet", "/undo")
    assert called(session)[0] == ("1", "", "")


def test_the_verbs_of_next_steps_tell_of_the_assignment_at_hand(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    all_of(session, "/go roll", "/moved three of five", "/done 3 it is there")
    assert called(session) == [("2", "", ""), ("1", "moved", "three of five"), ("3", "done", "it is there")]


def test_check_73_a_roll_call_survives_a_restart_in_the_middle(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    all_of(session, "/go roll", "d", "m two of three sites")
    before = called(session)
    workspace, opened = learning.restarted(dt.timedelta(minutes=1))
    again = LiveSession(workspace, opened, session.id)
    assert called(again) == before
    assert roll_call.at_hand(again) is not None
    typed(again, "s nobody answered")
    assert called(again)[-1] == ("3", "stuck", "nobody answered")
    run = run_of(opened, learning.id)
    all_of(again, "/go goodbyes", "/end", "/end")
    assert [call.tally for call in told_in(opened.group, run.meetings).values()] == ["1 done · 1 moved · 1 stuck"]
    assert roll_call_lines(opened.group, run.meetings) == ["Wed 8 Apr 2026: 1 done · 1 moved · 1 stuck"]
    workspace.close()


def test_what_was_told_between_the_meetings_needs_no_calling(learning: Learning) -> None:
    first = next(iter(learning.opened.group.steps.steps.values()))
    learning.set_clock(CHARTER + dt.timedelta(days=9))
    mark(learning.workspace, learning.opened, first.id, Progress.MOVED, "one desk so far")
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    one = next(one for one in roll_call.call_of(session).assignments if one.step.id == first.id)
    assert (one.said, one.share, one.between, one.celebrated) == (Progress.MOVED, "one desk so far", True, True)
    hand = roll_call.at_hand(session)
    assert hand is not None and hand.step.label == "2"


def test_a_plan_row_that_became_a_step_before_any_meeting_is_called(tmp_path: Path) -> None:
    learning = Learning(tmp_path)
    row = learning.add("plan", what="Try it at two sites", who="mei", by="1 jun", success="20 sheets")
    row_steps.row_to_step(learning.workspace, learning.opened, learning.run, row)
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    assert called(session) == [("1", "", "")]
    typed(session, "m")
    (view,) = learning.view("plan").rows
    assert view.status == "moved"


def test_the_minutes_celebrate_what_moved_and_name_people_only_as_privacy_says(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    all_of(session, "/go roll", "d", "m two of three sites, Ana helped", "s", "/go goodbyes", "/end", "/end")
    minutes = make_minutes(session.meeting, session.group, Privacy.OWNERS)
    assert [(row.label, row.state, row.notes) for row in minutes.carried] == [
        ("1", "done", ()), ("2", "moved", ("two of three sites, Ana helped",)), ("3", "stuck", ()),
    ]  # fmt: skip
    assert [line.text for line in minutes.celebrations] == ["visit two intake desks", "write a shared sheet"]
    hidden = make_minutes(session.meeting, session.group, Privacy.NO_NAMES)
    assert [row.notes for row in hidden.carried][1] == ("two of three sites, a member helped",)
    assert all("Ana" not in row.who and "Bo" not in row.who for row in hidden.carried)


def test_hostile_words_of_an_assignment_are_shown_as_words(tmp_path: Path) -> None:
    learning = Learning(tmp_path)
    session = learning.open("charter", CHARTER)
    hostile = "[/] [bold] {label} \x1b[31m\x00 \u202e" + "x" * 3000
    all_of(session, "/go steps", f"> {hostile} @ana by nm", "/go goodbyes", "/end", "/end")
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    assert "\x1b" not in words_on(session) and "[/] [bold] {label}" in words_on(session)
    assert "moved" in session.preview("m {x} [/]")
    assert "1 moved" in typed(session, "m {x} [/]").words
    assert called(session) == [("1", "moved", "{x} [/]")]


def test_outside_its_block_the_roll_call_asks_nothing(learning: Learning) -> None:
    session = learning.open("review", SECOND)
    typed(session, "/go steps")
    assert roll_call.at_hand(session) is None
    assert typed(session, "").words != "Back to the first assignment that was passed over"


def test_minutes_review_leaves_the_assignments_to_the_roll_call(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go minutes")
    typed(session, "/approve")
    assert "Last time's next steps are called in “Roll-call of assignments”" in words_on(session)
    assert "visit two intake desks" not in words_on(session)
    assert "/done" not in shown(session).hint


def test_what_is_promised_here_or_later_is_not_called_here(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    all_of(session, "/go steps", "> @bo try it at a desk by nm", "/go roll")
    assert [label for label, _, _ in called(session)] == ["1", "2", "3"]
    all_of(session, "d", "/go goodbyes", "/end", "/end")
    later = learning.open("learning", SECOND + dt.timedelta(days=35))
    all_of(later, "> @ana tell the others by nm", "/go roll")
    assert [label for label, _, _ in called(later)] == ["2", "4", "3"], (
        "Bo tells of both of his before the one of nobody is called"
    )
    assert [one.step.label for one in call_in(learning.opened.group, session.id).assignments] == ["2", "3", "1"]


def test_a_personal_next_step_is_called_only_once_its_owner_shared_it(learning: Learning) -> None:
    ours, group = learning.workspace, learning.opened
    charter = next(iter(learning.run.meetings))
    step = ours.new_id()
    private = Filed(kind=EntryKind.STEP, text="talk to my doctor", private=True)
    ours.record(group, charter, [Captured(entry=step, block="steps", filed=private, number=9)])
    session = learning.open("learning", SECOND)
    typed(session, "/go roll")
    assert "9" not in [label for label, _, _ in called(session)]
    ours.record(group, "", [StepShared(step=step)])
    session = LiveSession(ours, group, session.id)
    assert "9" in [label for label, _, _ in called(session)]


def test_nothing_to_call_is_said(tmp_path: Path) -> None:
    session = Learning(tmp_path).open("learning", SECOND)
    typed(session, "/go roll")
    assert "No assignments since the last meeting" in words_on(session)
    assert typed(session, "").words == ""
    typed(session, "d yes")
    assert [entry.filed.text for entry in session.meeting.lines()] == ["d yes"]
