"""What to look at before minutes go out: gaps, hints, names that are also words (`product.md` §2.10, checks 44 and 45).

Nothing here changes anything by itself. Enter goes to the line.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widgets import OptionList

from peer_tui.domain.anonymous import Doubt
from peer_tui.domain.gaps import Gap, find_gaps, quoted
from peer_tui.domain.hints import Hint
from peer_tui.domain.stand_ins import with_article
from peer_tui.domain.words import say
from peer_tui.services import amending, hints, minutes_lines, previewing
from peer_tui.services.problems import Problem
from peer_tui.ui.screens.minutes_list import MinutesList
from peer_tui.ui.screens.place import HELP, Act
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.row_list import ListRow

_Seen = Gap | Hint | Doubt


class MinutesLookScreen(MinutesList):
    """One list of all of it."""

    PLACE: ClassVar[str] = say("peer-tui · What to look at")
    WORD: ClassVar[str] = say("What to look at")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "g",
            "Enter",
            say("go to the line"),
            "go",
            say("Go to the line; from a gap about earlier minutes, to those."),
        ),
        Act(
            "x",
            "x",
            say("pass over"),
            "pass_over",
            say("A hint: the words stand as they are; it is not given again today."),
        ),
        Act(
            "k",
            "k",
            say("is a word"),
            "answer(False)",
            say("A name that is also a word: here it is the word, and stays."),
        ),
        Act(
            "n",
            "n",
            say("is a name"),
            "answer(True)",
            say("A name that is also a word: here it is the name, and is replaced."),
        ),
        Act(
            "w",
            "w",
            say("more words"),
            "add_words",
            say("Add words to what this group is hinted about: words → say instead."),
        ),
    )

    @property
    def preview(self) -> previewing.Preview:
        """For whom the record is shown, and who is named."""
        return previewing.preview_of(self.workspace, self.meeting_id)

    @property
    def selected(self) -> _Seen | None:
        """What is selected."""
        return self.seen.get(self.rows.selected)

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw it all."""
        self.tell_place()
        self.seen: dict[str, _Seen] = {}
        lines = minutes_lines.lines_of(self.workspace, self.opened, self.meeting_id)
        self.texts = {line.entry: f"{line.label}: {line.text}" for line in lines}
        rows = [*self._gaps(), *self._late(), *self._hints(), *self._roles(), *self._names()]
        if not rows:
            rows = [ListRow(plain(say("Nothing: no gaps, no hints."), "$quiet"), "", heading=True)]
        self.rows.border_title = plain(say("What to look at"))
        self.rows.show(rows)
        self.draw_below()
        self.show_keys()

    def _titled(self, title: str, rows: list[ListRow]) -> list[ListRow]:
        return [ListRow(plain(title, "bold $accent"), f"title {title}", heading=True), *rows] if rows else []

    def _gaps(self) -> list[ListRow]:
        rows = []
        for gap in find_gaps(self.opened.meeting(self.meeting_id), self.opened.group) if self.is_draft else ():
            key = f"gap {gap.entry} {gap.meeting} {gap.words}"
            self.seen[key] = gap
            rows.append(ListRow(plain(fit(gap.words, self._room)), key))
        return self._titled(say("Gaps"), rows)

    def _late(self) -> list[ListRow]:
        rows = []
        for entry in amending.arrived_later(self.opened, self.meeting_id):
            gap = Gap(
                say("{text} arrived after the approval; i on the line takes it in.", text=quoted(entry.filed.text)),
                entry.id,
            )
            self.seen[f"late {entry.id}"] = gap
            rows.append(ListRow(plain(fit(gap.words, self._room)), f"late {entry.id}"))
        return self._titled(say("Arrived after the approval"), rows)

    def _hints(self) -> list[ListRow]:
        rows = []
        for hint in hints.hints_of(self.workspace, self.opened, self.meeting_id):
            key = " ".join(("hint", *hint.key))
            self.seen[key] = hint
            words = f"“{hint.found}” · {_advice(hint)}"
            rows.append(ListRow(plain(fit(words, self._room)), key))
        return self._titled(say("Hints · x passes one over"), rows)

    def _roles(self) -> list[ListRow]:
        rows = []
        for role in previewing.roles_that_tell(self.opened, self.meeting_id, self.preview):
            told = say(
                "Only one person here is {with_article}: the role tells who it is. p turns to no names.",
                with_article=with_article(role),
            )
            gap = Gap(told)
            self.seen[f"role {role}"] = gap
            rows.append(ListRow(plain(fit(gap.words, self._room)), f"role {role}"))
        return self._titled(say("Roles that tell who it is"), rows)

    def _names(self) -> list[ListRow]:
        if not previewing.level(self.opened, self.preview).hides:
            return []
        rows = []
        for doubt in previewing.questions(self.opened, self.meeting_id, self.preview):
            key = f"name {doubt.word} {doubt.text}"
            self.seen[key] = doubt
            stands = say("a word") if doubt in self.preview.kept else say("a name")
            asked = "" if doubt in self.preview.kept or doubt in self.preview.replaced else " " + say("(not asked yet)")
            where = doubt.text or say("in every line that holds it")
            rows.append(
                ListRow(
                    plain(
                        fit(
                            say(
                                "“{word}” is {stands}{asked}: {where}",
                                word=doubt.word,
                                stands=stands,
                                asked=asked,
                                where=where,
                            ),
                            self._room,
                        )
                    ),
                    key,
                )
            )
        return self._titled(say("Names that are also words · k it is a word · n it is a name"), rows)

    @property
    def _room(self) -> int:
        return max(20, self.size.width - 6)

    def draw_below(self) -> None:
        """The selected thing whole, and the line it is about."""
        seen, below = self.selected, self.below
        told: list[Content] = []
        if isinstance(seen, Gap):
            told = [plain(seen.words)]
        elif isinstance(seen, Hint):
            told = [plain(f"“{seen.found}” · {_advice(seen)}")]
        elif isinstance(seen, Doubt):
            told = [plain(say("“{word}” is one of this group's names and also a word.", word=seen.word))]
        about = self.texts.get(seen.entry, "") if isinstance(seen, Gap | Hint) else seen.text if seen else ""
        told += [plain(about, "$quiet")] if about else []
        below.update(Content("\n").join(told))
        below.display = bool(told)
        self.fit(self.rows)

    def footer(self) -> list[tuple[str, str]]:
        """What can be done with what is selected."""
        seen = self.selected
        keys = [("Enter", say("go there"))] if isinstance(seen, Gap | Hint) else []
        keys += [("x", say("pass over"))] if isinstance(seen, Hint) else []
        keys += [("k", say("it is a word")), ("n", say("it is a name"))] if isinstance(seen, Doubt) else []
        return [*keys, ("w", say("more words")), ("Esc", say("minutes")), (HELP.shown, HELP.words)]

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_go()

    # --- acts -------------------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """To the line, or to the earlier minutes."""
        seen = self.selected
        if isinstance(seen, Gap) and seen.meeting:
            self.peer.open_minutes(self.opened, seen.meeting)
        elif isinstance(seen, Gap | Hint) and seen.entry:
            from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen

            self.app.switch_screen(MinutesLinesScreen(self.opened, self.meeting_id, seen.entry))
        elif isinstance(seen, Doubt):
            self.show_flash(say("k: it is a word and stays · n: it is a name and is replaced"))

    def action_pass_over(self) -> None:
        """The words stand as they are."""
        seen = self.selected
        if isinstance(seen, Hint):
            hints.pass_over(self.workspace, self.meeting_id, seen)
            self.said(say("Passed over; nothing was changed."))
        else:
            self.show_flash(say("Only a hint is passed over; a gap goes when the line has what it lacks."))

    def action_answer(self, is_name: bool) -> None:
        """Somebody said whether it is a name."""
        seen = self.selected
        if isinstance(seen, Doubt):
            previewing.answer(self.preview, seen, is_name=is_name)
            self.said(say("It is replaced like every name.") if is_name else say("It stays as it is."))
        else:
            self.show_flash(say("That is asked only about names that are also words."))

    def action_add_words(self) -> None:
        """The group's own list."""
        own = " · ".join(wording.words[0] for wording in hints.own_wordings(self.opened.group))

        def preview(text: str) -> str:
            return (
                say("-words takes them off again. The group's own so far: {own}", own=own or say("none"))
                if not text.strip()
                else ""
            )

        def take(text: str) -> str | None:
            try:
                self.said(hints.add(self.workspace, self.opened, text))
            except Problem as problem:
                return problem.sentence
            return None

        self.ask(say("Words this group would rather not read → what to say instead"), take, preview=preview)


def _advice(hint: Hint) -> str:
    return hint.advice if hint.kind == "privacy" else say("perhaps: {advice}", advice=hint.advice)
