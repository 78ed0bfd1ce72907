"""A participant report of Zoom's, as CSV: who was there, from when to when. E-mail addresses are passed over."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence

from peer_tui.domain.characters import fold
from peer_tui.domain.words import say
from peer_tui.exchange.reading.facts import find_date
from peer_tui.exchange.reading.lines import Line, lines_of
from peer_tui.exchange.reading.understood import Form, Reading, ReadPerson, Understood

_NAMES = ("name (original name)", "name (originalname)", "name", "participant", "participant name", "user name",
          "display name", "full name")  # fmt: skip
_JOINED = ("join time", "joined", "first join time", "joined at", "time joined")
_LEFT = ("leave time", "left", "last leave time", "left at", "time left", "end time")
_GUEST = ("guest", "external")
_OTHERS = ("duration", "total duration", "email", "user email", "recording", "waiting room", "role", "meeting")
_TOPIC = ("topic", "meeting topic", "meeting name")
_START = ("start time", "meeting start time")
_PREAMBLE = 30
_STAMP = re.compile(
    r"(?P<date>[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})?[T ,]*(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9]))?\s*(?P<half>[AaPp])?\.?[Mm]?\.?"
)
_ORIGINAL = re.compile(r"(?P<shown>.*\S)\s*\((?P<original>[^()]+\s[^()]+)\)\s*", re.DOTALL)


def is_report(lines: list[Line]) -> bool:
    """Whether one of the first lines names the columns of a participant report."""
    return _header(lines) is not None


def read(text: str, order: str = "month first") -> Understood:
    """Who was there. Somebody who came back, or from a second device, counts once: from the first time to the last.

    Args:
        text: the report.
        order: how 11/12/2024 is read.
    """
    lines = list(lines_of(text))
    reading = Reading()
    found = _header(lines)
    if found is None:
        for line in lines:
            reading.skipped(line.number, say("no line of a participant report"))
        return reading.result(Form.ZOOM_PARTICIPANTS)
    start, mark = found
    _preamble(reading, lines[:start], mark, order)
    header = [_plain(cell) for cell in _cells(lines[start].text, mark)]
    reading.understood(lines[start].number, say("names the columns"))
    columns = {
        name: place
        for name, words in (("name", _NAMES), ("joined", _JOINED), ("left", _LEFT))
        if (place := _place(header, words)) is not None
    }
    for line in lines[start + 1 :]:
        _person(reading, line, columns, mark, order)
    _times(reading)
    return reading.result(Form.ZOOM_PARTICIPANTS)


def _header(lines: Sequence[Line]) -> tuple[int, str] | None:
    for place, line in enumerate(lines[:_PREAMBLE]):
        for mark in (",", "\t", ";"):
            cells = [_plain(cell) for cell in _cells(line.text, mark)]
            others = [cell for cell in cells if cell.startswith((*_JOINED, *_LEFT, *_OTHERS, *_GUEST))]
            if len(cells) > 1 and others and any(cell in _NAMES for cell in cells):
                return place, mark
    return None


def _cells(text: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=mark), [])
    except csv.Error:
        return []


def _plain(cell: str) -> str:
    return " ".join(fold(cell).strip(' "\ufeff').split())


def _place(header: Sequence[str], words: Sequence[str]) -> int | None:
    for word in words:
        for place, cell in enumerate(header):
            if cell == word or (word not in _NAMES and cell.startswith(word)):
                return place
    return None


def _preamble(reading: Reading, lines: Sequence[Line], mark: str, order: str) -> None:
    """The two lines above some reports: names of columns about the meeting, and what they say of it."""
    header: list[str] = []
    for line in lines:
        cells = _cells(line.text, mark)
        plain = [_plain(cell) for cell in cells]
        if any(cell in _TOPIC or cell in ("meeting id", *_START) for cell in plain):
            header = plain
            reading.understood(line.number, say("names the columns about the meeting"))
            continue
        topic, begins = _place(header, _TOPIC), _place(header, _START)
        if topic is not None and topic < len(cells) and cells[topic].strip():
            reading.facts.setdefault("title", " ".join(cells[topic].split()))
        if begins is not None and begins < len(cells) and (at := _at(cells[begins], order)) is not None:
            reading.facts.setdefault("date", at.date())
        if header:
            reading.understood(line.number, say("about the meeting"))
        else:
            reading.skipped(line.number, say("above the table"))


def _person(reading: Reading, line: Line, columns: dict[str, int], mark: str, order: str) -> None:
    cells = _cells(line.text, mark)

    def cell(name: str) -> str:
        place = columns.get(name)
        return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""

    name = cell("name")
    if not any(letter.isalnum() for letter in name):
        reading.skipped(line.number, say("there is no name on this line"))
        return
    split = _ORIGINAL.fullmatch(name)
    if split is not None and "/" not in split["original"]:
        # As the person wanted to be called; the account's own name stays beside it, for finding out who that is.
        name = f"{split['shown']} ({split['original'].strip()})"
    joined, left = _at(cell("joined"), order), _at(cell("left"), order)
    reading.person(ReadPerson(name, line.number, joined, left))
    told = "was there" if joined is None else "was there, with the times"
    reading.understood(line.number, told)


def _times(reading: Reading) -> None:
    joined = [person.joined for person in reading.people.values() if person.joined is not None]
    left = [person.left for person in reading.people.values() if person.left is not None]
    if joined:
        first = min(joined)
        if first.date() != dt.date.min:
            reading.facts.setdefault("date", first.date())
        reading.facts.setdefault("began", first.time().replace(second=0))
    if left:
        reading.facts.setdefault("ended", max(left).time().replace(second=0))


def _at(text: str, order: str) -> dt.datetime | None:
    found = _STAMP.match(text[:80].strip())
    if found is None:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    day = find_date(found["date"].replace(".", "/"), order) if found["date"] else dt.date.min
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(hour, int(found["minute"]), int(found["second"] or 0)))
