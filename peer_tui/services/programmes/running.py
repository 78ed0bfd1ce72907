"""A group's runs of programmes: found, told apart, and known from their files.

They are folded from the group's own log when somebody asks, and kept until that log says more. A group that never
began one is told so from its glance, and nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from peer_tui.domain.characters import fold
from peer_tui.domain.programmes.book import ProgrammeBook, Running
from peer_tui.domain.programmes.definition import Programme
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.toml_reading import ProgrammeProblem

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.refolding import Events

_BOOKS: WeakKeyDictionary[OpenGroup, tuple[Events, ProgrammeBook]] = WeakKeyDictionary()
"""Of each open group what its log was folded to, and the log it was folded from."""


def book_of(opened: OpenGroup) -> ProgrammeBook:
    """The group's programmes as its own log tells of them now."""
    events = opened.events.get("", ())
    known = _BOOKS.get(opened)
    if known is None or known[0] is not events:
        known = _BOOKS[opened] = (events, ProgrammeBook.fold(events))
    return known[1]


def runs(opened: OpenGroup) -> list[Running]:
    """The group's runs: those that go on first, of each the newest first."""
    if not opened.glance.programmes:
        return []
    newest = sorted(book_of(opened).programmes.values(), key=lambda run: (run.started, run.id), reverse=True)
    return sorted(newest, key=lambda run: run.closed)


def run_of(opened: OpenGroup, programme: ProgrammeId) -> Running:
    """A run as it stands now.

    Raises:
        Problem: the group has none of this id (any more).
    """
    found = book_of(opened).programmes.get(programme)
    if found is None:
        raise Problem(say("That programme is not among the group's programmes any more; it was taken back."))
    return found


def definition(running: Running) -> Programme | None:
    """What the file of a run's programme says; None where there is no such file, or it cannot be used."""
    from peer_tui.services.programmes.files import load_programme

    try:
        return load_programme(running.key)
    except ProgrammeProblem:
        return None


def no_file(running: Running) -> str:
    """Why a run's programme cannot be shown whole, as a sentence."""
    from peer_tui.services.programmes.files import load_programme

    try:
        load_programme(running.key)
    except ProgrammeProblem as problem:
        why = f"{str(problem).rstrip('.')}."
        return say("{problem} What was recorded of “{title}” is safe.", problem=why, title=running.title)
    return ""


def need_definition(running: Running) -> Programme:
    """What the file of a run's programme says.

    Raises:
        Problem: there is no such file, or it cannot be used.
    """
    found = definition(running)
    if found is None:
        raise Problem(no_file(running))
    return found


def choose_run(groups: Sequence[OpenGroup], words: str = "") -> tuple[OpenGroup, Running]:
    """The run that some words mean: a title or its beginning, or a programme's word.

    Without any words the only open one, or the only one there is.

    Raises:
        Problem: there is none.
        WrongUse: several fit.
    """
    every = [(opened, run) for opened in groups for run in runs(opened)]
    if not every:
        raise Problem(say("No programme was started yet. `peer-tui programme start peer-match` starts one."))
    asked = fold(words).strip()
    found = _fitting(every, asked) if asked else [pair for pair in every if not pair[1].closed]
    if not asked and len(every) == 1:
        found = every  # Nothing else can be meant, also when it is closed.
    if len(found) == 1:
        return found[0]
    listed = tuple(_called(pair) for pair in found or every)
    if not found and asked:
        raise WrongUse(say("No programme is called “{words}”.", words=words.strip()[:60]), choices=listed)
    if not found:
        raise WrongUse(say("Every programme is closed; say which one is meant."), choices=listed)
    raise WrongUse(say("Several programmes fit; say which one is meant."), choices=listed)


def _fitting(every: list[tuple[OpenGroup, Running]], asked: str) -> list[tuple[OpenGroup, Running]]:
    """The runs that fit best: by their whole title, by its beginning, else by a part of it or by their programme."""
    ways: tuple[Callable[[Running], bool], ...] = (
        lambda run: asked in (fold(run.title), fold(run.id)),
        lambda run: fold(run.title).startswith(asked),
        lambda run: run.key.startswith(asked) or asked in fold(run.title),
    )
    for fits in ways:
        if found := [pair for pair in every if fits(pair[1])]:
            return [pair for pair in found if not pair[1].closed] or found
    return []


def _called(pair: tuple[OpenGroup, Running]) -> str:
    opened, run = pair
    closed = say("closed") if run.closed else run.key
    return f"{opened.glance.name} · {run.title} ({closed})"
