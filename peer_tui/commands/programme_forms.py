"""The commands about a programme's forms: worksheets filled in together, evaluations handed in without names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from peer_tui.commands.programme_shared import PATH, Meant, as_plain, pairs, run_options, showing_options, the_run
from peer_tui.commands.shared import complain, print_text, say_json
from peer_tui.domain.words import say, say_number

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Form
    from peer_tui.services.programmes.evaluations import Told

_FORMS = ("md", "txt", "html", "docx")


@click.command("form")
@click.argument("form")
@click.option("--sent", is_flag=True, help=say("It went out as it stands: its line of the checklist is done."))
@click.option("--not-sent", is_flag=True, help=say("It did not go out after all."))
@click.option("--to", "to", type=PATH, metavar="FILE", help=say("Into this file, .md, .txt or .html, or this folder."))
@click.option("--format", "kind", type=click.Choice(_FORMS), default=None, help=say("How it is printed or written."))
@click.option("--blank", is_flag=True, help=say("With nothing filled in, to be printed; evaluations too."))
@showing_options
def show_form(
    form: str, blank: bool, sent: bool, not_sent: bool, to: Path | None, kind: str | None, group: str, run: str,
    data: Path | None, as_json: bool, instant: str | None,
) -> None:  # fmt: skip
    """Print FORM with its answers, write it to a file, or say that it was sent."""
    from peer_tui.services.programmes import filling

    if sent and not_sent:
        raise click.UsageError(say("Either --sent or --not-sent."))
    with the_run(group, run, data, instant) as meant:
        workspace, opened, running = meant
        if blank:
            _blank(meant, form, kind, to)
            return
        found = filling.form_of(running, form)
        if to is not None:
            path = filling.write_form(workspace, opened, running, form, _kind(kind, to), to)
            print_text(say("Written, for you only: {path}", path=path))
        if sent or not_sent:
            filling.mark_sent(workspace, opened, running, form, "file" if to is not None else "", sent)
            answered, every = filling.progress(workspace, opened, meant.now, form)
            how = say("sent") if sent else say("not sent")
            print_text(f"{found.title}: {answered}/{every}, {how}")
        if to is not None or sent or not_sent:
            return
        lines = filling.form_lines(opened, running, form)
        text = filling.form_text(opened, running, form, _kind(kind, None))
    if as_json:
        rows = [line for line in lines if line.question is not None]
        say_json([
            {"key": one.key, "section": one.section, "question": one.title, "answer": one.text,
             "known_beforehand": one.prefilled, "other_answers": list(one.others)}
            for one in rows
        ])  # fmt: skip
    else:
        print_text(text.rstrip("\n"))


def _blank(meant: Meant, form: str, kind: str | None, to: Path | None) -> None:
    """Print a form with nothing filled in, or write it to a file."""
    from peer_tui.services.problems import WrongUse
    from peer_tui.services.programmes import blank_forms

    if to is not None:
        written = kind or to.suffix.lower().lstrip(".") or "html"
        path = blank_forms.export_blank(meant.workspace, meant.opened, meant.running, form, written, to)
        print_text(say("Written, for you only: {path}", path=path))
        return
    content = blank_forms.blank_form(meant.running, form, kind or "txt")
    if isinstance(content, bytes):
        raise WrongUse(say("That format is for a file: give --to FILE."))
    print_text(content.rstrip("\n"))


def _kind(said: str | None, to: Path | None) -> Literal["md", "txt", "html"]:
    """The format that was asked for, or that the file's name says; anything else is said to be none."""
    kind = said or (to.suffix.lower().lstrip(".") if to is not None else "") or ("txt" if to is None else "md")
    return cast(Literal["md", "txt", "html"], kind)


@click.command("answer")
@click.argument("form")
@click.argument("question")
@click.argument("text", nargs=-1)
@run_options
def answer(
    form: str, question: str, text: tuple[str, ...], group: str, run: str, data: Path | None, instant: str | None
) -> None:
    """Answer QUESTION of FORM with TEXT; without any, the answer is taken back.

    A question is named by its number, its word, or the beginning of its title.
    """
    from peer_tui.services.programmes import filling

    with the_run(group, run, data, instant) as meant:
        workspace, opened, running = meant
        question = _question(filling.form_of(running, form), question)
        filling.answer(workspace, opened, running, form, question, " ".join(text))
        now = meant.now
        line = next(one for one in filling.form_lines(opened, now, form) if one.key == question)
        answered, every = filling.progress(workspace, opened, now, form)
    shown = line.text or say("(not answered yet)")
    print_text(f"{line.title}\n  {shown}\n{answered}/{every}")


def _question(form: Form, words: str) -> str:
    """The word of the question that is meant; what means none stays as it is, and is then said to be none."""
    from peer_tui.domain.characters import fold

    said = words.strip()
    if said.isascii() and said.isdigit() and len(said) < 4 and 1 <= int(said) <= len(form.questions):
        return form.questions[int(said) - 1].key
    wanted = fold(said)
    exact = [one.key for one in form.questions if wanted in (fold(one.key), fold(one.title))]
    fits = exact or [one.key for one in form.questions if wanted and fold(one.title).startswith(wanted)]
    return fits[0] if len(fits) == 1 else words


@click.command("evaluation")
@click.argument("form")
@click.argument("answers", nargs=-1, metavar="[QUESTION=ANSWER]…")
@click.option("--occasion", default="", metavar="WHEN", help=say("For a form filled in twice: before or after."))
@click.option(
    "--from", "file", type=PATH, metavar="FILE.csv", help=say("Many forms: one a line, the first line its questions.")
)
@click.option("--again", is_flag=True, help=say("With --from: enter all of it, also what stands there already."))
@click.option("--withdraw", is_flag=True, help=say("Take out the form that was entered last on this device."))
@click.option("--typed-twice", "once", is_flag=True, help=say("Of forms that read alike only the first counts."))
@click.option("--all-count", "every", is_flag=True, help=say("Forms that read alike all count, also those taken out."))
@run_options
def evaluation(
    form: str, answers: tuple[str, ...], occasion: str, file: Path | None, again: bool, withdraw: bool,
    once: bool, every: bool, group: str, run: str, data: Path | None, instant: str | None,
) -> None:  # fmt: skip
    """Enter an evaluation FORM as it was handed in, without a name: one by its answers, or many from a file."""
    from peer_tui.services import arguments
    from peer_tui.services.problems import Problem
    from peer_tui.services.programmes import evaluations

    if sum((bool(answers), file is not None, withdraw, once, every)) != 1:
        raise click.UsageError(
            say("Answers like pace=4, or --from FILE.csv, --withdraw, --typed-twice or --all-count.")
        )
    with the_run(group, run, data, instant) as meant:
        workspace, opened, running = meant
        if withdraw:
            found = evaluations.evaluation_form(running, form)
            last = evaluations.last_entered(workspace, running, found.key)
            if last is None:
                raise Problem(say("No form was entered on this device yet. Nothing was changed."))
            evaluations.withdraw(workspace, opened, running, last)
            said = [say("The form that was entered last is taken out.")]
        elif once:
            number = evaluations.take_repeats_out(workspace, opened, running, form)
            said = [say_number(number, "{n} form is taken out: it counts once.",
                               "{n} forms are taken out: each counts once.")]  # fmt: skip
        elif every:
            evaluations.count_all(workspace, opened, running, form)
            said = [say("All of them count.")]
        elif file is not None:
            text = arguments.read_people(file)
            read = evaluations.enter_file(workspace, opened, running, form, text, occasion, again=again)
            said = [read.words]
            for wrong in read.wrong:
                complain(say("line {line}: {words}", line=wrong.line, words=wrong.words))
        else:
            evaluations.enter(workspace, opened, running, form, pairs(answers, "pace=4"), occasion)
            said = [say("Entered.")]
        told = evaluations.results(opened, meant.now, form)
    said += [f"{one.occasion} {one.words}".strip() for one in told.occasions]
    print_text("\n".join(said))
    _say_alike(told)


def _say_alike(told: Told) -> None:
    """Say that forms read alike, and what can be done about it."""
    for words in told.alike:
        complain(words)
    if told.alike:
        complain(
            say("Were they typed in twice? --typed-twice takes those out; --all-count says that all of them count.")
        )


@click.command("results")
@click.argument("form")
@showing_options
def results(form: str, group: str, run: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Print what the forms of an evaluation FORM say together: averages, comments, the change; nobody is named."""
    from peer_tui.services.programmes import evaluations

    with the_run(group, run, data, instant) as (_, opened, running):
        told = evaluations.results(opened, running, form)
    if as_json:
        alike, out = evaluations.read_alike(running, told.form), evaluations.taken_out(running, told.form)
        say_json({
            "form": told.form.key, "occasions": as_plain(told.occasions), "changes": as_plain(told.changes),
            "read_alike": len(alike), "taken_out_as_typed_twice": out,
        })  # fmt: skip
        return
    print_text("\n".join(evaluations.result_lines(told)))
    pointed = sum(len(one.names) > 0 for part in told.occasions for asked in part.questions for one in asked.comments)
    if pointed:
        complain(
            say_number(
                pointed,
                "{n} comment may name somebody of the group: look at it before it is shared.",
                "{n} comments may name somebody of the group: look at them before they are shared.",
            )
        )
