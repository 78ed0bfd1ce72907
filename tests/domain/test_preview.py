"""The live preview: how a line will be filed, in words, before Enter (`product.md` §3.5)."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from peer_tui.domain.capture import parse
from peer_tui.domain.events import BlockPlan, EntryKind
from peer_tui.domain.parsed import Surroundings
from peer_tui.domain.people import Person
from peer_tui.domain.preview import CANDIDATES_AT_MOST, choices, preview

PEOPLE = (
    Person("p-ana", "Ana Ruiz"),
    Person("p-bo", "Bo Chen"),
    Person("p-mei", "Mei Lin"),
    Person("p-leila", "Leila Amari"),
)
AROUND = Surroundings(
    today=dt.date(2024, 11, 13),
    people=PEOPLE,
    here=frozenset({"p-ana", "p-bo"}),
    priorities=(("k-leg", "Legislation"),),
    next_meeting=dt.date(2024, 12, 11),
    previous_block=BlockPlan(key="welcome", title="Welcome"),
)
TWO_ANAS = msgspec.structs.replace(AROUND, people=(*PEOPLE, Person("p-ana-2", "Ana Sousa")))


def said(line: str, around: Surroundings = AROUND) -> str:
    """The preview of a typed line."""
    return preview(parse(line, around), around)


def test_check_20_owner_due_and_done_when_are_said() -> None:
    assert said("> @ana draft letter by fri = sent to DMH") == (
        "NEXT STEP · Ana Ruiz (here) · by Fri 15 Nov (2 days) · done when: sent to DMH"
    )
    assert said("> @bo call DMH about training dates by next tue = dates in writing") == (
        "NEXT STEP · Bo Chen (here) · by Tue 19 Nov (6 days) · done when: dates in writing"
    )


def test_check_21_both_choices_are_listed() -> None:
    assert said("> @ana draft letter", TWO_ANAS) == (
        "NEXT STEP · unclaimed: 1 Ana Ruiz · 2 Ana Sousa (type @ana1 or @ana2)"
    )
    assert said("> @ana2 draft letter", TWO_ANAS) == "NEXT STEP · Ana Sousa (not here — ask)"
    assert said("> @ana9 draft letter", TWO_ANAS).endswith("(type @ana1 or @ana2)")
    assert said("+ana", TWO_ANAS) == "ARRIVED · which one? 1 Ana Ruiz · 2 Ana Sousa (type +ana1 or +ana2)"
    assert said("-ana", TWO_ANAS) == "LEFT · which one? 1 Ana Ruiz · 2 Ana Sousa (type -ana1 or -ana2)"
    assert said("q+ ana", TWO_ANAS) == "QUEUE · which one? 1 Ana Ruiz · 2 Ana Sousa (type q+ ana1 or q+ ana2)"
    assert said("> @bo @ana call", TWO_ANAS) == (
        "NEXT STEP · Bo Chen (here) · which one? 1 Ana Ruiz · 2 Ana Sousa · "
        "@ana stays in the text until it fits one person"
    )


def test_check_22_due_words_are_said_and_a_past_date_is_warned_about() -> None:
    assert said("> write by hand") == "NEXT STEP · unclaimed"
    assert said("> write by nm") == "NEXT STEP · unclaimed · by the next meeting (Wed 11 Dec)"
    assert said("> write by next meeting") == said("> write by nm")
    assert said("> write by 4 nov") == "NEXT STEP · unclaimed · by Mon 4 Nov ⚠ 9 days ago"


def test_check_23_who_is_not_here_is_asked() -> None:
    assert said("> @leila draft letter") == "NEXT STEP · Leila Amari (not here — ask)"
    assert said("> @bo @mei draft letter") == "NEXT STEP · Bo Chen (here) with Mei Lin (not here — ask)"


def test_an_unknown_owner_is_said() -> None:
    assert said("> @zed draft letter") == "NEXT STEP · unclaimed: nobody here is called zed"


def test_check_25_the_block_it_goes_to() -> None:
    assert said("<! We keep Zoom") == "DECISION · goes to Welcome"
    first = msgspec.structs.replace(AROUND, previous_block=None)
    assert said("<! We keep Zoom", first) == "DECISION · stays here: there is no block before this one"


def test_check_29_why_it_is_a_note() -> None:
    assert said("+1 to that") == "a note: nobody here is called +1 to that"
    assert said("-5 degrees") == "a note: nobody here is called -5 degrees"
    assert said("-bob") == "a note: nobody here is called bob"
    assert said("+pat") == "a note: nobody here is called pat · a guest? +guest pat"
    assert said("- bullet") == said("plain") == said(" > escaped") == "NOTE"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", ""),
        ("! We testify", "DECISION"),
        ("! We testify #leg", "DECISION · priority Legislation"),
        ("~ pay equity", "PARKED"),
        ("fix: Mei attended", "CORRECTION"),
        ("https://example.org", "LINK"),
        ("comfort: cameras optional", "COMFORT proposed: cameras optional"),
        ("discomfort: we pause", "DISCOMFORT proposed: we pause"),
        ("!", "the last line becomes a DECISION"),
        (">", "the last line becomes a NEXT STEP"),
        ("~", "the last line becomes PARKED"),
        ("s/Mry/Mary/", "“Mry” becomes “Mary” in the last line that has it"),
        ("s/Mry//", "“Mry” is taken out of the last line that has it"),
        ("/extend  5", "/extend 5"),
        ("/", "/"),
        ("+ana", "ARRIVED · Ana Ruiz (already here)"),
        ("+mei phone", "ARRIVED · Mei Lin by phone"),
        ("+mei room", "ARRIVED · Mei Lin in the room"),
        ("+3 phone", "ARRIVED · 3 people by phone, counted without names"),
        ("+1 room", "ARRIVED · 1 person in the room, counted without names"),
        ("+guest Lee", "ARRIVED · guest Lee (counted, not named)"),
        ("+guest Lee named", "ARRIVED · guest Lee (named in the minutes)"),
        ("-bo", "LEFT · Bo Chen"),
        ("-mei", "LEFT · Mei Lin (was not marked here)"),
        ("q+ bo", "QUEUE · Bo Chen waits to speak"),
        ("q- bo", "QUEUE · Bo Chen no longer waits"),
        ("q", "QUEUE · call the next speaker"),
        ("q?", "QUEUE · show who is waiting to speak"),
    ],
)
def test_each_line_is_said(line: str, words: str) -> None:
    assert said(line) == words


def test_check_28_markup_is_repeated_literally() -> None:
    assert said("> call = [bold]x[/]") == "NEXT STEP · unclaimed · done when: [bold]x[/]"


def test_a_retag_that_changes_nothing_says_so() -> None:
    around = msgspec.structs.replace(AROUND, last_kind=EntryKind.DECISION)
    assert said("!", around) == "the last line already is a DECISION"
    assert said("?", around) == "the last line becomes a QUESTION"


def test_a_formal_motion_says_who_moved() -> None:
    formal = msgspec.structs.replace(AROUND, formal=True)
    assert said("m: budget @bo / @mei 14-0-2", formal) == "MOTION · moved by Bo Chen · seconded by Mei Lin"
    assert said("m: budget @bo / @mei 14-0-2") == "MOTION"


def test_a_long_list_of_choices_asks_for_more_letters() -> None:
    many = [Person(f"p{number}", f"Ana {number}") for number in range(9)]
    words = choices(many, "@", "ana")
    assert words.endswith(f"5 Ana 4 · {9 - CANDIDATES_AT_MOST} more (type more letters)")
