"""Our own minutes, read back: everything a copy says, so that writing it out again says the same.

The summary holds each decision and next step whole, the sections tell where each was said. What the copy left out,
names of those present for one, cannot come back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import EntryKind
from peer_tui.domain.status import DRAFT
from peer_tui.domain.words import say
from peer_tui.exchange.reading.facts import fact_of, find_date, find_times, present_in
from peer_tui.exchange.reading.pieces import Piece
from peer_tui.exchange.reading.understood import Form, ReadBlock, ReadEntry, Reading, Understood, shortened
from peer_tui.exchange.reading.weaving import Woven, weave

_APPROVED = re.compile(r"Approved (as distributed|as corrected) on (.*)")
_BEHIND = re.compile(r"(.*\S) \(([^()]*(?:\([^()]*\)[^()]*)*)\)$", re.DOTALL)
_NOTES = re.compile(
    r"fingers: (?:[0-5]×[0-9]+ ?)+|[0-9]+ (?:person|people)|[0-9]+ stood aside|held for more discussion|amended|"
    r"arrived after the approval|added after the meeting|→ .+|no destination yet|parked .*[0-9]{4}"
)
_KINDS = {
    "proposal": EntryKind.PROPOSAL, "motion": EntryKind.MOTION, "correction": EntryKind.CORRECTION,
    "issue": EntryKind.ISSUE, "recommendation": EntryKind.RECOMMENDATION, "lesson": EntryKind.LESSON,
    "reflection": EntryKind.REFLECTION, "learned": EntryKind.LEARNING, "commitment": EntryKind.COMMITMENT,
    "measure": EntryKind.MEASURE, "support": EntryKind.SUPPORT,
}  # fmt: skip
_LISTS = {
    "parking lot": EntryKind.PARKED, "celebrations": EntryKind.CELEBRATION, "documents used": EntryKind.LINK,
    "open questions": EntryKind.QUESTION,
}  # fmt: skip
_ARRANGED = {
    "next meeting": "next_meeting", "convener": "convener", "facilitator next time": "next_facilitator",
    "scribe next time": "next_scribe",
}  # fmt: skip
_NOTHING = frozenset({"No decisions.", "No next steps."})
_HERE = re.compile(r"[0-9,]+ next steps? named here; see the summary\.")
_NUMBERED = re.compile(r"(Decision|Next step) ([0-9]{1,6})([a-z]*)(?: (done|moved))?")


def is_status(text: str) -> bool:
    """Whether a line says how our own minutes stand."""
    return text.startswith((DRAFT, say(DRAFT), "CANCELLED – this meeting was not held")) or bool(_APPROVED.match(text))


def is_own(pieces: Sequence[Piece]) -> bool:
    """Whether these are minutes as this program writes them: the status on top, then a summary with its two lists."""
    if not pieces or pieces[0].kind != "words" or not is_status(pieces[0].text):
        return False
    headings = [piece.text for piece in pieces if piece.kind == "heading"]
    return all(title in headings for title in ("Summary", "Decisions", "Next steps"))


def walk_own(form: Form, pieces: Sequence[Piece], reading: Reading, order: str) -> Understood:
    """What our own minutes say, from their pieces."""
    return _Own(reading, order, _parts(pieces)).walk(form, pieces)


def _parts(pieces: Sequence[Piece]) -> frozenset[str]:
    """The priorities the copy names: the headings below those of the blocks."""
    return frozenset(piece.text for piece in pieces if piece.kind == "heading" and piece.level == 3)


class _Own:
    """On the way through our own minutes."""

    def __init__(self, reading: Reading, order: str, parts: frozenset[str]) -> None:
        self.reading, self.order, self.parts = reading, order, parts
        self.section = self.part = ""
        self.decisions: dict[int, tuple[int, str]] = {}
        """What the summary says of each decision, by its number: its line and words."""
        self.steps: dict[str, ReadEntry] = {}
        """What the summary says of each next step, by its label, or by its line where it has none."""
        self.woven = Woven()
        self.steps_block = -1

    def walk(self, form: Form, pieces: Sequence[Piece]) -> Understood:
        """Every piece, and then the lines in an order that all their lists agree with."""
        self._status(pieces[0])
        for piece in pieces[1:]:
            self._take(piece)
        self._rest()
        for entry in weave(self.woven):
            self.reading.entries.append(entry)
        return self.reading.result(form)

    def _take(self, piece: Piece) -> None:
        if piece.kind == "heading":
            self._heading(piece)
        elif self.section == "":
            self._fact(piece)
        elif self.section == "Corrections to these minutes":
            self._correction(piece)
        elif self.section == "Summary":
            self._summary(piece)
        elif piece.kind == "item":
            self._line(piece)
        else:
            self._kept(piece, piece.whole)

    # --- the header -------------------------------------------------------------------------------------------

    def _status(self, piece: Piece) -> None:
        if found := _APPROVED.match(piece.text):
            self.reading.facts["approved"] = found[1]
            if (day := find_date(found[2])) is not None:
                self.reading.facts["approved_on"] = day
        self.reading.understood(piece.line, say("how the minutes stand"))

    def _heading(self, piece: Piece) -> None:
        if piece.level == 1 and "title" not in self.reading.facts:
            self.reading.facts["title"] = piece.text
            self.reading.understood(piece.line, "title")
            return
        if piece.level >= 3:
            self.part = piece.text
            self.reading.understood(
                piece.line, f"{piece.text}" if self.section == "Summary" else say("part: {text}", text=piece.text)
            )
            return
        self.section, self.part = piece.text, ""
        apart = ("Summary", "Corrections to these minutes", "Other notes", "Amendments since the approval")
        if piece.text in apart or fold(piece.text) in _LISTS:
            self.reading.understood(piece.line, say("list: {text}", text=piece.text))
        else:
            self.reading.block(ReadBlock(piece.text, piece.line))

    def _fact(self, piece: Piece) -> None:
        fact, said, facts = fact_of(piece.label), piece.text, self.reading.facts
        if fact == "date":
            if (day := find_date(said, self.order)) is not None:
                facts["date"] = day
        elif fact == "time":
            began, ended = find_times(said)
            facts["began"], facts["ended"] = began, ended
        elif fact == "present":
            people, heads = present_in(said, piece.line)
            for person in people:
                self.reading.person(person)
            facts["heads"] = tuple(heads.items())
        elif fact in ("group", "kind", "platform", "scribe"):
            facts[fact] = said
        elif fact == "facilitator" and said != "facilitated by the group":
            facts["facilitator"] = said
        elif fact not in ("written up", "facilitator"):
            self._kept(piece, piece.whole)
            return
        self.reading.understood(piece.line, fact)

    def _correction(self, piece: Piece) -> None:
        known = self.reading.facts.get("corrections", ())
        self.reading.facts["corrections"] = (*known, piece.whole)  # type: ignore[misc]  # a tuple of texts
        self.reading.understood(piece.line, say("a correction to these minutes"))

    # --- the summary ------------------------------------------------------------------------------------------

    def _summary(self, piece: Piece) -> None:
        if piece.whole in _NOTHING:
            self.reading.understood(piece.line, piece.whole.rstrip(".").lower())
        elif piece.kind == "item" and self.part == "Decisions" and piece.number:
            self.decisions[piece.number] = (piece.line, piece.whole)
            self.reading.understood(
                piece.line, say("decision {number}: {whole}", number=piece.number, whole=shortened(piece.whole, 50))
            )
        elif piece.kind == "row" and (piece.header or piece.cells[:1] == ("No.",)):
            self.reading.understood(piece.line, say("the columns of a table"))
        elif piece.kind == "row" and len(piece.cells) >= 6:
            self._row(piece)
        else:
            self._kept(piece, piece.whole)

    def _row(self, piece: Piece) -> None:
        label, text, who, when, done_when, state = (
            "" if cell in ("–", "-") else cell for cell in piece.cells[:6]
        )  # fmt: skip
        if self.part != "Next steps":
            words = f"Earlier next step {label}: {text}" if label else f"Earlier next step: {text}"
            told = ", ".join(part for part in (who, f"by {when}" if when else "", state) if part)
            number = int(label) if label.isdecimal() else 0
            entry = ReadEntry(
                piece.line, EntryKind.NOTE, f"{words} ({told})", number=number, state=state or "told", done_when=text
            )  # fmt: skip
            self.woven.add(entry, "earlier")
            self.reading.understood(piece.line, say("earlier next step {label}: {state}", label=label, state=state))
            return
        body, notes = self._behind(text)
        lead, _, others = who.partition(" with ")
        names = () if lead.startswith("unclaimed") else (lead, *re.split(r", | and ", others)) if others else (lead,)
        meant = re.fullmatch(r"unclaimed \(meant: (.*)\)", who)
        self.steps[label or f"line {piece.line}"] = ReadEntry(
            piece.line, EntryKind.STEP, body, who=(meant[1],) if meant else tuple(name for name in names if name),
            by_when="" if when == "no date" else when, done_when=done_when,
            number=int(found[0]) if (found := re.match(r"[0-9]{1,6}", label)) else 0, state=state or "told",
            notes=notes, part=self._part_in(notes),
        )  # fmt: skip
        self.reading.understood(piece.line, say("next step {label}: {body}", label=label, body=shortened(body, 50)))

    # --- the sections -----------------------------------------------------------------------------------------

    def _line(self, piece: Piece) -> None:
        """A line of a section."""
        label, block = piece.label, self._block()
        listed = _LISTS.get(fold(self.section))
        if found := _NUMBERED.fullmatch(label):
            self._place(piece, found, block)
        elif fold(label) in _ARRANGED and piece.text:
            self.reading.facts[_ARRANGED[fold(label)]] = piece.text
            self.reading.understood(piece.line, fold(label))
        elif fold(label) == "join":
            self.reading.skipped(piece.line, say("the join link of another meeting"))
        elif _HERE.fullmatch(piece.whole):
            self.steps_block = block
            self.reading.understood(piece.line, say("where next steps were named"))
        elif piece.whole.startswith("Not reached") and self.reading.blocks and not listed:
            self.reading.blocks[-1] = msgspec.structs.replace(self.reading.blocks[-1], reached=False)
            self.reading.understood(piece.line, say("not reached"))
        elif listed is not None:
            text, notes = self._behind(piece.whole)
            self._add(ReadEntry(piece.line, listed, text, notes=notes, part=self._part_in(notes)), fold(self.section))
        elif (kind := _KINDS.get(fold(label))) is not None and piece.text:
            text, notes = self._behind(piece.text)
            self._add(ReadEntry(piece.line, kind, text, block=block, part=self._part_in(notes), notes=notes), block)
        else:
            self._kept(piece, piece.whole)

    def _kept(self, piece: Piece, words: str) -> None:
        text, notes = self._behind(words)
        part = self._part_in(notes)
        self._add(
            ReadEntry(piece.line, EntryKind.NOTE, text, block=self._block(), part=part, notes=notes), self.section
        )

    def _add(self, entry: ReadEntry, chain: object) -> None:
        """A line of the list or block it stands in: it is reported, and keeps its place there."""
        at = f"{entry.block}/{self.part}" if entry.block >= 0 else str(chain)
        self.woven.add(entry, at)
        if entry.kind is EntryKind.NOTE:
            self.reading.noted(entry.line, entry.text)
        else:
            self.reading.understood(entry.line, f"{entry.kind}: {shortened(entry.text)}")

    def _place(self, piece: Piece, found: re.Match[str], block: int) -> None:
        """A decision or next step of the summary, where it was said."""
        at = f"{block}/{self.part}"
        if found[4]:
            self.reading.understood(piece.line, say("an earlier next step, told in the summary too"))
        elif found[1] == "Decision" and (known := self.decisions.pop(int(found[2]), None)) is not None:
            line, whole = known
            rest = whole.removeprefix(piece.text).strip() if whole.startswith(piece.text) else ""
            notes = tuple(rest[1:-1].split(" · ")) if rest.startswith("(") and rest.endswith(")") else ()
            part = self.part or self._part_in(notes)
            entry = ReadEntry(line, EntryKind.DECISION, piece.text, block=block, part=part, notes=notes)
            self.woven.add(entry, at, "decisions", line=piece.line, number=int(found[2]))
            self.reading.understood(piece.line, say("where decision {found} was made", found=found[2]))
        elif found[1] == "Next step" and (step := self.steps.pop(found[2] + found[3], None)) is not None:
            part = self.part or step.part
            placed = msgspec.structs.replace(step, text=piece.text, who=_who(step, piece.text), block=block, part=part)
            self.woven.add(placed, at, "steps", line=piece.line)
            self.reading.understood(piece.line, say("where next step {found} was named", found=found[2]))
        else:
            self._kept(piece, piece.whole)

    def _rest(self) -> None:
        """Decisions and next steps of the summary that no section places."""
        for number, (line, whole) in self.decisions.items():
            text, notes = self._behind(whole)
            entry = ReadEntry(line, EntryKind.DECISION, text, notes=notes, part=self._part_in(notes))
            self.woven.add(entry, "decisions", number=number)
        for step in self.steps.values():
            self.woven.add(msgspec.structs.replace(step, block=self.steps_block), "steps")

    # --- notes behind a line ----------------------------------------------------------------------------------

    def _block(self) -> int:
        own = self.reading.blocks and self.reading.blocks[-1].title == self.section
        return len(self.reading.blocks) - 1 if own else -1

    def _behind(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The words of a line, and what the minutes put behind them in brackets."""
        found = _BEHIND.fullmatch(text)
        if found is None:
            return text, ()
        notes = tuple(found[2].split(" · "))
        known = all(note in self.parts or _NOTES.fullmatch(note) for note in notes)
        return (found[1], notes) if known else (text, ())

    def _part_in(self, notes: Sequence[str]) -> str:
        return next((note for note in notes if note in self.parts), self.part if self.section != "Summary" else "")


def _who(step: ReadEntry, text: str) -> tuple[str, ...]:
    """Who a step of a table is for. Where columns were wrapped, a name and the words below it may run together."""
    if not step.who or step.text == text:
        return step.who
    *others, last = step.who
    if text.endswith(step.text):
        last = last.removesuffix(text.removesuffix(step.text).strip()).strip()
    elif step.text.endswith(text):
        last = f"{last} {step.text.removesuffix(text).strip()}"
    return (*others, last)
