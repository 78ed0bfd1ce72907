"""Names in free text: every word of them is found, in any case and script; words that are names too are doubts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.anonymous import Doubt, KnownNames
from peer_tui.domain.characters import clean
from peer_tui.domain.people import Person
from peer_tui.domain.redaction import A_MEMBER, MARK
from peer_tui.domain.stand_ins import initials, with_article

PEOPLE = (
    Person("ana", "Ana Ruiz", "nana", contact="ana@example.org"),
    Person("rain", "林小雨", "rain"),
    Person("jean", "Jean-Luc O’Brien"),
    Person("jose", "José de Prado", former=("Pepe",)),
    Person("will", "Will Abbott"),
    Person("kim", "김민수"),
    Person("dev", "कीर्ति शर्मा"),
    Person("gone", A_MEMBER),
    Person("marked", MARK),
)


@pytest.fixture(scope="module")
def known() -> KnownNames:
    return KnownNames(PEOPLE)


def without(known: KnownNames, text: str) -> str:
    return known.replaced(text, lambda found, written: "X")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We asked Ana Ruiz to call", "We asked X to call"),
        ("ask ANA'S sister", "ask X'S sister"),
        ("Ruiz, Ana said so", "X said so"),
        ("see ana.ruiz or anaruiz or @nana", "see X or X or X"),
        ("write to Ana@Example.org today", "write to X today"),
        ("听说小雨她来了", "听说X她来了"),
        ("林小雨和别人", "X和别人"),
        ("김민수가 민수씨", "X가 X씨"),
        ("with O'Brien and jean-luc", "with X and X"),
        ("Jose and PEPE came", "X and X came"),
        ("कीर्ति आई", "X आई"),
        ("A\u00adna and A\u200bna", "X and X"),
        ("Ａｎａ came", "X came"),
        ("Banana, Anatole and analysis stay", "Banana, Anatole and analysis stay"),
        ("de la calle", "de la calle"),
        ("a member was removed at request", "a member was removed at request"),
    ],
)
def test_a_name_is_found_however_it_is_written(known: KnownNames, text: str, told: str) -> None:
    assert without(known, text) == told


def test_names_beside_each_other_that_give_the_same_words_give_them_once(known: KnownNames) -> None:
    assert without(known, "thank you Ana Pepe") == "thank you X"
    assert without(known, "thank you Ana and Pepe") == "thank you X and X"


def test_a_whole_name_is_no_doubt_and_a_word_of_it_is(known: KnownNames) -> None:
    found = known.in_text("Will Abbott will sing in the rain")
    assert [(one.people, one.doubt) for one in found] == [
        (frozenset({"will"}), False),
        (frozenset({"will"}), True),
        (frozenset({"rain"}), True),
    ]


def test_a_small_word_of_a_name_names_somebody_only_where_it_is_written_large() -> None:
    known = KnownNames([Person("a", "Aung San"), Person("m", "Maria de la Cruz"), Person("d", "Dr. Vera Lund Jr.")])
    assert without(known, "San said de la Cruz and Lund") == "X said de la X and X"
    assert without(known, "a dr and the jr of de la") == "a dr and the jr of de la"
    assert [one.doubt for one in known.in_text("San Francisco")] == [True]


def test_a_doubt_that_was_answered_stays(known: KnownNames) -> None:
    text = "Will it rain on Will?"
    kept = {Doubt("Will", text), Doubt("rain", text)}
    assert known.replaced(text, lambda found, written: "X", kept.__contains__) == text
    assert known.replaced(text, lambda found, written: "X", {Doubt("rain", text)}.__contains__) == "X it rain on X?"


def test_what_stands_at_the_beginning_begins_with_a_capital(known: KnownNames) -> None:
    assert known.replaced("Ana came", lambda found, written: "a member") == "A member came"
    assert known.replaced("“Ana” came", lambda found, written: "a member") == "“A member” came"
    assert known.replaced("so Ana came", lambda found, written: "a member") == "so a member came"


@pytest.mark.parametrize(
    ("name", "told"),
    [("Ana Ruiz", "A.R."), ("林小雨", "林."), ("Jean-Luc O’Brien", "J.L.O.B."), ("émile", "É."), ("कीर्ति", "की.")],
)
def test_initials(name: str, told: str) -> None:
    assert initials(name) == told


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("RC", "an RC"), ("CPS", "a CPS"), ("FP", "an FP"), ("YAPM", "a YAPM"), ("COAPS", "a COAPS"),
        ("Family Partner", "a Family Partner"), ("older adult specialist", "an older adult specialist"),
    ],
)  # fmt: skip
def test_a_role_is_spoken_with_its_article(role: str, told: str) -> None:
    assert with_article(role) == told


words = st.text(
    alphabet=st.characters(categories=("L", "M", "Nd", "P", "Zs", "Cf"), exclude_characters="xX"), max_size=9
)


@settings(max_examples=300, deadline=None)
@given(name=words, before=words, after=words)
def test_nothing_a_person_is_called_is_left_where_it_stands_alone(name: str, before: str, after: str) -> None:
    known = KnownNames([Person("p", name)])
    shown = clean(name).strip()
    told = without(known, clean(f"{before} {name} {after}"))
    if any(character.isalnum() for character in shown):
        assert f" {shown} " not in f" {told} "
        assert "X" in told


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    known = KnownNames([*PEOPLE, Person("p", text, text)])
    known.replaced(clean(text), lambda found, written: "")
    assert isinstance(initials(text), str) and with_article(text)


def test_names_without_end_are_learned_and_told_in_moderation() -> None:
    endless = "林" * 10_000
    known = KnownNames([Person("p", endless), Person("q", "a b " * 5_000)])
    assert known.replaced(f"so {endless} said", lambda found, written: "X") == "so X said"
    assert len(initials("a b " * 5_000)) <= 12
