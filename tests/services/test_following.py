"""Next steps across meetings: the list, what is done about one between meetings, and what the next meeting hears."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from peer_tui.domain.events import Due, EntryId, GroupRenamed, MeetingDeleted, MeetingRestored, Progress
from peer_tui.domain.group import Group
from peer_tui.paths import places
from peer_tui.services import following, keeping, planning, reminding, reviewing, searching
from peer_tui.services.following import StepLine, View
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.showing import review
from peer_tui.services.step_acts import last_act
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import DOORS, START, Room, places_in

BEFORE = DOORS - dt.timedelta(days=20)
"""Thu 24 Oct 2024: a fortnight after the meeting of 9 October, and three weeks before the next."""


@pytest.fixture
def between(room: Room) -> Room:
    """Between two meetings: four steps were promised on 9 October, the next meeting is 13 November."""
    room.clock = type(room.clock)(BEFORE)
    room.workspace.clock = room.clock
    return room


def step(room: Room, number: str) -> EntryId:
    return following.find_step(room.workspace, number)[1]


def line(room: Room, number: str, *, everything: bool = False) -> StepLine:
    lines = following.every_step(room.workspace, [room.opened], everything=everything)
    return next(one for one in lines if one.number == number)


def on_disk(room: Room) -> Group:
    """The group as another run of the program reads it."""
    room.workspace.saver.flush()
    other = Workspace(places_in(room.home), room.clock, Settings(), threaded=False)
    try:
        return other.open_groups()[0].group
    finally:
        other.close()


def test_every_open_step_with_what_a_list_says_of_it(between: Room) -> None:
    lines = following.every_step(between.workspace, [between.opened])
    assert [(one.number, one.text, one.who_words, one.due_words) for one in lines] == [
        ("1", "call about training dates", "Bo", "LATE by 6 days (Fri 18 Oct)"),
        ("2", "draft the letter", "Mei", "by the next meeting (Wed 13 Nov)"),
        ("3", "ask three groups to sign", "Ana R. (asked)", "by the next meeting (Wed 13 Nov)"),
        ("4", "find a room", "unclaimed", "no date"),
    ]
    assert lines[0].late and not lines[1].late
    assert lines[0].meeting_words == "Wed 9 Oct 2024"
    assert [one.number for one in following.every_step(between.workspace)] == ["1", "2", "3", "4"]


def test_arranged_by_person_priority_date_and_state(between: Room) -> None:
    def headings(view: View) -> dict[str, list[str]]:
        lines = following.every_step(between.workspace, [between.opened])
        return {head: [one.number for one in found] for head, found in following.arranged(lines, view)}

    assert headings(View.PERSON) == {"Unclaimed": ["4"], "Ana R.": ["3"], "Bo": ["1"], "Mei": ["2"]}
    assert headings(View.PRIORITY) == {following.NO_PRIORITY: ["1", "2", "3", "4"]}
    assert headings(View.DUE) == {"Late": ["1"], "Later": ["2", "3"], "No date": ["4"]}
    assert headings(View.STATE) == {"Unclaimed": ["4"], "Asked, no yes yet": ["3"], "Accepted, not started": ["1", "2"]}
    following.mark(between.workspace, between.opened, step(between, "1"), Progress.MOVED)
    following.mark(between.workspace, between.opened, step(between, "4"), Progress.STUCK, "no budget")
    following.snooze(between.workspace, between.opened, step(between, "2"), "2w")
    assert headings(View.STATE) == {
        "Stuck": ["4"], "Asked, no yes yet": ["3"], "Moved": ["1"], following.SNOOZED: ["2"],
    }  # fmt: skip
    assert View.STATE.following is View.PERSON


def test_the_filter_finds_words_anywhere(between: Room) -> None:
    lines = following.every_step(between.workspace, [between.opened])

    def found(words: str) -> list[str]:
        return [one.number for one in following.filtered(lines, words)]

    assert found("") == ["1", "2", "3", "4"]
    assert found("late") == ["1"] and found("LETTER mei") == ["2"] and found("unclaimed") == ["4"]
    assert found("#3") == ["3"] and found("9 oct") == ["1", "2", "3", "4"] and found("letter bo") == []


def test_each_act_is_kept_and_another_run_reads_it(between: Room) -> None:
    w, opened = between.workspace, between.opened
    said = [
        following.mark(w, opened, step(between, "1"), Progress.DONE).words,
        following.mark(w, opened, step(between, "2"), Progress.MOVED).words,
        following.assign(w, opened, step(between, "4"), "mei, by 1 nov = booked").words,
        following.accept(w, opened, step(between, "4")).words,
        following.date(w, opened, step(between, "3"), "fri").words,
        following.define(w, opened, step(between, "3"), "= three signatures").words,
    ]
    assert said == [
        "1 call about training dates done",
        "2 draft the letter moved · a movement worth celebrating",
        "4 find a room: asked Mei · by Fri 1 Nov (8 days) · done when: booked",
        "4 find a room: Mei said yes",
        "3 ask three groups to sign re-dated: by tomorrow (Fri 25 Oct)",
        "3 ask three groups to sign · done when: three signatures",
    ]
    group = on_disk(between)
    assert group == opened.group
    steps = {one.label: one for one in group.steps.steps.values()}
    assert steps["1"].progress is Progress.DONE and not steps["1"].open
    assert steps["4"].accepted and steps["4"].done_when == "booked" and steps["4"].missing == ()
    assert steps["3"].due == Due(date=dt.date(2024, 10, 25))
    assert [one.number for one in following.every_step(w, [opened])] == ["3", "4", "2"]
    assert [one.number for one in following.every_step(w, [opened], everything=True)] == ["3", "4", "2", "1"]


def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(between: Room) -> None:
    w, opened = between.workspace, between.opened
    before = on_disk(between)
    for act, why in (
        (lambda: following.drop(w, opened, step(between, "1"), " "), "Why is 1 call about training dates dropped?"),
        (lambda: following.accept(w, opened, step(between, "4")), "Nobody is named for 4 find a room yet"),
        (lambda: following.assign(w, opened, step(between, "4"), "ana"), "“ana” fits 1 Ana Ruiz · 2 Ana Sousa"),
        (lambda: following.assign(w, opened, step(between, "4"), "Zoë"), "Nobody in this group is called “Zoë”"),
        (lambda: following.assign(w, opened, step(between, "4"), ""), "Who takes it?"),
        (lambda: following.date(w, opened, step(between, "4"), "someday"), "“someday” says no date."),
        (lambda: following.date(w, opened, step(between, "4"), ""), "By when?"),
        (lambda: following.snooze(w, opened, step(between, "4"), "1 oct"), "Snooze it until a day to come"),
        (lambda: following.mark(w, opened, "none", Progress.DONE), "That next step is gone"),
        (lambda: following.find_step(w, "77"), "There is no next step 77."),
        (lambda: following.undo(w, opened), "There is nothing to undo in Harbor Peer Coalition"),
    ):
        with pytest.raises(Problem, match=why.replace("?", r"\?").replace("(", r"\(")):
            act()
    assert on_disk(between) == before and last_act(w, opened) == []


def test_two_people_with_one_name_are_never_guessed_but_a_digit_tells(between: Room) -> None:
    said = following.assign(between.workspace, between.opened, step(between, "4"), "ana2")
    assert said.words == "4 find a room: asked Ana S."


def test_next_meeting_means_the_one_after_the_last_that_was_held(between: Room) -> None:
    following.date(between.workspace, between.opened, step(between, "4"), "nm")
    assert line(between, "4").due == dt.date(2024, 11, 13)
    held = between.opened.group.meetings[between.session.id]
    planning.move(between.workspace, between.opened, held, START + dt.timedelta(days=7), 60)
    assert line(between, "4").due == dt.date(2024, 11, 20), "it goes with the meeting"
    assert on_disk(between).due_on(line(between, "4").step) == dt.date(2024, 11, 20)


def test_snoozed_steps_wait_and_wake(between: Room) -> None:
    w, opened = between.workspace, between.opened
    assert following.snooze(w, opened, step(between, "1"), "nm").words.endswith("snoozed until Wed 13 Nov")
    assert line(between, "1").asleep and line(between, "1").state_words == ("snoozed until Wed 13 Nov",)
    between.clock.set(START)
    assert not line(between, "1").asleep
    between.clock = type(between.clock)(BEFORE)
    w.clock = between.clock
    assert following.wake(w, opened, step(between, "1")).words == "1 call about training dates is awake again"
    assert not line(between, "1").asleep
    assert following.wake(w, opened, step(between, "1")).act == ""
    following.mark(w, opened, step(between, "1"), Progress.DONE)
    with pytest.raises(Problem, match="is done"):
        following.snooze(w, opened, step(between, "1"), "2w")


def test_undo_takes_back_the_last_act_also_after_a_restart(between: Room) -> None:
    w, opened = between.workspace, between.opened
    following.date(w, opened, step(between, "4"), "fri")
    following.mark(w, opened, step(between, "4"), Progress.STUCK, "no key")
    w.saver.flush()
    other = Workspace(places_in(between.home), between.clock, Settings(), threaded=False)
    again = other.open_groups()[0]
    assert following.undo(other, again) == "Undone: “stuck” · 4 find a room"
    assert following.undo(other, again) == "Undone: the date · 4 find a room"
    with pytest.raises(Problem):
        following.undo(other, again)
    other.close()
    found = next(one for one in on_disk(between).steps.steps.values() if one.label == "4")
    assert found.due is None and found.progress is Progress.NOT_STARTED and len(found.life) == 1


def test_one_act_of_several_facts_is_undone_as_one(between: Room) -> None:
    w, opened = between.workspace, between.opened
    following.assign(w, opened, step(between, "4"), "bo by fri = key in hand")
    assert following.undo(w, opened) == "Undone: the owner and the date and what done looks like · 4 find a room"
    assert line(between, "4").who_words == "unclaimed"


@pytest.fixture
def second_group(between: Room) -> Room:
    planning.new_group(between.workspace, "Another Coalition", "mapwc", "America/New_York", "Kai Moss")
    return between


def test_a_number_is_looked_for_in_one_group_or_in_all(second_group: Room) -> None:
    room = second_group
    other = room.workspace.find_group("Another")
    meeting = planning.plan(room.workspace, other, START)
    room.opened = other
    room.clock.set(START)
    room.open(meeting)
    room.all("/next", "/go steps", "> @kai say hello", "/end", "/end")
    with pytest.raises(WrongUse, match="Another Coalition and Harbor Peer Coalition"):
        following.find_step(room.workspace, "1")
    assert following.find_step(room.workspace, "#1", "harbor")[0].group.name == "Harbor Peer Coalition"
    assert following.find_step(room.workspace, "4")[0].group.name == "Harbor Peer Coalition"
    lines = following.every_step(room.workspace)
    assert [head for head, _ in following.arranged(lines, View.PERSON)][1:3] == [
        "Ana R. · Harbor Peer Coalition", "Bo · Harbor Peer Coalition",
    ]  # fmt: skip


# --- two devices, any order ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_two_devices_that_act_at_once_agree_in_the_end(between: Room, seed: int) -> None:
    chosen = Random(seed)
    between.workspace.saver.flush()
    runs = [Workspace(places_in(between.home), between.clock, Settings(), threaded=False) for _ in range(2)]
    opened = [run.open_groups()[0] for run in runs]
    acts = (
        lambda w, o, s: following.mark(w, o, s, chosen.choice(list(Progress)[:4]), "as told"),
        lambda w, o, s: following.drop(w, o, s, "no longer ours"),
        lambda w, o, s: following.assign(w, o, s, chosen.choice(("bo", "mei", "nobody", "ana ruiz, @bo"))),
        lambda w, o, s: following.date(w, o, s, chosen.choice(("fri", "nm", "none", "22 nov"))),
        lambda w, o, s: following.snooze(w, o, s, chosen.choice(("2w", "1 dec"))),
        lambda w, o, s: following.wake(w, o, s),
        lambda w, o, s: following.accept(w, o, s),
        lambda w, o, s: following.undo(w, o),
    )
    for _ in range(30):
        between.clock.advance(dt.timedelta(seconds=chosen.randrange(3)))
        device = chosen.randrange(2)
        target = step(between, str(chosen.randrange(1, 5)))
        try:
            chosen.choice(acts)(runs[device], opened[device], target)
        except Problem:
            continue
    for run in runs:
        assert run.saver.flush()
    first, second = (run.open_groups()[0].group for run in runs)
    assert first == second == on_disk(between)
    for run in runs:
        run.close()


# --- what the next meeting hears ----------------------------------------------------------------------------------


def test_check_49_what_moved_between_meetings_is_celebrated_in_the_next_one(between: Room) -> None:
    w, opened = between.workspace, between.opened
    following.mark(w, opened, step(between, "2"), Progress.MOVED)
    following.mark(w, opened, step(between, "1"), Progress.DONE, "all four dates")
    following.mark(w, opened, step(between, "3"), Progress.STUCK, "no answer")
    between.clock.set(START)
    session = between.open(between.session.id)
    between.all("/next", "/next", "/next")
    assert [one.label for one in reviewing.last_times(session)] == ["1", "2", "3", "4"]
    shown = "\n".join(row.text for row in review.lines(session))
    assert "done: all four dates (between meetings)" in shown
    assert "moved (between meetings) · draft the letter" in shown
    assert "to be told · find a room" in shown and "to be told · draft the letter" not in shown
    between.all("/stuck 2 the printer", "/end", "/end")
    minutes = keeping.minutes_of(between.opened, session.id)
    assert [(row.label, row.state, row.notes) for row in minutes.carried] == [
        ("2", "stuck", ("the printer",)),
        ("1", "done", ("all four dates", "between meetings")),
        ("3", "stuck", ("no answer", "between meetings")),
    ]
    assert [line.label for line in minutes.celebrations] == ["Next step 1 done"]
    # The earlier minutes stay as they were, and so do those after it.
    earlier = keeping.minutes_of(between.opened, opened.group.previous(session.id).id)  # type: ignore[union-attr]
    assert earlier.carried == () and [row.state for row in earlier.steps] == [
        "accepted", "accepted", "asked", "unclaimed",
    ]  # fmt: skip


def test_what_was_told_between_two_meetings_is_news_in_one_of_them_only(between: Room) -> None:
    w, opened = between.workspace, between.opened
    following.mark(w, opened, step(between, "2"), Progress.MOVED)
    between.clock.set(START)
    first = between.open(between.session.id)
    between.all("/next", "/end", "/end")
    later = planning.plan(w, opened, START + dt.timedelta(days=28))
    between.clock.set(START + dt.timedelta(days=1))
    following.mark(w, opened, step(between, "4"), Progress.MOVED)
    between.clock.set(START + dt.timedelta(days=28))
    second = between.open(later)
    between.all("/next", "/end", "/end")
    for meeting, label in ((first.id, "Next step 2 moved"), (second.id, "Next step 4 moved")):
        assert [line.label for line in keeping.minutes_of(between.opened, meeting).celebrations] == [label]


def test_the_life_line_tells_everything_with_its_day(between: Room) -> None:
    w, opened = between.workspace, between.opened
    for act, words in (
        ("owner", "bo by 1 nov"), ("yes", ""), ("date", "8 nov"), ("moved", "two offers"), ("snooze", "2w"),
        ("wake", ""), ("owner", "mei"), ("done-when", "key in hand"),
    ):  # fmt: skip
        between.clock.advance(dt.timedelta(minutes=1))
        following.act(w, opened, step(between, "4"), act, words)
    reminder = reminding.reminder_for(w, line(between, "4"))
    assert [one.number for one in reminder.lines] == ["4", "2"]
    reminding.reminded(w, reminder, reminding.COPIED)
    between.clock.set(START)
    between.open(between.session.id)
    between.all("/next", "/done 4 the library", "/notstarted 4", "/end", "/end")
    told = [(moment.day, moment.what, moment.where) for moment in following.life_of(line(between, "4"))]
    room = "Harbor Peer Coalition"
    assert told == [
        ("Wed 9 Oct 2024", "named, unclaimed", room),
        ("Thu 24 Oct 2024", "asked Bo", "between meetings"),
        ("Thu 24 Oct 2024", "dated: by Fri 1 Nov", "between meetings"),
        ("Thu 24 Oct 2024", "Bo said yes", "between meetings"),
        ("Thu 24 Oct 2024", "re-dated to Fri 8 Nov (was Fri 1 Nov)", "between meetings"),
        ("Thu 24 Oct 2024", "moved: two offers", "between meetings"),
        ("Thu 24 Oct 2024", "snoozed until Thu 7 Nov", "between meetings"),
        ("Thu 24 Oct 2024", "woken", "between meetings"),
        ("Thu 24 Oct 2024", "handed on: asked Mei", "between meetings"),
        ("Thu 24 Oct 2024", "done when: key in hand", "between meetings"),
        ("Thu 24 Oct 2024", "reminded Mei (copied)", "between meetings"),
        ("Wed 13 Nov 2024", "done: the library", room),
        ("Wed 13 Nov 2024", "opened again", room),
        ("Wed 13 Nov 2024", "carried 1×", room),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_acts_that_are_folded_on_alone_give_the_group_that_is_folded_from_everything(
    between: Room, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peer_tui.services import opened as opened_module

    chosen, alone = Random(seed), []
    real = opened_module.followed

    def counted(folded: Group, events: object) -> Group | None:
        group = real(folded, events)  # type: ignore[arg-type]
        alone.append(group is not None)
        return group

    monkeypatch.setattr(opened_module, "followed", counted)
    w, opened = between.workspace, between.opened
    acts = (
        ("moved", ""), ("stuck", "why"), ("drop", "why"), ("not-started", ""), ("owner", "mei"), ("owner", "nobody"),
        ("date", "fri"), ("date", "nm"), ("done-when", "x"), ("snooze", "2w"), ("wake", ""), ("yes", ""), ("undo", ""),
    )  # fmt: skip
    for _ in range(25):
        between.clock.advance(dt.timedelta(seconds=chosen.randrange(2)))
        try:
            following.act(w, opened, step(between, str(chosen.randrange(1, 5))), *chosen.choice(acts))
        except Problem:
            continue
        assert opened.group == on_disk(between)
    assert sum(alone) > 5, "most are folded on alone"


def test_what_another_device_said_meanwhile_is_not_folded_over(between: Room) -> None:
    between.workspace.saver.flush()
    runs = [Workspace(places_in(between.home), between.clock, Settings(), threaded=False) for _ in range(2)]
    first, second = (run.open_groups()[0] for run in runs)
    key = step(between, "4")
    following.mark(runs[0], first, key, Progress.MOVED)
    between.clock.advance(dt.timedelta(hours=1))
    following.assign(runs[1], second, key, "mei")
    runs[1].saver.flush()
    following.mark(runs[0], first, key, Progress.STUCK, "why")
    runs[0].saver.flush()
    again = runs[0].open_groups()[0]
    following.date(runs[0], again, key, "fri")
    assert again.group == on_disk(between)
    assert again.group.person(again.group.steps.steps[key].owner).name == "Mei Tan"  # type: ignore[union-attr]
    for run in runs:
        run.close()


def test_steps_of_a_hidden_meeting_wait_and_come_back_with_what_was_said_of_them(between: Room) -> None:
    w, opened = between.workspace, between.opened
    key = step(between, "2")
    promised = opened.group.steps.steps[key].meeting
    following.mark(w, opened, key, Progress.MOVED)
    w.record(opened, promised, [MeetingDeleted()])
    assert following.every_step(w, [opened]) == []
    with pytest.raises(Problem, match="There is no next step 2"):
        following.find_step(w, "2")
    with pytest.raises(Problem, match="That next step is gone"):
        following.mark(w, opened, key, Progress.DONE)
    w.record(opened, promised, [MeetingRestored()])
    assert line(between, "2").step.progress is Progress.MOVED
    assert on_disk(between) == opened.group


def test_a_step_keeps_its_number_when_others_go(between: Room) -> None:
    w, opened = between.workspace, between.opened
    following.drop(w, opened, step(between, "1"), "no longer ours")
    between.clock.set(START)
    between.open(between.session.id)
    between.all("/next", "/go steps", "> a fifth one", "/end", "/end")
    assert [one.number for one in following.every_step(w, [between.opened])] == ["2", "3", "4", "5"]


def test_carried_a_third_time_it_asks_whether_it_is_still_ours(between: Room) -> None:
    for number in range(3):
        starts = START + dt.timedelta(days=28 * number)
        between.clock.set(starts - dt.timedelta(days=1))
        meeting = between.session.id if not number else planning.plan(between.workspace, between.opened, starts)
        between.clock.set(starts)
        between.open(meeting)
        between.all("/next", "/end", "/end")
    assert line(between, "4").state_words == ("carried 3× · still ours?",)


def test_what_is_done_is_not_late(between: Room) -> None:
    assert line(between, "1").late
    following.mark(between.workspace, between.opened, step(between, "1"), Progress.DONE)
    assert not line(between, "1", everything=True).late
    assert line(between, "1", everything=True).due_words == "was due Fri 18 Oct"


def elsewhere(room: Room, tmp_path: Path) -> Workspace:
    """Another device over the same library."""
    room.workspace.saver.flush()
    where = places(room.workspace.places.library, environ={"PEER_TUI_HOME": str(tmp_path / "other")})
    return Workspace(where, room.clock, Settings(), threaded=False)


def test_nobody_undoes_what_another_device_did(between: Room, tmp_path: Path) -> None:
    other = elsewhere(between, tmp_path)
    following.mark(other, other.open_groups()[0], step(between, "1"), Progress.DONE)
    other.close()
    opened = between.workspace.open_groups()[0]
    assert len(opened.events[""]) > len(between.opened.events[""])
    with pytest.raises(Problem, match="nothing to undo"):
        following.undo(between.workspace, opened)


def test_what_another_device_wrote_since_the_index_is_taken_in_with_the_first_act(
    between: Room, tmp_path: Path
) -> None:
    between.workspace.saver.flush()
    w = Workspace(places_in(between.home), between.clock, Settings(), threaded=False)
    assert w.index.refresh(now_ns=2**62).finished
    opened = w.open_groups()[0]
    assert "" not in opened.events.loaded and opened.group.name == "Harbor Peer Coalition"
    other = elsewhere(between, tmp_path)
    other.record(other.open_groups()[0], "", [GroupRenamed(name="Harbor Peers")])
    other.close()
    following.mark(w, opened, step(between, "1"), Progress.MOVED)
    assert opened.group.name == "Harbor Peers"
    w.close()


def test_what_was_done_between_meetings_is_no_open_step_for_the_search_either(between: Room) -> None:
    w = between.workspace
    w.saver.flush()
    assert w.index.refresh(now_ns=2**62).finished

    def found() -> list[str]:
        return [one.text for one in searching.search(w, "kind:step is:open training").lines]

    assert found() == ["call about training dates"]
    opened = w.open_groups()[0]
    following.mark(w, opened, step(between, "1"), Progress.DONE)
    w.saver.flush()
    assert w.index.refresh(now_ns=2**62).finished
    assert found() == []
    assert [one.number for one in following.every_step(w)] == ["2", "3", "4"]
    again = w.open_groups()[0]
    assert again.group == between.workspace.open_groups()[0].group == on_disk(between)
