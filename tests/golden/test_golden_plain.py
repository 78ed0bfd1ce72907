"""The golden run through `--plain`: one whole meeting as lines on standard input (`tests/golden/README.md`)."""

from __future__ import annotations

import datetime as dt
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from peer_tui.domain.events import EntryKind, Side
from peer_tui.services import agreeing, keeping, planning
from peer_tui.services.clock import RunningClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from tests.exchange.opened_again import text_in
from tests.plain.meetings import DOORS, STARTS, open_workspace, peer_tui, practice

GOLDEN = Path(__file__).parent
SCRIPT = (GOLDEN / "meeting.txt").read_bytes()
OFF_RECORD = "A story that belongs to the person who told it"


@dataclass(frozen=True)
class Run:
    home: Path
    meeting: str
    output: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("golden")
    meeting = practice(home)
    done = peer_tui(home, "run", "--plain", "--now", DOORS, typed=SCRIPT)
    assert (done.returncode, done.stderr) == (0, "")
    return Run(home, meeting, done.stdout)


@pytest.fixture
def workspace(run: Run) -> Iterator[Workspace]:
    opened = open_workspace(run.home, STARTS + dt.timedelta(hours=2))
    yield opened
    opened.close()


@pytest.mark.parametrize("form", ["md", "txt"])
def test_the_exported_minutes_are_the_expected_file(run: Run, form: str) -> None:
    done = peer_tui(run.home, "minutes", "last", "--format", form)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (GOLDEN / f"expected.{form}").read_text(encoding="utf-8")


def test_check_79_a_full_meeting_runs_in_plain_mode(run: Run) -> None:
    said = run.output
    for words in (
        "1:55 Bo is here",
        "2:04 Agreement v3 affirmed by those present",
        "2:10 The minutes of Wed 9 Oct 2024 stand approved as corrected",
        "2:13 NOTE Bill hearing moved to January",
        "2:47 9 accepted by Ana S.",
        "2:28 Updates on Priorities: time",
        "2:41 Next Steps should start in 2 min",
        "Close check 4 of 4",
        "Ended 3:00 pm. 18 present, 1 guest. 2 decisions, 6 next steps, 1 parked → next agenda.",
    ):
        assert words in said
    assert "\x1b" not in said and "\r" not in said and "\b" not in said, "only lines are appended"


def test_every_block_was_shown_with_its_sentence(run: Run, workspace: Workspace) -> None:
    opened, held = workspace.find_meeting(run.meeting)
    meeting = opened.meeting(held.id)
    assert len(meeting.blocks) == 7
    for block in meeting.blocks:
        assert f"{block.title} · " in run.output
        assert f"Say: “{block.say}”" in run.output


def test_what_stands_and_what_does_not(run: Run, workspace: Workspace) -> None:
    opened, held = workspace.find_meeting(run.meeting)
    meeting = opened.meeting(held.id)
    kinds = Counter(entry.filed.kind for entry in meeting.lines())
    assert kinds == {
        EntryKind.NOTE: 12,
        EntryKind.DECISION: 2,
        EntryKind.STEP: 6,
        EntryKind.QUESTION: 1,
        EntryKind.PARKED: 1,
        EntryKind.CELEBRATION: 2,
        EntryKind.LINK: 1,
        EntryKind.CORRECTION: 1,
    }
    for form, raw in keeping.render_everything(keeping.minutes_of(opened, held.id)).items():
        text = text_in(form, raw)
        assert not [words for words in ("Typed into the wrong window", "offred", "Dana", OFF_RECORD) if words in text]


def test_the_agreement_and_the_earlier_minutes(run: Run, workspace: Workspace) -> None:
    opened, held = workspace.find_meeting(run.meeting)
    agreement = opened.group.agreement
    sides = Counter(item.side for item in agreeing.lines(LiveSession(workspace, opened, held.id)))
    assert (agreement.version, sides[Side.COMFORT], sides[Side.DISCOMFORT]) == (4, 6, 3)
    earlier = opened.group.previous(held.id)
    assert earlier is not None
    assert (earlier.approved, earlier.corrections) == ("as corrected", ("Mei Tan was present",))


def test_the_next_steps_afterwards(run: Run, workspace: Workspace) -> None:
    opened, _ = workspace.find_meeting(run.meeting)
    group = opened.group
    steps = {step.number: step for step in group.open_steps}
    assert sorted(steps) == [1, 5, 6, 7, 8, 9, 10, 11, 12]
    assert {number: step.carried for number, step in steps.items() if step.carried} == {1: 3, 5: 1, 6: 1}
    states = {number: steps[number].owner_state for number in range(7, 13)}
    assert states == {7: "accepted", 8: "accepted", 9: "accepted", 10: "asked", 11: "accepted", 12: "asked"}
    assert group.due_on(steps[9]) == dt.date(2024, 12, 11)
    assert steps[12].by_email and steps[12].owner is not None
    owner = group.person(steps[9].owner)
    assert owner is not None and owner.name == "Ana Sousa"


def test_the_next_agenda_begins_with_what_was_parked_and_what_was_carried_twice(run: Run, tmp_path: Path) -> None:
    workspace = open_workspace(run.home, STARTS + dt.timedelta(hours=2))
    opened, held = workspace.find_meeting(run.meeting)
    assert held.next_starts == dt.datetime(2024, 12, 11, 19, 0, tzinfo=dt.UTC)
    following = planning.plan(workspace, opened, held.next_starts)
    topics = [topic.text for topic in opened.meeting(following).topics]
    assert topics == ["In-person day: what may it cost?", "gather sample job descriptions from five sites"]
    planning.cancel(workspace, opened, opened.group.meetings[following])
    workspace.close()


def test_check_55_what_was_said_off_the_record_is_nowhere(run: Run) -> None:
    assert OFF_RECORD not in run.output
    files = [path for path in run.home.rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        assert OFF_RECORD.encode() not in path.read_bytes(), path


def test_check_05_the_whole_meeting_needs_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from peer_tui.plain.talk import Talk

    def no_network(*arguments: object, **more: object) -> None:
        raise AssertionError("the program asked for the network")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, no_network)
    meeting = practice(tmp_path)
    said: list[str] = []
    workspace = open_workspace(tmp_path)
    clock = RunningClock(dt.datetime.fromisoformat(DOORS))
    workspace.clock = clock
    opened, held = workspace.find_meeting(meeting)
    talk = Talk(LiveSession(workspace, opened, held.id), said.append, clock)
    talk.begin()
    for line in SCRIPT.decode().splitlines():
        talk.hear(line)
    assert talk.over
    opened.refold()
    assert keeping.render(keeping.minutes_of(opened, held.id), "md") == (GOLDEN / "expected.md").read_text("utf-8")
    keeping.export(opened, held.id, "txt", tmp_path / "exports")
    workspace.close()
