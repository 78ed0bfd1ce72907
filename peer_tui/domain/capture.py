"""The capture line: one line of text → what it will be filed as (`product.md` §3.5).

The first character, or the first word with a colon, decides the kind; everything else is a note. `parse` is total: any
text gives an answer and no word of it is lost. Whatever is not certain (an unknown name, an unknown `word:`) stays a
note as typed. `preview.preview` says the answer in words before Enter; `paste` reads several lines at once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import EntryKind, Filed, Side
from peer_tui.domain.filing import file_as
from peer_tui.domain.parsed import (
    KIND_MARKS,
    KIND_WORDS,
    AgreementLine,
    Arrival,
    Command,
    Departure,
    Empty,
    Entry,
    Parsed,
    Queue,
    Retag,
    Substitution,
    Surroundings,
)
from peer_tui.domain.people import Match, Person, match
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.domain.anonymous import KnownNames
    from peer_tui.domain.programmes.capture_words import OwnWord

__all__ = [
    "ALIASES",
    "KIND_MARKS",
    "KIND_WORDS",
    "WORDS",
    "AgreementLine",
    "Arrival",
    "Command",
    "Departure",
    "Empty",
    "Entry",
    "Parsed",
    "Queue",
    "Retag",
    "Substitution",
    "Surroundings",
    "as_own_word",
    "parse",
    "plain_note",
    "retag",
]

WORDS: dict[str, EntryKind] = {
    "d": EntryKind.DECISION,
    "decision": EntryKind.DECISION,
    "agreed": EntryKind.DECISION,
    "n": EntryKind.STEP,
    "next": EntryKind.STEP,
    "a": EntryKind.STEP,
    "action": EntryKind.STEP,
    "prop": EntryKind.PROPOSAL,
    "proposal": EntryKind.PROPOSAL,
    "m": EntryKind.MOTION,
    "motion": EntryKind.MOTION,
    "q": EntryKind.QUESTION,
    "question": EntryKind.QUESTION,
    "p": EntryKind.PARKED,
    "park": EntryKind.PARKED,
    "win": EntryKind.CELEBRATION,
    "thanks": EntryKind.CELEBRATION,
    "l": EntryKind.LINK,
    "link": EntryKind.LINK,
    "doc": EntryKind.LINK,
    "fix": EntryKind.CORRECTION,
    "issue": EntryKind.ISSUE,
    "rec": EntryKind.RECOMMENDATION,
    "lesson": EntryKind.LESSON,
    "reflect": EntryKind.REFLECTION,
    "learn": EntryKind.LEARNING,
    "commit": EntryKind.COMMITMENT,
    "measure": EntryKind.MEASURE,
    "support": EntryKind.SUPPORT,
}
"""The words that decide the kind when a colon follows; upper and lower case are the same."""

ALIASES: dict[str, EntryKind] = {
    "info": EntryKind.NOTE,
    "agreed": EntryKind.DECISION,
    "action": EntryKind.STEP,
    "propose": EntryKind.PROPOSAL,
    "motion": EntryKind.MOTION,
    "park": EntryKind.PARKED,
    "link": EntryKind.LINK,
}
"""The MeetBot words that decide the kind after `#` at the beginning of a line."""

_KINDS_BY_MARK = {mark: kind for kind, mark in KIND_MARKS.items()}
_WORD = re.compile(r"([A-Za-z]+):(?![\\/])(.*)", re.DOTALL)
_OWN_WORD = re.compile(r"([^\W\d_][\w-]{0,30}):(?![\\/])(.*)", re.DOTALL)
_ALIAS = re.compile(r"#([A-Za-z]+)\s(.*)", re.DOTALL)
_URL = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://\S")
_COMMAND = re.compile(r"/(\S*)(.*)", re.DOTALL)
_SUBSTITUTION = re.compile(r"s([/|])((?:\\.|(?!\1)[^\\])+)\1((?:\\.|(?!\1)[^\\])*)\1\s*", re.DOTALL)
_QUEUE = re.compile(r"[qQ]([+-])\s*(.+)", re.DOTALL)
_PRESENT = re.compile(r"(?:present\+\s*|\+)(?=\S)(.+)", re.DOTALL | re.IGNORECASE)
_HEADS = re.compile(r"([0-9]{1,3})\s+(?:(?:by|on|in)\s+)?(?:the\s+)?(phone|room)", re.IGNORECASE)
_GUEST = re.compile(r"guest\s+(.+)", re.IGNORECASE | re.DOTALL)
_MODE = re.compile(r"(.*\S)\s+(room|phone)", re.IGNORECASE | re.DOTALL)
_MODE_LINK = re.compile(r"(.*\S)\s+(?:by|on|in)(?:\s+the)?", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"(.*\S)\s+named", re.IGNORECASE | re.DOTALL)
_LIKE_A_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){0,2}")


def parse(line: str, around: Surroundings) -> Parsed:
    """What this line is. Total: never raises, whatever the text is.

    Control characters are removed first (`characters.clean`). A leading space or backslash makes a plain note, in which
    nothing is looked for.
    """
    typed = clean(line).rstrip()
    if not typed:
        return Empty(typed)
    if typed[0].isspace() or typed[0] == "\\":
        return plain_note(typed)
    if typed[0] == "<":
        return _under_previous_block(typed, around)
    return (
        _command(typed, around)
        or _substitution(typed)
        or _queue(typed, around)
        or _coming_or_going(typed, around)
        or _retag(typed)
        or _entry(typed, around)
    )


def plain_note(typed: str, text: str | None = None) -> Entry:
    """A note in which no sigil, name or priority is looked for. Its one escape, and outer spaces, are cut off."""
    return Entry(typed, Filed(kind=EntryKind.NOTE, text=_unescaped(typed if text is None else text), typed=typed))


def _unescaped(words: str) -> str:
    """The words behind a leading space or a leading backslash; behind a space a backslash is one of the words."""
    return words.removeprefix("\\").strip() or words.strip()


def retag(filed: Filed, kind: EntryKind, around: Surroundings) -> Filed:
    """A filed line as another kind; the line as typed and the priority stay.

    A new next step has its owner and date looked for; a line that no longer is one gets back the words that had been
    cut out of it.
    """
    if filed.kind is kind:
        return filed
    # What its programme called it, it was as the other kind; what is personal stays so.
    filed = msgspec.structs.replace(filed, word="", called="")
    if kind is not EntryKind.STEP and filed.kind is not EntryKind.STEP:
        return Filed(
            kind=kind, text=filed.text, typed=filed.typed, priority=filed.priority, private=filed.private
        )  # fmt: skip
    body = _words_of(filed.typed, around) if filed.kind is EntryKind.STEP and filed.typed else filed.text
    made = file_as(kind, body, filed.typed, around).filed
    return msgspec.structs.replace(made, priority=made.priority or filed.priority, private=filed.private)


# --- entries ------------------------------------------------------------------------------------------------------


def _kind_and_body(typed: str) -> tuple[EntryKind, str]:
    """What the first character or word says, and the words after it. A prefix with nothing behind it says nothing."""
    mark = _KINDS_BY_MARK.get(typed[:1])
    if mark is not None and typed[1:].strip():
        return mark, typed[1:].strip()
    word = _WORD.fullmatch(typed)
    if word is not None and word[2].strip() and word[1].lower() in WORDS:
        return WORDS[word[1].lower()], word[2].strip()
    alias = _ALIAS.fullmatch(typed)
    if alias is not None and alias[2].strip() and alias[1].lower() in ALIASES:
        return ALIASES[alias[1].lower()], alias[2].strip()
    return (EntryKind.LINK if _URL.match(typed) else EntryKind.NOTE), typed


def _words_of(typed: str, around: Surroundings) -> str:
    """The words of a typed line without what decided its kind."""
    if typed[:1] in {" ", "\\"}:
        return _unescaped(typed) or typed
    said = typed.removeprefix("<").lstrip() or typed
    own = _own_word(said, around)
    return own[1] if own is not None else _kind_and_body(said)[1]


def _own_word(typed: str, around: Surroundings) -> tuple[OwnWord, str] | None:
    """The programme's own word that a line begins with, and the words behind it."""
    found = _OWN_WORD.fullmatch(typed) if around.own else None
    own = around.own.get(found[1].casefold()) if found is not None and found[2].strip() else None
    return (own, found[2].strip()) if own is not None and found is not None else None


def as_own_word(filed: Filed, own: OwnWord) -> Filed:
    """The same words filed as a programme's own word says."""
    kept = "" if WORDS.get(own.word) is own.kind and not own.private else own.word
    return msgspec.structs.replace(filed, kind=own.kind, word=kept, called=own.title, private=own.private)


def _by_own_word(own: OwnWord, body: str, typed: str, around: Surroundings) -> Entry:
    """A line filed as the programme's file says."""
    entry = file_as(own.kind, body, typed, around)
    filed = as_own_word(entry.filed, own)
    warnings = entry.warnings
    found = [] if own.names else _known_names(around.people).in_text(filed.text)
    # "will" and "may" are hardly ever somebody unless they are written as a name is.
    named = [one for one in found if not one.doubt or filed.text[one.start].isupper()]
    if named:
        names = ", ".join(dict.fromkeys(filed.text[one.start : one.end] for one in named))
        warnings = (*warnings, say("⚠ names {names}: nobody is to be named in such a line", names=names))
    return msgspec.structs.replace(entry, filed=filed, warnings=warnings, own=own)


@lru_cache(maxsize=2)
def _known_names(people: tuple[Person, ...]) -> KnownNames:
    # Imported here: only words that keep no names ask for it. Kept, because every key that is pressed asks again.
    from peer_tui.domain.anonymous import KnownNames

    return KnownNames(people)


def _entry(typed: str, around: Surroundings) -> Entry | AgreementLine:
    word = _WORD.fullmatch(typed)
    if word is not None and word[2].strip() and word[1].lower() in tuple(Side):
        return AgreementLine(typed, Side(word[1].lower()), word[2].strip())
    if (own := _own_word(typed, around)) is not None:
        return _by_own_word(*own, typed, around)
    kind, body = _kind_and_body(typed)
    return file_as(kind, body, typed, around)


def _under_previous_block(typed: str, around: Surroundings) -> Parsed:
    """`<` and an entry of any kind. Commands and arrivals belong to no block: behind `<` they are words of a note."""
    rest = typed[1:].lstrip()
    if not rest:
        return plain_note(typed)
    entry = plain_note(typed, rest) if rest[0] == "\\" else _entry(rest, around)
    if isinstance(entry, AgreementLine):
        return msgspec.structs.replace(entry, typed=typed)
    filed = msgspec.structs.replace(entry.filed, typed=typed)
    return msgspec.structs.replace(entry, typed=typed, filed=filed, previous_block=True)


def _retag(typed: str) -> Retag | None:
    kind = _KINDS_BY_MARK.get(typed)
    return Retag(typed, kind) if kind is not None else None


# --- commands -----------------------------------------------------------------------------------------------------


def _command(typed: str, around: Surroundings) -> Command | Arrival | Departure | None:
    """`/word rest`. `/in` and `/out` are other words for `+` and `-`, where their name is a person."""
    found = _COMMAND.fullmatch(typed)
    if found is None:
        return None
    word, rest = found[1].lower(), found[2].strip()
    meant: Arrival | Departure | Entry | None = None
    if word == "in":
        meant = _arrival(typed, rest, around)
    elif word == "out":
        meant = _departure(typed, rest, around)
    return meant if isinstance(meant, Arrival | Departure) else Command(typed, word, rest)


def _substitution(typed: str) -> Substitution | None:
    r"""`s/old/new/`, or `s|old|new|` where the words have slashes in them; `\/` is a slash."""
    found = _SUBSTITUTION.fullmatch(typed)
    if found is None:
        return None
    mark = found[1]
    return Substitution(typed, found[2].replace("\\" + mark, mark), found[3].replace("\\" + mark, mark))


# --- people coming, going and waiting to speak --------------------------------------------------------------------


def _person(words: str, around: Surroundings) -> Match:
    """Who these words mean; nobody for "-- Ana" or "-5", which are words of a note. An `@` before the name is fine."""
    name = words.strip().removeprefix("@")
    if not name[:1].isalnum() or not any(character.isalpha() for character in name):
        return Match(None, ())
    who = match(name, around.people)
    return Match(who.person, () if who.person else who.candidates)


def _note_about(typed: str, words: str, around: Surroundings, sign: str = "") -> Entry:
    """A line that would be an arrival, a departure or a place in the queue if only somebody were called that."""
    name = words.strip()
    reason = say("nobody here is called {typed}", typed=typed)
    if _LIKE_A_NAME.fullmatch(name):
        reason = say("nobody here is called {name}", name=name) + (
            " · " + say("a guest? +guest {name}", name=name) if sign == "+" else ""
        )
    return msgspec.structs.replace(file_as(EntryKind.NOTE, typed, typed, around), reason=reason)


def _queue(typed: str, around: Surroundings) -> Queue | Entry | None:
    """`q` calls the next speaker, `q?` shows who waits, `q+ bo` and `q- bo` add and remove."""
    if typed in {"q", "Q"}:
        return Queue(typed, "next")
    if typed in {"q?", "Q?"}:
        return Queue(typed, "show")
    found = _QUEUE.fullmatch(typed)
    if found is None:
        return None
    who = _person(found[2], around)
    if who.person is None and not who.candidates:
        return _note_about(typed, found[2], around)
    return Queue(typed, "add" if found[1] == "+" else "remove", who.person, found[2].strip(), who.candidates)


def _coming_or_going(typed: str, around: Surroundings) -> Arrival | Departure | Entry | None:
    if typed[0] == "-" and typed[1:2].strip():
        return _departure(typed, typed[1:], around)
    found = _PRESENT.fullmatch(typed)
    return _arrival(typed, found[1], around) if found is not None else None


def _departure(typed: str, words: str, around: Surroundings) -> Departure | Entry:
    who = _person(words, around)
    if who.person is None and not who.candidates:
        return _note_about(typed, words, around)
    return Departure(typed, who.person, words.strip(), who.candidates)


def _arrival(typed: str, words: str, around: Surroundings) -> Arrival | Entry:
    words = words.strip()
    heads = _HEADS.fullmatch(words)
    if heads is not None and int(heads[1]) > 0:
        return Arrival(typed, "heads", count=int(heads[1]), mode=heads[2].lower())
    guest = _GUEST.fullmatch(words)
    if guest is not None:
        return _guest(typed, guest[1], around)
    name, mode, who = words, "", _person(words, around)
    if who.person is None and not who.candidates:
        name, mode = _take_mode(words)
        who = _person(name, around) if mode else who
    if who.person is None and not who.candidates:
        return _note_about(typed, words, around, sign="+")
    return Arrival(typed, "person", who.person, name, mode=mode, candidates=who.candidates)


def _guest(typed: str, words: str, around: Surroundings) -> Arrival:
    """A guest by name; one whom the group already knows by exactly this name or alias is that person again."""
    found = _NAMED.fullmatch(words.strip())
    name, mode = _take_mode(found[1] if found else words.strip())
    if found is None and (late := _NAMED.fullmatch(name)):
        found, name = late, late[1]
    known = match(name, around.people).person
    if known is not None and fold(name) not in {fold(known.name), fold(known.alias)}:
        known = None
    return Arrival(typed, "guest", known, name, mode=mode, named=found is not None)


def _take_mode(words: str) -> tuple[str, str]:
    """The words without "room" or "phone" (also "by phone", "in the room") at their end, and which it was."""
    found = _MODE.fullmatch(words)
    if found is None:
        return words, ""
    linked = _MODE_LINK.fullmatch(found[1])
    return (linked[1] if linked else found[1]), found[2].lower()
