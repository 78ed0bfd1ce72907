"""What may go wrong with the index, and what that means: it is damaged and built anew, or it cannot be used now."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from peer_tui.domain.words import say
from peer_tui.store.index.stored import Damaged
from peer_tui.store.problem import reason

_OURS = (
    sqlite3.Error, OSError, Damaged, msgspec.DecodeError, msgspec.ValidationError, ValueError, TypeError, LookupError,
    ArithmeticError,
)  # fmt: skip
"""What using a damaged or unwritable index may raise."""
_PASSING = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_MISUSE,
})  # fmt: skip
"""What SQLite answers although the database is whole."""


def is_ours(error: Exception) -> bool:
    """Whether the index may have caused it."""
    return isinstance(error, _OURS)


def is_damage(error: Exception, *, writing: bool = False) -> bool:
    """Whether the index must be built anew; otherwise it only could not be used just now.

    While it is being written, what else goes wrong comes from the logs that are read: building anew would not help.
    """
    if isinstance(error, sqlite3.ProgrammingError | OSError):  # closed by another thread; not to be written
        return False
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF) not in _PASSING
    return isinstance(error, Damaged) or not writing


def sentence(error: Exception, cache: Path) -> str:
    """What does not work, for the scribe."""
    why = reason(error) if isinstance(error, OSError) else str(error)
    return say(
        "The index in {cache} cannot be written ({why}). Everything is read from the meetings' own files instead, "
        "which takes longer; nothing is lost.",
        cache=cache,
        why=why,
    )
