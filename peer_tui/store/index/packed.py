"""Next steps of a stored group, each unpacked when somebody first looks at it: most are settled, and nobody does."""

from __future__ import annotations

import zlib
from collections.abc import ItemsView, Iterable, Iterator, MutableMapping, ValuesView
from functools import cache

import msgspec

from peer_tui.domain.events import EntryId
from peer_tui.domain.steps import Step

_TOGETHER = 32
"""Steps that are unpacked at once."""


class PackedSteps(MutableMapping[EntryId, Step]):
    """Steps by id. A copy shares what is packed, and what was unpacked of it.

    Args:
        ids: in the order in which the steps were promised.
        packed: the steps themselves, in the same order, as `pack` gives them.
    """

    def __init__(self, ids: Iterable[EntryId], packed: Iterable[bytes]) -> None:
        self._rows: dict[EntryId, Step | int] = {key: place for place, key in enumerate(ids)}
        """A step that was put here, or the place of a packed one."""
        self._packed: list[bytes | list[Step]] = list(packed)

    def __copy__(self) -> PackedSteps:
        other = PackedSteps([], [])
        other._rows, other._packed = dict(self._rows), self._packed
        return other

    def __getitem__(self, key: EntryId) -> Step:
        row = self._rows[key]
        return self._unpacked(row) if isinstance(row, int) else row

    def __setitem__(self, key: EntryId, step: Step) -> None:
        self._rows[key] = step

    def __delitem__(self, key: EntryId) -> None:
        del self._rows[key]

    def __iter__(self) -> Iterator[EntryId]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def values(self) -> ValuesView[Step]:
        """Every step."""
        return self._whole().values()

    def items(self) -> ItemsView[EntryId, Step]:
        """Every step with its id."""
        return self._whole().items()

    def _whole(self) -> dict[EntryId, Step]:
        return {key: self._unpacked(row) if isinstance(row, int) else row for key, row in self._rows.items()}

    def _unpacked(self, place: int) -> Step:
        steps = self._packed[place // _TOGETHER]
        if isinstance(steps, bytes):
            steps = self._packed[place // _TOGETHER] = _decoder().decode(zlib.decompress(steps))
        return steps[place % _TOGETHER]


def pack(steps: Iterable[Step]) -> list[bytes]:
    """Steps as `PackedSteps` takes them: some together, as they have many words in common."""
    told = list(steps)
    return [
        zlib.compress(msgspec.msgpack.encode(told[start : start + _TOGETHER]), 1)
        for start in range(0, len(told), _TOGETHER)
    ]


@cache
def _decoder() -> msgspec.msgpack.Decoder[list[Step]]:
    return msgspec.msgpack.Decoder(list[Step])
