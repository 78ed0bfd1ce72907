"""Sentences to read out that belong to no block: time is up, nobody volunteers, off the record (`product.md` §3.7)."""

from __future__ import annotations

from functools import lru_cache

from peer_tui.services.session import LiveSession
from peer_tui.services.templates import TemplateProblem, load_template

_USUAL = "blank"


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
