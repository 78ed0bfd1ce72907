"""Registers: what a row lacks, what is unusual about it, and rows found, filtered and sorted."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.characters import fold
from peer_tui.domain.group import Group
from peer_tui.domain.naming import Naming
from peer_tui.domain.people import Person
from peer_tui.domain.programmes.book import Row, Running
from peer_tui.domain.programmes.definition import Column, Register
from peer_tui.domain.programmes.finding_rows import find_row, found, in_order, only_with
from peer_tui.domain.programmes.institutions import sounds_like_an_institution
from peer_tui.domain.programmes.register_page import page_of
from peer_tui.domain.programmes.registers import (
    RegisterView,
    RowView,
    advice_of,
    is_closed,
    missing_of_row,
    row_number,
    status_of,
    views,
)

DAY = dt.datetime(2026, 4, 1, 15, 0, tzinfo=dt.UTC)
REGISTER = Register(
    "issues", "Policy issues", "issue", named_by="title", status="status", closed="changed", assigns=True,
    only_with=("level", ("practice",)),
    columns=(
        Column("title", "Issue", needed=True),
        Column("sets", "Who sets it", needed=True, missing="who sets it is missing"),
        Column("level", "Level", "choice", choices=("law", "practice")),
        Column("status", "Status", "choice", choices=("concern", "in plan", "changed", "closed")),
        Column("by", "By when", "date", months=(3, 6)),
        Column("cost", "Cost", "number"),
        Column("who", "Contributor", withheld_by="hide"),
        Column("hide", "Withheld", "tick"),
        Column("target", "Decision-maker", a_person=True),
        Column("step", "Next step", "step"),
    ),
)  # fmt: skip


def row(key: str = "r1", **texts: str) -> Row:
    return Row(key, "issues", texts, "", DAY, DAY, since=dict.fromkeys(texts, DAY))


def listed(*rows: Row) -> list[RowView]:
    running = Running("p", "peer-training", "Spring", DAY, rows={"issues": {one.id: one for one in rows}})
    return views(REGISTER, running, lambda column, text: text, "America/New_York")


def test_a_row_says_what_it_lacks_in_the_columns_own_words() -> None:
    assert missing_of_row(REGISTER, row(sets="  ")) == ("no issue", "who sets it is missing")
    assert missing_of_row(REGISTER, row(title="x", sets="y")) == ()


def test_a_status_that_nobody_gave_is_the_first_and_the_last_ones_are_closed() -> None:
    assert status_of(REGISTER, row()) == "concern"
    assert [is_closed(REGISTER, row(status=one)) for one in ("", "in plan", "changed", "closed", "odd")] == [
        False, False, True, True, False,
    ]  # fmt: skip
    assert status_of(msgspec.structs.replace(REGISTER, status=""), row()) == ""


def test_a_day_outside_its_months_is_said_and_counted_from_when_it_was_given() -> None:
    far = row(title="x", by="2026-12-01")
    assert advice_of(REGISTER, far, "America/New_York") == ("By when: 8 months ahead, later than three to six months",)
    assert advice_of(REGISTER, row(title="x", by="2026-08-01"), "America/New_York") == ()
    # Given in April for August, it stays right in July.
    near = msgspec.structs.replace(row(title="x", by="2026-08-01"), changed=dt.datetime(2026, 7, 20, tzinfo=dt.UTC))
    assert advice_of(REGISTER, near, "America/New_York") == ()
    assert advice_of(REGISTER, row(title="x", by="2026-12-01", status="changed"), "America/New_York") == ()


@pytest.mark.parametrize(
    ("name", "institution"),
    [
        ("Department of Labor", True), ("the Board", True), ("State Workforce Agency", True), ("", False),
        ("Kim Doe, Department of Labor", False), ("Senator Doe", False), ("Commissioner of the Department", False),
        ("Kim Doe", False), ("Kim Doe at the agency", False), ("MAYOR'S OFFICE", False), ("石 committee", True),
    ],
)  # fmt: skip
def test_a_decision_maker_is_a_person(name: str, institution: bool) -> None:
    assert sounds_like_an_institution(name) is institution


def test_numbers_stay_when_a_row_goes() -> None:
    gone = msgspec.structs.replace(row("r1", title="a"), removed=True)
    running = Running("p", "k", "t", DAY, rows={"issues": {"r1": gone, "r2": row("r2", title="b")}})
    assert row_number(running, "issues", "r2") == 2
    assert row_number(running, "issues", "nobody") == 0
    assert [one.number for one in views(REGISTER, running, lambda _, text: text, "UTC")] == [2]


def test_choices_days_and_numbers_are_sorted_as_what_they_are_and_what_is_empty_stands_last() -> None:
    rows = listed(
        row("a", title="b", status="changed", by="2026-10-01", cost="9"),
        row("b", title="C", status="in plan", by="2026-09-01", cost="10"),
        row("c", title="A", cost="soon"),
        row("d", title="ä"),
    )
    assert [one.number for one in in_order(rows, "status")] == [3, 4, 2, 1]
    assert [one.number for one in in_order(rows, "-status")] == [1, 2, 3, 4]
    assert [one.number for one in in_order(rows, "by")] == [2, 1, 3, 4]
    assert [one.number for one in in_order(rows, "-by")] == [1, 2, 3, 4]
    assert [one.number for one in in_order(rows, "cost")] == [1, 2, 3, 4]
    assert [one.number for one in in_order(rows, "title")] == [3, 4, 1, 2]
    assert [one.number for one in in_order(rows, "-number")] == [4, 3, 2, 1]
    assert in_order(rows, "nothing") == rows


def test_filters_take_the_beginning_of_a_choice_a_part_of_a_text_and_yes_or_no() -> None:
    rows = listed(
        row("a", title="Waiting", level="law", hide="yes", who="Ana"), row("b", title="Fares", level="practice")
    )
    assert [one.number for one in only_with(rows, {"level": "PRAC"})] == [2]
    assert [one.number for one in only_with(rows, {"title": "ait"})] == [1]
    assert [one.number for one in only_with(rows, {"hide": "yes"})] == [1]
    assert [one.number for one in only_with(rows, {"hide": "no"})] == [2]
    assert [one.number for one in only_with(rows, {"who": "ana"})] == []
    assert [one.number for one in only_with(rows, {"sets": "", "level": "l"})] == [1]
    assert only_with(rows, {"color": "red"}) == []


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["[/] [bold]x[/]", "\x1b[31m", "a\x00b", "\ud800", "\u202eabc", "=1+1", "<script>", "מכתב", "石", "🙂"]
    ),
)
CELLS = st.dictionaries(st.sampled_from([column.key for column in REGISTER.columns]), HOSTILE, max_size=5)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(CELLS, max_size=8), HOSTILE, st.sampled_from([column.key for column in REGISTER.columns]), st.booleans()
)
def test_finding_and_sorting_loses_no_row_and_never_fails(
    cells: list[dict[str, str]], words: str, column: str, backwards: bool
) -> None:
    rows = listed(*(row(f"r{at}", **texts) for at, texts in enumerate(cells)))
    ordered = in_order(rows, f"{'-' if backwards else ''}{column}")
    assert sorted(one.number for one in ordered) == [one.number for one in rows]
    empty = [one for one in ordered if not fold(one.words(column)).strip() or one.words(column) == "withheld"]
    assert ordered[len(ordered) - len(empty) :] == sorted(empty, key=lambda one: one.number)
    for hit in found(rows, words):
        assert all(
            word == f"#{hit.number}"
            or word in fold(" ".join((*(cell.words for cell in hit.cells), hit.status, *hit.missing, "incomplete")))
            for word in fold(words).split()
        )
    assert set(map(id, only_with(rows, {column: words}))) <= set(map(id, rows))
    for one in rows:
        assert one in find_row(rows, str(one.number))
        assert not any(cell.kept for cell in one.cells if cell.withheld)


def test_of_a_private_register_only_shared_rows_go_out_and_no_name_of_the_group() -> None:
    group = Group()
    group.people["p1"] = Person("p1", "Ana Ruiz")
    register = Register(
        "paths", "Pathways", "pathway step", named_by="step", private=True,
        columns=(Column("step", "Step"), Column("share", "Shared", "tick")),
    )  # fmt: skip
    rows = [
        Row("a", "paths", {"step": "Ana got a certificate", "share": "yes"}, "", DAY, DAY),
        Row("b", "paths", {"step": "Ana asked for a raise"}, "", DAY, DAY),
    ]
    running = Running("p", "k", "t", DAY, rows={"paths": {one.id: one for one in rows}})
    listed_rows = views(register, running, lambda _, text: text, "UTC")
    page = page_of(RegisterView(register, tuple(listed_rows), 2), rows, Naming(group), programme="t", made="today")
    assert [one.name for one in page.rows] == ["A member got a certificate"]
    assert page.notice.startswith("Rows that are not marked as shared are left out")
    assert page.summary == "1 of 2 rows"
