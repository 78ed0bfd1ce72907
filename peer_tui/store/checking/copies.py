"""Conflict copies: files of a shard that a sync tool made of a writer's log. They are read like any other log."""

from __future__ import annotations

import re

from peer_tui.domain.words import say
from peer_tui.store.record import Contents
from peer_tui.store.synced import tool_behind

_OURS = re.compile(r"(?:-format\d+)?|-format\d+|\.restored-[0-9a-f]{8}|\.earlier-[0-9a-f]{8}")


def is_copy(name: str, contents: Contents) -> bool:
    """Whether a file is a copy of a log that has another name, and none that peer-tui made itself.

    Args:
        name: what the file is called.
        contents: what is in it: whose log it says it is.
    """
    stem = name.removesuffix(".json")
    if _made_by_us(stem):
        return False
    rest = stem.removeprefix(contents.writer) if contents.writer else stem
    return rest != "" and not _OURS.fullmatch(rest)


def tool_of(name: str) -> str:
    """Which sync tool gives names like this one, for a message; `a sync tool` where it cannot be told."""
    return tool_behind(name) or say("a sync tool")


def _made_by_us(stem: str) -> bool:
    return re.fullmatch(r"[^.\s]+\.(?:restored|earlier)-[0-9a-f]{8}", stem) is not None
