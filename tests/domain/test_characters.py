"""Cleaning, drawing and folding a person's text (`product.md` §3.5 "Characters")."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.characters import BIDI_MARKS, clean, clean_lines, fold, typed_fold, visible

ANY = st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=60)
"""Any string Python can hold, lone surrogates too."""
MODEST = settings(max_examples=200, deadline=None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x1b[31mc\x7f\x9bd", "ab[31mcd"),
        ("one\ttwo\r\n\r\nthree", "one two three"),
        ("line\u2028sep", "line sep"),
        ("Jose\u0301", "José"),
        ("e\x00\u0301", "é"),
        ("bad\udc80byte", "bad\ufffdbyte"),
        ("\ud83d\ude00", "😀"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\u202eabc", "\u202eabc"),
        ("[/] [bold]x", "[/] [bold]x"),
        ("", ""),
    ],
)
def test_clean_takes_out_what_no_screen_may_get(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_clean_keeps_lines_on_request() -> None:
    assert clean("a\r\nb\rc\n\nd\te\x00", keep_lines=True) == "a\nb\nc\n\nd e"


def test_clean_lines_ends_lines_at_each_kind_of_line_end() -> None:
    assert clean_lines("> one\r\n! two\n\rthree\x07\t4") == ["> one", "! two", "", "three 4"]
    assert clean_lines("") == [""]


@MODEST
@given(ANY)
def test_clean_is_idempotent_composed_and_encodable(text: str) -> None:
    once = clean(text)
    assert clean(once) == once == unicodedata.normalize("NFC", once)
    once.encode("utf-8")
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in once)
    kept = clean(text, keep_lines=True)
    assert clean(kept, keep_lines=True) == kept
    assert kept.split("\n") == clean_lines(text)


@MODEST
@given(ANY)
def test_visible_holds_no_bidi_control(text: str) -> None:
    drawn = visible(text)
    assert not set(drawn) & set(BIDI_MARKS)
    assert visible(drawn) == drawn


def test_visible_names_each_bidi_control() -> None:
    assert visible("\u202eana\u2069\u200f\u061c") == "⟨RLO⟩ana⟨PDI⟩⟨RLM⟩⟨ALM⟩"
    assert visible("a\nb", keep_lines=True) == "a\nb"
    controls = [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)]
    assert sorted(BIDI_MARKS) == sorted(controls)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("José", "jose"),
        ("ÁNA", "ana"),
        ("Łukasz Søren", "lukasz soren"),
        ("Straße", "strasse"),
        ("İnci", "inci"),
        ("O’Brien", "o'brien"),
        ("A\u200en\u200da", "ana"),
        ("ﬁne", "fine"),
        ("林小雨", "林小雨"),
    ],
)
def test_fold_ignores_case_and_accents(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@MODEST
@given(ANY)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(typed_fold(text)) == fold(text)


def test_fold_is_idempotent_for_every_letter_that_has_forms() -> None:
    letters = map(chr, (*range(0x3400), *range(0xF900, 0x10000), *range(0x1D400, 0x1F200)))
    assert [c for c in letters if fold(folded := fold(c)) != folded] == []


def test_typed_fold_keeps_accents() -> None:
    assert typed_fold("JOSÉ") == typed_fold("jose\u0301") == "josé" != typed_fold("Jose")


def test_long_text_is_cleaned_whole() -> None:
    assert len(clean("x\x00" * 10_000)) == 10_000
