"""The Comfort / Discomfort Agreement as a page to read, print or show: its lines and nothing about anybody.

Who proposed a line or objected to one is recorded nowhere, so no page can say it (`product.md` §2.1, check 38).
"""

from __future__ import annotations

import datetime as dt

import msgspec

from peer_tui.domain.agreement import AgreementMoment
from peer_tui.domain.characters import clean
from peer_tui.domain.events import Side
from peer_tui.domain.group import Group
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say

TITLE = say("Comfort / Discomfort Agreement")
HALVES: dict[Side, str] = {
    Side.COMFORT: say("What helps us be comfortable"),
    Side.DISCOMFORT: say("What we do when something is uncomfortable"),
}


class AgreementPage(msgspec.Struct, frozen=True):
    """A version of the agreement, to be read."""

    group: str
    version: int
    """0 where there was none yet."""
    adopted: str
    """The day, as `Wed 13 Nov 2024`; empty for version 0."""
    comfort: tuple[str, ...] = ()
    discomfort: tuple[str, ...] = ()

    @property
    def halves(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The two halves that say something, each with its title."""
        both = ((HALVES[Side.COMFORT], self.comfort), (HALVES[Side.DISCOMFORT], self.discomfort))
        return tuple((title, lines) for title, lines in both if lines)

    @property
    def standing(self) -> str:
        """`Version 4, adopted Wed 13 Nov 2024`."""
        if not self.version:
            return say("Not written yet")
        return say("Version {version}, adopted {adopted}", version=self.version, adopted=self.adopted)


def agreement_page(group: Group, when: dt.datetime | None = None) -> AgreementPage:
    """The agreement as it stands, or as it stood at an instant."""
    versions = group.agreement.versions
    moment = group.agreement.as_of(when) if when is not None else (versions[-1] if versions else None)
    if moment is None:
        return AgreementPage(clean(group.name), 0, "")
    return AgreementPage(
        clean(group.name), moment.version, say_date(moment.at, group.zone),
        _texts(moment, Side.COMFORT), _texts(moment, Side.DISCOMFORT),
    )  # fmt: skip


def _texts(moment: AgreementMoment, side: Side) -> tuple[str, ...]:
    return tuple(clean(line.text) for line in moment.lines if line.side is side and line.text)
