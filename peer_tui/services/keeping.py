"""The minutes as a person takes them away: drawn from the record, in a format of theirs, in an owner-only file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, overload

import msgspec

from peer_tui.domain.anonymous import Doubt
from peer_tui.domain.gaps import gaps
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import Minutes, make_minutes
from peer_tui.domain.naming import Audience, Privacy, usual_privacy
from peer_tui.domain.wall_time import local_time
from peer_tui.domain.words import as_programs_read, say
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.layouts import SHAPED, USUAL, folders, set_minutes
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

FORMATS = {
    "md": say("Markdown"),
    "txt": say("plain text"),
    "html": say("a web page"),
    "eml": say("an e-mail draft"),
    "docx": say("a Word document"),
    "pdf": say("a PDF"),
    "json": say("JSON"),
}
"""What minutes can be written as, by the letters after the dot."""

TEXTS = ("md", "txt", "html", "eml", "json")
"""The formats that are text; the others are bytes."""

DRAWN_WHOLE = ("docx", "pdf", "json")
"""The formats that no layout shapes: they always hold the whole record."""

_TextForm = Literal["md", "txt", "html", "eml", "json"]


class Drawn(msgspec.Struct, frozen=True):
    """Minutes in one format."""

    content: str | bytes
    notices: tuple[str, ...] = ()
    """Sentences for the person: a layout of theirs that could not be used, letters that no font here can set."""


class Written(msgspec.Struct, frozen=True):
    """Minutes that were written to a file."""

    path: Path
    notices: tuple[str, ...] = ()
    """As of `Drawn`."""


# --- the record ---------------------------------------------------------------------------------------------------


def minutes_of(
    opened: OpenGroup,
    meeting: str,
    *,
    privacy: Privacy | None = None,
    audience: Audience | None = None,
    kept: Collection[Doubt] = (),
) -> Minutes:
    """The record of one of a group's meetings.

    Args:
        opened: the group.
        meeting: the meeting's id.
        privacy: whom it names; None is what is usual for the group and the audience.
        audience: for whom it is; None is the members.
        kept: words that are names and also ordinary words, of which a person said that they are no names here.
    """
    return make_minutes(opened.meeting(meeting), opened.group, privacy, audience or Audience.MEMBERS, kept)


def gaps_of(opened: OpenGroup, meeting: str) -> list[str]:
    """What the record still lacks, in sentences."""
    return gaps(opened.meeting(meeting), opened.group)


# --- drawing it ---------------------------------------------------------------------------------------------------


@overload
def render(minutes: Minutes, form: _TextForm) -> str: ...


@overload
def render(minutes: Minutes, form: Literal["docx", "pdf"]) -> bytes: ...


@overload
def render(minutes: Minutes, form: str) -> str | bytes: ...


def render(minutes: Minutes, form: str) -> str | bytes:
    """The minutes in one of the `FORMATS`, in the shipped layout.

    Raises:
        Problem: the format needs something that is not installed here.
    """
    return draw(minutes, form).content


def render_everything(minutes: Minutes) -> dict[str, bytes]:
    """The minutes in each of the `FORMATS` that can be drawn here, as the bytes of its file."""
    drawn = {}
    for form in FORMATS:
        try:
            drawn[form] = as_bytes(render(minutes, form))
        except Problem:
            continue  # its library is not installed
    return drawn


def as_bytes(content: str | bytes) -> bytes:
    """What stands in the file; what UTF-8 cannot hold becomes a question mark."""
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def draw(minutes: Minutes, form: str, layouts: Sequence[Path] = (), layout: str = USUAL) -> Drawn:
    """The minutes in one of the `FORMATS`, in the person's own layout where there is one.

    Args:
        minutes: the record.
        form: one of the `FORMATS`; anything else is plain text.
        layouts: the folders of own layouts (`services.layouts.folders`); none is the shipped ones.
        layout: which layout. Word, PDF and JSON always hold the whole record.

    Raises:
        Problem: the format needs something that is not installed here, or there is no such layout.
    """
    if form in DRAWN_WHOLE:
        return _whole(minutes, form)
    if form == "eml":
        from peer_tui.exchange.mail import to_mail

        text, notices = set_minutes(minutes, "txt", layouts, layout)
        page, more = set_minutes(minutes, "html", layouts, layout)
        return Drawn(to_mail(minutes, text, page), (*notices, *more))
    text, notices = set_minutes(minutes, form if form in SHAPED else "txt", layouts, layout)
    return Drawn(text, notices)


def _whole(minutes: Minutes, form: str) -> Drawn:
    match form:
        case "docx":
            with needs("docx"):
                from peer_tui.exchange.docx import to_docx

                return Drawn(to_docx(minutes))
        case "pdf":
            with needs("pdf"):
                from peer_tui.exchange.pdf import to_pdf

                content, unset = to_pdf(minutes)
                return Drawn(content, (unset,) if unset else ())
    from peer_tui.exchange.record_json import to_json

    return Drawn(to_json(minutes))


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Around what needs a library that is only installed on request.

    Raises:
        Problem: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("peer_tui"):
            raise
        raise Problem(
            say(
                "For {formats} another part of peer-tui is needed: pip install 'peer-tui[{extra}]'. "
                "Nothing was written; every other format works without it.",
                formats=FORMATS.get(extra, extra),
                extra=extra,
            )
        ) from None


# --- writing it ---------------------------------------------------------------------------------------------------


class Telling(msgspec.Struct, frozen=True):
    """How minutes are told in a file: the format, whom it names, for whom it is, and in which layout."""

    form: str
    privacy: Privacy | None = None
    audience: Audience | None = None
    layout: str = USUAL
    layouts: tuple[Path, ...] = ()
    """The folders of own layouts."""
    kept: tuple[Doubt, ...] = ()

    @classmethod
    def of(cls, one: Exported, layouts: tuple[Path, ...]) -> Telling:
        """As it was told in a file that was written.

        Raises:
            ValueError: a later version of the program wrote it, in a way that this one does not know.
        """
        privacy = Privacy(one.privacy) if one.privacy else None
        audience = Audience(one.audience) if one.audience else None
        return cls(one.form, privacy, audience, one.layout or USUAL, layouts)

    def draw(self, opened: OpenGroup, meeting: str) -> Drawn:
        """The minutes of a meeting, told so.

        Raises:
            Problem: the format needs something that is not installed here, or there is no such layout.
        """
        return draw(self.minutes(opened, meeting), self.form, self.layouts, self.layout)

    def minutes(self, opened: OpenGroup, meeting: str) -> Minutes:
        """The record of a meeting, as it is told; for a program its words are English in every language."""
        with as_programs_read(self.form == "json"):
            return minutes_of(opened, meeting, privacy=self.privacy, audience=self.audience, kept=self.kept)

    def file_name(self, meeting: Meeting | Held) -> str:
        """A file name that holds no person's words but the date: `minutes-2024-11-13-1400.md`.

        For others than the members it says for whom: `minutes-2024-11-13-1400-public.md`.
        """
        local = local_time(meeting.starts, meeting.zone)
        layout = USUAL if self.form in DRAWN_WHOLE else self.layout
        whom = "" if self.audience in (None, Audience.MEMBERS) else f"-{self.audience}"
        return f"{layout}-{local.date()}-{local:%H%M}{whom}.{self.form}"

    def as_exported(self, opened: OpenGroup, meeting: str) -> Exported:
        """What is remembered of a file in which it was told; where it lies and what it holds is added by `remember`.

        The level is the one it was drawn at: drawn again it names nobody more, whatever the group chose since.
        """
        level = self.privacy or usual_privacy(opened.group, self.audience or Audience.MEMBERS)
        return Exported(
            path="", group=opened.folder, meeting=meeting, form=self.form, sha256="", privacy=int(level),
            audience=str(self.audience or ""), layout="" if self.layout == USUAL else self.layout,
        )  # fmt: skip


def write(
    workspace: Workspace,
    opened: OpenGroup,
    meeting: str,
    form: str,
    folder: Path | None = None,
    *,
    privacy: Privacy | None = None,
    audience: Audience | None = None,
    layout: str = USUAL,
    kept: Collection[Doubt] = (),
) -> Written:
    """Write the minutes in the person's own layout to a file for its owner only (0600), and remember that it is there.

    An earlier export of the same meeting for the same audience is replaced whole, unless a person changed it since.

    Args:
        workspace: the library.
        opened: the group.
        meeting: the meeting's id.
        form: one of the `FORMATS`.
        folder: where to; None is the folder of exports.
        privacy: whom the minutes name; None is what is usual for the group and the audience.
        audience: for whom they are; None is the members.
        layout: which layout.
        kept: words that are no names here, as of `minutes_of`.

    Raises:
        Problem: it could not be written.
    """
    told = Telling(form, privacy, audience, layout, folders(workspace, opened), tuple(kept))
    return _write(opened, meeting, told, folder or workspace.places.exports, workspace.places.state)


def export(
    opened: OpenGroup,
    meeting: str,
    form: str,
    folder: Path,
    state: Path | None = None,
    *,
    privacy: Privacy | None = None,
    audience: Audience | None = None,
    layouts: Sequence[Path] = (),
) -> Path:
    """As `write`, where there is no workspace at hand: in the shipped layout unless folders of own ones are named.

    Args:
        opened: the group.
        meeting: the meeting's id.
        form: one of the `FORMATS`.
        folder: where to.
        state: the STATE folder: the file is remembered there, so that words which are removed later go from it too.
        privacy: whom the minutes name; None is what is usual for the group and the audience.
        audience: for whom they are; None is the members.
        layouts: the folders of own layouts.

    Raises:
        Problem: it could not be written.
    """
    return _write(opened, meeting, Telling(form, privacy, audience, layouts=tuple(layouts)), folder, state).path


def _write(opened: OpenGroup, meeting: str, told: Telling, folder: Path, state: Path | None) -> Written:
    drawn = told.draw(opened, meeting)
    path = folder / told.file_name(opened.meeting(meeting))
    return write_drawn(drawn, Known(state).free(path, opened.folder, meeting), told.as_exported(opened, meeting), state)


def write_drawn(drawn: Drawn, path: Path, one: Exported, state: Path | None) -> Written:
    """Write what was drawn to exactly this file, owner-only, and remember it.

    Args:
        drawn: what is written.
        path: the file.
        one: what it is.
        state: the STATE folder; None remembers nothing.

    Raises:
        Problem: it could not be written.
    """
    write_private(path.parent, path.name, drawn.content)
    if state is not None:
        remember(state, path, one)
    return Written(path, drawn.notices)
