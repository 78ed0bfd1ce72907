"""Whether a library was indexed: told by one look at the disk, without SQLite and all that reads an index."""

from __future__ import annotations

from pathlib import Path

POINTER = "index"
"""The file in CACHE that names the database that is read (`store/index/place.py`)."""


def has_index(cache: Path) -> bool:
    """Whether an index was ever published here. Whether it can still be read, only the index itself can say."""
    return (cache / POINTER).exists()
