"""Bundles of people put in groups so that some are kept apart and the groups are of nearly equal size.

A bundle is a number of people who stay together; bundles go by their place, from 0. Keeping apart is the colouring of a
graph, which can take for ever in theory: after `_STEPS` steps it is taken as impossible. No room of people gets there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_DEEPEST = 300
"""Bundles with a wish, at most; more of them than people in a room are not searched through."""
_STEPS = 5_000
"""So many bundles are tried in a group at most, before it is said that there is no way."""


class Asked(NamedTuple):
    """What is to be put into groups."""

    sizes: tuple[int, ...]
    """People in each bundle."""
    apart: frozenset[tuple[int, int]]
    """Bundles that are not in one group, the smaller place first."""
    number: int
    """Groups; at most as many as there are bundles."""


def colour(apart: frozenset[tuple[int, int]], number: int) -> list[int] | None:
    """A group for each bundle that is kept apart from others, however large the groups get; None if there is none."""
    bundles = max((place for pair in apart for place in pair), default=-1) + 1
    return _search(Asked((1,) * bundles, apart, number), 0, bundles)


def balanced(asked: Asked) -> list[int]:
    """The group of each bundle, from 0: no group is empty, and sizes differ as little as the wishes allow.

    `asked.apart` must have a colouring (`colour`).
    """
    people = sum(asked.sizes)
    for slack in range(people):
        least = max(1, people // asked.number - slack)
        most = -(-people // asked.number) + slack
        found = _search(asked, least, most)
        if found is not None:
            return found
    return _filled(asked)


def foes_of(apart: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """For each bundle that is kept apart, from which others."""
    foes: dict[int, set[int]] = {}
    for one, other in apart:
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    return foes


def _search(asked: Asked, least: int, most: int) -> list[int] | None:
    """The first way in which every group gets `least` to `most` people; None if there is none, or none was found.

    Only those with a wish are searched for: people without one fill up what is left, which always goes or never.
    """
    foes = foes_of(asked.apart)
    tied = {place for place, size in enumerate(asked.sizes) if size > 1} | set(foes)
    # Most foes and largest bundles first: what has least choice is settled while there is room.
    order = sorted(tied, key=lambda place: (-len(foes.get(place, ())), -asked.sizes[place], place))
    search = _Search(asked, order, foes, most)
    return search.where if len(order) <= _DEEPEST and search.put(0, least) else None


class _Search:
    """One search, step by step."""

    def __init__(self, asked: Asked, order: Sequence[int], foes: dict[int, set[int]], most: int) -> None:
        self.where = [-1] * len(asked.sizes)
        self.held = [0] * asked.number
        self._asked = asked
        self._order = order
        self._foes = foes
        self._most = most
        self._steps = 0

    def put(self, index: int, least: int) -> bool:
        """Put this bundle of the order, and all after it, into groups; whether that went."""
        if index == len(self._order):
            return self._fill(least)
        place, tried = self._order[index], set()
        size = self._asked.sizes[place]
        barred = {self.where[foe] for foe in self._foes.get(place, ())}
        for group in sorted(range(self._asked.number), key=lambda group: (self.held[group], group)):
            if group in barred or self.held[group] + size > self._most:
                continue
            if self.held[group] == 0 and 0 in tried:
                continue  # one empty group is as good as another
            tried.add(self.held[group])
            self._steps += 1
            if self._steps > _STEPS:
                return False
            self.where[place] = group
            self.held[group] += size
            if self.put(index + 1, least):
                return True
            self.held[group] -= size
            self.where[place] = -1
        return False

    def _fill(self, least: int) -> bool:
        """Everybody without a wish goes where most are lacking; whether every group then has enough and room."""
        free = [place for place, group in enumerate(self.where) if group < 0]
        lacking = sum(max(0, least - have) for have in self.held)
        room = sum(self._most - have for have in self.held)
        if lacking > len(free) or room < len(free):
            return False
        for place in free:
            group = min(range(len(self.held)), key=lambda group: (self.held[group], group))
            self.where[place] = group
            self.held[group] += 1
        return True


def _filled(asked: Asked) -> list[int]:
    """Where no nearly equal sizes were found: the wishes are kept, then the smallest group takes each of the rest."""
    found = colour(asked.apart, asked.number) or []
    foes = foes_of(asked.apart)
    where = [found[place] if place in foes and place < len(found) else -1 for place in range(len(asked.sizes))]
    held = [0] * asked.number
    for place, group in enumerate(where):
        held[group] += asked.sizes[place] if group >= 0 else 0
    for place in sorted((p for p, group in enumerate(where) if group < 0), key=lambda p: (-asked.sizes[p], p)):
        where[place] = min(range(asked.number), key=lambda group: (held[group], group))
        held[where[place]] += asked.sizes[place]
    return where
