"""The role mirror: each role of the requesting site and its counterpart among the consultants (`product.md` §1.2).

`mirror_of(register, rows) -> Mirrored`: its `pairs` are the lines of the table, `unmatched` the roles without a
counterpart, and `advice` what is said of the sizes of the teams. Nothing of it is ever an error.

Roles are compared by their words: without case, accents, order and plural `s`, so that "Family worker" answers "family
workers". Each person of the other side answers one; where two ask for a role that one person has, the second waits.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from peer_tui.domain.anonymous import words_in
from peer_tui.domain.characters import clean
from peer_tui.domain.programmes.book import Row
from peer_tui.domain.programmes.definition import Mirror, Register
from peer_tui.domain.words import say

_SMALL = frozenset({"a", "an", "and", "at", "for", "in", "of", "the", "to"})


class Pair(msgspec.Struct, frozen=True):
    """One role, and who has it on each side."""

    role: str
    """As the asking side wrote it; as the answering side did where nobody asks for it."""
    asking: str
    """Who has it on the side that asks; empty for a role that only the other side has."""
    answering: str
    """Who answers; empty while nobody does."""

    @property
    def words(self) -> str:
        """`resident: Wren Aster ↔ Ines Holm`, `resident: Wren Aster — no counterpart yet`."""
        role = self.role or say("no role")
        if not self.answering:
            return say("{role}: {asking} — no counterpart yet", role=role, asking=self.asking)
        if not self.asking:
            return say("{role}: {answering} — nobody asks for it", role=role, answering=self.answering)
        return say("{role}: {asking} ↔ {answering}", role=role, asking=self.asking, answering=self.answering)


class Mirrored(msgspec.Struct, frozen=True):
    """Two sides of a register beside each other."""

    asking: str
    """What the asking side is called: `requesting site`."""
    answering: str
    pairs: tuple[Pair, ...]
    """First those of the asking side in order, then the roles that only the other side has."""
    unmatched: tuple[str, ...]
    """Roles of the asking side without a counterpart, in order, as often as they are missing."""
    advice: tuple[str, ...]
    """Sentences about the sizes of the two sides; advice, never an error."""

    @property
    def missing(self) -> tuple[str, ...]:
        """`resident — no counterpart yet`, a sentence for each role without one."""
        return tuple(
            say("{role} — no counterpart yet", role=role) if role else say("no role given — no counterpart yet")
            for role in self.unmatched
        )


def mirror_of(register: Register, rows: Iterable[Row]) -> Mirrored | None:
    """The two sides of a register; None for one that has no mirror.

    Args:
        register: as the programme's file says.
        rows: its rows; those that were removed are passed over.
    """
    mirror = register.mirror
    if mirror is None:
        return None
    standing = [row for row in rows if not row.removed]
    asking = [row for row in standing if row.texts.get(mirror.side, "") == mirror.asking]
    free = [row for row in standing if row.texts.get(mirror.side, "") == mirror.answering]
    advice = (*_advice(mirror.asking, len(asking), mirror), *_advice(mirror.answering, len(free), mirror))
    pairs: list[Pair] = []
    unmatched: list[str] = []
    # The same words first: "teacher" is not taken by "art teacher" while a teacher waits behind it.
    found = _paired(mirror, asking, free)
    for row in asking:
        other = found.get(row.id)
        role = _said(row, mirror.role)
        pairs.append(Pair(role, _said(row, register.named_by), _said(other, register.named_by) if other else ""))
        if other is None:
            unmatched.append(role)
    taken = {other.id for other in found.values()}
    pairs += [
        Pair(_said(row, mirror.role), "", _said(row, register.named_by)) for row in free if row.id not in taken
    ]  # fmt: skip
    return Mirrored(mirror.asking, mirror.answering, tuple(pairs), tuple(unmatched), advice)


def _paired(mirror: Mirror, asking: list[Row], answering: list[Row]) -> dict[str, Row]:
    """Who answers whom, by the id of the asking row: equal roles first, then those whose words hold the other's."""
    free = list(answering)
    found: dict[str, Row] = {}
    for fits in (frozenset.__eq__, frozenset.issubset, frozenset.issuperset):
        for row in asking:
            words = _role_words(row.texts.get(mirror.role, ""))
            if row.id in found or not words:
                continue
            for other in free:
                theirs = _role_words(other.texts.get(mirror.role, ""))
                if theirs and fits(words, theirs):
                    found[row.id] = other
                    free.remove(other)
                    break
    return found


def _role_words(role: str) -> frozenset[str]:
    """The words that make a role what it is."""
    words = {word.folded for word in words_in(clean(role))}
    return frozenset(_singular(word) for word in (words - _SMALL or words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _said(row: Row, column: str) -> str:
    return clean(row.texts.get(column, "")).strip()


def _advice(side: str, number: int, mirror: Mirror) -> list[str]:
    """What is said of a side that is smaller or larger than usual; nothing of one that is still empty."""
    if not number or not (mirror.least or mirror.most):
        return []
    if number < mirror.least or (mirror.most and number > mirror.most):
        return [
            say(
                "{side}: {number}. A team has usually {least} to {most} people.",
                side=say(side)[:1].upper() + say(side)[1:],
                number=number,
                least=number_word(mirror.least),
                most=number_word(mirror.most),
            )
        ]
    return []


_NUMBERS = (
    say("none"), say("one"), say("two"), say("three"), say("four"), say("five"), say("six"), say("seven"),
    say("eight"), say("nine"), say("ten"), say("eleven"), say("twelve"),
)  # fmt: skip


def number_word(number: int) -> str:
    """`three` … `twelve` in words, larger ones in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"
