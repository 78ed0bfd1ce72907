"""The settings, one a row: Enter chooses or types another value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content

from peer_tui.domain.naming import counted
from peer_tui.domain.profile import Profile, as_value, profile_of
from peer_tui.domain.words import say
from peer_tui.services import choosing, minutes_kept
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.group_settings_views.past_their_time import PastTheirTimeView
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it stands on the screen."""

    name: str
    """A field of `Profile`, or `name` or `zone` of the group itself."""
    words: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    """Value and words; none for one that is typed."""
    none: str = ""
    """What is said where it is empty."""


SETTINGS = (
    Setting("name", say("Name"), say("As it stands on every screen. Renaming changes nothing that was recorded.")),
    Setting(
        "name_in_minutes", say("Name in minutes"), say("The whole name, as minutes write it."), none=say("the same")
    ),
    Setting("zone", say("Time zone"), say("Chosen when the group was made: every time of it is shown in this zone.")),
    Setting(
        "privacy",
        say("Whom minutes name"),
        say("What minutes say unless you choose otherwise when you send them."),
        (
            ("1", say("decisions and who does what")),
            ("2", say("initials")),
            ("3", say("roles only")),
            ("4", say("nobody")),
            ("5", say("everybody, with who was there")),
        ),
    ),
    Setting(
        "pronouns_in_minutes",
        say("Pronouns in minutes"),
        say("Beside names, for people who gave them."),
        (("no", say("no")), ("yes", say("yes"))),
    ),
    Setting(
        "dates",
        say("How 11/12 is read"),
        say("In every line where a date is typed; the preview always says the day."),
        (("month first", say("month first: 12 November")), ("day first", say("day first: 11 December"))),
    ),
    Setting(
        "first_day",
        say("A week begins on"),
        say("What “next sun” means."),
        (("monday", say("Monday")), ("sunday", say("Sunday"))),
    ),
    Setting(
        "hours",
        say("Times"),
        say("In what goes out of this group."),
        (("", say("each person's own setting")), ("12", say("2:30 pm")), ("24", "14:30")),
    ),
    Setting(
        "kinds", say("Kinds of meeting"), say("For reports; with commas between. Each meeting can have one of them.")
    ),
    Setting(
        "link",
        say("Usual join link"),
        say("For confirmed members only; each meeting can have another."),
        none=say("none"),
    ),
    Setting("email", say("E-mail list"), say("The address of the list, for drafts."), none=say("none")),
    Setting(
        "recording",
        say("Recording notice"),
        say("Read out in the welcome when meetings are recorded. Empty for none."),
        none=say("none"),
    ),
    Setting(
        "hints",
        say("Hints in review"),
        say("About language and privacy, while minutes are reviewed; never changed by itself."),
        (("yes", say("on")), ("no", say("off"))),
    ),
    Setting(
        "keep_months",
        say("Minutes are kept"),
        say("After that time you are asked: keep, delete, or ask again in a year."),
        (
            ("0", say("for ever")),
            ("12", say("1 year")),
            ("24", say("2 years")),
            ("36", say("3 years")),
            ("84", say("7 years")),
            ("?", say("another number of months")),
        ),
    ),
)
"""In the order in which they stand."""
_OWN = ("name", "zone")
_WIDE = 21


class ChoicesView(View):
    """Every setting with its value."""

    keys: tuple[tuple[str, str], ...] = (
        ("Enter", say("change")),
        ("o", say("the usual")),
        ("m", say("minutes past their time")),
    )
    settings: ClassVar[tuple[Setting, ...]] = SETTINGS
    """Those that are shown."""

    @property
    def title(self) -> str:
        """Whose."""
        return say("Settings of {name}", name=self.group.name)

    def rows(self, width: int) -> list[ListRow]:
        """One a row, and the minutes past their time where there are any."""
        profile = profile_of(self.group)
        rows = []
        for setting in self.settings:
            value = self._value(profile, setting)
            shown = plain(value or setting.none, "" if value else "$quiet")
            label = plain(setting.words.ljust(_WIDE), "$quiet")
            rows.append(ListRow(row(Content.assemble(label, shown), Content(""), width), setting.name))
        return [*rows, *self._more()]

    def _more(self) -> list[ListRow]:
        """What else one can go into from here."""
        rows = [ListRow(plain(say("Grant report: its indicators, and what it hides"), "$accent"), "grant")]
        if past := self._past:
            words = say(
                "{meetings_are} past it: Enter asks about them",
                meetings_are=counted(past, "{n:,} meeting is", "{n:,} meetings are", "no meetings are"),
            )
            rows.append(ListRow(plain(words, "$warning"), "past"))
        return rows

    def _setting(self, name: str) -> Setting | None:
        return next((setting for setting in self.settings if setting.name == name), None)

    @property
    def _past(self) -> int:
        return len(minutes_kept.past_their_time(self.group, self.workspace.now()))

    def _value(self, profile: Profile, setting: Setting) -> str:
        """What holds, as a person reads it."""
        if setting.name in _OWN:
            return str(getattr(self.group, setting.name))
        value = getattr(profile, setting.name)
        if setting.name == "kinds":
            return ", ".join(value)
        if setting.name == "hours" and not value:
            return dict(setting.choices)[""]
        told = dict(setting.choices).get(as_value(value))
        return told or (
            counted(value, "{n:,} month", "{n:,} months", "no months")
            if setting.name == "keep_months"
            else as_value(value)
        )

    def below(self, selected: str) -> Content:
        """What the setting does."""
        setting = self._setting(selected)
        return plain(setting.help if setting else "", "$quiet")

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Choose, or type."""
        setting = self._setting(selected)
        if selected == "past":
            self.kept()
        elif selected == "grant":
            from peer_tui.ui.screens.group_settings_views.grant_choices import GrantChoicesView

            self.screen.go_into(GrantChoicesView(self.screen))
        elif selected == "zone":
            self.screen.show_flash(say("The zone was chosen when the group was made. Nothing was changed."))
        elif setting is not None and setting.choices:
            now = as_value(getattr(profile_of(self.group), setting.name))
            choices = [Choice(value, words) for value, words in setting.choices]
            self.screen.go_into(
                ChoosingView(self.screen, setting.words, choices, lambda value: self._chosen(setting, value),
                             start="" if setting.name == "hours" and now == "0" else now)
            )  # fmt: skip
        elif setting is not None:
            self._ask(setting)

    def _chosen(self, setting: Setting, value: str) -> None:
        if value == "?":
            self._ask(setting)
        else:
            self._choose(setting, value)

    def _ask(self, setting: Setting) -> None:
        profile = profile_of(self.group)
        value = "" if setting.name == "keep_months" else self._value(profile, setting)
        title = say("For how many months") if setting.name == "keep_months" else setting.words

        def take(words: str) -> None:
            if setting.name == "name":
                self._done(choosing.rename_group(self.workspace, self.opened, words), setting)
            else:
                self._choose(setting, words)

        self.screen.ask(title, self.screen.taking(take), value=value, preview=lambda words: setting.help)

    def _choose(self, setting: Setting, value: str) -> None:
        self._done(choosing.choose(self.workspace, self.opened, setting.name, value), setting)

    def _done(self, act: str, setting: Setting) -> None:
        told = self._value(profile_of(self.group), setting) or setting.none
        self.screen.was_done(act, f"{setting.words}: {told}." if act else say("Nothing is different."))

    def usual(self) -> None:
        """Back to what is usual."""
        setting = self._setting(self.screen.rows.selected)
        if setting is not None and setting.name not in _OWN:
            self._choose(setting, "")

    def kept(self) -> None:
        """Minutes past their time."""
        self.screen.go_into(PastTheirTimeView(self.screen))
