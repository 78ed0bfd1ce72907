"""A command that was typed: which verb its word means, what it would do, and doing it."""

from __future__ import annotations

from peer_tui.domain.parsed import Command
from peer_tui.domain.words import say
from peer_tui.services import links, redacting, timekeeping
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS, Verb

_BY_WORD = {verb.word: verb for verb in VERBS}


def find(word: str) -> tuple[Verb | None, tuple[Verb, ...]]:
    """The verb of this word or unique beginning; else the verbs that fit, or those nearest to it."""
    if word in _BY_WORD:
        return _BY_WORD[word], ()
    fits = tuple(verb for verb in VERBS if word and verb.word.startswith(word))
    if len(fits) == 1:
        return fits[0], ()
    return None, fits


def nearest(word: str) -> tuple[Verb, ...]:
    """The verbs nearest to a word nobody knows."""
    from difflib import get_close_matches

    names = get_close_matches(word, list(_BY_WORD), n=3, cutoff=0.4) or ["help"]
    return tuple(_BY_WORD[name] for name in names)


def perform(session: LiveSession, command: Command) -> Said:
    """Do the verb a command names, or say which verbs it could be; the text stays in the line."""
    verb, fits = find(command.word)
    if verb is None:
        if fits:
            return refused(say("/{word} could be {listed}", word=command.word, listed=_listed(fits)), command.typed)
        return refused(
            say("There is no /{word}. Nearest: {listed}", word=command.word, listed=_listed(nearest(command.word))),
            command.typed,
        )
    if verb.word != "end":
        # Another writer's move is asked about once; being asked about the end is taken back by anything else.
        kept = ("next ", {"redact": redacting.ASKED, "open": links.ASKED}.get(verb.word, "next "))
        session.asked_twice = session.asked_twice if session.asked_twice.startswith(kept) else ""
    if session.meeting.is_off_record and verb.writes:
        return Said(say("OFF THE RECORD — /{word} waits until you are back on the record (/on)", word=verb.word))
    why = verb.why_not(session)
    if why:
        return refused(f"/{verb.word}: {why}.", command.typed)
    return verb.run(session, command.rest)


def preview_command(session: LiveSession, command: Command) -> str:
    """What a half-typed command would do."""
    verb, fits = find(command.word)
    if verb is None:
        shown = fits or nearest(command.word) if command.word else VERBS[:8]
        return " · ".join(f"/{one.word}" for one in shown)
    why = verb.why_not(session)
    if verb.word == "extend" and not why:
        return timekeeping.preview_extension(session, command.rest) or f"{verb.typed} · {verb.help}"
    return f"{verb.typed} · {verb.help}" + (" · " + say("not now: {why}", why=why) if why else "")


def _listed(verbs: tuple[Verb, ...]) -> str:
    return " · ".join(f"/{verb.word} ({verb.help})" for verb in verbs)
