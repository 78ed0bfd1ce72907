"""Anonymous forms that were typed in twice: which ones seem to be, and which of them count.

Two laptops type the same pile of paper, or one laptop types it again after lunch. Forms name nobody, and two people may
honestly answer the same, so nothing is ever left out by the program: a person is told how many forms read alike, and
takes them out or says that they all count. Two forms of one occasion are told of when either holds:

- **their words are the same**: all answers are alike, and at least four words are written on them (`FEWEST_WORDS`);
- **their batch is the same**: at least nine forms in ten of the smaller of two batches stand in the other, too, the
  smaller is at least half as large, and the forms that stand in both are so many that this is no chance: three
  different ones or more, with twelve answers or more between them (`FEWEST_DIFFERENT`, `FEWEST_ANSWERS`).

A batch is one file that was read in, or what one device typed with no more than an hour between two forms. Everything
else that is alike, such as a form without comments that gives all fives, is taken for two people's.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import EvaluationId
from peer_tui.domain.programmes.definition import Form
from peer_tui.domain.programmes.run import Evaluation
from peer_tui.domain.words import say_number

FEWEST_WORDS = 4
"""Written words from which on a form that reads like another one is no chance."""
FEWEST_DIFFERENT = 3
"""Different forms that two batches have in common at least."""
FEWEST_ANSWERS = 12
"""Answers that these give between them at least."""
ONE_SITTING = dt.timedelta(hours=1)
"""The longest time between a form that one device types and the next, for both to be of one batch."""
_IN_WORDS = ("text", "long")

_Reading = tuple[tuple[str, str], ...]
"""How a form reads: its answers by the question's word, without case, spaces and what ends a sentence."""


class Repeat(msgspec.Struct, frozen=True):
    """A form that reads like one that was entered before it."""

    evaluation: EvaluationId
    like: EvaluationId
    elsewhere: bool
    """Whether the earlier one was entered on another device."""


def repeats_of(
    form: Form, evaluations: Iterable[Evaluation], both_count: Collection[EvaluationId] = ()
) -> tuple[Repeat, ...]:
    """The forms of one kind that seem to have been typed in twice, each with the earlier one it repeats.

    The same forms give the same answer on every device, in whatever order they arrived.

    Args:
        form: the form.
        evaluations: the forms that count, of any kind.
        both_count: those of which a person said that they count as well.
    """
    occasions: dict[str, list[Evaluation]] = {}
    for one in evaluations:
        if one.part == form.key and any(one.texts.values()):
            occasions.setdefault(one.occasion, []).append(one)
    found: dict[EvaluationId, EvaluationId] = {}
    for sheets in occasions.values():
        batches = _batches(sheets)
        read = {one.id: _reading(one.texts) for one in sheets}
        _by_words(form, batches, read, found)
        for place, later in enumerate(batches):
            for earlier in batches[:place]:
                _by_batch(earlier, later, read, found)
    return tuple(
        Repeat(later, earlier, _device(later) != _device(earlier))
        for later, earlier in found.items()
        if later not in both_count
    )


def repeated_words(repeats: Sequence[Repeat]) -> tuple[str, ...]:
    """A sentence about the forms that read like another device's, and one about those like the same device's."""
    elsewhere = sum(one.elsewhere for one in repeats)
    here = len(repeats) - elsewhere
    said = []
    if elsewhere:
        said.append(
            say_number(elsewhere, "{n} form reads just like one that was entered on another laptop.",
                       "{n} forms read just like others that were entered on another laptop.")
        )  # fmt: skip
    if here:
        said.append(
            say_number(here, "{n} form reads just like one that was entered earlier on the same laptop.",
                       "{n} forms read just like others that were entered earlier on the same laptop.")
        )  # fmt: skip
    return tuple(said)


def without_repeats(
    evaluations: Sequence[Evaluation], said: Mapping[EvaluationId, EvaluationId]
) -> tuple[list[Evaluation], dict[EvaluationId, EvaluationId]]:
    """The forms that count, and those that do not, each with the one that counts for it.

    Of the forms that repeat one that was withdrawn the first counts, also where one repeats another that repeats it: a
    sheet that was typed three times counts once, whichever of them is withdrawn. Of forms that two laptops took out for
    each other's sake the first counts: no form is lost by two people doing the same.

    Args:
        evaluations: those that were not withdrawn.
        said: what persons said of forms: which other one each repeats.
    """
    known = {one.id for one in evaluations}
    first: dict[EvaluationId, EvaluationId] = {}
    out: dict[EvaluationId, EvaluationId] = {}
    for one in sorted(known):
        end = _end_of(one, said)
        stands = end if end in known else first.setdefault(end, one)
        if stands != one:
            out[one] = stands
    return [one for one in evaluations if one.id not in out], out


def _end_of(form: EvaluationId, said: Mapping[EvaluationId, EvaluationId]) -> EvaluationId:
    """The form at the end of what repeats what, also where that one, or one on the way, was withdrawn."""
    way = [form]
    while following := said.get(way[-1], ""):
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]


# --- reading alike ------------------------------------------------------------------------------------------------


def _reading(texts: Mapping[str, str]) -> _Reading:
    said = ((key, " ".join(fold(clean(text, keep_lines=True)).split()).rstrip(" .!?…")) for key, text in texts.items())
    return tuple(sorted((key, text) for key, text in said if text))


def _device(form: EvaluationId) -> str:
    """The device that made an id: it ends with its writer, and that with a slot (`domain.clock.event_id`)."""
    return form.split("-", 2)[-1].rpartition("-")[0]


def _batches(sheets: Iterable[Evaluation]) -> list[list[Evaluation]]:
    """The forms of each batch, in the order in which they were entered; the batch that was begun first, first."""
    batches: list[list[Evaluation]] = []
    open_: dict[tuple[str, str], list[Evaluation]] = {}
    for one in sorted(sheets, key=lambda sheet: sheet.id):
        whose = (_device(one.id), one.act)
        batch = open_.get(whose)
        if batch is None or (not one.act and abs(one.entered - batch[-1].entered) > ONE_SITTING):
            batch = open_[whose] = []
            batches.append(batch)
        batch.append(one)
    return batches


def _by_words(
    form: Form,
    batches: Iterable[Iterable[Evaluation]],
    read: Mapping[EvaluationId, _Reading],
    found: dict[EvaluationId, EvaluationId],
) -> None:
    """Find the forms that are alike to their words."""
    written = {question.key for question in form.questions if question.type in _IN_WORDS}
    first: dict[_Reading, EvaluationId] = {}
    for batch in batches:
        for one in batch:
            reading = read[one.id]
            if sum(len(text.split()) for key, text in reading if key in written) >= FEWEST_WORDS:
                known = first.setdefault(reading, one.id)
                if known != one.id:
                    found[one.id] = known


def _by_batch(
    earlier: Sequence[Evaluation],
    later: Sequence[Evaluation],
    read: Mapping[EvaluationId, _Reading],
    found: dict[EvaluationId, EvaluationId],
) -> None:
    """Find the forms of a batch that is another one's, typed again."""
    common = Counter(read[one.id] for one in earlier) & Counter(read[one.id] for one in later)
    smaller, larger = sorted((len(earlier), len(later)))
    if len(common) < FEWEST_DIFFERENT or sum(len(reading) for reading in common) < FEWEST_ANSWERS:
        return
    if common.total() * 10 < smaller * 9 or smaller * 2 < larger:
        return
    left: dict[_Reading, list[EvaluationId]] = {}
    for one in earlier:
        left.setdefault(read[one.id], []).append(one.id)
    for one in later:
        there = left.get(read[one.id])
        if there:
            found.setdefault(one.id, there.pop(0))
