"""The ribbon: every block of the agenda, done, now or to come, told by a mark and in words."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.agenda import short_title
from peer_tui.domain.events import BlockPlan
from peer_tui.domain.reading import Reading
from peer_tui.domain.timing import length
from peer_tui.domain.words import say, say_number
from peer_tui.services.session import LiveSession
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.words import Words


class Ribbon(Words):
    """One row. What does not fit is counted: `✓ 3 done`, `2 more to come`."""

    def __init__(self, session: LiveSession) -> None:
        super().__init__(id="ribbon")
        self.session = session

    def show(self, reading: Reading) -> None:
        """Say it again, if it changed."""
        width = self.size.width
        if not width:
            return
        done, now, ahead = self._parts()
        minutes = self._minutes(ahead)
        whole = [self._done(block) for block in done]
        counted = [Content.styled(say_number(len(done), "✓ {n} done", "✓ {n} done"), "$quiet")] if done else []
        timed = [self._ahead(block, minutes.get(block.key, "")) for block in ahead]
        untimed = [self._ahead(block, "") for block in ahead]
        told = [Content.assemble((say("▶ now") + " ", "$accent"), title) for title in now]
        marked = [Content.assemble(("▶ ", "$accent"), title) for title in now]
        forms = [
            (whole, told, timed, "  "),
            (counted, told, timed, "  "),
            (counted, told, untimed, "  "),
            (counted, told, untimed, " "),
            (counted, marked, untimed, " "),
        ]
        for before, here, after, gap in forms:
            line = Content(gap).join([*before, *here, *after])
            if line.cell_length <= width:
                self.say([line])
                return
        self.say([self._cut([*counted, *marked], untimed, width)])

    def _parts(self) -> tuple[list[BlockPlan], list[Content], list[BlockPlan]]:
        meeting = self.session.meeting
        keys = [block.key for block in meeting.blocks]
        current = meeting.current.block if meeting.current else None
        if current in keys:
            place = keys.index(current)
        else:
            place = len(keys) if meeting.ended else -1
        done = [*meeting.blocks[: max(0, place)]]
        now = [*meeting.blocks[place : place + 1]] if 0 <= place < len(keys) else []
        shown = [plain(short_title(block), "bold $accent") for block in now]
        return done, shown, [*meeting.blocks[place + 1 :]]

    def _done(self, block: BlockPlan) -> Content:
        if not self.session.meeting.visited(block.key):
            return plain("– " + say("{short_title} not reached", short_title=short_title(block)), "$quiet")
        return Content.assemble(("✓ ", "$success"), plain(short_title(block), "$quiet"))

    def _ahead(self, block: BlockPlan, minutes: str) -> Content:
        style = "bold" if block.protected else ""
        return Content.assemble(("○ ", "$quiet"), plain(short_title(block), style), plain(minutes, "$quiet"))

    def _minutes(self, ahead: list[BlockPlan]) -> dict[str, str]:
        """How long each block to come may take, as things stand."""
        session = self.session
        course, now = session.meeting.course(session.items), session.now()
        return {block.key: f" {length(course, block.key, now)[1] // 60}" for block in ahead}

    def _cut(self, first: list[Content], ahead: list[Content], width: int) -> Content:
        """As many blocks to come as fit, and how many more there are."""
        for shown in range(len(ahead) - 1, -1, -1):
            rest = Content.styled(say("+ {number} more", number=len(ahead) - shown), "$quiet")
            line = Content(" ").join([*first, *ahead[:shown], rest])
            if line.cell_length <= width:
                return line
        return first[-1] if first else Content("")
