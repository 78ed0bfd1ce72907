"""The order of a round: everybody is asked once, in an order that all can see beforehand (`product.md` §2.6, R26).

The facilitator is never last, so that theirs is not the closing word; who begins and who closes changes from round to
round.
"""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.events import PersonId


def order(
    people: Sequence[PersonId],
    facilitator: PersonId | None,
    rounds: int,
    before: Sequence[PersonId] = (),
) -> list[PersonId]:
    """The order in which these people are asked.

    `rounds` is how many rounds there were in this meeting; the order moves on by one for each. `before` is the order of
    the last round: nobody begins or closes two rounds running if the others present allow it. The facilitator speaks in
    the middle.
    """
    others = [person for person in people if person != facilitator]
    if not others:
        return list(people)
    turned = _turned(others, rounds, before)
    if len(others) < len(people) and facilitator is not None:
        turned.insert(len(turned) // 2, facilitator)
    return turned


def _turned(others: list[PersonId], rounds: int, before: Sequence[PersonId]) -> list[PersonId]:
    """The others, moved on until neither their first nor their last is the one of the round before."""
    count = len(others)
    turns = [others[shift % count :] + others[: shift % count] for shift in range(rounds, rounds + count)]
    if not before:
        return turns[0]
    return min(turns, key=lambda turn: (turn[0] == before[0]) + (turn[-1] == before[-1]))
