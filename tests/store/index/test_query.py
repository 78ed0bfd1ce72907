"""A typed line becomes a query; nothing typed ever raises; full text and a plain look find the same."""

from __future__ import annotations

import datetime as dt
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import EntryKind
from peer_tui.store.index import schema
from peer_tui.store.index.query import Query, Term
from peer_tui.store.index.words import as_indexed, folded_words, words_in


def words(*terms: str) -> tuple[Term, ...]:
    return tuple(Term(tuple(term.rstrip("*").split()), term.endswith("*")) for term in terms)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("   ", ()),
        ("Housing forum", ("housing", "forum")),
        ('"Next  forum" soon', ("next forum", "soon")),
        ("“next forum”", ("next forum",)),
        ("transp*", ("transp*",)),
        ("Café", ("cafe",)),
        ("don't", ("don t",)),
        ("林小雨", ("林 小 雨",)),
        ('"never closed', ("never closed",)),
        ("a AND b OR NOT c NEAR(d)", ("a", "and", "b", "or", "not", "c", "near d")),
        ("http://example.org/x", ("http example org x",)),
        ("() * : ^ - + {} ''", ()),
        ("kind:nonsense", ("kind nonsense",)),
        ("before:soon after:2024-13", ("before soon", "after 2024 13")),
        ("is:closed", ("is closed",)),
        ("5:30 2nd", ("5 30", "2nd")),
        ("text:word", ("text word",)),
    ],
)
def test_words_and_phrases(typed: str, terms: tuple[str, ...]) -> None:
    assert Query.parse(typed).terms == words(*terms)


def test_filters() -> None:
    asked = Query.parse(
        'kind:decision,next-step group:"Harbor Co" owner:Ána before:2024-12 after:2024-11-13 is:open lunch'
    )
    assert asked == Query(
        terms=words("lunch"),
        kinds=(EntryKind.DECISION, EntryKind.STEP),
        group=("harbor", "co"),
        owner=("ana",),
        before=dt.date(2024, 12, 1),
        after=dt.date(2024, 11, 13),
        open=True,
    )
    assert Query.parse("KIND:steps Is:Open").kinds == (EntryKind.STEP,)
    assert all(Query.parse(f"kind:{kind.value.replace(' ', '-')}").kinds == (kind,) for kind in EntryKind)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("hous", ("hous*",)),
        ("h", ("h",)),
        ("next h", ("next",)),
        ("next ho", ("next", "ho*")),
        ("next ho ", ("next", "ho")),
        ('"next ho"', ("next ho",)),
        ("林", ("林*",)),
        ("kind:decision ho", ("ho*",)),
    ],
)
def test_while_typing_the_last_word_is_a_beginning(typed: str, terms: tuple[str, ...]) -> None:
    assert Query.parse(typed, typing=True).terms == words(*terms)


def test_a_filter_being_typed_changes_no_term() -> None:
    assert Query.parse("ho kind:decision", typing=True).terms == words("ho")


junk = st.text(
    alphabet=st.one_of(
        st.sampled_from("\"*:()^-+{}' \t\0\x1b[]ab12.,“”AND林é\u0301\u202e\ud800\udfff\U0001f600"), st.characters()
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def table() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    schema.create(connection, full_text=True)
    return connection


@given(junk, st.booleans())
def test_no_line_is_an_error(table: sqlite3.Connection, typed: str, typing: bool) -> None:
    asked = Query.parse(typed, typing=typing)
    if asked.terms:
        table.execute("SELECT rowid FROM words WHERE words MATCH ?", (asked.match,)).fetchall()
    assert asked.marks(typed) is not None


letters = st.sampled_from("aAbBéÉe\u0301ßsłL林小ñ1２ _-'.\n\t\0\u202e\u200d\U0001f600ıİΣςжЖ")
lines = st.text(alphabet=letters, max_size=12)


@given(
    st.lists(st.tuples(lines, lines), min_size=1, max_size=6),
    st.text(alphabet=letters, min_size=1, max_size=5),
    st.booleans(),
)
@settings(max_examples=300)
def test_full_text_and_a_plain_look_find_the_same(texts: list[tuple[str, str]], asked: str, typing: bool) -> None:
    query = Query.parse(asked, typing=typing)
    if not query.terms:
        return
    table = sqlite3.connect(":memory:")
    schema.create(table, full_text=True)
    rows = [(n, as_indexed(text), as_indexed(done)) for n, (text, done) in enumerate(texts)]
    table.executemany("INSERT INTO words (rowid, text, done) VALUES (?, ?, ?)", rows)
    found = table.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", (query.match,)).fetchall()
    assert [n for (n,) in found] == [n for n, pair in enumerate(texts) if query.finds(*pair)]
    for text, done in texts:
        if query.finds(text, done):
            assert query.marks(text) or query.marks(done)


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words_in(text):
        assert 0 <= word.start < word.end <= len(text)
        assert "".join(folded_words(text[word.start : word.end])).find(word.folded) >= 0


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("housing", "The Housing forum", ["Housing"]),
        ("hous*", "The Housing forum", ["Hous"]),
        ('"housing forum"', "The Housing – forum, a forum", ["Housing – forum"]),
        ("cafe", "at the CAFÉ", ["CAFÉ"]),
        ("小", "林小雨", ["小"]),
        ("strasse", "Straße 5", ["Straße"]),
        ("a", "a b a", ["a", "a"]),
        ('"a b" b', "a b", ["a b"]),
        ("nothing", "else", []),
    ],
)
def test_what_was_found_is_marked(asked: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in Query.parse(asked).marks(text)] == marked


def test_ten_thousand_characters_are_as_good_as_ten() -> None:
    assert len(Query.parse("word " * 5000).terms) == 32
    assert Query.parse("x" * 10_000).terms == (Term(("x" * 10_000,)),)
    assert Query.parse("word").marks("word " * 2000)[1999] == (9995, 9999)
