"""Small groups: the people of a meeting in some groups, roles mixed, wishes kept (`product.md` §1.4).

Wishes come first: who stays together, then who is kept apart. After them come groups of nearly equal size, then roles
spread over the groups, then other company than last time. What cannot be kept is said in a sentence. The same people,
wishes and seed always make the same groups; another seed makes others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from peer_tui.domain.events import PersonId
from peer_tui.domain.programmes.keeping_apart import Asked, balanced, colour, foes_of
from peer_tui.domain.words import say, say_number


class Member(NamedTuple):
    """Somebody who is put in a group."""

    id: PersonId
    name: str
    """As it is shown."""
    roles: tuple[str, ...] = ()
    """The roles they describe themselves by, e.g. `CPS`: people of one role are spread over the groups."""


class Wishes(NamedTuple):
    """Who belongs together and who does not. They are used and forgotten: no record holds them."""

    together: tuple[tuple[PersonId, ...], ...] = ()
    apart: tuple[tuple[PersonId, ...], ...] = ()
    """Of each, no two are in one group."""


NO_WISHES = Wishes()


class SmallGroups(NamedTuple):
    """The groups, and what could not be kept."""

    groups: tuple[tuple[Member, ...], ...]
    told: tuple[str, ...] = ()
    """Sentences: a wish that cannot be met, groups of unequal size and why, fewer groups than asked for."""


def fewest_groups(people: int, at_most: int) -> int:
    """How many groups are needed so that none has more than `at_most` people; at least one."""
    return max(1, -(-people // max(1, at_most)))


def small_groups(
    people: Sequence[Member],
    number: int,
    seed: int = 0,
    wishes: Wishes = NO_WISHES,
    before: Iterable[Collection[PersonId]] = (),
) -> SmallGroups:
    """These people in `number` groups.

    Args:
        people: each once; who is named twice counts once.
        number: how many groups; more than there are people makes as many as there are people, which is said.
        seed: another number, other groups.
        wishes: who stays together or is kept apart; people who are not there are passed over.
        before: the groups of last time: who was together then is together again only where nothing else goes.
    """
    everybody = list({person.id: person for person in people}.values())
    told: list[str] = []
    if not everybody:
        return SmallGroups((), (say("Nobody is chosen yet."),))
    number = _possible(number, len(everybody), told)
    # One role after the other: dealt out like cards, they are nearly spread already.
    order = sorted(everybody, key=lambda person: (sorted(person.roles)[:1], _shuffled(seed, person.id)))
    bundles = _bundles(order, wishes.together)
    if len(bundles) < number:
        number = len(bundles)
        told.append(
            say_number(
                number,
                "Those who stay together leave only {n} group.",
                "Those who stay together leave only {n} groups.",
            )
        )
    apart, spread = _kept_apart(bundles, wishes.apart, number, told)
    placed = balanced(Asked(tuple(len(bundle) for bundle in bundles), apart, number))
    met: dict[PersonId, set[PersonId]] = {}
    for last in before:
        for person in last:
            met.setdefault(person, set()).update(other for other in last if other != person)
    groups = _mixed(bundles, placed, number, _Kept(foes_of(apart), spread, met))
    _tell_sizes(groups, told)
    return SmallGroups(tuple(tuple(group) for group in groups), tuple(told))


def group_lines(made: SmallGroups, *, roles: bool = False) -> list[str]:
    """The groups as lines of text, e.g. for the chat: `Group 1: Ana, Bo, Mei`; with roles only if asked for."""
    lines = []
    for place, group in enumerate(made.groups, start=1):
        names = [f"{one.name} ({', '.join(one.roles)})" if roles and one.roles else one.name for one in group]
        lines.append(say("Group {number}: {names}", number=place, names=", ".join(names)))
    return lines


# --- what is asked ------------------------------------------------------------------------------------------------


def _possible(number: int, people: int, told: list[str]) -> int:
    if number > people:
        told.append(
            say_number(
                people,
                "{n} person makes {n} group at most, not {asked}.",
                "{n} people make {n} groups at most, not {asked}.",
                asked=number,
            )
        )
    return min(max(number, 1), people)


def _shuffled(seed: int, person: PersonId) -> bytes:
    return hashlib.sha256(f"{seed}:{person}".encode(errors="surrogatepass")).digest()


def _bundles(order: Sequence[Member], together: Sequence[Sequence[PersonId]]) -> list[list[Member]]:
    """People who stay together as one bundle each, in the order given; everybody else alone."""
    leads = {person.id: person.id for person in order}
    for wish in together:
        meant = [leads[person] for person in wish if person in leads]
        leads = {person: meant[0] if lead in meant else lead for person, lead in leads.items()}
    bundles: dict[PersonId, list[Member]] = {}
    for person in order:
        bundles.setdefault(leads[person.id], []).append(person)
    return list(bundles.values())


_LONG = 12
"""A wish of more people than this is never looked at pair by pair."""


def _kept_apart(
    bundles: Sequence[Sequence[Member]], wishes: Sequence[Sequence[PersonId]], number: int, told: list[str]
) -> tuple[frozenset[tuple[int, int]], list[frozenset[PersonId]]]:
    """Which bundles are kept apart, and people who are too many for that and are spread over the groups.

    A wish that does not go with those before it is left out, and said.
    """
    place = {person.id: index for index, bundle in enumerate(bundles) for person in bundle}
    names = {person.id: person.name for bundle in bundles for person in bundle}
    kept: frozenset[tuple[int, int]] = frozenset()
    spread: list[frozenset[PersonId]] = []
    for wish in wishes:
        people = list(dict.fromkeys(person for person in wish if person in place))
        if len({place[person] for person in people}) > min(number, _LONG):
            tried = frozenset((*kept, *_pairs(people, place)))
            if number < 2 or colour(tried, number) is None:
                told.append(_too_many(len(people), number))
                spread.append(frozenset(people))
                continue
        for one, other in combinations(people, 2):
            both = {"one": names[one], "other": names[other]}
            if place[one] == place[other]:
                told.append(say("{one} and {other} stay together, so they are not kept apart.", **both))
                continue
            tried = kept | _pairs((one, other), place)
            if colour(tried, number) is None:
                told.append(_not_apart(number, both))
            else:
                kept = tried
    return kept, spread


def _pairs(people: Sequence[PersonId], place: Mapping[PersonId, int]) -> frozenset[tuple[int, int]]:
    found = (tuple(sorted((place[one], place[other]))) for one, other in combinations(people, 2))
    return frozenset((first, second) for first, second in found if first != second)


def _too_many(people: int, number: int) -> str:
    return say_number(
        number,
        "{people} people cannot be kept apart: there is only {n} group.",
        "{people} people cannot all be kept apart in {n} groups: they are spread over them as far as it goes.",
        people=people,
    )


def _not_apart(number: int, both: dict[str, str]) -> str:
    return say_number(
        number,
        "{one} and {other} cannot be kept apart: there is only {n} group.",
        "{one} and {other} cannot be kept apart with the other wishes in {n} groups.",
        **both,
    )


def _tell_sizes(groups: Sequence[Sequence[Member]], told: list[str]) -> None:
    sizes = sorted(len(group) for group in groups)
    if sizes[-1] - sizes[0] > 1:
        told.append(
            say(
                "The wishes make groups of unequal size: from {least} to {most}.",
                least=sizes[0],
                most=sizes[-1],
            )
        )


# --- mixing -------------------------------------------------------------------------------------------------------

_LOOKS = 200_000
"""So many people are looked at for exchanges at most: a room needs a few thousand, and none may make a screen wait."""


class _Kept(NamedTuple):
    """What is looked at when two bundles would change places."""

    foes: dict[int, set[int]]
    """Bundles that each bundle is kept apart from."""
    spread: Sequence[frozenset[PersonId]]
    """People who should be in different groups as far as it goes."""
    met: Mapping[PersonId, set[PersonId]]
    """With whom each was together last time."""


def _mixed(bundles: Sequence[Sequence[Member]], placed: Sequence[int], number: int, kept: _Kept) -> list[list[Member]]:
    """Bundles of one size exchanged between groups, while that spreads roles, or else company, further."""
    where = list(placed)
    held = [[index for index, group in enumerate(where) if group == at] for at in range(number)]
    costs = [_cost(bundles, inside, kept) for inside in held]
    looks, changed = 0, any(any(cost) for cost in costs)
    while changed and looks < _LOOKS:
        changed = False
        for one, other in combinations(range(len(bundles)), 2):
            here, there = where[one], where[other]
            if here == there or len(bundles[one]) != len(bundles[other]):
                continue
            if _meets_a_foe(one, other, there, where, kept.foes) or _meets_a_foe(other, one, here, where, kept.foes):
                continue
            looks += len(held[here]) + len(held[there])
            if looks > _LOOKS:
                break
            here_then = [index for index in held[here] if index != one] + [other]
            there_then = [index for index in held[there] if index != other] + [one]
            after = _cost(bundles, here_then, kept), _cost(bundles, there_then, kept)
            if _sum(*after) < _sum(costs[here], costs[there]):
                where[one], where[other] = there, here
                held[here], held[there] = here_then, there_then
                costs[here], costs[there] = after
                changed = True
    return [[person for index in sorted(inside) for person in bundles[index]] for inside in held]


def _meets_a_foe(bundle: int, leaving: int, group: int, where: Sequence[int], foes: Mapping[int, set[int]]) -> bool:
    """Whether somebody it is kept apart from would be there, once `leaving` has left."""
    return any(where[foe] == group and foe != leaving for foe in foes.get(bundle, ()))


_Cost: TypeAlias = tuple[int, int, int]


def _cost(bundles: Sequence[Sequence[Member]], inside: Sequence[int], kept: _Kept) -> _Cost:
    """What speaks against a group: people who should be spread, roles that meet themselves, pairs of last time."""
    people = [person for index in inside for person in bundles[index]]
    ids = [person.id for person in people]
    crowded = sum(max(0, sum(person in wish for person in ids) - 1) ** 2 for wish in kept.spread)
    roles = Counter(role for person in people for role in set(person.roles))
    again = sum(len(kept.met.get(person, set()).intersection(ids)) for person in ids) if kept.met else 0
    return crowded, sum((count - 1) ** 2 for count in roles.values()), again


def _sum(one: _Cost, other: _Cost) -> _Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
