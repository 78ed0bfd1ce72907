"""Sentences to read out: when a block begins, when time is up, when nobody volunteers … (`product.md` §3.7)."""

from __future__ import annotations

from functools import lru_cache

from peer_tui.domain.events import BlockPlan
from peer_tui.domain.group import Group
from peer_tui.domain.profile import profile_of
from peer_tui.services.session import LiveSession
from peer_tui.services.templates import TemplateProblem, load_template

_USUAL = "blank"


def block_say(block: BlockPlan, group: Group) -> str:
    """The sentence to read out when a block begins; the welcome's begins with the notice that a recording is made."""
    notice = profile_of(group).recording if block.job == "welcome" else ""
    return " ".join(part for part in (notice, block.say) if part)


def say_line(session: LiveSession, moment: str) -> str:
    """The sentence of the group's template for one of `templates.SAY_LINES`; empty for a moment nobody wrote one for.

    A group made from a file of somebody's own has the usual sentences: the file may be on another machine.
    """
    return _sentences(session.group.template).get(moment, "")


@lru_cache(maxsize=16)
def _sentences(template: str) -> dict[str, str]:
    for word in (template, _USUAL):
        try:
            return load_template(word).say
        except TemplateProblem:
            continue
    return {}
