"""The agenda out: what members read and what everybody reads, in every format (`product.md` §1.1, check 44)."""

from __future__ import annotations

import datetime as dt
import email
import html
import json
import stat
from email import policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.agenda_page import AgendaBlock, AgendaItem, AgendaPage
from peer_tui.domain.events import AgendaSent, PersonAdded, PersonChanged, Status
from peer_tui.domain.naming import Audience
from peer_tui.exchange.agenda_html import HEIGHT, SIZES, agenda_to_html, fitted, height
from peer_tui.exchange.chat import LIMIT
from peer_tui.services import agenda_out, planning, redacting, roles, topics
from peer_tui.services.choosing import choose
from peer_tui.services.problems import Problem
from tests.services.conftest import START, Room

LINK = "https://zoom.example/j/123456789?pwd=secret"
MEMBERS, PUBLIC = Audience.MEMBERS, Audience.PUBLIC
HOSTILE = "[/] [bold]x[/]\x00\x1b[31m \ud800 ‮<script>alert(1)</script>\n| 林 😀 | **b**"


def drawn(room: Room, audience: Audience, form: str) -> str:
    page = agenda_out.agenda_of(room.workspace, room.opened, room.session.id, audience)
    text = agenda_out.render(page, form, agenda_out.addresses(room.opened, audience))
    if form != "eml":
        return text
    message = email.message_from_string(text, policy=policy.default)
    bodies = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {said}" for name, said in message.items()), *bodies])


def pasted(room: Room) -> str:
    """The members' agenda as it is pasted into a message."""
    page = agenda_out.agenda_of(room.workspace, room.opened, room.session.id, Audience.MEMBERS)
    return agenda_out.as_text(page)


def with_link_and_contacts(room: Room) -> list[str]:
    """A usual link, a contact for everybody, names in what was written; gives every word that may not get out."""
    choose(room.workspace, room.opened, "link", LINK)
    secrets = []
    for number, person in enumerate(room.opened.group.everybody):
        contact = f"person{number}@example.org" if number % 2 else f"voice box 55{number:02}"
        body = PersonChanged(person=person.id, name=person.name, alias=person.alias, contact=contact, note="private")
        room.workspace.record(room.opened, "", [body])
        secrets += [contact, person.name, person.name.split()[-1]]
    for text in ("Mei Tan tells of the forum", f"Join here: {LINK}", "write to person1@example.org or voice box 5500"):
        topics.add(room.workspace, room.opened, room.session.id, topics.TopicLine(text))
    roles.give_role(room.workspace, room.opened, room.session.id, "facilitator", room.who("Bo"))
    return [*secrets, "private", "123456789"]


@pytest.mark.parametrize("form", agenda_out.FORMATS)
def test_check_44_members_get_the_join_link_and_everybody_else_does_not(room: Room, form: str) -> None:
    secrets = with_link_and_contacts(room)
    members, public = drawn(room, MEMBERS, form), drawn(room, PUBLIC, form)
    assert LINK in html.unescape(members) and "lead Ana Ruiz" in members and "Mei Tan tells" in members
    assert "The link goes to confirmed members." in public
    # Whoever has a role is named; nobody else, no contact and no link.
    assert "Bo Chen" in public
    left = [word for word in secrets if word in public and word not in ("Bo Chen", "Chen")]
    assert left == []
    assert "tells of the forum" in public


@pytest.mark.parametrize("privacy", ["3", "4"])
def test_check_44_where_the_group_names_nobody_the_agenda_does_not_either(room: Room, privacy: str) -> None:
    secrets = with_link_and_contacts(room)
    choose(room.workspace, room.opened, "privacy", privacy)
    for form in agenda_out.FORMATS:
        for audience in (MEMBERS, PUBLIC):
            names = [word for word in secrets if "@" not in word and "voice box" not in word and word not in LINK]
            assert [word for word in names if word in drawn(room, audience, form)] == [], (form, audience)
        name = agenda_out.file_name(room.opened.meeting(room.session.id), PUBLIC, form)
        assert name == f"agenda-2024-11-13-1400-public.{form}"


def test_an_ordinary_word_that_is_also_a_name_stays_where_people_are_named_anyway(room: Room) -> None:
    room.workspace.record(room.opened, "", [PersonAdded(person="grace", name="Grace Hope")])
    topics.add(room.workspace, room.opened, room.session.id, topics.TopicLine("a grace period, with Grace Hope"))
    public = drawn(room, PUBLIC, "txt")
    assert "a grace period" in public and "Grace Hope" not in public


def test_a_guest_who_asked_to_be_named_may_stand_in_the_public_agenda(room: Room) -> None:
    guest = PersonAdded(person="lee", name="Odalys Figueroa", status=Status.GUEST, named=True)
    room.workspace.record(room.opened, "", [guest])
    topics.add(room.workspace, room.opened, room.session.id, topics.TopicLine("Odalys Figueroa speaks on housing"))
    assert "Odalys Figueroa speaks on housing" in drawn(room, PUBLIC, "md").replace("\\", "")


def test_this_meetings_own_link_comes_before_the_usual_one(room: Room) -> None:
    meeting = room.session.id
    assert agenda_out.link_words(room.opened, meeting) == "no join link yet"
    assert "Join" not in drawn(room, MEMBERS, "txt") and "Join" not in drawn(room, PUBLIC, "txt")
    choose(room.workspace, room.opened, "link", LINK)
    assert "usual" in agenda_out.link_words(room.opened, meeting)
    agenda_out.set_link(room.workspace, room.opened, meeting, " https://other.example/1\x00 ")
    assert "https://other.example/1" in drawn(room, MEMBERS, "txt") and LINK not in drawn(room, MEMBERS, "txt")
    assert "other.example" not in drawn(room, PUBLIC, "txt")
    agenda_out.set_link(room.workspace, room.opened, meeting, "")
    assert LINK in drawn(room, MEMBERS, "txt")
    with pytest.raises(Problem, match="one line, at most 2,000"):
        agenda_out.set_link(room.workspace, room.opened, meeting, "x" * 2_001)


def test_the_recording_notice_stands_in_the_agenda_and_begins_the_welcome(room: Room) -> None:
    from peer_tui.services.saying import block_say

    meeting = room.opened.meeting(room.session.id)
    assert block_say(meeting.blocks[0], room.opened.group) == meeting.blocks[0].say
    choose(room.workspace, room.opened, "recording", "This meeting is recorded.")
    for audience in (MEMBERS, PUBLIC):
        assert "This meeting is recorded." in drawn(room, audience, "txt")
    assert block_say(meeting.blocks[0], room.opened.group) == f"This meeting is recorded. {meeting.blocks[0].say}"
    assert block_say(meeting.blocks[1], room.opened.group) == meeting.blocks[1].say


def test_blocks_priorities_nested_topics_and_where_they_came_from(room: Room) -> None:
    meeting = room.session.id
    line = topics.read_line(room.opened.group, "Story bank #legis 10 min")
    topics.add(room.workspace, room.opened, meeting, line)
    text = pasted(room)
    rows = text.split("\n")
    assert rows[:2] == ["Harbor Peer Coalition", "Wed 13 Nov 2024, 2:00–3:00 pm EST"]
    at = rows.index("2:15 Updates on Priorities (15 min)")
    assert rows[at + 1 : at + 3] == ["- Legislation (lead Ana Ruiz)", "-- Story bank (10 min)"]
    assert "- pay equity survey (carried from Wed 9 Oct 2024)" in rows
    assert "- Minutes of Wed 9 Oct 2024" in rows
    pieces = agenda_out.chat_pieces(agenda_out.agenda_of(room.workspace, room.opened, meeting, MEMBERS))
    assert all(len(piece.encode("utf-16-le")) <= 2 * LIMIT for piece in pieces)


def test_topics_stand_under_the_priorities_where_they_have_no_block(room: Room) -> None:
    from peer_tui.domain.agenda import nest_topics

    blocks = nest_topics(room.opened.meeting(room.session.id).blocks)
    planning.set_agenda(room.workspace, room.opened, room.session.id, blocks)
    assert "- pay equity survey" in pasted(room)


def test_a_cancelled_meeting_says_so(room: Room) -> None:
    planning.cancel(room.workspace, room.opened, room.opened.group.meetings[room.session.id])
    page = agenda_out.agenda_of(room.workspace, room.opened, room.session.id, MEMBERS)
    assert agenda_out.subject_of(page).startswith("CANCELLED: ")
    for form in agenda_out.FORMATS:
        assert "This meeting is cancelled." in drawn(room, MEMBERS, form)


def test_what_went_out_is_recorded_once_a_way(room: Room) -> None:
    for how in (agenda_out.COPIED, agenda_out.COPIED, agenda_out.FILE):
        agenda_out.record_sent(room.workspace, room.opened, room.session.id, MEMBERS, how)
    sent = [event for event in room.opened.events[room.session.id] if isinstance(event, AgendaSent)]
    assert [(event.audience, event.how) for event in sent] == [("members", "copied"), ("members", "file")]
    assert room.opened.group.meetings[room.session.id].sent == ("members",)


def test_what_was_changed_since_it_went_out_is_said_and_sent_again(room: Room) -> None:
    meeting = room.session.id
    assert not agenda_out.changed_since(room.opened, meeting, MEMBERS), "it never went out"
    agenda_out.record_sent(room.workspace, room.opened, meeting, MEMBERS, agenda_out.COPIED)
    assert not agenda_out.changed_since(room.opened, meeting, MEMBERS)
    topics.add(room.workspace, room.opened, meeting, topics.TopicLine("Retreat"))
    assert agenda_out.changed_since(room.opened, meeting, MEMBERS)
    assert not agenda_out.changed_since(room.opened, meeting, PUBLIC)
    agenda_out.record_sent(room.workspace, room.opened, meeting, MEMBERS, agenda_out.COPIED)
    assert not agenda_out.changed_since(room.opened, meeting, MEMBERS)
    (last,) = room.opened.events[meeting][-1:]
    act = topics.add(room.workspace, room.opened, meeting, topics.TopicLine("Retreat again"))
    from peer_tui.services.taking_back import take_back

    take_back(room.workspace, room.opened, act[0].id, meeting)
    assert isinstance(last, AgendaSent) and not agenda_out.changed_since(room.opened, meeting, MEMBERS)


@pytest.mark.parametrize("form", agenda_out.FORMATS)
def test_files_are_for_their_owner_only_and_words_that_are_removed_go_from_them(room: Room, form: str) -> None:
    exports = room.workspace.places.exports
    path = agenda_out.write(room.workspace, room.opened, room.session.id, PUBLIC, form)
    assert path == exports / f"agenda-2024-11-13-1400-public.{form}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    parked = next(iter(room.opened.group.parked.values()))
    redacting.remove_lines(room.workspace, room.opened, parked.meeting, [parked.id])
    after = path.read_bytes()
    assert after != before and b"pay equity" not in after
    assert agenda_out.write(room.workspace, room.opened, room.session.id, PUBLIC, form) == path


def test_a_file_that_a_person_changed_is_not_written_over(room: Room) -> None:
    path = agenda_out.write(room.workspace, room.opened, room.session.id, PUBLIC, "txt")
    path.write_text("mine")
    other = agenda_out.write(room.workspace, room.opened, room.session.id, PUBLIC, "txt")
    assert other != path and path.read_text() == "mine"


def test_a_mail_draft_to_the_list_goes_to_its_address_and_the_members_one_to_nobody(room: Room) -> None:
    choose(room.workspace, room.opened, "email", "list@example.org")
    with_link_and_contacts(room)
    for audience, to in ((PUBLIC, "list@example.org"), (MEMBERS, None)):
        page = agenda_out.agenda_of(room.workspace, room.opened, room.session.id, audience)
        text = agenda_out.render(page, "eml", agenda_out.addresses(room.opened, audience))
        message = email.message_from_string(text, policy=policy.default)
        assert message["To"] == to and message["Subject"].startswith("Agenda: Harbor Peer Coalition")


def test_hostile_words_are_shown_as_typed_in_every_format(room: Room) -> None:
    planning.rename(room.workspace, room.opened, room.opened.group.meetings[room.session.id], HOSTILE)
    planning.add_priority(room.workspace, room.opened, HOSTILE, room.who("Mei"))
    topics.add(room.workspace, room.opened, room.session.id, topics.TopicLine(HOSTILE))
    for form in agenda_out.FORMATS:
        for audience in (MEMBERS, PUBLIC):
            text = drawn(room, audience, form)
            assert "\x1b" not in text and "\x00" not in text
            assert "alert(1)" in text.replace("\\", "")
            if form == "html":
                assert "<script" not in text
            text.encode("utf-8")
    page = drawn(room, MEMBERS, "html")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert json.loads(drawn(room, MEMBERS, "json"))["what"] == "agenda of a meeting"


def test_times_follow_the_group_and_the_clock_changes(room: Room) -> None:
    choose(room.workspace, room.opened, "hours", "24")
    assert "14:00–15:00 EST" in drawn(room, MEMBERS, "txt")
    night = dt.datetime(2024, 11, 3, 5, 30, tzinfo=dt.UTC)
    meeting = planning.plan(room.workspace, room.opened, night, minutes=60)
    choose(room.workspace, room.opened, "hours", "12")
    page = agenda_out.agenda_of(room.workspace, room.opened, meeting, MEMBERS)
    assert dict(page.facts)["When"] == "Sun 3 Nov 2024, 1:30 am EDT–1:30 am EST"


# --- one sheet of paper -------------------------------------------------------------------------------------------


def page_of(blocks: int, items: int, length: int) -> AgendaPage:
    words = ("a topic with some words " * (length // 24 + 1))[:length]
    listed = tuple(AgendaItem(words, ("carried from Wed 9 Oct 2024",)) for _ in range(items))
    rows = tuple(AgendaBlock("12:30", words[:60], "15 min", listed) for _ in range(blocks))
    return AgendaPage("Harbor", "Harbor", "Wed 13 Nov 2024", "members", facts=(("When", "now"),), blocks=rows)


def test_an_ordinary_agenda_prints_large(room: Room) -> None:
    page = agenda_out.agenda_of(room.workspace, room.opened, room.session.id, MEMBERS)
    assert fitted(page) == (page, SIZES[0])
    text = agenda_to_html(page)
    assert "@page" in text and "http" not in text.replace("http-equiv", "") and "<script" not in text


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(0, 80), st.integers(1, 10_000))
def test_every_agenda_fits_one_sheet(blocks: int, items: int, length: int) -> None:
    page, size = fitted(page_of(blocks, items, length))
    assert height(page, size) <= HEIGHT and size in SIZES
    shown = len(page.blocks) if page.blocks[-1].at else len(page.blocks) - 1
    told = sum(int(word) for word in page.blocks[-1].title.split() if word.isdigit()) if shown < blocks else 0
    assert shown + told == blocks, "what is left out is counted"


def test_a_shortened_list_says_how_many_more_there_are() -> None:
    page, size = fitted(page_of(7, 60, 200))
    assert size == SIZES[-1]
    kept = page.blocks[0].items
    assert kept[-1].text == f"… and {60 - len(kept) + 1} more"


def test_the_day_of_the_meeting_is_its_own(room: Room) -> None:
    assert agenda_out.agenda_of(room.workspace, room.opened, room.session.id, MEMBERS).date == f"{START:%a} 13 Nov 2024"


def test_an_agenda_that_was_written_at_roles_only_is_drawn_again_at_roles_only(room: Room) -> None:
    from peer_tui.services.exported import exported

    bo = next(person for person in room.opened.group.everybody if person.name.startswith("Bo"))
    roles.give_role(room.workspace, room.opened, room.session.id, "facilitator", bo.id)
    choose(room.workspace, room.opened, "privacy", "3")
    path = agenda_out.write(room.workspace, room.opened, room.session.id, PUBLIC, "txt")
    assert bo.name not in path.read_text(encoding="utf-8")
    choose(room.workspace, room.opened, "privacy", "1")
    (one,) = [one for one in exported(room.workspace.places.state) if one.path == str(path)]
    again = agenda_out.draw_again(room.workspace, room.opened, one)
    assert again is not None and bo.name not in again
    assert bo.name in drawn(room, PUBLIC, "txt"), "a fresh one names who facilitates"
