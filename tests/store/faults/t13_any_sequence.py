"""T13: any sequence of what scribes, machines and sync tools do (a Hypothesis state machine). Nothing is ever lost.

Lines are captured, edited, taken back, put back, removed; the program crashes, half-written files stay behind; it is
opened again, and a second time beside itself; another device's logs arrive, and conflicting copies; clocks jump, disks
fail and heal; the meeting ends and goes on. After every step a fresh reader must find, on the device's own disk:

- every event that was acknowledged (its saver said saved), with the words it had;
- every line that nobody took back or removed, standing with words that were written for it;
- no line that was removed, and its words in no file that this device writes;
- no id that was given to two facts, two lines, or a fact and a line;
- the same when it reads again.

In the control the library forgets every seventh append.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from peer_tui.domain import events as ev
from peer_tui.domain.events import MeetingId
from peer_tui.domain.meeting import Meeting
from peer_tui.paths import places
from peer_tui.services import capturing, planning, redacting
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store import durable
from peer_tui.store import writer as writers
from peer_tui.store.durable import temporary
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.faults.frame import Outcome, Say

NAME = "T13"
WHAT = "random sequences: capture, edit, undo, redact, crash, second window, foreign logs, conflicts, clocks, bad disks"
FULL = 2_000
SUBSET = 200
CONTROL = "every 7th append is forgotten"
CONTROL_SUBSET = 25
STEPS = 30
"""Acts a sequence."""
FORGETS = 7
START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
FAULTS = (("replace", errno.EIO), ("write", errno.ENOSPC), ("fsync", errno.EIO), ("open", errno.EROFS))
"""How a disk fails: which call of the operating system, and with what."""
ENDINGS = (
    "", " — dès lundi", " ☂ 🙂", " [bold]x[/] [/]", " \x1b[31mred", " مرحبا", " \u202eback", " “signed”\\", " 林小雨",
    " a NUL \x00 within", " half a pair \ud83d", " " + "very long " * 60,
)  # fmt: skip
"""What stands behind the words that tell a line from every other."""
SIGILS = ("", "", "", "! ", "? ", "~ ", "* ", "^ ", "> ", "> @bo ")
CONFLICTS = (
    "{}.sync-conflict-20241113-140500-ABCDEFG.json",
    "{} (conflicted copy).json",
    "{}-LAPTOP.json",
    "{} 2.json",
)


class JumpingClock:
    """A clock that anybody may set."""

    def __init__(self, instant: dt.datetime) -> None:
        self.instant = instant

    def now(self) -> dt.datetime:
        """What it shows: aware, UTC."""
        return self.instant


class Run:
    """One run of the program in the meeting: a window."""

    def __init__(self, home: Path, clock: JumpingClock, meeting: MeetingId) -> None:
        found = places(environ={"PEER_TUI_HOME": str(home)})
        self.workspace = Workspace(found, clock, Settings(), threaded=False)
        opened, held = self.workspace.find_meeting(meeting)
        self.session = LiveSession(self.workspace, opened, held.id)
        self.half = ""
        """The half-typed line that was kept."""

    def events(self) -> dict[str, ev.Event]:
        """All it knows of the meeting."""
        return {event.id: event for event in self.session.events if isinstance(event, ev.Event)}


class Machine(RuleBasedStateMachine):
    """A device, its windows, another device, and what is known to be on the first one's disk."""

    template: ClassVar[Path]
    work: ClassVar[Path]
    meeting: ClassVar[MeetingId]
    shard: ClassVar[Shard]
    count: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).count += 1
        self.root = self.work / "sequence"
        shutil.rmtree(self.root, ignore_errors=True)
        for device in ("ours", "theirs"):
            shutil.copytree(self.template, self.root / device)
        self.home = self.root / "ours"
        self.clock = JumpingClock(START)
        self.windows: list[Run] = []
        self.words = 0
        self.acknowledged: dict[str, ev.Event] = {}
        """On our disk for sure."""
        self.waiting: dict[str, tuple[Run, ev.Event]] = {}
        """Told to a window's saver, not saved yet."""
        self.uncertain: dict[str, ev.Event] = {}
        """Unsaved when their window crashed: there or not."""
        self.theirs: dict[str, ev.Event] = {}
        """On the other device's disk for sure."""
        self.removed: dict[str, set[str]] = {}
        """By line that was removed: every wording of it that may have stood on our disk."""
        self.unclean: set[str] = set()
        """Removed lines whose words other windows or a failing disk may have kept on the disk."""
        self.halves: set[str] = set()
        """Half-typed lines that crashes left behind."""
        self.failing = contextlib.ExitStack()
        self.is_failing = False

    def teardown(self) -> None:
        """The disk heals, and the locks are freed."""
        self.failing.close()
        for window in self.windows:
            window.workspace.library.release()

    # --- the program is opened, closed, and crashes -------------------------------------------------------------

    @initialize(ours=st.sampled_from(("bbbbbb", "yyyyyy")))
    def begin(self, ours: str) -> None:
        """The devices get their ids, of which either may sort first; then the first window."""
        _name(self.home, ours)
        _name(self.root / "theirs", "nnnnnn")
        self._open()

    @precondition(lambda self: len(self.windows) < 2 and not self.is_failing)
    @rule()
    def open_a_window(self) -> None:
        """The program is started, alone or beside itself."""
        self._open()

    def _open(self) -> None:
        window = Run(self.home, self.clock, self.meeting)
        back = window.session.restore_draft()
        if self.halves and not self.windows and window.session.meeting.live and not self.is_failing:
            assert back in self.halves, f"half-typed {sorted(self.halves)}, and {back!r} came back"
        if back:
            self.halves.discard(back)
            window.half = back
        self.windows.append(window)

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1), cut=st.floats(0, 1), litter=st.booleans())
    def crash(self, which: int, cut: float, litter: bool) -> None:
        """A window is killed; perhaps in the midst of a write, whose temporary file stays behind."""
        window = self.windows.pop(which % len(self.windows))
        writer = window.workspace.writer
        window.workspace.library.release()  # as the operating system does
        for key, (whose, event) in list(self.waiting.items()):
            if whose is window:
                del self.waiting[key]
                self.uncertain[key] = event
        log = self._folder() / f"{writer}.json"
        if litter and log.exists():
            raw = log.read_bytes()
            temporary(log).write_bytes(raw[: int(len(raw) * cut)])
        if window.half:
            self.halves.add(window.half)

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1))
    def close(self, which: int) -> None:
        """A window is left by its key: what is half-typed is kept, what is unsaved is tried once more."""
        window = self.windows.pop(which % len(self.windows))
        if window.half:
            window.session.keep_draft(window.half)
            self.halves.add(window.half)
        window.workspace.close()
        self._settle(window)
        for key, (whose, event) in list(self.waiting.items()):
            if whose is window:
                del self.waiting[key]
                self.uncertain[key] = event

    # --- what a scribe does -------------------------------------------------------------------------------------

    def _act(self, which: int, act: Callable[[LiveSession], Any]) -> Any:
        """Do something in a window, and take note of what it recorded."""
        window = self.windows[which % len(self.windows)]
        window.session.refresh()
        before = window.events()
        result = act(window.session)
        for key, event in window.events().items():
            if key not in before:
                self.waiting[key] = (window, event)
        self._settle(window)
        return result

    def _settle(self, window: Run) -> None:
        saver = window.workspace.saver
        for key, (whose, event) in list(self.waiting.items()):
            if whose is window and saver.saved(key):
                del self.waiting[key]
                self.acknowledged[key] = event
        if window.half and window.session.drafting.text == "":
            window.half = ""

    def _new_words(self, ending: str) -> str:
        self.words += 1
        return f"w{self.words:04}w{ending}"

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1), sigil=st.sampled_from(SIGILS), ending=st.sampled_from(ENDINGS))
    def capture(self, which: int, sigil: str, ending: str) -> None:
        """A line is typed and entered."""
        line = f"{sigil}{self._new_words(ending)}"

        def enter(session: LiveSession) -> None:
            session.typed(line)
            session.enter(line)

        self._act(which, enter)

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1), count=st.integers(2, 4))
    def paste(self, which: int, count: int) -> None:
        """Several lines at once."""
        lines = [self._new_words("") for _ in range(count)]
        self._act(which, lambda session: capturing.take_pasted(session, lines, "many"))

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1), place=st.integers(0, 99), ending=st.sampled_from(ENDINGS))
    def edit(self, which: int, place: int, ending: str) -> None:
        """A line that stands is edited."""
        words = self._new_words(ending)

        def change(session: LiveSession) -> None:
            lines = [entry for entry in session.meeting.lines() if not entry.redacted]
            if lines:
                capturing.edit(session, lines[place % len(lines)].id, words)

        self._act(which, change)

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1), verb=st.sampled_from(("undo", "undo", "redo", "next", "break", "back")))
    def do(self, which: int, verb: str) -> None:
        """A verb that takes back, puts back, or moves on."""
        self._act(which, lambda session: session.do(verb))

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1))
    def half_type(self, which: int) -> None:
        """A line is begun, and kept as a draft."""
        window = self.windows[which % len(self.windows)]
        if self.is_failing or not window.session.meeting.live:
            return
        words = self._new_words(" half")
        window.session.typed(words)
        window.session.keep_draft(words)
        window.half = words

    @precondition(lambda self: self.windows)
    @rule(which=st.integers(0, 1))
    def end_or_go_on(self, which: int) -> None:
        """The meeting ends; ended, that is taken back."""
        session = self.windows[which % len(self.windows)].session
        if session.meeting.ended is not None:
            self._act(which, lambda session: session.do("undo"))
        else:
            self._act(which, lambda session: (session.do("end"), session.enter("")))

    @precondition(lambda self: self.windows and not self.is_failing)
    @rule(which=st.integers(0, 1), place=st.integers(0, 99), leave=st.sampled_from(("", "[removed at request]")))
    def redact(self, which: int, place: int, leave: str) -> None:
        """A line is removed for good."""
        window = self.windows[which % len(self.windows)]
        window.session.refresh()
        lines = [entry for entry in window.session.meeting.lines() if not entry.redacted]
        if not lines or window.session.meeting.approved:
            return
        entry = lines[place % len(lines)].id
        session = window.session
        remove = redacting.remove_lines
        self._act(which, lambda _: remove(session.workspace, session.opened, session.id, [entry], leave))
        session.refresh()
        known = {**self._known(), **self.theirs}
        self.removed[entry] = {token for event in known.values() if (token := _token_of(event, entry))}
        if len(self.windows) > 1:
            self.unclean.add(entry)

    # --- other devices, sync tools, clocks, disks ---------------------------------------------------------------

    @precondition(lambda self: not self.is_failing)
    @rule(count=st.integers(1, 3), hear=st.booleans())
    def they_write(self, count: int, hear: bool) -> None:
        """The other device hears of us, or not, and writes."""
        home = self.root / "theirs"
        if hear:
            self._copy(self._folder(), self._folder("theirs"))
        other = Run(home, self.clock, self.meeting)
        before = other.events()
        for _ in range(count):
            other.session.enter(self._new_words(" theirs"))
        lines = other.session.our_lines()
        if hear and len(lines) > 1:
            capturing.edit(other.session, lines[0], self._new_words(" theirs, edited"))
        self.theirs |= {key: event for key, event in other.events().items() if key not in before}
        other.workspace.close()

    @precondition(lambda self: not self.is_failing)
    @rule()
    def their_logs_arrive(self) -> None:
        """A synced folder brings the other device's logs."""
        self._copy(self._folder("theirs"), self._folder())
        self.acknowledged |= self.theirs

    @precondition(lambda self: not self.is_failing)
    @rule(place=st.integers(0, 9), name=st.sampled_from(CONFLICTS), cut=st.sampled_from((1.0, 1.0, 0.6, 0.0)))
    def a_conflicting_copy_appears(self, place: int, name: str, cut: float) -> None:
        """A sync tool lays a second copy of a log beside it, whole, cut off, or empty."""
        logs = sorted(self._folder().glob("??????-?.json"))
        if logs:
            log = logs[place % len(logs)]
            raw = log.read_bytes()
            log.with_name(name.format(log.stem)).write_bytes(raw[: int(len(raw) * cut)])

    @rule(minutes=st.sampled_from((-780, -90, -5, 0.1, 1, 5, 61, 720)))
    def the_clock_jumps(self, minutes: float) -> None:
        """Time goes on, or somebody sets the clock."""
        self.clock.instant += dt.timedelta(minutes=minutes)

    @precondition(lambda self: self.windows and not self.is_failing)
    @rule(fault=st.sampled_from(FAULTS))
    def the_disk_fails(self, fault: tuple[str, int]) -> None:
        """From here on nothing can be written in the library."""
        call, number = fault
        real = getattr(os, call)

        def failing(*arguments: Any, **options: Any) -> Any:
            reads = call == "open" and not (arguments[1] & (os.O_WRONLY | os.O_RDWR))
            if call in ("replace", "open") and (str(self.home) not in str(arguments[0]) or reads):
                return real(*arguments, **options)
            raise OSError(number, os.strerror(number))

        self.failing.enter_context(mock.patch.object(os, call, failing))
        if call == "fsync":
            self.failing.enter_context(mock.patch.object(durable, "flush_file", failing))
        self.is_failing = True

    @precondition(lambda self: self.is_failing)
    @rule()
    def the_disk_heals(self) -> None:
        """It can be written again: what waited is saved."""
        self.failing.close()
        self.is_failing = False
        for window in self.windows:
            assert window.workspace.saver.flush(), (
                f"not saved although the disk healed: {window.workspace.saver.problem}"
            )
            self._settle(window)
        assert not self.waiting, f"{len(self.waiting)} events never counted as saved"

    # --- what must hold -----------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_lost(self) -> None:
        """A fresh reader finds everything."""
        library = Library(self.home / "library", self.home / "state")
        reading = library.read(self.shard)
        found = {event.id: event for event in reading.events}
        lost = self.acknowledged.keys() - found.keys()
        assert not lost, f"{len(lost)} acknowledged events are gone: {[self.acknowledged[key] for key in lost][:2]}"
        self._lines_stand(self._known(), reading.events)
        _each_id_is_given_once(reading.events)
        assert library.read(self.shard).events == reading.events, "read again, it differs"
        assert reading.damaged == () or any(not _is_whole(path) for path in self._folder().glob("*.json"))

    def _lines_stand(self, known: dict[str, ev.Event], events: Sequence[ev.Event | ev.Unknown]) -> None:
        undone = {event.target for event in known.values() if isinstance(event, ev.Undone)}
        removed = {event.target for event in known.values() if isinstance(event, ev.Redacted)}
        wordings: dict[str, set[str]] = {}
        for event in known.values():
            if isinstance(event, ev.Captured | ev.EntryEdited):
                wordings.setdefault(event.entry, set()).add(_as_written(event.filed.text))
        standing = {entry.id: entry.filed.text for entry in Meeting.fold(events).lines()}
        for event in self.acknowledged.values():
            if isinstance(event, ev.Captured) and (event.act or event.id) not in undone and event.entry not in removed:
                assert standing.get(event.entry) in wordings[event.entry], (
                    f"{event} stands as {standing.get(event.entry)}; removed were {sorted(removed)}; "
                    f"about it: {[one for one in events if event.entry in (one.id, getattr(one, 'entry', ''))]}"
                )
        for entry, tokens in self.removed.items():
            words = standing.get(entry, "")
            assert not any(token in words for token in tokens), f"removed and shown: {words!r}"

    @invariant()
    def what_was_removed_is_in_no_file_of_ours(self) -> None:
        """Not in our logs, copies, drafts, quarantine, backups, index."""
        tokens = {token for entry, told in self.removed.items() if entry not in self.unclean for token in told}
        if not tokens or self.is_failing:
            return
        ours = _device(self.home)
        for path in self.home.rglob("*"):
            if not path.is_file() or (path.parent == self._folder() and not _is_our_file(path, ours)):
                continue
            raw = path.read_bytes()
            held = [token for token in tokens if token.encode() in raw]
            assert not held, f"{held} are still in {path.relative_to(self.home)}"

    # --- small things -------------------------------------------------------------------------------------------

    def _known(self) -> dict[str, ev.Event]:
        """Everything that is or may be on our disk. The id of an event that was lost may have been given again."""
        return {**self.uncertain, **{key: event for key, (_, event) in self.waiting.items()}, **self.acknowledged}

    def _folder(self, device: str = "ours") -> Path:
        home = self.root / device
        return Library(home / "library", home / "state").folder(self.shard)

    def _copy(self, source: Path, target: Path) -> None:
        """Each log of the source's own device arrives, whole, as it is now."""
        theirs = _device(source.parents[5])
        for path in source.glob("??????-?.json"):
            if path.name.startswith(theirs):
                shutil.copy(path, target / path.name)


def _name(home: Path, device: str) -> None:
    """Give a device its id, which otherwise is random: the same seed is to do the same."""
    with mock.patch.object(writers, "_new_id", return_value=device):
        writers.claim(home / "state").release()


def _device(home: Path) -> str:
    """A device's id."""
    return writers.device_id(home / "state")


def _is_our_file(path: Path, device: str) -> bool:
    """One of our own logs, its last good copy, or what a kill left of it; not somebody's copy of it."""
    name = path.name.removeprefix(".").removesuffix(".tmp").removesuffix(".last").removesuffix(".json")
    return name.rpartition("-")[0] == device and name.rpartition("-")[2].isdigit()


def _is_whole(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True


def _token_of(event: ev.Event, entry: str) -> str:
    """The words of a line that stand nowhere else: `w0017w`."""
    if isinstance(event, ev.Captured | ev.EntryEdited) and event.entry == entry:
        return next((part for part in event.filed.text.split() if part.startswith("w") and part.endswith("w")), "")
    return ""


def _each_id_is_given_once(events: Sequence[ev.Event | ev.Unknown]) -> None:
    """A log that is given a second fact of one id keeps both, the later one as `ID.7`: it must never come to that."""
    facts = {event.id: event for event in events}
    for key, event in facts.items():
        assert "." not in key, f"an id was given twice: to {facts[key.partition('.')[0]]} and to {event}"
    lines = [event.entry for event in events if isinstance(event, ev.Captured)]
    twice = {entry for entry in lines if entry in facts or lines.count(entry) > 1}
    assert not twice, f"given to a line and to something else: {twice}"


def _as_written(text: str) -> str:
    """Halves of characters cannot be written; each becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# --- running it -----------------------------------------------------------------------------------------------------


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """Play `points` sequences of `STEPS` acts; a sequence is one point. It ends with the first that goes wrong."""
    began = time.monotonic()
    points = FULL if points is None else points
    machine = prepared(folder)
    plan = settings(
        max_examples=points, stateful_step_count=STEPS, deadline=None, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck), print_blob=False, report_multiple_bugs=False,
    )  # fmt: skip
    first = ""
    liar = forgetful(machine if control else None)
    with mock.patch.object(durable, "flush_file"), mock.patch.object(durable, "flush_folder"), liar:
        try:
            run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=plan)
        except Exception as error:  # any fault, not only a broken promise, would have reached a scribe
            told = "\n".join((f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())))
            # Of a control it is enough what kind of loss was seen; of a fault of ours every act that led to it is told.
            first = str(error).partition(": [")[0] if control else told
    notes = f"{machine.count} sequences of {STEPS} acts" + (f" — first: {first}" if first else "")
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, max(1, machine.count), int(bool(first)), 0, notes, time.monotonic() - began)


def prepared(folder: Path) -> type[Machine]:
    """The machine, with a library whose meeting has just begun."""
    template = folder / "template"
    clock = JumpingClock(START - dt.timedelta(hours=2))
    _name(template, "eeeeee")
    workspace = Workspace(places(environ={"PEER_TUI_HOME": str(template)}), clock, Settings(), threaded=False)
    opened = planning.new_group(workspace, "Harbor Peers", "mapwc", "America/New_York", "Ana Ruiz\nBo Chen\n")
    meeting = planning.plan(workspace, opened, START)
    clock.instant = START
    session = LiveSession(workspace, opened, meeting)
    session.do("next")
    shard = opened.shards[meeting]
    workspace.close()
    shutil.rmtree(template / "state")  # each device makes an id of its own
    return type(
        "Devices", (Machine,), {"template": template, "work": folder, "meeting": meeting, "shard": shard, "count": 0}
    )


@contextlib.contextmanager
def forgetful(machine: type[Machine] | None) -> Any:
    """A library that says it saved, and did not, at every seventh append of a sequence; an honest one for None."""
    if machine is None:
        yield
        return
    appended, count = Library.append, Counter[int]()

    def append(library: Library, shard: Shard, events: Sequence[ev.Event | ev.Unknown]) -> None:
        count[machine.count] += 1
        if count[machine.count] % FORGETS:
            appended(library, shard, events)

    with mock.patch.object(Library, "append", append):
        yield
