"""What needs a person now, most urgent first, each line with what Enter will do (`product.md` §3.3, screen 1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from peer_tui.domain.words import say
from peer_tui.services.recovering import unfinished
from peer_tui.services.today import decided, follow, kept, meetings, minutes, preparing, programmes
from peer_tui.services.today.follow import who_words
from peer_tui.services.today.lines import MOST, SECTIONS, Enter, Few, Kind, TodayLine, end_of
from peer_tui.services.today.meetings import DOORS_BEFORE, cancel_question
from peer_tui.services.today.when import countdown, day_words
from peer_tui.services.workspace import OpenGroup, Workspace

__all__ = [
    "DOORS_BEFORE", "MOST", "SECTIONS", "Enter", "Few", "Kind", "TodayLine", "cancel_question", "countdown",
    "day_words", "today_lines", "who_words",
]  # fmt: skip


def today_lines(
    workspace: Workspace,
    groups: list[OpenGroup],
    most: int | None = None,
    whole: Collection[Kind] = (),
    *,
    of_programmes: bool = True,
) -> list[TodayLine]:
    """Every line of Today: the unfinished meetings, else the next one on top, then what else waits.

    Args:
        workspace: the opened library.
        groups: its groups.
        most: lines of one kind; one more line counts the others. None for all.
        whole: the kinds of which all lines are wanted all the same.
        of_programmes: also what programmes want; the first picture does not wait for their files.
    """
    few = Few(most, frozenset(whole))
    now = workspace.now()
    planned = sorted(
        (
            (opened, held)
            for opened in groups
            for held in opened.glance.meetings.values()
            if held.state == "planned" and not held.hidden
        ),
        key=lambda pair: (pair[1].starts, pair[1].id),
    )
    ahead = [pair for pair in planned if end_of(pair[1]) > now]
    missed = [pair for pair in planned if end_of(pair[1]) <= now]
    twice = meetings.planned_twice(ahead)
    drafts = minutes.drafts(groups)
    reviews = [pair for pair in drafts if minutes.is_in_review(pair[1])]
    rest = [pair for pair in drafts if not minutes.is_in_review(pair[1])]
    steps, later = follow.open_steps(workspace, groups)

    lines = [meetings.unfinished_line(workspace, one) for one in unfinished(workspace, groups)]
    lines += [meetings.planned_line(workspace, *pair, "next", twice) for pair in ahead[:1]]
    lines += few.of("prepare", preparing.to_prepare(workspace, ahead, several=len(groups) > 1), lambda line: line)
    lines += few.of("damage", _unread(workspace, groups), lambda pair: _damage(*pair))
    lines += few.of("missed", missed[::-1], lambda pair: meetings.planned_line(workspace, *pair, "missed"))
    lines += few.of("programme", programmes.due(workspace, groups) if of_programmes else [], lambda line: line)
    lines += few.of("review", reviews, lambda pair: minutes.review_line(workspace, *pair))
    lines += few.of("draft", rest, lambda pair: minutes.draft_line(*pair))
    lines += few.of("unsent", minutes.unsent(workspace, groups), lambda pair: minutes.unsent_line(*pair))
    lines += few.of("step", steps, lambda make: make(), later)
    lines += few.of("parked", follow.due_back(workspace, groups), lambda line: line)
    lines += few.of("decided", decided.to_look_at_again(workspace, groups), lambda line: line)
    lines += few.of("plan", meetings.without_a_next(groups), lambda pair: meetings.plan_line(workspace, *pair))
    lines += few.of("kept", kept.past(workspace, groups), lambda pair: kept.line(*pair))
    lines += few.of("deleted", meetings.waiting_to_go(workspace, groups), meetings.deleted_line)
    lines += few.of("later", ahead[1:], lambda pair: meetings.planned_line(workspace, *pair, "later", twice))
    return lines


def _unread(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[tuple[str, str]]:
    """What is missing from the disk or cannot be read: a sentence, and which group's it is where that is not in it."""
    every = [
        *((sentence, "") for sentence in workspace.indexing.vanished),
        *((sentence, opened.glance.name) for opened in groups for sentence in opened.problems),
        *(
            (sentence, say("a group without a readable name ({folder})", folder=opened.folder))
            for opened in workspace.nameless
            for sentence in opened.problems
        ),
    ]
    # The logs of one device are called alike in every meeting, so that two sentences may be the same.
    return list(dict.fromkeys(every))


def _damage(sentence: str, whose: str) -> TodayLine:
    more = (whose,) if whose else ()
    return TodayLine("damage", sentence, more, "nothing", say("`peer-tui check` says more"), urgent=True)
