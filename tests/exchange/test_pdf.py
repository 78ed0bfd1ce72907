"""Minutes as a PDF: read back out of the pages, every word is there; what no font can set is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from peer_tui.domain.events import Approved, EntryKind
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import words
from peer_tui.exchange import fonts
from peer_tui.exchange.bidi import drawable
from peer_tui.exchange.fonts import Chosen, Face, choose
from peer_tui.exchange.pdf import to_pdf, unset_words
from tests.domain.histories import START, History
from tests.exchange.hostile import HOSTILE, meeting_full_of, texts
from tests.exchange.opened_again import pdf_properties, pdf_text

NO_FONTS = Chosen(None, (), ())


def drawn(told: History, chosen: Chosen | None = None) -> bytes:
    return to_pdf(make_minutes(told.meeting(), told.group()), chosen)[0]


def read(raw: bytes) -> str:
    """The text of the pages without space, in which a PDF is free."""
    return "".join(re.sub(r"DRAFT – not yet approved · page \d+ of \d+", "", pdf_text(raw)).split())


def sample() -> History:
    told = History()
    told.plan("m", START)
    told.begin(START)
    told.write(EntryKind.DECISION, "We keep Zoom")
    told.step("Draft testimony", "ana", yes=True, done_when="in chat")
    return told


def test_check_42_the_draft_begins_with_draft_and_the_approved_one_never_says_it() -> None:
    told = sample()
    assert pdf_text(drawn(told)).lstrip().startswith("DRAFT – not yet approved\n")
    assert "DRAFT – not yet approved · page 1 of 1" in pdf_text(drawn(told))
    told.say(Approved(how="as distributed", seen={}, seal=""))
    raw = drawn(told)
    assert "DRAFT" not in pdf_text(raw) + pdf_properties(raw)


def test_check_43_the_summary_comes_first_with_decisions_and_steps() -> None:
    said = pdf_text(drawn(sample()))
    rows = ("Summary", "Decisions", "We keep Zoom", "Next steps", "Done when", "Draft testimony", "Ana Ruiz", "in chat")
    places = [said.index(row) for row in rows]
    assert places == sorted(places)


def test_headings_are_bookmarks_and_every_line_has_a_tag() -> None:
    raw = drawn(sample())
    assert {"Summary", "Decisions", "Next steps"} <= set(pdf_properties(raw).splitlines())
    assert raw.count(b"/S /H1") == 1 and raw.count(b"/S /H2") >= 2 and b"/Lang (en)" in raw and b"/Marked true" in raw


def test_the_properties_name_nobody_and_tell_no_time_and_the_file_is_the_same_again() -> None:
    raw = drawn(sample())
    assert b"CreationDate" not in raw and b"/Author" not in raw and b"/Producer" not in raw
    assert pdf_properties(raw).splitlines()[-1] == "Coalition meeting · Wed 13 Nov 2024"
    assert drawn(sample()) == raw
    table = int(raw.rsplit(b"startxref\n", 1)[1].split()[0])
    assert raw[table:].startswith(b"xref")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_typed(text: str) -> None:
    raw = drawn(meeting_full_of(text))
    unset = set(choose(set(drawable(words(text)))).unset)
    said = "".join("□" if letter in unset else letter for letter in drawable(words(text)) if not letter.isspace())
    assert read(raw).count(said) >= len(EntryKind) - 1


@settings(max_examples=15, deadline=None)
@given(texts)
@example("{nb} \\( \\) )( Tj ET")
@example("林小雨 in שלום and سلام")
def test_any_text_makes_a_whole_file(text: str) -> None:
    raw = drawn(meeting_full_of(text))
    assert raw.startswith(b"%PDF-") and raw.rstrip().endswith(b"%%EOF")
    assert "page 1 of " in pdf_text(raw)


def test_a_line_from_right_to_left_is_read_as_it_was_typed() -> None:
    told = sample()
    told.write(EntryKind.NOTE, "אמרנו שלום (12) to all")
    raw = drawn(told)
    assert "אמרנו שלום (12) to all" in pdf_text(raw).replace("\n", " ")
    assert b"/ActualText" in b"".join(_contents(raw))


def test_letters_of_several_fonts_stand_on_one_line() -> None:
    told = sample()
    told.write(EntryKind.PROPOSAL, "林小雨")
    for note in ("Notes by 林小雨 today", "and after it plain words"):
        told.write(EntryKind.NOTE, note)
    chosen = choose("林小雨")
    if chosen.unset:
        pytest.skip("no font of this computer has these letters")
    said = pdf_text(drawn(told))
    assert "•Proposal: 林小雨" in said, "a font that fpdf2 forgot would set the bullet's code in the bold one"
    assert "•Notes by 林小雨 today" in said and "•and after it plain words" in said


def test_ten_thousand_lines_of_pages_break_where_they_must() -> None:
    told = sample()
    for number in range(300):
        told.write(EntryKind.NOTE, f"Line {number} of a long meeting")
    told.step("x" * 9_000, "bo", yes=True)
    raw = drawn(told)
    said = pdf_text(raw)
    assert all(f"Line {number} of a long meeting" in said for number in range(300))
    pages = raw.count(b"/Type /Page\n")
    assert pages > 8 and all(f"page {page} of {pages}" in said for page in range(1, pages + 1))
    assert said.count("By when") >= 3, "the table's header is repeated on each page"
    assert read(raw).count("x") >= 9_000


def test_without_any_font_western_letters_are_set_and_the_others_are_named() -> None:
    told = sample()
    told.write(EntryKind.NOTE, "Café “now” → 林 later")
    minutes = make_minutes(told.meeting(), told.group())
    raw, said = to_pdf(minutes, Chosen(None, (), ("林",)))
    assert "Café “now” -> ? later" in pdf_text(raw)
    assert said in pdf_text(raw).replace("\n", "") or "One letter of these minutes" in pdf_text(raw)
    assert "no font of this computer has them: 林" in said


def test_what_could_not_be_set_is_said_in_the_document_too() -> None:
    told = sample()
    told.write(EntryKind.NOTE, "a \U000e0041 b")
    minutes = make_minutes(told.meeting(), told.group())
    chosen = choose("abc")
    raw, said = to_pdf(minutes, Chosen(chosen.face, chosen.others, ("b",)))
    assert said.startswith("One letter of these minutes could not be set")
    assert "One letter of these minutes" in pdf_text(raw).replace("□", "b")
    assert unset_words(NO_FONTS) == ""


def test_a_computer_without_fonts_or_with_broken_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "DejaVuSans.ttf").write_bytes(b"no font at all")
    (tmp_path / "Other.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 100)
    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path, tmp_path / "nowhere"])
    fonts.font_files.cache_clear()
    try:
        assert choose("a林") == Chosen(None, (), ("林",))
        told = sample()
        told.write(EntryKind.NOTE, "Łódź and 林")
        raw, said = to_pdf(make_minutes(told.meeting(), told.group()))
        assert "We keep Zoom" in pdf_text(raw)
        assert "no font of this computer has them: Ł ź 林." in said
    finally:
        fonts.font_files.cache_clear()


def test_the_fonts_folders_of_each_system() -> None:
    mac = fonts.folders({"HOME": "/h"}, "darwin")
    windows = fonts.folders({"LOCALAPPDATA": r"C:\me", "WINDIR": r"C:\Windows"}, "win32")
    linux = fonts.folders({"HOME": "/h", "XDG_DATA_DIRS": "/usr/share"}, "linux")
    assert Path("/System/Library/Fonts") in mac and Path("/usr/share/fonts") in linux and len(windows) == 2


def test_the_page_is_set_in_the_first_font_that_can_be_read() -> None:
    chosen = choose("abc")
    if chosen.face is None:
        pytest.skip("no font on this computer")
    assert isinstance(chosen.face, Face) and chosen.face.path.name in [name for name, _ in fonts.FIRST_CHOICE]
    assert chosen.unset == () and chosen.others == ()


def _contents(raw: bytes) -> list[bytes]:
    from tests.exchange import opened_again

    return [opened_again._stream(body) for body in opened_again._objects(raw).values() if b"/Filter" in body[:80]]
