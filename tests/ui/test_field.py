"""The field of one line: what is pasted into it."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult

from peer_tui.ui.widgets.field import Field


class One(App[None]):
    """The field alone."""

    def compose(self) -> ComposeResult:
        yield Field(select_on_focus=False)


async def pasted(text: str, before: str = "") -> str:
    app = One()
    async with app.run_test() as pilot:
        field = app.query_one(Field)
        field.focus()
        field.value = before
        field.cursor_position = 0
        field.post_message(events.Paste(text))
        await pilot.pause()
        await pilot.pause()
        return field.value


async def test_of_several_pasted_lines_none_is_lost() -> None:
    assert await pasted("The county votes\r\n\n  on 15 June\n", " soon") == "The county votes on 15 June soon"


async def test_one_pasted_line_stands_as_it_was_once_and_nothing_at_all_changes_nothing() -> None:
    assert await pasted(" a\tb [/]", "c") == " a\tb [/]c"
    assert await pasted("\n", "c") == "c"
