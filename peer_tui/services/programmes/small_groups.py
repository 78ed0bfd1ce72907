"""Small groups of the people of a group: who is chosen, what is wished for, the groups, and others at a key.

A drawing is held in memory, one a group, and forgotten when the program ends: who should not sit beside whom stands in
no record. What a person takes away is the text of the groups.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from weakref import WeakKeyDictionary

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.events import MeetingId, PersonId, Status
from peer_tui.domain.group import Group
from peer_tui.domain.people import Person, match, short_names
from peer_tui.domain.programmes.small_groups import (
    Member,
    SmallGroups,
    Wishes,
    fewest_groups,
    group_lines,
    small_groups,
)
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

MOST = 50
"""Groups at most."""
_WISHES = 30
"""Wishes that are kept at most."""


class Wish(msgspec.Struct, frozen=True):
    """Some people who stay together, or of whom no two share a group."""

    people: tuple[PersonId, ...]
    apart: bool


class Drawing(msgspec.Struct):
    """What was chosen for the small groups of one group, and what came of it."""

    chosen: list[PersonId] = []
    meeting: MeetingId = ""
    """The meeting whose people were chosen at first; empty where none is in session."""
    number: int = 3
    wishes: list[Wish] = []
    mixes: bool = True
    """People of one role are spread over the groups."""
    seed: int = 0
    made: SmallGroups | None = None
    """The groups; None until they are made, and again once something else is chosen."""


_drawings: WeakKeyDictionary[Workspace, dict[str, Drawing]] = WeakKeyDictionary()


def drawing_of(workspace: Workspace, opened: OpenGroup) -> Drawing:
    """The drawing of a group; a new one begins with those present, else with every confirmed member."""
    drawings = _drawings.setdefault(workspace, {})
    if opened.folder not in drawings:
        drawings[opened.folder] = _begun(workspace, opened)
    drawing = drawings[opened.folder]
    known = {person.id for person in opened.group.everybody}
    if not known.issuperset(drawing.chosen):
        drawing.chosen = [person for person in drawing.chosen if person in known]
        drawing.made = None
    return drawing


def begin_anew(workspace: Workspace, opened: OpenGroup) -> Drawing:
    """Forget what was chosen and wished for."""
    _drawings.setdefault(workspace, {}).pop(opened.folder, None)
    return drawing_of(workspace, opened)


def _begun(workspace: Workspace, opened: OpenGroup) -> Drawing:
    # Another start, other groups: two meetings that begin alike need not end up in the same company.
    drawing = Drawing(seed=int(workspace.now().timestamp()))
    choose_present(opened, drawing)
    if not drawing.chosen:
        choose_members(opened, drawing)
    drawing.number = fewest_groups(len(drawing.chosen), 4)
    return drawing


# --- who ----------------------------------------------------------------------------------------------------------


def people_of(opened: OpenGroup, chosen: Collection[PersonId] = ()) -> list[Person]:
    """Everybody who can be chosen, by name; who is only on the e-mail list, once they are `chosen`."""
    people = [
        person for person in opened.group.everybody if person.status is not Status.EMAIL_LIST or person.id in chosen
    ]
    return sorted(people, key=lambda person: (person.status is Status.FORMER, person.name.casefold(), person.id))


def shown_names(group: Group) -> dict[PersonId, str]:
    """How everybody is called on the screen and in the text."""
    return {key: clean(name) for key, name in short_names(group.everybody).items()}


def choose_present(opened: OpenGroup, drawing: Drawing) -> str:
    """Those who are at the meeting in session; says how many. Without one nobody else is chosen than before."""
    going = [held for held in opened.group.meetings.values() if held.state == "unfinished" and not held.hidden]
    held = max(going, key=lambda one: one.starts, default=None)
    here = opened.meeting(held.id).here if held is not None else frozenset()
    if held is None or not here:
        return say("No meeting is in session with anybody marked as here: nothing was chosen.")
    choose(drawing, [person.id for person in opened.group.everybody if person.id in here])
    drawing.meeting = held.id
    return say_number(len(drawing.chosen), "{n} person who is here.", "{n} people who are here.")


def choose_members(opened: OpenGroup, drawing: Drawing) -> str:
    """Every confirmed member."""
    choose(drawing, [person.id for person in people_of(opened) if person.status is Status.MEMBER])
    return say_number(len(drawing.chosen), "{n} confirmed member.", "{n} confirmed members.")


def choose_nobody(drawing: Drawing) -> str:
    """Begin with an empty list."""
    choose(drawing, [])
    return say("Nobody is chosen.")


def toggle(drawing: Drawing, person: PersonId) -> bool:
    """Choose a person, or no longer; whether they are chosen now."""
    chosen = person not in drawing.chosen
    choose(drawing, [*drawing.chosen, person] if chosen else [one for one in drawing.chosen if one != person])
    return chosen


def choose(drawing: Drawing, people: Sequence[PersonId]) -> None:
    """Choose these people and nobody else; the groups stay if they are the same."""
    if set(people) != set(drawing.chosen):
        drawing.made = None
    drawing.chosen = list(people)


# --- how ----------------------------------------------------------------------------------------------------------


def set_number(drawing: Drawing, words: str) -> str:
    """How many groups: `4`, or `of 3` for groups of three at most. Says what that makes.

    Raises:
        Problem: it is no number of groups.
    """
    said = words.strip().casefold()
    by_size = said.startswith("of ")
    digits = said.removeprefix("of ").strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
    if not 1 <= number <= MOST:
        raise Problem(
            say("How many groups? A number from 1 to {most}, or “of 3” for groups of three at most.", most=MOST)
        )
    drawing.number = min(fewest_groups(len(drawing.chosen), number), MOST) if by_size else number
    drawing.made = None
    return number_words(drawing)


def number_words(drawing: Drawing) -> str:
    """`3 groups of 4 or 5`."""
    groups = say_number(drawing.number, "{n} group", "{n} groups")
    people = len(drawing.chosen)
    if drawing.number > people or not people:
        return groups
    least, most = people // drawing.number, -(-people // drawing.number)
    if least == most:
        return say("{groups} of {size}", groups=groups, size=least)
    return say("{groups} of {least} or {most}", groups=groups, least=least, most=most)


def read_wish(opened: OpenGroup, words: str, *, apart: bool) -> Wish:
    """Who is meant: `ana, bo, mei`.

    Raises:
        Problem: a name fits nobody or several people, or there are not two of them.
    """
    people: list[PersonId] = []
    for name in (part.strip() for part in words.replace("@", " ").replace(";", ",").split(",")):
        if not name:
            continue
        found = match(name, opened.group.everybody)
        if found.person is not None:
            people.append(found.person.id)
        elif found.candidates:
            some = " · ".join(f"{n} {clean(person.name)}" for n, person in enumerate(found.candidates, 1))
            raise Problem(say("“{name}” fits {some}: type the digit after the name.", name=clean(name), some=some))
        else:
            raise Problem(say("Nobody here is called {name}. Names with commas between them.", name=clean(name)))
    people = list(dict.fromkeys(people))
    if len(people) < 2:
        raise Problem(say("At least two names, with commas between them: ana, bo."))
    return Wish(tuple(people), apart)


def wish(drawing: Drawing, made: Wish) -> None:
    """Keep a wish.

    Raises:
        Problem: there are too many already.
    """
    if made in drawing.wishes:
        return
    if len(drawing.wishes) >= _WISHES:
        raise Problem(say("There are {most} wishes already. Take one back first.", most=_WISHES))
    drawing.wishes = [*drawing.wishes, made]
    drawing.made = None


def take_back_wish(drawing: Drawing) -> Wish | None:
    """Forget the wish that was made last; None where there is none."""
    if not drawing.wishes:
        return None
    *drawing.wishes, last = drawing.wishes
    drawing.made = None
    return last


def forget_wishes(drawing: Drawing) -> None:
    """Nobody has to be with anybody, or without."""
    if drawing.wishes:
        drawing.wishes, drawing.made = [], None


def wish_words(group: Group, made: Wish) -> str:
    """`together: Ana, Bo`, `apart: Mei, José`."""
    names = shown_names(group)
    people = ", ".join(names[person] for person in made.people if person in names) or say("nobody who is still here")
    return say("apart: {people}", people=people) if made.apart else say("together: {people}", people=people)


def mix(drawing: Drawing, on: bool) -> str:
    """Whether people of one role are spread over the groups."""
    drawing.mixes, drawing.made = on, None
    return say("Roles are mixed.") if on else say("Roles are not looked at.")


# --- the groups ---------------------------------------------------------------------------------------------------


def make(opened: OpenGroup, drawing: Drawing) -> SmallGroups:
    """The groups; the same ones until something else is chosen."""
    if drawing.made is None:
        drawing.made = _drawn(opened, drawing)
    return drawing.made


def make_others(opened: OpenGroup, drawing: Drawing) -> SmallGroups:
    """Other groups of the same people, with other company as far as it goes."""
    before = [[person.id for person in group] for group in drawing.made.groups] if drawing.made else []
    drawing.seed += 1
    drawing.made = _drawn(opened, drawing, before)
    return drawing.made


def _drawn(opened: OpenGroup, drawing: Drawing, before: list[list[PersonId]] | None = None) -> SmallGroups:
    names, chosen = shown_names(opened.group), set(drawing.chosen)
    people = [
        Member(person.id, names.get(person.id, clean(person.name)), person.roles if drawing.mixes else ())
        for person in opened.group.everybody
        if person.id in chosen
    ]
    wishes = Wishes(
        tuple(made.people for made in drawing.wishes if not made.apart),
        tuple(made.people for made in drawing.wishes if made.apart),
    )
    return small_groups(people, drawing.number, drawing.seed, wishes, before or ())


def groups_text(made: SmallGroups) -> str:
    """The groups as text for the chat: names, and nobody's role."""
    return "\n".join(group_lines(made))
