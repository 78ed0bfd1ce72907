"""What a line of a draft is filed as: what every meeting knows, and the words of the programme it belongs to.

`line_editing` corrects everything else about a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from peer_tui.domain.capture import as_own_word
from peer_tui.domain.entries import as_kind
from peer_tui.domain.events import EntryEdited, EntryId, EntryKind, Filed, MeetingId
from peer_tui.domain.parsed import KIND_WORDS, kind_words
from peer_tui.domain.words import say
from peer_tui.services.line_editing import line_of, need_draft, record_edit
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

if TYPE_CHECKING:
    from peer_tui.domain.programmes.capture_words import OwnWord

KINDS: tuple[EntryKind, ...] = (
    EntryKind.NOTE, EntryKind.DECISION, EntryKind.STEP, EntryKind.PARKED, EntryKind.QUESTION, EntryKind.CELEBRATION,
    EntryKind.LINK, EntryKind.PROPOSAL,
)  # fmt: skip
"""What a line of any meeting can be filed as in review."""
OF_PROGRAMMES: tuple[EntryKind, ...] = (
    EntryKind.LESSON, EntryKind.REFLECTION, EntryKind.LEARNING, EntryKind.COMMITMENT, EntryKind.ISSUE,
    EntryKind.RECOMMENDATION, EntryKind.MEASURE, EntryKind.SUPPORT,
)  # fmt: skip
"""What a line of a programme's meeting can be filed as besides, where the programme has no word of its own for it."""


class FiledAs(NamedTuple):
    """One thing that a line of a draft can be filed as."""

    key: str
    """The kind's name, or with a colon behind it the programme's own word, as `refile` takes it."""
    words: str
    """`DECISION`, `LEARNING · learn:`, `ISSUE · issue: · adds a row: Policy issues`."""


def filed_as(opened: OpenGroup, meeting: MeetingId) -> list[FiledAs]:
    """What the lines of a meeting can be filed as.

    What every meeting knows; in a meeting of a programme also the programme's own words, and the kinds that programmes
    draw their reports from.
    """
    offered = [FiledAs(str(kind), KIND_WORDS[kind]) for kind in KINDS]
    own = _own_words(opened, meeting)
    offered += [FiledAs(f"{word}:", _own_title(one)) for word, one in own.items()]
    named = {one.kind for one in own.values() if not one.title}
    return offered + [FiledAs(str(kind), KIND_WORDS[kind]) for kind in OF_PROGRAMMES if own and kind not in named]


def refile(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId, key: str) -> str:
    """File a line of a draft as something else: a note that was a decision, a remark that was a lesson of the match.

    The row that the line added to a register of its programme follows it; a word that adds rows adds one.

    Args:
        workspace: the library.
        opened: the group.
        meeting: the meeting.
        entry: the line.
        key: one of those that `filed_as` gives.

    Raises:
        Problem: the minutes are approved, the line is gone or personal, or its programme does not have that word.
    """
    need_draft(opened, meeting)
    known = line_of(opened, meeting, entry)
    own = _own_words(opened, meeting).get(key.removesuffix(":")) if key.endswith(":") else None
    if key.endswith(":") and own is None:
        raise Problem(say("The programme of this meeting does not have that word any more. Nothing was changed."))
    plain = msgspec.structs.replace(known.filed, word="", called="")
    filed = as_own_word(plain, own) if own is not None else as_kind(plain, EntryKind(key))
    name = kind_words(filed)
    if filed == known.filed:
        return say("It is {kind_words} already.", kind_words=name)
    if known.filed.private:
        raise Problem(say("That is somebody's personal next step: it stays one. Nothing was changed."))
    number = known.number or (opened.group.steps.highest + 1 if filed.kind is EntryKind.STEP else 0)
    record_edit(workspace, opened, meeting, EntryEdited(entry=entry, filed=filed, number=number), own)
    said = say("Filed as {kind_words}.", kind_words=name)
    return f"{said} {_names_somebody(opened, filed, own)}".strip()


def _own_words(opened: OpenGroup, meeting: MeetingId) -> Mapping[str, OwnWord]:
    """The words of the programme a meeting belongs to; none, and nothing of programmes read, in a group without any."""
    if not opened.glance.programmes:
        return {}
    from peer_tui.services.programmes.own_words import words_in

    return words_in(opened, meeting).words


def _own_title(own: OwnWord) -> str:
    """What a line is called with this word, the word as it is typed, and what else comes of it."""
    said = [kind_words(as_own_word(Filed(own.kind, "", ""), own)), f"{own.word}:"]
    if own.register:
        said.append(say("adds a row: {list}", list=own.list))
    if own.private:
        said.append(say("personal: not in the minutes"))
    return " · ".join(said)


def _names_somebody(opened: OpenGroup, filed: Filed, own: OwnWord | None) -> str:
    """A warning where a word that names nobody is given to a line that names somebody of the group."""
    if own is None or own.names:
        return ""
    from peer_tui.domain.anonymous import KnownNames

    found = KnownNames(opened.group.people.values()).in_text(filed.text)
    names = dict.fromkeys(filed.text[one.start : one.end] for one in found
                          if not one.doubt or filed.text[one.start].isupper())  # fmt: skip
    return say("⚠ names {names}: nobody is to be named in such a line", names=", ".join(names)) if names else ""
