"""MeetBot and hcoop-meetbot: the raw log of a meeting.

Only what was marked with `#` is minutes; what else was said is left out, as the bot leaves it out.
"""

from __future__ import annotations

import datetime as dt
import re

from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say
from peer_tui.exchange.reading.facts import find_date
from peer_tui.exchange.reading.lines import lines_of
from peer_tui.exchange.reading.log_lines import Said, in_order, said_in
from peer_tui.exchange.reading.marks import asked
from peer_tui.exchange.reading.understood import Form, ReadBlock, ReadEntry, Reading, ReadPerson, Understood, shortened

_COMMAND = re.compile(r"\s*#([a-z]+)\b:?\s*(.*)$", re.IGNORECASE | re.DOTALL)
KINDS = {
    "agreed": EntryKind.DECISION, "agree": EntryKind.DECISION, "accepted": EntryKind.DECISION,
    "accept": EntryKind.DECISION, "rejected": EntryKind.DECISION, "reject": EntryKind.DECISION,
    "action": EntryKind.STEP, "info": EntryKind.NOTE, "link": EntryKind.LINK,
    "idea": EntryKind.PROPOSAL, "help": EntryKind.QUESTION, "halp": EntryKind.QUESTION, "note": EntryKind.NOTE,
    "decision": EntryKind.DECISION, "propose": EntryKind.PROPOSAL, "proposal": EntryKind.PROPOSAL,
    "park": EntryKind.PARKED, "motion": EntryKind.MOTION, "todo": EntryKind.STEP,
}  # fmt: skip
_BOT_DAY = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*\s+([A-Z][a-z]{2})\s+([0-9]{1,2})\s+[0-9:]+\s+(?:UTC\s+)?([0-9]{4})"
)
BOTS = re.compile(r"(?:.*bot|.*bot[_0-9`]+|meetingology|supybot|zodbot|limnoria)$", re.IGNORECASE)


def read(text: str, order: str = "month first") -> Understood:
    """What a raw log says from `#startmeeting` to `#endmeeting`.

    Args:
        text: the log.
        order: how 11/12/2024 is read.
    """
    return _Log(order).read(text)


class _Log:
    """On the way through a log."""

    def __init__(self, order: str) -> None:
        self.reading = Reading()
        self.order = order
        self.began = self.ended = False
        self.chairs: list[str] = []
        self.last: dt.datetime | None = None
        self.undone: list[str] = []
        """What each recent command added, for `#undo`."""

    def read(self, text: str) -> Understood:
        for line in lines_of(text):
            said = said_in(line)
            if said is None or said.server:
                self.reading.skipped(line.number, say("no line of what somebody said"))
            elif self.ended:
                self.reading.skipped(line.number, say("after the meeting"))
            else:
                self._said(self._in_order(said))
        facts = self.reading.facts
        if self.chairs:
            facts.setdefault("facilitator", self.chairs[0])
        return self.reading.result(Form.MEETBOT)

    def _in_order(self, said: Said) -> Said:
        said = in_order(said, self.last)
        self.last = said.at
        if said.has_day and said.at is not None:
            self.reading.facts.setdefault("date", said.at.date())
        return said

    def _said(self, said: Said) -> None:
        command = None if said.action else _COMMAND.match(said.text)
        if BOTS.fullmatch(said.nick) and command is None:
            self._bot(said)
            return
        word, rest = (command[1].lower(), command[2].strip()) if command else ("", "")
        if word == "startmeeting":
            self._start(said, rest)
        elif not self.began:
            self.reading.skipped(said.line, say("before the meeting"))
        else:
            if said.nick and not said.action:
                self.reading.person(ReadPerson(said.nick, said.line))
            self._command(said, word, rest)

    def _start(self, said: Said, rest: str) -> None:
        self.began = True
        self.chairs.append(said.nick)
        if rest:
            self.reading.facts.setdefault("title", rest)
        if said.at is not None:
            self.reading.facts["began"] = said.at.time().replace(second=0)
        self.reading.person(ReadPerson(said.nick, said.line))
        self.reading.understood(said.line, say("the meeting begins"))

    def _command(self, said: Said, word: str, rest: str) -> None:
        reading = self.reading
        if word == "endmeeting":
            self.ended = True
            if said.at is not None:
                reading.facts["ended"] = said.at.time().replace(second=0)
            reading.understood(said.line, say("the meeting ends"))
        elif word in ("topic", "subtopic") and rest:
            reading.block(ReadBlock(rest, said.line, began=said.at))
            self.undone.append("block")
        elif word in ("meetingtopic", "meetingname") and rest:
            reading.facts["title" if word == "meetingtopic" else "group"] = rest
            reading.understood(said.line, "title" if word == "meetingtopic" else "group")
        elif word in ("chair", "unchair"):
            names = [name.strip(" ,") for name in rest.split() if name.strip(" ,")]
            self.chairs += names if word == "chair" else []
            reading.understood(said.line, say("who chairs"))
        elif word == "undo":
            self._undo(said)
        elif word in KINDS and rest:
            self._entry(said, word, rest)
        elif not word and re.match(r"https?://\S", said.text):
            reading.entry(ReadEntry(said.line, EntryKind.LINK, said.text, at=said.at))
            self.undone.append("entry")
        elif word:
            reading.skipped(said.line, say("#{word}: nothing to keep", word=shortened(word, 20)))
        else:
            reading.skipped(said.line, say("what somebody said, without a mark"))

    def _entry(self, said: Said, word: str, rest: str) -> None:
        kind = KINDS[word]
        if kind is EntryKind.STEP:
            found = asked(rest)
            whole = "" if found.sure else rest
            who = found.who
            entry = ReadEntry(said.line, kind, found.text or rest, whole, who=who, by_when=found.by_when, at=said.at)
        else:
            text = f"Rejected: {rest}" if word.startswith("reject") else rest
            entry = ReadEntry(said.line, kind, text, at=said.at)
        self.reading.entry(entry)
        self.undone.append("entry")

    def _undo(self, said: Said) -> None:
        what = self.undone.pop() if self.undone else ""
        gone = ""
        if what == "entry" and self.reading.entries:
            last = self.reading.entries.pop()
            gone = last.text
            self.reading.withdraw(last.line, say("taken back by #undo"))
        elif what == "block" and self.reading.blocks:
            place = len(self.reading.blocks) - 1
            if all(entry.block < place for entry in self.reading.entries):
                block = self.reading.blocks.pop()
                gone = block.title
                self.reading.withdraw(block.line, say("taken back by #undo"))
        if gone:
            self.reading.understood(said.line, say("takes back: {gone}", gone=shortened(gone, 40)))
        else:
            self.reading.skipped(said.line, say("nothing to take back"))

    def _bot(self, said: Said) -> None:
        if "Meeting started" in said.text and (day := bot_day(said.text, self.order)) is not None:
            self.reading.facts.setdefault("date", day)
            hour = re.search(r"\b([0-9]{2}):[0-9]{2}:[0-9]{2}\b", said.text)
            same = said.at is None or (hour is not None and int(hour[1]) == said.at.hour)
            self.reading.facts["utc"] = " UTC" in said.text and same
            self.reading.understood(said.line, say("the day"))
        else:
            self.reading.skipped(said.line, say("the bot speaks"))


def bot_day(text: str, order: str) -> dt.date | None:
    """The day in what the bot says at the beginning, e.g. `Meeting started Wed Nov 13 15:00:12 2024 UTC`."""
    if found := _BOT_DAY.search(text):
        return find_date(f"{found[2]} {found[1]} {found[3]}", order)
    return find_date(text, order)
