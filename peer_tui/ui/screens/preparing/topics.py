"""The topics this meeting begins with: carried from earlier ones, and new."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.wall_time import say_date
from peer_tui.services import planning
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


class TopicsPart(Part):
    """For the block of current topics."""

    word = "Topics"
    keys = (("a", "add"),)

    @property
    def name(self) -> str:
        """With their count."""
        return f"{self.word} {len(self.opened.meeting(self.screen.meeting_id).topics)}"

    @property
    def title(self) -> str:
        """The block they are for."""
        return "Current topics"

    def rows(self, width: int) -> list[ListRow]:
        """In the order they were added."""
        topics = self.opened.meeting(self.screen.meeting_id).topics
        rows = []
        for topic in topics:
            held = self.opened.group.meetings.get(topic.carried_from or "")
            carried = f" · carried from {say_date(held.starts, held.zone)}" if held else ""
            rows.append(ListRow(Content.assemble(plain(topic.text), plain(carried, "$quiet")), topic.topic))
        return rows or [ListRow(plain("No topics yet: a adds one.", "$quiet"), "none", heading=True)]

    def add(self) -> None:
        """A new topic."""

        def take(text: str) -> str | None:
            if not text.strip():
                return "A topic needs a few words."
            planning.add_topic(self.workspace, self.opened, self.screen.meeting_id, text)
            self.screen.draw()
            return None

        self.screen.ask("Add a topic", take)

    def enter(self) -> None:
        """Topics have nothing more to open."""
