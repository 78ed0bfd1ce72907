"""Bad days of a cache: killed, damaged, of another version, not to be written, shared; and what it keeps to itself."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.store.files import Files
from peer_tui.store.index import Index, schema
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.index.conftest import Town, everything

ROOT = Path(__file__).parents[3]


def fill(town: Town, meetings: int = 8, lines: int = 4) -> Shard:
    group = town.group()
    for day in range(meetings):
        shard = town.meeting(group, day)
        for number in range(lines):
            town.write(shard, f"forum {day} {number}", day=day)
    return group


def other(town: Town) -> Index:
    """The index as another run of the program has it."""
    return Index(Library(town.library.root, town.library.state), town.home / "cache", town.home / "state")


def test_files_are_for_their_owner_only(town: Town) -> None:
    old = os.umask(0)
    try:
        fill(town)
        town.index.refresh()
        town.found("forum")
    finally:
        os.umask(old)
    made = [town.home / "cache", *(town.home / "cache").iterdir(), town.home / "state" / "index.lock"]
    assert len(made) >= 4
    assert [p.name for p in made if stat.S_IMODE(p.stat().st_mode) & 0o077] == []


def test_the_pointer_names_the_database_and_its_version(town: Town) -> None:
    town.index.refresh()
    assert (town.home / "cache" / "index").read_text() == f"index-1.sqlite\n{schema.VERSION}\n"


def test_another_version_is_built_anew_beside_it(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town)
    town.index.refresh()
    before = other(town)
    assert len(before.search("forum")) == 32
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    newer = other(town)
    assert newer.state == "absent" and newer.search("forum") == []
    assert newer.refresh().finished and newer.state == "ready" and len(newer.search("forum")) == 32
    assert (town.home / "cache" / "index").read_text().startswith("index-2.sqlite\n")
    assert (town.home / "cache" / "index-1.sqlite").exists(), "somebody may be reading it"


def test_older_databases_go_when_the_program_is_alone(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town)
    town.index.refresh()
    running = Library(town.library.root, town.library.state)
    assert running.writer
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    newer = other(town)
    newer.refresh()
    assert newer.refresh().finished
    assert (town.home / "cache" / "index-1.sqlite").exists(), "another run holds a slot"
    running.release()
    town.library.release()
    newer.refresh()
    assert (town.home / "cache" / "index-1.sqlite").exists(), "only at a later start"
    later = other(town)
    later.refresh()
    left = sorted(p.name for p in (town.home / "cache").iterdir() if p.suffix == ".sqlite")
    assert left == ["index-2.sqlite"] and len(later.search("forum")) == 32


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"../../etc/passwd\n1\n", b"index-1.sqlite", b"\xff\xfe\n\0", b"index-9.sqlite\n1\n"]
)
def test_a_spoiled_pointer_is_no_index(town: Town, content: bytes) -> None:
    fill(town)
    town.index.refresh()
    (town.home / "cache" / "index").write_bytes(content)
    assert town.index.groups() == [] and town.index.state == "absent"
    assert town.index.refresh().finished and len(town.found("forum")) == 32


@given(st.integers(0, 10_000), st.sampled_from(["bytes", "cut", "empty", "zeros", "text"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_index_is_built_anew_aside_and_nothing_raises(town: Town, seed: int, how: str) -> None:
    rnd = random.Random(seed)
    if not town.library.groups():
        fill(town)
    town.index.refresh(now_ns=1)
    name = (town.home / "cache" / "index").read_text().split("\n")[0]
    path = town.home / "cache" / name
    town.index.close()
    raw = bytearray(path.read_bytes())
    if how == "cut":
        del raw[rnd.randrange(len(raw)) :]
    elif how == "empty":
        raw.clear()
    elif how == "text":
        raw[:] = b"this is no database " * 500
    else:
        for _ in range(30):
            at = rnd.randrange(len(raw))
            raw[at : at + 200] = bytes(200) if how == "zeros" else rnd.randbytes(200)
    path.write_bytes(raw)
    reader, writer = other(town), other(town)
    for index in (reader, writer, town.index):
        everything(index)
        index.outliving(town.library.groups()[0])
        index.find_meetings("2024-01")
        assert index.state in ("ready", "absent", "unavailable")
    # What was hit may be free room in the file: whatever is asked then is answered as before.
    for _ in range(3):
        done = writer.refresh(now_ns=1)
        everything(writer)
    if writer.state != "ready" or name == (town.home / "cache" / "index").read_text().split("\n")[0]:
        writer._opened().distrust(name)  # type: ignore[union-attr]
        done = writer.refresh(now_ns=1)
    assert done.finished and writer.state == "ready"
    assert path.exists(), "nobody removes a database that another may have open"
    assert len(writer.search("forum")) == 32 == len(reader.search("forum")) == len(town.found("forum"))
    reader.close()
    writer.close()


def test_damage_found_by_one_run_is_mended_by_the_run_that_refreshes(town: Town) -> None:
    fill(town)
    town.index.refresh(now_ns=1)
    path = town.home / "cache" / "index-1.sqlite"
    raw = bytearray(path.read_bytes())
    town.index.close()
    raw[100:] = bytes(len(raw) - 100)
    path.write_bytes(raw)
    reader = other(town)
    assert reader.groups() == [] and reader.state == "absent"
    assert (town.home / "cache" / "index-1.sqlite.spoiled").exists()
    writer = other(town)
    assert writer.refresh().finished
    assert len(reader.groups()) == 1 and len(writer.groups()) == 1


def test_a_build_that_was_stopped_goes_on_where_it_ended(town: Town) -> None:
    fill(town, meetings=120, lines=1)
    asked = iter([False, False, True])
    seen: list[tuple[int, int]] = []
    first = town.index.refresh(stop=lambda: next(asked, True), progress=lambda *n: seen.append(n), now_ns=1)
    assert not first.finished and 0 < first.read < 121 and seen[-1] == (first.read, 121)
    assert town.index.state == "absent" and town.found("forum") == []
    second = other(town).refresh(now_ns=1)
    assert second.finished and second.read == 121 - first.read
    assert len(town.found("forum")) == 120


_BUILD = """
import sys
from pathlib import Path
from peer_tui.store.index import Index
from peer_tui.store.library import Library
home = Path(sys.argv[1])
index = Index(Library(home / "library", home / "state"), home / "cache", home / "state")
print("ready", flush=True)
done = index.refresh(progress=lambda n, of: print(n, flush=True), now_ns=1)
print("done", done.finished, done.held_elsewhere, flush=True)
"""


def run(home: Path, program: str, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(home), *more], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stdin=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_build_that_is_killed_goes_on_where_it_ended(town: Town, after: int) -> None:
    fill(town, meetings=220, lines=1)
    town.library.release()
    process = run(town.home, _BUILD)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for _ in range(after):
        read = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.close()
    assert town.index.state == "absent"
    done = town.index.refresh(now_ns=1)
    assert done.finished and done.read <= 221 - read
    fresh = Index(town.library, town.home / "cache2", town.home / "state2")
    fresh.refresh(now_ns=1)
    assert everything(town.index) == everything(fresh)
    fresh.close()


def test_two_runs_refresh_at_once_and_one_does_it(town: Town) -> None:
    fill(town, meetings=150, lines=2)
    town.library.release()
    both = [run(town.home, _BUILD) for _ in range(2)]
    ends = []
    for process in both:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        ends.append(out.split("\n")[-2])
    assert "done True False" in ends
    assert set(ends) <= {"done True False", "done False True"}
    assert town.index.refresh(now_ns=1).read == 0
    assert len(town.index.search("forum", 1000)) == 300


def test_while_another_run_refreshes_nothing_is_done_here(town: Town) -> None:
    fill(town)
    town.index.refresh(now_ns=1)
    busy = other(town)
    assert busy._opened().take()  # type: ignore[union-attr]
    said = town.index.refresh()
    assert said.held_elsewhere and not said.finished and said.read == 0
    assert len(town.found("forum")) == 32, "it reads all the same"
    busy._opened().release()  # type: ignore[union-attr]
    assert town.index.refresh().finished


_WRITE = """
import sys
from pathlib import Path
from peer_tui.domain import events as ev
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.index.conftest import Town
town = Town(Path(sys.argv[1]))
town.count = 100_000
shards = town.library.meetings(sys.argv[2])
print("ready", flush=True)
for number in range(60):
    town.write(shards[number % len(shards)], f"written {number}")
    print(number, flush=True)
town.library.release()
"""


def test_correct_while_another_run_writes(town: Town) -> None:
    group = fill(town, meetings=5, lines=2)
    town.library.release()
    town.index.refresh()
    process = run(town.home, _WRITE, group.group)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    while process.poll() is None:
        assert town.index.refresh().finished
        found = town.index.search("written", 1000)
        assert len({hit.entry for hit in found}) == len(found)
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.close()
    assert process.returncode == 0
    town.index.refresh()
    assert sorted(town.found("written")) == sorted(f"written {number}" for number in range(60))
    fresh = Index(town.library, town.home / "cache2", town.home / "state2")
    fresh.refresh()
    assert everything(town.index) == everything(fresh)
    fresh.close()


def test_a_cache_that_cannot_be_written_is_said_and_nothing_raises(town: Town) -> None:
    fill(town)
    (town.home / "cache").write_text("a file stands where the folder should be")
    said = town.index.refresh()
    assert not said.finished and town.index.state == "unavailable"
    assert "cannot be written" in town.index.why and town.index.why.endswith(".")
    assert town.index.groups() == [] and town.index.search("forum") == []
    (town.home / "cache").unlink()
    assert town.index.refresh().finished and town.index.state == "ready" and town.index.why == ""


def test_a_full_disk_is_said_and_the_index_is_built_when_there_is_room(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    fill(town)

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("peer_tui.store.index.place.make_private", full)
        assert not town.index.refresh().finished
        assert town.index.state == "unavailable" and "no space left" in town.index.why
    assert town.index.refresh().finished and town.index.why == ""


def test_without_full_text_everything_works_and_searching_is_a_look_through(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(town)
    town.index.refresh(now_ns=1)
    expected = everything(town.index)
    by_words = [town.found(query) for query in ("forum 3", '"forum 3"', "for*", "forum kind:note", "nothing")]
    monkeypatch.setattr(schema, "has_full_text", lambda: False)
    plain = other(town)
    assert plain.state == "absent", "an index with full text is not used: its words could not be kept up"
    assert plain.refresh(now_ns=1).finished and plain.state == "ready"
    assert "FTS5" in plain.why and plain.why.endswith(".")
    assert everything(plain) == expected
    from peer_tui.store.index.query import Query

    for query, words in zip(("forum 3", '"forum 3"', "for*", "forum kind:note", "nothing"), by_words, strict=True):
        assert [hit.text for hit in plain.search(Query.parse(query), 1000)] == words
    assert [hit.text for hit in plain.search("forum", 3)] == ["forum 7 3", "forum 7 2", "forum 7 1"]
    town.write(town.library.meetings(town.library.groups()[0])[0], "forum later", day=50)
    plain.refresh(now_ns=1)
    assert plain.search("later")[0].text == "forum later"


def test_without_sqlite_it_is_unavailable_and_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> bool:
        raise ImportError("No module named '_sqlite3'")

    monkeypatch.setattr(schema, "has_full_text", missing)
    fill(town)
    assert town.index.state == "unavailable" and "no SQLite" in town.index.why
    assert town.index.groups() == [] and not town.index.refresh().finished
    assert town.index.search("forum") == [] and not town.index.purge([]) and not town.index.accept_vanished()
    assert len(town.index.stale(town.library.groups()[0])) == 9


def test_importing_the_index_loads_no_database(town: Town) -> None:
    program = "import sys, peer_tui.store.index; print({'sqlite3', 'filelock', 'tinydb'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.stdout.strip() == "set()"


class Sealed(Files):
    sealed = True


def test_of_a_sealed_library_nothing_lies_in_the_cache(town: Town) -> None:
    fill(town)
    town.index.refresh(now_ns=1)
    expected = everything(town.index)
    town.index.close()
    library = Library(town.library.root, town.library.state, Sealed())
    sealed, second = (Index(library, town.home / "cache", town.home / "state") for _ in range(2))
    assert sealed.state == "absent" and sealed.groups() == []
    assert sealed.refresh(now_ns=1).finished and sealed.state == "ready"
    assert everything(sealed) == expected
    assert list((town.home / "cache").iterdir()) == [], "what lay there open before is gone too"
    assert second.refresh(now_ns=1).finished and everything(second) == expected, "each run has its own"
    town.write(library.meetings(library.groups()[0])[0], "forum later", day=50)
    assert sealed.refresh(now_ns=1).read == 1 and sealed.search("later")[0].text == "forum later"
    assert sealed.purge([library.meetings(library.groups()[0])[0]])
    assert list((town.home / "cache").iterdir()) == []
    sealed.close()
    assert sealed.groups() == []
    second.close()


def test_a_refresh_tells_how_far_it_is(town: Town) -> None:
    fill(town, meetings=120, lines=1)
    seen: list[tuple[int, int]] = []
    town.index.refresh(progress=lambda *n: seen.append(n))
    assert seen == [(50, 121), (100, 121), (121, 121)]


def test_the_time_for_files_is_that_of_the_disk(town: Town) -> None:
    place = town.index._opened()
    town.index.refresh()
    assert place is not None and abs(place.instant() - time.time_ns()) < 5_000_000_000
