"""Planning a meeting in one line, such as `wed 13 nov 2pm`, from Today."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peer_tui.services.problems import Problem
from peer_tui.services.scheduling import PlannedLine, read_planned
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import PlaceScreen


class PlanningLine:
    """Asks when, says what is understood, and plans it.

    Args:
        screen: where it asks.
        groups: the groups a meeting may belong to; at least one.
        first: the group that is offered first, if it is one of them.
        planned: told in a sentence what was planned.
    """

    def __init__(
        self,
        screen: PlaceScreen,
        groups: Sequence[OpenGroup],
        first: OpenGroup | None,
        planned: Callable[[str], None],
    ) -> None:
        self._screen = screen
        self._folders = [opened.folder for opened in groups]
        self._groups = groups
        mine = first.folder if first is not None else ""
        self._place = self._folders.index(mine) if mine in self._folders else 0
        self._planned = planned
        self._warned: set[tuple[str, str]] = set()
        """The group and the words that were warned about once: the same again plans it all the same."""

    def ask(self) -> None:
        """Open the line; Tab turns to another group."""
        self._screen.ask(self._title, self._take, preview=self._preview, other=self._other_group)

    @property
    def _group(self) -> OpenGroup:
        return self._groups[self._place % len(self._groups)]

    @property
    def _title(self) -> str:
        more = " · Tab: another group" if len(self._groups) > 1 else ""
        return f"Plan a meeting of {self._group.group.name}{more}"

    def _other_group(self) -> str:
        self._place = (self._place + 1) % len(self._groups)
        return self._title

    def _read(self, text: str) -> PlannedLine:
        return read_planned(self._screen.workspace, self._group, text)

    def _preview(self, text: str) -> str:
        said = self._read(text)
        return f"⚠ {said.warning} {said.words}" if said.warning else said.words

    def _take(self, text: str) -> str | None:
        said = self._read(text)
        if said.starts is None:
            return said.words
        asked = (self._group.folder, text)
        if said.warning and asked not in self._warned:
            self._warned.add(asked)
            return f"⚠ {said.warning} Enter once more plans it all the same."
        from peer_tui.services import planning

        try:
            planning.plan(self._screen.workspace, self._group, said.starts, minutes=said.minutes)
        except Problem as problem:
            return problem.sentence
        self._planned(f"Planned: {self._group.group.name}, {said.words}")
        return None
