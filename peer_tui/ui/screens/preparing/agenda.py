"""The agenda: blocks with their minutes and clock times, and how they fit the slot."""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.cells import cell_len
from textual.content import Content

from peer_tui.domain import agenda
from peer_tui.domain.agenda import AgendaError, Blocks, Row, lay_out, spoken_title
from peer_tui.domain.events import BlockPlan
from peer_tui.domain.wall_time import say_short_time
from peer_tui.services import planning
from peer_tui.services.arranged import arranged
from peer_tui.services.choosing import hours_of
from peer_tui.services.comparing import differences, minutes_words, state_words
from peer_tui.services.problems import Problem
from peer_tui.services.saying import block_say
from peer_tui.services.templates import TemplateProblem, load_template
from peer_tui.ui.screens.place import Act, ReadingPane
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import fit, plain, row
from peer_tui.ui.widgets.row_list import ListRow

_ROOM_FOR_STATE = 72
"""Cells from which on flex, protected and "ours" stand in a column of their own."""
_STATE_WIDTH = 25
_MINUTES_WIDTH = 12
_NAME_AND_MINUTES = re.compile(r"(.*?)[\s,]+([0-9]{1,4}) ?(?:min(?:utes?)?)?", re.DOTALL)


class AgendaPart(Part):
    """Edits are made on the meeting's own blocks; the group's template changes only when it is told to."""

    word = "Agenda"
    ACTS = (
        Act("a", "a", "add", "add", "Add a block after the selected one."),
        Act("plus,equals_sign", "+", "longer", "longer", "One minute more at most."),
        Act("minus", "-", "shorter", "shorter", "One minute less at most."),
        Act("u,shift+up", "u", "up", "up", "The block earlier (also Shift+↑)."),
        Act("d,shift+down", "d", "down", "down", "The block later (also Shift+↓)."),
        Act("s", "s", "say line", "say", "The sentence to read out when the block begins."),
        Act("g", "g", "protect", "protect", "Protect the block's minutes, or give them free."),
        Act("f", "f", "flex", "flex", "The block takes what the others leave."),
        Act("t", "t", "nest topics", "nest", "Current topics inside the updates on priorities."),
        Act("r", "r", "remove", "remove", "Leave the block out."),
        Act("w", "w", "keep as template", "keep", "Make it the group's own template."),
        Act("c", "c", "compare", "compare", "What differs from the template and from the original."),
    )
    keys = (("+/-", "minutes"), ("u/d", "move"), ("a", "add"), ("s", "say"))

    @property
    def title(self) -> str:
        """The totals stand below; the border says whose agenda it is: two groups may meet under one name."""
        title, group = self.screen.held.title, self.opened.group.name
        return f"Agenda of {title}" + (f" · {group}" if group != title else "")

    @property
    def blocks(self) -> Blocks:
        """The meeting's own blocks."""
        return self.opened.meeting(self.meeting_id).blocks

    @property
    def laid_out(self) -> agenda.Agenda:
        """The blocks on the clock."""
        held = self.screen.held
        return lay_out(self.blocks, held.minutes, held.starts)

    @property
    def selected(self) -> BlockPlan | None:
        """The block that is selected."""
        key = self.screen.rows.selected
        return next((block for block in self.blocks if block.key == key), None)

    def rows(self, width: int) -> list[ListRow]:
        """One row a block: clock, title, what else is to be known, minutes."""
        return [ListRow(self._row(one, width), one.block.key) for one in self.laid_out.rows]

    def _row(self, one: Row, width: int) -> Content:
        held = self.screen.held
        clock = say_short_time(one.at, held.zone, hours_of(self.workspace, self.opened.group)).rjust(5)
        minutes = f"flex {one.minutes} min" if one.block.flex else f"{minutes_words(one.block)} min"
        left = plain(f"{clock}  ", "$quiet")
        if width < _ROOM_FOR_STATE:
            protected = "protected  " if one.block.protected else ""
            right = Content.assemble(plain(protected, "$quiet"), plain(minutes))
            return row(Content.assemble(left, plain(spoken_title(one.block))), right, width)
        state = state_words(one.block)
        # A block of which nothing else is to be known has that column for its title.
        state += " " * max(0, _STATE_WIDTH - cell_len(state)) if state else ""
        room = max(8, width - cell_len(state) - _MINUTES_WIDTH - 8)
        title = one.block.title if cell_len(one.block.title) <= room else fit(spoken_title(one.block), room)
        right = Content.assemble(plain(state, "$quiet"), plain(minutes.rjust(_MINUTES_WIDTH)))
        return row(Content.assemble(left, plain(title)), right, width)

    def below(self) -> Content:
        """How it fits, how it differs from the group's template, and the Say line of the selected block."""
        laid = self.laid_out
        differs = differences(self.blocks, self.opened.group.blocks)
        how = "as the group's template" if not differs else f"{len(differs)} unlike the template (c compares, w keeps)"
        lines = [
            Content.assemble(
                plain(laid.words, "bold" if laid.fits else "bold $warning"), plain(f" · {how}", "$quiet"),
            )
        ]  # fmt: skip
        hours = hours_of(self.workspace, self.opened.group)
        if said := arranged(self.opened.group, self.meeting_id, hours).words:
            lines.append(plain(said))
        block = self.selected
        if block is not None:
            said = block_say(block, self.opened.group)
            say = f"Say: “{said}”" if said else "This block has no Say line: s writes one."
            lines.append(plain(say))
            if block.ours:
                lines.append(plain("Ours: its timing does not come from the programme's own page.", "$quiet"))
        return Content("\n").join(lines)

    # --- changes ----------------------------------------------------------------------------------------------

    def _change(self, edit: Callable[[Blocks], Blocks], said: str) -> None:
        """Make a change, save it, and say it; what cannot be is said and nothing happens."""
        self.screen.take_in()
        try:
            after = edit(self.blocks)
        except AgendaError as problem:
            self.screen.refuse(str(problem))
            return
        if after == self.blocks:
            self.screen.show_flash("Nothing changed.")
            return
        with self.screen.change(said):
            problems = planning.set_agenda(self.workspace, self.opened, self.meeting_id, after)
            if problems:
                raise Problem(" ".join(problems))

    def _on_selected(self, edit: Callable[[BlockPlan], Callable[[Blocks], Blocks]], said: str) -> None:
        block = self.selected
        if block is not None:
            self._change(edit(block), f"{spoken_title(block)}: {said}")

    def longer(self) -> None:
        """One minute more."""
        self._lengthen(1)

    def shorter(self) -> None:
        """One minute less."""
        self._lengthen(-1)

    def _lengthen(self, by: int) -> None:
        block = self.selected
        if block is not None and block.flex:
            self.screen.show_flash(f"{spoken_title(block)} takes what the others leave: change one of them.")
            return
        said = "one minute more" if by > 0 else "one minute less"
        self._on_selected(lambda block: lambda blocks: agenda.lengthen(blocks, block.key, by), said)

    def up(self) -> None:
        """Earlier."""
        self._on_selected(lambda block: lambda blocks: agenda.move(blocks, block.key, -1), "earlier")

    def down(self) -> None:
        """Later."""
        self._on_selected(lambda block: lambda blocks: agenda.move(blocks, block.key, 1), "later")

    def protect(self) -> None:
        """Protect its minutes, or give them free."""
        block = self.selected
        said = "no longer protected" if block is not None and block.protected else "protected"
        self._on_selected(lambda b: lambda blocks: agenda.protect(blocks, b.key, not b.protected), said)

    def flex(self) -> None:
        """Take what the others leave."""
        self._on_selected(lambda b: lambda blocks: agenda.make_flexible(blocks, b.key), "takes what the others leave")

    def nest(self) -> None:
        """The topics inside the priorities."""
        self._change(agenda.nest_topics, "Current topics stand inside the updates on priorities")

    def remove(self) -> None:
        """Leave the block out."""
        self._on_selected(lambda block: lambda blocks: agenda.remove(blocks, block.key), "left out")

    def say(self) -> None:
        """Another Say line."""
        block = self.selected
        if block is None:
            return

        def take(text: str) -> str | None:
            self._change(lambda b: agenda.with_say(b, block.key, text), f"{spoken_title(block)}: another Say line")
            return None

        def preview(text: str) -> str:
            return f"Say: “{text.strip()}”" if text.strip() else "Nothing to read out"

        self.screen.ask(f"Say line of {spoken_title(block)}", take, value=block.say, preview=preview)

    def add(self) -> None:
        """A new block after the selected one."""
        after = self.screen.rows.selected or None

        def preview(text: str) -> str:
            title, minutes = _named(text)
            return f"{title} · {minutes} min" if title else "A name, and minutes if they are not 5: Open floor 10"

        def take(text: str) -> str | None:
            title, minutes = _named(text)
            if not title:
                return "A block needs a name. Nothing was added."
            self._change(lambda blocks: agenda.add(blocks, title, minutes, after), f"{title} added")
            return None

        self.screen.ask("Add a block", take, preview=preview)

    def enter(self) -> None:
        """Minutes or a name for the selected block."""
        block = self.selected
        if block is None:
            return

        def take(text: str) -> str | None:
            found = re.fullmatch(r"\s*([0-9]{1,4})(?:\s*[-–]\s*([0-9]{1,4}))?\s*(?:min)?\s*", text)
            if found is not None:
                low, high = int(found[1]), int(found[2] or found[1])
                self._change(lambda b: agenda.with_minutes(b, block.key, low, high), f"{spoken_title(block)} changed")
            elif text.strip():
                self._change(lambda b: agenda.rename(b, block.key, text), "Another name")
            return None

        def preview(text: str) -> str:
            return "Minutes such as 15 or 3-5, or another name"

        self.screen.ask(f"Change {spoken_title(block)}", take, preview=preview)

    def keep(self) -> None:
        """The group's own template from now on."""
        if not differences(self.blocks, self.opened.group.blocks):
            self.screen.show_flash("It is the group's template already.")
            return
        name = self.opened.group.name

        def yes() -> None:
            with self.screen.change(f"Kept: new meetings of {name} begin with this agenda"):
                if problems := planning.set_template(self.workspace, self.opened, self.blocks):
                    raise Problem(" ".join(problems))

        self.screen.confirm(f"Begin every new meeting of {name} with this agenda?", yes)

    def compare(self) -> None:
        """What differs from the group's template, and from the original that it was copied from."""
        group = self.opened.group
        lines = _told("Unlike the group's template", differences(self.blocks, group.blocks, "the template"))
        try:
            original = load_template(group.template).blocks
        except TemplateProblem:
            lines += _told(f"{group.template_name}: the original is not among the shipped ones", ["Not compared."])
        else:
            name = group.template_name
            lines += _told(f"This meeting, unlike the original “{name}”", differences(self.blocks, original))
            lines += _told(f"The group's template, unlike the original “{name}”", differences(group.blocks, original))
        self.screen.app.push_screen(ReadingPane(f"Compare with the original · {group.name}", lines))


def _named(text: str) -> tuple[str, int]:
    """A block's name, and its minutes: the number at the end of the line, or 5."""
    found = _NAME_AND_MINUTES.fullmatch(text.strip())
    return (found[1].strip(), max(1, int(found[2]))) if found and found[1].strip() else (text.strip(), 5)


def _told(heading: str, sentences: list[str]) -> list[Content]:
    told = [plain(f"  {sentence}") for sentence in sentences] or [plain("  No difference.", "$quiet")]
    return [plain(heading, "bold"), *told]
