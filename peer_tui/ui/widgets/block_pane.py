"""What the block that is on shows: its own content, under its own name; its next steps can be walked and marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from peer_tui.domain.words import say
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import Row, Shown, block_on, prefixes, shown
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.capture_box import CaptureBox

if TYPE_CHECKING:
    from peer_tui.ui.app import PeerApp

STYLES = {
    "plain": "",
    "quiet": "$quiet",
    "strong": "bold",
    "accent": "bold $accent",
    "good": "$success",
    "warning": "$warning",
    "over": "bold $error",
}
"""How each style of a row is drawn. The words say the same, so that nothing is lost without colour."""

MARKS = {"d": "done", "m": "moved", "s": "stuck", "n": "notstarted", "y": "yes"}
"""The letter that marks the selected step, and its verb; they act only while this pane has the keys."""

_MARKED_IN = frozenset({"review", "roll-call", "steps"})
"""Jobs of blocks in which steps are marked."""
_YES_IN = "steps"
_BORDERS = 2
_SELECTED = "$block-cursor-foreground on $block-cursor-background"


def lay_out_rows(rows: Sequence[Row], width: int) -> list[list[Content]]:
    """Each row wrapped to `width` cells, as lines; a broken row goes on below where its text began."""
    laid = []
    for row, prefix in zip(rows, prefixes(rows), strict=True):
        before = plain(prefix, STYLES[row.style])
        room = max(1, width - before.cell_length)
        broken = _text(row).wrap(room)
        laid.append([
            before.append(line) if number == 0 else line.pad_left(before.cell_length)
            for number, line in enumerate(broken)
        ])  # fmt: skip
    return laid


def laid_out(rows: Sequence[Row], width: int) -> Content:
    """The rows wrapped to `width` cells, one below the other."""
    return Content("\n").join([line for lines in lay_out_rows(rows, width) for line in lines])


def _text(row: Row) -> Content:
    if not row.head:
        return plain(row.text, STYLES[row.style])
    return Content.assemble(
        plain(row.text[: row.head], STYLES[row.style]), plain(row.text[row.head :], STYLES["quiet"])
    )


class BlockPane(VerticalScroll):
    """The block's content; painted again only when its words change, scrolled when there is more than fits.

    While it has the keys, the rows of next steps in Minutes review and Next Steps are selected with the arrow keys and
    marked with a letter; every other letter goes to the capture line (`product.md` §3.7 (a)).
    """

    DEFAULT_CSS = """
    BlockPane {
        height: auto;
        max-height: 40vh;
        border: round $border-blurred;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        padding: 0 1;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;

        &:focus { border: round $border; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", say("Step before"), show=False),
        Binding("down", "move(1)", say("Step after"), show=False),
        *(Binding(letter, f"mark('{word}')", word, show=False) for letter, word in MARKS.items()),
    ]

    def __init__(self, session: LiveSession, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.session = session
        self.painted = 0
        """How often its words were painted: a measure of calm."""
        self.selected = ""
        """The label of the selected step; empty while the keys go elsewhere, or where there is none."""
        self._words = Static()
        self._now: tuple[Shown, int, str] | None = None
        self._steps: list[str] = []
        """The labels of the steps that can be marked, as they stand."""
        self._places: dict[str, tuple[int, int]] = {}
        """The first line of each step that can be marked, and how many lines it takes."""

    def compose(self) -> ComposeResult:
        """One widget for all the words."""
        yield self._words

    def allow_focus(self) -> bool:
        """Only what can be scrolled or marked is worth a stop of the Tab key."""
        return bool(self._steps) or self.max_scroll_y > 0

    def on_resize(self) -> None:
        """Another width: the words break elsewhere, once the layout has settled."""
        self.call_after_refresh(self.show)

    # --- drawing ----------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Say what the block shows now."""
        width = self.scrollable_content_region.width
        if not self.is_mounted or width <= 0:
            return
        now = shown(self.session, width=width, height=self._room())
        self._find_steps(now.rows)
        if (now, width, self.selected) == self._now:
            return
        before, self._now = self._now, (now, width, self.selected)
        self.painted += 1
        self._say_titles(now, width)
        self._words.update(self._laid_out(now.rows, width))
        if before is not None and before[0].title != now.title:
            self.scroll_home(animate=False)

    def _say_titles(self, now: Shown, width: int) -> None:
        hint = self._keys_words(width) if self.has_focus and self._steps else now.hint
        # Where there is no lower border, the keys stand in the upper one while they act.
        hidden = hint is not now.hint and not self.styles.border_bottom[0]
        self.border_title = plain(hint if hidden else now.title)
        self.border_subtitle = plain(hint)

    def _keys_words(self, width: int) -> str:
        words = [say("d done"), say("m moved"), say("s stuck"), say("n not started")]
        if self._job == _YES_IN:
            words.insert(0, say("y yes"))
        whole = " · ".join(["↑↓", *words, "Esc"])
        return whole if len(whole) <= width else " · ".join(words)

    @property
    def _job(self) -> str:
        block = block_on(self.session)
        return block.job if block is not None else ""

    def _laid_out(self, rows: Sequence[Row], width: int) -> Content:
        lines: list[Content] = []
        self._places = {}
        for row, laid in zip(rows, lay_out_rows(rows, width), strict=True):
            label = row.step if row.step in self._steps and row.step not in self._places else ""
            if label:
                self._places[label] = (len(lines), len(laid))
            if label and label == self.selected:
                laid = [Content.styled(line.pad_right(width - line.cell_length).plain, _SELECTED) for line in laid]
            lines += laid
        return Content("\n").join(lines)

    def _room(self) -> int:
        """The most rows of words the pane may take: as the stylesheet says, whatever it takes now."""
        most, around = self.styles.max_height, self.container_size
        rows = int(most.resolve(around, self.screen.size)) if most is not None else around.height
        return max(1, rows - _BORDERS)

    # --- marking steps ----------------------------------------------------------------------------------------

    def _find_steps(self, rows: Sequence[Row]) -> None:
        """The steps that can be marked now; a selection whose step has gone moves to the one in its place."""
        can = self.session.meeting.live and self._job in _MARKED_IN
        before, self._steps = self._steps, list(dict.fromkeys(row.step for row in rows if row.step)) if can else []
        if not self.has_focus or not self._steps:
            self.selected = ""
        elif self.selected not in self._steps:
            place = before.index(self.selected) if self.selected in before else 0
            self.selected = self._steps[min(place, len(self._steps) - 1)]

    def watch_has_focus(self, has_focus: bool) -> None:
        """With the keys comes the selection, on the step the group is asked about first; it goes with them."""
        super().watch_has_focus(has_focus)
        self.show()
        self._show_selected()

    def on_click(self, event: events.Click) -> None:
        """The step that was clicked is selected."""
        row = event.screen_y - self.content_region.y + self.scroll_offset.y
        for label, (first, count) in self._places.items():
            if first <= row < first + count and self.has_focus:
                self.selected = label
                self.show()

    def on_key(self, event: events.Key) -> None:
        """A letter that marks nothing belongs to the line."""
        if event.is_printable and event.character and not self._marks(event.character):
            event.stop()
            for box in self.screen.query(CaptureBox):
                box.type_on(event.character)

    def _marks(self, letter: str) -> bool:
        word = MARKS.get(letter, "")
        return bool(word and self.selected) and (word != "yes" or self._job == _YES_IN)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A letter is a key only while it can mark something."""
        if action == "mark":
            letter = next((letter for letter, word in MARKS.items() if (word,) == parameters), "")
            return self._marks(letter)
        return super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        """Select another step; where there is none, scroll."""
        if not self._steps:
            self.scroll_relative(y=by, animate=False)
            return
        place = self._steps.index(self.selected) + by if self.selected in self._steps else 0
        if place < 0:
            # What stands above the first step is read by going on upwards.
            self.scroll_home(animate=False)
            return
        self.selected = self._steps[min(place, len(self._steps) - 1)]
        self.show()
        self._show_selected()

    def action_mark(self, word: str) -> None:
        """Mark the selected step. A list in which told steps step back then offers the next one."""
        label = self.selected
        place = self._steps.index(label)
        said = self.session.do(word, label)
        self.show()
        if label in self._steps and self._steps.index(label) != place:
            self.selected = self._steps[min(place, len(self._steps) - 1)]
            self.show()
        self._show_selected()
        cast("PeerApp", self.app).flash(said.words, "plain" if said.done else "warning")

    def _show_selected(self) -> None:
        if self.selected in self._places:
            first, count = self._places[self.selected]
            width = max(1, self.scrollable_content_region.width)
            self.call_after_refresh(
                self.scroll_to_region, Region(0, first, width, count), animate=False, force=True, origin_visible=False
            )
