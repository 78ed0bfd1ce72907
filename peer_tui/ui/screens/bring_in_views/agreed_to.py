"""What would be brought in, a line a row: each is kept, left out or made another kind before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content

from peer_tui.domain.events import EntryKind
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.domain.words import say
from peer_tui.services import bringing_in
from peer_tui.services.bringing_in import Answer, Item, Plan
from peer_tui.services.own_time import hours_of
from peer_tui.ui.screens.bring_in_views.report import ReportView
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.bring_in import BringInScreen

_SHOWN = 600
"""Lines that are neither decisions nor next steps are listed up to this many; all of them are brought in."""
_FIRST = (EntryKind.DECISION, EntryKind.STEP)


class AgreedToView(View):
    """The rows.

    Args:
        screen: Bring in.
        plan: what was looked at.
    """

    back = say("leave it, nothing is written")

    def __init__(self, screen: BringInScreen, plan: Plan) -> None:
        super().__init__(screen)
        self.plan = plan
        self._order = sorted(
            range(len(plan.items)), key=lambda n: (plan.items[n].kind not in _FIRST, plan.items[n].read.line, n)
        )
        """The rows keep their places while their kinds are turned."""

    @property
    def place(self) -> BringInScreen:
        """The screen."""
        return cast("BringInScreen", self.screen)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]  # only read, never set
        """What can be done with this text, the most useful first."""
        if self.plan.why_not and self.plan.starts is None:
            return (("d", say("the day")), ("r", say("report")), ("v", say("read as")))
        if self.plan.why_not:
            return (
                ("r", say("report")),
                ("n", say("a meeting of its own")),
                ("d", say("another day")),
                ("v", say("read as")),
            )
        if self.plan.is_agenda:
            return (("y", say("write it")), ("d", say("another day")), ("r", say("report")), ("v", say("read as")))
        return (
            ("y", say("write it")),
            ("Space", say("keep or not")),
            ("k", say("kind")),
            ("d", say("day")),
            ("r", say("report")),
        )

    @property
    def title(self) -> str:
        """What it is, and of which meeting."""
        told = self.plan.understood
        return f"{say(told.form).capitalize()} · {told.title or self.plan.name or say('pasted text')}"

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """Decisions and next steps first, then the other lines, then the people it names; of an agenda its blocks."""
        if self.plan.is_agenda:
            return self._blocks(width)
        known = bringing_in.known_for(self.opened, self.plan)
        first = [n for n in self._order if self.plan.items[n].read.kind in _FIRST]
        others = [n for n in self._order if self.plan.items[n].read.kind not in _FIRST]
        rows: list[ListRow] = []
        for heading, places in ((say("Decisions and next steps"), first), (say("Other lines"), others[:_SHOWN])):
            if places:
                total = len(first) if places is first else len(others)
                rows.append(ListRow(plain(f"{heading} {total}", "$quiet"), f"-{heading}", heading=True))
                rows += [ListRow(self._line(self.plan.items[n], known, width), f"line {n}") for n in places]
        if len(others) > _SHOWN:
            rows.append(
                ListRow(plain(say("and {number} more", number=len(others) - _SHOWN), "$quiet"), "-more", heading=True)
            )
        if self.plan.people:
            rows.append(
                ListRow(plain(say("People {number}", number=len(self.plan.people)), "$quiet"), "-people", heading=True)
            )
            rows += [ListRow(self._person(n, width), f"person {n}") for n in range(len(self.plan.people))]
        return rows or [ListRow(plain(say("Nothing in it that minutes could hold."), "$quiet"), "-none", heading=True)]

    def _line(self, item: Item, known: bringing_in.Surely, width: int) -> Content:
        mark = say("here") if item.here else say("yes") if item.keep else say("no")
        words, more = bringing_in.line_words(item, known)
        style = "$quiet" if item.here or not item.keep else "bold" if item.kind in _FIRST else ""
        guess = "? " if item.read.guessed and item.keep else ""
        kind = KIND_WORDS[item.kind] if item.kind is not EntryKind.NOTE else say("note")
        left = Content.assemble(
            plain(f"{mark:<4} ", "$accent" if item.keep and not item.here else "$quiet"),
            plain(f"{guess}{kind:<9} ", "$quiet" if item.kind is EntryKind.NOTE else style), plain(words, style),
        )  # fmt: skip
        right = more if width >= 64 and len(more) <= width // 2 else ""
        return row(left, plain(right, "$quiet"), width)

    def _person(self, place: int, width: int) -> Content:
        one = self.plan.people[place]
        style = "$quiet" if one.person is not None else "$accent"
        return row(plain(f"     {one.read.name}"), plain(bringing_in.person_words(one), style), width)

    def _blocks(self, width: int) -> list[ListRow]:
        rows: list[ListRow] = []
        for n, block in enumerate(self.plan.understood.blocks):
            low = f"{block.fewest}–" if block.fewest else ""
            minutes = (
                say("{low}{minutes} min", low=low, minutes=block.minutes) if block.minutes else say("what is left")
            )
            rows.append(ListRow(row(plain(block.title), plain(minutes, "$quiet"), width), f"block {n}"))
            rows += [
                ListRow(plain(f"  - {item}", "$quiet"), f"-{n} {m}", heading=True) for m, item in enumerate(block.items)
            ]
        return rows or [ListRow(plain(say("No part with a time in it."), "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """The whole of the selected line; when and where it goes; what a person should know."""
        plan = self.plan
        lines: list[Content] = []
        item = self._item(selected)
        if item is not None and not plan.is_agenda:
            words, more = bringing_in.line_words(item, bringing_in.known_for(self.opened, plan))
            kind = KIND_WORDS[item.kind]
            lines.append(plain(f"{kind} · {words}"[:400]))
            lines += [plain(more, "$accent")] if more else []
        hours = hours_of(self.workspace, self.opened.group)
        lines.append(plain(f"{bringing_in.when_words(self.opened, plan, hours)} · {plan.report}", "$quiet"))
        lines += [plain(plan.why_not, "bold $warning")] if plan.why_not else []
        lines += [plain(said, "$quiet") for said in plan.said]
        lines += [plain(self._switches(), "$quiet")] if self._switches() else []
        return Content("\n").join(lines)

    def _switches(self) -> str:
        plan = self.plan
        if plan.why_not or plan.is_agenda:
            return ""
        said = []
        if any(item.kind is EntryKind.STEP for item in plan.kept):
            said.append(
                say("e: next steps are long done")
                if plan.steps_done
                else say("e: next steps are still to be followed up")
            )
        if plan.held is None or plan.held.state == "planned":
            said.append(say("a: minutes approved") if plan.approved else say("a: minutes a draft"))
        if any(one.person is None and not one.several for one in plan.people):
            said.append(say("w: who is new, all the same way"))
        return " · ".join(said)

    # --- acts -------------------------------------------------------------------------------------------------

    def _item(self, selected: str) -> Item | None:
        word, _, number = selected.partition(" ")
        return self.plan.items[int(number)] if word == "line" and number.isdigit() else None

    def enter(self, selected: str) -> None:
        """Keep it or not; somebody new gets the next answer."""
        word, _, number = selected.partition(" ")
        if word == "line":
            self._change(self.plan.toggled(int(number)))
        elif word == "person" and self.plan.people[int(number)].person is None:
            self._change(self.plan.answered(int(number)))

    def toggle(self) -> None:
        """The same with the space bar."""
        self.enter(self.screen.rows.selected)

    def kind(self) -> None:
        """The line as the next kind."""
        selected = self.screen.rows.selected
        if self._item(selected) is not None:
            self._change(self.plan.turned(int(selected.partition(" ")[2])))

    def every(self) -> None:
        """The next answer for everybody who is new."""
        answers = list(Answer)
        new = [one for one in self.plan.people if one.person is None and not one.several]
        if new:
            after = answers[(answers.index(new[0].answer) + 1) % len(answers)]
            self._change(self.plan.all_answered(after))
            self.screen.show_flash(say("Everybody new is {after}.", after=after))

    def approved(self) -> None:
        """The minutes are recorded as approved, or stay a draft."""
        self._change(self.plan.with_choices(approved=not self.plan.approved))

    def ended(self) -> None:
        """The next steps are long done, or still to be followed up."""
        self._change(self.plan.with_choices(steps_done=not self.plan.steps_done))

    def separately(self) -> None:
        """A meeting of its own, or the one of that day again."""
        self._change(bringing_in.separately(self.workspace, self.opened, self.plan))

    def day(self) -> None:
        """Ask for the day."""
        self.screen.ask(say("When was the meeting? E.g. 13 nov 2024 2 pm"), self.screen.taking(self._take_day))

    def _take_day(self, words: str) -> None:
        starts = bringing_in.read_day(self.workspace, self.opened, self.plan, words)
        self._change(bringing_in.on_day(self.workspace, self.opened, self.plan, starts))

    def report(self) -> None:
        """What became of each line of the text."""
        self.screen.go_into(ReportView(self.screen, self.plan))

    def read_as(self) -> None:
        """Read it as the next form."""
        self.place.read_as_next()

    def _change(self, plan: Plan) -> None:
        self.plan = plan
        self.screen.show_flash("")
        self.screen.draw()

    def go_on(self) -> None:
        """Write it."""
        self.place.write(self.plan)
