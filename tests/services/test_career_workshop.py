"""The career workshop as its file says it (`product.md` §1.5): ninety minutes, the menu, the topics, nobody named."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.agenda import lay_out
from peer_tui.domain.naming import Privacy
from peer_tui.services import planning
from peer_tui.services.programmes import meetings, report_drawing, report_files, running, starting
from peer_tui.services.programmes.files import load_programme
from peer_tui.services.templates import load_template
from tests.services.conftest import PEOPLE, ZONE, Room

WHEN = dt.datetime(2026, 4, 16, 18, 0, tzinfo=dt.UTC)


def test_the_blocks_take_ninety_minutes_as_planned():
    template = load_template("career-workshop")
    assert template.minutes == 90 and template.minutes_ours
    assert all(block.ours for block in template.blocks), "the page it comes from has no timed agenda"
    laid_out = lay_out(template.blocks, 90, WHEN)
    starts = [int((row.at - WHEN).total_seconds() // 60) for row in laid_out.rows]
    # 10 together, 15, 20, 10, 20, 10, and 5 together.
    assert starts == [0, 5, 10, 25, 45, 55, 75, 85, 88]
    assert [block.key for block in template.blocks if block.flex] == ["interchange"]


def test_the_menu_holds_what_individuals_and_organizations_can_do():
    menu = next(one for one in load_programme("career-workshop").registers if one.key == "actions")
    assert len(menu.starts) == 8
    assert {row["level"] for row in menu.starts} == {"individual", "organizational"}
    assert any("eCPR, WHAM, WRAP, IPS" in row["title"] for row in menu.starts)


@pytest.fixture
def room(tmp_path, workspace, clock) -> Room:
    clock.set(WHEN - dt.timedelta(days=30))
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "career-workshop", ZONE, PEOPLE)
    run = starting.start(workspace, opened, "career-workshop", anchors={"day": dt.date(2026, 4, 16)})
    made = Room(tmp_path, workspace, clock, opened)
    made.run = lambda: running.run_of(opened, run)  # type: ignore[attr-defined]
    made.meeting = meetings.plan_meeting(workspace, opened, made.run(), "workshop", WHEN)  # type: ignore[attr-defined]
    clock.set(WHEN)
    made.open(made.meeting)  # type: ignore[attr-defined]
    return made


def test_the_topics_of_the_interchange_stand_on_the_agenda_each_with_its_word(room):
    topics = [topic.text for topic in room.session.meeting.topics]
    words = {word.title: word.word for word in load_programme("career-workshop").words}
    assert len(topics) == 8 and set(topics) <= set(words)
    assert "Avoiding coercion, co-optation, compliance and tokenism" in topics


def test_its_report_names_nobody_and_tells_nothing_personal(room):
    room.all("/next", "+ana ruiz", "+bo", "/go interchange", "wages: Ana Ruiz says it differs", "/go mystep")
    room.all("my: @ana ruiz ask about the loan", "> @bo write to the agencies", "/end", "/end")
    page = report_drawing.drawn(room.workspace, room.opened, room.run(), "report")
    told = report_files.render(page, "md")
    assert "says it differs" in told and "write to the agencies" in told
    assert "loan" not in told
    assert not any(name in told for name in ("Ana", "Ruiz", "Bo", "Chen"))
    assert load_programme("career-workshop").reports[0].names == Privacy.NO_NAMES
