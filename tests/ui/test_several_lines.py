"""Several lines, typed or pasted: where they end, and that nothing pasted steers the terminal."""

from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult

from peer_tui.ui.widgets.several_lines import SeveralLines


class Lines(App[None]):
    """The lines alone; how often they were complete."""

    complete = 0

    def compose(self) -> ComposeResult:
        yield SeveralLines()

    def on_mount(self) -> None:
        self.query_one(SeveralLines).focus()

    @on(SeveralLines.Complete)
    def _complete(self) -> None:
        self.complete += 1


async def test_enter_on_an_empty_last_line_is_the_end_and_a_pasted_empty_line_is_not() -> None:
    app = Lines()
    async with app.run_test() as pilot:
        lines = app.query_one(SeveralLines)
        lines.insert("Ana\n\nBo")
        await pilot.press("enter")
        assert app.complete == 0 and lines.text == "Ana\n\nBo\n"
        await pilot.press("enter")
        assert app.complete == 1 and lines.text == "Ana\n\nBo\n", "the end adds no line"
        lines.move_cursor((1, 0))
        await pilot.press("enter")
        assert app.complete == 1 and lines.text == "Ana\n\n\nBo\n", "an empty line before the last is only a line"


async def test_what_was_pasted_steers_nothing() -> None:
    app = Lines()
    async with app.run_test():
        lines = app.query_one(SeveralLines)
        lines.load_text("a\x1b[31mb\u202ec")
        drawn = lines.get_line(0).plain
        assert "\x1b" not in drawn and "\u202e" not in drawn and drawn.startswith("a")
