"""Layouts: what they may do, what they may not, and that a person's text is text in all of them."""

from __future__ import annotations

import contextlib
import time

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peer_tui.domain.minutes import Minutes, make_minutes
from peer_tui.domain.sections import Line, Section
from peer_tui.exchange import html, markdown, text
from peer_tui.exchange.layouts import LayoutProblem, check, set_in, shipped, shipped_layouts
from tests.domain.histories import START, History
from tests.exchange.hostile import meeting_full_of, texts

RULES = {"md": markdown.RULES, "txt": text.RULES, "html": html.RULES}


@pytest.fixture(scope="module")
def minutes() -> Minutes:
    told = meeting_full_of("*Ana* <b> {{ 7 + 7 }}")
    return make_minutes(told.meeting(), told.group())


def why(source: str, minutes: Minutes, form: str = "md") -> str:
    with pytest.raises(LayoutProblem) as caught:
        set_in(source, RULES[form], minutes)
    return caught.value.why


def test_check_28_text_is_escaped_wherever_it_is_set(minutes: Minutes) -> None:
    for source in (
        "{{ minutes.title }}",
        "{% set said = minutes.title %}{{ said }}",
        "{% set said %}{{ minutes.title }}{% endset %}{{ said }}",
        "{% macro say(what) %}{{ what }}{% endmacro %}{{ say(minutes.title) }}",
        '{{ [minutes.title] | join(", ") }}',
        "{% for name in [minutes.title] %}{{ name }}{% endfor %}",
        "{{ minutes.title if minutes.title else 1 }}",
    ):
        assert set_in(source, markdown.RULES, minutes) == "\\*Ana\\* \\<b\\> {{ 7 + 7 }}", source
        assert set_in(source, html.RULES, minutes) == "*Ana* &lt;b&gt; {{ 7 + 7 }}", source


def test_what_is_set_once_is_not_escaped_twice(minutes: Minutes) -> None:
    macros = "{% macro twice(a) %}{{ a }}{{ a }}{% endmacro %}{% macro say(b) %}{{ twice(b) }}{% endmacro %}"
    source = macros + "{{ say(minutes.title) }}"
    assert set_in(source, markdown.RULES, minutes) == "\\*Ana\\* \\<b\\> {{ 7 + 7 }}" * 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a\nb {{ minutes.title", "line 2: "),
        ("{% for a in b %}", "line 1: "),
        ("\n\n{% endfor %}", "line 3: "),
        ("{{ minutes.nothing }}", "line 1: "),
        ("\n{{ nobody }}", "line 2: 'nobody' is undefined"),
        ("{{ minutes.title | shout }}", "there is no filter shout here; there are heading, join, length"),
        ("{{ minutes.title | safe }}", "there is no filter safe"),
        ("{% autoescape false %}{{ minutes.title }}{% endautoescape %}", "cannot use autoescape"),
        ("{% include 'other' %}", "cannot use include"),
        ("{% import 'other' as other %}", "cannot use import"),
        ("{% extends 'other' %}", "cannot use extends"),
        ("{{ 'a' ~ minutes.title }}", "cannot use ~"),
        ("{{ 9 ** 9 ** 9 }}", "cannot use pow"),
        ("{{ 'a' * 1000000000 }}", "cannot use mul"),
        ("{{ minutes.__class__ }}", "a name in a layout cannot begin with _"),
        ("{{ minutes['__class__'] }}", "line 1: "),
        ("{{ _count_(0) }}", "a name in a layout cannot begin with _"),
        ("{{ minutes.title.format(1) }}", "only a macro can be called"),
        ("{{ minutes.title.upper() }}", "only a macro can be called"),
        ("{{ range(9) }}", "line 1: 'range' is undefined"),
        ("{{ lipsum() }}", "line 1: 'lipsum' is undefined"),
        ("{{ minutes() }}", "line 1: "),
        ("{{ minutes.title + 1 }}", "only small whole numbers are added"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "a macro calls itself without an end"),
        ("{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", "nested too deeply"),
        ("{% for a in minutes.sections %}" * 60 + "{% endfor %}" * 60, "nested too deeply"),
        ("{{ " + "9" * 5_000 + " }}", ""),
        ("x" * 200_000, "longer than 100,000 characters"),
    ],
)
def test_what_a_layout_may_not_do_is_said_with_its_line(source: str, said: str, minutes: Minutes) -> None:
    told = why(source, minutes)
    assert said in told and len(told) < 500


@pytest.mark.parametrize(
    "source",
    [
        # Eight loops in each other, over all that is there: more turns than there are grains of sand.
        "{% for a in minutes.sections %}{% for b in minutes.sections %}{% for c in minutes.sections %}"
        "{% for d in minutes.sections %}{% for e in minutes.sections %}{% for f in minutes.sections %}"
        "{% for g in minutes.sections %}{% for h in minutes.sections %}{% for i in minutes.sections %}"
        "{% for j in minutes.sections %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        # A text that doubles forty times.
        "{% set a %}{{ minutes.title }}{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40 + "{{ a }}",
        # A macro that calls itself twice, some hundred deep.
        "{% macro a(n) %}{% if n != 90 %}{{ a(n + 1) }}{{ a(n + 1) }}{% endif %}{% endmacro %}{{ a(0) }}",
        "{% for a in minutes.sections %}{% for b in minutes.sections %}"
        + "word " * 15_000
        + "{% endfor %}{% endfor %}",
        "{% set a = [minutes.title] %}" + "{% set a = [a | join, a | join, a | join] %}" * 40 + "{{ a | join }}",
        "{% macro a(n) %}{{ n | length }}{{ a([n, n]) }}{{ a([n, n]) }}{% endmacro %}{{ a([]) }}",
    ],
)
def test_a_layout_without_an_end_is_stopped(source: str, minutes: Minutes) -> None:
    began = time.monotonic()
    said = why(source, minutes)
    assert time.monotonic() - began < 20
    assert "stopped" in said or "without an end" in said


def test_a_filter_makes_nothing_huge(minutes: Minutes) -> None:
    long = "y" * 40_000
    assert len(set_in("{{ minutes.status | wrap('" + long + "', '" + long + "') }}", text.RULES, minutes)) < 5_000
    assert len(set_in("{{ minutes.status | underlined('" + long + "') }}", text.RULES, minutes)) < 200
    assert len(set_in("{{ ['a', 'b'] | join('" + long + "') }}", text.RULES, minutes)) < 200


def test_the_longest_meeting_is_not_stopped() -> None:
    told = History()
    told.plan("m", START)
    told.begin(START)
    made = make_minutes(told.meeting(), told.group())
    long = msgspec.structs.replace(made, sections=(Section("Notes", (Line("word " * 40),) * 20_000),))
    for path in shipped_layouts():
        name, form = path.name.removesuffix(".j2").split(".")
        if name == "minutes":
            assert set_in(shipped(f"{name}.{form}"), RULES[form], long).count("word") == 800_000


def test_every_shipped_layout_is_well_made(minutes: Minutes) -> None:
    names = [path.name for path in shipped_layouts()]
    assert names == [f"{name}.{form}.j2" for name in ("minutes", "summary") for form in ("html", "md", "txt")]
    for path in shipped_layouts():
        form = path.name.split(".")[1]
        check(path.read_text("utf-8"), RULES[form])
        said = set_in(path.read_text("utf-8"), RULES[form], minutes)
        assert "DRAFT" in said and "{%" not in said and said.endswith("\n") and not said.endswith("\n\n")


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="{}%# ifor ndmutes.|'_()[]=+~-\n", max_size=60) | texts)
@example("{% if %}")
@example("{%- raw %}{{")
def test_any_layout_gives_a_page_or_a_sentence(source: str) -> None:
    told = meeting_full_of("x")
    made = make_minutes(told.meeting(), told.group())
    for rules in RULES.values():
        with contextlib.suppress(LayoutProblem):
            assert isinstance(set_in(source, rules, made), str)
