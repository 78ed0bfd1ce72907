"""The Comfort / Discomfort Agreement as a history leaves it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.agreement import Agreement, change_between
from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    AgreementSeen,
    AgreementWithdrawn,
    Event,
    Side,
)


def after(*events: Event) -> Agreement:
    agreement = Agreement()
    for event in (
        AgreementProposed(item="a", side=Side.COMFORT, text="pass at any time"),
        AgreementProposed(item="b", side=Side.DISCOMFORT, text="say ouch"),
        AgreementAdopted(version=1, items=("a", "b")),
        *events,
    ):
        agreement.apply(event, "m")
    return agreement


def test_a_line_is_agreed_once_it_is_adopted() -> None:
    proposed = after(AgreementProposed(item="c", side=Side.COMFORT, text="cameras optional"))
    assert [item.id for item in proposed.lines(Side.COMFORT)] == ["a"]
    assert proposed.adoption() == ("a", "b", "c")
    adopted = after(
        AgreementProposed(item="c", side=Side.COMFORT, text="cameras optional"),
        AgreementAdopted(version=2, items=("a", "b", "c")),
    )
    assert [item.id for item in adopted.lines(Side.COMFORT)] == ["a", "c"]
    assert adopted.moments[-1].added == ("cameras optional",)
    assert adopted.changes == []


def test_new_wording_waits_for_consent_and_the_old_stays_in_the_history() -> None:
    waiting = after(AgreementAmended(item="a", text="pass whenever you like"))
    assert waiting.items["a"].text == "pass at any time" and waiting.changes
    agreed = after(
        AgreementAmended(item="a", text="pass whenever you like"), AgreementAdopted(version=2, items=("a", "b"))
    )
    assert agreed.items["a"].text == "pass whenever you like"
    assert agreed.items["a"].history == ("pass at any time",)


def test_a_retired_line_leaves_with_consent_and_stays_known() -> None:
    leaving = after(AgreementRetired(item="b"))
    assert leaving.items["b"].state == "adopted" and leaving.adoption() == ("a",)
    gone = after(AgreementRetired(item="b"), AgreementAdopted(version=2, items=("a",)))
    assert gone.items["b"].state == "retired" and gone.changes == []
    assert gone.moments[-1].retired == ("say ouch",)


def test_a_proposal_that_was_let_go_waits_no_longer() -> None:
    gone = after(
        AgreementProposed(item="c", side=Side.COMFORT, text="slip"),
        AgreementRetired(item="c"),
        AgreementAdopted(version=2, items=("a", "b")),
    )
    assert gone.changes == [] and gone.items["c"].state == "retired"
    assert gone.moments[-1].retired == ()


def test_what_another_writer_proposed_meanwhile_stays_open() -> None:
    open_still = after(
        AgreementProposed(item="c", side=Side.COMFORT, text="theirs"), AgreementAdopted(version=2, items=("a", "b"))
    )
    assert [item.id for item in open_still.changes] == ["c"]


def test_affirming_is_a_dated_fact_and_no_new_version() -> None:
    affirmed = after(AgreementAffirmed(version=1))
    assert affirmed.version == 1
    assert [moment.act for moment in affirmed.moments] == ["adopted", "affirmed"]
    assert affirmed.adopted_at == affirmed.moments[0].at


def test_a_copy_changes_alone() -> None:
    first = after()
    other = first.copy()
    other.apply(AgreementRetired(item="b"), "m")
    assert first.changes == [] and other.changes


def test_changes_to_lines_nobody_knows_are_left_aside() -> None:
    assert after(AgreementAmended(item="z", text="x"), AgreementRetired(item="z")) == after()


def test_check_37_each_version_keeps_its_lines_and_what_changed_is_told() -> None:
    agreement = after(
        AgreementProposed(item="c", side=Side.COMFORT, text="cameras optional"),
        AgreementAmended(item="a", text="pass whenever you like"),
        AgreementAdopted(version=2, items=("a", "b", "c")),
        AgreementRetired(item="b"),
        AgreementAdopted(version=3, items=("a", "c")),
    )
    first, second, third = agreement.versions
    assert [line.text for line in first.lines] == ["pass at any time", "say ouch"]
    assert [line.text for line in second.lines] == ["pass whenever you like", "cameras optional", "say ouch"]
    change = change_between(first.lines, second.lines)
    assert [line.text for line in change.added] == ["cameras optional"] and not change.retired
    assert [(old.text, new.text) for old, new in change.reworded] == [("pass at any time", "pass whenever you like")]
    gone = change_between(second.lines, third.lines)
    assert [line.text for line in gone.retired] == ["say ouch"] and not gone.added and not gone.reworded
    assert agreement.items["b"].state == "retired"
    assert not change_between(third.lines, third.lines)


def test_what_was_proposed_can_be_taken_back() -> None:
    agreement = after(
        AgreementProposed(item="c", side=Side.COMFORT, text="cameras optional"),
        AgreementWithdrawn(item="c"),
        AgreementAmended(item="a", text="never pass"),
        AgreementWithdrawn(item="a"),
        AgreementRetired(item="b"),
        AgreementWithdrawn(item="b"),
        AgreementWithdrawn(item="nobody"),
    )
    assert agreement.changes == [] and agreement.adoption() == ("a", "b")
    assert [item.text for item in agreement.in_order()] == ["pass at any time", "say ouch"]


def test_consent_that_another_device_recorded_holds_over_a_withdrawal() -> None:
    agreement = after(
        AgreementProposed(item="c", side=Side.COMFORT, text="cameras optional"),
        AgreementWithdrawn(item="c"),
        AgreementAdopted(version=2, items=("a", "b", "c")),
    )
    assert [item.id for item in agreement.lines(Side.COMFORT)] == ["a", "c"]


def test_who_has_seen_which_version_is_kept() -> None:
    agreement = after(
        AgreementSeen(people=("ana", "bo")),
        AgreementAdopted(version=2, items=("a",)),
        AgreementSeen(people=("bo",), version=2),
        AgreementSeen(people=("bo",), version=1),
    )
    assert agreement.seen == {"ana": 1, "bo": 2}
    other = agreement.copy()
    other.apply(AgreementSeen(people=("kim",)), "m")
    assert "kim" not in agreement.seen


_ID = st.sampled_from(("a", "b", "c"))
_TEXT = st.text(max_size=3)
_EVENTS = st.one_of(
    st.builds(AgreementProposed, item=_ID, side=st.sampled_from(Side), text=_TEXT),
    st.builds(AgreementAmended, item=_ID, text=_TEXT),
    st.builds(AgreementRetired, item=_ID),
    st.builds(AgreementWithdrawn, item=_ID),
    st.builds(AgreementAdopted, version=st.integers(0, 9), items=st.lists(_ID).map(tuple)),
    st.builds(AgreementSeen, people=st.lists(_TEXT).map(tuple), version=st.integers(0, 9)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_EVENTS, max_size=12))
def test_any_history_folds_and_the_newest_version_is_what_is_agreed(events: list[Event]) -> None:
    agreement = Agreement()
    for event in events:
        agreement.apply(event, "m")
    agreed = [item.id for side in Side for item in agreement.lines(side)]
    if agreement.versions and isinstance(events[-1], AgreementAdopted):
        assert [line.item for line in agreement.versions[-1].lines] == agreed
    assert set(agreed) <= {item.id for item in agreement.in_order()}
    assert not {item.id for item in agreement.changes} & {
        item.id for item in agreement.items.values() if item.state == "withdrawn"
    }
