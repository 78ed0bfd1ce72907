"""Texts for the chat: short enough, whole, and telling no more than the group decided."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementProposed,
    Arrived,
    EntryKind,
    FingersShown,
    OffRecordStarted,
    Paused,
    ProposalSettled,
    Side,
)
from peer_tui.exchange import chat
from tests.domain.histories import START, History
from tests.exchange.hostile import HOSTILE, meeting_full_of, texts

AT = START + dt.timedelta(minutes=20)


def in_session() -> History:
    told = History()
    told.plan("m", START)
    told.begin(START)
    told.at(START, 15)
    told.go("priorities")
    return told


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_the_agenda_has_clock_times() -> None:
    told = in_session()
    assert chat.agenda(told.meeting(), told.group()) == [
        "Coalition meeting · Wed 13 Nov 2024, 2:00 pm EST\n"
        "2:00 Welcome\n"
        "2:05 Comfort / Discomfort Agreement – introductions\n"
        "2:10 Minutes review\n"
        "2:15 Updates on Priorities\n"
        "2:30 Current topics we are addressing\n"
        "2:43 Next Steps\n"
        "2:58 Group goodbyes!"
    ]


def test_the_agreement_is_told_in_its_two_halves_with_what_is_adopted_only() -> None:
    told = in_session()
    assert chat.agreement(told.meeting(), told.group()) == ["We have not written a Comfort / Discomfort Agreement yet."]
    told.say(AgreementProposed(item="a", side=Side.COMFORT, text="Pass at any time"))
    told.say(AgreementProposed(item="b", side=Side.DISCOMFORT, text="Anyone may ask for a pause"))
    told.say(AgreementAdopted(version=1, items=("a", "b")))
    told.say(AgreementProposed(item="c", side=Side.COMFORT, text="Not adopted"))
    assert chat.agreement(told.meeting(), told.group()) == [
        "Our Comfort / Discomfort Agreement (v1)\n"
        "What helps us be comfortable:\n- Pass at any time\n"
        "What we do when something is uncomfortable:\n- Anyone may ask for a pause"
    ]


def test_now_tells_the_block_the_time_and_what_comes() -> None:
    told = in_session()
    [message] = chat.now(told.meeting(), told.group(), AT)
    first, second = message.split("\n")
    assert first.startswith("Now: Updates on Priorities · ")
    assert "min left of 15" in first
    assert second == "Then: Current topics · Next Steps by 2:43"
    told.at(START, 43)
    told.go("steps")
    message = chat.now(told.meeting(), told.group(), START + dt.timedelta(minutes=45))[0]
    assert message.endswith("\nThen: Group goodbyes!")


def test_now_before_in_a_pause_off_the_record_and_after() -> None:
    told = History()
    told.plan("m", START)
    assert chat.now(told.meeting(), told.group(), START)[0].startswith("We begin at 2:00 pm.")
    told = in_session()
    told.say(Paused())
    assert "we have paused" in chat.now(told.meeting(), told.group(), AT)[0]
    told.say(OffRecordStarted())
    assert chat.now(told.meeting(), told.group(), AT)[0].startswith("Now: off the record.")
    told.end(START)
    assert chat.now(told.meeting(), told.group(), AT) == ["The meeting ended at 3:00 pm."]


def test_the_proposal_stands_in_its_exact_words_until_it_is_agreed() -> None:
    told = in_session()
    assert chat.proposal(told.meeting(), told.group()) == []
    entry = told.write(EntryKind.PROPOSAL, "We meet  monthly")
    told.say(FingersShown(entry=entry, counts=(0, 0, 0, 1, 0, 2)))
    message = chat.proposal(told.meeting(), told.group())[0]
    assert message.startswith("Proposal: We meet  monthly\nSo far – fingers: 5×2 3×1 · 3 people\nShow 0 to 5 fingers")
    told.say(ProposalSettled(entry=entry, outcome="agreed"))
    assert chat.proposal(told.meeting(), told.group()) == []


def test_steps_tell_who_what_and_by_when() -> None:
    told = in_session()
    assert chat.steps(told.meeting(), told.group()) == ["No next steps yet."]
    told.step("Draft testimony", "ana", yes=True, done_when="in chat")
    told.step("Print flyers", due=None)
    assert chat.steps(told.meeting(), told.group()) == [
        "Our next steps\n"
        "1. Draft testimony · Ana Ruiz · by Fri 22 Nov · done when: in chat · accepted\n"
        "2. Print flyers · unclaimed · no date"
    ]


def test_check_32_catching_up_tells_block_decisions_and_agreement_within_900() -> None:
    told = in_session()
    told.adopt(1, *(f"Agreed line {number} {'and so on ' * 8}" for number in range(12)))
    told.write(EntryKind.NOTE, "A private-sounding note")
    told.write(EntryKind.PARKED, "A parked thing")
    for number in range(6):
        told.write(EntryKind.DECISION, f"Decision number {number}")
    messages = chat.catch_up(told.meeting(), told.group(), AT)
    assert len(messages) > 1
    assert all(units(message) <= 900 for message in messages)
    assert "Now: Updates on Priorities" in messages[0]
    assert all(f"- Decision number {number}" in messages[0] for number in range(6))
    assert "Agreed line 11" in messages[-1]
    assert [message.split(" ")[0] for message in messages] == [f"({n}/{len(messages)})" for n in (1, 2)]
    assert not any("private" in message or "parked" in message for message in messages)


def test_check_31_a_guest_who_takes_a_step_is_not_named() -> None:
    told = in_session()
    told.say(Arrived(person="lee"))
    told.step("Send the survey", "lee")
    assert chat.steps(told.meeting(), told.group()) == [
        "Our next steps\n1. Send the survey · a guest · by Fri 22 Nov · asked"
    ]


def test_an_evaluation_needs_a_link() -> None:
    assert chat.evaluation("") == []
    assert chat.evaluation(" https://example.org/f ") == [
        "How was this meeting for you? Please tell us: https://example.org/f"
    ]


def test_messages_split_at_line_ends_first() -> None:
    assert chat.pieces(["a" * 500, "b" * 500]) == ["(1/2) " + "a" * 500, "(2/2) " + "b" * 500]
    assert chat.pieces(["a" * 450, "b" * 449]) == ["a" * 450 + "\n" + "b" * 449]


def test_an_emoji_family_is_not_torn_apart() -> None:
    family = "👩‍👩‍👧"
    messages = chat.pieces([family * 300])
    assert all(re.fullmatch(rf"\(\d+/\d+\) ({family})+", message) for message in messages)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=2000), st.sampled_from([text for text in HOSTILE]))))
@example(["\n" * 2000])
@example(["x" * 10_000, ""])
def test_check_32_pieces_are_short_and_lose_nothing(lines: list[str]) -> None:
    messages = chat.pieces(lines)
    assert all(units(message) <= 900 for message in messages)
    bare = [re.sub(r"^\(\d+/\d+\) ", "", message) if len(messages) > 1 else message for message in messages]
    assert "".join("".join(bare).split()) == "".join("".join(lines).split())


@settings(max_examples=40, deadline=None)
@given(texts)
@example(HOSTILE[11])
def test_any_text_can_be_pasted(text: str) -> None:
    told = meeting_full_of(text)
    meeting, group = told.meeting(), told.group()
    for messages in (
        chat.agenda(meeting, group),
        chat.now(meeting, group, AT),
        chat.proposal(meeting, group),
        chat.steps(meeting, group),
        chat.catch_up(meeting, group, AT),
        chat.evaluation(text),
    ):
        assert all(units(message) <= 900 for message in messages)
        "".join(messages).encode()
