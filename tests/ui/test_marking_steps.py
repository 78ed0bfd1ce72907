"""Last time's next steps, and this meeting's, are marked in the block's own pane (`product.md` §3.7 (a))."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.domain.events import Progress
from peer_tui.services.session import LiveSession
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.widgets.block_pane import BlockPane
from peer_tui.ui.widgets.capture_line import CaptureLine
from tests.ui.scenes import BLOCKS, practice


@contextlib.asynccontextmanager
async def at_block(
    home: Path, block: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[int], LiveSession, BlockPane]]:
    """The practice meeting on the screen, in this block."""
    app, _ = practice(home, "peer", BLOCKS[block])
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        screen = app.screen_stack[0]
        assert isinstance(screen, LiveScreen)
        yield pilot, screen.session, screen.query_one(BlockPane)
        screen.session.workspace.close()


def told(session: LiveSession) -> dict[str, Progress]:
    """The steps that were told of in this meeting."""
    return {s.label: s.progress for s in session.group.steps.steps.values() if s.marked_in == session.id}


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def to_pane(pilot: Pilot[int], pane: BlockPane) -> None:
    """Tab until the pane has the keys."""
    for _ in range(4):
        if pane.has_focus:
            break
        await press(pilot, "tab")
    assert pane.has_focus, "Tab comes to the pane"


def under(pilot: Pilot[int]) -> str:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, LiveScreen)
    return screen.box.under.plain


async def test_last_times_steps_are_marked_with_a_letter_each(tmp_path: Path):
    async with at_block(tmp_path, "review") as (pilot, session, pane):
        while told(session):
            session.do("undo")
        await press(pilot, "a", "b")
        line = pilot.app.query_one(CaptureLine)
        assert line.value == "ab"
        await to_pane(pilot, pane)
        waiting = list(pane._steps)
        assert len(waiting) >= 3 and pane.selected == waiting[0]
        assert "d done · m moved · s stuck · n not started" in str(pane.border_subtitle)
        await press(pilot, "d")
        assert told(session) == {waiting[0]: Progress.DONE}
        assert f"{waiting[0]} done" in under(pilot)
        assert pane.selected == waiting[1], "the next one that waits to be told of"
        await press(pilot, "down")
        assert pane.selected == waiting[2]
        await press(pilot, "s", "up", "up", "m")
        assert told(session) == {
            waiting[0]: Progress.DONE,
            waiting[2]: Progress.STUCK,
            waiting[1]: Progress.MOVED,
        }
        assert line.value == "ab", "what was half-typed is there"
        await press(pilot, "escape")
        assert line.has_focus and pane.selected == ""
        assert "d done" not in str(pane.border_subtitle)


async def test_letters_stay_letters_in_the_line_and_others_go_to_it(tmp_path: Path):
    async with at_block(tmp_path, "review") as (pilot, session, pane):
        while told(session):
            session.do("undo")
        line = pilot.app.query_one(CaptureLine)
        await press(pilot, *"dmsny")
        assert (line.value, told(session)) == ("dmsny", {})
        await to_pane(pilot, pane)
        await press(pilot, "y")
        assert (line.value, told(session)) == ("dmsnyy", {}), "a yes is taken in Next Steps"
        assert line.has_focus
        await press(pilot, *"dn")
        assert (line.value, told(session)) == ("dmsnyydn", {})


async def test_in_next_steps_y_takes_the_owners_yes(tmp_path: Path):
    async with at_block(tmp_path, "steps") as (pilot, session, pane):
        asked = [s for s in session.group.open_steps if s.owner_state == "asked" and s.meeting == session.id]
        if not asked:
            session.enter("> send the flyer to the printer")
            made = session.group.open_steps[-1]
            session.do("assign", f"{made.label} @ana ruiz by fri = printed")
            asked = [session.group.steps.steps[made.id]]
            await pilot.pause()
        step = asked[0]
        await to_pane(pilot, pane)
        assert "y yes" in str(pane.border_subtitle)
        for _ in range(len(pane._steps)):
            if pane.selected == step.label:
                break
            await press(pilot, "down")
        assert pane.selected == step.label
        await press(pilot, "y")
        assert session.group.steps.steps[step.id].owner_state == "accepted"
        await press(pilot, "d")
        assert told(session)[step.label] is Progress.DONE


@pytest.mark.parametrize("size", [(60, 20), (60, 16), (120, 40)])
async def test_the_keys_are_said_and_the_selected_step_is_in_view_at_any_size(tmp_path: Path, size: tuple[int, int]):
    async with at_block(tmp_path, "review", size) as (pilot, _, pane):
        await to_pane(pilot, pane)
        for _ in range(len(pane._steps) + 1):
            await pilot.pause()
            first, count = pane._places[pane.selected]
            top, rows = pane.scroll_offset.y, pane.scrollable_content_region.height
            assert top <= first and (first + count <= top + rows or count > rows)
            shown = "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
            assert "s stuck" in shown
            await press(pilot, "down")
        assert pane.selected == pane._steps[-1]


async def test_where_nothing_can_be_marked_every_letter_goes_to_the_line(tmp_path: Path):
    async with at_block(tmp_path, "topics", (60, 16)) as (pilot, session, pane):
        for number in range(12):
            session.do("topic", f"topic {number}")
            session.enter(f"~ parked {number}")
        pilot.app.screen.query_one(BlockPane).show()
        await pilot.pause()
        if pane.focusable:
            pane.focus()
            await pilot.pause()
            await press(pilot, "down", "d")
            assert pilot.app.query_one(CaptureLine).value == "d" and not told(session).get("d")
        assert pane.selected == ""


async def test_a_step_that_another_program_dropped_leaves_the_one_in_its_place_selected(tmp_path: Path):
    async with at_block(tmp_path, "steps") as (pilot, session, pane):
        await to_pane(pilot, pane)
        await press(pilot, "down")
        labels, selected = list(pane._steps), pane.selected
        session.do("drop", f"{selected} not ours")
        await pilot.pause()
        await pilot.pause()
        if selected not in pane._steps:
            assert pane.selected == labels[labels.index(selected) + 1]
        else:
            assert pane.selected == selected


async def test_a_click_selects_a_step(tmp_path: Path):
    async with at_block(tmp_path, "review", (120, 40)) as (pilot, _, pane):
        await to_pane(pilot, pane)
        label = pane._steps[-1]
        first, _ = pane._places[label]
        x, y = pane.content_region.offset
        await pilot.click(offset=(x + 3, y + first - pane.scroll_offset.y))
        await pilot.pause()
        assert pane.selected == label


async def test_the_time_bar_opens_as_often_as_it_is_asked_for(tmp_path: Path):
    async with at_block(tmp_path, "topics") as (pilot, _, pane):
        bar = pilot.app.screen.query_one("#time-bar")
        for _ in range(3):
            await press(pilot, "ctrl+t")
            assert bar.display and bar.has_focus and not pane.display
            await press(pilot, "escape")
            assert not bar.display and pane.display
