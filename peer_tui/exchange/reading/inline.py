"""The marks within a line of Markdown, read as the words that they set."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(<?([^()\s<>]{1,2000})>?(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = (
    re.compile(r"(?<![\w*])\*\*(?=\S)([^*]{1,2000}?)(?<=\S)\*\*(?![\w*])"),
    re.compile(r"(?<![\w_])__(?=\S)([^_]{1,2000}?)(?<=\S)__(?![\w_])"),
    re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,2000}?)(?<=\S)\*(?![\w*])"),
    re.compile(r"(?<![\w_])_(?=\S)([^_]{1,2000}?)(?<=\S)_(?![\w_])"),
    re.compile(r"~~(?=\S)([^~]{1,2000}?)(?<=\S)~~"),
    re.compile(r"`([^`]{1,2000})`"),
)
_KEPT = "\ue000"
"""Stands before a character that was escaped while the marks are taken out; a private character, in no one's text."""


def plain(text: str) -> str:
    """One line of Markdown as its words: escapes, emphasis and links read."""
    text = text.replace(_KEPT, "")
    text = _ESCAPED.sub(lambda found: f"{_KEPT}{ord(found[1]):02x}", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _LINK.sub(lambda found: _linked(found[1], found[2]), text)
    for emphasis in _EMPHASIS:
        text = emphasis.sub(r"\1", text)
    text = text.replace("<br>", " ").replace("<br/>", " ")
    return " ".join(re.sub(f"{_KEPT}([0-9a-f]{{2}})", lambda found: chr(int(found[1], 16)), text).split())


def _linked(words: str, address: str) -> str:
    return address if words.strip() in ("", address) else f"{words.strip()} {address}"
