"""Whose names stand in what Zoom saves: a participant report (CSV) or a meeting's chat.

Only names are taken. What people wrote in the chat, their e-mail addresses and when they came and went are passed
over: a list of people has no use for them (`product.md` §2.10).
"""

from __future__ import annotations

import csv
import re

import msgspec

from peer_tui.domain.characters import clean, fold

PARTICIPANTS, CHAT = "Zoom participants", "Zoom chat"

_MOST = 20_000
"""Lines; a longer text is no meeting's."""
_PREAMBLE = 30
"""The names of a report's columns stand in one of its first lines."""
_NAME_COLUMNS = ("name (original name)", "name", "participant", "participant name", "user name", "display name")
_OTHER_COLUMNS = (
    "join time", "leave time", "duration", "email", "user email", "guest", "recording consent", "waiting room",
)  # fmt: skip
_FROM = re.compile(r"[ \t]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?[ \t]+From[ \t]+(?=\S)", re.IGNORECASE)
_TO = re.compile(r"\s+to\s", re.IGNORECASE)
_LONGEST_HEAD = 400
"""Characters before the colon of a line of chat: who wrote, and to whom."""
_ORIGINAL = re.compile(r"(?P<shown>.*\S)\s*\((?P<original>[^()]+\s[^()]+)\)\s*", re.DOTALL)
_NOBODY = frozenset({"me", "you", "everyone", "everybody", "host"})


class ZoomName(msgspec.Struct, frozen=True):
    """One name as Zoom showed it."""

    line: int
    """Where it stands first; the first line is 1."""
    shown: str
    original: str = ""
    """The name of the account, where the person chose another one for the meeting."""


class ZoomNames(msgspec.Struct, frozen=True):
    """The names in a text of Zoom's, each once."""

    form: str
    """`PARTICIPANTS` or `CHAT`."""
    names: tuple[ZoomName, ...]
    wrong: tuple[str, ...] = ()
    """A sentence for each line that cost itself."""


def zoom_names(text: str) -> ZoomNames | None:
    """The names in a participant report or a saved chat; None if the text is neither."""
    if (start := _header(rows := _tabs_kept(text))) is not None:
        return _participants(rows, *start)
    lines = clean(text, keep_lines=True).split("\n")[:_MOST]
    return _chat(lines) if any(_FROM.match(line) for line in lines) else None


def _tabs_kept(text: str) -> list[str]:
    """The lines with their tabs, which separate columns in some reports."""
    lines = re.split(r"\r\n|[\n\r]", text)[:_MOST]
    return ["\t".join(clean(cell) for cell in line.split("\t")) for line in lines]


def _header(lines: list[str]) -> tuple[int, str] | None:
    """The line with the names of the columns and what stands between them; None if there is none."""
    for number, line in enumerate(lines[:_PREAMBLE]):
        for mark in (",", "\t", ";"):
            cells = [fold(cell).strip(' "\ufeff') for cell in line.split(mark)]
            others = [cell for cell in cells if any(cell.startswith(word) for word in _OTHER_COLUMNS)]
            if others and any(cell in _NAME_COLUMNS for cell in cells):
                return number, mark
    return None


def _participants(lines: list[str], start: int, mark: str) -> ZoomNames:
    header = [fold(cell).strip(' "\ufeff') for cell in lines[start].split(mark)]
    column = min((header.index(word) for word in _NAME_COLUMNS if word in header), default=0)
    found: dict[str, ZoomName] = {}
    wrong: list[str] = []
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if not line.strip():
            continue
        try:
            cells = next(csv.reader([line], delimiter=mark))
        except (csv.Error, StopIteration):
            wrong.append(f"Line {number}: this is no line of a participant report. Passed over.")
            continue
        name = " ".join(cells[column].split()) if column < len(cells) else ""
        if any(letter.isalnum() for letter in name):
            found.setdefault(fold(name), _zoom_name(number, name))
        else:
            wrong.append(f"Line {number}: there is no name in it. Passed over.")
    return ZoomNames(PARTICIPANTS, tuple(found.values()), tuple(wrong))


def _zoom_name(line: int, name: str) -> ZoomName:
    """The name, with the account's own apart: `Bo (Bo Chen)`. Pronouns in brackets are one word or hold a slash."""
    split = _ORIGINAL.fullmatch(name)
    if split is None or "/" in split["original"]:
        return ZoomName(line, name)
    return ZoomName(line, split["shown"], split["original"].strip())


def _chat(lines: list[str]) -> ZoomNames:
    """Who wrote: `14:02:11 From Ana Ruiz to Everyone: …`, the words perhaps on the lines below."""
    found: dict[str, ZoomName] = {}
    for number, line in enumerate(lines, 1):
        time = _FROM.match(line)
        if time is None:
            continue
        head = line[time.end() : time.end() + _LONGEST_HEAD].partition(":")[0]
        name = " ".join(_TO.split(head, maxsplit=1)[0].split())
        if any(letter.isalnum() for letter in name) and fold(name) not in _NOBODY:
            found.setdefault(fold(name), ZoomName(number, name))
    return ZoomNames(CHAT, tuple(found.values()))
