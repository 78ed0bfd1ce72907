"""For whom the minutes on the screen are drawn, and which words were said to be no names: kept while the program runs.

None of it is a fact of the meeting: the next run begins with what is usual for the group.
"""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

import msgspec

from peer_tui.domain.anonymous import Doubt
from peer_tui.domain.events import MeetingId
from peer_tui.domain.minutes import Minutes, doubts_in, make_minutes, telling_roles
from peer_tui.domain.naming import Audience, Privacy, usual_privacy
from peer_tui.services.workspace import OpenGroup, Workspace


class Preview(msgspec.Struct):
    """How one meeting's minutes are shown."""

    audience: Audience = Audience.MEMBERS
    levels: dict[Audience, Privacy] = msgspec.field(default_factory=dict)
    """Where a person chose another level than the usual one."""
    kept: set[Doubt] = msgspec.field(default_factory=set)
    """Words that are no names here."""
    replaced: set[Doubt] = msgspec.field(default_factory=set)
    """Words that are names: nobody has to be asked about them again."""


_previews: WeakKeyDictionary[Workspace, dict[MeetingId, Preview]] = WeakKeyDictionary()


def preview_of(workspace: Workspace, meeting: MeetingId) -> Preview:
    """How a meeting's minutes are shown in this run of the program."""
    return _previews.setdefault(workspace, {}).setdefault(meeting, Preview())


def level(opened: OpenGroup, preview: Preview) -> Privacy:
    """Who is named for the audience that is chosen."""
    return preview.levels.get(preview.audience, usual_privacy(opened.group, preview.audience))


def draw(opened: OpenGroup, meeting: MeetingId, preview: Preview) -> Minutes:
    """The minutes as they are shown."""
    folded = opened.meeting(meeting)
    return make_minutes(folded, opened.group, level(opened, preview), preview.audience, preview.kept)


def next_audience(preview: Preview) -> Audience:
    """Turn to the next audience."""
    every = tuple(Audience)
    preview.audience = every[(every.index(preview.audience) + 1) % len(every)]
    return preview.audience


def next_level(opened: OpenGroup, preview: Preview) -> Privacy:
    """Turn to the next privacy level for the audience that is chosen."""
    every = tuple(Privacy)
    chosen = every[(every.index(level(opened, preview)) + 1) % len(every)]
    preview.levels[preview.audience] = chosen
    return chosen


def questions(opened: OpenGroup, meeting: MeetingId, preview: Preview) -> list[Doubt]:
    """Words that are names and also ordinary words, as they are asked about: answered ones too.

    One that is written small is asked about once for all lines: it is hardly ever a name. Any other is asked about
    line by line.
    """
    found = doubts_in(opened.meeting(meeting), opened.group, level(opened, preview), preview.audience)
    return list(dict.fromkeys(as_asked(doubt) for doubt in found))


def unanswered(asked: Iterable[Doubt], preview: Preview) -> list[Doubt]:
    """Those of the questions that nobody has answered yet; until then the word is taken for the name."""
    return [doubt for doubt in asked if doubt not in preview.kept and doubt not in preview.replaced]


def roles_that_tell(opened: OpenGroup, meeting: MeetingId, preview: Preview) -> tuple[str, ...]:
    """At "roles only": the roles in this copy that one person alone has."""
    if level(opened, preview) is not Privacy.ROLES:
        return ()
    return telling_roles(opened.meeting(meeting), opened.group, preview.audience)


def as_asked(doubt: Doubt) -> Doubt:
    """A doubt as the question it is part of."""
    return Doubt(doubt.word, "") if doubt.word == doubt.word.lower() != doubt.word.upper() else doubt


def answer(preview: Preview, doubt: Doubt, *, is_name: bool) -> None:
    """Somebody said whether the word is a name there."""
    preview.kept.discard(doubt)
    preview.replaced.discard(doubt)
    (preview.replaced if is_name else preview.kept).add(doubt)
