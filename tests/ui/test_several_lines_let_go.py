"""Lines that were typed into are let go with their screen: whoever works all day keeps none of them in memory."""

from __future__ import annotations

import gc

from textual.app import App, ComposeResult
from textual.screen import Screen

from peer_tui.ui.widgets.several_lines import SeveralLines


class Asking(Screen[None]):
    """A screen with lines to type into."""

    def compose(self) -> ComposeResult:
        yield SeveralLines()


async def test_lines_are_let_go_with_their_screen() -> None:
    app: App[None] = App()
    async with app.run_test(notifications=True) as pilot:
        for _ in range(5):
            await app.push_screen(Asking())
            await pilot.pause()
            await app.pop_screen()
            await pilot.pause()
        gc.collect()
        held = [one for one in gc.get_objects() if type(one) is SeveralLines]
        assert len(held) < 2, "the last one may stay for a moment"
