"""Minutes that others wrote, piece by piece: headings become blocks; labels, boxes and tables say what a line is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say, say_number
from peer_tui.exchange.reading import own_minutes, tables
from peer_tui.exchange.reading.agenda_durations import length_in
from peer_tui.exchange.reading.facts import begins_or_ends, fact_of, find_date, find_times, names_in, present_in
from peer_tui.exchange.reading.lines import LONGEST, MOST_LINES, Lines
from peer_tui.exchange.reading.marks import asked, kind_of, marked
from peer_tui.exchange.reading.pieces import Piece
from peer_tui.exchange.reading.understood import Form, ReadBlock, ReadEntry, Reading, ReadPerson, Understood

_LISTS: dict[str, EntryKind] = {
    **dict.fromkeys(
        ("decisions", "decision", "decisions made", "key decisions", "resolutions", "agreed", "agreements",
         "what we decided", "decision log", "motions passed"),
        EntryKind.DECISION,
    ),
    **dict.fromkeys(
        ("next steps", "next step", "action items", "action item", "actions", "action points", "to do", "todo", "todos",
         "to-do", "to-dos", "tasks", "follow-up", "follow-ups", "follow up", "follow ups", "next actions",
         "follow-up items", "who does what", "action list", "new action items"),
        EntryKind.STEP,
    ),
    **dict.fromkeys(("parking lot", "parked", "parked items", "tabled", "deferred"), EntryKind.PARKED),
    **dict.fromkeys(("celebrations", "celebration", "wins", "shout-outs", "kudos", "thanks"), EntryKind.CELEBRATION),
    **dict.fromkeys(("documents", "documents used", "links", "resources"), EntryKind.LINK),
    **dict.fromkeys(("open questions", "questions", "unanswered questions"), EntryKind.QUESTION),
}  # fmt: skip
"""Headings whose lines are all of a kind."""
_PEOPLE = frozenset({"present", "guests", "phone", "regrets"})
_NUMBER = re.compile(r"^(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]?|[IVX]{1,5}[.)]|[A-Z][.)])\s+")


def walk(form: Form, pieces: Sequence[Piece], lines: Lines, order: str = "month first") -> Understood:
    """What the pieces of some minutes say.

    Args:
        form: what they are read as.
        pieces: the text in pieces.
        lines: the text in lines, for what was left out of it.
        order: how 11/12/2024 is read.
    """
    reading = Reading()
    for number in lines.too_long:
        reading.skipped(number, say("longer than {longest:,} characters: no line of minutes", longest=LONGEST))
    if lines.unread:
        reading.skipped(
            0, say("more than {most_lines:,} lines, or far too much text: the rest was not read", most_lines=MOST_LINES)
        )
    if own_minutes.is_own(pieces):
        return own_minutes.walk_own(form, pieces, reading, order)
    walker = _Walker(reading, order)
    for piece in pieces:
        walker.take(piece)
    return reading.result(form)


def heading_words(text: str) -> str:
    """A heading without its number and colon, folded: for looking it up."""
    return " ".join(fold(_NUMBER.sub("", text)).split()).strip(" :*_.!")


def known_heading(text: str) -> bool:
    """Whether a line is a heading that minutes usually have."""
    words = heading_words(text)
    return words in _LISTS or fact_of(words) in _PEOPLE or words in ("summary", "next meeting", "agenda", "notes")


class _Walker:
    """On the way through the pieces: which list or block is on."""

    def __init__(self, reading: Reading, order: str) -> None:
        self.reading = reading
        self.order = order
        self.listed: EntryKind | None = None
        """Lines here are of this kind unless they say otherwise."""
        self.people = ""
        """Lines here are names: `present`, `guests`, `phone` or `regrets`."""
        self.table: tables.Columns | None = None

    def take(self, piece: Piece) -> None:
        """One piece."""
        if piece.kind != "row":
            self.table = None
        if piece.kind == "heading":
            self._heading(piece)
        elif piece.kind == "row":
            self._row(piece)
        elif not self._fact(piece):
            self._line(piece)

    # --- headings ---------------------------------------------------------------------------------------------

    def _heading(self, piece: Piece) -> None:
        words = heading_words(piece.text)
        begun = bool(self.reading.blocks or self.reading.entries or self.reading.people)
        self.people = fact if (fact := fact_of(words)) in _PEOPLE else ""
        self.listed = _LISTS.get(words)
        if self.people:
            self.reading.understood(piece.line, say("heading: {people}", people=self.people))
        elif "title" not in self.reading.facts and not begun and self.listed is None:
            self._title(piece)
        else:
            title, minutes, fewest, lead = length_in(_NUMBER.sub("", piece.text).strip(" :") or piece.text)
            self.reading.block(ReadBlock(title, piece.line, minutes, fewest, lead))

    def _title(self, piece: Piece) -> None:
        self.reading.facts["title"] = piece.text.strip()
        date = find_date(piece.text, self.order)
        if date is not None:
            self.reading.facts.setdefault("date", date)
        self.reading.understood(piece.line, say("title and date") if date else "title")

    # --- facts ------------------------------------------------------------------------------------------------

    def _fact(self, piece: Piece) -> bool:
        """A line that says when, where or who; False if it is none."""
        label, said = piece.label, piece.text
        if not label:
            head, colon, rest = piece.text.partition(":")
            if colon and len(head) < 40:
                label, said = head, rest.strip()
        fact = fact_of(label) if label else ""
        if fold(label).startswith("next meeting") and said:
            self.reading.facts.setdefault("next_meeting", said)
            self.reading.understood(piece.line, say("the next meeting"))
            return True
        if not fact and not self.reading.blocks and not self.reading.entries:
            return self._loose(piece)
        if not fact or not said or (self.reading.blocks and fact not in _PEOPLE):
            return self._told_times(piece)
        return self._known_fact(piece, fact, said)

    def _known_fact(self, piece: Piece, fact: str, said: str) -> bool:
        facts = self.reading.facts
        if fact in _PEOPLE:
            self._names(piece.line, fact, said)
            return True
        if fact in ("date", "time", "began", "ended"):
            date = find_date(said, self.order)
            began, ended = find_times(said)
            if fact == "ended" and ended is None:
                began, ended = None, began
            for name, value in (("date", date), ("began", began), ("ended", ended)):
                if value is not None:
                    facts.setdefault(name, value)
            if date is None and began is None and ended is None:
                return False
        elif fact in ("facilitator", "scribe"):
            facts.setdefault(fact, (names_in(said) or [said])[0])
        elif fact in ("group", "kind", "platform", "title"):
            facts.setdefault(fact, said)
        self.reading.understood(piece.line, fact)
        return True

    def _loose(self, piece: Piece) -> bool:
        """Before any block: a short line that holds the date is the date, the first short line the title."""
        if piece.label or piece.ticked is not None or len(piece.text) > 120:
            return False
        date = find_date(piece.text, self.order)
        began, ended = find_times(piece.text)
        if date is not None and piece.kind == "words":
            for name, value in (("date", date), ("began", began), ("ended", ended)):
                if value is not None:
                    self.reading.facts.setdefault(name, value)
            if "title" not in self.reading.facts:
                self.reading.facts["title"] = piece.text.strip()
            self.reading.understood(piece.line, say("when the meeting was"))
            return True
        if "title" not in self.reading.facts and piece.kind == "words" and marked(piece.text) is None:
            self._title(piece)
            return True
        return self._told_times(piece)

    def _told_times(self, piece: Piece) -> bool:
        """A sentence that says when the meeting began or ended is taken as that, and stays a note."""
        if begins_or_ends(piece.whole):
            began, ended = find_times(piece.whole)
            for name, value in (("began", began), ("ended", ended)):
                if value is not None:
                    self.reading.facts.setdefault(name, value)
        return False

    # --- lines ------------------------------------------------------------------------------------------------

    def _names(self, line: int, how: str, said: str) -> None:
        if how == "regrets":
            self.reading.skipped(line, say("who sent regrets: absence is not recorded by name"))
            return
        people, heads = present_in(said, line, "phone" if how == "phone" else "", guest=how == "guests")
        for person in people:
            self.reading.person(person)
        known = dict(self.reading.facts.get("heads", ()))  # type: ignore[call-overload]  # pairs
        for mode, count in heads.items():
            known[mode] = known.get(mode, 0) + count
        if known:
            self.reading.facts["heads"] = tuple(known.items())
        self.reading.understood(
            line, say_number(len(people), "{n} by name", "{n} by name") + (say(", others counted") if heads else "")
        )

    def _line(self, piece: Piece) -> None:
        if self.people and piece.ticked is None and kind_of(piece.label) is None:
            several = len(piece.text) > 200 or len(names_in(piece.text)) > 1 or piece.text.strip()[:1].isdigit()
            if self.people == "regrets" or several:
                self._names(piece.line, self.people, piece.text)
            else:
                mode = "phone" if self.people == "phone" else ""
                self.reading.person(ReadPerson(piece.text, piece.line, mode=mode, guest=self.people == "guests"))
                self.reading.understood(piece.line, say("was present"))
            return
        self._entry(piece)

    def _entry(self, piece: Piece) -> None:
        if not any(letter.isalnum() for letter in piece.whole):
            self.reading.skipped(piece.line, say("no words"))
            return
        found = marked(piece.whole)
        if piece.ticked is not None:
            body = found.text if found is not None and found.kind is EntryKind.STEP else piece.whole
            self._step(piece.line, body, state="done" if piece.ticked else "")
        elif found is not None and not (found.guessed and self.listed is not None):
            if found.kind is EntryKind.STEP:
                self._step(piece.line, found.text, number=found.number)
            else:
                self.reading.entry(ReadEntry(piece.line, found.kind, found.text, guessed=found.guessed))
        elif self.listed is EntryKind.STEP and (piece.kind == "item" or piece.label):
            self._step(piece.line, piece.whole, named=piece.label)
        elif self.listed is not None and piece.kind == "item":
            self.reading.entry(ReadEntry(piece.line, self.listed, piece.whole))
        else:
            self.reading.entry(ReadEntry(piece.line, EntryKind.NOTE, piece.whole))

    def _step(self, line: int, text: str, *, state: str = "", number: int = 0, named: str = "") -> None:
        """A next step in a sentence. `named`: what stood in bold before it is whose it is."""
        found = asked(text)
        who = found.who
        if named and not who:
            who = (named,)
        whole = "" if found.sure else text
        self.reading.entry(ReadEntry(
            line, EntryKind.STEP, found.text or text, whole, who=who, by_when=found.by_when, number=number, state=state
        ))  # fmt: skip

    def _row(self, piece: Piece) -> None:
        columns = tables.columns_of(piece)
        if columns is not None:
            self.table = columns
            self.reading.understood(piece.line, say("the columns of a table of {words}", words=columns.words))
            return
        if piece.header:
            self.table = None
        entry = self.table.entry(piece) if self.table is not None else None
        if entry is not None:
            self.reading.entry(entry)
        else:
            text = " | ".join(cell for cell in piece.cells if cell)
            self._line(msgspec.structs.replace(piece, kind="item", text=text))
