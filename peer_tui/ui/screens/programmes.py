"""Programmes: what a group runs beside its meetings, from the first day to the last report (`product.md` §3.3, 12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from peer_tui.domain.events import ProgrammeId
from peer_tui.domain.words import say
from peer_tui.services.meanwhile import Meanwhile
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.keys_of_parts import elsewhere, from_here, merged, of_the_screen
from peer_tui.ui.screens.place import HELP, Act, keys_help
from peer_tui.ui.screens.programme_views.checklist import CheckListView
from peer_tui.ui.screens.programme_views.every import EVERY, PARTS
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.runs import RunsView
from peer_tui.ui.screens.programme_views.view import ActingView, ProgrammeView
from peer_tui.ui.screens.programmes_changing import ChangingPlace
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import DIGITS, UNDO
from peer_tui.ui.text import join, plain
from peer_tui.ui.widgets.answer_field import AnswerField

_NARROW = 90
"""Cells below which the parts' names stand closer together."""


class ProgrammesScreen(ChangingPlace):
    """The programmes of one group: a list, and each of them part by part.

    Args:
        opened: the group; None for the first one.
        programme: the run that is shown at once; empty for the list.
        part: the word of the part of it that is shown first; `item:` and the word of a line of the checklist shows what
            that line is about, and the line itself behind it.
    """

    CSS_PATH = "programmes.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Programmes")
    NAME: ClassVar[str] = say("Programmes")
    ACTS: ClassVar[tuple[Act, ...]] = (
        *merged(EVERY),
        UNDO,
        Act(
            "delete", "Del", say("remove for good"), "for_good",
            say("Remove words for good: of the selected row, or of a piece you choose. No undo; asks once."),
        ),
        Act(
            "tab", "Tab", say("next part"), "next_group",
            say("The next part of the programme; in the list of programmes the next group."),
        ),
        Act("shift+tab", "⇧Tab", say("part before"), "turn(-1)", say("The part before.")),
        Act(
            "1", f"1–{len(PARTS)}", say("parts"), "digit(1)",
            say("The parts of a programme by their number; in a list of answers the answer of that number."),
        ),
        *(act for act in DIGITS if act.keys != "1"),
    )  # fmt: skip

    def __init__(self, opened: OpenGroup | None = None, programme: ProgrammeId = "", part: str = "") -> None:
        super().__init__(opened)
        kind, _, item = part.partition(":")
        self._item = item if programme and kind == "item" else ""
        if self._item:
            self.views.append(CheckListView(self, programme, start=item))
        elif programme:
            view = next((kind for kind in PARTS if kind.part == part), PARTS[0])
            self.views.append(view(self, programme))

    def first_view(self) -> View:
        """What runs."""
        return RunsView(self)

    # --- drawing ----------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """The parts' names, the list, the fields, and what is to be known of the selected row."""
        yield Static(id="parts", markup=False)
        yield from super().compose_body()
        yield AnswerField()

    def draw(self) -> None:
        """Draw the view that is shown, and on which part of the programme we are."""
        super().draw()
        parts = self.query_one("#parts", Static)
        here = next((view for view in reversed(self.views) if isinstance(view, PartView)), None)
        parts.display = here is not None
        if here is not None:
            names = [
                plain(
                    f"{number}\N{NO-BREAK SPACE}{part.word}",
                    "bold $accent underline" if isinstance(here, part) else "$quiet",
                )
                for number, part in enumerate(PARTS, start=1)
            ]
            parts.update(join(names, " " if self.size.width < _NARROW else "  "))

    def draw_below(self) -> None:
        """What is to be known of the selected row; nothing while an answer is written."""
        if len(self.views) > 1 and self.view.gone():
            # A person's own file was changed meanwhile, and has no such part any more.
            self.call_after_refresh(self.draw)
            return
        super().draw_below()
        if self.answers.is_open:
            self.query_one("#below").display = False

    def footer(self) -> list[tuple[str, str]]:
        """The keys of the view that is shown."""
        if self.answers.is_open:
            return [("Enter", say("on an empty line: keep it")), ("Esc", say("keep it"))]
        back = say("Today") if len(self.views) == 1 else self.view.back
        return [*self.view.keys, ("Esc", back), (HELP.shown, HELP.words)]

    # --- what others write ------------------------------------------------------------------------------------

    def before_first_drawing(self) -> None:
        """What is known of the group's log by now."""
        self._meanwhile = Meanwhile(self.workspace, "")
        self._meanwhile.came(self.opened)

    def tick(self) -> None:
        """Show what others wrote, and say so. Nothing that is being typed is disturbed."""
        if self.answers.is_open or self.asking.is_open or self.is_pasting:
            return
        if self._meanwhile.came(self.opened):
            self.opened = self.workspace.open_group(self.opened.folder)
            self.draw()
            self.show_flash(say("Somebody else wrote to this group; it is shown as it is now."))

    # --- going about ------------------------------------------------------------------------------------------

    def after_first_drawing(self) -> None:
        """From the line of the checklist that was asked for to what it is about."""
        super().after_first_drawing()
        view = self.view
        if self._item and isinstance(view, CheckListView):
            self.attempt(lambda: view.go_there(self._item))

    def turned(self) -> None:
        """Another group, and what is known of its log by now."""
        self.before_first_drawing()
        super().turned()

    def show_part(self, number: int) -> None:
        """Show a part of the programme that is looked at, by its place in the row of parts."""
        here = next((view for view in self.views if isinstance(view, PartView)), None)
        if here is None or not 0 <= number < len(PARTS):
            return
        self.views = [self.views[0], PARTS[number](self, here.programme)]
        self._turned_view()

    def show_named(self, part: str) -> None:
        """Show a part by its word in the program."""
        self.show_part(next(place for place, kind in enumerate(PARTS) if kind.part == part))

    def show_view(self, view: PartView) -> None:
        """Show a part that begins at one of its rows."""
        self.views = [self.views[0], view]
        self._turned_view()

    def action_turn(self, by: int) -> None:
        """The next part, or the one before; from a form or a register too."""
        here = next((view for view in self.views if isinstance(view, PartView)), None)
        if here is not None:
            self.show_part((PARTS.index(type(here)) + by) % len(PARTS))

    def action_next_group(self) -> None:
        """The next part; in the list of programmes the next group."""
        if len(self.views) > 1:
            self.action_turn(1)
        else:
            super().action_next_group()

    def action_digit(self, number: int) -> None:
        """A digit chooses among what the view offers; in a view that offers nothing it shows a part."""
        if getattr(self.view, "digit", None) is not None:
            super().action_digit(number)
        else:
            self.show_part(number - 1)

    def action_do(self, what: str) -> None:
        """What a key does in the view that is shown; where it does nothing, what it does elsewhere."""
        acts = self.view.ACTS if isinstance(self.view, ActingView) else ()
        mine = next((act.action for act in acts if act.shown == what), "")
        if mine:
            self.attempt(getattr(self.view, mine))
            return
        there = elsewhere(self.ACTS, what)
        self.show_flash(say("Here this key does nothing. {elsewhere}", elsewhere=there) if there else "")

    def action_for_good(self) -> None:
        """Words go for good."""
        view = self.view
        if isinstance(view, ProgrammeView):
            self.attempt(view.for_good)

    def on_key(self, event: events.Key) -> None:
        """A letter walks to the choices that begin with it, where choices are offered."""
        letter = getattr(self.view, "letter", None)
        typing = self.asking.is_open or self.answers.is_open
        if letter is not None and not typing and (event.character or "").isalpha():
            event.stop()
            event.prevent_default()
            letter(event.character)

    def action_back(self) -> None:
        """What stands in an open field is kept first; then one view back, and from the first one to Today."""
        if self.answers.is_open:
            self.answers.action_give()
            return
        step = getattr(self.view, "step_back", None)
        if not self.is_pasting and step is not None and step():
            return
        super().action_back()

    def offered_acts(self) -> list[Act]:
        """What the view that is shown can do, then what the screen can."""
        mine = self.view.ACTS if isinstance(self.view, ActingView) else ()
        here = [Act(act.keys, act.shown, act.words, f"do({act.shown!r})", act.help) for act in mine]
        return [*here, *of_the_screen(self.ACTS)]

    def action_help(self) -> None:
        """The keys of the view that is shown first, then those of the screen, then what others have."""
        mine = self.view.ACTS if isinstance(self.view, ActingView) else ()
        self.app.push_screen(keys_help(self.NAME, from_here(mine, self.ACTS)))

    def again(self, part: str = "") -> Callable[[], ProgrammesScreen]:
        """Makes this place anew, at the same programme: where Esc leads from a record that was opened here."""
        here = next((view for view in self.views if isinstance(view, PartView)), None)
        workspace, folder = self.workspace, self.opened.folder
        programme = here.programme if here is not None else ""
        shown = part or (here.part if here is not None else "")
        # What was recorded elsewhere meanwhile is in the group as it is opened anew.
        return lambda: ProgrammesScreen(workspace.open_group(folder), programme, shown)
