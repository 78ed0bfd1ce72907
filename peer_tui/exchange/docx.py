"""Minutes → a Word document (`.docx`), with real headings, lists and a table whose first row is its header.

A person's text is text: nothing of it becomes a field, a style or a part of the file. The document's properties name
nobody, tell no time of writing, and the same minutes give the same file. Needs python-docx (`peer-tui[docx]`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line, Section
from peer_tui.domain.words import say
from peer_tui.exchange.bidi import runs_right_to_left

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]+", re.IGNORECASE)
_COLUMNS = (
    (say("No."), 0.45),
    (say("Next step"), 2.2),
    (say("Who"), 1.15),
    (say("By when"), 1.0),
    (say("Done when"), 1.25),
    (say("State"), 0.95),
)
"""The columns of the next-steps table, and how wide each is, in inches."""
_MARGIN = 0.75
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell: no time of writing."""
_UNWANTED = ("thumbnail",)


def to_docx(minutes: Minutes) -> bytes:
    """The whole record as a Word document: status first, then header, summary and the sections in order."""
    document = docx.Document()
    prepare(document, f"{minutes.title} · {minutes.date}", minutes.status)
    set_words(document.add_paragraph(style="Intense Quote"), minutes.status, bold=True)
    set_heading(document, minutes.title, 1)
    for name, said in minutes.facts:
        line = document.add_paragraph(style="No Spacing")
        line.add_run(f"{name}: ").bold = True
        set_words(line, said)
    if minutes.corrections:
        set_heading(document, say("Corrections to these minutes"), 2)
        for said in minutes.corrections:
            set_words(document.add_paragraph(style="List Bullet"), said)
    _summary(document, minutes)
    for section in minutes.sections:
        _section(document, section, 2)
    return packed(document)


# --- the body -----------------------------------------------------------------------------------------------------


def _summary(document: Document, minutes: Minutes) -> None:
    set_heading(document, say("Summary"), 2)
    set_heading(document, say("Decisions"), 3)
    # Word counts the list itself; where the numbers are others than 1, 2, 3 they are written.
    counted = [decision.number for decision in minutes.decisions] == list(range(1, len(minutes.decisions) + 1))
    for decision in minutes.decisions:
        line = document.add_paragraph(style="List Number" if counted else "List Paragraph")
        if not counted:
            line.add_run(f"{decision.number}. ")
        set_words(line, f"{decision.text}{_behind(decision.notes)}")
    if not minutes.decisions:
        document.add_paragraph(say("No decisions."))
    set_heading(document, say("Next steps"), 3)
    if minutes.steps:
        _table(document, minutes.steps, say("Next steps promised in this meeting"))
    else:
        document.add_paragraph(say("No next steps."))
    if minutes.carried:
        set_heading(document, say("Earlier next steps told about"), 3)
        _table(document, minutes.carried, say("Next steps of earlier meetings"))


def _section(document: Document, section: Section, level: int) -> None:
    set_heading(document, section.title, level)
    for line in section.lines:
        _line(document.add_paragraph(style="List Bullet"), line)
    for part in section.parts:
        _section(document, part, level + 1)


def _line(paragraph: Paragraph, line: Line) -> None:
    if line.label:
        paragraph.add_run(_xml(f"{line.label}: ")).bold = True
    set_words(paragraph, f"{line.text}{_behind(line.notes)}")


def _behind(notes: Sequence[str]) -> str:
    return f" ({' · '.join(notes)})" if notes else ""


def set_heading(document: Document, title: str, level: int) -> None:
    """A heading of a level from 1 on."""
    set_words(document.add_paragraph(style=f"Heading {min(level, 9)}"), title)


def _table(document: Document, rows: Iterable[StepRow], caption: str) -> None:
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    _tell(table._tbl.tblPr, "w:tblCaption", caption)
    head = table.rows[0]
    _tell(head._tr.get_or_add_trPr(), "w:tblHeader", "true")
    _fill(head, [name for name, _ in _COLUMNS], bold=True)
    for row in rows:
        text = f"{row.text}{_behind(row.notes)}"
        cells = (row.label, text, row.who, row.by_when, row.done_when, row.state)
        fresh = table.add_row()
        _tell(fresh._tr.get_or_add_trPr(), "w:cantSplit", "true")
        _fill(fresh, [said or "–" for said in cells])
    document.add_paragraph(style="No Spacing")


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, said, (_, width) in zip(row.cells, texts, _COLUMNS, strict=True):
        cell.width = Inches(width)
        set_words(cell.paragraphs[0], said, bold=bold)


def set_words(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """A person's text in a paragraph, in its own direction, its web and mail addresses as links."""
    if runs_right_to_left(text):
        _tell(paragraph._p.get_or_add_pPr(), "w:bidi", "true")
    at = 0
    for match in _ADDRESS.finditer(text):
        _run(paragraph, text[at : match.start()], bold)
        _link(paragraph, match[0])
        at = match.end()
    _run(paragraph, text[at:], bold)


def _run(paragraph: Paragraph, text: str, bold: bool) -> None:
    if text:
        run = paragraph.add_run(_xml(text))
        run.bold = bold or None
        if runs_right_to_left(text):
            run.font.rtl = True


def _link(paragraph: Paragraph, address: str) -> None:
    address = _xml(address)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(address)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _xml(text: str) -> str:
    """A text without what no XML file can hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _tell(parent: Any, tag: str, value: str) -> None:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    parent.append(element)


# --- the document -------------------------------------------------------------------------------------------------


def prepare(document: Document, title: str, status: str) -> None:
    """Properties that name nobody, black headings, room for the table, and the status at the foot of each page."""
    properties = document.core_properties
    properties.title = _xml(title)[:255]
    properties.author = properties.comments = properties.last_modified_by = ""
    for moment in ("dcterms:created", "dcterms:modified"):
        for element in properties._element.findall(qn(moment)):
            properties._element.remove(element)
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name.startswith(("Heading", "Intense Quote")):
            # The template's light blue has too little contrast on paper.
            style.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(11)
    page = document.sections[0]
    page.left_margin = page.right_margin = Inches(_MARGIN)
    foot = page.footer.paragraphs[0]
    foot.add_run(_xml(say("{status} · page", status=status) + " "))
    _field(foot, "PAGE")
    foot.add_run(" " + say("of") + " ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def packed(document: Document) -> bytes:
    """The file, without the template's picture of itself and without the time at which it was made."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(_UNWANTED):
            del package.rels[key]
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
