"""The roll-call over facts no peer-tui would record: it is drawn whatever they are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.group import Group
from peer_tui.domain.programmes.roll_call import roll_call, roll_call_lines, told_in
from tests.domain.any_facts import facts
from tests.domain.test_any_facts_converge import ALL, told_of

TOLD = st.lists(st.tuples(st.sampled_from(["", "m1", "m2", "m3"]), facts(*ALL)), min_size=10, max_size=50)


@given(TOLD)
@settings(max_examples=30, deadline=None)
def test_any_facts_make_a_roll_call(told: list[tuple[str, ev.Event]]) -> None:
    group = Group.fold(told_of(told).items())
    for meeting in ("m1", "m2", "m3", "nowhere"):
        call = roll_call(group, meeting, ("m1", "m3"), tuple(group.steps.steps))
        assert len(call.waiting) + sum(one.said is not None for one in call.assignments) == len(call.assignments)
        assert all(one.celebrated for one in call.celebrated) and call.tally
        assert len({one.step.id for one in call.assignments}) == len(call.assignments)
        assert not any(one.step.withheld for one in call.assignments)
    calls = told_in(group, ("m1", "m2", "m3"))
    assert len(roll_call_lines(group, ("m1", "m2", "m3"))) == len(calls)
