"""A grant report counts what happened in federal quarters, and tells no small number of people (check 76)."""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.federal_year import Quarter
from peer_tui.domain.grant import GrantReport, grant_report
from peer_tui.domain.grant_facts import INDICATORS, Chosen, Confidence, GrantFacts, GrantMeeting
from peer_tui.domain.grant_pictures import KEYS, Words, grant_pictures
from peer_tui.domain.profile import KINDS
from peer_tui.domain.report_pictures import Picture, Value
from peer_tui.domain.suppressing import Face, Limit, at_most, sum_of, union_of
from tests.domain.test_suppressing import derivable

Q1, Q2 = Quarter(2027, 1), Quarter(2027, 2)
CHOSEN = Chosen(kinds=KINDS, planning=("coalition meeting", "advisory group"), training=("training",))
WORDS = Words({}, str, {"A5": True, "A6": False, "WD": True})


def people(first: int, last: int) -> frozenset[str]:
    """The ids from `first` to `last`."""
    return frozenset(f"p{number}" for number in range(first, last + 1))


def meeting(day: dt.date, kind: str, members: frozenset[str], **more: object) -> GrantMeeting:
    return GrantMeeting(f"m{day}{kind}", day, kind, members, **more)  # type: ignore[arg-type]


FACTS = GrantFacts(
    meetings=(
        meeting(dt.date(2026, 9, 30), "coalition meeting", people(1, 9), decisions=50),
        meeting(dt.date(2026, 10, 1), "coalition meeting", people(1, 12), heads=7, decisions=2),
        meeting(dt.date(2026, 11, 11), "Coalition meeting", people(5, 16), guests=people(90, 95), decisions=1),
        meeting(dt.date(2026, 12, 31), "training", people(10, 18), reached=140),
        meeting(dt.date(2027, 1, 1), "listening session", people(1, 8), reached=60),
    ),
    steps_done=(dt.date(2026, 10, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
    issues_changed=(dt.date(2026, 11, 2),),
    members=people(1, 18),
    lived={**dict.fromkeys(people(1, 11), True), **dict.fromkeys(people(12, 16), False)},
    organisations=dict.fromkeys(people(10, 13), "Harbor House") | dict.fromkeys(people(14, 18), "harbor house "),
    confidence=(
        Confidence(
            (2.0, 3.0, 2.0, 3.0, 2.5),
            tuple((dt.date(2026, 12, 1), mean) for mean in (3.0, 4.0, 2.0, 3.5, 4.5, 5.0, 2.5, 1.0, 2.0, 2.0)),
        ),
    ),
)


def rows_of(picture: Picture) -> dict[str, tuple[Value, ...]]:
    return {str(row[0]): row[1:] for row in picture.rows}


def drawn(report: GrantReport) -> dict[str, dict[str, tuple[Value, ...]]]:
    return {picture.key: rows_of(picture) for picture in grant_pictures(report, WORDS)}


def test_check_76_the_first_federal_quarter_is_counted() -> None:
    told = drawn(grant_report(FACTS, [Q1], CHOSEN))
    assert told["meetings"] == {
        "coalition meeting": (2,),
        "listening session": (0,),
        "advisory group": (0,),
        "training": (1,),
        "All meetings": (3,),
    }
    assert told["attendance"]["All together"] == (46,)
    assert told["people"]["Members"] == (18,)
    assert told["people"]["All by name"] == (24,)
    assert told["done"] == {"Decisions": (3,), "Next steps done": (2,), "Policy issues changed": (1,)}
    assert told["indicators"][f"AW1 · {INDICATORS['AW1']}"] == (140,)
    assert told["indicators"][f"WD · {INDICATORS['WD']}"] == (9,)
    assert told["indicators"]["WD · organisations they came from"] == (1,)


def test_nobody_is_counted_as_a_member_and_as_a_guest() -> None:
    came = (
        meeting(dt.date(2026, 10, 7), "training", people(1, 9)),
        meeting(dt.date(2026, 10, 8), "training", frozenset(), guests=people(5, 16)),
    )
    told = drawn(grant_report(GrantFacts(meetings=came), [Q1], CHOSEN))["people"]
    assert (told["Members"], told["Guests"], told["All by name"]) == ((9,), (7,), (16,))


def test_people_are_counted_once_over_several_quarters() -> None:
    told = drawn(grant_report(FACTS, [Q2, Q1, Q2], CHOSEN))
    assert told["people"]["Members"] == (18, 8, 18)
    assert told["meetings"]["All meetings"] == (3, 1, 4)
    assert told["indicators"][f"AW1 · {INDICATORS['AW1']}"] == (140, 60, 200)


def test_check_76_small_counts_of_people_and_their_complements_are_hidden() -> None:
    few = GrantFacts(
        meetings=(
            meeting(dt.date(2026, 10, 7), "coalition meeting", people(1, 14)),
            meeting(dt.date(2026, 10, 8), "training", people(1, 3)),
        )
    )
    told = drawn(grant_report(few, [Q1], CHOSEN))
    assert told["attendance"]["training"] == ("fewer than 5",)
    assert "not shown" in (
        *told["attendance"]["coalition meeting"],
        *told["attendance"]["All together"],
    ), "17 − 14 would be 3"
    assert told["people"]["training"] == ("fewer than 5",)
    assert told["meetings"]["training"] == (1,), "a meeting is not a person"


def test_a_group_may_hide_every_small_count() -> None:
    import msgspec

    chosen = msgspec.structs.replace(CHOSEN, everything=True)
    told = drawn(grant_report(FACTS, [Q1], chosen))
    assert told["done"]["Decisions"] == ("fewer than 5",)
    assert told["meetings"]["training"] == ("fewer than 5",)


def test_a_group_may_hide_nothing() -> None:
    import msgspec

    report = grant_report(FACTS, [Q1, Q2], msgspec.structs.replace(CHOSEN, threshold=0))
    assert set(report.faces.values()) == {Face.PLAIN}


def test_percentages_go_with_their_numbers() -> None:
    told = drawn(grant_report(FACTS, [Q1], CHOSEN))["members"]
    label = f"A4 · {INDICATORS['A4']}"
    shares = told["A4 · percentage of the members"]
    assert told["A4 · members who have not said"] == ("fewer than 5",), "two have not"
    assert shares == ("not shown",) or (told[label] == (11,) and told["A4 · confirmed members"] == (18,))
    plain = GrantFacts(members=people(1, 20), lived=dict.fromkeys(people(1, 10), True))
    told = drawn(grant_report(plain, [Q1], CHOSEN))["members"]
    assert (told[label], told["A4 · percentage of the members"]) == ((10,), ("50%",))


def test_a_hidden_number_hides_its_percentage() -> None:
    few = GrantFacts(members=people(1, 20), lived=dict.fromkeys(people(1, 2), True))
    told = drawn(grant_report(few, [Q1], CHOSEN))["members"]
    assert told[f"A4 · {INDICATORS['A4']}"] == ("fewer than 5",)
    assert told["A4 · percentage of the members"] == ("not shown",)


def test_forms_are_compared_with_the_mean_of_those_before_not_with_one_another() -> None:
    told = drawn(grant_report(FACTS, [Q1], CHOSEN))["indicators"]
    assert told[f"NAB1 · {INDICATORS['NAB1']}"] == (5,)
    assert told["NAB1 · forms handed in afterwards"] == (10,)
    assert told["NAB1 · percentage of these forms"] == ("50%",)
    assert told["NAB1 · mean before → after, of 5"] == ("2.5 → 3.0",)


def test_too_few_forms_say_nothing() -> None:
    confidence = (Confidence((2.0, 2.0), tuple((dt.date(2026, 12, 1), 4.0) for _ in range(9))),)
    told = drawn(grant_report(GrantFacts(confidence=confidence), [Q1], CHOSEN))["indicators"]
    assert told["NAB1 · forms handed in afterwards"] == (0,)
    assert told["NAB1 · mean before → after, of 5"] == (None,)


def test_a_report_over_nothing_is_a_page_of_zeros() -> None:
    for picture in grant_pictures(grant_report(GrantFacts(), [Q1], Chosen()), WORDS):
        assert picture.summary and picture.rows and picture.bars


def test_the_pictures_have_the_keys_they_are_found_by() -> None:
    report = grant_report(FACTS, [Q1, Q2], CHOSEN)
    pictures = grant_pictures(report, WORDS)
    assert tuple(picture.key for picture in pictures) == KEYS
    for picture in pictures:
        assert {len(row) for row in picture.rows} == {len(picture.columns)}
        assert all(len(bar.parts) == len(picture.parts) for bar in picture.bars)


def test_what_is_hidden_has_no_length() -> None:
    few = GrantFacts(meetings=(meeting(dt.date(2026, 10, 7), "training", people(1, 3)),))
    pictures = {picture.key: picture for picture in grant_pictures(grant_report(few, [Q1], CHOSEN), WORDS)}
    for key in ("attendance", "people"):
        assert {bar.parts for bar in pictures[key].bars} == {(0,)}


# --- properties ---------------------------------------------------------------------------------------------------

DAYS = (dt.date(2026, 10, 5), dt.date(2026, 12, 5), dt.date(2027, 2, 5))
IDS = [f"p{number}" for number in range(12)]


@st.composite
def facts(draw: st.DrawFn) -> GrantFacts:
    guests = draw(st.sets(st.sampled_from(IDS), max_size=4))
    meetings = []
    for at in range(draw(st.integers(1, 5))):
        came = draw(st.sets(st.sampled_from(IDS)))
        meetings.append(
            GrantMeeting(
                f"m{at}",
                draw(st.sampled_from(DAYS)),
                draw(st.sampled_from(["coalition meeting", "training"])),
                frozenset(came - guests),
                frozenset(came & guests),
                draw(st.integers(0, 6)),
            )
        )
    lived = draw(st.dictionaries(st.sampled_from(IDS), st.booleans()))
    places = draw(st.dictionaries(st.sampled_from(IDS), st.sampled_from(["a", "b", "c"])))
    return GrantFacts(tuple(meetings), members=frozenset(IDS) - guests, lived=lived, organisations=places)


def what_the_page_says(report: GrantReport) -> list[Limit]:
    """What somebody knows who only reads the tables: their totals, and how often people can have come."""
    known: list[Limit] = []
    for column in report.columns:
        parts = {row: [f"{column}|{row}:{kind}" for kind in report.kinds] for row in ("came", "people")}
        came, people = f"{column}|came", f"{column}|people"
        known += [*sum_of(came, parts["came"]), *union_of(people, parts["people"])]
        known += sum_of(came, [f"{came}.{part}" for part in ("members", "guests", "heads")])
        known += sum_of(people, [f"{people}.{part}" for part in ("members", "guests")])
        known += sum_of(f"{column}|A5", [f"{column}|A5.lived", f"{column}|A5.others"])
        for kind in report.kinds:
            held = report.cells[f"{column}|meetings:{kind}"].value
            known.append(at_most(f"{people}:{kind}", f"{came}:{kind}"))
            known.append(at_most(f"{came}:{kind}", f"{people}:{kind}", held, f"{came}.heads"))
    quarters = [column for column in report.columns if column != "all"]
    if len(report.columns) > 1:
        for row in ("came", "came.members", "came.guests", "came.heads", *(f"came:{kind}" for kind in report.kinds)):
            known += sum_of(f"all|{row}", [f"{column}|{row}" for column in quarters])
        for row in ("people", "people.members", "people.guests", *(f"people:{kind}" for kind in report.kinds)):
            known += union_of(f"all|{row}", [f"{column}|{row}" for column in quarters])
    return known


@given(facts(), st.sampled_from([(Q1,), (Q1, Q2)]), st.integers(3, 6))
@settings(max_examples=30, deadline=None)
def test_check_76_nothing_hidden_can_be_worked_out_of_what_is_shown(
    given_facts: GrantFacts, quarters: tuple[Quarter, ...], threshold: int
) -> None:
    chosen = Chosen(threshold, False, ("coalition meeting", "training"), ("coalition meeting",), (), ("training",))
    report = grant_report(given_facts, quarters, chosen)
    values = {key: cell.value for key, cell in report.cells.items()}
    for limit in report.limits:
        assert sum(values[key] * times for key, times in limit.terms) <= limit.most, (
            "what a reader is told to know holds"
        )
    for key, cell in report.cells.items():
        if cell.people and cell.shown and 0 < cell.value < threshold:
            assert report.faces[key] is not Face.PLAIN
    cells = list(report.cells.values())
    assert derivable(cells, report.limits, report.faces, threshold) == []
    assert derivable(cells, what_the_page_says(report), report.faces, threshold) == []


@given(facts(), st.integers(3, 6))
@settings(max_examples=30, deadline=None)
def test_no_page_shows_a_small_number_of_people(given_facts: GrantFacts, threshold: int) -> None:
    chosen = Chosen(threshold, True, ("coalition meeting", "training"), ("coalition meeting",), (), ("training",))
    for picture in grant_pictures(grant_report(given_facts, [Q1, Q2], chosen), WORDS):
        shown = itertools.chain.from_iterable(row[1:] for row in picture.rows)
        assert not [value for value in shown if isinstance(value, int) and 0 < value < threshold]
        for bar in picture.bars:
            assert not [part for part in bar.parts if 0 < part < threshold]


# --- several reports beside each other ------------------------------------------------------------------------------


def test_check_76_a_total_in_another_report_tells_no_small_number() -> None:
    """16 guests in the first quarter's report, 19 in that of both: nobody learns that three came in the second."""
    guests = frozenset(f"g{number}" for number in range(16))
    held = (
        meeting(dt.date(2026, 10, 1), "training", people(1, 9), guests=guests),
        meeting(dt.date(2027, 1, 5), "training", people(1, 9), guests=frozenset({"g1", "g2", "h1"})),
    )
    facts = GrantFacts(meetings=held, members=people(1, 18))
    first, second = grant_report(facts, [Q1], CHOSEN), grant_report(facts, [Q2], CHOSEN)
    both = grant_report(facts, [Q1, Q2], CHOSEN)
    assert first.number("0", "came.guests") == (16, Face.PLAIN)
    assert second.number("0", "came.guests") == (3, Face.FEW)
    assert both.number("all", "came.guests") == (19, Face.WITHHELD)
    year = grant_report(facts, [Quarter(2027, number) for number in range(1, 5)], CHOSEN)
    assert year.number("all", "came.guests")[1] is Face.WITHHELD
    assert both.number("all", "came.heads") == (0, Face.PLAIN)


def test_a_year_with_several_small_quarters_still_has_its_total() -> None:
    held = tuple(
        meeting(day, "training", people(1, 9), guests=frozenset(f"{day}{number}" for number in range(count)))
        for day, count in (
            (dt.date(2026, 10, 1), 3), (dt.date(2027, 1, 5), 4), (dt.date(2027, 4, 5), 20), (dt.date(2027, 7, 5), 3),
        )
    )  # fmt: skip
    facts = GrantFacts(meetings=held, members=people(1, 18))
    year = grant_report(facts, [Quarter(2027, number) for number in range(1, 5)], CHOSEN)
    assert year.number("all", "came.guests") == (30, Face.PLAIN)
    some = grant_report(facts, [Quarter(2027, number) for number in range(1, 4)], CHOSEN)
    assert some.number("all", "came.guests") == (27, Face.WITHHELD)


@given(facts(), st.integers(3, 6))
@settings(max_examples=30, deadline=None)
def test_a_quarter_is_shown_beside_others_as_it_is_alone(given_facts: GrantFacts, threshold: int) -> None:
    chosen = Chosen(threshold, False, ("coalition meeting", "training"), ("coalition meeting",), (), ("training",))
    both = grant_report(given_facts, [Q1, Q2], chosen)
    for at, quarter in enumerate((Q1, Q2)):
        alone = grant_report(given_facts, [quarter], chosen)
        for key, face in alone.faces.items():
            column, _, row = key.partition("|")
            if column == "0":
                assert both.number(str(at), row) == (alone.cells[key].value, face)
    for key, cell in both.cells.items():
        column, _, row = key.partition("|")
        if column == "all" and cell.value and cell.shown and both.faces[key] is Face.PLAIN:
            assert all(both.number(str(at), row)[1] is Face.PLAIN for at in range(2))
