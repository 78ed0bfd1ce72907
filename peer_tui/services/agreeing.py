"""The Comfort / Discomfort Agreement in a meeting: affirm, propose, adopt, amend, retire (`product.md` §2.1, §3.9)."""

from __future__ import annotations

from peer_tui.domain.agreement import AgreementItem
from peer_tui.domain.agreement_page import TITLE, agreement_page
from peer_tui.domain.events import AgreementAdopted, AgreementAffirmed, AgreementAmended, AgreementRetired
from peer_tui.domain.reading import State
from peer_tui.domain.words import say, say_number
from peer_tui.services.attendance import present
from peer_tui.services.numbers import whole_number
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

SHORTEST_INTRODUCTION = 12
"""Seconds a person: below this, introductions in the chat are suggested (ours, `product.md` §1.1)."""


def affirm(session: LiveSession, rest: str = "") -> Said:
    """`/affirm`: affirmed by those present, no changes. The version stays; nobody is named."""
    agreement = session.group.agreement
    if not agreement.version:
        return refused(
            say("There is no agreement yet: `comfort: …` and `discomfort: …` propose lines, /adopt adopts them.")
        )
    session.record(AgreementAffirmed(version=agreement.version))
    waiting = len(agreement.changes)
    more = (
        " · " + say_number(waiting, "{n} proposed change still open: /adopt", "{n} proposed changes still open: /adopt")
        if waiting
        else ""
    )
    return Said(say("Agreement v{version} affirmed by those present{more}", version=agreement.version, more=more))


def adopt(session: LiveSession, rest: str = "") -> Said:
    """`/adopt`: the group consents to every open change; a new version."""
    agreement = session.group.agreement
    if not agreement.changes:
        return refused(say("Nothing is proposed: `comfort: …` or `discomfort: …` proposes a line."))
    session.record(AgreementAdopted(version=agreement.version + 1, items=agreement.adoption()))
    return Said(say("Adopted: the agreement is now v{version}", version=session.group.agreement.version))


def lines(session: LiveSession) -> list[AgreementItem]:
    """The agreement as one numbered list, comfort first, as it is shown and referred to by number."""
    return session.group.agreement.in_order()


def amend(session: LiveSession, rest: str) -> Said:
    """`/amend 3 new wording`: proposed until adopted."""
    item, words = _numbered(session, rest)
    if item is None or not words:
        return refused(say("Which line, and how should it read? E.g. /amend 3 cameras are optional"), f"/amend {rest}")
    session.record(AgreementAmended(item=item.id, text=words))
    return Said(say("New wording proposed · /adopt when the group consents"))


def retire(session: LiveSession, rest: str) -> Said:
    """`/retire 3`: proposed until adopted; the line stays in the history."""
    item, _ = _numbered(session, rest)
    if item is None:
        return refused(say("Which line? E.g. /retire 3"), f"/retire {rest}")
    session.record(AgreementRetired(item=item.id))
    return Said(say("To be retired: “{text}” · /adopt when the group consents", text=item.text))


def _numbered(session: LiveSession, rest: str) -> tuple[AgreementItem | None, str]:
    number, _, words = rest.strip().partition(" ")
    shown = lines(session)
    place = whole_number(number)
    if place is not None and 1 <= place <= len(shown):
        return shown[place - 1], words.strip()
    return None, ""


def show(session: LiveSession, rest: str = "") -> Said:
    """`/agreement`: the agreement, numbered."""
    agreement = session.group.agreement
    said = []
    for number, item in enumerate(lines(session), 1):
        state = (
            " " + say("(proposed)")
            if item.state == "proposed"
            else " " + say("(to be retired)")
            if item.leaving
            else ""
        )
        pending = " → " + say("{pending} (proposed)", pending=item.pending) if item.pending else ""
        said.append(f"{number} {say(item.side)}: {item.text}{pending}{state}")
    words = (
        say("Comfort / Discomfort Agreement v{version}", version=agreement.version)
        if agreement.version
        else say("No agreement yet")
    )
    return Said(words, lines=tuple(said), pane="agreement")


def show_alone(session: LiveSession, rest: str) -> Said:
    """`/show agreement`: the agreement and nothing else, for a screen that is shared; in plain mode it is printed."""
    if rest.strip() not in ("", "agreement"):
        return refused(say("Only the agreement can be shown alone: /show agreement"), f"/show {rest}")
    page = agreement_page(session.group)
    lines = [line for title, texts in page.halves for line in ("", title, *(f"- {text}" for text in texts))]
    return Said(f"{TITLE} · {page.standing}", lines=tuple(lines), pane="show")


def pacing(session: LiveSession) -> str:
    """Introductions: people present ÷ time left, e.g. `18 people · 16 s each`."""
    members, guests = present(session)
    people = members + guests + session.meeting.heads_count
    heads = say_number(people, "{n} person", "{n} people")
    reading = session.reading()
    if not people or reading.block is None or reading.state is State.TIME:
        return say("{heads} · introductions in the chat?", heads=heads) if people else say("nobody has arrived yet")
    each = max(0, reading.left) // people
    words = say("{heads} · {each} s each for introductions", heads=heads, each=each)
    return say("{words} · short: introductions in the chat?", words=words) if each < SHORTEST_INTRODUCTION else words
