"""Bringing in: nothing is written before it is agreed to, nothing twice, nobody guessed, nothing approved changed."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import EntryKind, MeetingId, Progress, Status
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.people import match
from peer_tui.exchange.markdown import to_markdown
from peer_tui.exchange.text import to_text
from peer_tui.services import bringing_in, planning
from peer_tui.services.bringing_in import Answer, Plan
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings
from tests.services.conftest import Room, places_in

FILES = Path(__file__).parents[1] / "exchange" / "reading" / "files"
GOLDEN = Path(__file__).parents[1] / "golden"
NOW = dt.datetime(2024, 12, 1, 15, 0, tzinfo=dt.UTC)
PEOPLE = "Ana Ruiz\nAna Sousa\nBo Chen\nMei Tan\nJose Lima\n林小雨 | rain\nMarisol Everly\nWren\nPriya Sandhill\n"
MORE = "José Marte\nHana Brightwater\n"
PRIORITIES = ("Legislation", "Training", "Ethics", "Pay and careers", "Outreach")


class Desk:
    """A group in a library of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = ManualClock(NOW)
        self.workspace = Workspace(places_in(home), self.clock, Settings(), threaded=False)
        self.opened = planning.new_group(
            self.workspace, "Harbor Peer Coalition", "mapwc", "America/New_York", PEOPLE + MORE
        )

    def look(self, file: str | bytes, **more: object) -> Plan:
        text = (FILES / file).read_bytes() if isinstance(file, str) and (FILES / file).exists() else file
        name = file if isinstance(file, str) and (FILES / file).exists() else ""
        return bringing_in.look(self.workspace, self.opened, text, name=name, **more)  # type: ignore[arg-type]

    def bring(self, file: str | bytes) -> Meeting:
        return self.meeting(bringing_in.bring_in(self.workspace, self.opened, self.look(file)).meeting)

    def meeting(self, key: MeetingId) -> Meeting:
        return self.opened.meeting(key)

    def again(self) -> OpenGroup:
        """The group as another run of the program reads it from the disk."""
        fresh = Workspace(places_in(self.home), self.clock, Settings(), threaded=False)
        return fresh.open_groups()[0]

    def who(self, name: str) -> str:
        found = match(name, self.opened.group.everybody).person
        assert found is not None
        return found.id


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _events(desk: Desk) -> int:
    desk.workspace.saver.flush()
    return sum(1 for path in desk.home.rglob("*.json") if "meetings" in path.parts)


# --- looking ------------------------------------------------------------------------------------------------------


def test_to_look_writes_nothing(desk: Desk) -> None:
    before = (_events(desk), len(desk.opened.events[""]), desk.opened.events.changes)
    for file in FILES.iterdir():
        plan = desk.look(file.name)
        plan = plan.toggled(0).turned(0) if plan.items else plan
        bringing_in.separately(desk.workspace, desk.opened, plan)
    assert (_events(desk), len(desk.opened.events[""]), desk.opened.events.changes) == before


def test_the_report_tells_of_every_line(desk: Desk) -> None:
    for file in sorted(FILES.iterdir()):
        plan = desk.look(file.name)
        told = {one.line for one in plan.understood.report}
        lines = file.read_text("utf-8-sig").splitlines()
        silent = [n for n, line in enumerate(lines, 1) if any(c.isalnum() for c in line) and n not in told]
        # Lines that go on with the one above are told of with it.
        assert all(n - 1 in told or n - 1 in silent or n - 2 in told for n in silent), (file.name, silent)


# --- minutes of others --------------------------------------------------------------------------------------------


def test_markdown_minutes_become_a_meeting(desk: Desk) -> None:
    meeting = desk.bring("minutes.md")
    assert meeting.state == "ended"
    assert (meeting.called, meeting.ended) == (
        dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC), dt.datetime(2024, 11, 13, 20, 5, tzinfo=dt.UTC),
    )  # fmt: skip
    assert [e.filed.text for e in meeting.of_kind(EntryKind.DECISION)] == ["We meet by Zoom until spring"]
    steps = {step.text: step for step in meeting.steps.steps.values()}
    call = steps["call about training dates"]
    assert (call.owner, call.due and call.due.date) == (desk.who("Ana Ruiz"), dt.date(2024, 11, 22))
    assert steps["send the list"].due and steps["send the list"].due.date == dt.date(2024, 11, 29)
    assert steps["Draft the written testimony"].owner == desk.who("Mei")
    assert steps["Find a room"].owner is None
    assert steps["share the notes"].progress is Progress.DONE
    assert meeting.roles == {"facilitator": desk.who("Bo"), "scribe": desk.who("Mei")}
    assert set(meeting.attendance) == {desk.who(name) for name in ("Ana Ruiz", "Bo", "Mei", "Priya")}
    assert meeting.heads_count == 2
    assert meeting.next_starts == dt.datetime(2024, 12, 11, 19, 0, tzinfo=dt.UTC)
    assert meeting.platform == "Zoom"


def test_headings_become_blocks_and_the_groups_own_are_known_again(desk: Desk) -> None:
    meeting = desk.bring("minutes.md")
    titles = [block.title for block in meeting.blocks]
    # Welcome is the group's own block, "Action items" its Next Steps; the others stand after the block before them.
    assert titles == [
        "Welcome", "Training", "Open questions", "Comfort / Discomfort Agreement – introductions", "Minutes review",
        "Updates on Priorities", "Current topics we are addressing", "Next Steps", "Group goodbyes!",
    ]  # fmt: skip
    by_block = {entry.filed.text: entry.block for entry in meeting.lines()}
    assert by_block["Find a room"] == "steps"
    assert by_block["We checked in with one word each."] == "welcome"


def test_words_that_are_nobodys_name_stay_in_the_sentence(desk: Desk) -> None:
    meeting = desk.bring("minutes.md")
    [step] = [one for one in meeting.steps.steps.values() if "chairs" in one.text]
    assert (step.text, step.owner, step.meant) == ("Remember to bring chairs", None, "")


def test_a_name_that_two_people_have_is_never_guessed(desk: Desk) -> None:
    text = "# Minutes 2024-11-13\n\n## Next steps\n\n| What | Who |\n| --- | --- |\n| call DMH | Ana |\n"
    [step] = desk.bring(text.encode()).steps.steps.values()
    assert (step.text, step.owner, step.meant) == ("call DMH", None, "Ana")


def test_plain_text_minutes(desk: Desk) -> None:
    meeting = desk.bring("minutes.txt")
    assert (meeting.called, meeting.ended) == (
        dt.datetime(2024, 11, 13, 19, 4, tzinfo=dt.UTC), dt.datetime(2024, 11, 13, 20, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    decisions = [entry.filed.text for entry in meeting.of_kind(EntryKind.DECISION)]
    assert decisions == ["We submit written testimony as a coalition", "We keep Zoom"]
    steps = {step.text: step for step in meeting.steps.steps.values()}
    assert steps["Send the minutes"].owner == desk.who("Mei")
    assert steps["Somebody should look at the flyer once more"].owner is None
    assert steps["draft the testimony"].due == steps["draft the testimony"].due
    assert desk.opened.group.meetings[meeting.id].title == "Harbor Peer Coalition"


def test_nothing_is_carried_as_still_open_if_a_person_says_it_is_done(desk: Desk) -> None:
    plan = desk.look("minutes.txt").with_choices(steps_done=True)
    bringing_in.bring_in(desk.workspace, desk.opened, plan)
    assert desk.opened.group.open_steps == []


# --- logs ---------------------------------------------------------------------------------------------------------


def test_a_meetbot_log(desk: Desk) -> None:
    # "ana" is two people here, so nobody.
    meeting = desk.bring("meetbot.log")
    assert meeting.called == dt.datetime(2024, 11, 13, 15, 0, tzinfo=dt.UTC)
    texts = [entry.filed.text for entry in meeting.lines()]
    assert "typed in the wrong window" not in texts
    assert not any("hard week" in text for text in texts)
    assert not any("after the end" in text for text in texts)
    [step] = [one for one in meeting.steps.steps.values() if "training" in one.text]
    assert (step.owner, step.due and step.due.date) == (desk.who("Bo"), dt.date(2024, 11, 22))
    spans = {span.block: (span.end or span.start) - span.start for span in meeting.spans}
    assert spans["training"] == dt.timedelta(minutes=10)
    assert set(meeting.attendance) == {desk.who("Bo"), desk.who("Mei")}
    assert meeting.heads_count == 1


def test_meetbot_minutes_hold_each_action_once(desk: Desk) -> None:
    meeting = desk.bring("meetbot_minutes.txt")
    assert len(meeting.steps.steps) == 2
    [decision] = meeting.of_kind(EntryKind.DECISION)
    assert decision.filed.text == "we meet by Zoom until spring, and look at it again when the days are longer"


def test_an_irc_log_and_a_line_that_costs_only_itself(desk: Desk) -> None:
    meeting = desk.bring("irc.log")
    texts = [entry.filed.text for entry in meeting.lines()]
    assert "the winter dates are in writing and two seats are kept" in texts
    assert not any("train is late" in text for text in texts)
    assert [entry.filed.text for entry in meeting.of_kind(EntryKind.DECISION)] == ["We meet by Zoom until spring"]
    assert {step.text for step in meeting.steps.steps.values()} == {"call about training dates", "draft the letter"}
    assert meeting.called == dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
    assert set(meeting.attendance) == {desk.who(name) for name in ("Ana Ruiz", "Bo", "Mei")}


# --- Zoom ---------------------------------------------------------------------------------------------------------


def test_of_a_chat_nothing_is_kept_unless_it_is_chosen(desk: Desk) -> None:
    day = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
    plan = desk.look("zoom_chat.txt", starts=day)
    assert plan.kept == []
    assert not any("not well" in item.read.text for item in plan.items)
    place = next(n for n, item in enumerate(plan.items) if item.kind is EntryKind.STEP)
    brought = bringing_in.bring_in(desk.workspace, desk.opened, plan.toggled(place))
    [entry] = desk.meeting(brought.meeting).lines()
    assert (entry.filed.text, entry.filed.owner) == ("send the dates to the whole list", desk.who("Mei"))
    held = b"".join(path.read_bytes() for path in desk.home.rglob("*.json"))
    assert b"Hello all" not in held and b"not well" not in held


def test_check_30_participants_are_matched_and_unknown_names_are_not_silently_added(desk: Desk) -> None:
    report = (FILES / "participants.csv").read_text("utf-8") + '"José",,11/13/2024 02:00:00 PM,,,,\nDana,,,,,,\n'
    plan = desk.look(report.encode())
    people = {one.read.name: one for one in plan.people}
    assert people["Ana Ruiz (she/her)"].person and people["Ana Ruiz (she/her)"].person.name == "Ana Ruiz"
    assert people["Bo (Bo Chen)"].person and people["Bo (Bo Chen)"].person.name == "Bo Chen"
    assert people["Sandhill, Priya"].person and people["Sandhill, Priya"].person.name == "Priya Sandhill"
    assert people["José"].person and people["José"].person.name == "José Marte"
    assert people["Dana"].person is None and people["Dana"].answer is Answer.COUNT
    brought = bringing_in.bring_in(desk.workspace, desk.opened, plan)
    assert not any(person.name == "Dana" for person in desk.opened.group.everybody)
    meeting = desk.meeting(brought.meeting)
    assert meeting.heads_count == 1
    bo = meeting.attendance[desk.who("Bo")]
    assert bo.arrived == dt.datetime(2024, 11, 13, 19, 10, tzinfo=dt.UTC)
    priya = meeting.attendance[desk.who("Priya")]
    assert priya.left == dt.datetime(2024, 11, 13, 19, 30, tzinfo=dt.UTC)


def test_somebody_new_is_added_where_a_person_says_so(desk: Desk) -> None:
    text = "Date: 2024-11-13\nPresent: Bo Chen, Dana Lowe (they/them)\n\nNext steps:\n- Dana Lowe: bring the flyer\n"
    plan = desk.look(text.encode()).all_answered(Answer.GUEST)
    assert bringing_in.line_words(plan.items[0], bringing_in.known_for(desk.opened, plan))[1].startswith("Dana")
    brought = bringing_in.bring_in(desk.workspace, desk.opened, plan)
    dana = desk.opened.group.person(desk.who("Dana"))
    assert dana and (dana.status, dana.pronouns, dana.named) == (Status.GUEST, "they/them", False)
    [step] = desk.meeting(brought.meeting).steps.steps.values()
    assert step.owner == dana.id


def test_owners_whom_nobody_knows_can_be_added_too(desk: Desk) -> None:
    fresh = planning.new_group(desk.workspace, "Valley Group", "mapwc", "America/New_York")
    text = (GOLDEN / "expected.md").read_text("utf-8")
    plan = bringing_in.look(desk.workspace, fresh, text)
    named = {one.name: one.present for one in plan.people}
    assert named["Ana Ruiz"] is False and named["林小雨"] is False and named["Wren"] is False
    first = bringing_in.bring_in(desk.workspace, fresh, plan)
    assert fresh.group.everybody == ()
    assert {step.meant for step in fresh.meeting(first.meeting).steps.steps.values()} >= {"Ana Ruiz", "Mei Tan"}
    assert bringing_in.take_back(desk.workspace, fresh, first)
    brought = bringing_in.bring_in(desk.workspace, fresh, plan.all_answered(Answer.MEMBER))
    meeting = fresh.meeting(brought.meeting)
    names = {person.id: person.name for person in fresh.group.everybody}
    assert names[meeting.roles["facilitator"]] == "Bo Chen"
    step = next(step for step in meeting.steps.steps.values() if step.owner and names[step.owner] == "Bo Chen")
    assert [names[helper] for helper in step.helpers] == ["林小雨"]
    # Nobody is said to have been there by name: the text does not say so.
    assert not meeting.attendance


# --- where it goes ------------------------------------------------------------------------------------------------


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    for file in FILES.iterdir():
        plan = desk.look(file.name)
        if plan.starts is None and plan.why_not:
            plan = bringing_in.on_day(desk.workspace, desk.opened, plan, NOW - dt.timedelta(days=3))
        if plan.is_agenda:
            continue
        if not plan.why_not:
            bringing_in.bring_in(desk.workspace, desk.opened, plan)
        again = desk.look(file.name)
        assert "brought in already" in again.why_not or "holds all of this already" in again.why_not, file.name
        with pytest.raises(Problem):
            bringing_in.bring_in(desk.workspace, desk.opened, again)


def test_line_ends_do_not_make_another_file_of_it(desk: Desk) -> None:
    desk.bring("minutes.md")
    changed = (FILES / "minutes.md").read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n"
    assert "brought in already" in desk.look(changed).why_not


def test_a_changed_file_adds_what_is_new_to_the_same_meeting(desk: Desk) -> None:
    meeting = desk.bring("minutes.md")
    lines = len(meeting.entries)
    longer = (FILES / "minutes.md").read_text() + "\n- Decision: We print the flyer\n"
    plan = desk.look(longer.encode())
    assert plan.held is not None and plan.held.id == meeting.id
    assert [item.read.text for item in plan.kept] == ["We print the flyer"]
    brought = bringing_in.bring_in(desk.workspace, desk.opened, plan)
    assert not brought.new and brought.meeting == meeting.id
    after = desk.meeting(meeting.id)
    assert len(after.entries) == lines + 1
    assert len(after.attendance) == len(meeting.attendance) and after.heads_count == 2
    [added] = [entry for entry in after.lines() if entry.filed.text == "We print the flyer"]
    assert added.after_end


def test_as_a_meeting_of_its_own(desk: Desk) -> None:
    first = desk.bring("minutes.md")
    longer = (FILES / "minutes.md").read_text() + "\n- Decision: We print the flyer\n"
    plan = bringing_in.separately(desk.workspace, desk.opened, desk.look(longer.encode()))
    assert plan.held is None
    brought = bringing_in.bring_in(desk.workspace, desk.opened, plan)
    assert brought.new and brought.meeting != first.id
    numbers = [step.number for step in desk.opened.group.steps.steps.values()]
    assert len(set(numbers)) == len(numbers)


def test_an_approved_meeting_is_not_changed(room: Room) -> None:
    held = room.opened.group.previous(room.session.id)
    assert held is not None
    room.all("/next", "/next", "/approve")
    opened = room.workspace.open_groups()[0]
    text = "# Minutes 9 October 2024, 2:00 pm\n\n- Decision: Something else\n"
    before = room.workspace.read(opened.shards[held.id]).events
    plan = bringing_in.look(room.workspace, opened, text)
    assert "are approved" in plan.why_not
    with pytest.raises(Problem, match="approved"):
        bringing_in.bring_in(room.workspace, opened, plan)
    assert room.workspace.read(opened.shards[held.id]).events == before


def test_a_meeting_in_session_takes_no_file(room: Room) -> None:
    room.all("/next", "/next")
    opened = room.workspace.open_groups()[0]
    plan = bringing_in.look(
        room.workspace, opened, "# Minutes 2024-11-13\n\nTime: 1:30 pm\n\n- Decision: Something else\n"
    )
    assert "not ended yet" in plan.why_not


def test_a_meeting_that_was_planned_and_held_on_paper_takes_its_minutes(desk: Desk) -> None:
    key = planning.plan(desk.workspace, desk.opened, dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC))
    meeting = desk.bring("minutes.md")
    assert meeting.id == key and meeting.state == "ended"
    assert len(desk.opened.group.meetings) == 1


def test_minutes_of_a_day_to_come_or_of_no_day(desk: Desk) -> None:
    assert "still to come" in desk.look(b"# Minutes 2025-01-08\n\n- Decision: x\n").why_not
    assert "When was the meeting" in desk.look(b"# Minutes\n\n- Decision: x\n").why_not
    assert "nothing in it" in desk.look(b"\n\n").why_not


def test_the_day_may_stand_in_the_files_name(desk: Desk) -> None:
    plan = bringing_in.look(desk.workspace, desk.opened, "- Decision: x\n", name="minutes_2024-11-13.md")
    assert plan.starts is not None and plan.starts.date() == dt.date(2024, 11, 13)


@pytest.mark.parametrize(
    ("words", "day"),
    [("13 nov 2024 2 pm", "2024-11-13T19:00"), ("13 nov", "2024-11-13T17:00"), ("2023-02-01 9:00", "2023-02-01T14:00"),
     ("15 dec 2 pm", "2023-12-15T19:00")],
)  # fmt: skip
def test_a_typed_day_is_the_last_one_there_was(desk: Desk, words: str, day: str) -> None:
    plan = desk.look(b"- Decision: x\n")
    assert bringing_in.read_day(desk.workspace, desk.opened, plan, words).isoformat()[:16] == day


def test_words_that_are_no_day(desk: Desk) -> None:
    with pytest.raises(Problem, match="is no day"):
        bringing_in.read_day(desk.workspace, desk.opened, desk.look(b"- Decision: x\n"), "some time")


# --- agendas ------------------------------------------------------------------------------------------------------


def test_an_agenda_goes_into_the_planned_meeting(desk: Desk) -> None:
    key = planning.plan(desk.workspace, desk.opened, dt.datetime(2024, 12, 11, 19, 0, tzinfo=dt.UTC))
    meeting = desk.bring("agenda.txt")
    assert meeting.id == key and meeting.state == "planned"
    assert [(block.key, block.low, block.high) for block in meeting.blocks] == [
        ("welcome", 3, 5), ("minutes", 5, 5), ("priorities", 15, 15), ("topics", 0, 0), ("steps", 15, 15),
        ("goodbyes", 2, 2),
    ]  # fmt: skip
    assert [topic.text for topic in meeting.topics] == ["Legislation", "Training", "Housing forum", "Flyer"]
    assert desk.opened.group.blocks != meeting.blocks
    assert "brought in already" in desk.look("agenda.txt").why_not


def test_an_agenda_without_a_day_goes_into_the_next_planned_meeting_or_asks(desk: Desk) -> None:
    assert "For when is it" in desk.look("agenda_table.md").why_not
    key = planning.plan(desk.workspace, desk.opened, dt.datetime(2024, 12, 11, 19, 0, tzinfo=dt.UTC))
    meeting = desk.bring("agenda_table.md")
    assert meeting.id == key
    assert [(block.title, block.high) for block in meeting.blocks] == [
        ("Welcome", 5), ("Budget for the forum (Mei)", 20), ("Next Steps", 15),
    ]  # fmt: skip


# --- our own ------------------------------------------------------------------------------------------------------


def _golden(desk: Desk) -> None:
    for name in PRIORITIES:
        planning.add_priority(desk.workspace, desk.opened, name)


def _comparable(text: str) -> str:
    """Without what a copy cannot bring back: who the sixteen were, and bold words of labels that are ours."""
    lines = text.replace("**", "").splitlines()
    return "\n".join(line for line in lines if not line.lstrip("- ").startswith("Present:"))


@pytest.mark.parametrize("form", ["md", "txt"])
def test_our_own_minutes_come_back_word_for_word(desk: Desk, form: str) -> None:
    _golden(desk)
    text = (GOLDEN / f"expected.{form}").read_text("utf-8")
    # Steps of earlier meetings are told about only where those meetings are; the test below has them.
    text = _without_earlier(text, form)
    meeting = desk.bring(text.encode())
    minutes = make_minutes(meeting, desk.opened.group)
    out = to_markdown(minutes) if form == "md" else to_text(minutes)
    assert _comparable(out) == _comparable(text)


def _without_earlier(text: str, form: str) -> str:
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if "Earlier next steps told about" in line)
    end = next(n for n, line in enumerate(lines) if line.strip("# ") == "Welcome")
    kept = [*lines[: start - 1], *lines[end - 1 :]]
    out: list[str] = []
    for line in kept:
        if "Next step 4 done" in line or "Next step 5 moved" in line or line.strip() == "Brightwater)":
            continue
        if "(parked Wed 9 Oct 2024" in line:
            line = line.replace(" · → resolved", ") (→ resolved")
        out.append(line)
    return "\n".join(out)


def test_what_was_brought_in_lies_on_the_disk(desk: Desk) -> None:
    _golden(desk)
    meeting = desk.bring((GOLDEN / "expected.md").read_bytes())
    again = desk.again()
    assert to_markdown(make_minutes(again.meeting(meeting.id), again.group)) == to_markdown(
        make_minutes(meeting, desk.opened.group)
    )
    assert again.group.meetings[meeting.id].source == desk.opened.group.meetings[meeting.id].source


def test_earlier_steps_are_marked_where_the_group_knows_them(desk: Desk) -> None:
    first = "# Minutes 2024-10-09\n\n## Next steps\n\n| No. | Next step | Who |\n| --- | --- | --- |\n"
    rows = [
        (1, "gather sample job descriptions from five sites"),
        (4, "ask both training centers for their next dates"),
        (5, "draft a one-page ethics guide for peer roles"),
    ]
    first += "".join(f"| {number} | {text} | Bo Chen |\n" for number, text in rows)
    desk.bring(first.encode())
    assert {step.number for step in desk.opened.group.open_steps} == {1, 4, 5}
    meeting = desk.bring((GOLDEN / "expected.md").read_bytes())
    steps = {step.number: step for step in desk.opened.group.steps.steps.values()}
    assert steps[4].progress is Progress.DONE and steps[5].progress is Progress.MOVED
    assert steps[1].progress is Progress.NOT_STARTED
    minutes = to_markdown(make_minutes(meeting, desk.opened.group))
    assert "**Next step 4 done:** ask both training centers for their next dates (Bo Chen)" in minutes
    # The one that is not known stays as a line, and no state is lost.
    assert "Earlier next step 6: list the outreach sites near the harbor" in minutes


def test_an_old_file_does_not_take_back_what_was_told_since(desk: Desk) -> None:
    row = "| 4 | ask both training centers for their next dates | Bo Chen |\n"
    table = f"# Minutes 2024-10-09\n\n## Next steps\n\n| No. | Next step | Who |\n| --- | --- | --- |\n{row}"
    desk.bring(table.encode())
    [step] = desk.opened.group.open_steps
    from peer_tui.domain.events import StepMarked

    desk.workspace.record(desk.opened, "", [StepMarked(step=step.id, progress=Progress.STUCK, reason="no answer")])
    desk.bring((GOLDEN / "expected.md").read_bytes())
    assert desk.opened.group.steps.steps[step.id].progress is Progress.STUCK


def test_numbers_stay_where_nobody_has_them_and_are_never_given_twice(desk: Desk) -> None:
    meeting = desk.bring((GOLDEN / "expected.md").read_bytes())
    assert {step.number for step in meeting.steps.steps.values()} == {7, 8, 9, 10, 11, 12}
    other = (
        "# Minutes 2024-11-20\n\n## Next steps\n\n| No. | Next step | Who |\n| --- | --- | --- |\n| 7 | x y | Bo |\n"
    )
    desk.bring(other.encode())
    numbers = sorted(step.number for step in desk.opened.group.steps.steps.values())
    assert numbers == [7, 8, 9, 10, 11, 12, 13]


def test_approved_minutes_stay_approved_unless_a_person_says_no(desk: Desk) -> None:
    text = (GOLDEN / "expected.md").read_text("utf-8")
    text = text.replace("DRAFT – not yet approved", "Approved as distributed on Sat 30 Nov 2024")
    plan = desk.look(text.encode())
    assert plan.approved
    brought = bringing_in.bring_in(desk.workspace, desk.opened, plan)
    held = desk.opened.group.meetings[brought.meeting]
    assert held.approved == "as distributed"
    meeting = desk.meeting(brought.meeting)
    assert make_minutes(meeting, desk.opened.group).status == "Approved as distributed on Sat 30 Nov 2024"


def test_a_draft_where_a_person_says_so(desk: Desk) -> None:
    text = (GOLDEN / "expected.md").read_text("utf-8")
    text = text.replace("DRAFT – not yet approved", "Approved as distributed on Sat 30 Nov 2024")
    brought = bringing_in.bring_in(desk.workspace, desk.opened, desk.look(text.encode()).with_choices(approved=False))
    assert desk.opened.group.meetings[brought.meeting].approved == ""


# --- taking back, hostile text ------------------------------------------------------------------------------------


def test_it_can_be_taken_back(desk: Desk) -> None:
    plan = desk.look("minutes.md").all_answered(Answer.MEMBER)
    brought = bringing_in.bring_in(desk.workspace, desk.opened, plan)
    assert bringing_in.take_back(desk.workspace, desk.opened, brought)
    assert desk.opened.group.shown == [] and desk.opened.group.open_steps == []
    # It waits in Deleted meetings, from where it can be had back.
    assert desk.opened.group.meetings[brought.meeting].deleted is not None
    assert desk.look("minutes.md").why_not == ""


def test_what_was_added_to_a_meeting_can_be_taken_back(desk: Desk) -> None:
    meeting = desk.bring("minutes.md")
    longer = (FILES / "minutes.md").read_text() + "\n- Decision: We print the flyer\n"
    brought = bringing_in.bring_in(desk.workspace, desk.opened, desk.look(longer.encode()))
    assert bringing_in.take_back(desk.workspace, desk.opened, brought)
    assert len(desk.meeting(meeting.id).entries) == len(meeting.entries)
    assert len(desk.opened.group.shown) == 1


def test_hostile_words_are_kept_literally(desk: Desk) -> None:
    nasty = "[/] [bold]x[/bold] \x1b[2J \x00 \u202e abc"
    text = f"# Minutes 2024-11-13\n\n- Decision: {nasty}\n- Action: @zorp {'z' * 9000}\n"
    meeting = desk.bring(text.encode("utf-8", "surrogatepass"))
    [decision] = meeting.of_kind(EntryKind.DECISION)
    assert decision.filed.text == "[/] [bold]x[/bold] [2J \u202e abc"
    assert any(len(step.text) == 9000 and step.meant == "zorp" for step in meeting.steps.steps.values())


def test_a_file_that_is_none(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="could not be read"):
        bringing_in.read_file(tmp_path / "there-is-none.md")
    document = tmp_path / "a.docx"
    document.write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    with pytest.raises(Problem, match="is no text"):
        bringing_in.read_file(document)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(Problem, match="larger than 100 MB"):
        bringing_in.read_file(huge)


def test_the_group_is_found_where_the_text_names_it(desk: Desk) -> None:
    other = planning.new_group(desk.workspace, "Valley Group", "mapwc", "America/New_York")
    text = (GOLDEN / "expected.md").read_text("utf-8")
    found = bringing_in.group_named(desk.workspace, text)
    assert found is not None and found.folder == desk.opened.folder
    named = bringing_in.group_named(desk.workspace, text.replace("Harbor Peer Coalition", "valley group"))
    assert named is not None and named.folder == other.folder
    assert bringing_in.group_named(desk.workspace, "# Minutes\n") is None


# --- in a meeting that is on ---------------------------------------------------------------------------------------


def test_a_participant_report_pasted_into_a_live_meeting_marks_who_is_here(room: Room) -> None:
    from peer_tui.services.attendance import arrive_pasted

    said = arrive_pasted(room.session, (FILES / "participants.csv").read_text("utf-8-sig").splitlines())
    assert room.who("Ana Ruiz") in room.session.meeting.here and room.who("Bo") in room.session.meeting.here
    assert "Sandhill, Priya" in said.words or "Priya" in said.words
    assert not any("@" in stranger for stranger in room.session.strangers)


# --- anything at all ----------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    raw=st.one_of(st.binary(max_size=600), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))),
    file=st.sampled_from(sorted(path.name for path in FILES.iterdir())),
    place=st.integers(0, 2_000),
)
def test_whatever_is_in_the_middle_of_a_file_it_is_brought_in_or_refused_with_a_sentence(
    raw: bytes, file: str, place: int
) -> None:
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Path(home))
        text = (FILES / file).read_bytes()
        plan = desk.look(text[:place] + raw + text[place:], starts=NOW - dt.timedelta(days=20))
        for item in plan.items:
            bringing_in.line_words(item, bringing_in.known_for(desk.opened, plan))
        try:
            brought = bringing_in.bring_in(desk.workspace, desk.opened, plan.all_answered(Answer.MEMBER))
        except Problem:
            assert desk.opened.group.meetings == {}
        else:
            kept = {entry.filed.text for entry in desk.meeting(brought.meeting).lines()}
            assert len(kept) <= len(plan.items)
            assert desk.again().meeting(brought.meeting).lines() == desk.meeting(brought.meeting).lines()
