"""Every verb of a live meeting, once: id, word, words of help, default key, when it is possible and why not.

Typed command, key, palette, footer, help and `docs/keys.md` are all derived from this registry. How a typed word finds
its verb, and what comes of it, is told in `performing.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peer_tui.domain.words import say
from peer_tui.services import (
    agreeing,
    attendance,
    beginning,
    chatting,
    consensus,
    dividing,
    elsewhere,
    finding,
    goodbyes,
    links,
    merging,
    moving,
    parking,
    privately,
    reaching,
    redacting,
    reviewing,
    rounds,
    stepping,
    timekeeping,
    undoing,
    words_here,
    writing_up,
)
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession


def _always(session: LiveSession) -> str:
    return ""


def _live(session: LiveSession) -> str:
    return "" if session.meeting.live else say("the meeting is not in session")


def _proposal(session: LiveSession) -> str:
    return "" if consensus.open_proposal(session) else say("there is no open proposal")


def _earlier(session: LiveSession) -> str:
    return "" if reviewing.under_review(session) else say("there are no earlier minutes")


def _ended(session: LiveSession) -> str:
    return "" if session.meeting.ended else say("the meeting has not ended")


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
    return Said(say("Every verb"), lines=lines, pane="help")


BLOCKS, TIME, PEOPLE, AGREEMENT, REVIEW, DECIDING, STEPS, GOODBYES, LINES, SCREEN = (
    say("Blocks"),
    say("Time"),
    say("People"),
    say("Agreement"),
    say("Minutes review"),
    say("Deciding"),
    say("Next Steps"),
    say("Goodbyes"),
    say("Lines"),
    say("Screen"),
)

VERBS: tuple[Verb, ...] = (
    Verb("next", say("the next priority, or the next block"), moving.go_next, BLOCKS, "[block]", say("next"), "ctrl+n",
        _always, writes=False),
    Verb("back", say("back to the block before; within a minute as if never left"), moving.back, BLOCKS, writes=False),
    Verb("go", say("go to a block by its name"), moving.go_to, BLOCKS, "BLOCK", why_not=_always, writes=False),
    Verb("close", say("close this block now"), moving.close_block, BLOCKS, writes=False),
    Verb("parkrest", say("park what this block has not reached, and move on"), moving.park_rest, BLOCKS),

    Verb("began", say("the meeting began earlier than the key was pressed"), beginning.began, TIME, "TIME",
        why_not=beginning.why_not, writes=False),
    Verb("at", say("writing up: what is entered from here on was said then"), writing_up.said_at, TIME, "TIME",
        why_not=writing_up.why_not, writes=False),
    Verb("extend", say("give this block more time; says who pays"), timekeeping.extend, TIME, "N [agreed] [from next]",
        writes=False),
    Verb("time", say("the clock in words, and what each choice costs"), timekeeping.time, TIME, label=say("time"),
        key="ctrl+t", why_not=_always, writes=False),
    Verb("pause", say("a break: the block clock stops, the meeting's end does not"), timekeeping.pause, TIME,
        writes=False),
    Verb("resume", say("the break is over"), timekeeping.resume, TIME, writes=False),
    Verb("off", say("off the record: nothing is written"), privately.toggle, TIME, label=say("off record"),
        key="ctrl+o", writes=False),
    Verb("on", say("on the record again"), privately.on, TIME, writes=False),

    Verb("who", say("who is here, expected, not yet heard"), attendance.who, PEOPLE, label=say("people"), key="ctrl+g",
        why_not=_always, writes=False),
    Verb("role", say("who is facilitator, scribe, timekeeper or hand-watcher"), attendance.role, PEOPLE, "ROLE [NAME]",
        why_not=_always, writes=False),
    Verb("seen", say("people who came late have seen the agreement"), attendance.seen, PEOPLE, "[NAME]", writes=False),
    Verb("spoke", say("count somebody's turn to speak"), attendance.spoke, PEOPLE, "NAME", writes=False),
    Verb("stack", say("who waits to speak: plain, progressive, or a name moved up"), attendance.stack, PEOPLE,
        "[plain|progressive|up NAME]", writes=False),
    Verb("round", say("everybody in turn; the order is shown, passing is fine"), rounds.go_round, PEOPLE,
        "[next|pass|end|new]", writes=False),
    Verb("groups", say("those who are here in small groups, for the chat; roles are spread, nothing is recorded"),
        dividing.divide, PEOPLE, "[N|of N|again|together …|apart …|free]", writes=False),
    Verb("merge", say("a person who was added twice is one person"), merging.merge, PEOPLE, "NAME",
        why_not=merging.why_not),
    Verb("reached", say("how many people this event reached with its message, for the grant report"), reaching.reached,
        PEOPLE, "[N]", why_not=_always, writes=False),

    Verb("agreement", say("the Comfort / Discomfort Agreement, numbered"), agreeing.show, AGREEMENT, why_not=_always,
        writes=False),
    Verb("show", say("the agreement alone, full screen, fit to be shared"), agreeing.show_alone, AGREEMENT, "agreement",
        why_not=_always, writes=False),
    Verb("affirm", say("affirmed by those present, no changes"), agreeing.affirm, AGREEMENT),
    Verb("adopt", say("the group consents to what was proposed: a new version"), agreeing.adopt, AGREEMENT),
    Verb("amend", say("propose new wording for a line"), agreeing.amend, AGREEMENT, "N WORDS"),
    Verb("retire", say("propose to retire a line"), agreeing.retire, AGREEMENT, "N"),

    Verb("approve", say("the earlier minutes stand approved"), reviewing.approve, REVIEW, why_not=_earlier),
    Verb("postpone", say("the earlier minutes stay a draft"), reviewing.postpone, REVIEW, why_not=_earlier),

    Verb("f", say("fist to five on the open proposal, a digit a person"), consensus.fingers, DECIDING, "DIGITS",
        why_not=_proposal),
    Verb("agreed", say("the proposal becomes a decision with that wording"), consensus.agreed, DECIDING,
        why_not=_proposal),
    Verb("aside", say("how many stand aside"), consensus.aside, DECIDING, "N"),
    Verb("hold", say("back to discussion; the proposal is kept"), consensus.hold, DECIDING, why_not=_proposal),
    Verb("place", say("where a parked item goes"), parking.place, DECIDING,
        "N next agenda|owner @NAME by …|step|resolved|dropped"),
    Verb("parked", say("the parking lot"), parking.parked, DECIDING, label=say("parked"), key="ctrl+l", why_not=_always,
        writes=False),

    Verb("steps", say("the next steps of this meeting and those carried"), stepping.steps, STEPS, why_not=_always,
        writes=False),
    Verb("done", say("a next step is done"), stepping.done, STEPS, "N"),
    Verb("moved", say("a next step came on"), stepping.moved, STEPS, "N"),
    Verb("stuck", say("a next step is stuck"), stepping.stuck, STEPS, "N [REASON]"),
    Verb("notstarted", say("a next step has not been started, or is open again"), stepping.not_started, STEPS, "N"),
    Verb("yes", say("the owner said yes"), stepping.accept, STEPS, "N"),
    Verb("share", say("the owner of a personal next step lets the group have it"), stepping.share, STEPS, "N"),
    Verb("assign", say("who, by when, done when"), stepping.assign, STEPS, "N @NAME by … = …"),
    Verb("ask", say("ask somebody by e-mail"), stepping.ask, STEPS, "N @NAME"),
    Verb("by", say("another due date"), stepping.date, STEPS, "N WHEN"),
    Verb("park", say("a next step goes to the parking lot"), stepping.park, STEPS, "N"),
    Verb("drop", say("let a next step go, with a reason"), stepping.drop, STEPS, "N REASON"),

    Verb("nextmeeting", say("when the group meets next"), goodbyes.next_meeting, GOODBYES, "WHEN"),
    Verb("convener", say("who calls the next meeting together"), goodbyes.convener, GOODBYES, "NAME"),
    Verb("nextrole", say("who facilitates or scribes next time"), goodbyes.next_role, GOODBYES, "ROLE NAME"),
    Verb("check", say("the close check: what would be left hanging"), goodbyes.close_words, GOODBYES, why_not=_always,
        writes=False),
    Verb("recap", say("what got done so far"), goodbyes.show_recap, GOODBYES, why_not=_always, writes=False),
    Verb("end", say("end the meeting; asks once"), goodbyes.end, GOODBYES, why_not=_always, writes=False),
    Verb("stopped", say("the meeting had stopped: it ends at the moment the laptop slept, or at the last line"),
        timekeeping.stopped, GOODBYES, writes=False),
    Verb("reopen", say("an ended meeting goes on"), moving.reopen, GOODBYES, why_not=_ended, writes=False),

    Verb("undo", say("take back this device's last act"), undoing.undo, LINES, label=say("undo"), key="ctrl+z",
        why_not=_always, writes=False),
    Verb("redo", say("what was undone holds again"), undoing.redo, LINES, label=say("redo"), key="f8", why_not=_always,
        writes=False),
    Verb("redact", say("remove a line's words for good: your last line, or the one of that minute; asks once"),
        redacting.redact, LINES, "[TIME] [mark]", why_not=_always, writes=False),
    Verb("find", say("lines of this group with these words"), finding.find, LINES, "WORDS", why_not=_always,
        writes=False),
    Verb("open", say("the links of this meeting; one is shown whole, and once more opens it"), links.open_link, LINES,
        "[N|last]", say("open link"), why_not=_always, writes=False),
    Verb("chat", say("copy a piece for the Zoom chat"), chatting.chat, LINES,
        "agenda|agreement|now|proposal|steps|catchup", say("to chat"), "ctrl+y", _always, writes=False),
    Verb("catchup", say("copy what a late joiner missed"), chatting.catch_up, LINES, label=say("catch-up"),
        key="ctrl+r", why_not=_always, writes=False),
    Verb("elsewhere", say("keep what is NOT SAVED in another folder"), elsewhere.elsewhere, LINES, "[FOLDER]",
        say("save elsewhere"), "f9", elsewhere.why_not, writes=False),
    Verb("own", say("the words this programme adds to the capture line"), words_here.own, LINES,
        why_not=words_here.why_not, writes=False),

    Verb("help", say("every verb"), _help, SCREEN, label=say("help"), key="f1", why_not=_always, writes=False),
)  # fmt: skip
