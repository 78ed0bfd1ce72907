"""The half-typed line and what lives only as long as a meeting."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest

from peer_tui.store import drafts
from peer_tui.store.drafts import Draft

NOW = dt.datetime(2024, 11, 13, 19, 31, tzinfo=dt.UTC)


def draft(text: str, meeting: str = "m-1", second: int = 0) -> Draft:
    return Draft(meeting, text, "topics", "e-1", NOW + dt.timedelta(seconds=second), None)


def test_check_53_the_half_typed_line_is_back_as_it_was(tmp_path: Path) -> None:
    drafts.write_draft(tmp_path, "aaaaaa-1", draft("half a li"))
    drafts.write_draft(tmp_path, "aaaaaa-1", draft("half a line"))
    drafts.write_draft(tmp_path, "aaaaaa-2", draft("another scribe's", second=-5))
    drafts.write_draft(tmp_path, "aaaaaa-1", draft("of another meeting", "m-2"))
    found = drafts.read_drafts(tmp_path, "m-1")
    assert [(one.writer, one.text) for one in found] == [("aaaaaa-2", "another scribe's"), ("aaaaaa-1", "half a line")]
    assert found[1].first_key == NOW
    drafts.drop_draft(tmp_path, "aaaaaa-1", "m-1")
    drafts.drop_draft(tmp_path, "aaaaaa-1", "m-1")
    assert [one.text for one in drafts.read_drafts(tmp_path, "m-1")] == ["another scribe's"]
    assert drafts.left_over(tmp_path) == 2


def test_check_55_a_dropped_draft_is_in_no_file(tmp_path: Path) -> None:
    drafts.write_draft(tmp_path, "aaaaaa-1", draft("a painful secret"))
    drafts.drop_draft(tmp_path, "aaaaaa-1", "m-1")
    assert not any(b"painful" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("text", ["[/]", "a\0b", "\ud800", "x" * 10_000, "会議\u202e🎉"])
@pytest.mark.parametrize("meeting", ["m-1", "../../etc/passwd", "a/b\0c", "\ud800"])
def test_any_text_and_any_meeting(tmp_path: Path, text: str, meeting: str) -> None:
    if "\ud800" in meeting:
        assert drafts.read_drafts(tmp_path, meeting) == []
        return
    drafts.write_draft(tmp_path, "aaaaaa-1", draft(text, meeting))
    assert [one.text for one in drafts.read_drafts(tmp_path, meeting)] == [text.replace("\ud800", "�")]
    assert [path.parent.name for path in tmp_path.rglob("*.json")] == ["drafts"]


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"meeting": 5}', b"\xff"])
def test_a_broken_draft_is_passed_over_and_left(tmp_path: Path, left: bytes) -> None:
    drafts.write_draft(tmp_path, "aaaaaa-1", draft("x"))
    (path,) = (tmp_path / "drafts").iterdir()
    path.write_bytes(left)
    assert drafts.read_drafts(tmp_path, "m-1") == [] and path.read_bytes() == left


def test_ephemera_are_replaced_in_place_and_dropped(tmp_path: Path) -> None:
    assert drafts.read_ephemera(tmp_path, "m-1") == {}
    drafts.write_ephemera(tmp_path, "m-1", {"queue": ["p-1"], "show": "topics"})
    drafts.write_ephemera(tmp_path, "m-1", {"queue": ["p-2"]})
    assert drafts.read_ephemera(tmp_path, "m-1") == {"queue": ["p-2"]}
    assert drafts.read_ephemera(tmp_path, "m-2") == {}
    drafts.drop_ephemera(tmp_path, "m-1")
    assert drafts.read_ephemera(tmp_path, "m-1") == {}
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_check_61_drafts_and_ephemera_are_owner_only(tmp_path: Path) -> None:
    drafts.write_draft(tmp_path / "state", "aaaaaa-1", draft("x"))
    drafts.write_ephemera(tmp_path / "state", "m-1", {})
    for place in (tmp_path / "state").rglob("*"):
        assert stat.S_IMODE(place.stat().st_mode) == (0o700 if place.is_dir() else 0o600)
