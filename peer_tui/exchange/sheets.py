"""Sheets of paper as PDF: lines broken and set one by one, in the fonts of this computer, each tagged for what it is.

Lines are broken here and not by fpdf2, because it turns no line around for Hebrew or Arabic without another library.
What a sheet shows is always text: it can be searched, copied and read aloud, and headings can be jumped between.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from fpdf import FPDF

from peer_tui.domain.words import say
from peer_tui.exchange.bidi import drawable, runs_right_to_left, seen
from peer_tui.exchange.fonts import Chosen, covers, is_western
from peer_tui.exchange.letters import last_cut

MARGIN = 19.0
"""Millimetres, on every side: what any printer can print, on Letter as on A4."""
_FOOT, _FOOT_SIZE = 12.0, 8.0
"""How far the foot of a page stands above its edge, and its letters in points."""
_LEADING = 1.35
"""How far lines stand apart, in heights of their letters."""
_FAMILY, _CORE = "page", "helvetica"
_POINT = 25.4 / 72
_NO_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_TOLD_TIME = re.compile(rb"/CreationDate \([^)]*\)")
_LIKE = str.maketrans({"→": "->", "←": "<-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})
"""What can be said otherwise where only the oldest fonts are there."""

Piece = tuple[str, bool]
"""A stretch of text, and whether it is bold."""


class Sheets:
    """A document in the making: what is added stands below what was added before.

    Args:
        title: the document's title.
        foot: stands at the foot of each page, before its number.
        fonts: in what it is set.
        language: as PDF names it.
    """

    def __init__(self, title: str, foot: str, fonts: Chosen, language: str = "en") -> None:
        logging.getLogger("fontTools").setLevel(logging.CRITICAL)
        logging.getLogger("fpdf").setLevel(logging.ERROR)
        self._fonts = fonts
        self._marks: dict[int, int] = {}
        self._foot = foot
        self._pdf = FPDF(unit="mm", format="letter")
        self._pdf.set_margins(MARGIN, MARGIN)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_title(_sound(title))
        self._pdf.set_lang(language)
        self._pdf.set_producer("")
        self._pdf.creation_date = _NO_TIME
        # A person may have typed what fpdf2 would replace by the number of pages.
        self._pdf.alias_nb_pages("")
        self.family = self._add_fonts()
        self._unset = self._sign_for_unset()
        self._pdf.add_page()

    @property
    def width(self) -> float:
        """Millimetres from margin to margin."""
        return float(self._pdf.epw)

    def finished(self) -> bytes:
        """The file. The same text in the same fonts gives the same file."""
        for page in range(1, self._pdf.pages_count + 1):
            self._set_foot(page, self._pdf.pages_count)
        made = bytes(self._pdf.output())
        # No time of making; as many bytes as before, so that everything stays where the file's own table says.
        return _TOLD_TIME.sub(lambda told: b" " * len(told[0]), made)

    # --- what can be added ------------------------------------------------------------------------------------

    def heading(self, text: str, level: int, size: float) -> None:
        """A heading, which the reader's list of contents names; it never stands alone at the foot of a page."""
        self.space(size * 0.5)
        lines = self.broken([(text, True)], self.width, size)
        self._need(self.height(size) * (len(lines) + 2))
        self._pdf.start_section(_sound(text)[:200] or "–", level - 1, strict=False)
        self._set(lines, MARGIN, self.width, size, f"H{min(level, 6)}")
        self.space(size * 0.15)

    def paragraph(self, pieces: Sequence[Piece], size: float, *, before: str = "", tag: str = "P") -> None:
        """A paragraph; `before` is a bullet or a number in front of it."""
        indent = 0.0
        if before:
            indent = max(5.0, self.measure(f"{before} ", False, size))
        lines = self.broken(pieces, self.width - indent, size)
        self._set(lines, MARGIN + indent, self.width - indent, size, tag, before=before)

    def framed(self, text: str, size: float) -> None:
        """A line in a frame."""
        lines = self.broken([(text, True)], self.width - 4, size)
        height = self.height(size) * len(lines) + 3
        with self._decoration():
            self._pdf.rect(MARGIN, self._pdf.y, self.width, height)
        self._pdf.y += 1.5
        self._set(lines, MARGIN + 2, self.width - 4, size, "P")
        self._pdf.y += 1.5

    def table(self, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> None:
        """A table whose first row is repeated on each page. `widths` are shares of the page's width."""
        whole = [self.width * width / sum(widths) for width in widths]
        head = [self.broken([(name, True)], width - 2, size) for name, width in zip(names, whole, strict=True)]
        self._need(self.height(size) * 4)
        self._row(head, whole, size)
        for row in rows:
            cells = [self.broken([(said, False)], width - 2, size) for said, width in zip(row, whole, strict=True)]
            while any(cells):
                room = int((self._bottom - self._pdf.y - 2) / self.height(size))
                longest = max(map(len, cells))
                if room < min(longest, 3):
                    self._pdf.add_page()
                    self._row(head, whole, size)
                    room = int((self._bottom - self._pdf.y - 2) / self.height(size))
                self._row([lines[:room] for lines in cells], whole, size)
                cells = [lines[room:] for lines in cells]

    def space(self, points: float) -> None:
        """Room below what was added last."""
        if self._pdf.y > MARGIN:
            self._pdf.y += points * _POINT

    # --- lines ------------------------------------------------------------------------------------------------

    def height(self, size: float) -> float:
        """Millimetres of a line of letters of this size."""
        return size * _POINT * _LEADING

    def measure(self, text: str, bold: bool, size: float) -> float:
        """Millimetres of a text on one line."""
        self._pdf.set_font(self.family, "B" if bold else "", size)
        return float(self._pdf.get_string_width(text))

    def broken(self, pieces: Sequence[Piece], width: float, size: float) -> list[list[Piece]]:
        """Pieces of text as lines of at most `width` millimetres; a word that is wider breaks where it must."""
        lines: list[list[Piece]] = [[]]
        used = 0.0
        for text, bold in pieces:
            for word in _words(self._shown(text)):
                wide = self.measure(word, bold, size)
                if used and used + self.measure(word.rstrip(" "), bold, size) > width:
                    lines.append([])
                    used = 0.0
                while wide > width and not used and len(word) > 1:
                    fits = self._fitting(word, bold, size, width)
                    lines[-1].append((word[:fits], bold))
                    lines.append([])
                    word = word[fits:]
                    wide = self.measure(word, bold, size)
                if word:
                    lines[-1].append((word, bold))
                    used += wide
        return [_merged(line) for line in lines if line] or [[]]

    def _fitting(self, word: str, bold: bool, size: float, width: float) -> int:
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure(word[:middle], bold, size) <= width:
                low = middle
            else:
                high = middle - 1
        return last_cut(word, low)

    def _shown(self, text: str) -> str:
        """The text in letters that can be set here."""
        said = drawable(_sound(text))
        if self._fonts.face is None:
            said = said.translate(_LIKE)
            return "".join(letter if is_western(letter) else self._unset for letter in said)
        return "".join(self._unset if letter in self._fonts.unset else letter for letter in said)

    def _row(self, cells: Sequence[list[list[Piece]]], widths: Sequence[float], size: float) -> None:
        top, left = self._pdf.y, MARGIN
        height = self.height(size) * max(1, *(len(lines) for lines in cells)) + 2
        for lines, width in zip(cells, widths, strict=True):
            with self._decoration():
                self._pdf.rect(left, top, width, height)
            self._pdf.y = top + 1
            self._set(lines, left + 1, width - 2, size, "P", paged=False)
            left += width
        self._pdf.y = top + height

    def _set(
        self,
        lines: Sequence[list[Piece]],
        left: float,
        width: float,
        size: float,
        tag: str,
        *,
        before: str = "",
        paged: bool = True,
    ) -> None:
        """Set lines, those that stand together on one page under one tag."""
        whole = "".join(text for line in lines for text, _ in line)
        right = runs_right_to_left(whole)
        waiting = list(lines)
        while waiting:
            if paged:
                self._need(self.height(size))
            room = max(1, int((self._bottom - self._pdf.y) / self.height(size) + 0.01)) if paged else len(waiting)
            now, waiting = waiting[:room], waiting[room:]
            with self._tagged(tag):
                for number, line in enumerate(now):
                    if before and number == 0:
                        self._draw([(before, False)], MARGIN, left - MARGIN, size, False)
                        before = ""
                    self._draw(line, left, width, size, right)
                    self._pdf.y += self.height(size)

    def _draw(self, line: list[Piece], left: float, width: float, size: float, right: bool) -> None:
        """One line: each piece in its own order, the line at the side on which it is begun."""
        pieces = [(seen(text, right), bold) for text, bold in (reversed(line) if right else line)]
        if right:
            left += max(0.0, width - sum(self.measure(text, bold, size) for text, bold in pieces))
        read = "".join(text for text, _ in line)
        with self._read_as(read, "".join(text for text, _ in pieces)):
            for text, bold in pieces:
                wide = self.measure(text, bold, size)
                self._pdf.set_xy(left, self._pdf.y)
                # After a letter from another font fpdf2 believes a font is set that the page has put back.
                self._pdf.current_font_is_set_on_page = False
                self._pdf.cell(wide, self.height(size), text)
                left += wide

    def _set_foot(self, page: int, pages: int) -> None:
        """The foot of a page: what the document is, and the page's number of how many."""
        number = " · " + say("page {page} of {pages}", page=page, pages=pages)
        self._pdf.page = page
        self._pdf.y = self._pdf.h - _FOOT
        room = self.width - self.measure(number, False, _FOOT_SIZE)
        line = self.broken([(self._foot, False)], room, _FOOT_SIZE)[0]
        with self._decoration():
            self._draw([*line, (number, False)], MARGIN, self.width, _FOOT_SIZE, False)

    def _need(self, height: float) -> None:
        if self._pdf.y + height > self._bottom + 0.01:
            self._pdf.add_page()

    @property
    def _bottom(self) -> float:
        return float(self._pdf.h) - MARGIN

    # --- fonts ------------------------------------------------------------------------------------------------

    def _add_fonts(self) -> str:
        face = self._fonts.face
        if face is None:
            self._pdf.core_fonts_encoding = "windows-1252"
            return _CORE
        self._pdf.add_font(_FAMILY, "", face.path)
        self._pdf.add_font(_FAMILY, "B", face.bold or face.path)
        for number, other in enumerate(self._fonts.others):
            self._pdf.add_font(f"other{number}", "", other.path)
        self._pdf.set_fallback_fonts([f"other{number}" for number in range(len(self._fonts.others))], exact_match=False)
        return _FAMILY

    def _sign_for_unset(self) -> str:
        face = self._fonts.face
        return "□" if face is not None and ord("□") in covers(face.path) else "?"

    # --- tags -------------------------------------------------------------------------------------------------

    @contextmanager
    def _tagged(self, kind: str) -> Iterator[None]:
        """What is set within is one element of the document's structure (ISO 32000-1, 14.7)."""
        page = self._pdf.page
        number = self._marks.get(page, 0)
        self._marks[page] = number + 1
        self._pdf._add_marked_content(struct_type=f"/{kind}", mcid=number)
        self._pdf._out(f"/{kind} <</MCID {number}>> BDC")
        yield
        self._pdf._out("EMC")

    @contextmanager
    def _decoration(self) -> Iterator[None]:
        """What is drawn within is not read aloud."""
        self._pdf._out("/Artifact BMC")
        yield
        self._pdf._out("EMC")

    @contextmanager
    def _read_as(self, read: str, drawn: str) -> Iterator[None]:
        """What is set within is read and copied as `read`, where it is drawn in another order."""
        if read == drawn:
            yield
            return
        self._pdf._out(f"/Span <</ActualText <FEFF{read.encode('utf-16-be').hex().upper()}>>> BDC")
        yield
        self._pdf._out("EMC")


def _words(text: str) -> list[str]:
    """A text in pieces between which a line may be broken: at spaces, and at every letter of Chinese or Japanese."""
    words = [""]
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in ("W", "F")
        if wide and words[-1]:
            words.append("")
        words[-1] += letter
        if letter == " " or wide:
            words.append("")
    return [word for word in words if word]


def _merged(line: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for text, bold in line:
        if merged and merged[-1][1] == bold:
            merged[-1] = (merged[-1][0] + text, bold)
        else:
            merged.append((text, bold))
    return merged


def _sound(text: str) -> str:
    """A text without control characters and without halves of characters."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cc")
