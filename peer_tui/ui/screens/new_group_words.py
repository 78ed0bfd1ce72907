"""The words of the new group's pages: the questions, what is known about a zone, the kinds of meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textual.content import Content

from peer_tui.domain.agreement_page import HALVES
from peer_tui.domain.events import BlockPlan, Side
from peer_tui.services.comparing import minutes_words
from peer_tui.services.templates import Template
from peer_tui.services.zones import suggest_zones, time_there, zone_named
from peer_tui.ui.screens.place import Act
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


@dataclass(frozen=True, slots=True)
class Question:
    """One page."""

    title: str
    asked: str
    """The question, and why it is asked."""


QUESTIONS = (
    Question("1 of 3 · The group", "What is your group called? It stands on every agenda and in all its minutes."),
    Question("2 of 3 · Time zone", "In which time zone does it meet? Type a city, “eastern”, or a name such as "
             "America/New_York."),
    Question("3 of 3 · Kind of meeting", "Which kind of meeting? The group gets its own copy of the blocks, and can "
             "change every one."),
    Question("The first meeting", "When does the group meet first? Leave it empty to plan that later."),
    Question("The people", "Who belongs to the group? Paste or type one name a line; pronouns and roles may stand "
             "behind it."),
    Question("The agreement", "What helps people be comfortable here? Choose what to begin with: the group decides in "
             "its first meeting, and can change every word."),
)  # fmt: skip
NAME, ZONE, KIND, MEETING, PEOPLE, AGREEMENT = range(len(QUESTIONS))

NAME_HINT = "E.g. Harbor Peer Coalition. F5 first practises a meeting, with invented people."
_ENTER = (
    "Go on to the next question.",
    "Go on with the zone that is named below.",
    "Make the group with this kind of meeting.",
    "Plan the meeting; on an empty line go on without one.",
    "A new line; on an empty line the people are added.",
    "Go on; what is chosen waits for the group's consent.",
)
_ESC = ("Leave the questions.", *["Back to the question before."] * 2, "Plan it later.", "Done.", "Choose later.")


def keys_of(page: int, back: bool) -> list[Act]:
    """What the keys do on a page, for F1; `back`: Esc leads somewhere."""
    keys = [Act("enter", "Enter", "", "", _ENTER[page])]
    if page == ZONE:
        keys.append(Act("tab", "Tab", "", "", "Take the first zone that is suggested."))
    if page == AGREEMENT:
        keys.append(Act("space", "Space", "", "", "Choose the line, or leave it out again."))
    return [*keys, Act("escape", "Esc", "", "", _ESC[page])] if back else keys


def more_things(blocks: Sequence[BlockPlan]) -> str:
    """How much is asked once the group is made: its first meeting and people, and its agreement where it has one."""
    many = "Three" if any(block.job == "agreement" for block in blocks) else "Two"
    return f"{many} more things, if you like."


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
        lines.append(plain("No zone of that name. Type the nearest large city, or “eastern”.", "$warning"))
    if others and zone.casefold() != text.strip().casefold():
        told = [f"{name}: {time_there(now, name, hours)}" for name in others[:4]]
        lines.append(plain("Also:" if zone else "Which one? Tab takes the first:", "$quiet"))
        lines += [plain(f"  {line}", "$quiet") for line in told]
    return Content("\n").join(lines)


def not_one_zone(text: str) -> str:
    """Why these words are no time zone, and what may be meant."""
    found = suggest_zones(text, 3)
    hint = f"Do you mean {' or '.join(found)}?" if found and text.strip() else "Type it like America/New_York."
    return f"“{text.strip()}” is not one time zone. {hint}"


def kind_row(template: Template) -> Content:
    """A kind of meeting in the list: its name and what it is for."""
    return Content.assemble(plain(template.title, "bold"), "\n  ", plain(template.about, "$quiet"))


def blocks_of(template: Template) -> Content:
    """The blocks in one sentence, with their minutes; which of them are our choice is said."""
    blocks = " · ".join(f"{block.title} ({minutes_words(block)})" for block in template.blocks)
    ours = any(block.ours for block in template.blocks)
    note = " Times that its own page does not give are ours." if ours and template.name != "blank" else ""
    return plain(f"{template.minutes} minutes: {blocks}.{note}", "$quiet")
