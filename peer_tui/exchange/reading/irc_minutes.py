"""Minutes kept in a chat as W3C groups do: `Topic:`, `ACTION:`, `RESOLUTION:`, `present+`, `scribe+`, `s/old/new/`.

What the scribe wrote down is kept as notes, without who said it (`product.md` §3.1, themes and not stories); what
others said beside it is left out.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say
from peer_tui.exchange.reading.facts import find_date, names_in
from peer_tui.exchange.reading.lines import lines_of
from peer_tui.exchange.reading.log_lines import Said, in_order, said_in
from peer_tui.exchange.reading.marks import asked
from peer_tui.exchange.reading.understood import Form, ReadBlock, ReadEntry, Reading, ReadPerson, Understood, shortened

_TOPIC = re.compile(r"(?:sub)?topic\s*:\s*(\S.*)$", re.IGNORECASE | re.DOTALL)
_ACTION = re.compile(r"action(?:[ -]?[0-9]+)?\s*:\s*(\S.*)$", re.IGNORECASE | re.DOTALL)
_DUE = re.compile(r"\s*[\[(]\s*due:?\s*([^\])]{2,40})[\])]\s*$", re.IGNORECASE)
_RESOLUTION = re.compile(r"(?:resolution|resolved|agreed|decision|decided)\s*:\s*(\S.*)$", re.IGNORECASE | re.DOTALL)
_PROPOSAL = re.compile(r"(?:proposal|proposed|propose|straw ?poll)\s*:\s*(\S.*)$", re.IGNORECASE | re.DOTALL)
_ISSUE = re.compile(r"(?:issue|question)(?:[ -]?[0-9]+)?\s*:\s*(\S.*)$", re.IGNORECASE | re.DOTALL)
_PRESENT = re.compile(r"present\s*([+=-])\s*:?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_REGRETS = re.compile(r"regrets?\s*[+:=-]", re.IGNORECASE)
_SCRIBE = re.compile(r"(?:scribe(?:nick)?|scribing)\s*([+:=-])\s*(.*)$", re.IGNORECASE | re.DOTALL)
_CHAIR = re.compile(r"chairs?\s*[:+=]\s*(.*)$", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"(meeting|agenda|date|previous meeting|next meeting)\s*:\s*(\S.*)$", re.IGNORECASE | re.DOTALL)
_CHANGE = re.compile(r"s([/|])((?:\\.|(?!\1)[^\\]){1,300})\1((?:\\.|(?!\1)[^\\]){0,300})\1?([gG]?)\s*$", re.DOTALL)
_INSERT = re.compile(r"i([/|])(.{1,300}?)\1(.{1,300}?)\1?\s*$", re.DOTALL)
_QUEUE = re.compile(r"(?:q[+-]|q\s*[?=]|ack\b|vq\?|queue[=+-])", re.IGNORECASE)
_TO_A_BOT = re.compile(r"(?:zakim|rrsagent|trackbot|agendabot|ghurlbot|gb|bert|webex)\s*[,:]", re.IGNORECASE)
_BOTS = frozenset({"zakim", "rrsagent", "trackbot", "agendabot", "ghurlbot", "gb", "github-bot", "github", "xml2html"})
_SPOKE = re.compile(r"([^\s:<>]{1,30}(?: [^\s:<>]{1,30}){0,2})\s*:\s+(\S.*)$", re.DOTALL)
_GOES_ON = re.compile(r"(?:…|\.\.\.)\s*(\S.*)$", re.DOTALL)
_VOTE = re.compile(r"(?:[+-][01]|0)(?:\s|$)")


def read(text: str, order: str = "month first") -> Understood:
    """What a log says.

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
        self.scribes: set[str] = set()
        self.first: dt.datetime | None = None
        self.last: dt.datetime | None = None

    def read(self, text: str) -> Understood:
        for line in lines_of(text):
            said = said_in(line)
            if said is None:
                self.reading.skipped(line.number, say("no line of what somebody said"))
            elif said.server or said.action:
                self.reading.skipped(line.number, say("told by the program, or /me"))
            else:
                self._said(self._in_order(said))
        facts = self.reading.facts
        if self.first is not None and self.last is not None:
            facts["began"], facts["ended"] = (at.time().replace(second=0) for at in (self.first, self.last))
        return self.reading.result(Form.IRC)

    def _in_order(self, said: Said) -> Said:
        said = in_order(said, self.last)
        if said.has_day and said.at is not None:
            self.reading.facts.setdefault("date", said.at.date())
        if not self._is_bot(said.nick) and said.at is not None:
            self.first = self.first or said.at
            self.last = said.at
        return said

    def _is_bot(self, nick: str) -> bool:
        return fold(nick).strip("_`") in _BOTS

    def _said(self, said: Said) -> None:
        if self._is_bot(said.nick):
            # The bots of W3C tell all times in UTC.
            self.reading.facts["utc"] = True
            self.reading.skipped(said.line, say("a bot speaks"))
        elif _TO_A_BOT.match(said.text) or _QUEUE.match(said.text):
            self.reading.skipped(said.line, say("said to a bot, or the queue"))
        elif not (self._about_people(said) or self._about_the_meeting(said) or self._change(said)):
            self._line(said)

    # --- who and when -----------------------------------------------------------------------------------------

    def _about_people(self, said: Said) -> bool:
        text, reading = said.text, self.reading
        if found := _PRESENT.match(text):
            names = names_in(found[2]) or [said.nick]
            for name in names:
                name = said.nick if fold(name) == "me" else name
                if found[1] == "-":
                    reading.people.pop(" ".join(fold(name).split()), None)
                else:
                    reading.person(ReadPerson(name, said.line))
            reading.understood(said.line, say("who is present"))
        elif _REGRETS.match(text):
            reading.skipped(said.line, say("who sent regrets: absence is not recorded by name"))
        elif found := _SCRIBE.match(text):
            names = names_in(found[2]) or [said.nick]
            names = [said.nick if fold(name) == "me" else name for name in names]
            if found[1] == "-":
                self.scribes.difference_update(fold(name) for name in names)
            else:
                reading.facts.setdefault("scribe", names[0])
                self.scribes.update(fold(name) for name in names)
            reading.understood(said.line, say("who scribes"))
        elif found := _CHAIR.match(text):
            names = names_in(found[1]) or [said.nick]
            reading.facts.setdefault("facilitator", said.nick if fold(names[0]) == "me" else names[0])
            reading.understood(said.line, say("who chairs"))
        else:
            return False
        return True

    def _about_the_meeting(self, said: Said) -> bool:
        found = _META.match(said.text)
        if found is None:
            return False
        what, words = found[1].lower(), found[2].strip()
        if what == "meeting":
            self.reading.facts["title"] = words
        elif what == "date" and (day := find_date(words, self.order)) is not None:
            self.reading.facts["date"] = day
        elif what == "next meeting":
            self.reading.facts["next_meeting"] = words
        elif what != "agenda":
            self.reading.skipped(said.line, say("{what}: nothing to keep", what=what))
            return True
        if what == "agenda":
            self.reading.entry(ReadEntry(said.line, EntryKind.LINK, words, at=said.at))
        else:
            self.reading.understood(said.line, what)
        return True

    # --- lines ------------------------------------------------------------------------------------------------

    def _line(self, said: Said) -> None:
        text, reading = said.text, self.reading
        if found := _TOPIC.match(text):
            reading.block(ReadBlock(found[1].strip(), said.line, began=said.at))
        elif found := _ACTION.match(text):
            self._action(said, found[1].strip())
        elif found := _RESOLUTION.match(text):
            reading.entry(ReadEntry(said.line, EntryKind.DECISION, found[1].strip(), at=said.at))
        elif found := _PROPOSAL.match(text):
            reading.entry(ReadEntry(said.line, EntryKind.PROPOSAL, found[1].strip(), at=said.at))
        elif found := _ISSUE.match(text):
            reading.entry(ReadEntry(said.line, EntryKind.QUESTION, found[1].strip(), at=said.at))
        elif re.match(r"https?://\S", text):
            reading.entry(ReadEntry(said.line, EntryKind.LINK, text, at=said.at))
        elif _VOTE.match(text) or not any(letter.isalpha() for letter in text):
            reading.skipped(said.line, say("a vote by hand, or no words"))
        else:
            self._discussion(said)

    def _action(self, said: Said, text: str) -> None:
        due = ""
        if found := _DUE.search(text):
            text, due = text[: found.start()].strip(), found[1].strip()
        step = asked(text)
        entry = ReadEntry(
            said.line, EntryKind.STEP, step.text or text, "" if step.sure else text, who=step.who,
            by_when=due or step.by_when, at=said.at,
        )  # fmt: skip
        self.reading.entry(entry)

    def _discussion(self, said: Said) -> None:
        """What the scribe wrote down: who said it is left out."""
        if fold(said.nick) not in self.scribes:
            self.reading.skipped(said.line, say("what somebody said beside the minutes"))
            return
        text = said.text
        last = self.reading.entries[-1] if self.reading.entries else None
        if (more := _GOES_ON.match(text)) and last is not None and last.kind is EntryKind.NOTE:
            longer = msgspec.structs.replace(last, text=f"{last.text} {more[1].strip()}")
            if len(longer.text) <= 2_000:
                self.reading.entries[-1] = longer
                self.reading.noted(said.line, more[1].strip())
                return
        if spoke := _SPOKE.match(text):
            text = spoke[2].strip()
        elif more:
            text = more[1].strip()
        self.reading.entry(ReadEntry(said.line, EntryKind.NOTE, text, at=said.at))

    def _change(self, said: Said) -> bool:
        """`s/old/new/` mends the last line that holds the old words; `i/…/…/` sets a line in before another."""
        if found := _CHANGE.match(said.text):
            mark = found[1]
            old, new = (part.replace(f"\\{mark}", mark) for part in (found[2], found[3]))
            everywhere = bool(found[4])
            if self._mended(old, new, everywhere):
                self.reading.understood(
                    said.line, say("mends “{old}” → “{new}”", old=shortened(old, 20), new=shortened(new, 20))
                )
            else:
                self.reading.skipped(said.line, say("no line above holds “{old}”", old=shortened(old, 30)))
            return True
        if found := _INSERT.match(said.text):
            for place, entry in reversed(list(enumerate(self.reading.entries))):
                if found[2] in entry.text:
                    self._insert(said, place, entry, found[3].strip())
                    return True
            self.reading.skipped(said.line, say("no line above holds “{found}”", found=shortened(found[2], 30)))
            return True
        return False

    def _insert(self, said: Said, place: int, before: ReadEntry, text: str) -> None:
        if topic := _TOPIC.match(text):
            self.reading.skipped(said.line, say("a topic set in later: {topic}", topic=shortened(topic[1], 40)))
            return
        made = ReadEntry(said.line, EntryKind.NOTE, text, block=before.block, at=before.at)
        if found := _RESOLUTION.match(text):
            made = msgspec.structs.replace(made, kind=EntryKind.DECISION, text=found[1].strip())
        elif found := _ACTION.match(text):
            step = asked(found[1].strip())
            made = msgspec.structs.replace(
                made, kind=EntryKind.STEP, text=step.text, whole=found[1].strip(), who=step.who, by_when=step.by_when
            )
        self.reading.entries.insert(place, made)
        self.reading.understood(said.line, say("set in: {text}", text=shortened(text, 40)))

    def _mended(self, old: str, new: str, everywhere: bool) -> bool:
        done = False
        for place, entry in reversed(list(enumerate(self.reading.entries))):
            if old in entry.text or old in entry.whole:
                count = -1 if everywhere else 1
                self.reading.entries[place] = msgspec.structs.replace(
                    entry, text=entry.text.replace(old, new, count), whole=entry.whole.replace(old, new, count)
                )
                done = True
                if not everywhere:
                    return True
        return done
