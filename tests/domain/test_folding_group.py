"""How single facts change a group: what was let go, what a decision became, whether a programme goes on."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import (
    DecisionComesBack,
    DecisionReplaced,
    Event,
    MeetingDeleted,
    MeetingPlanned,
    MeetingRestored,
    ProgrammeClosed,
    ProgrammeStarted,
)
from peer_tui.domain.folding.group import apply, decide
from peer_tui.domain.group import Group
from tests.domain.histories import BLOCKS, START, ZONE

PLANNED = MeetingPlanned(
    id="1", meeting="m", group="g", series="s", title="Coalition", starts=START, zone=ZONE, minutes=60, blocks=BLOCKS
)
LET_GO = MeetingDeleted(id="2", at=START, meeting="m")


def told(*events: Event, shard: str = "") -> Group:
    """A group to which these facts alone were told, of one shard."""
    group = Group()
    for event in events:
        apply(group, event, shard, shard)
    return group


def test_a_meeting_that_was_let_go_is_known_by_its_id_with_and_without_its_row() -> None:
    assert told(LET_GO).let_go == {"m"} and not told(LET_GO).meetings
    group = told(PLANNED, LET_GO)
    assert group.let_go == {"m"} and group.meetings["m"].deleted == START


def test_a_deletion_in_the_meeting_itself_lets_nothing_go_and_restoring_takes_back_what_was() -> None:
    assert told(PLANNED, MeetingDeleted(id="2", at=START), shard="m").let_go == set()
    group = told(PLANNED, LET_GO, MeetingRestored(id="3"), shard="m")
    assert group.let_go == set() and group.meetings["m"].deleted is None


def test_of_what_became_of_a_decision_the_last_word_holds() -> None:
    group, day = Group(), dt.date(2025, 1, 8)
    replaced = DecisionReplaced(id="1", entry="e1", newer="e7")
    back = DecisionComesBack(id="2", entry="e1", day=day)
    decide(group, replaced)
    decide(group, back)
    assert group.replaced == {"e1": replaced} and group.coming_back == {"e1": back}
    decide(group, DecisionReplaced(id="3", entry="e1", newer=None))
    decide(group, DecisionComesBack(id="4", entry="e1", day=None))
    assert group.replaced == {} and group.coming_back == {}


@pytest.mark.parametrize("early", [False, True], ids=["in order", "of a laptop whose clock ran ahead"])
def test_a_programme_that_was_closed_does_not_go_on_whichever_came_first(early: bool) -> None:
    began = ProgrammeStarted(id="1", programme="p", programme_key="peer-match", title="Peer match")
    closed = ProgrammeClosed(id="2", programme="p")
    assert told(*((closed, began) if early else (began, closed))).programmes == {"p": False}
    assert told(began, closed, ProgrammeClosed(id="3", programme="p", closed=False)).programmes == {"p": True}
