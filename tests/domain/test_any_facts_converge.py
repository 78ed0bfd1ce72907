"""Two devices do what they like between meetings: whatever arrives when, both see the same group and minutes."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.events.coding import KINDS
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import Audience, Privacy
from peer_tui.services.refolding import followed, refolded
from tests.domain.any_facts import facts, numbered
from tests.domain.histories import LAST_START, START, History

ALL = tuple(kind for kind in KINDS.values() if kind is not ev.GroupCreated)
ANY = facts(*ALL)
BETWEEN = facts(
    ev.ReviewOpened, ev.ReviewAnswered, ev.ReviewClosed, ev.Amended, ev.Approved, ev.MeetingDeleted, ev.MeetingRestored,
    ev.MeetingMerged, ev.RotaSet, ev.RotaSkipped, ev.SettingChosen, ev.DecisionReplaced, ev.StepSnoozed, ev.StepDated,
    ev.CriterionSet, ev.CriterionMet, ev.PeopleMerged, ev.MinutesKept, ev.TopicChanged, ev.TopicRemoved, ev.TopicAdded,
    ev.TopicsOrdered, ev.JoinLinkSet, ev.AgreementProposed, ev.AgreementAdopted, ev.AgreementWithdrawn,
    ev.AgreementSeen, ev.MeetingMoved, ev.MeetingRenamed,
)  # fmt: skip
"""What two people may do at the same time without a meeting being on."""
SHARDS = st.sampled_from(["", "m1", "m2", "m3"])


def base() -> History:
    """Two meetings that were held and one that is planned."""
    told = History()
    told.plan("m1", LAST_START)
    told.begin(LAST_START)
    told.write(ev.EntryKind.DECISION, "we meet by Zoom")
    told.step("call", "bo")
    told.end(LAST_START)
    told.plan("m2", START)
    told.begin(START)
    told.write(ev.EntryKind.PARKED, "a survey")
    told.step("write", "ana")
    told.end(START)
    told.plan("m3", START.replace(month=12))
    return told


def told_of(drawn: list[tuple[str, ev.Event]]) -> dict[str, list[ev.Event]]:
    shards = {key: list(events) for key, events in base().shards.items()}
    for key, events in numbered(drawn).items():
        shards.setdefault(key, []).extend(events)
    return shards


def seen(shards: dict[str, list[ev.Event]]) -> tuple[Group, dict[str, Meeting]]:
    return Group.fold(shards.items()), {key: Meeting.fold(events) for key, events in shards.items() if key}


@given(st.lists(st.tuples(SHARDS, BETWEEN), min_size=1, max_size=10), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_the_order_of_arrival_and_arriving_twice_change_nothing(drawn: list[tuple[str, ev.Event]], seed: int) -> None:
    chosen = Random(seed)
    shards = told_of(drawn)
    group, meetings = seen(shards)
    mixed = {key: [*events, *chosen.sample(events, len(events) // 2)] for key, events in shards.items()}
    for events in mixed.values():
        chosen.shuffle(events)
    order = list(mixed)
    chosen.shuffle(order)
    assert seen({key: mixed[key] for key in order}) == (group, meetings)


@given(st.lists(st.tuples(SHARDS, BETWEEN), min_size=1, max_size=10), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_a_group_that_is_folded_again_in_part_is_the_one_folded_from_everything(
    drawn: list[tuple[str, ev.Event]], seed: int
) -> None:
    chosen = Random(seed)
    shards = told_of(drawn)
    whole = Group.fold(shards.items())
    late = {key for key in shards if chosen.random() < 0.5}
    before = {key: [e for e in events if e.id[0] == "0" or key not in late] for key, events in shards.items()}
    changed = {key: tuple(events) for key, events in shards.items() if len(events) != len(before[key])}
    every = {key: tuple(events) for key, events in shards.items()}
    folded = Group.fold(before.items())
    untouched = folded.copy()
    assert refolded(folded, changed, lambda: every) == whole
    assert folded == untouched


def test_a_meeting_that_was_let_go_stays_hidden_when_its_files_come_back() -> None:
    """Its deletion stands in the group's own log; the log of another device comes back without any."""
    shards = told_of([("", ev.MeetingDeleted(meeting="m3"))])
    folded = Group.fold(shards.items())
    assert folded.meetings["m3"].hidden
    back = {"m3": (*shards.pop("m3"), *numbered([("m3", ev.MeetingRenamed(title="again"))], 50)["m3"])}
    every = {**{key: tuple(one) for key, one in shards.items()}, **back}
    for earlier in (folded, Group.fold(shards.items())):
        again = refolded(earlier, back, lambda: every)
        assert again.meetings["m3"].hidden and again.meetings["m3"].title == "again"
        assert again == Group.fold(every.items())
    every["m3"] += tuple(numbered([("m3", ev.MeetingRestored())], 51)["m3"])
    assert not Group.fold(every.items()).meetings["m3"].hidden


@given(st.lists(st.tuples(SHARDS, ANY), min_size=1, max_size=14))
@settings(max_examples=200, deadline=None)
def test_no_fact_of_any_kind_makes_a_fold_or_the_minutes_raise(drawn: list[tuple[str, ev.Event]]) -> None:
    group, meetings = seen(told_of(drawn))
    for meeting in meetings.values():
        for audience in Audience:
            make_minutes(meeting, group, None, audience)
        make_minutes(meeting, group, Privacy.ROLES)


def test_what_replaced_a_decision_under_a_clock_that_ran_ahead_still_holds() -> None:
    shards = told_of([("", ev.DecisionReplaced(entry="e1", newer="e2"))])
    ours = numbered([("", ev.DecisionReplaced(entry="e1", newer="e3"))])[""][0]
    ours = msgspec.structs.replace(ours, id="4")
    folded = Group.fold(shards.items())
    assert followed(folded, [ours]) is None, "it has to be folded with everything"
    later = msgspec.structs.replace(ours, id="6")
    again = followed(folded, [later])
    assert again is not None and again == Group.fold({**shards, "": [*shards[""], later]}.items())


def test_a_draft_has_no_more_reviewers_than_a_screen_can_list() -> None:
    """A log with 100,000 of them kept the review screen busy for eleven seconds."""
    many = [f"p{number}" for number in range(100_000)]
    for fields in ({"kind": "review opened", "reviewers": many}, {"kind": "rota set", "role": "x", "people": many}):
        event = ev.decode({"id": "1", **fields})
        assert isinstance(event, ev.ReviewOpened | ev.RotaSet)
        assert (event.reviewers if isinstance(event, ev.ReviewOpened) else event.people) == tuple(many[:1_000])
