"""Forms that were typed in on two laptops: said in a sentence, taken out when a person says so, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from peer_tui.domain.events import EvaluationRepeated, EvaluationWithdrawn, Undone
from peer_tui.domain.history import last_act
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import evaluations, redacting_words, reports, running, starting
from peer_tui.services.programmes.evaluation_files import ReadForms
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings
from tests.services.conftest import PEOPLE, ZONE, places_in

PILE = [
    {"knowledge": "5", "use": "4", "comfort": "3", "step": "4", "most": "The stories of the panel helped me most"},
    {"knowledge": "4", "use": "4", "comfort": "5", "step": "2"},
    {"knowledge": "5", "use": "5", "comfort": "5", "step": "5"},
    {"knowledge": "2", "use": "4", "comfort": "1", "step": "4", "most": "Lunch"},
    {"knowledge": "3", "use": "2", "comfort": "3", "step": "5", "missing": "More time for the interchange"},
    {"knowledge": "5", "use": "5", "comfort": "5", "step": "5"},
]
"""Six sheets of paper; two of them are alike, and were handed in by two people."""


class Laptop:
    """One device over a library that is synced between several."""

    def __init__(self, home: Path, name: str, clock: ManualClock) -> None:
        places = msgspec.structs.replace(places_in(home), state=home / f"state-{name}", cache=home / f"cache-{name}")
        self.workspace = Workspace(places, clock, Settings(), threaded=False)
        self.clock = clock
        self.name = name

    def meet(self) -> None:
        """What the other laptops wrote arrives."""
        self.workspace.saver.flush()
        self.opened: OpenGroup = self.workspace.open_groups()[0]

    def type(self, sheets: list[dict[str, str]], form: str = "evaluation", occasion: str = "") -> None:
        for sheet in sheets:
            self.clock.advance(dt.timedelta(seconds=40))
            evaluations.enter(self.workspace, self.opened, self.run, form, sheet, occasion)
        self.workspace.saver.flush()

    @property
    def run(self):
        return running.runs(self.opened)[0]

    def told(self, form: str = "evaluation"):
        return evaluations.results(self.opened, self.run, form)

    @property
    def count(self) -> int:
        return self.told().occasions[0].count

    def once(self) -> int:
        return evaluations.take_repeats_out(self.workspace, self.opened, self.run, "evaluation")

    def all_count(self) -> int:
        return evaluations.count_all(self.workspace, self.opened, self.run, "evaluation")

    def undo(self) -> None:
        """As z does: the last act of this device in the group's log."""
        act = last_act(self.opened.events[""], frozenset({self.workspace.writer}))
        self.workspace.record(self.opened, "", [Undone(target=act)])


@pytest.fixture
def laptops(tmp_path: Path):
    """Two laptops, each of which typed the same pile of paper, and have heard of each other since."""
    clock = ManualClock(dt.datetime(2026, 4, 1, 19, 0, tzinfo=dt.UTC))
    one, other = Laptop(tmp_path, "one", clock), Laptop(tmp_path, "other", clock)
    one.opened = planning.new_group(one.workspace, "Harbor Peer Coalition", "career-workshop", ZONE, PEOPLE)
    starting.start(one.workspace, one.opened, "career-workshop")
    one.workspace.saver.flush()
    other.meet()
    one.type(PILE)
    clock.advance(dt.timedelta(minutes=5))
    other.type(list(reversed(PILE)))
    one.meet()
    other.meet()
    yield one, other
    one.workspace.close()
    other.workspace.close()


ALIKE = "6 forms read just like others that were entered on another laptop."


def test_a_pile_that_two_laptops_typed_is_said_and_counts_until_somebody_says_otherwise(laptops):
    for laptop in laptops:
        assert laptop.count == 12
        assert laptop.told().alike == (ALIKE,)
        assert ALIKE in evaluations.result_lines(laptop.told())
        assert ALIKE not in evaluations.result_lines(laptop.told(), point_out=False)


def test_the_later_ones_are_taken_out_and_stand_again_with_undo(laptops):
    one, other = laptops
    first = {event.evaluation for event in one.opened.events[""] if one.workspace.is_ours(event.by)
             and hasattr(event, "evaluation")}  # fmt: skip
    assert other.once() == 6
    other.workspace.saver.flush()
    one.meet()
    for laptop in laptops:
        assert laptop.count == 6 and {sheet.id for sheet in laptop.run.evaluations} == first
        assert laptop.told().alike == ()
        assert laptop.told().twice == "6 forms were typed in twice: each counts once."
    with pytest.raises(Problem, match=r"No forms of .* read alike"):
        one.once()
    other.undo()
    assert other.count == 12 and other.told().alike == (ALIKE,)


def test_when_both_laptops_take_them_out_each_sheet_still_counts_once(laptops):
    one, other = laptops
    one.once()
    other.once()
    one.meet()
    other.meet()
    assert one.count == other.count == 6


def test_forms_that_two_laptops_took_out_for_each_others_sake_are_not_lost(laptops):
    one, _ = laptops
    a, b, c = sorted(sheet.id for sheet in one.run.evaluations)[:3]
    run = one.run.id
    pairs = [(a, b), (b, a), (c, b)]
    one.workspace.record(one.opened, "", [EvaluationRepeated(programme=run, evaluation=x, like=y) for x, y in pairs])
    left = {sheet.id for sheet in one.run.evaluations}
    assert a in left and not left & {b, c}
    assert one.run.repeats == {b: a, c: a}


def test_a_form_counts_again_when_the_one_it_repeats_is_taken_out(laptops):
    one, _ = laptops
    one.once()
    kept = one.run.repeats[min(one.run.repeats)]
    one.workspace.record(one.opened, "", [EvaluationWithdrawn(programme=one.run.id, evaluation=kept)])
    assert one.count == 6 and kept not in {sheet.id for sheet in one.run.evaluations}


def test_a_sheet_that_was_typed_three_times_more_counts_once_after_its_first_form_is_taken_out(tmp_path: Path):
    one, _ = _two(tmp_path)
    one.type([PILE[0]] * 4 + PILE[1:5])
    assert one.once() == 3 and len(one.run.evaluations) == 5
    first = min(one.run.repeats.values())
    evaluations.withdraw(one.workspace, one.opened, one.run, first)
    texts = [sheet.texts for sheet in one.run.evaluations]
    assert texts.count(PILE[0]) == 1 and len(texts) == 5
    assert one.told().twice == "2 forms were typed in twice: each counts once."
    one.undo()
    assert first in {sheet.id for sheet in one.run.evaluations} and len(one.run.repeats) == 3


def test_that_all_count_is_asked_once_and_puts_back_what_was_taken_out(laptops):
    one, other = laptops
    one.once()
    other.meet()
    assert other.all_count() == 6
    assert other.count == 12 and other.told().alike == () and other.told().twice == ""
    one.meet()
    assert one.count == 12 and one.told().alike == ()
    with pytest.raises(Problem, match="none was taken out"):
        one.all_count()


def test_the_report_that_is_drawn_from_them_says_it_before_it_goes_out(laptops):
    one, _ = laptops
    page = reports.drawn(one.workspace, one.opened, one.run, "report")
    assert any(ALIKE in warning for warning in page.warnings)
    one.once()
    page = reports.drawn(one.workspace, one.opened, one.run, "report")
    assert not any("read just like" in warning for warning in page.warnings)


def test_words_of_a_sheet_that_was_typed_twice_go_from_both(laptops):
    one, _ = laptops
    one.once()
    secret = "The stories of the panel helped me most"
    piece = redacting_words.choose(one.opened, one.run, secret)
    redacting_words.remove_piece(one.workspace, one.opened, one.run, piece)
    one.meet()
    assert secret not in str(one.opened.events[""])
    assert one.count == 6, "the figures of the sheet still count, once"
    one.all_count()
    assert secret not in str(one.run.evaluations)


# --- what is alike by chance ---------------------------------------------------------------------------------------


SEVEN = {"knowledge": "5", "use": "4", "comfort": "5", "step": "5", "most": "Lunch", "missing": "Time", "else": "No"}


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ([{"knowledge": "5"}] * 6, [{"knowledge": "5"}] * 6),
        ([{"knowledge": d, "use": "4"} for d in "12345"], [{"knowledge": d, "use": "4"} for d in "12345"]),
        ([{"knowledge": "5", "most": "The stories"}], [{"knowledge": "5", "most": "the stories."}]),
        (PILE[1:4], [*PILE[1:3], {"knowledge": "1"}]),
        (PILE[1:4], [*PILE[1:4], *({"knowledge": d} for d in "1234")]),
        ([SEVEN | {"use": d} for d in "3333444"], [SEVEN | {"use": d} for d in "4433433"]),
    ],
    ids=[
        "all fives",
        "too few answers",
        "two words",
        "not the same batch",
        "a batch more than twice as large",
        "two kinds of form",
    ],
)
def test_forms_that_may_be_alike_by_chance_are_not_spoken_of(tmp_path: Path, here, there):
    one, other = _two(tmp_path)
    one.type(here)
    other.type(there)
    one.meet()
    # The second example has ten answers between its five different forms: two fewer than are needed.
    assert one.told().alike == ()


def test_one_form_with_a_sentence_on_it_is_enough_whatever_its_case_and_full_stop(tmp_path: Path):
    one, other = _two(tmp_path)
    one.type([{"knowledge": "5", "most": "The stories of the panel"}])
    other.type([{"knowledge": "5", "most": "the  stories of the panel."}, {"knowledge": "4", "most": PILE[0]["most"]}])
    one.meet()
    assert one.told().alike == ("1 form reads just like one that was entered on another laptop.",)


def test_a_pile_that_one_laptop_types_again_after_an_hour_is_said(tmp_path: Path):
    one, _ = _two(tmp_path)
    figures = [{key: text for key, text in sheet.items() if key not in ("most", "missing")} for sheet in PILE]
    one.type(figures)
    assert one.told().alike == ()
    one.clock.advance(dt.timedelta(minutes=61))
    one.type(figures)
    assert one.told().alike == ("6 forms read just like others that were entered earlier on the same laptop.",)


def test_what_is_typed_exactly_an_hour_later_belongs_to_the_same_batch(tmp_path: Path):
    one, _ = _two(tmp_path)
    figures = [{key: text for key, text in sheet.items() if key not in ("most", "missing")} for sheet in PILE]
    one.type(figures)
    one.clock.advance(dt.timedelta(minutes=60) - dt.timedelta(seconds=40))
    one.type(figures)
    entered = sorted(sheet.entered for sheet in one.run.evaluations)
    assert entered[6] - entered[5] == dt.timedelta(hours=1)
    assert one.told().alike == ()


def test_a_pile_that_is_typed_and_then_brought_in_as_a_file_is_said(tmp_path: Path):
    one, _ = _two(tmp_path)
    figures = [{key: text for key, text in sheet.items() if key not in ("most", "missing")} for sheet in PILE]
    one.type(figures)
    table = "knowledge,use,comfort,step\n" + "\n".join(",".join(sheet.values()) for sheet in figures) + "\n"
    evaluations.enter_file(one.workspace, one.opened, one.run, "evaluation", table, again=True)
    assert len(evaluations.read_alike(one.run, one.told().form)) == 6


TWICE_IN_ONE = [PILE[0], {"knowledge": "4", "most": "Lunch"}, {"knowledge": "3", "most": "Coffee"}, PILE[0]]
"""A table in which one sheet stands twice."""


def test_a_file_that_is_read_in_again_brings_nothing_back_that_was_taken_out(tmp_path: Path):
    one, _ = _two(tmp_path)
    _read_in(one, TWICE_IN_ONE)
    assert one.once() == 1 and len(one.run.evaluations) == 3
    with pytest.raises(Problem, match="All 4 forms of this file stand there already"):
        _read_in(one, TWICE_IN_ONE)
    read = _read_in(one, [*TWICE_IN_ONE, {"knowledge": "1", "most": "New"}])
    assert [texts for _, texts in read.sheets] == [{"knowledge": "1", "most": "New"}] and read.there == 4
    assert len(one.run.evaluations) == 4 and one.told().alike == ()


def test_a_short_table_that_has_grown_is_known_by_what_was_taken_out_as_well(tmp_path: Path):
    one, _ = _two(tmp_path)
    short = [PILE[0], PILE[0], PILE[1]]
    _read_in(one, short)
    assert one.once() == 1 and len(one.run.evaluations) == 2
    read = _read_in(one, [*short, PILE[2]])
    assert [texts for _, texts in read.sheets] == [PILE[2]] and len(one.run.evaluations) == 3


def test_a_table_grows_although_its_sheets_were_typed_as_well_and_taken_out(tmp_path: Path):
    one, _ = _two(tmp_path)
    _read_in(one, PILE)
    one.type([sheet | ({"most": sheet["most"].upper()} if "most" in sheet else {}) for sheet in PILE])
    assert one.once() == 6
    read = _read_in(one, [*PILE, {"knowledge": "1"}])
    assert [texts for _, texts in read.sheets] == [{"knowledge": "1"}] and read.there == 6
    shouted = [sheet | ({"most": sheet["most"].upper()} if "most" in sheet else {}) for sheet in PILE]
    with pytest.raises(Problem, match="All 6 forms of this file stand there already"):
        _read_in(one, shouted)
    read = _read_in(one, [*shouted, {"knowledge": "1"}, {"knowledge": "2"}])
    assert [texts for _, texts in read.sheets] == [{"knowledge": "2"}] and len(one.run.evaluations) == 8


def test_a_table_that_has_only_some_of_what_counts_is_entered_whole(tmp_path: Path):
    one, _ = _two(tmp_path)
    _read_in(one, TWICE_IN_ONE)
    one.once()
    other = [PILE[0], PILE[0], TWICE_IN_ONE[1], {"knowledge": "1"}]
    assert len(_read_in(one, other).sheets) == 4


def _read_in(laptop: Laptop, sheets: list[dict[str, str]]) -> ReadForms:
    keys = list(dict.fromkeys(key for sheet in sheets for key in sheet))
    rows = [keys, *([sheet.get(key, "") for key in keys] for sheet in sheets)]
    table = "\n".join(",".join(row) for row in rows) + "\n"
    return evaluations.enter_file(laptop.workspace, laptop.opened, laptop.run, "evaluation", table)


def test_one_slip_of_the_finger_among_ten_hides_nothing(tmp_path: Path):
    one, other = _two(tmp_path)
    pile = [{"knowledge": a, "use": b, "comfort": "3", "step": "4"} for a in "12345" for b in "12"]
    one.type(pile)
    other.type([*pile[:-1], {**pile[-1], "step": "5"}])
    one.meet()
    assert len(evaluations.read_alike(one.run, one.told().form)) == 9


def test_before_and_after_are_two_occasions(tmp_path: Path):
    one, other = _two(tmp_path)
    questions = [question.key for question in evaluations.evaluation_form(one.run, "knowledge").questions]
    pile = [dict.fromkeys(questions, digit) for digit in "1234543"]
    one.type(pile, "knowledge", "before")
    other.type(pile, "knowledge", "after")
    one.meet()
    assert one.told("knowledge").alike == ()
    other.type(pile, "knowledge", "before")
    one.meet()
    assert len(evaluations.read_alike(one.run, one.told("knowledge").form)) == 7


def _two(home: Path) -> tuple[Laptop, Laptop]:
    clock = ManualClock(dt.datetime(2026, 4, 1, 19, 0, tzinfo=dt.UTC))
    one, other = Laptop(home, "one", clock), Laptop(home, "other", clock)
    one.opened = planning.new_group(one.workspace, "Harbor Peer Coalition", "career-workshop", ZONE, PEOPLE)
    starting.start(one.workspace, one.opened, "career-workshop")
    one.workspace.saver.flush()
    other.meet()
    return one, other
