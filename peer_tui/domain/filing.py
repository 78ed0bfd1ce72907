"""From the words of one line to what is filed: owner, due date, done-when and priority (`product.md` §3.5).

Only a next step has an owner, a due date and a done-when. A priority may stand in any entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from peer_tui.domain.characters import fold
from peer_tui.domain.dates import split_due
from peer_tui.domain.events import Due, EntryKind, Filed, PersonId, PriorityId
from peer_tui.domain.parsed import Entry, Surroundings
from peer_tui.domain.people import Match, Person, match_at
from peer_tui.domain.words import either, say

NAMES_AT_MOST = 12
"""How many `@` or `#` words of one line are looked up, so that a pasted wall of them never slows typing."""

_NAME_BEGINS = re.compile(r"(?:(?<=\s)|(?<=\()|^)@(?=[^\s@])")
_TAG = re.compile(r"(?:(?<=\s)|(?<=\()|^)#([^\W_][\w-]*)")
_BETWEEN_NAMES = re.compile(r"[\s,&+/]*(?:(?:and|with)\s+)?")
_DONE_WHEN = re.compile(r"\s=(?:\s|$)")


class _Named(NamedTuple):
    """One `@name` in a text: where it stands, what was typed after the `@`, and who that is."""

    start: int
    end: int
    word: str
    match: Match


class _Owners(NamedTuple):
    lead: str | None
    helpers: tuple[str, ...]
    meant: str
    candidates: tuple[Person, ...]
    """Who the first name that fits several people could be."""
    text: str
    warnings: tuple[str, ...]


def file_as(kind: EntryKind, body: str, typed: str, around: Surroundings) -> Entry:
    """File the words after a sigil or a word prefix as `kind`. Never loses a word: what is not understood stays.

    `body` is the line without its sigil, `typed` the whole line. A line that would be left without text keeps its
    words as typed.
    """
    text, priority, warnings = _take_priority(body.strip(), around)
    if kind is EntryKind.STEP:
        return _file_step(text, body, typed, priority, warnings, around)
    entry = Filed(kind=kind, text=text or body.strip(), typed=typed, priority=priority)
    if kind is EntryKind.MOTION and around.formal:
        entry = _with_movers(entry, around)
    return Entry(typed, entry, warnings=warnings)


def _file_step(
    text: str, body: str, typed: str, priority: PriorityId | None, warnings: tuple[str, ...], around: Surroundings
) -> Entry:
    owners = _take_owners(text, around)
    text, done_when = _split_done_when(owners.text)
    text, due, done_when = _take_due(text, done_when, around)
    filed = Filed(
        kind=EntryKind.STEP,
        text=text or body.strip(),
        typed=typed,
        owner=owners.lead,
        helpers=owners.helpers,
        meant=owners.meant,
        due=due,
        done_when=done_when,
        priority=priority,
    )
    return Entry(typed, filed, warnings=warnings + owners.warnings, candidates=owners.candidates)


def _split_done_when(text: str) -> tuple[str, str]:
    """The text before the last ` = `, and what stands after it. A ` =` with nothing behind it is dropped."""
    signs = list(_DONE_WHEN.finditer(text))
    if not signs or not text[: signs[-1].start()].strip():
        return text, ""
    return text[: signs[-1].start()].strip(), text[signs[-1].end() :].strip()


def _take_due(text: str, done_when: str, around: Surroundings) -> tuple[str, Due | None, str]:
    """Cut the due words out of the text, or, if it has none, off the very end of the done-when words."""
    text, due = split_due(text, around.today, around.dates)
    if due is None and done_when:
        shorter, late = split_due(done_when, around.today, around.dates)
        if late is not None and shorter and done_when.startswith(shorter):
            return text.strip(), late, shorter.strip()
    return text.strip(), due, done_when


# --- owners -------------------------------------------------------------------------------------------------------


def named_first(text: str, people: Sequence[Person]) -> PersonId | None:
    """Who the first `@name` of a line means that is no next step; None where there is none or nobody is sure of it."""
    begin = _NAME_BEGINS.search(text)
    found = match_at(text[begin.end() :], people)[0].person if begin is not None else None
    return found.id if found is not None else None


def _names_in(text: str, around: Surroundings) -> Iterator[_Named]:
    """Each `@name` that starts a word (so `a@b` is none), with the longest name that fits."""
    position = 0
    for _ in range(NAMES_AT_MOST):
        begin = _NAME_BEGINS.search(text, position)
        if begin is None:
            return
        match, length = match_at(text[begin.end() :], around.people)
        position = begin.end() + max(length, 1)
        yield _Named(begin.start(), position, text[begin.end() : position].rstrip(",;:"), match)


def _take_owners(text: str, around: Surroundings) -> _Owners:
    """The lead is the first name, the others are with them. A name nobody is sure of is never guessed.

    A lead who is not recognised leaves the step unclaimed and is cut out of the text into `meant`; another name that is
    not recognised stays in the text as typed.
    """
    names = list(_names_in(text, around))
    if not names:
        return _Owners(None, (), "", (), text, ())
    first = names[0]
    lead = first.match.person
    helpers: list[str] = []
    warnings: list[str] = []
    taken = [first]
    for named in names[1:]:
        person = named.match.person
        if person is None:
            warnings.append(_unsure(named))
            continue
        taken.append(named)
        if person.id not in helpers and (lead is None or person.id != lead.id):
            helpers.append(person.id)
    return _Owners(
        lead.id if lead else None,
        tuple(helpers),
        "" if lead else first.word,
        next((named.match.candidates for named in names if _is_ambiguous(named)), ()),
        _without(text, _spans(text, taken)),
        tuple(warnings),
    )


def _is_ambiguous(named: _Named) -> bool:
    return named.match.person is None and len(named.match.candidates) > 1


def _unsure(named: _Named) -> str:
    if _is_ambiguous(named):
        return say("@{word} stays in the text until it fits one person", word=named.word)
    return say("nobody here is called {word}, so @{word} stays in the text", word=named.word)


def _spans(text: str, names: list[_Named]) -> list[tuple[int, int]]:
    """What to cut for these names: neighbours go together with the "and" or comma between them."""
    spans: list[tuple[int, int]] = []
    for named in names:
        if spans and _BETWEEN_NAMES.fullmatch(text[spans[-1][1] : named.start]):
            spans[-1] = (spans[-1][0], named.end)
        else:
            spans.append((named.start, named.end))
    return spans


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without these stretches, the comma or bracket that held them, and doubled spaces where they stood."""
    for start, end in reversed(spans):
        before, after = text[:start], text[end:]
        if before.endswith("(") and after.startswith(")"):
            before, after = before[:-1], after[1:]
        if after[:1] in {",", ";", ":"} and not before.strip():
            after = after[1:]
        before, after = before.rstrip(), after.lstrip()
        joint = "" if not before or not after or after[0] in ",;:.!?)" or before.endswith("(") else " "
        text = before + joint + after
    return text


def _with_movers(motion: Filed, around: Surroundings) -> Filed:
    """In the formal profile, who moved and who seconded; the wording and the tally stay as typed."""
    known = [named.match.person.id for named in _names_in(motion.text, around) if named.match.person]
    return Filed(
        kind=motion.kind,
        text=motion.text,
        typed=motion.typed,
        owner=known[0] if known else None,
        helpers=tuple(known[1:2]),
        priority=motion.priority,
    )


# --- priorities ---------------------------------------------------------------------------------------------------


def _letters(name: str) -> str:
    return "".join(character for character in fold(name) if character.isalnum())


def find_priority(tag: str, priorities: tuple[tuple[PriorityId, str], ...]) -> tuple[PriorityId, ...]:
    """Every priority a `#tag` could mean: the whole name, else its beginning, else the beginning of a word of it."""
    wanted = _letters(tag)
    if not wanted:
        return ()
    exact = tuple(key for key, name in priorities if _letters(name) == wanted)
    begins = tuple(key for key, name in priorities if _letters(name).startswith(wanted))
    words = tuple(
        key for key, name in priorities if any(_letters(word).startswith(wanted) for word in re.split(r"\W+", name))
    )
    return exact or begins or words


def _take_priority(text: str, around: Surroundings) -> tuple[str, PriorityId | None, tuple[str, ...]]:
    """Cut the first `#word` that means exactly one priority out of the text; every other one stays in it."""
    warnings: list[str] = []
    if not around.priorities:
        return text, None, ()
    for count, tag in enumerate(_TAG.finditer(text)):
        if count == NAMES_AT_MOST:
            break
        found = find_priority(tag[1], around.priorities)
        if len(found) == 1:
            return _without(text, [tag.span()]), found[0], tuple(warnings)
        if found:
            names = either(name for key, name in around.priorities if key in found)
            warnings.append(say("#{tag} could be {names} and stays in the text", tag=tag[1], names=names))
    return text, None, tuple(warnings)
