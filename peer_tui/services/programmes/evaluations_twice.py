"""Anonymous forms that were typed in twice: told, taken out when a person says so, or counted when both are honest.

Which ones seem to be is said in `domain/programmes/repeated.py`. Nothing is lost: a form that was taken out stays in
the group's log, and counts again when the act is undone, when a person says that all count, or when the form it repeats
is withdrawn and no earlier one repeats it, too.
"""

from __future__ import annotations

from peer_tui.domain.events import EvaluationRepeated
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Form
from peer_tui.domain.programmes.repeated import Repeat, repeats_of
from peer_tui.domain.words import say, say_number
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.evaluation_forms import evaluation_form
from peer_tui.services.programmes.running import run_of
from peer_tui.services.workspace import Workspace


def read_alike(running: Running, form: Form) -> tuple[Repeat, ...]:
    """The forms that count and read like an earlier one, of which nobody said yet that both count."""
    return repeats_of(form, running.evaluations, running.both_count)


def taken_out(running: Running, form: Form) -> int:
    """How many forms of this kind do not count, because each repeats one that does."""
    return sum(one.part == form.key for one in running.taken_out)


def take_repeats_out(workspace: Workspace, opened: OpenGroup, running: Running, form_key: str) -> int:
    """Of the forms that read alike only the first of each counts from now on; the others were typed in twice.

    Returns:
        How many forms were taken out.

    Raises:
        Problem: no forms read alike, or the programme has no such form.
    """
    form = evaluation_form(running, form_key)
    repeats = read_alike(run_of(opened, running.id), form)
    if not repeats:
        raise Problem(say("No forms of “{title}” read alike. Nothing was changed.", title=form.title))
    bodies = [EvaluationRepeated(programme=running.id, evaluation=one.evaluation, like=one.like) for one in repeats]
    workspace.record(opened, "", bodies)
    return len(repeats)


def count_all(workspace: Workspace, opened: OpenGroup, running: Running, form_key: str) -> int:
    """All forms that read alike count: different people gave the same answers. Those that were taken out stand again.

    Returns:
        Of how many forms this was said.

    Raises:
        Problem: no forms read alike and none was taken out, or the programme has no such form.
    """
    form = evaluation_form(running, form_key)
    now = run_of(opened, running.id)
    parts = {one.id: one.part for one in now.evaluations}
    pairs = {one.evaluation: one.like for one in read_alike(now, form)}
    pairs |= {out: like for out, like in now.repeats.items() if parts.get(like) == form.key}
    if not pairs:
        raise Problem(
            say("No forms of “{title}” read alike, and none was taken out. Nothing was changed.", title=form.title)
        )
    workspace.record(
        opened,
        "",
        [
            EvaluationRepeated(programme=now.id, evaluation=one, like=like, repeats=False)
            for one, like in sorted(pairs.items())
        ],
    )
    return len(pairs)


def taken_out_words(number: int) -> str:
    """`3 forms were typed in twice: each counts once.`; empty for none."""
    if not number:
        return ""
    return say_number(number, "{n} form was typed in twice: it counts once.",
                      "{n} forms were typed in twice: each counts once.")  # fmt: skip
