"""Evaluation forms entered in batch, without names: nothing links them to people (check 75)."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import EvaluationEntered
from peer_tui.exchange.reading.csv_rows import rows_of
from peer_tui.services import planning
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import evaluations, running, starting
from peer_tui.services.workspace import OpenGroup, Workspace
from tests.services.conftest import PEOPLE, ZONE


class Workshop:
    """A workshop that runs in a group."""

    def __init__(self, workspace: Workspace, opened: OpenGroup) -> None:
        self.workspace, self.opened = workspace, opened
        self.id = starting.start(workspace, opened, "career-workshop")

    @property
    def run(self):
        return running.run_of(self.opened, self.id)

    def enter(self, form="evaluation", occasion="", **texts):
        return evaluations.enter(self.workspace, self.opened, self.run, form, texts, occasion)

    def read(self, text, form="evaluation", occasion="", again=False):
        return evaluations.enter_file(self.workspace, self.opened, self.run, form, text, occasion, again=again)

    def told(self, form="evaluation"):
        return evaluations.results(self.opened, self.run, form)


@pytest.fixture
def workshop(workspace: Workspace) -> Workshop:
    return Workshop(workspace, planning.new_group(workspace, "Harbor Peer Coalition", "career-workshop", ZONE, PEOPLE))


def test_the_menu_stands_in_the_register_when_the_workshop_is_started(workshop):
    menu = [row.texts for row in workshop.run.standing_rows("actions")]
    assert len(menu) == 8
    assert {row["level"] for row in menu} == {"individual", "organizational"}


def test_check_75_twelve_forms_in_batch_give_averages_and_comments_with_no_link_to_people(workshop, tmp_path):
    for place, digit in enumerate("554443332515"):
        workshop.enter(knowledge=digit, use="4", most=f"comment {'lkjihgfedcba'[place]}")
    told = workshop.told()
    knowledge = told.occasions[0].questions[0]
    assert (knowledge.average, knowledge.answered) == ("3.7", 12)
    lines = evaluations.result_lines(told)
    assert "  I know more about how to progress in my career: 3.7 of 5 · 12 answers · 5×4 4×3 3×3 2×1 1×1" in lines
    comments = [line.strip(" ·") for line in lines if "comment" in line]
    assert comments == [f"comment {letter}" for letter in "abcdefghijkl"]
    # Nothing in the fact says whose it is, and nothing that was written down names anybody beside it.
    entered = [event for event in workshop.opened.events[""] if isinstance(event, EvaluationEntered)]
    people = set(workshop.opened.group.people)
    for event in entered:
        assert not event.during and event.when is None
        assert not people & set(json.loads(json.dumps(list(event.texts.values()))))
        assert {name for name in event.__struct_fields__ if "person" in name or "owner" in name} == set()
    workshop.workspace.saver.flush()
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and b"comment a" in path.read_bytes()]
    own = [path.relative_to(tmp_path).parts for path in holding]
    assert own and all("meetings" not in parts for parts in own), "only the group's own log holds a form"


def test_of_four_forms_nothing_is_shown(workshop):
    for digit in "1234":
        workshop.enter(knowledge=digit, most="secret words")
    lines = evaluations.result_lines(workshop.told())
    assert "4 forms: too few to show (5 or more are shown)" in lines
    assert not any("secret" in line or "2.5" in line for line in lines)


def test_the_change_from_before_to_after(workshop):
    for digit in "112334":
        workshop.enter("knowledge", "before", training=digit)
    for digit in "344455":
        workshop.enter("knowledge", "aft", training=digit)
    told = workshop.told("knowledge")
    assert [change.words for change in told.changes] == ["2.3 → 4.2 (+1.9)"]
    assert "  I know which training and certification there is: 2.3 → 4.2 (+1.9)" in evaluations.result_lines(told)


@pytest.mark.parametrize(
    ("form", "occasion", "texts", "said"),
    [
        ("evaluation", "", {"knowledge": "6"}, "a number from 1 to 5 is expected"),
        ("evaluation", "", {"knowledge": " ", "most": "\x00"}, "Nothing is filled in"),
        ("evaluation", "", {"nothing": "4"}, "has no question “nothing”"),
        ("knowledge", "", {"training": "4"}, "say which, before or after"),
        ("knowledge", "later", {"training": "4"}, "say which, before or after"),
        ("plan", "", {"goal": "x"}, "Which evaluation form?"),
    ],
)
def test_what_cannot_be_entered_is_said_and_nothing_is_recorded(workshop, form, occasion, texts, said):
    with pytest.raises(Problem, match=said.replace("?", r"\?")):
        workshop.enter(form, occasion, **texts)
    assert workshop.run.evaluations == []


def test_several_at_once_are_entered_whole_or_not_at_all(workshop):
    sheets = [{"knowledge": "4"}, {"knowledge": "nine"}]
    with pytest.raises(Problem):
        evaluations.enter_many(workshop.workspace, workshop.opened, workshop.run, "evaluation", sheets)
    assert workshop.run.evaluations == []


def test_a_form_entered_by_mistake_is_withdrawn(workshop):
    first = workshop.enter(knowledge="1")
    last = workshop.enter(knowledge="5")
    assert evaluations.last_entered(workshop.workspace, workshop.run, "evaluation") == last
    evaluations.withdraw(workshop.workspace, workshop.opened, workshop.run, last)
    assert [one.id for one in workshop.run.evaluations] == [first]
    with pytest.raises(Problem, match="not there any more"):
        evaluations.withdraw(workshop.workspace, workshop.opened, workshop.run, last)


def test_a_comment_that_names_somebody_of_the_group_is_pointed_out(workshop):
    for text in ("Ana Ruiz helped", "lunch", "stories", "the menu", "all"):
        workshop.enter(most=text)
    lines = evaluations.result_lines(workshop.told())
    assert "    · Ana Ruiz helped ⚠ names Ana Ruiz" in lines
    assert not any("⚠" in line for line in evaluations.result_lines(workshop.told(), point_out=False))


CSV = """\ufeffTimestamp,E-mail,I know more about how to progress in my career,use,What helped most?
2026-04-01 15:31,ana@example.org,5,4,"The stories,
both of them"
2026-04-01 15:32,bo@example.org,seven,4,not read
2026-04-01 15:33,mei@example.org,4 - a lot,3,
2026-04-01 15:34,,,,
2026-04-01 15:35,x,3,2,"never closed
2026-04-01 15:36,y,2,1,'=SUM(A1)
"""


def test_a_file_of_many_forms_is_read_and_a_bad_line_costs_that_line(workshop, tmp_path):
    read = workshop.read(CSV)
    assert [line.line for line in read.wrong] == [4, 6, 7]
    assert "“seven” is no answer" in read.wrong[0].words
    assert "quotation mark" in read.wrong[2].words
    assert read.left_out == ("Timestamp", "E-mail")
    kept = [one.texts for one in workshop.run.evaluations]
    assert kept == [
        {"knowledge": "5", "use": "4", "most": "The stories,\nboth of them"},
        {"knowledge": "4", "use": "3"},
        {"knowledge": "2", "use": "1", "most": "=SUM(A1)"},
    ]
    workshop.workspace.saver.flush()
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and b"example.org" in p.read_bytes()]


def test_the_same_file_twice_adds_nothing_twice(workshop):
    workshop.read("knowledge\n4\n4\n5\n")
    with pytest.raises(Problem, match="All 3 forms of this file stand there already"):
        workshop.read("knowledge\n4\n4\n5\n")
    assert len(workshop.run.evaluations) == 3
    workshop.read("knowledge\n4\n4\n4\n")
    assert len(workshop.run.evaluations) == 6
    workshop.read("knowledge\n5\n", again=True)
    assert len(workshop.run.evaluations) == 7


def test_a_table_that_has_grown_adds_only_what_is_new(workshop):
    workshop.read("knowledge,most\n4,a\n4,a\n5,b\n")
    read = workshop.read("knowledge,most\n4,a\n4,a\n5,b\n5,b\n1,c\n")
    assert [texts for _, texts in read.sheets] == [{"knowledge": "5", "most": "b"}, {"knowledge": "1", "most": "c"}]
    assert read.there == 3 and "3 that stood there already were left out" in read.words
    assert len(workshop.run.evaluations) == 5
    workshop.read("knowledge,most\n4,a\n4,a\n5,b\n5,b\n1,c\n2,d\n", again=True)
    assert len(workshop.run.evaluations) == 11


def test_a_file_says_itself_when_each_form_was_filled_in(workshop):
    workshop.read("occasion,training\nbefore,2\nafter,4\n,3\nsometime,3\n", "knowledge")
    assert [one.occasion for one in workshop.run.evaluations] == ["before", "after"]
    workshop.read("occasion;training\n;1\nafter;5\n", "knowledge", "before")
    assert [one.occasion for one in workshop.run.evaluations] == ["before", "after", "before", "after"]


@pytest.mark.parametrize("text", ["", "\n\n", "name,e-mail\nx,y\n", "\x00\ud800", "knowledge\n", "knowledge\n9\n"])
def test_a_file_without_a_form_is_said_and_nothing_is_recorded(workshop, text):
    with pytest.raises(Problem):
        workshop.read(text)
    assert workshop.run.evaluations == []


def test_a_form_whose_words_were_all_removed_counts_no_more(workshop):
    from peer_tui.domain.events import Redacted

    ids = [workshop.enter(knowledge=digit, most=f"words {digit}") for digit in "12345"]
    assert workshop.told().occasions[0].count == 5
    workshop.workspace.record(workshop.opened, "", [Redacted(target=ids[0])])
    told = workshop.told()
    assert told.occasions[0].words == "4 forms: too few to show (5 or more are shown)"
    assert "words 1" not in str(workshop.run.evaluations)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_no_file_makes_the_reader_fail(text):
    rows = rows_of(text)
    assert [row.line for row in rows] == sorted({row.line for row in rows})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(alphabet='ab1,;"\n\t ', max_size=8), min_size=1, max_size=4), min_size=1, max_size=6))
def test_what_a_spreadsheet_wrote_is_read_back(table):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows(table)
    if "," not in out.getvalue().split("\r\n")[0] or any(";" in c or "\t" in c for c in table[0]):
        return
    read = [row.cells for row in rows_of(out.getvalue())]
    # As everywhere, several tabs are one space.
    wanted = [tuple(re.sub("\t+", " ", cell).strip() for cell in row) for row in table]
    wanted = [row for row in wanted if any(row)]
    assert read == wanted
