"""Rows → CSV that a spreadsheet shows as it is: no cell of it is ever a formula.

A spreadsheet runs what begins with `=`, `+`, `-`, `@`, a tab or a line break (OWASP, "CSV Injection"), also in their
full-width forms and behind spaces: such a cell gets an apostrophe in front, which spreadsheets read as "this is text".
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from peer_tui.domain.characters import clean

_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"
"""Begins the file: without it Excel reads José as JosÃ©."""


def cell(value: object) -> str:
    """One value as the text of a cell that no spreadsheet runs. A number stays a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    said = str(value)
    cleaned = clean(said, keep_lines=True)
    return f"'{cleaned}" if said[:1] in ("\t", "\r", "\n") or _seen(said).startswith(_RUNS) else cleaned


def _seen(said: str) -> str:
    """From the first character on that a spreadsheet may take for the beginning: spaces and invisible ones left out."""
    return next((said[at:] for at, sign in enumerate(said) if unicodedata.category(sign)[0] not in "CZ"), "")


def to_csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV (RFC 4180: comma, CRLF, quotes doubled), its first row the names of the columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in names])
    writer.writerows([cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue()
