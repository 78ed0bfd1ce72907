"""The Comfort / Discomfort Agreement: a living document with versions (`product.md` §2.1, §3.9).

A line is proposed, then adopted by consent; amending and retiring wait for consent too. The version rises only when
something changes; affirming it unchanged is a dated fact. Nobody who proposed or objected is ever recorded.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    Event,
    ItemId,
    MeetingId,
    Side,
)


class AgreementItem(msgspec.Struct, frozen=True):
    """One line of the agreement."""

    id: ItemId
    side: Side
    text: str
    state: str
    """`proposed`, `adopted` or `retired`."""
    pending: str = ""
    """New wording that waits for consent."""
    leaving: bool = False
    """Proposed to be retired; waits for consent."""
    history: tuple[str, ...] = ()
    """Earlier wordings, oldest first."""


class AgreementMoment(msgspec.Struct, frozen=True):
    """A dated fact: adopted as a version, or affirmed."""

    at: dt.datetime
    meeting: MeetingId
    version: int
    act: str
    """`adopted` or `affirmed`."""
    added: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()


class Agreement(msgspec.Struct):
    """A group's agreement as it stands; version 0 until a first one is adopted."""

    version: int = 0
    items: dict[ItemId, AgreementItem] = msgspec.field(default_factory=dict)
    moments: list[AgreementMoment] = msgspec.field(default_factory=list)

    def copy(self) -> Agreement:
        """One that can be folded further without changing this one."""
        return Agreement(self.version, dict(self.items), list(self.moments))

    def lines(self, side: Side) -> list[AgreementItem]:
        """What is agreed now on one side, in order."""
        return [item for item in self.items.values() if item.side is side and item.state == "adopted"]

    @property
    def changes(self) -> list[AgreementItem]:
        """Everything that waits for consent."""
        return [i for i in self.items.values() if i.state == "proposed" or i.pending or i.leaving]

    @property
    def adopted_at(self) -> dt.datetime | None:
        """When this version was adopted."""
        return next((m.at for m in reversed(self.moments) if m.act == "adopted"), None)

    def adoption(self) -> tuple[ItemId, ...]:
        """The lines that would be agreed if every open change were adopted now."""
        return tuple(i.id for i in self.items.values() if i.state in ("adopted", "proposed") and not i.leaving)

    def apply(self, event: Event, meeting: MeetingId) -> None:
        """Fold one event in; `meeting` is where it was said."""
        if isinstance(event, AgreementProposed) and not event.text:
            return  # its words were removed on request
        if isinstance(event, AgreementProposed):
            self.items[event.item] = AgreementItem(event.item, event.side, event.text, "proposed")
        elif isinstance(event, AgreementAmended):
            self._change(event.item, pending=event.text)
        elif isinstance(event, AgreementRetired):
            self._change(event.item, leaving=True)
        elif isinstance(event, AgreementAdopted):
            self._adopt(event, meeting)
        elif isinstance(event, AgreementAffirmed):
            self.moments.append(AgreementMoment(event.moment, meeting, event.version, "affirmed"))

    def _change(self, item: ItemId, *, pending: str = "", leaving: bool = False) -> None:
        known = self.items.get(item)
        if known is not None:
            self.items[item] = msgspec.structs.replace(
                known, pending=pending or known.pending, leaving=leaving or known.leaving
            )

    def _adopt(self, event: AgreementAdopted, meeting: MeetingId) -> None:
        added, retired = [], []
        agreed = set(event.items)
        for key, item in list(self.items.items()):
            if key in agreed:
                if item.state != "adopted" or item.pending:
                    added.append(item.pending or item.text)
                self.items[key] = _adopted(item)
            elif item.state == "adopted":
                retired.append(item.text)
                self.items[key] = msgspec.structs.replace(item, state="retired", pending="", leaving=False)
            elif item.leaving:
                self.items[key] = msgspec.structs.replace(item, state="retired", pending="", leaving=False)
        self.version = event.version
        moment = AgreementMoment(event.moment, meeting, event.version, "adopted", tuple(added), tuple(retired))
        self.moments.append(moment)


def _adopted(item: AgreementItem) -> AgreementItem:
    if not item.pending:
        return msgspec.structs.replace(item, state="adopted", leaving=False)
    return msgspec.structs.replace(
        item, state="adopted", text=item.pending, pending="", leaving=False, history=(*item.history, item.text)
    )
