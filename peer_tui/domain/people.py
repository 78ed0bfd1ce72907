"""People as the group knows them: who is meant by a few letters, how a name is shown short, what a pasted list says.

The order of matching is `product.md` §3.5 "Matching"; nothing here ever picks between two people who fit equally.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from peer_tui.domain.characters import clean, fold, typed_fold
from peer_tui.domain.events import PersonId, Status

ROLE_WORDS: tuple[str, ...] = ("RC", "CPS", "FP", "YAPM", "COAPS")
"""Short forms of peer roles that people put behind their names (`product.md` §3.2)."""

NAME_AT_MOST = 200
"""A longer line in a list of people is a paragraph, not a name."""


class Person(msgspec.Struct, frozen=True):
    """A person as they now stand with the group; the fields are those of `PersonAdded`."""

    id: PersonId
    name: str
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    named: bool = True


class PastedPerson(msgspec.Struct, frozen=True):
    """One line of a pasted list of people."""

    name: str
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    line: int = 0
    """Which line of the pasted text it was; the first is 1."""


class Match(NamedTuple):
    """Who was meant.

    One fits: `person`, who is also the only candidate. Several fit: no person and two or more candidates, by name
    then id, so that `ana2` means the same person each time. Nobody fits: no person, no candidate.
    """

    person: Person | None
    candidates: tuple[Person, ...]


NOBODY = Match(None, ())


class _Form(NamedTuple):
    """One name or alias, made ready for matching."""

    typed: str
    typed_words: tuple[str, ...]
    words: tuple[str, ...]
    """Folded."""


_BETWEEN_WORDS = re.compile(r"[\s\-\u2010-\u2015.,;:()\[\]{}<>\"“”„/|]+")
_NUMBERED = re.compile(r"(.*[^\s0-9])([1-9][0-9]?)", re.DOTALL)


def _form(text: str) -> _Form:
    typed = " ".join(typed_fold(text).split())
    parts = [part for part in _BETWEEN_WORDS.split(typed) if part]
    folded = tuple(fold(part).replace("'", "") or part for part in parts)
    return _Form(typed, tuple(parts), folded)


@lru_cache(maxsize=8192)
def _forms(name: str, alias: str) -> tuple[_Form, ...]:
    """A person's name and alias, kept ready: a preview matches them at every key."""
    return (_form(name), _form(alias)) if alias else (_form(name),)


def _holds_run(words: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Whether `run` stands in `words` as it is, word after word."""
    return bool(run) and any(words[i : i + len(run)] == run for i in range(len(words) - len(run) + 1))


def _holds_beginnings(words: tuple[str, ...], beginnings: tuple[str, ...]) -> bool:
    """Whether each beginning begins a word, in order; words between may be left out (`ana r` is Ana Maria Ruiz)."""
    rest = iter(words)
    return bool(beginnings) and all(any(word.startswith(b) for word in rest) for b in beginnings)


_Test = Callable[[_Form, _Form], bool]
_WHOLE: tuple[_Test, ...] = (
    lambda form, meant: bool(form.typed) and form.typed == meant.typed,
    lambda form, meant: _holds_run(form.typed_words, meant.typed_words),
    lambda form, meant: _holds_run(form.words, meant.words),
)
"""Exact name or alias, then whole words, accents as typed and then without."""
_COMPLETE: tuple[_Test, ...] = (_WHOLE[0], lambda form, meant: bool(form.words) and form.words == meant.words)
"""The whole name or alias, accents as typed and then without."""
_ALL: tuple[_Test, ...] = (*_WHOLE, lambda form, meant: _holds_beginnings(form.words, meant.words))


def match(text: str, people: Sequence[Person]) -> Match:
    """Who is meant by `text`: the first of these that anybody fits decides (`product.md` §3.5).

    1. the whole name or alias, accents as typed; 2. whole words of it, accents as typed; 3. whole words, accents
    ignored; 4. beginnings of its words, in order. Case never matters. A digit at the end picks a candidate: `ana2`.
    """
    found = _first_fit(text, people, _ALL)
    if found.candidates:
        return found
    numbered = _NUMBERED.fullmatch(text.strip())
    if numbered is None:
        return NOBODY
    candidates = _first_fit(numbered[1], people, _ALL).candidates
    number = int(numbered[2])
    if number <= len(candidates):
        return Match(candidates[number - 1], (candidates[number - 1],))
    return Match(None, candidates) if len(candidates) > 1 else NOBODY


def match_pasted(name: str, people: Sequence[Person]) -> Match:
    """Who a pasted name means: as `match`, but only by whole words, since nobody watches each line of a paste.

    Words after a comma or dash or in brackets are left out if nobody fits with them ("Bo Chen (Riverbend Center)");
    what is before them must then be somebody's whole name or alias.
    """
    found = _first_fit(name, people, _WHOLE)
    if found.candidates:
        return found
    return _first_fit(re.split(r"\s+[-–—|]\s+|\s*[(\[,]", name.strip(), maxsplit=1)[0], people, _COMPLETE)


def _first_fit(text: str, people: Sequence[Person], tests: tuple[_Test, ...]) -> Match:
    meant = _form(text)
    if not meant.typed:
        return NOBODY
    for test in tests:
        fitting = {p.id: p for p in people if any(test(form, meant) for form in _forms(p.name, p.alias))}
        if fitting:
            candidates = tuple(sorted(fitting.values(), key=lambda p: (fold(p.name), p.name, p.id)))
            return Match(candidates[0] if len(candidates) == 1 else None, candidates)
    return NOBODY


_LITTLE_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "could", "do", "for", "from", "go", "has", "have", "he",
    "i", "if", "in", "is", "it", "may", "must", "no", "of", "on", "or", "our", "should", "so", "the", "their", "they",
    "this", "to", "up", "us", "we", "will", "with", "would",
})  # fmt: skip
_WORD_AT = re.compile(r"\S+")
_TRAILING = ".,:;!?)"


def match_at(text: str, people: Sequence[Person]) -> tuple[Match, int]:
    """Who `text`, the words after an `@`, begins with, and how many characters of it say so; the longest match wins.

    Words after the first count when they are whole words of the name. Their beginnings count only where the first
    word alone leaves several people, and little words ("to", "will", "a") never do: `@ana to call` stays unresolved
    though there is an Ana Torres. A comma or colon straight after the name belongs to it. When nobody fits, the
    characters of the first word are given.
    """
    if not text or text[0].isspace():
        return NOBODY, 0
    most = max((len(form.typed.split()) for p in people for form in _forms(p.name, p.alias)), default=1)
    ends = [word.end() for _, word in zip(range(min(most, 12)), _WORD_AT.finditer(text), strict=False)]
    first_end = ends[0] - _trailing(text[: ends[0]])
    alone = match(text[:first_end], people)
    for end in reversed(ends[1:]):
        name_end = end - _trailing(text[:end])
        found = _first_fit(text[:name_end], people, _WHOLE)
        if not found.candidates and len(alone.candidates) > 1 and _is_beginning(text[:name_end]):
            found = match(text[:name_end], people)
        if found.candidates:
            return found, _with_mark(text, name_end)
    return alone, _with_mark(text, first_end) if alone.candidates else max(first_end, 1)


def _trailing(text: str) -> int:
    """How many punctuation marks `text` ends in."""
    return len(text) - len(text.rstrip(_TRAILING))


def _is_beginning(text: str) -> bool:
    """Whether the last word may be the beginning of a name, being no little word."""
    return fold(text.split()[-1]) not in _LITTLE_WORDS


def _with_mark(text: str, end: int) -> int:
    """`end`, or one more where a comma or colon follows, or the full stop of "Ana R." and "Jr."."""
    mark = text[end : end + 1]
    if mark == ".":
        word = text[:end].split()[-1]
        return end + 1 if len(word) == 1 or fold(word) in _BESIDE_A_NAME else end
    return end + 1 if mark and mark in ",:;" else end


# --- names on screen ----------------------------------------------------------------------------------------------

_BESIDE_A_NAME = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "rev", "sr", "jr", "ii", "iii", "iv"})
_CJK = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def short_names(people: Iterable[Person]) -> dict[PersonId, str]:
    """Each person's shortest form that is nobody else's: "Bo", else "Ana R.", else the whole name.

    Names of one word and Chinese, Japanese and Korean names are shown whole (`product.md` §3.10 "Same first name").
    """
    forms = {person.id: _short_forms(person.name) for person in people}
    taken = [Counter(fold(form[level]) for form in forms.values()) for level in range(2)]
    return {
        person: next((form[level] for level in range(2) if taken[level][fold(form[level])] == 1), form[2])
        for person, form in forms.items()
    }


def _short_forms(name: str) -> tuple[str, str, str]:
    whole = " ".join(clean(name).split())
    words = _name_words(whole)
    if len(words) < 2 or _CJK.search(whole):
        return whole, whole, whole
    return words[0], f"{words[0]} {_initial(words[-1])}.", whole


def _name_words(name: str) -> list[str]:
    """The words of a name without Dr., Jr. and the like, unless nothing else is left."""
    words = name.split()
    return [word for word in words if fold(word).strip(".,") not in _BESIDE_A_NAME] or words


def _initial(word: str) -> str:
    """The first letter of a word with the marks that belong to it, as a capital."""
    letter = next((i for i, c in enumerate(word) if c.isalnum()), 0)
    end = letter + 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    capital = word[letter:end].upper()
    return capital if len(capital) == end - letter else word[letter:end]


def initials(name: str) -> str:
    """The first letter of each word of a name: "Ana Maria Ruiz" → "AMR", "林小雨" → "林", no name → ""."""
    return "".join(_initial(word) for word in _name_words(clean(name)))


# --- pasted lists -------------------------------------------------------------------------------------------------

_BULLET = re.compile(r"\A\s*(?:(?:[-*+•·–—‣▪◦●]|\d{1,3}[.)]|\[[ xX]?\]|[☐☑✓])\s+)+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_QUOTED = re.compile(r"[\"“”„]([^\"“”„]+)[\"“”]")
_ENDING = re.compile(r"(.*\S)(?:\s+[-–—|·]\s+|\s*,\s*|\s+)(\S+)", re.DOTALL)
_PRONOUN = (
    "he|him|his|she|her|hers|they|them|their|theirs|ze|zie|zir|hir|xe|xem|xyr|ey|em|eir|fae|faer|it|its|ve|ver|"
    "el|él|ella|elle|ellos|ellas|il|iel|any|all|none"
)
_PRONOUNS = re.compile(rf"(?:{_PRONOUN})(?:\s*[/,|]\s*(?:{_PRONOUN}))+", re.IGNORECASE)
_PRONOUN_WORDS = re.compile(
    r"pronouns?\s*:\s*.+|he|him|she|her|they|them|(?:any|all|no)\s+pronouns?|"
    r"ask(?: me)?(?: (?:for |about )?my pronouns?)?|(?:just )?(?:use )?my name",
    re.IGNORECASE,
)
_ZOOM = re.compile(
    r"host|co-?host|me|you|guest|external|internal|unverified|away|interpreter|panelist|attendee|on hold|"
    r"participant id:?\s*\d*",
    re.IGNORECASE,
)


def _unlisted(line: str) -> str:
    """The line without the bullet, number or indent of a list; a tab may follow the bullet."""
    return _BULLET.sub("", f"{line} ").strip() or line.strip()


def _roles(text: str) -> tuple[str, ...]:
    """The role words `text` consists of; none if it holds anything else."""
    words = [word.upper() for word in re.split(r"[\s/,;&+]+", text) if word]
    return tuple(dict.fromkeys(words)) if words and all(word in ROLE_WORDS for word in words) else ()


def _is_pronouns(text: str, *, alone: bool) -> bool:
    """Whether `text` says pronouns. `alone`: it stands in brackets or a column, where one word is enough."""
    return bool(_PRONOUNS.fullmatch(text) or (alone and _PRONOUN_WORDS.fullmatch(text)))


def _is_zoom(text: str) -> bool:
    return all(_ZOOM.fullmatch(part.strip()) for part in text.split(","))


def pasted_name(line: str) -> tuple[str, str, tuple[str, ...], str]:
    """What a pasted line says: name, pronouns, roles, alias.

    Bullets, numbers and Zoom's own words ("Host, me") are taken off. Brackets and endings are read as pronouns or
    roles where they are; one other word in brackets or quotes is an alias; any other words stay in the name.
    """
    text = _unlisted(" ".join(clean(line).split()))
    pronouns: list[str] = []
    roles: list[str] = []
    aliases: list[str] = []

    def in_brackets(found: re.Match[str]) -> str:
        kept: list[str] = []
        inner = found[1].strip()
        for part in [inner] if _is_pronouns(inner, alone=True) else [p.strip() for p in inner.split(",")]:
            if _is_pronouns(part, alone=True):
                pronouns.append(re.sub(r"(?i)^pronouns?\s*:\s*", "", part))
            elif part and not _is_zoom(part):
                roles.extend(_roles(part)) if _roles(part) else kept.append(part)
        if len(kept) == 1 and " " not in kept[0] and not aliases and _BRACKETS.sub("", text).strip():
            aliases.append(kept.pop())
        return f" {found[0][0]}{', '.join(kept)}{found[0][-1]} " if kept else " "

    def in_quotes(found: re.Match[str]) -> str:
        aliases.append(found[1].strip())
        return " "

    name = " ".join(_BRACKETS.sub(in_brackets, text).split())
    if not aliases and _QUOTED.sub("", name).strip():
        name = " ".join(_QUOTED.sub(in_quotes, name, count=1).split())
    name = _without_endings(name, pronouns, roles)
    return name, "; ".join(pronouns), tuple(dict.fromkeys(roles)), "".join(aliases[:1])


def _without_endings(name: str, pronouns: list[str], roles: list[str]) -> str:
    """The name without pronouns and role words behind it, which are added to the lists given."""
    while ending := _ENDING.fullmatch(name):
        before, last = ending[1], ending[2]
        if _is_pronouns(last, alone=False):
            pronouns.append(last)
        elif last == last.upper() and _roles(last):
            roles[:0] = _roles(last)
        else:
            break
        name = before.rstrip(" ,-–—|·")
    return name


_STATUS_WORDS: dict[str, Status] = {
    **{status.value: status for status in Status},
    "member": Status.MEMBER,
    "confirmed": Status.MEMBER,
    "email list": Status.EMAIL_LIST,
    "email": Status.EMAIL_LIST,
    "list": Status.EMAIL_LIST,
}


def parse_people(text: str) -> tuple[list[PastedPerson], list[str]]:
    """The people in a pasted list, one a line, and a sentence for each line that needs a look.

    A line is a name as in `pasted_name`, or columns between `|` or tabs: name, alias, pronouns, roles, status. Blank
    lines, lines that begin with `#` and a heading line are passed over. The same name twice is kept twice and said.
    """
    people: list[PastedPerson] = []
    remarks: list[str] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(re.split(r"\r\n|[\n\r]", text), start=1):
        columns = [" ".join(clean(column).split()) for column in re.split(r"[|\t]", _unlisted(raw))]
        if not any(columns) or columns[0].startswith("#") or (not people and fold(columns[0]) in ("name", "names")):
            continue
        found = _person_in(columns, number)
        if isinstance(found, str):
            remarks.append(f"Line {number}: {found}")
            continue
        people.append(found)
        earlier = seen.setdefault(fold(found.name), number)
        if earlier != number:
            remarks.append(
                f"Line {number}: {found.name} is also on line {earlier}. Both are kept; "
                "if they are the same person, merge them in People."
            )
    return people, remarks


def _person_in(columns: list[str], line: int) -> PastedPerson | str:
    """The person in one line's columns, or a sentence that says what is wrong with it."""
    if len(columns) == 2 and (_is_pronouns(columns[1], alone=True) or _roles(columns[1])):
        columns = [f"{columns[0]} ({columns[1]})"]
    if len(columns) > 5 and any(columns[5:]):
        return "there are more than five columns. Write name | alias | pronouns | roles | status. Not added."
    first, alias, pronouns, role_text, status_text = (columns + [""] * 5)[:5]
    name, its_pronouns, its_roles, its_alias = pasted_name(first)
    if not any(c.isalpha() for c in name):
        return "there is no name in it. Write the name first. Not added."
    if len(name) > NAME_AT_MOST:
        return f"this is longer than a name ({len(name)} characters). Write one person on each line. Not added."
    if re.fullmatch(r"\S+@\S+\.\S+", name):
        return f"“{name}” is an e-mail address. Write the person's name instead. Not added."
    status = _STATUS_WORDS.get(fold(status_text)) if status_text else Status.MEMBER
    if status is None:
        known = ", ".join(known_status.value for known_status in Status)
        return f"“{status_text}” is not a status. Use one of: {known}. {name} was not added."
    roles = tuple(part.strip() for part in re.split(r"[,;/]", role_text) if part.strip()) or its_roles
    return PastedPerson(name, alias or its_alias, pronouns or its_pronouns, roles, status, line)
