"""Minutes → an e-mail draft (`.eml`, RFC 5322), to be opened in a mail program, looked at and sent by a person.

No recipient is ever filled in, and no header is made of more than one line: what a person typed cannot add one.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP

from peer_tui.domain.minutes import Minutes
from peer_tui.exchange.html import to_html
from peer_tui.exchange.text import to_text

_NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LONGEST = 200


def header(said: str) -> str:
    """A person's text as the value of a header: one line, no control character, not endless."""
    return " ".join(_NOT_IN_A_HEADER.sub(" ", said).split())[:_LONGEST]


def to_mail(minutes: Minutes) -> str:
    """The draft: the minutes as plain text, and the same as HTML for those whose program shows it."""
    message = EmailMessage(policy=SMTP)
    status = "DRAFT minutes" if minutes.draft else "Minutes"
    message["Subject"] = header(f"{status}: {minutes.title}, {minutes.date}")
    # Mail programs that know it open the file for writing instead of reading.
    message["X-Unsent"] = "1"
    message.set_content(_mailable(to_text(minutes)), cte="base64")
    message.add_alternative(_mailable(to_html(minutes)), subtype="html", cte="base64")
    # The same minutes give the same file: the boundary is not made of chance.
    message.set_boundary("=_peer-tui-minutes_=")
    return message.as_bytes().decode("ascii")


def _mailable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
