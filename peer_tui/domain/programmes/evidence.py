"""What a stage of a programme still lacks. It never locks: what it lacks is said."""

from __future__ import annotations

from collections.abc import Collection

from peer_tui.domain.programmes import forms
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import (
    Anchor,
    Form,
    Item,
    MeetingKind,
    Need,
    Programme,
    Register,
    Report,
    Stage,
)
from peer_tui.domain.programmes.registers import missing_of_row
from peer_tui.domain.programmes.seen import Seen
from peer_tui.domain.words import marked, say, say_number

REPORT_STATES = (
    marked("drafting"), marked("out for review"), marked("feedback integrated"), marked("approved"), marked("shared"),
)  # fmt: skip
"""How far a report comes, in order (`product.md` §3.9)."""


def came_to(progress: str, wanted: str) -> bool:
    """Whether a report is as far as wanted, or further."""
    return progress in REPORT_STATES and REPORT_STATES.index(progress) >= REPORT_STATES.index(wanted)


def missing_of(
    stage: Stage, programme: Programme, running: Running, seen: Seen, done_items: Collection[str]
) -> tuple[tuple[str, Need | None], ...]:
    """What a stage lacks, a phrase each with the evidence it is about, in order; nothing where it is done.

    A stage whose file names no evidence is done with its lines of the checklist.

    Args:
        stage: the stage.
        programme: as its file says.
        running: the run.
        seen: what was looked up.
        done_items: the lines of the checklist that are done or not needed, by their words.
    """
    if not stage.needs:
        left = [item for item in programme.items if item.stage == stage.key and item.key not in done_items]
        if left:
            return ((say_number(len(left), "{n} line of the checklist", "{n} lines of the checklist"), None),)
        return ()
    evidence = _Evidence(stage, programme, running, seen, done_items)
    return tuple((words, need) for need in stage.needs if (words := evidence.missing(need)))


class _Evidence:
    """Looks for one piece of evidence after the other."""

    def __init__(
        self, stage: Stage, programme: Programme, running: Running, seen: Seen, done_items: Collection[str]
    ) -> None:
        self.stage = stage
        self.programme = programme
        self.running = running
        self.seen = seen
        self.done_items = done_items

    def missing(self, need: Need) -> str:
        """What is missing of a piece of evidence; empty where it is there."""
        have, wanted = self._found(need)
        if have >= wanted:
            return ""
        words = need.words or self._usual_words(need)
        return say("{words} ({have} of {wanted})", words=words, have=have, wanted=wanted) if wanted > 1 else words

    def _found(self, need: Need) -> tuple[int, int]:
        """How much of it there is, and how much is wanted."""
        running, part = self.running, need.part
        match need.kind:
            case "form":
                return self._answers(need)
            case "register":
                every = len(self.running.standing_rows(part)) if need.every else 0
                return self._rows(need), max(need.least, every)
            case "item":
                return int(part in self.done_items), 1
            case "meeting":
                return self.seen.held(part), need.least
            case "report":
                return int(came_to(running.report(part).progress, "shared")), 1
            case "evaluation":
                entered = [one for one in running.evaluations if one.part == part]
                return sum(one.occasion == need.question or not need.question for one in entered), need.least
            case "anchor":
                return int(part in running.anchors), 1
            case _:
                return self.seen.captured.get(part, 0), need.least

    def _answers(self, need: Need) -> tuple[int, int]:
        form = next((one for one in self.programme.forms if one.key == need.part), None)
        if form is None:
            return 0, 1
        if need.question:
            asked = [question for question in form.questions if question.key == need.question]
            return sum(bool(forms.text_of(form, one, self.running, self.seen.filled)) for one in asked), 1
        return forms.progress(form, self.running, self.seen.filled, self.stage.key)

    def _rows(self, need: Need) -> int:
        register = next((one for one in self.programme.registers if one.key == need.part), None)
        if register is None:
            return 0
        rows = self.running.standing_rows(need.part)
        if need.question:
            return sum(bool(row.texts.get(need.question)) for row in rows)
        return sum(not missing_of_row(register, row) for row in rows)

    def _usual_words(self, need: Need) -> str:
        title = self._title(need)
        match need.kind:
            case "form":
                return say("questions still open: {title}", title=title)
            case "register":
                return say("rows that lack nothing: {title}", title=title)
            case "meeting":
                return say("not held yet: {title}", title=title)
            case "report":
                return say("not shared yet: {title}", title=title)
            case "evaluation":
                return say("forms handed in: {title}", title=title)
            case "anchor":
                return say("no day yet: {title}", title=title)
            case "captured":
                return say("nothing captured yet as {word}", word=title)
            case _:
                return say("not done yet: {title}", title=title)

    def _title(self, need: Need) -> str:
        programme = self.programme
        every: tuple[Form | Register | Item | MeetingKind | Report | Anchor, ...] = (
            *programme.forms, *programme.registers, *programme.items, *programme.meetings, *programme.reports,
            *programme.anchors,
        )  # fmt: skip
        return next((part.title for part in every if part.key == need.part), need.part)
