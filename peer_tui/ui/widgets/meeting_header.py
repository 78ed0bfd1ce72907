"""The top of the live screen: what this meeting is, which block is on, its clock, the words to say, when it ends."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from peer_tui.domain.agenda import short_title, spoken_title
from peer_tui.domain.reading import Reading, State
from peer_tui.domain.timing import minutes_seconds
from peer_tui.domain.wall_time import say_date, say_short_time, say_time, zone_letters
from peer_tui.domain.words import say
from peer_tui.services.moving import what_next
from peer_tui.services.own_time import own_time
from peer_tui.services.saying import block_say
from peer_tui.services.session import LiveSession
from peer_tui.services.writing_up import header_words
from peer_tui.ui.text import join, plain, row, wrap
from peer_tui.ui.widgets.words import Words

NARROW = 70
"""Columns below which the screen is one column."""
BAR = 24
"""Cells of the quiet bar, at most; below six it is left out."""
_SHORTEST_BAR = 6


def clock_style(reading: Reading) -> str:
    """The colour of the clock; its words say the same."""
    if reading.state is State.TIME:
        return "$time-over"
    return "$time-soon" if reading.warning else "$time-ok"


class TitleBar(Words):
    """Row one: the meeting, its date and time; who writes alone; whether all is saved."""

    def __init__(self, session: LiveSession, practice: bool = False) -> None:
        super().__init__(id="title")
        self.session = session
        self.practice = practice

    def show(self) -> None:
        """Say it again, if it changed."""
        width = self.size.width
        if not width:
            return
        right = join([*self._solo(), self._saved()], "  ")
        self.say([row(self._left(width - right.cell_length - 2), right, width)])

    def _left(self, room: int) -> Content:
        meeting, hours = self.session.meeting, self.session.hours
        day = say_date(meeting.starts, meeting.zone)
        time = f"{say_time(meeting.starts, meeting.zone, hours)} {zone_letters(meeting.starts, meeting.zone)}"
        name = [plain(say("practice"), "bold $warning")] if self.practice else [plain(say("peer"), "bold $accent")]
        title = plain(meeting.title, "bold")
        if own := own_time(meeting.starts, meeting.zone, hours):
            time = f"{time} ({own})"
        choices = (
            [*name, title, plain(day, "$quiet"), plain(time, "$quiet")],
            [title, plain(day, "$quiet"), plain(time, "$quiet")],
            [title, plain(time, "$quiet")],
            [title],
        )
        fitting = (made for made in map(join, choices) if made.cell_length <= room)
        return next(fitting, title)

    def _solo(self) -> list[Content]:
        """Nobody has both hands free when one person facilitates and writes."""
        roles = self.session.meeting.roles
        alone = roles.get("facilitator") == roles.get("scribe")
        return [plain(say("SOLO"), "$quiet")] if alone else []

    def _saved(self) -> Content:
        saver = self.session.workspace.saver
        if saver.state == "not saved":
            return plain(say("NOT SAVED"), "bold $error")
        if saver.state == "saving":
            return plain(say("saving…"), "$warning")
        if saver.saved_at is None:
            return plain(say("saved"), "$success")
        at = say_short_time(saver.saved_at, self.session.zone, self.session.hours)
        return plain(say("saved {at}", at=at), "$success")


class BlockHeader(Words):
    """The rows below: the block and its clock; what is on now or next; what to say; when Next Steps begins."""

    def __init__(self, session: LiveSession) -> None:
        super().__init__(id="block-header")
        self.session = session
        self.tall = 24

    def show(self, reading: Reading) -> None:
        """Say it again, if it changed."""
        width = self.size.width
        if not width:
            return
        if told := header_words(self.session):
            title = plain(reading.block.title if reading.block else "", "bold")
            self.say([row(title, Content(""), width), plain(told, "$accent"), *self._say(reading, width, 2)])
            return
        first = self._first(reading, width)
        now, ends = self._now(reading), self._ends(reading)
        rows = [first]
        # One column has rows to spare rather than cells: how long a priority has left is not given up for the end.
        forms = now if width >= NARROW else now[:2]
        beside = [form for form in forms if form.cell_length + ends.cell_length + 3 <= width]
        if beside or width >= NARROW:
            # A priority's name is told even when it is cut; what comes next, whole or not at all.
            left = now[-1] if len(now) > 1 else Content("")
            rows.append(row(beside[0] if beside else left, ends, width))
        else:
            fitting = next((form for form in now if form.cell_length <= width), now[-1])
            rows += [row(fitting, Content(""), width), row(Content(""), ends, width)]
        self.say([*rows, *self._say(reading, width, len(rows))])

    # --- the block and its clock ------------------------------------------------------------------------------

    def _first(self, reading: Reading, width: int) -> Content:
        """The fullest form that fits: the state in words is never left out."""
        calm = self.session.workspace.settings.calm_clock
        style = clock_style(reading)
        clock = plain(reading.calm if calm else reading.clock, f"bold {style}")
        words = plain("" if calm or reading.words in reading.clock else reading.words, style)
        block = reading.block
        if block is None:
            return row(plain(say("The doors are not open yet"), "bold"), clock, width)
        number = say("{number} of {count}", number=reading.number, count=reading.count) + "  " if reading.number else ""
        for title in (block.title, spoken_title(block), short_title(block)):
            left = Content.assemble(plain(number, "$quiet"), plain(title, "bold"))
            right = join([words, clock], "   ")
            room = width - left.cell_length - right.cell_length - 3
            if room >= _SHORTEST_BAR + 1:
                return row(left, join([words, self._bar(reading, min(room - 1, BAR)), clock], "  "), width)
            if room >= 0:
                return row(left, right, width)
        return row(plain(short_title(block), "bold"), words if words.plain else clock, width)

    def _bar(self, reading: Reading, cells: int) -> Content:
        """How much of the block's time is gone. Quiet: the words beside it say the same."""
        if self.session.workspace.settings.calm_clock or not reading.high:
            return Content("")
        gone = min(cells, max(0, round(cells * reading.elapsed / reading.high)))
        style = "$accent" if reading.state is not State.TIME and not reading.warning else clock_style(reading)
        left = Content.styled("─" * (cells - gone), "$border-blurred")
        return Content.assemble(Content.styled("━" * gone, style), left)

    # --- what is on, and when it ends -------------------------------------------------------------------------

    def _now(self, reading: Reading) -> list[Content]:
        """What is on within the block, or what comes after it; the fullest form first."""
        session = self.session
        item = reading.item
        priority = session.group.priorities.get(item.item) if item else None
        if item is None or priority is None:
            following = what_next(session)
            return [
                plain(
                    say("then {following}", following=following) if following and session.meeting.live else "", "$quiet"
                )
            ]
        lead = say("lead {name}", name=session.name(priority.lead)) if priority.lead else ""
        if priority.lead and priority.lead not in session.meeting.here:
            lead += " " + say("(not here)")
        over = "$time-over" if item.left < 0 else "$time-ok"
        name = Content.assemble((say("now") + " ", "$quiet"), plain(priority.name, "bold"))
        whole = Content.assemble(
            name, plain(" " + say("({index} of {count})", index=item.index, count=item.count), "$quiet")
        )
        left = plain("" if session.workspace.settings.calm_clock else item.words, over)
        return [join([whole, left, plain(lead, "$quiet")]), join([whole, left]), join([name, left]), name]

    def _ends(self, reading: Reading) -> Content:
        parts = []
        if reading.steps_reminder:
            parts.append(plain(reading.steps_reminder, "bold $time-soon"))
        elif reading.next_steps_by is not None:
            by = say_short_time(reading.next_steps_by, self.session.zone, self.session.hours)
            parts.append(plain(say("Next Steps by {by}", by=by), "$quiet"))
        late = reading.late or reading.past_end
        parts.append(plain(reading.ends_words, "$time-soon" if late else "$quiet"))
        return join(parts)

    def _say(self, reading: Reading, width: int, used: int) -> list[Content]:
        """The sentence to read out, in as many rows as the screen can spare."""
        words = block_say(reading.block, self.session.group) if reading.block else ""
        if not words:
            return []
        most = 3 if self.tall >= 30 else 2 if self.tall >= 24 else max(0, 3 - used)
        lines = wrap(plain(say("Say: “{words}”", words=words)).plain, width)
        if len(lines) > most:
            lines = [*lines[:most], ""][:most]
            lines[-1:] = [f"{lines[-1][: max(0, width - 1)]}…"] if lines else []
        return [Content.styled(line, "italic $quiet") for line in lines]


class TimeUpBanner(Words):
    """One row while the block is over its time. It takes no focus and acts on nothing (`product.md` §3.3)."""

    def __init__(self, session: LiveSession, key: str) -> None:
        super().__init__(id="banner")
        self.session = session
        self.key = key
        """The key of the time bar, as shown."""

    def show(self, reading: Reading) -> None:
        """Say it again, if it changed."""
        meeting = self.session.meeting
        if not meeting.live or reading.state is not State.TIME or reading.paused:
            self.say([])
            return
        calm = self.session.workspace.settings.calm_clock
        over = reading.calm if calm else say("{over} over", over=f"+{minutes_seconds(reading.left)}")
        forms = (
            say(
                "{over} · ask the group: {key} then  e extend 5 · c close now · p park the rest",
                over=over,
                key=self.key,
            ),
            say("{over} · ask the group · {key}: e extend 5 · c close · p park rest", over=over, key=self.key),
            say("{over} · {key} then e extend · c close · p park rest", over=over, key=self.key),
            say("{over} · {key} says what can be done", over=over, key=self.key),
        )
        width = (self.size.width or self.screen.size.width - 3) - cell_len(f"{say('TIME')} · ")
        words = next((form for form in forms if len(form) <= width), forms[-1])
        self.say([Content.assemble(Content.styled(say("TIME"), "bold $time-over"), " · ", plain(words))])
