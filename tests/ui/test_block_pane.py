"""The panes of the live screen: a block's content under its own name, and what stands beside the minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from peer_tui.domain.events import BlockPlan, Side
from peer_tui.paths import places
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import Row
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.ui.themes import load_themes, stand_ins
from peer_tui.ui.widgets.block_pane import BlockPane, laid_out
from peer_tui.ui.widgets.side_pane import SidePane
from tests.services.libraries import add_topic

HOSTILE = "[/] [bold red]x[/bold] \u202eevil 林小雨 😀 " + "w" * 60


class Panes(App[None]):
    """The two panes side by side."""

    CSS = """
    Horizontal { height: 1fr; }
    BlockPane { width: 1fr; }
    SidePane { width: 26; height: 1fr; }
    """

    def __init__(self, session: LiveSession, theme: str = "peer") -> None:
        super().__init__()
        self.session = session
        self.wanted = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return stand_ins(self.current_theme)

    def on_mount(self) -> None:
        for theme in load_themes()[0]:
            self.register_theme(theme)
        self.theme = self.wanted

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield BlockPane(self.session)
            yield SidePane(self.session)

    @property
    def block(self) -> BlockPane:
        return self.query_one(BlockPane)

    @property
    def side(self) -> SidePane:
        return self.query_one(SidePane)

    def show(self) -> None:
        self.block.show()
        self.side.show()

    @property
    def text(self) -> str:
        """Everything that stands on the screen now."""
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    import datetime as dt

    clock = ManualClock(dt.datetime(2024, 11, 13, 18, 52, tzinfo=dt.UTC))
    made = Workspace(places(environ={"PEER_TUI_HOME": str(tmp_path)}), clock, Settings(), threaded=False)
    yield made
    made.close()


@pytest.fixture
def session(workspace: Workspace) -> LiveSession:
    """A meeting that begins in eight minutes; the clock stands still."""
    opened = planning.new_group(workspace, "Harbor", "mapwc", "America/New_York", "Ana Ruiz\nBo Chen\nMei Tan")
    planning.adopt_first_agreement(workspace, opened, [(Side.COMFORT, "pass at any time")])
    meeting = planning.plan(workspace, opened, workspace.now().replace(hour=19, minute=0))
    made = LiveSession(workspace, opened, meeting)
    made.enter("/next")
    return made


async def test_the_block_stands_under_its_own_name_with_the_next_act_below(session: LiveSession):
    app = Panes(session)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        assert "╭─ Welcome ─" in app.text
        assert "Doors open since 1:52 pm · begins 2:00 pm, in 8 min" in app.text
        assert "copies the agenda for the chat ─╯" in app.text
        session.enter("/next")
        app.show()
        await pilot.pause()
        assert "╭─ Comfort / Discomfort Agreement – introductions ─" in app.text
        assert "1 pass at any time" in app.text and "Doors open" not in app.text


async def test_it_is_painted_only_when_its_words_change(session: LiveSession):
    app = Panes(session)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        before = app.block.painted, app.side.painted
        for _ in range(5):
            app.show()
        await pilot.pause()
        assert (app.block.painted, app.side.painted) == before
        session.enter("! We meet by Zoom")
        app.show()
        assert (app.block.painted, app.side.painted) == (before[0], before[1] + 1), "the welcome shows no decisions"
        session.enter("+ana")
        app.show()
        assert app.block.painted == before[0] + 1


async def test_check_28_hostile_words_stand_as_they_were_typed(session: LiveSession):
    workspace, opened = session.workspace, session.opened
    planning.add_people(workspace, opened, HOSTILE)
    planning.add_priority(workspace, opened, HOSTILE, opened.group.everybody[-1].id)
    add_topic(workspace, opened, session.id, HOSTILE)
    blocks = [
        BlockPlan(key=b.key, title=f"{HOSTILE} {b.key}", job=b.job, low=5, high=5) for b in session.meeting.blocks
    ]
    planning.set_agenda(workspace, opened, session.id, blocks)
    session = LiveSession(workspace, opened, session.id)
    for line in (f"+{HOSTILE}", f"> {HOSTILE}", f"! {HOSTILE}", f"~ {HOSTILE}", f"comfort: {HOSTILE}", "q+ [/]"):
        session.enter(line)
    session.strangers.append(HOSTILE)
    app = Panes(session)
    async with app.run_test(size=(100, 40)) as pilot:
        for block in blocks:
            app.show()
            await pilot.pause()
            assert "[/] [bold red]x[/bold] ⟨RLO⟩evil 林小雨" in app.text, block.job
            assert "\u202e" not in app.text
            session.enter("/next")


@pytest.mark.parametrize("size", [(60, 16), (26, 10), (200, 60), (30, 4)])
async def test_any_size_is_drawn_and_a_resize_breaks_the_words_anew(session: LiveSession, size: tuple[int, int]):
    app = Panes(session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(90, 24)
        await pilot.pause()
        assert "begins 2:00 pm, in 8 min" in app.text


async def test_rows_as_wide_as_the_pane_leave_no_empty_row_below(session: LiveSession):
    session.enter("/next")
    session.enter("comfort: " + "ab " * 60)
    app = Panes(session)
    async with app.run_test(size=(100, 40)) as pilot:
        for width in range(90, 110):
            await pilot.resize_terminal(width, 40)
            await pilot.pause()
            rows = app.block.query_one(Static).content
            assert isinstance(rows, Content)
            assert app.block.outer_size.height == rows.plain.count("\n") + 1 + 2, app.text


async def test_more_than_fits_is_scrolled_to_and_only_then_focused(session: LiveSession):
    app = Panes(session)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        assert not app.block.allow_focus()
        session.enter("/next")
        for number in range(20):
            session.enter(f"comfort: line {number} of what helps us")
        app.show()
        await pilot.pause()
        assert app.block.size.height <= 24 * 0.4
        assert app.block.allow_focus()
        assert "line 19" not in app.text
        app.block.focus()
        await pilot.press("end")
        await pilot.pause()
        assert "line 19" in app.text
        session.enter("/go goodbyes")
        app.show()
        await pilot.pause()
        assert app.block.max_scroll_y > 0, "this block is longer than the pane too"
        assert app.block.scroll_y == 0, "another block begins at its top"


async def test_the_side_stands_in_boxes_and_goes_flat_where_there_is_no_room(session: LiveSession):
    for line in ("+ana", "+bo", "q+ ana", "> draft a letter", "~ pay", "? who pays"):
        session.enter(line)
    app = Panes(session)
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.pause()
        assert "╭─ Waiting to speak ─" in app.text and "1 Ana · first time" in app.text
        await pilot.resize_terminal(90, 14)
        await pilot.pause()
        assert "╭─ Waiting to speak ─" not in app.text and "Waiting to speak" in app.text
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        assert "╭─ Waiting to speak ─" in app.text
        session.enter("q")
        app.show()
        await pilot.pause()
        assert "Waiting to speak" not in app.text
        assert app.side.condensed.startswith("2 here · not yet heard 1")


async def test_check_77_states_are_told_by_words_without_colour(session: LiveSession):
    for line in ("/next", "comfort: chat counts", "+bo", "> draft a letter", "~ pay"):
        session.enter(line)
    app = Panes(session, "monochrome")
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.pause()
        assert "chat counts (proposed)" in app.text and "1 unclaimed" in app.text and "no destination" in app.text


def test_a_broken_row_goes_on_below_where_its_text_began():
    rows = [Row("one two three four", mark="10"), Row("five six seven", indent=1), Row("x" * 30)]
    assert laid_out(rows, 13).plain.split("\n") == [
        "10 one two",
        "   three four",
        "   five six",
        "   seven",
        "x" * 13,
        "x" * 13,
        "x" * 4,
    ]
    assert laid_out([], 13).plain == ""


def test_only_the_first_words_of_a_row_carry_its_style():
    content = laid_out([Row("\u202eAna · here", "good", head=4)], 40)
    assert content == Content("⟨RLO⟩Ana · here").stylize("$success", 0, 8).stylize("$quiet", 8)
    styles = {span.style for span in content.spans}
    assert styles == {"$success", "$quiet"}
