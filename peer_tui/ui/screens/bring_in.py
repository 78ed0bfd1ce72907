"""Bring in: minutes, an agenda, a log or what Zoom saved; looked at, agreed to, and only then written."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.words import say
from peer_tui.services import bringing_in
from peer_tui.services.bringing_in import Brought, Plan
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.bring_in_views.agreed_to import AgreedToView
from peer_tui.ui.screens.bring_in_views.from_where import FromWhereView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import ViewsPlace


class BringInScreen(ViewsPlace):
    """What a group already has, brought into it."""

    CSS_PATH = "bring_in.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Bring in")
    NAME: ClassVar[str] = say("Bring in")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("f", "f", say("file"), "do('file')", say("Bring in a file.")),
        Act("p", "p", say("paste"), "do('paste')", say("Bring in pasted text.")),
        Act("y", "y", say("write it"), "do('go_on')", say("Write what is marked yes; before that nothing is written.")),
        Act(
            "space",
            "Space",
            say("keep or not"),
            "do('toggle')",
            say("Keep a line, or not; what becomes of somebody new."),
        ),
        Act(
            "k",
            "k",
            say("kind"),
            "do('kind')",
            say("Make a line a decision, a next step, parked, a question … or a note."),
        ),
        Act("d", "d", say("day"), "do('day')", say("The day and time of the meeting.")),
        Act("n", "n", say("of its own"), "do('separately')", say("A meeting of its own, beside the one of that day.")),
        Act("a", "a", say("approved"), "do('approved')", say("The minutes are approved already, or stay a draft.")),
        Act(
            "e", "e", say("steps done"), "do('ended')", say("The next steps are long done, or still to be followed up.")
        ),
        Act("w", "w", say("who is new"), "do('every')", say("Everybody new: counted, added as members, or as guests.")),
        Act("r", "r", say("report"), "do('report')", say("What became of each line of the text.")),
        Act("v", "v", say("read as"), "do('read_as')", say("Read the text as another form.")),
        Act("o", "o", say("open"), "open_brought", say("Open the minutes that were brought in last.")),
        Act("z", "z", say("undo"), "take_back", say("Take back what was brought in last.")),
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self._text: tuple[str | bytes, str] = ("", "")
        """What was looked at last, and the name of its file."""
        self._brought: list[tuple[OpenGroup, Brought]] = []

    def first_view(self) -> View:
        """Where the text comes from."""
        return FromWhereView(self)

    def look(self, text: str | bytes, name: str) -> None:
        """Look at a text; what it says is shown, and nothing is written."""
        self._text = (text, name)
        named = bringing_in.group_named(self.workspace, text)
        if named is not None and named.folder != self.opened.folder:
            self.opened = named
        self.go_into(AgreedToView(self, bringing_in.look(self.workspace, self.opened, text, name=name)))

    def read_as_next(self) -> None:
        """The same text, read as the next form."""
        view = self.view
        if isinstance(view, AgreedToView):
            forms = list(bringing_in.FORMS.values())
            after = forms[(forms.index(view.plan.understood.form) + 1) % len(forms)]
            text, name = self._text
            self._again(bringing_in.look(self.workspace, self.opened, text, name=name, form=after))
            self.show_flash(say("Read as {after}.", after=after))

    def turned(self) -> None:
        """Another group: the same text is looked at for that one."""
        if self.is_pasting or not isinstance(self.views[-1], AgreedToView):
            super().turned()
            return
        text, name = self._text
        form = self.views[-1].plan.understood.form
        self._again(bringing_in.look(self.workspace, self.opened, text, name=name, form=form))

    def _again(self, plan: Plan) -> None:
        self.views[-1] = AgreedToView(self, plan)
        self.rows.show([])
        self.draw()

    def write(self, plan: Plan) -> None:
        """Write what was agreed to, and go back to where the next text comes from."""
        brought = bringing_in.bring_in(self.workspace, self.opened, plan)
        self._brought.append((self.opened, brought))
        self._text = ("", "")
        self.views = self.views[:2]
        self.go_back()
        opens = "" if plan.is_agenda else " " + say("o opens it,")
        self.show_flash(say("{words}{opens} z takes it back.", words=brought.words, opens=opens))

    def action_open_brought(self) -> None:
        """The minutes that were brought in last."""
        opened, brought = self._brought[-1] if self._brought else (None, None)
        held = opened.group.meetings.get(brought.meeting) if opened is not None and brought is not None else None
        if opened is None or held is None or held.state != "ended":
            self.show_flash(say("No minutes were brought in here yet."))
            return
        self.peer.open_minutes(opened, held.id)

    def action_take_back(self) -> None:
        """What was brought in last is taken back."""
        if not self._brought:
            self.show_flash(say("Nothing was brought in here that could be taken back."))
            return
        opened, brought = self._brought.pop()
        if bringing_in.take_back(self.workspace, opened, brought):
            self.show_flash(say("Taken back. A meeting that came with it waits in Deleted meetings for 30 days."))
        else:
            self.show_flash(say("It cannot be taken back any more: its minutes are approved."), "warning")
        self.draw()
