"""Words that people wrote in a programme are removed for good: answers, notes, comments, sections, what was approved.

There is no line of a meeting by which they could be named, so each piece has a code, and words can be named as such:
those go wherever they stand in the run. A row goes as `redacting_rows.py` says, with the line it was captured as.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import Event, Redacted, encode
from peer_tui.domain.programmes.written import Written, written_in
from peer_tui.domain.redaction import MARK, part_of, texts_of
from peer_tui.domain.words import say, say_number
from peer_tui.services import removing
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.quoted import A_LINE, quotations, told_lines
from peer_tui.services.programmes.redacting_rows import remove_words
from peer_tui.services.programmes.role_play_kept import forget_before
from peer_tui.services.programmes.running import definition, run_of
from peer_tui.services.redacting import REASON
from peer_tui.services.removing import Removed

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

_SHORTEST = 3
"""Characters below which words that are to go wherever they stand would take too much with them."""


def written(opened: OpenGroup, running: Running) -> list[Written]:
    """What people wrote in a run, piece by piece, as it may be listed; nothing that is too few to be shown."""
    return [one for one in _every(opened, running) if one.listed]


def choose(opened: OpenGroup, running: Running, words: str) -> Written:
    """The piece that is meant: by its code, or by its whole words; a comment nobody is shown by these only.

    Raises:
        Problem: there is none.
        WrongUse: several fit.
    """
    every, asked = _every(opened, running), fold(clean(words)).strip()
    found = [one for one in every if one.code == asked and one.listed]
    found = found or [
        one for one in every if asked and " ".join(fold(clean(one.text)).split()) == " ".join(asked.split())
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(
            say("Several pieces are called so. Nothing was removed: name one by its code."),
            choices=tuple(one.line for one in found if one.listed),
        )
    raise Problem(
        say(
            "Nothing in “{title}” is called “{words}”. Nothing was removed: name a piece by its code, or by all its "
            "words; for words within it say --words.", title=running.title, words=clean(words).strip()[:60]
        )
    )  # fmt: skip


def remove_piece(
    workspace: Workspace, opened: OpenGroup, running: Running, piece: Written, *, mark: bool = False
) -> Removed:
    """Remove every wording of a piece, and what reports quote of it.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        piece: what `written` or `choose` gave.
        mark: leave "[removed at request]" in its place.
    """
    if piece.row:
        return remove_words(workspace, opened, running, piece.row)
    leave = piece.leave or (MARK if mark else "")
    texts = {text for _, text in piece.parts}
    own = {target for target, _ in piece.parts}
    bodies: list[Event] = [Redacted(target=target, leave=leave, reason=REASON) for target in sorted(own)]
    # An answer of one short word is no quotation where it stands in other words.
    telling = {text for text in texts if len(text) >= A_LINE or len(text.split()) > 1}
    quoted = quotations(opened, telling, MARK if mark else "", REASON)
    bodies += [body for body in quoted if isinstance(body, Redacted) and body.target not in own]
    return removing.record_removals(workspace, opened, {"": bodies}, words=told_lines(texts))


def remove_the_words(
    workspace: Workspace, opened: OpenGroup, running: Running, words: str, *, mark: bool = False
) -> Removed:
    """Remove some words, in any case and over line ends, from everything that was written in a run.

    Raises:
        Problem: they are too short, or stand nowhere in it.
    """
    sought = _pattern(words)
    bodies: list[Event] = []
    gone: set[str] = set()
    for event in opened.events.get("", ()):
        if not isinstance(event, Event) or getattr(event, "programme", "") != running.id:
            continue
        for way, text in texts_of(encode(event)):
            if opened.group.person(text) is None and (found := sought.findall(text)):
                gone.update(found)
                leave = sought.sub(MARK if mark else "", text)
                bodies.append(Redacted(target=part_of(event.id, way), leave=leave, reason=REASON))
    also = _in_meetings(opened, running, sought)
    if not bodies:
        nothing = say("“{words}” stands nowhere in what was written in “{title}”. Nothing was removed.",
                      words=clean(words).strip()[:60], title=running.title)  # fmt: skip
        raise Problem(" ".join([nothing, *also]))
    forget_before(workspace, running.id)
    done = removing.record_removals(workspace, opened, {"": bodies}, words=sorted(gone))
    done.sentences += also
    return done


def counted(opened: OpenGroup, running: Running, words: str) -> int:
    """In how many pieces of a run some words stand, those that nobody is shown left out.

    Raises:
        Problem: they are too short.
    """
    sought = _pattern(words)
    run = run_of(opened, running.id)
    pieces = [one for one in _every(opened, running) if one.listed]
    return sum(1 for one in pieces if any(sought.search(text) for text in _wordings(run, one)))


# --- inside -------------------------------------------------------------------------------------------------------


def _every(opened: OpenGroup, running: Running) -> list[Written]:
    run = run_of(opened, running.id)
    return written_in(run, opened.events.get("", ()), definition(run), opened.group)


def _wordings(run: Running, piece: Written) -> list[str]:
    """What a piece says and said; of a row all its cells as they stand."""
    row = run.row(piece.row) if piece.row else None
    return [piece.text, *(text for _, text in piece.parts), *(row.texts.values() if row is not None else ())]


def _pattern(words: str) -> re.Pattern[str]:
    parts = clean(words).split()
    if len("".join(parts)) < _SHORTEST:
        raise Problem(
            say_number(
                _SHORTEST,
                "Words of at least {n} letter are expected: shorter ones stand in too much. Nothing was removed.",
                "Words of at least {n} letters are expected: shorter ones stand in too much. Nothing was removed.",
            )
        )
    before = r"(?<!\w)" if parts[0][0].isalnum() else ""
    behind = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    return re.compile(before + r"\s+".join(map(re.escape, parts)) + behind, re.IGNORECASE)


def _in_meetings(opened: OpenGroup, running: Running, sought: re.Pattern[str]) -> list[str]:
    """What to do about lines of the run's meetings that hold the words: they belong to their minutes."""
    run = run_of(opened, running.id)
    said = 0
    for meeting in run.meetings:
        if meeting in opened.group.meetings:
            lines = opened.meeting(meeting).lines()
            said += sum(1 for line in lines if not line.redacted and sought.search(line.filed.text))
    if not said:
        return []
    return [
        say_number(
            said,
            "{n} line of its meetings holds them too: `peer-tui redact MEETING` removes a line.",
            "{n} lines of its meetings hold them too: `peer-tui redact MEETING` removes a line.",
        )
    ]
