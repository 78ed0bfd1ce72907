"""What the scribe is told when something could not be saved: what happened, what is safe, what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store.durable import SaveProblem, is_full

_SAFE = say("Your lines are kept in memory and tried again every few seconds.")


def save_problem(error: OSError, root: Path) -> SaveProblem:
    """The problem behind a failed write in the library at `root`, in words."""
    if is_full(error):
        return SaveProblem(
            say(
                "The disk is full and the reserve is used up. {safe} Make room on the disk that holds {root}.",
                safe=_SAFE,
                root=root,
            ),
            disk_full=True,
        )
    advice = (
        say("Save a copy on another disk now.")
        if error.errno == errno.EIO
        else say("Save a copy elsewhere if this stays.")
    )
    return SaveProblem(f"{_happened(error, root)} {_SAFE} {advice}")


def vanished_problem(root: Path) -> SaveProblem:
    """The library at `root` was there before and is not now."""
    return SaveProblem(
        say(
            "The library has vanished: a disk was unplugged or not mounted, or its folder was moved ({root}). {safe} "
            "Bring it back. If you removed it on purpose, make the folder {root_2} and a new library begins.",
            root=root,
            safe=_SAFE,
            root_2=root / say("groups"),
        )
    )


def said_at_the_end(sentence: str) -> str:
    """The same, said by a program that ends: it keeps nothing in memory and tries nothing again."""
    return sentence.replace(f"{_SAFE} ", "")


def reason(error: OSError) -> str:
    """The operating system's own words for it, to stand within a sentence."""
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def _happened(error: OSError, root: Path) -> str:
    where = error.filename or root
    match error.errno:
        case errno.EROFS:
            return say("The disk that holds {root} is read-only.", root=root)
        case errno.EACCES | errno.EPERM:
            return say("You are not allowed to write {where}.", where=where)
        case errno.ENOTDIR | errno.EEXIST:
            return say("A file stands where a folder is needed: {where}.", where=where)
        case errno.ELOOP:
            return say(
                "{where} is a link to another place, and nothing is written through links in a library.", where=where
            )
        case errno.EISDIR:
            return say("A folder stands where a file is needed: {where}.", where=where)
        case errno.EIO:
            return say("The disk that holds {root} reports an error.", root=root)
        case errno.ESTALE:
            return say("Another program keeps changing {where}.", where=where)
    return say("{where} could not be written ({why}).", where=where, why=reason(error))
