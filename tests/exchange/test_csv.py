"""CSV that no spreadsheet runs, and that reads back as what was written."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings

from peer_tui.exchange.csv import BYTE_ORDER_MARK, cell, to_csv
from tests.exchange.hostile import texts

FORMULAS = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "\x00=1",
    "\u200b=1",
)


@pytest.mark.parametrize("typed", FORMULAS)
def test_a_cell_that_would_run_is_text(typed: str) -> None:
    assert cell(typed).startswith("'") or not cell(typed).lstrip("\u200b ").startswith(("=", "+", "-", "@")), cell(
        typed
    )


def test_what_is_no_text_stays_what_it_is() -> None:
    assert [cell(value) for value in (-3, 2.5, None, True, "plain - text", "a=b")] == [
        "-3", "2.5", "", "yes", "plain - text", "a=b",
    ]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(texts)
def test_every_row_reads_back_as_one_row_of_the_same_cells(typed: str) -> None:
    written = to_csv(["No.", typed], [[1, typed], [2, f'"{typed},']])
    assert written.startswith(BYTE_ORDER_MARK)
    written.encode()
    rows = list(csv.reader(io.StringIO(written.removeprefix(BYTE_ORDER_MARK), newline="")))
    assert [len(row) for row in rows] == [2, 2, 2]
    assert rows[1] == ["1", cell(typed)] and rows[2][1] == cell(f'"{typed},')
    assert not any(part.startswith(("=", "+", "@", "\t", "\r")) for row in rows for part in row)
