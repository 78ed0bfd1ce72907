"""Lines with given words, over everything this group has captured."""

from __future__ import annotations

from peer_tui.domain.characters import fold
from peer_tui.domain.words import say, say_number
from peer_tui.services.said import Said, refused
from peer_tui.services.searching import find_in
from peer_tui.services.session import LiveSession

AT_MOST = 20
"""Lines shown; the newest ones."""
_COUNTED = 500
"""Lines that are counted."""


def find(session: LiveSession, rest: str) -> Said:
    """`/find housing`: the newest lines with words that begin like each of these, whatever their case and accents."""
    if not fold(rest).split():
        return refused(say("Find which words? E.g. /find housing"), "/find ")
    found = find_in(session.workspace, session.opened, rest, _COUNTED)
    lines = tuple(f"{line.day} · {line.kind_words} {line.text}" for line in found[:AT_MOST])
    many = (
        say_number(len(found), "{n} or more lines", "{n} or more lines")
        if len(found) == _COUNTED
        else say_number(len(found), "{n} line", "{n} lines")
    )
    said = (
        say("{lines} with “{rest}”, the newest {at_most} shown", lines=many, rest=rest.strip(), at_most=AT_MOST)
        if len(found) > AT_MOST
        else say("{lines} with “{rest}”", lines=many, rest=rest.strip())
    )
    return Said(said, lines=lines, pane="find")
