"""A day, a time and a length in one line, `wed 13 nov 2pm 90 min`: to plan, to move, or to write up a meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peer_tui.domain.events import MeetingId
from peer_tui.domain.held import Held
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.scheduling import PlannedLine, read_planned
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import PlaceScreen

Done = Callable[[OpenGroup, MeetingId, str], None]
"""Told the group, the meeting and a sentence on what was done."""


class WhenLine:
    """Asks when, says what is understood, warns once, and does it.

    Args:
        screen: where it asks.
        groups: the groups a meeting may belong to; at least one.
        first: the group that is offered first, if it is one of them.
        done: told what was done.
    """

    ASKS = ""
    """What is asked, before the name of the group."""

    def __init__(self, screen: PlaceScreen, groups: Sequence[OpenGroup], first: OpenGroup | None, done: Done) -> None:
        self._screen = screen
        self._folders = [opened.folder for opened in groups]
        self._groups = groups
        mine = first.folder if first is not None else ""
        self._place = self._folders.index(mine) if mine in self._folders else 0
        self._done = done
        self._warned: set[tuple[str, str]] = set()
        """The group and the words that were warned about once: the same again does it all the same."""

    def ask(self, value: str = "") -> None:
        """Open the line; Tab turns to another group."""
        other = self._other_group if len(self._groups) > 1 else None
        self._screen.ask(self._title, self._take, value=value, preview=self._preview, other=other)

    @property
    def _group(self) -> OpenGroup:
        return self._groups[self._place % len(self._groups)]

    @property
    def _title(self) -> str:
        more = " · " + say("Tab: another group") if len(self._groups) > 1 else ""
        return f"{self.ASKS} {self._group.group.name}{more}"

    def _other_group(self) -> str:
        self._place = (self._place + 1) % len(self._groups)
        return self._title

    def _read(self, text: str) -> PlannedLine:
        return read_planned(self._screen.workspace, self._group, text)

    def _preview(self, text: str) -> str:
        said = self._read(text)
        return f"⚠ {said.warning} {said.words}" if said.warning and text.strip() else said.words

    def _take(self, text: str) -> str | None:
        said = self._read(text)
        if said.starts is None:
            return said.words
        asked = (self._group.folder, text)
        if said.warning and asked not in self._warned:
            self._warned.add(asked)
            return say("⚠ {warning} Enter once more {again}.", warning=said.warning, again=self._again)
        opened = self._group
        try:
            meeting, words = self._do(opened, said)
        except Problem as problem:
            return problem.sentence
        self._screen.call_after_refresh(self._done, opened, meeting, words)
        return None

    _again = say("does it all the same")
    """What a second Enter does."""

    def _do(self, opened: OpenGroup, said: PlannedLine) -> tuple[MeetingId, str]:
        """Do it: the meeting, and a sentence."""
        raise NotImplementedError


class PlanningLine(WhenLine):
    """Plans a meeting."""

    ASKS = say("Plan a meeting of")
    _again = say("plans it all the same")

    def _do(self, opened: OpenGroup, said: PlannedLine) -> tuple[MeetingId, str]:
        from peer_tui.services import planning

        assert said.starts is not None
        meeting = planning.plan(self._screen.workspace, opened, said.starts, minutes=said.minutes)
        return meeting, say("Planned: {name}, {words}", name=opened.group.name, words=said.words)


class WritingLine(WhenLine):
    """Begins to write up a meeting that was held on paper."""

    ASKS = say("Write up: when was it held, and how long?")
    _again = say("begins to write it up")

    def _read(self, text: str) -> PlannedLine:
        return read_planned(self._screen.workspace, self._group, text, held=True)

    def _do(self, opened: OpenGroup, said: PlannedLine) -> tuple[MeetingId, str]:
        from peer_tui.services.writing_up import write_up

        assert said.starts is not None
        meeting = write_up(self._screen.workspace, opened, said.starts, minutes=said.minutes)
        return meeting, say("Written up: {name}, {words}", name=opened.group.name, words=said.words)


class MovingLine(WhenLine):
    """Moves one meeting to another day, time or length."""

    ASKS = say("Move: another day, time or length for")
    _again = say("moves it all the same")

    def __init__(self, screen: PlaceScreen, opened: OpenGroup, held: Held, done: Done) -> None:
        super().__init__(screen, [opened], opened, done)
        self._held = held

    def _read(self, text: str) -> PlannedLine:
        return read_planned(self._screen.workspace, self._group, text, moving=self._held.id)

    def _do(self, opened: OpenGroup, said: PlannedLine) -> tuple[MeetingId, str]:
        from peer_tui.services import planning

        assert said.starts is not None
        planning.move(self._screen.workspace, opened, self._held, said.starts, said.minutes)
        return self._held.id, say("Moved: {words}", words=said.words)
