"""Who is here: arrivals, departures, heads without names, guests, roles, and the stack (`product.md` §3.5, §3.10)."""

from __future__ import annotations

from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    AgreementSeen,
    Arrived,
    Event,
    HeadsCounted,
    Left,
    PersonAdded,
    PersonId,
    RoleGiven,
    Status,
)
from peer_tui.domain.parsed import Arrival, Departure, Queue
from peer_tui.domain.pasted_people import pasted_name
from peer_tui.domain.people import Person, match, match_pasted
from peer_tui.domain.words import marked, say, say_number
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

ROLES = (marked("facilitator"), marked("scribe"), marked("timekeeper"), marked("hand-watcher"))
"""Roles of a meeting: the first two are the coalition's own, the others ours (`product.md` §1.1)."""


def _which(candidates: tuple[Person, ...], name: str) -> str:
    some = " · ".join(f"{n} {person.name}" for n, person in enumerate(candidates, 1))
    return say("“{name}” fits {some}: type the digit after the name", name=name, some=some)


def arrive(session: LiveSession, parsed: Arrival) -> Said:
    """`+ana`, `+3 phone`, `+guest Lee`."""
    if parsed.candidates and parsed.person is None:
        return refused(_which(parsed.candidates, parsed.name), parsed.typed)
    if parsed.kind == "heads":
        session.record(HeadsCounted(count=parsed.count, mode=parsed.mode or "phone"))
        return Said(
            say_number(
                parsed.count,
                "{n} more here, counted without names · {count_words}",
                "{n} more here, counted without names · {count_words}",
                count_words=count_words(session),
            )
        )
    if parsed.person is None:
        return _new_guest(session, parsed.name, parsed.named, parsed.mode)
    person = parsed.person
    if person.id in session.meeting.here and not parsed.mode:
        return Said(say("{name} is already here", name=session.name(person.id)))
    session.record(Arrived(person=person.id, mode=parsed.mode))
    return Said(
        say(
            "{name} is here · {count_words}{late_words}",
            name=session.name(person.id),
            count_words=count_words(session),
            late_words=_late_words(session, person.id),
        )
    )


def _new_guest(session: LiveSession, name: str, named: bool, mode: str) -> Said:
    shown, pronouns, roles, alias = pasted_name(name)
    person = session.workspace.new_id()
    session.record(
        PersonAdded(
            person=person, name=shown or clean(name), alias=alias, pronouns=pronouns, roles=roles, status=Status.GUEST,
            named=named,
        ),
        Arrived(person=person, mode=mode),
    )  # fmt: skip
    session.strangers = [stranger for stranger in session.strangers if stranger != name]
    kept = say("named in the minutes") if named else say("counted, not named")
    return Said(
        say(
            "{shown} is here as a guest, {kept} · {count_words}",
            shown=shown,
            kept=kept,
            count_words=count_words(session),
        )
    )


def _late_words(session: LiveSession, person: PersonId) -> str:
    seen = session.meeting.attendance[person].saw_agreement
    return (
        "" if seen else " · " + say("has not seen the agreement yet (/catchup copies a catch-up, /seen when they have)")
    )


def leave(session: LiveSession, parsed: Departure) -> Said:
    """`-bo`."""
    if parsed.person is None:
        return refused(_which(parsed.candidates, parsed.name), parsed.typed)
    if parsed.person.id not in session.meeting.here:
        return refused(say("{name} is not marked as here.", name=session.name(parsed.person.id)))
    session.record(Left(person=parsed.person.id))
    if session.voices.withdraw(parsed.person.id):
        session.keep_voices()
    return Said(
        say("{name} has left · {count_words}", name=session.name(parsed.person.id), count_words=count_words(session))
    )


def arrive_pasted(session: LiveSession, lines: list[str]) -> Said:
    """Names pasted from Zoom: known people are marked as here, unknown ones are offered as guests."""
    from peer_tui.domain.zoom_names import zoom_names

    here: list[Event] = []
    names: list[str] = []
    unclear: list[str] = []
    report = zoom_names("\n".join(lines))
    for line in lines if report is None else [name.original or name.shown for name in report.names]:
        name = pasted_name(line)[0]
        found = match_pasted(name, session.group.everybody)
        if found.person is not None:
            if found.person.id not in session.meeting.here and found.person.id not in names:
                here.append(Arrived(person=found.person.id))
                names.append(found.person.id)
        elif found.candidates:
            unclear.append(name)
        elif name and name not in session.strangers:
            session.strangers.append(name)
    if here:
        session.record(*here)
    words = say_number(
        len(here),
        "{n} marked as here · {count_words}",
        "{n} marked as here · {count_words}",
        count_words=count_words(session),
    )
    if session.strangers:
        words += " · " + say(
            "not known: {strangers} (+guest NAME for each who is a guest)", strangers=", ".join(session.strangers)
        )
    if unclear:
        words += " · " + say("fits several: {unclear}", unclear=", ".join(unclear))
    return Said(words)


def count_words(session: LiveSession) -> str:
    """How many are here now: `18 here · 1 guest`."""
    members, guests = present(session)
    heads = session.meeting.heads_count
    words = say("{members} here", members=members + heads)
    if heads:
        words += " " + say("({heads} without a name)", heads=heads)
    return say_number(guests, "{words} · {n} guest", "{words} · {n} guests", words=words) if guests else words


def present(session: LiveSession) -> tuple[int, int]:
    """How many members and how many guests are here now, by name."""
    here = [session.group.person(person) for person in session.meeting.here]
    guests = sum(1 for person in here if person is not None and person.status is Status.GUEST)
    return len(here) - guests, guests


def expected(session: LiveSession) -> list[PersonId]:
    """Confirmed members who have not arrived."""
    return [
        person.id
        for person in session.group.everybody
        if person.status is Status.MEMBER and person.id not in session.meeting.attendance
    ]


def queue(session: LiveSession, parsed: Queue) -> Said:
    """`q+ bo`, `q- bo`, `q`."""
    voices = session.voices
    if parsed.act in ("add", "remove") and parsed.person is None:
        return refused(_which(parsed.candidates, parsed.name), parsed.typed)
    if parsed.act == "add" and parsed.person:
        new = voices.ask(parsed.person.id)
        words = f"{session.name(parsed.person.id)} {say('would like to speak') if new else say('is waiting already')}"
    elif parsed.act == "remove" and parsed.person:
        was = voices.withdraw(parsed.person.id)
        words = f"{session.name(parsed.person.id)} {say('is off the stack') if was else say('was not waiting')}"
    else:
        return next_voice(session)
    session.keep_voices()
    return Said(f"{words} · {stack_words(session)}")


def next_voice(session: LiveSession) -> Said:
    """Call the next person on the stack."""
    person = session.voices.call()
    if person is None:
        return Said(say("Nobody is waiting to speak."))
    session.keep_voices()
    return Said(say("Next: {name} · {stack_words}", name=session.name(person), stack_words=stack_words(session)))


def stack_words(session: LiveSession) -> str:
    """Who is waiting, in the order they will be called."""
    waiting = [session.name(person) for person in session.voices.order()]
    return say("stack: {names}", names=", ".join(waiting)) if waiting else say("nobody else is waiting")


def find_person(session: LiveSession, words: str) -> tuple[Person | None, str]:
    """The person a name means, or nobody and a sentence that says why."""
    found = match(words.strip().lstrip("@"), session.group.everybody)
    if found.person is not None:
        return found.person, ""
    if found.candidates:
        return None, _which(found.candidates, words.strip())
    return None, say("Nobody here is called “{words}”.", words=words.strip()) if words.strip() else say(
        "Say who: a name is missing."
    )


def spoke(session: LiveSession, rest: str) -> Said:
    """`/spoke NAME`: count a turn of somebody who was not on the stack."""
    person, why = find_person(session, rest)
    if person is None:
        return refused(why, f"/spoke {rest}")
    session.voices.spoke(person.id)
    session.voices.withdraw(person.id)
    session.keep_voices()
    left = len(session.voices.not_yet_heard(session.meeting.here))
    return Said(say("{name} has spoken · not yet heard: {left}", name=session.name(person.id), left=left))


def stack(session: LiveSession, rest: str) -> Said:
    """`/stack plain`, `/stack progressive`, `/stack up NAME`, `/stack` alone."""
    word, _, name = rest.strip().partition(" ")
    if word == "plain":
        session.voices.plain = True
    elif word == "progressive":
        session.voices.plain = False
    elif word == "up":
        person, why = find_person(session, name)
        if person is None or not session.voices.raise_up(person.id):
            return refused(
                why or say("{name} is not waiting.", name=session.name(person.id if person else None)), f"/stack {rest}"
            )
    elif word:
        return refused(say("/stack plain, /stack progressive or /stack up NAME"), f"/stack {rest}")
    session.keep_voices()
    return Said(stack_words(session))


def who(session: LiveSession, rest: str) -> Said:
    """`/who`: who is here, who is expected, who has not been heard, who has not seen the agreement."""
    here = sorted(session.name(person) for person in session.meeting.here)
    lines = [say("Here: {here}", here=", ".join(here) or say("nobody yet"))]
    if session.meeting.heads_count:
        lines.append(say("Without a name: {heads_count}", heads_count=session.meeting.heads_count))
    lines.append(
        say(
            "Expected, not here: {expected}",
            expected=", ".join(session.name(p) for p in expected(session)) or say("nobody"),
        )
    )
    quiet = [session.name(person) for person in session.voices.not_yet_heard(session.meeting.here)]
    lines.append(say("Not yet heard: {names}", names=", ".join(sorted(quiet)) or say("nobody")))
    unseen = [session.name(person) for person in session.meeting.not_seen_agreement]
    if unseen:
        lines.append(say("Has not seen the agreement: {unseen}", unseen=", ".join(unseen)))
    if session.strangers:
        lines.append(
            say("Not known, +guest NAME for each who is a guest: {strangers}", strangers=", ".join(session.strangers))
        )
    return Said(count_words(session), lines=tuple(lines), pane="people")


def role(session: LiveSession, rest: str) -> Said:
    """`/role facilitator bo`; `/role facilitator` alone takes it back."""
    word, _, name = rest.strip().partition(" ")
    wanted = next((r for r in ROLES if word and r.startswith(word.lower())), "")
    if not wanted:
        return refused(say("Roles: {roles}. E.g. /role facilitator bo", roles=", ".join(ROLES)), f"/role {rest}")
    if not name.strip():
        session.record(RoleGiven(role=wanted, person=None))
        return Said(say("Nobody is {role} now", role=say(wanted)))
    person, why = find_person(session, name)
    if person is None:
        return refused(why, f"/role {rest}")
    session.record(RoleGiven(role=wanted, person=person.id))
    return Said(say("{name} is {role}", name=session.name(person.id), role=say(wanted)))


def seen(session: LiveSession, rest: str) -> Said:
    """`/seen` or `/seen NAME`: people who came late have now seen the agreement."""
    waiting = session.meeting.not_seen_agreement
    if rest.strip():
        person, why = find_person(session, rest)
        if person is None:
            return refused(why, f"/seen {rest}")
        waiting = [person.id]
    if not waiting:
        return Said(say("Everybody here has seen the agreement."))
    session.record(AgreementSeen(people=tuple(waiting)))
    return Said(say("Has seen the agreement: {waiting}", waiting=", ".join(session.name(p) for p in waiting)))
