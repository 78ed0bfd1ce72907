"""The minutes that MeetBot and hcoop-meetbot make of a meeting. What their lists at the end repeat is read once."""

from __future__ import annotations

import datetime as dt
import re

from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say
from peer_tui.exchange.reading.facts import find_date
from peer_tui.exchange.reading.lines import Line, lines_of
from peer_tui.exchange.reading.marks import asked
from peer_tui.exchange.reading.meetbot import BOTS, KINDS, bot_day
from peer_tui.exchange.reading.understood import Form, ReadBlock, ReadEntry, Reading, ReadPerson, Understood

_STARTED = re.compile(
    r"Meeting started by (\S+) at ([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?(?:\s+([A-Z]{2,5}))?", re.IGNORECASE
)
_ENDED = re.compile(r"Meeting ended at ([0-9]{1,2}):([0-9]{2})", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s*\(\s*(?:\[[^\]]*\]\([^)]*\)|[^(),\s]+)\s*,\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*\)\s*$"
)
_BULLET = re.compile(r"( *)(?:[*-]|[0-9]{1,3}\.)\s+(.*)$", re.DOTALL)
_LABEL = re.compile(
    r"(?:\*\*|\*|_)?(AGREED|ACTION|INFO|LINK|IDEA|HELP|ACCEPTED|REJECTED|DECISION)(?:\*\*|\*|_)?:\s*(?:\*\*)?\s*(.*)$",
    re.DOTALL,
)
_COUNT = re.compile(r"(.*?)\s*\(([0-9]+)\)\s*$")
_UNDERLINE = re.compile(r"[-=~]{3,}\s*$")


def is_minutes(lines: list[Line]) -> bool:
    """Whether these are minutes that the bot made."""
    text = "\n".join(line.text for line in lines[:40])
    return bool(_STARTED.search(text)) and "meeting summary" in text.casefold()


def read(text: str, order: str = "month first") -> Understood:
    """What minutes that the bot made say; the lists at their end repeat what stands above.

    Args:
        text: the minutes.
        order: how 11/12/2024 is read.
    """
    reading = Reading()
    section, last = "head", None
    for line in _joined(list(lines_of(text))):
        words = line.words.strip("# *").rstrip(":")
        heading = words.casefold()
        if _UNDERLINE.fullmatch(line.words):
            continue
        if heading in ("meeting summary", "full log", "action items", "action items, by person", "people present",
                       "people present (lines said)"):  # fmt: skip
            section = heading.split(",")[0].split(" (")[0]
            reading.understood(line.number, say("list: {words}", words=words))
        elif started := _STARTED.search(line.text):
            reading.facts.update(facilitator=started[1], utc=started[4] == "UTC")
            _set_time(reading, "began", started[2], started[3])
            if (day := bot_day(line.text, order)) is not None:
                reading.facts["date"] = day
            reading.understood(line.number, say("when it began"))
        elif ended := _ENDED.search(line.text):
            _set_time(reading, "ended", ended[1], ended[2])
            reading.understood(line.number, say("when it ended"))
        elif section == "meeting summary":
            last = _summary(reading, line, last)
        elif section == "people present" and (item := _BULLET.match(line.text)):
            counted = _COUNT.match(item[2])
            name = counted[1] if counted else item[2]
            if not BOTS.fullmatch(name):
                reading.person(ReadPerson(name, line.number))
            reading.understood(line.number, say("was present"))
        elif section == "head" and "title" not in reading.facts:
            reading.facts["title"] = re.sub(r"^#\S+?:\s*", "", line.words.strip("= "))
            if (day := find_date(line.words, order)) is not None:
                reading.facts.setdefault("date", day)
            reading.understood(line.number, "title")
        else:
            reading.skipped(
                line.number, say("stands above already") if section == "action items" else say("nothing to keep")
            )
    return reading.result(Form.MEETBOT_MINUTES)


def _joined(lines: list[Line]) -> list[Line]:
    """Items that were wrapped, in one line each."""
    made: list[Line] = []
    for line in lines:
        item = bool(_BULLET.match(line.text))
        before = made[-1] if made else None
        if before is not None and not item and line.indent > before.indent and _BULLET.match(before.text):
            made[-1] = Line(before.number, f"{before.text} {line.words}")
        else:
            made.append(line)
    return made


def _summary(reading: Reading, line: Line, last: str | None) -> str | None:
    item = _BULLET.match(line.text)
    if item is None:
        reading.skipped(line.number, say("nothing to keep"))
        return last
    said = item[2].strip()
    at = None
    if behind := _BEHIND.search(said):
        said = said[: behind.start()].strip()
        if int(behind[1]) < 24 and int(behind[2]) < 60:
            at = dt.datetime.combine(dt.date.min, dt.time(int(behind[1]), int(behind[2])))
    label = _LABEL.match(said)
    said = said.strip("*") if label is None else label[2].strip()
    if not any(letter.isalnum() for letter in said):
        reading.skipped(line.number, say("no words"))
    elif label is None and len(item[1]) <= (0 if last is None else len(last)):
        reading.block(ReadBlock(said.rstrip(":"), line.number, began=at))
        return item[1]
    else:
        kind = KINDS[label[1].lower()] if label else EntryKind.LINK if said.startswith("http") else EntryKind.NOTE
        if kind is EntryKind.STEP:
            found = asked(said)
            whole = "" if found.sure else said
            reading.entry(ReadEntry(line.number, kind, found.text or said, whole, who=found.who, by_when=found.by_when,
                                    at=at))  # fmt: skip
        else:
            text = f"Rejected: {said}" if label and label[1] == "REJECTED" else said
            reading.entry(ReadEntry(line.number, kind, text, at=at))
    return last if last is not None else ""


def _set_time(reading: Reading, name: str, hour: str, minute: str) -> None:
    if int(hour) < 24 and int(minute) < 60:
        reading.facts[name] = dt.time(int(hour), int(minute))
