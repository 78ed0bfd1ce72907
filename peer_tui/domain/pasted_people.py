"""What a pasted list of people says: names, pronouns, roles and aliases, a person a line (`product.md` §3.5, §3.10)."""

from __future__ import annotations

import re

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import Status
from peer_tui.domain.words import say

ROLE_WORDS: tuple[str, ...] = ("RC", "CPS", "FP", "YAPM", "COAPS")
"""Short forms of peer roles that people put behind their names (`product.md` §3.2)."""

NAME_AT_MOST = 200
"""A longer line in a list of people is a paragraph, not a name."""


class PastedPerson(msgspec.Struct, frozen=True):
    """One line of a pasted list of people."""

    name: str
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    line: int = 0
    """Which line of the pasted text it was; the first is 1."""
    contact: str = ""
    """The address behind the name, as in the head of an e-mail: `Ana Ruiz <ana@example.org>`."""


class PastedPeople(msgspec.Struct, frozen=True):
    """What a pasted list of people holds."""

    people: tuple[PastedPerson, ...] = ()
    wrong: tuple[str, ...] = ()
    """A sentence for each line that is not among the people."""
    remarks: tuple[str, ...] = ()
    """A sentence for each line that is, and that somebody should look at."""


_BULLET = re.compile(r"\A\s*(?:(?:[-*+•·–—‣▪◦●]|\d{1,3}[.)]|\[[ xX]?\]|[☐☑✓])\s+)+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ADDRESSED = re.compile(r"(?P<name>[^<>]+)<(?P<address>[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+)>[,;]?")
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


def parse_people(text: str) -> PastedPeople:
    """The people in a pasted list, one a line, and what there is to say about its lines.

    A line is a name as in `pasted_name`, or columns between `|` or tabs: name, alias, pronouns, roles, status. Blank
    lines, lines that begin with `#` and a heading line are passed over. The same name twice is kept twice and said.
    """
    people: list[PastedPerson] = []
    wrong: list[str] = []
    remarks: list[str] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(re.split(r"\r\n|[\n\r]", text), start=1):
        columns = [" ".join(clean(column).split()) for column in re.split(r"[|\t]", _unlisted(raw))]
        if not any(columns) or columns[0].startswith("#") or (not people and fold(columns[0]) in ("name", "names")):
            continue
        found = _person_in(columns, number)
        if isinstance(found, str):
            wrong.append(say("Line {number}: {found}", number=number, found=found))
            continue
        people.append(found)
        earlier = seen.setdefault(fold(found.name), number)
        if earlier != number:
            remarks.append(
                say(
                    "Line {number}: {name} is also on line {earlier}. Both are kept; "
                    "a surname or a short form behind a bar tells them apart.",
                    number=number,
                    name=found.name,
                    earlier=earlier,
                )
            )
    return PastedPeople(tuple(people), tuple(wrong), tuple(remarks))


def _person_in(columns: list[str], line: int) -> PastedPerson | str:
    """The person in one line's columns, or a sentence that says what is wrong with it."""
    if len(columns) == 2 and (_is_pronouns(columns[1], alone=True) or _roles(columns[1])):
        columns = [f"{columns[0]} ({columns[1]})"]
    if len(columns) > 5 and any(columns[5:]):
        return say("there are more than five columns. Write name | alias | pronouns | roles | status. Not added.")
    first, alias, pronouns, role_text, status_text = (columns + [""] * 5)[:5]
    first, contact = _without_address(first)
    name, its_pronouns, its_roles, its_alias = pasted_name(first)
    if not any(c.isalpha() for c in name):
        return say("there is no name in it. Write the name first. Not added.")
    if len(name) > NAME_AT_MOST:
        return say(
            "this is longer than a name ({number} characters). Write one person on each line. Not added.",
            number=len(name),
        )
    if re.fullmatch(r"\S+@\S+\.\S+", name):
        return say("“{name}” is an e-mail address. Write the person's name instead. Not added.", name=name)
    if any(sign in name for sign in "<>@"):
        return say("“{name}” holds a sign that no name has, perhaps of a broken e-mail address. Not added.", name=name)
    status = _STATUS_WORDS.get(fold(status_text)) if status_text else Status.MEMBER
    if status is None:
        known = ", ".join(known_status.value for known_status in Status)
        return say(
            "“{status_text}” is not a status. Use one of: {known}. {name} was not added.",
            status_text=status_text,
            known=known,
            name=name,
        )
    roles = tuple(part.strip() for part in re.split(r"[,;/]", role_text) if part.strip()) or its_roles
    return PastedPerson(name, alias or its_alias, pronouns or its_pronouns, roles, status, line, contact)


def _without_address(first: str) -> tuple[str, str]:
    """A name and the e-mail address in angle brackets behind it."""
    found = _ADDRESSED.fullmatch(first)
    name = found["name"].strip(" \"'") if found else ""
    return (name, found["address"]) if found and name else (first, "")
