"""What a group chooses for its grant reports: what is hidden, which kinds of meeting count, its own words."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.grant_facts import INDICATORS
from peer_tui.domain.profile import LABEL, Profile, as_value, indicator_of
from peer_tui.domain.words import say
from peer_tui.ui.screens.group_settings_views.choices import ChoicesView, Setting
from peer_tui.ui.widgets.row_list import ListRow

_KINDS = say("Kinds of meeting, with commas between; “none” for none.")


class GrantChoicesView(ChoicesView):
    """The settings of grant reports, each with its value."""

    keys: tuple[tuple[str, str], ...] = (("Enter", say("change")), ("o", say("the usual")))
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "grant_threshold",
            say("Hidden below"),
            say("Numbers of people below this are hidden, and what they could be worked out from; 0 hides nothing."),
        ),
        Setting(
            "grant_hides",
            say("What is hidden"),
            say("Small numbers of people only, or of meetings, decisions and issues as well."),
            (("people", say("small numbers of people")), ("everything", say("every small number"))),
        ),
        Setting("grant_planning", say("Planning, for A5"), _KINDS, none=say("none")),
        Setting("grant_evaluation", say("Evaluation, for A6"), _KINDS, none=say("none")),
        Setting("grant_training", say("Training, for WD"), _KINDS, none=say("none")),
        *(
            Setting(f"{LABEL}{code}", code, say("What this indicator is called in your reports."))
            for code in INDICATORS
        ),
    )

    @property
    def title(self) -> str:
        """Whose."""
        return say("Grant reports of {name}", name=self.group.name)

    def _more(self) -> list[ListRow]:
        return []

    def _value(self, profile: Profile, setting: Setting) -> str:
        if setting.name.startswith(LABEL):
            code = setting.name.removeprefix(LABEL)
            return indicator_of(self.group, code) or say(INDICATORS[code])
        value = getattr(profile, setting.name)
        if isinstance(value, tuple):
            return ", ".join(value)
        return dict(setting.choices).get(as_value(value), as_value(value))
