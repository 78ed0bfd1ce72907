"""Which names a backup may hold, and what lies behind each: nothing else is ever taken out of one.

    groups/GROUP/group/FILE                        a log of the group's own
    groups/GROUP/meetings/YEAR/MEETING/FILE        a log of a meeting
    recipients.txt                                 whom a sealed library is sealed for
    settings/config.toml  settings/themes/*.toml  settings/templates/*.toml
    state/identity.age                             the key of a sealed library, itself sealed with the passphrase
    backup.json                                    the list of all of these

A FILE ends in `.json`, or in `.json.age` where it lies sealed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Literal

from peer_tui.store.files import SEALED
from peer_tui.store.shards import Shard

LIST = "backup.json"
RECIPIENTS = "recipients.txt"
IDENTITY = "state/identity.age"

Kind = Literal["log", "recipients", "settings", "identity"]

_LOG = re.compile(r"groups/([^/]+)/(?:group|meetings/([^/]+/[^/]+))/([^/]+\.json(?:\.age)?)")
_SETTINGS = re.compile(r"settings/(?:config\.toml|(?:themes|templates)/[^/]+\.toml)")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NEVER = frozenset('/\\:<>"|?*')
_LONGEST = 255
"""Bytes of one part of a path: what the common file systems take."""


def kind_of(name: str) -> Kind | None:
    """What a member of this name is; None if a backup holds no such thing, or the name is not safe everywhere."""
    if not is_safe(name):
        return None
    if _LOG.fullmatch(name):
        return "log"
    if name == RECIPIENTS:
        return "recipients"
    if name == IDENTITY:
        return "identity"
    return "settings" if _SETTINGS.fullmatch(name) else None


def is_safe(name: str) -> bool:
    """A relative path with forward slashes that means the same on every platform and leads nowhere else."""
    return bool(name) and all(_is_plain(part) for part in name.split("/"))


def shard_of(name: str) -> Shard:
    """The shard a log's name puts it in.

    Raises:
        ValueError: it is not a log's name.
    """
    match = _LOG.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is not the name of a log.")
    return Shard(match.group(1), match.group(2) or "")


def same_place(name: str) -> str:
    """Equal for two names that are one file where case or the spelling of accents does not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def safe_file_name(name: str) -> str:
    """The name itself if it is safe everywhere; otherwise one made of it that is, and that no other name gives."""
    if _is_plain(name):
        return name
    ending = ".json.age" if name.endswith(".json.age") else ".json"
    told = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    stem = re.sub(r"[^A-Za-z0-9-]+", "_", name.removesuffix(SEALED).removesuffix(".json"))[:80]
    return f"{stem or 'log'}-{told}{ending}"


def _is_plain(part: str) -> bool:
    return (
        part not in ("", ".", "..")
        and not part.startswith(("~", "."))
        and not part.endswith((" ", "."))
        and not part.startswith(" ")
        and not set(part) & _NEVER
        and not _RESERVED.fullmatch(part)
        and not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in part)
        and len(part.encode("utf-8", "surrogatepass")) <= _LONGEST
    )
