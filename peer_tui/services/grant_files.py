"""A grant report taken out: as Markdown, a page, a spreadsheet or data, in a file for its owner only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.federal_year import Quarter, read_quarters
from peer_tui.domain.words import as_programs_read, installed_language, marked, say
from peer_tui.services.exported import Exported
from peer_tui.services.granting import Told, tell

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FORMS = {
    "html": marked("a page with pictures"),
    "md": "Markdown",
    "csv": marked("a spreadsheet"),
    "json": marked("data"),
}
"""In what a grant report is written, and what that is in words."""
_LISTED = "grant-report"
"""What the list of written files calls one; its quarters stand behind it."""


def render(told: Told, form: str) -> str:
    """The report in one of the `FORMS`; anything else is Markdown."""
    from peer_tui.exchange import report as writing
    from peer_tui.exchange.report_html import report_to_html

    title = say("Grant report · {group}", group=told.group)
    about = say("{days}. Made {made}; nobody is named in it. {how}", days=told.days, made=told.made, how=told.how)
    match form:
        case "html":
            return report_to_html(title, about, told.notice, told.pictures, installed_language())
        case "csv":
            return writing.report_to_csv(told.pictures)
        case "json":
            return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"
        case _:
            return writing.report_to_markdown(title, about, told.notice, told.pictures)


def write(workspace: Workspace, opened: OpenGroup, told: Told, form: str, place: Path | None = None) -> Path:
    """Write a report to a file for its owner only, and remember that it is there.

    Args:
        workspace: the library.
        opened: its group.
        told: the report.
        form: one of the `FORMS`.
        place: a folder, or a file whose name has an ending; None for the folder of exports.

    Raises:
        Problem: it could not be written, another file stands there, or there is no such form.
    """
    from peer_tui.services.exported import Known, remember, write_private
    from peer_tui.services.problems import Problem

    if form not in FORMS:
        forms = ", ".join(FORMS)
        raise Problem(say("A grant report is written as one of {forms}. Nothing was written.", forms=forms))
    state = workspace.places.state
    there = place or workspace.places.exports
    words = "-".join(quarter.word for quarter in told.quarters)
    target = Known(state).place_for(there, f"grant-report-{words}.{form}", opened.folder)
    path = write_private(target.parent, target.name, _drawn(workspace, opened, told.quarters, form, told))
    remember(state, path, Exported(str(path), opened.folder, "", form, "", audience=f"{_LISTED} {words}"))
    return path


def is_ours(one: Exported) -> bool:
    """Whether a file in the list of written files is a grant report."""
    return one.audience.partition(" ")[0] == _LISTED


def draw_again(workspace: Workspace, opened: OpenGroup, one: Exported) -> str | None:
    """A file that was written earlier, as it would be written now; None if it cannot be drawn."""
    words = one.audience.partition(" ")[2]
    quarters = [quarter for word in words.split("-") for quarter in read_quarters(word)]
    return _drawn(workspace, opened, quarters, one.form) if quarters and one.form in FORMS else None


def _drawn(
    workspace: Workspace, opened: OpenGroup, quarters: Sequence[Quarter], form: str, told: Told | None = None
) -> str:
    """The report as a file holds it; for a program it is told anew, in English in every language."""
    if form == "json":
        with as_programs_read():
            return render(tell(workspace, opened, quarters), form)
    return render(told or tell(workspace, opened, quarters), form)
