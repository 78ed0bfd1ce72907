"""What a meeting's topics begin with, and how that is brought up to date before the meeting (`product.md` §3.7 c)."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events import Destination, Due, ParkedPlaced, TopicAdded
from peer_tui.services import planning, topics
from peer_tui.services.prefilling import carried_topics, refresh_topics
from tests.services.conftest import START, Room

DECEMBER = START + dt.timedelta(days=28)


def texts(room: Room, meeting: str) -> list[str]:
    return [topic.text for topic in room.opened.meeting(meeting).topics]


def hold(room: Room, *lines: str) -> None:
    """The meeting of 13 November is held, with these lines in its topics."""
    room.at("1:58")
    room.all("/next", "/next", "/go topics", *lines, "/end", "/end")
    room.opened.refold()


def series(room: Room) -> str:
    return next(iter(room.opened.group.series))


def test_a_meeting_planned_before_the_last_one_ended_gets_what_that_one_left(room: Room) -> None:
    december = planning.plan(room.workspace, room.opened, DECEMBER)
    assert texts(room, december) == [], "November is still ahead: what is parked belongs to it"
    hold(room, "~ cost of the day", "/place 1 next agenda")
    added = refresh_topics(room.workspace, room.opened, december)
    told = {topic.text for topic in added}
    assert "cost of the day" in told
    assert "pay equity survey" not in told, "it stood on November's agenda, and its block was reached"
    assert all(topic.carried_from in room.opened.group.meetings for topic in added)
    assert refresh_topics(room.workspace, room.opened, december) == [], "nothing is added twice"
    assert len(texts(room, december)) == len(added)


def test_what_stood_on_an_agenda_and_was_not_reached_comes_again_from_where_it_first_came(room: Room) -> None:
    room.at("1:58")
    room.all("/next", "/next", "/go steps", "/end", "/end")
    room.opened.refold()
    (again,) = (one for one in carried_topics(room.opened, series(room), DECEMBER) if one.text == "pay equity survey")
    october = room.opened.group.previous(room.session.id)
    assert october is not None and again.carried_from == october.id


def test_what_was_parked_for_a_meeting_that_nobody_prepared_is_due_at_the_next(room: Room) -> None:
    """November was planned before October ended, and never opened in Prepare: nothing was put on its agenda."""
    weekly = START - dt.timedelta(days=1)
    early = planning.plan(room.workspace, room.opened, weekly, series="Advisory group")
    later = planning.plan(room.workspace, room.opened, weekly + dt.timedelta(days=7), series="Advisory group")
    last = planning.plan(room.workspace, room.opened, weekly + dt.timedelta(days=14), series="Advisory group")
    for meeting, begins, lines in (
        (early, weekly, ("~ van for the forum", "/place 1 next agenda")),
        (later, weekly + dt.timedelta(days=7), ("nothing about it",)),
    ):
        room.clock.set(begins, force=True)
        room.open(meeting)
        room.all("/next", "/next", "/go topics", *lines, "/end", "/end")
        room.opened.refold()
    assert [topic.text for topic in refresh_topics(room.workspace, room.opened, last)][:1] == ["van for the forum"]


def test_what_a_person_took_off_never_comes_back_by_itself(room: Room) -> None:
    hold(room, "~ cost of the day", "/place 1 next agenda")
    december = planning.plan(room.workspace, room.opened, DECEMBER)
    for topic in list(room.opened.meeting(december).topics):
        topics.remove(room.workspace, room.opened, december, topic)
    assert refresh_topics(room.workspace, room.opened, december) == []
    assert texts(room, december) == []


def test_a_topic_that_was_worded_anew_is_known_again(room: Room) -> None:
    hold(room, "~ cost of the day", "/place 1 next agenda")
    december = planning.plan(room.workspace, room.opened, DECEMBER)
    for topic in list(room.opened.meeting(december).topics):
        line = topics.TopicLine(f"{topic.text}, once more")
        topics.change(room.workspace, room.opened, december, topic, line)
    assert refresh_topics(room.workspace, room.opened, december) == []


def test_topics_of_an_earlier_release_with_ids_of_their_own_are_known_again(room: Room) -> None:
    hold(room, "~ cost of the day", "/place 1 next agenda")
    december = planning.plan(room.workspace, room.opened, DECEMBER)
    wanted = carried_topics(room.opened, series(room), DECEMBER)
    for topic in list(room.opened.meeting(december).topics):
        topics.remove(room.workspace, room.opened, december, topic)
    later = planning.plan(room.workspace, room.opened, DECEMBER - dt.timedelta(days=1))
    for topic in list(room.opened.meeting(later).topics):
        topics.remove(room.workspace, room.opened, later, topic)
    old = [
        TopicAdded(topic=room.workspace.new_id(), text=one.text, carried_from=one.carried_from, entry=one.entry)
        for one in wanted
    ]
    room.workspace.record(room.opened, later, old)
    assert refresh_topics(room.workspace, room.opened, later) == []
    assert len(texts(room, later)) == len(old)


def test_next_steps_carried_twice_are_looked_at_again(room: Room) -> None:
    before = carried_topics(room.opened, series(room), DECEMBER)
    assert before == [], "November comes first"
    hold(room, "the survey was talked about")
    found = carried_topics(room.opened, series(room), DECEMBER)
    steps = room.opened.group.open_steps
    assert {step.carried for step in steps} == {1} and not {topic.entry for topic in found} & {s.id for s in steps}
    december = planning.plan(room.workspace, room.opened, DECEMBER)
    room.open(december)
    room.clock.set(DECEMBER)
    room.all("/next", "/next", "/done 2", "/end", "/end")
    room.opened.refold()
    found = carried_topics(room.opened, series(room), DECEMBER + dt.timedelta(days=28))
    entries = {topic.entry for topic in found}
    again = [step for step in room.opened.group.open_steps if step.carried == 2]
    assert again and {step.id for step in again} <= entries
    assert "draft the letter" not in {topic.text for topic in found}, "what is done is not carried"


def test_what_is_parked_with_somebody_comes_back_when_it_is_due(room: Room) -> None:
    hold(room, "~ van for the forum", "~ second thing")
    parked = {one.text: one for one in room.opened.group.parked.values()}
    held = parked["van for the forum"].meeting
    day = DECEMBER.date()
    for due, there in (
        (Due(date=day), True),
        (Due(date=day + dt.timedelta(days=1)), False),
        (Due(next_meeting=True), True),
        (None, False),
    ):
        place = ParkedPlaced(
            entry=parked["van for the forum"].id, destination=Destination.OWNER, owner=room.who("Mei"), due=due
        )  # fmt: skip
        room.workspace.record(room.opened, held, [place])
        found = {topic.text for topic in carried_topics(room.opened, series(room), DECEMBER)}
        assert ("van for the forum" in found) is there, due
        assert "second thing" not in found, "without a place it waits in the parking lot"


def test_once_the_doors_are_open_nothing_is_added(room: Room) -> None:
    session = room.session
    room.say("/next")
    room.opened.refold()
    assert refresh_topics(room.workspace, room.opened, session.id) == []


def test_two_devices_that_carry_the_same_thing_carry_it_once(room: Room) -> None:
    hold(room, "~ cost of the day", "/place 1 next agenda")
    december = planning.plan(room.workspace, room.opened, DECEMBER)
    wanted = carried_topics(room.opened, series(room), DECEMBER)
    before = texts(room, december)
    room.workspace.record(room.opened, december, wanted)
    assert texts(room, december) == before
