"""Whatever is tried with a report, in whatever order: it never loses words, and nobody's silence approves it."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes.reports import WAY, seal_of
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import reports
from peer_tui.services.taking_back import take_back
from tests.services.programmes.matches import Match

ACTS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(["lessons", "contacts"]), st.text(max_size=20)),
    st.tuples(st.just("send"), st.booleans(), st.lists(st.sampled_from(["Ines", "Noor Vale", "[/]"]), max_size=2)),
    st.tuples(st.just("answer"), st.sampled_from(["Ines", "noor", "Uma", ""]), st.sampled_from(["ok", "change", ""])),
    st.tuples(st.sampled_from(["integrate", "approve", "share", "draft"])),
    st.tuples(st.just("undo")),
)
DEADLINE = dt.date(2026, 6, 5)


def do(match: Match, act: tuple[object, ...], done: list[str]) -> None:
    where = (match.workspace, match.opened, match.run, "summary")
    match act:
        case ("write", str() as section, str() as text):
            came = reports.write_section(*where, section, text)
        case ("send", bool() as dated, list() as names):
            people, others = reports.read_readers(match.opened, names)
            came = reports.send_out(*where, deadline=DEADLINE if dated else None, reviewers=people, others=others)
        case ("answer", str() as name, str() as answer):
            came = reports.answer_review(*where, name, answer)
        case ("undo",):
            if done:
                take_back(match.workspace, match.opened, done.pop())
            return
        case (word,):
            acts = {
                "integrate": reports.integrate, "approve": reports.approve, "share": reports.share,
                "draft": reports.draft_again,
            }  # fmt: skip
            came = acts[str(word)](*where)
    if came.act:
        done.append(came.act)


@settings(max_examples=25, deadline=None)
@given(st.lists(ACTS, max_size=14))
def test_no_order_of_acts_breaks_a_report(acts: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        match = Match(Path(home))
        done: list[str] = []
        for act in acts:
            before = match.run.report("summary")
            refused = ""
            try:
                do(match, act, done)
            except Problem as problem:
                refused = problem.sentence
            state = match.run.report("summary")
            if refused:
                assert refused.endswith((".", "?"))
                assert state == before, "what is refused changes nothing"
            page = reports.drawn(match.workspace, match.opened, match.run, "summary")
            assert state.progress in WAY
            assert len(page.sections) == 5
            assert page.draft is (state.progress not in ("approved", "shared"))
            if state.stands:
                assert seal_of(state.text) == state.seal
                assert all(section.source == "approved" for section in page.sections)
                if before.stands and act[0] not in ("undo", "draft"):
                    assert (state.text, state.approved) == (before.text, before.approved)
            if act[0] == "approve" and state.stands and not before.stands:
                assert before.progress != "drafting"
                silent = [reader for reader in page.readers if not reader.answer]
                assert {reader.id for reader in silent} == {*state.reviewers, *state.others} - set(state.answers)
        match.close()
