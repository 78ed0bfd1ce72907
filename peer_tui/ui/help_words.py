"""F1 on the live screen: every verb by the name it has in the palette, its keys, how it is typed, why not now.

Drawn from the registry, so that it cannot say anything else than what holds.
"""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS
from peer_tui.ui.keys import Keys
from peer_tui.ui.text import plain, wrap

_SCREEN = (
    ("Enter", say("keep the line; on an empty one nothing, or the next step in Next Steps")),
    ("↑ ↓", say("on an empty line: edit your last line, earlier ones, and back")),
    ("Tab", say("the minutes: ↑ ↓ choose a line, Enter edits it, Esc comes back")),
    (
        say("Tab Tab"),
        say(
            "the block: in Minutes review and Next Steps ↑ ↓ choose a step; d done, m moved, s stuck, n not "
            "started; y, in Next Steps, is the owner's yes; Esc comes back"
        ),
    ),
    (say("PgUp PgDn"), say("turn the minutes, or what is read, while you type")),
    ("^P", say("the palette: every verb by its name")),
    ("Esc", say("one step back, always to the line")),
    ("^Q", say("leave; the meeting stays open")),
)
_LINES = (
    (say("text"), say("a note")),
    (say("! text"), say("decision")),
    (say("> @ana text by fri = done"), say("next step: who, by when, done when")),
    (say("^ text"), say("proposal")),
    (say("? text"), say("question")),
    (say("~ text"), say("parking lot")),
    (say("* text"), say("celebrate")),
    (say("+ana  -ana  +3 phone"), say("arrive, leave, people without a name")),
    (say("+guest Lee"), say("a guest")),
    (say("q+ bo  q- bo  q"), say("waiting to speak, no longer, who is next")),
    (f"< {say('text')}", say("file under the block before")),
    (say("! alone"), say("your last line was a decision")),
    ("s/old/new/", say("correct your last line that has it")),
    (say("comfort: … discomfort: …"), say("a line for the agreement")),
    (say("fix: …"), say("a correction to the last minutes")),
    (f" {say('text')}", say("a space first: a note, whatever it begins with")),
)
_KEY = 8
_TYPED = 32
_LEAST = 26
"""Cells: with fewer, what a verb does stands in a row of its own."""


def help_rows(session: LiveSession, keys: Keys, width: int) -> list[Content]:
    """The rows of the help pane for a width in cells."""
    rows = [Content.styled(say("Lines"), "bold $accent")]
    rows += [row for typed, words in _LINES for row in _entry([(typed, "", _TYPED)], words, width)]
    rows += [Content(""), Content.styled(say("Keys"), "bold $accent")]
    rows += [row for key, words in _SCREEN for row in _entry([(key, "bold $accent", _KEY)], words, width)]
    group = ""
    for verb in VERBS:
        if verb.group != group:
            group = verb.group
            rows += [Content(""), Content.styled(group, "bold $accent")]
        why = verb.why_not(session)
        words = say("{help} · not now: {why}", help=verb.help, why=why) if why else verb.help
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
