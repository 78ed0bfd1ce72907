"""Choosing one of several: by Enter, by its letter, or nothing."""

from __future__ import annotations

import pytest
from textual.app import App

from peer_tui.ui.screens.choose_one import ChooseByLetter
from peer_tui.ui.themes import stand_ins

ROWS = (("m", "Markdown", "md"), ("t", "[plain] text", "txt"))


class Asking(App[None]):
    """A screen that asks, with the program's own colours."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return stand_ins(self.current_theme)


@pytest.mark.parametrize(
    ("keys", "given"), [(("t",), "txt"), (("down", "enter"), "txt"), (("enter",), "md"), (("escape",), "")]
)
async def test_a_letter_enter_or_nothing(keys: tuple[str, ...], given: str) -> None:
    taken: list[str | None] = []
    app = Asking()
    async with app.run_test() as pilot:
        app.push_screen(ChooseByLetter("Write it as", ROWS), taken.append)
        await pilot.pause()
        assert "a letter or Enter chooses" in str(app.screen.query_one("#choices").border_subtitle)
        await pilot.press("x")
        assert not taken, "a letter that stands for nothing chooses nothing"
        await pilot.press(*keys)
        await pilot.pause()
    assert taken == [given]
