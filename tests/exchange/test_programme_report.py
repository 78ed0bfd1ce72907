"""A report's page in its formats: lists and paragraphs as they were meant, and a person's words never markup."""

from __future__ import annotations

import html.parser
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from peer_tui.domain.characters import clean
from peer_tui.exchange.programme_report import Block, Written, blocks_of, page_to_html, page_to_markdown, page_to_text

PAGE = Written(
    "Summary: Lark & Harbor",
    "DRAFT",
    (("Group", "Lark"),),
    (("Main lessons", "What they learned.", "Lessons\n\n- one\n- two\n\nA paragraph\nof two lines"), ("Empty", "", "")),
    "Nothing yet.",
)
lines = st.text(max_size=40).map(lambda said: clean(said).strip())
pages = st.builds(
    Written,
    title=lines,
    status=lines,
    facts=st.lists(st.tuples(lines, lines), max_size=2).map(tuple),
    sections=st.lists(
        st.tuples(lines, lines, st.lists(st.one_of(lines, lines.map("- {}".format)), max_size=5).map("\n".join)),
        max_size=3,
    ).map(tuple),
    nothing=st.just("Nothing yet."),
)


class Read(html.parser.HTMLParser):
    """What a browser makes of a page: its tags, whether they are closed, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        assert all(
            name in ("lang", "charset", "name", "content", "http-equiv", "class", "href", "rel") for name, _ in attrs
        )

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


def test_words_are_paragraphs_and_lists() -> None:
    assert list(blocks_of("Lessons\n\n- one\n- two\n\n\nA\nB\n- three")) == [
        Block(False, ("Lessons",)),
        Block(True, ("one", "two")),
        Block(False, ("A", "B")),
        Block(True, ("three",)),
    ]
    assert list(blocks_of("  \n")) == []


def test_markdown_has_headings_lists_and_line_ends() -> None:
    assert page_to_markdown(PAGE) == (
        "# Summary: Lark \\& Harbor\n\n**DRAFT**\n\n- Group: Lark\n\n## Main lessons\n\n*What they learned.*\n\n"
        "Lessons\n\n- one\n- two\n\nA paragraph  \nof two lines\n\n## Empty\n\nNothing yet.\n"
    )


def test_text_underlines_its_titles() -> None:
    assert page_to_text(PAGE) == (
        "Summary: Lark & Harbor\n\nDRAFT\n\nGroup: Lark\n\n\nMain lessons\n------------\nWhat they learned.\n\n"
        "Lessons\n\n- one\n- two\n\nA paragraph\nof two lines\n\n\nEmpty\n-----\n\nNothing yet.\n"
    )


def test_html_stands_alone() -> None:
    page = page_to_html(PAGE, "es")
    read = Read()
    read.feed(page)
    assert read.open == []
    assert '<html lang="es">' in page
    assert "default-src 'none'" in page
    assert {"h1", "h2", "ul", "li", "dl", "section", "main"} <= read.tags
    assert "<p><bdi>A paragraph</bdi><br><bdi>of two lines</bdi></p>" in page


@settings(max_examples=60)
@given(pages)
def test_nothing_that_was_written_is_markup(page: Written) -> None:
    read = Read()
    read.feed(page_to_html(page))
    assert read.open == []
    assert read.tags <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "dl", "dt", "dd", "section", "ul",
        "li", "bdi", "br", "a",
    }  # fmt: skip
    said = "".join(read.text)
    assert all(title in said for title, _, _ in page.sections)
    for one in page_to_text(page).split("\n"):
        assert cell_len(one) <= 78
    headings = [one for one in page_to_markdown(page).split("\n") if one.startswith(("# ", "## "))]
    assert len(headings) == 1 + len(page.sections)


def test_the_same_page_gives_the_same_document() -> None:
    pytest.importorskip("docx")
    from peer_tui.exchange.programme_docx import page_to_docx

    made = page_to_docx(PAGE)
    assert made == page_to_docx(PAGE)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"A paragraph" in parts.read("word/document.xml")
        assert b"<dc:creator></dc:creator>" in parts.read("docProps/core.xml").replace(
            b"<dc:creator/>", b"<dc:creator></dc:creator>"
        )
