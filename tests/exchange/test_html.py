"""Minutes as one HTML page: what a person typed is shown as typed, and nothing of it is ever active."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import example, given, settings

from peer_tui.domain.events import EntryKind
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import words
from peer_tui.exchange.html import text, to_html
from tests.domain.histories import START, History
from tests.exchange.hostile import HOSTILE, meeting_full_of, texts

ALLOWED = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dl",
        "dt",
        "dd",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "bdi",
        "a",
    ]
)


class Page(HTMLParser):
    """What a browser would make of a page: its tags, where its links lead, and the words a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.seen = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.seen += data


def page_of(told: History) -> Page:
    return Page(to_html(make_minutes(told.meeting(), told.group())))


@settings(max_examples=120, deadline=None)
@given(texts)
@example("<script>alert(1)</script>")
@example('" onmouseover="x')
@example("javascript:alert(1) data:text/html,x vbscript:x")
@example("https://example.org/<img src=x onerror=y>")
@example("</title><script>")
def test_whatever_was_typed_makes_no_tag_no_handler_and_no_link_but_the_web_and_mail(typed: str) -> None:
    page = page_of(meeting_full_of(typed))
    assert page.tags <= ALLOWED
    assert page.attributes <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "scope", "value", "href", "rel",
    }  # fmt: skip
    assert all(link.lower().startswith(("https://", "http://", "mailto:")) for link in page.links)


def test_what_was_typed_is_seen_as_typed() -> None:
    for typed in HOSTILE:
        told = History()
        told.plan("m", START)
        told.begin(START)
        told.write(EntryKind.NOTE, typed)
        assert "".join(words(typed).split()) in "".join(page_of(told).seen.split()), typed[:40]


def test_the_page_stands_alone_and_can_be_heard() -> None:
    told = meeting_full_of("Testimony")
    page = to_html(make_minutes(told.meeting(), told.group()))
    assert page.startswith("<!DOCTYPE html>") and '<html lang="en">' in page
    assert "default-src 'none'" in page and "src=" not in page and "<script" not in page and "@import" not in page
    assert '<th scope="col">Who</th>' in page and '<th scope="row">' in page and "<caption>" in page
    assert page.index("<h1>") < page.index("<h2>Summary</h2>") < page.index("<h3>Decisions</h3>")


def test_an_address_is_a_link_that_says_itself() -> None:
    assert text("see https://example.org/a?x=1&y=2 now") == (
        'see <a href="https://example.org/a?x=1&amp;y=2" rel="noreferrer">https://example.org/a?x=1&amp;y=2</a> now'
    )
    assert "<a" not in text("javascript:alert(1)")


def test_headings_go_down_one_level_at_a_time_and_it_prints() -> None:
    told = meeting_full_of("Testimony")
    page = to_html(make_minutes(told.meeting(), told.group()))
    levels = [int(level) for level in re.findall(r"<h([1-6])>", page)]
    assert levels[0] == 1 and levels.count(1) == 1 and set(levels) == {1, 2, 3}
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "@media print" in page and "table-header-group" in page
    # No colour of its own: whoever reads chose theirs, light or dark, and their contrast.
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(", page[: page.index("</style>")]) == []
