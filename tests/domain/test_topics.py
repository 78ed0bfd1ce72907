"""The topics of an agenda: in any order of arrival the same, no wording lost, nothing twice, nothing back by itself."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import (
    Event,
    Redacted,
    TopicAdded,
    TopicChanged,
    TopicRemoved,
    TopicsOrdered,
    Undone,
)
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.redaction import MARK, without_redacted
from tests.domain.histories import START, History


def meeting_with(*events: Event) -> Meeting:
    history = History()
    history.plan("next", START)
    for event in events:
        history.say(event)
    return history.meeting()


def texts(meeting: Meeting) -> list[str]:
    return [topic.text for topic in meeting.topics]


def test_a_topic_is_worded_anew_and_keeps_where_it_came_from() -> None:
    meeting = meeting_with(
        TopicAdded(topic="a", text="pay survey", carried_from="last", entry="e1"),
        TopicChanged(topic="a", text="pay equity survey", under="leg", minutes=10),
    )
    (topic,) = meeting.topics
    assert (topic.text, topic.under, topic.minutes) == ("pay equity survey", "leg", 10)
    assert (topic.carried_from, topic.entry) == ("last", "e1")


def test_the_same_thing_carried_on_two_devices_stands_once() -> None:
    meeting = meeting_with(
        TopicAdded(topic="a", text="pay survey", carried_from="last", entry="e1"),
        TopicChanged(topic="a", text="pay equity survey"),
        TopicAdded(topic="a", text="pay survey", carried_from="last", entry="e1"),
    )
    assert texts(meeting) == ["pay equity survey"]


def test_what_was_taken_off_is_not_put_back_by_itself_but_by_somebody_who_writes_about_it() -> None:
    added = TopicAdded(topic="a", text="pay survey", carried_from="last", entry="e1")
    meeting = meeting_with(added, TopicRemoved(topic="a"), added)
    assert texts(meeting) == [] and set(meeting.topics_removed) == {"a"}
    meeting = meeting_with(added, TopicRemoved(topic="a"), TopicChanged(topic="a", text="pay equity"))
    assert texts(meeting) == ["pay equity"] and meeting.topics[0].entry == "e1"
    assert meeting.topics_removed == {}


def test_taking_off_can_be_taken_back() -> None:
    history = History()
    history.plan("next", START)
    history.say(TopicAdded(topic="a", text="pay survey"))
    gone = history.say(TopicRemoved(topic="a"))
    history.say(Undone(target=gone))
    assert texts(history.meeting()) == ["pay survey"]


def test_an_order_holds_and_what_it_does_not_name_follows() -> None:
    meeting = meeting_with(
        *(TopicAdded(topic=key, text=key) for key in "abc"),
        TopicsOrdered(topics=("c", "a")),
        TopicAdded(topic="d", text="d"),
    )
    assert texts(meeting) == ["c", "a", "b", "d"]


def test_a_change_of_a_topic_nobody_knows_yet_is_not_lost() -> None:
    meeting = meeting_with(TopicChanged(topic="a", text="pay survey", entry="e1", minutes=-5))
    assert texts(meeting) == ["pay survey"] and meeting.topics[0].minutes == 0
    assert meeting.topics[0].entry == "e1"


def test_words_that_are_removed_go_from_a_topic_that_was_worded_anew() -> None:
    history = History()
    history.plan("next", START)
    history.say(TopicAdded(topic="own id", text="pay survey of Mei", carried_from="last", entry="e1"))
    history.say(TopicChanged(topic="own id", text="Mei and her pay", entry="e1"))
    for leave, left in (("", []), (MARK, [MARK])):
        events = [*history.shards["next"], Redacted(id="999998", target="e1", leave=leave)]
        shown = without_redacted(events)
        assert "Mei" not in str(shown)
        assert texts(Meeting.fold(shown)) == left


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("acro"), st.sampled_from("xyz")), max_size=12), st.randoms())
def test_any_order_of_arrival_gives_the_same_topics(acts: list[tuple[str, str]], chance: random.Random) -> None:
    history = History()
    history.plan("next", START)
    for number, (what, topic) in enumerate(acts):
        body: Event = {
            "a": TopicAdded(topic=topic, text=f"{topic} {number}"),
            "c": TopicChanged(topic=topic, text=f"{topic} {number}", minutes=number),
            "r": TopicRemoved(topic=topic),
            "o": TopicsOrdered(topics=(topic,)),
        }[what]
        history.say(body, by=chance.choice(("laptop-1", "desk-1")))
    events = list(history.shards["next"])
    meeting = Meeting.fold(events)
    chance.shuffle(events)
    assert Meeting.fold(events) == meeting
    ids = [topic.topic for topic in meeting.topics]
    assert len(ids) == len(set(ids)) and not set(ids) & set(meeting.topics_removed)
    # The wording that was said last about a topic is shown, unless it was taken off after that.
    for topic in meeting.topics:
        said = [e for e in history.shards["next"] if isinstance(e, TopicChanged) and e.topic == topic.topic]
        assert not said or topic.text == said[-1].text
