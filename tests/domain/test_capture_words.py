"""A programme's own words on the capture line: what they file, and the row they add."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.capture import WORDS
from peer_tui.domain.events import EntryKind
from peer_tui.domain.programmes.capture_words import cells_of, own_words
from peer_tui.domain.programmes.definition import Column, Programme, Register, Word

PROGRAMME = Programme(
    "invented", "Invented", "About", "Nobody's page",
    words=(
        Word("my", "My next step", "next step", private=True),
        Word("path", "Pathway step", names=False),
        Word("lesson", "A lesson", "lesson"),
        Word("Harvest", "Harvest", "celebration"),
        Word("odd", "Odd", "no such kind"),
    ),
    registers=(
        Register("issues", "Policy issues", "issue", word="issue", columns=(
            Column("title", "Title"), Column("sets", "Who sets it"), Column("administers", "Who administers it"),
            Column("status", "Status", "choice", ("open", "closed")),
        )),
        Register("pathway", "Pathway steps", "pathway step", named_by="step", word="path"),
        Register("plain", "Plain list", "row"),
    ),
)  # fmt: skip
OWN = own_words(PROGRAMME, WORDS)


def test_every_word_of_the_file_is_known_by_its_small_letters():
    assert list(OWN) == ["my", "path", "lesson", "harvest", "odd", "issue"]


def test_a_private_word_files_a_next_step_whatever_its_kind():
    assert (OWN["my"].kind, OWN["my"].private, OWN["my"].title) == (EntryKind.STEP, True, "My next step")


def test_a_word_that_is_a_kind_is_called_by_its_kind():
    assert (OWN["lesson"].kind, OWN["lesson"].title) == (EntryKind.LESSON, "")
    assert (OWN["issue"].kind, OWN["issue"].title, OWN["issue"].register) == (EntryKind.ISSUE, "", "issues")


def test_a_kind_nobody_knows_files_a_note():
    assert OWN["odd"].kind is EntryKind.NOTE


def test_a_word_of_the_file_and_of_a_register_does_both():
    path = OWN["path"]
    assert (path.title, path.names, path.register, path.column) == ("Pathway step", False, "pathway", "step")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("eligibility cliff / EOHLC sets", {"title": "eligibility cliff", "sets": "EOHLC"}),
        ("cliff / sets: EOHLC / DESE administers", {"title": "cliff", "sets": "EOHLC", "administers": "DESE"}),
        ("cliff / Who sets it EOHLC", {"title": "cliff", "sets": "EOHLC"}),
        ("rent and/or food", {"title": "rent and/or food"}),
        ("rent / food", {"title": "rent / food"}),
        ("rent / EOHLC sets / food", {"title": "rent / EOHLC sets / food"}),
        ("rent / A sets / B sets", {"title": "rent / A sets / B sets"}),
        ("rent / sets", {"title": "rent / sets"}),
        ("rent / open status", {"title": "rent", "status": "open"}),
        ("rent / open", {"title": "rent / open"}),
        ("rent / status unheard of", {"title": "rent / status unheard of"}),
        (" / EOHLC sets", {"title": "/ EOHLC sets"}),
    ],
)
def test_what_stands_behind_a_slash_goes_to_the_column_it_names(text, cells):
    assert cells_of(OWN["issue"], text) == cells


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab /:setİßadminrwho林", max_size=40))
def test_no_word_of_a_line_is_lost(text):
    cells = cells_of(OWN["issue"], text)
    told = "".join(cells.values())
    assert set(cells) <= {"title", "sets", "administers", "status"}
    # Only the names of the columns, slashes, colons and spaces may be missing.
    for character in "ab林İ":
        if character not in "administers who sets it":
            assert told.count(character) == text.count(character)
