"""A round: everybody present is asked once, and may pass (`product.md` §2.6).

Like the stack it is ephemera: the order and who spoke live in memory and in one owner-only file until the meeting ends.
"""

from __future__ import annotations

from peer_tui.domain import rounds
from peer_tui.domain.events import PersonId
from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.voices import Round

_WAYS = say("/round next · /round pass · /round end")


def go_round(session: LiveSession, rest: str) -> Said:
    """`/round` begins one or shows the one that is on; `next` and `pass` go on, `end` stops, `new` begins again."""
    word = rest.strip().lower()
    if word == "new" or (not word and session.voices.round is None):
        return _begin(session)
    if not word:
        return _shown(session, where(session))
    if word not in ("next", "pass", "end"):
        return refused(say("/round, /round next, /round pass, /round end or /round new"), f"/round {rest}")
    if session.voices.round is None:
        return refused(say("There is no round now. /round begins one."))
    return _stopped(session) if word == "end" else _go_on(session, passes=word == "pass")


def _begin(session: LiveSession) -> Said:
    here = _here(session)
    if not here:
        return refused(say("Nobody is marked as here yet: +name for each who came."))
    voices = session.voices
    order = rounds.order(here, _facilitator(session), voices.rounds, voices.last_round)
    voices.begin_round(order)
    session.keep_voices()
    return _shown(
        session,
        say(
            "A round of {number}{unnamed}: passing is fine · {where}",
            number=len(order),
            unnamed=_unnamed(session),
            where=where(session),
        ),
    )


def _go_on(session: LiveSession, *, passes: bool) -> Said:
    voices = session.voices
    voices.join_round(_here(session), _facilitator(session))
    asked = voices.next_in_round(frozenset(session.meeting.here), passes=passes)
    session.keep_voices()
    done = f"{session.name(asked)} {say('passed') if passes else say('has spoken')}" if asked else ""
    if voices.round is not None and voices.round.now is None:
        return _stopped(session, done)
    return Said(" · ".join(part for part in (done, where(session)) if part))


def _stopped(session: LiveSession, done: str = "") -> Said:
    """The round is over: how many spoke, and who passed and might be asked once more."""
    ended = session.voices.end_round()
    session.keep_voices()
    spoke = len(ended.spoke) if ended else 0
    parts = [done, say("The round is over: {spoke} spoke{unnamed}", spoke=spoke, unnamed=_unnamed(session))]
    passed = [session.name(person) for person in ended.passed] if ended else []
    if passed:
        parts.append(say("passed: {passed} (ask once more whether they would like to)", passed=", ".join(passed)))
    left = [session.name(person) for person in ended.waiting] if ended else []
    if left:
        parts.append(say("not asked: {left}", left=", ".join(left)))
    return Said(" · ".join(part for part in parts if part))


def where(session: LiveSession) -> str:
    """Whose turn it is, and who is before and after: `Bo now · after Ana · then Mei`; empty if there is no round."""
    current = session.voices.round
    if current is None or current.now is None:
        return ""
    place = current.order.index(current.now)
    parts = [say("{name} now", name=session.name(current.now))]
    if place:
        parts.append(say("after {name}", name=session.name(current.order[place - 1])))
    if place + 1 < len(current.order):
        parts.append(say("then {name}", name=session.name(current.order[place + 1])))
    else:
        parts.append(say("the last"))
    return " · ".join(parts)


def _shown(session: LiveSession, words: str) -> Said:
    """The whole order, each with how it stands, in words."""
    current = session.voices.round
    order = current.order if current else []
    rows = [f"{number:>2} {session.name(person)}{_state(current, person)}" for number, person in enumerate(order, 1)]
    return Said(words, lines=(*rows, _WAYS), pane="round")


def _state(current: Round | None, person: PersonId) -> str:
    if current is None:
        return ""
    if person == current.now:
        return " · " + say("now")
    if person in current.spoke:
        return " · " + say("has spoken")
    return " · " + say("passed") if person in current.passed else ""


def _here(session: LiveSession) -> list[PersonId]:
    """Who is here, in the order they arrived."""
    return [person for person, who in session.meeting.attendance.items() if who.left is None]


def _facilitator(session: LiveSession) -> PersonId | None:
    return session.meeting.roles.get("facilitator")


def _unnamed(session: LiveSession) -> str:
    heads = session.meeting.heads_count
    return (
        " "
        + say(
            "(and {people} without a name: ask them too)",
            people=counted(heads, "{n:,} person", "{n:,} people", "no people"),
        )
        if heads
        else ""
    )
