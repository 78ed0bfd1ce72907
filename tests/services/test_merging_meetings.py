"""A meeting that was planned twice becomes one, and what was prepared for the other comes along."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import JoinLinkSet, RoleGiven, TopicAdded, UpdateAsked
from peer_tui.services import deleting, merging_meetings, planning
from peer_tui.services.problems import Problem
from tests.services.conftest import START, Room
from tests.services.libraries import add_topic


@pytest.fixture
def twice(room: Room) -> tuple[str, str]:
    """13 November as it was planned, and once more, with a topic, an update, a role and a link of its own."""
    kept = room.session.id
    gone = planning.plan(room.workspace, room.opened, START + dt.timedelta(hours=1), title="The second one")
    group = room.opened.group
    legislation, training, *_ = group.active_priorities
    add_topic(room.workspace, room.opened, gone, "the story bank")
    add_topic(room.workspace, room.opened, kept, "The Story  bank")
    add_topic(room.workspace, room.opened, gone, "the van")
    planning.collect_update(room.workspace, room.opened, legislation.id, "the bill moved", gone)
    bodies = [
        RoleGiven(role="facilitator", person=room.who("bo")),
        UpdateAsked(priority=training.id),
        JoinLinkSet(link="https://example.org/j/1"),
    ]
    room.workspace.record(room.opened, gone, bodies)
    return kept, gone


def pair(room: Room, twice: tuple[str, str]) -> tuple[planning.Held, planning.Held]:
    return room.opened.group.meetings[twice[0]], room.opened.group.meetings[twice[1]]


def test_topics_updates_roles_and_the_link_come_along(room: Room, twice: tuple[str, str]) -> None:
    kept, gone = pair(room, twice)
    along = merging_meetings.coming_along(room.opened, gone, kept)
    assert "the van" in [topic.text for topic in along.topics]
    question = merging_meetings.question(room.workspace, room.opened, gone, kept)
    assert question.startswith("Keep Harbor Peer Coalition, Wed 13 Nov 2024, 2:00 pm, instead of The second one")
    assert "1 update" in question and "1 role" in question and question.endswith("come along?")
    merging_meetings.merge_meetings(room.workspace, room.opened, gone, kept)
    meeting, group = room.opened.meeting(kept.id), room.opened.group
    texts = [topic.text for topic in meeting.topics]
    assert "the van" in texts and len(texts) == len(set(texts))
    assert "The Story  bank" in texts and "the story bank" not in texts
    assert meeting.roles["facilitator"] == room.who("bo")
    assert [update.meeting for update in group.active_priorities[0].updates] == [gone.id, kept.id]
    assert group.meetings[kept.id].link == "https://example.org/j/1"
    assert group.active_priorities[1].id in group.meetings[kept.id].asked
    assert [held.id for held in group.shown if held.starts >= START] == [kept.id]


def test_merging_twice_on_two_devices_adds_nothing_twice(room: Room, twice: tuple[str, str]) -> None:
    kept, gone = pair(room, twice)
    merging_meetings.merge_meetings(room.workspace, room.opened, gone, kept)
    once = [topic.text for topic in room.opened.meeting(kept.id).topics]
    added = [event for event in room.opened.events[kept.id] if isinstance(event, TopicAdded)][-1]
    room.workspace.record(room.opened, kept.id, [TopicAdded(topic=added.topic, text=added.text)])
    assert [topic.text for topic in room.opened.meeting(kept.id).topics] == once
    with pytest.raises(Problem, match="deleted"):
        merging_meetings.merge_meetings(room.workspace, room.opened, room.opened.group.meetings[gone.id], kept)


def test_the_other_one_can_be_had_back(room: Room, twice: tuple[str, str]) -> None:
    kept, gone = pair(room, twice)
    merging_meetings.merge_meetings(room.workspace, room.opened, gone, kept)
    (one,) = deleting.deleted(room.workspace, [room.opened])
    assert one.words == "planned twice: Harbor Peer Coalition of Wed 13 Nov 2024 stands for it"
    assert not one.may_go and one.since is None
    deleting.restore(room.workspace, room.opened, one.held)
    assert gone.id in [held.id for held in room.opened.group.shown]


def test_only_planned_meetings_are_merged(room: Room, twice: tuple[str, str]) -> None:
    kept, gone = pair(room, twice)
    october = next(held for held in room.opened.group.meetings.values() if held.state == "ended")
    refused = ((kept, kept, "itself"), (october, kept, "was held"), (kept, october, "was held"))
    for first, second, why in refused:
        with pytest.raises(Problem, match=why):
            merging_meetings.merge_meetings(room.workspace, room.opened, first, second)
    assert [held.id for held in merging_meetings.others(room.opened, gone)] == [kept.id]
    room.say("/next")
    room.say("somebody spoke")
    room.opened.refold()
    begun = room.opened.group.meetings[kept.id]
    with pytest.raises(Problem, match="has lines already"):
        merging_meetings.merge_meetings(room.workspace, room.opened, begun, gone)


def test_a_meeting_nothing_was_prepared_for_says_so(room: Room) -> None:
    bare = planning.plan(room.workspace, room.opened, START + dt.timedelta(days=1))
    kept = room.opened.group.meetings[room.session.id]
    words = merging_meetings.coming_along(room.opened, room.opened.group.meetings[bare], kept).words
    assert words == "nothing was prepared for it yet"
