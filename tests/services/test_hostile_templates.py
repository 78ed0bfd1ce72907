"""A template made to hang or crash the program is one sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from peer_tui.services.templates import TemplateProblem, load_template

DEEP = 100_000


@pytest.mark.parametrize(
    "raw",
    [
        b"a = " + b"[" * DEEP, b"a = " + b"{b=" * DEEP, b"[" + b"a." * DEEP + b"a]\nx=1", b"a." * DEEP + b"b = 1",
        b"[[" * DEEP,
    ],
    ids=["lists", "tables", "a table's name", "a key", "tables of tables"],
)  # fmt: skip
def test_nesting_100_000_levels_deep_is_a_sentence_at_once(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "deep.toml"
    path.write_bytes(raw)
    began = time.process_time()
    with pytest.raises(TemplateProblem, match="a TOML file is expected"):
        load_template(path)
    assert time.process_time() - began < 5
