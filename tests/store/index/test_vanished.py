"""What is gone from the disk: a few meetings are let go, many are kept until somebody says it was meant."""

from __future__ import annotations

import shutil

import pytest

from peer_tui.store.shards import Shard
from tests.store.index.conftest import Town


def library_of(town: Town, meetings: int) -> tuple[Shard, list[Shard]]:
    group = town.group()
    shards = [town.meeting(group, day) for day in range(meetings)]
    for number, shard in enumerate(shards):
        town.write(shard, f"forum {number}", day=number)
    town.index.refresh(now_ns=1)
    return group, shards


def take_away(town: Town, shards: list[Shard]) -> None:
    town.library.release()
    for shard in shards:
        folder = town.library.folder(shard)
        away = town.home / "away" / shard.meeting
        away.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder, away)


def bring_back(town: Town, shards: list[Shard]) -> None:
    for shard in shards:
        folder = town.library.folder(shard)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(town.home / "away" / shard.meeting, folder)


@pytest.mark.parametrize(("had", "gone", "kept"), [
    (30, 3, False), (30, 4, True), (80, 5, False), (80, 6, True), (2, 2, False), (3, 1, True), (3, 3, True),
])  # fmt: skip
def test_a_few_are_let_go_and_many_are_kept(town: Town, had: int, gone: int, kept: bool) -> None:
    _group, shards = library_of(town, had)
    take_away(town, shards[:gone])
    said = town.index.refresh(now_ns=1)
    assert set(said.vanished) == set(shards[:gone])
    assert len(town.found("forum")) == (had if kept else had - gone)
    assert len(town.index.meetings()) == (had if kept else had - gone)
    again = town.index.refresh(now_ns=1)
    assert set(again.vanished) == (set(shards[:gone]) if kept else set()), "a few are told of once"


def test_what_comes_back_is_told_of_no_more(town: Town) -> None:
    _group, shards = library_of(town, 10)
    take_away(town, shards)
    assert len(town.index.refresh(now_ns=1).vanished) == 10
    bring_back(town, shards[:7])
    assert set(town.index.refresh(now_ns=1).vanished) == set(shards[7:])
    assert len(town.found("forum")) == 10
    bring_back(town, shards[7:])
    said = town.index.refresh(now_ns=1)
    assert said.vanished == () and said.read == 0
    take_away(town, shards[:1])
    assert town.index.refresh(now_ns=1).vanished == (shards[0],)


def test_more_that_vanish_after_many_are_kept_too(town: Town) -> None:
    _group, shards = library_of(town, 100)
    take_away(town, shards[:20])
    town.index.refresh(now_ns=1)
    take_away(town, shards[20:21])
    assert len(town.index.refresh(now_ns=1).vanished) == 21
    assert len(town.found("forum")) == 100


def test_it_may_be_said_that_they_are_meant_to_be_gone(town: Town) -> None:
    group, shards = library_of(town, 10)
    take_away(town, shards[:8])
    town.index.refresh(now_ns=1)
    assert town.index.accept_vanished()
    assert sorted(town.found("forum")) == ["forum 8", "forum 9"]
    assert [row.shard for row in town.index.meetings(newest_first=False)] == shards[8:]
    whole = town.index.whole(group.group)
    assert whole is not None and len(whole.group.meetings) == 2
    assert town.index.refresh(now_ns=1).vanished == ()


def test_a_library_that_is_not_there_loses_nothing(town: Town) -> None:
    group, _shards = library_of(town, 4)
    shutil.move(town.library.root, town.home / "unplugged")
    said = town.index.refresh(now_ns=1)
    assert len(said.vanished) == 5 and said.finished
    assert len(town.found("forum")) == 4 and [row.folder for row in town.index.groups()] == [group.group]
    shutil.move(town.home / "unplugged", town.library.root)
    assert town.index.refresh(now_ns=1).vanished == ()


def test_a_group_of_which_nothing_is_left_goes(town: Town) -> None:
    _group, _shards = library_of(town, 40)
    small = town.group("Hill Circle")
    town.write(town.meeting(small), "hill forum")
    town.index.refresh(now_ns=1)
    assert len(town.index.groups()) == 2
    town.library.release()
    shutil.rmtree(town.library.root / "groups" / small.group)
    said = town.index.refresh(now_ns=1)
    assert said.changed_groups == (small.group,) and len(said.vanished) == 2
    assert len(town.index.groups()) == 1 and town.found("hill") == [] and town.index.whole(small.group) is None


def test_logs_that_are_gone_while_their_folder_stays_have_vanished(town: Town) -> None:
    _group, shards = library_of(town, 40)
    town.library.release()
    for path in town.library.folder(shards[0]).iterdir():
        path.unlink()
    assert town.index.refresh(now_ns=1).vanished == (shards[0],)
    assert len(town.found("forum")) == 39


def test_a_log_of_which_only_the_last_good_copy_is_left_is_read_from_it(town: Town) -> None:
    _group, shards = library_of(town, 40)
    town.library.close(shards[0])
    (path,) = town.library.logs(shards[0])
    path.unlink()
    said = town.index.refresh(now_ns=1)
    assert said.vanished == () and len(town.found("forum")) == 40
    assert "last good copy" in town.index.groups()[0].problems[0]
