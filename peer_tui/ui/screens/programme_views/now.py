"""Where a programme stands: its stages with what is missing, what is due this week, and what to look at twice."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from peer_tui.domain.programmes.standing import StageStanding, Standing
from peer_tui.domain.programmes.warnings import without_days
from peer_tui.domain.words import say, say_number
from peer_tui.services.programmes import standing
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.checklist import CheckListView, item_row, mark_line, told_progress
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

MISSING_AT_MOST = 4
"""Pieces of evidence that the row of the next stage names; below the list stand all."""
_STAGE, _ITEM, _WARNING, _DAYS = "stage:", "item:", "warning:", "days:"


class NowView(PartView):
    """Stages, this week, warnings."""

    part: ClassVar[str] = "now"
    word: ClassVar[str] = say("Now")
    ACTS = (
        Act("t", "t", say("done"), "tick", say("The line is done.")),
        Act("x", "x", say("not needed"), "leave_out", say("The line is not needed here.")),
        Act("p", "p", say("meetings"), "plan", say("To the meetings, to plan one.")),
    )
    enter_words = say("go there")

    def _stands(self) -> Standing:
        return standing.where_it_stands(self.workspace, self.opened, self.running)

    @property
    def title(self) -> str:
        """Which programme, and how long its meetings were together."""
        hours = self._stands().hours_words
        return f"{self.running.title} · {hours}" if hours else self.running.title

    def rows(self, width: int) -> list[ListRow]:
        """What needs a look first: this week, then warnings, then the stages."""
        stands = self._stands()
        rows: list[ListRow] = []
        if stands.due:
            rows.append(self.heading(say("This week"), "week"))
            rows += [ListRow(item_row(item, width, dated=True), f"{_ITEM}{item.item.key}") for item in stands.due]
        elif no_days := without_days(self.definition, self.running):
            rows.append(ListRow(plain(say("{sentence} Enter sets them.", sentence=no_days), "$warning"), _DAYS))
        elif stands.items:
            rows.append(self.heading(say("Nothing is due this week."), "week"))
        for number, warning in enumerate(stands.warnings):
            rows.append(ListRow(plain(f"⚠ {warning}", "$warning"), f"{_WARNING}{number}"))
        if stands.stages:
            rows.append(self.heading(say("Where it stands"), "stages"))
        for number, stage in enumerate(stands.stages, start=1):
            rows.append(ListRow(_stage_row(number, stage, stage is stands.now, width), f"{_STAGE}{stage.stage.key}"))
        return rows or self.none(say("It has no stages and no checklist: 4 shows its meetings, 5 its forms."))

    def below(self, selected: str) -> Content:
        """A stage's own words and all that is missing; of a line what its checklist says."""
        stands = self._stands()
        kind, _, key = selected.partition(":")
        if f"{kind}:" == _STAGE:
            stage = next((one for one in stands.stages if one.stage.key == key), None)
            if stage is None:
                return Content("")
            missing = [f"– {one}" for one in stage.missing]
            return lines(stage.stage.about, *(missing or [say("Nothing is missing.")]))
        if f"{kind}:" == _ITEM:
            item = next((one for one in stands.items if one.item.key == key), None)
            told = f"{told_progress(item)} {item.item.help}".strip() if item else ""
            return lines(plain(item.item.title) if item else "", told)
        return Content("")

    def enter(self, selected: str) -> None:
        """To the line of the checklist, or to what the stage is about."""
        kind, _, key = selected.partition(":")
        if f"{kind}:" == _ITEM:
            self.place.show_view(CheckListView(self.place, self.programme, start=key))
        elif f"{kind}:" == _STAGE:
            self._stage(key)
        elif f"{kind}:" in (_WARNING, _DAYS):
            self.place.show_named("days")

    def tick(self) -> None:
        """The line of this week is done."""
        self._mark("done")

    def leave_out(self) -> None:
        """The line of this week is not needed."""
        self._mark("not needed")

    def _mark(self, progress: str) -> None:
        kind, _, key = self.selected.partition(":")
        item = next((one for one in self._stands().items if one.item.key == key), None)
        if f"{kind}:" == _ITEM and item is not None:
            mark_line(self, item, progress)
        else:
            self.screen.show_flash(say("Select a line of this week; 3 shows the whole checklist."))

    def plan(self) -> None:
        """To the meetings, one of which is planned."""
        self.place.show_named("meetings")

    def _stage(self, key: str) -> None:
        """To the first piece of evidence that the stage still lacks."""
        from peer_tui.ui.screens.programme_views.evidence import go_to_evidence

        stage = next((one for one in self._stands().stages if one.stage.key == key), None)
        if stage is not None:
            go_to_evidence(self, stage.stage)


def _stage_row(number: int, stage: StageStanding, here: bool, width: int) -> Content:
    """A stage: done, or how much is missing; of the one that is next, what."""
    mark = plain("✓ ", "$accent") if stage.done else plain("▸ " if here else "· ", "$accent" if here else "$quiet")
    lacks = say_number(len(stage.missing), "{n} missing", "{n} missing") if stage.missing else ""
    name = Content.assemble(mark, plain(f"{number} {stage.stage.title}", "bold" if here else ""))
    told = [row(name, plain(lacks, "$quiet"), width)]
    if here:
        told += [row(plain(f"    {one}", "$quiet"), Content(""), width) for one in stage.missing[:MISSING_AT_MOST]]
        more = len(stage.missing) - MISSING_AT_MOST
        if more > 0:
            told.append(plain(say_number(more, "    … and {n} more", "    … and {n} more"), "$quiet"))
    return Content("\n").join(told)
