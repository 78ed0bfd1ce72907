"""The index of one library: what the first screen, the lists, the registers and search read instead of every log.

It is a cache. Delete it and it comes back; it holds no fact that the logs do not, and what it says is only ever behind
them. A run that finds none, or finds it damaged, reads the logs themselves meanwhile.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from peer_tui.domain.events import Event, MeetingId, Unknown
from peer_tui.domain.words import say
from peer_tui.store.index import reading, schema
from peer_tui.store.index.place import Place
from peer_tui.store.index.rows import (
    DecisionRow,
    GroupRow,
    Hit,
    MeetingRow,
    ParkedRow,
    PastFilter,
    PastRow,
    Refreshed,
    StepRow,
    Whole,
)
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    import sqlite3

    from peer_tui.store.index.courses import CourseRow
    from peer_tui.store.index.past import PastChoices
    from peer_tui.store.index.query import Query

# What only some questions need is imported where they are asked: Today is painted without it.

State: TypeAlias = Literal["ready", "absent", "building", "unavailable"]
Progress: TypeAlias = Callable[[int, int], None]
_T = TypeVar("_T")
_THOROUGH_EVERY = 10
"""The first refresh, and each tenth after it, lists every folder: a disk may not date those to which a file comes."""
SAMPLE = 200
"""Shards that `agrees` reads again: every one of a small library, and so many of a large one."""
_DAMAGED = say("The index is damaged and is no longer read.")
_NO_WORDS = say(
    "This machine's SQLite has no full-text search (FTS5): searching looks through every line, which takes longer."
)


class Index:
    """The index of a library. Opens nothing until it is asked; asking never raises.

    Questions may be asked from any thread while another thread refreshes. While there is no index, or it cannot be
    read, they are answered as if the library were empty: `state` tells.

    Args:
        library: whose index it is. Where its files lie sealed, the index lies in memory only.
        cache: the CACHE folder.
        state: the STATE folder, for the lock.
    """

    def __init__(self, library: Library, cache: Path, state: Path) -> None:
        self._library = library
        self._cache = cache
        self._state_folder = state
        self._place: Place | None = None
        self._building = False
        self._trouble = ""
        self._guard = threading.Lock()
        self._refreshing = threading.Lock()
        self._cleared = False
        self._sweeps = 0

    # --- how it stands -----------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """Whether it answers.

        `ready`: it does. `absent`: a refresh must build it. `building`: one is at it. `unavailable`: see `why`.
        """
        place = self._opened()
        if place is None:
            return "unavailable"
        if self._ask(lambda connection: True, False):
            return "ready"
        if self._building:
            return "building"
        return "unavailable" if self._trouble else "absent"

    @property
    def why(self) -> str:
        """What does not work, in a sentence; empty while everything does."""
        place = self._opened()
        return self._trouble or ("" if place is None or place.full_text else _NO_WORDS)

    # --- questions ---------------------------------------------------------------------------------------------

    def groups(self) -> list[GroupRow]:
        """Every group, by its name, as far as the first screen needs it."""
        return self._ask(reading.groups, [])

    def whole(self, folder: str) -> Whole | None:
        """One group complete, by its folder; None if the index does not hold it."""
        return self._ask(lambda connection: reading.whole(connection, folder), None)

    def outliving(self, folder: str) -> dict[MeetingId, tuple[Event | Unknown, ...]]:
        """What a group is folded from, by meeting, its own log under the empty id; empty if it is not held."""
        empty: dict[MeetingId, tuple[Event | Unknown, ...]] = {}
        return self._ask(lambda connection: {**reading.outliving(connection, folder)}, empty)

    def meetings(
        self, *, group: str = "", states: Sequence[str] = (), limit: int = 0, newest_first: bool = True
    ) -> list[MeetingRow]:
        """Meetings in order of their start.

        Args:
            group: the folder of a group; empty for all.
            states: of planned, unfinished, ended, cancelled; empty for all.
            limit: how many at most; 0 for all.
            newest_first: the order.
        """
        return self._ask(lambda c: reading.meetings(c, group, states, limit, newest_first), [])

    def find_meetings(self, words: str) -> list[MeetingRow]:
        """The meetings of this id, of a beginning of it, or of a beginning (from 4 letters) of the folder's name."""
        return self._ask(lambda connection: reading.find_meetings(connection, words), [])

    def last_ended(self, group: str = "") -> MeetingRow | None:
        """The meeting that ended last, of a group (its folder) or of all."""
        return self._ask(lambda connection: reading.last_ended(connection, group), None)

    def steps(self, *, group: str = "", open_only: bool = True, limit: int = 0) -> list[StepRow]:
        """The register of next steps, the last promised first; of a group (its folder) or of all."""
        return self._ask(lambda connection: reading.steps(connection, group, open_only, limit), [])

    def decisions(self, *, group: str = "", limit: int = 0) -> list[DecisionRow]:
        """The register of decisions, the newest first."""
        return self._ask(lambda connection: reading.decisions(connection, group, limit), [])

    def parked(
        self, *, group: str = "", unplaced_only: bool = False, waiting: bool = False, limit: int = 0
    ) -> list[ParkedRow]:
        """The register of parked items, the newest first; of a group (its folder) or of all.

        Args:
            group: the folder of a group; empty for all.
            unplaced_only: only those without a place.
            waiting: only those that still wait: without a place, for an agenda, or with somebody.
            limit: how many at most; 0 for all.
        """
        which = "unplaced" if unplaced_only else "waiting" if waiting else ""
        return self._ask(lambda connection: reading.parked(connection, group, which, limit), [])

    def past(self, wanted: PastFilter, limit: int, after: tuple[dt.datetime, MeetingId] | None = None) -> list[PastRow]:
        """Meetings that were held, the newest first: a page of them.

        Args:
            wanted: which of them.
            limit: how many at most.
            after: start and id of the last one of the page before; None for the first page.
        """
        from peer_tui.store.index import past

        return self._ask(lambda connection: past.page(connection, wanted, limit, after), [])

    def count_past(self, wanted: PastFilter) -> int:
        """How many meetings were held."""
        from peer_tui.store.index import past

        return self._ask(lambda connection: past.count(connection, wanted), 0)

    def past_choices(self, wanted: PastFilter) -> PastChoices:
        """What the meetings that were held can be chosen by, of those that the group of the filter has."""
        from peer_tui.store.index import past

        return self._ask(lambda connection: past.choices(connection, wanted), past.PastChoices())

    def courses(self, *, group: str = "", first: dt.date | None = None, last: dt.date | None = None) -> list[CourseRow]:
        """How the meetings that have ended went, in order of their start; of a group (its folder) or of all.

        Args:
            group: the folder of a group; empty for all.
            first: the first day; None for no bound.
            last: the last day.
        """
        from peer_tui.store.index import courses

        bounds = tuple(day.toordinal() if day is not None else None for day in (first, last))
        return self._ask(lambda connection: courses.courses(connection, group, bounds[0], bounds[1]), [])

    def search(self, query: Query | str, limit: int = 50, stop: Callable[[], bool] | None = None) -> list[Hit]:
        """The newest lines that fit, at most `limit`. A string is parsed as `Query.parse` does.

        Args:
            query: what is asked.
            limit: how many at most.
            stop: asked now and then; True ends it, with nothing found.
        """
        place = self._opened()
        if place is None:
            return []
        from peer_tui.store.index import searching
        from peer_tui.store.index.query import Query

        asked = Query.parse(query) if isinstance(query, str) else query
        return self._ask(lambda c: searching.search(c, asked, max(0, limit), place.full_text, stop), [])

    def stale(self, folder: str, *, thorough: bool = True) -> list[Shard]:
        """The shards of a group that were changed, made or removed since they were indexed; told without reading them.

        A shard that was indexed within two seconds of its last change is among them. All of the group's shards if
        there is no index. Not `thorough`: a meeting's log that another program wrote where it stood is overlooked
        until the next refresh, which misses nothing.
        """
        from peer_tui.store.index import sweep

        none: list[sweep.Row] = []
        known = self._ask(lambda connection: sweep.rows_in(connection, folder), none)
        return sweep.stale(self._library, folder, known, thorough)

    def agrees(self, sample: int = SAMPLE) -> list[str]:
        """What it says otherwise than the logs, in sentences; nothing if it agrees, or there is none to ask.

        Reads some logs again, evenly spread and always the same, and counts the rest. What changed since it was
        brought up to date is no disagreement. A database that is found damaged is given up, as by any question.

        Args:
            sample: how many shards are read again at most.
        """
        place = self._opened()
        if place is None:
            return []
        # Imported here: only the check asks.
        from peer_tui.store.index.agreeing import disagreements

        def compared(connection: sqlite3.Connection) -> list[str] | None:
            return disagreements(self._library, connection, place.full_text, sample)

        told = self._ask(compared, None)
        return [_DAMAGED] if told is None and place.was_spoiled() else told or []

    # --- keeping it up -----------------------------------------------------------------------------------------

    def refresh(
        self,
        *,
        progress: Progress | None = None,
        stop: Callable[[], bool] = lambda: False,
        only: Collection[str] | None = None,
        now_ns: int | None = None,
    ) -> Refreshed:
        """Bring the index up to date; build it where there is none. Never raises; may take minutes the first time.

        Only one run of the program does so at a time. What was done is kept when it is stopped or killed, and the next
        refresh goes on from there.

        Args:
            progress: told how many shards of how many were read.
            stop: asked between slices; True ends the refresh.
            only: the folders of the groups to look at; all if not given.
            now_ns: what the time is for the library's files, in ns since 1970; asked of the disk if not given.
        """
        with self._refreshing:
            place = self._opened()
            if place is None:
                return Refreshed(finished=False)
            thorough = self._sweeps % _THOROUGH_EVERY == 0
            self._sweeps += 1
            from peer_tui.store.index.refreshing import Refresh

            run = Refresh(self._library, place, progress or _silent, stop, only, now_ns, thorough)
            return self._maintain(place, run.go, Refreshed(finished=False))

    def rebuild(self) -> Refreshed:
        """Give up what there is and build it anew from the logs. Never raises; may take minutes.

        Where another run of the program writes it now, it stays as it is.
        """
        with self._refreshing:
            place = self._opened()
            if place is not None and not self._maintain(place, lambda: self._given_up(place), False):
                return Refreshed(finished=False, held_elsewhere=True)
        return self.refresh()

    @staticmethod
    def _given_up(place: Place) -> bool:
        if not place.take():
            return False
        if name := place.current():
            place.distrust(name)
        return True

    def accept_vanished(self) -> bool:
        """Drop what is known of shards that are gone from the disk; True if it was done."""
        with self._refreshing:
            place = self._opened()
            if place is None:
                return False
            from peer_tui.store.index.refreshing import Refresh

            run = Refresh(self._library, place, _silent, lambda: False, None, None)
            return self._maintain(place, run.accept_vanished, False)

    def purge(self, shards: Sequence[Shard]) -> bool:
        """Words were removed from these shards: read them again and leave nothing of the old words on the disk.

        True if no file under CACHE can hold them any more. False where another run of the program keeps a file open
        that does, or none could be written: ask again later.
        """
        with self._refreshing:
            place = self._opened()
            if place is None:
                return False
            from peer_tui.store.index.purging import purge

            return self._maintain(place, lambda: purge(self._library, place, shards), False)

    def close(self) -> None:
        """Close what was opened. Asking again opens it again."""
        with self._guard:
            place, self._place = self._place, None
        if place is not None:
            place.close()

    # --- within ------------------------------------------------------------------------------------------------

    def _opened(self) -> Place | None:
        with self._guard:
            if self._place is None:
                try:
                    full_text = schema.has_full_text()
                except ImportError:
                    self._trouble = say(
                        "This Python has no SQLite, so nothing is kept ready: every meeting is read from its own file, "
                        "which takes longer."
                    )
                    return None
                self._place = Place(
                    self._cache, self._state_folder, in_memory=self._library.files.sealed, full_text=full_text
                )
            return self._place

    def _ask(self, question: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """The answer of the published index; `otherwise` if there is none, or it turns out to be damaged."""
        place = self._opened()
        if place is None:
            return otherwise
        name = place.current()
        try:
            with place.reading() as connection:
                return otherwise if connection is None else question(connection)
        except Exception as error:
            self._judge(place, name, error)
            return otherwise

    def _maintain(self, place: Place, work: Callable[[], _T], otherwise: _T) -> _T:
        """Do what writes; a database that turns out to be damaged meanwhile is given up, and said."""
        if not self._cleared:
            self._cleared = True
            place.clear_if_sealed()
        self._building = not place.current()
        name = ""
        try:
            name = place.current() or place.next_name()
            done = work()
            self._trouble = ""
            return done
        except Exception as error:
            self._trouble = self._judge(place, name, error, writing=True)
            return otherwise
        finally:
            self._building = False
            place.release()

    def _judge(self, place: Place, name: str, error: Exception, *, writing: bool = False) -> str:
        """What an error means: a damaged database is read no more; else a sentence that says what does not work.

        Raises:
            Exception: the error itself, where it is none of the index.
        """
        # Imported here: it needs SQLite, which is not there on every machine, and is not needed to start.
        from peer_tui.store.index.trouble import is_damage, is_ours, sentence

        if not is_ours(error):
            raise error
        if is_damage(error, writing=writing):
            place.distrust(name)
            return ""
        return sentence(error, self._cache)


def _silent(done: int, of: int) -> None:
    return None
