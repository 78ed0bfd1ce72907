"""Gather every word on screen for translators, and make a language's file of words (docs/translating.md).

    python scripts/words.py                 write data/words/peer-tui.pot
    python scripts/words.py --check         say whether that file is current
    python scripts/words.py update ES.po    bring a translation up to date with it
    python scripts/words.py compile ES.po   make the file the program reads
    python scripts/words.py pseudo OUT.mo   a made-up language: every word that was gathered has áććéńťś, in ⟦…⟧

Needs Babel: `pip install babel`.
"""

from __future__ import annotations

import ast
import inspect
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "data" / "words" / "peer-tui.pot"
HEADER = """\
# The words of peer-tui, for translators: docs/translating.md says how. Made by scripts/words.py; do not edit.
msgid ""
msgstr ""
"Project-Id-Version: peer-tui\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
COUNTING = {"say_number": 1, "marked_number": 0, "counted": 1}
"""Where the form for one stands among what is given; the form for several follows."""
NOTE = "# Translators:"
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀćđéƒğĥíĵķłṁńóṕɋŕśťúṽŵẋýžÁƁĆĐÉƑĞĤÍĴĶŁṀŃÓṔɊŔŚŤÚṼŴẊÝŽ"
)
"""Each letter of English with an accent, as wide as it was: what is cut, wrapped or put together stays known."""


class Said(NamedTuple):
    """One text that was found."""

    one: str
    many: str
    """Empty for a text that counts nothing."""
    place: str
    note: str
    """What a comment above it tells translators."""


# --- finding ------------------------------------------------------------------------------------------------------


def found() -> Iterator[Said]:
    """Every text, a file after the other."""
    for path in sorted((ROOT / "peer_tui").rglob("*.py")):
        yield from in_python(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "data" / "minutes").glob("*.j2")):
        yield from in_layout(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())


def in_python(source: str, place: str) -> Iterator[Said]:
    """The texts given to `say`, `say_number`, `marked`, `marked_number` and `counted`, and the help of commands."""
    notes = _notes(source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(_is_command(one) for one in node.decorator_list):
            yield Said(inspect.cleandoc(ast.get_docstring(node) or ""), "", place, "")
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        note = notes.get(node.lineno, "")
        texts = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "" for one in node.args]
        if node.func.id in ("say", "marked") and texts:
            yield Said(texts[0], "", place, note)
        elif node.func.id in COUNTING:
            one, many, *_ = [*texts[COUNTING[node.func.id] :], "", ""]
            yield Said(one, many, place, note)
            if node.func.id == "counted":
                yield Said(texts[-1], "", place, note)


def in_layout(source: str, place: str) -> Iterator[Said]:
    """The texts of a layout that go through the filter `say`."""
    tree = Environment(autoescape=True).parse(source)
    for node in tree.find_all(nodes.Filter):
        if node.name == "say" and isinstance(node.node, nodes.Const):
            yield Said(str(node.node.value), "", place, "")


def _is_command(decorator: ast.expr) -> bool:
    """`@click.command(…)` and `@people.command(…)`, unless the help is given there."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    given = {keyword.arg for keyword in decorator.keywords} if isinstance(decorator, ast.Call) else set()
    return isinstance(called, ast.Attribute) and called.attr in ("command", "group") and "help" not in given


def _notes(source: str) -> dict[int, str]:
    """What comments that begin with `Translators:` say, by the line below them."""
    said: dict[int, str] = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and token.string.startswith(NOTE):
            said[token.start[0] + 1] = token.string.removeprefix("# ")
    return said


# --- the template -------------------------------------------------------------------------------------------------


def catalog() -> Catalog:
    """All texts as Babel keeps them; a text that stands in several files stands once."""
    gathered = Catalog(project="peer-tui", charset="utf-8")
    for said in found():
        if said.one:
            gathered.add(
                (said.one, said.many) if said.many else said.one,
                locations=[(said.place, 0)],
                auto_comments=[said.note] if said.note else [],
            )
    return gathered


def template() -> str:
    """The file for translators, sorted by where its texts stand, without line numbers: a small change stays small."""
    out = io.BytesIO()
    write_po(out, catalog(), omit_header=True, sort_by_file=True, include_lineno=False, width=110)
    return HEADER + out.getvalue().decode("utf-8")


# --- a language ---------------------------------------------------------------------------------------------------


def fields(text: str) -> set[str]:
    """The names of the values that stand in a text.

    Raises:
        ValueError: its braces do not fit together.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def faults(message: Message) -> list[str]:
    """What is wrong with a translation: a value the English has not, or braces that do not fit."""
    if not message.id or not message.string:
        return []
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    said = [message.string] if isinstance(message.string, str) else list(message.string)
    try:
        known = set().union(*map(fields, english))
    except ValueError:
        return []  # a text without values, in which braces mean nothing
    if isinstance(message.id, str) and not known:
        return []
    wrong = []
    for one in said:
        try:
            more = fields(one) - known - ({"n"} if len(english) > 1 else set())
        except ValueError as error:
            wrong.append(f"“{one[:60]}”: {error}")
            continue
        wrong += [f"“{one[:60]}”: {{{name}}} is not in the English" for name in sorted(more)]
    return wrong


def compile_words(path: Path) -> int:
    """Make the file of words that the program reads; a translation that cannot be used is said, and left out."""
    with path.open("rb") as opened:
        words = read_po(opened)
    language = str(words.locale_identifier or path.stem)
    bad = 0
    for message in list(words):
        for fault in faults(message):
            print(f"{path.name}: {fault}. The English stands there.", file=sys.stderr)
            bad += 1
            message.string = "" if isinstance(message.id, str) else ("",) * len(message.string)
    target = TEMPLATE.parent / language / "LC_MESSAGES" / "peer-tui.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        write_mo(out, words)
    told = sum(bool(message.id and any(message.string)) for message in words)
    print(f"{target}: {told:,} of {len(words):,} texts.")
    return 1 if bad else 0


def update(path: Path) -> None:
    """Bring a translation up to date: new texts come in empty, those that changed are marked fuzzy."""
    with path.open("rb") as opened:
        words = read_po(opened)
    words.update(catalog())
    out = io.BytesIO()
    write_po(out, words, sort_by_file=True, include_lineno=False, width=110, ignore_obsolete=True)
    path.write_bytes(out.getvalue())


def pseudo(path: Path) -> None:
    """A made-up language: a letter of English on a screen was not gathered, or is nobody's words but a person's."""
    words = catalog()
    words.locale = None
    for message in list(words):
        if message.id:
            said = (message.id,) if isinstance(message.id, str) else message.id
            made = tuple(made_up(one) for one in said)
            message.string = made[0] if isinstance(message.id, str) else made
    with path.open("wb") as out:
        write_mo(out, words)


def made_up(text: str) -> str:
    """A text in the made-up language: `⟦Śáṽéđ {file}.⟧`. The places of values stay as they are."""
    try:
        pieces = [piece if place else piece.translate(ACCENTED) for piece, place in _pieces(text)]
    except ValueError:  # a text without values, in which braces mean nothing
        pieces = [text.translate(ACCENTED)]
    return re.sub(r"\A(\s*)(.*?)(\s*)\Z", r"\1⟦\2⟧\3", "".join(pieces), flags=re.DOTALL)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is the place of a value."""
    fields(text)
    for piece in re.split(r"(\{\{|\}\}|\{[^{}]*\})", text):
        yield piece, piece.startswith("{") and piece != "{{"


def main(arguments: list[str]) -> int:
    """What the command line asks for; the exit code."""
    match arguments:
        case []:
            TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
            TEMPLATE.write_text(template(), encoding="utf-8")
            print(TEMPLATE)
        case ["--check"]:
            if not TEMPLATE.is_file() or TEMPLATE.read_text(encoding="utf-8") != template():
                print(f"{TEMPLATE} is not current: python scripts/words.py writes it anew.", file=sys.stderr)
                return 1
        case ["compile", path]:
            return compile_words(Path(path))
        case ["update", path]:
            update(Path(path))
        case ["pseudo", path]:
            pseudo(Path(path))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
