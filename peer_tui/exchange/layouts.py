"""Layouts: pages of Jinja2 that say how minutes are set, shipped in `data/minutes/` or a person's own.

A layout can do harm to nobody. It sees the record and nothing else; of the language it may use what is named in
`ALLOWED`, and each turn of a loop and each letter set is counted, so that it ends. A person's text is escaped for the
format by itself, wherever it is set: a layout has no way to switch that off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.words import say

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.For,
    nodes.If, nodes.Macro, nodes.Call, nodes.Filter, nodes.FilterBlock, nodes.Test, nodes.CondExpr, nodes.And, nodes.Or,
    nodes.Not, nodes.Compare, nodes.Operand, nodes.Add, nodes.List, nodes.Tuple, nodes.Assign, nodes.AssignBlock,
)  # fmt: skip
"""What a layout may be made of: words, loops, conditions, macros, filters, and adding to a number."""

TESTS = ("defined", "undefined", "none", "even", "odd")
LARGEST = 100_000
"""Characters of a layout."""
_LONGEST_ARGUMENT = 100
"""Characters of a text that is given to a filter, e.g. what stands between the items of a list."""
_LEAST_ROOM = 2_000_000
_ROOM_FOR_EACH = 40
"""How many letters may be set for each letter of the record; an ordinary layout sets each once or twice."""
_TURN = 10
"""What a turn of a loop counts for, in letters."""
_HIGHEST = 1_000
_ROOM, _COUNT = "_room_", "_count_"
"""Names that no layout can write."""


class LayoutProblem(Exception):
    """A layout cannot be used. `why` says where and what, e.g. `line 3: unexpected '}'`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, eq=False)
class Rules:
    """How a format sets text."""

    form: str
    """Its letters: `md`, `txt` or `html`."""
    escape: Callable[[str], str]
    """A person's text, so that it is shown as it was typed."""
    filters: Mapping[str, Callable[..., str]]
    """Work on text, or lists of it, that is escaped already."""
    raw: Mapping[str, Callable[..., str]] = field(default_factory=dict)
    """Work on a person's text as it was typed, and escape it themselves."""


class _Room:
    """How much may still be set."""

    def __init__(self, letters: int) -> None:
        self.left = letters

    def take(self, letters: int) -> None:
        self.left -= letters
        if self.left < 0:
            raise LayoutProblem(say("it goes on for ever, or nearly: it was stopped"))


def set_in(source: str, rules: Rules, minutes: Minutes, *, language: str = "en") -> str:
    """The minutes in a layout.

    Args:
        source: the layout.
        rules: of its format.
        minutes: the record.
        language: the page's language, for formats that name it.

    Raises:
        LayoutProblem: the layout cannot be used.
    """
    template = _compiled(source, rules)
    room = _Room(max(_LEAST_ROOM, _ROOM_FOR_EACH * len(repr(minutes))))
    try:
        return template.render({"minutes": minutes, "language": language, _ROOM: room, _COUNT: _counter(room)})
    except LayoutProblem as problem:
        raise LayoutProblem(say("line {line_of}: {why}", line_of=_line_of(problem), why=problem.why)) from None
    except SecurityError as error:
        raise LayoutProblem(
            say("line {line_of}: {error}, which a layout may not do", line_of=_line_of(error), error=error)
        ) from None
    except RecursionError:
        raise LayoutProblem(say("a macro calls itself without an end")) from None
    except Exception as error:  # a layout may go wrong in any way, and none of them costs the minutes
        said = str(error) if isinstance(error, TemplateRuntimeError) else f"{type(error).__name__}: {error}"
        raise LayoutProblem(say("line {line_of}: {said}", line_of=_line_of(error), said=said[:300])) from None


def check(source: str, rules: Rules) -> None:
    """Look whether a layout is well made.

    Raises:
        LayoutProblem: it is not.
    """
    _compiled(source, rules)


# --- what a layout is made of -------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _compiled(source: str, rules: Rules) -> Template:
    if len(source) > LARGEST:
        raise LayoutProblem(say("it is longer than {largest:,} characters", largest=LARGEST))
    environment = _environment(rules)
    try:
        tree = environment.parse(source)
        _look_through(tree, environment)
        _count_turns(tree, environment)
        code = environment.compile(tree, name="layout", filename=_FILE)
        return Template.from_code(environment, code, {})
    except LayoutProblem:
        raise
    except TemplateSyntaxError as error:
        raise LayoutProblem(say("line {lineno}: {message}", lineno=error.lineno, message=error.message)) from None
    except (RecursionError, MemoryError, SyntaxError):
        raise LayoutProblem(say("it is nested too deeply")) from None
    except Exception as error:  # whatever it is, it is the layout's and not the program's
        raise LayoutProblem(f"{type(error).__name__}: {str(error)[:300]}") from None


_FILE = "<a layout of minutes>"
"""What a layout's lines are called in a traceback."""


def _look_through(tree: nodes.Template, environment: Environment) -> None:
    for node in tree.find_all(nodes.Node):
        number = node.lineno or next((within.lineno for within in node.find_all(nodes.Node) if within.lineno), 1)
        line = say("line {number}: ", number=number)
        if not isinstance(node, ALLOWED):
            raise LayoutProblem(
                say("{line}a layout cannot use {words_for} here", line=line, words_for=_words_for(node))
            )
        names = (
            (node.name,) if isinstance(node, nodes.Name) else (node.attr,) if isinstance(node, nodes.Getattr) else ()
        )
        if isinstance(node, nodes.Macro):
            names = (node.name,)
        if any(name.startswith("_") for name in names):
            raise LayoutProblem(say("{line}a name in a layout cannot begin with _", line=line))
        if isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name):
            raise LayoutProblem(say("{line}only a macro can be called", line=line))
        if isinstance(node, nodes.Call | nodes.Filter) and (node.kwargs or node.dyn_args or node.dyn_kwargs):
            raise LayoutProblem(say("{line}write what a macro or filter needs in order, without names", line=line))
        if isinstance(node, nodes.Filter) and node.name not in environment.filters:
            raise LayoutProblem(
                say(
                    "{line}there is no filter {name} here; there are {listed}",
                    line=line,
                    name=node.name,
                    listed=_listed(environment.filters),
                )
            )
        if isinstance(node, nodes.Test) and node.name not in environment.tests:
            raise LayoutProblem(
                say(
                    "{line}there is no test {name} here; there are {listed}",
                    line=line,
                    name=node.name,
                    listed=_listed(environment.tests),
                )
            )


def _words_for(node: nodes.Node) -> str:
    kind = type(node).__name__
    known = {
        "Concat": say("~ (write the parts one after the other)"), "Include": "include", "Import": "import",
        "FromImport": "import", "Extends": "extends", "Block": "block", "CallBlock": "call",
        "Scope": "autoescape", "With": "with",
    }  # fmt: skip
    return known.get(kind, kind.lower())


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(sorted(names))


def _count_turns(tree: nodes.Template, environment: Environment) -> None:
    """Put a count at the beginning of each loop's and macro's body, so that whatever turns in a layout ends."""
    turning: list[nodes.For | nodes.Macro] = [*tree.find_all(nodes.For), *tree.find_all(nodes.Macro)]
    for node in turning:
        letters = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        call = nodes.Call(nodes.Name(_COUNT, "load"), [nodes.Const(_TURN + letters)], [], None, None)
        count = nodes.Output([call])
        count.set_lineno(node.lineno).set_environment(environment)
        node.body.insert(0, count)


def _counter(room: _Room) -> Callable[[int], Markup]:
    def count(letters: int) -> Markup:
        room.take(letters)
        return Markup()

    return count


def _line_of(error: BaseException) -> int:
    """The line of the layout at which it went wrong, the innermost."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


# --- how text is set ----------------------------------------------------------------------------------------------


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, in which only small whole numbers are added."""

    intercepted_binops = frozenset(["+"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Add two numbers."""
        if not all(type(value) is int and abs(value) < _HIGHEST for value in (left, right)):
            raise TemplateRuntimeError(say("only small whole numbers are added in a layout"))
        return left + right


@lru_cache(maxsize=8)
def _environment(rules: Rules) -> Environment:
    environment = _Environment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        finalize=_finalizer(rules), loader=None, cache_size=0,
    )  # fmt: skip
    environment.globals.clear()
    known = dict(environment.tests)
    environment.tests = {name: known[name] for name in TESTS}
    environment.filters = {
        "join": _join(rules),
        "length": len,
        "say": _said,
        **{name: _on_ready(rules, act) for name, act in rules.filters.items()},
        **{name: _on_raw(act) for name, act in rules.raw.items()},
    }
    return environment


def _ready(value: Any, rules: Rules) -> str:
    """A value as text of the format: what is set already stays, anything else is escaped."""
    if isinstance(value, Markup):
        return str(value)
    return rules.escape("" if value is None else str(value))


def _finalizer(rules: Rules) -> Callable[[Context, Any], Markup]:
    @pass_context
    def finalize(context: Context, value: Any) -> Markup:
        text = _ready(value, rules)
        context.resolve(_ROOM).take(len(text))
        return Markup(text)

    return finalize


def _on_ready(rules: Rules, act: Callable[..., str]) -> Callable[..., Markup]:
    def ready(value: Any) -> Any:
        return [ready(one) for one in value] if isinstance(value, list | tuple) else _ready(value, rules)

    @pass_context
    def apply(context: Context, value: Any, *arguments: Any) -> Markup:
        text = ready(value)
        context.resolve(_ROOM).take(_size(text))
        return Markup(act(text, *map(_short, arguments)))

    return apply


def _on_raw(act: Callable[..., str]) -> Callable[..., Markup]:
    @pass_context
    def apply(context: Context, value: Any, *arguments: Any) -> Markup:
        if isinstance(value, Markup):
            return value
        text = "" if value is None else str(value)
        context.resolve(_ROOM).take(len(text))
        return Markup(act(text, *map(_short, arguments)))

    return apply


def _join(rules: Rules) -> Callable[..., Markup]:
    @pass_context
    def join(context: Context, values: Any, between: Any = "") -> Markup:
        text = _ready(_short(between), rules).join(_ready(value, rules) for value in values)
        context.resolve(_ROOM).take(len(text))
        return Markup(text)

    return join


@pass_context
def _said(context: Context, value: Any) -> str:
    """A layout's own word in the language of the words on screen; like every text, it is escaped where it is set.

    With the context, though it needs none: what needs it is not worked out once for all when the layout is read.
    """
    return say("" if value is None else str(value))


def _short(argument: Any) -> Any:
    return argument[:_LONGEST_ARGUMENT] if isinstance(argument, str) else argument


def _size(text: Any) -> int:
    return len(text) if isinstance(text, str) else sum(map(_size, text)) + 1


# --- the shipped ones ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def shipped(name: str) -> str:
    """The text of a shipped layout, e.g. `minutes.md`.

    Raises:
        AssetMissing: there is none of that name.
    """
    from peer_tui.assets import data_file

    return data_file("minutes", f"{name}.j2").read_text("utf-8")


def shipped_layouts() -> list[Path]:
    """Every shipped layout's file, by name."""
    from peer_tui.assets import data_files

    return data_files("minutes", ".j2")
