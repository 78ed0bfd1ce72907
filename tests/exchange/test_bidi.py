"""Lines from right to left, in the order in which their letters stand on paper (UAX #9)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.exchange.bidi import drawable, has_right_to_left, joined, runs_right_to_left, seen


@pytest.mark.parametrize(
    ("read", "right", "drawn"),
    [
        ("plain words (1)", False, "plain words (1)"),
        ("שלום", True, "םולש"),
        ("say שלום now", False, "say םולש now"),
        ("שלום abc 123", True, "abc 123 םולש"),
        ("שלום 123 עולם", True, "םלוע 123 םולש"),
        ("(שלום)", True, "(םולש)"),
        ("abc (שלום 12) def", False, "abc (12 םולש) def"),
        ("שלום abc (x)", True, "abc (x) םולש"),
        ("מחיר 10% היום", True, "םויה 10% ריחמ"),
    ],
)
def test_the_order_on_paper(read: str, right: bool, drawn: str) -> None:
    assert seen(read, right) == drawn


def test_a_text_runs_as_its_first_letter_does() -> None:
    assert runs_right_to_left("12 – שלום abc") and not runs_right_to_left("abc שלום")
    assert not runs_right_to_left("123") and has_right_to_left("abc שלום") and not has_right_to_left("abc é")


def test_arabic_letters_join_their_neighbours() -> None:
    names = [
        unicodedata.name(letter).removeprefix("ARABIC LETTER ").removeprefix("ARABIC LIGATURE ")
        for letter in joined("سلام")
    ]
    assert names == ["SEEN INITIAL FORM", "LAM WITH ALEF FINAL FORM", "MEEM ISOLATED FORM"]
    assert [unicodedata.name(letter).rpartition(" ")[0] for letter in joined("بيت")] == [
        "ARABIC LETTER BEH INITIAL", "ARABIC LETTER YEH MEDIAL", "ARABIC LETTER TEH FINAL",
    ]  # fmt: skip


def test_what_steers_letters_is_not_drawn() -> None:
    assert drawable("\u202eab\u202c👩\u200d👧\ufe0f") == "ab👩👧"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aé1%( )[]-.שלםاب٣\u0301\u05b0", max_size=40), st.booleans())
def test_no_letter_is_lost_or_made(text: str, right: bool) -> None:
    turned = seen(text, right)
    plain = str.maketrans({")": "(", "]": "["})
    assert sorted(turned.translate(plain)) == sorted(text.translate(plain))
