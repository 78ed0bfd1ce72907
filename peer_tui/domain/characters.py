"""What may stand in a person's text: cleaning on the way in, visible marks on the way out, folding for a match.

The rules are `product.md` §3.5 "Characters". Nothing here raises, whatever the text holds.
"""

from __future__ import annotations

import re
import unicodedata

_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""C0, DEL and C1 without tab, line feed and carriage return, which separate words."""
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
_LINE_END = re.compile("\r\n|[\n\r]")
_HIDDEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Characters that take no room on screen: they never make two names different."""

BIDI_MARKS: dict[str, str] = {
    "\u061c": "⟨ALM⟩",
    "\u200e": "⟨LRM⟩",
    "\u200f": "⟨RLM⟩",
    "\u202a": "⟨LRE⟩",
    "\u202b": "⟨RLE⟩",
    "\u202c": "⟨PDF⟩",
    "\u202d": "⟨LRO⟩",
    "\u202e": "⟨RLO⟩",
    "\u2066": "⟨LRI⟩",
    "\u2067": "⟨RLI⟩",
    "\u2068": "⟨FSI⟩",
    "\u2069": "⟨PDI⟩",
}
"""Each bidi control and the mark that is drawn in its place, named as in Unicode."""

_TO_MARKS = str.maketrans(BIDI_MARKS)
_STEERING = re.compile(f"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{''.join(BIDI_MARKS)}]")
"""All that must not be drawn as it is; a tab is widened by whoever draws it."""
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})
_PLAIN_LETTERS = _QUOTES | str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
"""Letters with a stroke have no decomposition in Unicode, yet are typed without it; quotes and hyphens as pasted."""


def clean(text: str, *, keep_lines: bool = False) -> str:
    """The text as it is stored: no control characters, no surrogates, composed (NFC).

    A run of tabs and line ends becomes one space. With `keep_lines`, line ends stay, as line feeds, and only tabs
    become a space. A surrogate pair becomes its character, a lone surrogate U+FFFD. Bidi controls and zero-width
    joiners stay. Cleaning twice changes nothing more.
    """
    if text.isascii():
        if text.isprintable():
            return text
    else:
        text = _SURROGATE_PAIR.sub(_joined, text)
        text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _CONTROL.sub("", text)
    if keep_lines:
        lines = _LINE_END.split(text)
        return "\n".join(unicodedata.normalize("NFC", _BREAKS.sub(" ", line)) for line in lines)
    return unicodedata.normalize("NFC", _BREAKS.sub(" ", text))


def clean_lines(text: str) -> list[str]:
    """The lines of a pasted text, each cleaned; ends at CR LF, LF or CR. The empty text is one empty line."""
    return [clean(line) for line in _LINE_END.split(text)]


def visible(text: str, *, keep_lines: bool = False) -> str:
    """The text as it is drawn: cleaned, with each bidi control shown as a mark such as ⟨RLO⟩.

    Every door to a screen, a terminal or a window title uses this, so that a name cannot turn a line around.
    """
    return clean(text, keep_lines=keep_lines).translate(_TO_MARKS)


def visible_in_place(text: str) -> str:
    """The text as it is drawn while it is edited: one character for each, so that the cursor stands where it seems to.

    Control and bidi characters and lone surrogates are drawn as U+FFFD. What is kept is cleaned when it is entered.
    """
    return _STEERING.sub("\ufffd", text)


def typed_fold(text: str) -> str:
    """The text for a match that ignores case but keeps accents as typed: José is not Jose."""
    text = _HIDDEN.sub("", clean(text))
    return unicodedata.normalize("NFC", text.casefold()).translate(_QUOTES)


def fold(text: str) -> str:
    """The text for a match that ignores case and accents: NFKD without combining marks, case folded.

    Letters with a stroke and ligatures become plain ones, curly apostrophes straight, characters without width go.
    Folding twice changes nothing more.
    """
    text = clean(text)
    if text.isascii():
        return text.casefold()
    text = _HIDDEN.sub("", text)
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return letters.casefold().translate(_PLAIN_LETTERS)


def _joined(pair: re.Match[str]) -> str:
    high, low = ord(pair.group()[0]), ord(pair.group()[1])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
