"""The topics this meeting begins with: what earlier ones left, and new ones, each where it is told."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.agenda import lay_out
from peer_tui.domain.agenda_page import came_from
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.topics import Topic, in_topics_block, under_priority
from peer_tui.domain.words import say
from peer_tui.services import topics
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


class TopicsPart(Part):
    """For the block of current topics, or told under a priority."""

    word = say("Topics")
    ACTS = (
        Act(
            "a", "a", say("add"), "add", say("Add a topic: its words, #priority to tell it under, 10 min for its time.")
        ),
        Act("e", "e", say("edit"), "enter", say("Word it anew (also Enter).")),
        Act(
            "t", "t", say("nest"), "nest", say("Tell it under the next priority; after the last one under none again.")
        ),
        Act("u,shift+up", "u", say("up"), "up", say("The topic earlier (also Shift+↑).")),
        Act("d,shift+down", "d", say("down"), "down", say("The topic later (also Shift+↓).")),
        Act("plus,equals_sign", "+", say("longer"), "longer", say("One minute more for it.")),
        Act("minus", "-", say("shorter"), "shorter", say("One minute less; at 0 it has no time of its own.")),
        Act(
            "r", "r", say("remove"), "remove", say("Take it off this agenda; a parked line it came from stays parked.")
        ),
    )
    keys = (("a", say("add")), ("Enter", say("edit")), ("u/d", say("move")), ("t", say("nest")))

    @property
    def meeting(self) -> Meeting:
        """The meeting, folded."""
        return self.opened.meeting(self.meeting_id)

    @property
    def name(self) -> str:
        """With their count."""
        return f"{self.word} {len(self.meeting.topics)}"

    @property
    def title(self) -> str:
        """The block they are for."""
        return say("Current topics")

    @property
    def selected(self) -> Topic | None:
        """The topic that is selected."""
        key = self.screen.rows.selected
        return next((topic for topic in self.meeting.topics if topic.topic == key), None)

    def rows(self, width: int) -> list[ListRow]:
        """Those told under each priority, then those of the block of current topics."""
        group, every = self.opened.group, self.meeting.topics
        reported = tuple(one.id for one in group.active_priorities)
        rows: list[ListRow] = []
        for priority in group.active_priorities:
            under = under_priority(every, priority.id)
            if under:
                rows.append(
                    ListRow(
                        plain(say("Under {name}", name=priority.name), "$quiet"), f"under {priority.id}", heading=True
                    )
                )
                rows += [ListRow(self._row(topic, "  "), topic.topic) for topic in under]
        own = in_topics_block(every, reported)
        if rows and own:
            rows.append(ListRow(plain(say("Current topics"), "$quiet"), "current topics", heading=True))
        rows += [ListRow(self._row(topic, "  " if rows else ""), topic.topic) for topic in own]
        return rows or [ListRow(plain(say("No topics yet: a adds one."), "$quiet"), "none", heading=True)]

    def _row(self, topic: Topic, indent: str) -> Content:
        notes = [say("{minutes} min", minutes=topic.minutes)] if topic.minutes else []
        notes += came_from(topic, self.opened.group)
        more = "".join(f" · {note}" for note in notes)
        return Content.assemble(indent, plain(topic.text), plain(more, "$quiet"))

    def below(self) -> Content:
        """How their times stand to the time of their block."""
        held, meeting = self.screen.held, self.meeting
        block = meeting.job("topics")
        laid_out = lay_out(meeting.blocks, held.minutes, held.starts)
        minutes = next((row.minutes for row in laid_out.rows if row.block is block), 0)
        if block is None:
            return plain(
                say("This agenda has no block of current topics: they are told under the priorities."), "$quiet"
            )
        words = topics.time_words(meeting, self.opened.group, minutes)
        over = topics.minutes_wanted(meeting, self.opened.group) > minutes
        room = say("{title}: {minutes} min at the longest of the others", title=block.title, minutes=minutes)
        return plain(words.capitalize(), "bold $warning" if over else "bold") if words else plain(room, "$quiet")

    # --- changes ----------------------------------------------------------------------------------------------

    def _preview(self, text: str) -> str:
        line = topics.read_line(self.opened.group, text)
        if line.wrong:
            return line.wrong
        priority = self.opened.group.priorities.get(line.under or "")
        parts = [
            line.text,
            say("{minutes} min", minutes=line.minutes) if line.minutes else "",
            say("under {name}", name=priority.name) if priority else "",
        ]
        return " · ".join(part for part in parts if part)

    def add(self) -> None:
        """A new topic."""

        def take(text: str) -> str | None:
            line = topics.read_line(self.opened.group, text)
            if line.wrong:
                return line.wrong
            with self.screen.change(say("{text} added", text=line.text)):
                topics.add(self.workspace, self.opened, self.meeting_id, line)
            return None

        self.screen.ask(say("Add a topic"), take, preview=self._preview)

    def enter(self) -> None:
        """Word the selected one anew."""
        topic = self.selected
        if topic is None:
            return

        def take(text: str) -> str | None:
            line = topics.read_line(self.opened.group, text)
            if line.wrong:
                return line.wrong
            with self.screen.change(say("{text} changed", text=line.text)):
                topics.change(self.workspace, self.opened, self.meeting_id, topic, line)
            return None

        value = topics.written(self.opened.group, topic)
        self.screen.ask(say("Change the topic"), take, value=value, preview=self._preview)

    def nest(self) -> None:
        """Under the next priority."""
        topic = self.selected
        if topic is None:
            return
        with self.screen.change():
            topics.nest(self.workspace, self.opened, self.meeting_id, topic)
            self._say_where(topic.topic)

    def _say_where(self, key: str) -> None:
        now = next((topic for topic in self.meeting.topics if topic.topic == key), None)
        priority = self.opened.group.priorities.get(now.under or "") if now else None
        where = say("told under {name}", name=priority.name) if priority else say("told among the current topics")
        self.screen.show_flash(
            say("{where}{where_2} · t goes on · z takes it back", where=where[0].upper(), where_2=where[1:])
        )

    def up(self) -> None:
        """Earlier."""
        self._move(-1)

    def down(self) -> None:
        """Later."""
        self._move(1)

    def _move(self, by: int) -> None:
        topic = self.selected
        if topic is not None:
            with self.screen.change(say("Earlier") if by < 0 else say("Later")):
                topics.move(self.workspace, self.opened, self.meeting_id, topic, by)

    def longer(self) -> None:
        """One minute more."""
        self._lengthen(1)

    def shorter(self) -> None:
        """One minute less."""
        self._lengthen(-1)

    def _lengthen(self, by: int) -> None:
        topic = self.selected
        if topic is not None:
            with self.screen.change(say("One minute more") if by > 0 else say("One minute less")):
                topics.lengthen(self.workspace, self.opened, self.meeting_id, topic, by)

    def remove(self) -> None:
        """Off this agenda."""
        topic = self.selected
        if topic is not None:
            stays = say("; it stays parked") if topic.entry in self.opened.group.parked else ""
            with self.screen.change(say("Off this agenda{stays}", stays=stays)):
                topics.remove(self.workspace, self.opened, self.meeting_id, topic)
