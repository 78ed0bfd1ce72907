"""What stands above a record of minutes: how its review goes, what arrived late, and what is to be looked at in it."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.events import MeetingId
from peer_tui.domain.minutes import Minutes
from peer_tui.domain.words import say, say_number
from peer_tui.services import amending, hints, keeping, previewing, review_round
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.text import fit, plain

_MOST_GAPS = 3
"""Gaps that are said whole; one on a short screen."""


class MinutesState:
    """Says in a few lines how the minutes of one meeting stand.

    Args:
        workspace: the library.
        opened: the group.
        meeting: the meeting's id.
        minutes: its record, as it is shown.
        preview: for whom it is shown, and who is named.
    """

    def __init__(
        self,
        workspace: Workspace,
        opened: OpenGroup,
        meeting: MeetingId,
        minutes: Minutes,
        preview: previewing.Preview,
    ) -> None:
        self._workspace, self._opened, self._meeting = workspace, opened, meeting
        self._minutes, self._preview = minutes, preview
        held = opened.group.meetings[meeting]
        self._cancelled = held.state == "cancelled"
        self._draft = not held.approved
        # What approved minutes lack is no gap any more, but a matter for an amendment.
        self._gaps = keeping.gaps_of(opened, meeting) if minutes.draft and not self._cancelled else []

    @property
    def review(self) -> str:
        """How the review stands, or what reached this device after the approval; empty where there is neither."""
        if self._cancelled:
            return ""
        if not self._draft:
            return self._late_words()
        found = review_round.round_of(self._workspace, self._opened, self._meeting)
        if found is None or not found.open:
            return ""
        if found.over:
            return say("Review: {answers} · the day has passed", answers=found.words)
        return say("Review: {answers}", answers=found.words)

    def _late_words(self) -> str:
        late = len(amending.arrived_later(self._opened, self._meeting))
        if not late:
            return ""
        return say_number(
            late,
            "{lines} arrived after the approval: g shows it",
            "{lines} arrived after the approval: g shows them",
            lines=say_number(late, "{n} line", "{n} lines"),
        )

    def look(self, width: int, *, short: bool) -> Content:
        """What is to be looked at: the first gaps whole, hints and questions counted.

        Args:
            width: cells of a line.
            short: there is room for few lines.
        """
        if self._cancelled:
            return plain(say("It was cancelled before it was called to order: it has no minutes to review."), "$quiet")
        more = self._counts()
        if not self._gaps and not more:
            return plain(say("No gaps.") if self._draft else "", "$quiet")
        lines = self._gap_lines(width, 1 if short else _MOST_GAPS)
        if more:
            lines.append(
                fit(
                    say("{what}: g shows it", what=" · ".join(more))
                    if more[0].startswith("1 ")
                    else say("{what}: g shows them", what=" · ".join(more)),
                    width,
                )
            )
        return Content("\n").join(plain(line) for line in lines)

    def _gap_lines(self, width: int, most: int) -> list[str]:
        if not self._gaps:
            return []
        count = say_number(len(self._gaps), "{n} gap:", "{n} gaps:")
        lines = [fit(f"{count} {self._gaps[0]}", width), *(fit(f"  {gap}", width) for gap in self._gaps[1:most])]
        if len(self._gaps) > most > 1:
            lines[-1] = "  " + say("… and {number} more: g shows them", number=len(self._gaps) - most + 1)
        return lines

    def _counts(self) -> list[str]:
        """Hints about words, and names of which nobody said yet whether they are words."""
        found = len(hints.hints_of(self._workspace, self._opened, self._meeting))
        hides = self._minutes.privacy.hides
        asked = previewing.questions(self._opened, self._meeting, self._preview) if hides else []
        unanswered = len(previewing.unanswered(asked, self._preview))
        said = [say_number(found, "{n} hint", "{n} hints")] if found else []
        if unanswered:
            said.append(say_number(unanswered, "{n} name that may be a word", "{n} names that may be a word"))
        return said
