"""Forms and evaluations on the screen: answered by type, prefilled, differing, sent; forms entered in batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import FormAnswered
from peer_tui.services.programmes import filling
from peer_tui.ui.screens.place import ReadingPane
from tests.ui.programme_desk import GOLDEN, SIZES, Desk


def match(home: Path) -> Desk:
    return Desk(home, "peer-match", "Harbor visits Lakeside", GOLDEN)


@pytest.mark.parametrize("size", SIZES)
async def test_check_68_the_logistics_guidance_counts_is_prefilled_and_ticks_only_when_sent(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Logistics guidance")
        await desk.press("enter")
        assert "2/25" in desk.text and "Harbor visits Lakeside" in desk.text
        await desk.walk_to("Dates of the match")
        assert "27–28 Apr 2026" in desk.text and "Known beforehand" in desk.text
        await desk.press("home", "enter", '"Lakeside, [red]WI', "enter")
        assert "3/25" in desk.text and "Lakeside, [red]WI" in desk.text
        item = next(one for one in desk.definition.items if one.form)
        await desk.press("t")
        assert "22 questions are not answered" in desk.text and item.form not in desk.run.sent
        await desk.press("y")
        assert item.form in desk.run.sent and "sent" in desk.text
        await desk.press("3")
        await desk.walk_to(item.title[:20])
        assert "☑" in next(line for line in desk.text.split("\n") if item.title[:20] in line)
        await desk.press("z")
        assert item.form not in desk.run.sent


async def test_answers_are_typed_in_lines_and_walk_on_by_themselves(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5", "enter", "enter")
        assert desk.screen.answers.is_open
        await desk.press('"first', "enter", '"second', "enter", "enter")
        assert not desk.screen.answers.is_open and "1/25" in desk.text
        (answer,) = desk.run.answers.values()
        assert answer.text == "first\nsecond"
        second = desk.screen.rows.selected
        await desk.press("enter", '"kept by Esc', "escape")
        assert "2/25" in desk.text and desk.run.answer("core", second) == "kept by Esc"
        await desk.press("g")
        assert desk.screen.rows.selected not in {key for _, key in desk.run.answers}
        await desk.press("z")
        assert "1/25" in desk.text
        await desk.press("home", "x")
        assert "0/25" in desk.text


async def test_an_answer_that_stands_in_the_field_is_kept_when_the_program_is_left(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5", "enter", "enter", '"half typed', "ctrl+q")
        assert [one.text for one in desk.run.answers.values()] == ["half typed"]


@pytest.mark.parametrize("size", SIZES)
async def test_two_answers_of_two_laptops_are_both_shown_until_one_is_given(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = match(tmp_path)
    question = filling.form_of(desk.run, "core").questions[0].key
    desk.workspace.record(desk.opened, "", [
        FormAnswered(programme=desk.programme, part="core", question=question, text=text, before="")
        for text in ("from the hall", "from [/] home")
    ])  # fmt: skip
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("5", "enter", "home")
        assert "from the hall" in desk.text and "from [/] home" in desk.text and "two answers" in desk.text
        await desk.press("enter", '"; settled', "ctrl+s")
        assert "two answers" not in desk.text
        assert desk.run.answers["core", question].others == ()


async def test_the_unanswered_questions_lead_to_the_call_that_asks_them(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5", "enter", "p")
        assert "Plan: Pre-match call" in desk.text
        await desk.press('"16 mar 2pm 60 min', "enter")
        (meeting,) = desk.run.meetings
        assert desk.opened.group.meetings[meeting].minutes == 60


async def test_a_form_is_copied_and_written_for_its_owner_only(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5", "enter", "w", "1")
        assert "Written, for you only" in desk.text
        (path,) = [one for one in desk.workspace.places.exports.iterdir() if one.suffix == ".md"]
        assert "# The 25 core questions" in path.read_text() and path.stat().st_mode & 0o077 == 0


# --- evaluations ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_check_75_forms_are_entered_in_batch_with_digits_that_go_on(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Evaluation of the match")
        await desk.press("enter", "a")
        for number in range(5):
            await desk.press(*"45345", f'"comment {4 - number}', "enter", "enter", "enter", "enter")
            assert len(desk.run.evaluations) == number + 1
            assert f"form {number + 2}" in desk.text
        await desk.press("escape")
        shown = "\n".join(str(option.prompt) for option in desk.screen.rows.options)
        assert "5 forms" in shown and "4.0 of 5" in shown
        places = [shown.index(f"comment {number}") for number in range(5)]
        assert places == sorted(places)  # not in the order they were entered


async def test_too_few_forms_show_nothing_and_one_can_be_taken_out(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Evaluation of the match")
        await desk.press("enter", "a", "2", "up", "backspace")
        await desk.press("end", "enter")
        assert "Nothing is filled in" in desk.text and not desk.run.evaluations
        await desk.press("home", "2", "end", "enter")
        assert len(desk.run.evaluations) == 1
        await desk.press("3", "escape")
        assert "not entered yet" in desk.text
        await desk.press("escape")
        assert "too few to show" in desk.text and "2.0" not in desk.text
        await desk.press("x", "y")
        assert not desk.run.evaluations
        await desk.press("z")
        assert len(desk.run.evaluations) == 1


async def test_before_and_after_are_asked_and_a_file_is_brought_in(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "peer-training")
    file = tmp_path / "forms.csv"
    form = next(one for one in desk.definition.forms if one.evaluation and one.occasions)
    scale = next(one for one in form.questions if one.type == "scale")
    file.write_text(scale.key + "\n" + "2\n" * 5 + "nine\n")
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to(form.title)
        await desk.press("enter", "b", "1", f'"{file}', "enter")
        assert len(desk.run.evaluations) == 5 and "Line 7" in desk.text
        assert {one.occasion for one in desk.run.evaluations} == {form.occasions[0]}
        await desk.press("a", "2", "5")
        assert form.occasions[1] in desk.text


async def test_a_card_is_read_and_closed(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(60, 20), notifications=True) as desk.pilot:
        await desk.press("8")
        await desk.walk_to("Two messages")
        await desk.press("enter")
        assert isinstance(desk.app.screen, ReadingPane) and "show and tell" in desk.text
        await desk.press("escape")
        assert not isinstance(desk.app.screen, ReadingPane)


async def test_tab_stays_in_an_answer_and_no_letter_of_it_becomes_a_key(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5", "enter", "enter", '"kept', "escape")
        await desk.press("home", "down", "enter", '"A ', "tab", '"zebra', "shift+tab", "enter", '"runs', "escape")
        assert sorted(answer.text for answer in desk.run.answers.values()) == ["A zebra\nruns", "kept"]
