"""Evaluations: averages and comments of all the forms together, nothing of few, nothing of one (check 75)."""

from __future__ import annotations

import random
import string
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.anonymous import KnownNames
from peer_tui.domain.people import Person
from peer_tui.domain.programmes.definition import Form, Question, Section
from peer_tui.domain.programmes.evaluating import (
    answer_words,
    average_in_tenths,
    changes,
    read_answer,
    results_of,
    tenths_words,
)

FORM = Form(
    "evaluation",
    "Evaluation",
    evaluation=True,
    fewest=5,
    sections=(
        Section(
            "scales",
            "From 1 to 5",
            (
                Question("quality", "How good was it?", "scale"),
                Question("use", "Is it of use?", "scale"),
                Question("first", "Is it your first one?", "tick"),
                Question("heard", "How did you hear of it?", "choice", ("a friend", "work", "a poster")),
                Question("years", "Years in the field", "number"),
            ),
        ),
        Section("words", "In words", (Question("most", "What helped most?", "long"),)),
    ),
)


def _of(sheets, key, occasion=""):
    return next(one for one in results_of(FORM, sheets, occasion).questions if one.key == key)


TWELVE = [
    {"quality": digit, "most": f"comment {letter}"}
    for digit, letter in zip("554443332515", "lkjihgfedcba", strict=True)
]


def test_check_75_twelve_forms_give_averages_and_comments():
    results = results_of(FORM, TWELVE)
    quality, most = results.questions[0], results.questions[-1]
    assert results.words == "12 forms"
    assert quality.average == "3.7"  # 44 / 12 = 3.666…
    assert answer_words(quality) == "3.7 of 5 · 12 answers · 5×4 4×3 3×3 2×1 1×1"
    assert [comment.text for comment in most.comments] == [f"comment {letter}" for letter in "abcdefghijkl"]


def test_of_four_forms_nothing_is_told_but_how_many_there_are():
    results = results_of(FORM, TWELVE[:4])
    assert results.too_few
    assert results.words == "4 forms: too few to show (5 or more are shown)"
    assert results.questions == ()
    assert not results_of(FORM, TWELVE[:5]).too_few


def test_of_no_form_nothing_is_told():
    assert results_of(FORM, []).words == "no forms yet"
    assert results_of(FORM, []).questions == ()


def test_a_question_that_few_answered_tells_nothing_of_them():
    sheets = [{"quality": "4"} for _ in range(8)] + [{"use": "1", "heard": "work"}, {"use": "2"}]
    results = {one.key: one for one in results_of(FORM, sheets).questions}
    assert results["use"].too_few and results["use"].tenths is None and results["use"].shares == ()
    assert answer_words(results["use"]) == "2 answers: too few to show"
    assert results["heard"].shares == ()
    assert answer_words(results["years"]) == "nobody answered it"


def test_an_empty_tick_is_a_no():
    first = _of([{"first": "yes"}, *({"quality": "3"} for _ in range(5))], "first")
    assert answer_words(first) == "yes 1 · no 5 · 6 answers"


def test_choices_are_counted_in_the_order_of_the_form():
    sheets = [{"heard": "work"}] * 3 + [{"heard": "a poster"}] * 2
    assert answer_words(_of(sheets, "heard")) == "a friend 0 · work 3 · a poster 2 · 5 answers"


def test_a_comment_that_names_somebody_is_pointed_out():
    names = KnownNames([Person("p1", "Ana Ruiz", alias="rain")])
    sheets = [{"most": text} for text in ("thank you, ana", "rain was kind", "the stories", "lunch", "all of it")]
    found = {c.text: c.names for c in results_of(FORM, sheets, names=names).questions[-1].comments}
    assert found["thank you, ana"] == ("ana",)
    assert found["rain was kind"] == ("rain",)
    assert found["the stories"] == ()


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("quality", " 4 ", "4"),
        ("quality", "4/5", "4"),
        ("quality", "4 of 5", "4"),
        ("quality", "5 - very much", "5"),
        ("quality", "", ""),
        ("first", "x", "yes"),
        ("first", "No", ""),
        ("heard", "2", "work"),
        ("heard", "a p", "a poster"),
        ("years", "2,5", "2.5"),
        ("most", " two\nlines ", "two\nlines"),
    ],
)
def test_an_answer_is_kept_as_the_form_words_it(key, typed, kept):
    question = next(one for one in FORM.questions if one.key == key)
    assert read_answer(question, typed).text == kept
    assert not read_answer(question, typed).wrong


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("quality", "6"),
        ("quality", "0"),
        ("quality", "good"),
        ("quality", "45"),
        ("first", "maybe"),
        ("heard", "a"),
        ("heard", "4"),
        ("years", "many"),
    ],
)
def test_an_answer_that_does_not_fit_says_what_would(key, typed):
    question = next(one for one in FORM.questions if one.key == key)
    assert read_answer(question, typed).wrong
    assert not read_answer(question, typed).text


def test_the_change_is_the_difference_of_what_is_shown():
    before = results_of(FORM, [{"quality": d, "use": "2"} for d in "112334"], "before")  # 14/6 = 2.33
    after = results_of(FORM, [{"quality": d} for d in "344455"], "after")  # 25/6 = 4.17
    assert [(one.key, one.words) for one in changes(before, after)] == [("quality", "2.3 → 4.2 (+1.9)")]
    assert changes(after, before)[0].difference == "−1.9"


def test_there_is_no_change_to_tell_where_one_side_is_too_few():
    assert changes(results_of(FORM, TWELVE[:4], "before"), results_of(FORM, TWELVE, "after")) == ()


_SHEETS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "quality": st.sampled_from("12345"),
            "use": st.sampled_from(["1", "5", "", "nonsense", "9"]),
            "first": st.sampled_from(["yes", ""]),
            "heard": st.sampled_from(["a friend", "work", "gone choice"]),
            "most": st.text(alphabet=string.ascii_letters + " []\x00\ud800ş林", max_size=12),
            "no question": st.just("kept, told nowhere"),
        },
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(_SHEETS, st.randoms(use_true_random=False))
def test_no_order_of_the_forms_changes_what_is_told(sheets, chance: random.Random):
    shuffled = list(sheets)
    chance.shuffle(shuffled)
    assert results_of(FORM, sheets) == results_of(FORM, shuffled)


@settings(max_examples=60, deadline=None)
@given(_SHEETS, st.randoms(use_true_random=False))
def test_which_answers_came_on_one_sheet_changes_nothing_that_is_told(sheets, chance: random.Random):
    """Answers are exchanged between sheets, question by question: what is told stays the same, so it links nothing."""
    mixed = [dict[str, str]() for _ in sheets]
    for question in FORM.questions:
        column = [sheet.get(question.key) for sheet in sheets]
        chance.shuffle(column)
        for sheet, cell in zip(mixed, column, strict=True):
            if cell is not None:
                sheet[question.key] = cell
    assert results_of(FORM, sheets) == results_of(FORM, mixed)


@settings(max_examples=60, deadline=None)
@given(_SHEETS)
def test_nothing_is_told_of_fewer_than_the_fewest(sheets):
    results = results_of(FORM, sheets)
    if len(sheets) < FORM.fewest:
        assert results.questions == ()
    for question in results.questions:
        if question.type in ("scale", "choice", "number") and question.answered < FORM.fewest:
            assert question.tenths is None and question.shares == ()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from("12345"), min_size=1, max_size=40))
def test_an_average_is_rounded_to_the_nearest_tenth(digits):
    exact = Fraction(sum(map(int, digits)), len(digits))
    tenths = average_in_tenths(digits)
    assert tenths is not None
    assert abs(exact - Fraction(tenths, 10)) <= Fraction(1, 20)
    assert Fraction(tenths_words(tenths)) == Fraction(tenths, 10)


def test_a_half_is_rounded_up():
    assert average_in_tenths(["2", "2", "2", "3"]) == 23  # 2.25
    assert average_in_tenths(["-2", "-2", "-2", "-3"]) == -23
