"""The record of a meeting: who is named, what is told once, what stands as it was, seals and gaps."""

from __future__ import annotations

import datetime as dt
import json

import msgspec
import pytest

from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementProposed,
    Amended,
    Approved,
    Arrived,
    BlockSkipped,
    CorrectionMade,
    Destination,
    Due,
    EntryEdited,
    EntryKind,
    Filed,
    FingersShown,
    HeadsCounted,
    Left,
    MinutesReviewed,
    NextMeetingSet,
    ParkedPlaced,
    PersonAdded,
    PersonChanged,
    Progress,
    ProposalSettled,
    SettingChosen,
    Side,
    Status,
    StepAssigned,
    StepMarked,
    StoodAside,
    Undone,
    UpdateCollected,
    WrittenUp,
)
from peer_tui.domain.minutes import DRAFT, Minutes, canonical_record, gaps, make_minutes, seal
from peer_tui.domain.naming import Naming, Part
from peer_tui.domain.sections import Section
from tests.domain.histories import LAST_START, START, History


@pytest.fixture
def history() -> History:
    """A group one meeting old, in the topics of its second."""
    told = History()
    told.plan("m1", LAST_START)
    told.begin(LAST_START)
    told.adopt(1, "Pass at any time")
    told.step("Ask the archive for the form", "ana", yes=True)
    told.end(LAST_START)
    told.plan("m2", START)
    told.begin(START)
    told.go("topics")
    return told


def record(told: History, meeting: str = "m2") -> Minutes:
    return make_minutes(told.meeting(meeting), told.group())


def section(minutes: Minutes, title: str) -> Section:
    return next(section for section in minutes.sections if section.title == title)


def said(part: Section) -> list[str]:
    return [f"{line.label}: {line.text}" if line.label else line.text for line in part.lines]


def everything(minutes: Minutes) -> str:
    return json.dumps(msgspec.to_builtins(minutes), ensure_ascii=False)


def test_the_header_tells_real_times_roles_and_counts(history: History) -> None:
    history.say(HeadsCounted(count=2))
    history.say(Arrived(person="lee"))
    history.end(START)
    assert dict(record(history).facts) == {
        "Group": "Harbor Coalition",
        "Kind": "coalition meeting",
        "Date": "Wed 13 Nov 2024",
        "Time": "called to order 2:04 pm – ended 3:00 pm EST",
        "Platform": "Zoom",
        "Facilitator": "Bo Chen",
        "Scribe": "Mei Tan",
        "Present": "5 present (3 by name, 2 by phone), 1 guest",
    }


def test_who_left_early_was_present(history: History) -> None:
    history.say(Left(person="ana"))
    assert record(history).present.words == "3 present"


def test_check_62_a_meeting_past_midnight_says_so() -> None:
    told = History()
    start = dt.datetime(2026, 11, 1, 3, 30, tzinfo=dt.UTC)
    told.plan("m", start)
    told.begin(start, late=0)
    told.end(start, 180)
    minutes = record(told, "m")
    assert minutes.date == "Sat 31 Oct 2026"
    assert minutes.time == "called to order 11:30 pm EDT – ended 1:30 am EST (+1 day)"


def test_check_31_a_guest_is_counted_and_not_named_anywhere(history: History) -> None:
    history.say(Arrived(person="lee"))
    history.step("Send the survey", "lee", helpers=("ana",))
    minutes = record(history)
    assert minutes.present.guests == 1
    assert minutes.steps[0].who == "a guest with Ana Ruiz"
    assert "Lee" not in everything(minutes)


def test_check_31_a_guest_who_asked_to_be_named_is_named(history: History) -> None:
    history.say(PersonChanged(person="lee", name="Lee Visitor", status=Status.GUEST, named=True))
    history.say(Arrived(person="lee"))
    assert record(history).present.words == "3 present, 1 guest (Lee Visitor)"


def test_members_who_were_only_present_are_not_named(history: History) -> None:
    history.say(Arrived(person="rain"))
    assert "林小雨" not in everything(record(history))


def test_somebody_nobody_knows_is_a_member(history: History) -> None:
    assert Naming(history.group()).name("ghost", Part.OWNER) == "a member"


def test_check_42_a_draft_says_draft_and_the_approved_record_does_not(history: History) -> None:
    history.end(START)
    assert record(history).status == DRAFT == "DRAFT – not yet approved"
    sealed = seal(history.meeting())
    history.now = START + dt.timedelta(days=28)
    history.say(Approved(how="as corrected", seen={}, seal=sealed))
    assert record(history).status == "Approved as corrected on Wed 11 Dec 2024"
    assert "DRAFT" not in everything(record(history))


def test_check_43_each_decision_and_step_stands_once_in_the_summary(history: History) -> None:
    proposal = history.write(EntryKind.PROPOSAL, "Meet monthly")
    history.say(FingersShown(entry=proposal, counts=(0, 0, 0, 3, 6, 8)))
    history.say(StoodAside(entry=proposal, count=1))
    history.say(ProposalSettled(entry=proposal, outcome="agreed"))
    history.write(EntryKind.DECISION, "Keep Zoom", priority="leg")
    history.step("Draft testimony", "ana", yes=True, helpers=("bo",), done_when="in chat")
    history.step("Book a room", "bo", due=Due(next_meeting=True))
    history.step("Print flyers", due=None, meant="ana")
    history.step("Ask DMH", "mei")
    history.say(StepAssigned(step=list(history.meeting().steps.steps)[-1], owner="mei", by_email=True))
    history.say(NextMeetingSet(starts=START + dt.timedelta(days=28)))
    minutes = record(history)
    assert [(d.number, d.text, d.notes) for d in minutes.decisions] == [
        (1, "Meet monthly", ("fingers: 5×8 4×6 3×3 · 17 people", "1 stood aside")),
        (2, "Keep Zoom", ("Legislation",)),
    ]
    assert [(row.label, row.text, row.who, row.by_when, row.done_when, row.state) for row in minutes.steps] == [
        ("2", "Draft testimony", "Ana Ruiz with Bo Chen", "Fri 22 Nov", "in chat", "accepted"),
        ("3", "Book a room", "Bo Chen", "next meeting (Wed 11 Dec)", "", "asked"),
        ("4", "Print flyers", "unclaimed (meant: ana)", "no date", "", "unclaimed"),
        ("5", "Ask DMH", "Mei Tan", "Fri 22 Nov", "", "to be asked by e-mail"),
    ]
    assert said(section(minutes, "Current topics we are addressing")) == [
        "Decision 1: Meet monthly",
        "Decision 2: Keep Zoom",
    ]


def test_the_record_keeps_the_state_in_which_the_meeting_left_a_step(history: History) -> None:
    step = next(iter(history.meeting("m1").steps.steps))
    history.say(StepMarked(step=step, progress=Progress.DONE))
    assert record(history, "m1").steps[0].state == "accepted"
    assert record(history).carried[0].state == "done"


def test_check_49_earlier_steps_stand_apart_and_movement_is_celebrated(history: History) -> None:
    step = next(iter(history.meeting("m1").steps.steps))
    history.say(StepMarked(step=step, progress=Progress.MOVED))
    history.write(EntryKind.CELEBRATION, "12 newly certified")
    minutes = record(history)
    assert minutes.steps == ()
    assert [(row.label, row.text, row.state) for row in minutes.carried] == [
        ("1", "Ask the archive for the form", "moved")
    ]
    assert said(section(minutes, "Celebrations")) == [
        "12 newly certified",
        "Next step 1 moved: Ask the archive for the form",
    ]


def test_a_stuck_step_says_why(history: History) -> None:
    step = next(iter(history.meeting("m1").steps.steps))
    history.say(StepMarked(step=step, progress=Progress.STUCK, reason="no answer"))
    row = record(history).carried[0]
    assert (row.state, row.notes) == ("stuck", ("no answer",))


def test_check_36_affirming_is_one_line_without_names(history: History) -> None:
    history.say(AgreementAffirmed(version=1))
    assert said(section(record(history), "Comfort / Discomfort Agreement – introductions")) == [
        "The Comfort / Discomfort Agreement v1 was affirmed by those present."
    ]


def test_what_was_adopted_here_is_told_and_only_that(history: History) -> None:
    history.say(AgreementProposed(item="new", side=Side.COMFORT, text="Cameras are optional"))
    history.say(AgreementAdopted(version=2, items=("item Pass at any time", "new")))
    history.say(AgreementProposed(item="later", side=Side.COMFORT, text="Start on time"))
    lines = section(record(history), "Comfort / Discomfort Agreement – introductions").lines
    assert [(line.label, line.text, line.notes) for line in lines] == [
        ("Adopted", "Cameras are optional", ("v2",)),
        ("Proposed, not yet adopted", "Start on time", ()),
    ]


def test_minutes_review_tells_the_outcome_and_each_correction_once(history: History) -> None:
    history.write(EntryKind.CORRECTION, "Mei attended", block="minutes")
    history.say(MinutesReviewed(meeting="m1", outcome="approved as corrected", corrections=("Mei attended",)))
    assert said(section(record(history), "Minutes review")) == [
        "The minutes of Wed 9 Oct 2024 were approved as corrected.",
        "Correction: Mei attended",
    ]


def test_a_correction_made_later_stands_at_the_head_of_the_corrected_minutes(history: History) -> None:
    history.on = "m1"
    history.say(CorrectionMade(entry="x", text="Mei attended"), during="m2")
    assert record(history, "m1").corrections == ("Mei attended",)


def test_sections_follow_the_blocks_and_priorities_have_parts(history: History) -> None:
    history.write(EntryKind.NOTE, "Opening words", block="welcome")
    history.write(EntryKind.NOTE, "Hearing moved", block="priorities", priority="leg")
    history.write(EntryKind.NOTE, "General remark", block="priorities")
    history.write(EntryKind.NOTE, "Somewhere else", block="no such block")
    history.write(EntryKind.QUESTION, "Who signs?")
    history.write(EntryKind.LINK, "https://example.org/chart")
    parked = history.write(EntryKind.PARKED, "Pay equity")
    history.say(ParkedPlaced(entry=parked, destination=Destination.NEXT_AGENDA))
    history.write(EntryKind.NOTE, "Goodbye", block="goodbyes")
    minutes = record(history)
    assert [part.title for part in minutes.sections] == [
        "Welcome",
        "Updates on Priorities",
        "Parking lot",
        "Documents used",
        "Open questions",
        "Group goodbyes!",
        "Other notes",
    ]
    priorities = section(minutes, "Updates on Priorities")
    assert said(priorities) == ["General remark"]
    assert [(part.title, said(part)) for part in priorities.parts] == [("Legislation", ["Hearing moved"])]
    assert minutes.parked[0].notes == ("→ next agenda",)


def test_an_update_sent_in_for_this_meeting_is_told_where_its_block_was_reached(history: History) -> None:
    update = UpdateCollected(priority="train", text="Two courses full", meeting="m2")
    history.say(update)
    history.say(UpdateCollected(priority="train", text="For another meeting", meeting="m1"))
    assert "Two courses full" not in everything(record(history))
    history.go("priorities")
    part = section(record(history), "Updates on Priorities").parts[0]
    assert (part.title, said(part)) == ("Training", ["Written update: Two courses full"])


def test_an_item_parked_earlier_and_placed_here_is_told(history: History) -> None:
    history.on = "m1"
    parked = history.write(EntryKind.PARKED, "Pay equity")
    history.on = "m2"
    history.say(ParkedPlaced(entry=parked, destination=Destination.OWNER, owner="bo"))
    assert record(history).parked[0].notes[-1] == "→ with Bo Chen"


def test_a_block_not_reached_says_so(history: History) -> None:
    history.say(BlockSkipped(block="steps"))
    assert said(section(record(history), "Next Steps")) == ["Not reached."]
    history.say(BlockSkipped(block="priorities"))
    again = said(section(record(history), "Updates on Priorities"))
    assert again == ["Not reached; offered as a topic next time."], "only what the next agenda really takes up says so"


def test_lines_added_after_the_end_are_flagged(history: History) -> None:
    history.end(START)
    history.write(EntryKind.NOTE, "Forgot this")
    lines = section(record(history), "Current topics we are addressing").lines
    assert lines[0].notes == ("added after the meeting",)


def test_the_goodbyes_tell_the_next_meeting(history: History) -> None:
    history.say(NextMeetingSet(starts=START + dt.timedelta(days=28)))
    assert said(section(record(history), "Group goodbyes!")) == [
        "Next meeting: Wed 11 Dec 2024, 2:00 pm EST",
        "Convener: nobody yet",
    ]


def test_a_seal_ignores_names_and_notices_words(history: History) -> None:
    entry = history.write(EntryKind.NOTE, "as \ud800 typed")
    history.step("Draft testimony", "ana")
    before, kept = seal(history.meeting()), canonical_record(history.meeting())
    assert b"Ana" not in kept and b"e0" in kept and kept.isascii()
    history.on = ""
    history.say(PersonChanged(person="ana", name="Anna Ruiz"))
    history.on = "m2"
    history.say(Approved(how="as distributed", seen={}, seal=before))
    assert seal(history.meeting()) == before
    otherwise = EntryEdited(entry=entry, filed=Filed(kind=EntryKind.NOTE, text="otherwise"))
    history.say(otherwise)
    assert seal(history.meeting()) == before, "an edit that is no amendment changes nothing of what was approved"
    history.say(Amended(amendment="a1", text="it was otherwise"), act="a1")
    history.say(otherwise, act="a1")
    assert seal(history.meeting()) != before


def test_a_seal_notices_another_owner_and_another_arrival(history: History) -> None:
    step = history.step("Draft testimony", "ana")
    before = seal(history.meeting())
    history.say(StepAssigned(step=step, owner="bo"))
    changed = seal(history.meeting())
    history.say(Arrived(person="rain"))
    assert len({before, changed, seal(history.meeting())}) == 3


def test_check_45_gaps_name_what_is_missing(history: History) -> None:
    history.write(EntryKind.DECISION, "!")
    history.step("Print flyers", due=None)
    history.write(EntryKind.PARKED, "Pay equity")
    history.write(EntryKind.PROPOSAL, "Meet weekly")
    assert gaps(history.meeting(), history.group()) == [
        "Decision 1 has no exact wording.",
        "Next step 2 “Print flyers” is unclaimed.",
        "Next step 2 “Print flyers” has no date.",
        "Parked “Pay equity” has no destination.",
        "Proposal “Meet weekly” was not settled.",
        "The minutes of Wed 9 Oct 2024 are not yet approved.",
    ]


def test_a_gap_that_was_filled_since_is_none(history: History) -> None:
    step = history.step("Print flyers")
    history.on = "m1"
    history.say(Approved(how="as distributed", seen={}, seal=""), during="m2")
    history.on = "m2"
    assert gaps(history.meeting(), history.group()) == ["Next step 2 “Print flyers” is unclaimed."]
    history.say(StepAssigned(step=step, owner="bo"))
    assert gaps(history.meeting(), history.group()) == []


def test_a_line_taken_back_after_another_wrote_about_it_is_a_gap(history: History) -> None:
    entry = history.write(EntryKind.NOTE, "Contested words")
    captured = history.shards["m2"][-1].id
    history.say(EntryEdited(entry=entry, filed=Filed(kind=EntryKind.NOTE, text="Contested words")), by="laptop-2")
    history.say(Undone(target=captured))
    assert any("“Contested words” was taken back" in gap for gap in gaps(history.meeting(), history.group()))


def test_a_person_merged_into_another_is_counted_once(history: History) -> None:
    from peer_tui.domain.events import PeopleMerged

    history.say(PersonAdded(person="ana2", name="Ana R."))
    history.say(Arrived(person="ana2"))
    history.say(PeopleMerged(kept="ana", gone="ana2"))
    assert record(history).present.by_name == 3


def test_a_meeting_that_was_written_up_says_when(history: History) -> None:
    history.end(START)
    history.at(START, 24 * 60)
    history.say(WrittenUp())
    assert dict(record(history).facts)["Written up"] == "Thu 14 Nov 2024"


def test_what_the_group_chose_for_its_minutes_holds(history: History) -> None:
    history.on = ""
    history.say(SettingChosen(setting="hours", value="24"))
    history.say(SettingChosen(setting="name_in_minutes", value="Harbor Peer Coalition, Inc."))
    history.on = "m2"
    history.end(START)
    facts = dict(record(history).facts)
    assert facts["Group"] == "Harbor Peer Coalition, Inc."
    assert facts["Time"] == "called to order 14:04 – ended 15:00 EST"
