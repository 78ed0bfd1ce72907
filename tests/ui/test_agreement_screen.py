"""Agreement: lines and proposals, history, who has not seen it, starters, the view fit to be shared."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from peer_tui.domain.events import AgreementAdopted, AgreementProposed, Side
from peer_tui.services import agreement, founding
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.agreement import AgreementScreen
from peer_tui.ui.screens.show_agreement import ShowAgreementScreen
from tests.ui.around import Around, at, hold, make_group, make_workspace, set_clock, type_words
from tests.ui.conftest import Desk

LINES = [(Side.COMFORT, "Pass at any time"), (Side.DISCOMFORT, "Anyone may ask for a pause")]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    made = make_group(workspace)
    founding.adopt_first_agreement(workspace, made, LINES)
    hold(workspace, made, 9, 10, ["+ana ruiz", "+bo", "comfort: Names and pronouns people give", "/adopt"])
    set_clock(workspace, at(6, "12:00"))
    return made


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_is_agreed_when_it_changed_and_who_has_not_seen_it(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app = Around(workspace, AgreementScreen(opened))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        assert "Version 2, adopted Wed 9 Oct 2024" in app.text and "1 Pass at any time" in app.text
        said = " ".join(app.text.split())
        assert "Changed Wed 9 Oct 2024: + Names and pronouns people give" in said
        assert "people have not seen this version" in said
        await pilot.press("n")
        await settle(pilot)
        assert "Have not seen version 2" in app.text and "Mei Tan" in app.text
        await pilot.press("y", "y")
        await settle(pilot)
        assert "Everybody has seen it." in app.text


async def test_a_line_is_proposed_reworded_retired_and_taken_back(workspace: Workspace, opened: OpenGroup) -> None:
    app = Around(workspace, AgreementScreen(opened))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("a", "tab")
        await type_words(pilot, "say ouch")
        assert "uncomfortable (Tab: comfort)" in app.text and "waits for the group's consent" in app.text
        await pilot.press("enter")
        await settle(pilot)
        assert [item.side for item in opened.group.agreement.changes] == [Side.DISCOMFORT]
        assert "say ouch" in app.text and "1 proposed" in app.text
        await pilot.press("home", "enter")
        for _ in range(4):
            await pilot.press("backspace")
        await type_words(pilot, "day")
        await pilot.press("enter")
        await settle(pilot)
        assert "new wording proposed" in app.text and "→ Pass at any day" in app.text
        await pilot.press("w")
        await settle(pilot)
        assert "→" not in app.text
        await pilot.press("r")
        await settle(pilot)
        assert "to be retired" in app.text and opened.group.agreement.version == 2
        await pilot.press("z")
        await settle(pilot)
        assert "to be retired" not in app.text and len(opened.group.agreement.changes) == 1


async def test_check_37_the_history_is_read_version_by_version(workspace: Workspace, opened: OpenGroup) -> None:
    app = Around(workspace, AgreementScreen(opened))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("h")
        await settle(pilot)
        assert "Wed 9 Oct 2024  v2 adopted" in app.text and "Harbor Peer Coalition" in app.text
        assert "between meetings" in app.text and "+ Names and pronouns people give" in app.text
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "Version 1, adopted Tue 1 Oct 2024" in app.text


async def test_starters_are_off_until_they_are_chosen(workspace: Workspace) -> None:
    fresh = make_group(workspace)
    app = Around(workspace, AgreementScreen(fresh))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "No agreement yet" in app.text
        await pilot.press("b")
        await settle(pilot)
        assert "0 of 15 chosen" in app.text and "[x]" not in app.text
        await pilot.press("y")
        await settle(pilot)
        assert "No line was chosen" in app.text and not fresh.group.agreement.items
        await pilot.press("space", "down", "space", "y")
        await settle(pilot)
        assert "2 lines proposed." in app.text and fresh.group.agreement.version == 0
        await pilot.press("b", "space", "v", "y")
        await settle(pilot)
        assert fresh.group.agreement.version == 1
        assert len(fresh.group.agreement.changes) == 2 and len(fresh.group.agreement.lines(Side.COMFORT)) == 1


async def test_it_is_written_to_a_file_as_it_stood_on_a_day(workspace: Workspace, opened: OpenGroup) -> None:
    app = Around(workspace, AgreementScreen(opened))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("e", "1")
        await type_words(pilot, "5 oct")
        assert "Version 1, adopted Tue 1 Oct 2024" in app.text
        await pilot.press("enter")
        await settle(pilot)
        assert "Written:" in app.text
    (path,) = workspace.places.exports.glob("agreement-*.txt")
    assert path.name == "agreement-2024-10-05.txt" and "Names and pronouns" not in path.read_text()


# --- alone, to be shared -----------------------------------------------------------------------------------------


async def test_check_38_the_agreement_alone_is_readable_at_60_columns_and_names_nobody(
    workspace: Workspace, opened: OpenGroup
) -> None:
    long = "Use the names and pronouns people give, and ask when you are not sure what somebody would like to be called"
    agreement.propose(workspace, opened, [(Side.COMFORT, long)])
    app = Around(workspace, AgreementScreen(opened))
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        assert isinstance(app.screen, ShowAgreementScreen)
        seen = app.text
        await pilot.press("end")
        await settle(pilot)
        seen += app.text
        words = " ".join(seen.split())
        assert "Comfort / Discomfort Agreement" in words and "Pass at any time" in words
        assert "what somebody would like to be called" in words and "…" not in words
        assert all(cell_len(line) <= 60 for line in seen.split("\n"))
        rows = [line.rstrip() for line in seen.split("\n")]
        first = next(place for place, line in enumerate(rows) if line.startswith("  ? Use the names"))
        assert rows[first + 1].startswith("    ") and not rows[first + 1].startswith("     ")
        for person in opened.group.everybody:
            assert person.name not in seen and person.name.split()[0] not in seen
        for word in ("propose by", "object", "note", "here", "present", "saved", "F1", "Harbor"):
            assert word not in seen
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, AgreementScreen)


async def test_check_38_it_is_shown_alone_from_a_live_meeting(desk: Desk) -> None:
    founding.adopt_first_agreement(desk.workspace, desk.opened, LINES)
    async with desk.sit((60, 20)) as pilot:
        await desk.enter("/next", "+ana", "comfort: [/] chat replies count as speaking")
        await desk.enter("/show agreement")
        await settle(pilot)
        assert isinstance(desk.app.screen, ShowAgreementScreen)
        seen = desk.screen()
        assert "Anyone may ask for a pause" in seen and "[/] chat replies count as speaking" in seen
        assert "Ana" not in seen and "here" not in seen
        await pilot.press("escape")
        await settle(pilot)
        await desk.enter("still here", "/show me")
        assert "Only the agreement can be shown alone" in desk.screen()
        assert [entry.filed.text for entry in desk.session.meeting.lines(None)] == ["still here"]


async def test_hostile_lines_of_another_device_are_drawn_as_they_are(workspace: Workspace, opened: OpenGroup) -> None:
    texts = ("[/] [bold]x", "a\x1b[2Jb\x00", "\u202eabc", "x" * 10_000, "lone \ud800", "שלום 林 🎉", "")
    bodies = [AgreementProposed(item=f"i{n}", side=Side.COMFORT, text=text) for n, text in enumerate(texts)]
    items = tuple(f"i{n}" for n in range(len(texts)))
    workspace.record(opened, "", [*bodies, AgreementAdopted(version=3, items=items)])
    app = Around(workspace, AgreementScreen(opened))
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settle(pilot)
        assert "[/] [bold]x" in app.text
        for keys in (
            ("down",) * 5,
            ("h", "enter", "escape", "escape"),
            ("s", "end", "escape"),
            ("b", "escape"),
            ("n", "escape"),
        ):
            await pilot.press(*keys)
            await settle(pilot)
            assert "\x1b" not in app.text and "\u202e" not in app.text
        assert "Version 3" in app.text
