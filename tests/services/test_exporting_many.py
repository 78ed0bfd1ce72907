"""Many minutes at once: which, where to, what lists them, and that stopping leaves whole files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.naming import Privacy
from peer_tui.services import deleting, planning
from peer_tui.services.exported import exported
from peer_tui.services.exporting_many import Wanted, export_many, meetings_wanted
from peer_tui.services.keeping import FORMATS, Telling
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.workspace import Workspace
from tests.exchange.test_html import Page
from tests.services.conftest import Room
from tests.services.libraries import invent, opened_at


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dt.datetime]:
    home = tmp_path_factory.mktemp("many")
    return home, invent(home, 2, groups=2, meetings=8)


@pytest.fixture
def library(invented: tuple[Path, dt.datetime]) -> Workspace:
    return opened_at(*invented)


def test_those_that_ended_and_no_other_are_written_a_folder_a_group(library: Workspace, tmp_path: Path) -> None:
    many = export_many(library, Wanted(), Telling("html"), tmp_path / "out")
    ended = [
        held for opened in library.open_groups() for held in opened.group.meetings.values() if held.state == "ended"
    ]
    assert many.written == many.wanted == len(ended) > 4
    files = sorted(path for path in many.folder.rglob("*.html") if path.name != "index.html")
    assert len(files) == len(ended) and {path.parent.parent for path in files} == {many.folder}
    assert many.words == f"Written, for you only: {len(ended)} minutes in {many.folder}"
    assert all(path.stat().st_mode & 0o077 == 0 for path in many.folder.rglob("*"))


def test_the_page_that_lists_them_leads_to_every_one(library: Workspace, tmp_path: Path) -> None:
    many = export_many(library, Wanted(), Telling("html"), tmp_path)
    assert many.index == tmp_path / "index.html"
    page = Page(many.index.read_text())
    assert {(tmp_path / link).is_file() for link in page.links} == {True} and len(page.links) == many.written
    assert "Group a" in page.seen and "Group b" in page.seen and "2024" in page.seen
    markdown = export_many(library, Wanted("Group a"), Telling("md"), tmp_path / "md")
    assert markdown.index is not None and markdown.index.read_text().count("](minutes-2024") == markdown.written


def test_a_deleted_meeting_is_not_written(room: Room, tmp_path: Path) -> None:
    before = meetings_wanted(room.workspace, Wanted())
    opened, held = before[0]
    deleting.delete(room.workspace, opened, held)
    assert [one.id for _, one in meetings_wanted(room.workspace, Wanted())] == [one.id for _, one in before[1:]]


def test_one_group_and_some_days(library: Workspace, tmp_path: Path) -> None:
    every = meetings_wanted(library, Wanted("Group a"))
    days = [held.starts.date() for _, held in every]
    since = Wanted("Group a", since=days[1], until=days[-2])
    assert [held.id for _, held in meetings_wanted(library, since)] == [held.id for _, held in every[1:-1]]
    many = export_many(library, since, Telling("txt"), tmp_path)
    assert {path.parent for path in tmp_path.rglob("*.txt")} == {tmp_path} and many.written == len(every) - 2
    with pytest.raises(Problem):
        meetings_wanted(library, Wanted("no such group"))


def test_written_again_each_takes_its_own_place(library: Workspace, tmp_path: Path) -> None:
    export_many(library, Wanted(), Telling("md"), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    export_many(library, Wanted(), Telling("md"), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    known = {one.path for one in exported(library.places.state)}
    assert {str(path) for path in before} <= known


def test_stopped_in_the_middle_what_was_written_is_whole_and_listed(library: Workspace, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    many = export_many(
        library, Wanted(), Telling("html"), tmp_path,
        lambda done, total: told.append((done, total)), lambda: len(told) > 3,
    )  # fmt: skip
    assert many.stopped and many.written == 3 and many.words.startswith("Stopped; each that was written is whole.")
    assert [done for done, _ in told][:3] == [0, 1, 2] and told[0][1] == many.wanted
    assert many.index is not None and len(Page(many.index.read_text()).links) == 3
    assert all(path.read_text().endswith("</html>\n") for path in tmp_path.rglob("*.html"))


def test_control_c_stops_as_well(library: Workspace, tmp_path: Path) -> None:
    def tell(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    many = export_many(library, Wanted(), Telling("md"), tmp_path, tell)
    assert many.stopped and many.written == 2 and many.index is not None


def test_a_folder_that_cannot_be_written_is_said_and_ends_it(library: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Problem, match="could not be written"):
        export_many(library, Wanted(), Telling("md"), tmp_path / "out")
    with pytest.raises(WrongUse, match="There is no layout"):
        export_many(library, Wanted(), Telling("md", layout="nope"), tmp_path / "other")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_written_for_many(library: Workspace, tmp_path: Path, form: str) -> None:
    many = export_many(library, Wanted("Group b"), Telling(form), tmp_path)
    assert len(list(tmp_path.glob(f"minutes-*.{form}"))) == many.written > 0


def test_roles_only_names_nobody_in_folders_list_and_files(room: Room, tmp_path: Path) -> None:
    opened = planning.new_group(room.workspace, "Marisol's circle", "mapwc", "America/New_York", "Marisol Everly\nBo")
    for group in (opened, room.opened):
        starts = room.clock.now() + dt.timedelta(hours=1)
        planning.plan(room.workspace, group, starts)
    wanted = meetings_wanted(room.workspace, Wanted())
    assert [held.state for _, held in wanted] == ["ended"]
    many = export_many(room.workspace, Wanted(), Telling("html", Privacy.ROLES), tmp_path)
    said = "".join(path.name + path.read_text() for path in tmp_path.rglob("*.html"))
    assert many.written == 1 and "Bo Chen" not in said and "Mei" not in said


def test_removed_words_go_from_the_page_that_lists_them(library: Workspace, tmp_path: Path) -> None:
    from peer_tui.services.cleaning_exports import clean_exports
    from peer_tui.store.removing.needles import Needles

    many = export_many(library, Wanted("Group a"), Telling("html"), tmp_path)
    assert many.index is not None and "Group a" in many.index.read_text()
    group = next(opened.folder for opened in library.open_groups())
    clean_exports(library.places.state, group, (), Needles(["Group a"]), lambda one: None)
    assert "Group a" not in many.index.read_text()


def test_memory_does_not_grow_with_the_meetings(library: Workspace, tmp_path: Path) -> None:
    groups = library.open_groups()
    library.open_groups = lambda: groups  # type: ignore[method-assign]
    for opened, held in meetings_wanted(library, Wanted()):
        opened.events.loaded.pop(held.id)
    before = [set(opened.events.loaded) for opened in groups]
    assert export_many(library, Wanted(), Telling("md"), tmp_path).written > 4
    assert [set(opened.events.loaded) for opened in groups] == before
