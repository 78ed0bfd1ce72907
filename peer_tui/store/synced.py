"""Whose conflict copy a file is, by its name. For the message only: any `*.json` in a shard is read as one more log."""

from __future__ import annotations

import re

_NAMES = (
    ("Syncthing", r"\.sync-conflict-\d{8}-\d{6}"),
    ("Nextcloud", r" \(conflicted copy \d{4}-\d\d-\d\d \d{6}\)"),
    ("Dropbox", r"\(.*(conflicted copy|case conflict).*\)"),
    ("ownCloud", r"_conflict-\d{8}-\d{6}"),
    ("Synology Drive", r"_(Case)?Conflict\b|CaseConflict"),
    ("Resilio Sync", r"\.Conflict\b"),
    ("Google Drive", r" \(\d{1,3}\)(\.|$)|_conf\(\d+\)"),
    ("iCloud", r" \d{1,3}(\.|$)"),
)
_OURS = re.compile(r"[a-z0-9]{6}-\d{1,3}(-format\d+)?\.json")
_ON_A_HOST = re.compile(r"[a-z0-9]{6}-\d{1,3}-[^.]+\.json")
"""OneDrive puts the machine's name behind the file's own."""
_PATTERNS = tuple((tool, re.compile(pattern, re.IGNORECASE)) for tool, pattern in _NAMES)


def tool_behind(name: str) -> str:
    """The sync tool that gives a conflict copy of a log such a name; empty for a log's own name or any other."""
    if _OURS.fullmatch(name):
        return ""
    for tool, pattern in _PATTERNS:
        if pattern.search(name):
            return tool
    return "OneDrive" if _ON_A_HOST.fullmatch(name) else ""
