"""Links that people wrote down: which may be opened, how they are shown first, and the browser that is asked to.

Only `http`, `https` and `mailto` are opened, and only after the whole address was shown and confirmed. The place it
leads to is shown apart, since an address can look like another: `https://bank.example@elsewhere.example`, or a host in
letters that look alike.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean
from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say
from peer_tui.services.numbers import whole_number
from peer_tui.services.said import Said, refused

if TYPE_CHECKING:
    from peer_tui.services.session import LiveSession

ASKED = "open "
_ADDRESS = re.compile(r"(?<![\w.+-])(?:https?://|mailto:)\S+", re.IGNORECASE)
_LONGEST = 2_000
"""Characters of an address that can be shown whole."""
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,252})|\[[0-9a-f:.]{2,45}\]")
_NOT_IN_AN_ADDRESS = frozenset("\\`<>\"'^{}|")
"""What a browser may read otherwise than a person does, or a mail program as more than an address."""
_AFTER = ".,;:!?»”’"
_OF_A_MAIL = frozenset({"to", "cc", "bcc", "subject", "body", "in-reply-to"})
_KEPT_AS_THEY_ARE = frozenset("ßς")
"""Letters of a host that older rules turn into others, and browsers do not."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be opened once it was shown."""

    address: str
    """The whole of it as it was written."""
    opens: str
    """What the browser is given: the same with its host as machines read it."""
    host: str
    """Where it leads to, as it was written."""
    ascii_host: str
    """The same as machines read it: `xn--…` for letters beyond ASCII."""
    before_host: str = ""
    """What stands before an @ in front of the host: no part of where it leads to."""

    def told(self) -> tuple[str, ...]:
        """The lines that are shown before it is opened: the whole address, then where it leads to."""
        where = (
            self.host
            if self.host == self.ascii_host
            else say("{host}, in plain letters {ascii_host}", host=self.host, ascii_host=self.ascii_host)
        )
        told = [self.address, say("leads to: {where}", where=where)]
        if self.before_host:
            told.append(
                say(
                    "⚠ “{before_host}” before the @ is a name to sign in with, not the place it leads to",
                    before_host=self.before_host,
                )
            )
        if self.opens.lower().startswith("http://"):
            told.append(say("⚠ http: what is sent there can be read on the way"))
        return tuple(told)


def may_open(text: str) -> Link | None:
    """The first web or mail address in a text, if it may be opened; None if there is none, or none that may.

    Not opened: another scheme; hidden or look-alike control characters; a host that is none; more than can be shown.
    """
    found = _ADDRESS.search(clean(text))
    if found is None:
        return None
    address = found[0].rstrip(_AFTER)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER)
    if len(address) > _LONGEST or any(_is_hidden(sign) for sign in address):
        return None
    try:
        return _mail(address) if address[:7].lower() == "mailto:" else _web(address)
    except (ValueError, UnicodeError):
        return None


def links(session: LiveSession) -> list[str]:
    """The texts of this meeting's links, in the order in which they were written down."""
    lines = session.meeting.lines()
    return [entry.filed.text for entry in lines if entry.filed.kind is EntryKind.LINK and not entry.redacted]


def open_link(session: LiveSession, rest: str = "") -> Said:
    """`/open` lists the links, `/open 2` and `/open last` show one whole; once more the same opens it on the screen."""
    texts = links(session)
    if not texts:
        return refused(say("No link was written down in this meeting. An address alone on the line is one."))
    words = rest.strip().lower()
    if not words:
        rows = tuple(f"{number}  {text}" for number, text in enumerate(texts, start=1))
        return Said(say("Links · /open 1 shows one whole"), lines=rows, pane="links", line="/open ")
    number = len(texts) if words == "last" else whole_number(words)
    if number is None or not 1 <= number <= len(texts):
        return refused(say("There is no link {rest}. /open lists them.", rest=rest.strip()), f"/open {rest}".rstrip())
    link = may_open(texts[number - 1])
    if link is None:
        return refused(say("Only a web or mail address is opened: http, https or mailto, with nothing hidden in it."))
    if not session.opens_links:
        return Said(say("Link {number}", number=number), lines=link.told(), pane="links")
    asked = f"{ASKED}{number} {link.address}"
    if session.asked_twice != asked:
        session.asked_twice = asked
        again = f"/open {words}"
        return Said(
            say("Open it in the browser? {again} once more", again=again), lines=link.told(), pane="links", line=again
        )
    session.asked_twice = ""
    return Said(say("Link {number}: {address}", number=number, address=link.address), open=link.opens)


def in_browser(address: str) -> str:
    """Have the person's browser or mail program open an address; a sentence if it was not opened, else nothing.

    May wait for seconds. A browser that would draw in this very terminal is not begun.
    """
    link = may_open(address)
    if link is None or link.opens != address:
        return say("That address is not opened.")
    # Imported here: nothing else needs it.
    import webbrowser

    try:
        browser = webbrowser.get()
        if type(browser) is webbrowser.GenericBrowser:
            return say(
                "Only a browser inside the terminal was found here, and it would draw over this. Copy: {address}",
                address=address,
            )
        opened = browser.open(address)
    except (webbrowser.Error, OSError, ValueError):
        opened = False
    return "" if opened else say("No browser could be opened here. Copy: {address}", address=address)


def _is_hidden(sign: str) -> bool:
    return sign in _NOT_IN_AN_ADDRESS or unicodedata.category(sign)[0] in "CZ"


def _web(address: str) -> Link | None:
    # Imported here: a meeting without links needs none of it.
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    before, at, place = parts.netloc.rpartition("@")
    _ = parts.port  # raises ValueError for a port that is none
    host = place if place.startswith("[") else place.partition(":")[0]
    if place.startswith("["):
        host = place[: place.index("]") + 1]
    plain = _as_machines_read(host)
    if plain is None or len(parts.scheme) + len("://") + len(parts.netloc) > len(address):
        return None
    port = place[len(host) :]
    begins = address[: address.index("://") + len("://")]
    rest = address[len(begins) + len(parts.netloc) :]
    return Link(address, f"{begins}{before}{at}{plain}{port}{rest}", host, plain, before)


def _mail(address: str) -> Link | None:
    from urllib.parse import parse_qsl, unquote

    to, _, asked = address[len("mailto:") :].partition("?")
    fields = parse_qsl(asked, keep_blank_values=True)
    if any(name.lower() not in _OF_A_MAIL for name, _value in fields):
        return None
    said = [unquote(to), *(value for name, value in fields if name.lower() != "body")]
    if any(unicodedata.category(sign) == "Cc" for value in said for sign in value):
        return None
    host = unquote(to).rpartition("@")[2]
    plain = _as_machines_read(host)
    return Link(address, address, host, plain) if plain is not None else None


def _as_machines_read(host: str) -> str | None:
    """The host in ASCII; None if it is no host.

    Raises:
        UnicodeError: its letters cannot stand in a host.
    """
    plain = host.lower()
    if not plain.isascii():
        labels = unicodedata.normalize("NFKC", plain).replace("。", ".").split(".")
        plain = ".".join(map(_label, labels))
    return plain if _HOST.fullmatch(plain) else None


def _label(label: str) -> str:
    if _KEPT_AS_THEY_ARE & set(label):
        return f"xn--{label.encode('punycode').decode()}"
    return label.encode("idna").decode() if label else ""
