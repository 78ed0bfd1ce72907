"""Several pasted lines: one question, three answers (`product.md` §3.5)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import EntryKind
from peer_tui.domain.parsed import Arrival, Entry, Surroundings
from peer_tui.domain.paste import Choice, entries, parse_pasted, split_paste
from peer_tui.domain.people import Person

AROUND = Surroundings(today=dt.date(2024, 11, 13), people=(Person("p-ana", "Ana Ruiz"), Person("p-bo", "Bo Chen")))
FOURTEEN = "\n".join(
    ["> @ana draft letter by fri", "> @bo call", "next: book room", "! We testify", *(f"note {n}" for n in range(10))]
)


def texts(pasted: str, choice: Choice) -> list[tuple[EntryKind, str]]:
    """Kind and text of every entry a choice files."""
    found = entries(split_paste(pasted, AROUND), choice, AROUND)
    return [(line.filed.kind, line.filed.text) for line in found if isinstance(line, Entry)]


def test_check_27_fourteen_lines_ask_once() -> None:
    paste = split_paste(FOURTEEN, AROUND)
    assert paste.words == "14 lines: one entry · many (3 steps, 1 decision, 10 notes) · all as notes"
    assert paste.default == "many"
    assert len(paste.lines) == 14


def test_check_27_many_parses_each_line() -> None:
    many = entries(split_paste(FOURTEEN, AROUND), "many", AROUND)
    kinds = [line.filed.kind for line in many if isinstance(line, Entry)]
    assert kinds == [EntryKind.STEP] * 3 + [EntryKind.DECISION] + [EntryKind.NOTE] * 10
    assert isinstance(many[0], Entry)
    assert (many[0].filed.owner, many[0].filed.text) == ("p-ana", "draft letter")


def test_check_27_notes_and_one_keep_the_words_as_pasted() -> None:
    assert texts("! a\n> b", "notes") == [(EntryKind.NOTE, "! a"), (EntryKind.NOTE, "> b")]
    assert texts("! a\r\n\r\n  b\n", "one") == [(EntryKind.DECISION, "a b")]


@pytest.mark.parametrize(
    ("pasted", "default"),
    [
        ("* a\n* b\n* c", "notes"),
        ("- a\n- b", "notes"),
        ("• a\n  • b", "notes"),
        ("1. a\n2. b\n10) c", "notes"),
        ("What we said\n* a\n* b", "notes"),
        ("heading\n- a", "many"),
        ("* a\n- b", "many"),
        ("* a\nb\n* c", "many"),
        ("> a\n> b", "many"),
        ("plain\nlines\nonly", "many"),
        ("-bo\n-ana", "many"),
        ("only one line", "one"),
        ("\n\n one \n", "one"),
        ("", "one"),
    ],
)
def test_the_default_is_notes_for_a_list_of_bullets(pasted: str, default: str) -> None:
    assert split_paste(pasted, AROUND).default == default


def test_fewer_than_two_lines_ask_nothing() -> None:
    assert split_paste("one line\n", AROUND).words == ""
    assert entries(split_paste("", AROUND), "one", AROUND) == ()


def test_everything_is_counted_in_words() -> None:
    pasted = "+ana\n-bo\ncomfort: pauses\n? who\n~ x\n! a\n! b\nplain"
    assert split_paste(pasted, AROUND).words == (
        "8 lines: one entry · many (2 decisions, 1 question, 1 parked, 1 agreement line, 1 arrival, 1 departure, "
        "1 note) · all as notes"
    )


@pytest.mark.parametrize("line", ["/end", "s/a/b/", "!", ">", "q", "q+ ana", "/redact"])
def test_a_pasted_line_never_runs_anything(line: str) -> None:
    found = parse_pasted(line, AROUND)
    assert isinstance(found, Entry)
    assert (found.filed.kind, found.filed.text) == (EntryKind.NOTE, line)
    assert isinstance(parse_pasted("+ana", AROUND), Arrival)


def test_a_byte_order_mark_does_not_hide_a_sigil() -> None:
    assert texts("\ufeff! a\nb", "many")[0] == (EntryKind.DECISION, "a")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["! a", "* b", "- c", "/end", "+ana", ">"])), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["one", "many", "notes"]),
)
def test_any_paste_gives_one_answer_a_line(lines: list[str], newline: str, choice: Choice) -> None:
    paste = split_paste(newline.join(lines), AROUND)
    found = entries(paste, choice, AROUND)
    assert len(found) == (len(paste.lines) if choice != "one" else min(1, len(paste.lines)))
    assert bool(paste.words) == (len(paste.lines) > 1)
    if choice == "notes":
        assert [line.typed for line in found] == list(paste.lines)
