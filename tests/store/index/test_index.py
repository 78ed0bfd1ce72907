"""What the index answers is what the logs say: built at once or bit by bit, alone or beside another run."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.events import EntryKind
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import gaps
from peer_tui.store.index import Index
from peer_tui.store.index.query import Query
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.index.conftest import BEGIN, Town, everything, folded, scan

KINDS = (EntryKind.NOTE, EntryKind.DECISION, EntryKind.STEP, EntryKind.PARKED, EntryKind.PROPOSAL)
WORDS = ("housing", "forum", "Café", "lists", "transport", "年会", "budget", "soon", "a", "Ana's")


def test_an_empty_library_has_an_empty_index(town: Town) -> None:
    assert town.index.state == "absent" and town.index.groups() == []
    assert town.index.refresh().finished
    assert town.index.state == "ready" and town.index.why == ""
    assert town.index.groups() == [] and town.index.search("anything") == []
    assert town.index.last_ended() is None and town.index.meetings() == []
    assert town.index.whole("nowhere") is None and town.index.outliving("nowhere") == {"": ()}


def test_nothing_is_opened_or_made_before_it_is_asked(town: Town) -> None:
    assert not (town.home / "cache").exists()
    assert town.index.groups() == []
    assert not (town.home / "cache").exists(), "reading makes nothing"


def test_a_meeting_is_found_by_what_was_said_in_it(town: Town) -> None:
    group = town.group()
    meeting = town.meeting(group)
    town.write(meeting, "The housing forum is on Friday")
    town.write(meeting, "We meet at the Café from now on", EntryKind.DECISION)
    step = town.write(meeting, "bring the lists", EntryKind.STEP, owner="ana", done_when="Bo has a copy", number=1)
    town.index.refresh()
    assert town.found("housing FORUM") == ["The housing forum is on Friday"]
    assert town.found("cafe") == ["We meet at the Café from now on"]
    assert town.found("copy") == ["bring the lists"]
    assert town.found("forum housing") == town.found("housing") and town.found('"forum housing"') == []
    assert town.found("hous") == [] and town.found("hous*") == town.found("housing")
    (hit,) = town.index.search("owner:an lists")
    assert (hit.entry, hit.kind, hit.label, hit.owner, hit.progress) == (
        step, EntryKind.STEP, "1", "Ana Ruiz", "not started",
    )  # fmt: skip
    assert (hit.group, hit.title, hit.zone, hit.shard) == (
        "Harbor Coalition", "Coalition meeting", "America/New_York", meeting,
    )  # fmt: skip
    assert hit.spans == ((10, 15),) and hit.done_spans == ()
    assert hit.starts == BEGIN and hit.meeting == town.id_of(meeting)
    assert town.index.search("copy")[0].done_spans == ((9, 13),)


def test_the_newest_line_comes_first_whatever_came_first_to_the_library(town: Town) -> None:
    group = town.group()
    late = town.meeting(group, 30)
    town.write(late, "forum in february", day=30)
    town.index.refresh()
    early = town.meeting(group, 0)
    town.write(early, "forum in january", day=0)
    town.write(early, "forum in january, again", day=0)
    town.index.refresh()
    assert town.found("forum") == ["forum in february", "forum in january, again", "forum in january"]
    assert town.found("forum", limit=2) == ["forum in february", "forum in january, again"]


def test_filters_narrow_a_search(town: Town) -> None:
    harbor, hill = town.group("Harbor Coalition"), town.group("Hill Circle")
    first, second = town.meeting(harbor, 0), town.meeting(hill, 40)
    town.write(first, "forum note")
    town.write(first, "forum decided", EntryKind.DECISION)
    open_step = town.write(first, "forum step", EntryKind.STEP, owner="bo", number=1)
    done = town.write(first, "forum done", EntryKind.STEP, owner="ana", number=2)
    town.write(first, "forum parked", EntryKind.PARKED)
    placed = town.write(first, "forum placed", EntryKind.PARKED)
    town.say(first, ev.StepMarked(step=done, progress=ev.Progress.DONE))
    town.say(first, ev.ParkedPlaced(entry=placed, destination=ev.Destination.RESOLVED))
    town.write(second, "forum on the hill", day=40)
    town.index.refresh()
    assert town.found("kind:decision") == ["forum decided"]
    assert town.found("forum kind:decision,parked") == ["forum placed", "forum parked", "forum decided"]
    assert town.found("group:hill forum") == ["forum on the hill"]
    assert town.found("group:har group:coal kind:decision") == ["forum decided"]
    assert town.found("owner:bo") == ["forum step"] and town.found("owner:ruiz") == ["forum done"]
    assert town.found("is:open") == ["forum parked", "forum step"]
    assert town.found("after:2024-02") == ["forum on the hill"]
    assert town.found("after:2024-01-10 before:2024-01-11 kind:note") == ["forum note"]
    assert town.found("before:2024-01-10") == []
    assert [hit.text for hit in town.index.search(Query.parse("forum", folder=hill.group))] == ["forum on the hill"]
    assert open_step in {hit.entry for hit in town.index.search("is:open")}


def test_registers(town: Town) -> None:
    group = town.group()
    first, second = town.meeting(group, 0), town.meeting(group, 28)
    town.write(first, "we decide", EntryKind.DECISION)
    step = town.write(
        first, "do it", EntryKind.STEP, owner="ana", helpers=("bo",), due=ev.Due(next_meeting=True), number=1
    )
    town.write(first, "park it", EntryKind.PARKED)
    town.end(first)
    town.write(second, "we decide again", EntryKind.DECISION, day=28)
    done = town.write(second, "did it", EntryKind.STEP, number=2, day=28)
    town.say(second, ev.StepMarked(step=done, progress=ev.Progress.DONE), day=28)
    town.index.refresh()
    assert [row.text for row in town.index.decisions()] == ["we decide again", "we decide"]
    assert [row.text for row in town.index.decisions(limit=1)] == ["we decide again"]
    assert town.index.decisions(group="elsewhere") == []
    (row,) = town.index.steps()
    assert (row.entry, row.label, row.owner, row.owner_name, row.helpers) == (
        step,
        "1",
        "ana",
        "Ana Ruiz",
        ("Bo Chen",),
    )
    assert (row.due, row.due_next_meeting, row.state, row.open) == (dt.date(2024, 2, 7), True, "asked", True)
    assert row.shard == first and row.zone == "America/New_York" and row.carried == 0
    assert [row.text for row in town.index.steps(open_only=False)] == ["did it", "do it"]
    (parked,) = town.index.parked(unplaced_only=True)
    assert (parked.text, parked.destination, parked.shard) == ("park it", "", first)
    held = town.index.last_ended()
    assert held is not None and held.shard == first and held.state == "ended" and held.approved == ""
    assert [row.state for row in town.index.meetings()] == ["planned", "ended"]
    assert [row.state for row in town.index.meetings(newest_first=False)] == ["ended", "planned"]
    assert [row.shard for row in town.index.meetings(states=["ended"], group=group.group)] == [first]
    town.end(second, day=28)
    town.index.refresh()
    (row,) = town.index.steps()
    assert row.carried == 1


def test_a_meeting_is_found_by_id_its_beginning_or_its_date(town: Town) -> None:
    group = town.group()
    meeting, other = town.meeting(group, 0), town.meeting(group, 1)
    town.index.refresh()
    found = town.index.find_meetings(town.id_of(meeting))
    assert [row.shard for row in found] == [meeting]
    assert len(town.index.find_meetings("m")) == 2
    assert [row.shard for row in town.index.find_meetings("2024-01-11")] == [other]
    assert town.index.find_meetings("202") == [] and town.index.find_meetings("") == []
    assert town.index.find_meetings("2024-01-1") == [*town.index.find_meetings("2024-01-11"), *found]
    assert town.index.find_meetings("%") == [] and town.index.find_meetings("\ud800'\"\0") == []


def test_the_digest_of_a_group_says_what_its_drafts_lack(town: Town) -> None:
    group = town.group()
    first, second = town.meeting(group, 0), town.meeting(group, 28)
    town.write(first, "nobody's", EntryKind.STEP, number=1)
    town.write(first, "", EntryKind.DECISION)
    town.write(first, "a motion", EntryKind.MOTION)
    town.end(first)
    town.index.refresh()
    (row,) = town.index.groups()
    events = folded(town.library, group.group)
    whole = Group.fold(events.items())
    meeting = town.id_of(first)
    assert row.gaps == {meeting: tuple(gaps(Meeting.fold(events[meeting]), whole))} and len(row.gaps[meeting]) == 4
    assert row.shards == {meeting: first, town.id_of(second): second}
    assert row.folder == group.group and row.problems == ()
    # A later meeting settles it: the gaps of the earlier one follow, though its own file is as it was.
    entry = next(iter(whole.steps.steps))
    town.say(
        second,
        ev.StepAssigned(step=entry, owner="ana"),
        ev.StepDated(step=entry, due=ev.Due(next_meeting=True)),
        day=28,
    )
    town.index.refresh()
    assert len(town.index.groups()[0].gaps[meeting]) == 2


def test_damage_is_told_with_the_group(town: Town) -> None:
    group = town.group()
    meeting = town.meeting(group)
    town.write(meeting, "whole")
    town.library.close(meeting)
    (path,) = town.library.logs(meeting)
    path.write_bytes(path.read_bytes()[:-40])
    town.index.refresh()
    problems = town.index.groups()[0].problems
    assert len(problems) == 1 and "damaged" in problems[0]
    whole = town.index.whole(group.group)
    assert whole is not None and whole.problems == problems
    assert town.found("whole") == ["whole"]


def test_only_groups_that_changed_are_folded_again(town: Town) -> None:
    harbor, hill = town.group("Harbor"), town.group("Hill")
    meeting = town.meeting(harbor)
    first = town.index.refresh(now_ns=1)
    assert set(first.changed_groups) == {harbor.group, hill.group} and first.read == 3
    assert town.index.refresh(now_ns=1).read == 0
    town.write(meeting, "one more")
    again = town.index.refresh(now_ns=1)
    assert (again.changed_groups, again.read, again.finished) == ((harbor.group,), 1, True)
    assert town.index.refresh(only=[hill.group], now_ns=1).read == 0
    town.write(meeting, "two more")
    assert town.index.refresh(only=[hill.group], now_ns=1).read == 0
    assert town.index.refresh(only=[harbor.group], now_ns=1).read == 1


def test_a_shard_read_soon_after_its_change_is_read_once_more(town: Town) -> None:
    meeting = town.meeting(town.group())
    town.write(meeting, "one")
    assert town.index.refresh().read == 2
    assert set(town.index.stale(meeting.group)) == {meeting, Shard(meeting.group)}
    again = town.index.refresh(now_ns=1)
    assert again.read == 2 and again.changed_groups == (), "read again, and found to say the same"
    assert town.index.refresh().read == 0 and town.index.stale(meeting.group) == []


def test_a_change_that_left_the_same_stamp_is_still_seen(town: Town) -> None:
    import os

    meeting = town.meeting(town.group())
    town.write(meeting, "monday")
    town.index.refresh()
    (path,) = town.library.logs(meeting)
    stat = path.stat()
    town.library.release()
    shutil.rmtree(path.parent)
    town.count -= 2
    planned = town.library.read(meeting)
    assert planned.events == ()
    starts = BEGIN
    town.say(
        meeting,
        ev.MeetingPlanned(
            meeting=f"m{town.count:05}", group=meeting.group, series="monthly", title="Coalition meeting",
            starts=starts, zone="America/New_York", minutes=60, blocks=(),
        ),
    )  # fmt: skip
    town.write(meeting, "friday")
    (path,) = town.library.logs(meeting)
    os.utime(path, ns=(stat.st_mtime_ns, stat.st_mtime_ns))
    town.index.refresh()
    assert town.found("friday") == ["friday"] and town.found("monday") == []


def test_stale_tells_of_changed_new_and_gone_shards(town: Town) -> None:
    group = town.group()
    kept, changed, gone = (town.meeting(group, day) for day in (0, 1, 2))
    town.index.refresh(now_ns=1)
    assert town.index.stale(group.group) == []
    town.write(changed, "more")
    new = town.meeting(group, 3)
    shutil.rmtree(town.library.folder(gone))
    assert set(town.index.stale(group.group)) == {changed, new, gone}
    assert kept not in town.index.stale(group.group)


def test_without_an_index_every_shard_is_stale(town: Town) -> None:
    group = town.group()
    meeting = town.meeting(group)
    assert set(town.index.stale(group.group)) == {group, meeting}


def test_a_copied_meeting_counts_once(town: Town) -> None:
    group = town.group()
    meeting = town.meeting(group)
    entry = town.write(meeting, "bring lists", EntryKind.STEP, number=1)
    town.write(meeting, "a forum")
    copy = Shard(group.group, meeting.meeting + "-copy")
    shutil.copytree(town.library.folder(meeting), town.library.folder(copy))
    town.index.refresh(now_ns=1)
    assert town.found("forum") == ["a forum"] and len(town.index.steps()) == 1
    assert len(town.index.meetings()) == 1
    # Each is then written to; what was said in either is known, also of what lies in the other.
    town.say(copy, ev.EntryEdited(entry=entry, filed=ev.Filed(kind=EntryKind.STEP, text="bring all lists")))
    town.write(meeting, "another forum")
    town.index.refresh(now_ns=1)
    assert town.found("forum") == ["another forum", "a forum"] and town.found("all lists") == ["bring all lists"]
    assert town.index.steps()[0].text == "bring all lists"
    # The copy goes: what only it said goes with it, and nothing else.
    shutil.rmtree(town.library.folder(copy))
    town.index.refresh(now_ns=1)
    assert town.found("forum") == ["another forum", "a forum"] and town.found("lists") == ["bring lists"]


def test_a_copied_group_is_a_group_of_its_own(town: Town) -> None:
    group = town.group()
    meeting = town.meeting(group)
    town.write(meeting, "a forum")
    town.write(meeting, "a step", EntryKind.STEP, number=1)
    shutil.copytree(town.library.root / "groups" / group.group, town.library.root / "groups" / "copy")
    town.index.refresh()
    assert [row.folder for row in town.index.groups()] == sorted([group.group, "copy"])
    assert town.found("forum") == ["a forum"] * 2
    assert town.found("is:open") == ["a step"] * 2


def test_words_of_a_shard_in_which_no_meeting_was_planned_are_found(town: Town) -> None:
    group = town.group()
    lost = Shard(group.group, "2024/2024-05-05-1400-lost")
    town.write(lost, "words without a meeting", day=30)
    town.index.refresh()
    (hit,) = town.index.search("words")
    assert (hit.shard, hit.meeting, hit.starts, hit.group) == (lost, "", None, "Harbor Coalition")
    assert town.index.meetings() == []
    assert town.found("words after:2024-02-09 before:2024-02-10") == ["words without a meeting"]
    assert town.found("words before:2024-02-09") == []


def test_many_lines_of_one_millisecond_all_have_a_place(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peer_tui.store.index.entries.PER_MILLISECOND", 1000)
    group = town.group()
    at = BEGIN
    for folder in ("one", "two"):
        shard = Shard(group.group, f"2024/{folder}")
        town.library.append(
            shard,
            [
                ev.Captured(
                    id=f"{folder}{n:05}", at=at, by="x-1", entry=f"{folder}{n:05}", block="b",
                    filed=ev.Filed(kind=EntryKind.NOTE, text=f"pasted {folder} {n}"),
                )
                for n in range(3000)
            ],
        )  # fmt: skip
    town.index.refresh(now_ns=1)
    found = town.found("pasted", limit=10_000)
    assert len(found) == len(set(found)) == 6000
    town.write(Shard(group.group, "2024/one"), "pasted last", day=1)
    assert town.index.refresh(now_ns=1).read == 1
    assert len(town.found("pasted", limit=10_000)) == 6001 and town.found("pasted")[0] == "pasted last"


def test_hostile_words_are_kept_and_found_as_they_are(town: Town) -> None:
    group = town.group("[/] [bold]\u202e Group")
    meeting = town.meeting(group, title="\x1b[31m title")
    texts = [
        "[/] [bold] x",
        "nul\0 in it",
        "\x1b[2J escape",
        "‮ rtl",
        "x" * 10_000,
        "' \" ; DROP TABLE entries",
        "👩‍👩‍👧 family",
    ]
    for text in texts:
        town.write(meeting, text)
    town.index.refresh()
    assert set(town.found("")) == set(texts)
    assert town.found("escape") == ["\x1b[2J escape"] and town.found("drop table") == [texts[5]]
    assert town.index.groups()[0].group.name == "[/] [bold]\u202e Group"


# --- properties ---------------------------------------------------------------------------------------------------

acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["meeting", "write", "write", "write", "edit", "mark", "end", "approve", "undo", "redact", "refresh"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=25,
)


def play(town: Town, told: list[tuple[str, int, int]]) -> None:
    """Do what a drawn list of acts says, in two groups."""
    groups = [town.group("Harbor Coalition"), town.group("Hill Circle")]
    shards = [town.meeting(groups[0]), town.meeting(groups[1], 3)]
    entries: list[tuple[Shard, str]] = []
    numbers = 0
    for act, a, b in told:
        shard = shards[a % len(shards)]
        day = 2 * a
        text = f"{WORDS[a]} {WORDS[b]} {town.count}"
        if act == "meeting":
            shards.append(town.meeting(groups[a % 2], 7 * b))
        elif act == "write":
            kind = KINDS[b % len(KINDS)]
            numbers += kind is EntryKind.STEP
            number = numbers if kind is EntryKind.STEP else 0
            entries.append((shard, town.write(shard, text, kind, number=number, day=day)))
        elif act == "end":
            town.end(shard, day)
        elif act == "approve":
            town.say(shard, ev.Approved(how="as distributed", seen={}, seal=""), day=day)
        elif act == "refresh":
            town.index.refresh(now_ns=1)
        elif entries:
            where, entry = entries[b % len(entries)]
            if act == "edit":
                town.say(where, ev.EntryEdited(entry=entry, filed=ev.Filed(kind=KINDS[a % 5], text=text)), day=day)
            elif act == "mark":
                town.say(shard, ev.StepMarked(step=entry, progress=ev.Progress.DONE), day=day)
            elif act == "redact":
                town.say(where, ev.Redacted(target=entry, leave="[removed at request]"), day=day)
            else:
                events = town.library.read(where).events
                town.say(where, ev.Undone(target=events[-1].id), day=day)


@given(acts)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_refreshed_bit_by_bit_it_says_what_one_built_anew_says(
    new_town: Callable[[], Town], told: list[tuple[str, int, int]]
) -> None:
    town = new_town()
    play(town, told)
    town.index.refresh(now_ns=1)
    fresh = Index(town.library, town.home / "cache2", town.home / "state2")
    fresh.refresh(now_ns=1)
    assert everything(town.index) == everything(fresh)
    for row in fresh.groups():
        events = folded(town.library, row.folder)
        whole = town.index.whole(row.folder)
        assert whole is not None and whole.group == Group.fold(events.items())
        assert Group.fold(town.index.outliving(row.folder).items()) == whole.group
        for meeting, told_gaps in row.gaps.items():
            assert told_gaps == tuple(gaps(Meeting.fold(events[meeting]), whole.group))
    fresh.close()


@given(acts, st.sampled_from(["housing", "caf*", '"housing forum"', "年", "a soon", "ana's", "lists kind:note"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_finds_what_a_look_through_every_log_finds(
    new_town: Callable[[], Town], told: list[tuple[str, int, int]], asked: str
) -> None:
    town = new_town()
    play(town, told)
    town.index.refresh(now_ns=1)
    query = Query.parse(asked)
    hits = town.index.search(query, 10_000)
    plain = scan(town.library, msgspec.structs.replace(query, kinds=()))
    if not query.kinds:
        assert sorted((hit.entry, hit.text) for hit in hits) == sorted(plain)
        assert [hit.at for hit in hits] == sorted((hit.at for hit in hits), reverse=True)
    else:
        assert {(hit.entry, hit.text) for hit in hits} <= set(plain)
        assert all(hit.kind in query.kinds for hit in hits)


# --- others at work -----------------------------------------------------------------------------------------------


def test_reads_on_one_thread_while_another_refreshes(town: Town) -> None:
    group = town.group()
    shards = [town.meeting(group, day) for day in range(12)]
    town.index.refresh()
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            rows = town.index.groups()
            if len(rows) != 1 or town.index.state != "ready" or len(rows[0].group.meetings) < 12:
                wrong.append(rows)
            wrong.extend(hit for hit in town.index.search("forum") if "forum" not in hit.text)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    picked = random.Random(1)
    for number in range(30):
        town.write(picked.choice(shards), f"forum {number}")
        assert town.index.refresh(now_ns=1).finished
    done.set()
    for reader in readers:
        reader.join(10)
    assert wrong == []
    assert len(town.found("forum")) == 30


def test_closing_and_asking_again(town: Town, tmp_path: Path) -> None:
    town.group()
    town.index.refresh()
    town.index.close()
    assert len(town.index.groups()) == 1
    library = Library(town.library.root, town.library.state)
    assert len(Index(library, tmp_path / "cache", tmp_path / "state").groups()) == 1, "another run reads it too"
