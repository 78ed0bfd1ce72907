"""A programme's report → a Word document (`.docx`) with real headings and lists. Needs python-docx.

As the minutes: a person's text is text, the properties name nobody, and the same report gives the same file.
"""

from __future__ import annotations

import docx

from peer_tui.exchange.docx import packed, prepare, set_heading, set_words
from peer_tui.exchange.programme_report import Block, Written, blocks_of


def page_to_docx(page: Written) -> bytes:
    """The page as a Word document: status first, then its facts and sections in order."""
    document = docx.Document()
    prepare(document, page.title, page.status)
    if page.status:
        set_words(document.add_paragraph(style="Intense Quote"), page.status, bold=True)
    set_heading(document, page.title, 1)
    for name, said in page.facts:
        line = document.add_paragraph(style="No Spacing")
        set_words(line, f"{name}: ", bold=True)
        set_words(line, said)
    for title, about, words in page.sections:
        set_heading(document, title, 2)
        if about:
            set_words(document.add_paragraph(style="Subtitle"), about)
        for block in list(blocks_of(words)) or [Block(False, (page.nothing,))]:
            for line_of_it in block.lines:
                style = "List Bullet" if block.items else "Normal"
                set_words(document.add_paragraph(style=style), line_of_it)
    return packed(document)
