"""A programme's report as people take it away: to read, copy, print or send, in a file for its owner only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from peer_tui.domain.naming import Privacy
from peer_tui.domain.programmes.book import DRAFTING
from peer_tui.domain.programmes.reports import ReportPage
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import installed_language, say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.reports import drawn

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.exchange.programme_report import Written
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FORMATS = {
    "md": "Markdown",
    "txt": say("plain text"),
    "html": say("a web page"),
    "docx": say("a Word document"),
    "eml": say("an e-mail draft"),
}
"""What a report can be written as, by the letters after the dot."""
_LISTED = "programme-report"
"""In the list of written files, where others say for whom they are, with run and report behind it."""


def render(page: ReportPage, form: str) -> str | bytes:
    """A report in one of the `FORMATS`; anything else is plain text.

    Raises:
        Problem: Word documents need something that is not installed here.
    """
    from peer_tui.exchange import programme_report as writing

    written = _written(page)
    match form:
        case "md":
            return writing.page_to_markdown(written)
        case "html":
            return writing.page_to_html(written, installed_language())
        case "eml":
            from peer_tui.exchange.mail import draft

            text, html = writing.page_to_text(written), writing.page_to_html(written, installed_language())
            return draft(f"{page.title}: {page.programme}", text, html=html)
        case "docx":
            from peer_tui.services.keeping import needs

            with needs("docx"):
                from peer_tui.exchange.programme_docx import page_to_docx

                return page_to_docx(written)
    return writing.page_to_text(written)


def _written(page: ReportPage) -> Written:
    from peer_tui.exchange.programme_report import Written

    facts = (
        (say("Group"), page.group),
        (say("Made") if page.draft else say("Approved"), page.made),
    )
    return Written(
        title=f"{page.title}: {page.programme}",
        status=_status(page),
        facts=tuple((name, said) for name, said in facts if said),
        sections=tuple((section.title, section.about, section.words) for section in page.sections),
        nothing=say("Nothing yet."),
    )


def _status(page: ReportPage) -> str:
    if not page.draft:
        return page.status
    return say("DRAFT") if page.state.progress == DRAFTING else say("DRAFT: {status}", status=page.status)


def export(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    report: str,
    form: str,
    place: Path | None = None,
    privacy: Privacy | None = None,
) -> Path:
    """Write a report to a file for its owner only, and remember that it is there.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        report: the report's word.
        form: one of the `FORMATS`.
        place: a folder, or a file whose name has an ending; None for the folder of exports.
        privacy: whom it names; None is what is usual for it.

    Raises:
        Problem: it could not be written, or another file stands there.
    """
    if form not in FORMATS:
        raise Problem(
            say("A report is written as one of {formats}. Nothing was written.", formats=", ".join(FORMATS))
        )  # fmt: skip
    page = drawn(workspace, opened, running, report, privacy)
    content = render(page, form)
    there = place or workspace.places.exports
    state = workspace.places.state
    at = page.state.approved if page.state.stands else None
    usual = f"{running.key}-{page.key}-{local_date(at or workspace.now(), opened.group.zone)}.{form}"
    target = Known(state).place_for(there, usual, opened.folder)
    path = write_private(target.parent, target.name, content)
    one = Exported(
        str(path), opened.folder, "", form, "", int(page.privacy), audience=f"{_LISTED} {running.id} {page.key}"
    )  # fmt: skip
    remember(state, path, one)
    return path


def is_ours(one: Exported) -> bool:
    """Whether a file in the list of written files is a programme's report."""
    return one.audience.partition(" ")[0] == _LISTED


def draw_again(workspace: Workspace, opened: OpenGroup, one: Exported) -> str | bytes | None:
    """A file that was written earlier, as it would be written now; None if it cannot be drawn."""
    from peer_tui.services.programmes.running import run_of

    _, run, report = (*one.audience.split(" "), "", "")[:3]
    try:
        privacy = Privacy(one.privacy) if one.privacy else None
        return render(drawn(workspace, opened, run_of(opened, run), report, privacy), one.form)
    except (Problem, ValueError):
        return None
