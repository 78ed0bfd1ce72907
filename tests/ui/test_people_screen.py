"""People: the list, one person, lists pasted in, merging, criteria, forgetting; at 80 and at 60 columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from peer_tui.domain.events import PersonForgotten, Status
from peer_tui.services import people
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.people import PeopleScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words

SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path, at(1, "12:00", 10))
    opened = make_group(made)
    hold(made, opened, 9, 10, ["+ana ruiz", "+bo", *LAST_TIME])
    set_clock(made, at(16, "12:00", 10))
    return made


def group_of(workspace: Workspace) -> OpenGroup:
    return workspace.open_groups()[0]


def app_of(workspace: Workspace) -> tuple[Around, OpenGroup]:
    opened = group_of(workspace)
    return Around(workspace, PeopleScreen(opened)), opened


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_check_35_everybody_by_standing_with_columns_that_stay_aligned(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    app, _ = app_of(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        rows = [line for line in app.text.split("\n") if line.startswith("│")]
        assert len({cell_len(line) for line in rows}) == 1 and all(cell_len(line) == size[0] for line in rows)
        assert "Confirmed members 6" in app.text and "林小雨  @rain" in app.text
        assert ("1 of last 1, last 9 Oct" if size[0] == 80 else "1/1") in app.text
        await pilot.press("slash")
        await type_words(pilot, "rain")
        await pilot.press("enter")
        await settle(pilot)
        assert "林小雨" in app.text and "Bo Chen" not in app.text
        await pilot.press("escape")
        await settle(pilot)
        assert "Bo Chen" in app.text
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_a_person_is_added_changed_and_taken_back(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await type_words(pilot, "bo chen")
        assert "Somebody called Bo Chen is here" in app.text
        for _ in range(7):
            await pilot.press("backspace")
        await type_words(pilot, "[/] Noor")
        await pilot.press("enter")
        await settle(pilot)
        assert "[/] Noor is added." in app.text
        await pilot.press("s")
        await settle(pilot)
        noor = next(one for one in opened.group.everybody if one.name == "[/] Noor")
        assert noor.status is Status.EMAIL_LIST and "[/] Noor: e-mail list." in app.text
        await pilot.press("z")
        await settle(pilot)
        assert opened.group.people[noor.id].status is Status.MEMBER
        await pilot.press("enter", "down", "down", "enter")
        await type_words(pilot, "she/her")
        await pilot.press("enter")
        await settle(pilot)
        assert opened.group.people[noor.id].pronouns == "she/her" and "Pronouns          she/her" in app.text
        await pilot.press("z", "z", "z")
        await settle(pilot)
        assert noor.id not in opened.group.people and "Noor" not in app.text.split("Taken back")[0]


async def test_the_private_note_is_shown_only_when_it_is_asked_for(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    bo = next(one for one in opened.group.everybody if one.name == "Bo Chen")
    people.change(workspace, opened, bo.id, note="prefers a call", contact="bo@example.org")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("down", "down")
        await settle(pilot)
        assert "bo@example.org" in app.text and "prefers a call" not in app.text
        await pilot.press("enter")
        await settle(pilot)
        assert "prefers a call" not in app.text and "there is one: n shows it" in app.text
        await pilot.press("n")
        await settle(pilot)
        assert "prefers a call" in app.text


async def test_check_30_a_pasted_chat_asks_only_about_the_new_ones(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    before = len(opened.group.everybody)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("p")
        app.screen.query_one("SeveralLines").load_text(  # type: ignore[attr-defined]
            "14:02:11 From Bo Chen to Everyone: hello\n14:02:12 From Kim Low to Everyone: secret words\n"
            "14:02:13 From Ana to Everyone: hi\n"
        )
        await settle(pilot)
        assert "Zoom chat: 1 in the group already · 2 to ask about" in app.text
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        screen.query_one("PasteField").action_complete()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "Kim Low" in app.text and "add: confirmed member" in app.text and "secret" not in app.text
        assert "leave out?" in app.text and len(opened.group.everybody) == before
        await pilot.press("4", "6", "y")
        await settle(pilot)
        assert "1 added." in app.text
    added = [one for one in opened.group.everybody if one.name == "Kim Low"]
    assert [one.status for one in added] == [Status.GUEST] and len(opened.group.everybody) == before + 1


async def test_leaving_the_questions_writes_nothing(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    before = opened.group.people
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("p")
        await type_words(pilot, "Kim Low")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert "Kim Low" in app.text
        await pilot.press("escape")
        await settle(pilot)
        assert "Kim Low" not in app.text
    assert opened.group.people == before


async def test_two_records_become_one_after_it_was_said_what_happens(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    people.add(workspace, opened, "Bo Chen", pronouns="he/him", status=Status.GUEST)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert app.text.count("same name twice") == 2
        await pilot.press("down", "down", "m", "1")
        await settle(pilot)
        assert "Two people called Bo Chen become one." in app.text and "Pronouns: he/him" in app.text
        await pilot.press("y")
        await settle(pilot)
        assert "Bo Chen is one person now." in app.text
        assert [one.name for one in opened.group.everybody].count("Bo Chen") == 1
        await pilot.press("z")
        await settle(pilot)
        assert [one.name for one in opened.group.everybody].count("Bo Chen") == 2


async def test_criteria_are_written_ticked_and_never_decide(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    noor, _ = people.add(workspace, opened, "Noor", status=Status.APPLICANT)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("c", "a")
        await type_words(pilot, "works in peer support")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("escape", "home", "enter", "c")
        await settle(pilot)
        assert "[ ] works in peer support" in app.text
        await pilot.press("space")
        await settle(pilot)
        assert "[x] works in peer support" in app.text and "1/1 criteria" in app.text
        assert opened.group.people[noor].status is Status.APPLICANT
        await pilot.press("y", "y")
        await settle(pilot)
        assert opened.group.people[noor].status is Status.MEMBER


async def test_a_yes_about_somebody_who_was_forgotten_meanwhile_is_a_sentence(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    noor, _ = people.add(workspace, opened, "Noor", status=Status.APPLICANT)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("home", "enter", "c", "y")
        await settle(pilot)
        assert "Confirm Noor as a member?" in app.text
        workspace.record(opened, "", [PersonForgotten(person=noor)])
        await pilot.press("y")
        await settle(pilot)
        assert "Nobody of the group is that person any more. Nothing was changed." in app.text


async def test_attendance_over_time_leads_to_the_minutes(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("enter", "end", "enter")
        await settle(pilot)
        assert "at 1 of the last 1 meetings" in app.text and "there" in app.text
        await pilot.press("enter")
        await settle(pilot)
        assert app.asked[-1] == ("minutes", next(iter(opened.group.meetings)))


async def test_check_60_forgetting_lists_every_line_and_says_what_was_done(workspace: Workspace) -> None:
    opened = group_of(workspace)
    hold(workspace, opened, 18, 10, ["Bo told us about the library", "! Bo Chen speaks for us"])
    set_clock(workspace, at(6, "12:00"))
    app, opened = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "x")
        await settle(pilot)
        assert "Forget Bo Chen: 2 lines hold a word of the name" in app.text
        assert "Bo told us about the library" in app.text and app.text.count("answer?") == 2
        await pilot.press("r")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert "1 line is not answered" in app.text
        await pilot.press("n", "k", "y", "y")
        for _ in range(6):
            await pilot.pause()
        assert "Lines with a word of the name: 1 replaced, 1 kept, 0 unanswered." in " ".join(
            app.text.replace("│", " ").split()
        )
        await pilot.press("escape")
        await settle(pilot)
        assert "Bo Chen" not in app.text
    texts = [entry.filed.text for held in opened.group.meetings for entry in opened.meeting(held).lines(None)]
    assert "a member told us about the library" in texts and "Bo Chen speaks for us" in texts


async def test_tab_turns_to_the_next_group(workspace: Workspace) -> None:
    from peer_tui.services import planning

    planning.new_group(workspace, "Zebra Circle", "mapwc", "UTC", "Zora")
    app, _ = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert "People · Zebra Circle" in app.text and "Zora" in app.text and "Bo Chen" not in app.text


async def test_hostile_names_are_drawn_as_they_are_and_steer_nothing(workspace: Workspace) -> None:
    app, opened = app_of(workspace)
    for name in ("[bold]x[/]", "a\u202eb", "x" * 200, "שלום", "🎉 Zed"):
        people.add(workspace, opened, name, organisation="[/]" * 30, contact="\x1b[2J@x")
    people.add(workspace, opened, "lone \ud800")
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settle(pilot)
        for _ in range(14):
            await pilot.press("down")
        await settle(pilot)
        assert "\x1b" not in app.text and "\u202e" not in app.text
        await pilot.press("enter", "m", "escape", "escape", "c", "escape", "x")
        await settle(pilot)
        assert "Forget" in app.text


async def test_a_changed_name_and_the_old_one_forgotten(workspace: Workspace) -> None:
    opened = group_of(workspace)
    hold(workspace, opened, 18, 10, ["Bo Chen told us about the library"])
    app, opened = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "enter", "enter")
        for _ in range(7):
            await pilot.press("backspace")
        await type_words(pilot, "Bea Chen")
        await pilot.press("enter")
        await settle(pilot)
        assert "Bea Chen from now on, in old minutes too. o: forget the earlier name." in app.text
        await pilot.press("o")
        await settle(pilot)
        assert "Forget “Bo Chen”: 1 line holds a word of it" in app.text
        assert "replaced: Bea Chen told us about the library" in app.text
        await pilot.press("r", "y", "y")
        for _ in range(6):
            await pilot.pause()
        assert "The earlier name is forgotten" in app.text
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("o")
        await settle(pilot)
        assert "is known here by no other name" in app.text
