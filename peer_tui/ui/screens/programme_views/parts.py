"""A part of a programme: one of the views that stand beside each other, each with its number."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.words import say
from peer_tui.ui.screens.programme_views.view import ProgrammeView


class PartView(ProgrammeView):
    """One part. Esc leads to the list of programmes, a number or Tab to another part."""

    part: ClassVar[str] = ""
    """The word it is known by in the program; `word` is the one on screen."""
    back = say("programmes")

    @property
    def title(self) -> str:
        """Which programme."""
        return self.running.title
