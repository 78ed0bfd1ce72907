"""The archive in the index: pages, filters, hidden meetings, who wrote a line down, and how meetings went."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.events import EntryKind
from peer_tui.store.index import PastFilter
from peer_tui.store.index.query import Query
from peer_tui.store.index.schema import VERSION
from tests.store.index.conftest import BEGIN, Town


def filled(town: Town) -> tuple[str, list[str]]:
    """Six meetings that ended, one a month, and one that is planned; the group's folder and their ids."""
    group = town.group()
    shards = [town.meeting(group, day) for day in (0, 31, 62, 93, 340, 365)]
    for number, shard in enumerate(shards):
        day = (0, 31, 62, 93, 340, 365)[number]
        for count in range(number % 3):
            town.write(shard, f"decided {number} {count}", EntryKind.DECISION, day=day)
        town.write(shard, f"do {number}", EntryKind.STEP, number=number + 1, day=day)
        town.end(shard, day=day)
    town.meeting(group, 400)
    town.say(shards[2], ev.MeetingKindChosen(type="listening session"), day=62)
    town.index.refresh()
    return group.group, [town.id_of(shard) for shard in shards]


def test_pages_follow_one_another_and_nothing_is_left_out(town: Town) -> None:
    _, ids = filled(town)
    wanted, found, after = PastFilter(), [], None
    while page := town.index.past(wanted, 4, after):
        found += page
        after = (page[-1].meeting.starts, page[-1].meeting.id)
    assert [row.meeting.id for row in found] == ids[::-1]
    assert [row.decisions for row in found] == [2, 1, 0, 2, 1, 0] and {row.steps for row in found} == {1}
    assert town.index.count_past(wanted) == 6


def test_by_group_year_series_and_kind(town: Town) -> None:
    folder, ids = filled(town)

    def found(**wanted: object) -> list[str]:
        rows = town.index.past(PastFilter(**wanted), 50)  # type: ignore[arg-type]
        assert town.index.count_past(PastFilter(**wanted)) == len(rows)  # type: ignore[arg-type]
        return [row.meeting.id for row in rows]

    assert found(group=folder) == ids[::-1] and found(group="elsewhere") == [] and found(without=(folder,)) == []
    assert found(year=2025) == ids[5:] and found(year=2024) == ids[4::-1] and found(year=2019) == []
    assert found(series="Monthly") == ids[::-1] and found(series="Yearly") == []
    assert found(type="listening session") == [ids[2]] and found(type="listening session", year=2025) == []
    told = town.index.past_choices(PastFilter())
    assert (told.years, told.series, told.types) == (
        (2025, 2024), ("Monthly",), ("coalition meeting", "listening session"),
    )  # fmt: skip


def test_a_year_is_that_of_the_day_where_it_was_held(town: Town) -> None:
    """Half past eleven on New Year's Eve in New York is the next year in UTC."""
    group = town.group()
    shard = town.meeting(group, 0)
    eve = dt.datetime(2025, 1, 1, 4, 30, tzinfo=dt.UTC)
    town.say(shard, ev.MeetingMoved(starts=eve, minutes=60))
    town.end(shard)
    town.index.refresh()
    assert [row.meeting.starts for row in town.index.past(PastFilter(year=2024), 5)] == [eve]
    assert town.index.past(PastFilter(year=2025), 5) == []


def test_a_hidden_meeting_is_in_no_list_no_register_and_no_search(town: Town) -> None:
    group = town.group()
    kept, gone = town.meeting(group, 0), town.meeting(group, 31)
    for shard, day in ((kept, 0), (gone, 31)):
        town.write(shard, f"forum decided {day}", EntryKind.DECISION, day=day)
        town.write(shard, f"forum parked {day}", EntryKind.PARKED, day=day)
        town.end(shard, day=day)
    town.say(gone, ev.MeetingDeleted(), day=40)
    town.index.refresh()
    assert [row.meeting.shard for row in town.index.past(PastFilter(), 5)] == [kept]
    assert [row.shard for row in town.index.meetings()] == [kept] and town.index.last_ended().shard == kept  # type: ignore[union-attr]
    assert [row.text for row in town.index.decisions()] == ["forum decided 0"]
    assert town.found("forum") == ["forum parked 0", "forum decided 0"]
    assert [row.meeting for row in town.index.courses()] == [town.id_of(kept)]
    assert len(town.index.find_meetings("m")) == 2, "whoever names it still finds it"
    town.say(gone, ev.MeetingRestored(), day=41)
    town.index.refresh()
    assert len(town.index.past(PastFilter(), 5)) == 2 and len(town.found("forum")) == 4


def test_who_wrote_it_down(town: Town) -> None:
    group = town.group()
    meeting, other = town.meeting(group, 0), town.meeting(group, 31)
    town.say(other, ev.RoleGiven(role="scribe", person="mei"), day=31)
    written = (("forum a", "aaaaaa-1", meeting), ("forum b", "bbbbbb-2", meeting), ("forum c", "aaaaaa-3", other))
    for text, by, shard in written:
        filed = ev.Filed(kind=EntryKind.NOTE, text=text, typed=text)
        town.say(shard, ev.Captured(entry=f"e {text}", block="topics", filed=filed), by=by, day=31)
    town.index.refresh()

    def found(words: str, me: str = "aaaaaa") -> list[str]:
        return sorted(hit.text for hit in town.index.search(Query.parse(words, me=me), 50))

    assert found("by:me") == ["forum a", "forum c"] == found("by:me forum")
    assert found("by:others forum") == ["forum b"] and found("by:me", me="cccccc") == []
    assert found("by:bbb") == ["forum b"] and found("by:BBBBBB-2") == ["forum b"]
    assert found("by:mei") == ["forum c"] and found('by:"mei ta" forum') == ["forum c"]
    assert found("by:nobody") == [] == found("by:mei by:bbb")
    assert {hit.by for hit in town.index.search("forum")} == {"aaaaaa-1", "bbbbbb-2", "aaaaaa-3"}


def test_a_search_that_nobody_waits_for_is_given_up(town: Town) -> None:
    group = town.group()
    meeting = town.meeting(group)
    for count in range(300):
        town.write(meeting, f"line {count}")
    town.index.refresh()
    # Filters without a word look at line after line.
    assert len(town.index.search("kind:note before:2024-02", 500)) == 300
    asked = []
    found = town.index.search("kind:note before:2023", 500, stop=lambda: bool(asked.append(1)) or True)
    assert found == [] and town.index.state == "ready"
    assert len(town.index.search("kind:note", 500)) == 300, "the next search is not stopped"


def test_how_a_meeting_went(town: Town) -> None:
    group = town.group()
    meeting = town.meeting(group)
    town.say(
        meeting, ev.DoorsOpened(), ev.Arrived(person="ana"), ev.Arrived(person="bo"), ev.HeadsCounted(count=2),
        ev.CalledToOrder(), ev.BlockStarted(block="topics", left="welcome"),
    )  # fmt: skip
    town.count += 600  # ten minutes
    town.say(meeting, ev.BlockStarted(block="steps", left="topics"), ev.Ended())
    town.index.refresh()
    (row,) = town.index.courses()
    assert (row.meeting, row.series, row.folder) == (town.id_of(meeting), "Monthly", group.group)
    assert row.course.people == ("ana", "bo") and row.course.heads == 2
    took = {block.key: block.seconds for block in row.course.blocks}
    assert 600 <= took["topics"] <= 602 and took["steps"] <= 2
    assert [(block.key, block.shortest, block.longest) for block in row.course.blocks][2] == ("steps", 15, 15)
    day = BEGIN.date()
    assert town.index.courses(group="elsewhere") == [] == town.index.courses(last=day - dt.timedelta(days=1))
    assert town.index.courses(first=day, last=day, group=group.group) == [row]


HOSTILE = ('by:"', "by:[/]", "by:me by:me", "by:\ud800", "by:" + "x" * 9_000, "by:'); DROP TABLE")


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_name_finds_nothing_and_harms_nothing(town: Town, words: str) -> None:
    meeting = town.meeting(town.group())
    town.write(meeting, "a line")
    town.index.refresh()
    town.index.search(Query.parse(words, me="me"), 50)
    assert town.found("line") == ["a line"] and town.index.state == "ready"


def test_the_version_tells_of_these_tables() -> None:
    assert VERSION >= 7
