"""Minutes as a Word document: opened again by python-docx, every word is there, and all of it is only text."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import docx
import pytest
from docx.document import Document
from hypothesis import example, given, settings

from peer_tui.domain.events import Approved, EntryKind
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import words
from peer_tui.exchange.docx import to_docx
from tests.domain.histories import START, History
from tests.exchange.hostile import HOSTILE, meeting_full_of, texts
from tests.exchange.opened_again import text_in


def drawn(told: History) -> bytes:
    return to_docx(make_minutes(told.meeting(), told.group()))


def opened(raw: bytes) -> Document:
    return docx.Document(io.BytesIO(raw))


def sample() -> History:
    told = History()
    told.plan("m", START)
    told.begin(START)
    told.write(EntryKind.DECISION, "We keep Zoom")
    told.step("Draft testimony", "ana", yes=True, done_when="in chat")
    return told


def test_check_42_the_draft_begins_with_draft_and_the_approved_one_never_says_it() -> None:
    told = sample()
    assert opened(drawn(told)).paragraphs[0].text == "DRAFT – not yet approved"
    assert "DRAFT" in opened(drawn(told)).sections[0].footer.paragraphs[0].text
    told.say(Approved(how="as distributed", seen={}, seal=""))
    assert "DRAFT" not in text_in("docx", drawn(told))


def test_check_43_decisions_and_a_table_with_a_header_that_is_repeated() -> None:
    document = opened(drawn(sample()))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "List Number"] == [
        "We keep Zoom"
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["No.", "Next step", "Who", "By when", "Done when", "State"],
        ["1", "Draft testimony", "Ana Ruiz", "Fri 22 Nov", "in chat", "accepted"],
    ]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader") and not table.rows[1]._tr.trPr.xpath("w:tblHeader")


def test_headings_go_down_one_level_at_a_time() -> None:
    document = opened(drawn(meeting_full_of("Testimony")))
    levels = [int(p.style.name.split()[1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1 and set(levels) == {1, 2, 3}
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_properties_name_nobody_and_tell_no_time() -> None:
    raw = drawn(sample())
    properties = opened(raw).core_properties
    assert (properties.author, properties.comments, properties.last_modified_by) == ("", "", "")
    assert properties.created is None and properties.modified is None
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
    assert drawn(sample()) == raw


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_typed(text: str) -> None:
    raw = drawn(meeting_full_of(text))
    said = "".join(words(text).split())
    paragraphs = ["".join(paragraph.text.split()) for paragraph in opened(raw).paragraphs]
    assert sum(said in paragraph for paragraph in paragraphs) >= len(EntryKind) - 1


@settings(max_examples=25, deadline=None)
@given(texts)
@example("\ufffe\uffff")
@example("</w:t><w:fldSimple w:instr='DATE'/>")
def test_any_text_makes_a_whole_file(text: str) -> None:
    document = opened(drawn(meeting_full_of(text)))
    fields = document.element.body.xpath(".//w:fldSimple | .//w:instrText")
    assert document.paragraphs and not fields


def test_an_address_is_a_link_and_nothing_else_is() -> None:
    told = sample()
    told.write(EntryKind.LINK, "https://example.org/a?x=1&y=2 the chart, javascript:alert(1)")
    document = opened(drawn(told))
    links = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert links == ["https://example.org/a?x=1&y=2"]
    assert any("https://example.org/a?x=1&y=2 the chart" in paragraph.text for paragraph in document.paragraphs)


def test_a_line_from_right_to_left_says_so() -> None:
    told = sample()
    told.write(EntryKind.NOTE, "שלום לכולם")
    document = opened(drawn(told))
    (line,) = [paragraph for paragraph in document.paragraphs if "שלום" in paragraph.text]
    assert line._p.pPr.xpath("w:bidi") and line.runs[0].font.rtl
