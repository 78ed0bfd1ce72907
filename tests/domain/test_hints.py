"""Hints about words and privacy: given about what is written, never about what is quoted, and changing nothing."""

from __future__ import annotations

import pytest

from peer_tui.domain.events import EntryKind, PersonAdded
from peer_tui.domain.hints import HintWords, Wording, find_hints
from peer_tui.services.hints import shipped
from tests.domain.histories import START, History


def hints(*texts: str, words: HintWords | None = None) -> list[tuple[str, str]]:
    told = History()
    told.say(PersonAdded(person="may", name="May Hope"))
    told.plan("m", START)
    told.begin(START)
    for text in texts:
        told.write(EntryKind.NOTE, text)
    found = find_hints(told.meeting(), told.group(), words or shipped())
    return [(hint.kind, hint.found) for hint in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Support for addicts downtown", "addicts"),
        ("He is a drug addict", "drug addict"),
        ("Programs for the Mentally Ill", "the Mentally Ill"),
        ("She had a dirty test", "dirty"),
        ("Two people stayed clean", "clean"),
        ("who suffers from anxiety", "suffers from"),
        ("someone committed suicide", "committed suicide"),
        ("was non-compliant with it", "non-compliant"),
    ],
)
def test_each_of_the_words_is_hinted_at(text: str, found: str) -> None:
    assert ("language", found) in hints(text)


@pytest.mark.parametrize(
    "text",
    [
        "clean up the minutes", "a clean copy of the letter", "the addictive game", "we complied", "Junkiest",
        "they wrote “I am an addict in recovery” themselves", 'her words: "suffers from"', "it's an 'addict' word",
        "The committee committed to it", "„abuser“", "«junkie»",
    ],
)  # fmt: skip
def test_other_uses_and_quoted_words_are_left_alone(text: str) -> None:
    assert hints(text) == []


def test_a_name_beside_a_private_matter_is_hinted_at_and_either_alone_is_not() -> None:
    assert hints("Ana went to the hospital") == [("privacy", "hospital")]
    assert {found for _, found in hints("Bo Chen told of his divorce and his boss")} == {"divorce", "boss"}
    assert hints("The hospital sent a speaker") == [] and hints("Ana called") == []
    assert hints("林小雨 was evicted") == [("privacy", "evicted")]


def test_a_small_word_that_is_a_name_too_is_no_name_here() -> None:
    assert hints("we may hope for treatment") == []
    assert hints("May is in treatment") == [("privacy", "treatment")]


def test_words_that_count_only_near_others() -> None:
    words = HintWords((Wording(("tick",), "mark", ("box",)),))
    assert hints("tick it", "tick the box", words=words) == [("language", "tick")]


def test_hostile_lines_are_read_without_a_fault() -> None:
    assert hints("[/] \x00 “ addict", "“" * 500, "a" * 10_000, "\ud800 'addict") == [
        ("language", "addict"), ("language", "addict"),
    ]  # fmt: skip


def test_the_shipped_list_is_there() -> None:
    assert len(shipped().language) > 8 and {one.about for one in shipped().privacy} == {
        "health", "family", "legal", "employer",
    }  # fmt: skip
