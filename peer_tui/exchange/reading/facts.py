"""The facts of a header, wherever they stand: dates, times, who was there, and the words that announce each."""

from __future__ import annotations

import datetime as dt
import re

from peer_tui.domain.characters import fold
from peer_tui.domain.dates import parse_due
from peer_tui.domain.pasted_people import ROLE_WORDS
from peer_tui.domain.wall_time import DAYS, MONTHS
from peer_tui.exchange.reading.understood import ReadPerson

PEOPLE_AT_MOST = 500
"""Names in one line; a longer list is no meeting's."""
_NAME_AT_MOST = 120
_LONG_AGO = dt.date(1900, 1, 1)
_MONTH = "|".join(MONTHS)
_MONTH_WORD = rf"(?:{_MONTH})[a-z]{{0,6}}\.?"
_DATES = tuple(
    re.compile(rf"(?<![\w/-]){pattern}(?![\w/-])", re.IGNORECASE)
    for pattern in (
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
        rf"[0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_WORD},?\s+[0-9]{{4}}",
        rf"{_MONTH_WORD}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+[0-9]{{4}}",
        r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})",
    )
)
"""A day with its year, in the ways people write it at the head of minutes."""
_DOTTED = re.compile(r"(?<![\w.])([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?![\w.])")
_RUN_TOGETHER = re.compile(r"(?<![0-9])(20[0-9]{2})[-_. ]?([01][0-9])[-_. ]?([0-3][0-9])(?![0-9])")
_CLOCK = r"([0-9]{1,2})(?:[:.]([0-5][0-9]))?(?:\s*([ap])\.?m\b\.?)?"
_TIME = re.compile(rf"(?<![0-9:/.-]){_CLOCK}(?![0-9:/])", re.IGNORECASE)
_SPAN = re.compile(rf"(?<![0-9:/.-]){_CLOCK}\s*(?:[–—-]|to|until|till)\s*{_CLOCK}(?![0-9:/-])", re.IGNORECASE)
_BEGAN = re.compile(
    r"(?:called\s+to\s+order|(?:meeting|call)\s+(?:was\s+)?(?:began|begun|started|opened)|convened)\D{0,24}?" + _CLOCK,
    re.IGNORECASE,
)
_ENDED = re.compile(r"(?:adjourned|closed|(?:meeting\s+)?ended|concluded)\D{0,24}?" + _CLOCK, re.IGNORECASE)

_KEYS = {
    "group": "group", "organisation": "group", "organization": "group", "team": "group", "committee": "group",
    "kind": "kind", "type": "kind", "meeting type": "kind", "kind of meeting": "kind",
    "date": "date", "meeting date": "date", "when": "date", "date and time": "date", "date & time": "date",
    "time": "time", "meeting time": "time", "start": "began", "started": "began", "start time": "began",
    "called to order": "began", "end": "ended", "ended": "ended", "end time": "ended", "adjourned": "ended",
    "platform": "platform", "location": "platform", "where": "platform", "place": "platform", "venue": "platform",
    "facilitator": "facilitator", "chair": "facilitator", "facilitated by": "facilitator", "moderator": "facilitator",
    "chairperson": "facilitator", "facilitation": "facilitator", "led by": "facilitator",
    "scribe": "scribe", "note taker": "scribe", "note-taker": "scribe", "notetaker": "scribe", "secretary": "scribe",
    "recorded by": "scribe", "notes by": "scribe", "minutes by": "scribe", "minutes taken by": "scribe",
    "minute taker": "scribe", "notes taken by": "scribe",
    "present": "present", "attendees": "present", "attendance": "present", "participants": "present",
    "members present": "present", "in attendance": "present", "people present": "present", "attending": "present",
    "who was here": "present", "people": "present", "present by phone": "phone", "by phone": "phone",
    "guests": "guests", "guest": "guests", "visitors": "guests", "guests present": "guests",
    "regrets": "regrets", "apologies": "regrets", "absent": "regrets", "absences": "regrets", "excused": "regrets",
    "members absent": "regrets", "sent regrets": "regrets",
    "written up": "written up", "title": "title", "meeting": "title", "subject": "title", "status": "status",
}  # fmt: skip
_HEADS = re.compile(r"([0-9]{1,4})\s+(?:people\s+)?(by name|by phone|on the phone|in the room|without a name)")
_COUNTED = re.compile(r"([0-9]{1,4})\s+(?:people\s+|persons\s+|members\s+)?present\b")
_GUESTS = re.compile(r"([0-9]{1,4})\s+guests?\b(?:\s*\(([^()]*)\))?")
_UNNAMED = re.compile(
    r"([0-9]{1,4})(?:\s+(?:others?|more|people|persons|members))?\s*"
    r"((?:guests?|visitors?|(?:joined\s+)?(?:by|on\s+the)\s+phone|(?:in\s+the\s+)?room|online)?)",
    re.IGNORECASE,
)
"""People without a name: `2 by phone`, `3 guests`, `4`."""
_BETWEEN_NAMES = re.compile(r"\s*[;,\n]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def fact_of(key: str) -> str:
    """Which fact the words before a colon announce; empty if none."""
    return _KEYS.get(" ".join(fold(key).split()).strip(" *_:"), "")


# --- days and times -----------------------------------------------------------------------------------------------


def find_date(text: str, order: str = "month first") -> dt.date | None:
    """The first day with its year in a text; None if there is none.

    Args:
        text: any words.
        order: how 11/12/2024 is read, `month first` or `day first`.
    """
    text = text[:400]
    found = [match for pattern in _DATES if (match := pattern.search(text)) is not None]
    for match in sorted(found, key=lambda match: match.start()):
        due = parse_due(match[0].replace(".", ""), _LONG_AGO, order)
        if due is not None and due.date is not None and due.date >= _LONG_AGO:
            return due.date
    if dotted := _DOTTED.search(text):
        return _day(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    return None


def date_in_name(name: str) -> dt.date | None:
    """The day in a file's name: `2024-11-13-minutes.md`, `minutes_20241113.txt`."""
    found = _RUN_TOGETHER.search(name)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def find_times(text: str) -> tuple[dt.time | None, dt.time | None]:
    """When a meeting began and ended, as far as a line says so: `2:00–3:00 pm`, `called to order 2:04 pm – ended …`."""
    text = text[:400]
    began, ended = _BEGAN.search(text), _ENDED.search(text)
    if began or ended:
        return (_of(began) if began else None), (_of(ended) if ended else None)
    if span := _SPAN.search(text):
        half = span[3] or span[6]
        first = _clock(span[1], span[2], span[3] or half)
        last = _clock(span[4], span[5], span[6])
        # 11:00–1:00 pm begins in the morning: the half of the day is the end's, unless the end would come first.
        if not span[3] and first and last and first > last and span[6]:
            first = _clock(span[1], span[2], "a" if span[6].lower() == "p" else "p")
        if span[2] or span[5] or half:
            return first, last
    one = next((found for found in _TIME.finditer(text) if found[2] or found[3]), None)
    return (_clock(one[1], one[2], one[3]) if one else None), None


def begins_or_ends(text: str) -> bool:
    """Whether a sentence says when the meeting was called to order or adjourned."""
    return bool(_BEGAN.search(text[:400]) or _ENDED.search(text[:400]))


def _of(found: re.Match[str]) -> dt.time | None:
    return _clock(found[1], found[2], found[3]) if found[2] or found[3] else None


def _clock(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    hours, minutes = int(hour), int(minute or 0)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return dt.time(hours, minutes) if hours < 24 else None


def is_weekday(word: str) -> bool:
    """Whether a word is a day of the week, short or long."""
    return word[:3].capitalize() in DAYS


# --- people -------------------------------------------------------------------------------------------------------


def names_in(text: str) -> list[str]:
    """The names of a list in one line: `Ana Ruiz, Bo Chen (he/him) and Mei Tan`. What stands in brackets stays."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"\x00{len(held) - 1}\x00"

    plain = _IN_BRACKETS.sub(hold, text.replace("\x00", "")[:20_000])
    names = []
    for part in _BETWEEN_NAMES.split(plain)[:PEOPLE_AT_MOST]:
        name = re.sub(r"\x00([0-9]+)\x00", lambda found: held[int(found[1])], part).strip(" .:*_-–—•")
        # "Ana Ruiz, CPS" is one person: what stands behind the comma is a role.
        if any(letter.isalpha() for letter in name) and len(name) <= _NAME_AT_MOST and name.upper() not in ROLE_WORDS:
            names.append(name)
    return names


def present_in(text: str, line: int, mode: str = "", *, guest: bool = False) -> tuple[list[ReadPerson], dict[str, int]]:
    """Who was there by name, and how many without: `18 present (16 by name, 2 by phone), 1 guest (Dana): Ana and Bo`.

    Args:
        text: what stands behind `Present:`.
        line: where it stands.
        mode: how those named took part.
        guest: they are guests.
    """
    counted = _COUNTED.search(text[:200])
    guests = _GUESTS.search(text[:400])
    if counted is None and (guests is None or not text.lstrip()[:1].isdigit()):
        return _listed(text, line, mode, guest)
    heads: dict[str, int] = {}
    rest = text[max(found.end() for found in (counted, guests) if found is not None) :]
    named = names_in(rest.partition(":")[2])
    people = [ReadPerson(name, line) for name in named]
    parts = {how: int(number) for number, how in _HEADS.findall(text)}
    for how, number in parts.items():
        if how != "by name":
            key = "phone" if "phone" in how else "room" if "room" in how else ""
            heads[key] = heads.get(key, 0) + number
    everybody = int(counted[1]) if counted else 0
    by_name = parts.get("by name", everybody - sum(heads.values()))
    if (unnamed := by_name - len(named)) > 0:
        heads[""] = heads.get("", 0) + unnamed
    if guests is not None:
        told = names_in(guests[2] or "")
        people += [ReadPerson(name, line, guest=True) for name in told]
        if (others := int(guests[1]) - len(told)) > 0:
            heads["guest"] = others
    return people, heads


def _listed(text: str, line: int, mode: str, guest: bool) -> tuple[list[ReadPerson], dict[str, int]]:
    """The names of a list, and the numbers among them: `Ana Ruiz, Bo Chen and 3 by phone`, `12`."""
    heads: dict[str, int] = {}
    named = names_in(text)
    for words in [name for name in named if name[0].isdigit()] or [text.strip()]:
        if alone := _UNNAMED.fullmatch(words):
            how = (alone[2] or "").casefold()
            told = next((word for word in ("guest", "phone", "room") if word in how), mode)
            key = "guest" if guest else told
            heads[key] = heads.get(key, 0) + int(alone[1])
    return [ReadPerson(name, line, mode=mode, guest=guest) for name in named if not name[0].isdigit()], heads
