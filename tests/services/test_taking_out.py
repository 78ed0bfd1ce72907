"""Minutes taken out: every format, own layouts, what is replaced and what is not, and what removed words do to it."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from peer_tui.domain.naming import Audience, Privacy
from peer_tui.domain.redaction import MARK
from peer_tui.services import keeping, layouts, redacting
from peer_tui.services.cleaning_exports import words_in
from peer_tui.services.exported import Exported, Known, exported, remember
from peer_tui.services.problems import Problem, WrongUse
from tests.exchange.opened_again import text_in
from tests.services.conftest import Room

BROKEN = "# mine\n{% for line in %}\n"


def held(room: Room) -> str:
    """The meeting of 13 November, held, with words that must not be lost and some that must go."""
    room.at("2:04")
    room.all("/next", "/next", "! We write to Quillon", "> @bo call Quillon by fri = spoken", "林小雨 wrote it up")
    room.at("3:00")
    room.all("/end", "/end")
    return room.session.id


def own_layout(room: Room, name: str, text: str, group: str = "") -> Path:
    place = room.workspace.places.settings.parent.joinpath("minutes", *([group] if group else []))
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{name}.j2"
    path.write_text(text, encoding="utf-8")
    return path


def written(room: Room, form: str, **more: object) -> keeping.Written:
    return keeping.write(room.workspace, room.opened, room.session.id, form, **more)  # type: ignore[arg-type]


# --- every format -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", keeping.FORMATS)
def test_every_format_is_a_file_of_its_owners_with_every_word(room: Room, form: str) -> None:
    held(room)
    made = written(room, form)
    assert made.path == room.workspace.places.exports / f"minutes-2024-11-13-1400.{form}"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    said = text_in(form, made.path.read_bytes())
    for words in ("DRAFT – not yet approved", "We write to Quillon", "spoken", "林小雨", "Bo Chen"):
        assert words in said, words


def test_the_json_says_what_it_is(room: Room) -> None:
    held(room)
    record = json.loads(written(room, "json").path.read_bytes())
    assert (record["what"], record["format"], record["draft"]) == ("minutes of a meeting", 1, True)
    assert record["decisions"][0]["text"] == "We write to Quillon"
    assert record["steps"][0]["who"] == "Bo Chen"


def test_each_audience_has_a_file_of_its_own_whose_name_says_nothing_of_anybody(room: Room) -> None:
    held(room)
    names = {written(room, "md", audience=audience).path.name for audience in Audience}
    assert names == {
        "minutes-2024-11-13-1400.md", "minutes-2024-11-13-1400-public.md", "minutes-2024-11-13-1400-funder.md",
        "minutes-2024-11-13-1400-reviewers.md",
    }  # fmt: skip


@pytest.mark.parametrize("form", keeping.FORMATS)
def test_check_44_roles_only_names_nobody_in_any_format(room: Room, form: str) -> None:
    held(room)
    made = written(room, form, privacy=Privacy.ROLES)
    said = text_in(form, made.path.read_bytes()) + made.path.name
    assert "We write to" in said
    for name in ("Bo Chen", "Bo ", "林小雨", "rain", "Wren"):
        assert name not in said, name


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_without_its_library_a_format_says_what_to_install(
    room: Room, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(room)
    for name in ("docx", "fpdf", "peer_tui.exchange.docx", "peer_tui.exchange.pdf", "peer_tui.exchange.sheets"):
        monkeypatch.setitem(sys.modules, name, None) if "." not in name else monkeypatch.delitem(
            sys.modules, name, raising=False
        )
    with pytest.raises(Problem, match=rf"pip install 'peer-tui\[{form}\]'"):
        written(room, form)
    everything = keeping.render_everything(keeping.minutes_of(room.opened, room.session.id))
    assert form not in everything and "md" in everything


# --- what is replaced ---------------------------------------------------------------------------------------------


def test_written_again_it_takes_its_own_place_and_nobody_elses(room: Room) -> None:
    held(room)
    first = written(room, "md").path
    assert written(room, "md").path == first
    first.write_text(first.read_text() + "A line of mine.\n")
    second = written(room, "md").path
    assert second.name == "minutes-2024-11-13-1400-2.md"
    assert "A line of mine." in first.read_text()
    assert written(room, "md").path == second


def test_a_file_that_somebody_else_put_there_stays(room: Room) -> None:
    held(room)
    exports = room.workspace.places.exports
    exports.mkdir(parents=True, exist_ok=True)
    theirs = exports / "minutes-2024-11-13-1400.txt"
    theirs.write_text("not ours")
    assert written(room, "txt").path.name == "minutes-2024-11-13-1400-2.txt"
    assert theirs.read_text() == "not ours"


def test_two_meetings_at_one_hour_keep_a_file_each(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "minutes.md"
    path.write_text("x")
    remember(tmp_path, path, Exported("", "one", "m1", "md", ""))
    known = Known(tmp_path)
    assert known.free(path, "one", "m1") == path
    assert known.free(path, "one", "m2").name == known.free(path, "two", "m1").name == "minutes-2.md"
    assert Known(None).free(path, "two", "m9") == path


def test_a_folder_that_cannot_be_written_is_a_sentence(room: Room, tmp_path: Path) -> None:
    held(room)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Problem, match=r"could not be written .*The record itself is safe\."):
        written(room, "pdf", folder=tmp_path / "file")


# --- layouts ------------------------------------------------------------------------------------------------------


def test_an_own_layout_stands_in_for_the_shipped_one(room: Room) -> None:
    held(room)
    own_layout(room, "minutes.md", "Ours: {{ minutes.decisions[0].text }}\n")
    made = written(room, "md")
    assert made.path.read_text() == "Ours: We write to Quillon\n" and made.notices == ()
    assert "Ours" not in written(room, "txt").path.read_text()


def test_a_groups_own_layout_comes_before_the_persons(room: Room) -> None:
    held(room)
    own_layout(room, "minutes.md", "everybody's\n")
    own_layout(room, "minutes.md", "this group's\n", room.opened.folder)
    assert written(room, "md").path.read_text() == "this group's\n"


def test_a_broken_layout_is_said_with_file_and_line_and_the_shipped_one_is_used(room: Room) -> None:
    held(room)
    path = own_layout(room, "minutes.md", BROKEN)
    made = written(room, "md")
    assert "We write to Quillon" in made.path.read_text() and "# mine" not in made.path.read_text()
    (said,) = made.notices
    assert said.startswith(f"{path}, line 2: ") and said.endswith("your file is as it was.")
    assert path.read_text() == BROKEN
    assert layouts.problems(layouts.folders(room.workspace)) == [said.partition(". Another")[0] + "."]


def test_a_broken_layout_of_a_group_falls_back_on_the_persons(room: Room) -> None:
    held(room)
    own_layout(room, "minutes.md", BROKEN, room.opened.folder)
    own_layout(room, "minutes.md", "mine\n")
    made = written(room, "md")
    assert made.path.read_text() == "mine\n" and len(made.notices) == 1


@pytest.mark.parametrize("content", [b"\xff\xfe{{", b"\n\n\xff", b"x" * 500_000, b"{{ minutes.nothing }}", b"\x00{%"])
def test_whatever_stands_in_a_layout_the_minutes_are_drawn(room: Room, content: bytes) -> None:
    held(room)
    own_layout(room, "minutes.html", "").write_bytes(content)
    made = written(room, "html")
    assert "We write to Quillon" in made.path.read_text() and len(made.notices) == 1
    mail = written(room, "eml")
    assert "We write to Quillon" in text_in("eml", mail.path.read_bytes()) and len(mail.notices) == 1


def test_a_layout_of_another_name_is_chosen_and_its_file_says_so(room: Room) -> None:
    held(room)
    own_layout(room, "board.md", "For the board: {{ minutes.group }}\n")
    assert written(room, "md", layout="board").path.name == "board-2024-11-13-1400.md"
    assert "Decisions" in written(room, "txt", layout="summary").path.read_text()
    assert written(room, "pdf", layout="summary").path.name == "minutes-2024-11-13-1400.pdf"
    with pytest.raises(WrongUse, match=r"no layout “board” for html\. There are: board \(md\), minutes \(html\)"):
        written(room, "html", layout="board")
    outside = room.workspace.places.settings.parent / "outside.md.j2"
    outside.write_text("not in the folder of layouts")
    with pytest.raises(WrongUse, match="There is no layout"):
        written(room, "md", layout="../outside")


def test_a_shipped_layout_is_copied_to_be_changed_and_never_over_a_changed_one(room: Room) -> None:
    path = layouts.copy(room.workspace, "summary.txt")
    assert path == room.workspace.places.settings.parent / "minutes" / "summary.txt.j2"
    assert "Decisions" in path.read_text() and stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("changed")
    with pytest.raises(Problem, match="is there already and was left as it is"):
        layouts.copy(room.workspace, "summary.txt.j2")
    assert path.read_text() == "changed"
    own = layouts.copy(room.workspace, "minutes", room.opened)
    assert own.parent.name == room.opened.folder and own.name == "minutes.md.j2"
    with pytest.raises(WrongUse, match=r"There are: minutes\.html"):
        layouts.copy(room.workspace, "nope")
    known = layouts.known(layouts.folders(room.workspace, room.opened))
    whose = {(one.name, one.form): one.whose for one in reversed(known)}
    assert whose[("summary", "txt")] == "yours" and whose[("minutes", "md")] == room.opened.folder
    assert whose[("minutes", "html")] == "shipped"


# --- removed words ------------------------------------------------------------------------------------------------


def redact_decision(room: Room) -> None:
    room.opened.refold()
    session = room.open(room.session.id)
    (entry,) = [entry for entry in session.meeting.lines() if entry.filed.text == "We write to Quillon"]
    redacting.remove_lines(room.workspace, room.opened, session.id, [entry.id], MARK)


def test_check_56_removed_words_go_from_every_format_that_was_written(room: Room) -> None:
    held(room)
    paths = {form: written(room, form).path for form in keeping.FORMATS}
    public = written(room, "pdf", audience=Audience.PUBLIC, privacy=Privacy.NO_NAMES).path
    own_layout(room, "board.md", "Board: {{ minutes.decisions[0].text }}\n")
    board = written(room, "md", layout="board").path
    redact_decision(room)
    for form, path in paths.items():
        assert "We write to Quillon" not in text_in(form, path.read_bytes()), form
        assert "Bo Chen" in text_in(form, path.read_bytes()), form
    assert "We write to" not in text_in("pdf", public.read_bytes())
    assert "Bo Chen" not in text_in("pdf", public.read_bytes()), "drawn again for whom it was drawn"
    assert board.read_text() == "Board: \\[removed at request\\]\n"


def test_a_page_that_was_changed_by_hand_loses_the_words_as_its_format_spells_them(room: Room) -> None:
    held(room)
    room.opened.refold()
    path = written(room, "txt").path
    path.write_text(path.read_text() + "We write\n    to Quillon, said somebody.\n")
    page = written(room, "html").path
    page.write_text(page.read_text() + "<!-- mine -->")
    redact_decision(room)
    assert "to Quillon, said" not in path.read_text() and "said somebody" in path.read_text()
    assert "We write to" not in page.read_text() and "mine" in page.read_text()


def test_what_cannot_be_drawn_again_is_deleted_if_it_may_hold_the_words(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(room)
    path, mail = written(room, "pdf").path, written(room, "eml").path
    state = room.workspace.places.state
    other = room.workspace.places.exports / "reminder.eml"
    from peer_tui.exchange.mail import draft

    other.write_text(draft("A reminder", "Please call the library."))
    remember(state, other, Exported("", room.opened.folder, "", "eml", ""))
    monkeypatch.setattr("peer_tui.services.redrawing.draw_again", lambda *_: None)
    redact_decision(room)
    assert not path.exists() and not mail.exists()
    assert other.exists(), "nothing of it is in there"
    assert [one.path for one in exported(state)] == [str(other)]


def test_what_is_in_a_file_that_is_no_plain_text() -> None:
    from peer_tui.exchange.mail import Attachment, draft

    assert "Grüße an José" in (words_in(draft("S", "Grüße an José").encode(), "eml") or "")
    assert words_in(draft("S", "b", attachments=[Attachment("a.pdf", b"%PDF")]).encode(), "eml") is None
    assert "José" in (words_in(json.dumps({"who": "José"}).encode(), "json") or "")
    assert words_in(b"{broken", "json") is None and words_in(b"%PDF", "pdf") is None


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")
def test_the_list_of_written_files_holds_no_words(room: Room) -> None:
    held(room)
    written(room, "md", audience=Audience.PUBLIC)
    raw = (room.workspace.places.state / "exports.json").read_text()
    assert "Quillon" not in raw and "Harbor" not in raw.replace(str(room.workspace.places.exports), "")
