"""Hints while minutes are reviewed: the shipped list, what the group added to it, and what was passed over."""

from __future__ import annotations

import tomllib
from functools import cache
from weakref import WeakKeyDictionary

import msgspec

from peer_tui.assets import AssetMissing, data_file
from peer_tui.domain.characters import clean
from peer_tui.domain.events import MeetingId, SettingChosen
from peer_tui.domain.group import Group
from peer_tui.domain.hints import Hint, HintWords, Wording, find_hints
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.profile import profile_of
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.refolding import Events
from peer_tui.services.workspace import OpenGroup, Workspace

OWN = "hint words"
"""The group's own list, as a setting: one `words → say this instead` a line."""
_MOST = 200
_LONGEST = 200
_ARROWS = ("→", "->", "=>")

_passed: WeakKeyDictionary[Workspace, set[tuple[MeetingId, tuple[str, str, str]]]] = WeakKeyDictionary()
"""The hints that a person passed over in this run of the program."""

_found: WeakKeyDictionary[OpenGroup, tuple[Group, Events, list[Hint]]] = WeakKeyDictionary()
"""What was found last in a group, with the group and the meeting's events it was found in."""


@cache
def shipped() -> HintWords:
    """The list that comes with the program; empty where its file cannot be read: hints are a help, no more."""
    try:
        with data_file("hints.toml").open("rb") as file:
            return msgspec.convert(tomllib.load(file), HintWords)
    except (OSError, AssetMissing, tomllib.TOMLDecodeError, msgspec.ValidationError):
        return HintWords()


def own_wordings(group: Group) -> tuple[Wording, ...]:
    """What the group added."""
    found = []
    for line in group.settings.get(OWN, "").split("\n")[:_MOST]:
        words, instead = _halves(line)
        if words:
            found.append(Wording((words,), instead))
    return tuple(found)


def hints_of(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> list[Hint]:
    """What is worth a second look in a draft; empty where the group wants no hints, and once minutes are approved."""
    folded = opened.meeting(meeting)
    if not profile_of(opened.group).hints or folded.approved is not None:
        return []
    passed = _passed.get(workspace, set())
    return [hint for hint in _found_in(opened, meeting, folded) if (meeting, hint.key) not in passed]


def _found_in(opened: OpenGroup, meeting: MeetingId, folded: Meeting) -> list[Hint]:
    """Every hint: looked for once, until something is recorded."""
    group, events = opened.group, opened.events.get(meeting, ())
    known = _found.get(opened)
    if known is None or known[0] is not group or known[1] is not events:
        words = shipped()
        words = msgspec.structs.replace(words, language=(*own_wordings(group), *words.language))
        known = _found[opened] = (group, events, find_hints(folded, group, words))
    return known[2]


def pass_over(workspace: Workspace, meeting: MeetingId, hint: Hint) -> None:
    """The words stand as they are: this hint is not given again until the program ends."""
    _passed.setdefault(workspace, set()).add((meeting, hint.key))


def add(workspace: Workspace, opened: OpenGroup, line: str) -> str:
    """Add words to the group's own list, `clients → members`, or take them off it, `-clients`; says which.

    Raises:
        Problem: the line holds no words, the list is full, or what is taken off does not stand there.
    """
    if line.strip().startswith("-"):
        return remove(workspace, opened, line.strip().removeprefix("-"))
    words, instead = _halves(line)
    if not words:
        raise Problem(say("Write it as: words → what to say instead. Nothing was added."))
    known = [one for one in opened.group.settings.get(OWN, "").split("\n") if one.strip()]
    kept = [one for one in known if _halves(one)[0].casefold() != words.casefold()]
    if len(kept) >= _MOST:
        raise Problem(say("The group's own list is full: it holds {most} lines. Nothing was added.", most=_MOST))
    value = "\n".join([*kept, f"{words} → {instead}"])
    workspace.record(opened, "", [SettingChosen(setting=OWN, value=value)])
    return say("From now on “{words}” is hinted at in this group's drafts.", words=words)


def remove(workspace: Workspace, opened: OpenGroup, words: str) -> str:
    """Take words off the group's own list; says so.

    Raises:
        Problem: they do not stand there.
    """
    known = [one for one in opened.group.settings.get(OWN, "").split("\n") if one.strip()]
    kept = [one for one in known if _halves(one)[0].casefold() != words.strip().casefold()]
    if kept == known:
        raise Problem(
            say(
                "“{words}” does not stand on the group's own list. Nothing was changed.",
                words=clean(words).strip()[:60],
            )
        )
    workspace.record(opened, "", [SettingChosen(setting=OWN, value="\n".join(kept))])
    return say("“{words}” is not hinted at any more.", words=clean(words).strip())


def _halves(line: str) -> tuple[str, str]:
    """The words, and what to say instead."""
    said = clean(line).strip()[:_LONGEST]
    arrow = next((arrow for arrow in _ARROWS if arrow in said), "")
    words, _, instead = said.partition(arrow) if arrow else (said, "", "")
    return words.strip(), instead.strip() or say("other words, as the group asked")
