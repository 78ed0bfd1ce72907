"""The lines of a meeting's minutes: a draft is corrected, approved minutes are amended (`product.md` §3.7 d)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widgets import OptionList

from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say, say_number
from peer_tui.services import line_editing, line_filing, minutes_lines
from peer_tui.services.minutes_lines import RecordLine
from peer_tui.services.problems import Problem
from peer_tui.ui.screens.choose_one import ChooseByLetter
from peer_tui.ui.screens.minutes_amending import LEFT_OUT, Amending
from peer_tui.ui.screens.minutes_line_rows import line_more, line_row
from peer_tui.ui.screens.minutes_list import MinutesList
from peer_tui.ui.screens.place import HELP, Act, ReadingPane
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.row_list import ListRow

_Change = Callable[[str], str]
_LETTERS = "12345678abcdefghijklmnoprstuvwxyz"
"""What chooses each thing that a line can be filed as: figures for the usual ones, letters for a programme's own; q
closes the list."""


class MinutesLinesScreen(MinutesList):
    """A list of the lines under their blocks."""

    PLACE: ClassVar[str] = say("peer-tui · Lines of the minutes")
    WORD: ClassVar[str] = say("Lines")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "e",
            "Enter",
            say("wording"),
            "edit",
            say("Another wording. A draft is corrected; approved minutes are amended."),
        ),
        Act(
            "h",
            "h",
            say("history"),
            "history",
            say("What the line was: by which device, when, and what was made of it."),
        ),
        Act(
            "f",
            "f",
            say("file as"),
            "refile",
            say("File it as something else: decision, next step, question … or a word of its programme."),
        ),
        Act("w", "w", say("who"), "who", say("A next step: who leads it. A parked line: where it goes.")),
        Act("b", "b", say("by when"), "date", say("A next step: by when.")),
        Act("d", "d", say("done when"), "define", say("A next step: what done looks like.")),
        Act("a", "a", say("add a line"), "add", say("A line that was left out, after this one.")),
        Act(
            "i",
            "i",
            say("take in"),
            "take_in",
            say("Approved minutes: take a line in that arrived after the approval."),
        ),
        Act(
            "x",
            "x",
            say("remove words"),
            "remove",
            say("Remove the line's words for good, everywhere. No undo; asks once."),
        ),
        Act("v", "v", say("original"), "compare", say("Approved minutes: as approved, as amended, and what differs.")),
        Act("z", "z", say("undo"), "undo", say("Take back the last change made here to the draft.")),
    )

    @property
    def amending(self) -> Amending:
        """What is done with a line of approved minutes."""
        return Amending(self)

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the lines."""
        self.tell_place()
        self.lines = {line.entry: line for line in minutes_lines.lines_of(self.workspace, self.opened, self.meeting_id)}
        rows: list[ListRow] = []
        block = None
        width = max(20, self.size.width - 6)
        for line in self.lines.values():
            if line.block != block:
                block = line.block
                rows.append(ListRow(plain(block, "bold $accent"), f"block {len(rows)}", heading=True))
            rows.append(ListRow(line_row(line, width), line.entry))
        count = len(self.lines)
        state = say("draft") if self.is_draft else say("approved")
        self.rows.border_title = plain(say_number(count, "{n} line · {state}", "{n} lines · {state}", state=state))
        self.rows.show(
            rows or [ListRow(plain(say("Nothing was written down."), "$quiet"), "", heading=True)], self.line
        )
        self.line = ""
        self.draw_below()
        self.show_keys()

    def draw_below(self) -> None:
        """The selected line whole, with all that belongs to it."""
        line = self.selected
        self.below.update(
            Content("\n").join([plain(line.text or say("(no wording was written down)")), line_more(line)])
            if line is not None
            else Content("")
        )
        self.below.display = line is not None
        self.fit(self.rows)

    def footer(self) -> list[tuple[str, str]]:
        """What can be done with the line that is selected."""
        line = self.selected
        keys = [("Enter", say("wording") if self.is_draft else say("amend")), ("h", say("history"))]
        if self.is_draft:
            keys += [("f", say("file as")), ("a", say("add")), ("z", say("undo"))]
            if line is not None and line.kind is EntryKind.STEP:
                keys[2:2] = [("w", say("who")), ("b", say("by when")), ("d", say("done when"))]
            elif line is not None and line.kind is EntryKind.PARKED:
                keys[2:2] = [("w", say("where to"))]
        else:
            keys += [("a", say("add")), ("v", say("original")), ("i", say("take in"))]
        return [*keys, ("Esc", say("minutes")), (HELP.shown, HELP.words)]

    @property
    def selected(self) -> RecordLine | None:
        """The line that is selected."""
        return self.lines.get(self.rows.selected)

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_edit()

    # --- reading ----------------------------------------------------------------------------------------------

    def action_history(self) -> None:
        """What the line was."""
        line = self.selected
        if line is None:
            return
        moments = minutes_lines.history_of(self.workspace, self.opened, self.meeting_id, line.entry)
        told = [
            Content.assemble(plain(moment.what), "\n", plain(f"  {moment.when} · {moment.who}", "$quiet"))
            for moment in moments
        ]
        self.app.push_screen(
            ReadingPane(say("History · {label}", label=line.label), told or [plain(say("Nothing is known of it."))])
        )

    # --- correcting -------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Another wording for the selected line."""
        line = self.selected
        if line is None:
            return
        if not self.is_draft:
            self.amending.reword(line)
            return
        self._ask(
            say("{label}: its wording", label=line.label),
            line,
            lambda text: line_editing.reword(self.workspace, self.opened, self.meeting_id, line.entry, text),
            value=line.text,
        )

    def _ask(self, title: str, line: RecordLine, change: _Change, *, value: str = "") -> None:
        """Ask for words about a line, and do what they say."""

        def take(text: str) -> str | None:
            try:
                self.said(change(text), line.entry)
            except Problem as problem:
                return problem.sentence
            return None

        self.ask(title, take, value=value)

    def action_refile(self) -> None:
        """File it as something else."""
        line = self.selected
        if line is None or self._is_sealed():
            return
        offered = line_filing.filed_as(self.opened, self.meeting_id)
        rows = [(letter, one.words, one.key) for letter, one in zip(_LETTERS, offered, strict=False)]
        rows += [("", one.words, one.key) for one in offered[len(_LETTERS) :]]

        def chosen(key: str | None) -> None:
            if not key:
                return
            try:
                said = line_filing.refile(self.workspace, self.opened, self.meeting_id, line.entry, key)
            except Problem as problem:
                self.warn(problem)
                return
            self.said(said, line.entry)

        self.app.push_screen(ChooseByLetter(say("File the line as"), rows), chosen)

    def action_who(self) -> None:
        """Who leads a next step; where a parked line goes."""
        line = self.selected
        if line is None or self._is_sealed():
            return
        if line.kind is EntryKind.PARKED:
            self._ask(
                say("Where does it go? next agenda · step · with NAME by DAY · resolved · dropped"),
                line,
                lambda text: line_editing.place(self.workspace, self.opened, self.meeting_id, line.entry, text),
            )
        elif self._is_step(line):
            self._ask(
                say("{label}: who leads it? A name, or nobody", label=line.label),
                line,
                lambda text: line_editing.assign(self.workspace, self.opened, self.meeting_id, line.entry, text),
            )

    def action_date(self) -> None:
        """By when a next step is due."""
        line = self.selected
        if line is not None and not self._is_sealed() and self._is_step(line):
            self._ask(
                say("{label}: by when? fri · 22 nov · 2w · nm · none", label=line.label),
                line,
                lambda text: line_editing.date(self.workspace, self.opened, self.meeting_id, line.entry, text),
            )

    def action_define(self) -> None:
        """What done looks like."""
        line = self.selected
        if line is not None and not self._is_sealed() and self._is_step(line):
            self._ask(
                say("{label}: how will we know it is done?", label=line.label),
                line,
                lambda text: line_editing.define(self.workspace, self.opened, self.meeting_id, line.entry, text),
            )

    def _is_step(self, line: RecordLine) -> bool:
        if line.kind is not EntryKind.STEP:
            self.show_flash(say("That line is no next step; f files it as one."))
        return line.kind is EntryKind.STEP

    def _is_sealed(self) -> bool:
        if not self.is_draft:
            self.show_flash(
                say("These minutes stand approved: Enter amends a line; next steps go on in Next steps (F2).")
            )
        return not self.is_draft

    def action_add(self) -> None:
        """A line that was left out."""
        if not self.is_draft:
            self.amending.add(self.rows.selected)
            return
        beside = self.rows.selected

        def take(text: str) -> str | None:
            try:
                entry = line_editing.add(self.workspace, self.opened, self.meeting_id, text, beside)
            except Problem as problem:
                return problem.sentence
            self.said(say("Added; it is marked “added after the meeting”."), entry)
            return None

        self.ask(LEFT_OUT, take)

    def action_take_in(self) -> None:
        """Take in what arrived after the approval."""
        self.amending.take_in(self.selected)

    def action_undo(self) -> None:
        """Take back the last change made here."""
        try:
            self.said(line_editing.undo(self.workspace, self.opened, self.meeting_id), self.rows.selected)
        except Problem as problem:
            self.warn(problem)

    def action_remove(self) -> None:
        """Remove the words of a line for good."""
        line = self.selected
        if line is None:
            return
        said = say("Remove “{text}” for good, everywhere this device can reach? No undo", text=fit(line.text, 40))
        self.confirm(said, lambda: self._remove(line))

    def _remove(self, line: RecordLine) -> None:
        from peer_tui.services.redacting import remove_lines

        done = remove_lines(self.workspace, self.opened, self.meeting_id, [line.entry])
        self.opened.refold()
        self.said(say("Removed: {words}.", words=done.words) if done.words else say("Removed."))
        if done.sentences:
            self.app.push_screen(ReadingPane(say("Removed"), [plain(sentence) for sentence in done.sentences]))
