"""What a group chose, read back whatever the file holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.dates import parse_due
from peer_tui.domain.events import GroupCreated, SettingChosen
from peer_tui.domain.group import Group
from peer_tui.domain.profile import SETTINGS, Profile, as_value, profile_of, read_setting


def moment(minute: int) -> dt.datetime:
    return dt.datetime(2024, 11, 13, 19, minute, tzinfo=dt.UTC)


def group(**chosen: str) -> Group:
    made = [
        GroupCreated(id="0", at=moment(0), group="g", name="G", zone="UTC", template="", template_name="", blocks=())
    ]
    made += [
        SettingChosen(id=f"1{n}", at=moment(1), setting=name, value=value)
        for n, (name, value) in enumerate(chosen.items())
    ]
    return Group.fold([("", made)])


def test_a_group_that_chose_nothing_has_what_is_usual() -> None:
    assert profile_of(group()) == Profile()


def test_what_was_chosen_is_read() -> None:
    chosen = profile_of(
        group(
            privacy="3", hours="24", dates="day first", first_day="sunday", keep_months="36", hints="no",
            kinds="council\nwalk", link=" https://example.org/j/1 ", pronouns_in_minutes="yes",
        )
    )  # fmt: skip
    assert (chosen.privacy, chosen.hours, chosen.keep_months, chosen.hints) == (3, 24, 36, False)
    assert (chosen.dates, chosen.first_day, chosen.kinds) == ("day first", "sunday", ("council", "walk"))
    assert chosen.link == "https://example.org/j/1" and chosen.pronouns_in_minutes


@pytest.mark.parametrize(
    ("name", "value"),
    [("privacy", "9"), ("privacy", "1_2"), ("privacy", "١"), ("hours", "13"), ("keep_months", "-1"), ("hints", "maybe"),
     ("keep_months", "99999999999"), ("dates", "year first"), ("first_day", "friday"), ("kinds", " , ,"),
     ("nobody", "x")],
)  # fmt: skip
def test_what_nobody_can_use_means_what_is_usual(name: str, value: str) -> None:
    assert read_setting(name, value) is None
    assert profile_of(group(**{name: value})) == Profile()


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(SETTINGS), st.text(max_size=60)))
def test_any_value_can_be_read_and_written_back(chosen: dict[str, str]) -> None:
    profile = profile_of(group(**chosen))
    for name in SETTINGS:
        value = getattr(profile, name)
        if value != getattr(Profile(), name):
            assert read_setting(name, as_value(value)) == value


def test_the_order_of_dates_and_the_first_day_reach_every_line_that_is_typed() -> None:
    wednesday = moment(0).date()

    def due(words: str, **chosen: str) -> str:
        found = parse_due(words, wednesday, group(**chosen).dates)
        assert found is not None and found.date is not None
        return found.date.isoformat()

    assert due("11/12") == "2024-11-12" and due("11/12", dates="day first") == "2024-12-11"
    assert due("11/12", dates="day first", first_day="sunday") == "2024-12-11"
    assert due("next sun") == "2024-11-24" and due("next sun", first_day="sunday") == "2024-11-17"
    assert due("next fri") == due("next fri", first_day="sunday") == "2024-11-22"
    assert due("eow") == due("eow", first_day="sunday") == "2024-11-15"


def test_a_choice_taken_back_is_the_order_the_group_began_with() -> None:
    assert group(dates="day first").dates == "day first"
    back = group(dates="day first")
    back.fold_in([("", [SettingChosen(id="2", at=moment(2), setting="dates", value="")])])
    assert back.dates == "month first" and profile_of(back).dates == "month first"
