"""Small numbers of people are not shown, nor anything they could be worked out from (`product.md` §2.11; check 76).

A table of counts is some cells and the limits that everybody who reads it knows: a total is the sum of its parts,
nobody came to more meetings than were held. Whoever knows the other numbers may find a hidden one by them. So after the
small numbers, others are hidden, until each hidden one could be another as well: for each, a second table is looked for
that shows the same numbers, keeps the same limits, and has another value there. Only a table that was found counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

SMALLEST_THRESHOLD = 3
"""Below it, “fewer than” would mean one number exactly."""
_CHANGES = 16
"""How many cells a second table may differ in."""
_LOOKS = 1_200
"""How many changes are tried for one cell, before more is hidden."""
_LOOKS_IN_ALL = 60_000
"""How many for a whole report, so that none takes longer than a second or two; from there on more is hidden."""
_HIDDEN_AT_ONCE = 12
"""So many cells are hidden at most for the sake of one."""


class Face(StrEnum):
    """How a cell is shown."""

    PLAIN = "plain"
    FEW = "few"
    """A count of people that is not zero and below the threshold: “fewer than 5”."""
    WITHHELD = "withheld"
    """Hidden so that another one, or this one, cannot be worked out: all that is said is that it is not zero."""


class Cell(msgspec.Struct, frozen=True):
    """One number of a report."""

    key: str
    value: int
    people: bool = True
    """It counts people: hidden where it is small."""
    shown: bool = True
    """False: it stands nowhere, but could be worked out, e.g. those who said no, from all and those who said yes."""
    whole: bool = False
    """A total: hidden last."""


class Limit(msgspec.Struct, frozen=True):
    """What every reader knows: these cells, each so many times, are together at most `most`."""

    terms: tuple[tuple[str, int], ...]
    most: int = 0


def sum_of(whole: str, parts: Sequence[str]) -> tuple[Limit, ...]:
    """`whole` is the sum of `parts`."""
    more = (*((part, 1) for part in parts), (whole, -1))
    return Limit(more), Limit(tuple((key, -times) for key, times in more))


def union_of(whole: str, parts: Sequence[str]) -> tuple[Limit, ...]:
    """`whole` counts once whoever is in one of `parts` or in several: at most their sum, at least each of them."""
    apart = Limit(((whole, 1), *((part, -1) for part in parts)))
    return (apart, *(Limit(((part, 1), (whole, -1))) for part in parts))


def at_most(less: str, more: str, times: int = 1, *others: str) -> Limit:
    """`less` is at most `times` × `more`, and all of `others` on top."""
    return Limit(((less, 1), *(((more, -times),) if times else ()), *((other, -1) for other in others)))


def suppress(
    cells: Iterable[Cell], limits: Iterable[Limit], threshold: int, fixed: Mapping[str, Face] | None = None
) -> dict[str, Face]:
    """How each cell is shown.

    Args:
        cells: every number of the report, those of several quarters side by side included.
        limits: what a reader knows of them; they hold for the values given.
        threshold: counts of people below it are hidden unless they are zero; 0 hides nothing.
        fixed: how some cells are shown whatever the others need, because another report shows them so.

    Returns:
        The face of each cell by its key. Of every hidden one, what is shown allows at least two values; a cell that
        stands nowhere and is small is protected in the same way.
    """
    known = {cell.key: cell for cell in cells}
    if threshold < SMALLEST_THRESHOLD:
        return dict.fromkeys(known, Face.PLAIN)
    few = {key for key, cell in known.items() if cell.people and 0 < cell.value < threshold}
    faces = {key: Face.FEW if key in few and cell.shown else Face.PLAIN for key, cell in known.items()}
    fixed = fixed or {}
    faces.update(fixed)
    few |= {key for key, face in faces.items() if face is not Face.PLAIN}
    table = Table(known, tuple(limits), threshold, faces, fixed)
    waiting = sorted(few, key=lambda key: (known[key].value, key))
    safe: set[str] = set()
    while waiting:
        key = waiting.pop(0)
        if key in safe:
            continue
        other = table.otherwise(key)
        waiting += table.hide(other) if other else table.hide_around(key)
        # Hiding more never takes a second table away, so whatever differs in one is safe for good.
        safe |= {key, *other}
    return table.faces


class Table:
    """The cells with what a reader knows of them, and a search for another table that looks the same.

    Args:
        cells: by key.
        limits: what a reader knows.
        threshold: as `suppress` takes it.
        faces: how each cell is shown; `hide` changes it.
        fixed: the cells that stay as they are shown.
    """

    def __init__(
        self,
        cells: Mapping[str, Cell],
        limits: Sequence[Limit],
        threshold: int,
        faces: dict[str, Face],
        fixed: Collection[str] = (),
    ) -> None:
        self.cells = cells
        self.faces = faces
        self._threshold = threshold
        self._fixed = fixed
        self._left, self._in_all = 0, _LOOKS_IN_ALL
        self._vague = False
        self._of: dict[str, list[Limit]] = {}
        for limit in limits:
            for key, _ in limit.terms:
                self._of.setdefault(key, []).append(limit)

    def hide(self, other: Mapping[str, int]) -> list[str]:
        """Hide what would show that a second table is not this one; the cells that were hidden for it."""
        more = [key for key, value in other.items() if not self._looks_the_same(key, value)]
        self.faces.update(dict.fromkeys(more, Face.WITHHELD))
        return more

    def hide_around(self, key: str) -> list[str]:
        """Hide everything that `key` could be worked out from, however far away; the cells that were hidden for it."""
        reached, edge = {key}, [key]
        while edge:
            edge = [other for one in edge for limit in self._of.get(one, ()) for other, _ in limit.terms]
            edge = [one for one in dict.fromkeys(edge) if one not in reached]
            reached.update(edge)
        more = [one for one in sorted(reached) if self._cost(one, 1) == 1]
        self.faces.update(dict.fromkeys(more, Face.WITHHELD))
        return more

    def otherwise(self, key: str) -> dict[str, int]:
        """A second table: the cells that differ in it, `key` among them, and what they are there.

        One more or one less of `key`, then as many of a cell that this breaks a limit with as that takes, and so on.
        Of those that are found, one that needs few cells to be hidden that are shown as yet. Where none is, "fewer
        than" may say too much, of two small numbers and their sum: then no more is said of a small one than that it is
        not shown. Empty where no second table was found at all.
        """
        for self._vague, hidden, by in itertools.product((False, True), range(_HIDDEN_AT_ONCE + 1), (1, -1)):
            value = self.cells[key].value + by
            cost = self._cost(key, value)
            if cost <= hidden and self._in_all:
                self._left = min(_LOOKS, self._in_all)
                if found := self._mend({key: value}, hidden - cost):
                    return found
        return {}

    def _cost(self, key: str, value: int) -> int:
        """How many cells have to be hidden so that this one could be that: none, or itself; too many where it cannot.

        A zero is never hidden, so nothing hidden is one.
        """
        if self._looks_the_same(key, value):
            return 0
        can = value >= 1 and self.cells[key].value >= 1 and (self._vague or self.faces[key] is Face.PLAIN)
        return 1 if can and key not in self._fixed else _HIDDEN_AT_ONCE + 1

    def _looks_the_same(self, key: str, value: int) -> bool:
        """Whether a cell of this value would be shown as it is now."""
        cell = self.cells[key]
        if not cell.shown:
            return value >= 0
        match self.faces[key]:
            case Face.FEW:
                return 1 <= value < self._threshold
            case Face.WITHHELD:
                return value >= 1
        return value == cell.value

    def _mend(self, changed: dict[str, int], hidden: int) -> dict[str, int]:
        """Change more cells until every limit holds again, at most `hidden` of them ones that are shown as yet."""
        broken, excess = self._broken(changed)
        if broken is None:
            return changed
        if len(changed) >= _CHANGES:
            return {}
        for key, times in self._in_order(broken, changed):
            steps = -(-excess // abs(times))
            value = self.cells[key].value + (-steps if times > 0 else steps)
            cost = self._cost(key, value)
            if cost > hidden:
                continue
            self._left, self._in_all = self._left - 1, max(0, self._in_all - 1)
            if self._left < 0:
                return {}
            if found := self._mend({**changed, key: value}, hidden - cost):
                return found
        return {}

    def _in_order(self, limit: Limit, changed: Mapping[str, int]) -> list[tuple[str, int]]:
        """The cells of a limit that can still change: hidden ones first, parts before totals, small before large."""
        open_ = [(key, times) for key, times in limit.terms if key not in changed]
        return sorted(
            open_,
            key=lambda term: (
                self.cells[term[0]].shown and self.faces[term[0]] is Face.PLAIN,
                self.cells[term[0]].whole,
                self.cells[term[0]].value,
                term[0],
            ),
        )

    def _broken(self, changed: Mapping[str, int]) -> tuple[Limit | None, int]:
        """A limit that does not hold with these values, and by how much; None if all do."""
        for key in changed:
            for limit in self._of.get(key, ()):
                reached = sum(changed.get(one, self.cells[one].value) * times for one, times in limit.terms)
                if reached > limit.most:
                    return limit, reached - limit.most
        return None, 0


def hidden(faces: Mapping[str, Face], keys: Collection[str]) -> bool:
    """Whether one of these is hidden: a percentage of them is then hidden as well."""
    return any(faces[key] is not Face.PLAIN for key in keys)
