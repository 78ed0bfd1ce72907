"""Which of the forms that were typed several times counts, also when forms that others repeat are withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations

import pytest

from peer_tui.domain import words
from peer_tui.domain.group import Group
from peer_tui.domain.naming import Naming, Privacy
from peer_tui.domain.programmes.definition import Form, Programme, Question, Report, ReportSection, Section
from peer_tui.domain.programmes.material import Material
from peer_tui.domain.programmes.repeated import repeats_of, without_repeats
from peer_tui.domain.programmes.reports import page_of
from peer_tui.domain.programmes.run import Evaluation, Running

NOW = dt.datetime(2026, 6, 8, 3, 30, tzinfo=dt.UTC)
ASKED = Section("s", "S", (Question("most", "What helped?", type="long"),))
FORM = Form("quality", "Quality", sections=(ASKED,), evaluation=True)


def sheet(key: str, text: str = "The stories of the panel") -> Evaluation:
    return Evaluation(key, FORM.key, "", {"most": text}, NOW)


def counted(there: str, said: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The ids that count, and those that do not; the same in whatever order the forms arrived."""
    found = []
    for order in permutations(there):
        stay, out = without_repeats([sheet(key) for key in order], said)
        found.append(("".join(sorted(one.id for one in stay)), out))
    assert all(one == found[0] for one in found)
    return found[0]


@pytest.mark.parametrize(
    ("there", "said", "stay", "out"),
    [
        ("abcd", {"b": "a", "c": "a", "d": "a"}, "a", {"b": "a", "c": "a", "d": "a"}),
        ("bcd", {"b": "a", "c": "a", "d": "a"}, "b", {"c": "b", "d": "b"}),
        ("cd", {"b": "a", "c": "a", "d": "a"}, "c", {"d": "c"}),
        ("ac", {"c": "b", "b": "a"}, "a", {"c": "a"}),
        ("bc", {"c": "b", "b": "a"}, "b", {"c": "b"}),
        ("c", {"c": "b", "b": "a"}, "c", {}),
        ("bcde", {"b": "a", "c": "a", "e": "d"}, "bd", {"c": "b", "e": "d"}),
        ("bce", {"b": "a", "c": "a", "e": "d"}, "be", {"c": "b"}),
        ("bcd", {"a": "b", "b": "a", "c": "a", "d": "c"}, "b", {"c": "b", "d": "b"}),
        ("ac", {"a": "b", "b": "a", "c": "b"}, "a", {"c": "a"}),
        ("ab", {"a": "a", "b": "a"}, "a", {"b": "a"}),
    ],
    ids=[
        "three times more",
        "the first is withdrawn",
        "the first two are withdrawn",
        "the middle of a chain is withdrawn",
        "the end of a chain is withdrawn",
        "only the last is left",
        "two sheets, one without its first",
        "two sheets without their first",
        "the first of two that stand for each other",
        "the second of two that stand for each other",
        "one that repeats itself",
    ],
)
def test_a_sheet_counts_once_whichever_of_its_forms_is_withdrawn(
    there: str, said: dict[str, str], stay: str, out: dict[str, str]
) -> None:
    assert counted(there, said) == (stay, out)


class Turned:
    """A translation in which what is said of something stands before it."""

    def gettext(self, message: str, /) -> str:
        return {"{title}: {words}": "{words} ({title})"}.get(message, message)

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        return one if number == 1 else many


@pytest.fixture
def install() -> Iterator[Callable[..., None]]:
    yield words.install
    words.install(None)


def test_the_warning_of_a_report_can_be_turned_around_in_another_language(install: Callable[..., None]) -> None:
    report = Report("r", "Report", sections=(ReportSection("s", "S", sources=("evaluation:quality",)),))
    programme = Programme("x", "X", "", "", forms=(FORM,), reports=(report,))
    group = Group(id="g", name="Harbor", zone="America/New_York")
    run = Running("p", "x", "X", NOW, evaluations=[sheet("1-1-one-1"), sheet("2-1-one-1")])
    material = Material(programme, run, group, Naming(group, Privacy.OWNERS), ())
    said = "1 form reads just like one that was entered earlier on the same laptop."
    assert len(repeats_of(FORM, run.evaluations)) == 1
    assert f"Quality: {said}" in page_of(report, material, NOW.date()).warnings
    install(Turned(), "es")
    assert f"{said} (Quality)" in page_of(report, material, NOW.date()).warnings
