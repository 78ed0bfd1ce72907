"""The agenda of a programme's meeting is compared with the template of its kind, not with the group's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.events import BlockPlan, MeetingId
from peer_tui.services.programmes.meetings import programme_of
from peer_tui.services.templates import TemplateProblem, load_template

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup


class KindsTemplate(NamedTuple):
    """The template of one kind of meeting."""

    title: str
    """What the programme calls such a meeting."""
    blocks: tuple[BlockPlan, ...]


def kinds_template(opened: OpenGroup, meeting: MeetingId) -> KindsTemplate | None:
    """The template that a meeting of a programme was planned with; None for any other meeting, or where it is gone."""
    found = programme_of(opened, meeting)
    if found is None:
        return None
    kind = found[2]
    try:
        return KindsTemplate(kind.title, load_template(kind.template).blocks)
    except TemplateProblem:
        return None
