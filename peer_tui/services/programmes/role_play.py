"""The role-play of a programme, while it is on: it goes on when its screen is left, and after the program was killed.

It is no record: it lies in one small owner-only file in STATE until what landed is kept as a row of the programme's
log of role-plays, or it is started over. One that nobody touched for a day is forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.events import ProgrammeId, RowAdded
from peer_tui.domain.history import act_of
from peer_tui.domain.programmes import role_play as rules
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Card, Programme, Register
from peer_tui.domain.programmes.role_play import Kind, Reading, RolePlay
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.meetings import meetings_of
from peer_tui.services.programmes.role_play_kept import change, kept_of, scenarios_of, write
from peer_tui.services.programmes.rows import add_row
from peer_tui.services.programmes.running import need_definition, run_of
from peer_tui.services.taking_back import take_back

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

_LONGEST = 2_000
"""Characters of a note."""
_MOST = 60
"""Notes of a kind, and parts."""


def role_play_of(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> RolePlay:
    """The role-play of a run as it stands; a new one begins with the first scenario of its programme's file.

    Raises:
        Problem: the run is gone, or its file.
    """
    return kept_of(workspace, opened, programme).play


def reading_of(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> Reading:
    """What its clock says now."""
    return rules.reading(role_play_of(workspace, opened, programme), workspace.now())


def scenarios(opened: OpenGroup, programme: ProgrammeId) -> tuple[Card, ...]:
    """The scenarios of the programme's file: its cards that have parts."""
    return scenarios_of(need_definition(run_of(opened, programme)))


# --- the clock ----------------------------------------------------------------------------------------------------


def go_on(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> str:
    """The next stage begins; what it is, in a sentence to read out."""
    play = role_play_of(workspace, opened, programme)
    if play.stage == rules.DONE:
        raise Problem(say("The role-play is over. Keep what landed, or start over."))
    now = workspace.now()
    gone_on = rules.go_on(play, now)
    change(workspace, programme, gone_on)
    return rules.reading(gone_on, now).words


def pause(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> str:
    """The clock waits, or goes on again."""
    play = role_play_of(workspace, opened, programme)
    if not 0 <= play.stage < rules.DONE:
        raise Problem(say("No time is running that could wait."))
    paused = rules.pause(play, workspace.now())
    change(workspace, programme, paused)
    return say("The clock waits.") if paused.since is None else say("The clock goes on.")


def longer(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> str:
    """One minute more for the stage that is on."""
    play = role_play_of(workspace, opened, programme)
    if play.stage == rules.DONE:
        raise Problem(say("The role-play is over. Keep what landed, or start over."))
    changed = rules.longer(play)
    change(workspace, programme, changed)
    stage = say(rules.STAGES[max(play.stage, 0)])
    return say("{stage}: {minutes} min", stage=stage, minutes=changed.minutes[max(play.stage, 0)])


# --- scenario, parts, notes ---------------------------------------------------------------------------------------


def next_scenario(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> str:
    """The scenario after this one in the programme's file, round and round.

    Raises:
        Problem: the file has none.
    """
    cards = scenarios(opened, programme)
    if not cards:
        raise Problem(say("This programme has no scenario of its own: type one."))
    play = role_play_of(workspace, opened, programme)
    here = next((at for at, card in enumerate(cards) if card.title == play.scenario), -1)
    card = cards[(here + 1) % len(cards)]
    change(workspace, programme, rules.with_scenario(play, card.title, card.text.strip(), card.parts))
    return card.title


def own_scenario(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId, words: str) -> str:
    """A scenario of the group's own; the parts stay.

    Raises:
        Problem: nothing was typed.
    """
    title = _words(words)
    if not title:
        raise Problem(say("Type the scenario in a line, e.g. a call to the senator's aide."))
    play = role_play_of(workspace, opened, programme)
    change(workspace, programme, msgspec.structs.replace(play, scenario=title, text=""))
    return title


def add_part(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId, title: str) -> str:
    """One part more.

    Raises:
        Problem: nothing was typed, or there are too many.
    """
    words = _words(title)
    play = role_play_of(workspace, opened, programme)
    if not words or len(play.parts) >= _MOST:
        raise Problem(say("Type what the part is, e.g. the senator's aide."))
    change(workspace, programme, rules.with_part(play, words))
    return words


def give(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId, part: int, name: str) -> str:
    """Somebody plays a part; an empty name gives it to nobody. Who the group does not know keeps the name as typed.

    Raises:
        Problem: the name fits several people.
    """
    from peer_tui.domain.programmes.definition import Column
    from peer_tui.services.programmes.typed import read_typed

    who = read_typed(workspace, opened, Column("who", say("Who"), "person"), _words(name))
    change(workspace, programme, rules.given(role_play_of(workspace, opened, programme), part, who))
    return who_plays(opened, who)


def who_plays(opened: OpenGroup, who: str) -> str:
    """Who has a part, as it is shown; empty for nobody."""
    known = opened.group.person(who) if who else None
    return clean(known.name).strip() if known is not None else who


def note(
    workspace: Workspace, opened: OpenGroup, programme: ProgrammeId, kind: Kind, words: str, place: int = -1
) -> None:
    """Something that landed, or is to be said differently (`role_play.noted`).

    Raises:
        Problem: there are too many already.
    """
    play = role_play_of(workspace, opened, programme)
    if place < 0 and len(play.landed if kind == "landed" else play.differently) >= _MOST:
        raise Problem(say("That is more than fits one role-play: keep these first, then go on."))
    change(workspace, programme, rules.noted(play, kind, _words(words), place))


def remove_part(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId, part: int) -> None:
    """One part less."""
    change(workspace, programme, rules.without_part(role_play_of(workspace, opened, programme), part))


def start_over(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> None:
    """The same scenario and parts, nobody in them, nothing noted, the clock at its beginning."""
    play = role_play_of(workspace, opened, programme)
    fresh = rules.with_scenario(RolePlay(), play.scenario, play.text, tuple(part.title for part in play.parts))
    change(workspace, programme, fresh)


# --- kept ---------------------------------------------------------------------------------------------------------


def log_of(programme: Programme) -> Register | None:
    """The register role-plays are kept in: the first that has a column for what landed; None where there is none."""
    return next((one for one in programme.registers if any(c.key == "landed" for c in one.columns)), None)


def keep(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> str:
    """Keep the role-play as a row of the programme's log, and begin the next one.

    Raises:
        Problem: there is nothing to keep, or the programme has no such log. Nothing was changed.
    """
    running = run_of(opened, programme)
    definition = need_definition(running)
    register, play = log_of(definition), role_play_of(workspace, opened, programme)
    if register is None:
        raise Problem(say("This programme keeps no log of role-plays."))
    if not (play.landed or play.differently):
        raise Problem(say("Nothing is noted yet: what landed? Nothing was changed."))
    on = [held for _, held in meetings_of(opened, running) if held.state == "unfinished"]
    texts = {
        register.named_by: play.scenario or say("A role-play"),
        "parts": "\n".join(_part_words(opened, part) for part in play.parts),
        "landed": "\n".join(play.landed),
        "differently": "\n".join(play.differently),
        "day": local_date(workspace.now(), opened.group.zone).isoformat(),
        **_only_rows(running, register),
    }
    there = {column.key for column in register.columns}
    cells = {key: text for key, text in texts.items() if text and key in there}
    row = add_row(
        workspace, opened, running, register.key, cells, meeting=max(on, key=lambda one: one.starts).id if on else ""
    )
    added = (event for event in opened.events.get("", ()) if isinstance(event, RowAdded) and event.row == row)
    act = next((act_of(event) for event in added), "")
    fresh = rules.with_scenario(RolePlay(), play.scenario, play.text, tuple(part.title for part in play.parts))
    change(workspace, programme, fresh, act)
    return say("Kept in “{register}”.", register=register.title)


def undo(workspace: Workspace, opened: OpenGroup, programme: ProgrammeId) -> str:
    """Take back the last change, also a row that was kept. The clock's time goes on.

    Raises:
        Problem: nothing was changed here.
    """
    kept = kept_of(workspace, opened, programme)
    if not kept.before:
        raise Problem(say("There is nothing to undo: nothing was done here yet."))
    play, act = kept.before.pop()
    if act and not take_back(workspace, opened, act):
        return say("That row was taken out already.")
    kept.play = play
    write(workspace, programme, play)
    return say("Undone; the row is gone from the log.") if act else say("Undone.")


# --- inside -------------------------------------------------------------------------------------------------------


def _part_words(opened: OpenGroup, part: rules.Part) -> str:
    who = who_plays(opened, part.who)
    return f"{part.title}: {who}" if who else part.title


def _only_rows(running: Running, register: Register) -> dict[str, str]:
    """What a role-play is practice for: of each column that names a row, the only row there is; nothing of several."""
    named = {column.key: running.standing_rows(column.row_of) for column in register.columns if column.row_of}
    return {key: rows[0].id for key, rows in named.items() if len(rows) == 1}


def _words(text: str) -> str:
    return " ".join(clean(text).split())[:_LONGEST]
