"""What a group chose for itself: privacy, dates, how long minutes are kept … (`product.md` §3.3, screens 11 and 13).

A choice is a `SettingChosen` event, a word and a value, both as text. What a file holds may be anything: a value that
is none of those a setting can have means what is usual, so a profile can always be read.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.group import Group

PRIVACY = range(1, 6)
"""The levels of `product.md` §3.8: 1 decisions and owners are named, 2 initials, 3 roles, 4 no names, 5 everybody."""
KEPT_AT_MOST = 1200
"""Months, a hundred years: a longer time is a typing mistake."""
KINDS = ("coalition meeting", "listening session", "advisory group", "training")
"""Kinds of meeting where a group has listed none (`product.md` §1.1, Grant)."""
KINDS_AT_MOST = 24
PLANNING = ("coalition meeting", "advisory group")
"""The kinds of meeting that are planning and advocacy for a grant report, where a group chose nothing else (A5)."""
TRAINING = ("training",)
"""Those that are training."""
THRESHOLDS = (0, *range(3, 101))
"""Below which number of people a grant report is silent: below 3 “fewer than” would say it; 0 hides nothing."""
LABEL = "indicator."
"""A group's own words for an indicator of a grant report are the setting of this name, e.g. `indicator.A4`."""
LABELS = tuple(f"{LABEL}{code}" for code in ("A4", "A5", "A6", "AW1", "NAB1", "PD", "WD"))
_NONE = "none"
"""How it is written that no kind of meeting is chosen."""
WORDS_AT_MOST = 2_000
"""Characters of one setting: a notice is a paragraph."""

DateOrder = Literal["month first", "day first"]
FirstDay = Literal["monday", "sunday"]
Hides = Literal["people", "everything"]


class Profile(msgspec.Struct, frozen=True):
    """A group's choices, each with what is usual. Every field but the last two stands under its name in `settings`."""

    privacy: int = 1
    """Who is named in minutes (`PRIVACY`)."""
    hours: int = 0
    """12 or 24 in everything that goes out of this group; 0 for the person's own setting."""
    dates: DateOrder = "month first"
    """How 11/22 is read. The functions of `domain.dates` are given `Group.dates`, which holds the first day as well."""
    first_day: FirstDay = "monday"
    """The day a week begins on: what `next sun` means."""
    keep_months: int = 0
    """After how many months a person is asked whether minutes are still to be kept; 0 for never."""
    recording: str = ""
    """The notice to read out when the meeting is recorded; empty for none."""
    hints: bool = True
    """Hints about language and privacy while minutes are reviewed."""
    link: str = ""
    """The usual join link, for confirmed members only."""
    kinds: tuple[str, ...] = KINDS
    """The kinds of meeting this group holds."""
    email: str = ""
    """The address of the e-mail list."""
    name_in_minutes: str = ""
    """The group's whole name as its minutes write it; empty for its ordinary one."""
    pronouns_in_minutes: bool = False
    """Pronouns stand beside names in minutes: only if the group opted in (`product.md` §3.10)."""
    grant_threshold: int = 5
    """Numbers of people below it are hidden in grant reports (`THRESHOLDS`)."""
    grant_hides: Hides = "people"
    """`everything`: small numbers of meetings, decisions, next steps and issues are hidden there as well."""
    grant_planning: tuple[str, ...] = PLANNING
    """The kinds of meeting that count for A5."""
    grant_evaluation: tuple[str, ...] = ()
    """Those that count for A6."""
    grant_training: tuple[str, ...] = TRAINING
    """Those that count as training."""


SETTINGS: tuple[str, ...] = tuple(Profile.__struct_fields__)
"""The settings a group can choose, by name."""

_YES_OR_NO = {"yes": True, "no": False}


def profile_of(group: Group) -> Profile:
    """What a group chose; for what it did not choose, or chose in words nobody can use, what is usual."""
    usual = Profile(dates="day first" if group.dates_at_first == "day first" else "month first")
    chosen = {name: read for name in SETTINGS if (read := read_setting(name, group.settings.get(name, ""))) is not None}
    return msgspec.structs.replace(usual, **chosen)


def indicator_of(group: Group, code: str) -> str:
    """A group's own words for an indicator of its grant reports; empty where it has none."""
    read = read_setting(f"{LABEL}{code}", group.settings.get(f"{LABEL}{code}", ""))
    return read if isinstance(read, str) else ""


def read_setting(name: str, value: str) -> object | None:
    """A value as the field of `Profile` holds it; None where it is empty or is none of those the setting can have.

    Args:
        name: one of `SETTINGS` or `LABELS`.
        value: as a `SettingChosen` holds it (`as_value`), or as a person typed it.
    """
    said = clean(value, keep_lines=True).strip()
    word = said.casefold()
    if not said or len(said) > WORDS_AT_MOST:
        return None
    match name:
        case "privacy":
            return _whole(word, PRIVACY)
        case "hours":
            return _whole(word, (12, 24))
        case "keep_months":
            return _whole(word, range(KEPT_AT_MOST + 1))
        case "dates":
            return word if word in ("month first", "day first") else None
        case "first_day":
            return word if word in ("monday", "sunday") else None
        case "hints" | "pronouns_in_minutes":
            return _YES_OR_NO.get(word)
        case "grant_threshold":
            return _whole(word, THRESHOLDS)
        case "grant_hides":
            return word if word in ("people", "everything") else None
        case "grant_planning" | "grant_evaluation" | "grant_training" if word == _NONE:
            return ()
        case "kinds" | "grant_planning" | "grant_evaluation" | "grant_training":
            lines = said.replace(",", "\n").split("\n")
            listed = dict.fromkeys(kind for line in lines if (kind := " ".join(line.split())))
            return tuple(listed)[:KINDS_AT_MOST] or None
        case "recording" | "link" | "email" | "name_in_minutes":
            return " ".join(said.split())
        case _:
            return " ".join(said.split()) if name in LABELS else None


def as_value(value: object) -> str:
    """A field's value as a `SettingChosen` holds it: `read_setting` gives it back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "\n".join(str(one) for one in value) or _NONE
    return str(value)


def _whole(word: str, among: range | tuple[int, ...]) -> int | None:
    """The whole number a word says, if it is one of these. Only plain digits: `int` also reads `1_2` and `١٢`."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) <= 6 else None
    return number if number is not None and number in among else None
