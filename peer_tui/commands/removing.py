"""The commands that remove for good: `redact` a line, `forget` a person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.shared import COULD_NOT, data_option, now_option, say, the_clock, the_workspace

if TYPE_CHECKING:
    from peer_tui.services.forgetting import Answer
    from peer_tui.services.workspace import Workspace


@click.command()
@click.argument("meeting")
@click.option("--line", default="", metavar="N|TIME", help="The line: its number, or when it was entered, e.g. 2:31.")
@click.option("--mark", is_flag=True, help="Leave “[removed at request]” in its place.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_option
@now_option
def redact(meeting: str, line: str, mark: bool, yes: bool, data: Path | None, instant: str | None) -> None:
    """Remove the words of a line of MEETING for good. Without --line, list the lines with their numbers."""
    from peer_tui.domain.redaction import MARK
    from peer_tui.services import redacting
    from peer_tui.services.removing import OUT_OF_REACH

    with the_workspace(data, the_clock(instant)) as workspace:
        opened, held = workspace.find_meeting(meeting)
        if not line:
            lines = redacting.numbered_lines(workspace, opened, held.id)
            say("\n".join(lines) or "Nothing was written in this meeting.")
            return
        entry = redacting.find_line(workspace, opened, held.id, line)
        if not yes:
            _confirm(f"Remove {redacting.shown(workspace, opened, held.id, entry)} for good? It cannot be undone.")
        done = redacting.remove_lines(workspace, opened, held.id, [entry.id], MARK if mark else "")
        _need_recorded(workspace)
        say("\n".join([f"Removed: {done.words}.", *done.sentences, OUT_OF_REACH]))
    if not done.finished:
        sys.exit(COULD_NOT)


@click.command()
@click.argument("name")
@click.option("--group", default="", help="Of this group; not needed where there is only one.")
@click.option("--replace-all", is_flag=True, help="Replace every word of the name by “a member”, without asking.")
@click.option("--keep-all", is_flag=True, help="Keep what others wrote as it is, without asking.")
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
        raise click.UsageError("Either --replace-all or --keep-all.")
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        person = forgetting.find_person(opened, name)
        found = forgetting.look_for(opened, person)
        count = len(found.lines)
        if replace_all or keep_all:
            answers = [Answer.REPLACE if replace_all else Answer.KEEP] * count
        else:
            hold = counted(count, "line holds", "lines hold")
            _confirm(f"Forget {person.name} in {opened.group.name} for good? In it {hold} a word of the name.")
            answers = []  # what is not reached counts as unanswered
            for number, mention in enumerate(found.lines, 1):
                say(f"{number} of {count} · {forgetting.where_words(opened, mention)} · {mention.text}")
                say(f"    becomes: {forgetting.becomes(mention)}")
                answer = _answer()
                if answer is None:
                    break
                answers.append(answer)
        done = forgetting.forget(workspace, opened, found, answers)
        _need_recorded(workspace)
        say("\n".join(done.lines))
    if not done.removed.finished:
        sys.exit(COULD_NOT)


def _need_recorded(workspace: Workspace) -> None:
    """Go on only if the removal is on the disk: a program that ends tries nothing again.

    Raises:
        Problem: it is not.
    """
    from peer_tui.services.problems import Problem

    if workspace.saver.unsaved():
        raise Problem(
            "Not all of it could be recorded, so the words are still there. "
            f"{workspace.saver.problem_at_the_end} Then give the same command again."
        )


def _confirm(question: str) -> None:
    """Go on only after a yes.

    Raises:
        Problem: it was not said.
    """
    from peer_tui.services.problems import Problem

    say(f"{question} Type yes:")
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Problem("Nothing was changed.")


def _answer() -> Answer | None:
    """What a person says to one line; None at the end of what they type."""
    from peer_tui.services.forgetting import Answer

    words = {"r": Answer.REPLACE, "replace": Answer.REPLACE, "k": Answer.KEEP, "keep": Answer.KEEP, "": Answer.LATER}
    while True:
        say("    r replace by “a member” · k keep · Enter later:")
        typed = sys.stdin.readline()
        if not typed:
            return None
        answer = words.get(typed.strip().lower())
        if answer is not None:
            return answer
