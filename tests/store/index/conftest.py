"""What the tests of the index share: small libraries made of invented meetings, and an index on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.domain.meeting import Meeting
from peer_tui.store.index import Index
from peer_tui.store.index.query import Query
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

BEGIN = dt.datetime(2024, 1, 10, 19, 0, tzinfo=dt.UTC)
BLOCKS = (
    ev.BlockPlan("welcome", "Welcome", "welcome", 3, 5),
    ev.BlockPlan("topics", "Current topics", "topics", flex=True),
    ev.BlockPlan("steps", "Next Steps", "steps", 15, 15),
)
SETTLED = 1_000_000_000_000
"""Added to a file's time: so much later nothing is as if just changed."""


class Town:
    """A library that is filled by small calls; ids and instants follow one another."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.library = Library(home / "library", home / "state")
        self.index = Index(self.library, home / "cache", home / "state")
        self.count = 0

    def say(self, shard: Shard, *bodies: ev.Event, day: int = 0, by: str = "aaaaaa-1") -> list[ev.Event]:
        """Append events to a shard, one second after another."""
        told = []
        for body in bodies:
            self.count += 1
            at = BEGIN + dt.timedelta(days=day, seconds=self.count)
            made = event_id(int(at.timestamp() * 1000), self.count % 1000, by)
            told.append(msgspec.structs.replace(body, id=body.id or made, at=at, by=by))
        self.library.append(shard, told)
        return told

    def group(self, name: str = "Harbor Coalition") -> Shard:
        """A new group with three people."""
        hint = "".join(letter for letter in name.split()[0].lower() if letter.isalnum())
        shard = Shard(f"{hint or 'group'}-{self.count:04}")
        people = (("ana", "Ana Ruiz"), ("bo", "Bo Chen"), ("mei", "Mei Tan"))
        self.say(
            shard,
            ev.GroupCreated(
                group=shard.group, name=name, zone="America/New_York", template="t", template_name="T", blocks=BLOCKS
            ),
            ev.SeriesStarted(series="monthly", name="Monthly"),
            *(ev.PersonAdded(person=person, name=called) for person, called in people),
        )
        return shard

    def meeting(self, group: Shard, day: int = 0, *, title: str = "Coalition meeting") -> Shard:
        """A planned meeting, so many days after the first."""
        starts = BEGIN + dt.timedelta(days=day)
        shard = Shard(group.group, f"{starts:%Y}/{starts:%Y-%m-%d-%H%M}-{self.count:04}")
        planned = ev.MeetingPlanned(
            meeting=f"m{self.count:05}", group=group.group, series="monthly", title=title, starts=starts,
            zone="America/New_York", minutes=60, blocks=BLOCKS,
        )  # fmt: skip
        self.say(shard, planned, day=day)
        return shard

    def write(
        self, shard: Shard, text: str, kind: ev.EntryKind = ev.EntryKind.NOTE, *, day: int = 0, **more: object
    ) -> str:
        """Capture a line; its entry id."""
        number = int(more.pop("number", 0))  # type: ignore[call-overload]
        entry = f"e{self.count + 1:05}"
        filed = ev.Filed(kind=kind, text=text, typed=text, **more)  # type: ignore[arg-type]
        self.say(shard, ev.Captured(entry=entry, block="topics", filed=filed, number=number), day=day)
        return entry

    def end(self, shard: Shard, day: int = 0) -> None:
        """The meeting was held."""
        self.say(shard, ev.CalledToOrder(), ev.Ended(), day=day)

    def id_of(self, shard: Shard) -> str:
        """The id of a shard's meeting."""
        return next(e.meeting for e in self.library.read(shard).events if isinstance(e, ev.MeetingPlanned))

    def found(self, query: str, limit: int = 1000) -> list[str]:
        """The texts a search finds, newest first."""
        return [hit.text for hit in self.index.search(Query.parse(query), limit)]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.index.close()
    made.library.release()


@pytest.fixture
def new_town(tmp_path: Path) -> Iterator[Callable[[], Town]]:
    """Makes libraries, each in a folder of its own: for tests that need many."""
    made: list[Town] = []

    def town() -> Town:
        made.append(Town(tmp_path / str(len(made))))
        return made[-1]

    yield town
    for one in made:
        one.index.close()
        one.library.release()


def scan(library: Library, query: Query) -> list[tuple[str, str]]:
    """What a look through every log finds: entry and text of each line, newest first. Words only, no filters."""
    found = []
    for folder in library.groups():
        united: dict[str, list[ev.Event | ev.Unknown]] = {}
        for shard in (Shard(folder), *library.meetings(folder)):
            events = library.read(shard).events
            planned = next((e.meeting for e in events if isinstance(e, ev.MeetingPlanned)), shard.meeting)
            united.setdefault(planned, []).extend(events)
        for events in united.values():
            for line in Meeting.fold(events).lines():
                if query.finds(line.filed.text, line.filed.done_when):
                    found.append((line.at, line.id, line.filed.text))
    return [(entry, text) for _at, entry, text in sorted(found, reverse=True)]


def folded(library: Library, folder: str) -> dict[str, Sequence[ev.Event | ev.Unknown]]:
    """A group's events by meeting, read from the logs: what `Group.fold` takes."""
    events: dict[str, Sequence[ev.Event | ev.Unknown]] = {"": library.read(Shard(folder)).events}
    for shard in library.meetings(folder):
        read = library.read(shard).events
        planned = next((e for e in read if isinstance(e, ev.MeetingPlanned)), None)
        if planned is not None:
            events[planned.meeting] = (*events.get(planned.meeting, ()), *read)
    return events


def everything(index: Index, connection_of: Callable[[Index], list[tuple[object, ...]]] | None = None) -> object:
    """All the index answers, in an order of its own: equal for two indexes that say the same."""
    groups = index.groups()
    hits = index.search(Query(), 100_000)
    return (
        [(row.folder, row.group, dict(row.gaps), dict(row.shards), row.problems) for row in groups],
        [index.whole(row.folder) for row in groups],
        index.meetings(),
        index.steps(open_only=False),
        sorted(index.decisions(), key=lambda row: (row.at, row.folder, row.entry)),
        index.parked(),
        sorted(hits, key=lambda hit: (hit.at, hit.folder, hit.entry)),
    )
