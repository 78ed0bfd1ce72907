"""Goodbyes records when the group meets next, who convenes it, facilitates and scribes; the next meeting shows it."""

from __future__ import annotations

import datetime as dt

from peer_tui.services import planning
from peer_tui.services.arranged import arranged
from peer_tui.services.showing import printed, shown
from tests.services.conftest import START, Room

NEXT = dt.datetime(2024, 12, 11, 19, 0, tzinfo=dt.UTC)
"""Wed 11 Dec 2024, 2:00 pm EST."""


def goodbyes(room: Room) -> None:
    room.all("/next", "+bo", "+mei", "/go goodbyes", "/nextmeeting 11 dec 2pm", "/convener mei")
    room.all("/nextrole facilitator bo", "/nextrole scribe ana ruiz", "/end", "/end")


def test_what_the_goodbyes_arranged_stands_at_the_next_meeting(room: Room) -> None:
    goodbyes(room)
    meeting = planning.plan(room.workspace, room.opened, NEXT)
    found = arranged(room.opened.group, meeting)
    assert (found.when, found.other_day) == ("Wed 11 Dec 2024, 2:00 pm", False)
    assert (found.convener, found.facilitator, found.scribe) == ("Mei", "Bo", "Ana R.")
    session = room.open(meeting)
    words = "Arranged last time: Mei convenes · Bo facilitates · Ana R. is scribe"
    assert words in printed(shown(session).rows)
    room.say("/role facilitator bo")
    assert words not in printed(shown(session).rows)


def test_it_is_about_the_next_meeting_of_the_series_only(room: Room) -> None:
    goodbyes(room)
    other = planning.plan(room.workspace, room.opened, NEXT, series="Training days")
    later = planning.plan(room.workspace, room.opened, NEXT + dt.timedelta(days=30))
    assert arranged(room.opened.group, later).convener == "Mei"
    first = planning.plan(room.workspace, room.opened, NEXT + dt.timedelta(days=1))
    assert arranged(room.opened.group, other).words == ""
    assert arranged(room.opened.group, later).words == ""
    assert arranged(room.opened.group, first).words.endswith("it was to be Wed 11 Dec 2024, 2:00 pm")


def test_nothing_arranged_says_nothing(room: Room) -> None:
    assert arranged(room.opened.group, room.session.id).words == ""
    assert arranged(room.opened.group, "nobody knows it").words == ""
    assert room.clock.now() < START
