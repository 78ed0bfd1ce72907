"""The Comfort / Discomfort Agreement as a history leaves it."""

from __future__ import annotations

from peer_tui.domain.agreement import Agreement
from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
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
