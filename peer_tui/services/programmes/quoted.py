"""Where reports quote a line whose words are removed: approved words, sections a person wrote, what readers answered.

What quotes it is no line, so that nobody could remove it by itself; only the quoted words go, the rest of the text
stays. Its seal then tells that words were removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from peer_tui.domain.events import Event, Redacted, ReportAnswered, ReportMarked, SectionWritten
from peer_tui.domain.naming import Naming, Privacy
from peer_tui.domain.redaction import part_of
from peer_tui.store.removing.needles import Needles

if TYPE_CHECKING:
    from peer_tui.domain.entries import Entry
    from peer_tui.services.opened import OpenGroup

A_LINE = 12
"""Characters from which on one line of a longer text is looked for by itself: shorter ones stand in too much."""
_QUOTES = (ReportMarked, SectionWritten, ReportAnswered)


def quoted_in_reports(opened: OpenGroup, lines: Iterable[Entry | None], leave: str, reason: str) -> list[Event]:
    """The removals, for the group's own log, of what its reports quote of some lines.

    Args:
        opened: the group.
        lines: the lines as they stand; those that are not known are passed over.
        leave: what stands in the place of each quotation.
        reason: why they are removed.
    """
    known = [line for line in lines if line is not None]
    texts = {filed.text for line in known for filed in (line.filed, *line.history, *line.later) if filed.text}
    return quotations(opened, texts, leave, reason)


def quotations(opened: OpenGroup, texts: Iterable[str], leave: str, reason: str) -> list[Event]:
    """The same of some texts by themselves."""
    texts = {spelled for text in texts for spelled in _as_quoted(text)}
    # A report that hides names quotes a line without them.
    namings = [Naming(opened.group, level) for level in Privacy]
    words = Needles({naming.words(text) for text in texts for naming in namings} | texts)
    return [
        Redacted(target=part_of(event.id, "text"), leave=words.replaced(event.text, leave), reason=reason)
        for event in opened.events.get("", ())
        if isinstance(event, _QUOTES) and words.in_text(event.text)
    ]


def told_lines(texts: Iterable[str]) -> list[str]:
    """The texts, and each longer line of them: what is set in or kept line by line does not hold the whole."""
    told = {line.strip() for text in texts for line in text.splitlines()}
    return sorted({line for line in told if len(line) >= A_LINE} | {text for text in texts if text.strip()})


def _as_quoted(text: str) -> set[str]:
    """A text as a report may quote it: as it is, on one line, or line by line where a line says enough."""
    lines = {line.strip() for line in text.splitlines() if len(line.strip()) >= A_LINE}
    return {text, " ".join(text.split()), *lines}
