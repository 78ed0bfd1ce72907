"""A new group: three questions, then its first meeting, its people and its agreement (`product.md` §3.7 (e))."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from peer_tui.domain.characters import clean
from peer_tui.domain.events import Side
from peer_tui.domain.words import say
from peer_tui.services import agreement, planning
from peer_tui.services.problems import Problem
from peer_tui.services.scheduling import EXAMPLE, read_planned
from peer_tui.services.templates import Template, TemplateProblem, load_template, template_names
from peer_tui.services.workspace import OpenGroup
from peer_tui.services.zones import machine_zone, suggest_zones, zone_named
from peer_tui.ui.practising import NOT_HERE, practise
from peer_tui.ui.screens.new_group_words import (
    AGREEMENT,
    KIND,
    MEETING,
    NAME,
    NAME_HINT,
    PEOPLE,
    PROGRAMME,
    QUESTIONS,
    ZONE,
    about_kind,
    about_zone,
    keys_of,
    kind_rows,
    more_things,
    not_one_zone,
    startable,
    starter_rows,
)
from peer_tui.ui.screens.place import HELP, LEAVE, Act, PlaceScreen, keys_help
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.field import Field
from peer_tui.ui.widgets.people_field import PeopleField
from peer_tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.definition import Programme

PRACTISE = Act(
    "f5", "F5", say("practise"), "practise",
    say("Practise a meeting with invented people. Nothing of it touches your own library; ^Q there leads back here."),
)  # fmt: skip


class FirstRunScreen(PlaceScreen):
    """Enter goes on, Esc goes one question back; nothing that was typed is lost."""

    CSS_PATH = "first_run.tcss"
    PLACE: ClassVar[str] = say("peer-tui · New group")
    ACTS = (PRACTISE,)

    def __init__(self) -> None:
        super().__init__()
        self.page = NAME
        self.answers = {NAME: "", ZONE: "", MEETING: ""}
        self.opened: OpenGroup | None = None
        self._templates: dict[str, Template] = {}
        self._programmes: dict[str, Programme] = {}
        """Those a new group can begin with; their files are read when that is asked."""
        self._programme: ProgrammeId = ""
        """The one the new group began with."""
        self._asked_once = ""
        self._starters: list[tuple[Side, str]] = []
        self._chosen: set[int] = set()

    def compose_body(self) -> ComposeResult:
        """The question, what answers it, and the sentence about the answer."""
        with Vertical(id="question"):
            yield Static(id="question-words", markup=False)
            yield Field(id="answer", compact=True, select_on_focus=False)
            yield RowList(say("Kinds of meeting"), id="kinds")
            yield RowList("", id="starters")
            yield PeopleField()
            yield Static(id="about", markup=False)

    def before_first_drawing(self) -> None:
        """The machine's own zone is the first answer to the second question."""
        self.answers[ZONE] = machine_zone()
        for name in template_names():
            try:
                self._templates[name] = load_template(name)
            except TemplateProblem as problem:
                self.show_flash(str(problem), "warning")

    def after_first_drawing(self) -> None:
        """The first question."""
        self._turn_to(NAME)

    # --- pages ------------------------------------------------------------------------------------------------

    def _turn_to(self, page: int) -> None:
        self.page = page
        question = QUESTIONS[page]
        box = self.query_one("#question", Vertical)
        box.border_title = plain(question.title)
        self.query_one("#question-words", Static).update(plain(question.asked))
        answer, kinds, people = self._fields
        answer.display, kinds.display, people.display = page in self.answers, page == KIND, page == PEOPLE
        starters = self.query_one("#starters", RowList)
        starters.display = page == AGREEMENT
        self.show_flash("")
        if page in self.answers:
            answer.value = self.answers[page]
            answer.cursor_position = len(answer.value)
            answer.placeholder = EXAMPLE if page == MEETING else ""
            answer.focus()
            if page == ZONE:
                answer.select_all()  # a city that is typed takes the place of the suggested zone
        elif page == KIND:
            self._programmes = startable(self._templates)
            kinds.show(kind_rows(self._templates, self._programmes))
            kinds.focus()
        elif page == AGREEMENT:
            starters.show(starter_rows(self._starters, self._chosen))
            starters.focus()
        else:
            people.begin(self.opened)
        self._about()
        self.show_keys()

    @property
    def _fields(self) -> tuple[Input, RowList, PeopleField]:
        return self.query_one("#answer", Input), self.query_one("#kinds", RowList), self.query_one(PeopleField)

    def footer(self) -> list[tuple[str, str]]:
        """What Enter and Esc do on this page."""
        forward, back = {
            NAME: (say("go on"), say("not now")),
            ZONE: (say("go on"), say("back")),
            KIND: (say("make the group"), say("back")),
            MEETING: (say("plan it"), say("later")),
            PEOPLE: (say("on an empty line: done"), say("done")),
            AGREEMENT: (say("go on"), say("later")),
        }[self.page]
        keys = [("Enter", forward)]
        if not self._may_go_back:
            return [*keys, (PRACTISE.shown, PRACTISE.words), (LEAVE.shown, LEAVE.words), (HELP.shown, HELP.words)]
        if self.page == AGREEMENT:
            keys.insert(0, (say("Space"), say("choose")))
        if self.page == ZONE:
            keys.append(("Tab", say("take the suggestion")))
        practise = [] if self.page in (ZONE, KIND) else [(PRACTISE.shown, PRACTISE.words)]
        return [*keys, ("Esc", back), *practise, (LEAVE.shown, LEAVE.words), (HELP.shown, HELP.words)]

    @property
    def _may_go_back(self) -> bool:
        """The first question of an empty library has nothing behind it."""
        return self.page != NAME or bool(self._groups)

    def action_help(self) -> None:
        """What every key does on this page."""
        keys = keys_of(self.page, self._may_go_back)
        self.app.push_screen(keys_help(self.PLACE, (*keys, PRACTISE, LEAVE, HELP)))

    def action_practise(self) -> None:
        """A practice meeting in a program of its own; afterwards everything stands here as it was."""
        if self.peer.practice:
            self.show_flash(say("This is the practice library already."))
            return
        try:
            with self.app.suspend():
                well = practise()
        except SuspendNotSupported:
            self.show_flash(NOT_HERE)
            return
        self.show_flash(say("Back from practice: nothing of it was kept.") if well else NOT_HERE)

    def tick(self) -> None:
        """The time in the zone goes on."""
        if self.page in (ZONE, MEETING):
            self._about()

    @on(Input.Changed, "#answer")
    def _typed(self, event: Input.Changed) -> None:
        if self.page in self.answers:
            self.answers[self.page] = event.value
            self._about()

    def _about(self) -> None:
        """The sentence below the field, as the answer stands."""
        words = self._words_about()
        about = self.query_one("#about", Static)
        about.update(words)
        about.display = bool(words.plain)

    def _words_about(self) -> Content:
        text = self.answers.get(self.page, "")
        if self.page == NAME:
            return plain(self._wrong_name(text), "$warning") if text.strip() else plain(NAME_HINT)
        if self.page == ZONE:
            return about_zone(text, self.workspace.now(), self.workspace.settings.hours)
        if self.page == MEETING and self.opened is not None and text.strip():
            said = read_planned(self.workspace, self.opened, text)
            warning = plain(f"⚠ {said.warning} " if said.warning else "", "$warning")
            return Content.assemble(warning, plain(said.words))
        if self.page == MEETING:
            return plain(
                say(
                    "A day and a time, e.g. {example}. Enter on the empty line goes on without a meeting.",
                    example=EXAMPLE,
                )
            )
        if self.page == AGREEMENT:
            return plain(
                say(
                    "{number} of {number_2} chosen. They wait for the group's consent.",
                    number=len(self._chosen),
                    number_2=len(self._starters),
                )
            )
        if self.page == KIND:
            return about_kind(self._fields[1].selected, self._templates, self._programmes)
        return Content("")

    # --- answers ----------------------------------------------------------------------------------------------

    @on(Input.Submitted, "#answer")
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.page == NAME:
            wrong = self._wrong_name(event.value) if event.value.strip() else say("A group needs a name.")
            self._refuse(wrong) if wrong else self._turn_to(ZONE)
        elif self.page == ZONE:
            zone = zone_named(event.value)
            if not zone:
                self._refuse(not_one_zone(event.value))
                return
            self.answers[ZONE] = zone
            self._turn_to(KIND)
        elif self.page == MEETING:
            self._plan(event.value)

    def on_key(self, event: events.Key) -> None:
        """Tab takes the first suggestion for the zone; Space chooses a line of the agreement."""
        if event.key == "space" and self.page == AGREEMENT:
            event.stop()
            starters = self.query_one("#starters", RowList)
            self._chosen ^= {int(starters.selected)}
            starters.show(starter_rows(self._starters, self._chosen))
            self._about()
        if event.key == "tab" and self.page == ZONE:
            event.stop()
            event.prevent_default()
            found = suggest_zones(self.answers[ZONE], 1)
            if found:
                answer = self._fields[0]
                answer.value = zone_named(self.answers[ZONE]) or found[0]
                answer.cursor_position = len(answer.value)

    def _wrong_name(self, text: str) -> str:
        """Why a group cannot be called that; empty if it can."""
        name = clean(text).strip()
        if not name:
            return say("A group needs a name.")
        taken = any(opened.glance.name.casefold() == name.casefold() for opened in self._groups)
        return say("There is a group called “{name}” already; choose another name.", name=name) if taken else ""

    @property
    def _groups(self) -> list[OpenGroup]:
        return self.workspace.open_groups()

    @on(OptionList.OptionHighlighted, "#kinds")
    def _looked_at_kind(self) -> None:
        self._about()

    @on(OptionList.OptionSelected, "#kinds")
    def _chose_kind(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        programme = self._programmes.get((event.option_id or "").removeprefix(PROGRAMME))
        template = programme.meetings[0].template if programme is not None else event.option_id or ""
        try:
            self.opened = planning.new_group(self.workspace, self.answers[NAME], template, self.answers[ZONE])
            if programme is not None:
                from peer_tui.services.programmes.starting import start

                self._programme = start(self.workspace, self.opened, programme.key)
        except (Problem, TemplateProblem) as problem:
            self.show_flash(str(problem), "warning")
            return
        group = self.opened.group
        self._turn_to(MEETING)
        self.show_flash(say("{name} is ready. {more_things}", name=group.name, more_things=more_things(group.blocks)))

    def _plan(self, text: str) -> None:
        assert self.opened is not None
        if not text.strip():
            self._turn_to(PEOPLE)
            return
        said = read_planned(self.workspace, self.opened, text)
        if said.starts is None:
            self._refuse(said.words)
            return
        if said.warning and self._asked_once != text:
            self._asked_once = text
            self._refuse(say("⚠ {warning} Enter once more plans it all the same.", warning=said.warning))
            return
        if self._programme:
            from peer_tui.services.programmes.meetings import plan_meeting
            from peer_tui.services.programmes.running import need_definition, run_of

            run = run_of(self.opened, self._programme)
            kind = need_definition(run).meetings[0].key
            plan_meeting(self.workspace, self.opened, run, kind, said.starts, said.minutes)
        else:
            planning.plan(self.workspace, self.opened, said.starts, minutes=said.minutes)
        self._turn_to(PEOPLE)
        self.show_flash(say("Planned: {words}", words=said.words))

    @on(PeopleField.Added)
    def _people_added(self, event: PeopleField.Added) -> None:
        event.stop()
        if not event.said:
            self._to_the_agreement()

    @on(PeopleField.Finished)
    def _people_finished(self, event: PeopleField.Finished) -> None:
        event.stop()
        self._to_the_agreement()

    def _to_the_agreement(self) -> None:
        """Suggested lines to choose from, none of them chosen, where the group's meetings have a block for it."""
        if self.opened is not None and any(block.job == "agreement" for block in self.opened.group.blocks):
            self._starters = agreement.starters(self.opened.group)
        if self._starters:
            self._turn_to(AGREEMENT)
        else:
            self.peer.go_today()

    @on(OptionList.OptionSelected, "#starters")
    def _agreement_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        assert self.opened is not None
        if self._chosen:
            agreement.propose(self.workspace, self.opened, [self._starters[place] for place in sorted(self._chosen)])
        self.peer.go_today()

    def _refuse(self, sentence: str) -> None:
        self.query_one("#about", Static).update(plain(sentence, "$warning"))
        self.query_one("#about").display = True

    def action_back(self) -> None:
        """One question back; what comes after the group is made can be left out."""
        if not self._may_go_back:
            self.show_flash(say("A group is where everything begins. ^Q leaves the program."))
        elif self.page == PEOPLE:
            self._to_the_agreement()
        elif self.page in (NAME, AGREEMENT):
            self.peer.go_today()
        elif self.page == MEETING:
            self._turn_to(PEOPLE)
        else:
            self._turn_to(self.page - 1)
