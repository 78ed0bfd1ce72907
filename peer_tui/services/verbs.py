"""Every verb of a live meeting, once: id, word, words of help, default key, when it is possible and why not.

Typed command, key, palette, footer, help and `docs/keys.md` are all derived from this registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peer_tui.domain.parsed import Command
from peer_tui.services import (
    agreeing,
    attendance,
    beginning,
    chatting,
    consensus,
    elsewhere,
    finding,
    goodbyes,
    links,
    merging,
    moving,
    parking,
    privately,
    redacting,
    reviewing,
    rounds,
    stepping,
    timekeeping,
    undoing,
    writing_up,
)
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession


def _always(session: LiveSession) -> str:
    return ""


def _live(session: LiveSession) -> str:
    return "" if session.meeting.live else "the meeting is not in session"


def _proposal(session: LiveSession) -> str:
    return "" if consensus.open_proposal(session) else "there is no open proposal"


def _earlier(session: LiveSession) -> str:
    return "" if reviewing.under_review(session) else "there are no earlier minutes"


def _ended(session: LiveSession) -> str:
    return "" if session.meeting.ended else "the meeting has not ended"


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a person can do in a live meeting."""

    word: str
    """What is typed after the slash; also the verb's id, as `live.word`."""
    help: str
    """What it does, one line."""
    run: Callable[[LiveSession, str], Said]
    group: str
    arguments: str = ""
    label: str = ""
    """The word or two shown beside its key in the footer; the word itself if empty."""
    key: str = ""
    """Its default key, as Textual names it; empty for none."""
    why_not: Callable[[LiveSession], str] = _live
    """Why it is not possible now; empty if it is."""
    writes: bool = True
    """It records words or states of the meeting: not done while off the record, unless it is about time or people."""

    @property
    def id(self) -> str:
        """The id by which a person's settings give it other keys."""
        return f"live.{self.word}"

    @property
    def typed(self) -> str:
        """How it is typed: `/extend N [agreed]`."""
        return f"/{self.word} {self.arguments}".rstrip()


def _help(session: LiveSession, rest: str) -> Said:
    lines = tuple(f"{verb.typed:<34} {verb.help}" for verb in VERBS)
    return Said("Every verb", lines=lines, pane="help")


BLOCKS, TIME, PEOPLE, AGREEMENT, REVIEW, DECIDING, STEPS, GOODBYES, LINES, SCREEN = (
    "Blocks", "Time", "People", "Agreement", "Minutes review", "Deciding", "Next Steps", "Goodbyes", "Lines", "Screen",
)  # fmt: skip

VERBS: tuple[Verb, ...] = (
    Verb("next", "the next priority, or the next block", moving.go_next, BLOCKS, "[block]", "next", "ctrl+n", _always,
         writes=False),
    Verb("back", "back to the block before; within a minute as if never left", moving.back, BLOCKS, writes=False),
    Verb("go", "go to a block by its name", moving.go_to, BLOCKS, "BLOCK", why_not=_always, writes=False),
    Verb("close", "close this block now", moving.close_block, BLOCKS, writes=False),
    Verb("parkrest", "park what this block has not reached, and move on", moving.park_rest, BLOCKS),
    Verb("began", "the meeting began earlier than the key was pressed", beginning.began, TIME, "TIME",
         why_not=beginning.why_not, writes=False),
    Verb("at", "writing up: what is entered from here on was said then", writing_up.said_at, TIME, "TIME",
         why_not=writing_up.why_not, writes=False),
    Verb("extend", "give this block more time; says who pays", timekeeping.extend, TIME, "N [agreed] [from next]",
         writes=False),
    Verb("time", "the clock in words, and what each choice costs", timekeeping.time, TIME, label="time", key="ctrl+t",
         why_not=_always, writes=False),
    Verb("pause", "a break: the block clock stops, the meeting's end does not", timekeeping.pause, TIME, writes=False),
    Verb("resume", "the break is over", timekeeping.resume, TIME, writes=False),
    Verb("off", "off the record: nothing is written", privately.toggle, TIME, label="off record", key="ctrl+o",
         writes=False),
    Verb("on", "on the record again", privately.on, TIME, writes=False),
    Verb("who", "who is here, expected, not yet heard", attendance.who, PEOPLE, label="people", key="ctrl+g",
         why_not=_always, writes=False),
    Verb("role", "who is facilitator, scribe, timekeeper or hand-watcher", attendance.role, PEOPLE, "ROLE [NAME]",
         why_not=_always, writes=False),
    Verb("seen", "people who came late have seen the agreement", attendance.seen, PEOPLE, "[NAME]", writes=False),
    Verb("spoke", "count somebody's turn to speak", attendance.spoke, PEOPLE, "NAME", writes=False),
    Verb("stack", "who waits to speak: plain, progressive, or a name moved up", attendance.stack, PEOPLE,
         "[plain|progressive|up NAME]", writes=False),
    Verb("round", "everybody in turn; the order is shown, passing is fine", rounds.go_round, PEOPLE,
         "[next|pass|end|new]", writes=False),
    Verb("merge", "a person who was added twice is one person", merging.merge, PEOPLE, "NAME",
         why_not=merging.why_not),
    Verb("agreement", "the Comfort / Discomfort Agreement, numbered", agreeing.show, AGREEMENT, why_not=_always,
         writes=False),
    Verb("show", "the agreement alone, full screen, fit to be shared", agreeing.show_alone, AGREEMENT, "agreement",
         why_not=_always, writes=False),
    Verb("affirm", "affirmed by those present, no changes", agreeing.affirm, AGREEMENT),
    Verb("adopt", "the group consents to what was proposed: a new version", agreeing.adopt, AGREEMENT),
    Verb("amend", "propose new wording for a line", agreeing.amend, AGREEMENT, "N WORDS"),
    Verb("retire", "propose to retire a line", agreeing.retire, AGREEMENT, "N"),
    Verb("approve", "the earlier minutes stand approved", reviewing.approve, REVIEW, why_not=_earlier),
    Verb("postpone", "the earlier minutes stay a draft", reviewing.postpone, REVIEW, why_not=_earlier),
    Verb("f", "fist to five on the open proposal, a digit a person", consensus.fingers, DECIDING, "DIGITS",
         why_not=_proposal),
    Verb("agreed", "the proposal becomes a decision with that wording", consensus.agreed, DECIDING, why_not=_proposal),
    Verb("aside", "how many stand aside", consensus.aside, DECIDING, "N"),
    Verb("hold", "back to discussion; the proposal is kept", consensus.hold, DECIDING, why_not=_proposal),
    Verb("place", "where a parked item goes", parking.place, DECIDING,
         "N next agenda|owner @NAME by …|step|resolved|dropped"),
    Verb("parked", "the parking lot", parking.parked, DECIDING, label="parked", key="ctrl+l", why_not=_always,
         writes=False),
    Verb("steps", "the next steps of this meeting and those carried", stepping.steps, STEPS, why_not=_always,
         writes=False),
    Verb("done", "a next step is done", stepping.done, STEPS, "N"),
    Verb("moved", "a next step came on", stepping.moved, STEPS, "N"),
    Verb("stuck", "a next step is stuck", stepping.stuck, STEPS, "N [REASON]"),
    Verb("notstarted", "a next step has not been started, or is open again", stepping.not_started, STEPS, "N"),
    Verb("yes", "the owner said yes", stepping.accept, STEPS, "N"),
    Verb("assign", "who, by when, done when", stepping.assign, STEPS, "N @NAME by … = …"),
    Verb("ask", "ask somebody by e-mail", stepping.ask, STEPS, "N @NAME"),
    Verb("by", "another due date", stepping.date, STEPS, "N WHEN"),
    Verb("park", "a next step goes to the parking lot", stepping.park, STEPS, "N"),
    Verb("drop", "let a next step go, with a reason", stepping.drop, STEPS, "N REASON"),
    Verb("nextmeeting", "when the group meets next", goodbyes.next_meeting, GOODBYES, "WHEN"),
    Verb("convener", "who calls the next meeting together", goodbyes.convener, GOODBYES, "NAME"),
    Verb("nextrole", "who facilitates or scribes next time", goodbyes.next_role, GOODBYES, "ROLE NAME"),
    Verb("check", "the close check: what would be left hanging", goodbyes.close_words, GOODBYES, why_not=_always,
         writes=False),
    Verb("recap", "what got done so far", goodbyes.show_recap, GOODBYES, why_not=_always, writes=False),
    Verb("end", "end the meeting; asks once", goodbyes.end, GOODBYES, why_not=_always, writes=False),
    Verb("stopped", "the meeting had stopped: it ends at the moment the laptop slept, or at the last line",
         timekeeping.stopped, GOODBYES, writes=False),
    Verb("reopen", "an ended meeting goes on", moving.reopen, GOODBYES, why_not=_ended, writes=False),
    Verb("undo", "take back this device's last act", undoing.undo, LINES, label="undo", key="ctrl+z", why_not=_always,
         writes=False),
    Verb("redo", "what was undone holds again", undoing.redo, LINES, label="redo", key="f8", why_not=_always,
         writes=False),
    Verb("redact", "remove a line's words for good: your last line, or the one of that minute; asks once",
         redacting.redact, LINES, "[TIME] [mark]", why_not=_always, writes=False),
    Verb("find", "lines of this group with these words", finding.find, LINES, "WORDS", why_not=_always, writes=False),
    Verb("open", "the links of this meeting; one is shown whole, and once more opens it", links.open_link, LINES,
         "[N|last]", "open link", why_not=_always, writes=False),
    Verb("chat", "copy a piece for the Zoom chat", chatting.chat, LINES,
         "agenda|agreement|now|proposal|steps|catchup", "to chat", "ctrl+y", _always, writes=False),
    Verb("catchup", "copy what a late joiner missed", chatting.catch_up, LINES, label="catch-up", key="ctrl+r",
         why_not=_always, writes=False),
    Verb("elsewhere", "keep what is NOT SAVED in another folder", elsewhere.elsewhere, LINES, "[FOLDER]",
         "save elsewhere", "f9", elsewhere.why_not, writes=False),
    Verb("help", "every verb", _help, SCREEN, label="help", key="f1", why_not=_always, writes=False),
)  # fmt: skip

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
            return refused(f"/{command.word} could be {_listed(fits)}", command.typed)
        return refused(f"There is no /{command.word}. Nearest: {_listed(nearest(command.word))}", command.typed)
    if verb.word != "end":
        # Another writer's move is asked about once; being asked about the end is taken back by anything else.
        kept = ("next ", {"redact": redacting.ASKED, "open": links.ASKED}.get(verb.word, "next "))
        session.asked_twice = session.asked_twice if session.asked_twice.startswith(kept) else ""
    if session.meeting.is_off_record and verb.writes:
        return Said(f"OFF THE RECORD — /{verb.word} waits until you are back on the record (/on)")
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
    return f"{verb.typed} · {verb.help}" + (f" · not now: {why}" if why else "")


def _listed(verbs: tuple[Verb, ...]) -> str:
    return " · ".join(f"/{verb.word} ({verb.help})" for verb in verbs)
