"""Take out: what is chosen, what is written, how it is stopped, and that it fits a small terminal."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peer_tui.domain.naming import Audience, Privacy
from peer_tui.services.keeping import FORMATS
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.screens.take_out import TakeOutScreen
from peer_tui.ui.widgets.row_list import RowList
from tests.services.libraries import invent, opened_at
from tests.ui.around import Around


class Out(Around):
    """Begins at the screen."""

    def __init__(self, workspace: Workspace, opened: OpenGroup | None = None) -> None:
        super().__init__(workspace, cast("type[PlaceScreen]", lambda: TakeOutScreen(opened)))

    @property
    def out(self) -> TakeOutScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, TakeOutScreen)
        return screen

    @property
    def flashed(self) -> str:
        return str(self.out.query_one("#flash").visual) if self.out.query_one("#flash").display else ""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("out")
    (home / "now").write_text(str(invent(home, 2, groups=2, meetings=8)))
    return home


@pytest.fixture
def workspace(home: Path) -> Workspace:
    import datetime as dt

    return opened_at(home, dt.datetime.fromisoformat((home / "now").read_text()))


@contextlib.asynccontextmanager
async def shown(
    workspace: Workspace, size: tuple[int, int] = (80, 24), opened: OpenGroup | None = None
) -> AsyncIterator[tuple[Out, Pilot[None]]]:
    app = Out(workspace, opened)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield app, pilot


async def choose(app: Out, pilot: Pilot[None], line: str, key: str) -> None:
    app.out.query_one(RowList).walk_to(line)
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, ChooseOne), app.text
    assert app.screen.query_one(RowList).walk_to(key)
    await pilot.press("enter")
    await pilot.pause()


async def type_(app: Out, pilot: Pilot[None], line: str, words: str) -> None:
    app.out.query_one(RowList).walk_to(line)
    await pilot.press("enter")
    app.out.asking.query_one(Input).value = words
    await pilot.press("enter")
    await pilot.pause()


async def written(app: Out, pilot: Pilot[None]) -> None:
    await pilot.press("w")
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_everything_is_written_with_one_key(workspace: Workspace, tmp_path: Path) -> None:
    async with shown(workspace) as (app, pilot):
        assert "8 meetings that ended." in app.text
        await type_(app, pilot, "folder", str(tmp_path / "all"))
        await written(app, pilot)
        assert app.flashed == f"Written, for you only: 8 minutes in {tmp_path / 'all'}"
        assert len(list((tmp_path / "all").rglob("minutes-*.html"))) == 8
        assert (tmp_path / "all" / "index.html").is_file()


async def test_each_line_changes_what_is_written(workspace: Workspace, tmp_path: Path) -> None:
    group = workspace.open_groups()[0]
    async with shown(workspace, opened=group) as (app, pilot):
        assert "4 meetings that ended." in app.text
        await type_(app, pilot, "folder", str(tmp_path))
        await choose(app, pilot, "format", "md")
        await choose(app, pilot, "for", "public")
        await choose(app, pilot, "names", "3")
        await choose(app, pilot, "layout", "summary")
        assert (app.out.audience, app.out.privacy) == (Audience.PUBLIC, Privacy.ROLES)
        assert "roles only" in app.text and "summary" in app.text
        await written(app, pilot)
        files = sorted(tmp_path.glob("summary-*-public.md"))
        assert len(files) == 4 and not any("Chen" in path.read_text() for path in files)
        await choose(app, pilot, "group", "*")
        assert "8 meetings" in app.text
        await choose(app, pilot, "format", "json")
        assert "the whole record" in app.text


async def test_days_that_are_none_are_a_sentence_and_days_choose(workspace: Workspace) -> None:
    async with shown(workspace) as (app, pilot):
        await type_(app, pilot, "since", "soon")
        assert "is no day" in app.text and app.out.asking.is_open
        await pilot.press("escape")
        await type_(app, pilot, "since", "2031")
        assert "No meeting that ended lies in these days." in app.text
        await pilot.press("w")
        assert "no minutes to write" in app.flashed
        await type_(app, pilot, "since", "2024-02")
        await type_(app, pilot, "until", "2024-02")
        assert 0 < app.out.count < 8


async def test_escape_stops_and_what_was_written_is_whole(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shown(workspace) as (app, pilot):
        await type_(app, pilot, "folder", str(tmp_path))
        from peer_tui.services import exporting_many

        drawn = exporting_many.Read.drawn

        def slow(read: exporting_many.Read) -> object:
            if len(list(tmp_path.rglob("minutes-*"))) == 2:
                app.call_from_thread(app.out.action_back)
            return drawn(read)

        monkeypatch.setattr(exporting_many.Read, "drawn", slow)
        await written(app, pilot)
        assert app.flashed.startswith("Stopped; each that was written is whole. Written, for you only: 3 of 8 minutes")
        assert len(list(tmp_path.rglob("minutes-*.html"))) == 3 and (tmp_path / "index.html").is_file()
        await pilot.press("escape")
        await pilot.pause()
        assert app.asked[-1] == ("today", "")


async def test_what_cannot_be_written_is_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    async with shown(workspace) as (app, pilot):
        await type_(app, pilot, "folder", str(tmp_path / "file"))
        assert "That is a file" in app.text
        await pilot.press("escape")
        await type_(app, pilot, "folder", str(tmp_path / "file" / "below"))
        await written(app, pilot)
        assert "could not be written" in app.flashed and (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_check_06_all_of_it_can_be_reached(workspace: Workspace, size: tuple[int, int]) -> None:
    async with shown(workspace, size) as (app, pilot):
        for name in ("group", "since", "until", "format", "for", "names", "layout", "folder"):
            assert f"│ {name}" in app.text, name
        assert "w write" in app.text and "F1 help" in app.text
        await pilot.press("f1")
        await pilot.pause()
        assert "Write a file for each meeting" in app.text


@pytest.mark.parametrize("form", FORMATS)
async def test_every_format_is_offered(workspace: Workspace, tmp_path: Path, form: str) -> None:
    group = workspace.open_groups()[0]
    async with shown(workspace, opened=group) as (app, pilot):
        await type_(app, pilot, "folder", str(tmp_path))
        await type_(app, pilot, "since", "2024-03")
        await choose(app, pilot, "format", form)
        await written(app, pilot)
        assert len(list(tmp_path.glob(f"*.{form}"))) >= app.out.count > 0
