"""Two laptops at one programme: what the other wrote is shown; Esc from what was opened leads back; the small tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import ProgrammeStarted, Undone
from peer_tui.services.programmes import filling, rows
from peer_tui.ui.screens.programmes import ProgrammesScreen
from peer_tui.ui.screens.role_play import RolePlayScreen
from peer_tui.ui.screens.small_groups import SmallGroupsScreen
from tests.ui.around import make_workspace
from tests.ui.programme_desk import GOLDEN, NOW, SIZES, Desk


async def test_what_another_window_wrote_is_shown_and_nothing_typed_is_disturbed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    other = make_workspace(tmp_path, NOW)
    theirs = other.open_groups()[0]
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5", "enter", "enter", '"mine')
        question = filling.form_of(desk.run, "core").questions[0].key
        run = desk.run
        filling.answer(other, theirs, run, "core", question, "theirs")
        other.saver.flush(5)
        desk.app.ticker.tick()
        await desk.settle()
        assert desk.screen.answers.is_open and desk.screen.answers.text == "mine"
        await desk.press("escape")
        desk.app.ticker.tick()
        await desk.settle()
        desk.opened = desk.screen.opened
        assert "Somebody else wrote" in desk.text and "two answers" in desk.text
        answer = desk.run.answers["core", question]
        assert {answer.text, *answer.others} == {"mine", "theirs"}
        await desk.press("home", "enter", '" and theirs', "escape")
        assert desk.run.answers["core", question].others == ()
    other.close()


@pytest.mark.parametrize(
    ("programme", "tool", "kind"),
    [("peer-training", "Role play", RolePlayScreen), ("peer-learning", "Small groups", SmallGroupsScreen)],
)
@pytest.mark.parametrize("size", SIZES)
async def test_the_small_tools_open_from_the_programme_and_esc_leads_back(
    tmp_path: Path, size: tuple[int, int], programme: str, tool: str, kind: type
) -> None:
    desk = Desk(tmp_path, programme)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("8", "end", "enter")
        assert isinstance(desk.app.screen, kind)
        await desk.press("escape")
        assert isinstance(desk.app.screen, ProgrammesScreen) and tool in desk.text


async def test_where_a_row_was_said_opens_the_minutes_and_esc_leads_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-training")
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("4", "p", '"2 mar 2026 9:30am', "enter", "enter")
        await desk.hold("issue: interns are not paid")
        (row,) = desk.run.standing_rows("issues")
        assert row.entry
        await desk.press("enter", "6", "enter", "enter", "o")
        assert desk.app.asked[-1][0] == "minutes" and "interns are not paid" in desk.text
        await desk.press("escape")
        assert isinstance(desk.app.screen, ProgrammesScreen) and "Policy issue register" in desk.text


async def test_a_row_that_was_added_here_was_said_nowhere(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-training")
    rows.add_row(desk.workspace, desk.opened, desk.run, "issues", {"title": "wages"})
    async with desk.app.run_test(size=(60, 20), notifications=True) as desk.pilot:
        await desk.press("6", "enter", "enter", "o")
        assert "in no meeting" in desk.text


async def test_a_blank_form_is_written_to_be_printed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Evaluation of the match")
        await desk.press("enter", "l", "1")
        assert "Written, for you only" in desk.text
        (path,) = [one for one in desk.workspace.places.exports.iterdir() if one.is_file()]
        assert "The match was well prepared." in path.read_text()


async def test_open_programme_of_the_app_shows_it_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", "Harbor visits Lakeside", GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        desk.app.go_today()
        await desk.settle()
        desk.app.open_programme(desk.opened, desk.programme, "days")
        await desk.settle()
        assert "What hangs on them" in desk.text and "Harbor visits Lakeside" in desk.text


async def test_a_yes_after_the_programme_was_taken_back_is_a_sentence(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-match", days=GOLDEN)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5", "enter", "t")
        assert "Did it go out as it stands?" in desk.words
        (started,) = [event for event in desk.opened.events[""] if isinstance(event, ProgrammeStarted)]
        desk.workspace.record(desk.opened, "", [Undone(target=started.act or started.id)])
        await desk.press("y")
        assert "not among the group's programmes any more" in desk.words
