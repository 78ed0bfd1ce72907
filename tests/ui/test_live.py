"""The live screen: what stands where, what time does to it, what keys and panes do."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from textual.geometry import Region

from peer_tui.domain.events import EntryKind
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.ui.widgets.reading_pane import ReadingPane
from peer_tui.ui.widgets.side_pane import SidePane
from peer_tui.ui.widgets.stream import MinutesStream
from peer_tui.ui.widgets.time_bar import TimeBar

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

HOSTILE = "[/] [bold red]x[/bold red] [link=a]b \x1b[31m\x00 \u202eevil 林小雨 😀 \\["


async def to_priorities(desk: Desk) -> None:
    await desk.enter("+ana", "+bo")
    await desk.press("ctrl+n", "ctrl+n", "ctrl+n")
    assert desk.session.meeting.block is not None and desk.session.meeting.block.job == "priorities"


# --- what stands where --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (100, 30), (120, 40)])
async def test_check_06_nothing_is_cut_off_at_the_sizes_that_are_promised(desk: Desk, size: tuple[int, int]):
    async with desk.sit(size):
        await to_priorities(desk)
        await desk.enter("a note", "> @bo write by fri = sent")
        whole = Region(0, 0, *size)
        for name in ("title", "block-header", "ribbon", "stream", "capture-box", "capture", "preview", "footer"):
            widget = desk.live.query_one(f"#{name}")
            assert widget.display, name
            assert whole.contains_region(widget.region), name
            assert widget.region.area > 0, name
        assert desk.live.query_one("#stream").content_region.height >= 4
        screen = desk.screen()
        for words in (
            "15:00 left of 15",
            "Next Steps by",
            "ends ",
            "Priorities",
            "Legislation",
            "NEXT STEP",
            "F1 help",
        ):
            assert words in screen, words
        assert ("2 here" in screen) and "1 step" in screen


async def test_check_06_everything_is_reachable_at_60_by_20(desk: Desk):
    async with desk.sit((60, 20)):
        await to_priorities(desk)
        await desk.press("ctrl+g")
        assert "Here: Ana, Bo" in desk.screen()
        await desk.press("escape", "ctrl+t")
        assert "extend 5" in desk.screen() and "park the rest" in desk.screen()
        await desk.press("escape", "f1")
        assert "Help" in desk.screen()
        await desk.press("escape", "ctrl+p")
        await desk.pilot.pause(0.2)
        assert desk.app.screen is not desk.live
        await desk.press("escape")


async def test_a_window_too_small_says_so_and_the_line_goes_on_working(desk: Desk):
    async with desk.sit((50, 12)):
        assert "50×12 is too small" in desk.screen()
        await desk.enter("kept all the same")
        assert [e.filed.text for e in desk.session.meeting.lines()] == ["kept all the same"]
        await desk.pilot.resize_terminal(80, 24)
        await desk.pilot.pause()
        assert "too small" not in desk.screen()
        assert "kept all the same" in desk.screen()


async def test_the_header_says_who_writes_alone_and_when_it_was_saved(desk: Desk):
    async with desk.sit():
        assert "SOLO" in desk.screen() and "saved 1:50" in desk.screen()
        await desk.enter("/role facilitator ana", "/role scribe bo")
        assert "SOLO" not in desk.screen()


async def test_the_ribbon_tells_every_block_in_words(desk: Desk):
    async with desk.sit((120, 30)):
        await to_priorities(desk)
        ribbon = desk.live.query_one("#ribbon").plain
        assert ribbon.startswith("✓ Welcome  ✓ Agreement  ✓ Minutes  ▶ now Priorities  ○ Topics")
        assert "○ Next Steps 15" in ribbon
    async with desk.sit((60, 20)):
        ribbon = desk.live.query_one("#ribbon").plain
        assert "✓ 3 done" in ribbon and "Priorities" in ribbon and "Next Steps" in ribbon


# --- time ---------------------------------------------------------------------------------------------------------


async def test_check_08_at_time_up_nothing_takes_focus_and_letters_stay_letters(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        await desk.type("keep ")
        before = len(desk.session.events)
        await desk.later(minutes=15, seconds=40)
        banner = desk.live.query_one("#banner")
        assert banner.display and banner.plain.startswith("TIME · +0:40 over · ask the group")
        await desk.type("going e p c")
        assert desk.live.line.value == "keep going e p c"
        assert desk.app.focused is desk.live.line
        assert len(desk.session.events) == before


async def test_check_09_the_cost_stands_there_before_e_extends(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        await desk.later(minutes=15)
        await desk.type("half a line")
        await desk.press("ctrl+t")
        bar = desk.live.query_one(TimeBar)
        assert bar.display and bar.has_focus
        assert "extend 5" in bar.plain and "Current topics" in bar.plain and "end stays 3:00" in bar.plain
        steps = desk.session.reading().next_steps_by
        await desk.press("e")
        assert desk.session.reading().high == 20 * 60
        assert desk.session.reading().next_steps_by == steps
        assert not bar.display and desk.app.focused is desk.live.line
        assert desk.live.line.value == "half a line"
        assert "Current topics" in desk.under()


async def test_digits_change_the_minutes_and_a_later_end_needs_the_groups_yes(desk: Desk):
    async with desk.sit():
        await desk.later(minutes=66)
        await desk.enter("/go goodbyes")
        await desk.later(minutes=5)
        await desk.press("ctrl+t", "8", "e")
        bar = desk.live.query_one(TimeBar)
        assert "extend 8" in bar.plain and bar.display
        assert desk.session.meeting.agreed_end is None
        await desk.press("a", "e")
        assert not bar.display
        assert desk.session.meeting.agreed_end is not None


async def test_escape_leaves_the_time_bar_and_the_half_typed_line_is_there(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        await desk.type("half")
        await desk.press("ctrl+t", "escape")
        assert not desk.live.query_one(TimeBar).display
        await desk.type(" typed")
        assert desk.live.line.value == "half typed"


async def test_check_10_the_reminder_for_next_steps_is_a_sentence(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        assert "Next Steps by 2:4" in desk.screen()
        by = desk.session.reading().next_steps_by
        assert by is not None
        await desk.later(seconds=(by - desk.clock.now()).total_seconds() - 110)
        assert "Next Steps should start in 2 min" in desk.screen()


async def test_check_78_the_calm_clock_changes_once_a_minute(desk: Desk):
    settings = Settings(calm_clock=True)
    calm = Workspace(desk.workspace.places, desk.clock, settings, threaded=False)
    async with desk.sit(workspace=calm):
        await to_priorities(desk)
        await desk.enter("a note")
        await desk.later(seconds=5)
        seen = {desk.screen()}
        for _ in range(50):
            await desk.later(seconds=1)
            seen.add(desk.screen())
        assert len(seen) == 1
        await desk.later(seconds=30)
        assert desk.screen() not in seen
    calm.close()


# --- saving -------------------------------------------------------------------------------------------------------


async def test_check_16_a_line_is_marked_saving_until_the_disk_has_answered(desk: Desk, clock: ManualClock):
    slow = Workspace(desk.workspace.places, clock, Settings())
    gate = threading.Event()
    gate.set()
    append = slow.library.append

    def waiting(*args: object) -> object:
        gate.wait(10)
        return append(*args)  # type: ignore[arg-type]

    slow.library.append = waiting  # type: ignore[method-assign]
    async with desk.sit(workspace=slow):
        slow.saver.flush(5)
        gate.clear()
        await desk.enter("the disk is slow")
        assert "the disk is slow · saving" in desk.screen()
        assert "saving…" in desk.live.query_one("#title").plain
        await desk.type("typing goes on")
        assert desk.live.line.value == "typing goes on"
        gate.set()
        slow.saver.flush(5)
        await desk.pilot.pause(0.1)
        assert "· saving" not in desk.screen() and "saving…" not in desk.screen()
        assert "saved 1:50" in desk.screen()
    slow.close()


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_in_a_small_window_what_is_not_saved_still_says_what_can_be_done(desk: Desk, size: tuple[int, int]):
    import errno

    from peer_tui.store.problem import save_problem

    async with desk.sit(size):

        def refusing(*args: object) -> None:
            raise save_problem(OSError(errno.ENOSPC, "No space left on device"), Path("/home/somebody/minutes/" * 3))

        desk.workspace.library.append = refusing  # type: ignore[method-assign]
        await desk.enter("a line on no disk")
        rows = desk.live.query_one("#trouble").plain.splitlines()
        assert rows[0].startswith("NOT SAVED — The disk is full") and len(rows) == 3
        assert rows[1].endswith("…") and rows[2].startswith("F9 saves a copy elsewhere")
        folder = Path("/media/somebody/stick/peer-tui-unsaved-2024-11-13-140000")
        desk.workspace.saver.note_kept(folder, {event.id for event in desk.workspace.saver.unsaved()})
        await desk.later(seconds=1)
        told = "".join(desk.live.query_one("#trouble").plain.splitlines()[1:])
        assert "A copy is kept in" in told and folder.name in told
        desk.workspace.saver._queue.clear()


async def test_a_sentence_about_a_library_that_came_back_does_not_stay(desk: Desk):
    from peer_tui.store.problem import vanished_problem

    async with desk.sit():
        append, saver = desk.workspace.library.append, desk.workspace.saver

        def refusing(*args: object) -> None:
            raise vanished_problem(Path("/home/somebody/minutes"))

        desk.workspace.library.append = refusing  # type: ignore[method-assign]
        await desk.enter("a line on no disk")
        desk.live.flash(saver.problem, "warning")
        await desk.later(seconds=1)
        assert "has vanished" in desk.under()
        desk.workspace.library.append = append  # type: ignore[method-assign]
        saver.flush()
        await desk.later(seconds=1)
        assert "vanished" not in desk.screen()


async def test_check_59_not_saved_stands_in_a_row_of_its_own_until_it_is_over(desk: Desk):
    from peer_tui.store.durable import SaveProblem

    async with desk.sit():
        append = desk.workspace.library.append

        def refusing(*args: object) -> None:
            raise SaveProblem("The folder is read-only. Your lines are kept in memory.")

        desk.workspace.library.append = refusing  # type: ignore[method-assign]
        await desk.enter("a line on no disk")
        assert "NOT SAVED — The folder is read-only." in desk.screen()
        assert "a line on no disk · not saved" in desk.screen()
        await desk.press("ctrl+q")
        assert desk.app.is_running and "leave without them" in desk.screen()
        await desk.press("o")
        assert desk.live.box.text == "o" and "leave without them" not in desk.screen()
        await desk.press("backspace")
        copied: list[str] = []
        desk.app.copy_to_clipboard = copied.append  # type: ignore[method-assign]
        dict((name, act) for name, _, act in desk.live.acts.own_commands())["Copy unsaved lines"]()
        await desk.app.workers.wait_for_complete()
        assert copied == ["a line on no disk"] or "copied with" in desk.under()
        desk.workspace.library.append = append  # type: ignore[method-assign]
        await desk.enter("the disk is back")
        await desk.later(seconds=1)
        assert "NOT SAVED" not in desk.live.query_one("#trouble").plain


# --- the minutes --------------------------------------------------------------------------------------------------


async def test_the_stream_stays_at_the_newest_line_unless_somebody_scrolled(desk: Desk):
    async with desk.sit():
        await desk.enter(*(f"line {number}" for number in range(30)))
        assert "line 29" in desk.screen()
        await desk.press("pageup", "pageup")
        assert "line 29" not in desk.screen()
        await desk.enter("line 30")
        assert "line 30" not in desk.live.query_one(MinutesStream).render_line(0).text
        assert "more below" in desk.screen()
        await desk.press("pagedown", "pagedown", "pagedown", "pagedown")
        assert "line 30" in desk.screen()
        await desk.enter("line 31")
        assert "line 31" in desk.screen()


async def test_a_selected_line_is_edited_in_the_capture_line_and_keeps_its_time(desk: Desk):
    async with desk.sit():
        await desk.enter("the first", "! the secnd")
        await desk.later(minutes=3)
        await desk.type("half")
        await desk.press("tab")
        assert desk.live.query_one(MinutesStream).has_focus
        await desk.press("up", "down", "enter")
        assert desk.live.line.value == "! the secnd"
        assert "Edit 1:50 line" in desk.screen()
        await desk.press(*["backspace"] * 5)
        await desk.type("second")
        await desk.press("enter")
        assert "DECISION the second" in desk.screen() and "edited" in desk.screen()
        assert desk.live.line.value == "half"
        line = desk.session.meeting.lines()[-1]
        assert line.filed.text == "the second" and line.filed.kind is EntryKind.DECISION


async def test_a_letter_typed_in_the_minutes_goes_to_the_line(desk: Desk):
    async with desk.sit():
        await desk.enter("a line")
        await desk.press("tab")
        await desk.type("hello")
        assert desk.live.line.value == "hello" and desk.live.line.has_focus


async def test_another_block_begins_under_its_own_name(desk: Desk):
    async with desk.sit():
        await desk.enter("before the start")
        await to_priorities(desk)
        await desk.enter("about the bill", "and more")
        screen = desk.screen()
        assert "── Welcome" in screen and screen.count("── Priorities · Legislation") == 1


async def test_a_thousand_lines_are_measured_once_and_drawn_only_in_view(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    from peer_tui.domain.meeting import Entry
    from peer_tui.ui.widgets import stream as module

    drawn: list[object] = []
    draw = module.draw
    monkeypatch.setattr(module, "draw", lambda look, width: drawn.append(look) or draw(look, width))
    async with desk.sit():
        await desk.enter("a line")
        pattern = desk.session.meeting.lines()[0]
        for number in range(1000):
            key = f"{pattern.id}{number:04}"
            filed = msgspec.structs.replace(pattern.filed, text=f"line {number} " + "words " * 20)
            desk.session.meeting.entries[key] = Entry(key, pattern.block, filed, pattern.at, pattern.by)
        stream = desk.live.query_one(MinutesStream)
        stream.show()
        assert 1000 <= len(drawn) <= 1001
        drawn.clear()
        stream.show()
        await desk.type("typing does not touch the minutes")
        assert not drawn
        assert len(stream._strips) < 60


# --- panes --------------------------------------------------------------------------------------------------------


async def test_panes_are_read_while_the_line_keeps_the_keys(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        await desk.type("half ")
        await desk.press("ctrl+g")
        pane = desk.live.query_one(ReadingPane)
        assert pane.what == "people" and "Here: Ana, Bo" in pane.plain
        await desk.type("typed")
        assert desk.live.line.value == "half typed"
        await desk.press("escape")
        assert not pane.what and desk.live.line.value == "half typed"


async def test_check_51_end_asks_once_and_a_second_enter_ends(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        await desk.enter("/end")
        assert "Enter ends the meeting" in desk.screen() and desk.session.meeting.live
        await desk.press("escape", "enter")
        assert desk.session.meeting.live
        await desk.enter("/end")
        await desk.press("enter")
        await desk.pilot.pause(0.2)
        assert type(desk.app.screen).__name__ == "MinutesScreen"
        assert desk.workspace.find_meeting(desk.meeting)[1].state == "ended"


async def test_after_end_a_line_goes_on_and_an_empty_enter_does_not_end(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        await desk.enter("/end", "one more thing", "")
        assert desk.session.meeting.live and "one more thing" in desk.screen()


async def test_check_34_fingers_stand_with_the_proposal(desk: Desk):
    async with desk.sit():
        await to_priorities(desk)
        await desk.enter("^ Meet monthly", "/f 55443")
        assert "PROPOSAL Meet monthly" in desk.screen()
        assert "fingers 5×2 4×2 3×1 · 5 people · lowest 3" in desk.screen()


# --- anybody's words ----------------------------------------------------------------------------------------------


async def test_check_28_hostile_words_stand_literally_everywhere(desk: Desk):
    from peer_tui.services import planning

    planning.add_people(desk.workspace, desk.opened, "[/] [bold]Nix")
    person = desk.opened.group.everybody[-1]
    planning.add_priority(desk.workspace, desk.opened, "[/b] [red]Housing", person.id)
    planning.rename(desk.workspace, desk.opened, desk.opened.group.meetings[desk.meeting], "[/] [b]Meeting \x1b[31m")
    async with desk.sit((120, 40)):
        await desk.enter("+[/] [bold]nix", f"! {HOSTILE}", f"> @ana {HOSTILE} by fri = {HOSTILE}", f"^ {HOSTILE}")
        await desk.enter(f"~ {HOSTILE}", f"comfort: {HOSTILE}", "q+ nix", HOSTILE * 200)
        screen = desk.screen()
        assert "[/] [b]Meeting" in screen and "[bold red]x[/bold red]" in screen
        assert "\x1b" not in screen and "\x00" not in screen and "\u202e" not in screen
        for _ in desk.session.meeting.blocks:
            await desk.press("ctrl+n", "ctrl+n")
            await desk.press("ctrl+g", "ctrl+l", "f1", "escape")
            await desk.enter(f"/find {HOSTILE[:8]}", "/steps", "/recap", "/agreement")
        await desk.enter("/go priorities")
        for _ in range(4):
            await desk.press("ctrl+n")
        assert "[bold red]x" in desk.screen() or desk.live.query_one(ReadingPane).what
        await desk.type("[/b] [x")
        assert desk.live.line.value.endswith("[/b] [x")
        await desk.press("ctrl+p")
        await desk.pilot.pause(0.3)
        await desk.press("escape")


async def test_check_77_in_monochrome_every_state_is_told_by_words(desk: Desk):
    desk.workspace.settings = Settings(theme="monochrome")
    async with desk.sit((100, 30)):
        assert desk.app.theme == "monochrome"
        await to_priorities(desk)
        await desk.enter("> nobody takes this")
        assert "unclaimed" in desk.screen() and "▶ now Priorities" in desk.screen()
        await desk.later(minutes=16)
        assert "TIME · +1:00 over" in desk.screen() and "time · +1:00" in desk.screen()
        await desk.press("ctrl+o")
        assert "OFF THE RECORD — nothing is being saved" in desk.screen()


async def test_no_color_chooses_the_monochrome_theme(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert desk.make_app().theme == "monochrome"


async def test_beside_the_minutes_stands_who_is_here(desk: Desk):
    async with desk.sit():
        assert desk.live.query_one(SidePane).display
        await desk.pilot.resize_terminal(66, 24)
        await desk.pilot.pause()
        assert not desk.live.query_one(SidePane).display
        await desk.enter("+ana")
        assert "1 here" in desk.live.query_one("#side-line").plain


async def test_check_58_another_screens_line_is_shown_before_the_next_tick(desk: Desk):
    async with desk.sit():
        await desk.enter("ours")
        desk.app.ticker.tick()
        desk.app.ticker.ignore(desk.live.tick)
        beside = Workspace(desk.workspace.places, desk.clock, Settings(), threaded=False)
        opened, held = beside.find_meeting(desk.meeting)
        LiveSession(beside, opened, held.id).enter("theirs, from beside us")
        beside.close()
        await desk.pilot.pause(0.6)
        assert "theirs, from beside us" in desk.screen()


async def test_usual_keys_are_not_mapped_at_every_key_that_is_typed(desk: Desk) -> None:
    async with desk.sit():
        assert not desk.app._keymap, "Textual goes through it at every key"
