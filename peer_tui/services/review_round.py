"""A review round: a draft goes to a few people, who may answer until a day (`product.md` §3.7 d, check 46).

Silence is no answer: whoever has not answered has not agreed, before the day and after it. A round never approves
anything; minutes are approved by a meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from peer_tui.domain.characters import clean
from peer_tui.domain.dates import parse_due, say_day
from peer_tui.domain.events import Event, MeetingId, MinutesSent, PersonId, ReviewAnswered, ReviewClosed, ReviewOpened
from peer_tui.domain.held import Review
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Audience
from peer_tui.domain.people import match, short_names
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

DAYS = 3
"""How long reviewers usually have (`product.md` §3.7 d; ours)."""
LONGEST = 10_000
State = Literal["ok", "change", "no answer"]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One reviewer."""

    person: PersonId
    name: str
    state: State
    text: str
    """What they would change, or said."""
    answered: str
    """The day they answered; empty where they have not."""


@dataclass(frozen=True, slots=True)
class Round:
    """How a review round stands."""

    rows: tuple[ReviewRow, ...]
    open: bool
    deadline: dt.date | None
    over: bool
    """The day has passed."""

    def count(self, state: State) -> int:
        """How many of the reviewers stand so."""
        return sum(row.state == state for row in self.rows)

    @property
    def words(self) -> str:
        """`1 ok · 1 change · 1 no answer`: it never says that all approved."""
        return say(
            "{ok} ok · {change} change · {silent} no answer",
            ok=self.count("ok"),
            change=self.count("change"),
            silent=self.count("no answer"),
        )


def round_of(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> Round | None:
    """The newest review round of a meeting's minutes; None while there was none."""
    folded = opened.meeting(meeting)
    review = folded.review
    if review is None:
        return None
    names = short_names(opened.group.everybody)
    asked = dict.fromkeys((*review.reviewers, *review.answers))
    rows = tuple(_row(person, review, opened, names, folded) for person in asked)
    today = local_date(workspace.now(), folded.zone)
    return Round(rows, review.open, review.deadline, review.deadline is not None and review.deadline < today)


def _row(person: PersonId, review: Review, opened: OpenGroup, names: dict[PersonId, str], folded: Meeting) -> ReviewRow:
    known = opened.group.person(person)
    given = review.answers.get(person)
    name = clean(names.get(known.id, known.name)) if known is not None else A_MEMBER
    if given is None or given.answer not in ("ok", "change"):
        return ReviewRow(person, name, "no answer", "", "")
    state: State = "ok" if given.answer == "ok" else "change"
    return ReviewRow(person, name, state, clean(given.text), say_date(given.at, folded.zone))


def usual_deadline(workspace: Workspace, opened: OpenGroup) -> dt.date:
    """The day until which reviewers usually have time."""
    return local_date(workspace.now(), opened.group.zone) + dt.timedelta(days=DAYS)


def read_deadline(workspace: Workspace, opened: OpenGroup, words: str) -> dt.date:
    """The day that words say; nothing is the usual one.

    Raises:
        Problem: they say no day, or one that has passed.
    """
    said = words.strip()
    if not said:
        return usual_deadline(workspace, opened)
    today = local_date(workspace.now(), opened.group.zone)
    due = parse_due(said, today, opened.group.dates)
    if due is None or due.date is None:
        raise Problem(
            say("“{said}” says no day. Write it like fri, 22 nov or 3d. Nothing was changed.", said=clean(said)[:60])
        )
    if due.date < today:
        raise Problem(say("{date} has passed: name a day to come. Nothing was changed.", date=say_date(due.date)))
    return due.date


def read_reviewers(opened: OpenGroup, words: str) -> tuple[PersonId, ...]:
    """The people that words name, between commas or each after an @.

    Raises:
        Problem: a name fits nobody or several people; it is never guessed.
    """
    pieces = [piece.strip().lstrip("@").strip() for piece in clean(words).replace(" @", ",").split(",")]
    people: dict[PersonId, None] = {}
    for piece in filter(None, pieces):
        found = match(piece, opened.group.everybody)
        if found.person is None:
            fits = " · ".join(f"{n} {clean(one.name)}" for n, one in enumerate(found.candidates, 1))
            why = (
                say("“{piece}” fits {fits}: type more of the name.", piece=piece[:60], fits=fits)
                if fits
                else say("Nobody here is called “{piece}”.", piece=piece[:60])
            )
            raise Problem(say("{why} Nobody was asked.", why=why))
        people[found.person.id] = None
    if not people:
        raise Problem(say("Who is asked to read the draft? Names, with commas between. Nobody was asked."))
    return tuple(people)


# --- acts ---------------------------------------------------------------------------------------------------------


def begin(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, reviewers: Sequence[PersonId], deadline: dt.date
) -> str:
    """Ask these people to read the draft until a day; whoever was asked before and is not named is asked no more.

    Raises:
        Problem: the minutes are approved, nobody is named, or the day has passed.
    """
    folded = _draft(opened, meeting)
    if deadline < local_date(workspace.now(), folded.zone):
        raise Problem(say("{date} has passed: name a day to come. Nothing was changed.", date=say_date(deadline)))
    if not reviewers:
        raise Problem(say("Who is asked to read the draft? Nobody was asked."))
    workspace.record(opened, meeting, [ReviewOpened(reviewers=tuple(dict.fromkeys(reviewers)), deadline=deadline)])
    count = len(set(reviewers))
    asked = say_number(count, "{n} person is asked", "{n} people are asked")
    return say(
        "In review: {asked} to answer until {day}.",
        asked=asked,
        day=say_day(deadline, local_date(workspace.now(), folded.zone)),
    )


def answer(
    workspace: Workspace,
    opened: OpenGroup,
    meeting: MeetingId,
    person: PersonId,
    said: Literal["ok", "change", ""],
    text: str = "",
) -> str:
    """What a reviewer answered; empty takes their answer back.

    Raises:
        Problem: the minutes are approved, there is no round, or a change is wanted without saying which.
    """
    folded = _draft(opened, meeting)
    if folded.review is None:
        raise Problem(say("Nobody was asked to read this draft yet. Nothing was changed."))
    words = clean(text).strip()[:LONGEST]
    if said == "change" and not words:
        raise Problem(say("What would they change? Their words stay with the answer. Nothing was changed."))
    workspace.record(opened, meeting, [ReviewAnswered(person=person, answer=said, text=words)])
    found = round_of(workspace, opened, meeting)
    assert found is not None
    return found.words


def close(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> str:
    """The review round is over: a draft is a draft again. What was answered stays on record.

    Raises:
        Problem: there is no open round.
    """
    folded = _draft(opened, meeting)
    if folded.review is None or not folded.review.open:
        raise Problem(say("No review round is open. Nothing was changed."))
    workspace.record(opened, meeting, [ReviewClosed()])
    return say("The review round is over; the minutes are a draft.")


def sent(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, audience: Audience, how: str) -> None:
    """Note, once for each audience, that the minutes went out to it."""
    held = opened.group.meetings.get(meeting)
    if held is not None and held.state == "ended" and audience not in held.minutes_sent:
        body: Event = MinutesSent(audience=str(audience), how=how)
        workspace.record(opened, meeting, [body])


def _draft(opened: OpenGroup, meeting: MeetingId) -> Meeting:
    folded = opened.meeting(meeting)
    if folded.approved is not None:
        raise Problem(say("These minutes stand approved: nobody has to read a draft any more. Nothing was changed."))
    if folded.state != "ended":
        raise Problem(say("Minutes are reviewed once the meeting has ended. Nothing was changed."))
    return folded


# --- the letter ---------------------------------------------------------------------------------------------------


def letter(opened: OpenGroup, meeting: MeetingId, person: PersonId) -> tuple[str, str]:
    """What is sent to one reviewer: a subject, and the draft with a few words before it. Marked as a draft.

    Raises:
        Problem: the minutes are approved, or nobody was asked.
    """
    from peer_tui.domain.minutes import make_minutes
    from peer_tui.services.keeping import render

    folded = _draft(opened, meeting)
    if folded.review is None:
        raise Problem(say("Nobody was asked to read this draft yet."))
    minutes = make_minutes(folded, opened.group, audience=Audience.REVIEWERS)
    known = opened.group.person(person)
    name = clean(known.name) if known is not None and known.named else ""
    until = say(" until {date}", date=say_date(folded.review.deadline)) if folded.review.deadline else ""
    body = "\n".join(
        (
            say("Hello {name},", name=name) if name else say("Hello,"),
            "",
            say(
                "here are the draft minutes of {title} on {date}. They are not approved yet.",
                title=minutes.title,
                date=minutes.date,
            ),
            say("Please read them and answer{until}, with one of these:", until=until),
            "",
            say("- ok: nothing has to change"),
            say("- change: what it should say instead"),
            "",
            say("No answer is not a yes: the minutes stay a draft until the group approves them."),
            "",
            say("Thank you!"),
            "",
            "",
            render(minutes, "txt"),
        )
    )
    return say("DRAFT minutes to look at: {title}, {date}", title=minutes.title, date=minutes.date), body


def write_letter(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, person: PersonId) -> str:
    """Write the letter as an e-mail draft, for its owner only; gives a sentence that says where it is.

    Raises:
        Problem: there is nothing to review, or the file could not be written.
    """
    from peer_tui.domain.wall_time import local_time
    from peer_tui.exchange.mail import draft, mail_address
    from peer_tui.services.agenda_out import A_MESSAGE
    from peer_tui.services.exported import Exported, Known, remember, write_private

    subject, body = letter(opened, meeting, person)
    known = opened.group.person(person)
    address = known.contact.strip() if known is not None else ""
    folded = opened.meeting(meeting)
    review = folded.review
    number = [*review.reviewers].index(person) + 1 if review is not None and person in review.reviewers else 0
    local = local_time(folded.starts, folded.zone)
    name = f"review-{local.date()}-{local:%H%M}-{number}.eml"
    state = workspace.places.state
    path = Known(state).free(workspace.places.exports / name, opened.folder, meeting)
    path = write_private(path.parent, path.name, draft(subject, body, [address] if address else ()))
    remember(state, path, Exported("", opened.folder, meeting, "eml", "", layout=A_MESSAGE))
    to = "" if mail_address(address) else say("; no address is known: fill it in there")
    return say("An e-mail draft, for you only: {path}{to}", path=path, to=to)
