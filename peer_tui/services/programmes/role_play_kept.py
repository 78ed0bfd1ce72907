"""A role-play while it is on: in memory, and for a kill in one small owner-only file in STATE.

One that nobody touched for a day is forgotten. What can be done in it stands in `role_play.py`.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from peer_tui.domain.events import EventId, ProgrammeId
from peer_tui.domain.programmes import role_play as rules
from peer_tui.domain.programmes.definition import Card, Programme
from peer_tui.domain.programmes.role_play import RolePlay
from peer_tui.services.programmes.running import need_definition, run_of
from peer_tui.store.drafts import drop_ephemera, read_ephemera, write_ephemera

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

_FORGOTTEN_AFTER = dt.timedelta(days=1)
_UNDONE = 100
"""Changes that can be taken back."""


class Kept(msgspec.Struct):
    """A role-play with what can be taken back of it."""

    play: RolePlay
    before: list[tuple[RolePlay, EventId]] = []
    """How it was before each change, and the act that recorded something with it, the last one last."""


class _OnDisk(msgspec.Struct):
    play: RolePlay
    touched: dt.datetime


_playing: WeakKeyDictionary[Workspace, dict[ProgrammeId, Kept]] = WeakKeyDictionary()


def scenarios_of(programme: Programme) -> tuple[Card, ...]:
    """The scenarios of a programme: its cards that have parts."""
    return tuple(card for card in programme.cards if card.parts)


def kept_of(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> Kept:
    """The role-play of a run; where none is on, one begins with the first scenario of its programme's file.

    Raises:
        Problem: the run is gone, or its file.
    """
    known = _playing.setdefault(workspace, {})
    if programme not in known:
        definition = need_definition(run_of(opened, programme))
        known[programme] = Kept(_read(workspace, programme) or _first(definition))
    return known[programme]


def _first(programme: Programme) -> RolePlay:
    card = next(iter(scenarios_of(programme)), None)
    if card is None:
        return RolePlay()
    return rules.with_scenario(RolePlay(), card.title, card.text.strip(), card.parts)


def change(workspace: Workspace, programme: ProgrammeId, play: RolePlay, act: EventId = "") -> None:
    """It is so now; what it was can be taken back, with the act that recorded something of it."""
    kept = _playing[workspace][programme]
    kept.before = [*kept.before, (kept.play, act)][-_UNDONE:]
    kept.play = play
    write(workspace, programme, play)


def forget_before(workspace: Workspace, programme: ProgrammeId) -> None:
    """Nothing of it can be taken back any more: words that were removed for good must not come back so."""
    kept = _playing.get(workspace, {}).get(programme)
    if kept is not None:
        kept.before = []


def _name(programme: ProgrammeId) -> str:
    return f"role-play {programme}"


def write(workspace: Workspace, programme: ProgrammeId, play: RolePlay) -> None:
    """Keep it for a kill; a STATE folder that cannot be written does not stop a role-play."""
    state, files = workspace.places.state, workspace.library.files
    with suppress(OSError):
        if play.stage == rules.NOT_BEGUN and not (play.landed or play.differently or any(p.who for p in play.parts)):
            drop_ephemera(state, _name(programme), files)
        else:
            kept = msgspec.to_builtins(_OnDisk(play, workspace.now()))
            write_ephemera(state, _name(programme), kept, files)


def _read(workspace: Workspace, programme: ProgrammeId) -> RolePlay | None:
    """What an earlier run of the program left; None where it left nothing, or longer ago than a day."""
    state, files = workspace.places.state, workspace.library.files
    told = read_ephemera(state, _name(programme), files)
    if not told:
        return None
    with suppress(msgspec.ValidationError):
        found = msgspec.convert(told, _OnDisk)
        if workspace.now() - found.touched < _FORGOTTEN_AFTER and len(found.play.minutes) == len(rules.STAGES):
            return found.play
    with suppress(OSError):
        drop_ephemera(state, _name(programme), files)
    return None
