"""What a report of a programme is drawn from, and the two doors every word of it passes: `words` and `naming`.

A personal next step that its owner did not share is in no report, nor what was captured privately (check 74).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

import msgspec

from peer_tui.domain.anonymous import Found, KnownNames
from peer_tui.domain.characters import clean
from peer_tui.domain.events import EntryId
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Naming, Privacy
from peer_tui.domain.people import Person
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Programme
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.stand_ins import initials
from peer_tui.domain.steps import Step

Told: TypeAlias = Iterable[tuple[str, list[str]]]
"""What a source tells: labels with the lines below each."""
_NOT_TOLD = "…"
_SHORTEST = 4
"""Characters below which the cell of a register tells nobody apart."""


class InMeeting(msgspec.Struct, frozen=True):
    """A meeting of the run that is not hidden."""

    held: Held
    meeting: Meeting
    kind: str
    """The word the programme has for such a meeting."""
    title: str
    """What it calls one."""


class Others(msgspec.Struct, frozen=True):
    """People who stand in registers of a run and whom the group does not know."""

    names: KnownNames
    contacts: tuple[str, ...]
    """How to reach them: addresses and numbers, the longest first. Other words may be anybody's."""


class Material(msgspec.Struct, frozen=True):
    """What a report is drawn from."""

    programme: Programme
    running: Running
    group: Group
    naming: Naming
    meetings: tuple[InMeeting, ...]
    """In order of their start."""
    shared: Collection[EntryId] = frozenset()
    """Personal next steps that their owners let into the record."""
    hours: str = ""
    """How long its meetings took, in words."""
    stages: tuple[str, ...] = ()
    """Where each stage stands, a line each."""
    measures: tuple[str, ...] = ()
    """How each measure came on, a line each."""
    prefilled: Mapping[tuple[str, str], str] = {}
    """Answers that are known beforehand, by form and question."""
    others: Others | None = None
    """People who stand in registers and are not to be told; None where they may be."""

    def everybody(self) -> KnownNames:
        """The names of everybody the group knows, for what is told without any."""
        return self.naming.everybody

    def words(self, text: str) -> str:
        """One line of a person's text as this report may tell it."""
        said = self.naming.words(text)
        if self.others is None:
            return said
        for contact in self.others.contacts:
            said = said.replace(contact, _NOT_TOLD)
        return self.others.names.replaced(said, self._stand_in)

    def several_lines(self, text: str) -> str:
        """A text of several lines, likewise; items of a list stay items."""
        lines = clean(text, keep_lines=True).split("\n")
        return "\n".join(
            f"- {self.words(line[2:])}" if line.startswith("- ") else self.words(line) for line in lines
        ).strip("\n")  # fmt: skip

    def _stand_in(self, found: Found, written: str) -> str:
        by_initials = self.naming.privacy is Privacy.INITIALS and "@" not in written[1:] and len(written) < 60
        return initials(written) if by_initials else A_MEMBER


def others_in(programme: Programme, running: Running, privacy: Privacy) -> Others | None:
    """Who stands in a run's registers without being known to the group; None where a copy may name them.

    Also a row that was removed, or a text that was written earlier, may have told of them: every row counts.
    """
    if not privacy.hides:
        return None
    people: list[Person] = []
    contacts: set[str] = set()
    for register in programme.registers:
        personal = [column for column in register.columns if column.personal or column.type == "person"]
        for row in running.rows.get(register.key, {}).values():
            for column in personal:
                text = " ".join(clean(row.texts.get(column.key, "")).split())
                if column.type == "tick":
                    continue
                if column.key == register.named_by or column.type == "person":
                    people.append(Person(row.id, text))
                elif len(text) >= _SHORTEST and ("@" in text or any(letter.isdigit() for letter in text)):
                    contacts.add(text)
    return Others(KnownNames(people), tuple(sorted(contacts, key=lambda said: (-len(said), said))))


def keeps_no_names(word: str, material: Material) -> bool:
    """Whether lines and rows of a capture word are told without names, e.g. the steps of a path (`product.md` §1.5)."""
    return any(one.word == word and not one.names for one in material.programme.words)


def without_names(text: str, names: KnownNames) -> str:
    """A text with "a member" in the place of these names."""
    return names.replaced(text, lambda found, written: A_MEMBER)


def is_private(step: Step, shared: Collection[EntryId]) -> bool:
    """Whether a next step is a person's own, out of the group's record (check 74)."""
    return step.withheld and step.id not in shared
