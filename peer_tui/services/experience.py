"""Whether a person has lived experience, themselves or as family: only what they said, and only where they did.

It stands in no list, minutes or export with a name; a grant report counts it (`product.md` §2.11, A4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.events import EventId, ExperienceSaid, PersonId
from peer_tui.domain.history import act_of
from peer_tui.domain.words import marked, say
from peer_tui.services.problems import WrongUse

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

ANSWERS = {"yes": True, "no": False, "": None}
"""What can be said, by the word it is chosen with; nothing takes it back."""
WORDS = {True: marked("lived experience"), False: marked("no lived experience"), None: marked("not said")}
"""How it is shown to whoever looks at the person."""


def lived_experience(opened: OpenGroup) -> dict[PersonId, bool]:
    """Who said whether they have lived experience; of merged records the kept one's answer, else the other's."""
    from peer_tui.services.programmes.running import book_of

    said: dict[PersonId, bool] = {}
    for key, lived in book_of(opened).experience.items():
        person = opened.group.person(key)
        if person is not None and (key == person.id or person.id not in said):
            said[person.id] = lived
    return said


def say_experience(workspace: Workspace, opened: OpenGroup, person: PersonId, lived: bool | None) -> EventId:
    """A person said whether they have lived experience; None takes it back.

    Returns:
        The act, for taking it back; empty where that was said already.
    """
    known = opened.group.person(person)
    person = known.id if known is not None else person
    if lived_experience(opened).get(person) is lived:
        return ""
    # An answer that came with a merged record would stand again behind one that was taken back.
    records = [key for key in _records(opened, person) if key != person]
    bodies = [ExperienceSaid(person=person, lived=lived)]
    bodies += [ExperienceSaid(person=key, lived=None) for key in records if lived is None]
    return act_of(workspace.record(opened, "", bodies)[0])


def _records(opened: OpenGroup, person: PersonId) -> list[PersonId]:
    from peer_tui.services.programmes.running import book_of

    group = opened.group
    return [key for key in book_of(opened).experience if (one := group.person(key)) is not None and one.id == person]


def read_answer(words: str) -> bool | None:
    """`yes`, `no`, or nothing.

    Raises:
        WrongUse: it is none of them.
    """
    said = words.strip().casefold()
    if said not in ANSWERS:
        raise WrongUse(say("Write yes or no, or nothing where they have not said. Nothing was changed."))
    return ANSWERS[said]
