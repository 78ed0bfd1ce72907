"""Small numbers of people stay hidden, and cannot be worked out: another solver is asked than the one that hides."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import suppressing
from peer_tui.domain.suppressing import Cell, Face, Limit, at_most, sum_of, suppress, union_of

FAR = 60
"""No number of these tests is as large."""


def test_a_small_number_and_its_complement_are_hidden() -> None:
    cells = [Cell("a", 3), Cell("b", 9), Cell("c", 14), Cell("all", 26, whole=True)]
    faces = suppress(cells, sum_of("all", ["a", "b", "c"]), 5)
    assert faces == {"a": Face.FEW, "b": Face.WITHHELD, "c": Face.PLAIN, "all": Face.PLAIN}


def test_zero_and_the_threshold_itself_are_shown() -> None:
    cells = [Cell("none", 0), Cell("five", 5), Cell("four", 4)]
    assert suppress(cells, (), 5) == {"none": Face.PLAIN, "five": Face.PLAIN, "four": Face.FEW}


@pytest.mark.parametrize("threshold", [0, 1, 2])
def test_a_threshold_that_hides_nothing(threshold: int) -> None:
    assert set(suppress([Cell("a", 1), Cell("b", 2)], (), threshold).values()) == {Face.PLAIN}


def test_two_small_numbers_hide_nothing_else_where_they_protect_each_other() -> None:
    cells = [Cell("a", 2), Cell("b", 3), Cell("c", 14), Cell("all", 19, whole=True)]
    faces = suppress(cells, sum_of("all", ["a", "b", "c"]), 5)
    assert [key for key, face in faces.items() if face is Face.PLAIN] == ["c", "all"]


def test_two_small_numbers_at_their_ends_are_no_protection() -> None:
    """1 + 1 = 2 and 4 + 4 = 8 could be nothing else, so a third one goes as well."""
    for small, total in ((1, 16), (4, 22)):
        cells = [Cell("a", small), Cell("b", small), Cell("c", 14), Cell("all", total, whole=True)]
        faces = suppress(cells, sum_of("all", ["a", "b", "c"]), 5)
        assert faces["c"] is Face.WITHHELD and faces["all"] is Face.PLAIN


def test_a_total_goes_where_no_part_can() -> None:
    cells = [Cell("a", 3), Cell("b", 0), Cell("all", 3, whole=True)]
    assert suppress(cells, sum_of("all", ["a", "b"]), 5) == {
        "a": Face.FEW, "b": Face.PLAIN, "all": Face.FEW,
    }  # fmt: skip


def test_a_small_total_of_small_numbers_says_no_more_than_that_it_is_not_shown() -> None:
    """Fewer than three as the sum of two that are not zero: that would be one and one."""
    cells = [Cell("a", 1), Cell("b", 1), Cell("all", 2, whole=True)]
    assert suppress(cells, sum_of("all", ["a", "b"]), 3) == {
        "a": Face.FEW, "b": Face.FEW, "all": Face.WITHHELD,
    }  # fmt: skip


def test_where_the_search_finds_nothing_everything_around_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppressing, "_LOOKS_IN_ALL", 0)
    cells = [Cell("a", 3), Cell("b", 9), Cell("none", 0), Cell("all", 12, whole=True), Cell("elsewhere", 7)]
    faces = suppress(cells, sum_of("all", ["a", "b", "none"]), 5)
    assert {key for key, face in faces.items() if face is Face.PLAIN} == {"none", "elsewhere"}


def test_what_stands_nowhere_is_protected_too() -> None:
    """Of 12 members 10 said yes: the two others would be found by taking one from the other."""
    cells = [Cell("all", 12, whole=True), Cell("yes", 10), Cell("others", 2, shown=False)]
    faces = suppress(cells, sum_of("all", ["yes", "others"]), 5)
    assert Face.WITHHELD in (faces["all"], faces["yes"])


def test_how_often_people_came_tells_how_many_they_were() -> None:
    """Eight came to two meetings, fewer than five people: that would be four."""
    cells = [Cell("people", 4), Cell("came", 8)]
    limits = [at_most("people", "came"), at_most("came", "people", 2)]
    assert suppress(cells, limits, 5) == {"people": Face.FEW, "came": Face.WITHHELD}


def test_people_counted_once_over_quarters() -> None:
    """Twelve in one quarter, fewer than five in the other, sixteen together: that would be four."""
    cells = [Cell("first", 12), Cell("second", 4), Cell("all", 16, whole=True)]
    faces = suppress(cells, union_of("all", ["first", "second"]), 5)
    assert faces["second"] is Face.FEW and Face.WITHHELD in (faces["first"], faces["all"])
    cells[2] = Cell("all", 13, whole=True)
    faces = suppress(cells, union_of("all", ["first", "second"]), 5)
    assert faces == {"first": Face.PLAIN, "second": Face.FEW, "all": Face.PLAIN}


# --- properties: another solver asks what a reader could find --------------------------------------------------------


def tables(cells: Sequence[Cell], limits: Sequence[Limit], faces: dict[str, Face], threshold: int) -> Iterator[
    dict[str, int]
]:  # fmt: skip
    """Every table that shows the same numbers and keeps the limits, by plain search with narrowing ranges."""
    ranges = {}
    for cell in cells:
        face = faces[cell.key]
        if face is Face.FEW:
            ranges[cell.key] = (1, threshold - 1)
        elif face is Face.WITHHELD:
            ranges[cell.key] = (1, FAR)
        else:
            ranges[cell.key] = (cell.value, cell.value) if cell.shown else (0, FAR)
    yield from _search(ranges, limits)


def _search(ranges: dict[str, tuple[int, int]], limits: Sequence[Limit]) -> Iterator[dict[str, int]]:
    narrowed = _narrow(dict(ranges), limits)
    if narrowed is None:
        return
    open_keys = [key for key, (low, high) in narrowed.items() if low < high]
    if not open_keys:
        yield {key: low for key, (low, _) in narrowed.items()}
        return
    key = min(open_keys, key=lambda one: narrowed[one][1] - narrowed[one][0])
    low, high = narrowed[key]
    for value in range(low, high + 1):
        yield from _search({**narrowed, key: (value, value)}, limits)


def _narrow(ranges: dict[str, tuple[int, int]], limits: Sequence[Limit]) -> dict[str, tuple[int, int]] | None:
    while True:
        before = dict(ranges)
        for limit in limits:
            least = {key: times * ranges[key][0 if times > 0 else 1] for key, times in limit.terms}
            left = limit.most - sum(least.values())
            if left < 0:
                return None
            for key, times in limit.terms:
                low, high = ranges[key]
                if times > 0:
                    high = min(high, low + left // times)
                else:
                    low = max(low, high - left // -times)
                if low > high:
                    return None
                ranges[key] = (low, high)
        if before == ranges:
            return ranges


def derivable(cells: Sequence[Cell], limits: Sequence[Limit], faces: dict[str, Face], threshold: int) -> list[str]:
    """Hidden cells, and small ones that stand nowhere, of which a reader could find the value."""
    hidden = [
        cell.key
        for cell in cells
        if faces[cell.key] is not Face.PLAIN or (not cell.shown and 0 < cell.value < threshold)
    ]
    left = set(hidden)
    true = {cell.key: cell.value for cell in cells}
    for key in hidden:
        if key not in left:
            continue
        for by in (1, -1, 2, -2, 3, -3):
            # The true value is excluded, so any table that is found differs there.
            narrowed = [*limits, Limit(((key, 1),), true[key] + by), Limit(((key, -1),), -(true[key] + by))]
            if other := next(tables(cells, narrowed, faces, threshold), None):
                left -= {one for one in left if other[one] != true[one]}
                break
    return sorted(left)


def test_the_other_solver_finds_what_is_not_protected() -> None:
    cells = [Cell("a", 3), Cell("b", 9), Cell("all", 12, whole=True)]
    faces = {"a": Face.FEW, "b": Face.PLAIN, "all": Face.PLAIN}
    assert derivable(cells, sum_of("all", ["a", "b"]), faces, 5) == ["a"]


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=3), min_size=2, max_size=4),
    st.integers(3, 6),
)
@settings(max_examples=60, deadline=None)
def test_nothing_hidden_is_found_in_quarters_side_by_side_with_both_totals(
    numbers: list[list[int]], threshold: int
) -> None:
    width = min(len(row) for row in numbers)
    rows = [row[:width] for row in numbers]
    cells, limits = [], []
    for at, row in enumerate(rows):
        cells += [Cell(f"{at},{place}", value) for place, value in enumerate(row)]
        cells.append(Cell(f"{at},all", sum(row), whole=True))
        limits += sum_of(f"{at},all", [f"{at},{place}" for place in range(width)])
    for place in (*range(width), "all"):
        value = sum(row[place] for row in rows) if isinstance(place, int) else sum(map(sum, rows))
        cells.append(Cell(f"all,{place}", value, whole=True))
        limits += sum_of(f"all,{place}", [f"{at},{place}" for at in range(len(rows))])
    limits += sum_of("all,all", [f"all,{place}" for place in range(width)])
    faces = suppress(cells, limits, threshold)
    for cell in cells:
        small = 0 < cell.value < threshold
        assert faces[cell.key] is not Face.PLAIN if small else faces[cell.key] is not Face.FEW
        assert faces[cell.key] is Face.PLAIN or cell.value, "a zero is shown"
    assert derivable(cells, limits, faces, threshold) == []


@given(st.lists(st.sets(st.integers(0, 14)), min_size=2, max_size=4), st.integers(3, 6))
@settings(max_examples=60, deadline=None)
def test_nothing_hidden_is_found_where_people_are_counted_once(came: list[set[int]], threshold: int) -> None:
    cells = [Cell(str(at), len(people)) for at, people in enumerate(came)]
    cells.append(Cell("all", len(set().union(*came)), whole=True))
    limits = union_of("all", [str(at) for at in range(len(came))])
    assert derivable(cells, limits, suppress(cells, limits, threshold), threshold) == []


def test_many_kinds_over_two_years_are_hidden_in_good_time() -> None:
    """Twelve kinds in eight quarters, most of them small: the worst a report is likely to be."""
    cells, limits = [], []
    numbers = {(row, at): (row * 7 + at * 5) % 9 for row, at in itertools.product(range(12), range(8))}
    for row in range(12):
        cells += [Cell(f"{row},{at}", numbers[row, at]) for at in range(8)]
        cells.append(Cell(f"{row},all", sum(numbers[row, at] for at in range(8)), whole=True))
        limits += sum_of(f"{row},all", [f"{row},{at}" for at in range(8)])
    for at in (*range(8), "all"):
        parts = [f"{row},{at}" for row in range(12)]
        values = {cell.key: cell.value for cell in cells}
        cells.append(Cell(f"all,{at}", sum(values[part] for part in parts), whole=True))
        limits += sum_of(f"all,{at}", parts)
    faces = suppress(cells, limits, 5)
    assert sum(1 for face in faces.values() if face is Face.PLAIN) > 30, "not everything is hidden"
