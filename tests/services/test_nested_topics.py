"""Topics that are told under a priority: in the meeting, when the rest is parked, and at the close check."""

from __future__ import annotations

from peer_tui.domain.agenda import nest_topics
from peer_tui.domain.closing import close_check
from peer_tui.domain.events import EntryKind
from peer_tui.services import planning, topics
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import shown
from tests.services.conftest import Room


def live_with(room: Room, *lines: str) -> LiveSession:
    """The meeting with these topics, doors open and in session."""
    for line in lines:
        topics.add(room.workspace, room.opened, room.session.id, topics.read_line(room.opened.group, line))
    session = room.open(room.session.id)
    room.at("2:00")
    room.all("/next", "/next")
    return session


def told(session: LiveSession) -> list[str]:
    return [row.text for row in shown(session).rows]


def test_a_nested_topic_comes_up_with_its_priority_and_not_among_the_topics(room: Room) -> None:
    session = live_with(room, "Story bank #training 10 min", "Retreat 5 min")
    room.say("/go priorities")
    assert not any("Story bank" in row for row in told(session)), "Legislation is up"
    room.say("/next")
    assert "Story bank · 10 min" in told(session), "Training is up"
    room.say("/go topics")
    rows = told(session)
    assert "Retreat · 5 min" in rows and not any("Story bank" in row for row in rows)


def test_without_a_block_of_their_own_topics_are_told_with_the_priorities(room: Room) -> None:
    blocks = nest_topics(room.opened.meeting(room.session.id).blocks)
    planning.set_agenda(room.workspace, room.opened, room.session.id, blocks)
    session = live_with(room, "Retreat")
    room.say("/go priorities")
    rows = told(session)
    assert "Current topics" in rows and "Retreat" in rows
    assert any(row.startswith("pay equity survey · carried from") for row in rows)


def test_parking_the_rest_of_the_priorities_parks_what_was_to_be_told_under_them(room: Room) -> None:
    session = live_with(room, "Story bank #ethics", "Retreat")
    room.all("/go priorities", "/next", "/parkrest")
    parked = [(entry.filed.text, entry.filed.priority) for entry in session.meeting.of_kind(EntryKind.PARKED)]
    ethics = session.group.active_priorities[2].id
    assert ("Story bank", ethics) in parked and ("Ethics", ethics) in parked
    assert "Retreat" not in [text for text, _ in parked]


def test_the_close_check_counts_only_the_topics_of_their_own_block(room: Room) -> None:
    session = live_with(room, "Story bank #ethics")
    for topic in list(session.meeting.topics):
        if topic.under is None:
            topics.remove(room.workspace, room.opened, session.id, topic)
    session = room.open(session.id)
    room.say("/go topics")
    said = str(close_check(session.meeting, session.group))
    assert "without a decision" not in said
    topics.add(room.workspace, room.opened, session.id, topics.TopicLine("Retreat"))
    session = room.open(session.id)
    said = str(close_check(session.meeting, session.group))
    assert "1 topic without a decision" in said


def test_a_topic_under_a_retired_priority_is_told_among_the_topics(room: Room) -> None:
    ethics = room.opened.group.active_priorities[2]
    session = live_with(room, "Story bank #ethics")
    planning.change_priority(room.workspace, room.opened, ethics.id, ethics.name, ethics.lead, active=False)
    session = room.open(session.id)
    room.say("/go topics")
    assert "Story bank" in told(session)


def test_a_line_of_a_topic(room: Room) -> None:
    group = room.opened.group
    training = group.active_priorities[1].id
    for line, wanted in (
        ("Housing", topics.TopicLine("Housing")),
        ("Housing 10 min", topics.TopicLine("Housing", 10)),
        ("Housing, 10 minutes", topics.TopicLine("Housing", 10)),
        ("Form 990", topics.TopicLine("Form 990")),
        ("#train Housing 5min", topics.TopicLine("Housing", 5, training)),
        ("item #5", topics.TopicLine("item #5")),
        ("Housing 9999 min", topics.TopicLine("Housing", wrong="A topic lasts at most 24 hours.")),
        ("10 min", topics.TopicLine("", 10, None, "A topic needs a few words.")),
        ("  \x00 ", topics.TopicLine("", wrong="A topic needs a few words.")),
    ):
        assert topics.read_line(group, line) == wanted, line
    planning.add_priority(room.workspace, room.opened, "Training of trainers")
    assert topics.read_line(room.opened.group, "Housing #tr").wrong == (
        "#tr could be Training or Training of trainers: write more of it."
    )
    assert topics.read_line(room.opened.group, "Housing #training").under == training


def test_a_topic_as_it_is_written_is_read_back(room: Room) -> None:
    planning.add_priority(room.workspace, room.opened, "Peer pay & training")
    line = topics.read_line(room.opened.group, "Housing 10 min #peerpay")
    assert line.under is None or line.text == "Housing 10 min", "the minutes stand at the end"
    line = topics.read_line(room.opened.group, "Housing #peerpay 10 min")
    topics.add(room.workspace, room.opened, room.session.id, line)
    topic = room.opened.meeting(room.session.id).topics[-1]
    assert topics.read_line(room.opened.group, topics.written(room.opened.group, topic)) == line
