"""The measures of a big library, at toy size: they run, and say what they measured. How fast is no test's business."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest

from bench.big import Big
from bench.figure import Figure, Skipped
from bench.report import BEGIN, END, table, written_into


def _lack_of_a_terminal() -> str:
    """Why no program can be run in a terminal of its own here; empty if it can."""
    try:
        import pty

        for side in pty.openpty():
            os.close(side)
    except (ImportError, OSError) as error:
        return f"there is no pseudo-terminal: {error}"
    return ""


_LACK = _lack_of_a_terminal()
needs_a_terminal = pytest.mark.skipif(bool(_LACK), reason=_LACK)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Big:
    return Big(tmp_path_factory.mktemp("big"), meetings=60, entries=60)


@pytest.mark.parametrize("name", ["index", "search", "check"])
def test_a_measure_of_the_big_library_says_what_it_measured(name: str, big: Big, tmp_path: Path) -> None:
    figures = importlib.import_module(f"bench.{name}").measure(tmp_path, big)
    assert figures and all(isinstance(each, Skipped) or each.value > 0 for each in figures)
    assert "60 meetings" in " ".join(each.name for each in figures)


@needs_a_terminal
def test_what_a_big_library_costs_beside_an_empty_one_is_measured(
    big: Big, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bench import scale

    monkeypatch.setattr(scale, "_TURNS", 1)
    monkeypatch.setattr(scale, "OPENED", 5)
    figures = scale.measure(tmp_path, big)
    launch, middle, slowest, *others = figures
    assert "launch to Today, 60 meetings" in launch.name and launch.baseline and launch.value > 0
    assert middle.name == "opening the minutes of a past meeting: median"
    assert slowest.name == "opening the minutes of a past meeting: p95" and slowest.value >= middle.value > 0
    assert [each.unit for each in others[-3:]] == ["ms", "MB", "MB"] and others[-3].value > 0
    assert "background check of 60 meetings" in others[-3].name


@needs_a_terminal
def test_each_key_is_timed_while_the_disk_is_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bench import slow_disk

    took = slow_disk.typed(tmp_path / "home", keys=4)
    assert len(took) == 4 and all(each > 0 for each in took)
    monkeypatch.setattr(slow_disk, "typed", lambda home: took)
    slowest, middle = slow_disk.measure(tmp_path)
    assert slowest.limit == middle.limit == slow_disk.SLOWEST_MS and slowest.value >= middle.value > 0


def test_the_table_stands_between_its_marks_and_what_is_around_stays() -> None:
    figures: list[Figure | Skipped] = [
        Figure("saving", 2.0, "ms", 3, 1.0, "a bare write"),
        Figure("memory", 50, "MB", 40),
        Skipped("x", "no rg"),
    ]
    once = written_into(f"before\n{BEGIN}\nold\n{END}\nafter", figures)
    assert once.startswith("before\n") and once.endswith(f"{END}\nafter") and "\nold\n" not in once
    assert table(figures) in once and "**over**" in once and "| 2 | 3 | within |" in once
    with pytest.raises(ValueError, match="marks"):
        written_into("nothing here", figures)
