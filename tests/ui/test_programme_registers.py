"""Registers on the screen: rows as a table, found, filtered, sorted, filled cell by cell, made next steps, mirrored."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from peer_tui.services.programmes import rows
from tests.ui.programme_desk import GOLDEN, SIZES, Desk

HOSTILE = "[/] [bold]夜 שלום"


async def open_register(desk: Desk, title: str) -> None:
    await desk.press("6")
    await desk.walk_to(title)
    await desk.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_check_70_an_issue_is_added_and_filled_and_says_what_is_missing(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = Desk(tmp_path, "peer-training")
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await open_register(desk, "Policy issue register")
        await desk.press("a", f'"{HOSTILE}', "enter")
        (row,) = desk.run.standing_rows("issues")
        assert row.texts["title"] == HOSTILE and "⚠" in desk.text
        await desk.press("enter", '"people wait six weeks', "ctrl+s")
        await desk.press("enter", "2")  # the area: eligibility, by its digit
        (row,) = desk.run.standing_rows("issues")
        assert "people wait six weeks" in row.texts.values() and "eligibility" in row.texts.values()
        await desk.walk_to("Who sets it")
        await desk.press("enter", '"State legislature', "enter", "enter", '"The Department', "enter")
        assert "who sets it is missing" not in desk.text and "State legislature" in desk.text
        await desk.press("z")
        await desk.walk_to("Who administers it")
        assert "who administers it is missing" in desk.text
        await desk.press("escape")
        table = [line for line in desk.text.split("\n") if line.startswith("│")]
        assert all(cell_len(line) == size[0] for line in table)
        assert "! 1 " in desk.text and "1 row, 1 incomplete" in desk.text


async def test_rows_are_found_filtered_sorted_and_esc_shows_all_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-training")
    for title, area in (("wages", "eligibility"), ("hours", "funds available"), ("buses", "eligibility")):
        rows.add_row(desk.workspace, desk.opened, desk.run, "issues", {"title": title, "area": area})
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await open_register(desk, "Policy issue register")
        assert desk.keys() == ["wages", "hours", "buses"]
        await desk.press("s")
        await desk.walk_to("Issue")
        await desk.press("enter")
        assert desk.keys() == ["buses", "hours", "wages"] and "by Issue" in desk.text
        await desk.press("s", "enter")
        assert desk.keys() == ["wages", "hours", "buses"] and "↓" in desk.text
        await desk.press("f", "1", "2")
        assert desk.keys() == ["wages", "buses"] and "2 of 3 rows" in desk.text
        await desk.press("slash", '"bus')
        assert desk.keys() == ["buses"]
        await desk.press("enter", "escape")
        assert sorted(desk.keys()) == ["buses", "hours", "wages"]
        await desk.press("slash", '"nothing like it', "enter")
        assert "No row fits" in desk.text
        await desk.press("escape", "i")
        assert len(desk.keys()) == 3  # none of them is complete
        await desk.press("i", "home", "x")
        assert len(desk.run.standing_rows("issues")) == 2 and "Removed: " in desk.text
        await desk.press("z")
        assert len(desk.run.standing_rows("issues")) == 3


@pytest.mark.parametrize("size", SIZES)
async def test_check_72_a_plan_row_lacks_who_when_and_measure_and_becomes_a_next_step(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = Desk(tmp_path, "peer-learning")
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await open_register(desk, "Peer learning plan")
        await desk.press("a", '"call the centers', "enter", "enter", '"bo', "enter", "enter", '"2w', "enter")
        assert "no success measure yet" in " ".join(desk.text.split()) and "Bo Chen" in desk.text
        await desk.press("n")
        (step,) = desk.opened.group.open_steps
        assert step.text == "call the centers" and step.due and "z takes it back" in " ".join(desk.text.split())
        await desk.press("n")
        assert "already" in desk.text
        await desk.press("z")
        assert not desk.opened.group.open_steps
        assert "Who" in desk.text and "step" not in desk.run.standing_rows("plan")[0].texts.values()


async def test_check_72_a_goal_is_offered_the_days_of_three_to_six_months(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-learning")
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await open_register(desk, "Goals")
        await desk.press("a", '"reach more families', "enter")
        await desk.walk_to("By when")
        await desk.press("enter")
        assert "three to six months ahead" in desk.text
        assert "2 Jun" in desk.text and "2 Sep" in desk.text and "2 Oct" not in desk.text
        await desk.press("1")
        assert "Tue 2 Jun" in desk.text and "later than" not in desk.text
        await desk.walk_to("By when")
        await desk.press("enter", "ctrl+u", '"2026-11-02', "enter")
        assert "8 months ahead, later than three to six months" in " ".join(desk.text.split())


@pytest.mark.parametrize("size", SIZES)
async def test_check_73_readings_are_drawn_as_a_line_of_bars_also_after_a_restart(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = Desk(tmp_path, "peer-learning")
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await open_register(desk, "Measures")
        await desk.press("a", '"families reached', "enter")
        await desk.press("a", '"12 first count', "enter", "a", '"17', "enter")
        assert "▁█" in desk.text and "first count" in desk.text
        await desk.press("escape")
        assert "▁█" in desk.text
    desk.workspace.close()
    again = desk.reopened()
    async with again.app.run_test(size=size, notifications=True) as again.pilot:
        await open_register(again, "Measures")
        assert "▁█" in again.text and "families reached" in again.text


@pytest.mark.parametrize("size", SIZES)
async def test_check_67_the_mirror_shows_who_has_no_counterpart(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    register = next(one for one in desk.definition.registers if one.mirror)
    assert register.mirror is not None
    sides = (register.mirror.asking, register.mirror.answering)
    for side, name, role in ((0, "Wren Aster", "resident"), (0, "Tomas Berg", "teacher"), (1, "Ines Holm", "teacher")):
        texts = {register.mirror.side: sides[side], register.named_by: name, register.mirror.role: role}
        rows.add_row(desk.workspace, desk.opened, desk.run, register.key, texts)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await open_register(desk, register.title)
        await desk.press("v")
        assert "resident: Wren Aster — no counterpart yet" in desk.text
        assert "teacher: Tomas Berg ↔ Ines Holm" in desk.text
        assert "usually three to ten" in " ".join(desk.text.split())
        await desk.press("escape")
        assert "Wren Aster" in desk.text


async def test_check_71_a_withheld_contributor_is_not_shown_and_not_offered(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-training")
    rows.add_row(desk.workspace, desk.opened, desk.run, "issues",
                 {"title": "wages", "contributor": "Wren Aster", "withheld": "yes"})  # fmt: skip
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await open_register(desk, "Policy issue register")
        assert "Wren" not in desk.text
        await desk.press("enter")
        await desk.walk_to("Contributor ")
        assert "Wren" not in desk.text and "withheld" in desk.text
        await desk.press("enter")
        assert "Wren" not in desk.text and not desk.screen.asking.is_open


async def test_a_choice_is_taken_by_its_first_letter(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-training")
    rows.add_row(desk.workspace, desk.opened, desk.run, "issues", {"title": "wages"})
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await open_register(desk, "Policy issue register")
        await desk.press("enter")
        await desk.walk_to("Policy area")
        await desk.press("enter", "x", "f")
        assert desk.run.standing_rows("issues")[0].texts["area"] == "funds available"
        await desk.walk_to("Status")
        await desk.press("enter", "z", "i", "enter")  # letters walk here, and undo nothing
        assert desk.run.standing_rows("issues")[0].texts["status"] == "issue"
        await desk.press("z")
        assert "status" not in desk.run.standing_rows("issues")[0].texts


@pytest.mark.parametrize("size", SIZES)
async def test_the_words_of_a_row_are_removed_for_good_after_one_yes(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path, "peer-training")
    for title in ("wages at Lakeside", "hours"):
        rows.add_row(desk.workspace, desk.opened, desk.run, "issues", {"title": title})
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await open_register(desk, "Policy issue register")
        await desk.press("delete", "escape")
        assert "wages at Lakeside" in desk.text
        await desk.press("delete", "y")
        assert desk.keys() == ["hours"] and "wages at Lakeside" not in desk.text
        await desk.press("z")
        assert desk.keys() == ["hours"]
    assert not any(b"wages at Lakeside" in path.read_bytes() for path in tmp_path.rglob("*.json"))


async def test_the_rows_that_are_shown_are_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-training")
    for title in ("wages", "hours"):
        rows.add_row(desk.workspace, desk.opened, desk.run, "issues", {"title": title})
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await open_register(desk, "Policy issue register")
        await desk.press("slash", '"wages', "enter", "w", "1")
        assert "Written, for you only" in desk.text
        (path,) = [one for one in desk.workspace.places.exports.iterdir() if one.is_file()]
        assert path.suffix == ".html" and "wages" in path.read_text() and "hours" not in path.read_text()
