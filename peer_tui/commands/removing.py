"""The commands that remove for good: `redact` a line, `forget` a person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.shared import COULD_NOT, data_option, now_option, print_text, the_clock, the_workspace
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.services.forgetting import Answer
    from peer_tui.services.workspace import Workspace


@click.command()
@click.argument("meeting", default="")
@click.option(
    "--line",
    default="",
    metavar="N|TIME|CODE",
    help=say("The line: its number, or when it was entered, e.g. 2:31; of a programme, its code or all its words."),
)
@click.option(
    "--programme",
    "run",
    default=None,
    metavar="TITLE",
    help=say("What was written in a programme instead: answers, notes, comments, rows, reports."),
)
@click.option("--words", default="", help=say("With --programme: only these words, wherever they stand in it."))
@click.option("--group", default="", help=say("With --programme: of this group."))
@click.option("--mark", is_flag=True, help=say("Leave “[removed at request]” in its place."))
@click.option("--yes", is_flag=True, help=say("Do not ask."))
@data_option
@now_option
def redact(
    meeting: str, line: str, run: str | None, words: str, group: str, mark: bool, yes: bool, data: Path | None,
    instant: str | None,
) -> None:  # fmt: skip
    """Remove the words of a line of MEETING for good. Without --line, list the lines with their numbers.

    With --programme TITLE (or --programme "" where only one goes on), the same of what was written in a programme.
    """
    if run is not None:
        from peer_tui.commands.programme_words import redact_in_programme

        if meeting:
            raise click.UsageError(say("Either a meeting or --programme."))
        redact_in_programme(group, run, line, words, data, instant, mark=mark, sure=yes)
        return
    if not meeting:
        raise click.UsageError(say("Say which meeting, or --programme TITLE."))
    if words or group:
        raise click.UsageError(say("--words and --group belong to --programme."))
    from peer_tui.domain.redaction import MARK
    from peer_tui.services import redacting
    from peer_tui.services.removing import OUT_OF_REACH

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        if not line:
            lines = redacting.numbered_lines(workspace, opened, held.id)
            print_text("\n".join(lines) or say("Nothing was written in this meeting."))
            return
        entry = redacting.find_line(workspace, opened, held.id, line)
        if not yes:
            confirm(
                say(
                    "Remove {shown} for good? It cannot be undone.",
                    shown=redacting.shown(workspace, opened, held.id, entry),
                )
            )
        done = redacting.remove_lines(workspace, opened, held.id, [entry.id], MARK if mark else "")
        need_recorded(workspace)
        print_text("\n".join([say("Removed: {words}.", words=done.words), *done.sentences, OUT_OF_REACH]))
    if not done.finished:
        sys.exit(COULD_NOT)


@click.command()
@click.argument("name")
@click.option("--group", default="", help=say("Of this group; not needed where there is only one."))
@click.option("--replace-all", is_flag=True, help=say("Replace every word of the name by “a member”, without asking."))
@click.option("--keep-all", is_flag=True, help=say("Keep what others wrote as it is, without asking."))
@data_option
@now_option
def forget(name: str, group: str, replace_all: bool, keep_all: bool, data: Path | None, instant: str | None) -> None:
    """Forget the person NAME: “a member” stands wherever they were named; what was counted stays counted.

    Each line in which somebody wrote a word of the name is shown and answered, one by one.
    """
    from peer_tui.domain.naming import counted
    from peer_tui.services import forgetting
    from peer_tui.services.forgetting import Answer

    if replace_all and keep_all:
        raise click.UsageError(say("Either --replace-all or --keep-all."))
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        person = forgetting.find_person(opened, name)
        found = forgetting.look_for(opened, person)
        count = len(found.lines)
        if replace_all or keep_all:
            answers = [Answer.REPLACE if replace_all else Answer.KEEP] * count
        else:
            hold = counted(count, "{n:,} line holds", "{n:,} lines hold", "no lines hold")
            confirm(
                say(
                    "Forget {name} in {group_name} for good? In it {hold} a word of the name.",
                    name=person.name,
                    group_name=opened.group.name,
                    hold=hold,
                )
            )
            answers = []  # what is not reached counts as unanswered
            for number, mention in enumerate(found.lines, 1):
                print_text(
                    say(
                        "{number} of {count} · {where_words} · {text}",
                        number=number,
                        count=count,
                        where_words=forgetting.where_words(opened, mention),
                        text=mention.text,
                    )
                )
                print_text("    " + say("becomes: {becomes}", becomes=forgetting.becomes(mention)))
                answer = _answer()
                if answer is None:
                    break
                answers.append(answer)
        done = forgetting.forget(workspace, opened, found, answers)
        need_recorded(workspace)
        print_text("\n".join(done.lines))
    if not done.removed.finished:
        sys.exit(COULD_NOT)


def need_recorded(workspace: Workspace) -> None:
    """Go on only if the removal is on the disk: a program that ends tries nothing again.

    Raises:
        Problem: it is not.
    """
    from peer_tui.services.problems import Problem

    if workspace.saver.unsaved():
        raise Problem(
            say(
                "Not all of it could be recorded, so the words are still there. "
                "{problem_at_the_end} Then give the same command again.",
                problem_at_the_end=workspace.saver.problem_at_the_end,
            )
        )


def confirm(question: str) -> None:
    """Go on only after a yes.

    Raises:
        Problem: it was not said.
    """
    from peer_tui.services.problems import Problem

    print_text(say("{question} Type yes:", question=question))
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Problem(say("Nothing was changed."))


def _answer() -> Answer | None:
    """What a person says to one line; None at the end of what they type."""
    from peer_tui.services.forgetting import Answer

    words = {"r": Answer.REPLACE, "replace": Answer.REPLACE, "k": Answer.KEEP, "keep": Answer.KEEP, "": Answer.LATER}
    while True:
        print_text("    " + say("r replace by “a member” · k keep · Enter later:"))
        typed = sys.stdin.readline()
        if not typed:
            return None
        answer = words.get(typed.strip().lower())
        if answer is not None:
            return answer
