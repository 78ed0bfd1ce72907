"""The agenda: blocks with their minutes and clock times, and how they fit the slot."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from peer_tui.domain import agenda
from peer_tui.domain.agenda import AgendaError, Blocks, Row, lay_out, spoken_title
from peer_tui.domain.events import BlockPlan
from peer_tui.domain.wall_time import say_short_time
from peer_tui.domain.words import say, say_number
from peer_tui.services import planning
from peer_tui.services.arranged import arranged
from peer_tui.services.comparing import differences, minutes_words, state_words
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.saying import block_say
from peer_tui.services.templates import TemplateProblem, load_template
from peer_tui.ui.screens.place import Act, ReadingPane
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import fit, plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.services.programmes.agendas import KindsTemplate

_ROOM_FOR_STATE = 72
"""Cells from which on flex, protected and "ours" stand in a column of their own."""
_STATE_WIDTH = 25
_MINUTES_WIDTH = 12
_NAME_AND_MINUTES = re.compile(r"(.*?)[\s,]+([0-9]{1,4}) ?(?:min(?:utes?)?)?", re.DOTALL)


class AgendaPart(Part):
    """Edits are made on the meeting's own blocks; the group's template changes only when it is told to."""

    word = say("Agenda")
    ACTS = (
        Act("a", "a", say("add"), "add", say("Add a block after the selected one.")),
        Act("plus,equals_sign", "+", say("longer"), "longer", say("One minute more at most.")),
        Act("minus", "-", say("shorter"), "shorter", say("One minute less at most.")),
        Act("u,shift+up", "u", say("up"), "up", say("The block earlier (also Shift+↑).")),
        Act("d,shift+down", "d", say("down"), "down", say("The block later (also Shift+↓).")),
        Act("s", "s", say("say line"), "say", say("The sentence to read out when the block begins.")),
        Act("g", "g", say("protect"), "protect", say("Protect the block's minutes, or give them free.")),
        Act("f", "f", say("flex"), "flex", say("The block takes what the others leave.")),
        Act("t", "t", say("nest topics"), "nest", say("Current topics inside the updates on priorities.")),
        Act("r", "r", say("remove"), "remove", say("Leave the block out.")),
        Act("w", "w", say("keep as template"), "keep", say("Make it the group's own template.")),
        Act("c", "c", say("compare"), "compare", say("What differs from the template and from the original.")),
    )
    keys = (("+/-", say("minutes")), ("u/d", say("move")), ("a", say("add")), ("s", say("say")))

    @property
    def title(self) -> str:
        """The totals stand below; the border says whose agenda it is: two groups may meet under one name."""
        title, group = self.screen.held.title, self.opened.group.name
        return say("Agenda of {title}", title=title) + (f" · {group}" if group != title else "")

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
        minutes = (
            say("flex {minutes} min", minutes=one.minutes)
            if one.block.flex
            else say("{minutes} min", minutes=minutes_words(one.block))
        )
        left = plain(f"{clock}  ", "$quiet")
        if width < _ROOM_FOR_STATE:
            protected = say("protected") + "  " if one.block.protected else ""
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
        how = self._how_it_differs()
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
            tell = say("Say: “{said}”", said=said) if said else say("This block has no Say line: s writes one.")
            lines.append(plain(tell))
            if block.ours:
                lines.append(plain(say("Ours: its timing does not come from the programme's own page."), "$quiet"))
        return Content("\n").join(lines)

    @property
    def _kind(self) -> KindsTemplate | None:
        # Imported here: few groups run a programme.
        from peer_tui.services.programmes.agendas import kinds_template

        return kinds_template(self.opened, self.meeting_id)

    def _how_it_differs(self) -> str:
        kind = self._kind
        differs = differences(self.blocks, kind.blocks if kind is not None else self.opened.group.blocks)
        if kind is not None and not differs:
            return say("as the template “{title}”", title=kind.title)
        if kind is not None:
            return say_number(
                len(differs),
                "{n} unlike the template “{title}” (c compares)",
                "{n} unlike the template “{title}” (c compares)",
                title=kind.title,
            )
        if not differs:
            return say("as the group's template")
        return say_number(
            len(differs),
            "{n} unlike the template (c compares, w keeps)",
            "{n} unlike the template (c compares, w keeps)",
        )

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
            self.screen.show_flash(say("Nothing changed."))
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
            self.screen.show_flash(
                say("{block} takes what the others leave: change one of them.", block=spoken_title(block))
            )
            return
        said = say("one minute more") if by > 0 else say("one minute less")
        self._on_selected(lambda block: lambda blocks: agenda.lengthen(blocks, block.key, by), said)

    def up(self) -> None:
        """Earlier."""
        self._on_selected(lambda block: lambda blocks: agenda.move(blocks, block.key, -1), say("earlier"))

    def down(self) -> None:
        """Later."""
        self._on_selected(lambda block: lambda blocks: agenda.move(blocks, block.key, 1), say("later"))

    def protect(self) -> None:
        """Protect its minutes, or give them free."""
        block = self.selected
        said = say("no longer protected") if block is not None and block.protected else say("protected")
        self._on_selected(lambda b: lambda blocks: agenda.protect(blocks, b.key, not b.protected), said)

    def flex(self) -> None:
        """Take what the others leave."""
        self._on_selected(
            lambda b: lambda blocks: agenda.make_flexible(blocks, b.key), say("takes what the others leave")
        )

    def nest(self) -> None:
        """The topics inside the priorities."""
        self._change(agenda.nest_topics, say("Current topics stand inside the updates on priorities"))

    def remove(self) -> None:
        """Leave the block out."""
        self._on_selected(lambda block: lambda blocks: agenda.remove(blocks, block.key), say("left out"))

    def say(self) -> None:
        """Another Say line."""
        block = self.selected
        if block is None:
            return

        def take(text: str) -> str | None:
            self._change(
                lambda b: agenda.with_say(b, block.key, text),
                say("{block}: another Say line", block=spoken_title(block)),
            )
            return None

        def preview(text: str) -> str:
            return say("Say: “{text}”", text=text.strip()) if text.strip() else say("Nothing to read out")

        self.screen.ask(say("Say line of {block}", block=spoken_title(block)), take, value=block.say, preview=preview)

    def add(self) -> None:
        """A new block after the selected one."""
        after = self.screen.rows.selected or None

        def preview(text: str) -> str:
            title, minutes = _named(text)
            return (
                say("{title} · {minutes} min", title=title, minutes=minutes)
                if title
                else say("A name, and minutes if they are not 5: Open floor 10")
            )

        def take(text: str) -> str | None:
            title, minutes = _named(text)
            if not title:
                return say("A block needs a name. Nothing was added.")
            self._change(lambda blocks: agenda.add(blocks, title, minutes, after), say("{title} added", title=title))
            return None

        self.screen.ask(say("Add a block"), take, preview=preview)

    def enter(self) -> None:
        """Minutes or a name for the selected block."""
        block = self.selected
        if block is None:
            return

        def take(text: str) -> str | None:
            found = re.fullmatch(r"\s*([0-9]{1,4})(?:\s*[-–]\s*([0-9]{1,4}))?\s*(?:min)?\s*", text)
            if found is not None:
                low, high = int(found[1]), int(found[2] or found[1])
                self._change(
                    lambda b: agenda.with_minutes(b, block.key, low, high),
                    say("{block} changed", block=spoken_title(block)),
                )
            elif text.strip():
                self._change(lambda b: agenda.rename(b, block.key, text), say("Another name"))
            return None

        def preview(text: str) -> str:
            return say("Minutes such as 15 or 3-5, or another name")

        self.screen.ask(say("Change {block}", block=spoken_title(block)), take, preview=preview)

    def keep(self) -> None:
        """The group's own template from now on."""
        if not differences(self.blocks, self.opened.group.blocks):
            self.screen.show_flash(say("It is the group's template already."))
            return
        if self._kind is not None:
            said = say("This agenda is the programme's: it does not become the template of the group's other meetings.")
            self.screen.show_flash(said)
            return
        name = self.opened.group.name

        def yes() -> None:
            with self.screen.change(say("Kept: new meetings of {name} begin with this agenda", name=name)):
                if problems := planning.set_template(self.workspace, self.opened, self.blocks):
                    raise Problem(" ".join(problems))

        self.screen.confirm(say("Begin every new meeting of {name} with this agenda?", name=name), yes)

    def compare(self) -> None:
        """What differs from the group's template, and from the original that it was copied from."""
        group = self.opened.group
        kind = self._kind
        if kind is not None:
            heading = say("Unlike the template “{title}”", title=kind.title)
            lines = _told(heading, differences(self.blocks, kind.blocks, say("the template")))
            self.screen.app.push_screen(ReadingPane(say("Compare with the original · {name}", name=group.name), lines))
            return
        lines = _told(say("Unlike the group's template"), differences(self.blocks, group.blocks, say("the template")))
        try:
            original = load_template(group.template).blocks
        except TemplateProblem:
            lines += _told(
                say("{template_name}: the original is not among the shipped ones", template_name=group.template_name),
                [say("Not compared.")],
            )
        else:
            name = group.template_name
            lines += _told(
                say("This meeting, unlike the original “{name}”", name=name), differences(self.blocks, original)
            )
            lines += _told(
                say("The group's template, unlike the original “{name}”", name=name),
                differences(group.blocks, original),
            )
        self.screen.app.push_screen(ReadingPane(say("Compare with the original · {name}", name=group.name), lines))


def _named(text: str) -> tuple[str, int]:
    """A block's name, and its minutes: the number at the end of the line, or 5."""
    found = _NAME_AND_MINUTES.fullmatch(text.strip())
    return (found[1].strip(), max(1, int(found[2]))) if found and found[1].strip() else (text.strip(), 5)


def _told(heading: str, sentences: list[str]) -> list[Content]:
    told = [plain(f"  {sentence}") for sentence in sentences] or [plain("  " + say("No difference."), "$quiet")]
    return [plain(heading, "bold"), *told]
