from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui import settings
from peer_tui.settings import Settings, load


def test_no_file_means_the_usual_settings_and_no_words(tmp_path: Path) -> None:
    assert load(tmp_path / "config.toml") == (Settings(), [])


def test_every_field_has_words_for_what_was_expected() -> None:
    assert tuple(settings._EXPECTED) == Settings.__struct_fields__


def test_a_good_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    text = (
        'theme = "monochrome"\ncalm_clock = true\nhours = 24\ncursor_blink = true\nanimations = true\n'
        '[keys]\nnext = "f2"\ntime = ["f3", "ctrl+t"]\n'
    )
    file.write_text(text, encoding="utf-8")
    found, warnings = load(file)
    assert warnings == []
    assert found == Settings(
        theme="monochrome",
        calm_clock=True,
        hours=24,
        cursor_blink=True,
        animations=True,
        keys={"next": "f2", "time": "f3,ctrl+t"},
    )
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("hours = 13", "hours is 13, but should be 12 or 24"),
        ("hours = true", "hours is True, but should be 12 or 24"),
        ('calm_clock = "yes"', "calm_clock is yes, but should be true or false"),
        ("theme = 3", "theme is 3, but should be the name of a theme"),
        ("keys = 3", "keys is 3, but should be a table [keys]"),
        ("keys.next = 3", "keys.next is 3, but should be a key in quotes"),
        ("keys.next = [3]", "keys.next is [3], but should be a key in quotes"),
        ("colour = 3", "“colour” is not a setting and is left aside"),
        ('"\\u001b[31m" = 3', "“�[31m” is not a setting"),
    ],
)
def test_one_bad_line_is_told_and_the_others_count(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"cursor_blink = true\n{line}\n", encoding="utf-8")
    found, warnings = load(file)
    assert found == Settings(cursor_blink=True)
    assert len(warnings) == 1
    assert str(file) in warnings[0]
    assert words in warnings[0]


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"a = " + b"[" * 5_000])
def test_a_file_that_is_not_toml_never_stops_the_program(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    found, warnings = load(file)
    assert found == Settings()
    assert len(warnings) == 1
    assert "is not valid TOML" in warnings[0]
    assert "\n" not in warnings[0]


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    found, warnings = load(tmp_path)
    assert found == Settings()
    assert "could not be read" in warnings[0]
