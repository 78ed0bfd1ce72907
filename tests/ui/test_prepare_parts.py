"""Prepare, part by part: updates asked for and collected, topics, roles and rotas, the agenda out."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from peer_tui.domain.events import MeetingId, PersonChanged
from peer_tui.services import planning, rota
from peer_tui.services.choosing import choose
from peer_tui.services.founding import new_group
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.prepare import PARTS, PrepareScreen
from peer_tui.ui.widgets.answer_field import AnswerField
from tests.services.libraries import add_topic
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words

LINK = "https://zoom.example/j/987"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


def ready(workspace: Workspace) -> tuple[Around, OpenGroup, MeetingId]:
    """Last month's meeting was held; the next one, of 13 November, is prepared on the 6th."""
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, [*LAST_TIME, "/place 1 next agenda"])
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    set_clock(workspace, at(6, "12:00"))
    return Around(workspace, PrepareScreen(opened, meeting)), opened, meeting


def shown(app: Around) -> str:
    """What is on the screen as one line of words, without the borders."""
    return " ".join(app.text.replace("│", " ").split())


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def on_disk(workspace: Workspace, opened: OpenGroup) -> OpenGroup:
    return workspace.open_group(opened.folder)


def last_copy(workspace: Workspace) -> str:
    return (workspace.places.exports / "last-copy.txt").read_text()


# --- updates ------------------------------------------------------------------------------------------------------


async def test_one_key_copies_the_message_to_each_lead(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)
    people = {person.name: person.id for person in opened.group.everybody}
    training = opened.group.active_priorities[1]
    planning.change_priority(workspace, opened, training.id, "Training", people["Bo Chen"], active=True)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "2")
        assert "0 of 2 collected · 2 not asked yet · answers by Mon 11 Nov" in shown(app)
        await press(pilot, "k")
        await pilot.pause(0.3)
        assert "Hello Ana Ruiz," in last_copy(workspace) and "by Mon 11 Nov" in last_copy(workspace)
        assert "The message to Ana R." in shown(app) and "asked, no answer yet" in shown(app)
        await press(pilot, "k")
        await pilot.pause(0.3)
        assert "Hello Bo Chen," in last_copy(workspace), "the selection went on to whoever was not asked"
        assert "everybody with a lead was asked" in shown(app)
        await press(pilot, "z")
        assert "1 asked, no answer yet · 1 not asked yet" in shown(app)
    assert len(on_disk(workspace, opened).group.meetings[meeting].asked) == 1


async def test_mail_drafts_are_written_to_those_not_asked_yet(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "2", "m")
        assert "1 mail draft, for you only, in" in shown(app) and "1 without an address" in shown(app)
        assert len(list(workspace.places.exports.glob("update-2024-11-13-1400-*.eml"))) == 1
    assert len(on_disk(workspace, opened).group.meetings[meeting].asked) == 1


@pytest.mark.parametrize("ending", [("enter", "enter"), ("escape",), ("ctrl+s",)])
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_an_answer_of_several_lines_is_kept_whichever_way_the_field_is_left(
    workspace: Workspace, ending: tuple[str, ...], size: tuple[int, int]
) -> None:
    app, opened, meeting = ready(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "enter")
        area = app.screen.query_one(TextArea)
        assert area.has_focus and area.region.bottom <= size[1] - 1
        area.insert("Hearing moved to January.\n\nWe need two speakers.")
        await press(pilot, *ending)
        assert not app.screen.query_one(AnswerField).is_open
        assert "update: Hearing moved to January. We need two speakers." in shown(app)
        assert "1 of 2 collected" in shown(app)
        await press(pilot, "h")
        assert "We need two speakers." in shown(app)
        await press(pilot, "escape")
    (update,) = on_disk(workspace, opened).group.active_priorities[0].updates
    assert (update.text, update.meeting) == ("Hearing moved to January.\n\nWe need two speakers.", meeting)


async def test_leaving_the_program_keeps_what_stands_in_the_field(workspace: Workspace) -> None:
    app, opened, _ = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "2", "enter")
        app.screen.query_one(TextArea).insert("half an answer")
        await press(pilot, "ctrl+q")
    assert on_disk(workspace, opened).group.active_priorities[0].updates[0].text == "half an answer"


async def test_an_answer_that_is_too_long_stays_in_the_field(workspace: Workspace) -> None:
    app, opened, _ = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "2", "enter")
        app.screen.query_one(TextArea).load_text("x" * 20_001)
        await press(pilot, "ctrl+s")
        assert app.screen.query_one(AnswerField).is_open
        assert "more than an update has room for" in shown(app)
    assert on_disk(workspace, opened).group.active_priorities[0].updates == ()


async def test_who_leads_nothing_cannot_be_asked(workspace: Workspace) -> None:
    app, _, _ = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "2", "down", "k")
        assert "Nobody leads this priority yet: e and @ a name give it a lead" in shown(app)


# --- topics -------------------------------------------------------------------------------------------------------


async def test_opening_prepare_takes_in_what_came_up_since(workspace: Workspace) -> None:
    opened = make_group(workspace)
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    hold(workspace, opened, 9, 10, [*LAST_TIME, "/place 1 next agenda"])
    set_clock(workspace, at(6, "12:00"))
    app = Around(workspace, PrepareScreen(opened, meeting))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "came up since this meeting was planned: 3 shows the topics." in shown(app)
        await press(pilot, "3")
        assert "pay equity survey · carried from Wed 9 Oct 2024" in shown(app)
        await press(pilot, "r")
        assert "Off this agenda; it stays parked" in shown(app)
    again = Around(workspace, PrepareScreen(on_disk(workspace, opened), meeting))
    async with again.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "3")
        assert "pay equity survey" not in again.text, "what was taken off stays off"


async def test_topics_are_worded_nested_timed_ordered_and_all_of_it_taken_back(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)

    def topics() -> list[tuple[str, int, bool]]:
        told = on_disk(workspace, opened).meeting(meeting).topics
        return [(topic.text, topic.minutes, topic.under is not None) for topic in told]

    before = topics()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "3", "a")
        await type_words(pilot, "Story bank #legis 10 min")
        assert "Story bank · 10 min · under Legislation" in shown(app)
        await press(pilot, "enter")
        assert topics()[-1] == ("Story bank", 10, True)
        assert "Under Legislation" in shown(app)
        await press(pilot, "home", "down", "e")
        await type_words(pilot, " once more")
        await press(pilot, "enter")
        words = [text for text, _, _ in topics()]
        assert words[0] == f"{before[0][0]} once more"
        await press(pilot, "plus", "plus", "minus")
        assert topics()[0][1] == 1 and "Topics: 1 of 13 min" in shown(app)
        await press(pilot, "d")
        assert [text for text, _, _ in topics()][:2] == [words[1], words[0]]
        await press(pilot, "t")
        assert "Told under Legislation · t goes on" in shown(app)
        await press(pilot, "t", "t")
        assert "Told among the current topics" in shown(app)
        for _ in range(9):
            await press(pilot, "z")
        assert topics() == before
        await press(pilot, "z")
        assert "Nothing was changed here yet." in shown(app)


async def test_too_many_minutes_for_the_block_are_said(workspace: Workspace) -> None:
    app, _, _ = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "3", "a")
        await type_words(pilot, "Retreat 25 min")
        await press(pilot, "enter")
        assert "Topics: 25 of 13 min, 12 min too many" in shown(app)


# --- roles --------------------------------------------------------------------------------------------------------


async def test_a_rota_is_set_and_its_turns_are_given_passed_on_and_swapped(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)
    people = {person.name: person.id for person in opened.group.everybody}
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "4", "e")
        await type_words(pilot, "bo, mei, ana s")
        assert "Bo → Mei → Ana S." in shown(app)
        await press(pilot, "enter")
        assert "Facilitator Bo? next on the rota" in shown(app)
        await press(pilot, "s")
        assert "Bo passes it on: now Mei" in shown(app) and "Passed on this time: Bo" in shown(app)
        await press(pilot, "z", "x")
        await type_words(pilot, "ana s")
        await press(pilot, "enter")
        assert "Rota: Ana S. → Mei → Bo" in shown(app)
        await press(pilot, "y")
        assert "Facilitator Ana S." in shown(app)
        await press(pilot, "down", "e")
        await type_words(pilot, "ana")
        assert "“ana” is Ana Ruiz or Ana Sousa: write more of the name." in shown(app)
        await press(pilot, "escape", "enter")
        await type_words(pilot, "rain")
        await press(pilot, "enter", "down", "s")
        assert "There is no rota for the timekeeper" in shown(app)
    group = on_disk(workspace, opened).group
    assert dict(group.meetings[meeting].roles) == {"facilitator": people["Ana Sousa"], "scribe": people["林小雨"]}
    assert rota.rota_of(group, "facilitator") == (people["Ana Sousa"], people["Mei Tan"], people["Bo Chen"])


# --- the agenda out -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_check_44_the_members_copy_holds_the_link_and_the_other_does_not(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    app, opened, meeting = ready(workspace)
    choose(workspace, opened, "link", LINK)
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "5")
        assert shown(app).count("to go out by Mon 11 Nov") == 2
        await press(pilot, "c")
        await pilot.pause(0.3)
        assert LINK in last_copy(workspace) and "went out" in shown(app)
        await press(pilot, "down", "c")
        await pilot.pause(0.3)
        assert LINK not in last_copy(workspace) and "The link goes to confirmed members." in last_copy(workspace)
        await press(pilot, "enter")
        assert "To: E-mail list and public, without it" in shown(app)
        await press(pilot, "escape", "w")
        assert "as one page to print, for you only:" in shown(app)
        await press(pilot, "i")
        assert "The invitation as a calendar file" in shown(app)
        await press(pilot, "1", "plus", "5")
        assert shown(app).count("went out, changed since") == 2
    assert on_disk(workspace, opened).group.meetings[meeting].sent == ("members", "public")
    page = workspace.places.exports / "agenda-2024-11-13-1400-public.html"
    assert LINK not in page.read_text()
    assert LINK not in (workspace.places.exports / "meeting-2024-11-13-public.ics").read_text().replace("\n ", "")


async def test_the_chat_gets_it_in_pieces(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)
    for number in range(20):
        add_topic(workspace, opened, meeting, f"topic {number} of a long list of things to talk about today")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "5", "y")
        await pilot.pause(0.3)
        assert "piece 1 of 2" in shown(app) and last_copy(workspace).startswith("(1/2) ")
        await press(pilot, "y")
        await pilot.pause(0.3)
        assert last_copy(workspace).startswith("(2/2) ")


async def test_the_list_of_what_ought_to_be_there_leads_to_it(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "5", "l")
        await type_words(pilot, "https://own.example/1")
        await press(pilot, "enter")
        assert "✓ Join link https://own.example/1" in shown(app)
        await press(pilot, "down", "down", "down", "enter")
        assert "Priorities of Harbor Peer Coalition" in shown(app)
        await press(pilot, "5", "end", "up", "up", "enter")
        assert "Roles at" in shown(app)
    assert on_disk(workspace, opened).group.meetings[meeting].link == "https://own.example/1"


async def test_the_recording_notice_is_shown_with_the_welcome(workspace: Workspace) -> None:
    app, opened, _ = ready(workspace)
    choose(workspace, opened, "recording", "We record this.")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "Say: “We record this. Hello and welcome" in shown(app)
        await press(pilot, "5")
        assert "✓ Recording We record this." in shown(app)


# --- the screen itself --------------------------------------------------------------------------------------------


async def test_p_goes_to_the_people_of_the_group(workspace: Workspace) -> None:
    app, opened, _ = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "p")
        await pilot.pause()
        assert type(app.screen).__name__ == "PeopleScreen"
        assert app.screen.opened is opened  # type: ignore[attr-defined]


async def test_a_say_line_is_changed_and_taken_away(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "down", "s")
        app.screen.asking.query_one("Input").value = "  Welcome,\tall.  "  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert "Say: “Welcome, all.”" in shown(app)
        assert on_disk(workspace, opened).meeting(meeting).blocks[1].say == "Welcome, all."
        await press(pilot, "z")
        assert on_disk(workspace, opened).meeting(meeting).blocks == opened.group.blocks


async def test_f1_shows_the_keys_of_the_part_first_and_every_key_does_something_in_some_part(
    workspace: Workspace,
) -> None:
    app, _, _ = ready(workspace)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        for number, part in enumerate(PARTS, start=1):
            await press(pilot, str(number), "f1")
            lines = [line for line in app.text.splitlines() if part.ACTS[0].help[:20] in line]
            assert f"Keys · Prepare · {part.word}" in app.text and lines
            await press(pilot, "escape")
        for act in PrepareScreen.ACTS:
            assert act.help, act
        assert len({key for act in PrepareScreen.ACTS for key in act.keys.split(",")}) == sum(
            len(act.keys.split(",")) for act in PrepareScreen.ACTS
        ), "no key stands for two acts"
        await press(pilot, "1", "x")
        assert "Roles: Two people on the rota take each other's places." in shown(app)


async def test_on_a_wide_screen_a_row_stays_one_row(workspace: Workspace) -> None:
    app, _, _ = ready(workspace)
    async with app.run_test(size=(160, 30), notifications=True) as pilot:
        await pilot.pause()
        rows = [line for line in app.text.splitlines() if "min" in line and line.startswith("│")]
        assert len(rows) == 7 and all(len(line.rstrip()) <= 110 for line in rows)
        assert rows[0].rstrip(" │").endswith("3–5 min")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_check_06_every_part_shows_its_rows_and_keys(workspace: Workspace, size: tuple[int, int]) -> None:
    app, _, _ = ready(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        for number in range(1, 6):
            await press(pilot, str(number))
            assert "F1" in app.text.splitlines()[-1] or "F1" in app.text.splitlines()[-2]
            assert app.screen.rows.size.height >= 3  # type: ignore[attr-defined]
            names = app.text.splitlines()[1 if size[1] < 24 else 2]
            assert all(word in names for word in ("Agenda", "Priorities", "Topics", "Roles", "Send")), names


async def test_check_28_hostile_words_in_a_say_line_a_rota_and_an_answer(workspace: Workspace) -> None:
    app, opened, meeting = ready(workspace)
    hostile = "[/] [bold]x[/] \x1b[31m‮ 林 😀"
    person = opened.group.everybody[2]
    body = PersonChanged(person=person.id, name=hostile, contact=hostile)
    workspace.record(opened, "", [body])
    rota.set_rota(workspace, opened, "facilitator", [person.id])
    choose(workspace, opened, "recording", hostile)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for keys in (("1",), ("2", "h", "escape"), ("3",), ("4",), ("5", "enter", "escape")):
            await press(pilot, *keys)
            assert "\x1b" not in app.text and "‮" not in app.text
        await press(pilot, "4")
        assert "[/] [bold]x[/]" in shown(app)
        await press(pilot, "y")
    assert on_disk(workspace, opened).group.meetings[meeting].roles["facilitator"] == person.id


async def test_without_people_priorities_or_topics_every_key_is_safe(workspace: Workspace) -> None:
    opened = new_group(workspace, "Empty", "blank", "America/New_York")
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    app = Around(workspace, PrepareScreen(opened, meeting))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for number in range(1, 6):
            for act in PARTS[number - 1].ACTS:
                await press(pilot, str(number), act.keys.partition(",")[0], "escape")
                if not isinstance(app.screen, PrepareScreen):
                    # Esc went back to Today: the act had nothing to ask.
                    app.open_prepare(opened, meeting)
                    await pilot.pause()
                    await pilot.pause()
        assert isinstance(app.screen, PrepareScreen)
