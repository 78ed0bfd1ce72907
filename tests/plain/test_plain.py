"""Plain mode, in the same process: what is said to a line, when the meeting ends, and what any input does to it."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain.characters import clean
from peer_tui.plain.clock_lines import how_far, is_clock_line
from peer_tui.plain.lines import Lines
from peer_tui.plain.talk import Talk
from peer_tui.services import keeping
from peer_tui.services.clock import RunningClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from tests.plain.meetings import STARTS, open_workspace, small_group

ZONE = "America/New_York"


def talking(home: Path) -> tuple[Talk, list[str], Workspace]:
    """A meeting with its doors open, its clock movable and frozen but for that."""
    workspace, opened, meeting = small_group(home)
    clock = RunningClock(STARTS, monotonic=lambda: 0.0)
    workspace.clock = clock
    said: list[str] = []
    talk = Talk(LiveSession(workspace, opened, meeting), said.append, clock)
    talk.begin()
    return talk, said, workspace


def hear(talk: Talk, said: list[str], *lines: str) -> list[str]:
    """What is said to some lines."""
    before = len(said)
    for line in lines:
        talk.hear(line)
    return said[before:]


def test_the_beginning_says_which_meeting_where_and_how_to_get_help(tmp_path: Path) -> None:
    _, said, _ = talking(tmp_path)
    assert said[0] == "Harbor · Harbor · Wed 13 Nov 2024, 2:00 pm EST"
    assert said[1] == "Doors open 2:00 pm"
    assert said[2].startswith("== Welcome · ") and said[3].startswith("Say: “Hello and welcome")
    assert "/help" in said[-1]


def test_a_line_is_told_after_it_is_on_disk(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    assert hear(talk, said, "! We keep Zoom") == ["2:00 DECISION We keep Zoom"]
    on_disk = open_workspace(tmp_path)
    opened, held = on_disk.find_meeting(talk.session.id)
    assert [entry.filed.text for entry in opened.meeting(held.id).lines()] == ["We keep Zoom"]
    assert hear(talk, said, "> @nobody write a letter")[0] == (
        "2:00 NEXT STEP 1 write a letter · unclaimed, meant “nobody”"
    )


def test_what_cannot_be_saved_is_said_and_saved_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from peer_tui.store.durable import SaveProblem

    talk, said, workspace = talking(tmp_path)

    def refuse(*arguments: object) -> None:
        raise SaveProblem("The disk is read-only.")

    with monkeypatch.context() as patch:
        patch.setattr(workspace.library, "append", refuse)
        told = hear(talk, said, "first words", "second words")
        assert told == [
            "NOT SAVED — The disk is read-only. /elsewhere [FOLDER] keeps a copy in another folder.",
            "NOT SAVED 2:00 NOTE first words",
            "NOT SAVED 2:00 NOTE second words",
        ]
        assert talk.end_of_input() == 1
        assert "NOT SAVED in the library: 2 facts are kept in" in said[-2]
    assert hear(talk, said, "third words") == ["Saved: everything typed is on disk again.", "2:00 NOTE third words"]
    assert talk.end_of_input() == 0


def test_thresholds_of_time_are_said_before_the_next_line(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    hear(talk, said, "/next")
    told = hear(talk, said, "@+3m", "a note", "@14:06", "another")
    title = "Comfort / Discomfort Agreement – introductions"
    assert told[:3] == [f"2:03 {title}: any time now", f"2:03 {title}: 2 min left", "2:03 NOTE a note"]
    assert told[3].startswith(f"2:06 {title}: time · ask the group: /extend 5 (")
    assert told[4] == "2:06 NOTE another"


def test_next_steps_are_walked_through(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    told = hear(talk, said, "+bo", "> write a letter", "/go steps")
    assert any(line.strip().startswith("Who will take it?") for line in told)
    assert any("By when?" in line for line in hear(talk, said, "@bo"))
    assert any(line.endswith("Does Bo say yes? (y)") for line in hear(talk, said, "fri", "= sent"))
    told = hear(talk, said, "y")
    assert "Every next step is complete" in told and told[-1].startswith("Now possible: /next goes on")
    assert not [line for line in said if "^" in line.replace("^ proposal", "")], "there are no keys in plain mode"


def test_a_block_is_told_in_the_words_of_the_screen(tmp_path: Path) -> None:
    from peer_tui.services.showing import printed, shown

    talk, said, _ = talking(tmp_path)
    told = hear(talk, said, "+bo", "/next")
    content = shown(talk.session)
    first = told.index(next(line for line in told if line.startswith("== ")))
    assert told[first].startswith(f"== item 1 of 6 · {content.title} · ")
    assert told[first + 1].startswith("Say: “")
    assert told[first + 2 :] == [*printed(content.rows), f"Now possible: {content.hint}"]


def test_another_priority_is_told_without_the_list_of_them_all(tmp_path: Path) -> None:
    from peer_tui.services import planning

    talk, said, workspace = talking(tmp_path)
    for name in ("Legislation", "Training"):
        planning.add_priority(workspace, talk.session.opened, name)
    talk.session.refresh()
    told = hear(talk, said, "/go priorities")
    assert any(line.startswith("Now: Legislation · 1 of 2") for line in told) and "2 priorities" in "\n".join(told)
    told = hear(talk, said, "/next")
    assert any(line.startswith("Now: Training · 2 of 2") for line in told)
    assert "Legislation" not in "\n".join(told) and told[-1].startswith("Now possible: /next")


def test_what_a_filed_line_tells_is_not_told_twice(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    assert len(hear(talk, said, "+bo", "> write a letter @bo by fri = sent")[1:]) == 1


@pytest.mark.parametrize(
    ("lines", "ended"),
    [
        (["a note"], False),
        (["/end"], True),
        (["/end", ""], True),
        (["/end", "   "], True),
        (["/end", "/end"], True),
        (["/end", "one more line"], False),
        (["/end", "one more line", ""], False),
        (["/end", "/recap"], False),
        (["", ""], False),
    ],
)
def test_when_a_meeting_ends(tmp_path: Path, lines: list[str], ended: bool) -> None:
    talk, said, _ = talking(tmp_path)
    for line in lines:
        if not talk.over:
            talk.hear(line)
    if not talk.over:
        assert talk.end_of_input() == 0
    assert (talk.session.meeting.ended is not None) is ended
    assert ("The meeting stays open" in said[-1]) is not ended


def test_the_words_of_the_end_are_said_once(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    hear(talk, said, "! We keep Zoom", "/end", "/end")
    assert said.count("Ended 2:00 pm. 0 present. 1 decision, no next steps.") == 1


def test_check_53_a_half_typed_line_is_offered_and_entered(tmp_path: Path) -> None:
    talk, said, workspace = talking(tmp_path)
    hear(talk, said, "a whole line")
    talk.session.typed("half a li")
    talk.session.keep_draft("half a li")
    workspace.library.release()

    for words in ("", "something else"):
        again = open_workspace(tmp_path, STARTS + dt.timedelta(minutes=3))
        opened, held = again.find_meeting(talk.session.id)
        said.clear()
        resumed = Talk(LiveSession(again, opened, held.id), said.append)
        resumed.begin()
        if words:
            assert not [line for line in said if "Half-typed" in line], "it was entered before"
            break
        assert said[1].startswith("Resumed: doors open since 2:00, last line 2:00, in Welcome for 3:00")
        assert "2:00 NOTE a whole line" in said
        assert any(line.startswith("Half-typed when it stopped: “half a li”") for line in said)
        assert hear(resumed, said, words) == ["2:03 NOTE half a li"]
        again.close()


def test_a_half_typed_line_that_is_left_out_lends_nothing_to_the_next(tmp_path: Path) -> None:
    talk, _, workspace = talking(tmp_path)
    talk.session.typed("half a li")
    talk.session.keep_draft("half a li")
    assert talk.session.begun is not None
    draft = talk.session.begun.entry
    workspace.library.release()
    again = open_workspace(tmp_path, STARTS + dt.timedelta(minutes=3))
    opened, held = again.find_meeting(talk.session.id)
    said: list[str] = []
    resumed = Talk(LiveSession(again, opened, held.id), said.append)
    resumed.begin()
    assert hear(resumed, said, "something else") == ["2:03 NOTE something else"]
    assert [entry.id for entry in resumed.session.meeting.lines()] != [draft]


def test_another_writers_lines_are_told(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    other = open_workspace(tmp_path)
    opened, held = other.find_meeting(talk.session.id)
    LiveSession(other, opened, held.id).enter("! Said on another laptop")
    told = hear(talk, said, "and mine")
    assert told == ["2:00 DECISION Said on another laptop (another writer)", "2:00 NOTE and mine"]


def test_pieces_for_the_chat_stand_between_marks(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    told = hear(talk, said, "/chat agenda")
    marks = [line for line in told if line.startswith("---")]
    assert marks[0].startswith("--- copy for the chat 1/") and marks[-1] == "--- end of copy ---"


def test_off_the_record_nothing_is_echoed(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    told = hear(talk, said, "/off", "a painful story", "/on")
    assert not [line for line in told if "painful" in line]
    assert any(line.startswith("OFF THE RECORD") for line in told)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"painful" in path.read_bytes()]


# --- the clock ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "minutes"),
    [("@14:13", 13), ("@+5m", 5), ("@+1h", 60), ("@14:00", 0), ("@13:59", None), ("@00:10", 610), ("@25:00", None)],
)
def test_how_far_a_clock_line_moves_the_clock(line: str, minutes: int | None) -> None:
    expected = None if minutes is None else dt.timedelta(minutes=minutes)
    assert is_clock_line(line)
    assert how_far(line, STARTS, ZONE) == expected


@pytest.mark.parametrize("line", ["@14:13 hello", "@bo", "14:13", "@+5", "> @14:13", "@+5m @+5m"])
def test_what_is_not_a_clock_line(line: str) -> None:
    assert not is_clock_line(line)


def test_without_a_movable_clock_such_a_line_is_kept_as_a_note(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    talk.clock = None
    assert hear(talk, said, "@14:13") == ["2:00 NOTE @14:13"]


def test_the_clock_does_not_go_back(tmp_path: Path) -> None:
    talk, said, _ = talking(tmp_path)
    assert hear(talk, said, "@13:30", "a note")[-1] == "2:00 NOTE a note"


# --- any input at all ---------------------------------------------------------------------------------------------

_PIECES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b"[/]", b"[bold]x[/bold]", b"\x00", b"\x1b[2J", b"\xed\xa0\x80", "\u202eevil".encode(), "林小雨 ❤️".encode(),
         b"x" * 10_000, b"@", b"> @ana by fri = ", b"s/a/b/", b"~ ", b"^ ", b"!", b"< ", b"fix: ", b"comfort: ",
         b"q+ bo", b"/f 555", b"/place ", b"/assign 1 @", b"/undo", b"/redo", b"/next", b"/back", b"/go steps", b"/off",
         b"/on", b"/extend 99999999999", b"/by 1 ", b"/nextmeeting 99 99", b"/chat steps", b"/stack up", b"/zzz",
         b"+3 phone", b"+guest [/]", b"-bo", b"\r", b"\t", b" ", b"\\"]
    ),
)  # fmt: skip


@given(lines=st.lists(st.lists(_PIECES, max_size=3).map(b"".join), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_taken_and_no_control_character_comes_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    from peer_tui.plain.run import Printer, Signals, converse

    talk, _, workspace = talking(tmp_path_factory.mktemp("any"))
    out = io.StringIO()
    talk.say = printer = Printer(out)
    source = Lines(io.BytesIO(b"\n".join(line.replace(b"\n", b"") for line in lines)), talk.tick, talk.look)
    assert converse(talk, source, printer, Signals()) == 0
    assert all(line == clean(line) for line in out.getvalue().split("\n"))
    assert talk.session.workspace.saver.unsaved() == []
    for form in keeping.FORMATS:
        keeping.render(keeping.minutes_of(talk.session.opened, talk.session.id), form)
    workspace.close()


def test_what_is_printed_cannot_steer_a_terminal() -> None:
    from peer_tui.plain.run import Printer

    out = io.StringIO()
    say = Printer(out, "› ")
    say("a\x1b[2J\x07\x00\u202eb\rc\nd")
    say.wait()
    say.wait()
    say("while somebody types")
    assert out.getvalue() == "a[2J⟨RLO⟩b c d\n› \nwhile somebody types\n"


@given(text=st.text(min_size=1, max_size=200).filter(lambda text: clean(text).strip()))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_typed_behind_a_space_is_kept_as_a_note(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    talk, _, workspace = talking(tmp_path_factory.mktemp("kept"))
    talk.hear(f" {text}")
    (entry,) = talk.session.meeting.lines()
    assert entry.filed.text == clean(text).strip()
    workspace.close()


def test_lines_end_at_lf_and_cr_lf_and_the_last_needs_no_end() -> None:
    lines = Lines(io.BytesIO(b"one\r\ntwo\n\xff\x00three"), lambda: None, lambda: None)
    assert [lines.next(), lines.next(), lines.next(), lines.next()] == ["one", "two", "�\x00three", None]


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal there cannot be waited for with a time limit")
def test_at_a_terminal_others_lines_are_looked_for_four_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    from peer_tui.plain import lines as module

    assert module._LOOK * module._LOOKS_A_TICK == 1
    monkeypatch.setattr(module, "_LOOK", 0.001)
    keyboard, terminal = os.openpty()
    done: list[str] = []

    def look() -> None:
        done.append("look")
        if len(done) == 9:
            os.write(keyboard, b"typed at last\n")

    with open(terminal, "rb", buffering=0) as source:
        assert Lines(source, lambda: done.append("tick"), look).next() == "typed at last"  # type: ignore[arg-type]
    os.close(keyboard)
    assert done[:9] == ["look", "look", "look", "tick"] * 2 + ["look"]


def test_what_another_writer_did_is_said(tmp_path: Path) -> None:
    """A move, a line taken back and the end reach the other writer in words, not only lines."""
    from peer_tui.plain.talk import Talk
    from peer_tui.services.session import LiveSession

    workspace, opened, meeting = small_group(tmp_path)
    other = open_workspace(tmp_path)
    heard: list[str] = []
    talk = Talk(LiveSession(workspace, opened, meeting), heard.append)
    talk.begin()
    theirs, held = other.find_meeting(meeting)
    session = LiveSession(other, theirs, held.id)
    session.enter("a line of theirs")
    talk.tick()
    assert any("a line of theirs" in line and "(another writer)" in line for line in heard)
    session.enter("and one more")
    talk.look()
    assert "and one more" in heard[-1]
    told = len(heard)
    talk.look()
    assert len(heard) == told
    session.do("undo")
    session.do("go", "topics")
    talk.tick()
    assert any(line.startswith("Taken back by another writer") for line in heard)
    assert "Another writer moved on:" in heard
    session.do("end")
    session.enter("")
    talk.tick()
    assert any(line.startswith("Another writer ended the meeting") for line in heard)
    for one in (workspace, other):
        one.close()
