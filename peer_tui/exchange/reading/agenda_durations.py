"""A pasted agenda with how long each part takes: `Updates (15 min)`, `| Updates | 15 |`, `(5m, Lee)`, `2:00–2:15`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.words import say
from peer_tui.exchange.reading.facts import fact_of, find_date, find_times
from peer_tui.exchange.reading.inline import plain
from peer_tui.exchange.reading.lines import Line, lines_of
from peer_tui.exchange.reading.understood import Form, ReadBlock, Reading, Understood, shortened

LONGEST = 24 * 60
"""Minutes; a longer part is a typing mistake."""
_UNIT = r"(?:m|min|mins|minutes?|['’′])"
_HOUR = r"(?:h|hr|hrs|hours?)"
_LENGTH = (
    rf"(?:([0-9]{{1,4}})\s*(?:[–—-]|to)\s*)?([0-9]{{1,4}})\s*{_UNIT}|"
    rf"([0-9]{{1,2}})\s*{_HOUR}(?:\s*([0-9]{{1,2}})\s*{_UNIT}?)?"
)
"""`15 min`, `3–5 min`, `1 h 30`; four groups: fewest, most, hours, minutes beside the hours."""
_BRACKETED = re.compile(
    rf"\s*[(\[]\s*(?:~|ca\.?|about|up to)?\s*(?:{_LENGTH})\.?\s*(?:[,;:–—|-]\s*([^()\[\]]{{1,80}}))?[)\]]",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(rf"\s*[(\[]([^()\[\],;]{{1,80}})[,;]\s*(?:{_LENGTH})\.?\s*[)\]]", re.IGNORECASE)
_AT_END = re.compile(rf"(?:\s*[:,|–—-]+\s*|\s+)(?:about\s+|ca\.?\s*|~)?(?:{_LENGTH})\.?\s*$", re.IGNORECASE)
_AT_START = re.compile(rf"(?:{_LENGTH})\.?\s*[:|–—-]+\s*(?=\S)", re.IGNORECASE)
_TIME = r"([0-9]{1,2})[:.]([0-5][0-9])\s*(?:([ap])\.?m\.?)?"
_SPAN = re.compile(rf"[(\[]?{_TIME}\s*(?:[–—-]|to|until)\s*{_TIME}[)\]]?\s*[:|,–—-]?\s*", re.IGNORECASE)
_CLOCK = re.compile(rf"[(\[]?{_TIME}[)\]]?\s*[:|,–—-]?\s+(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:(?:[-*+•‣◦▪·–—]|\(?[0-9]{1,3}[.)]|#{1,6}|\[[ xX]?\])\s+)+")
_DIVIDER = re.compile(r"[\s|:+=_-]+$")
_HEADER_WORDS = frozenset({
    "item", "items", "topic", "topics", "agenda", "agenda item", "minutes", "min", "mins", "time", "duration",
    "length", "who", "lead", "presenter", "owner", "start", "what", "how long", "nr", "no.", "#", "part", "block",
})  # fmt: skip


class _Length(msgspec.Struct, frozen=True):
    """How long a part takes, in minutes."""

    minutes: int
    fewest: int = 0
    lead: str = ""


def read(text: str, order: str = "month first") -> Understood:
    """The parts of a pasted agenda, in order.

    Args:
        text: the text.
        order: how 11/12/2024 is read.
    """
    lines = lines_of(text)
    reading = Reading()
    rows: list[tuple[ReadBlock, int]] = []
    for line in lines:
        words = plain(line.words) if "|" not in line.words else line.words
        if _DIVIDER.fullmatch(line.words):
            continue
        found = _part(line, words)
        if found is not None:
            rows.append((found, line.indent))
        elif _is_header(words):
            reading.skipped(line.number, say("names the columns"))
        elif _fact(reading, line, words, order):
            continue
        elif rows and _belongs(line, rows):
            block, indent = rows[-1]
            item = _BULLET.sub("", line.words).strip()
            rows[-1] = (msgspec.structs.replace(block, items=(*block.items, item)), indent)
            reading.understood(
                line.number, say("under {title}: {item}", title=shortened(block.title, 30), item=shortened(item, 40))
            )
        elif _BULLET.match(line.text) and any(letter.isalpha() for letter in words):
            title = _BULLET.sub("", line.words).strip()
            rows.append((ReadBlock(title, line.number), line.indent))
        elif not reading.facts.get("title") and not rows:
            reading.facts["title"] = words.lstrip("# ").strip()
            reading.understood(line.number, "title")
        else:
            reading.skipped(line.number, say("no part of an agenda: it has no time and no bullet"))
    for block in _with_minutes([block for block, _ in rows]):
        reading.blocks.append(block)
        length = f"{block.minutes} min" if block.minutes else "no time given: it takes what is left"
        reading.understood(block.line, say("block: {title}, {length}", title=shortened(block.title), length=length))
    return reading.result(Form.AGENDA)


def length_in(title: str) -> tuple[str, int, int, str]:
    """A heading without its time: its words, its most and fewest minutes, whose part it is. 0 minutes for no time."""
    found = _length(title)
    if found is None:
        return title, 0, 0, ""
    words, length = found
    return words or title, length.minutes, length.fewest, length.lead


def timed_lines(texts: Sequence[str]) -> int:
    """How many of these lines are parts of an agenda with a time."""
    return sum(1 for text in texts if len(text) < 200 and _part(Line(1, text), text) is not None)


def _part(line: Line, words: str) -> ReadBlock | None:
    """The part with a time that a line tells of; None if it tells of none."""
    if words.count("|") >= 1 or "\t" in words:
        return _columns(line, words)
    bare = _BULLET.sub("", words).strip()
    began = None
    if span := _SPAN.match(bare):
        first, last = _time(span[1], span[2], span[3] or span[6]), _time(span[4], span[5], span[6])
        title = bare[span.end() :].strip(" -–—:|")
        minutes = _between(first, last)
        if minutes and any(letter.isalpha() for letter in title):
            title, _, _, lead = length_in(title)
            return ReadBlock(title, line.number, minutes, lead=lead, began=_on_a_day(first))
    if clock := _CLOCK.match(bare):
        began = _on_a_day(_time(clock[1], clock[2], clock[3]))
        bare = bare[clock.end() :].strip(" -–—:|")
    found = _length(bare)
    if found is not None and any(letter.isalpha() for letter in found[0]):
        title, length = found
        return ReadBlock(title, line.number, length.minutes, length.fewest, length.lead, began)
    if began is not None and any(letter.isalpha() for letter in bare):
        return ReadBlock(bare, line.number, began=began)
    return None


def _length(text: str) -> tuple[str, _Length] | None:
    """The words of a part without its length, and the length."""
    for pattern, named in ((_BRACKETED, 5), (_NAMED_FIRST, 1)):
        if found := pattern.search(text[:400]):
            groups = found.groups()
            numbers, lead = (groups[:4], groups[4]) if named == 5 else (groups[1:5], groups[0])
            made = _minutes(numbers, (lead or "").strip())
            if made is not None:
                return f"{text[: found.start()]} {text[found.end() :]}".strip(" -–—:|,"), made
    for pattern in (_AT_END, _AT_START):
        found = pattern.search(text[:400]) if pattern is _AT_END else pattern.match(text)
        if found and (made := _minutes(found.groups(), "")) is not None:
            return f"{text[: found.start()]} {text[found.end() :]}".strip(" -–—:|,"), made
    return None


def _minutes(numbers: Sequence[str | None], lead: str) -> _Length | None:
    fewest, most, hours, rest = numbers
    if hours is not None:
        minutes = int(hours) * 60 + int(rest or 0)
        return _Length(minutes, lead=lead) if 1 <= minutes <= LONGEST else None
    minutes, least = int(most or 0), int(fewest or 0)
    if not 1 <= minutes <= LONGEST:
        return None
    return _Length(minutes, least if 0 < least < minutes else 0, lead)


def _columns(line: Line, words: str) -> ReadBlock | None:
    """A row such as `| Updates | 15 |`, `| 2:00 | Updates | 15 min | Lee |`."""
    cells = [plain(cell) for cell in re.split(r"(?<!\\)\||\t", words.strip().strip("|"))][:12]
    title, minutes, fewest, lead, began = "", 0, 0, "", None
    for cell in cells:
        bare = cell.strip()
        if not bare:
            continue
        if alone := re.fullmatch(r"(?:([0-9]{1,3})\s*[–—-]\s*)?([0-9]{1,3})", bare):
            # A number in the first column, before any words, counts the rows.
            if title or len(cells) == 2:
                minutes, fewest = int(alone[2]), int(alone[1] or 0)
        elif exact := re.fullmatch(_LENGTH, bare, re.IGNORECASE):
            made = _minutes(exact.groups(), "")
            minutes, fewest = (made.minutes, made.fewest) if made else (minutes, fewest)
        elif span := _SPAN.fullmatch(bare):
            first = _time(span[1], span[2], span[3] or span[6])
            minutes = _between(first, _time(span[4], span[5], span[6]))
            began = _on_a_day(first)
        elif clock := re.fullmatch(_TIME, bare, re.IGNORECASE):
            began = _on_a_day(_time(clock[1], clock[2], clock[3]))
        elif not title:
            title, own, least, lead = length_in(_BULLET.sub("", bare))
            minutes, fewest = minutes or own, fewest or least
        elif not lead:
            lead = bare
    if not any(letter.isalpha() for letter in title) or not (minutes or began) or minutes > LONGEST:
        return None
    return ReadBlock(title, line.number, minutes, fewest if 0 < fewest < minutes else 0, lead, began)


def _is_header(words: str) -> bool:
    cells = [fold(cell).strip(" *:") for cell in re.split(r"\||\t", words.strip("| "))]
    known = [cell for cell in cells if cell in _HEADER_WORDS or re.fullmatch(r"(?:time|minutes|min)\b.*", cell)]
    return len(cells) > 1 and len(known) >= max(2, len(cells) - 1)


def _fact(reading: Reading, line: Line, words: str, order: str) -> bool:
    """A line at the head that says when the meeting is, or what it is called."""
    label, colon, rest = _BULLET.sub("", words).partition(":")
    fact = fact_of(label) if colon else ""
    if fact == "title" and rest.strip():
        reading.facts.setdefault("title", rest.strip())
        reading.understood(line.number, "title")
        return True
    date = find_date(words, order) if len(words) < 120 else None
    if date is None and fact not in ("date", "time", "began", "ended", "platform", "facilitator", "scribe"):
        return False
    if fact in ("platform", "facilitator", "scribe"):
        reading.facts.setdefault(fact, rest.strip())
    if date is not None:
        reading.facts.setdefault("date", date)
        if "title" not in reading.facts and not fact and not reading.blocks:
            reading.facts["title"] = words.lstrip("# ").strip()
    began, ended = find_times(rest if fact else words)
    for name, at in (("began", began), ("ended", ended)):
        if at is not None:
            reading.facts.setdefault(name, at)
    reading.understood(line.number, say("when the meeting is") if date or began else fact)
    return True


def _belongs(line: Line, rows: list[tuple[ReadBlock, int]]) -> bool:
    """Whether a line without a time stands under the part before it: it is set further in, or that one has a time."""
    block, indent = rows[-1]
    bulleted = bool(_BULLET.match(line.text))
    return line.indent > indent or (bulleted and bool(block.began) and not line.indent)


def _with_minutes(blocks: list[ReadBlock]) -> list[ReadBlock]:
    """A part of which only the beginning is known lasts until the next one begins."""
    made = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1].began if place + 1 < len(blocks) else None
        if not block.minutes and block.began is not None and after is not None:
            minutes = _between(block.began.time(), after.time())
            block = msgspec.structs.replace(block, minutes=minutes if minutes <= LONGEST else 0)
        made.append(block)
    return made


def _time(hour: str, minute: str, half: str | None) -> dt.time | None:
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return dt.time(hours, int(minute)) if hours < 24 else None


def _on_a_day(at: dt.time | None) -> dt.datetime | None:
    """A time of day as `ReadBlock` holds it: on the first day there is, for want of another."""
    return dt.datetime.combine(dt.date.min, at) if at is not None else None


def _between(first: dt.time | None, last: dt.time | None) -> int:
    """Minutes from one time of day to the next time the other comes; without am and pm 12:50–1:10 is twenty minutes."""
    if first is None or last is None:
        return 0
    minutes = (last.hour * 60 + last.minute) - (first.hour * 60 + first.minute)
    if minutes < 0:
        minutes += 12 * 60 if first.hour <= 12 and minutes + 12 * 60 > 0 else 24 * 60
    return minutes
