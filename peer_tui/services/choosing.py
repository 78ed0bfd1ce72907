"""A group chooses how something is done: privacy, dates, how long minutes are kept … (`domain.profile`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import EventId, GroupRenamed, SettingChosen
from peer_tui.domain.history import act_of
from peer_tui.domain.pasted_people import NAME_AT_MOST
from peer_tui.domain.profile import KEPT_AT_MOST, LABELS, SETTINGS, as_value, read_setting
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem, WrongUse

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

_EXPECTED = {
    "privacy": say("a number from 1 to 5"),
    "hours": say("12 or 24, or nothing for each person's own setting"),
    "dates": say("“month first” or “day first”"),
    "first_day": say("“monday” or “sunday”"),
    "keep_months": say("whole months from 0 (for ever) to {kept_at_most:,}", kept_at_most=KEPT_AT_MOST),
    "hints": say("yes or no"),
    "pronouns_in_minutes": say("yes or no"),
    "kinds": say("kinds of meeting with commas between"),
    "grant_threshold": say("a number from 3 to 100, or 0 to hide nothing"),
    "grant_hides": say("“people” or “everything”"),
    "grant_planning": say("kinds of meeting with commas between, or “none”"),
    "grant_evaluation": say("kinds of meeting with commas between, or “none”"),
    "grant_training": say("kinds of meeting with commas between, or “none”"),
}


def choose(workspace: Workspace, opened: OpenGroup, setting: str, value: str) -> EventId:
    """The group chooses how something is done; an empty value goes back to what is usual.

    Args:
        workspace: the library.
        opened: the group.
        setting: one of `SETTINGS` or `LABELS` of `domain.profile`.
        value: as a person typed it.

    Returns:
        The act, for taking it back; empty where that was chosen already.

    Raises:
        WrongUse: there is no such setting.
        Problem: the setting cannot have that value. Nothing was changed.
    """
    if setting not in SETTINGS and setting not in LABELS:
        raise WrongUse(say("There is no setting “{setting}”.", setting=setting), choices=SETTINGS)
    read = read_setting(setting, value)
    if value.strip() and read is None:
        expected = _EXPECTED.get(setting, say("one line of ordinary length"))
        raise Problem(
            say(
                "“{value}” cannot be used here: {expected} is expected. Nothing was changed.",
                value=value.strip()[:60],
                expected=expected,
            )
        )
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
        raise Problem(say("A group needs a name. Nothing was changed."))
    if len(shown) > NAME_AT_MOST:
        raise Problem(
            say("That is longer than a name ({number:,} characters). Nothing was changed.", number=len(shown))
        )
    if any(o.folder != opened.folder and fold(o.glance.name) == fold(shown) for o in workspace.open_groups()):
        raise Problem(say("There is a group called “{shown}” already. Nothing was changed.", shown=shown))
    if shown == opened.group.name:
        return ""
    return act_of(workspace.record(opened, "", [GroupRenamed(name=shown)])[0])
