"""The language of the words on screen: which one is asked for, and where its words lie.

`PEER_TUI_LANGUAGE` wins over `language` in `config.toml`, and that over the language of the system, which is taken
only if there are words for it. Where there are none, nothing is read or imported. `docs/translating.md` says how a
language is added.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from peer_tui.domain.words import install, installed_language, say

_TAG = r"(?i:[a-z]{2,3}(?:_[a-z]{2,4})?)"
"""What may be the name of a folder of words: `es`, `pt_BR`."""

_warnings: list[str] = []


def choose_language(environ: Mapping[str, str] = os.environ, arguments: Sequence[str] = ()) -> None:
    """Install the words that are asked for. Once, before modules that say anything are imported.

    Whatever is wrong with a language costs a sentence (`language_warnings`), never the start.

    Args:
        environ: where the language is asked for.
        arguments: of the command line. What prints data for a program says its words in English in every language,
            because programs compare them.
    """
    _warnings.clear()
    install(None)
    _choose(environ)
    if asks_for_data(arguments):
        # The name stays: what the index keeps ready in that language is not made anew for one command.
        install(None, installed_language())


def asks_for_data(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON: `--json`, `--format json`, `--format=json`."""
    given = [one for argument in arguments for one in argument.split("=", 1)]
    return "--json" in given or ("--format", "json") in itertools.pairwise(given)


def _choose(environ: Mapping[str, str]) -> None:
    if own := environ.get("PEER_TUI_WORDS", ""):
        named = _names(environ.get("PEER_TUI_LANGUAGE", "") or Path(own).stem)
        _load(Path(own), named[0].replace("_", "-") if named else "und")
        return
    asked = environ.get("PEER_TUI_LANGUAGE", "") or _in_settings(environ)
    wanted = asked or _of_the_system(environ)
    if _is_english(wanted):
        return
    for name in _names(wanted):
        file = _words_of(name)
        if file is not None:
            _load(file, name.replace("_", "-"))
            return
    if asked:
        _warnings.append(
            say(
                "peer-tui has no words in the language “{language}”; English is used. It has: {languages}.",
                language=_shown(asked),
                languages=", ".join(["en", *languages()]),
            )
        )


def language_warnings() -> list[str]:
    """What could not be done about the language, as sentences."""
    return list(_warnings)


def languages() -> list[str]:
    """The languages there are words for besides English, e.g. `es`, in the order of the alphabet."""
    from peer_tui.assets import words_folder

    folder = words_folder()
    return sorted(one.name for one in folder.iterdir() if _words_of(one.name)) if folder.is_dir() else []


def _load(file: Path, language: str) -> None:
    import gettext

    try:
        with file.open("rb") as opened:
            install(gettext.GNUTranslations(opened), language)
    except Exception as error:  # a broken file fails in many ways, and words are never worth a start
        _cannot(file, error)


def _cannot(file: Path, error: Exception) -> None:
    why = (error.strerror if isinstance(error, OSError) else None) or "it is not a file of words, made by msgfmt"
    _warnings.append(say("The words in {file} could not be read ({why}); English is used.", file=file, why=why))


def _words_of(name: str) -> Path | None:
    """The file of a language's words; None if there is none."""
    from peer_tui.assets import words_folder

    file = words_folder() / name / "LC_MESSAGES" / "peer-tui.mo"
    return file if re.fullmatch(_TAG, name) and file.is_file() else None


def _in_settings(environ: Mapping[str, str]) -> str:
    """`language` of `config.toml`; the file is only parsed where the word stands in it."""
    from peer_tui.paths import places

    path = places(environ=environ).settings
    try:
        if b"language" not in path.read_bytes():
            return ""
    except OSError:
        return ""
    from peer_tui.settings import load

    return load(path)[0].language


def _of_the_system(environ: Mapping[str, str]) -> str:
    """The first of the variables that is set decides, as for every program: `LC_ALL`, `LC_MESSAGES`, `LANG`."""
    return next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name, ""))), "")


def _names(wanted: str) -> list[str]:
    """`es_MX.UTF-8` → `es_MX`, `es`."""
    name = re.split(r"[.@:]", wanted, maxsplit=1)[0].replace("-", "_")
    if not re.fullmatch(_TAG, name):
        return []
    language, _, country = name.partition("_")
    short = language.lower()
    return [f"{short}_{country.upper()}", short] if country else [short]


def _is_english(wanted: str) -> bool:
    return not wanted or wanted in ("C", "POSIX") or _names(wanted)[-1:] == ["en"] or wanted.startswith("C.")


def _shown(text: str) -> str:
    """A value of the environment as one short, printable piece."""
    return "".join(character if character.isprintable() else "�" for character in text[:40])
