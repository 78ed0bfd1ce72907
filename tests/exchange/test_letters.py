"""Where a text may be cut: never inside what a person sees as one letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.exchange.chat import LIMIT, pieces
from peer_tui.exchange.letters import last_cut, may_cut, next_cut
from peer_tui.exchange.text import wrap

LETTERS = ("e\u0301", "👩‍👩‍👧", "👍🏽", "🇨🇦", "ก็", "नि", "❤\ufe0f", "한", "林", "a")


@pytest.mark.parametrize("letter", LETTERS)
def test_no_letter_is_taken_apart(letter: str) -> None:
    assert not any(may_cut(letter, at) for at in range(1, len(letter)))
    doubled = letter * 2
    assert may_cut(doubled, len(letter)) and last_cut(doubled, len(doubled) - 1 or 1) == len(letter)
    assert next_cut(doubled, 1) in (1, len(letter))


@pytest.mark.parametrize("letter", LETTERS)
def test_a_piece_for_the_chat_ends_behind_a_letter(letter: str) -> None:
    told = pieces([letter * 2_000])
    assert len(told) > 2
    for piece in told:
        body = piece.split(") ", 1)[1]
        assert len(body) % len(letter) == 0 and len(piece.encode("utf-16-le")) // 2 <= LIMIT


@pytest.mark.parametrize("letter", LETTERS)
def test_a_line_of_plain_text_ends_behind_a_letter(letter: str) -> None:
    lines = wrap(letter * 300)
    assert len(lines) > 1 and all(len(line) % len(letter) == 0 for line in lines) and "".join(lines) == letter * 300


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab \u0301\u200d👩🏽🇨🇦\ufe0f林", max_size=3_000))
def test_no_letter_is_lost_and_every_piece_is_short_enough(said: str) -> None:
    told = pieces([said])
    assert all(len(piece.encode("utf-16-le")) // 2 <= LIMIT for piece in told)
    kept = "".join(piece.split(") ", 1)[1] if len(told) > 1 else piece for piece in told)
    assert "".join(kept.split()) == "".join(said.split())


def test_a_heap_of_marks_is_cut_all_the_same() -> None:
    heap = "e" + "\u0301" * 5_000
    assert 0 < last_cut(heap, 500) <= 500 and next_cut(heap, 10) <= 80
    assert "".join(piece.split(") ", 1)[1] for piece in pieces([heap])) == heap
