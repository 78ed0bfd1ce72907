"""Keys that come faster than the screen is drawn, and bytes that are no text: nothing ends the program."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from peer_tui.ui.palette import Palette
from peer_tui.ui.themes import stand_ins
from peer_tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


class Rows(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return stand_ins(self.current_theme)

    def compose(self) -> ComposeResult:
        yield RowList("Rows")


async def test_a_page_is_turned_in_rows_that_were_drawn_again_just_now():
    app = Rows()
    async with app.run_test(size=(40, 12)) as pilot:
        rows = app.query_one(RowList)
        rows.show([ListRow(Content(f"row {n}"), str(n)) for n in range(40)])
        rows.action_page_down()
        rows.action_page_up()
        await pilot.pause()
        rows.action_page_down()
        assert rows.highlighted
        rows.show([ListRow(Content(f"other {n}"), f"o{n}") for n in range(50)])
        rows.action_page_down()
        rows.action_page_up()
        assert rows.selected.startswith("o")


async def test_a_page_of_the_palette_is_turned_while_its_commands_come_in(desk: Desk):
    async with desk.sit() as pilot:
        for _ in range(5):
            palette = Palette()
            desk.app.push_screen(palette)
            for _ in range(12):
                await pilot.press("pagedown", "pageup", "o", "pagedown")
            await pilot.press("escape")
            await pilot.press("escape")
        assert desk.app.is_running


def test_bytes_that_are_not_utf_8_are_read_as_a_visible_mark():
    linux_driver = pytest.importorskip("textual.drivers.linux_driver")
    from peer_tui.ui.driver import take_any_bytes

    take_any_bytes()
    decoder = linux_driver.getincrementaldecoder("utf-8")()
    assert decoder.decode(b"caf\xe9 \xcf\xff ok\xe6") == "caf\ufffd \ufffd\ufffd ok"
    assert decoder.decode("é".encode()[:1]) == "\ufffd"
    assert getincrementaldecoder("utf-8")().decode("é".encode()) == "é", "nobody else's decoder is touched"
