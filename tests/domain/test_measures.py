"""Measures: numbers as people write them, readings by day, how far they came, and their line of bars."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_tui.domain.programmes.book import Row
from peer_tui.domain.programmes.definition import Register
from peer_tui.domain.programmes.measures import (
    Measure,
    Reading,
    measure_words,
    measures,
    read_number,
    reading_cells,
    sparkline,
)

MEASURES = Register("measures", "Measures", "measure", named_by="measure")
AT = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)


def row(key: str, **texts: str) -> Row:
    return Row(key, "measures", texts, "", AT, AT)


def measured(baseline: float | None, target: float | None, *values: float) -> Measure:
    readings = tuple(Reading(f"r{n}", DAY + dt.timedelta(days=n), value) for n, value in enumerate(values))
    return Measure("m", "Families", baseline=baseline, target=target, readings=readings)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12), ("1,250", 1250), ("12.5", 12.5), ("12,5", 12.5), ("−3", -3), ("40 %", 40), ("1 250", 1250),
        ("1\u00a0250", 1250), (",5", 0.5), ("about 4", None), ("", None), ("1.2.3", None), ("1e5", None),
        ("9" * 40, None), ("9" * 5000, None), ("[/]", None), ("\x00", None), ("٣", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed: str, number: float | None) -> None:
    assert read_number(typed) == number


@given(st.text(max_size=30))
def test_no_text_stops_the_reading_of_a_number(typed: str) -> None:
    value = read_number(typed)
    assert value is None or abs(value) <= 1e12


@pytest.mark.parametrize(
    ("measure", "state"),
    [
        (measured(12, None, 14), "no target yet"),
        (measured(12, 20), "no reading yet"),
        (measured(None, 20, 14), "no baseline yet"),
        (measured(None, 20, 20), "reached"),
        (measured(12, 20, 14), "on the way"),
        (measured(12, 20, 12), "not moved yet"),
        (measured(12, 20, 10), "further away than at the start"),
        (measured(12, 20, 25, 19), "on the way"),
        (measured(12, 20, 21), "reached"),
        (measured(12, 20, 20), "reached"),
        (measured(30, 20, 24), "on the way"),
        (measured(30, 20, 19.5), "reached"),
        (measured(20, 20, 20), "reached"),
        (measured(20, 20, 21), "further away than at the start"),
    ],
)
def test_how_a_measure_stands_is_told_by_its_newest_reading(measure: Measure, state: str) -> None:
    assert measure.state == state


def test_bars_are_scaled_so_that_the_target_has_its_place() -> None:
    assert sparkline([1, 2, 3, 9]) == "▁▂▃█"
    assert sparkline([5], scale=(0, 10)) == "▅"
    assert sparkline([2, 2]) == "▄▄"
    assert sparkline([]) == ""
    assert measured(0, 8, 2, 4).bars == "▁▃▅"
    assert len(measured(0, 8, *range(100)).bars) == 25
    assert measured(0, 8).bars == ""


@given(st.lists(st.floats(-1e12, 1e12), max_size=8), st.lists(st.floats(-1e12, 1e12), max_size=2))
def test_a_line_of_bars_has_a_bar_for_each_value(values: list[float], scale: list[float]) -> None:
    bars = sparkline(values, scale)
    assert len(bars) == len(values)
    if values and not scale and max(values) > min(values):
        assert bars[values.index(max(values))] == "█" and bars[values.index(min(values))] == "▁"


def test_readings_are_put_in_order_by_day_and_found_by_id_or_name() -> None:
    rows = [row("m1", measure="Families reached", baseline="12", target="20", unit="families", by="2026-06-30")]
    readings = [
        row("r1", of="families  REACHED", day="2026-05-01", value="17"),
        row("r2", of="m1", day="2026-04-01", value="14", note="two sites"),
        row("r3", of="m1", day="", value="15"),
        row("r4", of="m1", day="2026-04-02", value="many"),
        row("r5", of="something else", day="2026-04-02", value="1"),
    ]
    first, strays = measures(MEASURES, rows, readings)
    assert [(one.day.isoformat(), one.value) for one in first.readings] == [("2026-04-01", 14), ("2026-05-01", 17)]
    assert (first.by, first.unread, first.bars) == (dt.date(2026, 6, 30), 2, "▁▃▅")
    assert measure_words(first) == "12 → 17, target 20 families · on the way · 2 readings without a day or a number"
    assert (strays.row, [one.value for one in strays.readings]) == ("", [1])


def test_a_measure_without_anything_is_said_in_words() -> None:
    (bare,) = measures(MEASURES, [row("m1", measure="{x} [/]")], [])
    assert measure_words(bare) == "no target yet"
    assert measure_words(measured(None, 20)) == "target 20 · no reading yet"
    assert measure_words(measured(1250, 0.25, 3)) == "1,250 → 3, target 0.25 · on the way"


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ("families reached 17", {"of": "m1", "value": "17"}),
        ("Families reached: 1,250.", {"of": "m1", "value": "1,250"}),
        ("families: 17 %, mostly new", {"of": "m2", "value": "17 %", "note": "mostly new"}),
        ("17 families reached", {"of": "m1", "value": "17"}),
        ("families reached no idea", {"of": "m1", "note": "no idea"}),
        ("something else 3", {"of": "something else 3"}),
        ("40", {"of": "40"}),
    ],
)
def test_a_reading_said_in_a_meeting_is_one_of_a_measure(said: str, cells: dict[str, str]) -> None:
    rows = [row("m1", measure="Families reached"), row("m2", measure="Families")]
    assert reading_cells(said, DAY, MEASURES, rows) == {"day": "2026-03-02", **cells}


def test_a_lone_number_is_a_reading_of_the_only_measure() -> None:
    assert reading_cells("40 %", DAY, MEASURES, [row("m1", measure="Families")])["of"] == "m1"


@given(st.text(max_size=40))
def test_nothing_that_is_said_of_a_measure_is_lost(said: str) -> None:
    cells = reading_cells(said, DAY, MEASURES, [row("m1", measure="Families"), row("m2", measure="Days")])
    if cells["of"] not in ("m1", "m2"):
        assert cells["of"] == " ".join(said.split())
