"""Merging: three devices' logs, exchanged in any order, with copies and gaps, make one meeting, and hide no words.

For each of thousands of random histories (`devices`):

- commutative: whatever the order in which logs and events arrive, the meetings and the group are the same;
- idempotent: what arrives twice changes nothing;
- associative: two devices that merge first and hear of the third afterwards end where the others do;
- 0 lost: in the whole, and in the part of it that has arrived anywhere, each line that nobody took back or removed
  stands with the words of its last edit.

Some histories lie in three real libraries, whose files are copied to one another in random orders, some under the names
that sync tools give to conflicting copies. The control folds the file that arrived last.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from unittest import mock

from peer_tui.domain import events as ev
from peer_tui.domain.group import Group
from peer_tui.domain.history import act_of
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.redaction import without_redacted
from peer_tui.store import durable
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.faults.devices import EARLIER, GROUP, MEETING, SHARDS, WRITERS, Any_, History, Logs
from tests.store.faults.frame import Outcome, Say

NAME = "merge"
WHAT = "random histories of three devices, their logs merged in any order, with copies and gaps"
FULL = 4_000
SUBSET = 200
CONTROL = "the last file wins"
CONTROL_SUBSET = 50
CONTROL_SHARE = 0.5
ON_DISK_EVERY = 10
"""Each history at a multiple of this lies in real libraries too."""
FOLDERS = {
    GROUP: Shard("harbor-7q2k"),
    EARLIER: Shard("harbor-7q2k", "2024/one"),
    MEETING: Shard("harbor-7q2k", "2024/two"),
}
CONFLICT_NAMES = (
    "{}.sync-conflict-20241113-140500-ABCDEFG.json", "{} (conflicted copy 2024-11-13 140500).json",
    "{} (Ana's laptop's conflicted copy 2024-11-13).json", "{}-LAPTOP.json", "{} 2.json", "{} (1).json",
)  # fmt: skip

Union = dict[str, tuple[Any_, ...]]
"""Everything known, by shard."""


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """Merge the logs of `points` random histories in many ways; each history is one point."""
    began = time.monotonic()
    points = FULL if points is None else points
    chance = random.Random(seed)
    unite = last_file_wins if control else united
    lost = unequal = on_disk = 0
    first = ""
    for number in range(1, points + 1):
        history = History(random.Random(chance.getrandbits(64)), acts=chance.choice((12, 40, 80)))
        wrong = [*merged_differently(history.logs, chance, unite), *_on_the_way(history, chance, unite)]
        if number % ON_DISK_EVERY == 0 and not control:
            on_disk += 1
            wrong += in_libraries(history.logs, folder / "libraries", chance)
        hidden = [words for words in wrong if words.startswith("lost")]
        lost += bool(hidden)
        unequal += bool(wrong) and not hidden
        first = first or (f"history {number}: {wrong[0]}" if wrong else "")
        if number % 1_000 == 0:
            say(f"{NAME}: {number} of {points} histories")
    notes = f"{lost} with lost words, {unequal} that differ by the order of arrival; {on_disk} in real libraries"
    notes += f" — first: {first}" if first else ""
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, points, lost + unequal, 0, notes, time.monotonic() - began)


# --- uniting --------------------------------------------------------------------------------------------------------


def united(logs: Iterable[tuple[tuple[str, str], Sequence[Any_]]]) -> Union:
    """The union of logs by id, as reading a shard does it."""
    found: dict[str, dict[str, Any_]] = {shard: {} for shard in SHARDS}
    for (shard, _writer), events in logs:
        for event in events:
            found[shard].setdefault(event.id, event)
    return {shard: without_redacted(known[key] for key in sorted(known)) for shard, known in found.items()}


def last_file_wins(logs: Iterable[tuple[tuple[str, str], Sequence[Any_]]]) -> Union:
    """The control: of each shard, the file that arrived last."""
    found: dict[str, tuple[Any_, ...]] = dict.fromkeys(SHARDS, ())
    for (shard, _writer), events in logs:
        found[shard] = tuple(events) or found[shard]
    return found


def folded(union: Union, chance: random.Random | None = None) -> tuple[Meeting, Meeting, Group]:
    """Both meetings and the group; with chance, the events and shards come in any order and some of them twice."""
    given = {shard: list(events) for shard, events in union.items()}
    if chance is not None:
        for events in given.values():
            events += chance.sample(events, len(events) // 3)
            chance.shuffle(events)
    shards = list(given.items())
    if chance is not None:
        chance.shuffle(shards)
    return Meeting.fold(given[EARLIER]), Meeting.fold(given[MEETING]), Group.fold(shards)


def merged_differently(logs: Logs, chance: random.Random, unite: object = united) -> list[str]:
    """What depends on the order of arrival, and what is lost; nothing if all is well."""
    assert callable(unite)
    files = list(logs.items())
    whole: Union = unite(files)
    expected = folded(whole)
    wrong = [f"lost {words}" for words in missing(logs.values(), expected)]
    for turn in range(3):
        chance.shuffle(files)
        again: Union = unite([*files, *chance.sample(files, len(files) // 2)])
        wrong += [f"another order of files, turn {turn}"] if again != whole else []
        wrong += [f"another order of events, turn {turn}"] if folded(again, chance) != expected else []
    by_writer = [[file for file in files if file[0][1] == writer] for writer in WRITERS]
    for one, other, third in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        pair: Union = unite([*by_writer[one], *by_writer[other]])
        merged: Union = unite([*(((shard, "pair"), events) for shard, events in pair.items()), *by_writer[third]])
        wrong += ["two merged first"] if _without_words(merged) != _without_words(whole) else []
    return wrong


def _without_words(union: Union) -> dict[str, list[str]]:
    """Which events there are: a pair that merged before a removal arrived blanks its words only afterwards."""
    return {shard: [event.id for event in events] for shard, events in union.items()}


def _on_the_way(history: History, chance: random.Random, unite: object = united) -> list[str]:
    """What each device shows of what has reached it, and what any other part of the logs would show."""
    assert callable(unite)
    wrong = []
    for device in history.devices:
        known = {(shard, "all"): tuple(events.values()) for shard, events in device.knows.items()}
        wrong += [
            f"lost on {device.writer}: {words}" for words in missing(known.values(), folded(unite(known.items())))
        ]
    part = {key: tuple(e for e in events if chance.random() < 0.6) for key, events in history.logs.items()}
    wrong += [f"lost in a part: {words}" for words in missing(part.values(), folded(unite(part.items())))]
    return wrong


# --- what must be there ---------------------------------------------------------------------------------------------


def missing(logs: Iterable[Sequence[Any_]], shown: tuple[Meeting, Meeting, Group]) -> list[str]:
    """The words of lines that nobody took back or removed, and that do not stand: those of each line's last edit.

    Told from the events alone, without the fold's own rules: a line of which any act was ever taken back is left out.
    """
    events = [event for log in logs for event in log if isinstance(event, ev.Event)]
    undone = {event.target for event in events if isinstance(event, ev.Undone)}
    removed = {event.target for event in events if isinstance(event, ev.Redacted)}
    told: dict[str, list[ev.Captured | ev.EntryEdited]] = {}
    for event in events:
        if isinstance(event, ev.Captured | ev.EntryEdited):
            told.setdefault(event.entry, []).append(event)
    standing = {entry.id: entry.filed.text for meeting in shown[:2] for entry in meeting.entries.values()}
    lost = []
    for entry, history in told.items():
        if entry in removed or any(act_of(event) in undone for event in history):
            continue
        words = max(history, key=lambda event: (isinstance(event, ev.EntryEdited), event.id)).filed.text
        if standing.get(entry) != words:
            lost.append(words)
    return lost


# --- in real libraries ----------------------------------------------------------------------------------------------


def in_libraries(logs: Logs, folder: Path, chance: random.Random) -> list[str]:
    """Three libraries, each with its own device's logs; their files are copied to one another until all have all."""
    shutil.rmtree(folder, ignore_errors=True)
    with mock.patch.object(durable, "flush_file"), mock.patch.object(durable, "flush_folder"):
        libraries = [_written(logs, writer, folder / writer) for writer in WRITERS]
    for library in libraries:
        for _ in range(2):
            _copied(libraries, library, chance)
    wrong = []
    expected = united(logs.items())
    for library, writer in zip(libraries, WRITERS, strict=True):
        for shard, where in FOLDERS.items():
            reading = library.read(where)
            if reading.problems or reading.events != expected[shard]:
                wrong.append(f"lost or changed in the library of {writer}: {reading.problems}")
            again = library.read(where)
            if again.events != reading.events or again.running != reading.running:
                wrong.append("read twice, it differs")
    if len({tuple(sorted(library.read(FOLDERS[MEETING]).running.items())) for library in libraries}) != 1:
        wrong.append("the libraries differ in how far each writer came")
    return wrong


def _written(logs: Logs, writer: str, home: Path) -> Library:
    from peer_tui.store.log import Log

    library = Library(home / "library", home / "state")
    for (shard, by), events in logs.items():
        if by == writer and events:
            log = Log(library.folder(FOLDERS[shard]) / f"{writer}.json", writer, home / "quarantine")
            half = len(events) // 2
            log.append(events[:half] or events)
            kept = library.folder(FOLDERS[shard]) / "half"
            shutil.copy(log.path, kept)
            log.append(events)
    return library


def _copied(libraries: list[Library], to: Library, chance: random.Random) -> None:
    """The logs of the others arrive, in any order; some also as they were before, under a conflicting name."""
    for library in chance.sample(libraries, len(libraries)):
        for where in chance.sample(list(FOLDERS.values()), len(FOLDERS)):
            source, target = library.folder(where), to.folder(where)
            if library is to or not source.exists():
                continue
            target.mkdir(parents=True, exist_ok=True)
            for path in source.glob("??????-?.json"):
                # A copy of our own log that comes back is a conflicting one: nobody else writes our file.
                strange = path.stem == to.root.parent.name
                name = chance.choice(CONFLICT_NAMES).format(path.stem) if strange else path.name
                shutil.copy(path, target / name)
                if chance.random() < 0.3 and (source / "half").exists():
                    shutil.copy(source / "half", target / chance.choice(CONFLICT_NAMES).format(path.stem))
