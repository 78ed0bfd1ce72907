"""From a line or a stage to the part of the programme it is about: its form, register, meetings, report, days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.programmes.evidence import missing_of
from peer_tui.services.programmes.standing import seen_of, where_it_stands
from peer_tui.ui.screens.programme_views.view import ProgrammeView

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Need, Stage


def go_to_part(view: ProgrammeView, kind: str, key: str) -> bool:
    """Show the part of this kind and word; False where there is none.

    Args:
        view: from where.
        kind: as `Need.kind` in a programme's file.
        key: the word of the form, register, meeting, report or line.
    """
    from peer_tui.ui.screens.programme_views.checklist import CheckListView
    from peer_tui.ui.screens.programme_views.forms import form_view
    from peer_tui.ui.screens.programme_views.register import RowsView
    from peer_tui.ui.screens.programme_views.report import ReportView

    place, definition, programme = view.place, view.definition, view.programme
    if kind in ("form", "evaluation") and key in {one.key for one in definition.forms}:
        place.go_into(form_view(view, key))
    elif kind == "register" and key in {one.key for one in definition.registers}:
        place.go_into(RowsView(place, programme, key))
    elif kind == "report" and key in {one.key for one in definition.reports}:
        place.go_into(ReportView(place, programme, key))
    elif kind in ("meeting", "captured"):
        place.show_named("meetings")
    elif kind == "anchor":
        place.show_named("days")
    elif kind == "item":
        place.show_view(CheckListView(place, programme, start=key))
    else:
        return False
    return True


def go_to_evidence(view: ProgrammeView, stage: Stage) -> None:
    """Show what the stage still lacks first; of one that lacks nothing its first piece of evidence."""
    definition, run = view.definition, view.running
    seen = seen_of(view.workspace, view.opened, definition, run)
    items = where_it_stands(view.workspace, view.opened, run).items
    done = {item.item.key for item in items if not item.is_open}

    def lacks(need: Need) -> bool:
        alone = msgspec.structs.replace(stage, needs=(need,))
        return bool(missing_of(alone, definition, run, seen, done))

    wanted = next((need for need in stage.needs if lacks(need)), None) or next(iter(stage.needs), None)
    if wanted is not None:
        go_to_part(view, wanted.kind, wanted.part)
    else:
        open_lines = [item.item.key for item in items if item.item.stage == stage.key and item.is_open]
        go_to_part(view, "item", open_lines[0] if open_lines else "")
