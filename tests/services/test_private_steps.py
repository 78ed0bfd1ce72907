"""Personal next steps stay out of everything the group gives out, until their owners share them (check 74)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from peer_tui.domain.agenda_page import make_agenda
from peer_tui.domain.canonical import seal
from peer_tui.domain.events import EntryKind
from peer_tui.domain.gaps import gaps
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import Audience, Privacy
from peer_tui.exchange import chat
from peer_tui.exchange.record_json import to_json
from peer_tui.services import (
    agenda_out,
    calendars,
    following,
    goodbyes,
    keeping,
    line_editing,
    line_filing,
    planning,
    redacting,
    reminding,
    searching,
    since_then,
)
from peer_tui.services import today as today_page
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import meetings, running, starting
from peer_tui.services.showing import printed, shown
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import PEOPLE, ZONE, Room, places_in

SECRET = "ask my sister about the loan"
SIGN = "papers signed in private"
WHEN = dt.datetime(2026, 4, 16, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def room(tmp_path: Path, workspace, clock) -> Room:
    """A workshop in session, at "My next step", with one step of the group's and one that is personal."""
    clock.set(WHEN - dt.timedelta(days=30))
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "career-workshop", ZONE, PEOPLE)
    run = starting.start(workspace, opened, "career-workshop", "Getting on")
    made = Room(tmp_path, workspace, clock, opened)
    made.run = lambda: running.run_of(opened, run)  # type: ignore[attr-defined]
    meeting = meetings.plan_meeting(workspace, opened, made.run(), "workshop", WHEN)  # type: ignore[attr-defined]
    clock.set(WHEN - dt.timedelta(minutes=5))
    made.open(meeting)
    made.all("/next", "+ana ruiz", "+bo", "/go mystep")
    made.all("> @bo call the college by fri = called", f"my: @ana ruiz {SECRET} by fri = {SIGN}")
    return made


def _private(room: Room):
    return next(step for step in room.session.group.steps.steps.values() if step.private)


def _given_out(room: Room) -> str:
    """Everything that a group gives out of this meeting, in one text."""
    session = room.session
    group, meeting = session.group, session.meeting
    made = [make_minutes(meeting, group, privacy, audience) for privacy in Privacy for audience in Audience]
    told = [to_json(minutes) for minutes in made]
    told += [_drawn(room, form) for form in ("md", "txt", "html")]
    told += [_words_in(drawn) for drawn in keeping.render_everything(made[0]).values()]
    told += chat.steps(meeting, group) + chat.catch_up(meeting, group, session.now()) + chat.agenda(meeting, group)
    told += [str(make_agenda(meeting, group)), *gaps(meeting, group), *goodbyes.recap_lines(session)]
    told += [goodbyes.check(session).words, *printed(shown(session).rows)]
    return "\n".join(told)


def _drawn(room: Room, form: str = "md") -> str:
    return keeping.render(keeping.minutes_of(room.opened, room.session.id), form)


def _words_in(drawn: bytes) -> str:
    """What stands in a file; a Word document is a zip of pages."""
    if not drawn.startswith(b"PK"):
        return drawn.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(drawn)) as pages:
        return "".join(pages.read(name).decode("utf-8", "replace") for name in pages.namelist())


def test_a_personal_step_is_filed_for_its_owner_and_said_so_before_enter(room: Room) -> None:
    words = room.session.preview(f"my: @bo {SECRET}")
    assert words.startswith("PRIVATE NEXT STEP · not in the minutes unless shared · Bo Chen (here)")
    step = _private(room)
    assert (step.text, step.done_when, step.withheld) == (SECRET, SIGN, True)
    assert room.session.group.person(step.owner).name == "Ana Ruiz"
    assert room.session.last_answer.words.startswith(f"PRIVATE NEXT STEP {step.label} {SECRET}")


def test_check_74_a_personal_step_is_absent_from_group_minutes_until_its_owner_shares_it(room: Room) -> None:
    session = room.session
    told = _given_out(room)
    assert "call the college" in told
    assert SECRET not in told and SIGN not in told
    said = room.say(f"/share {_private(room).label}")
    assert "stands in the group's record from now on" in said.words
    assert SECRET in _given_out(room)
    assert SECRET in to_json(make_minutes(session.meeting, session.group))
    room.say("/undo")
    assert SECRET not in _given_out(room)
    room.say("/redo")
    assert SECRET in _given_out(room)
    room.say(f"/share {_private(room).label}")
    assert SECRET not in _given_out(room)


def test_check_74_counts_stay_and_their_words_do_not(room: Room) -> None:
    room.say("my: sell the car")
    result = goodbyes.check(room.session)
    assert "1 next step without a lead: personal" in result.words
    assert "3 next steps" in goodbyes.recap_lines(room.session)[0]
    assert "sell the car" not in _given_out(room)


def test_check_74_after_the_meeting(room: Room) -> None:
    workspace, opened = room.workspace, room.opened
    room.all("/go goodbyes", "/end", "/end")
    assert SECRET not in _given_out(room)
    line = next(one for one in following.every_step(workspace, [opened]) if one.private)
    assert "private" in line.state_words and line.text == SECRET
    assert any("private" in part for made in _today(room) for part in made)
    # Lists for others leave it out, whoever's they are.
    lines = following.every_step(workspace, [opened])
    written = calendars.write_steps(workspace, lines)
    assert SECRET.encode() not in written.path.read_bytes()
    assert "1 personal one was left out" in written.words
    # Its owner shares it between meetings, and takes that back.
    acted = following.share(workspace, opened, line.step.id)
    assert "shared" in acted.words
    assert SECRET in _drawn(room)
    assert [one.what for one in following.life_of(line)][-1] == "shared with the group"
    assert "Undone: the sharing" in following.undo(workspace, opened)
    assert SECRET not in _drawn(room)


def _today(room: Room) -> list[tuple[str, ...]]:
    lines = today_page.today_lines(room.workspace, [room.opened])
    return [line.more for line in lines if SECRET in line.what]


def test_check_74_the_next_meeting_is_not_told(room: Room) -> None:
    workspace, opened = room.workspace, room.opened
    label, first = _private(room).label, room.session.id
    room.all("/go goodbyes", "/end", "/end")
    room.clock.set(WHEN + dt.timedelta(days=10))
    following.mark(workspace, opened, _private(room).id, following.Progress.MOVED)
    series = opened.group.series[opened.group.meetings[first].series]
    after = planning.plan(workspace, opened, WHEN + dt.timedelta(days=28), series=series)
    room.clock.set(WHEN + dt.timedelta(days=28))
    room.open(after)
    room.all("/next", "+bo", "/go mystep")
    assert SECRET not in _given_out(room) and "call the college" in _given_out(room)
    room.say(f"/done {label}")
    assert SECRET not in _given_out(room)
    for audience in Audience:
        assert SECRET not in agenda_out.as_text(agenda_out.agenda_of(workspace, opened, after, audience))
    told = since_then.since_then(workspace, opened, first, after)
    assert SECRET not in str(told)
    assert not any(SECRET in row for row in printed(shown(room.session).rows))


def test_check_74_carried_often_it_comes_on_no_agenda(room: Room) -> None:
    workspace, opened = room.workspace, room.opened
    room.all("/go goodbyes", "/end", "/end")
    series = opened.group.series[opened.group.meetings[room.session.id].series]
    for weeks in (4, 8, 12):
        starts = WHEN + dt.timedelta(weeks=weeks)
        room.clock.set(starts - dt.timedelta(days=20))
        after = planning.plan(workspace, opened, starts, series=series)
        room.clock.set(starts)
        room.open(after)
        room.all("/next", "/go goodbyes", "/end", "/end")
    topics = [topic.text for topic in opened.meeting(after).topics]
    assert "call the college" in topics
    assert SECRET not in str(opened.meeting(after))


def test_an_approved_record_keeps_its_seal_when_a_step_is_shared(room: Room) -> None:
    meeting = room.session.meeting
    before = seal(meeting)
    room.say(f"/share {_private(room).label}")
    assert seal(room.session.meeting) == before


def test_who_did_not_share_is_found_on_the_scribes_own_machine_and_marked(room: Room) -> None:
    room.workspace.saver.flush()
    found = searching.search(room.workspace, "loan").lines
    assert [line.kind_words for line in found] == [f"PRIVATE NEXT STEP {_private(room).label}"]
    room.say(f"/share {_private(room).label}")
    room.workspace.saver.flush()
    assert searching.search(room.workspace, "loan").lines[0].kind_words.startswith("NEXT STEP")


def test_it_is_as_personal_when_it_comes_from_the_index(room: Room) -> None:
    room.all("/go goodbyes", "/end", "/end")
    step, home, clock = _private(room).id, room.home, room.clock
    room.workspace.saver.flush()
    room.workspace.bring_up_to_date()
    for shared in (False, True, False):
        again = Workspace(places_in(home), clock, Settings(), threaded=False)
        opened = again.open_groups()[0]
        assert [one.withheld for one in opened.glance.open_steps if one.id == step] == [not shared]
        assert opened.group.steps.steps[step].withheld is not shared
        following.share(again, opened, step)
        again.saver.flush()
        again.bring_up_to_date()
        again.close()


def test_the_owner_is_reminded(room: Room) -> None:
    room.all("/go goodbyes", "/end", "/end")
    line = next(one for one in following.every_step(room.workspace, [room.opened]) if one.private)
    told = reminding.text_of(room.workspace, reminding.reminder_for(room.workspace, line))
    assert f"{SECRET}" in told and "yours alone" in told


def test_removing_its_words_finds_it(room: Room) -> None:
    room.workspace.saver.flush()
    assert room.everywhere(SECRET)
    redacting.remove_lines(room.workspace, room.opened, room.session.id, [_private(room).id])
    room.session.refresh()
    room.workspace.saver.flush()
    assert not room.everywhere(SECRET)


@pytest.mark.parametrize("sigil", ["!", "~", "?", "*", ">"])
def test_a_sigil_alone_makes_nothing_personal_the_groups(room: Room, sigil: str) -> None:
    said = room.say(sigil)
    assert not said.done and "personal" in said.words
    assert _private(room).text == SECRET


@pytest.mark.parametrize(
    "line",
    [
        f"{SECRET} soon",
        "my: sell the car",
        f"  {SECRET}",
        f"{SECRET} #leg",
        "https://example.org/loan",
        "+bo",
        "/next",
        "!",
        "comfort: my own",
        "\\x",
        "\x00y",
    ],
)
def test_other_words_stay_personal(room: Room, line: str) -> None:
    from peer_tui.services.capturing import edit

    edit(room.session, _private(room).id, line)
    assert _private(room).withheld
    room.say("s/ask/beg/")
    assert _private(room).withheld


def test_only_another_sigil_typed_on_purpose_gives_it_to_the_group(room: Room) -> None:
    from peer_tui.services.capturing import edit

    entry = _private(room).id
    edit(room.session, entry, f"> {SECRET}")
    assert not room.session.group.steps.steps[entry].private
    assert room.session.meeting.entries[entry].filed.kind is EntryKind.STEP


def test_a_draft_keeps_it_personal_too(room: Room) -> None:
    workspace, opened, meeting = room.workspace, room.opened, room.session.id
    room.all("/go goodbyes", "/end", "/end")
    entry = _private(room).id
    line_editing.reword(workspace, opened, meeting, entry, "ask my brother")
    assert opened.group.steps.steps[entry].withheld
    with pytest.raises(Problem, match="personal next step"):
        line_filing.refile(workspace, opened, meeting, entry, EntryKind.DECISION)
    added = line_editing.add(workspace, opened, meeting, "my: @bo learn to drive")
    assert opened.group.steps.steps[added].withheld
    assert "learn to drive" not in _drawn(room, "txt")


def test_a_line_of_a_draft_that_is_filed_as_personal_is_given_out_no_more(room: Room) -> None:
    workspace, opened, meeting = room.workspace, room.opened, room.session.id
    room.all("ask my brother about the car", "/go goodbyes", "/end", "/end")
    line = next(one.id for one in opened.meeting(meeting).entries.values() if "brother" in one.filed.text)
    assert "my brother" in _given_out(room)
    line_filing.refile(workspace, opened, meeting, line, "my:")
    assert opened.group.steps.steps[line].withheld
    workspace.saver.flush()
    room.session = room.again()
    assert "my brother" not in _given_out(room)


def test_it_cannot_be_parked_before_everybody(room: Room) -> None:
    said = room.say(f"/park {_private(room).label}")
    assert not said.done
    assert room.session.group.parked == {}


def test_only_a_personal_step_can_be_shared(room: Room) -> None:
    other = next(step for step in room.session.group.steps.steps.values() if not step.private)
    assert not room.say(f"/share {other.label}").done
    assert not room.say("/share").done
    with pytest.raises(Problem, match="nobody's personal step"):
        following.share(room.workspace, room.opened, other.id)


def test_nobody_is_asked_about_it_aloud(room: Room) -> None:
    room.say("my: sell the car")
    assert not any("car" in row or SECRET in row for row in printed(shown(room.session).rows))
    assert any("a personal next step" in row for row in printed(shown(room.session).rows))
