"""Calendar files: read back by another parser's rules, whatever people wrote."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from peer_tui.exchange.calendar_file import DatedStep, Invitation, invitation, steps_calendar

AT = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
HOSTILE = 'a, b; c\\d "e"\r\nEND:VEVENT\r\nATTENDEE:mailto:x@example.org\n[/] \x1b[31m \u202e 林小雨 😀 \ud800 \x00'


def step(**more: object) -> DatedStep:
    told = {"id": "e1", "summary": "Draft testimony", "day": dt.date(2024, 11, 22), "changed": AT, "times": 2} | more
    return DatedStep(**told)  # type: ignore[arg-type]


def read(raw: bytes) -> Calendar:
    """As another program reads it."""
    read = Calendar.from_ical(raw)
    assert isinstance(read, Calendar)
    return read


def unfolded(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


def test_a_step_is_an_all_day_event_on_its_date_with_an_alarm_two_days_before() -> None:
    raw = steps_calendar("Next steps", [step(more="who: Ana Ruiz\ndone when: in chat", about="Legislation")])
    assert unfolded(raw) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//peer-tui//next steps and meetings//EN", "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Next steps", "BEGIN:VEVENT", "SUMMARY:Draft testimony", "DTSTART;VALUE=DATE:20241122",
        "DTEND;VALUE=DATE:20241123", "DTSTAMP:20241113T190000Z", "UID:step-e1@peer-tui", "SEQUENCE:2",
        "CATEGORIES:Legislation", "DESCRIPTION:who: Ana Ruiz\\ndone when: in chat", "LAST-MODIFIED:20241113T190000Z",
        "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Draft testimony",
        "TRIGGER:-P1DT15H", "END:VALARM", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def test_the_same_steps_give_the_same_file_and_a_changed_one_keeps_its_id() -> None:
    assert steps_calendar("x", [step()]) == steps_calendar("x", [step()])
    before, after = (read(steps_calendar("x", [one])).walk("VEVENT")[0] for one in (step(), step(times=3, summary="y")))
    assert before["UID"] == after["UID"] and before["SEQUENCE"] < after["SEQUENCE"]


def test_without_a_date_it_is_no_event_but_a_task() -> None:
    undated = step(day=None)
    assert read(steps_calendar("x", [undated])).walk("VEVENT") == []
    [task] = read(steps_calendar("x", [undated], tasks=True)).walk("VTODO")
    assert "DUE" not in task and task["STATUS"] == "NEEDS-ACTION"


@pytest.mark.parametrize(
    ("progress", "event", "task"),
    [
        ("not started", "CONFIRMED", "NEEDS-ACTION"),
        ("moved", "CONFIRMED", "IN-PROCESS"),
        ("done", "CONFIRMED", "COMPLETED"),
        ("dropped", "CANCELLED", "CANCELLED"),
    ],
)
def test_what_is_done_rings_no_more(progress: str, event: str, task: str) -> None:
    [made] = read(steps_calendar("x", [step(progress=progress)])).walk("VEVENT")
    assert made["STATUS"] == event and bool(made.walk("VALARM")) is (progress in ("not started", "moved"))
    assert read(steps_calendar("x", [step(progress=progress)], tasks=True)).walk("VTODO")[0]["STATUS"] == task


def test_a_meeting_stands_at_its_instant_and_invites_nobody() -> None:
    raw = invitation(
        Invitation("m1", "Harbor", AT, 60, AT, 1, more="2:00 Welcome", where="https://example.org/j/1?pwd=a,b;c")
    )
    [event] = read(raw).walk("VEVENT")
    assert event["UID"] == "meeting-m1@peer-tui" and event.decoded("DTSTART") == AT
    assert event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(hours=1)
    assert str(event["LOCATION"]) == "https://example.org/j/1?pwd=a,b;c"
    assert b"ATTENDEE" not in raw and b"ORGANIZER" not in raw and b"METHOD" not in raw
    [gone] = read(invitation(Invitation("m1", "Harbor", AT, 60, AT, 2, cancelled=True))).walk("VEVENT")
    assert gone["STATUS"] == "CANCELLED"


def test_what_people_wrote_stays_in_its_own_line() -> None:
    raw = steps_calendar(HOSTILE, [step(summary=HOSTILE, more=HOSTILE, about=HOSTILE)])
    read_back = read(raw)
    [event] = read_back.walk("VEVENT")
    assert "ATTENDEE" not in event and len(read_back.walk("VEVENT")) == 1
    assert not any(line.startswith(("ATTENDEE", "END:VEVENT\\n")) for line in unfolded(raw))
    assert "林小雨 😀" in str(event["SUMMARY"]) and "\x1b" not in raw.decode() and "\x00" not in raw.decode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


words = st.text(max_size=200)


@given(words, words, words, st.none() | st.dates(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_words_make_a_file_that_can_be_read(
    summary: str, more: str, about: str, day: dt.date | None, tasks: bool
) -> None:
    raw = steps_calendar(summary, [step(summary=summary, more=more, about=about, day=day)], tasks=tasks)
    found = read(raw).walk("VTODO" if tasks else "VEVENT")
    assert len(found) == (1 if tasks or day is not None else 0)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
