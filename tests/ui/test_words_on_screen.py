"""Every word on screen can be translated: a walk in a made-up language finds none in English."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.bare_words import BareWords

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "first_run", "places", "programmes", "parts", "tools", "prepare", "minutes", "live", "plain", "shell", "care",
    "keys",
)  # fmt: skip


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The made-up language as a file of words, and every text it has, as JSON."""
    pytest.importorskip("babel")
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import words as script
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    file = tmp_path_factory.mktemp("words") / "made-up.mo"
    script.pseudo(file)
    return file, json.dumps([form for said in script.found() for form in (said.one, said.many) if form])


@pytest.mark.parametrize("part", PARTS)
def test_no_word_of_the_program_stands_bare(part: str, made_up: tuple[Path, str], tmp_path: Path) -> None:
    file, texts = made_up
    environ = {**os.environ, "PEER_TUI_WORDS": str(file), "PEER_TUI_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.walk_of_words", str(tmp_path), part], cwd=ROOT, env=environ, input=texts,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    bare = "\n".join(f"{words!r} at {where}: {row}" for where, words, row in json.loads(done.stdout))
    assert bare == "", f"Not gathered, or gathered and not said:\n{bare}"


def test_a_bare_word_is_found_and_content_is_not() -> None:
    bare = BareWords(["draft", "Saved."])
    bare.knows("the harbor letter", "We meet by Zoom until spring, and longer", "draft the harbor letter")
    bare.read("here", "│ ⟦Śáṽéđ⟧ the harbor letter · draft ^N ⟦ńéẋť⟧ │")
    bare.read("there", "│ We meet by Zoom until │ Saved · ⟦ƀý⟧ zebras │")
    bare.read("there", "│ spring, and longer │ draft the harbor letter │")
    assert [(where, words) for where, words, _ in bare.found] == [
        ("here", "draft"), ("there", "Saved"), ("there", "zebras"),
    ]  # fmt: skip
