"""What a stored group holds many of, unpacked when somebody first looks at it: most is settled, and nobody does."""

from __future__ import annotations

import zlib
from collections.abc import ItemsView, Iterator, Mapping, MutableMapping, ValuesView
from functools import cache
from itertools import chain
from typing import Any, Generic, TypeVar

import msgspec

from peer_tui.domain.events import MeetingId
from peer_tui.store.shards import Shard

_TOGETHER = 32
"""Things that are unpacked at once."""
_T = TypeVar("_T")


class StoredMany(msgspec.Struct, array_like=True):
    """Things of one kind as they are stored."""

    ids: list[str]
    packed: list[bytes]
    """The things themselves in the same order, some together. Where they are many, each of these is compressed: they
    have many words in common."""


class Packed(MutableMapping[str, _T], Generic[_T]):
    """Things of one kind by id, in order. A copy shares what is packed, and what was unpacked of it.

    Args:
        many: the things, as `pack` gives them.
        kind: what they are.
    """

    def __init__(self, many: StoredMany, kind: type[_T]) -> None:
        self._rows: dict[str, _T | int] = dict(zip(many.ids, range(len(many.ids)), strict=True))
        """What was put here, or the place of what is packed."""
        self._packed: list[bytes | list[_T]] = [*many.packed]
        self._kind: Any = kind
        self._is_as_packed = True
        """Nothing was put here or taken away."""
        self._all: dict[str, _T] | None = None
        """All of them, once somebody has asked for that."""

    def __copy__(self) -> Packed[_T]:
        other = Packed(StoredMany([], []), self._kind)
        other._rows, other._packed = dict(self._rows), self._packed
        other._is_as_packed = self._is_as_packed
        return other

    def __getitem__(self, key: str) -> _T:
        row = self._rows[key]
        return self._unpacked(row) if isinstance(row, int) else row

    def __setitem__(self, key: str, thing: _T) -> None:
        self._rows[key] = thing
        self._is_as_packed, self._all = False, None

    def __delitem__(self, key: str) -> None:
        del self._rows[key]
        self._is_as_packed, self._all = False, None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def values(self) -> ValuesView[_T]:
        """All of them."""
        return self._whole().values()

    def items(self) -> ItemsView[str, _T]:
        """All of them with their ids."""
        return self._whole().items()

    def _whole(self) -> dict[str, _T]:
        if self._all is None and self._is_as_packed:
            together = [self._together(number) for number in range(len(self._packed))]
            self._all = dict(zip(self._rows, chain.from_iterable(together), strict=True))
        elif self._all is None:
            self._all = {k: self._unpacked(row) if isinstance(row, int) else row for k, row in self._rows.items()}
        return self._all

    def _unpacked(self, place: int) -> _T:
        return self._together(place // _TOGETHER)[place % _TOGETHER]

    def _together(self, number: int) -> list[_T]:
        things = self._packed[number]
        if isinstance(things, bytes):
            told = zlib.decompress(things) if len(self._packed) > 1 else things
            things = self._packed[number] = _decoder(self._kind).decode(told)
        return things


class Places(MutableMapping[MeetingId, Shard]):
    """Where the meetings of a group lie. A shard is made of a folder's name when it is asked for: few ever are.

    Args:
        group: the group's folder.
        folders: each meeting's folder.
    """

    def __init__(self, group: str, folders: dict[MeetingId, str]) -> None:
        self._group = group
        self._folders = folders

    def __getitem__(self, meeting: MeetingId) -> Shard:
        return Shard(self._group, self._folders[meeting])

    def __setitem__(self, meeting: MeetingId, shard: Shard) -> None:
        self._folders[meeting] = shard.meeting

    def __delitem__(self, meeting: MeetingId) -> None:
        del self._folders[meeting]

    def __iter__(self) -> Iterator[MeetingId]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def __contains__(self, meeting: object) -> bool:
        return meeting in self._folders


def pack(things: Mapping[str, object]) -> StoredMany:
    """Things by id, as `Packed` takes them."""
    told = list(things.values())
    packed = [msgspec.msgpack.encode(told[start : start + _TOGETHER]) for start in range(0, len(told), _TOGETHER)]
    return StoredMany(list(things), [zlib.compress(one, 1) for one in packed] if len(packed) > 1 else packed)


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[list[Any]]:
    return msgspec.msgpack.Decoder(list[kind])
