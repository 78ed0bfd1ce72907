"""Who is meant, how names are shown short, and pasted lists of people (`product.md` §3.5, §3.10)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.characters import fold
from peer_tui.domain.events import Status
from peer_tui.domain.pasted_people import parse_people, pasted_name
from peer_tui.domain.people import Match, Person, match, match_at, match_pasted, short_names

MODEST = settings(max_examples=150, deadline=None)
ANY = st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=30)
HOSTILE = [
    "[/]",
    "[bold]x",
    "\x00",
    "\x1b[2J",
    "\ud800",
    "a" * 10_000,
    "\u202eanA",
    "ا ب",
    "👩\u200d🚀",
    "(",
    "...",
    " ",
]


def group(*names: str) -> list[Person]:
    """People with ids p0, p1 …; `name/alias` gives an alias."""
    return [Person(f"p{n}", name.partition("/")[0], name.partition("/")[2]) for n, name in enumerate(names)]


COALITION = group(
    "Ana Ruiz", "Ana Sousa", "José Lima", "Jose Park", "林小雨/rain", "Bo Chen", "Cherie", "Anne-Marie O’Dell"
)


def who(text: str, people: list[Person] | None = None) -> str | list[str]:
    """The name matched, or the names it could be."""
    found = match(text, COALITION if people is None else people)
    return found.person.name if found.person else [p.name for p in found.candidates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana ruiz", "Ana Ruiz"),
        ("RUIZ", "Ana Ruiz"),
        ("ana s", "Ana Sousa"),
        ("Ana S.", "Ana Sousa"),
        ("bo", "Bo Chen"),
        ("che", ["Bo Chen", "Cherie"]),
        ("cher", "Cherie"),
        ("marie", "Anne-Marie O’Dell"),
        ("odell", "Anne-Marie O’Dell"),
        ("o'dell", "Anne-Marie O’Dell"),
        ("anne marie", "Anne-Marie O’Dell"),
        ("zed", []),
        ("", []),
        ("hen", []),
    ],
)
def test_match_by_name_word_and_beginning(text: str, expected: str | list[str]) -> None:
    assert who(text) == expected


def test_check_21_two_anas_are_never_picked_between() -> None:
    assert who("ana") == ["Ana Ruiz", "Ana Sousa"]
    assert who("an") == ["Ana Ruiz", "Ana Sousa", "Anne-Marie O’Dell"]
    assert who("ana1") == "Ana Ruiz"
    assert who("ana2") == "Ana Sousa"
    assert who("ana3") == ["Ana Ruiz", "Ana Sousa"]
    assert who("ana0") == []
    assert who("bo1") == "Bo Chen"
    assert who("bo2") == []


def test_candidates_come_in_the_same_order_whatever_the_order_of_people() -> None:
    assert match("ana2", COALITION) == match("ana2", COALITION[::-1])
    assert match("ana", COALITION) == match("ana", COALITION[::-1])


def test_same_name_twice_is_ambiguous_and_one_person_listed_twice_is_not() -> None:
    twins = group("Ana Ruiz", "Ana Ruiz")
    assert [p.id for p in match("ana ruiz", twins).candidates] == ["p0", "p1"]
    assert match("ana", [twins[0], twins[0]]).person == twins[0]


def test_accents_as_typed_come_first() -> None:
    assert who("José") == "José Lima"
    assert who("jose") == "Jose Park"
    assert who("JOSE\u0301") == "José Lima"
    assert who("jos") == ["José Lima", "Jose Park"]
    assert who("jose", group("José Lima", "Bo Chen")) == "José Lima"
    assert who("José", group("Jose Park", "Bo Chen")) == "Jose Park"


def test_whole_name_or_alias_beats_a_word_of_another() -> None:
    assert who("ana", group("Ana", "Ana Ruiz")) == "Ana"
    assert who("ana", group("Mei Ito/ana", "Ana Ruiz")) == "Mei Ito"
    assert who("ana2", group("Ana Ruiz", "Ana Sousa", "Mei/ana2")) == "Mei"


def test_check_30_unique_beginning_and_pasted_names() -> None:
    people = group("Anouk Vale", "Jose Park", "Bo Chen")
    assert who("an", people) == "Anouk Vale"
    names = [pasted_name(line)[0] for line in ("Bo Chen (he/him)", "José")]
    assert [m.person and m.person.name for m in (match_pasted(n, people) for n in names)] == ["Bo Chen", "Jose Park"]
    assert match_pasted("Anna Else", people).candidates == ()


def test_pasted_names_match_whole_words_only() -> None:
    assert match_pasted("Cher", COALITION).candidates == ()
    assert match_pasted("Riverbend", COALITION).candidates == ()
    for line in ("Bo Chen (Riverbend Center)", "Bo Chen - Riverbend Center", "bo chen, MD"):
        assert [p.name for p in match_pasted(line, COALITION).candidates] == ["Bo Chen"]
    assert match_pasted("Sousa, Ben", COALITION).candidates == ()


def test_check_35_a_chinese_name_is_matched_by_name_or_alias() -> None:
    assert who("林小雨") == who("林") == who("rain") == who("RAIN") == "林小雨"


@MODEST
@given(
    st.lists(
        st.sampled_from(["Ana", "Ana Ruiz", "ana ruiz", "Aná Ruiz", "José", "Jose", "Ana/jo", "Jo An"]), max_size=6
    ),
    ANY,
)
def test_match_never_picks_when_two_fit_equally(names: list[str], text: str) -> None:
    people = group(*names)
    for typed in (text, "ana", "an", "jo", "jose", "José", "ruiz", "ana r"):
        person, candidates = match(typed, people)
        if person is not None:
            assert candidates == (person,)
            twin = Person("twin", person.name, person.alias)
            doubled = match(typed, [*people, twin])
            assert doubled.person is None
            assert {person, twin} <= set(doubled.candidates)
        else:
            assert len(candidates) != 1


@pytest.mark.parametrize(
    ("text", "expected", "used"),
    [
        ("ana sousa draft letter", "Ana Sousa", "ana sousa"),
        ("ana draft letter", ["Ana Ruiz", "Ana Sousa"], "ana"),
        ("ana s draft", "Ana Sousa", "ana s"),
        ("Ana R. draft", "Ana Ruiz", "Ana R."),
        ("ana2 draft", "Ana Sousa", "ana2"),
        ("ana 2 pages", ["Ana Ruiz", "Ana Sousa"], "ana"),
        ("bo c draft", "Bo Chen", "bo"),
        ("bo, then file", "Bo Chen", "bo,"),
        ("bo.", "Bo Chen", "bo"),
        ("zed draft", [], "zed"),
        ("林小雨 draft", "林小雨", "林小雨"),
        ("anne-marie o’dell: call", "Anne-Marie O’Dell", "anne-marie o’dell:"),
        (" draft", [], ""),
        ("", [], ""),
    ],
)
def test_match_at_takes_the_longest_name(text: str, expected: str | list[str], used: str) -> None:
    found, count = match_at(text, COALITION)
    assert (found.person.name if found.person else [p.name for p in found.candidates]) == expected
    assert text[:count] == used


def test_match_at_among_people_whose_names_were_removed_finds_nobody() -> None:
    assert match_at("bo and ana", group("", "")) == (Match(None, ()), 2)


def test_match_at_takes_all_words_of_a_long_name() -> None:
    found, count = match_at("ana maria ruiz call", group("Ana Maria Ruiz", "Bo Chen"))
    assert (found.person and found.person.name, count) == ("Ana Maria Ruiz", 14)


def test_match_at_reads_no_name_into_little_words() -> None:
    people = group("Ana Torres", "Ana Williams")
    for text in ("ana to call", "ana will call", "ana t", "ana torres to call"):
        found, count = match_at(text, people)
        resolved = text.startswith("ana t") and not text.startswith("ana to ")
        assert (found.person is not None) == resolved
        assert count == (len(text.removesuffix(" to call")) if resolved else 3)


@MODEST
@given(ANY)
def test_match_at_stays_within_the_text(text: str) -> None:
    _, count = match_at(text, COALITION)
    assert 0 <= count <= len(text)
    assert (count == 0) == (not text or text[0].isspace())


def test_short_names() -> None:
    names = list(short_names(COALITION).values())
    assert names == ["Ana R.", "Ana S.", "José L.", "Jose P.", "林小雨", "Bo", "Cherie", "Anne-Marie"]
    equal = group("Ana Silva", "Ana Sousa", "Ana", "Dr. Mei Ito", "Mei Oda Jr.")
    assert list(short_names(equal).values()) == ["Ana Silva", "Ana Sousa", "Ana", "Mei I.", "Mei O."]
    assert list(short_names(group("金 民秀", "Bo Chen")).values()) == ["金 民秀", "Bo"]
    assert short_names([]) == {}


@MODEST
@given(
    st.lists(
        st.text("AaBbÁé. 林-", min_size=1, max_size=8).filter(str.strip),
        max_size=7,
        unique_by=lambda n: " ".join(fold(n).split()),
    )
)
def test_short_names_of_different_names_differ(names: list[str]) -> None:
    short = list(short_names([Person(str(n), name) for n, name in enumerate(names)]).values())
    assert len({fold(s) for s in short}) == len(names)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bo Chen (he/him) - RC", ("Bo Chen", "he/him", ("RC",), "")),
        ("José", ("José", "", (), "")),
        ("• Mei Okafor (Host, me)", ("Mei Okafor", "", (), "")),
        ("12) Lee (Co-host)", ("Lee", "", (), "")),
        ("•\tLee [they/them] (Guest)", ("Lee", "they/them", (), "")),
        ("- 3. 林小雨 (rain)", ("林小雨", "", (), "rain")),
        ('Alex "Sandy" Reed, CPS', ("Alex Reed", "", ("CPS",), "Sandy")),
        ("Bo Chen he/him RC/CPS", ("Bo Chen", "he/him", ("RC", "CPS"), "")),
        ("Bo (she/her, RC, co-host)", ("Bo", "she/her", ("RC",), "")),
        ("Bo (she, her)", ("Bo", "she, her", (), "")),
        ("Emily Stone (Em)", ("Emily Stone", "", (), "Em")),
        ("Bo (ask me my pronouns)", ("Bo", "ask me my pronouns", (), "")),
        ("Bo (any pronouns)", ("Bo", "any pronouns", (), "")),
        ("Bo Chen - Riverbend", ("Bo Chen - Riverbend", "", (), "")),
        ("Bo Chen (Riverbend Center)", ("Bo Chen (Riverbend Center)", "", (), "")),
        ("Host", ("Host", "", (), "")),
        ("[/] [bold]", ("[/] [bold]", "", (), "")),
        ("Anne-Marie O'Dell", ("Anne-Marie O'Dell", "", (), "")),
        ("", ("", "", (), "")),
    ],
)
def test_pasted_name(line: str, expected: tuple[str, str, tuple[str, ...], str]) -> None:
    assert pasted_name(line) == expected


def test_parse_people_reads_columns_and_names_each_bad_line() -> None:
    text = (
        "# our list\nName | alias | pronouns | roles | status\nBo Chen | bo | he/him | RC, CPS | member\n| x\n"
        "\r\n1.\tJosé\nMei Ito\t\tshe/her\t\tguest\nBO CHEN\nLee | they/them\nAna | a | b | c | boss\n"
        "ana@riverbend.example\n12345\nA|b|c|d|member|extra\n" + "x" * 201
    )
    listed = parse_people(text)
    assert [(p.name, p.alias, p.pronouns, p.roles, p.status, p.line) for p in listed.people] == [
        ("Bo Chen", "bo", "he/him", ("RC", "CPS"), Status.MEMBER, 3),
        ("José", "", "", (), Status.MEMBER, 6),
        ("Mei Ito", "", "she/her", (), Status.GUEST, 7),
        ("BO CHEN", "", "", (), Status.MEMBER, 8),
        ("Lee", "", "they/them", (), Status.MEMBER, 9),
    ]
    assert [sentence.split(":")[0] for sentence in listed.wrong] == [f"Line {n}" for n in (4, 10, 11, 12, 13, 14)]
    assert "“boss” is not a status" in listed.wrong[1]
    (remark,) = listed.remarks
    assert remark.startswith("Line 8: BO CHEN is also on line 3. Both are kept")


@MODEST
@given(ANY)
def test_any_text_is_read_without_an_error(text: str) -> None:
    pasted_name(text)
    parse_people(text)
    match_pasted(text, COALITION)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_match_themselves(text: str) -> None:
    people = [*COALITION, Person("hostile", text)]
    found = match(text, people)
    if text.strip() and fold(text).strip():
        assert found.candidates == (people[-1],)
    else:
        assert found.candidates == ()
    assert set(short_names(people)) == {person.id for person in people}
    parse_people(text)


def test_a_long_line_is_read_at_once() -> None:
    began = time.perf_counter()
    for line in ("RC " * 4000, "(" * 10_000, "a, " * 4000, '"' * 10_000, "- " * 5000, "he/him " * 2000):
        pasted_name(line)
        match_at(line, COALITION)
        match(line, COALITION)
    assert time.perf_counter() - began < 5
