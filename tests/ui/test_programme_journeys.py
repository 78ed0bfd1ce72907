"""Four programmes from their first day to their report, with keys alone: two at 80 columns, two at 60."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.ui.programme_desk import Desk


async def start(desk: Desk, programme: str, *answers: str) -> None:
    """From the list of programmes: which one, its name, its days."""
    await desk.press("n")
    await desk.walk_to(programme)
    await desk.press("enter")
    for answer in answers:
        await desk.press(*([f'"{answer}'] if answer else []), "enter")
    while desk.screen.asking.is_open:
        await desk.press("enter")  # a day that is not known yet
    assert "Started: " in desk.text


async def plan(desk: Desk, kind: str, when: str) -> None:
    """A meeting of a kind, opened in Prepare."""
    await desk.press("4")
    await desk.walk_to(kind)
    await desk.press("p", f'"{when}', "enter")
    if "once more" in desk.text:
        await desk.press("enter")
    await desk.press("enter")


async def open_row(desk: Desk, part: str, row: str) -> None:
    """A part by its number, then one of its rows."""
    await desk.press(part)
    await desk.walk_to(row)
    await desk.press("enter")


async def share(desk: Desk, *, reviewed: bool) -> None:
    """The report that is open, from its draft to shared."""
    if reviewed:
        await desk.press("s", '"Wren Aster', "enter", '"2w', "enter", "e", "y", "escape", "y", "y")
    await desk.press("y", "y", "y", "y")
    assert "shared" in desk.text


async def test_a_peer_match_from_its_assignment_to_the_shared_summary(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await start(desk, "Peer match", "Harbor visits Lakeside", "2 mar 2026", "27 apr 2026", "28 apr 2026")
        await desk.press("3", "t")
        await open_row(desk, "5", "25 core questions")
        await desk.press("enter", '"wages and hours', "escape")
        await open_row(desk, "6", "The two teams")
        for name, side in (("Wren Aster", "1"), ("Ines Holm", "2")):
            await desk.press("a", f'"{name}', "enter")
            await desk.walk_to("Team")
            await desk.press("enter", side)
            await desk.walk_to("Role")
            await desk.press("enter", '"resident', "enter", "escape")
        await desk.press("v")
        assert "resident: Wren Aster ↔ Ines Holm" in desk.text
        await desk.press("escape")
        desk.later(days=56)
        await plan(desk, "Match, last day", "27 apr 2026 9:30am")
        await desk.hold(
            "lesson: pay people on time", "> @bo write to the board by 1 may 2026", "learn: [/] listen first"
        )
        await desk.press("enter")
        await open_row(desk, "7", "Match summary report")
        shown = "\n".join(str(option.prompt) for option in desk.screen.rows.options)
        assert "pay people on time" in shown
        await share(desk, reviewed=True)
        assert [one.progress for one in desk.run.reports.values()] == ["shared"]
        await desk.press("1", "end")
        assert "Checking in" in desk.text  # the last stage is what is left


async def test_a_training_from_session_one_to_its_report(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=(60, 20), notifications=True) as desk.pilot:
        await start(desk, "PEER training", "", "2 mar 2026")
        await plan(desk, "Session one", "2 mar 2026 9:30am")
        await desk.hold("issue: interns are not paid", minutes=130)
        await desk.press("enter")
        assert "2 h 10 of 6–8 h" in desk.words
        await open_row(desk, "6", "Policy issue register")
        assert "interns are not paid" in desk.text and "1 incomplete" in desk.words
        await desk.press("enter")
        await desk.walk_to("Who sets it")
        await desk.press("enter", '"the legislature', "enter")
        await open_row(desk, "6", "Workplan")
        await desk.press("a", '"visit the senator', "enter", "escape", "n")
        assert [step.text for step in desk.opened.group.open_steps] == ["visit the senator"]
        await open_row(desk, "5", "Confidence check")
        await desk.press("a", "1", *"33", "end", "enter", "escape")
        assert "too few to show" in desk.words
        await open_row(desk, "7", "What the training came to")
        await desk.press("enter", "enter", '"Three sessions.', "escape")
        await share(desk, reviewed=next(iter(desk.definition.reports)).review)
        assert [one.progress for one in desk.run.reports.values()] == ["shared"]


async def test_a_learning_group_from_its_need_to_its_report(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await start(desk, "Peer learning group")
        await desk.press("1")
        assert "no need statement yet" in desk.text
        await desk.walk_to("1 Need")
        await desk.press("enter")
        assert "Need worksheet" in desk.text  # Enter on the stage leads to what it lacks
        await open_row(desk, "6", "Goals")
        await desk.press("a", '"reach more families', "enter")
        await desk.walk_to("By when")
        await desk.press("enter", "2")
        assert desk.run.standing_rows("goals")[0].texts["by"] == "2026-07-02"
        await open_row(desk, "6", "Measures")
        await desk.press("a", '"families reached', "enter", "a", '"12', "enter")
        await open_row(desk, "6", "Peer learning plan")
        await desk.press("a", '"call the centers', "enter")
        await desk.walk_to("Who")
        await desk.press("enter", '"bo', "enter", "escape", "n")
        await plan(desk, "Learning meeting", "2 mar 2026 9:30am")
        await desk.hold("! we try it for three months")
        await desk.press("enter")
        await open_row(desk, "7", "What the peer learning group came to")
        await desk.press("v")
        assert "call the centers" in desk.text or "families reached" in desk.text or "Peer learning" in desk.text
        await desk.press("escape")
        await share(desk, reviewed=next(iter(desk.definition.reports)).review)


async def test_a_workshop_from_its_menu_to_its_report(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.app.run_test(size=(60, 20), notifications=True) as desk.pilot:
        await start(desk, "Career workshop", "", "2 mar 2026")
        await open_row(desk, "6", "Action menu")
        before = len(desk.run.standing_rows("actions"))
        await desk.press("a", '"ask for a raise', "enter")
        assert len(desk.run.standing_rows("actions")) == before + 1 > 1
        await plan(desk, "Workshop", "2 mar 2026 9:30am")
        await desk.hold("path: first a volunteer, then certified", "my: finish the course", minutes=90)
        await desk.press("enter")
        await open_row(desk, "6", "Pathway steps")
        assert "first a volunteer" in desk.words
        await open_row(desk, "5", "Evaluation")
        await desk.press("a", *"555", "escape", "escape", "escape")
        reports = desk.definition.reports
        await open_row(desk, "7", reports[0].title)
        shown = "\n".join(str(option.prompt) for option in desk.screen.rows.options)
        assert "finish the course" not in shown  # a personal next step stays out of the group's record
        await share(desk, reviewed=reports[0].review)
        assert desk.run.anchors == {} or dt.date(2026, 3, 2) in desk.run.anchors.values()
