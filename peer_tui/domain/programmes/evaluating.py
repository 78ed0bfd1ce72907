"""What anonymous forms say together: averages, how they spread, comments, and the change (`product.md` §4, check 75).

Nothing here knows whose a form was, and nothing it gives tells which answers came on one sheet: each question is looked
at by itself, and comments stand in the order of their own letters, which says nothing of when they were handed in.
Below a form's `fewest` sheets nothing of them is told but how many there are; the same holds for one question that
fewer people answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from peer_tui.domain.anonymous import KnownNames
from peer_tui.domain.characters import clean, fold
from peer_tui.domain.programmes.anonymous_answers import HIGHEST, LOWEST, YES, Answer, read_answer
from peer_tui.domain.programmes.definition import Form, Question
from peer_tui.domain.words import say, say_number

__all__ = [
    "HIGHEST",
    "LOWEST",
    "YES",
    "Answer",
    "Change",
    "Comment",
    "QuestionResult",
    "Results",
    "Share",
    "answer_words",
    "average_in_tenths",
    "changes",
    "read_answer",
    "results_of",
    "tenths_words",
]

ANSWERED_BY_FIGURE = ("scale", "number")
ANSWERED_BY_CHOICE = ("choice", "choices", "tick")


class Share(msgspec.Struct, frozen=True):
    """How many gave one of the answers that were offered."""

    answer: str
    count: int


class Comment(msgspec.Struct, frozen=True):
    """What somebody wrote, without anything that says who."""

    text: str
    names: tuple[str, ...] = ()
    """Words in it that name somebody of the group, as they are written: look at it before it is shared."""


class QuestionResult(msgspec.Struct, frozen=True):
    """What all the sheets say to one question."""

    key: str
    title: str
    type: str
    section: str
    """The title of its section."""
    answered: int
    """How many answered it."""
    too_few: bool = False
    """Fewer than the form's `fewest` answered it: nothing else is told of it."""
    tenths: int | None = None
    """The average in tenths, rounded half up: 38 is 3.8; None where there is nothing to average."""
    shares: tuple[Share, ...] = ()
    """Each step of a scale, or each choice, with how many chose it, in the order of the form."""
    comments: tuple[Comment, ...] = ()

    @property
    def average(self) -> str:
        """`3.8`; empty without one."""
        return "" if self.tenths is None else tenths_words(self.tenths)


class Results(msgspec.Struct, frozen=True):
    """What the sheets of one form, of one occasion, say together."""

    form: str
    title: str
    occasion: str
    count: int
    """How many sheets were handed in."""
    fewest: int
    questions: tuple[QuestionResult, ...] = ()
    """In the form's order; none while there are too few sheets."""

    @property
    def too_few(self) -> bool:
        """There are sheets, but not enough of them to be shown."""
        return 0 < self.count < self.fewest

    @property
    def words(self) -> str:
        """`12 forms`, `no forms yet`, `3 forms: too few to show (5 or more are shown)`."""
        if not self.count:
            return say("no forms yet")
        number = say_number(self.count, "{n} form", "{n} forms")
        if not self.too_few:
            return number
        return say("{number}: too few to show ({fewest} or more are shown)", number=number, fewest=self.fewest)


class Change(msgspec.Struct, frozen=True):
    """One scale before and after."""

    key: str
    title: str
    before: int
    """In tenths, as it is shown."""
    after: int

    @property
    def words(self) -> str:
        """`2.3 → 3.8 (+1.5)`; the difference is that of the two numbers that are shown."""
        return f"{tenths_words(self.before)} → {tenths_words(self.after)} ({self.difference})"

    @property
    def difference(self) -> str:
        """`+1.5`, `−0.2`, `±0.0`."""
        by = self.after - self.before
        sign = "+" if by > 0 else "−" if by < 0 else "±"
        return f"{sign}{tenths_words(abs(by))}"


# --- all of them --------------------------------------------------------------------------------------------------


def results_of(
    form: Form, sheets: Iterable[Mapping[str, str]], occasion: str = "", names: KnownNames | None = None
) -> Results:
    """What some sheets of a form say together.

    Args:
        form: the form.
        sheets: the answers of each sheet by the question's word, in any order.
        occasion: of which occasion they are.
        names: the names of the group, to point out comments that name somebody.
    """
    given = list(sheets)
    questions: tuple[QuestionResult, ...] = ()
    if len(given) >= max(1, form.fewest):
        questions = tuple(
            _together(question, section.title, [sheet.get(question.key, "") for sheet in given], form.fewest, names)
            for section in form.sections
            for question in section.questions
            if question.type != "person"
        )
    return Results(form.key, form.title, occasion, len(given), form.fewest, questions)


def _together(
    question: Question, section: str, texts: Sequence[str], fewest: int, names: KnownNames | None
) -> QuestionResult:
    said = [text for typed in texts if (text := _kept(question, typed))]
    result = QuestionResult(question.key, question.title, question.type, section, len(said))
    figures = question.type in ANSWERED_BY_FIGURE
    if question.type == "tick":
        # Who left it empty said no: a sheet that was handed in is an answer.
        if len(texts) < fewest:
            return msgspec.structs.replace(result, answered=len(texts), too_few=True)
        yes, no = Share(YES, len(said)), Share("no", len(texts) - len(said))
        return msgspec.structs.replace(result, answered=len(texts), shares=(yes, no))
    if figures or question.type in ANSWERED_BY_CHOICE:
        if 0 < len(said) < fewest:
            return msgspec.structs.replace(result, too_few=True)
        return msgspec.structs.replace(
            result, tenths=average_in_tenths(said) if figures else None, shares=_shares(question, said)
        )
    comments = tuple(Comment(text, _named(text, names)) for text in sorted(said, key=lambda text: (fold(text), text)))
    return msgspec.structs.replace(result, comments=comments)


def _kept(question: Question, typed: str) -> str:
    """An answer as it counts: one that does not fit its question, e.g. since the file was changed, does not."""
    return read_answer(question, typed).text


def _shares(question: Question, said: Sequence[str]) -> tuple[Share, ...]:
    if not said or question.type == "number":
        return ()
    if question.type == "scale":
        counts = Counter(said)
        return tuple(Share(str(step), counts[str(step)]) for step in range(LOWEST, HIGHEST + 1))
    parts = Counter(part for text in said for part in (text.split("; ") if question.type == "choices" else (text,)))
    return tuple(Share(choice, parts[choice]) for choice in question.choices)


def _named(text: str, names: KnownNames | None) -> tuple[str, ...]:
    cleaned = clean(text)
    found = names.in_text(cleaned) if names is not None else []
    return tuple(dict.fromkeys(cleaned[one.start : one.end].lstrip("@") for one in found))


def average_in_tenths(figures: Sequence[str]) -> int | None:
    """The average of some figures in tenths, rounded half up (away from nought below it); None of none."""
    from fractions import Fraction

    if not figures:
        return None
    mean = sum((Fraction(figure) for figure in figures), Fraction()) / len(figures)
    size = (abs(mean) * 20 + 1) // 2
    return int(size) if mean >= 0 else -int(size)


def tenths_words(tenths: int) -> str:
    """`3.8`."""
    sign = "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def changes(before: Results, after: Results) -> tuple[Change, ...]:
    """How the scales came on between two occasions: those that both have enough answers to."""
    known = {one.key: one.tenths for one in before.questions if one.type == "scale" and one.tenths is not None}
    return tuple(
        Change(one.key, one.title, known[one.key], one.tenths)
        for one in after.questions
        if one.type == "scale" and one.tenths is not None and one.key in known
    )


# --- in words -----------------------------------------------------------------------------------------------------


def answer_words(question: QuestionResult) -> str:
    """What a question's figures say: `4.2 of 5 · 12 answers · 5×6 4×4 3×2`; empty for one answered in words."""
    if question.type not in (*ANSWERED_BY_FIGURE, *ANSWERED_BY_CHOICE):
        return ""
    number = say_number(question.answered, "{n} answer", "{n} answers")
    if question.too_few:
        return say("{number}: too few to show", number=number)
    if not question.answered:
        return say("nobody answered it")
    if question.type == "scale":
        steps = " ".join(f"{one.answer}×{one.count}" for one in reversed(question.shares) if one.count)
        average = say("{average} of {highest}", average=question.average, highest=HIGHEST)
        return " · ".join((average, number, steps))
    if question.type == "number":
        return " · ".join((say("{average} on average", average=question.average), number))
    return " · ".join((*(f"{say(one.answer)} {one.count}" for one in question.shares), number))
