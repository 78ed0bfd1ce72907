"""Where a person's name stands in what others wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.forgetting import Mentions, Name, mentions
from tests.domain.histories import START, History

ANA = Name(["Ana Ruiz", "rain"])


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Ana Ruiz called", "a member called"),
        ("we asked ANA's sister", "we asked a member's sister"),
        ("ask @ana and Ruiz", "ask a member and a member"),
        ("José met Aña", "José met a member"),
        ("Ana-Ruiz", "a member"),
        ("it will rain", "it will a member"),
        ("Ana. Ruiz, (ana)", "a member, (a member)"),
    ],
)
def test_whole_words_of_the_name_are_found_whatever_case_and_accents(text: str, replaced: str) -> None:
    assert ANA.stands_in(text)
    assert ANA.replaced(text) == replaced


@pytest.mark.parametrize("text", ["banana", "Anabel", "rainy", "ruizo", "", "[/] [bold]", "\x00", "\ud800"])
def test_a_part_of_another_word_is_not_the_name(text: str) -> None:
    assert not ANA.stands_in(text)
    assert ANA.replaced(text) == text


def test_a_name_in_a_script_without_spaces_is_found_within_a_text() -> None:
    name = Name(["林小雨"])
    assert name.replaced("我们问林小雨好吗") == "我们问a member好吗"
    assert Name([" ", "x"]).replaced("x marks") == "x marks"


@given(st.text(), st.text(min_size=1))
def test_nothing_of_the_name_is_left_whatever_the_text(text: str, name: str) -> None:
    called = Name([name])
    assert not called.stands_in(called.replaced(text).replace("a member", "·"))


def looked(history: History, person: str = "ana") -> Mentions:
    return mentions([person], history.shards)


def with_lines(*texts: str) -> History:
    history = History()
    history.plan("m", START)
    history.begin(START)
    for text in texts:
        history.write(ev.EntryKind.NOTE, text)
    return history


def test_every_line_with_a_word_of_the_name_is_listed_once() -> None:
    history = with_lines("Ana spoke", "nobody spoke", "it is Ruiz again")
    entry = history.write(ev.EntryKind.PARKED, "ask Ana")
    history.say(ev.EntryEdited(entry=entry, filed=ev.Filed(ev.EntryKind.PARKED, "ask Ana soon")))
    history.end(START)
    history.plan("n", START)
    history.say(ev.TopicAdded(topic="t", text="ask Ana soon", entry=entry))
    history.say(ev.UpdateCollected(priority="leg", text="from Ana: two hearings"))
    history.say(ev.MeetingRenamed(title="Ana's farewell"))
    found = looked(history)
    assert [mention.text for mention in found.lines] == [
        "Ana spoke",
        "it is Ruiz again",
        "ask Ana soon",
        "from Ana: two hearings",
        "Ana's farewell",
    ]
    asked = found.lines[2]
    assert {part.meeting for part in asked.parts} == {"m", "n"}
    assert {part.replaced for part in asked.parts} == {"ask a member", "ask a member soon"}
    assert found.holders == [""]


def test_a_second_person_of_the_same_first_name_is_never_touched_by_itself() -> None:
    history = with_lines()
    history.on = ""
    history.say(ev.PersonAdded(person="ana2", name="Ana Sousa"))
    history.on = "m"
    filed = ev.Filed(ev.EntryKind.STEP, "write", typed="> @ana sousa write", owner="ana2")
    history.say(ev.Captured(entry="x", block="steps", filed=filed))
    found = looked(history)
    assert found.silent == []
    assert [mention.text for mention in found.lines] == ["> @ana sousa write"]
    assert "ana2" not in repr(found)


def test_a_name_that_was_typed_to_say_who_leads_goes_without_a_question() -> None:
    history = with_lines()
    filed = ev.Filed(ev.EntryKind.STEP, "write the letter", typed="> @ana write the letter", owner="ana")
    history.say(ev.Captured(entry="x", block="steps", filed=filed))
    history.say(ev.StepAssigned(step="x", owner=None, meant="Ana Ruiz"))
    found = looked(history)
    assert found.lines == []
    assert sorted(part.replaced for part in found.silent) == ["", "write the letter"]


def test_one_question_for_a_correction_and_what_the_review_said_of_it() -> None:
    history = with_lines("Ana attended")
    history.say(ev.MinutesReviewed(meeting="before", outcome="postponed", corrections=("other", "Ana attended")))
    found = looked(history)
    assert len(found.lines) == 1 and len(found.lines[0].parts) == 3
