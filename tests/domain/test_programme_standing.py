"""Where a run stands: lines by their windows, this week, squeezed timelines, evidence, hours (`product.md` §1.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes.book import Answered, Evaluation, Mark, ReportState, Row, Running, Sent
from peer_tui.domain.programmes.definition import (
    Advice,
    Anchor,
    Column,
    Form,
    Item,
    Need,
    Offset,
    Programme,
    Question,
    Register,
    Report,
    Section,
    Stage,
    Window,
)
from peer_tui.domain.programmes.seen import MeetingSeen, Seen
from peer_tui.domain.programmes.standing import Standing, hours_words, standing
from peer_tui.domain.programmes.warnings import squeezed
from peer_tui.services.programmes.files import load_programme

AT = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
GOLDEN = {"assignment": dt.date(2026, 3, 2), "first": dt.date(2026, 4, 27), "last": dt.date(2026, 4, 28)}
SQUEEZED = GOLDEN | {"assignment": dt.date(2026, 3, 30)}


def a_match(anchors: Mapping[str, dt.date] = GOLDEN, **marks: str) -> Running:
    run = Running("run", "peer-match", "Harbor and Lake", AT, anchors=dict(anchors))
    run.marks = {key.replace("_", "-"): Mark(progress, None, "", AT) for key, progress in marks.items()}
    return run


def on(day: str, run: Running, seen: Seen | None = None, programme: Programme | None = None) -> Standing:
    return standing(programme or load_programme(run.key), run, dt.date.fromisoformat(day), seen or Seen())


def states(found: Standing) -> dict[str, str]:
    return {one.item.key: one.state for one in found.items}


def test_check_65_twenty_lines_and_the_check_in() -> None:
    found = on("2026-03-02", a_match())
    assert len(found.items) == 21
    assert [one.when(year=True) for one in found.items] == [
        *["by 9 Mar 2026"] * 4,
        *["by 16 Mar 2026"] * 3,
        *["30 Mar – 6 Apr 2026"] * 6,
        *["13–20 Apr 2026"] * 2,
        *["27–28 Apr 2026"] * 2,
        "5–12 May 2026",
        *["26 May – 9 Jun 2026"] * 2,
        "28 Jul – 28 Oct 2026",
    ]


def test_check_66_the_match_a_week_later_moves_only_its_own_windows() -> None:
    before = on("2026-03-20", a_match(contact_lead="done", recruit="not needed"))
    later = {**GOLDEN, "first": dt.date(2026, 5, 4), "last": dt.date(2026, 5, 5)}
    after = on("2026-03-20", a_match(later, contact_lead="done", recruit="not needed"))
    week = dt.timedelta(days=7)
    for was, now in zip(before.items, after.items, strict=True):
        window = was.window
        assert window is not None and window.due is not None and was.span.due and now.span.due
        if window.due.anchor == "assignment":
            assert now.span == was.span
        elif window.due.months == 0:
            assert now.span.due == was.span.due + week
    assert states(after)["contact-lead"] == "done" and states(after)["recruit"] == "not needed"


def test_check_66_four_weeks_are_too_few() -> None:
    assert squeezed(load_programme("peer-match"), a_match(SQUEEZED)) == [
        "less than 6 weeks: these stages overlap",
        "“Within 2 weeks of assignment” ends on 13 Apr 2026, after “3–4 weeks before match” closed on 6 Apr 2026.",
    ]
    assert not squeezed(load_programme("peer-match"), a_match())


@settings(max_examples=80, deadline=None)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 150))
@example(dt.date(2026, 3, 2), 34)
@example(dt.date(2026, 3, 2), 35)
@example(dt.date(2026, 3, 2), 41)
@example(dt.date(2026, 3, 2), 42)
@example(dt.date(2026, 3, 2), 56)
@example(dt.date(2026, 3, 2), 57)
def test_stages_overlap_exactly_where_an_early_window_ends_after_a_later_one(assigned: dt.date, days: int) -> None:
    first = assigned + dt.timedelta(days=days)
    run = a_match({"assignment": assigned, "first": first, "last": first + dt.timedelta(days=1)})
    said = " ".join(squeezed(load_programme("peer-match"), run))
    # The second window ends 14 days after the assignment, the third 21 days before the match.
    assert ("these stages overlap" in said) == (days - 21 < 14)
    assert ("less than 6 weeks" in said) == (days < 42)
    assert ("more than 8 weeks" in said) == (days > 56)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-03-15", "later"),
        ("2026-03-16", "soon"),
        ("2026-03-29", "soon"),
        ("2026-03-30", "now"),
        ("2026-04-06", "now"),
        ("2026-04-07", "overdue"),
    ],
)
def test_a_line_comes_soon_is_open_and_is_overdue(day: str, state: str) -> None:
    assert states(on(day, a_match()))["team-list"] == state


def test_within_a_week_of_an_assignment_that_is_still_ahead() -> None:
    assert states(on("2026-02-27", a_match()))["contact-lead"] == "soon"
    assert states(on("2026-02-01", a_match()))["contact-lead"] == "later"


def test_without_its_day_a_line_has_no_date() -> None:
    found = on("2026-03-03", a_match({"assignment": GOLDEN["assignment"]}))
    assert states(found)["team-list"] == "no date" and states(found)["contact-lead"] == "now"
    assert [one.when() for one in found.items if one.item.key == "team-list"] == [""]


def test_an_unknown_progress_counts_as_open() -> None:
    assert states(on("2026-03-03", a_match(contact_lead="postponed")))["contact-lead"] == "now"


def test_what_to_do_this_week() -> None:
    run = a_match(contact_lead="done")
    assert [one.item.key for one in on("2026-03-10", run).due] == [
        "timeline", "dates", "tell-admin", "first-call", "recruit", "review-fact-sheet",
    ]  # fmt: skip
    # The overdue ones come first; what closes in two weeks can wait.
    assert {one.state for one in on("2026-03-10", run).due[:3]} == {"overdue"}
    assert not on("2026-03-17", msgspec.structs.replace(run, closed=True)).due


def test_the_day_to_aim_for_calls_before_the_last_day() -> None:
    every = {item.key: "done" for item in load_programme("peer-match").items if item.key != "thank-you"}
    run = a_match(**{key.replace("-", "_"): progress for key, progress in every.items()})
    assert "thank-you" not in {one.item.key for one in on("2026-04-27", run).due}
    assert "thank-you" in {one.item.key for one in on("2026-04-28", run).due}


def test_what_is_overdue_comes_before_what_was_to_be_aimed_for_earlier() -> None:
    windows = (
        Window("aimed", "Aimed", opens=Offset("day"), aim=Offset("day", days=1), due=Offset("day", days=30)),
        Window("short", "Short", due=Offset("day", days=5)),
    )
    items = (Item("early", "Early", window="aimed"), Item("late", "Late", window="short"))
    programme = Programme("p", "P", "", "", anchors=(Anchor("day", "Day"),), windows=windows, items=items)
    run = Running("run", "p", "P", AT, anchors={"day": dt.date(2026, 3, 2)})
    assert [one.item.key for one in on("2026-03-08", run, None, programme).due] == ["late", "early"]


def test_a_line_about_a_form_is_done_only_when_it_was_sent() -> None:
    form = next(item.form for item in load_programme("peer-match").items if item.form)
    run = a_match(fact_sheet="done")
    run.answers = {(form, one.key): Answered("x", "id") for one in _form(form).questions}
    before = next(one for one in on("2026-04-01", run).items if one.item.form)
    assert (before.progress, before.state) == ("25/25", "now")
    run.sent = {form: Sent("file", dt.datetime(2026, 4, 2, 3, tzinfo=dt.UTC))}
    after = next(one for one in on("2026-04-02", run, Seen(zone="America/New_York")).items if one.item.form)
    assert (after.state, after.day) == ("done", dt.date(2026, 4, 1))


def _form(key: str) -> Form:
    return next(form for form in load_programme("peer-match").forms if form.key == key)


def test_a_line_about_a_report_follows_the_report() -> None:
    run = a_match()
    by_report = {one.item.report_at: one.item.key for one in on("2026-05-01", run).items if one.item.report}
    report = next(item.report for item in load_programme("peer-match").items if item.report)
    run.reports = {report: ReportState("approved")}
    found = states(on("2026-05-01", run))
    assert found[by_report["out for review"]] == "done" and found[by_report["shared"]] == "now"


# --- bad days -----------------------------------------------------------------------------------------------------


def test_a_match_before_its_assignment_is_said() -> None:
    found = on("2026-03-02", a_match({**GOLDEN, "assignment": dt.date(2026, 6, 1)}))
    assert any("lies before" in words and "1 Jun 2026" in words for words in found.warnings)
    assert not any("overlap" in words for words in found.warnings)


def test_a_last_day_before_the_first_is_said() -> None:
    found = on("2026-03-02", a_match({**GOLDEN, "last": dt.date(2026, 4, 20)}))
    assert any("lies before" in words and "20 Apr 2026" in words for words in found.warnings)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["assignment", "first", "last", "gone"]), st.dates(), max_size=4),
    st.dates(),
    st.dictionaries(
        st.sampled_from(["dates", "recruit", "nowhere"]),
        st.sampled_from(["done", "open", "not needed", "?"]),
        max_size=3,
    ),
)
def test_any_days_make_a_standing(anchors: dict[str, dt.date], today: dt.date, marks: dict[str, str]) -> None:
    """Also on the first and last day of the calendar: every line has a state, and done ones are done."""
    run = a_match(anchors)
    run.marks = {key: Mark(progress, None, "", AT) for key, progress in marks.items()}
    found = standing(load_programme("peer-match"), run, today, Seen())
    assert len(found.items) == 21 and all(one.state for one in found.items)
    assert {one.item.key for one in found.items if one.state == "done"} == {
        key for key, progress in marks.items() if progress == "done" and key != "nowhere"
    }
    assert all(one.is_open for one in found.due)
    assert ("nowhere" in " ".join(found.warnings)) == ("nowhere" in marks)


# --- evidence and hours, of an invented programme -----------------------------------------------------------------

INVENTED = Programme(
    "garden", "Garden", "", "invented",
    anchors=(Anchor("planting", "Planting day"),),
    windows=(Window("w", "Around planting", due=Offset("planting")),),
    items=(Item("dig", "Dig", stage="ground"), Item("sow", "Sow", stage="ground")),
    stages=(
        Stage("ground", "Ground"),
        Stage("need", "Need", needs=(Need("form", "f", question="why", words="no reason yet"), Need("form", "f"))),
        Stage("plan", "Plan", needs=(Need("register", "r", least=2), Need("register", "r", question="who"))),
        Stage(
            "rest", "Rest",
            needs=(
                Need("meeting", "m", least=2), Need("report", "rep"), Need("evaluation", "ev", question="after"),
                Need("anchor", "planting"), Need("item", "dig"), Need("captured", "lesson", least=3, words="lessons"),
            ),
        ),
        Stage("empty", "Empty"),
    ),
    forms=(
        Form("f", "Form", sections=(Section("s", "S", (
            Question("why", "Why?"), Question("what", "What?"), Question("plan", "How?", stage="plan"),
        )),)),
        Form("ev", "Evaluation", evaluation=True, occasions=("before", "after"),
             sections=(Section("s", "S", (Question("q", "Q", type="scale"),)),)),
    ),
    registers=(Register("r", "Rows", "row", columns=(Column("title", "What", needed=True), Column("who", "Who"))),),
    reports=(Report("rep", "Report"),),
    hours=(6, 8), reassess_months=3,
)  # fmt: skip


def a_garden() -> Running:
    return Running("run", "garden", "Garden", AT)


def missing(run: Running, stage: str, seen: Seen | None = None) -> tuple[str, ...]:
    found = on("2026-03-03", run, seen, INVENTED)
    return next(one.missing for one in found.stages if one.stage.key == stage)


def test_a_stage_without_evidence_is_done_with_its_lines() -> None:
    run = a_garden()
    assert missing(run, "ground") == ("2 lines of the checklist",)
    run.marks = {"dig": Mark("done", None, "", AT), "sow": Mark("not needed", None, "", AT)}
    assert missing(run, "ground") == ()
    found = {one.stage.key: one.done for one in on("2026-03-03", run, None, INVENTED).stages}
    assert found["ground"] and not found["empty"]


def test_a_form_is_evidence_question_by_question() -> None:
    run = a_garden()
    assert missing(run, "need") == ("no reason yet", "questions still open: Form (0 of 3)")
    stage = next(one for one in on("2026-03-03", run, None, INVENTED).stages if one.stage.key == "need")
    assert stage.open == stage.stage.needs
    run.answers = {("f", "why"): Answered("Soil", "id")}
    assert missing(run, "need", Seen(filled={("f", "what"): "Beans"})) == ("questions still open: Form (2 of 3)",)


def test_rows_are_evidence_once_they_lack_nothing() -> None:
    run = a_garden()
    rows = [Row("1", "r", {"title": "Dig"}, "", AT, AT), Row("2", "r", {"who": "Mei"}, "", AT, AT)]
    run.rows = {"r": {row.id: row for row in rows}}
    assert missing(run, "plan") == ("rows that lack nothing: Rows (1 of 2)",)
    run.rows["r"]["2"] = Row("2", "r", {"who": "Mei"}, "", AT, AT, removed=True)
    assert len(missing(run, "plan")) == 2


def test_everything_else_that_can_be_evidence() -> None:
    run = a_garden()
    assert len(missing(run, "rest")) == 6 and missing(run, "rest")[-1] == "lessons (0 of 3)"
    run.reports = {"rep": ReportState("shared")}
    run.evaluations = [Evaluation("e", "ev", "before", {}, AT)]
    run.anchors = {"planting": dt.date(2026, 4, 1)}
    run.marks = {"dig": Mark("done", None, "", AT)}
    one = MeetingSeen("a", "m", AT, AT.date(), "ended")
    seen = Seen(
        (one, msgspec.structs.replace(one, id="b"), msgspec.structs.replace(one, state="planned")), {"lesson": 3}
    )
    assert missing(run, "rest", seen) == ("forms handed in: Evaluation",)
    once = msgspec.structs.replace(seen, meetings=seen.meetings[1:])
    assert missing(run, "rest", once)[0] == "not held yet: m (1 of 2)"


def test_a_stage_never_locks_and_the_first_that_lacks_something_is_now() -> None:
    run = a_garden()
    run.marks = {"dig": Mark("done", None, "", AT), "sow": Mark("done", None, "", AT)}
    now = on("2026-03-03", run, None, INVENTED).now
    assert now is not None and now.stage.key == "need"


@pytest.mark.parametrize(
    ("minutes", "usual", "words"),
    [
        (340, (6.0, 8.0), "5 h 40 of 6–8 h"),
        (0, (6.0, 8.0), "0 h of 6–8 h"),
        (480, (6.0, 8.0), "8 h of 6–8 h"),
        (65, (1.5, 1.5), "1 h 05 of 1.5 h"),
        (45, None, "45 min"),
        (0, None, ""),
    ],
)
def test_hours_in_words(minutes: int, usual: tuple[float, float] | None, words: str) -> None:
    assert hours_words(dt.timedelta(minutes=minutes), usual) == words


def test_more_hours_than_usual_are_said() -> None:
    programme = load_programme("peer-training")
    kind = programme.meetings[0].key
    long = MeetingSeen("a", kind, AT, AT.date(), "ended", dt.timedelta(hours=8, minutes=1))
    run = Running("run", "peer-training", "Training", AT)
    assert "8 h 01 of 6–8 h" in " ".join(on("2026-03-03", run, Seen((long,))).warnings)
    short = msgspec.structs.replace(long, spent=dt.timedelta(hours=5, minutes=40))
    assert on("2026-03-03", run, Seen((short,))).hours_words == "5 h 40 of 6–8 h"


def test_a_reminder_to_look_again() -> None:
    run = a_garden()
    assert not on("2026-06-01", run, None, INVENTED).warnings
    assert "look again" in on("2026-06-02", run, None, INVENTED).warnings[0]
    run.answers = {("f", "why"): Answered("Soil", "id", at=dt.datetime(2026, 5, 30, tzinfo=dt.UTC))}
    assert not on("2026-06-02", run, None, INVENTED).warnings
    assert not on("2027-06-02", msgspec.structs.replace(run, closed=True), None, INVENTED).warnings


def test_answered_twice_is_said() -> None:
    run = a_garden()
    run.answers = {("f", "why"): Answered("Soil", "b a", others=("Sun",))}
    assert on("2026-03-03", run, None, INVENTED).warnings == (
        "“Why?” was answered twice: Form shows both, and the next answer settles it.",
    )


def test_stages_that_overlap_are_said_also_without_advice() -> None:
    programme = msgspec.structs.replace(load_programme("peer-match"), advice=())
    assert squeezed(programme, a_match(SQUEEZED))[0] == "these stages overlap"
    other = msgspec.structs.replace(programme, advice=(Advice("assignment", "first", 42, 0, "too short"),))
    assert squeezed(other, a_match(SQUEEZED))[0] == "too short: these stages overlap"
