"""The quarters of the federal fiscal year, by which grants are reported (`product.md` §2.11).

The year 2027 begins on 1 October 2026: its first quarter is October to December 2026.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from peer_tui.domain.words import say

QUARTERS = (1, 2, 3, 4)
FIRST_YEAR, LAST_YEAR = 1900, 9998
"""Years that can be reported on: every day of them, and of those beside them, is one the calendar has."""
_FIRST_MONTH = 10
_WRITTEN = re.compile(r"(?:FY)?\s*([0-9]{4})\s*[-/ ]?\s*(?:Q\s*([1-4]))?", re.IGNORECASE)
_WRITTEN_BACK = re.compile(r"Q\s*([1-4])\s*[-/ ]?\s*(?:FY)?\s*([0-9]{4})", re.IGNORECASE)


class Quarter(msgspec.Struct, frozen=True, order=True):
    """A quarter of a federal fiscal year."""

    year: int
    """The fiscal year: the calendar year it ends in."""
    number: int
    """1 (October to December) to 4 (July to September)."""

    @property
    def first(self) -> dt.date:
        """Its first day."""
        month = (_FIRST_MONTH + 3 * (self.number - 1) - 1) % 12 + 1
        return dt.date(self.year - (self.number == 1), month, 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.moved(1).first - dt.timedelta(days=1)

    def moved(self, by: int) -> Quarter:
        """The quarter so many after it, or before."""
        years, number = divmod(self.number - 1 + by, len(QUARTERS))
        return Quarter(self.year + years, number + 1)

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def word(self) -> str:
        """`2027Q1`, as it is typed."""
        return f"{self.year}Q{self.number}"

    def __str__(self) -> str:
        """`FY 2027 Q1`, as people read it."""
        return say("FY {year} Q{number}", year=self.year, number=self.number)


def quarter_of(day: dt.date) -> Quarter:
    """The quarter a day lies in; at the edges of the calendar the nearest one that can be reported on."""
    year = min(LAST_YEAR, max(FIRST_YEAR, day.year))
    return Quarter(year + (day.month >= _FIRST_MONTH), (day.month - _FIRST_MONTH) % 12 // 3 + 1)


def read_quarters(words: str) -> tuple[Quarter, ...]:
    """What a person typed: `2027Q1`, `FY2027 Q1`, `Q1 2027`; a year alone is its four quarters.

    Empty where it is neither.
    """
    said = words.strip()
    if match := _WRITTEN.fullmatch(said):
        year, numbers = int(match[1]), (int(match[2]),) if match[2] else QUARTERS
    elif match := _WRITTEN_BACK.fullmatch(said):
        year, numbers = int(match[2]), (int(match[1]),)
    else:
        return ()
    return tuple(Quarter(year, number) for number in numbers) if FIRST_YEAR <= year <= LAST_YEAR else ()
