"""The agenda out: to members with the join link, to the e-mail list and the public without (`product.md` §1.1, §3.7).

Nothing is sent from here: it is copied, written to a file or to a mail draft, and that is recorded as sent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peer_tui.domain.agenda_page import AgendaPage, join_link, make_agenda
from peer_tui.domain.events import (
    AgendaSent,
    AgendaSet,
    JoinLinkSet,
    MeetingCancelled,
    MeetingId,
    MeetingMoved,
    MeetingRenamed,
    RoleGiven,
    TopicAdded,
    TopicChanged,
    TopicRemoved,
    TopicsOrdered,
)
from peer_tui.domain.history import standing
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Audience, Privacy, usual_privacy, words
from peer_tui.domain.profile import WORDS_AT_MOST, profile_of
from peer_tui.domain.wall_time import local_time
from peer_tui.domain.words import as_programs_read, say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

AUDIENCES = (Audience.MEMBERS, Audience.PUBLIC)
"""Whom an agenda goes to, in the order in which it is sent."""
FORMATS = {
    "txt": say("plain text"),
    "md": say("Markdown"),
    "html": say("one page to print"),
    "eml": say("an e-mail draft"),
    "json": say("JSON"),
}
"""What an agenda can be written as, by the letters after the dot."""
COPIED, FILE, DRAFT = "copied", "file", "e-mail draft"
"""How it went out, as `AgendaSent.how` says it."""
AN_AGENDA = "an agenda"
"""How the list of written files tells an agenda from minutes (`Exported.layout`); no layout of minutes has a space."""
A_MESSAGE = "a message"
"""The same of a mail draft to one person, which is not drawn again: words that are removed go with the whole file."""

_CHANGES = (
    AgendaSet, TopicAdded, TopicChanged, TopicRemoved, TopicsOrdered, MeetingMoved, MeetingRenamed, MeetingCancelled,
    JoinLinkSet, RoleGiven,
)  # fmt: skip
"""What changes what an agenda says."""


def agenda_of(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, audience: Audience, privacy: Privacy | None = None
) -> AgendaPage:
    """A meeting's agenda for an audience, its times said as the group or else the person chose.

    `privacy`: whom it names; None for what the group usually gives this audience.
    """
    return make_agenda(opened.meeting(meeting), opened.group, audience, hours_of(workspace, opened.group), privacy)


def as_text(page: AgendaPage) -> str:
    """The agenda as lines to paste into a message: nothing is wrapped or aligned."""
    from peer_tui.exchange.agenda_text import agenda_lines

    return "\n".join(agenda_lines(page))


def chat_pieces(page: AgendaPage) -> tuple[str, ...]:
    """The agenda in messages short enough for a meeting's chat."""
    from peer_tui.exchange.agenda_text import agenda_lines
    from peer_tui.exchange.chat import pieces

    return tuple(pieces(agenda_lines(page)))


def render(page: AgendaPage, form: str, to: tuple[str, ...] = ()) -> str:
    """The agenda in one of the `FORMATS`.

    Args:
        page: the agenda.
        form: one of the `FORMATS`; anything else is plain text.
        to: addresses for a mail draft.
    """
    match form:
        case "md":
            from peer_tui.exchange.agenda_markdown import agenda_to_markdown

            return agenda_to_markdown(page)
        case "html":
            from peer_tui.exchange.agenda_html import agenda_to_html

            return agenda_to_html(page)
        case "json":
            from peer_tui.exchange.agenda_json import agenda_to_json

            return agenda_to_json(page)
        case "eml":
            from peer_tui.exchange.agenda_html import agenda_to_html
            from peer_tui.exchange.agenda_text import agenda_to_text
            from peer_tui.exchange.mail import draft

            return draft(subject_of(page), agenda_to_text(page), to, agenda_to_html(page))
    from peer_tui.exchange.agenda_text import agenda_to_text

    return agenda_to_text(page)


def subject_of(page: AgendaPage) -> str:
    """The subject of the message it goes out in."""
    return f"{say('CANCELLED') if page.status else say('Agenda')}: {page.heading}, {page.date}"


def addresses(opened: OpenGroup, audience: Audience) -> tuple[str, ...]:
    """Where a mail draft goes: the address of the e-mail list. Members have none in common: their list is a person's.

    A member's own address never stands in a header that other members read.
    """
    listed = profile_of(opened.group).email
    return (listed,) if listed and audience is not Audience.MEMBERS else ()


def file_name(meeting: Meeting, audience: Audience, form: str) -> str:
    """A file name that holds no person's words but the date: `agenda-2024-11-13-1400-public.md`."""
    local = local_time(meeting.starts, meeting.zone)
    return f"agenda-{local.date()}-{local:%H%M}-{audience}.{form}"


def write(
    workspace: Workspace,
    opened: OpenGroup,
    meeting: MeetingId,
    audience: Audience,
    form: str,
    target: Path | None = None,
) -> Path:
    """Write the agenda to a file for its owner only, and remember that it is there; an earlier one is replaced whole.

    Args:
        workspace: the library.
        opened: the group.
        meeting: the meeting.
        audience: for whom it is.
        form: one of the `FORMATS`.
        target: a folder, or the file itself; None for the folder of exports.

    Raises:
        Problem: it could not be written.
    """
    state = workspace.places.state
    if target is not None and target.suffix and not target.is_dir():
        path = target
    else:
        name = file_name(opened.meeting(meeting), audience, form)
        path = Known(state).free((target or workspace.places.exports) / name, opened.folder, meeting)
    drawn = _drawn(workspace, opened, meeting, audience, form)
    path = write_private(path.parent, path.name, drawn)
    remember(state, path, _as_exported(opened, meeting, audience, form))
    return path


def record_sent(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, audience: Audience, how: str) -> None:
    """Note that the agenda went out to an audience; as long as it says the same, each way is noted once."""
    sent = _sent(opened, meeting, audience)
    if how not in {event.how for event in sent} or changed_since(opened, meeting, audience):
        workspace.record(opened, meeting, [AgendaSent(audience=str(audience), how=how)])


def changed_since(opened: OpenGroup, meeting: MeetingId, audience: Audience) -> bool:
    """Whether the agenda says something else than when it last went out to an audience; False if it never did."""
    sent = _sent(opened, meeting, audience)
    return bool(sent) and any(
        isinstance(event, _CHANGES) and event.id > sent[-1].id for event in standing(opened.events[meeting]).events
    )


def _sent(opened: OpenGroup, meeting: MeetingId, audience: Audience) -> list[AgendaSent]:
    events = standing(opened.events.get(meeting, ())).events
    return [event for event in events if isinstance(event, AgendaSent) and event.audience == audience]


def draw_again(workspace: Workspace, opened: OpenGroup, one: Exported) -> str | None:
    """An agenda that was written earlier, as it would be written now; None if it cannot be drawn."""
    if one.layout != AN_AGENDA or one.form not in FORMATS or one.audience not in AUDIENCES:
        return None
    if one.meeting not in opened.shards:
        return None
    audience = Audience(one.audience)
    # At the level it was written with: a group that names people more freely since then does not do so in old files.
    level = Privacy(one.privacy) if one.privacy else None
    return _drawn(workspace, opened, one.meeting, audience, one.form, level)


def _drawn(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, audience: Audience, form: str,
    privacy: Privacy | None = None,
) -> str:  # fmt: skip
    """The agenda as a file holds it; for a program its words are English in every language."""
    with as_programs_read(form == "json"):
        page = agenda_of(workspace, opened, meeting, audience, privacy)
        return render(page, form, addresses(opened, audience))


def as_plain(page: AgendaPage) -> dict[str, Any]:
    """The agenda as values JSON knows."""
    from peer_tui.exchange.agenda_json import agenda_as_record

    return agenda_as_record(page)


def _as_exported(opened: OpenGroup, meeting: MeetingId, audience: Audience, form: str) -> Exported:
    drawn_for = Audience.MEMBERS if audience is Audience.MEMBERS else Audience.PUBLIC
    privacy = int(usual_privacy(opened.group, drawn_for))
    return Exported("", opened.folder, meeting, form, "", audience=str(audience), layout=AN_AGENDA, privacy=privacy)


# --- the join link ------------------------------------------------------------------------------------------------


def set_link(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, link: str) -> None:
    """Where to join this meeting; empty goes back to the group's usual link.

    Raises:
        Problem: it is not one line of ordinary length.
    """
    shown = words(link)
    if len(shown) > WORDS_AT_MOST:
        raise Problem(say("A join link is one line, at most 2,000 characters long. Nothing was changed."))
    held = opened.group.meetings[meeting]
    if shown == profile_of(opened.group).link:
        shown = ""
    if shown != held.link:
        workspace.record(opened, meeting, [JoinLinkSet(link=shown)])


def link_words(opened: OpenGroup, meeting: MeetingId) -> str:
    """Where to join, and whose link that is: this meeting's own, the group's usual one, or none yet."""
    held = opened.group.meetings[meeting]
    link = join_link(opened.meeting(meeting), opened.group)
    if not link:
        return say("no join link yet")
    return link if held.link else say("{link} (the group's usual one)", link=link)
