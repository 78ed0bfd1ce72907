"""`config.toml` → frozen `Settings`. A bad file never stops the program, and the person's file is never rewritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from peer_tui.domain.words import say


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person chose for themselves. Every field stands under its own name in `config.toml`."""

    theme: str = "peer"
    """A shipped theme, one of the person's own, or one of Textual's."""
    calm_clock: bool = False
    """The screen changes at most once a minute while nothing happens (`product.md` §4, check 78)."""
    hours: Literal[12, 24] = 12
    """2:31 pm or 14:31 on screen."""
    dates: Literal["month first", "day first"] = "month first"
    """How 11/22 is read in groups that are made here; each group can choose otherwise."""
    first_day: Literal["monday", "sunday"] = "monday"
    """The day a week begins on, in groups that are made here: what `next sun` means."""
    language: str = ""
    """Of the words on screen, e.g. `es`; empty is the language of the system, where there are words for it."""
    cursor_blink: bool = False
    animations: bool = False
    keys: dict[str, str] = {}
    """Verb id → keys, separated by commas, e.g. `next = "f2,ctrl+n"`."""


_EXPECTED = {
    "theme": say('the name of a theme in quotes, e.g. "peer"'),
    "calm_clock": say("true or false"),
    "hours": say("12 or 24"),
    "dates": say('"month first" or "day first"'),
    "first_day": say('"monday" or "sunday"'),
    "language": say('the letters of a language in quotes, e.g. "en"'),
    "cursor_blink": say("true or false"),
    "animations": say("true or false"),
    "keys": say('a table [keys] with lines like next = "f2"'),
}


def load(path: Path) -> tuple[Settings, list[str]]:
    """The settings in a file, and a warning sentence for everything in it that could not be used.

    A missing file means the defaults. A wrong value means that one default; the rest of the file counts.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Settings(), [say("{path} could not be read ({why}); the usual settings are used.", path=path, why=why)]
    # Imported here: most people have no config.toml.
    import tomllib

    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Settings(), [
            say(
                "{path} is not valid TOML ({one_line}); the usual settings are used.",
                path=path,
                one_line=_one_line(error),
            )
        ]
    return _from_table(table, path)


def _from_table(table: dict[str, Any], path: Path) -> tuple[Settings, list[str]]:
    good: dict[str, Any] = {}
    warnings: list[str] = []
    for name, value in table.items():
        if name not in _EXPECTED:
            known = ", ".join(_EXPECTED)
            warnings.append(
                say(
                    "{path}: “{name}” is not a setting and is left aside. Settings are {known}.",
                    path=path,
                    name=_shown(name),
                    known=known,
                )
            )
        elif name == "keys" and isinstance(value, dict):
            good[name], more = _keys(value, path)
            warnings += more
        elif _fits(name, value):
            good[name] = value
        else:
            warnings.append(
                say(
                    "{path}: {name} is {shown}, but should be {expected}; the usual value is used.",
                    path=path,
                    name=name,
                    shown=_shown(value),
                    expected=_EXPECTED[name],
                )
            )
    return Settings(**good), warnings


def _fits(name: str, value: Any) -> bool:
    try:
        msgspec.convert({name: value}, Settings, strict=True)
    except msgspec.ValidationError:
        return False
    return True


def _keys(table: dict[str, Any], path: Path) -> tuple[dict[str, str], list[str]]:
    """The usable lines of `[keys]`; a list of keys is taken as well as one string."""
    good: dict[str, str] = {}
    warnings: list[str] = []
    for verb, value in table.items():
        parts = value.split(",") if isinstance(value, str) else value
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            good[verb] = ",".join(part.strip() for part in parts if part.strip())
        else:
            warnings.append(
                say(
                    "{path}: keys.{verb} is {shown}, but should be a key in quotes, "
                    'e.g. "f2" or "f2,ctrl+n"; the usual key is used.',
                    path=path,
                    verb=_shown(verb),
                    shown=_shown(value),
                )
            )
    return good, warnings


def _shown(value: object) -> str:
    """A value as one short, printable line."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(character if character.isprintable() else "�" for character in text)
    return text if len(text) <= 40 else text[:39] + "…"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
