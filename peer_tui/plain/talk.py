"""Plain mode's side of the conversation: one line in, what came of it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.meeting import Entry
from peer_tui.domain.reading import crossed
from peer_tui.domain.wall_time import say_date, say_short_time, say_time, zone_letters
from peer_tui.domain.words import say
from peer_tui.plain.answers import copy_lines, entry_line, what_was_said
from peer_tui.plain.blocks import block_lines, item_lines, step_lines
from peer_tui.plain.clock_lines import how_far, is_clock_line
from peer_tui.services import asked, elsewhere, goodbyes, moving, recovering, timekeeping, watching
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS

HELP = say(
    "A line and Enter is a note. ! decision · > next step · ^ proposal · ? question · ~ park · * celebrate · "
    "+name is here · /next · /time · /end · /help for every verb"
)

_LATEST = 5
"""How many of the latest lines are told when a meeting is resumed."""


@runtime_checkable
class MovableClock(Protocol):
    """A clock that may be moved forward."""

    def now(self) -> dt.datetime:
        """The present instant: aware, UTC."""

    def advance(self, by: dt.timedelta) -> None:
        """Move forward."""


class Talk:
    """One meeting, line by line. `hear` takes what was typed, `say` is called with each line to print.

    A practice meeting is deleted afterwards, and nobody is told that it stays.
    """

    def __init__(
        self,
        session: LiveSession,
        tell: Callable[[str], None],
        clock: MovableClock | None = None,
        *,
        practice: bool = False,
    ) -> None:
        # There are no keys in plain mode: every sentence that tells how a verb is done names its word only.
        session.workspace.settings = msgspec.structs.replace(
            session.workspace.settings, keys={verb.id: "" for verb in VERBS}
        )
        self.session = session
        self.say = tell
        self.clock = clock
        self.practice = practice
        self.over = False
        self.code = 0
        """The exit code: 1 if something typed could not be saved."""
        self._draft = ""
        self._before = session.reading()
        self._unsaved_said = ""
        self._warning_said = ""

    # --- beginning and ending ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """Say which meeting this is; open the doors, or go on where it stopped."""
        session, meeting = self.session, self.session.meeting
        hours = session.hours
        when = f"{say_date(meeting.starts, meeting.zone)}, {say_time(meeting.starts, meeting.zone, hours)}"
        self.say(f"{session.group.name} · {meeting.title} · {when} {zone_letters(meeting.starts, meeting.zone)}")
        for problem in session.opened.problems:
            self.say(problem)
        if others := session.workspace.library.others():
            self.say(watching.beside_us(others))
        if meeting.state == "planned":
            self.say(moving.open_doors(session).words)
        elif meeting.ended is not None:
            self.say(
                say(
                    "This meeting {ends_words}; a line is added after the end. /reopen goes on.",
                    ends_words=session.reading().ends_words,
                )
            )
        else:
            self._resume()
        self._say_saved()
        for line in block_lines(session):
            self.say(line)
        self.say(HELP)
        self._before = session.reading()

    def _resume(self) -> None:
        session = self.session
        found = recovering.unfinished(session.workspace, [session.opened])
        words = next((one.words for one in found if one.held.id == session.id), say("the meeting goes on"))
        self.say(say("Resumed: {words}", words=words))
        for entry in session.meeting.lines()[-_LATEST:]:
            self.say(entry_line(session, entry))
        self._draft = session.restore_draft()
        if self._draft:
            self.say(
                say(
                    "Half-typed when it stopped: “{draft}” · Enter alone enters it, any line leaves it out",
                    draft=self._draft,
                )
            )

    def end_of_input(self) -> int:
        """Nothing more will be typed: the meeting stays open unless `/end` was given."""
        if goodbyes.is_asked(self.session):
            self._end()
            return self.code
        self._flush()
        if self.session.meeting.live:
            self.say(say("End of input. {open_words}", open_words=self._open_words()))
        return self.code

    def stopped(self) -> None:
        """A signal: what is typed is on disk, the meeting stays open."""
        self._flush()
        self.say(say("Stopped. {open_words}", open_words=self._open_words()))

    def _end(self) -> None:
        self._ended(goodbyes.confirm_end(self.session))

    def _ended(self, said: Said) -> None:
        self.over = True
        self._flush()
        for line in said.lines or (said.words,):
            self.say(line)
        if not self.practice:
            self.say(say("The minutes are a draft: peer-tui minutes {id}", id=self.session.id))

    def _open_words(self) -> str:
        if self.practice:
            return say("This was a practice meeting; it is deleted now.")
        return say("The meeting stays open: `peer-tui run` goes on with it.")

    # --- a line -----------------------------------------------------------------------------------------------

    def hear(self, line: str) -> None:
        """A line was entered."""
        session = self.session
        if self.clock is not None and is_clock_line(line):
            self._move_clock(line)
            return
        self.tick()
        if not line.strip() and goodbyes.is_asked(session):
            self._end()
            return
        draft, self._draft = self._draft, ""
        if draft and not line.strip():
            line = draft
        else:
            session.begun = None
        place, step, known = self._place(), asked.at_hand(session), dict(session.meeting.entries)
        recorded = len(session.events)
        session.typed(line)
        said = self._enter(line)
        new = [entry for key, entry in session.meeting.entries.items() if key not in known]
        if said.leave:
            self._ended(said)
            return
        self._answer(said, new, len(session.events) > recorded)
        self._where_now(place, step.id if step else "")

    def _enter(self, line: str) -> Said:
        try:
            return self.session.enter(line)
        except OSError as error:
            # The record has a queue of its own; this is about the small files beside it: drafts, turns to speak.
            why = error.strerror or type(error).__name__
            return refused(
                say("A file of this device could not be written ({why}). The lines of the meeting are safe.", why=why)
            )

    def _answer(self, said: Said, new: list[Entry], recorded: bool) -> None:
        """What was filed, once it is on disk, then what was said to it."""
        session = self.session
        saved = self._say_saved()
        for entry in new:
            self.say(f"{'' if saved else say('NOT SAVED') + ' '}{entry_line(session, entry)}")
        words = what_was_said(session, said, new[0] if new else None)
        if words and new:
            self.say(f"     {words}")
        elif words:
            at = say_short_time(session.now(), session.zone, session.hours)
            self.say(f"{at} {'' if saved else say('NOT SAVED') + ' '}{words}" if recorded else words)
        for line in [*(f"  {line}" for line in said.lines), *copy_lines(said.copy)]:
            self.say(line)

    def _place(self) -> tuple[str, str | None] | None:
        current = self.session.meeting.current
        return (current.block, current.item) if current else None

    def _where_now(self, before: tuple[str, str | None] | None, step: str) -> None:
        """The block, the priority or the next step at hand, if the line led to another one."""
        session, now = self.session, self._place()
        if now is None:
            return
        if before is None or now[0] != before[0]:
            lines = block_lines(session)
        elif now[1] != before[1]:
            lines = item_lines(session)
        else:
            following = asked.at_hand(session)
            changed = asked.is_asking(session) and (following.id if following else "") != step
            lines = step_lines(session) if changed else []
        for line in lines:
            self.say(line)
        self._before = session.reading()

    # --- time -------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Say the thresholds of time that were passed since last asked, and try again to save what is unsaved."""
        session = self.session
        self._others_lines()
        if session.workspace.saver.unsaved():
            self._say_saved()
        if asked := timekeeping.woke(session):
            self.say(asked)
        now = session.reading()
        for words in crossed(self._before, now):
            at = say_short_time(session.now(), session.zone, session.hours)
            block = (
                f"{now.block.title}: "
                if now.block and words not in (now.steps_reminder, say("the agreed end has passed"))
                else ""
            )
            self.say(f"{at} {block}{words}{self._choices() if words == say('time') else ''}")
        self._before = now

    def look(self) -> None:
        """Say what another writer has added to the meeting; nothing is read where there is none."""
        if self.session.has_news:
            self._others_lines()

    def _choices(self) -> str:
        cost = moving.extension_words(self.session)
        return " · " + say("ask the group: /extend 5 ({cost}) · /close · /parkrest", cost=cost) if cost else ""

    def _move_clock(self, line: str) -> None:
        assert self.clock is not None
        by = how_far(line, self.clock.now(), self.session.zone)
        if by is None:
            self.say(say("{line} is not ahead of now; the clock stays where it is.", line=clean(line).strip()))
            return
        self.clock.advance(by)
        self.tick()

    # --- saving and other writers -----------------------------------------------------------------------------

    def _say_saved(self) -> bool:
        """Wait until all is on disk; say once when it is not, and when it is again."""
        saver = self.session.workspace.saver
        saved = not saver.unsaved() or saver.flush()
        problem = "" if saved else saver.problem
        if problem and problem != self._unsaved_said:
            self.say(say("NOT SAVED — {problem} /elsewhere [FOLDER] keeps a copy in another folder.", problem=problem))
        elif saved and self._unsaved_said:
            self.say(say("Saved: everything typed is on disk again."))
        self._unsaved_said = problem
        self.code = 0 if saved else 1
        if saver.warning and saver.warning != self._warning_said:
            self.say(saver.warning)
        self._warning_said = saver.warning
        for notice in saver.take_notices():
            self.say(notice)
        return saved

    def _flush(self) -> None:
        if not self._say_saved():
            self.say(say("NOT SAVED at the end of this practice.") if self.practice else self._keep_elsewhere())

    def _keep_elsewhere(self) -> str:
        return elsewhere.keep_at_the_end(self.session.workspace)

    def _others_lines(self) -> None:
        """What another writer has done since: lines, lines taken back, another block, the end."""
        session, place = self.session, self._place()
        known, was_live = dict(session.meeting.entries), session.meeting.live
        if not session.refresh():
            return
        for key, entry in session.meeting.entries.items():
            if key not in known:
                self.say(say("{entry_line} (another writer)", entry_line=entry_line(session, entry)))
        for key, entry in known.items():
            if key not in session.meeting.entries:
                self.say(say("Taken back by another writer: {entry_line}", entry_line=entry_line(session, entry)))
        if was_live and not session.meeting.live:
            self.say(say("Another writer ended the meeting. Lines are kept as added after the end; /reopen goes on."))
        elif place != self._place():
            self.say(say("Another writer moved on:"))
            self._where_now(place, "")
