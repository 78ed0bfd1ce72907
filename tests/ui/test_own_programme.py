"""A sixth programme from a person's own file: every part of it on the screen, and the file changed under the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.programme_desk import SIZES, Desk

FILE = """
title = "Reading circle"
about = "A few people read one book."
source = "an invented leaflet"

[[anchor]]
key = "first"
title = "First evening"

[[window]]
key = "before"
title = "Before the first evening"
due = "first - 1 week"

[[item]]
key = "book"
title = "Choose [the] book"
window = "before"

[[stage]]
key = "begin"
title = "Begin"
[[stage.need]]
kind = "form"
part = "card"
words = "no card yet"

[[form]]
key = "card"
title = "Card"
[[form.section]]
key = "one"
title = "The book"
[[form.section.question]]
key = "title"
title = "Which book?"
type = "text"

[[register]]
key = "words"
title = "Words"
row = "word"
named_by = "word"
[[register.column]]
key = "word"
title = "Word"
[[register.column]]
key = "kind"
title = "Kind"
type = "choice"
choices = ["old", "new"]

[[report]]
key = "evening"
title = "The evenings"
[[report.section]]
key = "words"
title = "Words we met"
sources = ["rows:words"]
"""
SMALLER = FILE[: FILE.index("[[form]]")].replace('kind = "form"\npart = "card"', 'kind = "item"\npart = "book"')
BROKEN = 'title = "Reading circle"\nnonsense = 1\n'


def own_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEER_TUI_HOME", str(home))
    from peer_tui.services.programmes.files import own_folder

    file = own_folder() / "reading-circle.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(FILE)
    return file


@pytest.mark.parametrize("size", SIZES)
async def test_an_own_programme_has_its_parts_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    own_file(tmp_path, monkeypatch)
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("n")
        await desk.walk_to("Reading circle")
        await desk.press("enter", "enter", '"16 mar 2026', "enter")
        assert "Choose [the] book" in desk.text and "no card yet" in desk.text
        await desk.press("3")
        assert "by 9 Mar" in desk.text
        await desk.press("5", "enter", "enter", '"Middlemarch', "enter", "1")
        assert "✓ 1 Begin" in desk.text
        await desk.press("6", "enter", "a", '"candour', "enter", "enter", "2", "7", "enter")
        assert "candour" in desk.text
        await desk.press("4")
        assert "no meetings of its own" in desk.words
        await desk.press("8")
        assert "no letters, cards or tools" in desk.words


@pytest.mark.parametrize("becomes", [SMALLER, BROKEN, ""], ids=["smaller", "broken", "gone"])
@pytest.mark.parametrize("deep", [("5", "enter"), ("6", "enter", "enter"), ("7", "enter"), ("3",)], ids=str)
async def test_a_file_that_is_changed_under_the_screen_takes_nothing_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, becomes: str, deep: tuple[str, ...]
) -> None:
    file = own_file(tmp_path, monkeypatch)
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("n")
        await desk.walk_to("Reading circle")
        await desk.press("enter", "enter", "enter", "6", "enter", "a", '"candour', "enter", *deep)
        if becomes:
            file.write_text(becomes)
        else:
            file.unlink()
        await desk.press("down", "up", "enter", "escape", "t", "x", "tab", "1", "8", "escape", "escape")
        assert desk.run.standing_rows("words")[0].texts["word"] == "candour"
