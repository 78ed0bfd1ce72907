"""E-mail drafts (`.eml`, RFC 5322), to be opened in a mail program, looked at and sent by a person.

No header is made of more than one line: what a person typed cannot add one. Minutes are addressed to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import msgspec

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.words import say
from peer_tui.exchange.html import to_html
from peer_tui.exchange.text import to_text

_NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})*")
"""A mail address as nearly all are (RFC 5322 dot-atom); anything else is left for the person to fill in."""
_LONGEST_ADDRESS = 254
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_LONGEST = 200


class Attachment(msgspec.Struct, frozen=True):
    """A file that goes with a draft."""

    name: str
    """Its file name; letters, digits, dots and dashes of it are kept."""
    content: bytes
    kind: str = "application/octet-stream"
    """Its media type, e.g. `text/calendar`."""


def header(said: str) -> str:
    """A person's text as the value of a header: one line, no control character, not endless."""
    return " ".join(_NOT_IN_A_HEADER.sub(" ", said).split())[:_LONGEST]


def draft(
    subject: str,
    body: str,
    to: Iterable[str] = (),
    html: str = "",
    attachments: Sequence[Attachment] = (),
) -> str:
    """A message that waits to be sent, as the text of an `.eml` file, in ASCII.

    Args:
        subject: its subject.
        body: what it says, as plain text.
        to: mail addresses; what is no plain address is left out, for the person to fill in.
        html: the same as a web page, for mail programs that show it; empty is none.
        attachments: files that go with it.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = header(subject)
    addresses = dict.fromkeys(said.strip() for said in to)
    known = [Address(addr_spec=said) for said in addresses if mail_address(said)]
    if known:
        message["To"] = known
    # Mail programs that know it open the file for writing instead of reading.
    message["X-Unsent"] = "1"
    message.set_content(_mailable(body), cte="base64")
    if html:
        message.add_alternative(_mailable(html), subtype="html", cte="base64")
    for one in attachments:
        _attach(message, one)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            # The same draft gives the same file: the boundary is not made of chance.
            part.set_boundary(f"=_peer-tui-{number}_=")
    return message.as_bytes().decode("ascii")


def mail_address(said: str) -> bool:
    """Whether this is one plain mail address and nothing beside it."""
    return len(said) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(said) is not None


def to_mail(minutes: Minutes, text: str = "", page: str = "") -> str:
    """Minutes as a draft to nobody: as plain text, and the same as HTML for those whose program shows it.

    Args:
        minutes: the record.
        text: it as plain text in a layout of the person's own; empty is the shipped one.
        page: it as HTML in a layout of the person's own; empty is the shipped one.
    """
    status = say("DRAFT minutes") if minutes.draft else say("Minutes")
    subject = f"{status}: {minutes.title}, {minutes.date}"
    return draft(subject, text or to_text(minutes), html=page or to_html(minutes))


def _attach(message: EmailMessage, one: Attachment) -> None:
    main, _, sub = one.kind.partition("/")
    name = _NOT_IN_A_NAME.sub("-", _mailable(one.name)).strip("-.")[:_LONGEST] or "attachment"
    message.add_attachment(one.content, maintype=main or "application", subtype=sub or "octet-stream", filename=name)


def _mailable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
