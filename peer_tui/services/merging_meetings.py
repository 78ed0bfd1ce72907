"""A meeting that was planned twice becomes one: what was prepared for the one that goes comes along."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peer_tui.domain.events import (
    Event,
    JoinLinkSet,
    MeetingMerged,
    RoleGiven,
    TopicAdded,
    TopicChanged,
    UpdateAsked,
    UpdateCollected,
)
from peer_tui.domain.held import Held
from peer_tui.domain.naming import and_list, counted
from peer_tui.domain.topics import Topic
from peer_tui.domain.wall_time import say_date, say_time
from peer_tui.domain.words import say, say_number
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

_FAR = dt.timedelta(days=366)
"""Meetings farther apart than a year were not planned twice (ours)."""


@dataclass(frozen=True, slots=True)
class ComingAlong:
    """What is carried over from the meeting that goes."""

    topics: tuple[Topic, ...] = ()
    updates: tuple[UpdateCollected, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    """Role and person."""
    asked: tuple[str, ...] = ()
    """Priorities whose leads were asked."""
    link: str = ""

    @property
    def words(self) -> str:
        """`2 topics, 1 update and 1 role come along`."""
        parts = [
            words
            for rows, words in (
                (self.topics, counted(len(self.topics), "{n:,} topic", "{n:,} topics", "no topics")),
                (self.updates, counted(len(self.updates), "{n:,} update", "{n:,} updates", "no updates")),
                (self.roles, counted(len(self.roles), "{n:,} role", "{n:,} roles", "no roles")),
            )
            if rows
        ]
        parts += [say("the join link")] if self.link else []
        if not parts:
            return say("nothing was prepared for it yet")
        listed = and_list(parts)
        things = len(self.topics) + len(self.updates) + len(self.roles) + bool(self.link)
        return say_number(things, "{listed} comes along", "{listed} come along", listed=listed)


def others(opened: OpenGroup, gone: Held) -> list[Held]:
    """The meetings of the group that may stand for this one, those nearest in time first."""
    found = [
        held
        for held in opened.group.shown
        if held.id != gone.id and held.state in ("planned", "unfinished") and abs(held.starts - gone.starts) <= _FAR
    ]
    return sorted(found, key=lambda held: (abs(held.starts - gone.starts), held.starts, held.id))


def coming_along(opened: OpenGroup, gone: Held, kept: Held) -> ComingAlong:
    """What the meeting that goes has and the one that stays has not."""
    here, there = opened.meeting(gone.id), opened.meeting(kept.id)
    known = {topic.topic for topic in there.topics} | {topic.entry for topic in there.topics if topic.entry}
    words = {_words(topic) for topic in there.topics}
    topics = tuple(
        topic
        for topic in here.topics
        if topic.topic not in known and topic.entry not in known and _words(topic) not in words
    )
    updates = tuple(
        update
        for priority in opened.group.priorities.values()
        for update in priority.updates
        if update.meeting == gone.id and not _has(priority.updates, kept, update.text)
    )
    roles = tuple((role, person) for role, person in here.roles.items() if role not in there.roles)
    asked = tuple(priority for priority in gone.asked if priority not in kept.asked)
    return ComingAlong(topics, updates, roles, asked, gone.link if not kept.link else "")


def _words(topic: Topic) -> str:
    """Its words, however they were spaced and written."""
    return " ".join(topic.text.casefold().split())


def _has(updates: tuple[UpdateCollected, ...], kept: Held, text: str) -> bool:
    return any(update.meeting == kept.id and update.text == text for update in updates)


def question(workspace: Workspace, opened: OpenGroup, gone: Held, kept: Held) -> str:
    """What is asked, once, before one meeting stands for another."""
    hours = hours_of(workspace, opened.group)
    first, second = (
        f"{held.title}, {say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone, hours)}"
        for held in (kept, gone)
    )
    return say(
        "Keep {first}, instead of {second}: {words}?",
        first=first,
        second=second,
        words=coming_along(opened, gone, kept).words,
    )


def merge_meetings(workspace: Workspace, opened: OpenGroup, gone: Held, kept: Held) -> ComingAlong:
    """Let one meeting stand for another; the one that goes is hidden, and can be had back.

    Raises:
        Problem: it is one and the same, one was held, or one is hidden.
    """
    if gone.id == kept.id:
        raise Problem(say("A meeting cannot be merged with itself: choose the other one."))
    for held in (gone, kept):
        if held.hidden:
            raise Problem(say("{title} is deleted; restore it first (F2, Deleted meetings).", title=held.title))
        if held.state == "ended":
            raise Problem(
                say("{title} was held; only a meeting that is still planned can be merged.", title=held.title)
            )
    if opened.meeting(gone.id).entries:
        raise Problem(say("{title} has lines already. Keep that one, and let the other go.", title=gone.title))
    along = coming_along(opened, gone, kept)
    # What comes along is on disk, or on its way, before the meeting it comes from is hidden.
    if bodies := _bodies(along):
        workspace.record(opened, kept.id, bodies)
    if along.updates:
        copies = [
            UpdateCollected(priority=update.priority, text=update.text, meeting=kept.id) for update in along.updates
        ]
        workspace.record(opened, "", copies)
    workspace.record(opened, gone.id, [MeetingMerged(kept=kept.id)])
    return along


def _bodies(along: ComingAlong) -> list[Event]:
    bodies: list[Event] = []
    for topic in along.topics:
        # The same id: two devices that merge the same meetings add each topic once.
        bodies.append(
            TopicAdded(topic=topic.topic, text=topic.text, carried_from=topic.carried_from, entry=topic.entry)
        )
        if topic.under is not None or topic.minutes:
            bodies.append(
                TopicChanged(
                    topic=topic.topic, text=topic.text, under=topic.under, minutes=topic.minutes, entry=topic.entry
                )
            )
    bodies += [RoleGiven(role=role, person=person) for role, person in along.roles]
    bodies += [UpdateAsked(priority=priority) for priority in along.asked]
    bodies += [JoinLinkSet(link=along.link)] if along.link else []
    return bodies
