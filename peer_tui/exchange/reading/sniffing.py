"""Which form a text is in, and reading it in that form."""

from __future__ import annotations

import re
from collections.abc import Callable

from peer_tui.exchange.reading import (
    agenda_durations,
    irc_minutes,
    markdown_minutes,
    meetbot,
    meetbot_minutes,
    text_minutes,
    zoom_chat,
    zoom_participants,
)
from peer_tui.exchange.reading.lines import Line, lines_of
from peer_tui.exchange.reading.log_lines import looks_like_log
from peer_tui.exchange.reading.understood import Form, Understood

READERS: dict[Form, Callable[[str, str], Understood]] = {
    Form.MARKDOWN: markdown_minutes.read,
    Form.TEXT: text_minutes.read,
    Form.AGENDA: agenda_durations.read,
    Form.MEETBOT: meetbot.read,
    Form.MEETBOT_MINUTES: meetbot_minutes.read,
    Form.IRC: irc_minutes.read,
    Form.ZOOM_CHAT: zoom_chat.read,
    Form.ZOOM_PARTICIPANTS: zoom_participants.read,
}
"""The reader of each form: takes the text and how 11/12/2024 is read."""
_MARKDOWN = re.compile(
    r" {0,3}#{1,6} \S|\s*[-*+] \[[ xX]\] |.*\*\*\S[^*]*\*\*|\s*\|?\s*:?-{3,}:?\s*\||.*\]\(https?://|\s*[-*] \S.*`"
)
_STARTS = re.compile(r"#startmeeting\b", re.IGNORECASE)


def form_of(text: str) -> Form:
    """What a text most likely is. Whatever is none of the others is plain-text minutes."""
    lines = list(lines_of(text[:400_000]))
    if zoom_participants.is_report(lines):
        return Form.ZOOM_PARTICIPANTS
    if zoom_chat.is_chat(lines):
        return Form.ZOOM_CHAT
    if meetbot_minutes.is_minutes(lines):
        return Form.MEETBOT_MINUTES
    if looks_like_log(lines):
        return Form.MEETBOT if any(_STARTS.search(line.text) for line in lines) else Form.IRC
    if _is_agenda(lines):
        return Form.AGENDA
    marks = sum(1 for line in lines if _MARKDOWN.match(line.text[:400]))
    heading = any(re.match(r" {0,3}#{1,6} \S", line.text) for line in lines)
    return Form.MARKDOWN if heading or (marks * 8 >= len(lines) > 0 and marks) else Form.TEXT


def _is_agenda(lines: list[Line]) -> bool:
    """Most of its lines are parts with a time, and nothing in it was decided or promised."""
    if not 0 < len(lines) <= 120:
        return False
    timed = agenda_durations.timed_lines([line.words for line in lines])
    outer = sum(1 for line in lines if not line.indent)
    return timed >= 2 and timed * 2 >= outer


def read(text: str, form: Form | None = None, order: str = "month first") -> Understood:
    """What a text says.

    Args:
        text: the text.
        form: what to read it as; found out if not given.
        order: how 11/12/2024 is read, `month first` or `day first`.
    """
    return READERS[form or form_of(text)](text, order)
