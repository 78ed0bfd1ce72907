"""A programme's own words on the capture line of its meetings, and the rows they add to its registers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import EntryKind
from peer_tui.domain.minutes import make_minutes
from peer_tui.services import keeping, line_editing, planning, redacting, searching
from peer_tui.services.capturing import edit, take_pasted
from peer_tui.services.programmes import meetings, running, starting
from tests.services.conftest import PEOPLE, ZONE, Room, fresh

WHEN = dt.datetime(2026, 4, 16, 18, 0, tzinfo=dt.UTC)


class Session(Room):
    """A meeting of a programme that runs."""

    run_id = ""

    @property
    def run(self):
        return running.run_of(self.opened, self.run_id)

    def rows(self, register: str) -> list[dict[str, str]]:
        return [row.texts for row in self.run.standing_rows(register)]

    @property
    def last(self):
        return self.session.meeting.entries[self.session.our_lines()[-1]]


def _in_session(tmp_path, workspace, clock, programme: str, kind: str) -> Session:
    clock.set(WHEN - dt.timedelta(days=30))
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "mapwc", ZONE, PEOPLE)
    made = Session(tmp_path, workspace, clock, opened)
    made.run_id = starting.start(workspace, opened, programme, "The run")
    meeting = meetings.plan_meeting(workspace, opened, made.run, kind, WHEN)
    clock.set(WHEN - dt.timedelta(minutes=5))
    made.open(meeting)
    made.all("/next", "+ana ruiz", "+bo", "/next")
    return made


@pytest.fixture
def room(tmp_path: Path, workspace, clock) -> Session:
    """A workshop in session."""
    return _in_session(tmp_path, workspace, clock, "career-workshop", "workshop")


@pytest.fixture
def training(tmp_path: Path, workspace, clock) -> Session:
    """The first session of a policy training."""
    return _in_session(tmp_path, workspace, clock, "peer-training", "one")


def test_a_word_of_its_own_names_the_line(room: Session) -> None:
    assert room.session.preview("wages: paid differently").startswith("WAGE EQUITY")
    said = room.say("Wages: paid differently")
    assert said.words == "WAGE EQUITY"
    filed = room.last.filed
    assert (filed.kind, filed.text, filed.word, filed.called) == (
        EntryKind.NOTE, "paid differently", "wages", "Wage equity",
    )  # fmt: skip
    minutes = keeping.render(make_minutes(room.session.meeting, room.session.group), "txt")
    assert "Wage equity: paid differently" in minutes


def test_its_name_stays_with_the_line_when_the_programmes_file_is_gone(room: Session, monkeypatch) -> None:
    room.say("wages: paid differently")
    from peer_tui.services.programmes import files
    from peer_tui.services.programmes.toml_reading import ProgrammeProblem

    def gone(key):
        raise ProgrammeProblem(str(key), "", "it is gone")

    monkeypatch.setattr(files, "load_programme", gone)
    again = fresh(room.home, room.clock, room.session.id)
    assert again.own_words is None or not again.own_words.words
    assert "Wage equity: paid differently" in keeping.render(make_minutes(again.meeting, again.group), "txt")


def test_an_unknown_word_and_an_escape_are_notes_as_typed(room: Session) -> None:
    room.all("wage: x", " wages: y", "\\wages: z", "wages:")
    texts = [entry.filed.text for entry in room.session.meeting.lines()[-4:]]
    assert texts == ["wage: x", "wages: y", "wages: z", "wages:"]
    assert all(not entry.filed.word for entry in room.session.meeting.lines())


def test_a_name_where_none_is_kept_is_pointed_out_before_enter(room: Session) -> None:
    words = room.session.preview("path: Ana Ruiz took an evening course")
    assert "⚠ names Ana Ruiz: nobody is to be named in such a line" in words
    assert "⚠" not in room.session.preview("path: an evening course")
    assert "⚠" not in room.session.preview("wages: Ana Ruiz asked")


def test_a_word_of_a_register_adds_a_row_in_the_same_act(room: Session) -> None:
    words = room.session.preview("handout: One page / where the shelf")
    assert words.endswith("adds a row to “Handouts” (Where it is: the shelf)")
    said = room.say("handout: The menu / where the shelf")
    assert "added to “Handouts”" in said.words
    assert room.rows("handouts") == [{"title": "The menu", "where": "the shelf"}]
    row = room.run.standing_rows("handouts")[0]
    assert row.entry == room.last.id
    undone = room.say("/undo")
    assert undone.line == "handout: The menu / where the shelf"
    assert room.rows("handouts") == [] and not room.session.meeting.lines()
    room.say("/redo")
    assert room.rows("handouts") == [{"title": "The menu", "where": "the shelf"}]


def test_a_row_follows_its_line_until_a_person_changes_it(room: Session) -> None:
    room.say("path: an evening corse")
    room.say("s/corse/course/")
    assert room.rows("pathway") == [{"step": "an evening course"}]
    edit(room.session, room.last.id, "path: a course at night")
    assert room.rows("pathway") == [{"step": "a course at night"}]
    room.say("/undo")
    assert room.rows("pathway") == [{"step": "an evening course"}]
    from peer_tui.domain.events import RowChanged

    row = room.run.standing_rows("pathway")[0]
    room.workspace.record(room.opened, "", [RowChanged(programme=room.run_id, row=row.id, texts={"step": "mine"})])
    room.session.refresh()
    edit(room.session, room.last.id, "path: theirs")
    assert room.rows("pathway") == [{"step": "mine"}]


def test_a_line_that_became_something_else_takes_its_row_away(room: Session) -> None:
    room.say("path: an evening course")
    room.say("!")
    assert room.last.filed.kind is EntryKind.DECISION and not room.last.filed.word
    assert room.rows("pathway") == []
    room.say("/undo")
    assert room.rows("pathway") == [{"step": "an evening course"}]
    edit(room.session, room.last.id, "just a note")
    assert room.rows("pathway") == []
    edit(room.session, room.last.id, "path: it was one after all")
    assert [row["step"] for row in room.rows("pathway")] == ["it was one after all"]


def test_a_row_that_a_person_took_out_stays_out(room: Session) -> None:
    from peer_tui.domain.events import RowRemoved

    room.say("path: an evening course")
    row = room.run.standing_rows("pathway")[0]
    room.workspace.record(room.opened, "", [RowRemoved(programme=room.run_id, row=row.id)])
    room.session.refresh()
    edit(room.session, room.last.id, "path: a course at night")
    assert room.rows("pathway") == []


def test_a_note_that_is_edited_into_one_adds_a_row(room: Session) -> None:
    room.say("an evening course")
    edit(room.session, room.last.id, "path: an evening course")
    assert room.rows("pathway") == [{"step": "an evening course"}]


def test_a_paste_of_many_lines_is_one_act(room: Session) -> None:
    lines = ["path: one", "a note", "path: two", "my: @bo call", "handout: list / where here"]
    take_pasted(room.session, lines, "many")
    assert [row["step"] for row in room.rows("pathway")] == ["one", "two"]
    assert len(room.rows("handouts")) == 1
    room.say("/undo")
    assert room.rows("pathway") == room.rows("handouts") == []
    assert not room.session.meeting.lines()
    room.say("/redo")
    assert len(room.rows("pathway")) == 2
    take_pasted(room.session, ["path: three"], "notes")
    assert len(room.rows("pathway")) == 2


def test_off_the_record_nothing_is_held(room: Session) -> None:
    room.all("/off", "path: secret course", "my: @ana ruiz secret step", "handout: secret")
    assert room.session.preview("path: secret course").startswith("OFF THE RECORD")
    assert room.rows("pathway") == []
    room.workspace.saver.flush()
    assert not room.everywhere("secret")


def test_removing_a_lines_words_takes_them_out_of_its_row(room: Session) -> None:
    from peer_tui.domain.events import RowChanged

    room.say("path: an evening course in Rivermouth")
    entry = room.last.id
    row = room.run.standing_rows("pathway")[0]
    changed = RowChanged(programme=room.run_id, row=row.id, texts={"helped": "the Rivermouth library"})
    room.workspace.record(room.opened, "", [changed])
    room.workspace.saver.flush()
    assert room.everywhere("Rivermouth")
    redacting.remove_lines(room.workspace, room.opened, room.session.id, [entry])
    room.workspace.saver.flush()
    assert room.rows("pathway") == []
    assert not room.everywhere("Rivermouth")


def test_it_is_found_by_its_kind_as_before(room: Session) -> None:
    room.all("handout: list / where here", "wages: list")
    room.workspace.saver.flush()
    assert len(searching.search(room.workspace, "list kind:link").lines) == 1
    assert len(searching.search(room.workspace, "list kind:note").lines) == 1


def test_a_line_added_to_a_draft_adds_its_row_and_is_taken_back_with_it(room: Session) -> None:
    room.all("/go goodbyes", "/end", "/end")
    line_editing.add(room.workspace, room.opened, room.session.id, "path: an evening course")
    assert room.rows("pathway") == [{"step": "an evening course"}]
    line_editing.undo(room.workspace, room.opened, room.session.id)
    assert room.rows("pathway") == []


def test_own_says_what_each_word_becomes(room: Session) -> None:
    lines = room.say("/own").lines
    assert any(line.startswith("my:") and "stays out of the group's minutes" in line for line in lines)
    (told,) = (line for line in lines if line.startswith("handout:"))
    assert "adds a row to “Handouts”" in told and told.endswith("behind “ / ” also: topic, where, copies")


def test_the_steps_say_how_one_stays_out_of_the_minutes(room: Session) -> None:
    from peer_tui.services.showing import printed, shown

    wanted = "my: what @who by when · stays out of the minutes until it is shared"
    room.say("/go my next")
    assert wanted in "\n".join(printed(shown(room.session).rows))
    room.say("my: @ana ask about the evening course")
    assert wanted in "\n".join(printed(shown(room.session).rows))


def test_each_topic_of_the_interchange_says_its_word(room: Session) -> None:
    from peer_tui.services.showing import printed, shown

    room.say("/go interchange")
    rows = printed(shown(room.session).rows)
    assert any("Wage equity · wages:" in row for row in rows)
    assert sum(": " in f"{row} " and "·" in row for row in rows) >= 8


def test_a_meeting_of_no_programme_knows_none_of_them(room: Session) -> None:
    other = planning.plan(room.workspace, room.opened, WHEN + dt.timedelta(days=7))
    room.open(other)
    room.clock.set(WHEN + dt.timedelta(days=7))
    room.all("/next", "path: an evening course")
    assert room.last.filed.text == "path: an evening course"
    assert room.session.own_words is None or not room.session.own_words.words
    assert not room.say("/own").lines


def test_a_usual_word_that_is_a_registers_stays_its_kind_and_adds_a_row(training: Session) -> None:
    said = training.say("issue: eligibility cliff / EOHLC sets")
    assert said.words.startswith("ISSUE · added to “")
    assert (training.last.filed.kind, training.last.filed.word) == (EntryKind.ISSUE, "")
    row = training.rows("issues")[0]
    assert (row["title"], row["sets"]) == ("eligibility cliff", "EOHLC")
    assert row["meeting"] == training.session.id
    training.say("/undo")
    assert training.rows("issues") == []


@pytest.mark.parametrize(
    "text", ["[/] [bold]", "\x00\x1b[31m", "\ud800", "x" * 10_000, "שלום \u202e", "林小雨 🎉", "/ / "]
)
def test_nothing_crashes_on_hostile_words(room: Session, text: str) -> None:
    for word in ("path", "my", "handout", "wages"):
        room.session.preview(f"{word}: {text}")
        room.say(f"{word}: {text}")
    assert keeping.render(make_minutes(room.session.meeting, room.session.group), "md")


def test_a_reading_goes_to_its_measure(tmp_path: Path, workspace, clock) -> None:
    from peer_tui.services.programmes.rows import add_row

    room = _in_session(tmp_path, workspace, clock, "peer-learning", "learning")
    measure = add_row(workspace, room.opened, room.run, "measures", {"measure": "families reached"})
    room.session.refresh()
    said = room.say("reading: families reached 17")
    assert "added to “" in said.words
    row = room.run.standing_rows("readings")[0]
    assert (row.texts["of"], row.texts["value"]) == (measure, "17")
    room.say("/undo")
    assert room.rows("readings") == []


def test_who_and_by_when_of_a_plan_row_are_said_behind_slashes(tmp_path: Path, workspace, clock) -> None:
    room = _in_session(tmp_path, workspace, clock, "peer-learning", "learning")
    room.say("plan: try the sheet / who bo / by 2026-05-13 / success 20 sheets filled in")
    row = room.run.standing_rows("plan")[0]
    assert row.texts["who"] == room.who("Bo Chen")
    assert (row.texts["by"], row.texts["success"]) == ("2026-05-13", "20 sheets filled in")
    room.say("plan: keep it / who nobody-here / by some day")
    row = room.run.standing_rows("plan")[1]
    assert (row.texts["who"], row.texts["by"]) == ("nobody-here", "some day")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("lesson: listen first", "lesson"),
        ("reflect: slowly", "reflection"),
        ("learn: ask residents", "learning"),
        ("commit: we meet monthly", "commitment"),
    ],
)
def test_the_four_words_of_a_match_are_kinds_of_every_meeting(tmp_path, workspace, clock, line, kind) -> None:
    room = _in_session(tmp_path, workspace, clock, "peer-match", "day-1")
    room.say(line)
    assert (str(room.last.filed.kind), room.last.filed.text) == (kind, line.partition(": ")[2])
    assert line.partition(": ")[2] in keeping.render(make_minutes(room.session.meeting, room.session.group), "md")


def test_two_writers_keep_their_rows(room: Session) -> None:
    room.say("path: ours")
    room.workspace.saver.flush()
    again = room.again()
    again.typed("path: theirs")
    again.enter("path: theirs")
    again.workspace.saver.flush()
    room.session.refresh()
    assert {row["step"] for row in room.rows("pathway")} == {"ours", "theirs"}
    # Undo means this device's last act, whichever of its windows did it.
    room.say("/undo")
    assert {row["step"] for row in room.rows("pathway")} == {"ours"}
