"""The words of the new group's pages: the questions, what is known about a zone, the kinds of meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.agreement_page import HALVES
from peer_tui.domain.events import BlockPlan, Side
from peer_tui.domain.words import either, say
from peer_tui.services.comparing import minutes_words
from peer_tui.services.templates import Template
from peer_tui.services.zones import suggest_zones, time_there, zone_named
from peer_tui.ui.screens.place import Act
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Programme

PROGRAMME = "programme:"
"""Before the word of a programme, as the key of its row among the kinds of meeting."""
_BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Question:
    """One page."""

    title: str
    asked: str
    """The question, and why it is asked."""


QUESTIONS = (
    Question(
        say("1 of 3 · The group"), say("What is your group called? It stands on every agenda and in all its minutes.")
    ),
    Question(
        say("2 of 3 · Time zone"),
        say("In which time zone does it meet? Type a city, “eastern”, or a name such as America/New_York."),
    ),
    Question(
        say("3 of 3 · Kind of meeting"),
        say("Which kind of meeting? The group gets its own copy of the blocks, and can change every one."),
    ),
    Question(say("The first meeting"), say("When does the group meet first? Leave it empty to plan that later.")),
    Question(
        say("The people"),
        say("Who belongs to the group? Paste or type one name a line; pronouns and roles may stand behind it."),
    ),
    Question(
        say("The agreement"),
        say(
            "What helps people be comfortable here? Choose what to begin with: the group decides in its first "
            "meeting, and can change every word."
        ),
    ),
)
NAME, ZONE, KIND, MEETING, PEOPLE, AGREEMENT = range(len(QUESTIONS))

NAME_HINT = say("E.g. Harbor Peer Coalition. F5 first practises a meeting, with invented people.")
_ENTER = (
    say("Go on to the next question."),
    say("Go on with the zone that is named below."),
    say("Make the group with this kind of meeting."),
    say("Plan the meeting; on an empty line go on without one."),
    say("A new line; on an empty line the people are added."),
    say("Go on; what is chosen waits for the group's consent."),
)
_ESC = (
    say("Leave the questions."),
    *[say("Back to the question before.")] * 2,
    say("Plan it later."),
    say("Done."),
    say("Choose later."),
)


def keys_of(page: int, back: bool) -> list[Act]:
    """What the keys do on a page, for F1; `back`: Esc leads somewhere."""
    keys = [Act("enter", "Enter", "", "", _ENTER[page])]
    if page == ZONE:
        keys.append(Act("tab", "Tab", "", "", say("Take the first zone that is suggested.")))
    if page == AGREEMENT:
        keys.append(Act("space", "Space", "", "", say("Choose the line, or leave it out again.")))
    return [*keys, Act("escape", "Esc", "", "", _ESC[page])] if back else keys


def more_things(blocks: Sequence[BlockPlan]) -> str:
    """How much is asked once the group is made: its first meeting and people, and its agreement where it has one."""
    many = say("Three") if any(block.job == "agreement" for block in blocks) else say("Two")
    return say("{many} more things, if you like.", many=many)


def starter_rows(starters: Sequence[tuple[Side, str]], chosen: Collection[int]) -> list[ListRow]:
    """Suggested lines for the agreement, each with a box, its place as its key; comfort first."""
    rows: list[ListRow] = []
    side: Side | None = None
    for place, (of, text) in enumerate(starters):
        if of is not side:
            side = of
            rows.append(ListRow(plain(HALVES[of], "$quiet"), f"-{of}", heading=True))
        box = plain("[x] " if place in chosen else "[ ] ", "$accent")
        rows.append(ListRow(Content.assemble(box, plain(text)), str(place)))
    return rows


def about_zone(text: str, now: dt.datetime, hours: int) -> Content:
    """The zone that is meant with its time now, or the zones it might be. `hours`: 12 or 24."""
    zone = zone_named(text)
    lines = [plain(f"{zone}: {time_there(now, zone, hours)}", "$accent")] if zone else []
    others = [name for name in suggest_zones(text) if name != zone]
    if not zone and not others:
        lines.append(plain(say("No zone of that name. Type the nearest large city, or “eastern”."), "$warning"))
    if others and zone.casefold() != text.strip().casefold():
        told = [f"{name}: {time_there(now, name, hours)}" for name in others[:4]]
        lines.append(plain(say("Also:") if zone else say("Which one? Tab takes the first:"), "$quiet"))
        lines += [plain(f"  {line}", "$quiet") for line in told]
    return Content("\n").join(lines)


def not_one_zone(text: str) -> str:
    """Why these words are no time zone, and what may be meant."""
    found = suggest_zones(text, 3)
    hint = (
        say("Do you mean {found}?", found=either(found))
        if found and text.strip()
        else say("Type it like America/New_York.")
    )
    return say("“{text}” is not one time zone. {hint}", text=text.strip(), hint=hint)


def startable(templates: Mapping[str, Template]) -> dict[str, Programme]:
    """The programmes a new group can begin with, by their words: those that hold meetings with a template there is.

    A file that cannot be used is left out here; the place "Programmes" says what is wrong with it.
    """
    # Imported here: programmes are read when this is asked, not before.
    from peer_tui.services.programmes.files import ProgrammeProblem, load_programme, programme_names

    found = {}
    for name in programme_names():
        with suppress(ProgrammeProblem):
            programme = load_programme(name)
            if programme.meetings and programme.meetings[0].template in templates:
                found[name] = programme
    return found


def kind_rows(templates: Mapping[str, Template], programmes: Mapping[str, Programme]) -> list[ListRow]:
    """The kinds of meeting, then the programmes, last the blank one; a programme's own templates come with it."""
    alone = [name for name, template in templates.items() if name != _BLANK and template.part_of not in programmes]
    rows = [ListRow(plain(templates[name].title), name) for name in alone]
    rows += [ListRow(plain(programme.title), f"{PROGRAMME}{key}") for key, programme in programmes.items()]
    return [*rows, ListRow(plain(templates[_BLANK].title), _BLANK)] if _BLANK in templates else rows


def about_kind(selected: str, templates: Mapping[str, Template], programmes: Mapping[str, Programme]) -> Content:
    """What the selected row is and brings: its blocks; of a programme, those of its first meeting."""
    if not selected.startswith(PROGRAMME):
        template = templates.get(selected)
        return Content("\n").join([plain(template.about), blocks_of(template)]) if template else Content("")
    programme = programmes[selected.removeprefix(PROGRAMME)]
    meeting = programme.meetings[0]
    goes_on = say("A programme: its days, checklist, forms and reports stand under F2 m. First: {meeting}.",
                  meeting=meeting.title)  # fmt: skip
    return Content("\n").join(
        [plain(programme.about), plain(goes_on, "$quiet"), blocks_of(templates[meeting.template])]
    )


def blocks_of(template: Template) -> Content:
    """The blocks in one sentence, with their minutes; which of them are our choice is said."""
    blocks = " · ".join(f"{block.title} ({minutes_words(block)})" for block in template.blocks)
    ours = any(block.ours for block in template.blocks)
    note = " " + say("Times that its own page does not give are ours.") if ours and template.name != "blank" else ""
    return plain(
        say("{minutes} minutes: {blocks}.{note}", minutes=template.minutes, blocks=blocks, note=note), "$quiet"
    )
