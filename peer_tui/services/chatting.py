"""Pieces for the Zoom chat: agenda, agreement, where we are, proposal, next steps, catch-up (`product.md` §2.8)."""

from __future__ import annotations

from collections.abc import Callable

from peer_tui.domain.words import marked, say, say_number
from peer_tui.exchange import chat as pieces
from peer_tui.services.consensus import open_proposal
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession


def _agenda(session: LiveSession) -> list[str]:
    return pieces.agenda(session.meeting, session.group)


def _agreement(session: LiveSession) -> list[str]:
    return pieces.agreement(session.meeting, session.group)


def _now(session: LiveSession) -> list[str]:
    return pieces.now(session.meeting, session.group, session.now())


def _proposal(session: LiveSession) -> list[str]:
    return pieces.proposal(session.meeting, session.group)


def _steps(session: LiveSession) -> list[str]:
    return pieces.steps(session.meeting, session.group)


def _catch_up(session: LiveSession) -> list[str]:
    return pieces.catch_up(session.meeting, session.group, session.now())


_PIECES: dict[str, Callable[[LiveSession], list[str]]] = {
    marked("agenda"): _agenda,
    marked("agreement"): _agreement,
    marked("now"): _now,
    marked("proposal"): _proposal,
    marked("steps"): _steps,
    marked("catchup"): _catch_up,
}


def chat(session: LiveSession, rest: str) -> Said:
    """`/chat steps`: a piece on the clipboard; alone, what suits the present block."""
    word = rest.strip().lower() or _usual(session)
    name = next((name for name in _PIECES if name.startswith(word)), "")
    if not name:
        return refused(say("Copy what? /chat {pieces}", pieces=" · ".join(_PIECES)), f"/chat {rest}")
    said = tuple(_PIECES[name](session))
    if not said:
        return refused(say("There is no {name} to copy now.", name=say(name)))
    parts = say_number(len(said), "{n} piece", "{n} pieces, one after the other")
    return Said(say("{name} for the chat: {parts}", name=say(name), parts=parts), copy=said, lines=said)


def catch_up(session: LiveSession, rest: str = "") -> Said:
    """`/catchup`: what a late joiner missed."""
    return chat(session, "catchup")


def _usual(session: LiveSession) -> str:
    if open_proposal(session):
        return "proposal"
    job = session.meeting.block.job if session.meeting.block else ""
    return {"welcome": "agenda", "agreement": "agreement", "steps": "steps", "goodbyes": "steps"}.get(job, "now")
