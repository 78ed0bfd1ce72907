"""The minutes of a meeting that was held: the record as somebody gets it, what it lacks, and the ways out of it.

`product.md` §3.3, screen 9. Behind it stand the lines (Enter), what to look at (g), the review round (r) and what an
amendment changed (v).
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from peer_tui.domain.events import EntryId, MeetingId
from peer_tui.domain.minutes import Minutes
from peer_tui.domain.words import say
from peer_tui.services import archive, keeping, previewing, review_round
from peer_tui.services.moving import reopen
from peer_tui.services.problems import Problem
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.choose_one import ChooseByLetter
from peer_tui.ui.screens.minutes_amending import ask_for_amendment, ask_which_meeting
from peer_tui.ui.screens.minutes_place import MinutesPlace
from peer_tui.ui.screens.minutes_state import MinutesState
from peer_tui.ui.screens.place import HELP, Act
from peer_tui.ui.screens.records import show_since
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.minutes_paper import MinutesPaper

_LETTERS = {"md": "m", "txt": "t", "html": "h", "eml": "e", "docx": "d", "pdf": "p", "json": "j"}


class MinutesScreen(MinutesPlace):
    """Shows the record as it goes out, and what is still to be done about it.

    Args:
        opened: the group.
        meeting: the meeting's id.
        line: the line to scroll to and mark; empty for the beginning.
    """

    CSS_PATH = "minutes.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Minutes")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("enter,l", "Enter", say("lines"), "lines", say("The lines one by one: correct them, see what each was.")),
        Act(
            "g",
            "g",
            say("look"),
            "look",
            say("What to look at: gaps, hints about words and privacy, names that are words too."),
        ),
        Act("a", "a", say("audience"), "audience", say("For whom: confirmed members, everybody, a funder, reviewers.")),
        Act("p", "p", say("names"), "level", say("Who is named: owners, initials, roles only, no names, everybody.")),
        Act(
            "r",
            "r",
            say("review"),
            "review",
            say("Who is asked to read the draft, until when, and what they answered."),
        ),
        Act(
            "x", "x", say("file"), "choose_file", say("Write the minutes to a file, for you only: asks for the format.")
        ),
        Act("m", "m", say("Markdown"), "export('md')", say("Write the minutes to a Markdown file, for you only.")),
        Act("t", "t", say("plain text"), "export('txt')", say("Write the minutes to a plain text file, for you only.")),
        Act(
            "e",
            "e",
            say("e-mail draft"),
            "export('eml')",
            say("Write the minutes as an e-mail draft, to send yourself."),
        ),
        Act("c", "c", say("copy"), "copy_minutes", say("Copy the minutes as plain text.")),
        Act(
            "s", "s", say("stand approved"), "approve", say("Write down that a meeting approved them: asks which one.")
        ),
        Act("n", "n", say("amend"), "amend", say("Approved minutes: a dated amendment, what was changed and why.")),
        Act("v", "v", say("original"), "compare", say("Approved minutes: as approved, as amended, and what differs.")),
        Act(
            "o", "o", say("reopen"), "reopen", say("Go on with the meeting, while its minutes are a draft; asks once.")
        ),
        Act(
            "left_square_bracket",
            "[",
            say("meeting before"),
            "beside(-1)",
            say("The meeting of the series before this one."),
        ),
        Act(
            "right_square_bracket",
            "]",
            say("meeting after"),
            "beside(1)",
            say("The meeting of the series after this one."),
        ),
        Act(
            "b",
            "b",
            say("since then"),
            "since",
            say("Since the meeting before: next steps, decisions, what is parked."),
        ),
        Act("u", "u", say("reached"), "reached", say("How many people the event reached, for the grant report.")),
        Act("up,k", "↑ ↓", say("scroll"), "scroll(-1)", say("Scroll; Page Up and Page Down by the page.")),
        Act("down,j", "", "", "scroll(1)", ""),
    )

    def __init__(self, opened: OpenGroup, meeting: MeetingId, line: EntryId = "") -> None:
        super().__init__(opened, meeting, line)
        self.minutes: Minutes
        """The record as it is shown."""

    @property
    def preview(self) -> previewing.Preview:
        """For whom the record is shown, and who is named."""
        return previewing.preview_of(self.workspace, self.meeting_id)

    def compose_body(self) -> ComposeResult:
        """Status and what is to be looked at on top, then the page."""
        with Vertical(id="state"):
            yield Static(id="status", markup=False)
            yield Static(id="round", markup=False)
            yield Static(id="gaps", markup=False)
        with VerticalScroll(id="page"):
            yield MinutesPaper()

    def after_first_drawing(self) -> None:
        """The page has the focus, so that it scrolls; a line that was asked for is on it."""
        self.query_one("#page").focus()
        if self.line:
            self.call_after_refresh(self._scroll_to_line)

    def _scroll_to_line(self) -> None:
        row = self.query_one(MinutesPaper).row_of(self.line)
        if row is not None:
            page = self.query_one("#page")
            page.scroll_to(y=max(0, row - page.size.height // 3), animate=False)

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the record."""
        self.minutes = minutes = previewing.draw(self.opened, self.meeting_id, self.preview)
        self.tell_place()
        status = self.query_one("#status", Static)
        status.update(plain(minutes.status, "bold $warning" if minutes.draft else "bold $success"))
        state = MinutesState(self.workspace, self.opened, self.meeting_id, minutes, self.preview)
        review, words = self.query_one("#round", Static), state.review
        review.update(plain(words))
        review.display = bool(words)
        self.query_one("#gaps", Static).update(state.look(max(20, self.size.width - 4), short=self.has_class("-short")))
        page = self.query_one("#page")
        page.border_title = plain(
            say("For {says} · {privacy_says}", says=minutes.audience.says, privacy_says=minutes.privacy.says)
        )
        self.query_one(MinutesPaper).show(minutes, self.line)
        self.show_keys()

    def footer(self) -> list[tuple[str, str]]:
        """The ways on, most useful first."""
        wanted = ["enter,l", "g", "a", "p"] if not self.was_cancelled else ["enter,l", "x"]
        if not self.was_cancelled:
            wanted += ["r", "x"] if self.is_draft else ["n", "v", "x"]
        keys = [(act.shown, act.words) for key in wanted for act in self.ACTS if act.keys == key]
        return [*keys, ("Esc", say("back") if self.peer.behind else say("Today")), (HELP.shown, HELP.words)]

    @property
    def was_cancelled(self) -> bool:
        """The meeting was not held: there is nothing to review, approve or go on with."""
        return self.held.state == "cancelled"

    def _says_cancelled(self) -> bool:
        if self.was_cancelled:
            self.show_flash(say("This meeting was cancelled: it has no minutes. Esc, then p plans another."))
        return self.was_cancelled

    # --- reading ----------------------------------------------------------------------------------------------

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_lines(self) -> None:
        """The lines, one by one."""
        from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen

        self.app.switch_screen(MinutesLinesScreen(self.opened, self.meeting_id, self.line))

    def action_reached(self) -> None:
        """How many people it reached with its message."""
        from peer_tui.services import reaching

        def take(words: str) -> str | None:
            try:
                reaching.count_reach(self.workspace, self.opened, self.meeting_id, reaching.read_number(words))
            except Problem as problem:
                return problem.sentence
            self.show_flash(reaching.told_words(self.held.reached))
            return None

        known = self.held.reached
        self.ask(say("How many people did it reach with its message?"), take, value=str(known) if known else "")

    def action_look(self) -> None:
        """Gaps, hints, names that are also words."""
        if self._says_cancelled():
            return
        from peer_tui.ui.screens.minutes_look import MinutesLookScreen

        self.app.switch_screen(MinutesLookScreen(self.opened, self.meeting_id))

    def action_audience(self) -> None:
        """Turn to the next audience."""
        chosen = previewing.next_audience(self.preview)
        self.said(
            say("For {says}: {says_2}.", says=chosen.says, says_2=previewing.level(self.opened, self.preview).says)
        )

    def action_level(self) -> None:
        """Turn to the next privacy level."""
        chosen = previewing.next_level(self.opened, self.preview)
        self.said(say("{number} of 5: {says}.", number=int(chosen), says=chosen.says))

    # --- out --------------------------------------------------------------------------------------------------

    def action_choose_file(self) -> None:
        """Ask for the format."""
        rows = [(_LETTERS.get(form, ""), words, form) for form, words in keeping.FORMATS.items()]
        self.app.push_screen(ChooseByLetter(say("Write the minutes as"), rows), self._export)

    def _export(self, form: str | None) -> None:
        if form:
            self.action_export(form)

    def action_export(self, form: str) -> None:
        """Write a file; where it is, is said."""
        preview, level = self.preview, self.minutes.privacy
        try:
            written = keeping.write(
                self.workspace, self.opened, self.meeting_id, form,
                privacy=level, audience=preview.audience, kept=preview.kept,
            )  # fmt: skip
        except Problem as problem:
            self.warn(problem)
            return
        self._note(form)
        said = say("Written as {formats}, for you only: {path}", formats=keeping.FORMATS[form], path=written.path)
        self.show_flash(" ".join((said, *written.notices)), "warning" if written.notices else "plain")

    def action_copy_minutes(self) -> None:
        """Copy the whole as plain text."""
        self._note("copied")
        self.peer.copier.start((keeping.render(self.minutes, "txt"),), say("The minutes"), "c")

    def _note(self, how: str) -> None:
        told = "e-mail draft" if how == "eml" else how
        review_round.sent(self.workspace, self.opened, self.meeting_id, self.preview.audience, told)

    # --- review, approval, amendment --------------------------------------------------------------------------

    def action_review(self) -> None:
        """The review round."""
        if self._says_cancelled():
            return
        if not self.is_draft:
            self.show_flash(say("These minutes stand approved: nobody has to read a draft any more."))
            return
        from peer_tui.ui.screens.minutes_review import MinutesReviewScreen

        self.app.switch_screen(MinutesReviewScreen(self.opened, self.meeting_id))

    def action_approve(self) -> None:
        """Write down that a meeting approved these minutes."""
        if self._says_cancelled():
            return
        if not self.is_draft:
            self.show_flash(self.minutes.status)
            return
        ask_which_meeting(self)

    def action_amend(self) -> None:
        """A dated amendment that changes no line; a line is amended from the lines."""
        if self._says_cancelled():
            return
        if self.is_draft:
            self.show_flash(say("These minutes are a draft: Enter shows the lines, to correct them."))
            return
        ask_for_amendment(self)

    def action_reopen(self) -> None:
        """Go on with the meeting; asks once."""
        if self._says_cancelled():
            return
        if not self.minutes.draft:
            self.show_flash(say("The minutes are approved; an approved meeting cannot be reopened."))
            return
        self.confirm(say("Reopen the meeting and go on with it?"), self._reopen)

    def _reopen(self) -> None:
        said = reopen(LiveSession(self.workspace, self.opened, self.meeting_id))
        self.opened.refold()
        if said.done:
            self.peer.open_live(self.opened, self.meeting_id)
        else:
            self.show_flash(said.words, "warning")

    def action_beside(self, by: int) -> None:
        """Turn to the meeting of the series before this one, or after it."""
        held = archive.beside(self.opened, self.meeting_id, by)
        if held is None:
            self.show_flash(
                say("No meeting of this series was held before this one.")
                if by < 0
                else say("No meeting of this series was held after this one.")
            )
        else:
            self.app.switch_screen(MinutesScreen(self.opened, held.id))

    def action_since(self) -> None:
        """What came to be since the meeting before."""
        show_since(self, self.opened, self.meeting_id)

    def action_back(self) -> None:
        """Where it was opened from, or home."""
        self.peer.go_back()
