"""The agreement of a group, and the review of earlier minutes."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events import AgreementAffirmed, Approved, EntryKind, Progress, Side
from peer_tui.domain.minutes import seal
from peer_tui.services import keeping, planning, reviewing
from peer_tui.services.session import LiveSession
from tests.services.conftest import LAST_START, START, Room


def into(room: Room, block: str) -> LiveSession:
    room.at("2:00")
    room.all("/next", "/next", f"/go {block}")
    return room.session


def minutes(room: Room, meeting: str = "") -> str:
    return keeping.render(keeping.minutes_of(room.opened, meeting or room.session.id), "txt")


def test_check_36_affirmed_without_change_keeps_the_version(room: Room) -> None:
    session = into(room, "agreement")
    room.say("/aff")
    assert session.group.agreement.version == 1
    moment = session.group.agreement.moments[-1]
    assert (moment.act, moment.meeting, moment.at) == ("affirmed", session.id, room.clock.now())
    told = [line for line in minutes(room).splitlines() if "affirmed" in line]
    assert len(told) == 1
    assert not any(person.name in told[0] for person in session.group.everybody)
    (event,) = [event for event in session.events if isinstance(event, AgreementAffirmed)]
    assert set(event.__struct_fields__) == {"id", "at", "when", "by", "during", "act", "version"}


def test_check_37_a_line_is_proposed_until_the_group_consents(room: Room) -> None:
    session = into(room, "agreement")
    room.say("comfort: chat replies count as speaking")
    assert [item.state for item in session.group.agreement.changes] == ["proposed"]
    assert session.group.agreement.version == 1
    room.say("/adopt")
    assert session.group.agreement.version == 2
    comfort = [item.text for item in session.group.agreement.lines(Side.COMFORT)]
    assert comfort == ["pass at any time", "chat replies count as speaking"]
    room.all("/retire 3", "/amend 1 pass whenever you like")
    assert session.group.agreement.version == 2
    assert "(to be retired)" in "".join(room.say("/agreement").lines)
    room.say("/adopt")
    assert session.group.agreement.version == 3
    gone = [item for item in session.group.agreement.items.values() if item.state == "retired"]
    assert [item.text for item in gone] == ["anyone may ask for a pause"]
    last = session.group.agreement.moments[-1]
    assert (last.meeting, last.version, last.added, last.retired) == (
        session.id, 3, ("pass whenever you like",), ("anyone may ask for a pause",),
    )  # fmt: skip
    amended = session.group.agreement.lines(Side.COMFORT)[0]
    assert amended.history == ("pass at any time",)
    assert "Nothing is proposed" in room.say("/adopt").words


def test_a_proposed_line_may_be_let_go_and_adopting_taken_back(room: Room) -> None:
    session = into(room, "agreement")
    room.all("comfort: a slip", "comfort: cameras optional", "/retire 2", "/adopt")
    assert [item.text for item in session.group.agreement.lines(Side.COMFORT)] == [
        "pass at any time",
        "cameras optional",
    ]
    assert session.group.agreement.changes == []
    room.say("/undo")
    assert session.group.agreement.version == 1
    assert len(session.group.agreement.changes) == 2


def test_the_first_agreement_is_adopted_in_a_meeting(room: Room) -> None:
    opened = planning.new_group(room.workspace, "Young group", "mapwc", "UTC")
    session = LiveSession(room.workspace, opened, planning.plan(room.workspace, opened, room.clock.now()))
    for line in ("/next", "/next", "/affirm", "comfort: pass", "discomfort: say ouch", "/adopt"):
        session.enter(line)
    assert session.group.agreement.version == 1


def test_check_39_without_corrections_as_distributed(room: Room) -> None:
    session = into(room, "minutes")
    held = reviewing.under_review(session)
    assert held is not None and held.starts == LAST_START
    assert "as distributed" in room.say("/ap").words
    earlier = room.opened.meeting(held.id)
    assert earlier.approved is not None and earlier.approved.how == "as distributed"
    assert earlier.approved.seal == seal(earlier)
    assert "approved as distributed" in minutes(room)
    assert "already" in room.say("/approve").words
    assert sum(isinstance(event, Approved) for event in room.opened.events[held.id]) == 1


def test_check_39_after_a_correction_as_corrected(room: Room) -> None:
    session = into(room, "minutes")
    held = reviewing.under_review(session)
    assert held is not None
    room.say("fix: Mei attended from the beginning")
    assert "Mei attended from the beginning" in minutes(room, held.id)
    assert room.say("/approve").words.endswith("stand approved as corrected")
    assert "Correction: Mei attended from the beginning" in minutes(room)
    assert session.meeting.reviews[-1].corrections == ("Mei attended from the beginning",)
    seen = room.opened.meeting(held.id).approved
    assert seen is not None and max(seen.seen.values()) == len(room.opened.events[held.id]) - 1


def test_a_correction_taken_back_or_reworded_is_so_in_the_earlier_minutes_too(room: Room) -> None:
    session = into(room, "minutes")
    held = reviewing.under_review(session)
    assert held is not None
    room.say("fix: Mei attended")
    room.say("/undo")
    assert room.opened.meeting(held.id).corrections == []
    room.say("/redo")
    room.say("s/Mei/Mei Tan/")
    assert session.group.meetings[held.id].corrections == ("Mei Tan attended",)
    assert "Mei Tan attended" in minutes(room, held.id)
    room.say("!")
    assert session.group.meetings[held.id].corrections == ()
    room.say("/undo")
    assert [c.text for c in room.opened.meeting(held.id).corrections] == ["Mei Tan attended"]
    assert room.again().group.meetings[held.id].corrections == ("Mei Tan attended",)
    room.say("/undo")
    room.say("/undo")
    assert "as distributed" in room.say("/approve").words


def test_approval_cannot_be_taken_back(room: Room) -> None:
    into(room, "minutes")
    room.say("/approve")
    said = room.say("/undo")
    assert not said.done and "approved" in said.words
    assert room.say("fix: too late").words.startswith("The minutes of Wed 9 Oct 2024 are approved")
    assert room.session.meeting.lines()[-1].filed.kind is EntryKind.NOTE


def two_drafts(room: Room) -> LiveSession:
    """Beside 9 October, a meeting of 30 October was held; both minutes are drafts."""
    between = planning.plan(room.workspace, room.opened, START - dt.timedelta(days=14))
    session = LiveSession(room.workspace, room.opened, between)
    for line in ("/next", "/next", "! Decided on 30 October", "/end", "/end"):
        session.enter(line)
    room.open(room.session.id)
    return into(room, "minutes")


def test_check_41_two_drafts_are_offered_in_date_order(room: Room) -> None:
    session = two_drafts(room)
    assert [held.starts for held in session.group.unapproved(session.id)] == [LAST_START, START - dt.timedelta(days=14)]
    room.say("fix: one about the ninth")
    assert "1 more draft" in room.say("/approve").words
    second = reviewing.under_review(session)
    assert second is not None and second.starts == START - dt.timedelta(days=14)
    assert reviewing.corrections(session, second) == ()
    room.say("fix: one about the thirtieth")
    room.say("/approve")
    first, last = session.meeting.reviews
    assert first.corrections == ("one about the ninth",)
    assert last.corrections == ("one about the thirtieth",)
    assert session.group.unapproved(session.id) == []


def test_check_41_postponed_minutes_stay_a_draft_and_it_is_said(room: Room) -> None:
    session = two_drafts(room)
    held = reviewing.under_review(session)
    assert held is not None
    room.say("/postpone")
    following = reviewing.under_review(session)
    assert following is not None and following.id != held.id
    assert "The minutes of Wed 9 Oct 2024 were not reviewed; they stay a draft." in minutes(room)
    assert "DRAFT – not yet approved" in minutes(room, held.id)
    room.say("/undo")
    back = reviewing.under_review(session)
    assert back is not None and back.id == held.id


def test_check_49_last_times_steps_are_told_about_and_carried(room: Room) -> None:
    session = into(room, "minutes")
    assert [step.label for step in reviewing.last_times(session)] == ["1", "2", "3", "4"]
    assert {step.carried for step in reviewing.last_times(session)} == {0}
    room.all("/done 1", "/moved 2", "/stuck 3 waiting for an answer")
    states = {step.label: step.progress for step in reviewing.last_times(session)}
    assert states == {"1": Progress.DONE, "2": Progress.MOVED, "3": Progress.STUCK, "4": Progress.NOT_STARTED}
    text = minutes(room)
    assert "draft the letter" in text[text.index("Celebrations") :]
    room.all("/notstarted 1", "/end", "/end")
    following = LiveSession(
        room.workspace, room.opened, planning.plan(room.workspace, room.opened, START + dt.timedelta(days=28))
    )
    assert {step.label: step.carried for step in reviewing.last_times(following)} == {"1": 1, "2": 1, "3": 1, "4": 1}
    room.clock.set(START + dt.timedelta(days=28))
    for line in ("/next", "/next", "/done 1", "/end", "/end"):
        following.enter(line)
    third = LiveSession(
        room.workspace, room.opened, planning.plan(room.workspace, room.opened, START + dt.timedelta(days=56))
    )
    assert any("carried 2×" in line for line in third.enter("/steps").lines)
    assert [step.label for step in reviewing.last_times(third)] == ["2", "3", "4"]


def test_the_first_meeting_has_nothing_to_review(room: Room) -> None:
    opened = planning.new_group(room.workspace, "Young group", "mapwc", "UTC")
    session = LiveSession(room.workspace, opened, planning.plan(room.workspace, opened, room.clock.now()))
    session.enter("/next")
    assert "no earlier minutes" in session.enter("/approve").words
    assert "kept as a NOTE" in session.enter("fix: nothing").words
    assert reviewing.earlier_minutes(session) is None


def test_check_64_two_meetings_on_one_day_review_their_own_series(room: Room) -> None:
    opened, workspace = room.opened, room.workspace
    advisory = planning.plan(workspace, opened, LAST_START + dt.timedelta(hours=3), series="Advisory group")
    other = LiveSession(workspace, opened, advisory)
    for line in ("/next", "/next", "! An advisory decision", "/end", "/end"):
        other.enter(line)
    later = planning.plan(workspace, opened, START + dt.timedelta(hours=3), series="advisory GROUP")
    monthly = reviewing.earlier_minutes(room.open(room.session.id))
    advice = reviewing.earlier_minutes(LiveSession(workspace, opened, later))
    assert monthly is not None and [d.text for d in monthly.decisions] == ["We meet by Zoom until spring"]
    assert advice is not None and [d.text for d in advice.decisions] == ["An advisory decision"]
    assert reviewing.last_times(LiveSession(workspace, opened, later)) == []


def test_check_63_a_series_keeps_its_wall_time_across_the_clock_change(room: Room) -> None:
    room.all("/next", "/nextmeeting wed 12 mar 2025 2pm")
    starts = room.session.meeting.next_starts
    assert starts == dt.datetime(2025, 3, 12, 18, 0, tzinfo=dt.UTC)
    assert "2:00 pm" in room.session.last_answer.words


def test_a_correction_is_told_in_the_meeting_that_made_it(room: Room) -> None:
    session = into(room, "minutes")
    room.all("fix: Mei attended", "/postpone", "/end", "/end")
    assert session.meeting.reviews[-1].corrections == ("Mei attended",)
    later = planning.plan(room.workspace, room.opened, START + dt.timedelta(days=28))
    room.open(later)
    room.at("2:00")
    room.all("/next", "/next", "/go minutes", "fix: Bo was late")
    assert room.say("/approve").words.startswith("The minutes of Wed 9 Oct 2024 stand approved as corrected")
    assert room.session.meeting.reviews[-1].corrections == ("Bo was late",)
