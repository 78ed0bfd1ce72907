"""A file or pasted text looked at: what it says, which meeting it belongs to, what of it is new. Nothing is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import Filed
from peer_tui.domain.held import Held
from peer_tui.domain.pasted_people import NAME_AT_MOST, pasted_name
from peer_tui.domain.people import match_pasted
from peer_tui.domain.wall_time import local_date, local_time, say_date, wall_to_utc
from peer_tui.domain.words import say, say_number
from peer_tui.exchange.reading import sniffing
from peer_tui.exchange.reading.facts import date_in_name
from peer_tui.exchange.reading.lines import LARGEST, decoded, is_no_text, source_of
from peer_tui.exchange.reading.understood import WORDS as FORMS
from peer_tui.exchange.reading.understood import Form, ReadPerson, Understood
from peer_tui.services.bringing_in.lines import filed_as, is_nobody
from peer_tui.services.bringing_in.plan import Attending, Item, Plan
from peer_tui.services.bringing_in.saying import known_for
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.workspace import OpenGroup, Workspace

__all__ = ["FORMS", "group_named", "look", "on_day", "read_file", "separately", "title_for"]

_NOON = dt.time(12)
_OLD = dt.timedelta(days=90)
"""Next steps of a meeting that long ago are asked about: nobody wants a year of them overdue on Today."""
_EVERY_TITLE = frozenset({
    "minutes", "meeting", "notes", "agenda", "of", "the", "for", "from", "draft", "our", "on", "at", "am", "pm", "et",
})  # fmt: skip
_DAY_IN_TITLE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|[0-9]+(?:st|nd|rd|th)?"
)
_ORIGINAL = re.compile(r"(?P<shown>.*\S)\s*\((?P<original>[^()]+\s[^()]+)\)\s*", re.DOTALL)


def read_file(path: Path) -> bytes:
    """What is in a file.

    Raises:
        Problem: it cannot be read, is far too large, or is no text.
    """
    try:
        with path.expanduser().open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Problem(say("{path} could not be read ({why}). Nothing was brought in.", path=path, why=why)) from error
    if len(raw) > LARGEST:
        raise Problem(say("{path} is larger than 100 MB, and no meeting's minutes. Nothing was brought in.", path=path))
    if is_no_text(raw):
        raise Problem(
            say(
                "{path} is no text: a word processor's file, a PDF or a picture. Save it as plain text or Markdown, or "
                "copy its words and paste them. Nothing was brought in.",
                path=path,
            )
        )
    return raw


def look(
    workspace: Workspace, opened: OpenGroup, text: str | bytes, *, name: str = "", form: Form | None = None,
    starts: dt.datetime | None = None,
) -> Plan:  # fmt: skip
    """What a text says, and what of it would be brought in. Nothing is written.

    Args:
        workspace: the library.
        opened: the group it is for.
        text: the text, or a file's bytes.
        name: the file's name: it may tell the day.
        form: what to read it as; found out if not given.
        starts: when the meeting was, UTC, where a person said so.
    """
    words = decoded(text) if isinstance(text, bytes) else text
    group = opened.group
    understood = sniffing.read(words, form, group.dates)
    # The rest of the text was cleaned line by line; a group's name in it is only for choosing the group.
    people = tuple(_attending(group, person) for person in understood.people)
    people += tuple(_named(group, understood, {fold(one.name) for one in people}))
    items = tuple(Item(entry, entry.kind, entry.chosen) for entry in understood.entries)
    plan = Plan(understood, source_of(words), name, items=items, people=people, approved=bool(understood.approved))
    found = understood.date or date_in_name(name)
    if starts is not None:
        return on_day(workspace, opened, plan, starts)
    if found is None:
        return _placed(workspace, opened, plan)
    at = understood.began or _usual_time(opened, understood)
    zone = "UTC" if understood.utc else group.zone
    return on_day(workspace, opened, plan, wall_to_utc(found, at, zone), told=understood.began is not None)


def on_day(workspace: Workspace, opened: OpenGroup, plan: Plan, starts: dt.datetime, *, told: bool = True) -> Plan:
    """The same with the meeting at another time, UTC. `told`: the time of day is known, not only the day."""
    moved = msgspec.structs.replace(plan, starts=starts, time_told=told, separate=False)
    return _placed(workspace, opened, moved)


def separately(workspace: Workspace, opened: OpenGroup, plan: Plan) -> Plan:
    """The same as a meeting of its own, beside the one of that day; or that one again."""
    return _placed(workspace, opened, msgspec.structs.replace(plan, separate=not plan.separate))


def group_named(workspace: Workspace, text: str | bytes, form: Form | None = None) -> OpenGroup | None:
    """The group that a text names as its own, if there is exactly one of that name, or only one group at all."""
    groups = workspace.open_groups()
    if len(groups) == 1:
        return groups[0]
    words = decoded(text) if isinstance(text, bytes) else text
    understood = sniffing.read(words, form)
    named = [opened for opened in groups if _same(opened.glance.name, understood.group)]
    if len(named) != 1:
        named = [opened for opened in groups if _same(opened.glance.name, understood.title)]
    return named[0] if len(named) == 1 else None


# --- where it goes ------------------------------------------------------------------------------------------------


def _placed(workspace: Workspace, opened: OpenGroup, plan: Plan) -> Plan:
    """The plan with the meeting it goes into, the lines that meeting holds already, and what a person should know."""
    there = _agenda_for(workspace, opened, plan) if plan.is_agenda else _meeting_on(opened, plan)
    held = None if plan.separate else there
    starts = held.starts if held is not None and plan.starts is None else plan.starts
    known = _lines_of(opened, held)
    made = msgspec.structs.replace(plan, held=held, starts=starts)
    against = known_for(opened, made)
    items = tuple(
        msgspec.structs.replace(item, here=bool(known) and _line(filed_as(item, against)) in known)
        for item in plan.items
    )
    made = msgspec.structs.replace(made, items=items)
    why = _why_not(workspace, opened, made)
    said = () if why else tuple(_said(workspace, opened, made, there))
    return msgspec.structs.replace(made, why_not=why, said=said)


def _meeting_on(opened: OpenGroup, plan: Plan) -> Held | None:
    """The meeting of the group on that day: the one at that time, or of that title, where there are several."""
    if plan.starts is None:
        return None
    zone = opened.group.zone
    day = local_date(plan.starts, zone)
    of_day = [held for held in opened.group.shown if held.state != "cancelled" and local_date(held.starts, zone) == day]
    same = [held for held in of_day if abs(held.starts - plan.starts) < dt.timedelta(minutes=31)]
    titled = [held for held in of_day if _same(held.title, plan.understood.title)]
    for found in (same, titled, of_day):
        if len(found) == 1 and (found is not of_day or not plan.time_told or not titled):
            return found[0]
    return None


def _agenda_for(workspace: Workspace, opened: OpenGroup, plan: Plan) -> Held | None:
    """The planned meeting of that day; without a day the next one that is planned."""
    planned = [held for held in opened.group.shown if held.state == "planned"]
    if plan.starts is not None:
        day = local_date(plan.starts, opened.group.zone)
        planned = [held for held in planned if local_date(held.starts, opened.group.zone) == day]
        return planned[0] if len(planned) == 1 else None
    ahead = [held for held in planned if held.starts + dt.timedelta(minutes=held.minutes) > workspace.now()]
    return ahead[0] if ahead else None


def _lines_of(opened: OpenGroup, held: Held | None) -> set[tuple[object, str]]:
    if held is None or held.state == "planned":
        return set()
    return {_line(entry.filed) for entry in opened.meeting(held.id).lines()}


def _line(filed: Filed) -> tuple[object, str]:
    return filed.kind, " ".join(fold(filed.text).split())


def _usual_time(opened: OpenGroup, understood: Understood) -> dt.time:
    """The time of day at which the group met last; noon where it has not met."""
    if understood.utc:
        return _NOON
    held = [one for one in opened.group.shown if one.state != "cancelled"]
    return local_time(held[-1].starts, opened.group.zone).time().replace(tzinfo=None) if held else _NOON


def _why_not(workspace: Workspace, opened: OpenGroup, plan: Plan) -> str:
    before = next((held for held in opened.group.shown if held.source == plan.source), None)
    if before is not None:
        when = say_date(before.starts, before.zone)
        return say(
            "This was brought in already: {title} of {when} holds it. Nothing is added a second time.",
            title=before.title,
            when=when,
        )
    if plan.is_agenda:
        if not plan.understood.blocks:
            return say("There is no part with a time in it: an agenda has lines such as “Updates (15 min)”.")
        return (
            "" if plan.starts is not None else say("For when is it? No meeting is planned, and the text names no day.")
        )
    if not plan.items and not any(one.present for one in plan.people):
        return say("There is nothing in it that minutes could hold.")
    if plan.starts is None:
        return say("When was the meeting? The text does not say the day with its year.")
    if plan.starts > workspace.now():
        return say("{date} is still to come: it cannot have been held.", date=say_date(plan.starts, opened.group.zone))
    held = plan.held
    if held is None:
        return ""
    when = say("{title} of {date}", title=held.title, date=say_date(held.starts, held.zone))
    if held.approved:
        return say(
            "The minutes of {when} are approved: what was approved stays as it is. Nothing of it was changed.",
            when=when,
        )
    if held.state == "unfinished":
        return say("{when} is not ended yet: paste lines into it, or end it first.", when=when)
    if not plan.kept and not _new_people(opened, plan):
        return say("{when} holds all of this already. There is nothing to add.", when=when)
    return ""


def _new_people(opened: OpenGroup, plan: Plan) -> bool:
    if plan.held is None:
        return any(one.present for one in plan.people)
    there = opened.meeting(plan.held.id).attendance
    return any(one.present and one.person is not None and one.person.id not in there for one in plan.people)


def _said(workspace: Workspace, opened: OpenGroup, plan: Plan, there: Held | None) -> list[str]:
    said: list[str] = []
    held, zone = plan.held, opened.group.zone
    if held is not None:
        into = say("{title} of {date}", title=held.title, date=say_date(held.starts, held.zone))
        if held.state == "planned":
            said.append(say("It goes into {into}, which is planned.", into=into))
        else:
            here = sum(item.here for item in plan.items)
            said.append(
                say(
                    "{into} is here already: {here} of these lines are in it, what is new is added to it.",
                    into=into,
                    here=here,
                )
            )
    elif there is not None:
        said.append(
            say(
                "A meeting of its own, beside {title} of {date}.",
                title=there.title,
                date=say_date(there.starts, there.zone),
            )
        )
    if not plan.time_told and plan.starts is not None and held is None:
        said.append(say("The time of day is not in the text: it is the group's usual one."))
    text_group = plan.understood.group
    if text_group and not _same(text_group, opened.group.name):
        said.append(
            say(
                "The text names the group “{text_group}”; it goes to {name}.",
                text_group=text_group[:60],
                name=opened.group.name,
            )
        )
    if plan.understood.approved and plan.approved:
        said.append(
            say("The text says that these minutes were approved {approved}.", approved=plan.understood.approved)
        )
    steps = any(item.read.kind == "next step" for item in plan.kept)
    if steps and plan.starts is not None and workspace.now() - plan.starts > _OLD and not plan.is_agenda:
        days = local_date(workspace.now(), zone) - local_date(plan.starts, zone)
        said.append(
            say_number(
                days.days,
                "The meeting was {n} days ago: are its next steps done by now, or still to be followed?",
                "The meeting was {n} days ago: are its next steps done by now, or still to be followed?",
            )
        )
    return said


# --- people -------------------------------------------------------------------------------------------------------


def _attending(group: Group, read: ReadPerson) -> Attending:
    """Who somebody in the text is. Nobody is guessed: where several fit, it is nobody."""
    everybody = group.everybody
    split = _ORIGINAL.fullmatch(read.name)
    last, comma, first = read.name.partition(", ")
    turned = f"{first} {last}" if comma and "," not in first else read.name
    for words in (split["shown"], read.name, split["original"]) if split else (read.name, turned):
        name, pronouns, roles, alias = pasted_name(words)
        found = match_pasted(name or words, everybody)
        if found.candidates:
            several = found.candidates if found.person is None else ()
            return Attending(read, name or words, found.person, several, pronouns=pronouns, roles=roles, alias=alias)
    name, pronouns, roles, alias = pasted_name(split["shown"] if split else read.name)
    return Attending(read, (name or read.name)[:NAME_AT_MOST], pronouns=pronouns, roles=roles, alias=alias)


def title_for(understood: Understood, group: str) -> str:
    """The meeting's title: the text's own without the group, the day and words that every minutes have; or empty."""
    title = clean(understood.title).strip()[:200]
    rest = _DAY_IN_TITLE.sub(" ", fold(title).replace(fold(group), " "))
    words = [word for word in re.split(r"[^\w]+", rest) if word and word not in _EVERY_TITLE and not word.isdigit()]
    return title if words else ""


def _named(group: Group, understood: Understood, known: set[str]) -> Iterator[Attending]:
    """People with a role or a next step in the text whom the group does not know: they can be added too."""
    roles = (understood.facilitator, understood.scribe, understood.convener, understood.next_facilitator)
    named = [ReadPerson(name) for name in (*roles, understood.next_scribe) if name]
    # A name that stood in a sentence may be no name at all; one in a column or in our own minutes is one.
    named += [ReadPerson(name, one.line) for one in understood.entries if not one.whole for name in one.who]
    for read in named:
        one = _attending(group, read)
        key = fold(one.name)
        if one.person is None and not one.several and key not in known and not is_nobody(read.name):
            known.add(key)
            yield msgspec.structs.replace(one, present=False)


def _same(one: str, other: str) -> bool:
    return bool(one) and " ".join(fold(one).split()) == " ".join(fold(other).split())
