"""F1 on the live screen: every verb by the name it has in the palette, its keys, how it is typed, why not now.

Drawn from the registry, so that it cannot say anything else than what holds.
"""

from __future__ import annotations

from textual.content import Content

from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS
from peer_tui.ui.keys import Keys
from peer_tui.ui.text import plain, wrap

_SCREEN = (
    ("Enter", "keep the line; on an empty one nothing, or the next step in Next Steps"),
    ("↑ ↓", "on an empty line: edit your last line, earlier ones, and back"),
    ("Tab", "the minutes: ↑ ↓ choose a line, Enter edits it, Esc comes back"),
    (
        "Tab Tab",
        "the block: in Minutes review and Next Steps ↑ ↓ choose a step; d done, m moved, s stuck, n not "
        "started; y, in Next Steps, is the owner's yes; Esc comes back",
    ),
    ("PgUp PgDn", "turn the minutes, or what is read, while you type"),
    ("^P", "the palette: every verb by its name"),
    ("Esc", "one step back, always to the line"),
    ("^Q", "leave; the meeting stays open"),
)
_LINES = (
    ("text", "a note"), ("! text", "decision"), ("> @ana text by fri = done", "next step: who, by when, done when"),
    ("^ text", "proposal"), ("? text", "question"), ("~ text", "parking lot"), ("* text", "celebrate"),
    ("+ana  -ana  +3 phone", "arrive, leave, people without a name"), ("+guest Lee", "a guest"),
    ("q+ bo  q- bo  q", "waiting to speak, no longer, who is next"), ("< text", "file under the block before"),
    ("! alone", "your last line was a decision"), ("s/old/new/", "correct your last line that has it"),
    ("comfort: … discomfort: …", "a line for the agreement"), ("fix: …", "a correction to the last minutes"),
    (" text", "a space first: a note, whatever it begins with"),
)  # fmt: skip
_KEY = 8
_TYPED = 32
_LEAST = 26
"""Cells: with fewer, what a verb does stands in a row of its own."""


def help_rows(session: LiveSession, keys: Keys, width: int) -> list[Content]:
    """The rows of the help pane for a width in cells."""
    rows = [Content.styled("Lines", "bold $accent")]
    rows += [row for typed, words in _LINES for row in _entry([(typed, "", _TYPED)], words, width)]
    rows += [Content(""), Content.styled("Keys", "bold $accent")]
    rows += [row for key, words in _SCREEN for row in _entry([(key, "bold $accent", _KEY)], words, width)]
    group = ""
    for verb in VERBS:
        if verb.group != group:
            group = verb.group
            rows += [Content(""), Content.styled(group, "bold $accent")]
        why = verb.why_not(session)
        words = f"{verb.help} · not now: {why}" if why else verb.help
        rows += _entry([(keys.shown(verb.word), "bold $accent", _KEY), (verb.typed, "", _TYPED)], words, width)
    return rows


def _entry(columns: list[tuple[str, str, int]], words: str, width: int) -> list[Content]:
    """Columns of text, style and cells, then what it does; that goes on below where it began, or further left."""
    if sum(cells for _, _, cells in columns) + _LEAST > width:
        columns = [(text, style, len(text) + 1 if text else 0) for text, style, _ in columns]
    cut = ((text.ljust(cells - 1) + " " * bool(cells), style) for text, style, cells in columns)
    before = Content.assemble(*(plain(text, style) for text, style in cut))
    room = width - before.cell_length
    if room < _LEAST:
        below = [Content.assemble("  ", plain(line, "$quiet")) for line in wrap(words, max(10, width - 2))]
        return [before, *below]
    first, *rest = wrap(words, room)
    return [
        Content.assemble(before, plain(first, "$quiet")),
        *(Content.assemble(" " * before.cell_length, plain(line, "$quiet")) for line in rest),
    ]
