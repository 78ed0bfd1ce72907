"""A pasted list of people, a Zoom participant report or a chat: who is known already, and who is asked about.

Nothing is written until a person has answered. Nothing merges by name: who has the whole name of exactly one person of
the group is that person; whoever only might be somebody is asked about, with whom it might be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import Event, PersonAdded, PersonId, Status
from peer_tui.domain.history import act_of
from peer_tui.domain.pasted_people import NAME_AT_MOST, PastedPerson, parse_people, pasted_name
from peer_tui.domain.people import Person, match_pasted
from peer_tui.domain.words import say, say_number
from peer_tui.domain.zoom_names import ZoomName, zoom_names
from peer_tui.services.people import changed, same_name, whole_name

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

AT_MOST = 2_000
"""People in one list."""
_SEVERAL_ADDRESSES = re.compile(r">[ \t]*[,;][ \t]*(?=\S)")
"""Between two people on a line that was copied from the head of an e-mail."""


class Newcomer(msgspec.Struct, frozen=True):
    """Somebody in the list who has to be asked about."""

    pasted: PastedPerson
    might_be: tuple[Person, ...] = ()
    """People of the group it might be, by name."""

    @property
    def was_here(self) -> Person | None:
        """The one person of exactly this name who left the group."""
        if len(self.might_be) != 1 or self.might_be[0].status is not Status.FORMER:
            return None
        known = self.might_be[0]
        return known if whole_name(known.name) == whole_name(self.pasted.name) else None


class PeopleIn(msgspec.Struct, frozen=True):
    """What a pasted text says about people."""

    form: str
    """`list`, `Zoom participants` or `Zoom chat`."""
    known: tuple[Person, ...] = ()
    """Who is in the group already."""
    newcomers: tuple[Newcomer, ...] = ()
    said: tuple[str, ...] = ()
    """A sentence for each line that was passed over or needs a look."""


class Answer(msgspec.Struct, frozen=True):
    """What becomes of one newcomer."""

    act: Literal["add", "same", "skip"]
    status: Status = Status.MEMBER
    """Of somebody who is added."""
    person: PersonId = ""
    """Who it is, for `same`; somebody who had left is a member again, of the standing that `status` says."""


class BroughtIn(msgspec.Struct, frozen=True):
    """What came of it."""

    added: tuple[PersonId, ...]
    back: tuple[PersonId, ...]
    """People who had left and are here again."""
    skipped: int
    act: str = ""
    """The act, for taking it back; empty if nothing was written."""

    @property
    def words(self) -> str:
        """`3 added · 1 is back · 2 left out`."""
        told = [say("{number} added", number=len(self.added))]
        if self.back:
            told.append(say_number(len(self.back), "{n} is back", "{n} are back"))
        if self.skipped:
            told.append(say("{skipped} left out", skipped=self.skipped))
        return " · ".join(told)


def look(group: Group, text: str) -> PeopleIn:
    """Who a pasted text names: a list of people, a Zoom participant report, or the senders of a Zoom chat.

    Nothing is written.
    """
    zoom = zoom_names(text)
    if zoom is not None:
        found = look_at(group, [_from_zoom(group, name) for name in zoom.names])
        return msgspec.structs.replace(found, form=zoom.form, said=(*zoom.wrong, *found.said))
    listed = parse_people(_SEVERAL_ADDRESSES.sub(">\n", text))
    found = look_at(group, listed.people)
    return msgspec.structs.replace(found, said=(*listed.wrong, *listed.remarks, *found.said))


def look_at(group: Group, people: Iterable[PastedPerson]) -> PeopleIn:
    """The same for people that were read from somewhere else."""
    known: dict[PersonId, Person] = {}
    newcomers: list[Newcomer] = []
    said: list[str] = []
    everybody = _ByName(group.everybody)
    for number, one in enumerate(people):
        if number >= AT_MOST:
            said.append(say("Only the first {at_most:,} people were looked at.", at_most=AT_MOST))
            break
        whole = everybody.called(one.name)
        if len(whole) == 1 and whole[0].status is not Status.FORMER:
            known[whole[0].id] = whole[0]
        else:
            newcomers.append(Newcomer(one, tuple(whole) or everybody.might_be(one.name)))
    return PeopleIn("list", tuple(known.values()), tuple(newcomers), tuple(said))


class _ByName:
    """People by their names and by the words of them: a long list is compared with those who can fit, not with all."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._called: dict[str, dict[PersonId, Person]] = {}
        self._with: dict[str, dict[PersonId, Person]] = {}
        for person in people:
            for name in (person.name, person.alias):
                if name:
                    self._called.setdefault(whole_name(name), {})[person.id] = person
                for word in _words(name):
                    self._with.setdefault(word, {})[person.id] = person

    def called(self, name: str) -> list[Person]:
        """Who has exactly this name or short handle."""
        return list(self._called.get(whole_name(name), {}).values())

    def might_be(self, name: str) -> tuple[Person, ...]:
        """Who a pasted name may mean."""
        near = {key: one for word in _words(name) for key, one in self._with.get(word, {}).items()}
        return match_pasted(name, list(near.values())).candidates


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(name).replace("'", ""))


def _from_zoom(group: Group, name: ZoomName) -> PastedPerson:
    """The person a name in Zoom means: the name that is somebody's whole one here, as shown or the account's own.

    Where neither is, the one that might be somebody's, and else the one that was shown.
    """
    shown = _pasted(name.shown, name.line)
    if not name.original:
        return shown
    both = (shown, _pasted(name.original, name.line))
    whole = [one for one in both if same_name(group, one.name)]
    fits = [one for one in both if match_pasted(one.name, group.everybody).candidates]
    return next(iter((*whole, *fits, shown)))


def _pasted(text: str, line: int) -> PastedPerson:
    name, pronouns, roles, alias = pasted_name(text)
    return PastedPerson((name or text)[:NAME_AT_MOST], alias, pronouns, roles, Status.MEMBER, line)


def usual_answer(newcomer: Newcomer) -> Answer:
    """What the list begins with: who left is back; who might be one person is asked about first; else added."""
    if newcomer.was_here is not None:
        return Answer("same", Status.MEMBER, newcomer.was_here.id)
    if newcomer.might_be:
        return Answer("skip")
    return Answer("add", newcomer.pasted.status)


def bring_in(
    workspace: Workspace, opened: OpenGroup, newcomers: Sequence[Newcomer], answers: Sequence[Answer]
) -> BroughtIn:
    """Write what was answered, in one act. Who has no answer is left out.

    Args:
        workspace: the library.
        opened: the group.
        newcomers: as `look` gave them.
        answers: one for each, in order.
    """
    bodies: list[Event] = []
    added: list[PersonId] = []
    back: list[PersonId] = []
    for newcomer, answer in zip(newcomers, answers, strict=False):
        if answer.act == "add":
            added.append(workspace.new_id())
            bodies.append(_added(newcomer.pasted, added[-1], answer.status))
        elif answer.act == "same":
            person = opened.group.person(answer.person)
            if person is not None and person.status is Status.FORMER and answer.status is not Status.FORMER:
                back.append(person.id)
                bodies.append(changed(person, {"status": answer.status}))
    act = act_of(workspace.record(opened, "", bodies)[0]) if bodies else ""
    same = sum(1 for answer in answers if answer.act == "same") - len(back)
    return BroughtIn(tuple(added), tuple(back), len(newcomers) - len(added) - len(back) - same, act)


def _added(pasted: PastedPerson, person: PersonId, status: Status) -> PersonAdded:
    return PersonAdded(
        person=person, name=pasted.name, alias=pasted.alias, pronouns=pasted.pronouns, roles=pasted.roles,
        status=status, named=status is not Status.GUEST, contact=pasted.contact,
    )  # fmt: skip
