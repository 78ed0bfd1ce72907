"""What was written for people, as it would be written now: so that words which were removed go from it too."""

from __future__ import annotations

from peer_tui.services import agenda_out, agreement_out
from peer_tui.services.exported import Exported
from peer_tui.services.keeping import FORMATS, Telling
from peer_tui.services.layouts import folders
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace


def draw_again(workspace: Workspace, opened: OpenGroup, one: Exported) -> str | bytes | None:
    """A file that was written earlier, as it would be written now; None if it cannot be drawn.

    Args:
        workspace: the library.
        opened: the group.
        one: what was written.
    """
    if one.layout in (agenda_out.AN_AGENDA, agenda_out.A_MESSAGE):
        return agenda_out.draw_again(workspace, opened, one)
    if agreement_out.is_ours(one):
        return agreement_out.draw_again(opened.group, one)
    if one.audience.startswith("grant-report"):
        from peer_tui.services import grant_files

        return grant_files.draw_again(workspace, opened, one)
    if one.audience.startswith("programme-report "):
        from peer_tui.services.programmes import report_files

        return report_files.draw_again(workspace, opened, one)
    if one.audience.startswith("programme-letter "):
        from peer_tui.services.programmes import letters

        return letters.draw_again(opened, one)
    if one.audience.startswith("programme-form "):
        from peer_tui.services.programmes import form_files

        return form_files.draw_again(workspace, opened, one)
    if one.audience.startswith("register "):
        from peer_tui.services.programmes import register_exports

        return register_exports.draw_again(workspace, opened, one)
    if one.form not in FORMATS or one.meeting not in opened.shards:
        return None
    try:
        return Telling.of(one, folders(workspace, opened)).draw(opened, one.meeting).content
    except (Problem, ValueError):
        return None
