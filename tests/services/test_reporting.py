"""Reports over meetings that were held: from the index and from the logs alike, written down, and free of names."""

from __future__ import annotations

import csv
import datetime as dt
import html.parser
import io
import json
import os
import re
from pathlib import Path

import msgspec
import pytest

from peer_tui.domain.events import AgendaSet
from peer_tui.domain.held import Held
from peer_tui.domain.naming import Naming
from peer_tui.domain.report import MeetingFacts, Stretch
from peer_tui.services import planning, reporting
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace
from tests.services.conftest import PEOPLE, Room
from tests.services.libraries import add_topic, invent, opened_at, places_in

HOSTILE = "[/] [bold] <script>alert(1)</script> | \x1b[2J \x00 \udcff 林 =1+1 " + "x" * 9_000


class Page(html.parser.HTMLParser):
    """What stands in a page: its elements in order, which of them are open, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def settle(home: Path) -> None:
    """As if nothing had been written for a while: what was written a moment ago, the index does not trust."""
    at = 1_700_000_000
    for path in sorted(places_in(home).library.rglob("*"), reverse=True):
        os.utime(path, (at, at))


def told_of(room: Room, stretch: Stretch | None = None) -> reporting.Told:
    return reporting.tell(room.workspace, [room.opened], stretch or Stretch())


def test_a_meeting_that_was_held_is_counted_as_it_was(room: Room) -> None:
    report, unread = reporting.gather(room.workspace, [room.opened], Stretch())
    (held,) = report.meetings
    assert unread == 0 and (held.members, held.guests, held.heads, held.decisions) == (3, 0, 0, 1)
    assert held.day == dt.date(2024, 10, 9) and held.seconds == 54 * 60
    took = {block.title: block.seconds for block in held.blocks}
    assert next(iter(took.values())) == 4 * 60  # doors at 1:58: its clock begins at 2:00
    assert len(report.steps) == 4
    rows = {picture.key: picture.rows for picture in told_of(room).pictures}
    assert rows["attendance"] == (("9 Oct 2024", 3, 0, 0, 3),)
    assert rows["steps"][0] == ("9 Oct 2024", 4, 0, 0, 0, 4, 0, 1, 0)  # one was due on 18 Oct, and it is November


def test_heads_and_guests_are_counted_and_a_merged_person_once(room: Room) -> None:
    room.all("/next", "+bo", "+guest Lee", "+2 phone", "+3 guest")
    room.pass_(5)
    room.all("/next", "/end", "/end")
    held = reporting.gather(room.workspace, [room.opened], Stretch(last=1))[0].meetings[0]
    assert (held.members, held.guests, held.present) == (1, 1, 2 + held.heads) and held.heads >= 2


def test_a_stretch_chooses_and_hidden_or_planned_meetings_are_left_out(room: Room) -> None:
    def number(stretch: Stretch) -> int:
        return len(reporting.gather(room.workspace, [room.opened], stretch)[0].meetings)

    day = dt.date(2024, 10, 9)
    assert number(Stretch()) == number(Stretch(0, day, day)) == number(Stretch(last=5)) == 1
    assert number(Stretch(since=day + dt.timedelta(days=1))) == number(Stretch(until=day - dt.timedelta(days=1))) == 0
    assert told_of(room, Stretch(since=day + dt.timedelta(days=1))).days == "no meeting that was held"


@pytest.mark.parametrize("seed", [3, 11])
def test_the_index_and_the_logs_tell_the_same(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = invent(tmp_path, seed, meetings=6)
    workspace = opened_at(tmp_path, now)
    try:
        groups = workspace.open_groups()
        read = reporting.gather(workspace, groups, Stretch())
        settle(tmp_path)
        workspace.bring_up_to_date()
        assert workspace.index.state == "ready" and workspace.index.courses()
        monkeypatch.setattr(reporting, "READ_AT_MOST", 0)
        known, unread = reporting.gather(workspace, workspace.open_groups(), Stretch())
        never_called = [one for one in read[0].meetings if one not in known.meetings]
        assert len(never_called) == unread and not any(one.seconds for one in never_called)
        assert known.meetings and {step.meeting for step in known.steps} <= {one.id for one in known.meetings}
        assert known.meetings == tuple(one for one in read[0].meetings if one not in never_called)
    finally:
        workspace.close()


def test_what_the_index_knows_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = invent(tmp_path, 3, groups=1, meetings=8)
    workspace = opened_at(tmp_path, now + dt.timedelta(days=1))
    try:
        settle(tmp_path)
        workspace.bring_up_to_date()
        called = {row.meeting for row in workspace.index.courses()}
        read: list[str] = []
        once = reporting._read

        def noted(opened: OpenGroup, held: Held, naming: Naming) -> MeetingFacts:
            read.append(held.id)
            return once(opened, held, naming)

        monkeypatch.setattr(reporting, "_read", noted)
        reporting.gather(workspace, workspace.open_groups(), Stretch())
        assert called and not called & set(read)
    finally:
        workspace.close()


def test_more_than_can_be_read_is_said(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "READ_AT_MOST", 0)
    told = told_of(room)
    assert "1 earlier meeting left out" in told.notice and told.days == "no meeting that was held"
    assert "1 earlier meeting left out" in reporting.render(told, "html")


def test_nobody_is_named_in_any_format(room: Room) -> None:
    add_topic(room.workspace, room.opened, room.session.id, "what Mei Tan brought")
    told = told_of(room)
    words = [word for line in PEOPLE.splitlines() for word in line.replace("|", " ").split()]
    for form in reporting.FORMS:
        page = reporting.render(told, form)
        assert not [word for word in words if re.search(rf"\b{word}\b", page)], form


def test_a_block_that_bears_a_name_is_told_without_it(room: Room) -> None:
    rename_first_block(room, "News from Mei Tan")
    room.all("/next", "+bo")
    room.at("2:20")
    room.all("/next", "/end", "/end")
    pages = [reporting.render(told_of(room), form) for form in reporting.FORMS]
    assert all("News from" in page and "Mei" not in page for page in pages)


def rename_first_block(room: Room, title: str) -> None:
    first, *others = room.session.meeting.blocks
    room.session.record(AgendaSet(blocks=(msgspec.structs.replace(first, title=title), *others)))


def test_the_page_has_a_table_for_each_picture_and_no_script(room: Room) -> None:
    rename_first_block(room, HOSTILE)
    room.all("/next", "+bo")
    room.at("2:20")
    room.all("/next", "/end", "/end")
    told = reporting.tell(room.workspace, [room.opened], Stretch(), title=HOSTILE)
    text = reporting.render(told, "html")
    page = Page(text)
    assert not page.open and "script" not in page.tags and "\x1b" not in text and "\x00" not in text
    assert page.tags.count("table") == page.tags.count("svg") == len(told.pictures) == 4
    assert page.tags.count("desc") == page.tags.count("caption") == 4 and page.tags.count("title") > 4
    assert "http" not in text.replace("http-equiv", "")
    for picture in told.pictures:
        for row in picture.rows:
            assert all(str(value) in "".join(page.texts) for value in row[1:] if isinstance(value, int))
    text.encode("utf-8", "replace")


def test_the_spreadsheet_and_the_data_hold_every_number(room: Room) -> None:
    told = told_of(room)
    rows = list(csv.DictReader(io.StringIO(reporting.render(told, "csv").lstrip("\ufeff"))))
    cells = [value for picture in told.pictures for row in picture.rows for value in row[1:]]
    assert len(rows) == len(cells)
    assert {"Picture": "Attendance", "About": "9 Oct 2024", "What": "Members", "Value": "3"} in rows
    data = json.loads(reporting.render(told, "json"))
    assert [picture["key"] for picture in data["pictures"]] == ["attendance", "minutes", "steps", "decisions"]
    assert "| 9 Oct 2024 | 3 | 0 | 0 | 3 |" in reporting.render(told, "md")


def test_a_report_is_written_for_its_owner_and_never_over_another_file(room: Room, tmp_path: Path) -> None:
    told, folder = told_of(room), room.opened.folder
    first = reporting.write(room.workspace, told, "html", folder)
    assert first.parent == room.workspace.places.exports and first.stat().st_mode & 0o077 == 0
    assert reporting.write(room.workspace, told, "html", folder) == first
    first.write_text("mine now")
    assert reporting.write(room.workspace, told, "html", folder).name == f"{first.stem}-2.html"
    own = tmp_path / "own.md"
    own.write_text("a diary")
    with pytest.raises(Problem, match="is there already"):
        reporting.write(room.workspace, told, "md", folder, own)
    assert own.read_text() == "a diary" and first.read_text() == "mine now"


def test_all_groups_are_told_together(room: Room, workspace: Workspace) -> None:
    planning.new_group(workspace, "River Peers", "mapwc", "UTC", "Kim Low")
    told = reporting.tell(workspace, workspace.open_groups(), Stretch())
    assert told.title == "All groups" and told.days == "1 meeting, 9 Oct 2024"
