"""What the index answers is what the shards say: for Today, lists, minutes, live meetings and searches."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
import weakref
from pathlib import Path
from typing import Any

import msgspec
import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.people import short_names
from peer_tui.services import (
    archive,
    decision_register,
    goodbyes,
    indexing,
    keeping,
    listing,
    moving,
    parking_lot,
    planning,
    reviewing,
    searching,
)
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.today import TodayLine, today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.problem import SaveProblem
from peer_tui.store.shards import Shard
from tests.services.libraries import invent, opened_at, places_in

SEEDS = range(6)
_HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module", params=SEEDS)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dt.datetime]:
    """An invented library, and the instant its story ends."""
    home = tmp_path_factory.mktemp(f"library-{request.param}")
    return home, invent(home, request.param)


def with_index(home: Path, now: dt.datetime, *, screens: bool = False) -> Workspace:
    workspace = opened_at(home, now, screens=screens)
    # Logs that were written a moment before they were indexed count as changed until they are looked at again.
    assert workspace.index.refresh(now_ns=2**62).finished
    assert workspace.index.state == "ready"
    return workspace


def without_index(home: Path, now: dt.datetime) -> Workspace:
    workspace = opened_at(home, now)
    shutil.rmtree(workspace.places.cache, ignore_errors=True)
    assert workspace.index.state == "absent"
    return workspace


def told(lines: list[TodayLine]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(msgspec.structs.replace(line, opened=None)) for line in lines]


def everything(workspace: Workspace) -> dict[str, object]:
    """All that screens and commands show of a library."""
    groups = workspace.open_groups()
    every = {opened.folder: opened.group for opened in groups}
    return {
        "today": told(today_lines(workspace, workspace.open_groups())),
        "meetings": listing.as_plain(listing.meetings(workspace)),
        "steps": listing.as_plain(listing.open_steps(workspace)),
        "minutes": [
            listing.as_plain(keeping.minutes_of(opened, meeting))
            for opened in groups
            for meeting in sorted(opened.group.meetings)
        ],
        "gaps": [keeping.gaps_of(opened, meeting) for opened in groups for meeting in sorted(opened.group.meetings)],
        "groups": {folder: (group, sorted(group.meetings), list(group.people)) for folder, group in every.items()},
        "archive": listing.as_plain(archive.every_past(workspace, "", 0, "", "")),
        "archive of a year": listing.as_plain(archive.every_past(workspace, "group a", 2024, "", "Coalition Meeting")),
        "counted": (archive.count(workspace, groups), archive.choices(workspace, groups)),
        "decisions": listing.as_plain(decision_register.listed(workspace)),
        "parked": listing.as_plain(parking_lot.parked(workspace, everything=True)),
        "found": [
            listing.as_plain(searching.search(workspace, words).lines)
            for words in (
                "housing",
                "forum*",
                "owner:bo",
                "kind:step is:open",
                "after:2024-02 łódź",
                "林",
                "indeed",
                "by:ana",
                "by:nobody",
                'housing "the for',
            )
        ],
    }


def test_the_index_says_what_the_shards_say(library: tuple[Path, dt.datetime]) -> None:
    home, now = library
    plain = without_index(home, now)
    scanned = everything(plain)
    plain.close()
    indexed = with_index(home, now)
    assert all(opened.is_glanced for opened in indexed.open_groups())
    answers = everything(indexed)
    for what, said in scanned.items():
        assert answers[what] == said, what
    assert scanned["today"] and scanned["minutes"] and any(scanned["found"])  # type: ignore[arg-type]
    indexed.close()


def test_leads_are_called_the_same_at_a_glance_as_when_everything_was_read(library: tuple[Path, dt.datetime]) -> None:
    home, now = library
    indexed = with_index(home, now)
    for opened in indexed.open_groups():
        glanced = opened.names_of_leads()
        leads = {person.id for s in opened.group.open_steps if (person := opened.group.person(s.owner)) is not None}
        assert not opened.is_glanced and set(glanced) == leads
        assert glanced.items() <= opened.names_of_leads().items() == short_names(opened.group.everybody).items()
    indexed.close()


def test_a_group_that_nobody_holds_is_gone_at_once(library: tuple[Path, dt.datetime]) -> None:
    """Whole groups that waited for the garbage collector made it, and with it one opening in ten, slow."""
    home, now = library
    indexed = with_index(home, now)
    folder = indexed.library.groups()[0]
    opened = indexed.open_group(folder)
    events = opened.events
    for meeting in opened.group.meetings:
        keeping.minutes_of(opened, meeting)
    gone = weakref.ref(opened)
    gc.disable()
    try:
        del opened
        assert gone() is not None and events[""], "the events still read what they were not asked for yet"
        del events
        assert gone() is None
    finally:
        gc.enable()
    indexed.close()


def test_a_live_meeting_is_the_same_from_the_index(library: tuple[Path, dt.datetime]) -> None:
    home, now = library
    plain, indexed = without_index(home, now), with_index(home, now)
    for one, other in zip(plain.open_groups(), indexed.open_groups(), strict=True):
        for meeting in one.group.meetings:
            first = LiveSession(plain, plain.open_group(one.folder), meeting)
            second = LiveSession(indexed, indexed.open_group(other.folder), meeting)
            assert second.group == first.group and second.meeting == first.meeting
            assert second._base == first._base
    plain.close()
    indexed.close()


# --- what is newer than the index ---------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, dt.datetime]:
    """A small library of this test's own."""
    return tmp_path, invent(tmp_path, 3)


def elsewhere(home: Path, now: dt.datetime) -> Workspace:
    """The same library, opened by another device."""
    where = places_in(home)
    other = msgspec.structs.replace(where, state=home / "other-state", cache=home / "other-cache")
    return Workspace(other, ManualClock(now), Settings(), threaded=False)


def changed_by(workspace: Workspace) -> None:
    """One act of each kind that reaches Today, the lists and the registers."""
    workspace.saver.when_ended = None
    opened = workspace.open_groups()[0]
    planning.add_people(workspace, opened, "Zed Okafor")
    meeting = planning.plan(workspace, opened, workspace.now() + _HOUR)
    session = LiveSession(workspace, opened, meeting)
    moving.open_doors(session)
    for line in (
        "> @zed ring the council by nm",
        "! Housing comes first",
        "~ a wider table",
        "housing was talked about",
    ):
        session.enter(line)
    reviewing.approve(session)
    goodbyes.confirm_end(session)
    planning.plan(workspace, opened, workspace.now() + 30 * _HOUR)


@pytest.mark.parametrize("by_another", [False, True])
def test_what_was_written_since_is_laid_over_the_index(own: tuple[Path, dt.datetime], by_another: bool) -> None:
    home, now = own
    indexed = with_index(home, now)
    writer = elsewhere(home, now) if by_another else indexed
    changed_by(writer)
    plain = elsewhere(home, now)
    assert everything(indexed) == everything(plain)
    assert "Zed Okafor" in [person.name for person in indexed.open_groups()[0].group.everybody]
    for workspace in {writer, indexed, plain}:
        workspace.close()


def test_on_the_screens_what_this_run_wrote_shows_at_once_and_what_others_wrote_after_a_sweep(
    own: tuple[Path, dt.datetime],
) -> None:
    home, now = own
    screens = with_index(home, now, screens=True)
    other = elsewhere(home, now)
    first, second = (opened.folder for opened in screens.open_groups())
    planning.plan(screens, screens.open_group(first), now + _HOUR, title="Ours")
    planning.plan(other, other.open_group(second), now + _HOUR, title="Theirs")
    assert screens.saver.flush()

    def titles() -> set[str]:
        lines = today_lines(screens, screens.open_groups())
        return {title for title in ("Ours", "Theirs") if any(title in line.what for line in lines)}

    assert titles() == {"Ours"}
    assert "Theirs" in {held.title for held in screens.open_group(second).group.meetings.values()}
    before = screens.indexing.rounds
    indexing.sweep(screens)
    assert titles() == {"Ours", "Theirs"} and screens.indexing.rounds > before
    screens.close()
    other.close()


def test_what_is_still_on_its_way_to_the_disk_is_laid_over_too(
    own: tuple[Path, dt.datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, now = own
    indexed = with_index(home, now)

    def full(*_: object) -> None:
        raise SaveProblem("The disk is full.")

    monkeypatch.setattr(indexed.library, "append", full)
    opened = indexed.open_groups()[0]
    planning.plan(indexed, opened, now + _HOUR, title="Unsaved")
    assert indexed.saver.unsaved()
    assert any("Unsaved" in line.what for line in today_lines(indexed, indexed.open_groups()))
    monkeypatch.undo()
    indexed.close()


def test_ids_stay_new_although_the_shards_were_not_read(own: tuple[Path, dt.datetime]) -> None:
    home, now = own
    known: set[str] = set()
    for _ in range(3):
        # As by three commands that are given the same `--now`.
        run = with_index(home, now)
        opened = run.open_groups()[0]
        meeting = planning.plan(run, opened, now + _HOUR)
        assert meeting not in known
        known.add(meeting)
        planning.add_people(run, opened, f"Guest {len(known)}")
        run.close()
    plain = without_index(home, now)
    group = plain.open_groups()[0].group
    assert known <= set(group.meetings) and {"Guest 1", "Guest 2", "Guest 3"} <= {p.name for p in group.everybody}
    plain.close()


def test_an_event_keeps_its_own_id_in_a_log_that_was_not_read(own: tuple[Path, dt.datetime]) -> None:
    home, now = own
    for name in ("One", "Two", "Three"):
        run = with_index(home, now)
        opened = run.open_groups()[0]
        (priority,) = opened.group.priorities.values()
        planning.change_priority(run, opened, priority.id, name, None, active=True)
        run.close()
    plain = without_index(home, now)
    (priority,) = plain.open_groups()[0].group.priorities.values()
    assert priority.name == "Three"
    plain.close()


def test_a_copied_folder_is_read_with_its_original(own: tuple[Path, dt.datetime]) -> None:
    home, now = own
    plain = without_index(home, now)
    opened = plain.open_groups()[0]
    meeting = next(held.id for held in opened.group.meetings.values() if held.state == "ended")
    shard = opened.shards[meeting]
    copy = Shard(shard.group, f"{shard.meeting}-copy")
    shutil.copytree(plain.library.folder(shard), plain.library.folder(copy))
    other = elsewhere(home, now)
    for where, words in ((shard, "only in the original"), (copy, "only in the copy")):
        filed = ev.Filed(ev.EntryKind.NOTE, words, "")
        other.library.append(where, other.stamp([ev.Captured(entry=other.new_id(), block="", filed=filed)]))
    other.close()
    plain.close()
    indexed, plain = with_index(home, now), elsewhere(home, now)
    there, here = indexed.open_group(shard.group), plain.open_group(shard.group)
    said = [entry.filed.text for entry in here.meeting(meeting).lines()]
    assert said.count("only in the copy") == said.count("only in the original") == 1
    assert there.meeting(meeting) == here.meeting(meeting)
    indexed.close()
    plain.close()


def test_earlier_minutes_that_were_approved_elsewhere_since_are_seen(own: tuple[Path, dt.datetime]) -> None:
    home, now = own
    indexed = with_index(home, now)
    opened = indexed.open_groups()[0]
    meeting = planning.plan(indexed, opened, now + _HOUR)
    opened = indexed.open_group(opened.folder)
    session = LiveSession(indexed, opened, meeting)
    draft = session.group.unapproved(meeting)[0]
    assert draft.id not in opened.events.loaded, "the draft was not read to open the meeting"
    other = elsewhere(home, now)
    there = other.open_group(opened.folder)
    other.record(there, draft.id, [ev.Approved(how="as distributed", seen={}, seal="")])
    other.close()
    assert session.refresh()
    assert session.group.meetings[draft.id].approved == "as distributed"
    indexed.close()


def test_a_correction_is_undone_in_the_earlier_minutes_also_after_a_restart(own: tuple[Path, dt.datetime]) -> None:
    home, now = own
    run = with_index(home, now)
    opened = run.open_groups()[0]
    meeting = planning.plan(run, opened, now)
    session = LiveSession(run, opened, meeting)
    moving.open_doors(session)
    said = session.enter("fix: the hall was the other one")
    (draft,) = (held for held in session.group.meetings.values() if "the hall was the other one" in held.corrections)
    assert "CORRECTION" in said.words
    run.close()
    again = with_index(home, now + dt.timedelta(minutes=1))
    resumed = LiveSession(again, again.open_group(opened.folder), meeting)
    assert draft.id not in resumed.opened.events.loaded
    resumed.do("undo")
    assert resumed.group.meetings[draft.id].corrections == ()
    resumed.do("redo")
    assert resumed.group.meetings[draft.id].corrections == ("the hall was the other one",)
    resumed.enter("s/other/same/")
    assert resumed.group.meetings[draft.id].corrections == ("the hall was the same one",)
    again.close()
