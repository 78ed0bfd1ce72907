"""A group chooses how something is done: privacy, dates, how long minutes are kept … (`domain.profile`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import EventId, GroupRenamed, SettingChosen
from peer_tui.domain.history import act_of
from peer_tui.domain.pasted_people import NAME_AT_MOST
from peer_tui.domain.profile import KEPT_AT_MOST, SETTINGS, as_value, profile_of, read_setting
from peer_tui.services.problems import Problem, WrongUse

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

_EXPECTED = {
    "privacy": "a number from 1 to 5",
    "hours": "12 or 24, or nothing for each person's own setting",
    "dates": "“month first” or “day first”",
    "first_day": "“monday” or “sunday”",
    "keep_months": f"whole months from 0 (for ever) to {KEPT_AT_MOST:,}",
    "hints": "yes or no",
    "pronouns_in_minutes": "yes or no",
    "kinds": "kinds of meeting with commas between",
}


def choose(workspace: Workspace, opened: OpenGroup, setting: str, value: str) -> EventId:
    """The group chooses how something is done; an empty value goes back to what is usual.

    Args:
        workspace: the library.
        opened: the group.
        setting: one of `domain.profile.SETTINGS`.
        value: as a person typed it.

    Returns:
        The act, for taking it back; empty where that was chosen already.

    Raises:
        WrongUse: there is no such setting.
        Problem: the setting cannot have that value. Nothing was changed.
    """
    if setting not in SETTINGS:
        raise WrongUse(f"There is no setting “{setting}”.", choices=SETTINGS)
    read = read_setting(setting, value)
    if value.strip() and read is None:
        expected = _EXPECTED.get(setting, "one line of ordinary length")
        raise Problem(f"“{value.strip()[:60]}” cannot be used here: {expected} is expected. Nothing was changed.")
    stored = "" if read is None else as_value(read)
    if stored == opened.group.settings.get(setting, ""):
        return ""
    return act_of(workspace.record(opened, "", [SettingChosen(setting=setting, value=stored)])[0])


def rename_group(workspace: Workspace, opened: OpenGroup, name: str) -> EventId:
    """Another name for the group; the act, empty where it is called so already.

    Raises:
        Problem: the name cannot be one, or another group has it.
    """
    shown = " ".join(clean(name).split())
    if not any(letter.isalnum() for letter in shown):
        raise Problem("A group needs a name. Nothing was changed.")
    if len(shown) > NAME_AT_MOST:
        raise Problem(f"That is longer than a name ({len(shown):,} characters). Nothing was changed.")
    if any(o.folder != opened.folder and fold(o.glance.name) == fold(shown) for o in workspace.open_groups()):
        raise Problem(f"There is a group called “{shown}” already. Nothing was changed.")
    if shown == opened.group.name:
        return ""
    return act_of(workspace.record(opened, "", [GroupRenamed(name=shown)])[0])


def hours_of(workspace: Workspace, group: Group) -> int:
    """12 or 24: how times of this group are said, as the group chose or else as the person did."""
    return profile_of(group).hours or workspace.settings.hours
