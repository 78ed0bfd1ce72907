"""The app around the screens: keys, palette, help, themes, copying, leaving."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.command import CommandPalette, DiscoveryHit

from peer_tui.services import clipboard
from peer_tui.services.verbs import VERBS
from peer_tui.settings import Settings
from peer_tui.store.drafts import read_drafts
from peer_tui.ui.help_words import help_rows
from peer_tui.ui.keys import key_words, read_keys, usual_keys
from peer_tui.ui.palette import VerbCommands, name_of
from peer_tui.ui.screens.live import LiveScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Desk


# --- keys ---------------------------------------------------------------------------------------------------------


def test_check_82_no_key_of_the_live_screen_is_a_bare_letter_or_alt():
    from peer_tui.ui.app import PeerApp

    bindings = [b for b in [*LiveScreen.BINDINGS, *PeerApp.BINDINGS] if isinstance(b, Binding)]
    assert len(bindings) > len([verb for verb in VERBS if verb.key])
    for binding in bindings:
        assert not binding.priority, binding
        for key in binding.key.split(","):
            assert len(key) > 1 and "alt" not in key and "meta" not in key, key


async def test_check_81_every_key_is_in_the_palette_typed_and_in_f1_under_one_name(desk: Desk):
    async with desk.sit((120, 40)):
        provider = VerbCommands(desk.live)
        offered = {hit.display.plain async for hit in provider.discover() if isinstance(hit, DiscoveryHit)}
        helped = "\n".join(row.plain for row in help_rows(desk.session, desk.live.keys, 118))
        bound = [
            binding.action.split("'")[1]
            for bindings in desk.live._bindings.key_to_bindings.values()
            for binding in bindings
            if binding.action.startswith("verb(")
        ]
        assert set(bound) == {verb.word for verb in VERBS if verb.key}
        for verb in VERBS:
            assert name_of(verb) in offered
            assert verb.typed in helped and f"/{verb.word}" in helped
            if verb.key:
                row = next(r for r in helped.splitlines() if f" {verb.typed} " in f"{r} " and key_words(verb.key) in r)
                assert verb.help[:20] in row


async def test_the_palette_says_why_a_verb_is_not_possible_and_begins_one_that_needs_words(desk: Desk):
    async with desk.sit():
        hits = {hit.display.plain: hit async for hit in VerbCommands(desk.live).discover()}
        agreed = next(hit for name, hit in hits.items() if name.startswith("/agreed"))
        assert "not now: there is no open proposal" in str(agreed.help)
        from textual.content import Content

        role = next(hit for name, hit in hits.items() if name.startswith("/role"))
        assert "/role ROLE [NAME]" in Content.from_markup(str(role.help)).plain
        find = next(verb for verb in VERBS if verb.word == "find")
        desk.live.acts.choose_verb(find)
        assert desk.live.line.value == "/find "
        desk.live.acts.choose_verb(find)
        assert "holds words" in desk.under()


async def test_the_palette_opens_and_esc_gives_the_line_back(desk: Desk):
    async with desk.sit():
        await desk.type("half")
        await desk.press("ctrl+p")
        await desk.pilot.pause(0.3)
        assert isinstance(desk.app.screen, CommandPalette)
        await desk.press("escape", "escape")
        await desk.pilot.pause(0.2)
        await desk.type(" typed")
        assert desk.live.line.value == "half typed"


async def test_a_persons_own_keys_are_in_force_and_in_the_footer(desk: Desk):
    desk.workspace.settings = Settings(keys={"next": "f2", "live.recap": "f4", "nonsense": "f9", "time": "alt+t"})
    async with desk.sit((100, 30)):
        assert "F2 next: Agreement" in desk.screen()
        assert "keys.nonsense: there is no such verb" in desk.screen()
        assert "Alt belongs to the video call" in desk.screen()
        await desk.press("ctrl+n")
        assert desk.session.meeting.block is not None and desk.session.meeting.block.job == "welcome"
        await desk.press("f2")
        assert desk.session.meeting.block is not None and desk.session.meeting.block.job == "agreement"
        await desk.press("f4")
        assert "Recap" in desk.screen()
        await desk.press("ctrl+t")
        assert desk.live.query_one("#time-bar").display


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"nxt": "f2"}, "no such verb"),
        ({"next": "ctrl+a"}, "the capture line needs it"),
        ({"next": "x"}, "a letter or sign"),
        ({"next": "alt+n"}, "Alt belongs"),
        ({"next": "ctrl+i"}, "terminals send it as tab"),
        ({"next": "ctrl+q"}, "it is leaving"),
        ({"next": "up"}, "moves through"),
        ({"next": "ctrl+enter"}, "moves through"),
        ({"next": "hyper+7"}, "is not a key"),
        ({"next": "f2", "time": "f2"}, "is /next already"),
        ({"next": "ctrl+t"}, "so /time has no key"),
    ],
)
def test_a_key_that_cannot_work_is_named_in_a_sentence(chosen: dict[str, str], words: str):
    keys, warnings = read_keys(chosen)
    assert len(warnings) == 1 and words in warnings[0]
    if "time" not in chosen and chosen.get("next") != "ctrl+t":
        assert keys == usual_keys()


def test_two_keys_may_be_swapped_and_a_verb_may_have_several():
    keys, warnings = read_keys({"next": "ctrl+t", "time": "ctrl+n,f2"})
    assert not warnings
    assert keys.by_verb["next"] == ("ctrl+t",) and keys.shown("time") == "^N F2"


async def test_check_09_the_footer_names_what_comes_next(desk: Desk):
    async with desk.sit():
        assert "^N next: Agreement" in desk.screen()
        await desk.enter("/go priorities")
        assert "^N next: Training" in desk.screen()
        await desk.press("ctrl+o")
        assert "^O back on record" in desk.screen()
        await desk.pilot.resize_terminal(60, 20)
        await desk.pilot.pause()
        footer = desk.live.query_one("#footer").plain
        assert footer.startswith("^N next: Training") and footer.endswith("F1 help") and len(footer) <= 58


# --- themes -------------------------------------------------------------------------------------------------------


async def test_a_theme_that_is_not_there_is_a_sentence_and_the_usual_one_is_used(desk: Desk):
    desk.workspace.settings = Settings(theme="[/]nope")
    async with desk.sit((120, 30)):
        await desk.pilot.pause(0.1)
        assert desk.app.theme == "peer" and "There is no theme “[/]nope”" in desk.under()


@pytest.mark.parametrize("theme", ["textual-light", "nord", "ansi-dark", "peer-light", "contrast-dark"])
async def test_every_theme_shows_the_live_screen(desk: Desk, theme: str):
    desk.workspace.settings = Settings(theme=theme)
    async with desk.sit():
        assert desk.app.theme == theme
        await desk.enter("! A decision")
        assert "DECISION A decision" in desk.screen()


# --- copying ------------------------------------------------------------------------------------------------------


async def test_copying_says_what_worked_and_the_key_again_copies_the_next_piece(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    copied: list[str] = []
    monkeypatch.setattr("peer_tui.ui.clipboard.copy_with_tool", lambda text: copied.append(text) or "pbcopy")
    async with desk.sit((140, 30)):
        await desk.press("ctrl+y")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert len(copied) == 1 and "copied with pbcopy and to last-copy.txt" in desk.under()
        path = desk.workspace.places.exports / clipboard.LAST_COPY
        assert path.read_text(encoding="utf-8").rstrip("\n") == copied[0].rstrip("\n")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        desk.app.copier.start(("one", "two"), "steps", "^Y")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert "piece 1 of 2" in desk.under() and "^Y copies the next" in desk.under()
        await desk.press("ctrl+y")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert copied[-1] == "two" and "piece 2 of 2" in desk.under()


async def test_without_a_tool_the_terminal_is_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("peer_tui.ui.clipboard.copy_with_tool", lambda text: "")
    async with desk.sit((140, 30)):
        await desk.press("ctrl+y")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert "sent to the terminal's clipboard" in desk.under() and desk.app.clipboard


async def test_what_is_too_long_for_the_terminal_is_in_the_file(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("peer_tui.ui.clipboard.copy_with_tool", lambda text: "")
    async with desk.sit((140, 30)):
        desk.app.copier.start(("é" * 40_000 + "\ud800",), "The minutes", "c")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        path = desk.workspace.places.exports / clipboard.LAST_COPY
        assert "too long for the terminal's clipboard; it is in" in desk.under() and not desk.app.clipboard
        assert path.read_text(encoding="utf-8") == "é" * 40_000 + "?\n"
        monkeypatch.setattr("peer_tui.ui.clipboard.copy_to_file", lambda text, exports: None)
        desk.app.copier.start(("short",), "The minutes", "c")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert "sent to the terminal's clipboard; no file" in desk.under() and desk.app.clipboard == "short"


def test_a_tool_that_never_answers_is_left_after_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tool = tmp_path / "xclip"
    tool.write_text("#!/bin/sh\nexec sleep 20\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(clipboard, "PATIENCE", 0.1)
    assert clipboard.copy_with_tool("x", {"DISPLAY": ":0"}, "linux") == ""


def test_tools_are_those_of_the_machine():
    assert clipboard.tools({}, "linux") == []
    assert clipboard.tools({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux")[0] == ["wl-copy"]
    assert clipboard.tools({}, "darwin") == [["pbcopy"]]
    assert clipboard.tools({"WSL_DISTRO_NAME": "d"}, "linux") == [["clip.exe"]]


def test_a_copy_that_cannot_be_written_is_no_crash(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert clipboard.copy_to_file("x", blocked / "exports") is None


# --- leaving ------------------------------------------------------------------------------------------------------


async def test_ctrl_q_leaves_the_meeting_open_and_ctrl_c_leaves_nothing(desk: Desk):
    async with desk.sit():
        await desk.press("ctrl+c")
        assert desk.app.is_running and "^Q leaves" in desk.under()
        await desk.type("half")
        await desk.press("ctrl+q")
        await desk.pilot.pause()
    assert desk.app.return_value == 0 and "still in session" in desk.app.farewell
    assert desk.workspace.find_meeting(desk.meeting)[1].state == "unfinished"
    assert [draft.text for draft in read_drafts(desk.workspace.places.state, desk.meeting)] == ["half"]


def refuse(desk: Desk) -> None:
    """From here on the disk refuses."""
    from peer_tui.store.durable import SaveProblem

    def refusing(*args: object) -> None:
        raise SaveProblem("The disk is full.")

    desk.workspace.library.append = refusing  # type: ignore[method-assign]


async def test_with_unsaved_lines_ctrl_q_asks_and_escape_stays(desk: Desk):
    async with desk.sit():
        append = desk.workspace.library.append
        refuse(desk)
        await desk.enter("a line")
        await desk.press("ctrl+q")
        for words in (
            "NOT SAVED: ",
            "The disk is full.",
            "wait, try again",
            "save elsewhere and leave",
            "without them",
        ):
            assert words in desk.screen()
        assert desk.app.screen.styles.background.a == 0  # the minutes stay in sight
        await desk.press("escape")
        assert desk.app.is_running and "without them" not in desk.screen()
        await desk.press("ctrl+q")
        desk.workspace.library.append = append  # type: ignore[method-assign]
        await desk.press("escape")
        assert desk.app.is_running and "on disk again" in desk.under()
        await desk.press("ctrl+q")
        await desk.pilot.pause()
    assert desk.app.return_value == 0


async def test_ctrl_q_again_saves_elsewhere_and_leaves(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(desk.home / "me"))
    async with desk.sit():
        refuse(desk)
        await desk.enter("a line")
        await desk.press("ctrl+q")
        await desk.press("ctrl+q")
        await desk.pilot.pause()
    (page,) = (desk.home / "me").rglob("lines.txt")
    assert desk.app.return_value == 1 and "a line" in page.read_text()
    assert str(page.parent) in desk.app.last_words()


async def test_leaving_without_the_unsaved_lines_is_said_and_keeps_none(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(desk.home / "me"))
    async with desk.sit():
        refuse(desk)
        await desk.enter("a line")
        await desk.press("ctrl+q")
        await desk.press("ctrl+x")
        await desk.pilot.pause()
    assert desk.app.return_value == 1 and desk.app.last_words().startswith("NOT SAVED: ")
    assert not (desk.home / "me").exists() and not (desk.workspace.places.state / "unsaved").exists()


async def test_check_59_f9_saves_a_copy_elsewhere_and_the_row_says_where(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(desk.home / "me"))
    async with desk.sit(size=(100, 30)):
        refuse(desk)
        await desk.enter("a line")
        assert "F9 saves a copy elsewhere" in " ".join(desk.screen().split())
        await desk.press("f9")
        assert "A copy is kept in" in " ".join(desk.screen().split())
        await desk.enter("another")
        assert "F9 saves a copy elsewhere" in " ".join(desk.screen().split())
        await desk.enter(f"/elsewhere {desk.home / 'stick'}")
        (page,) = (desk.home / "stick").rglob("lines.txt")
        assert "a line" in page.read_text() and "another" in page.read_text()


async def test_a_program_that_is_told_to_end_keeps_what_is_unsaved(desk: Desk):
    async with desk.sit():
        refuse(desk)
        await desk.enter("a line")
        desk.app._stop(143)
        await desk.pilot.pause()
    assert desk.app.return_code == 143
    words = desk.app.last_words()
    (page,) = (desk.workspace.places.state / "unsaved").rglob("lines.txt")
    assert "a line" in page.read_text() and str(page.parent) in words and "taken in when peer-tui is next" in words


async def test_a_fault_of_ours_keeps_the_words_and_says_one_sentence(desk: Desk):
    class Fault(Exception):
        pass

    async def meet_it() -> None:
        async with desk.sit():
            await desk.type("half a secret")

            def broken() -> None:
                raise Fault("half a secret")

            desk.app.call_later(broken)
            await desk.pilot.pause(0.2)

    with pytest.raises(Fault):
        await meet_it()
    assert desk.app.return_code == 1 and "a fault of its own (Fault)" in desk.app.farewell
    assert [draft.text for draft in read_drafts(desk.workspace.places.state, desk.meeting)] == ["half a secret"]
    report = (desk.workspace.places.state / "last-fault.txt").read_text(encoding="utf-8")
    assert "broken" in report and "secret" not in report


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no SIGHUP")
async def test_when_the_terminal_closes_the_half_typed_line_is_kept(desk: Desk):
    async with desk.sit():
        desk.live.line.value = "typed just now"
        desk.app._stop(128 + signal.SIGHUP)
        await desk.pilot.pause()
    assert desk.app.return_code == 129
    assert [draft.text for draft in read_drafts(desk.workspace.places.state, desk.meeting)] == ["typed just now"]


# --- starting -----------------------------------------------------------------------------------------------------


async def test_a_meeting_far_off_is_not_opened_by_looking_at_it(desk: Desk):
    import datetime as dt

    from peer_tui.services import planning

    far = planning.plan(desk.workspace, desk.opened, desk.clock.now() + dt.timedelta(days=6))
    desk.meeting = far
    async with desk.sit((120, 30)):
        assert desk.session.meeting.state == "planned" and "^N opens the doors now" in desk.under()
        await desk.press("ctrl+n")
        assert desk.session.meeting.state == "doors open"


async def test_other_screens_are_reached_and_left(desk: Desk):
    async with desk.sit((100, 30)):
        await desk.type("half")
        desk.app.go_today()
        await desk.pilot.pause(0.3)
        assert type(desk.app.screen).__name__ == "TodayScreen"
        assert [draft.text for draft in read_drafts(desk.workspace.places.state, desk.meeting)] == ["half"]
        opened, held = desk.workspace.find_meeting(desk.meeting)
        desk.app.open_live(opened, held.id)
        await desk.pilot.pause(0.3)
        assert desk.live.line.value == "half" and len(desk.app.screen_stack) == 1
        assert len(desk.workspace.listeners) <= 2


def test_the_app_is_imported_without_what_only_some_screens_need():
    heavy = ("pendulum", "tinydb", "textual.widgets._markdown")
    script = f"import sys, peer_tui.ui.app; print([name for name in {heavy} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert "pendulum" not in out.stdout and "_markdown" not in out.stdout
