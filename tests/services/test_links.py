"""Links: opened only when http(s) or mailto, shown whole first, and where they lead to said apart."""

from __future__ import annotations

import webbrowser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.services import links
from peer_tui.services.links import may_open
from tests.exchange.hostile import texts
from tests.services.conftest import Room


@pytest.mark.parametrize(
    ("typed", "address", "host"),
    [
        ("https://example.org/a_b?x=1&y=2#z", "https://example.org/a_b?x=1&y=2#z", "example.org"),
        ("see https://example.org/a.", "https://example.org/a", "example.org"),
        ("(https://example.org/a)", "https://example.org/a", "example.org"),
        ("https://en.example.org/wiki/A_(b)", "https://en.example.org/wiki/A_(b)", "en.example.org"),
        ("HTTP://Example.ORG:8080/x", "HTTP://Example.ORG:8080/x", "Example.ORG"),
        ("http://[::1]:80/x", "http://[::1]:80/x", "[::1]"),
        ("mailto:ana@example.org?subject=Minutes", "mailto:ana@example.org?subject=Minutes", "example.org"),
        ("https://exa\x00mple.org/\x1b[2J", "https://example.org/[2J", "example.org"),
    ],
)
def test_a_web_or_mail_address_may_be_opened(typed: str, address: str, host: str) -> None:
    link = may_open(typed)
    assert link is not None and (link.address, link.host) == (address, host)
    assert link.told()[0] == address and host in link.told()[1]


@pytest.mark.parametrize(
    "typed",
    [
        "", "no link", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\x00script:alert(1)", "java\tscript:alert(1)",
        "data:text/html,<script>", "file:///etc/passwd", "ftp://example.org", "vbscript:x", "smb://h/x", "-https:x",
        "xhttps://example.org", "https:example.org", "https://", "https:///x",
        "https://\u202egro.elpmaxe", "https://example.org/\u200bx", "https://example.org\\@elsewhere.example",
        "https://exa\u00admple.org", "https://example.org:99999/", "https://example.org:x/", "https://[::1",
        "https://" + "a" * 3000, "https://.example.org", "https://a%2eb/",
        "https://xn--\u202e/", "mailto:", "mailto:?subject=x", "mailto:ana@example.org?attach=/etc/passwd",
        "mailto:ana@example.org?subject=x%0d%0aBcc:%20all@example.org", "mailto:a%0aBcc:b@example.org",
        "https://\ud800.example",
    ],
)  # fmt: skip
def test_nothing_else_may(typed: str) -> None:
    assert may_open(typed) is None


def test_what_stands_before_the_at_is_not_the_place() -> None:
    link = may_open("https://bank.example@elsewhere.example/login")
    assert link is not None and link.host == "elsewhere.example"
    assert any("“bank.example”" in line and "not the place" in line for line in link.told())


@pytest.mark.parametrize(
    ("host", "plain"),
    [
        ("bücher.example", "xn--bcher-kva.example"), ("аррӏе.example", "xn--80ak6aa92e.example"),
        ("faß.example", "xn--fa-hia.example"), ("例え。example", "xn--r8jz45g.example"), ("ｇｏ.example", "go.example"),
    ],
)  # fmt: skip
def test_a_host_in_other_letters_is_shown_as_machines_read_it_and_opened_like_that(host: str, plain: str) -> None:
    link = may_open(f"https://u@{host}:81/ü?q#f")
    assert link is not None and link.ascii_host == plain
    assert host in link.told()[1] and plain in link.told()[1]
    assert link.opens == f"https://u@{plain}:81/ü?q#f"


@settings(max_examples=300, deadline=None)
@given(st.one_of(texts, texts.map(lambda t: f"https://{t}"), texts.map(lambda t: f"mailto:{t}")))
def test_whatever_is_written_only_these_schemes_are_opened_and_nothing_is_hidden(typed: str) -> None:
    link = may_open(typed)
    if link is not None:
        assert link.opens.lower().startswith(("http://", "https://", "mailto:"))
        assert link.ascii_host.isascii() and link.address.isprintable() and link.opens.isprintable()
        assert may_open(link.opens) is not None


# --- the verb ---------------------------------------------------------------------------------------------------


@pytest.fixture
def with_links(room: Room) -> Room:
    room.at("2:00")
    room.all("/next", "https://example.org/one", "l: the form http://elsewhere.example/x", "l: javascript:alert(1)")
    return room


def test_a_link_is_shown_whole_and_opened_only_when_asked_again(with_links: Room) -> None:
    room = with_links
    room.session.opens_links = True
    assert [row[:1] for row in room.say("/open").lines] == ["1", "2", "3"]
    first = room.say("/open 2")
    assert not first.open and first.lines[0] == "http://elsewhere.example/x"
    assert "leads to: elsewhere.example" in first.lines and first.line == "/open 2"
    again = room.say("/open 2")
    assert again.open == "http://elsewhere.example/x"
    assert not room.say("/open 2").open, "it is asked about anew"


def test_anything_in_between_takes_the_question_back(with_links: Room) -> None:
    room = with_links
    room.session.opens_links = True
    for between in ("/open 2", "a note", "/time", "/redact"):
        room.say("/open 1")
        room.say(between)
        assert not room.say("/open 1").open, between
        room.say("a note")


def test_a_link_that_was_changed_meanwhile_is_asked_about_anew(with_links: Room) -> None:
    room = with_links
    room.session.opens_links = True
    room.say("/open 1")
    asked = room.session.asked_twice
    room.say("s/one/other/")
    room.session.asked_twice = asked
    said = room.say("/open 1")
    assert not said.open and said.lines[0] == "https://example.org/other"


def test_what_is_no_web_or_mail_address_is_not_opened(with_links: Room) -> None:
    said = with_links.say("/open last")
    assert not said.done and "http, https or mailto" in said.words
    assert not with_links.say("/open 9").done and not with_links.say("/open ²").done


def test_plain_mode_only_prints_it(with_links: Room) -> None:
    for _ in range(2):
        said = with_links.say("/open 1")
        assert not said.open and said.lines[0] == "https://example.org/one"


def test_a_meeting_without_links_says_so(room: Room) -> None:
    assert "No link" in room.say("/open").words


# --- the browser ------------------------------------------------------------------------------------------------


class Browser(webbrowser.BaseBrowser):
    """Remembers what it was asked to open."""

    def __init__(self, works: bool = True) -> None:
        super().__init__("test")
        self.works = works
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return self.works


def test_the_browser_gets_what_was_shown_and_nothing_that_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda using=None: browser)
    assert links.in_browser("https://example.org/one") == ""
    for never in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "--help",
        "see https://example.org",
        "https://ü.example",
    ):
        assert "not opened" in links.in_browser(never)
    assert browser.opened == ["https://example.org/one"]


def test_no_browser_and_one_that_would_draw_in_this_terminal_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    text_browser = webbrowser.GenericBrowser("w3m")
    for got in (text_browser, Browser(works=False)):
        monkeypatch.setattr(webbrowser, "get", lambda using=None, got=got: got)
        assert "Copy: https://example.org/" in links.in_browser("https://example.org/")

    def none(using: object = None) -> webbrowser.BaseBrowser:
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert "Copy: https://example.org/" in links.in_browser("https://example.org/")


def test_an_e_mail_draft_is_drawn_anew_when_words_are_removed(with_links: Room) -> None:
    """Its words stand in it in base64, where no search finds them."""
    import email
    from email.policy import SMTP

    from peer_tui.services import keeping

    room = with_links
    room.say("a note that must go")
    places = room.workspace.places
    path = keeping.export(room.opened, room.session.id, "eml", places.exports, places.state)

    def said() -> str:
        draft = email.message_from_bytes(path.read_bytes(), policy=SMTP)
        return "".join(part.get_content() for part in list(draft.walk())[1:])

    assert "must go" in said()
    room.all("/redact", "/redact")
    assert "must go" not in said() and "example.org/one" in said()
