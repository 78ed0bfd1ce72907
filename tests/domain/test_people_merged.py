"""Two records of one person, however many writers merged them and in whatever order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import Event, PeopleMerged, PersonAdded
from peer_tui.domain.group import Group

IDS = ("a", "b", "c", "d")
ADDED: list[Event] = [PersonAdded(id=f"0{one}", person=one, name=one.upper()) for one in IDS]


def group(*merges: tuple[str, str]) -> Group:
    merged = [PeopleMerged(id=f"1{n:03}", kept=kept, gone=gone) for n, (kept, gone) in enumerate(merges)]
    return Group.fold([("", [*ADDED, *merged])])


def test_two_devices_that_kept_the_other_ones_record_leave_one_person() -> None:
    both = group(("a", "b"), ("b", "a"))
    assert [person.id for person in both.everybody] == ["a", "c", "d"]
    assert both.person("b") == both.person("a") == both.people["a"]


def test_a_round_of_three_leaves_one() -> None:
    round_ = group(("a", "b"), ("b", "c"), ("c", "a"))
    assert [person.id for person in round_.everybody] == ["a", "d"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=12))
def test_nobody_ever_vanishes(merges: list[tuple[str, str]]) -> None:
    made = group(*merges)
    here = {person.id for person in made.everybody}
    assert here
    for one in IDS:
        person = made.person(one)
        assert person is not None and person.id in here
