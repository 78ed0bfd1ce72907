"""The rows on top of every screen around the meeting: where we are, and whether everything is on disk."""

from __future__ import annotations

import datetime as dt

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from peer_tui.domain.wall_time import say_short_time
from peer_tui.domain.words import say
from peer_tui.services.workspace import Workspace
from peer_tui.ui.text import plain

PRACTICE = say("Practice library: nothing here touches your real one")


class PlaceHeader(Vertical):
    """The name of the place on the left, the state of saving on the right; below it what a person must know."""

    DEFAULT_CSS = """
    PlaceHeader { height: auto; padding: 0 1; }
    PlaceHeader Horizontal { height: 1; }
    PlaceHeader .place { width: 1fr; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    PlaceHeader .saved { width: auto; color: $quiet; padding-left: 2; }
    PlaceHeader .practice { color: $accent; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    PlaceHeader .not-saved { color: $error; text-style: bold; height: auto; }
    """

    def __init__(self, workspace: Workspace, place: str, *, practice: bool = False, zone: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        self._place = place
        self._practice = practice
        self._zone = zone
        """In which its times are told; empty for that of most groups."""
        self._shown: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The rows; those with nothing to say are hidden."""
        with Horizontal():
            yield Static(classes="place")
            yield Static(classes="saved")
        yield Static(plain(PRACTICE), classes="practice")
        yield Static(classes="not-saved")

    def on_mount(self) -> None:
        """Show what stands."""
        self.query_one(".practice").display = self._practice
        self.show()

    def tell(self, place: str, zone: str) -> None:
        """Another place, and the zone in which its times are told."""
        self._place, self._zone = place, zone
        self.show()

    def show(self) -> None:
        """Draw again, if anything is said differently now."""
        saver = self._workspace.saver
        state, trouble = saver.state, saver.problem or saver.warning
        told = (self._place, self._saved_words(state), trouble)
        if told == self._shown:
            return
        self._shown = told
        self.query_one(".place", Static).update(plain(self._place))
        self.query_one(".saved", Static).update(plain(told[1]))
        line = self.query_one(".not-saved", Static)
        line.update(plain(say("NOT SAVED — {trouble}", trouble=trouble) if state == "not saved" else trouble))
        line.display = bool(trouble)

    def _saved_words(self, state: str) -> str:
        at = self._workspace.saver.saved_at
        if state == "saved":
            today = at is not None and self._workspace.now() - at < dt.timedelta(hours=12)
            zone = self._zone or self._workspace.usual_zone
            hours = self._workspace.settings.hours
            return say("saved {time}", time=say_short_time(at, zone, hours)) if at and today else ""
        return say("saving…") if state == "saving" else say("NOT SAVED")
