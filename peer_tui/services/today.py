"""What needs a person now, most urgent first, each line with what Enter will do (`product.md` §3.3, screen 1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal, TypeVar

from peer_tui.domain.dates import say_day, say_due
from peer_tui.domain.events import MeetingId
from peer_tui.domain.held import Held
from peer_tui.domain.minutes import quoted
from peer_tui.domain.people import short_names
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date, say_date, say_short_time, say_time, zone_letters
from peer_tui.services.keeping import gaps_of
from peer_tui.services.recovering import Unfinished, unfinished
from peer_tui.services.workspace import OpenGroup, Workspace

DOORS_BEFORE = dt.timedelta(hours=1)
"""From here on Enter on a planned meeting opens its doors; earlier it opens its preparation (ours)."""

_T = TypeVar("_T")
Kind = Literal["unfinished", "next", "missed", "draft", "step", "later", "damage"]
Enter = Literal["live", "prepare", "minutes", "all", "nothing"]

MOST = 20
"""Lines of one kind that stand on Today at first: fifty groups have hundreds, and nobody reads them all to begin."""
_A_FEW = 3
"""So many more are shown rather than counted."""

SECTIONS: dict[Kind, str] = {
    "unfinished": "Not ended yet",
    "next": "Next meeting",
    "damage": "Files that need a look",
    "missed": "Planned, and never opened",
    "draft": "Minutes that are still a draft",
    "step": "Next steps",
    "later": "Other meetings",
}
"""What each kind of line stands under, in the order of the page."""


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One line of Today. Everything in it is plain text."""

    kind: Kind
    what: str
    more: tuple[str, ...]
    """Further words, quieter than the first."""
    enter: Enter
    enter_words: str
    """What Enter does, e.g. `Enter opens the doors`."""
    urgent: bool = False
    """Late, over, or waiting: said in the words as well."""
    opened: OpenGroup | None = None
    meeting: MeetingId = ""
    stopped: dt.datetime | None = None
    """An unfinished meeting's last fact: where "we stopped then" ends it, UTC."""
    stopped_words: str = ""
    """The same as a time, e.g. `2:31`."""

    @property
    def key(self) -> str:
        """Tells this line from the others, also after it was drawn again."""
        words = {"step": self.what, "damage": " ".join((self.what, *self.more))}.get(self.kind, "")
        return f"{self.kind} {self.meeting} {words}"


def today_lines(
    workspace: Workspace, groups: list[OpenGroup], most: int | None = None, whole: Collection[Kind] = ()
) -> list[TodayLine]:
    """Every line of Today: the unfinished meetings, else the next one on top, then what else waits.

    Args:
        workspace: the opened library.
        groups: its groups.
        most: lines of one kind; one more line counts the others. None for all.
        whole: the kinds of which all lines are wanted all the same.
    """
    few = Few(most, frozenset(whole))
    now = workspace.now()
    planned = sorted(
        ((o, held) for o in groups for held in o.glance.meetings.values() if held.state == "planned"),
        key=lambda pair: (pair[1].starts, pair[1].id),
    )
    ahead = [pair for pair in planned if _end(pair[1]) > now]
    missed = [pair for pair in planned if _end(pair[1]) <= now]
    lines = [_unfinished(workspace, one) for one in unfinished(workspace, groups)]
    lines += [_planned(workspace, *pair, "next") for pair in ahead[:1]]
    lines += few.of("damage", _unread(workspace, groups), lambda pair: _damage(*pair))
    lines += few.of("missed", missed[::-1], lambda pair: _planned(workspace, *pair, "missed"))
    lines += few.of("draft", _drafts(groups), lambda pair: _draft(*pair))
    lines += few.of("step", _steps(workspace, groups), lambda make: make())
    lines += few.of("later", ahead[1:], lambda pair: _planned(workspace, *pair, "later"))
    return lines


@dataclass(frozen=True, slots=True)
class Few:
    """How many lines of each kind are made."""

    most: int | None
    whole: frozenset[Kind]

    def of(self, kind: Kind, every: Sequence[_T], make: Callable[[_T], TodayLine]) -> list[TodayLine]:
        """The first lines of a kind; where there are many more, a last one that counts them."""
        if self.most is None or kind in self.whole or len(every) <= self.most + _A_FEW:
            return [make(one) for one in every]
        words = f"… and {len(every) - self.most:,} more"
        rest = TodayLine(kind, words, (), "all", "Enter shows all of them")
        return [*(make(one) for one in every[: self.most]), rest]


def _end(held: Held) -> dt.datetime:
    return held.starts + dt.timedelta(minutes=held.minutes)


def _name(opened: OpenGroup, held: Held) -> str:
    """The group, and the meeting's title where it says something else."""
    group, title = opened.glance.name, held.title
    return group if title.casefold() in ("", group.casefold()) else f"{group} · {title}"


# --- meetings -----------------------------------------------------------------------------------------------------


def _unfinished(workspace: Workspace, one: Unfinished) -> TodayLine:
    stopped = say_short_time(one.stopped, one.held.zone, workspace.settings.hours)
    days = (local_date(workspace.now(), one.held.zone) - local_date(one.held.starts, one.held.zone)).days
    date = "" if days == 0 else f"of {say_date(one.held.starts, one.held.zone)} "
    return TodayLine(
        "unfinished",
        f"Resume {_name(one.opened, one.held)} {date}… {one.words}",
        (f"s: we stopped at {stopped}",),
        "live", "Enter resumes", urgent=True, opened=one.opened, meeting=one.held.id,
        stopped=one.stopped, stopped_words=stopped,
    )  # fmt: skip


def _planned(workspace: Workspace, opened: OpenGroup, held: Held, kind: Kind) -> TodayLine:
    now = workspace.now()
    soon = held.starts - now <= DOORS_BEFORE and now < _end(held)
    when = f"{day_words(held.starts, now, held.zone)} {_time(workspace, held)}"
    enter: Enter = "live" if soon else "prepare"
    return TodayLine(
        kind,
        f"{_name(opened, held)} · {when}",
        (f"{countdown(held.starts, now)} · {held.minutes} min",),
        enter, "Enter opens the doors" if soon else "Enter prepares it", urgent=kind == "missed", opened=opened,
        meeting=held.id,
    )  # fmt: skip


def _time(workspace: Workspace, held: Held) -> str:
    return f"{say_time(held.starts, held.zone, workspace.settings.hours)} {zone_letters(held.starts, held.zone)}"


def day_words(moment: dt.datetime, now: dt.datetime, zone: str) -> str:
    """A day in that zone: `today`, `tomorrow`, `yesterday`, or `Wed 13 Nov`."""
    day, today = local_date(moment, zone), local_date(now, zone)
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return words.get((day - today).days) or say_day(day, today)


def countdown(starts: dt.datetime, now: dt.datetime) -> str:
    """How long until then: `in 25 min`, `in 3 h 10 min`, `in 6 days`, `now`, `4 min past its start`, `3 days ago`."""
    seconds = (starts - now).total_seconds()
    if seconds > 0:
        return f"in {_length(-int(-seconds // 60))}"
    minutes = int(-seconds // 60)
    if minutes < 1:
        return "now"
    return f"{_length(minutes)} past its start" if minutes < 24 * 60 else f"{_length(minutes)} ago"


def _length(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days = round(minutes / (24 * 60))
    return f"{days:,} day{'' if days == 1 else 's'}"


def _unread(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[tuple[str, str]]:
    """What is missing from the disk or cannot be read: a sentence, and which group's it is where that is not in it."""
    every = [
        *((sentence, "") for sentence in workspace.indexing.vanished),
        *((sentence, opened.glance.name) for opened in groups for sentence in opened.problems),
        *(
            (sentence, f"a group without a readable name ({opened.folder})")
            for opened in workspace.nameless
            for sentence in opened.problems
        ),
    ]
    # The logs of one device are called alike in every meeting, so that two sentences may be the same.
    return list(dict.fromkeys(every))


def _damage(sentence: str, whose: str) -> TodayLine:
    more = (whose,) if whose else ()
    return TodayLine("damage", sentence, more, "nothing", "`peer-tui check` says more", urgent=True)


def _drafts(groups: Sequence[OpenGroup]) -> list[tuple[OpenGroup, Held]]:
    """The meetings whose minutes are a draft, the newest first."""
    drafts = [
        (opened, held)
        for opened in groups
        for held in opened.glance.meetings.values()
        if held.state == "ended" and not held.approved
    ]
    return sorted(drafts, key=lambda pair: pair[1].starts, reverse=True)


def _draft(opened: OpenGroup, held: Held) -> TodayLine:
    known = opened.gaps.get(held.id)
    gaps = gaps_of(opened, held.id) if known is None else known
    first = f"{len(gaps)} gap{'' if len(gaps) == 1 else 's'}: {gaps[0]}" if gaps else "no gaps"
    return TodayLine(
        "draft", f"{_name(opened, held)} · {say_date(held.starts, held.zone)}", (f"draft · {first}",), "minutes",
        "Enter opens its minutes", opened=opened, meeting=held.id,
    )  # fmt: skip


# --- next steps ---------------------------------------------------------------------------------------------------


def _steps(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[Callable[[], TodayLine]]:
    """What makes the line of each open next step, in their order."""
    several = len(groups) > 1
    rows: list[tuple[tuple[dt.date, int], Callable[[], TodayLine]]] = []
    for opened in groups:
        group = opened.glance
        # Worked out for the groups that have a line on the page, not for all fifty.
        names = cache(partial(short_names, group.everybody))
        today = local_date(workspace.now(), group.zone)
        for step in group.open_steps:
            due = group.due_on(step)
            # What is late was due first, so it stands first; what has no date comes last.
            order = (due or dt.date.max, step.number)
            rows.append((order, partial(_step, opened, step, due, today, names, several)))
    return [make for _, make in sorted(rows, key=lambda row: row[0])]


def _step(
    opened: OpenGroup, step: Step, due: dt.date | None, today: dt.date, names: Callable[[], dict[str, str]],
    several: bool,
) -> TodayLine:  # fmt: skip
    late = due is not None and due < today
    parts = [who_words(opened, step, names()), _due_words(step, due, today)]
    parts += [f"carried {step.carried}×"] if step.carried else []
    parts += [str(step.progress)] if step.progress in ("moved", "stuck") else []
    parts += [opened.glance.name] if several else []
    held = opened.glance.meetings.get(step.meeting)
    live = held is not None and held.state == "unfinished"
    number = step.label or str(step.number or "")
    return TodayLine(
        "step", f"{number} {step.text}".strip() or "a next step without words", (" · ".join(parts),),
        "live" if live else "minutes" if held else "nothing",
        "Enter goes to the meeting" if live else "Enter opens the minutes it was promised in", urgent=late,
        opened=opened, meeting=step.meeting,
    )  # fmt: skip


def who_words(opened: OpenGroup, step: Step, names: dict[str, str]) -> str:
    """Who a next step is with: `Ana R.`, `Bo (asked)`, `unclaimed`, `unclaimed (meant: ana)`."""
    person = opened.glance.person(step.owner)
    if step.owner is None:
        return f"unclaimed (meant: {step.meant})" if step.meant else "unclaimed"
    name = names.get(person.id, person.name) if person else "a member"
    return name if step.accepted else f"{name} (asked)"


def _due_words(step: Step, due: dt.date | None, today: dt.date) -> str:
    if step.due is None:
        return "no date"
    if due is not None and due < today:
        days = (today - due).days
        return f"LATE by {days:,} day{'' if days == 1 else 's'} ({say_day(due, today)})"
    return say_due(step.due, today, due)


def cancel_question(line: TodayLine) -> str:
    """What is asked, once, before a planned meeting is cancelled."""
    assert line.opened is not None
    held = line.opened.glance.meetings[line.meeting]
    return f"Cancel {quoted(_name(line.opened, held))} on {say_date(held.starts, held.zone)}?"
