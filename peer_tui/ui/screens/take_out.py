"""Take out: the minutes of many meetings at once, a file each and a page that lists them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from peer_tui.domain.naming import Audience, Privacy
from peer_tui.domain.words import say, say_number
from peer_tui.services import layouts
from peer_tui.services.days import read_day
from peer_tui.services.exporting_many import Wanted, Writing, meetings_wanted
from peer_tui.services.keeping import DRAWN_WHOLE, FORMATS, Telling
from peer_tui.services.layouts import USUAL
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.place import GO_TO, HELP, Act, PlaceScreen
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.ask_line import Take
from peer_tui.ui.widgets.row_list import ListRow, RowList

_NAMES = {
    "group": say("group"), "since": say("since"), "until": say("until"), "format": say("format"), "for": say("for"),
    "names": say("names"), "layout": say("layout"), "folder": say("folder"),
}  # fmt: skip
"""Each choice, by the word it is known by here."""
_WIDE = max(map(cell_len, _NAMES.values())) + 4
"""Cells of the name of a choice."""
_BAR = 24
_USUAL = "usual"
_NONE = say("No meeting that ended lies in these days.")
_STOPPING = say("Stopping …")


class TakeOutScreen(PlaceScreen):
    """What is to be written, one line a choice; `w` writes it.

    Args:
        opened: the group that was looked at last: its minutes are chosen first; None for all groups.
    """

    CSS_PATH = "take_out.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Take out")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "w",
            "w",
            say("write"),
            "write",
            say("Write a file for each meeting, for you only, and a page that lists them."),
        ),
        Act("c", "c", say("change"), "change", say("Change the selected line (also Enter).")),
        Act("s", "s", say("stop"), "stop", say("Stop writing; what was written stays, and is whole (also Esc).")),
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__()
        self._opened = opened
        self.since = self.until = ""
        self.form = "html"
        self.audience = Audience.MEMBERS
        self.privacy: Privacy | None = None
        self.layout_name = USUAL
        self.folder: Path | None = None
        self.count = 0
        self._writing: Writing | None = None
        self._stop = False

    @property
    def group_here(self) -> OpenGroup | None:
        """The group whose minutes are chosen."""
        return self._opened

    @property
    def wanted(self) -> Wanted:
        """Which meetings are chosen."""
        folder = self._opened.folder if self._opened is not None else ""
        return Wanted("", read_day(self.since), read_day(self.until, last=True), folder)

    @property
    def where(self) -> Path:
        """The folder that is written into."""
        return self.folder or self.workspace.places.exports / f"minutes-{self.form}"

    def compose_body(self) -> ComposeResult:
        """How many meetings that are, the choices, and how far the writing is."""
        yield Static(id="count", markup=False)
        yield RowList(say("What is written"), id="choices")
        yield Static(id="progress", markup=False)

    def before_first_drawing(self) -> None:
        """Count the meetings."""
        self._recount()

    def after_first_drawing(self) -> None:
        """Walk in the choices."""
        self.query_one(RowList).focus()

    def _recount(self) -> None:
        if self.workspace.saver.unsaved():
            self.workspace.saver.flush()
        self.count = len(meetings_wanted(self.workspace, self.wanted))

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the choices."""
        some = say_number(self.count, "{n:,} meeting that ended.", "{n:,} meetings that ended.")
        self.query_one("#count", Static).update(plain(some if self.count else _NONE))
        rows = self.query_one(RowList)
        rows.show([ListRow(self._row(name, value), name) for name, value in self._choices().items()])
        self.fit(rows)
        self._draw_progress()
        self.show_keys()

    def _choices(self) -> dict[str, str]:
        shaped = self.form not in DRAWN_WHOLE
        return {
            "group": self._opened.glance.name if self._opened is not None else say("all groups"),
            "since": self.since or say("the beginning"),
            "until": self.until or say("now"),
            "format": f"{FORMATS[self.form]} (.{self.form})",
            "for": self.audience.says,
            "names": self.privacy.says
            if self.privacy is not None
            else say("as usual for the group and whom it is for"),
            "layout": self.layout_name if shaped else say("the whole record, as always in this format"),
            "folder": str(self.where),
        }

    def _row(self, name: str, value: str) -> Content:
        return Content.assemble(plain(set_cell_size(_NAMES[name], _WIDE), "$quiet"), plain(value))

    def _draw_progress(self) -> None:
        line = self.query_one("#progress", Static)
        line.display = self._writing is not None
        if self._writing is not None:
            many = self._writing.many
            filled = _BAR * many.written // max(many.wanted, 1)
            bar = "█" * filled + "·" * (_BAR - filled)
            words = _STOPPING if self._stop else say("Esc stops")
            line.update(
                plain(
                    say(
                        "{bar} {written:,} of {wanted:,} · {words}",
                        bar=bar,
                        written=many.written,
                        wanted=many.wanted,
                        words=words,
                    )
                )
            )

    def footer(self) -> list[tuple[str, str]]:
        """While it writes, how to stop."""
        if self._writing is not None:
            return [("Esc", say("stop")), (HELP.shown, HELP.words)]
        return [
            ("Enter", say("change")),
            ("w", say("write")),
            ("Esc", say("back")),
            (GO_TO.shown, GO_TO.words),
            (HELP.shown, HELP.words),
        ]

    # --- choosing ---------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#choices")
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """Change what the selected line says."""
        if self._writing is not None:
            self.show_flash(say("It is being written now. Esc stops."))
            return
        name = self.query_one(RowList).selected
        match name:
            case "since" | "until":
                before = self.since if name == "since" else self.until
                words = say("First day") if name == "since" else say("Last day")
                self.ask(
                    say("{words}: 2024, 2024-10 or 2024-10-09; empty for all", words=words),
                    self._take_day(name),
                    value=before,
                )
            case "folder":
                self.ask(say("Into which folder"), self._take_folder, value=str(self.where))
            case _:
                rows = [ListRow(plain(words), key) for key, words in self._offered(name)]
                self.app.push_screen(ChooseOne(_NAMES[name], rows), lambda key: self._chosen(name, key or ""))

    def _offered(self, name: str) -> list[tuple[str, str]]:
        match name:
            case "group":
                groups = [(opened.folder, opened.glance.name) for opened in self.workspace.open_groups()]
                return [("*", say("all groups")), *groups]
            case "format":
                return [(form, f"{words} (.{form})") for form, words in FORMATS.items()]
            case "for":
                return [(str(audience), audience.says) for audience in Audience]
            case "names":
                levels = [(str(int(level)), f"{int(level)} {level.says}") for level in Privacy]
                return [(_USUAL, say("as usual for the group and whom it is for")), *levels]
        shaping = self.form if self.form in layouts.SHAPED else "txt"
        known = layouts.known(layouts.folders(self.workspace, self._opened))
        names = dict.fromkeys(one.name for one in known if one.form == shaping)
        return [(one, one) for one in names]

    def _chosen(self, name: str, key: str) -> None:
        if not key:
            return
        match name:
            case "group":
                found = [opened for opened in self.workspace.open_groups() if opened.folder == key]
                self._opened = found[0] if found else None
                self._recount()
            case "format":
                self.form = key
                if self.layout_name not in dict(self._offered("layout")):
                    self.layout_name = USUAL
            case "for":
                self.audience = Audience(key)
            case "names":
                self.privacy = None if key == _USUAL else Privacy(int(key))
            case "layout":
                self.layout_name = key
        self.draw()

    def _take_day(self, name: str) -> Take:
        def take(words: str) -> str | None:
            try:
                read_day(words)
            except Problem as problem:
                return problem.sentence
            if name == "since":
                self.since = words.strip()
            else:
                self.until = words.strip()
            self._recount()
            self.draw()
            return None

        return take

    def _take_folder(self, words: str) -> str | None:
        self.folder = Path(words.strip()).expanduser() if words.strip() else None
        if self.folder is not None and self.folder.exists() and not self.folder.is_dir():
            self.folder = None
            return say("That is a file. Name a folder; it is made if it is not there.")
        self.draw()
        return None

    # --- writing ----------------------------------------------------------------------------------------------

    def action_write(self) -> None:
        """Write them all."""
        if self._writing is not None:
            return
        if not self.count:
            self.show_flash(say("{none} There are no minutes to write.", none=_NONE))
            return
        told = Telling(self.form, self.privacy, self.audience, self.layout_name)
        self._writing, self._stop = Writing(self.workspace, self.wanted, told, self.where), False
        self.show_flash("")
        self.draw()
        self.run_worker(self._write(self._writing), group="write", exclusive=True)

    async def _write(self, run: Writing) -> None:
        many, problem = run.many, ""
        try:
            while many.written < many.wanted and not self._stop:
                read = run.read()
                # Drawing a PDF takes half a second, in which keys are still taken.
                run.keep(read, await asyncio.to_thread(read.drawn))
                self._draw_progress()
            many.stopped = many.written < many.wanted
        except Problem as error:
            problem = error.sentence
        finally:
            try:
                run.finish()
            except Problem as error:
                problem = problem or error.sentence
            self._writing = None
        if self.is_attached:
            self.draw()
            said = " ".join((problem or many.words, *many.notices))
            self.show_flash(said, "warning" if problem or many.notices else "plain")

    def action_stop(self) -> None:
        """Write no more."""
        if self._writing is not None:
            self._stop = True
            self._draw_progress()

    def action_back(self) -> None:
        """While it writes, Esc stops; then it goes back."""
        if self._writing is not None:
            self.action_stop()
        else:
            super().action_back()
