"""Kinds of meeting as data: a template is a TOML file, shipped in `data/templates/` or a person's own.

A template is copied into the group that is made from it, so editing a group never changes the shipped file
(`product.md` §1.6).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from peer_tui import assets
from peer_tui.domain.events import BlockPlan, Side
from peer_tui.domain.words import say

JOBS = (
    "welcome", "agreement", "review", "roll-call", "measures", "control", "priorities", "topics", "steps", "goodbyes",
    "notes",
)  # fmt: skip
"""What a block can do on screen (`BlockPlan.job`)."""

SAY_LINES = ("time_up", "not_yet_heard", "off_record", "nobody_volunteers")
"""The moments, beside a block's beginning, for which a template has a sentence to read out."""

LONGEST = 24 * 60
"""Minutes: no meeting and no block of one is longer than a day."""

_LONGEST_TEXT = 1_000
_LARGEST_FILE = 1_000_000
"""Bytes. A template is a page of text; a path given by mistake may be anything."""

_DEEP_KEY = re.compile(r"(?:\.[^.\n=]{1,100}){50}")
"""A key of so many parts, which takes `tomllib` the square of their number: minutes, for a file of this size."""

_FIELDS = ("title", "about", "type", "part_of", "minutes", "minutes_ours", "block", "say")
_BLOCK_FIELDS = ("key", "title", "job", "low", "high", "flex", "protected", "ours", "say")
_KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class Template(msgspec.Struct, frozen=True):
    """One kind of meeting."""

    name: str
    """Its word on the command line: the file's name without `.toml`."""
    title: str
    about: str
    """One sentence for the person choosing."""
    type: str
    """What kind of meeting it is called in reports, e.g. `coalition meeting`."""
    minutes: int
    """The slot of an ordinary meeting."""
    minutes_ours: bool
    """The slot is our choice, not the programme's own page."""
    blocks: tuple[BlockPlan, ...]
    say: dict[str, str]
    """A sentence to read out for each of `SAY_LINES`."""
    part_of: str = ""
    """The programme whose meetings it is for, by its word: it is chosen with the programme, not by itself."""


class TemplateProblem(Exception):
    """A template cannot be used. Its text is a sentence: the file, the field, and what was expected."""

    def __init__(self, file: str, field: str, expected: str) -> None:
        self.file = file
        self.field = field
        """Where in the file, e.g. `block 3, low`; empty when it is about the file as a whole."""
        self.expected = expected
        where = say("Template {file}, {field}", file=file, field=field) if field else say("Template {file}", file=file)
        super().__init__(f"{where}: {expected}")


def template_names() -> list[str]:
    """The words of the shipped templates, in order of the alphabet."""
    return [path.stem for path in assets.data_files("templates", ".toml")]


def load_template(word_or_path: str | Path) -> Template:
    """A shipped template by its word, or a person's own by the path of its `.toml` file.

    Raises:
        TemplateProblem: there is none, or it is not a template.
    """
    text = str(word_or_path)
    for path in assets.data_files("templates", ".toml"):
        if path.stem == text.strip().casefold():
            return _read(path)
    if isinstance(word_or_path, Path) or text.endswith(".toml"):
        return _read(Path(word_or_path).expanduser())
    raise TemplateProblem(
        f"“{_shown(text)}”",
        "",
        say(
            "there is none of that name. There are {template_names}, or give the path of a .toml file.",
            template_names=", ".join(template_names()),
        ),
    )


def agreement_starters() -> dict[Side, list[str]]:
    """Suggested lines for a first Comfort / Discomfort Agreement, none of them chosen yet."""
    path = assets.data_file("agreements", "starters.toml")
    table = _Table(_shown(str(path)), "", _parse(path))
    table.only_knows(tuple(side.value for side in Side))
    return {side: table.texts(side.value) for side in Side}


def _read(path: Path) -> Template:
    table = _Table(_shown(str(path)), "", _parse(path))
    table.only_knows(_FIELDS)
    blocks = _blocks(table)
    return Template(
        name=path.stem,
        title=table.text("title"),
        about=table.text("about", ""),
        type=table.text("type", "meeting"),
        minutes=table.whole("minutes", 1, 60),
        minutes_ours=table.yes_or_no("minutes_ours"),
        blocks=blocks,
        say=_say(table),
        part_of=table.text("part_of", ""),
    )


def _say(table: _Table) -> dict[str, str]:
    """The template's own sentences; what it does not say, the blank template says."""
    own = table.fields.get("say", {})
    if not isinstance(own, dict):
        raise table.problem("say", say("a table [say] is expected"))
    lines = _Table(table.file, "say", own)
    lines.only_knows(SAY_LINES)
    said = {name: lines.text(name) for name in SAY_LINES if name in own}
    if len(said) < len(SAY_LINES):
        blank = assets.data_file("templates", "blank.toml")
        usual = _Table(_shown(str(blank)), "say", _parse(blank).get("say", {}))
        said = {name: said[name] if name in said else usual.text(name) for name in SAY_LINES}
    return said


def _blocks(table: _Table) -> tuple[BlockPlan, ...]:
    listed = table.fields.get("block")
    if not isinstance(listed, list) or not listed or not all(isinstance(fields, dict) for fields in listed):
        raise table.problem("block", say("at least one [[block]] is expected"))
    blocks: list[BlockPlan] = []
    for number, fields in enumerate(listed, start=1):
        place = _Table(table.file, say("block {number}", number=number), fields)
        block = _block(place)
        if any(block.key == earlier.key for earlier in blocks):
            raise place.problem(
                "key", say("a word that no other block has is expected, not “{key}” again", key=block.key)
            )
        if block.flex and any(earlier.flex for earlier in blocks):
            raise place.problem("flex", say("only one block can take what the others leave"))
        blocks.append(block)
    return tuple(blocks)


def _block(place: _Table) -> BlockPlan:
    place.only_knows(_BLOCK_FIELDS)
    key = place.text("key")
    if not set(key) <= _KEY_CHARACTERS:
        raise place.problem("key", say("small letters a to z, digits and - are expected"))
    job = place.text("job", "notes")
    if job not in JOBS:
        raise place.problem("job", say("one of {jobs} is expected", jobs=", ".join(JOBS)))
    flex = place.yes_or_no("flex")
    if flex and ("low" in place.fields or "high" in place.fields):
        raise place.problem("flex", say("a flex block takes what the others leave and has no low and high minutes"))
    high = 0 if flex else place.whole("high", 1)
    low = 0 if flex else place.whole("low", 0, high)
    if low > high:
        raise place.problem("low", say("no more minutes than high, which is {high}, are expected", high=high))
    return BlockPlan(
        key=key,
        title=place.text("title"),
        job=job,
        low=low,
        high=high,
        flex=flex,
        protected=place.yes_or_no("protected"),
        say=place.text("say", ""),
        ours=place.yes_or_no("ours"),
    )


class _Table:
    """One table of a file, read field by field; whatever is wrong is told with file, field and what was expected."""

    def __init__(self, file: str, place: str, fields: dict[str, Any]) -> None:
        self.file = file
        self.place = place
        self.fields = fields

    def problem(self, field: str, expected: str) -> TemplateProblem:
        return TemplateProblem(self.file, ", ".join(part for part in (self.place, field) if part), expected)

    def only_knows(self, names: tuple[str, ...]) -> None:
        for name in self.fields:
            if name not in names:
                raise self.problem(
                    _shown(name), say("this field is not known; one of {names} is expected", names=", ".join(names))
                )

    def text(self, name: str, default: str | None = None) -> str:
        """One line of text; without a default it must be there and say something."""
        value = self.fields.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.problem(name, say("text in quotes is expected"))
        if len(value) > _LONGEST_TEXT or not all(map(_printable, value)):
            raise self.problem(
                name,
                say("one line of at most {longest_text:,} ordinary characters is expected", longest_text=_LONGEST_TEXT),
            )
        return value.strip()

    def texts(self, name: str) -> list[str]:
        value = self.fields.get(name, [])
        if not isinstance(value, list):
            raise self.problem(name, say("a list of texts in quotes is expected"))
        lines = _Table(self.file, name, {str(number): line for number, line in enumerate(value, start=1)})
        return [lines.text(number) for number in lines.fields]

    def whole(self, name: str, lowest: int, default: int | None = None) -> int:
        """Whole minutes from `lowest` to a day."""
        value = self.fields.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= LONGEST:
            raise self.problem(
                name, say("whole minutes from {lowest} to {longest:,} are expected", lowest=lowest, longest=LONGEST)
            )
        return value

    def yes_or_no(self, name: str) -> bool:
        value = self.fields.get(name, False)
        if not isinstance(value, bool):
            raise self.problem(name, say("true or false is expected"))
        return value


def _parse(path: Path) -> dict[str, Any]:
    # Imported here: only planning reads templates.
    import tomllib

    file = _shown(str(path))
    try:
        if path.is_file() and path.stat().st_size > _LARGEST_FILE:
            raise TemplateProblem(file, "", say("a template is a page of text; this file is far too large to be one."))
        words = path.read_bytes().decode("utf-8-sig")
        if _DEEP_KEY.search(words):
            raise RecursionError
        return tomllib.loads(words)
    except (OSError, ValueError) as error:
        # ValueError: bytes that are not UTF-8, TOML that is not, and a path with a NUL in it.
        why = getattr(error, "strerror", None) or " ".join(str(error).split())
        kind = say("it could not be read") if isinstance(error, OSError) else say("a TOML file is expected")
        raise TemplateProblem(file, "", f"{kind} ({why}).") from None
    except RecursionError:
        raise TemplateProblem(file, "", say("a TOML file is expected (this one is nested too deeply).")) from None


def _printable(character: str) -> bool:
    """No control characters; joiners inside emoji and scripts stay."""
    return character.isprintable() or character in "\u200c\u200d\u00a0\u2009\u202f"


def _shown(text: str) -> str:
    return "".join(character if _printable(character) else "�" for character in text)[:300]
