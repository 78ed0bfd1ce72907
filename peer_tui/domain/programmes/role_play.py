"""A role-play: a scenario, parts that people take, and three times, to prepare, to play and to talk about it.

The times are ours: 3, 5 and 5 minutes (`product.md` §1.3). Nothing goes on by itself: when a time is up that is said,
and a person begins the next. Everything here is a pure function of the role-play and an instant.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from peer_tui.domain.words import marked, say

PREPARE, PLAY, DEBRIEF = marked("prepare"), marked("play"), marked("debrief")
STAGES = (PREPARE, PLAY, DEBRIEF)
MINUTES = (3, 5, 5)
"""Of each stage (ours)."""
NOT_BEGUN, DONE = -1, len(STAGES)
"""What `RolePlay.stage` is before the first of the `STAGES` and after the last."""
LONGEST = 60
"""Minutes of a stage, at most."""
_MINUTE = dt.timedelta(minutes=1)

_BEGIN = (
    marked("Take a part, or watch. You have a few minutes to prepare: what do you want, and what will you say first?"),
    marked("We play now. Whoever watches writes down what lands."),
    marked("Step out of your parts. Those who watched first: what landed? Then those who played."),
)
_OVER = (
    marked("Time to prepare is up. Is everybody ready to play?"),
    marked("Time. Thank you to everybody who played, and step out of your parts."),
    marked("Time. What landed, in a sentence each? Then we keep it."),
)
_BEFORE = marked("Nobody has to play a part, and nobody has to tell their own story. Who would like which part?")
_AFTER = marked("That was the role-play. Keep what landed, or start over with other parts.")

Kind = Literal["landed", "differently"]


class Part(msgspec.Struct, frozen=True):
    """A part, and who plays it."""

    title: str
    who: str = ""
    """A person's id, or a name as typed; empty while nobody has it."""


class RolePlay(msgspec.Struct, frozen=True):
    """A role-play as it stands."""

    scenario: str = ""
    """Its title."""
    text: str = ""
    """What is read out."""
    parts: tuple[Part, ...] = ()
    minutes: tuple[int, ...] = MINUTES
    """Of each stage, with those that were added."""
    stage: int = NOT_BEGUN
    since: dt.datetime | None = None
    """From when its stage goes on, UTC; None while it waits."""
    spent: float = 0
    """Seconds of its stage that had gone by at `since`."""
    landed: tuple[str, ...] = ()
    """What landed."""
    differently: tuple[str, ...] = ()
    """What to say differently."""


class Reading(msgspec.Struct, frozen=True):
    """What a role-play's clock says at an instant."""

    stage: str
    """One of `STAGES`, to be shown with `say`; empty before and after."""
    clock: str
    """`2:31`, what is left; `+0:12` beyond the time; empty before and after."""
    minutes: int
    """Of the stage."""
    over: bool
    """Its time is up."""
    paused: bool
    words: str
    """A sentence to read out."""


def reading(play: RolePlay, now: dt.datetime) -> Reading:
    """What the clock says."""
    if not 0 <= play.stage < len(STAGES):
        return Reading("", "", 0, False, False, say(_BEFORE) if play.stage < 0 else say(_AFTER))
    left = play.minutes[play.stage] * 60 - elapsed(play, now)
    over = left <= 0
    clock = f"+{_clock(-left)}" if over else _clock(left)
    words = say((_OVER if over else _BEGIN)[play.stage])
    return Reading(STAGES[play.stage], clock, play.minutes[play.stage], over, play.since is None, words)


def elapsed(play: RolePlay, now: dt.datetime) -> int:
    """Whole seconds of its stage; a clock that was set back takes none away."""
    going = max(0.0, (now - play.since).total_seconds()) if play.since is not None else 0.0
    return int(play.spent + going)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


# --- what is done -------------------------------------------------------------------------------------------------


def go_on(play: RolePlay, now: dt.datetime) -> RolePlay:
    """The next stage begins; after the last one the role-play is over."""
    stage = min(play.stage + 1, DONE)
    return msgspec.structs.replace(play, stage=stage, since=now if stage < DONE else None, spent=0)


def pause(play: RolePlay, now: dt.datetime) -> RolePlay:
    """The clock waits, or goes on again."""
    if not 0 <= play.stage < len(STAGES):
        return play
    if play.since is None:
        return msgspec.structs.replace(play, since=now)
    return msgspec.structs.replace(play, since=None, spent=float(elapsed(play, now)))


def longer(play: RolePlay, by: int = 1) -> RolePlay:
    """More minutes for the stage that is on; before the first one, for that one."""
    at = max(play.stage, 0)
    if at >= len(STAGES):
        return play
    minutes = tuple(min(one + by, LONGEST) if place == at else one for place, one in enumerate(play.minutes))
    return msgspec.structs.replace(play, minutes=minutes)


def with_scenario(play: RolePlay, title: str, text: str, parts: tuple[str, ...]) -> RolePlay:
    """Another scenario; who had a part of the same name keeps it."""
    had = {part.title: part.who for part in play.parts}
    return msgspec.structs.replace(
        play, scenario=title, text=text, parts=tuple(Part(part, had.get(part, "")) for part in parts)
    )


def given(play: RolePlay, part: int, who: str) -> RolePlay:
    """A part is taken by somebody, or by nobody for an empty name."""
    parts = tuple(Part(one.title, who) if place == part else one for place, one in enumerate(play.parts))
    return msgspec.structs.replace(play, parts=parts)


def with_part(play: RolePlay, title: str) -> RolePlay:
    """One part more."""
    return msgspec.structs.replace(play, parts=(*play.parts, Part(title)))


def without_part(play: RolePlay, part: int) -> RolePlay:
    """One part less."""
    return msgspec.structs.replace(play, parts=tuple(one for at, one in enumerate(play.parts) if at != part))


def noted(play: RolePlay, kind: Kind, words: str, place: int = -1) -> RolePlay:
    """Something that landed, or is to be said differently: a new line, or another wording of the one at `place`.

    Empty words take that line away.
    """
    lines = list(play.landed if kind == "landed" else play.differently)
    if not 0 <= place < len(lines):
        lines += [words] if words else []
    elif words:
        lines[place] = words
    else:
        del lines[place]
    if kind == "landed":
        return msgspec.structs.replace(play, landed=tuple(lines))
    return msgspec.structs.replace(play, differently=tuple(lines))
