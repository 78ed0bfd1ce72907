"""Proposals and the fist-to-five check (`product.md` §2.7, §3.5). Counts only: fingers are never recorded by name."""

from __future__ import annotations

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryId, EntryKind, FingersShown, ProposalSettled, StoodAside
from peer_tui.domain.words import say, say_number
from peer_tui.services.numbers import whole_number
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

CONCERN = 2
"""This many fingers or fewer is a concern to hear."""


def open_proposal(session: LiveSession) -> Entry | None:
    """The newest proposal that is not settled, in anybody's hand."""
    proposals = [e for e in session.meeting.of_kind(EntryKind.PROPOSAL) if e.outcome != "agreed"]
    return proposals[-1] if proposals else None


def fingers(session: LiveSession, rest: str) -> Said:
    """`/f 5544345`: one digit a person, as hands and chat are read."""
    proposal = open_proposal(session)
    if proposal is None:
        return refused(say("There is no open proposal: `^ …` makes one."), f"/f {rest}")
    digits = "".join(rest.split())
    if not digits or not all(digit in "012345" for digit in digits):
        return refused(say("One digit from 0 to 5 for each person, e.g. /f 5544345"), f"/f {rest}")
    counts = tuple(digits.count(str(n)) for n in range(6))
    session.record(FingersShown(entry=proposal.id, counts=counts))  # type: ignore[arg-type]  # always six counts
    return Said(words_of(counts))


def words_of(counts: tuple[int, ...]) -> str:
    """Count, spread and lowest, and what to do next."""
    people = sum(counts)
    spread = " ".join(f"{fingers}×{count}" for fingers, count in reversed(list(enumerate(counts))) if count)
    lowest = next((n for n, count in enumerate(counts) if count), 0)
    said = say_number(
        people,
        "fingers {spread} · {n} people · lowest {lowest}",
        "fingers {spread} · {n} people · lowest {lowest}",
        spread=spread,
        lowest=lowest,
    )
    if lowest <= CONCERN:
        concerned = sum(counts[: CONCERN + 1])
        return say("{said} · hear the concern ({concerned}): what would move you?", said=said, concerned=concerned)
    if counts[4] + counts[5] == 0:
        return say("{said} · all can let it pass, but nobody champions it", said=said)
    return say("{said} · /agreed records it", said=said)


def agreed(session: LiveSession, rest: str = "") -> Said:
    """`/agreed`: the proposal becomes a decision with that wording and tally."""
    proposal = _settle(session, "agreed")
    if proposal is None:
        return refused(say("There is no open proposal: `^ …` makes one, `! …` is a decision at once."))
    return Said(say("DECISION: {text}", text=proposal.filed.text))


def hold(session: LiveSession, rest: str = "") -> Said:
    """`/hold`: back to discussion; the proposal stays open."""
    proposal = _settle(session, "held")
    return (
        Said(say("Back to discussion; the proposal is kept"))
        if proposal
        else refused(say("There is no open proposal."))
    )


def _settle(session: LiveSession, outcome: str) -> Entry | None:
    proposal = open_proposal(session)
    if proposal is not None:
        session.record(ProposalSettled(entry=proposal.id, outcome=outcome))
    return proposal


def aside(session: LiveSession, rest: str) -> Said:
    """`/aside 1`: how many stand aside; a count, no names."""
    entry, count = _latest(session), whole_number(rest.strip())
    if entry is None or count is None:
        return refused(say("How many stand aside from the newest proposal? E.g. /aside 1"), f"/aside {rest}")
    session.record(StoodAside(entry=entry, count=count))
    return Said(say_number(count, "{n} stood aside", "{n} stood aside"))


def _latest(session: LiveSession) -> EntryId | None:
    asked = [e for e in session.meeting.lines() if e.filed.kind is EntryKind.PROPOSAL or e.fingers]
    return asked[-1].id if asked else None
