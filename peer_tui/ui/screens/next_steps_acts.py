"""What can be done with the selected next step, a key each; the screen that lists them is in `next_steps.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from peer_tui.domain.events import Progress
from peer_tui.domain.words import say
from peer_tui.services import calendars, following, reminding
from peer_tui.services.following import Acted, StepLine
from peer_tui.services.problems import Problem
from peer_tui.services.reminding import Reminder
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.across_groups import AcrossGroups
from peer_tui.ui.screens.next_steps_rows import NOTHING, details_of
from peer_tui.ui.screens.place import Act, ReadingPane
from peer_tui.ui.screens.reminders import ReminderPane, RemindersPane
from peer_tui.ui.widgets.row_list import RowList


class StepActs(AcrossGroups):
    """The acts on a list of next steps. Each is handed to a service, then the list is drawn again."""

    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("d", "d", say("done"), "done", say("It is done.")),
        Act("m", "m", say("moved"), "moved", say("It came on: the next meeting celebrates it.")),
        Act("s", "s", say("stuck"), "stuck", say("It is stuck; asks what holds it up.")),
        Act(
            "n",
            "n",
            say("not started"),
            "not_started",
            say("It has not begun; also opens again what was done or dropped."),
        ),
        Act("o", "o", say("owner"), "owner", say("Another owner: a name, several names, or nobody. They are asked.")),
        Act("y", "y", say("yes"), "yes", say("Its owner said yes.")),
        Act(
            "b", "b", say("by when"), "by_when", say("Another date: fri, 22 nov, 2w, nm for the next meeting, or none.")
        ),
        Act("equals_sign,w", "w", say("done when"), "done_when", say("What done looks like.")),
        Act("x", "x", say("drop"), "drop", say("Let it go; asks for the reason, which stays with it.")),
        Act("h", "h", say("share"), "share", say("Its owner lets the group have a personal step; once more keeps it.")),
        Act("u", "u", say("snooze"), "snooze", say("Not to be told of it until a day; once more wakes it.")),
        Act("r", "r", say("remind"), "remind", say("A kind reminder for its owner, copied or as an e-mail draft.")),
        Act(
            "R,t",
            "t",
            say("reminders"),
            "reminders",
            say("Whom to remind today: half-way, and two days before the date."),
        ),
        Act("v", "v", say("view"), "view", say("Arrange by person, priority, due date or state.")),
        Act(
            "f,slash",
            "f",
            say("find"),
            "find",
            say("The steps in which some words stand, e.g. bo letter, late, unclaimed."),
        ),
        Act("g", "g", say("group"), "group", say("All groups, or one after the other.")),
        Act("a", "a", say("all"), "all", say("Those that are done or dropped, too.")),
        Act("l", "l", say("life line"), "life", say("Everything that happened to it, from the promise on.")),
        Act(
            "c",
            "c",
            say("calendar"),
            "calendar",
            say("A calendar file (.ics) with the dates of the steps that are shown."),
        ),
        Act("z", "z", say("undo"), "undo", say("Take back the last thing that was done here.")),
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.lines: dict[str, StepLine] = {}
        """The steps that are shown, by key."""
        self._acted: list[str] = []
        """The folders of the groups in which something was done here, the last one last."""

    @property
    def selected(self) -> StepLine | None:
        """The step that is selected."""
        return self.lines.get(self.query_one(RowList).selected)

    def action_life(self) -> None:
        """The whole life line, over the screen."""
        if line := self._line():
            title = f"{line.number} {line.text}"
            self.app.push_screen(ReadingPane(title, details_of(line, following.life_of(line))))

    # --- what becomes of a step -------------------------------------------------------------------------------

    def _line(self) -> StepLine | None:
        """The selected step; said if there is none."""
        line = self.selected
        if line is None:
            self.show_flash(say("Select a next step first.") if self.lines else NOTHING)
        return line

    def _do(self, line: StepLine, act: Callable[[], Acted]) -> str | None:
        """Do it; a sentence if it cannot be done, None when it is."""
        try:
            acted = act()
        except Problem as problem:
            return problem.sentence
        if acted.act:
            self._acted.append(line.opened.folder)
        self.draw()
        self.show_flash(f"{acted.words}{' · ' + say('z undoes it') if acted.act else ''}")
        return None

    def _at_once(self, act: Callable[[StepLine], Acted]) -> None:
        line = self._line()
        if line is not None and (wrong := self._do(line, lambda: act(line))):
            self.show_flash(wrong, "warning")

    def _asked(self, title: str, act: Callable[[StepLine, str], Acted], value: str = "") -> None:
        """Ask for words, then do it with them."""
        if line := self._line():
            named = f"{line.number} {line.text}"
            shown = named if len(named) <= 40 else f"{named[:39]}…"
            self.ask(f"{shown}: {title}", lambda words: self._do(line, lambda: act(line, words)), value=value)

    def _mark(self, line: StepLine, progress: Progress, reason: str = "") -> Acted:
        return following.mark(self.workspace, line.opened, line.step.id, progress, reason)

    def action_done(self) -> None:
        """It is done."""
        self._at_once(lambda line: self._mark(line, Progress.DONE))

    def action_moved(self) -> None:
        """It came on."""
        self._at_once(lambda line: self._mark(line, Progress.MOVED))

    def action_stuck(self) -> None:
        """It is stuck, and why."""
        self._asked(say("what holds it up?"), lambda line, words: self._mark(line, Progress.STUCK, words))

    def action_not_started(self) -> None:
        """It has not begun, or is opened again."""
        self._at_once(lambda line: self._mark(line, Progress.NOT_STARTED))

    def action_drop(self) -> None:
        """Let it go, with a reason."""
        self._asked(
            say("why is it dropped?"),
            lambda line, words: following.drop(self.workspace, line.opened, line.step.id, words),
        )

    def action_owner(self) -> None:
        """Another owner."""
        self._asked(
            say("who takes it? (a name, or nobody)"),
            lambda line, words: following.assign(self.workspace, line.opened, line.step.id, words),
        )

    def action_yes(self) -> None:
        """Its owner said yes."""
        self._at_once(lambda line: following.accept(self.workspace, line.opened, line.step.id))

    def action_share(self) -> None:
        """Its owner lets the group have it, or keeps it to themselves again."""
        self._at_once(lambda line: following.share(self.workspace, line.opened, line.step.id))

    def action_by_when(self) -> None:
        """Another date."""
        self._asked(
            say("by when? (fri, 22 nov, 2w, nm, none)"),
            lambda line, words: following.date(self.workspace, line.opened, line.step.id, words),
        )

    def action_done_when(self) -> None:
        """What done looks like."""
        line = self.selected
        self._asked(
            say("done when?"),
            lambda line, words: following.define(self.workspace, line.opened, line.step.id, words),
            line.step.done_when if line is not None else "",
        )

    def action_snooze(self) -> None:
        """Not to be told of it until a day; a snoozed one wakes."""
        line = self.selected
        if line is not None and line.asleep:
            self._at_once(lambda line: following.wake(self.workspace, line.opened, line.step.id))
            return
        self._asked(
            say("snooze until when? (2w, 22 nov, nm)"),
            lambda line, words: following.snooze(self.workspace, line.opened, line.step.id, words),
        )

    def action_undo(self) -> None:
        """Take back the last act, in the group where it was done."""
        folders = [*self._acted[::-1], *(opened.folder for opened in self.shown)]
        wrong = say("There is nothing to undo.")
        for folder in dict.fromkeys(folders):
            opened = next((one for one in self.groups if one.folder == folder), None)
            if opened is None:
                continue
            try:
                words = following.undo(self.workspace, opened)
            except Problem as problem:
                wrong = problem.sentence
                continue
            if self._acted and self._acted[-1] == folder:
                self._acted.pop()
            self.draw()
            self.show_flash(words)
            return
        self.show_flash(wrong)

    # --- reminders and calendars ------------------------------------------------------------------------------

    def action_remind(self) -> None:
        """What the owner of the selected step would read."""
        if line := self._line():
            try:
                self._show_reminder(reminding.reminder_for(self.workspace, line))
            except Problem as problem:
                self.show_flash(problem.sentence, "warning")

    def action_reminders(self) -> None:
        """Whom to remind today."""
        due = reminding.reminders_due(self.workspace, self.shown)
        if not due:
            self.show_flash(say("Nobody needs to be reminded today."))
            return
        several = len({one.opened.folder for one in due}) > 1

        def group_of(reminder: Reminder) -> str:
            return f" · {reminder.opened.glance.name}" if several else ""

        self.app.push_screen(RemindersPane(due, group_of), self._show_reminder)

    def _show_reminder(self, reminder: Reminder | None) -> None:
        if reminder is not None:
            text = reminding.text_of(self.workspace, reminder)
            self.app.push_screen(ReminderPane(reminder, text), lambda how: self._remind(reminder, text, how))

    def _remind(self, reminder: Reminder, text: str, how: str | None) -> None:
        if how == "copy":
            reminding.reminded(self.workspace, reminder, reminding.COPIED)
            self.peer.copier.start((text,), say("For {short}", short=reminder.short), "r")
        elif how == "draft":
            try:
                path = reminding.write_draft(self.workspace, reminder)
            except Problem as problem:
                self.show_flash(problem.sentence, "warning")
                return
            words = reminding.reminded(self.workspace, reminder, reminding.DRAFTED)
            self.show_flash(
                say(
                    "{words} Open {name} in {parent}, look at it, and send it.",
                    words=words,
                    name=path.name,
                    parent=path.parent,
                )
            )
        if how:
            self.draw()

    def action_calendar(self) -> None:
        """The dates of the steps that are shown, as a file for a calendar; one group's."""
        if len({line.opened.folder for line in self.lines.values()}) > 1:
            self.show_flash(say("A calendar file holds one group's next steps: g shows one group."))
            return
        try:
            written = calendars.write_steps(self.workspace, list(self.lines.values()))
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
        else:
            self.show_flash(written.words)
