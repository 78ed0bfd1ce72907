"""Who is reminded today, in which words, and the calendar files; what is removed goes from both."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from pathlib import Path

import pytest
from icalendar import Calendar

from peer_tui.domain.events import PersonChanged, Progress
from peer_tui.domain.naming import Audience
from peer_tui.domain.reminders import Nudge
from peer_tui.services import calendars, following, forgetting, planning, redacting, reminding
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.reminding import Reminder
from tests.services.conftest import DOORS, START, Room

BEFORE = DOORS - dt.timedelta(days=20)
"""Thu 24 Oct 2024."""


@pytest.fixture
def between(room: Room) -> Room:
    """Between two meetings: four steps were promised on 9 October, the next meeting is 13 November."""
    go_to(room, BEFORE)
    return room


def go_to(room: Room, instant: dt.datetime) -> None:
    room.clock = ManualClock(instant)
    room.workspace.clock = room.clock


def due(room: Room) -> list[str]:
    return [one.words for one in reminding.reminders_due(room.workspace, [room.opened])]


def reminder(room: Room, number: str) -> Reminder:
    lines = following.every_step(room.workspace, [room.opened])
    return reminding.reminder_for(room.workspace, next(one for one in lines if one.number == number))


def draft_in(path: Path) -> email.message.EmailMessage:
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(read, email.message.EmailMessage)
    return read


def test_half_way_two_days_before_and_who_was_reminded_waits(between: Room) -> None:
    assert due(between) == ["Bo · 1 next step: 1 its date has passed"]
    go_to(between, BEFORE + dt.timedelta(days=2, hours=12))
    assert due(between)[1:] == ["Mei · 1 next step: 2 half-way", "Ana R. · 1 next step: 3 half-way"]
    assert reminding.reminded(between.workspace, reminder(between, "2"), reminding.COPIED) == (
        "Mei reminded of 1 next step (copied)."
    )
    assert [one.split(" · ")[0] for one in due(between)] == ["Bo", "Ana R."]
    go_to(between, START - dt.timedelta(days=2))
    assert due(between)[1:] == ["Mei · 1 next step: 2 two days before", "Ana R. · 1 next step: 3 two days before"]
    following.mark(between.workspace, between.opened, following.find_step(between.workspace, "2")[1], Progress.DONE)
    assert [one.split(" · ")[0] for one in due(between)] == ["Bo", "Ana R."]


def test_a_reminder_lists_what_they_have_and_blames_nobody(between: Room) -> None:
    w, opened = between.workspace, between.opened
    following.assign(w, opened, following.find_step(w, "4")[1], "bo by 8 nov = key in hand")
    one = reminder(between, "4")
    assert one.why == (Nudge.AFTER, None) and one.name == "Bo Chen"
    text = reminding.text_of(w, one)
    assert text.split("\n")[:9] == [
        "Hello Bo Chen,",
        "",
        "these are the next steps beside your name in Harbor Peer Coalition:",
        "",
        "1. call about training dates – by Fri 18 Oct – done when: dates in writing",
        "4. find a room – by Fri 8 Nov – done when: key in hand",
        "",
        "You were named for 4, and nobody has heard your yes yet. A no is just as welcome.",
        "",
    ]
    assert "it moved a little" in text and "We would love to hear it by our next meeting, Wed 13 Nov." in text
    assert not any(word in text.lower() for word in ("late", "overdue", "failed", "should have"))


def test_nobody_is_reminded_of_what_nobody_has_or_what_is_done(between: Room) -> None:
    with pytest.raises(Problem, match="4 is unclaimed"):
        reminder(between, "4")
    key = following.find_step(between.workspace, "1")[1]
    line = next(one for one in following.every_step(between.workspace, [between.opened]) if one.step.id == key)
    following.mark(between.workspace, between.opened, key, Progress.DONE)
    line = next(
        one
        for one in following.every_step(between.workspace, [between.opened], everything=True)
        if one.step.id == line.step.id
    )
    with pytest.raises(Problem, match="1 is done"):
        reminding.reminder_for(between.workspace, line)


@pytest.mark.parametrize(("contact", "to"), [("bo@example.org", "bo@example.org"), ("call 555-0100", None), ("", None)])
def test_a_draft_is_addressed_where_the_address_is_known(between: Room, contact: str, to: str | None) -> None:
    person = between.who("bo")
    between.workspace.record(between.opened, "", [PersonChanged(person=person, name="Bo Chen", contact=contact)])
    path = reminding.write_draft(between.workspace, reminder(between, "1"))
    again = reminding.write_draft(between.workspace, reminder(between, "1"))
    assert path.name == "reminder-2024-10-24.eml" and again != path and path.stat().st_mode & 0o077 == 0
    message = draft_in(path)
    assert message["To"] == to and message["Subject"] == "Your next step in Harbor Peer Coalition"
    assert message["X-Unsent"] == "1" and "call about training dates" in message.get_content()
    assert "bo" not in path.name


def test_a_draft_that_cannot_be_written_is_one_sentence(between: Room) -> None:
    (between.home / "file").write_text("")
    with pytest.raises(Problem, match="could not be written"):
        reminding.write_draft(between.workspace, reminder(between, "1"), between.home / "file")


def test_words_that_are_removed_go_from_drafts_and_calendars_too(between: Room) -> None:
    w, opened = between.workspace, between.opened
    key = following.find_step(w, "1")[1]
    following.mark(w, opened, key, Progress.STUCK, "training center, floor two; never answered at all")
    following.define(w, opened, key, "uncommonly" * 15)
    lines = following.every_step(w, [opened])
    draft = reminding.write_draft(w, reminder(between, "1"))
    calendar = calendars.write_steps(w, lines).path
    assert b"training dates" in calendar.read_bytes()
    w.saver.flush()
    redacting.remove_lines(w, opened, opened.group.steps.steps[key].meeting, [key], leave="")
    w.saver.flush()
    assert not draft.exists() or b"training" not in draft.read_bytes()
    left = calendar.read_text().replace("\r\n ", "")
    assert "training dates" not in left and "uncommonly" not in left and "draft the letter" in left
    assert between.everywhere("floor two") == []
    assert key not in opened.group.steps.steps


def test_who_is_forgotten_is_a_member_in_the_life_line(between: Room) -> None:
    w, opened = between.workspace, between.opened
    key = following.find_step(w, "1")[1]
    reminding.reminded(w, reminder(between, "1"), reminding.COPIED)
    forgetting.forget(w, opened, forgetting.look_for(opened, forgetting.find_person(opened, "Bo Chen")))
    line = next(one for one in following.every_step(w, [opened]) if one.step.id == key)
    told = [moment.what for moment in following.life_of(line)]
    assert line.who_words == "a member" and told[0] == "promised, with a member, by Fri 18 Oct"
    assert told[-1] == "reminded a member (copied)"


# --- calendars ----------------------------------------------------------------------------------------------------


def events(raw: bytes) -> dict[str, tuple[str, dt.date]]:
    found = Calendar.from_ical(raw).walk("VEVENT")
    return {str(one["SUMMARY"]): (str(one["UID"]), one.decoded("DTSTART")) for one in found}


def test_the_dates_of_steps_for_members_and_for_everybody(between: Room) -> None:
    lines = following.every_step(between.workspace, [between.opened])
    raw, count, undated = calendars.steps_file(lines)
    assert (count, undated) == (3, 1)
    assert {summary: day for summary, (_, day) in events(raw).items()} == {
        "call about training dates (Bo Chen)": dt.date(2024, 10, 18),
        "draft the letter (Mei Tan)": dt.date(2024, 11, 13),
        "ask three groups to sign (Ana Ruiz)": dt.date(2024, 11, 13),
    }
    public, _, _ = calendars.steps_file(lines, audience=Audience.PUBLIC)
    assert {uid for uid, _ in events(public).values()} == {uid for uid, _ in events(raw).values()}
    for name in ("Bo", "Chen", "Mei", "Ana", "Ruiz"):
        assert name.encode() not in public.replace(b"\r\n ", b"")


def test_a_step_keeps_its_id_in_every_file(between: Room) -> None:
    w, opened = between.workspace, between.opened
    before = events(calendars.steps_file(following.every_step(w, [opened]))[0])
    following.date(w, opened, following.find_step(w, "1")[1], "1 nov")
    after = events(calendars.steps_file(following.every_step(w, [opened]))[0])
    key = "call about training dates (Bo Chen)"
    assert before[key][0] == after[key][0] and after[key][1] == dt.date(2024, 11, 1)


def test_a_file_holds_one_group_and_says_what_it_left_out(between: Room) -> None:
    w = between.workspace
    path = between.home / "mine.ics"
    written = calendars.write_steps(w, following.every_step(w, [between.opened]), path)
    assert written.words == f"3 next steps written to {path}; 1 without a date was left out."
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(Problem, match="has a date"):
        calendars.write_steps(w, [], path)
    other = planning.new_group(w, "Another", "mapwc", "America/New_York", "Kai Moss")
    meeting = planning.plan(w, other, START)
    go_to(between, START)
    between.opened = other
    between.open(meeting)
    between.all("/next", "/go steps", "> @kai say hello by fri", "/end", "/end")
    with pytest.raises(WrongUse, match="one group"):
        calendars.write_steps(w, following.every_step(w), path)
    with pytest.raises(Problem, match="could not be written"):
        calendars.write_steps(w, following.every_step(w, [other]), path / "below")


def test_an_invitation_tells_members_where_and_nobody_else(between: Room) -> None:
    from peer_tui.domain.events import JoinLinkSet

    w, opened = between.workspace, between.opened
    link = "https://zoom.example.org/j/123?pwd=abc"
    held = calendars.next_planned(w, opened)
    assert held is not None
    w.record(opened, held.id, [JoinLinkSet(link=link)])
    path = calendars.write_invite(w, opened, held.id)
    assert path.name == "meeting-2024-11-13.ics"
    told = path.read_text().replace("\r\n ", "")
    assert f"LOCATION:{link}" in told and "2:00 Welcome" in told and "DTSTART:20241113T190000Z" in told
    public = calendars.invite(opened, opened.group.meetings[held.id], Audience.PUBLIC).decode().replace("\r\n ", "")
    assert "zoom.example.org" not in public and "LOCATION" not in public
    planning.move(w, opened, opened.group.meetings[held.id], START + dt.timedelta(days=7), 90)
    moved = calendars.invite(opened, opened.group.meetings[held.id])
    [event] = Calendar.from_ical(moved).walk("VEVENT")
    [before] = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["UID"] == before["UID"] and event["SEQUENCE"] > before["SEQUENCE"]
    with pytest.raises(Problem, match="no such meeting"):
        calendars.write_invite(w, opened, "nothing")


def test_the_chat_tells_what_is_carried_as_well(between: Room) -> None:
    between.clock.set(START)
    between.open(between.session.id)
    between.all("/next", "/go steps", "> @bo book the hall by fri")
    [piece] = between.say("/chat steps").copy
    assert piece.split("\n")[:4] == [
        "Our next steps",
        "5. book the hall · Bo Chen · by Fri 15 Nov · asked",
        "Still open from before",
        "1. call about training dates · Bo Chen · by Fri 18 Oct · done when: dates in writing · accepted",
    ]
