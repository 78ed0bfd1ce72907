"""Privacy levels and audiences: who is named in a copy of the minutes, and what such a copy never tells."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.anonymous import Doubt
from peer_tui.domain.characters import fold
from peer_tui.domain.events import (
    AgendaSet,
    AgreementProposed,
    Arrived,
    ConvenerNamed,
    CorrectionMade,
    Destination,
    Due,
    EntryKind,
    GroupRenamed,
    JoinLinkSet,
    MeetingRenamed,
    MinutesReviewed,
    NextMeetingSet,
    NextRoleGiven,
    ParkedPlaced,
    PeopleMerged,
    PersonAdded,
    PersonChanged,
    PriorityAdded,
    Progress,
    RoleGiven,
    SettingChosen,
    Side,
    Status,
    StepAssigned,
    StepMarked,
    UpdateCollected,
)
from peer_tui.domain.minutes import Minutes, doubts_in, make_minutes, telling_roles
from peer_tui.domain.naming import FOR_MEMBERS, Audience, Naming, Part, Privacy, usual_privacy
from tests.domain.histories import BLOCKS, LAST_START, START, History

LINK = "https://zoom.example/j/123?pwd=abc"
LEVELS = (Privacy.ROLES, Privacy.NO_NAMES)


@pytest.fixture
def history() -> History:
    """Two meetings; Ana is a recovery coach, Bo has no role."""
    told = History()
    told.say(PersonChanged(person="ana", name="Ana Ruiz", roles=("RC",)))
    told.plan("m1", LAST_START)
    told.begin(LAST_START)
    told.end(LAST_START)
    told.plan("m2", START)
    told.begin(START)
    told.go("topics")
    return told


def drawn(told: History, privacy: Privacy | None = None, audience: Audience = Audience.MEMBERS) -> Minutes:
    return make_minutes(told.meeting("m2"), told.group(), privacy, audience)


def everything(minutes: Minutes) -> str:
    """All a copy says, but for the ids of lines."""
    return json.dumps(msgspec.to_builtins(minutes), ensure_ascii=False)


def in_group(told: History, *events: object) -> None:
    """Say something in the group's own log."""
    was, told.on = told.on, ""
    for event in events:
        told.say(event)  # type: ignore[arg-type]
    told.on = was


@pytest.mark.parametrize(
    ("privacy", "lead", "text", "scribe"),
    [
        (Privacy.OWNERS, "Ana Ruiz with Bo Chen", "Call Mei at noon", "Mei Tan"),
        (Privacy.INITIALS, "A.R. with B.C.", "Call M. at noon", "M.T."),
        (Privacy.ROLES, "an RC with a member", "Call a member at noon", "a member"),
        (Privacy.NO_NAMES, "a member with a member", "Call a member at noon", ""),
        (Privacy.FULL, "Ana Ruiz with Bo Chen", "Call Mei at noon", "Mei Tan"),
    ],
)
def test_each_level_names_as_it_says(history: History, privacy: Privacy, lead: str, text: str, scribe: str) -> None:
    history.step("Call Mei at noon", "ana", helpers=("bo",))
    minutes = drawn(history, privacy)
    assert (minutes.steps[0].who, minutes.steps[0].text, minutes.scribe) == (lead, text, scribe)


def test_only_full_attribution_names_who_was_present_and_never_an_unnamed_guest(history: History) -> None:
    history.say(Arrived(person="lee"))
    assert drawn(history, Privacy.FULL).present.words == "3 present, 1 guest: Ana Ruiz, Bo Chen and Mei Tan"
    for privacy in (Privacy.OWNERS, Privacy.INITIALS, *LEVELS):
        assert drawn(history, privacy).present.names == ()


def test_check_31_the_whole_name_of_a_guest_who_is_only_counted_stands_nowhere(history: History) -> None:
    history.write(EntryKind.NOTE, "Lee Visitor offered a room; lee Visitor’s car; Lee and a visitor")
    for privacy in (Privacy.OWNERS, Privacy.FULL):
        told = everything(drawn(history, privacy))
        assert "A guest offered a room; a guest’s car; Lee and a visitor" in told
    in_group(history, PersonChanged(person="lee", name="Lee Visitor", status=Status.GUEST, named=True))
    assert "Lee Visitor offered a room" in everything(drawn(history))


def test_the_name_of_a_guest_that_a_member_has_too_stays(history: History) -> None:
    in_group(history, PersonAdded(person="g", name="Ana Ruiz", status=Status.GUEST, named=False))
    history.write(EntryKind.NOTE, "Ana Ruiz calls")
    assert "Ana Ruiz calls" in everything(drawn(history))


def test_two_people_with_the_same_initials_stay_the_same(history: History) -> None:
    in_group(history, PersonAdded(person="alba", name="Alba Rossi"))
    history.step("x", "ana", helpers=("alba",))
    assert drawn(history, Privacy.INITIALS).steps[0].who == "A.R. with A.R."


def test_the_group_chooses_its_level_and_a_funder_is_told_no_names(history: History) -> None:
    group = history.group()
    assert usual_privacy(group, Audience.MEMBERS) is Privacy.OWNERS
    assert usual_privacy(group, Audience.FUNDER) is Privacy.NO_NAMES
    in_group(history, SettingChosen(setting="privacy", value="3"))
    group = history.group()
    assert {usual_privacy(group, audience) for audience in Audience} == {Privacy.ROLES}
    history.step("x", "bo")
    assert drawn(history).steps[0].who == "a member"


def test_pronouns_stand_beside_names_only_where_the_group_opted_in(history: History) -> None:
    in_group(history, PersonChanged(person="bo", name="Bo Chen", pronouns="he/him"))
    assert drawn(history).facilitator == "Bo Chen"
    in_group(history, SettingChosen(setting="pronouns_in_minutes", value="yes"))
    assert drawn(history).facilitator == "Bo Chen (he/him)"
    assert drawn(history, Privacy.ROLES).facilitator == "a member"


def test_a_role_that_one_person_alone_has_is_said_to_tell_who_it_is(history: History) -> None:
    history.step("x", "ana", helpers=("bo",))
    assert telling_roles(history.meeting(), history.group()) == ("RC",)
    in_group(history, PersonChanged(person="mei", name="Mei Tan", roles=("RC",)))
    assert telling_roles(history.meeting(), history.group()) == ()


def test_a_role_that_tells_a_name_stands_for_nobody(history: History) -> None:
    in_group(history, PersonChanged(person="bo", name="Bo Chen", roles=("Bo's stand-in",)))
    assert drawn(history, Privacy.ROLES).facilitator == "a member"


def test_check_44_members_get_the_link_and_others_do_not_wherever_it_stands(history: History) -> None:
    history.say(NextMeetingSet(starts=START + dt.timedelta(days=28)))
    history.write(EntryKind.LINK, f"join at {LINK} please")
    in_group(history, SettingChosen(setting="link", value=LINK))
    assert everything(drawn(history)).count(LINK) >= 2
    for audience in (Audience.PUBLIC, Audience.FUNDER, Audience.REVIEWERS):
        told = everything(drawn(history, audience=audience))
        assert LINK not in told and FOR_MEMBERS in told


def test_the_link_is_that_of_the_next_meeting_where_it_has_one_of_its_own(history: History) -> None:
    in_group(history, SettingChosen(setting="link", value=LINK))
    history.plan("m3", START + dt.timedelta(days=28))
    history.say(JoinLinkSet(link="https://zoom.example/other"))
    assert drawn(history).next_meeting.link == "https://zoom.example/other"


def test_check_44_a_word_that_is_a_name_too_is_asked_about_and_replaced_until_then(history: History) -> None:
    in_group(history, PersonAdded(person="may", name="May Hope"))
    history.write(EntryKind.NOTE, "We may hope for May")
    meeting, group = history.meeting(), history.group()
    asked = doubts_in(meeting, group, Privacy.ROLES)
    text = "We may hope for May"
    assert asked == (Doubt("may hope", text), Doubt("May", text))
    shown = everything(make_minutes(meeting, group, Privacy.ROLES, kept=[Doubt("may hope", ""), Doubt("May", "other")]))
    assert "We may hope for a member" in shown
    assert "We a member for a member" in everything(make_minutes(meeting, group, Privacy.ROLES))
    assert doubts_in(meeting, group, Privacy.OWNERS) == ()


def test_an_answer_for_every_line_holds_for_every_line(history: History) -> None:
    in_group(history, PersonAdded(person="will", name="Will"))
    for text in ("we will go", "they will stay", "Will goes"):
        history.write(EntryKind.NOTE, text)
    shown = everything(make_minutes(history.meeting(), history.group(), Privacy.NO_NAMES, kept=[Doubt("will", "")]))
    assert "we will go" in shown and "they will stay" in shown and "A member goes" in shown


def test_who_was_meant_is_not_told_where_names_are_hidden(history: History) -> None:
    history.step("x", meant="zozo")
    assert drawn(history).steps[0].who == "unclaimed (meant: zozo)"
    assert drawn(history, Privacy.ROLES).steps[0].who == "unclaimed"


def test_nobody_known_by_an_id_is_a_member(history: History) -> None:
    naming = Naming(history.group(), Privacy.FULL)
    assert naming.name("ghost", Part.OWNER) == "a member"
    assert naming.name(None, Part.OWNER) == "" and naming.name("ghost", Part.PRESENT) == ""


# --- no name leaks ------------------------------------------------------------------------------------------------

GIVEN = ("Zsofia", "Kwabena", "Örjan", "Siobhán", "林小雨", "김민수", "Dmitriy", "Xóchitl", "Ng", "Jo", "Will", "Grace")
FAMILY = ("O’Connell", "Vandermeer", "García-Lorca", "Nkrumah", "Ðorđević", "Hope", "May", "")


@dataclass
class Told:
    """A generated group with everything it ever called its people."""

    history: History
    names: set[str] = field(default_factory=set)


@st.composite
def groups(draw: st.DrawFn) -> Told:
    """A group whose names stand in every text a record may show."""
    told = Told(History())
    history = told.history
    people = []
    for number in range(draw(st.integers(1, 4))):
        key, status = f"p{number}", draw(st.sampled_from(list(Status)))
        earlier, alias = draw(st.sampled_from(("", *GIVEN))), draw(st.sampled_from(("", "bee", "Zz")))
        name = f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(FAMILY))}".strip()
        roles = draw(st.sampled_from(((), ("CPS",), ("RC", "FP"), (f"friend of {name}",))))
        told.names |= {earlier, alias, name} - {""}
        if earlier:
            history.say(PersonAdded(person=key, name=earlier))
        history.say(
            PersonChanged(person=key, name=name, alias=alias, roles=roles, status=status, named=draw(st.booleans()))
        )
        people.append(key)
    if len(people) > 2 and draw(st.booleans()):
        history.say(PeopleMerged(kept=people[0], gone=people[1]))
    who = draw(st.sampled_from(sorted(told.names)))
    shape = draw(st.sampled_from(("{}", "with {} today", "({}’s idea)", "ask @{}", "„{}“", "{}: yes", "re-{}")))

    def said(plain: str) -> str:
        return f"{plain} {shape.format(draw(st.sampled_from([who, who.upper(), who.split()[0], who.split()[-1]])))}"

    history.say(GroupRenamed(name=said("Circle")))
    history.say(PriorityAdded(priority="leg", name=said("Bill"), lead=people[0]))
    history.plan("m1", LAST_START, said("Meeting"))
    history.begin(LAST_START)
    old = history.step(said("old step"), people[0], yes=True)
    parked = history.write(EntryKind.PARKED, said("old parked"))
    history.end(LAST_START)
    history.plan("m2", START, said("Meeting"), type=said("circle"), platform=said("room"))
    history.say(MeetingRenamed(title=said("Title")))
    blocks = [msgspec.structs.replace(block, title=said("Block"), say=said("Say")) for block in BLOCKS]
    history.say(AgendaSet(blocks=tuple(blocks)))
    history.say(UpdateCollected(priority="leg", text=said("update"), meeting="m2"))
    history.begin(START)
    for person in people:
        history.say(Arrived(person=person))
    history.say(RoleGiven(role="facilitator", person=draw(st.sampled_from(people))))
    history.say(RoleGiven(role="scribe", person=draw(st.sampled_from(people))))
    history.say(AgreementProposed(item="i", side=Side.COMFORT, text=said("comfort")))
    history.go("priorities")
    for kind in (EntryKind.NOTE, EntryKind.DECISION, EntryKind.QUESTION, EntryKind.CELEBRATION, EntryKind.LINK):
        history.write(kind, said(str(kind)), priority=draw(st.sampled_from((None, "leg"))))
    history.write(EntryKind.CORRECTION, said("correction"), block="minutes")
    history.say(MinutesReviewed(meeting="m1", outcome="approved as corrected", corrections=(said("correction"),)))
    step = history.step(said("step"), people[0], helpers=tuple(people[1:]), done_when=said("done"))
    history.step(said("step"), meant=who.split()[0])
    history.say(StepMarked(step=step, progress=Progress.STUCK, reason=said("since")))
    history.say(StepMarked(step=old, progress=Progress.MOVED, reason=said("because")))
    history.say(StepAssigned(step=old, owner=people[-1]))
    new = history.write(EntryKind.PARKED, said("parked"))
    history.say(ParkedPlaced(entry=new, destination=Destination.OWNER, owner=people[0], due=Due(next_meeting=True)))
    history.say(ParkedPlaced(entry=parked, destination=Destination.NEXT_AGENDA))
    history.say(ConvenerNamed(person=people[0]))
    history.say(NextRoleGiven(role="scribe", person=people[-1]))
    history.say(NextMeetingSet(starts=START + dt.timedelta(days=28)))
    history.end(START)
    history.say(CorrectionMade(entry="c", text=said("wrong")), during="m3")
    return told


def words_of(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()


def leaks(text: str, names: set[str]) -> set[str]:
    """The names of which a word is left: whole words, or, in scripts without spaces, anywhere."""
    left, folded = set(words_of(text)), fold(text)
    ours = {"grace", "hope", "may", "will"}  # also words of the program's own dates and sentences
    return {
        name
        for name in names
        for word in words_of(name)
        if len(word) > 1 and ((word in left and word not in ours) or (ord(word[0]) > 0x2FFF and word in folded))
    }


@settings(max_examples=60, deadline=None)
@given(told=groups(), privacy=st.sampled_from(LEVELS), audience=st.sampled_from(list(Audience)))
def test_check_44_no_name_is_left_at_roles_only_and_no_names(told: Told, privacy: Privacy, audience: Audience) -> None:
    group = told.history.group()
    minutes = make_minutes(told.history.meeting("m2"), group, privacy, audience)
    text = everything(minutes)
    assert not leaks(text, told.names), text
    for name in told.names:
        assert f" {name} " not in f" {text} "


def test_the_search_for_leaks_finds_one() -> None:
    assert leaks("so Zsofia said", {"Zsofia Hope"}) and leaks("听说林小雨她来了", {"林小雨"})
    assert not leaks("so a member said", {"Zsofia Hope"})
