"""Where somebody is from, how to reach them and a private note reach nothing that goes out, and go when asked."""

from __future__ import annotations

import json

import pytest

from peer_tui.domain.events import PersonId, Redacted
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import Audience, Privacy
from peer_tui.services import (
    agenda_out,
    agreement_out,
    attending,
    forgetting,
    keeping,
    listing,
    people,
    reminding,
    removing,
    showing,
    spreadsheets,
)
from peer_tui.services.people import listed
from peer_tui.services.today import today_lines
from tests.services.conftest import Room

ORGANISATION, CONTACT, NOTE = "Quillfeather House", "zzcontact@example.org", "zznote prefers a call"
PRIVATE = (ORGANISATION, CONTACT, NOTE)


@pytest.fixture
def told(room: Room) -> Room:
    """Three people have all three, and the meeting of today is on."""
    for name in ("Ana Ruiz", "Bo Chen", "Mei Tan"):
        people.change(
            room.workspace, room.opened, room.who(name), organisation=ORGANISATION, contact=CONTACT, note=NOTE
        )
    room.open(room.session.id)
    room.all("/next", "+ana ruiz", "+bo", "+guest Lee named", "/next", "/affirm", "/next", "! We meet in the library")
    room.all("> @bo call by nm = done", "~ a room", "/convener mei")
    return room


def holds(text: str | bytes) -> list[str]:
    """Which of them stand in a text."""
    raw = text if isinstance(text, bytes) else text.encode()
    return [word for word in PRIVATE if word.encode() in raw]


def test_no_minutes_in_any_format_level_or_audience_hold_them(told: Room) -> None:
    told.all("/end", "/end")
    told.opened.refold()
    meeting = told.opened.meeting(told.session.id)
    levels = [(privacy, Audience.MEMBERS) for privacy in Privacy]
    for privacy, audience in [*levels, *((Privacy.FULL, audience) for audience in Audience)]:
        minutes = make_minutes(meeting, told.opened.group, privacy=privacy, audience=audience)
        for form, content in keeping.render_everything(minutes).items():
            assert not holds(content), (privacy, audience, form)
            assert form != "eml" or not holds(_decoded(content))


def _decoded(mail: bytes) -> str:
    from email import message_from_bytes, policy

    read = message_from_bytes(mail, policy=policy.default)
    return " ".join(str(part.get_content()) for part in read.walk() if not part.is_multipart()) + str(read.items())


def test_no_agenda_for_anybody_holds_them(told: Room) -> None:
    for audience in (Audience.MEMBERS, Audience.PUBLIC):
        page = agenda_out.agenda_of(told.workspace, told.opened, told.session.id, audience)
        for form in ("txt", "md", "html", "json"):
            assert not holds(agenda_out.render(page, form)), (audience, form)
        assert not holds(_decoded(agenda_out.render(page, "eml").encode()))
        assert not any(map(holds, agenda_out.chat_pieces(page)))


def test_no_piece_for_the_chat_and_no_pane_holds_them(told: Room) -> None:
    for word in ("agenda", "agreement", "now", "steps", "catchup"):
        said = told.say(f"/chat {word}")
        assert not holds(" ".join([said.words, *said.copy, *said.lines])), word
    for verb in ("who", "steps", "recap", "check", "agreement", "parked", "help"):
        said = told.say(f"/{verb}")
        assert not holds(" ".join([said.words, *said.lines])), verb
    for block in told.session.meeting.blocks:
        told.say(f"/go {block.key}")
        assert not holds(str(showing.shown(told.session)))


def test_no_list_register_or_spreadsheet_holds_them_unless_it_is_asked_for(told: Room) -> None:
    told.opened.refold()
    workspace = told.workspace
    texts = [
        json.dumps(listing.as_plain(listing.meetings(workspace))),
        json.dumps(listing.as_plain(listing.open_steps(workspace))),
        spreadsheets.steps_csv(listing.open_steps(workspace)), spreadsheets.meetings_csv(listing.meetings(workspace)),
        spreadsheets.people_csv(listed(told.opened)), str(today_lines(workspace, [told.opened])),
        agreement_out.render(agreement_out.page_of(told.opened.group), "md"), str(attending.attendance(told.opened)),
    ]  # fmt: skip
    texts += [reminding.text_of(workspace, one) for one in reminding.reminders_due(workspace, [told.opened])]
    assert not any(map(holds, texts))
    asked = spreadsheets.people_csv(listed(told.opened), contact=True)
    assert ORGANISATION in asked and CONTACT in asked and NOTE not in asked


def test_forgetting_a_person_takes_them_off_the_disk(told: Room) -> None:
    told.opened.refold()
    everybody = [person.id for person in told.opened.group.everybody if person.contact]
    for person in everybody[:-1]:
        _forget(told, person)
    assert told.everywhere(CONTACT)
    _forget(told, everybody[-1])
    assert [path for word in PRIVATE for path in told.everywhere(word)] == []


def _forget(told: Room, person: PersonId) -> None:
    known = told.opened.group.people[person]
    forgetting.forget(told.workspace, told.opened, forgetting.look_for(told.opened, known))


def test_removing_one_field_leaves_the_person(told: Room) -> None:
    """A contact that was written down by mistake: the texts of the person's events that hold it are removed."""
    bo = told.who("Bo Chen")
    people.change(told.workspace, told.opened, bo, contact="", note="", organisation="")
    events = [e for e in told.opened.events[""] if getattr(e, "person", "") == bo and getattr(e, "contact", "")]
    bodies = [Redacted(target=f"{event.id}#{field}") for event in events for field in ("contact", "note")]
    removing.record_removals(told.workspace, told.opened, {"": bodies})
    left = [e for e in told.opened.events[""] if getattr(e, "person", "") == bo]
    assert not any(getattr(e, "contact", "") or getattr(e, "note", "") for e in left)
    assert told.opened.group.people[bo].name == "Bo Chen"
