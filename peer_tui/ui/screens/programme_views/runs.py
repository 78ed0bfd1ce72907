"""The programmes of a group: those that run with a line of where they stand each, then those that were closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import say, say_number
from peer_tui.services.programmes import running, standing, starting
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.view import ActingView, lines
from peer_tui.ui.text import join, plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.domain.programmes.standing import Standing


class RunsView(ActingView):
    """A run a row; Enter shows it."""

    word: ClassVar[str] = say("Programmes")
    ACTS = (
        Act("n", "n", say("start one"), "new", say("Start a programme: which one, its name, its days.")),
        Act("r", "r", say("rename"), "rename", say("Another name for this run of the programme.")),
        Act("k", "k", say("close"), "close", say("It came to its end, or goes on after all; a closed one is kept.")),
    )
    enter_words = say("open")

    @property
    def title(self) -> str:
        """How many run."""
        open_ones = sum(not run.closed for run in running.runs(self.opened))
        if not open_ones:
            return say("No programme runs")
        return say_number(open_ones, "{n} programme runs", "{n} programmes run")

    def rows(self, width: int) -> list[ListRow]:
        """Those that run first."""
        rows: list[ListRow] = []
        was_closed = False
        for run in running.runs(self.opened):
            if run.closed and not was_closed:
                was_closed = True
                rows.append(ListRow(plain(say("Closed"), "$quiet"), "-closed", heading=True))
            rows.append(ListRow(self._row(run, width), run.id))
        none = say("No programme runs in this group. n starts one: a peer match, a training, a learning group …")
        return rows or [ListRow(plain(none, "$quiet"), "-none", heading=True)]

    def _row(self, run: Running, width: int) -> Content:
        definition = running.definition(run)
        if definition is None:
            return row(plain(run.title), plain(say("its file is gone"), "$warning"), width)
        kind = plain(definition.title if definition.title != run.title else "", "$quiet")
        left = join([plain(run.title), kind], "  ")
        if run.closed:
            return row(left, Content(""), width)
        return row(left, told(standing.where_it_stands(self.workspace, self.opened, run)), width)

    def below(self, selected: str) -> Content:
        """What the programme is."""
        run = self._run(selected)
        if run is None:
            return Content("")
        definition = running.definition(run)
        if definition is None:
            return plain(running.no_file(run), "$warning")
        return lines(definition.about, say("From: {source}", source=definition.source))

    def _run(self, selected: str) -> Running | None:
        return next((run for run in running.runs(self.opened) if run.id == selected), None)

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Show it, part by part."""
        run = self._run(selected)
        if run is None:
            return
        if running.definition(run) is None:
            self.screen.show_flash(running.no_file(run), "warning")
            return
        from peer_tui.ui.screens.programme_views.every import PARTS

        self.screen.go_into(PARTS[0](self.place, run.id))

    def new(self) -> None:
        """Start one."""
        from peer_tui.ui.screens.programme_views.starting import choose_programme

        choose_programme(self.place)

    def rename(self) -> None:
        """Another name."""
        run = self._run(self.selected)
        if run is None:
            return

        def take(words: str) -> None:
            with self.place.change(say("It is called {title} now.", title=words.strip())):
                starting.rename(self.workspace, self.opened, run, words)

        self.screen.ask(say("What is it called?"), self.screen.taking(take), value=run.title)

    def close(self) -> None:
        """It came to its end, or goes on."""
        run = self._run(self.selected)
        if run is None:
            return

        def yes() -> None:
            with self.place.change(say("Closed: {title}. It is due for nothing any more.", title=run.title)):
                starting.close(self.workspace, self.opened, run)

        if run.closed:
            with self.place.change(say("It goes on: {title}.", title=run.title)):
                starting.close(self.workspace, self.opened, run, closed=False)
        else:
            self.screen.confirm(say("Did {title} come to its end?", title=run.title), yes)


def told(standing: Standing) -> Content:
    """Where a run stands, in a few words: `3 of 6 stages · 2 overdue · 1 due this week`."""
    states = [item.state for item in standing.items]
    done = sum(stage.done for stage in standing.stages)
    parts = []
    if standing.stages:
        words = say("{done} of {all} stages", done=done, all=len(standing.stages))
        parts.append(plain(words, "$quiet"))
    if overdue := states.count("overdue"):
        parts.append(plain(say_number(overdue, "{n} overdue", "{n} overdue"), "$warning"))
    if now := sum(item.state != "overdue" for item in standing.due):
        parts.append(plain(say_number(now, "{n} due this week", "{n} due this week"), "$accent"))
    return join(parts)
