"""The runner: what its table says of a word kept or broken, a control that sees and one that is blind, and a lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.__main__ import BEGIN, END, Result, write
from tests.store.faults.frame import ROOT, Harness, Outcome, acknowledged, sample


def outcome(points: int, lost: int, unreadable: int = 0) -> Outcome:
    return Outcome("T9", "it is tested", points, lost, unreadable, "a | b", 2.0)


HARNESS = Harness("T9", "it is tested", 10, 5, "without it", 5, 0.5, lambda *_: outcome(1, 0))


def test_one_loss_breaks_the_word_and_no_point_keeps_none() -> None:
    assert Result(HARNESS, False, outcome(10, 0)).kept
    assert not Result(HARNESS, False, outcome(10, 1)).kept
    assert not Result(HARNESS, False, outcome(10, 0, 1)).kept
    assert not Result(HARNESS, False, outcome(0, 0)).kept


def test_a_control_must_see_more_than_its_share() -> None:
    assert Result(HARNESS, True, outcome(10, 6)).kept
    blind = Result(HARNESS, True, outcome(10, 5))
    assert not blind.kept
    assert "BLIND" in blind.row()


def test_the_table_is_put_between_the_marks_and_only_there(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    results = [Result(HARNESS, False, outcome(10, 0)), Result(HARNESS, True, None, "it needs root")]
    write(page, results, "2026-01-02", 7)
    write(page, results, "2026-01-02", 7)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\nSeed 7. Machine: ")
    assert text.endswith(f"{END}\nafter\n")
    assert "\nold\n" not in text
    assert text.count("| T9 | it is tested | 10 | 0 | 0 | 2 | kept | a \\| b | 2026-01-02 |") == 1
    assert "NOT RUN | it needs root" in text
    write(page, [Result(HARNESS._replace(name="T10"), False, outcome(10, 0))], "2026-03-04", 7)
    rows = [line.split(" |")[0] for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| T")]
    assert rows == ["| T9", "| T9 control", "| T10"], "what was not run again stays"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="marks"):
        write(page, results, "2026-01-02", 7)


def test_the_page_has_the_marks() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert text.index(BEGIN) < text.index(END)


def test_a_sample_is_spread_over_all_points() -> None:
    assert sample(range(100), 4) == [0, 33, 66, 99]
    assert sample(range(3), 7) == sample(range(3), None) == [0, 1, 2]


def test_half_an_acknowledgement_is_none(tmp_path: Path) -> None:
    (tmp_path / "acks").write_bytes(b"one\ntwo\n#redacted\nthr")
    assert acknowledged(tmp_path / "acks") == {"one", "two"}
    assert acknowledged(tmp_path / "none") == set()
