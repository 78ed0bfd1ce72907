"""Redaction: the words of a line go from everything this device can reach, and what it cannot reach is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.redaction import MARK
from peer_tui.domain.sealing import sealed
from peer_tui.services import backing_up, clipboard, keeping, removing
from peer_tui.services.exported import exported
from peer_tui.services.problems import Problem
from peer_tui.services.redacting import find_line, remove_lines
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.durable import temporaries
from peer_tui.store.numbered import numbered
from peer_tui.store.recovery import keep_aside, last_copy
from tests.services.conftest import Room, places_in

SECRET = "the heron lands at midnight"


def live(room: Room) -> LiveSession:
    room.at("2:00")
    room.all("/next", "+bo", "/next", "/go topics")
    return room.session


def everywhere(home: Path, words: str = SECRET) -> list[Path]:
    """Every file below the home that holds the words: as they are, as JSON spells them, within zips, in an index."""
    found = []
    needles = (words.encode(), json.dumps(words)[1:-1].encode(), words.encode("utf-16-le"))
    for path in sorted(home.rglob("*")):
        if not path.is_file():
            continue
        contents = [path.read_bytes()]
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as zipped:
                contents += [zipped.read(name) for name in zipped.namelist()]
        if any(needle in content for content in contents for needle in needles):
            found.append(path)
    return found


def twice(session: LiveSession, line: str) -> str:
    """Asked once, then done; what was answered, with all its lines."""
    asked = session.enter(line)
    assert "no undo" in asked.words, asked
    said = session.enter(line)
    return "\n".join([said.words, *said.lines])


def log_of(room: Room) -> Path:
    library = room.workspace.library
    return library.folder(room.opened.shards[room.session.id]) / f"{library.writer}.json"


def test_check_56_redact_takes_my_last_line_out_of_every_file(room: Room) -> None:
    session = live(room)
    room.say("before it")
    room.say(SECRET)
    line = session.our_lines()[-1]
    room.say("s/heron/grey heron/")
    room.say("s/grey heron/heron/")
    session.typed("half of " + SECRET)
    session.keep_draft("half of " + SECRET)
    room.workspace.library.close(room.opened.shards[session.id])
    assert last_copy(log_of(room)).exists()
    library = room.workspace.library
    keep_aside(library.quarantine, log_of(room), log_of(room).read_bytes())
    keep_aside(library.quarantine, log_of(room), log_of(room).read_bytes()[:-400])
    exports, state = room.workspace.places.exports, room.workspace.places.state
    written = keeping.export(room.opened, session.id, "md", exports, state)
    changed = keeping.export(room.opened, session.id, "txt", exports, state)
    changed.write_text(changed.read_text() + f"\nmy own note: {SECRET}\n")
    clipboard.copy_to_file(f"copied: {SECRET}", exports)
    for cut_short in temporaries(exports / clipboard.LAST_COPY):
        cut_short.write_text(f"half-written: {SECRET}")
    backing_up.when_ended(room.workspace)(room.opened.shards[session.id])
    (state / "ephemera").mkdir(exist_ok=True)
    (state / "ephemera" / "shown.json").write_text(json.dumps({"shown": SECRET}))
    room.workspace.index.refresh()
    before = everywhere(room.home)
    kinds = {path.suffix for path in before} | {path.parent.name for path in before}
    assert {".last", ".zip", ".md", ".txt", "drafts", "ephemera"} <= kinds
    assert any("quarantine" in path.parts for path in before)

    said = twice(session, "/redact")

    assert everywhere(room.home) == []
    assert everywhere(room.home, "heron") == []
    assert line not in session.meeting.entries and SECRET not in said
    assert room.texts("topics") == ["before it"]
    assert "Not reached from here" in said
    assert "before it" in written.read_text() and "my own note: " + MARK in changed.read_text()
    assert session.enter("/find heron").words.startswith("0 lines")
    assert room.again().meeting == session.meeting
    # Everything written afterwards is without the words too.
    room.all("after it", "/undo", "/redo", "/end", "/end")
    assert everywhere(room.home) == []


def test_check_56_redact_by_the_minute_and_by_choice(room: Room) -> None:
    session = live(room)
    room.at("2:31")
    room.say("kept: the first of that minute")
    room.say(SECRET)
    room.at("2:32")
    room.say("kept: of another minute")
    asked = session.enter("/redact 2:31")
    assert not asked.done and asked.line == "/redact 2:31 " and len(asked.lines) == 2
    assert "2:31" in asked.lines[1] and SECRET in asked.lines[1]
    twice(session, "/redact 2:31 2")
    assert everywhere(room.home) == []
    assert [text for text in room.texts("topics") if text.startswith("kept")] == room.texts("topics")
    assert "no undo" in session.enter("/redact 2:31").words
    assert "No line" in session.enter("/redact 1:11").words
    assert "Which line" in session.enter("/redact tomorrow").words
    assert session.enter("/redact 2:31 7").words == "There is no line 7 of that minute."


def test_anything_else_takes_back_being_asked(room: Room) -> None:
    session = live(room)
    room.say(SECRET)
    session.enter("/redact")
    room.say("another line")
    assert SECRET in room.texts("topics")
    assert "no undo" in session.enter("/redact").words
    session.enter("/time")
    assert "no undo" in session.enter("/redact").words
    session.enter("/redact 2:00")
    assert "another line" in room.texts("topics")


def test_a_mark_may_stay_and_is_never_rewritten(room: Room) -> None:
    session = live(room)
    room.say(f"! {SECRET}")
    line = session.our_lines()[-1]
    twice(session, "/redact mark")
    assert session.meeting.entries[line].filed.text == MARK
    assert MARK in keeping.render(keeping.minutes_of(room.opened, session.id), "txt")
    assert everywhere(room.home) == []
    assert not room.say("s/removed/heron/").done
    from peer_tui.services.capturing import edit

    assert not edit(session, line, "the heron again").done
    assert session.meeting.entries[line].filed.text == MARK


def test_undo_and_redo_bring_nothing_back(room: Room) -> None:
    session = live(room)
    room.say("first")
    room.say(SECRET)
    twice(session, "/redact")
    assert "first" in session.enter("/undo").words
    assert SECRET not in repr(session.enter("/redo")) and room.texts("topics") == ["first"]
    assert everywhere(room.home) == []


def test_a_next_steps_number_stays_used(room: Room) -> None:
    session = live(room)
    room.say(f"> @bo {SECRET} by fri = {SECRET}")
    number = session.meeting.entries[session.our_lines()[-1]].number
    twice(session, "/redact")
    room.say("> @bo another by fri")
    assert session.meeting.entries[session.our_lines()[-1]].number == number + 1
    assert everywhere(room.home) == []


def test_a_correction_goes_from_the_earlier_minutes_and_from_their_review(room: Room) -> None:
    session = live(room)
    room.say(f"fix: {SECRET}")
    room.say("/approve")
    earlier = session.group.previous(session.id)
    assert earlier is not None and len(everywhere(room.home)) >= 2
    room.say("/redact")
    said = room.say("/redact")
    assert said.done, said
    assert everywhere(room.home) == []
    shard = room.opened.shards[earlier.id]
    assert sealed(numbered(room.workspace.library, shard)).state == "holds"
    status = keeping.minutes_of(room.opened, earlier.id).status
    assert "Approved as corrected" in status and "words removed at request" in status


def test_check_56_another_devices_file_is_named_and_blanked_by_its_own_program(room: Room) -> None:
    session = live(room)
    other_home = room.home.with_name(f"{room.home.name}-other")
    shutil.copytree(room.home / "library", other_home / "library")
    other = Workspace(places_in(other_home), room.clock, Settings(), threaded=False)
    opened, _ = other.find_meeting(session.id)
    there = LiveSession(other, opened, session.id)
    there.enter(SECRET)
    theirs = next(path for path in everywhere(other_home) if path.suffix == ".json")
    here = log_of(room).with_name(theirs.name)
    shutil.copy(theirs, here)
    conflict = log_of(room).with_name(f"{room.workspace.writer}.sync-conflict-20241113.json")
    shutil.copy(theirs, conflict)
    assert session.refresh()
    line = next(entry.id for entry in session.meeting.lines() if entry.filed.text == SECRET)
    done = remove_lines(room.workspace, room.opened, session.id, [line])
    assert sorted(done.elsewhere) == sorted([here, conflict])
    assert any(str(here) in sentence for sentence in done.sentences)
    assert everywhere(room.home) == sorted([here, conflict])
    session.refresh()
    assert line not in session.meeting.entries
    # The removal reaches the other device: it blanks its own file while its meeting is on.
    shutil.copy(log_of(room), theirs.with_name(log_of(room).name))
    there.refresh()
    assert line not in there.meeting.entries
    assert everywhere(other_home) == []
    notices = other.saver.take_notices()
    assert any("taken out of" in notice for notice in notices), notices
    other.close()


def test_a_line_that_is_edited_later_elsewhere_stays_removed(room: Room) -> None:
    session = live(room)
    other = room.again()
    room.say(SECRET)
    other.refresh()
    line = session.our_lines()[-1]
    twice(session, "/redact")
    # The other window has not looked yet, and rewrites the line.
    other.record(ev.EntryEdited(entry=line, filed=ev.Filed(ev.EntryKind.NOTE, f"again {SECRET}")))
    assert session.refresh()
    assert line not in session.meeting.entries
    other.refresh()
    removing.settle(other.workspace)
    assert everywhere(room.home) == []
    assert room.again().meeting.entries.get(line) is None


def test_what_was_put_off_is_done_at_the_next_start(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    session = live(room)
    room.say(SECRET)
    line = session.our_lines()[-1]
    with monkeypatch.context() as patch:
        patch.setattr("peer_tui.store.library.Library.rewrite", _refuse)
        done = remove_lines(room.workspace, room.opened, session.id, [line])
    assert not done.finished and any("tried again" in sentence for sentence in done.sentences)
    assert everywhere(room.home)
    again = room.again()
    assert line not in again.meeting.entries
    room.workspace.library.release()
    assert removing.settle(again.workspace).finished
    assert everywhere(room.home) == []
    assert removing.settle(again.workspace).files == []


def _refuse(*_: object) -> bool:
    raise OSError(5, os.strerror(5), "a file")


def test_words_that_are_not_saved_yet_never_reach_the_disk(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from peer_tui.store.durable import SaveProblem
    from peer_tui.store.library import Library

    session = live(room)
    appended = Library.append

    def refuse(*_: object) -> None:
        raise SaveProblem("The disk is read-only. Your lines are kept in memory.")

    monkeypatch.setattr(Library, "append", refuse)
    room.say(SECRET)
    said = twice(session, "/redact")
    assert "NOT SAVED" in said
    monkeypatch.setattr(Library, "append", appended)
    assert room.workspace.saver.flush()
    assert everywhere(room.home) == []
    assert removing.settle(room.workspace).finished


def test_a_kill_in_the_midst_of_removing_loses_nothing_and_is_made_good(room: Room) -> None:
    session = live(room)
    room.all("first", SECRET, "last")
    room.workspace.library.close(room.opened.shards[session.id])
    room.workspace.close()
    code = (
        "import os, sys, datetime as dt\n"
        "from tests.services.conftest import places_in\n"
        "from peer_tui.services.clock import ManualClock\n"
        "from peer_tui.services.workspace import Workspace\n"
        "from peer_tui.settings import Settings\n"
        "from peer_tui.services.redacting import find_line, remove_lines\n"
        "from pathlib import Path\n"
        "import peer_tui.store.durable as durable\n"
        "home, meeting, spare = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])\n"
        "workspace = Workspace(places_in(home), ManualClock(dt.datetime(2024,11,13,20,tzinfo=dt.UTC)), Settings(),"
        " threaded=False)\n"
        "opened, held = workspace.find_meeting(meeting)\n"
        "line = next((e.id for e in opened.meeting(held.id).lines() if 'heron' in e.filed.text), None)\n"
        "real, count = os.replace, 0\n"
        "def replace(a, b):\n"
        "    global count\n"
        "    count += 1\n"
        "    if count > spare: os._exit(9)\n"
        "    real(a, b)\n"
        "durable.os.replace = replace\n"
        "if line: remove_lines(workspace, opened, held.id, [line])\n"
        "print('done')\n"
    )
    ends = set()
    for spare in range(0, 12):
        home = room.home.with_name(f"{room.home.name}-{spare}")
        shutil.copytree(room.home, home)
        ran = subprocess.run(
            [sys.executable, "-c", code, str(home), session.id, str(spare)],
            capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        ends.add(ran.returncode)
        workspace = Workspace(places_in(home), room.clock, Settings(), threaded=False)
        opened, held = workspace.find_meeting(session.id)
        texts = [entry.filed.text for entry in opened.meeting(held.id).lines()]
        assert texts[0] == "first" and texts[-1] == "last", (spare, ran.stderr)
        removing.settle(workspace)
        if SECRET not in texts:
            assert everywhere(home) == [], spare
            assert [e.filed.text for e in workspace.find_meeting(session.id)[0].meeting(held.id).lines()] == texts
        workspace.close()
        shutil.rmtree(home)
    assert ends == {0, 9}


def test_the_list_of_exports_is_private_and_holds_no_words(room: Room) -> None:
    session = live(room)
    room.say(SECRET)
    state = room.workspace.places.state
    path = keeping.export(room.opened, session.id, "md", room.workspace.places.exports, state)
    (one,) = exported(state)
    assert Path(one.path) == path and one.meeting == session.id
    listed = state / "exports.json"
    assert listed.stat().st_mode & 0o077 == 0
    assert SECRET.encode() not in listed.read_bytes()
    path.unlink()
    twice(session, "/redact")
    assert exported(state) == []


def test_an_export_that_is_no_text_any_more_is_named(room: Room) -> None:
    session = live(room)
    room.say(SECRET)
    state = room.workspace.places.state
    path = keeping.export(room.opened, session.id, "md", room.workspace.places.exports, state)
    path.write_bytes(b"\0" + SECRET.encode())
    said = twice(session, "/redact")
    assert str(path) in said
    assert everywhere(room.home) == [path]


@pytest.mark.parametrize(
    "text", ["ok", "[/] [bold]", 'quo"ted \\ back', "林小雨 ist da", "😀 emoji words", "\u202eRTL \u05d0"]
)
def test_hostile_and_short_texts_go_as_well(room: Room, text: str) -> None:
    session = live(room)
    room.say(f"a note that is ok and stays {len(text)}")
    room.say(text)
    line = session.our_lines()[-1]
    kept = session.meeting.entries[line].filed.text
    backing_up.when_ended(room.workspace)(room.opened.shards[session.id])
    twice(session, "/redact")
    assert line not in session.meeting.entries
    assert len(room.texts("topics")) == 1
    if len(kept) > 2:
        assert everywhere(room.home, kept) == []


def test_the_log_stays_whole_and_numbered(room: Room) -> None:
    from peer_tui.store.record import examine

    session = live(room)
    room.say(SECRET)
    before = examine(log_of(room).read_bytes(), log_of(room).name)
    twice(session, "/redact")
    room.say("and on it goes")
    after = examine(log_of(room).read_bytes(), log_of(room).name)
    assert after.healthy and after.last == before.last + 2
    assert [after.whole[n]["id"] for n in before.whole] == [before.whole[n]["id"] for n in before.whole]


def test_a_line_of_an_earlier_meeting_is_found_by_number_or_time(room: Room) -> None:
    opened = room.opened
    (earlier,) = [held for held in opened.group.meetings.values() if held.id != room.session.id]
    line = find_line(room.workspace, opened, earlier.id, "2:13")
    assert line.filed.text == "We meet by Zoom until spring"
    assert find_line(room.workspace, opened, earlier.id, "1").id == line.id
    with pytest.raises(Problem) as several:
        find_line(room.workspace, opened, earlier.id, "2:43")
    assert len(several.value.choices) == 4
    number = several.value.choices[3].split()[0]
    assert find_line(room.workspace, opened, earlier.id, number).filed.text == "find a room"
    with pytest.raises(Problem, match="Nothing was removed"):
        find_line(room.workspace, opened, earlier.id, "9:59")


def test_a_parked_line_that_became_a_topic_goes_from_both_meetings(room: Room) -> None:
    from peer_tui.services import planning

    opened = room.opened
    (earlier,) = [held for held in opened.group.meetings.values() if held.id != room.session.id]
    parked = next(iter(opened.group.parked.values()))
    import datetime as dt

    planned = planning.plan(room.workspace, opened, room.clock.now() + dt.timedelta(days=60))
    holders = [m for m, events in opened.events.items() if any(getattr(e, "entry", "") == parked.id for e in events)]
    assert planned in holders or room.session.id in holders
    remove_lines(room.workspace, opened, earlier.id, [parked.id])
    assert everywhere(room.home, "pay equity survey") == []
    assert opened.group.parked == {}


def test_another_open_window_takes_the_words_out_of_its_own_file(room: Room) -> None:
    session = live(room)
    other = room.again()
    other.enter(SECRET)
    assert session.refresh()
    (theirs,) = everywhere(room.home)
    line = next(entry.id for entry in session.meeting.lines() if entry.filed.text == SECRET)
    done = remove_lines(room.workspace, room.opened, session.id, [line])
    assert not done.finished and any("Another window" in sentence for sentence in done.sentences)
    assert everywhere(room.home) == [theirs]
    assert other.refresh()
    assert everywhere(room.home) == [] and line not in other.meeting.entries
    assert removing.settle(room.workspace).finished
    other.enter("it goes on")
    assert session.refresh() and "it goes on" in room.texts()
    other.workspace.close()


def test_a_window_that_was_closed_meanwhile_is_cleaned_for(room: Room) -> None:
    session = live(room)
    other = room.again()
    other.enter(SECRET)
    other.workspace.close()
    assert session.refresh()
    line = next(entry.id for entry in session.meeting.lines() if entry.filed.text == SECRET)
    assert remove_lines(room.workspace, room.opened, session.id, [line]).finished
    assert everywhere(room.home) == []


def test_a_sealed_library_is_cleaned_and_stays_sealed(tmp_path: Path) -> None:
    import datetime as dt

    pyrage = pytest.importorskip("pyrage")
    from peer_tui.services import planning
    from peer_tui.services.clock import ManualClock
    from peer_tui.store.sealed.sealing import SealedFiles
    from tests.services.conftest import PEOPLE, START, ZONE

    key = pyrage.x25519.Identity.generate()
    clock = ManualClock(START - dt.timedelta(days=1))

    def opened_workspace() -> Workspace:
        files = SealedFiles([str(key)], [str(key.to_public())])
        return Workspace(places_in(tmp_path), clock, Settings(), threaded=False, files=files)

    workspace = opened_workspace()
    opened = planning.new_group(workspace, "Harbor", "mapwc", ZONE, PEOPLE)
    meeting = planning.plan(workspace, opened, START)
    clock.set(START)
    session = LiveSession(workspace, opened, meeting)
    for line in ("/next", "first", SECRET):
        session.typed(line)
        session.enter(line)
    session.typed("half " + SECRET)
    session.keep_draft("half " + SECRET)
    library = workspace.library
    library.close(opened.shards[meeting])
    log = library.folder(opened.shards[meeting]) / f"{library.writer}.json"
    keep_aside(library.quarantine, log, library.files.read(log) or b"", library.files)
    backing_up.when_ended(workspace)(opened.shards[meeting])

    def said() -> list[Path]:
        found = []
        for path in tmp_path.rglob("*"):
            contents = [path.read_bytes()] if path.is_file() else []
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as zipped:
                    contents = [zipped.read(name) for name in zipped.namelist()]
            for content in contents:
                clear = pyrage.decrypt(content, [key]) if content.startswith(b"age-encryption") else content
                found += [path] if SECRET.encode() in clear else []
        return found

    assert {path.suffix for path in said()} >= {".age", ".zip"} and everywhere(tmp_path) == []
    twice(session, "/redact")
    assert said() == []
    workspace.close()
    again = opened_workspace()
    found, held = again.find_meeting(meeting)
    assert [entry.filed.text for entry in found.meeting(held.id).lines()] == ["first"]
    assert not [path for path in (tmp_path / "library").rglob("*.json")]
    again.close()
