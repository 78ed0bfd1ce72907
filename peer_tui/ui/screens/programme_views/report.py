"""A report: its sections, drawn from the record or in a person's own words, and its way to its readers (§3.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.words import marked, say
from peer_tui.services.programmes import report_files, reports
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.one_report import OneReport
from peer_tui.ui.screens.programme_views.review import ReviewView, send_out
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import plain, row, wrap
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.domain.programmes.reports import ReportPage, ReportSection
    from peer_tui.services.workspace import OpenGroup, Workspace

WayAct = Callable[["Workspace", "OpenGroup", "Running", str], reports.Done]
"""One step of a report's way."""
_SHOWN_LINES = 3
"""Of a section's words, in the list; Enter shows all of them."""
SOURCES = {"drawn": marked("from the record"), "written": marked("in your words"), "approved": marked("approved")}


class ReportView(OneReport):
    """A section a row, with its first lines.

    Args:
        screen: the place.
        programme: the run.
        key: the report.
    """

    word: ClassVar[str] = say("Report")
    ACTS = (
        Act("v", "v", say("read"), "read", say("The whole report, to read.")),
        Act("s", "s", say("send out"), "send", say("Send it out to its readers: who, and until when they can answer.")),
        Act("y", "y", say("on its way"), "go_on", say("The next step of its way: feedback is in, approved, shared.")),
        Act("w", "w", say("write"), "write", say("Write it to a file, for you only.")),
        Act("c", "c", say("copy"), "copy", say("Copy the report as text.")),
        Act("e", "e", say("readers"), "readers", say("Who was asked to read it, and what each answered.")),
        Act("o", "o", say("as drawn"), "drawn", say("The section goes back to what the record says.")),
        Act("u", "u", say("draft again"), "again", say("Back to drafting: its words can be changed again.")),
    )
    enter_words = say("edit")
    back = say("reports")

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """Each section with where its words come from, and its first lines."""
        return [ListRow(_row(section, width), section.key) for section in self.page().sections]

    def below(self, selected: str) -> Content:
        """What the section is to tell, and what to look at before it goes out."""
        page = self.page()
        section = next((one for one in page.sections if one.key == selected), None)
        return lines(section.about if section else "", *(plain(f"⚠ {one}", "$warning") for one in page.warnings))

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Write the section in one's own words, beginning with what stands there."""
        page = self.page()
        section = next((one for one in page.sections if one.key == selected), None)
        if section is None:
            return
        if not page.draft:
            words = section.words or say("Nothing stands here.")
            self.place.read(section.title, words)
            self.screen.show_flash(say("It stands as it was approved. u drafts it again."))
            return

        def take(text: str) -> None:
            if text.strip() == section.words.strip():
                self.screen.show_flash(say("Nothing is different."))
                return
            with self.place.change(say("{section}: in your words now.", section=section.title)):
                reports.write_section(self.workspace, self.opened, self.running, self.key, section.key, text)

        self.place.ask_lines(section.title, take, section.words)

    def drawn(self) -> None:
        """Back to what the record says."""
        section = self.selected
        if (self.key, section) in self.running.sections:
            with self.place.change(say("As the record says again.")):
                reports.write_section(self.workspace, self.opened, self.running, self.key, section, "")
        else:
            self.screen.show_flash(say("That section is drawn from the record already."))

    def read(self) -> None:
        """All of it."""
        self.place.read(self.page().title, _as_text(self.page(), "txt"))

    def copy(self) -> None:
        """As text."""
        self.place.peer.copier.start((_as_text(self.page(), "md"),), say("The report"), "c")

    def write(self) -> None:
        """To a file."""
        choices = [Choice(form, words) for form, words in report_files.FORMATS.items()]

        def take(form: str) -> None:
            path = report_files.export(self.workspace, self.opened, self.running, self.key, form)
            self.screen.show_flash(say("Written, for you only: {path}", path=path))

        self.screen.go_into(ChoosingView(self.screen, say("Write the report as"), choices, take))

    # --- its way ----------------------------------------------------------------------------------------------

    def send(self) -> None:
        """To its readers."""
        send_out(self)

    def readers(self) -> None:
        """Who was asked."""
        self.screen.go_into(ReviewView(self.place, self.programme, self.key))

    def go_on(self) -> None:
        """One step further on its way, after one yes."""
        page = self.page()
        progress = page.state.progress
        if progress == "drafting":
            reviewed = next(one.review for one in self.definition.reports if one.key == self.key)
            if reviewed:
                send_out(self)
            else:
                self._ask(say("Does {report} stand as it is?", report=page.title), reports.approve, say("Approved."))
        elif progress == "out for review":
            self._ask(say("Is all feedback worked into {report}?", report=page.title), reports.integrate,
                      say("The feedback is worked in."))  # fmt: skip
        elif progress == "feedback integrated":
            self._ask(say("Did its readers approve {report} as it stands?", report=page.title), reports.approve,
                      say("Approved: its words stand."))  # fmt: skip
        elif progress == "approved":
            self._ask(say("Was {report} shared?", report=page.title), reports.share, say("Shared."))
        else:
            self.screen.show_flash(say("It was shared: that is the end of its way. u drafts it again."))

    def again(self) -> None:
        """Back to drafting."""
        page = self.page()
        if page.state.progress == "drafting":
            self.screen.show_flash(say("It is being drafted."))
            return
        self._ask(say("Draft {report} again? What was approved stays on record.", report=page.title),
                  reports.draft_again, say("It is being drafted again."))  # fmt: skip

    def _ask(self, question: str, act: WayAct, said: str) -> None:
        page = self.page()
        warned = " ".join(page.warnings)

        def do() -> None:
            with self.place.change(said):
                done = act(self.workspace, self.opened, self.running, self.key)
            if done.said:
                self.place.say_more(said, *done.said)

        def yes() -> None:
            self.screen.attempt(do)

        self.screen.confirm(f"⚠ {warned} {question}" if warned else question, yes)


def _as_text(page: ReportPage, form: str) -> str:
    written = report_files.render(page, form)
    return written if isinstance(written, str) else written.decode("utf-8", "replace")


def _row(section: ReportSection, width: int) -> Content:
    """The section's title, where its words come from, and its first lines."""
    written = section.source == "written"
    source = plain(say(SOURCES.get(section.source, section.source)), "$accent" if written else "$quiet")
    title = wrap(plain(section.title).plain, width - source.cell_length - 1)
    told = [row(plain(title[0], "bold"), source, width), *(plain(one, "bold") for one in title[1:])]
    shown: list[str] = []
    for line in section.words.split("\n"):
        if line.strip():
            shown += [f"  {piece}" for piece in wrap(plain(line).plain, width - 2)]
    told += [plain(line, "") for line in shown[:_SHOWN_LINES]]
    if len(shown) > _SHOWN_LINES:
        told.append(plain("  …", "$quiet"))
    if not shown:
        told.append(plain(say("  nothing yet"), "$quiet"))
    return Content("\n").join(told)
