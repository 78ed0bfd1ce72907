"""What programs read says the same in every language: names of fields, fixed words, dates, and people's own words."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.data_in_a_language import prepared

ROOT = Path(__file__).resolve().parents[2]
SHOWN_ONLY = {"parsed.py", "preview.py", "hints.py", "agreement_page.py", "mirror.py"}
"""Modules of the domain whose words stand on screens, pages and messages alone."""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up language as a file of words."""
    pytest.importorskip("babel")
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import words as script
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    file = tmp_path_factory.mktemp("words") / "made-up.mo"
    script.pseudo(file)
    return file


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("libraries")
    prepared(home)
    return home


def drawn(home: Path, what: str, words: Path | None) -> dict[str, str]:
    environ = {**os.environ, "PYTHONUTF8": "1"} | ({"PEER_TUI_WORDS": str(words)} if words is not None else {})
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.data_in_a_language", str(home), what], cwd=ROOT, env=environ,
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return {name: text.replace(str(home), "HOME") for name, text in json.loads(done.stdout).items()}


def test_data_is_the_same_word_for_word_whatever_language_the_screens_speak(
    made_up: Path, libraries: Path, tmp_path: Path
) -> None:
    """Also of an index that was made in the language, and of files that are drawn anew."""
    for name in ("english", "other"):
        shutil.copytree(libraries, tmp_path / name)
    english, other = drawn(tmp_path / "english", "files", None), drawn(tmp_path / "other", "files", made_up)
    assert {name.split()[1] for name in english} == {
        "record",
        "agenda",
        "many",
        "again",
        "ReportsScreen",
        "GrantScreen",
    }
    _same(english, other)
    assert any("DRAFT – not yet approved" in json.loads(text).get("status", "") for text in english.values())
    printed = drawn(tmp_path / "english", "shell", None)
    assert {text.split()[0] for text in printed.values()} == {"0"}, "each of these commands can be done"
    _same(printed, drawn(tmp_path / "other", "shell", made_up))


def _same(english: dict[str, str], other: dict[str, str]) -> None:
    assert set(english) == set(other)
    differing = {
        (name.split()[1], one, there)
        for name in english
        if english[name] != other[name]
        for one, there in zip(english[name].splitlines(), other[name].splitlines(), strict=False)
        if one != there
    }
    assert differing == set()
    assert english == other


def test_no_word_of_data_is_looked_up_when_its_module_is_imported() -> None:
    """Such a word would stay in the language of the screens. It is `marked`, and said where the data is made."""
    found = [
        f"{path.name}:{line}"
        for path in sorted((ROOT / "peer_tui" / "domain").rglob("*.py"))
        if path.name not in SHOWN_ONLY
        for line in _said_at_import(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def _said_at_import(tree: ast.AST) -> list[int]:
    lines = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_number"):
            lines.append(node.lineno)
        lines += _said_at_import(node)
    return lines
