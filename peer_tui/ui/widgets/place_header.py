"""The rows on top of every screen around the meeting: where we are, and whether everything is on disk."""

from __future__ import annotations

import datetime as dt

import msgspec
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from peer_tui.domain.characters import visible
from peer_tui.domain.wall_time import say_short_time
from peer_tui.domain.words import say
from peer_tui.services.workspace import Workspace
from peer_tui.ui.text import plain, row, wrap

PRACTICE = say("Practice library: nothing here touches your real one")


class Told(msgspec.Struct, frozen=True):
    """What the header says."""

    place: str = ""
    saved: str = ""
    trouble: str = ""
    """Why something is not saved, or will soon not be; empty while all is well."""


class PlaceHeader(Widget):
    """The name of the place on the left, the state of saving on the right; below it what a person must know.

    It draws its rows itself: with a widget for each, every screen would wait for five more.
    """

    DEFAULT_CSS = """
    PlaceHeader { height: auto; padding: 0 1; }
    """

    def __init__(self, workspace: Workspace, place: str, *, practice: bool = False, zone: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        self._place = place
        self._practice = practice
        self._zone = zone
        """In which its times are told; empty for that of most groups."""
        self._told = Told()

    def on_mount(self) -> None:
        """Show what stands."""
        self.show()

    def tell(self, place: str, zone: str) -> None:
        """Another place, and the zone in which its times are told."""
        self._place, self._zone = place, zone
        self.show()

    def show(self) -> None:
        """Draw again, if anything is said differently now."""
        saver = self._workspace.saver
        state, trouble = saver.state, saver.problem or saver.warning
        if state == "not saved" and trouble:
            trouble = say("NOT SAVED — {trouble}", trouble=trouble)
        told = Told(self._place, self._saved_words(state), trouble)
        if told != self._told:
            grew = told.trouble != self._told.trouble
            self._told = told
            self.refresh(layout=grew)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as what is told takes in this width."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The rows, one below the other."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Content]:
        told = self._told
        rows = [row(plain(told.place, "bold"), plain(f" {told.saved}" if told.saved else "", "$quiet"), width)]
        if self._practice:
            rows.append(plain(PRACTICE, "$accent").truncate(width, ellipsis=True))
        if told.trouble:
            rows += [plain(line, "bold $error") for line in wrap(visible(told.trouble), width)]
        return rows

    def _saved_words(self, state: str) -> str:
        at = self._workspace.saver.saved_at
        if state == "saved":
            today = at is not None and self._workspace.now() - at < dt.timedelta(hours=12)
            zone = self._zone or self._workspace.usual_zone
            hours = self._workspace.settings.hours
            return say("saved {time}", time=say_short_time(at, zone, hours)) if at and today else ""
        return say("saving…") if state == "saving" else say("NOT SAVED")
