"""Fonts of this computer, for formats that carry their own letters: which one sets a text, and what none can set.

No font is shipped: one that sets every script is larger than the program. Any computer has some, and whoever writes in
a script has a font for it. Needs fontTools, which fpdf2 brings along.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

FIRST_CHOICE = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("FreeSans.ttf", "FreeSansBold.ttf"),
    ("Ubuntu-R.ttf", "Ubuntu-B.ttf"),
    ("Roboto-Regular.ttf", "Roboto-Bold.ttf"),
)
"""Fonts for the page, the best first: many letters, and a bold one beside it."""

_KNOWN_FOR_MANY = (
    "Arial Unicode.ttf", "ARIALUNI.TTF", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "unifont.ttf", "msyh.ttc", "malgun.ttf", "YuGothM.ttc",
    "Hiragino Sans GB.ttc", "PingFang.ttc", "AppleSDGothicNeo.ttc", "NotoEmoji-Regular.ttf", "Symbola.ttf",
)  # fmt: skip
"""Fonts that are looked into before all others, for letters the page's own does not have."""
_STYLES = ("bold", "italic", "oblique", "black", "light", "thin", "condensed", "mono")
_SUFFIXES = (".ttf", ".otf", ".ttc")
_LOOKED_INTO_AT_MOST = 150
"""Fonts that are opened in search of a letter."""
_FILES_AT_MOST = 20_000
_LARGEST = 120 << 20


class Face(msgspec.Struct, frozen=True):
    """A font of this computer."""

    path: Path
    bold: Path | None = None
    number: int = 0
    """Which of the fonts of a collection (`.ttc`) it is."""


class Chosen(msgspec.Struct, frozen=True):
    """What a text is set in."""

    face: Face | None
    """The page's font; None if this computer has none that can be used: then those that every reader has."""
    others: tuple[Face, ...]
    """For the letters it does not have."""
    unset: tuple[str, ...]
    """Letters that no font here has."""


def choose(letters: Iterable[str]) -> Chosen:
    """The fonts of this computer that set these letters."""
    files = font_files()
    face = _page_face(files)
    missing = {letter for letter in letters if letter not in "\n\t "}
    others: list[Face] = []
    if face is None:
        missing = {letter for letter in missing if not is_western(letter)}
    else:
        missing -= {letter for letter in missing if ord(letter) in covers(face.path)}
        for path in _candidates(files, face.path) if missing else ():
            found = {letter for letter in missing if ord(letter) in covers(path)}
            if found:
                others.append(Face(path))
                missing -= found
            if not missing:
                break
    return Chosen(face, tuple(others), tuple(sorted(missing)))


def is_western(letter: str) -> bool:
    """Whether the fonts that every reader of PDF has of its own can set it."""
    try:
        letter.encode("windows-1252")
    except UnicodeEncodeError:
        return False
    return True


def _page_face(files: Mapping[str, Path]) -> Face | None:
    for name, bold in FIRST_CHOICE:
        path = files.get(name)
        if path is not None and covers(path):
            beside = files.get(bold)
            return Face(path, beside if beside is not None and covers(beside) else None)
    return None


def _candidates(files: Mapping[str, Path], page: Path) -> list[Path]:
    known = [files[name] for name in _KNOWN_FOR_MANY if name in files]
    plain = sorted(
        (path for path in files.values() if path not in known and path != page and not _is_styled(path.stem)),
        key=lambda path: (not path.stem.startswith("Noto"), path.name),
    )
    return [*known, *plain][:_LOOKED_INTO_AT_MOST]


def _is_styled(stem: str) -> bool:
    """Whether a font's name says that it is bold, slanted, narrow …: nothing to fill in single letters from."""
    folded = stem.casefold()
    return any(style in folded for style in _STYLES)


@lru_cache(maxsize=256)
def covers(path: Path) -> frozenset[int]:
    """The characters a font has; none if it cannot be read, embedded, or holds pictures instead of outlines."""
    from fontTools.ttLib import TTFont

    # What fontTools finds odd in somebody's font is nothing to tell a scribe.
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    with suppress(Exception):  # a font file may be broken in any way
        if path.stat().st_size > _LARGEST:
            return frozenset()
        with TTFont(path, fontNumber=0, lazy=True) as font:
            restricted = font["OS/2"].fsType & 0x0002 if "OS/2" in font else 0
            if not restricted and ("glyf" in font or "CFF " in font):
                return frozenset(font.getBestCmap() or ())
    return frozenset()


@lru_cache(maxsize=1)
def font_files() -> dict[str, Path]:
    """Every font file of this computer by its name."""
    found: dict[str, Path] = {}
    seen = 0
    for folder in folders():
        for place, _, names in os.walk(folder):
            seen += len(names)
            for name in names:
                if name.lower().endswith(_SUFFIXES):
                    found.setdefault(name, Path(place) / name)
            if seen > _FILES_AT_MOST:
                return found
    return found


def folders(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> list[Path]:
    """Where a computer keeps its fonts, the person's own first."""
    home = Path.home() if environ.get("HOME") or environ.get("USERPROFILE") else Path("/")
    if platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    if platform == "win32":
        local = environ.get("LOCALAPPDATA", "")
        own = [Path(local) / "Microsoft/Windows/Fonts"] if local else []
        return [*own, Path(environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    data = environ.get("XDG_DATA_DIRS", "") or "/usr/local/share:/usr/share"
    mine = environ.get("XDG_DATA_HOME", "")
    own = [Path(mine) / "fonts" if mine else home / ".local/share/fonts", home / ".fonts"]
    return [*own, *(Path(folder) / "fonts" for folder in data.split(":") if folder), Path("/usr/share/fonts")]
