"""Updates on the priorities: whom to ask, what the message says, and the answers (`product.md` §1.1, §3.7 a)."""

from __future__ import annotations

import datetime as dt
import email
import stat
from email import policy

import pytest

from peer_tui.domain.events import PersonChanged, UpdateAsked
from peer_tui.services import forgetting, planning, updates
from peer_tui.services.problems import Problem
from tests.services.conftest import DOORS, Room

HOSTILE = "[/] [bold]x[/]\x00\x1b[31m \ud800 ‮\nBcc: everyone@example.org\r\n林 😀"


def ahead(room: Room, days: int = 7) -> None:
    room.clock.set(DOORS - dt.timedelta(days=days), force=True)


def give_contact(room: Room, name: str, contact: str) -> None:
    person = room.opened.group.person(room.who(name))
    assert person is not None
    room.workspace.record(room.opened, "", [PersonChanged(person=person.id, name=person.name, contact=contact)])


def test_one_message_for_each_lead_names_meeting_day_and_deadline(room: Room) -> None:
    ahead(room)
    planning.add_priority(room.workspace, room.opened, "Housing", room.who("Bo"))
    planning.add_priority(room.workspace, room.opened, "No lead yet")
    found = updates.messages(room.workspace, room.opened, room.session.id)
    assert [one.lead.name for one in found] == ["Ana Ruiz", "Bo Chen", "Leila Haddad"]
    bo = found[1]
    assert len(bo.priorities) == 2 and "You lead Training and Housing." in bo.text
    assert "Harbor Peer Coalition is on Wed 13 Nov 2024, 2:00 pm EST" in bo.text
    assert "since Wed 9 Oct 2024" in bo.text and "Please answer by Mon 11 Nov." in bo.text
    assert bo.subject == "Update on Training and Housing for Wed 13 Nov 2024"


def test_open_next_steps_of_the_priority_stand_in_the_message(room: Room) -> None:
    ahead(room)
    assert "Open next steps" not in updates.messages(room.workspace, room.opened, room.session.id)[0].text
    room.all("> call the senator #legislation by 20 nov")
    room.opened.refold()
    (message,) = (
        one for one in updates.messages(room.workspace, room.opened, room.session.id) if one.lead.name == "Ana Ruiz"
    )
    assert "Open next steps:\n- 5. call the senator (by Wed 20 Nov" in message.text


def test_a_deadline_that_is_past_says_before_the_meeting(room: Room) -> None:
    assert updates.deadline_words(room.workspace, room.opened, room.session.id) == "before the meeting"
    ahead(room, 3)
    assert updates.deadline_words(room.workspace, room.opened, room.session.id) == "by Mon 11 Nov"


def test_who_was_asked_is_asked_again_only_when_wanted(room: Room) -> None:
    first = updates.messages(room.workspace, room.opened, room.session.id)[0]
    updates.record_asked(room.workspace, room.opened, room.session.id, first.priorities, "copied")
    assert updates.record_asked(room.workspace, room.opened, room.session.id, first.priorities, "copied") == []
    left = updates.messages(room.workspace, room.opened, room.session.id)
    assert first.lead.id not in {one.lead.id for one in left} and len(left) == 2
    again = updates.messages(room.workspace, room.opened, room.session.id, again=True)
    assert len(again) == 3
    assert [e.how for e in room.opened.events[room.session.id] if isinstance(e, UpdateAsked)] == ["copied"]
    assert updates.update_words(room.opened, room.session.id) == (
        "0 of 3 collected · 1 asked, no answer yet · 2 not asked yet"
    )


def test_an_answer_keeps_its_lines_and_the_last_one_said_stands(room: Room) -> None:
    legislation, meeting = room.opened.group.active_priorities[0].id, room.session.id
    updates.collect(
        room.workspace, room.opened, meeting, legislation, "  Hearing moved.\r\n\r\nWe need two speakers. \n"
    )
    row = updates.priority_updates(room.opened, meeting)[0]
    assert row.update is not None and row.update.text == "Hearing moved.\n\nWe need two speakers."
    assert row.state == "collected"
    same = updates.collect(room.workspace, room.opened, meeting, legislation, row.update.text)
    assert same == [], "the same answer again is no new fact"
    updates.collect(room.workspace, room.opened, meeting, legislation, "Hearing is in January.")
    updates.collect(room.workspace, room.opened, meeting, legislation, "   ")
    row = updates.priority_updates(room.opened, meeting)[0]
    assert row.update is None and row.state == "not asked yet"


def test_in_the_meeting_and_its_minutes_only_the_last_wording_stands(room: Room) -> None:
    legislation, meeting = room.opened.group.active_priorities[0].id, room.session.id
    updates.collect(room.workspace, room.opened, meeting, legislation, "first wording")
    updates.collect(room.workspace, room.opened, meeting, legislation, "second\nwording")
    session = room.open(meeting)
    room.at("2:00")
    room.all("/next", "/next", "/go priorities")
    from peer_tui.domain.minutes import make_minutes
    from peer_tui.services.showing import shown

    told = " ".join(row.text for row in shown(session).rows)
    assert "“second wording”" in told and "first wording" not in told
    assert "second wording" in str(make_minutes(session.meeting, session.group))
    assert "first wording" not in str(make_minutes(session.meeting, session.group))


def test_too_long_an_answer_is_refused_with_a_sentence(room: Room) -> None:
    legislation = room.opened.group.active_priorities[0].id
    updates.collect(room.workspace, room.opened, room.session.id, legislation, "x" * 10_000)
    with pytest.raises(Problem, match="more than an update has room for"):
        updates.collect(room.workspace, room.opened, room.session.id, legislation, "x" * 20_001)
    assert len(updates.priority_updates(room.opened, room.session.id)[0].update.text) == 10_000  # type: ignore[union-attr]


def test_a_mail_draft_goes_to_the_lead_and_to_nobody_where_no_address_is_known(room: Room) -> None:
    give_contact(room, "Ana Ruiz", "ana@example.org")
    give_contact(room, "Bo Chen", "voice box 5500\nBcc: all@example.org")
    for message in updates.messages(room.workspace, room.opened, room.session.id):
        path = updates.write_draft(room.workspace, room.opened, room.session.id, message)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not any(name in path.name.lower() for name in ("ana", "bo", "chen", "leila"))
        draft = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        assert draft["To"] == ("ana@example.org" if message.lead.name == "Ana Ruiz" else None)
        assert draft["Bcc"] is None
        body = draft.get_body(("plain",))
        assert body is not None and body.get_content().splitlines() == message.text.splitlines()


def test_hostile_words_in_every_field_make_a_message_and_an_answer(room: Room) -> None:
    planning.add_priority(room.workspace, room.opened, HOSTILE, room.who("Mei"))
    planning.rename(room.workspace, room.opened, room.opened.group.meetings[room.session.id], HOSTILE)
    priority = room.opened.group.active_priorities[-1].id
    message = updates.message_for(room.workspace, room.opened, room.session.id, priority)
    assert "\x1b" not in message.text and "\x00" not in message.text
    path = updates.write_draft(room.workspace, room.opened, room.session.id, message)
    draft = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert draft["Bcc"] is None and "\n" not in draft["Subject"]
    updates.collect(room.workspace, room.opened, room.session.id, priority, HOSTILE)
    update = updates.priority_updates(room.opened, room.session.id)[-1].update
    assert update is not None and "\x1b" not in update.text and "[bold]x[/]" in update.text


def test_a_priority_nobody_leads_says_what_to_do(room: Room) -> None:
    alone = planning.add_priority(room.workspace, room.opened, "Alone")
    with pytest.raises(Problem, match="Nobody leads this priority yet"):
        updates.message_for(room.workspace, room.opened, room.session.id, alone)


def test_a_draft_that_names_a_forgotten_person_is_gone_with_them(room: Room) -> None:
    message = updates.messages(room.workspace, room.opened, room.session.id)[0]
    path = updates.write_draft(room.workspace, room.opened, room.session.id, message)
    assert path.exists()
    found = forgetting.look_for(room.opened, message.lead)
    forgetting.forget(room.workspace, room.opened, found)
    assert not path.exists() or b"Ruiz" not in path.read_bytes()
    assert room.opened.group.active_priorities[0].lead == message.lead.id
    assert all(one.lead.id != message.lead.id for one in updates.messages(room.workspace, room.opened, room.session.id))
