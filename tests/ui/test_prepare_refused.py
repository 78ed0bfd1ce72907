"""What Prepare cannot do with the words it was given: it says why, and the words stay to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services import planning
from peer_tui.services.updates import LONGEST, collected
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.prepare import PrepareScreen
from tests.ui.around import Around, at, make_group, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


def beginning(workspace: Workspace) -> tuple[Around, PrepareScreen, OpenGroup]:
    opened = make_group(workspace)
    screen = PrepareScreen(opened, planning.plan(workspace, opened, at(13, "14:00")))
    return Around(workspace, screen), screen, opened


@pytest.mark.parametrize(
    ("keys", "words", "why"),
    [
        (["enter"], "9-3", "minutes cannot be"),
        (["5", "l"], "http://" + "x" * 3000, "A join link is one line"),
    ],
    ids=["minutes", "link"],
)
async def test_words_that_are_refused_stay_in_the_field(
    workspace: Workspace, keys: list[str], words: str, why: str
) -> None:
    app, screen, _ = beginning(workspace)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        field = screen.asking.query_one("Input")
        field.value = words  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        assert screen.asking.is_open and field.value == words  # type: ignore[attr-defined]
        assert why in " ".join(app.text.replace("│", " ").split())
        await pilot.press("escape")
        assert not screen.asking.is_open


async def test_an_answer_too_long_is_kept_as_far_as_it_has_room_when_one_goes_elsewhere(workspace: Workspace) -> None:
    app, screen, _ = beginning(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("2", "i")
        screen.answers.query_one("TextArea").load_text("w" * (LONGEST + 500))  # type: ignore[attr-defined]
        app.go_today()
        await pilot.pause()
        first = screen.opened.group.active_priorities[0]
        kept = collected(first, screen.meeting_id)
        assert kept is not None and kept.text == "w" * LONGEST


async def test_words_that_were_mended_are_taken(workspace: Workspace) -> None:
    app, screen, _ = beginning(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("5", "l")
        field = screen.asking.query_one("Input")
        for words in ("http://" + "x" * 3000, "https://example.org/join"):
            assert screen.asking.is_open, "what was refused before does not refuse what is typed now"
            field.value = words  # type: ignore[attr-defined]
            await pilot.press("enter")
            await pilot.pause()
        assert not screen.asking.is_open and screen.held.link == "https://example.org/join"
        await pilot.press("z")
        assert screen.held.link == "" and "Taken back." in app.text
