"""Themes: the shipped ones and a person's own, one TOML file each, checked before the app ever sees them.

A file's fields are those of Textual's `Theme`; the variables of our own are `OWN_VARIABLES`.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.css.constants import VALID_STYLE_FLAGS
from textual.theme import Theme

from peer_tui import assets
from peer_tui.domain.words import say

USUAL = "peer"
"""The theme of somebody who chose none, and of somebody whose choice cannot be used."""

OWN_VARIABLES = {
    "time-ok": "foreground",
    "time-soon": "warning",
    "time-over": "error",
    "quiet": "foreground-muted",
    "entry-decision": "success",
    "entry-step": "warning",
    "entry-parked": "secondary",
    "entry-question": "secondary",
    "entry-celebration": "success",
}
"""Each variable of our own, and the colour of Textual's that stands in for it in a theme that does not know it."""

_FIELDS = {field.name: field for field in dataclasses.fields(Theme)}
_REQUIRED = ("name", "primary")
_LARGEST_FILE = 100_000
"""Bytes. A theme is a page of text."""


def load_themes(own_folder: Path | None = None) -> tuple[list[Theme], list[str]]:
    """Every usable theme, and a warning sentence for each file that cannot be used.

    The shipped ones come first. A theme of the person's own takes the place of a shipped one with its name.

    Args:
        own_folder: the person's own themes; it need not exist.
    """
    themes: dict[str, Theme] = {}
    warnings: list[str] = []
    for path in [*assets.theme_files(), *_own_files(own_folder, warnings)]:
        try:
            theme = _read(path)
        except _NotATheme as problem:
            warnings.append(say("The theme {path} is left aside: {problem}", path=_shown(path), problem=problem))
        else:
            themes[theme.name] = theme
    return list(themes.values()), warnings


def shipped_theme(name: str, own_folder: Path | None = None) -> Theme | None:
    """One shipped theme by its name, without reading the others, so that the first picture need not wait for them.

    None if there is no such theme, or if the person has themes of their own, one of which may take its place.
    """
    if _own_files(own_folder, []):
        return None
    path = next((path for path in assets.theme_files() if path.stem == name), None)
    return _read(path, checked=True) if path is not None else None


def stand_ins(theme: Theme) -> dict[str, str]:
    """Our own variables for a theme that does not set them, such as one of Textual's: for the app's variable defaults.

    Raises:
        ColorParseError: a colour of the theme is none; never for a theme from `load_themes`.
    """
    if OWN_VARIABLES.keys() <= theme.variables.keys():
        return {own: theme.variables[own] for own in OWN_VARIABLES}
    colours = {**theme.to_color_system().generate(), **theme.variables}
    return {own: theme.variables.get(own, colours[stands_in]) for own, stands_in in OWN_VARIABLES.items()}


class _NotATheme(Exception):
    """Why a file cannot be used, as the end of a sentence."""


def _own_files(folder: Path | None, warnings: list[str]) -> list[Path]:
    if folder is None:
        return []
    try:
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError as error:
        warnings.append(
            say(
                "Your themes in {folder} could not be read ({strerror}).",
                folder=_shown(folder),
                strerror=error.strerror,
            )
        )
        return []


def _read(path: Path, *, checked: bool = False) -> Theme:
    """A theme's file; one that is `checked` already (the shipped ones are, by the tests) is taken at its word."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _NotATheme(say("it is far too large to be a theme."))
        fields = _fields_in(path.read_bytes().decode().removeprefix("\ufeff"))
    except OSError as error:
        raise _NotATheme(
            say("it could not be read ({strerror}).", strerror=error.strerror or type(error).__name__)
        ) from None
    except (ValueError, RecursionError) as error:
        raise _NotATheme(say("it is not valid TOML ({split}).", split=" ".join(str(error).split()))) from None
    if not checked:
        _check_fields(fields)
    theme = Theme(**fields)
    if not checked:
        _check_colours(theme)
    theme.variables = {**stand_ins(theme), **theme.variables}
    return theme


def _fields_in(text: str) -> dict[str, Any]:
    """What a theme's file says.

    Raises:
        ValueError: it is not TOML.
        RecursionError: tables within tables without end.
    """
    fields = simple_fields(text)
    if fields is not None:
        return fields
    import tomllib

    return tomllib.loads(text)


def simple_fields(text: str) -> dict[str, Any] | None:
    """The same as TOML says, of a file that has nothing but comments, `[variables]`, and `name = "words"` or `true`.

    None for any other file. The shipped themes are written so: the first picture needs one of them, and to load what
    reads all of TOML takes twenty times as long as these lines.
    """
    fields: dict[str, Any] = {}
    table = fields
    for line in text.replace("\r\n", "\n").split("\n"):
        name, _, value = line.strip(" ").partition(" = ")
        if not line.isprintable() or name in table:
            return None
        if name == "[variables]" and not value and "variables" not in fields:
            table = fields["variables"] = {}
        elif _is_name(name) and value in ("true", "false"):
            table[name] = value == "true"
        elif _is_name(name) and _is_quoted(value):
            table[name] = value[1:-1]
        elif name and not name.startswith("#"):
            return None
    return fields


def _is_name(word: str) -> bool:
    return word.isascii() and word.replace("-", "_").isidentifier()


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value[0] == value[-1] == '"' and value.count('"') == 2 and "\\" not in value


def _check_fields(fields: dict[str, Any]) -> None:
    for name in sorted(set(_REQUIRED) - set(fields)):
        raise _NotATheme(say("{name} is missing.", name=name))
    for name, value in fields.items():
        if name not in _FIELDS:
            raise _NotATheme(
                say(
                    "{name} is not a field of a theme; fields are {fields}.",
                    name=_plain(name),
                    fields=", ".join(_FIELDS),
                )
            )
        kinds, words = _expected(name)
        if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
            raise _NotATheme(say("{name} should be {words}.", name=name, words=words))
    if not fields["name"].strip() or not fields["name"].isprintable():
        raise _NotATheme(say("name should be a word."))
    for name, value in fields.get("variables", {}).items():
        if not isinstance(value, str):
            raise _NotATheme(say("variables.{name} should be text in quotes.", name=_plain(name)))


def _expected(name: str) -> tuple[Any, str]:
    """The kind of value a field takes, and the words for it."""
    if name in ("dark", "ansi"):
        return bool, say("true or false")
    if name == "variables":
        return dict, say("a table [variables]")
    if name in ("luminosity_spread", "text_alpha"):
        return (int, float), say("a number")
    return str, say("text in quotes")


def _check_colours(theme: Theme) -> None:
    """A wrong colour or variable in a registered theme would end the app, so each is tried here."""
    known = Theme(name="known", primary="#7fcfc4").to_color_system().generate().keys() | OWN_VARIABLES.keys()
    for name, value in theme.variables.items():
        if name not in known:
            raise _NotATheme(say("variables.{name} is not a variable that the program uses.", name=_plain(name)))
        if name.endswith("-style") or "-style-" in name:
            if not set(value.split()) <= VALID_STYLE_FLAGS | {"initial"}:
                raise _NotATheme(say("variables.{name} should be a style, e.g. bold.", name=name))
        elif not _is_colour(value, loosely=name not in OWN_VARIABLES):
            raise _NotATheme(say("variables.{name} should be a colour, e.g. #7fcfc4.", name=name))
    try:
        theme.to_color_system().generate()
    except Exception as error:
        # Textual gives no list of what its colour system raises.
        raise _NotATheme(
            say("a colour in it cannot be used ({first_words}).", first_words=_first_words(error))
        ) from None


def _is_colour(value: str, *, loosely: bool) -> bool:
    """Whether a style sheet takes it: a colour; loosely also `auto 87%`, `initial` and `#7fcfc4 50%`."""
    if loosely:
        value = re.sub(r" +\d{1,3}%$", "", value.strip())
        if value in ("auto", "initial"):
            return True
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


def _first_words(error: Exception) -> str:
    """What an error says, on one line, without Textual's advice for programmers."""
    return _plain(next(iter(str(error).strip().splitlines()), "") or type(error).__name__)


def _plain(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)[:80]


def _shown(path: Path) -> str:
    return "".join(character if character.isprintable() else "�" for character in str(path))
