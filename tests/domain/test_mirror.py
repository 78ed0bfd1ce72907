"""The role mirror: counterparts found by the words of a role, and the sizes of the teams as advice (check 67)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes.book import Row
from peer_tui.domain.programmes.definition import Column, Mirror, Register
from peer_tui.domain.programmes.mirror import Mirrored, mirror_of

SITE, CONSULTANTS = "requesting site", "peer consultants"
REGISTER = Register(
    "team", "The two teams", "person",
    columns=(Column("side", "Team", "choice", (SITE, CONSULTANTS)), Column("name", "Name"), Column("role", "Role")),
    named_by="name",
    mirror=Mirror("side", "role", SITE, CONSULTANTS, 3, 10),
)  # fmt: skip
NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def row(number: int, side: str, role: str, removed: bool = False) -> Row:
    texts = {"side": side, "name": f"P{number}", "role": role}
    return Row(str(number), "team", texts, "", NOW, NOW, removed=removed)


def mirrored(site: list[str], consultants: list[str]) -> Mirrored:
    rows = [row(at, SITE, role) for at, role in enumerate(site)]
    rows += [row(100 + at, CONSULTANTS, role) for at, role in enumerate(consultants)]
    found = mirror_of(REGISTER, rows)
    assert found is not None
    return found


def test_check_67_a_team_of_2_or_11_is_advice_and_3_to_10_are_not_spoken_of() -> None:
    for number in (2, 11):
        found = mirrored(["resident"] * number, ["resident"] * 5)
        assert found.advice == (f"Requesting site: {number}. A team has usually three to ten people.",)
    assert "usually three to ten" in mirrored(["a", "b", "c"], ["x", "y"]).advice[0]
    for number in (3, 10):
        assert mirrored(["resident"] * number, ["resident"] * number).advice == ()
    # A team that nobody was put into yet is no small one.
    assert mirrored([], []).advice == ()


def test_check_67_unmatched_requesting_site_roles_are_listed() -> None:
    found = mirrored(["resident", "principal", "resident"], ["Resident", "evaluator"])
    assert found.unmatched == ("principal", "resident")
    assert found.missing == ("principal — no counterpart yet", "resident — no counterpart yet")
    assert [pair.words for pair in found.pairs] == [
        "resident: P0 ↔ P100",
        "principal: P1 — no counterpart yet",
        "resident: P2 — no counterpart yet",
        "evaluator: P101 — nobody asks for it",
    ]


@pytest.mark.parametrize(
    ("site", "consultant"),
    [
        ("Family worker", "family workers"),
        ("director of the program", "Program Director"),
        ("resident", "parent / resident"),
        ("Président", "president"),
    ],
)
def test_roles_are_compared_by_their_words(site: str, consultant: str) -> None:
    assert mirrored([site], [consultant]).unmatched == ()


def test_the_same_role_goes_before_one_that_only_holds_it() -> None:
    found = mirrored(["teacher", "art teacher"], ["art teacher", "teacher"])
    assert [(pair.asking, pair.answering) for pair in found.pairs] == [("P0", "P101"), ("P1", "P100")]


@pytest.mark.parametrize("role", ["", "   ", "—"])
def test_nobody_answers_a_role_that_was_not_given(role: str) -> None:
    found = mirrored([role], [role])
    assert len(found.unmatched) == 1
    assert "no counterpart yet" in found.missing[0]


def test_rows_that_were_removed_and_those_of_no_side_do_not_count() -> None:
    rows = [row(0, SITE, "resident"), row(1, CONSULTANTS, "resident", removed=True), row(2, "", "resident")]
    found = mirror_of(REGISTER, rows)
    assert found is not None
    assert found.unmatched == ("resident",)
    assert mirror_of(Register("x", "X", "row"), rows) is None


@settings(max_examples=60)
@given(st.lists(st.text(max_size=12), max_size=8), st.lists(st.text(max_size=12), max_size=8))
def test_everybody_stands_in_it_once_and_nobody_answers_twice(site: list[str], consultants: list[str]) -> None:
    found = mirrored(site, consultants)
    assert [pair.asking for pair in found.pairs if pair.asking] == [f"P{at}" for at in range(len(site))]
    answering = [pair.answering for pair in found.pairs if pair.answering]
    assert sorted(answering) == sorted(f"P{100 + at}" for at in range(len(consultants)))
    assert len(found.unmatched) == sum(not pair.answering for pair in found.pairs)
