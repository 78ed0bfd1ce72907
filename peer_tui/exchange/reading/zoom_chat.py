"""A chat that Zoom saved. Nothing of what people wrote is kept unless a person chooses the line (`product.md` §2.10).

Who wrote a line is never part of it; the names are those of people who were there.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say
from peer_tui.exchange.reading.lines import Line, lines_of
from peer_tui.exchange.reading.marks import asked, marked
from peer_tui.exchange.reading.understood import Form, ReadEntry, Reading, ReadPerson, Understood

_TIME = (
    r"(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\s+)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9]))?\s*(?P<half>[AaPp])?[Mm]?"
)
_HEAD = re.compile(
    rf"\s*{_TIME}[ \t]+From[ \t]+(?P<who>\S.{{0,300}}?)(?:[ \t]+to[ \t]+(?P<to>[^:]{{1,200}}))?:[ \t]*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = re.compile(rf"\s*{_TIME}[ \t]*\t(?P<who>[^\t:]{{1,200}}):[ \t]*(?P<text>.*)$", re.DOTALL)
_REACTION = re.compile(r"(?:Reacted to|Removed a .{1,40}reaction from|Replying to)\s", re.IGNORECASE)
_NOBODY = frozenset({"me", "you", "everyone", "host"})
_PRIVATE = re.compile(r"\(?(?:privately|direct message)\)?|^(?!everyone\b|hosts? and panelists\b).+", re.IGNORECASE)


def is_chat(lines: list[Line]) -> bool:
    """Whether these are lines of a saved chat."""
    return sum(1 for line in lines[:60] if _head(line) is not None) * 3 >= min(len(lines), 60) > 0


def _head(line: Line) -> re.Match[str] | None:
    return _HEAD.match(line.text) or _OTHER.match(line.text)


def read(text: str, order: str = "month first") -> Understood:
    """Who wrote, and the lines, each of which is left out unless it is chosen. Private ones are never offered.

    Args:
        text: the saved chat.
        order: for the other readers' sake; a chat says no dates in figures.
    """
    reading = Reading()
    private = False
    times: list[dt.datetime] = []
    for line in lines_of(text):
        found = _head(line)
        if found is None:
            private = _goes_on(reading, line, private)
            continue
        at = _at(found)
        if at is not None:
            times.append(at)
        to = found["to"] if "to" in found.re.groupindex else ""
        who = " ".join(re.sub(r"\s*\((?:Direct Message|Privately)\)\s*$", "", found["who"], flags=re.I).split())
        if fold(who) not in _NOBODY:
            reading.person(ReadPerson(who, line.number))
        private = bool(to and _PRIVATE.fullmatch(to.strip())) or "direct message" in (to or "").casefold()
        _offer(reading, line.number, found["text"].strip(), at, private)
    if times:
        reading.facts.update(began=min(times).time().replace(second=0), ended=max(times).time().replace(second=0))
    return reading.result(Form.ZOOM_CHAT)


def _offer(reading: Reading, number: int, text: str, at: dt.datetime | None, private: bool) -> None:
    if private:
        reading.skipped(number, say("a private message"))
    elif not any(letter.isalnum() for letter in text):
        reading.skipped(number, say("no words on this line"))
    elif _REACTION.match(text):
        reading.skipped(number, say("a reaction"))
    else:
        found = marked(text)
        kind, words = (found.kind, found.text) if found and not found.guessed else (EntryKind.NOTE, text)
        step = asked(words) if kind is EntryKind.STEP else None
        entry = ReadEntry(number, kind, words, at=at, chosen=False)
        if step is not None:
            entry = msgspec.structs.replace(
                entry, text=step.text or words, whole="" if step.sure else words, who=step.who, by_when=step.by_when
            )
        reading.entry(entry)


def _goes_on(reading: Reading, line: Line, private: bool) -> bool:
    """A line below a message: more of it, or, where the message's own line was empty, all of it."""
    if private or not reading.report:
        reading.skipped(line.number, say("more of a private message") if private else say("no line of a chat"))
    elif reading.report[-1].words == say("no words on this line"):
        _offer(reading, line.number, line.words, None, False)
    elif reading.entries:
        last = reading.entries[-1]
        if len(last.text) < 4_000:
            reading.entries[-1] = msgspec.structs.replace(last, text=f"{last.text} {line.words}")
        reading.skipped(line.number, say("more of the line above"))
    else:
        reading.skipped(line.number, say("no line of a chat"))
    return private


def _at(found: re.Match[str]) -> dt.datetime | None:
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    return dt.datetime.combine(dt.date.min, dt.time(hour, int(found["minute"]), int(found["second"] or 0)))
