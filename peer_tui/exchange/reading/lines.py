"""From bytes or pasted text to clean lines: whatever a file holds, it becomes text that can be read line by line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import msgspec

from peer_tui.domain.characters import clean

LARGEST = 100_000_000
"""Bytes of a file; a larger one is no meeting's."""
MOST_LINES = 20_000
"""Lines that are read; a day of talk has fewer."""
MOST_CHARACTERS = 8_000_000
"""Characters that are looked at; what stands behind them is told of in one line."""
LONGEST = 10_000
"""Characters of one line; a longer one is no line of minutes."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""What a file may begin with to say how its letters are written."""
_BINARY = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"{\\rtf")
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_TABBED = re.compile(r"(?<=\S)\t+(?=\S)")


class Line(msgspec.Struct, frozen=True):
    """One line with words in it."""

    number: int
    """The first line of the text is 1."""
    text: str
    """Clean, without space at its end; the space before it stays."""

    @property
    def words(self) -> str:
        """Without the space before it."""
        return self.text.strip()

    @property
    def indent(self) -> int:
        """How many spaces stand before it."""
        return len(self.text) - len(self.text.lstrip())


class Lines(msgspec.Struct, frozen=True):
    """The lines of a text."""

    every: tuple[Line, ...]
    """Also the empty ones: they end paragraphs."""
    too_long: tuple[int, ...] = ()
    """Numbers of lines that were left out because of their length."""
    unread: bool = False
    """There was more than is read."""

    def __iter__(self) -> Iterator[Line]:
        return (line for line in self.every if line.text.strip())


def decoded(raw: bytes) -> str:
    """The text of a file, whatever encoding it was written in; nothing raises.

    UTF-8 is tried first; then what a Windows program wrote. A byte that is neither becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").removeprefix("\ufeff")
    if raw[:400].count(0) > len(raw[:400]) // 4:
        little = raw[1:400:2].count(0) >= raw[0:400:2].count(0)
        return raw.decode("utf-16-le" if little else "utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # A few broken bytes in a long text are damage; many are another encoding.
        if raw.count(b"\xef\xbf\xbd") or _mostly_utf8(raw, error):
            return raw.decode("utf-8", "replace")
        return raw.decode("cp1252", "replace")


def _mostly_utf8(raw: bytes, error: UnicodeDecodeError) -> bool:
    """Whether there are characters of several bytes that are well made: no other encoding makes those by chance."""
    return any(byte >= 0x80 for byte in raw[: error.start]) or len(raw) - error.start < 4


def is_no_text(raw: bytes) -> bool:
    """Whether these are the bytes of a picture, an archive, a word processor's file: nothing to read line by line."""
    return raw.startswith(_BINARY)


def lines_of(text: str) -> Lines:
    """The lines of a text, cleaned; a tab between words stays, since it may stand between columns."""
    unread = len(text) > MOST_CHARACTERS
    text = text[:MOST_CHARACTERS].removeprefix("\ufeff")
    every: list[Line] = []
    too_long: list[int] = []
    for number, raw in enumerate(_split(text), start=1):
        if number > MOST_LINES:
            unread = True
            break
        if len(raw) > LONGEST:
            too_long.append(number)
            continue
        every.append(Line(number, _kept_indent(raw)))
    return Lines(tuple(every), tuple(too_long), unread)


def _split(text: str) -> Iterator[str]:
    """The lines one after the other: a text of nothing but line ends is never held as a list."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _kept_indent(raw: str) -> str:
    """The line cleaned. A tab before the words counts four spaces; one between them stays a column's end."""
    body = raw.lstrip(" \t\u00a0")
    before = raw[: len(raw) - len(body)].replace("\t", "    ")
    parts = [clean(part) for part in _TABBED.split(body)]
    return (" " * min(len(before), 400) + "\t".join(parts)).rstrip()


def source_of(text: str) -> str:
    """SHA-256 of a text as it is read, in hexadecimal digits: the same whatever its line ends and empty lines are."""
    digest = hashlib.sha256()
    for line in lines_of(text):
        digest.update(" ".join(line.text.split()).encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()
