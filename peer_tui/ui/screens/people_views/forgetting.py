"""A person asked to be forgotten: every line with a word of their name is listed and answered, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.events import PersonId
from peer_tui.domain.forgetting import Mentions
from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.services import forgetting, old_name, people
from peer_tui.services.forgetting import Answer
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.people import PeopleScreen

_SHOWN = {Answer.REPLACE: say("replace"), Answer.KEEP: say("keep"), Answer.LATER: say("answer?")}


class ForgettingView(View):
    """The lines, and what becomes of each.

    Args:
        screen: People.
        person: who is to be forgotten.
    """

    keys = (("r", say("replace")), ("k", say("keep")), ("y", say("forget for good")), ("w", say("replace all")))
    back = say("forget nobody")

    def __init__(self, screen: PeopleScreen, person: PersonId) -> None:
        super().__init__(screen)
        self._person = people.known_person(self.group, person)
        self._found = self.look()
        self._answers = [Answer.LATER] * len(self._found.lines)

    def look(self) -> Mentions:
        """Everything that is to be answered."""
        return forgetting.look_for(self.opened, self._person)

    @property
    def title(self) -> str:
        """Who, and how many lines."""
        hold = counted(len(self._found.lines), "{n:,} line holds", "{n:,} lines hold", "no lines hold")
        return say("Forget {name}: {hold} a word of the name", name=self._person.name, hold=hold)

    def gone(self) -> bool:
        """It is done."""
        known = self.group.person(self._person.id)
        return known is None or known.id in self.group.forgotten

    def rows(self, width: int) -> list[ListRow]:
        """A line a row."""
        rows = []
        for place, (mention, answer) in enumerate(zip(self._found.lines, self._answers, strict=True)):
            where = forgetting.where_words(self.opened, mention)
            left = Content.assemble(plain(f"{where}  ", "$quiet"), plain(mention.text))
            style = "$warning" if answer is Answer.LATER else "$accent"
            rows.append(ListRow(row(left, plain(_SHOWN[answer], style), width), str(place)))
        none = say("No line that somebody wrote holds a word of the name. y goes on.")
        return rows or [ListRow(plain(none, "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """The whole line, what it would become, and what happens besides."""
        lines = []
        if selected.isdigit() and int(selected) < len(self._found.lines):
            mention = self._found.lines[int(selected)]
            lines = [
                plain(mention.text),
                plain(say("replaced: {becomes}", becomes=forgetting.becomes(mention)), "$accent"),
            ]
        return Content("\n").join([*lines, *self.besides()])

    def besides(self) -> list[Content]:
        """What happens besides."""
        words = say("“A member” will stand wherever they were named; what was counted stays counted.")
        elsewhere = forgetting.namesakes(self.workspace, self.opened, self._found)[:2]
        return [plain(words, "$quiet"), *(plain(sentence, "$warning") for sentence in elsewhere)]

    @property
    def question(self) -> str:
        """What is asked once more."""
        return say("Forget {name} for good? It cannot be undone.", name=self._person.name)

    def finish(self) -> list[str]:
        """Do it; the report."""
        return forgetting.forget(self.workspace, self.opened, self._found, self._answers).lines

    # --- answering --------------------------------------------------------------------------------------------

    def _answer(self, answer: Answer) -> None:
        selected = self.screen.rows.selected
        if selected.isdigit():
            self._answers[int(selected)] = answer
            self.screen.draw()
            if int(selected) + 1 < len(self._answers):
                self.screen.rows.action_cursor_down()

    def retire(self) -> None:
        """Replace by “a member”."""
        self._answer(Answer.REPLACE)

    def keep(self) -> None:
        """The words stay."""
        self._answer(Answer.KEEP)

    def enter(self, selected: str) -> None:
        """The next answer."""
        if selected.isdigit():
            every = list(Answer)
            now = self._answers[int(selected)]
            self._answers[int(selected)] = every[(every.index(now) + 1) % len(every)]
            self.screen.draw()

    def every(self) -> None:
        """Replace in every line that has no answer yet."""
        self._answers = [Answer.REPLACE if answer is Answer.LATER else answer for answer in self._answers]
        self.screen.draw()

    def go_on(self) -> None:
        """Do it, after one more yes."""
        left = self._answers.count(Answer.LATER)
        open_ones = (
            " "
            + say(
                "{lines_are} not answered and will keep the name.",
                lines_are=counted(left, "{n:,} line is", "{n:,} lines are", "no lines are"),
            )
            if left
            else ""
        )
        self.screen.confirm(f"{self.question}{open_ones}", self._finish_soon)

    def _finish_soon(self) -> None:
        self.screen.show_flash(say("Removing the name, also from backups and files that were written …"))
        self.screen.call_after_refresh(self.screen.attempt, self._finish)

    def _finish(self) -> None:
        from peer_tui.ui.screens.place import ReadingPane

        told = self.finish()
        self.screen.go_back()
        self.screen.app.push_screen(ReadingPane(say("Forgotten"), [plain(line) for line in told]))


class OldNameView(ForgettingView):
    """The same for a name the person had: the present one takes its place."""

    keys = (("r", say("replace")), ("k", say("keep")), ("y", say("forget the name")), ("w", say("replace all")))
    back = say("keep it")

    def look(self) -> Mentions:
        """Everything that holds a name they had.

        Raises:
            Problem: they never had another one.
        """
        self._former = old_name.former_names(self.opened, self._person)
        return old_name.look_for(self.opened, self._person)

    @property
    def title(self) -> str:
        """Which names, and how many lines."""
        former = ", ".join(f"“{name}”" for name in self._former[:3])
        hold = counted(len(self._found.lines), "{n:,} line holds", "{n:,} lines hold", "no lines hold")
        return say("Forget {former}: {hold} a word of it", former=former, hold=hold)

    def besides(self) -> list[Content]:
        """What happens besides."""
        words = say(
            "{name} stands in old minutes already; approved ones that lose a word are sealed anew.",
            name=self._person.name,
        )
        return [plain(words, "$quiet")]

    @property
    def question(self) -> str:
        """What is asked once more."""
        return say("Forget what {name} was called before? It cannot be undone.", name=self._person.name)

    def finish(self) -> list[str]:
        """Do it; the report."""
        return old_name.forget(self.workspace, self.opened, self._found, self._answers).lines
