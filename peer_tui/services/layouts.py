"""Layouts of minutes: the shipped ones, and a person's or a group's own, which stand in for them.

A layout is a file `NAME.FORM.j2`, e.g. `minutes.md.j2`. It is looked for in `minutes/GROUP/` beside `config.toml`,
where GROUP is the name of the group's folder in the library; then in `minutes/`; then among the shipped ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.words import say
from peer_tui.services.exported import write_private
from peer_tui.services.problems import Problem, WrongUse

if TYPE_CHECKING:
    from peer_tui.domain.minutes import Minutes
    from peer_tui.exchange.layouts import Rules
    from peer_tui.services.workspace import OpenGroup, Workspace

USUAL = "minutes"
"""The layout that tells the whole record."""

SHAPED = ("md", "txt", "html")
"""The formats a layout is for. An e-mail draft is set in its `txt` and `html`; Word, PDF and JSON have one form."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_FILE = re.compile(rf"({_NAME.pattern})\.({'|'.join(SHAPED)})\.j2")
_LARGEST_FILE = 400_000
"""Bytes; a layout of the largest number of characters fits in it."""


class Layout(msgspec.Struct, frozen=True):
    """A layout that can be asked for."""

    name: str
    form: str
    path: Path
    whose: str
    """`shipped`, `yours`, or the name of the group's folder."""


def folders(workspace: Workspace, opened: OpenGroup | None = None) -> tuple[Path, ...]:
    """Where own layouts are looked for, the first that counts first: the group's, then the person's."""
    own = workspace.places.settings.parent / "minutes"
    return (own / opened.folder, own) if opened is not None else (own,)


def known(places: Sequence[Path] = ()) -> list[Layout]:
    """Every layout there is, the one that counts first, by name and form."""
    from peer_tui.exchange.layouts import shipped_layouts

    named = [say("yours") if place == places[-1] else place.name for place in places]
    found = [
        Layout(match[1], match[2], path, whose)
        for whose, files in [*zip(named, map(_files, places), strict=True), (say("shipped"), shipped_layouts())]
        for path in files
        if (match := _FILE.fullmatch(path.name)) is not None
    ]
    return sorted(found, key=lambda one: (one.name, one.form))


def set_minutes(
    minutes: Minutes, form: str, places: Sequence[Path] = (), name: str = USUAL
) -> tuple[str, tuple[str, ...]]:
    """The minutes set in a layout, and sentences about own layouts that could not be used.

    Args:
        minutes: the record.
        form: `md`, `txt` or `html`.
        places: the folders of own layouts (`folders`).
        name: the layout.

    Raises:
        Problem: there is no layout of that name for the format.
    """
    from peer_tui.exchange.layouts import LayoutProblem, set_in

    rules = rules_of(form)
    notices: list[str] = []
    for path in (place / f"{name}.{form}.j2" for place in places):
        if not _NAME.fullmatch(name) or not path.is_file():
            continue
        try:
            return set_in(_read(path), rules, minutes), tuple(notices)
        except LayoutProblem as problem:
            notices.append(
                say(
                    "{path}, {why}. Another layout is used instead; your file is as it was.", path=path, why=problem.why
                )
            )
    source = _shipped(name, form, bool(notices), places)
    return set_in(source, rules, minutes), tuple(notices)


def copy(workspace: Workspace, said: str, opened: OpenGroup | None = None) -> Path:
    """Copy a shipped layout into the person's or a group's own folder, to be changed there.

    Args:
        workspace: the library.
        said: which, e.g. `minutes.md`; without a format, `minutes`, it is Markdown's.
        opened: the group it is for; None is all groups.

    Raises:
        Problem: there is none, one stands there already, or it could not be written.
    """
    from peer_tui.exchange.layouts import shipped_layouts

    name = said.strip().removesuffix(".j2")
    name = name if "." in name else f"{name}.md"
    shipped = {path.name.removesuffix(".j2"): path for path in shipped_layouts()}
    if name not in shipped:
        raise WrongUse(
            say("There is no shipped layout “{said}”. There are: {shipped}.", said=said, shipped=", ".join(shipped))
        )
    place = folders(workspace, opened)[0]
    target = place / f"{name}.j2"
    if target.exists() or target.is_symlink():
        raise Problem(
            say("{target} is there already and was left as it is. Delete or rename it to begin anew.", target=target)
        )
    return write_private(place, target.name, shipped[name].read_text("utf-8"))


def problems(places: Sequence[Path]) -> list[str]:
    """What is wrong with own layouts, a sentence each, as far as it can be seen without setting minutes in them."""
    from peer_tui.exchange.layouts import LayoutProblem, check

    said = []
    for layout in known(places):
        if layout.whose != "shipped":
            try:
                check(_read(layout.path), rules_of(layout.form))
            except LayoutProblem as problem:
                said.append(f"{layout.path}, {problem.why}.")
    return said


def rules_of(form: str) -> Rules:
    """How a format sets text."""
    match form:
        case "md":
            from peer_tui.exchange.markdown import RULES
        case "html":
            from peer_tui.exchange.html import RULES
        case _:
            from peer_tui.exchange.text import RULES
    return RULES


def _shipped(name: str, form: str, own: bool, places: Sequence[Path]) -> str:
    from peer_tui.exchange.layouts import shipped, shipped_layouts

    there = {path.name.removesuffix(".j2") for path in shipped_layouts()}
    if f"{name}.{form}" in there:
        return shipped(f"{name}.{form}")
    if own:
        return shipped(f"{USUAL}.{form}")
    said = dict.fromkeys(f"{one.name} ({one.form})" for one in known(places))
    raise WrongUse(
        say("There is no layout “{name}” for {form}. There are: {said}.", name=name, form=form, said=", ".join(said))
    )


def _files(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.is_file())
    except OSError:
        return []


def _read(path: Path) -> str:
    from peer_tui.exchange.layouts import LayoutProblem

    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise LayoutProblem(say("it is too large for a layout"))
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise LayoutProblem(say("line {line}: it is not text in UTF-8", line=line)) from None
    except OSError as error:
        raise LayoutProblem(
            say("it could not be read ({strerror})", strerror=error.strerror or type(error).__name__)
        ) from None
