"""A review round: who is asked, until when, what each answered; silence never approves anything."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from pathlib import Path

import pytest

from peer_tui.domain.events import PersonChanged, Redacted, TopicAdded
from peer_tui.domain.naming import Audience
from peer_tui.domain.status import state_of
from peer_tui.services import keeping, planning, redacting, removing, review_round
from peer_tui.services.problems import Problem
from tests.services.conftest import START, Room, fresh


def draft(room: Room) -> str:
    """The meeting of 9 October, whose minutes are a draft."""
    return next(held.id for held in room.opened.group.meetings.values() if held.state == "ended")


def begun(room: Room, names: str = "ana ruiz, bo, mei") -> str:
    meeting = draft(room)
    people = review_round.read_reviewers(room.opened, names)
    until = review_round.read_deadline(room.workspace, room.opened, "")
    review_round.begin(room.workspace, room.opened, meeting, people, until)
    return meeting


def standing(room: Room, meeting: str) -> review_round.Round:
    found = review_round.round_of(room.workspace, room.opened, meeting)
    assert found is not None
    return found


def test_check_46_one_ok_one_change_one_silent_is_never_approved_by_all(room: Room) -> None:
    meeting = begun(room)
    ana, bo, _ = (row.person for row in standing(room, meeting).rows)
    assert standing(room, meeting).words == "0 ok · 0 change · 3 no answer"
    review_round.answer(room.workspace, room.opened, meeting, ana, "ok")
    review_round.answer(room.workspace, room.opened, meeting, bo, "change", "It was Mei who asked")
    room.clock.advance(dt.timedelta(days=9))
    found = standing(room, meeting)
    assert found.words == "1 ok · 1 change · 1 no answer" and found.over
    assert [(row.name, row.state, row.text) for row in found.rows] == [
        ("Ana R.", "ok", ""), ("Bo", "change", "It was Mei who asked"), ("Mei", "no answer", ""),
    ]  # fmt: skip
    told = keeping.render(keeping.minutes_of(room.opened, meeting), "txt")
    assert told.startswith("DRAFT – not yet approved") and "Approved" not in told
    for words in (found.words, told):
        assert "approved by" not in words.casefold()
    assert not room.opened.group.meetings[meeting].approved


def test_even_when_all_say_ok_the_minutes_stay_a_draft(room: Room) -> None:
    meeting = begun(room, "ana ruiz, bo")
    for row in standing(room, meeting).rows:
        review_round.answer(room.workspace, room.opened, meeting, row.person, "ok")
    assert standing(room, meeting).words == "2 ok · 0 change · 0 no answer"
    assert state_of(room.opened.meeting(meeting)) == "in review"


def test_the_usual_deadline_is_three_days_and_a_past_one_is_one_sentence(room: Room) -> None:
    assert review_round.usual_deadline(room.workspace, room.opened) == dt.date(2024, 11, 16)
    for words, why in (("2024-11-01", "Fri 1 Nov 2024 has passed"), ("whenever", "says no day")):
        with pytest.raises(Problem, match=why) as refused:
            review_round.read_deadline(room.workspace, room.opened, words)
        assert "Nothing was changed." in refused.value.sentence
    with pytest.raises(Problem, match="has passed"):
        review_round.begin(room.workspace, room.opened, draft(room), ["x"], dt.date(2024, 11, 12))
    assert room.opened.meeting(draft(room)).review is None


def test_a_reviewer_is_never_guessed(room: Room) -> None:
    with pytest.raises(Problem, match="fits 1 Ana Ruiz · 2 Ana Sousa"):
        review_round.read_reviewers(room.opened, "ana")
    with pytest.raises(Problem, match="Nobody here is called “zoltan”"):
        review_round.read_reviewers(room.opened, "bo, zoltan")
    with pytest.raises(Problem, match="Who is asked"):
        review_round.read_reviewers(room.opened, " , ")
    assert len(review_round.read_reviewers(room.opened, "@bo @mei, bo")) == 2


def test_an_answer_can_be_changed_and_taken_back_and_outlives_another_deadline(room: Room) -> None:
    meeting = begun(room, "bo")
    (row,) = standing(room, meeting).rows
    review_round.answer(room.workspace, room.opened, meeting, row.person, "change", "no")
    review_round.answer(room.workspace, room.opened, meeting, row.person, "ok")
    review_round.begin(room.workspace, room.opened, meeting, [row.person], dt.date(2024, 12, 1))
    assert standing(room, meeting).words == "1 ok · 0 change · 0 no answer"
    review_round.answer(room.workspace, room.opened, meeting, row.person, "")
    assert standing(room, meeting).words == "0 ok · 0 change · 1 no answer"
    with pytest.raises(Problem, match="What would they change"):
        review_round.answer(room.workspace, room.opened, meeting, row.person, "change", "  ")


def test_ending_the_round_makes_it_a_draft_again_and_keeps_what_was_answered(room: Room) -> None:
    meeting = begun(room, "bo")
    (row,) = standing(room, meeting).rows
    review_round.answer(room.workspace, room.opened, meeting, row.person, "ok")
    review_round.close(room.workspace, room.opened, meeting)
    assert state_of(room.opened.meeting(meeting)) == "draft" and standing(room, meeting).count("ok") == 1
    with pytest.raises(Problem, match="No review round is open"):
        review_round.close(room.workspace, room.opened, meeting)


def test_a_round_is_the_same_after_a_restart(room: Room) -> None:
    meeting = begun(room)
    review_round.answer(room.workspace, room.opened, meeting, standing(room, meeting).rows[0].person, "ok")
    anew = fresh(room.home, room.clock, meeting)
    found = review_round.round_of(anew.workspace, anew.opened, meeting)
    assert found is not None and found.words == "1 ok · 0 change · 2 no answer"
    assert anew.opened.group.meetings[meeting].review == anew.opened.meeting(meeting).review


def test_the_letter_is_marked_as_a_draft_and_says_that_silence_is_no_yes(room: Room) -> None:
    meeting = begun(room, "bo")
    (row,) = standing(room, meeting).rows
    subject, body = review_round.letter(room.opened, meeting, row.person)
    assert subject.startswith("DRAFT minutes") and body.startswith("Hello Bo Chen,")
    assert "until Sat 16 Nov 2024" in body and "No answer is not a yes" in body
    assert "DRAFT – not yet approved" in body and "We meet by Zoom until spring" in body


def test_the_letter_as_a_draft_mail_goes_to_their_address_and_is_for_its_owner_only(room: Room) -> None:
    meeting = begun(room, "bo, mei")
    bo, mei = standing(room, meeting).rows
    room.workspace.record(
        room.opened, "", [PersonChanged(person=bo.person, name="Bo Chen", contact="bo@example.org")]
    )  # fmt: skip
    said = review_round.write_letter(room.workspace, room.opened, meeting, bo.person)
    assert "no address" not in said
    path = room.workspace.places.exports / "review-2024-10-09-1400-1.eml"
    assert path.stat().st_mode & 0o077 == 0 and "To: bo@example.org" in path.read_text()
    assert "no address is known" in review_round.write_letter(room.workspace, room.opened, meeting, mei.person)


def test_nobody_reviews_approved_minutes_or_a_meeting_that_has_not_ended(room: Room) -> None:
    with pytest.raises(Problem, match="once the meeting has ended"):
        review_round.begin(room.workspace, room.opened, room.session.id, ["x"], dt.date(2024, 12, 1))
    meeting = begun(room, "bo")
    room.at("2:00")
    room.all("/next", "/next", "/go minutes", "/approve")
    room.opened.refold()
    with pytest.raises(Problem, match="stand approved"):
        review_round.answer(room.workspace, room.opened, meeting, room.who("bo"), "ok")


def test_that_the_minutes_went_out_is_noted_once_for_each_audience(room: Room) -> None:
    meeting = draft(room)
    for _ in range(3):
        review_round.sent(room.workspace, room.opened, meeting, Audience.PUBLIC, "copied")
    review_round.sent(room.workspace, room.opened, meeting, Audience.MEMBERS, "md")
    assert room.opened.group.meetings[meeting].minutes_sent == ("public", "members")


def test_hostile_words_of_a_reviewer_stand_literally(room: Room) -> None:
    meeting = begun(room, "bo")
    (row,) = standing(room, meeting).rows
    hostile = "[/] [bold]x[/] \x00\x1b[31m \ud800 " + "w" * 20_000
    review_round.answer(room.workspace, room.opened, meeting, row.person, "change", hostile)
    text = standing(room, meeting).rows[0].text
    assert text.startswith("[/] [bold]x[/]") and "\x1b" not in text and len(text) <= review_round.LONGEST


def test_words_that_are_removed_go_from_a_letter_and_an_untouched_one_stays_a_letter(room: Room) -> None:
    meeting = begun(room, "bo, mei")
    bo = standing(room, meeting).rows[0]
    review_round.write_letter(room.workspace, room.opened, meeting, bo.person)
    path = room.workspace.places.exports / "review-2024-10-09-1400-1.eml"
    before = path.read_bytes()
    folded = room.opened.meeting(meeting)
    other = planning.plan(room.workspace, room.opened, START.replace(month=12))
    room.workspace.record(room.opened, other, [TopicAdded(topic="t", text="the heron at midnight")])
    removing.record_removals(room.workspace, room.opened, {other: [Redacted(target="t")]})
    assert path.read_bytes() == before, "nothing in it was removed"
    line = next(entry for entry in folded.lines() if "until spring" in entry.filed.text)
    redacting.remove_lines(room.workspace, room.opened, meeting, [line.id])
    assert not path.exists() or b"Hello" in _body(path), "it is no letter any more"
    assert not path.exists() or b"until spring" not in _body(path)


def test_a_letter_that_a_person_changed_is_not_written_over(room: Room) -> None:
    meeting = begun(room, "bo")
    (bo,) = standing(room, meeting).rows
    review_round.write_letter(room.workspace, room.opened, meeting, bo.person)
    path = room.workspace.places.exports / "review-2024-10-09-1400-1.eml"
    path.write_text("mine")
    review_round.write_letter(room.workspace, room.opened, meeting, bo.person)
    assert path.read_text() == "mine" and path.with_name("review-2024-10-09-1400-1-2.eml").exists()


def test_removing_a_line_takes_it_out_of_what_a_reviewer_said_of_it(room: Room) -> None:
    meeting = begun(room, "bo")
    (bo,) = standing(room, meeting).rows
    line = next(entry for entry in room.opened.meeting(meeting).lines() if "until spring" in entry.filed.text)
    said = f"“{line.filed.text}” should be: until June"
    review_round.answer(room.workspace, room.opened, meeting, bo.person, "change", said)
    redacting.remove_lines(room.workspace, room.opened, meeting, [line.id])
    (row,) = standing(room, meeting).rows
    assert "until spring" not in row.text and room.everywhere("until spring") == []
    assert row.state == "change", "that they answered stays"


def _body(path: Path) -> bytes:
    return b"".join(
        part.get_payload(decode=True) or b"" for part in message_from_bytes(path.read_bytes()).walk()
        if not part.is_multipart()
    )  # fmt: skip
