"""The PEER training: what each session must end with, and the hours of all three (`product.md` §1.3)."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.programmes.standing import StageStanding
from peer_tui.services.clock import ManualClock
from peer_tui.services.programmes.evaluations import enter
from peer_tui.services.programmes.files import load_programme
from peer_tui.services.programmes.rows import remove_row
from peer_tui.services.programmes.standing import where_it_stands
from peer_tui.services.session import LiveSession
from peer_tui.services.templates import load_template
from peer_tui.services.workspace import Workspace
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.programmes.trainings import Training

ISSUE = {
    "title": "Waiting lists", "concern": "They wait for months", "sets": "State legislature",
    "administers": "Department of Labor", "recommendation": "A limit of 30 days", "options": "A bill",
}  # fmt: skip


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    return Training(workspace, clock)


def hold(training: Training, kind: str, minutes: int, *lines: str) -> None:
    """A session from its call to order to its end."""
    session = LiveSession(training.workspace, training.opened, training.plan(kind))
    training.clock.advance(dt.timedelta(hours=1))
    for line in ("/next", "/next", *lines):
        session.typed(line)
        session.enter(line)
    training.clock.advance(dt.timedelta(minutes=minutes))
    for line in ("/end", "/end"):
        session.typed(line)
        session.enter(line)


def stage(training: Training, key: str) -> StageStanding:
    found = where_it_stands(training.workspace, training.opened, training.running)
    return next(one for one in found.stages if one.stage.key == key)


def confidence(training: Training, occasion: str) -> None:
    enter(training.workspace, training.opened, training.running, "confidence", {"link": "3"}, occasion)


def test_check_70_session_one_ends_with_issues_that_say_who_sets_and_who_administers_them(training: Training) -> None:
    confidence(training, "before")
    hold(training, "one", 130, "issue: Waiting lists", "issue: Two forms / The agency sets")
    first, second = training.listed("issues").rows
    assert (first.name, second.name, second.words("sets")) == ("Waiting lists", "Two forms", "The agency")
    assert "who sets it is missing" in first.missing and "who sets it is missing" not in second.missing
    assert first.words("meeting").startswith("Session one")
    lacks = stage(training, "session-one")
    assert not lacks.done
    assert lacks.missing == (
        "not every policy issue says who sets it (1 of 2)",
        "not every policy issue says who administers it (0 of 2)", "no proposed solution yet",
    )  # fmt: skip
    training.change(first.id, ISSUE)
    training.change(second.id, {"administers": "The agency"})
    assert stage(training, "session-one").done


def test_check_70_session_three_is_not_complete_without_workplan_and_support_agreement(training: Training) -> None:
    hold(training, "three", 140)
    training.add("role-plays", {"scenario": "A visit", "landed": "The number"})
    confidence(training, "after")
    lacks = stage(training, "session-three")
    assert not lacks.done
    assert [words.partition(":")[0] for words in lacks.missing] == ["no workplan yet", "no support agreement yet"]
    row = training.add("workplan", {"what": "Call", "who": "bo"})
    training.add("support", {"what": "Coaching", "from": "MWA", "by": "2026-05-20", "participants": "yes"})
    assert not stage(training, "session-three").done
    training.change(row, {"by": "2026-05-08"})
    assert [words.partition(":")[0] for words in stage(training, "session-three").missing] == [
        "no support agreement yet"
    ]  # fmt: skip
    (agreed,) = training.listed("support").rows
    assert agreed.missing == ("not signed off by the Community Educators",)
    training.change(agreed.id, {"educators": "yes"})
    assert stage(training, "session-three").done
    remove_row(training.workspace, training.opened, training.running, row)
    assert not stage(training, "session-three").done


def test_check_70_the_actual_hours_of_the_sessions_are_totalled_against_six_to_eight(training: Training) -> None:
    def hours() -> str:
        return where_it_stands(training.workspace, training.opened, training.running).hours_words

    assert hours() == "0 h of 6–8 h"
    for kind, minutes in (("one", 130), ("two", 120), ("three", 90)):
        hold(training, kind, minutes)
        training.clock.advance(dt.timedelta(days=13))
    assert hours() == "5 h 40 of 6–8 h"


def test_session_two_is_done_with_options_and_a_plan_that_names_a_person(training: Training) -> None:
    training.add("issues", {"title": "Waiting lists"})
    hold(training, "two", 120)
    assert stage(training, "session-two").missing == (
        "no options for policy change yet", "no advocacy plan begun",
        "the advocacy plan names no decision-maker: not yet targeted",
    )  # fmt: skip
    (issue,) = training.listed("issues").rows
    training.change(issue.id, {"options": "A bill"})
    row = training.add("plan", {"change": "A limit", "issue": "1"})
    assert stage(training, "session-two").missing == ("the advocacy plan names no decision-maker: not yet targeted",)
    training.change(row, {"target": "Kim Doe"})
    assert stage(training, "session-two").done


def test_a_plan_names_its_issue_and_follows_its_title(training: Training) -> None:
    issue = training.add("issues", {"title": "Waiting lists"})
    training.add("plan", {"change": "A limit", "issue": "1"})
    assert training.listed("plan").rows[0].words("issue") == "Waiting lists"
    training.change(issue, {"title": "Waiting for a place"})
    assert training.listed("plan").rows[0].words("issue") == "Waiting for a place"
    training.add("plan", {"change": "Another", "issue": "not in the register"})
    assert training.listed("plan").rows[1].words("issue") == "not in the register"


def test_the_issues_that_are_open_are_the_topics_of_session_two(training: Training) -> None:
    training.add("issues", {"title": "Waiting lists"})
    training.add("issues", {"title": "Done already", "status": "changed"})
    meeting = training.plan("two")
    assert [topic.text for topic in training.opened.meeting(meeting).topics] == ["Issue: Waiting lists"]


def test_the_three_templates_take_two_hours_to_two_hours_forty_each_and_their_blocks_fit() -> None:
    programme = load_programme("peer-training")
    slots = [load_template(kind.template) for kind in programme.meetings]
    assert programme.hours == (6, 8)
    assert all(120 <= template.minutes <= 160 for template in slots)
    assert 6 * 60 <= sum(template.minutes for template in slots) <= 8 * 60
    for template in slots:
        assert sum(block.high for block in template.blocks) < template.minutes
        assert sum(block.flex for block in template.blocks) == 1
        assert template.minutes_ours and all(block.ours and block.say for block in template.blocks)


def test_what_the_documents_do_not_say_is_marked_as_ours() -> None:
    programme = load_programme("peer-training")
    registers = {register.key: {column.key: column for column in register.columns} for register in programme.registers}
    assert registers["issues"]["status"].choices == (
        "concern", "issue", "in plan", "advocated", "response", "changed", "closed",
    )  # fmt: skip
    assert registers["issues"]["area"].choices == ("design & delivery", "eligibility", "funds available")
    assert registers["issues"]["status"].ours and registers["plan"]["target"].ours
    assert all(card.ours for card in programme.cards if card.parts)
    assert all(window.ours for window in programme.windows)
    assert all(question.ours for form in programme.forms for question in form.questions)
