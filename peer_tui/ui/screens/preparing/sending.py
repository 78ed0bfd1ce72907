"""The agenda out: to confirmed members with the join link, to everybody else without, and what is still to be done."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from peer_tui.domain.naming import Audience
from peer_tui.domain.profile import profile_of
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say, say_number
from peer_tui.services import agenda_out, roles, updates
from peer_tui.services.agenda_out import COPIED, DRAFT, FILE, FORMATS
from peer_tui.services.calendars import write_invite
from peer_tui.services.problems import Problem
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import fit, plain, row
from peer_tui.ui.widgets.row_list import ListRow

_WHOM = {
    Audience.MEMBERS: say("Confirmed members, with the join link"),
    Audience.PUBLIC: say("E-mail list and public, without it"),
}
_WHOM_SHORT = {
    Audience.MEMBERS: say("Members, with the join link"),
    Audience.PUBLIC: say("E-mail list and public"),
}
_WIDE = 66
"""Cells from which on an audience and how its agenda stands have room in full."""
_FEWEST = 3
"""Lines of the agenda that are shown below the list on any screen."""
_AROUND = 19
"""Rows that everything else takes."""


class SendingPart(Part):
    """Two audiences, and a list of what ought to stand before the agenda goes out."""

    word = say("Send")
    ACTS = (
        Act("c", "c", say("copy"), "copy", say("Copy the agenda for the selected audience.")),
        Act("y", "y", say("for the chat"), "chat", say("Copy it in pieces short enough for a meeting's chat.")),
        Act("m", "m", say("mail draft"), "draft", say("Write a mail draft with it, for you only.")),
        Act("w", "w", say("page to print"), "page", say("Write it as a web page that prints on one sheet.")),
        Act("t", "t", say("plain text"), "text", say("Write it to a plain text file, for you only.")),
        Act("k", "k", say("Markdown"), "markdown", say("Write it to a Markdown file, for you only.")),
        Act("i", "i", say("invitation"), "invite", say("Write it as a calendar file (.ics), for you only.")),
        Act(
            "l",
            "l",
            say("join link"),
            "link",
            say("Where to join: this meeting's own link, else the group's usual one."),
        ),
    )
    keys = (("Enter", say("read")), ("c", say("copy")), ("m", say("mail")), ("w", say("print")))

    @property
    def title(self) -> str:
        """What goes out."""
        return say("The agenda out")

    @property
    def selected(self) -> Audience:
        """The audience that is selected; on any other row, the members."""
        key = self.screen.rows.selected
        return Audience(key) if key in _WHOM else Audience.MEMBERS

    def rows(self, width: int) -> list[ListRow]:
        """The two audiences, then what ought to be there before."""
        rows = [ListRow(self._audience(one, width), str(one)) for one in agenda_out.AUDIENCES]
        rows.append(ListRow(plain(say("Before it goes out"), "$quiet"), "before", heading=True))
        return [*rows, *(ListRow(_told(name, said, done, width), key) for key, name, said, done in self._checks())]

    def _audience(self, audience: Audience, width: int) -> Content:
        sent = audience in self.screen.held.sent
        by = updates.deadline_words(self.workspace, self.opened, self.meeting_id)
        whom = (_WHOM if width >= _WIDE else _WHOM_SHORT)[audience]
        state = (
            say("went out")
            if sent
            else say("to go out {by}", by=by)
            if by != say("before the meeting")
            else say("not out yet")
        )
        if sent and agenda_out.changed_since(self.opened, self.meeting_id, audience):
            state, sent = say("went out, changed since"), False
        return row(plain(whom, "bold"), plain(state, "$success" if sent else "$warning"), width)

    def _text(self) -> str:
        page = agenda_out.agenda_of(self.workspace, self.opened, self.meeting_id, self.selected)
        return agenda_out.as_text(page)

    def _checks(self) -> list[tuple[str, str, str, bool]]:
        """What ought to be there: key, name, how it stands, whether it is done."""
        collected = updates.update_words(self.opened, self.meeting_id)
        waiting = [one for one in updates.priority_updates(self.opened, self.meeting_id) if one.update is None]
        link = agenda_out.link_words(self.opened, self.meeting_id)
        settled = roles.roles_words(self.opened, self.meeting_id)
        topics = len(self.opened.meeting(self.meeting_id).topics)
        notice = profile_of(self.opened.group).recording
        checks = [("link", say("Join link"), link, link != say("no join link yet"))]
        if collected:
            checks.append(("updates", say("Updates"), collected, not waiting))
        checks.append(("roles", say("Roles"), settled, roles.are_settled(self.opened, self.meeting_id)))
        checks.append(("topics", say("Topics"), say("{topics} on the agenda", topics=topics), True))
        checks.append(("recording", say("Recording"), notice or say("no notice: it is not recorded"), True))
        return checks

    def below(self) -> Content:
        """The beginning of what goes out."""
        width = self.screen.row_width
        text = self._text().split("\n")
        most = max(_FEWEST, self.screen.size.height - _AROUND)
        shown = [fit(line, width) for line in text[:most]]
        if len(text) > most:
            shown.append(
                say_number(len(text) - most, "… {n} more lines: Enter reads it", "… {n} more lines: Enter reads it")
            )
        return Content("\n").join(plain(line, "$quiet") for line in shown)

    def enter(self) -> None:
        """Read what goes out, or go to what is missing."""
        key = self.screen.rows.selected
        there = {"updates": 1, "topics": 2, "roles": 3}
        if key == "link":
            self.link()
        elif key in there:
            self.screen.action_turn_to(there[key])
        elif key == "recording":
            self.screen.show_flash(
                say("The group's settings hold the notice; it begins the welcome's Say line as well.")
            )
        else:
            self.screen.read(say("To: {whom}", whom=_WHOM[self.selected]), self._text())

    # --- out --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy it whole."""
        self._copy((self._text(),), "c")

    def chat(self) -> None:
        """Copy it in pieces; the same key copies the next one."""
        copier = self.screen.peer.copier
        if copier.is_waiting and self._chatting == self.selected:
            copier.go_on(self._words(), "y")
            return
        self._chatting = self.selected
        page = agenda_out.agenda_of(self.workspace, self.opened, self.meeting_id, self.selected)
        self._copy(agenda_out.chat_pieces(page), "y")

    _chatting: Audience | None = None
    """Whose agenda the pieces that wait are of."""

    def _words(self) -> str:
        if self.selected is Audience.MEMBERS:
            return say("The agenda for members")
        return say("The agenda for everybody")

    def _copy(self, pieces: tuple[str, ...], again: str) -> None:
        self.screen.peer.copier.start(pieces, self._words(), again)
        self._sent(COPIED)

    def _sent(self, how: str) -> None:
        with self.screen.change():
            agenda_out.record_sent(self.workspace, self.opened, self.meeting_id, self.selected, how)

    def draft(self) -> None:
        """A mail draft."""
        self._write("eml", DRAFT)

    def page(self) -> None:
        """A page to print."""
        self._write("html", FILE)

    def text(self) -> None:
        """A plain text file."""
        self._write("txt", FILE)

    def markdown(self) -> None:
        """A Markdown file."""
        self._write("md", FILE)

    def _write(self, form: str, how: str) -> None:
        audience = self.selected
        try:
            path = agenda_out.write(self.workspace, self.opened, self.meeting_id, audience, form)
        except Problem as problem:
            self.screen.show_flash(problem.sentence, "warning")
            return
        self._sent(how)
        self.screen.show_flash(
            say("{words} as {formats}, for you only: {path}", words=self._words(), formats=FORMATS[form], path=path)
        )

    def invite(self) -> None:
        """A calendar file; for others than the members it holds no link."""
        audience, held = self.selected, self.screen.held
        name = f"meeting-{local_date(held.starts, held.zone)}-{audience}.ics"
        try:
            path = write_invite(
                self.workspace, self.opened, self.meeting_id, self.workspace.places.exports / name, audience
            )
        except Problem as problem:
            self.screen.show_flash(problem.sentence, "warning")
            return
        self.screen.show_flash(say("The invitation as a calendar file, for you only: {path}", path=path))

    def link(self) -> None:
        """Where to join this meeting."""

        def take(text: str) -> str | None:
            said = say("The link of this meeting is set") if text.strip() else say("The group's usual link")
            with self.screen.change(said):
                agenda_out.set_link(self.workspace, self.opened, self.meeting_id, text)
            return None

        def preview(text: str) -> str:
            usual = profile_of(self.opened.group).link
            if text.strip():
                return say("This meeting's own link; only confirmed members are told it")
            return (
                say("The group's usual link: {usual}", usual=usual)
                if usual
                else say("No link: the group's settings hold its usual one")
            )

        self.screen.ask(say("Where to join this meeting"), take, value=self.screen.held.link, preview=preview)


def _told(name: str, said: str, done: bool, width: int) -> Content:
    mark = plain("✓ " if done else "· ", "$success" if done else "$warning")
    left = Content.assemble(mark, plain(set_cell_size(name, max(11, cell_len(name) + 1))))
    return row(Content.assemble(left, plain(said, "$quiet" if done else "")), plain(""), width)
