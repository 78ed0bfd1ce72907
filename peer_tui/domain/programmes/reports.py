"""A report of a programme: each section drawn from the record, or in a person's own words (`product.md` §1.2, §3.9).

A section is words: lines, some of which begin with "- " and are items of a list. What is drawn and what a person writes
have the same form, so that a person can go on from what was drawn. After the approval the words stand as they were
approved, whatever is said in the record since; to change them the report has to be drafted again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.group import Group
from peer_tui.domain.naming import Audience, Privacy, usual_privacy
from peer_tui.domain.programmes.book import DRAFTING, OUT_FOR_REVIEW, ReportState, Running
from peer_tui.domain.programmes.definition import Programme, Report
from peer_tui.domain.programmes.drawing import drawn_words
from peer_tui.domain.programmes.evidence import REPORT_STATES as WAY
from peer_tui.domain.programmes.material import Material
from peer_tui.domain.programmes.repeated import repeated_words, repeats_of
from peer_tui.domain.programmes.sources import source_of
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import marked, say, say_number

_, _, INTEGRATED, APPROVED, SHARED = WAY
OK, CHANGE = marked("ok"), marked("change")
"""What a reader can answer."""
_INDENT = "  "


class ReportSection(msgspec.Struct, frozen=True):
    """One section as it is shown."""

    key: str
    title: str
    about: str
    words: str
    """Its lines; those that begin with `- ` are items of a list. Empty where there is nothing to tell yet."""
    source: str
    """`drawn` from the record, `written` by a person, or `approved`."""


class Reader(msgspec.Struct, frozen=True):
    """One who was asked to read the report."""

    id: str
    """A person's id, or the name of one whom the group does not know."""
    name: str
    answer: str = ""
    """`ok`, `change`, or empty: no answer, which is never an approval."""
    text: str = ""

    @property
    def words(self) -> str:
        """`Ines Holm: no answer yet`, `Ines Holm: change: the second lesson is ours`."""
        if not self.answer:
            return say("{name}: no answer yet", name=self.name)
        said = say(self.answer) if self.answer in (OK, CHANGE) else clean(self.answer)
        return f"{self.name}: {said}: {self.text}" if self.text else f"{self.name}: {said}"


class ReportPage(msgspec.Struct, frozen=True):
    """A report as it is shown and exported."""

    key: str
    title: str
    about: str
    programme: str
    """The title of the run it is about."""
    group: str
    made: str
    """The day it was drawn, or approved, in words."""
    sections: tuple[ReportSection, ...]
    state: ReportState
    status: str
    """How far it is, in words: `out for review, feedback by Fri 5 Jun 2026`."""
    readers: tuple[Reader, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences about what is missing; nothing of them stops anybody."""
    privacy: Privacy = Privacy.OWNERS
    """Whom it names."""

    @property
    def draft(self) -> bool:
        """Its words do not stand yet."""
        return not self.state.stands


def level_of(report: Report, group: Group) -> Privacy:
    """Whom a report names unless a person says otherwise: never more than its own level and the group's allow."""
    own = usual_privacy(group, Audience.MEMBERS)
    least = min(max(report.names, 1), int(Privacy.NO_NAMES))
    return Privacy(max(least, int(own) if own.hides else int(Privacy.OWNERS)))


def report_named(programme: Programme, key: str) -> Report | None:
    """The report of a programme by its word; None if there is none."""
    return next((report for report in programme.reports if report.key == key), None)


def page_of(report: Report, material: Material, made: dt.date) -> ReportPage:
    """A report as it stands.

    Args:
        report: as the programme's file says.
        material: what it is drawn from, and whom it names.
        made: the day it is drawn on, where the group is.
    """
    run = material.running
    state = run.report(report.key)
    sections = _sections(report, material)
    if state.stands and state.text:
        sections = _as_approved(report, state.text, material)
        made = local_date(state.approved, material.group.zone) if state.approved else made
    readers = _readers(state, material.group)
    return ReportPage(
        key=report.key,
        title=report.title,
        about=report.about,
        programme=material.naming.words(run.title),
        group=material.naming.words(material.group.name),
        made=say_date(made),
        sections=sections,
        state=state,
        status=status_words(state),
        readers=readers,
        warnings=(
            *_warnings(report, state, readers, made),
            *(() if state.stands else _typed_twice(report, material)),
            *_changed_since(report, state, material),
        ),
        privacy=material.naming.privacy,
    )


def _sections(report: Report, material: Material) -> tuple[ReportSection, ...]:
    shown = []
    for section in report.sections:
        written = material.running.sections.get((report.key, section.key), "")
        words = material.several_lines(written) if written else drawn_words(section, material)
        source = "written" if written else "drawn"
        shown.append(ReportSection(section.key, section.title, section.about, words, source))
    return tuple(shown)


# --- the way of a report ------------------------------------------------------------------------------------------


def status_words(state: ReportState) -> str:
    """How far a report is: `drafting`, `out for review, feedback by Fri 5 Jun 2026`, `approved`."""
    if state.progress != OUT_FOR_REVIEW:
        return say(state.progress) if state.progress in WAY else clean(state.progress)
    if state.deadline is None:
        return say("out for review, without a deadline for feedback")
    return say("out for review, feedback by {day}", day=say_date(state.deadline))


def _readers(state: ReportState, group: Group) -> tuple[Reader, ...]:
    """Everybody who was asked, and whoever answered without being asked."""
    asked = dict.fromkeys((*state.reviewers, *state.others, *state.answers))
    readers = []
    for key in asked:
        person = group.person(key)
        answer = state.answers.get(key)
        name = clean(person.name if person is not None else key).strip() or say("a member")
        readers.append(
            Reader(key, name, answer.answer, clean(answer.text).strip()) if answer else Reader(key, name)
        )  # fmt: skip
    return tuple(readers)


def without_a_deadline(report: Report, state: ReportState) -> str:
    """The warning that feedback has no deadline (check 69); empty where it has one, or nobody reviews it."""
    if not report.review or state.deadline is not None:
        return ""
    return say("There is no deadline for feedback. Give one, so that everybody knows until when it can be changed.")


def _warnings(report: Report, state: ReportState, readers: tuple[Reader, ...], today: dt.date) -> Iterable[str]:
    if not report.review or state.progress in (DRAFTING, SHARED):
        return
    if lacking := without_a_deadline(report, state):
        yield lacking
    silent = [reader for reader in readers if not reader.answer]
    if silent:
        yield say_number(
            len(silent),
            "{n} of {all} has not answered; that is no approval.",
            "{n} of {all} have not answered; that is no approval.",
            all=len(readers),
        )
    wanted = [reader for reader in readers if reader.answer == CHANGE]
    if wanted and state.progress == OUT_FOR_REVIEW:
        yield say_number(len(wanted), "{n} asks for a change.", "{n} ask for changes.")
    if state.progress == OUT_FOR_REVIEW and state.deadline is not None and state.deadline < today:
        yield say("The day for feedback has passed: {day}.", day=say_date(state.deadline))


def _typed_twice(report: Report, material: Material) -> Iterable[str]:
    """Forms it is drawn from that read alike: whether each counts has to be said before figures go out."""
    told = {one.part for section in report.sections for written in section.sources if (one := source_of(written))}
    for form in material.programme.forms:
        if form.evaluation and told & {form.key, *(section.key for section in form.sections)}:
            repeats = repeats_of(form, material.running.evaluations, material.running.both_count)
            for words in repeated_words(repeats):
                yield say("{title}: {words}", title=form.title, words=words)


# --- the words that were approved ---------------------------------------------------------------------------------


def as_text(sections: Iterable[ReportSection]) -> str:
    """The words of a report as one text, to be kept: each title at the margin, its lines set in below it."""
    lines: list[str] = []
    for section in sections:
        lines.append(f"{section.key}: {_one_line(section.title)}")
        lines += [_INDENT + line for line in section.words.splitlines()]
    return "\n".join(lines)


def seal_of(text: str) -> str:
    """The checksum by which approved words are known: SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _as_approved(report: Report, text: str, material: Material) -> tuple[ReportSection, ...]:
    """The sections as they were approved, also those that the programme's file does not have any more."""
    about = {section.key: section.about for section in report.sections}
    found: list[tuple[str, str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith(_INDENT) or not line:
            if found:
                found[-1][2].append(_kept_line(line[len(_INDENT) :], material))
        else:
            key, _, title = line.partition(": ")
            found.append((key, title, []))
    return tuple(
        ReportSection(key, material.words(title), about.get(key, ""), "\n".join(lines), APPROVED)
        for key, title, lines in found
    )


def _kept_line(line: str, material: Material) -> str:
    return f"- {material.words(line[2:])}" if line.startswith("- ") else material.words(line)


def _changed_since(report: Report, state: ReportState, material: Material) -> Iterable[str]:
    """What is to be said of approved words: that they lost some at request, or that the record says more since."""
    if not state.stands or not state.text:
        return
    if state.seal and seal_of(state.text) != state.seal:
        yield say("Words were removed from it at request after it was approved.")
    now = {section.key: section.words for section in _sections(report, material)}
    then = {section.key: section.words for section in _as_approved(report, state.text, material)}
    changed = sum(1 for key, words in now.items() if words != then.get(key, ""))
    if changed:
        yield say_number(
            changed,
            "The record says more since: {n} section would read otherwise. What was approved stands.",
            "The record says more since: {n} sections would read otherwise. What was approved stands.",
        )


def _one_line(title: str) -> str:
    return " ".join(clean(title).split())


def reviewer_named(group: Group, running: Running, report: str, words: str) -> list[str]:
    """The readers whom some words mean, by the beginning of a name: ids of people, or names; several if unclear."""
    state = running.report(report)
    said = clean(words).strip().casefold()
    readers = _readers(state, group)
    exact = [reader.id for reader in readers if said in (reader.name.casefold(), reader.id.casefold())]
    return exact or [
        reader.id
        for reader in readers
        if said and any(part.startswith(said) for part in (reader.name.casefold(), *reader.name.casefold().split()))
    ]
