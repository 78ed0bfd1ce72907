"""Two teams beside each other: each role of one side and who answers it on the other (`product.md` §1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.programmes.mirror import mirror_of
from peer_tui.domain.words import say
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.definition import Register
    from peer_tui.domain.programmes.mirror import Mirrored
    from peer_tui.ui.screens.programmes import ProgrammesScreen


class MirrorView(ProgrammeView):
    """A role a row.

    Args:
        screen: the place.
        programme: the run.
        key: the register, one that has a mirror.
    """

    word: ClassVar[str] = say("Mirror")
    ACTS = (Act("c", "c", say("copy"), "copy", say("Copy the two sides as text.")),)
    back = say("rows")

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str) -> None:
        super().__init__(screen, programme)
        self.key = key

    @property
    def _register(self) -> Register:
        return next(one for one in self.definition.registers if one.key == self.key)

    def gone(self) -> bool:
        """The programme is gone, or has no such register any more."""
        return super().gone() or all(one.key != self.key for one in self.definition.registers)

    def _mirrored(self) -> Mirrored | None:
        return mirror_of(self._register, self.running.standing_rows(self.key))

    @property
    def title(self) -> str:
        """The two sides."""
        found = self._mirrored()
        return say("{asking} ↔ {answering}", asking=found.asking, answering=found.answering) if found else self.word

    def rows(self, width: int) -> list[ListRow]:
        """Each role with who has it; one without a counterpart stands out."""
        found = self._mirrored()
        rows = []
        for number, pair in enumerate(found.pairs if found else ()):
            words = plain(pair.words, "" if pair.answering else "$warning")
            rows.append(ListRow(row(words, Content(""), width), f"pair:{number}"))
        return rows or self.none(say("Nobody is in the two teams yet: a in the register adds somebody."))

    def below(self, selected: str) -> Content:
        """What is missing, and what is usual."""
        found = self._mirrored()
        if found is None:
            return Content("")
        return lines(*(plain(words, "$warning") for words in found.missing), *found.advice)

    def copy(self) -> None:
        """As text."""
        found = self._mirrored()
        if found is not None and found.pairs:
            text = "\n".join([self.title, *(pair.words for pair in found.pairs)])
            self.place.peer.copier.start((text,), say("The two sides"), "c")
