"""One order for lines that stand in several lists: each list keeps its own."""

from __future__ import annotations

import heapq
from itertools import pairwise

from peer_tui.exchange.reading.understood import ReadEntry


class Woven:
    """Lines, and the lists each of them stands in."""

    def __init__(self) -> None:
        self.entries: list[ReadEntry] = []
        self.lines: list[int] = []
        """Where each stands in the text, in the first of its lists."""
        self.chains: dict[str, list[tuple[int, int]]] = {}
        """Of each list: a number that orders it, and the line's place in `entries`."""

    def add(self, entry: ReadEntry, *chains: str, line: int = 0, number: int = 0) -> None:
        """A line of each of these lists.

        Args:
            entry: the line.
            chains: the lists. Its line number orders it in the last one, unless `number` does.
            line: where it stands in the others; 0 for its own line number.
            number: its place in the last list.
        """
        self.entries.append(entry)
        self.lines.append(line or entry.line)
        for chain in chains:
            last = chain == chains[-1]
            counted = (number or entry.line) if last and (number or line) else line or entry.line
            self.chains.setdefault(chain, []).append((counted, len(self.entries) - 1))


def weave(woven: Woven) -> list[ReadEntry]:
    """The lines in one order that every list agrees with, and else as they stand in the text.

    Lists that contradict each other give the order of the text.
    """
    count = len(woven.entries)
    after: list[set[int]] = [set() for _ in range(count)]
    waiting = [0] * count
    for chain in woven.chains.values():
        places = [place for _, place in sorted(chain)]
        for first, second in pairwise(places):
            if second not in after[first]:
                after[first].add(second)
                waiting[second] += 1
    ready = [(woven.lines[place], place) for place in range(count) if not waiting[place]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, place = heapq.heappop(ready)
        order.append(place)
        for later in after[place]:
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(ready, (woven.lines[later], later))
    if len(order) < count:
        order = sorted(range(count), key=lambda place: (woven.lines[place], place))
    return [woven.entries[place] for place in order]
