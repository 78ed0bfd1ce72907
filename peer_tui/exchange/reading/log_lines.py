"""Lines of a chat log, as bots and programs write them: a time, who, and what they said."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from peer_tui.exchange.reading.lines import Line

_TIME = (
    r"(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ])?(?P<hour>[0-2]?[0-9]):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9])(?:[.,][0-9]+)?)?(?:Z|\+00:00)?"
)
_STAMP = rf"\s*(?:[\[(]\s*)?{_TIME}(?:\s*[\])])?\s*"
_SAID = re.compile(rf"(?:{_STAMP})?<[@+%&~ ]?(?P<nick>[^<>\s]{{1,60}})>\s?(?P<text>.*)$", re.DOTALL)
_DID = re.compile(rf"(?:{_STAMP})?(?:\*\s+|/me\s+)(?P<nick>[^\s*]{{1,60}})\s+(?P<text>.*)$", re.DOTALL)
_SERVER = re.compile(rf"(?:{_STAMP})?(?:\*{{3}}|-!-|-->|<--|==)\s*(?P<text>.*)$", re.DOTALL)
_OVER_MIDNIGHT = dt.timedelta(hours=12)


class Said(msgspec.Struct, frozen=True):
    """One line of a log."""

    line: int
    nick: str
    text: str
    at: dt.datetime | None = None
    """On the clocks of whoever kept the log; on the first day there is where the log tells no day."""
    has_day: bool = False
    action: bool = False
    """`/me` did something."""
    server: bool = False
    """The program said it: who joined, left, changed the topic."""


def said_in(line: Line) -> Said | None:
    """What a line of a log holds; None if it is none."""
    for pattern in (_SAID, _SERVER, _DID):
        if found := pattern.match(line.text):
            at, has_day = _at(found)
            nick = found["nick"] if "nick" in pattern.groupindex else ""
            return Said(
                line.number, nick, found["text"].strip(), at, has_day, pattern is _DID, pattern is _SERVER
            )  # fmt: skip
    return None


def _at(found: re.Match[str]) -> tuple[dt.datetime | None, bool]:
    if found["hour"] is None or int(found["hour"]) > 23:
        return None, False
    time = dt.time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    try:
        day = dt.date.fromisoformat(found["day"]) if found["day"] else dt.date.min
    except ValueError:
        return None, False
    return dt.datetime.combine(day, time), bool(found["day"])


def in_order(said: Said, last: dt.datetime | None) -> Said:
    """A line of a log that tells no days, on the day of the line before it; well before that one's time: the next day.

    Args:
        said: the line.
        last: when the line before it was said; None for the first.
    """
    if said.at is None:
        return msgspec.structs.replace(said, at=last)
    if said.has_day or last is None:
        return said
    at = dt.datetime.combine(last.date(), said.at.time())
    if last - at > _OVER_MIDNIGHT and last.year < dt.MAXYEAR:
        at += dt.timedelta(days=1)
    return msgspec.structs.replace(said, at=at)


def looks_like_log(lines: list[Line]) -> bool:
    """Whether these are lines of a log: somebody says something in at least a third of them."""
    looked = lines[:200]
    said = sum(1 for line in looked if (found := said_in(line)) is not None and found.nick)
    return said >= 2 and said * 3 >= len(looked)
