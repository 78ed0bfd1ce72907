"""The Comfort / Discomfort Agreement: a living document with versions (`product.md` §2.1, §3.9).

A line is proposed, then adopted by consent; amending and retiring wait for consent too. The version rises only when
something changes; affirming it unchanged is a dated fact. Nobody who proposed or objected is ever recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    AgreementSeen,
    AgreementWithdrawn,
    Event,
    ItemId,
    MeetingId,
    PersonId,
    Side,
)
from peer_tui.domain.words import marked


class AgreementItem(msgspec.Struct, frozen=True):
    """One line of the agreement."""

    id: ItemId
    side: Side
    text: str
    state: str
    """`proposed`, `adopted`, `retired`, or `withdrawn` if its proposal was taken back."""
    pending: str = ""
    """New wording that waits for consent."""
    leaving: bool = False
    """Proposed to be retired; waits for consent."""
    history: tuple[str, ...] = ()
    """Earlier wordings, oldest first."""


class AgreedLine(msgspec.Struct, frozen=True, array_like=True):
    """A line as a version of the agreement had it."""

    item: ItemId
    side: Side
    text: str


class Change(msgspec.Struct, frozen=True):
    """What is different between two versions: lines that came, lines that went, and new wordings of the same line."""

    added: tuple[AgreedLine, ...] = ()
    retired: tuple[AgreedLine, ...] = ()
    reworded: tuple[tuple[AgreedLine, AgreedLine], ...] = ()
    """Each as it was and as it is."""

    def __bool__(self) -> bool:
        return bool(self.added or self.retired or self.reworded)


class AgreementMoment(msgspec.Struct, frozen=True, array_like=True):
    """A dated fact: adopted as a version, or affirmed."""

    at: dt.datetime
    meeting: MeetingId
    version: int
    act: str
    """`adopted` or `affirmed`."""
    added: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    lines: tuple[AgreedLine, ...] = ()
    """Of an adoption: the whole version, comfort first."""


class Agreement(msgspec.Struct):
    """A group's agreement as it stands; version 0 until a first one is adopted."""

    version: int = 0
    items: dict[ItemId, AgreementItem] = msgspec.field(default_factory=dict)
    moments: list[AgreementMoment] = msgspec.field(default_factory=list)
    seen: dict[PersonId, int] = msgspec.field(default_factory=dict)
    """The newest version that each person was marked as having seen."""

    def copy(self) -> Agreement:
        """One that can be folded further without changing this one."""
        return Agreement(self.version, dict(self.items), list(self.moments), dict(self.seen))

    def lines(self, side: Side) -> list[AgreementItem]:
        """What is agreed now on one side, in order."""
        return [item for item in self.items.values() if item.side is side and item.state == "adopted"]

    def in_order(self) -> list[AgreementItem]:
        """What is agreed and what is proposed, comfort first: the list whose numbers people use."""
        shown = [item for item in self.items.values() if item.state in ("adopted", "proposed")]
        return [item for side in (Side.COMFORT, Side.DISCOMFORT) for item in shown if item.side is side]

    @property
    def changes(self) -> list[AgreementItem]:
        """Everything that waits for consent."""
        return [i for i in self.items.values() if i.state == "proposed" or (i.state == "adopted" and _is_open(i))]

    @property
    def adopted_at(self) -> dt.datetime | None:
        """When this version was adopted."""
        return next((m.at for m in reversed(self.moments) if m.act == "adopted"), None)

    @property
    def versions(self) -> list[AgreementMoment]:
        """Every adoption, oldest first."""
        return [moment for moment in self.moments if moment.act == "adopted"]

    def as_of(self, instant: dt.datetime) -> AgreementMoment | None:
        """The version that was agreed at an instant; None where there was none yet."""
        return next((moment for moment in reversed(self.versions) if moment.at <= instant), None)

    def adoption(self) -> tuple[ItemId, ...]:
        """The lines that would be agreed if every open change were adopted now."""
        return tuple(i.id for i in self.items.values() if i.state in ("adopted", "proposed") and not i.leaving)

    def apply(self, event: Event, meeting: MeetingId) -> None:
        """Fold one event in; `meeting` is where it was said."""
        if isinstance(event, AgreementProposed) and not event.text:
            return  # its words were removed on request
        if isinstance(event, AgreementProposed):
            self.items[event.item] = AgreementItem(event.item, event.side, event.text, marked("proposed"))
        elif isinstance(event, AgreementAmended):
            self._change(event.item, pending=event.text)
        elif isinstance(event, AgreementRetired):
            self._change(event.item, leaving=True)
        elif isinstance(event, AgreementWithdrawn):
            self._withdraw(event.item)
        elif isinstance(event, AgreementSeen):
            for person in event.people:
                self.seen[person] = max(self.seen.get(person, 0), event.version or self.version)
        elif isinstance(event, AgreementAdopted):
            self._adopt(event, meeting)
        elif isinstance(event, AgreementAffirmed):
            self.moments.append(AgreementMoment(event.moment, meeting, event.version, marked("affirmed")))

    def _change(self, item: ItemId, *, pending: str = "", leaving: bool = False) -> None:
        known = self.items.get(item)
        if known is not None:
            # Other words for a line that was taken back, from a device that did not know: it is proposed again.
            state = "proposed" if known.state == "withdrawn" and pending else known.state
            self.items[item] = msgspec.structs.replace(
                known, state=state, pending=pending or known.pending, leaving=leaving or known.leaving
            )

    def _withdraw(self, item: ItemId) -> None:
        """A line that nobody agreed to leaves; of one that is agreed, what was proposed about it.

        It stays known: where another device had it adopted meanwhile, the group's consent holds.
        """
        known = self.items.get(item)
        if known is not None:
            state = "withdrawn" if known.state == "proposed" else known.state
            self.items[item] = msgspec.structs.replace(known, state=state, pending="", leaving=False)

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
        now = tuple(
            AgreedLine(i.id, i.side, i.text) for side in (Side.COMFORT, Side.DISCOMFORT) for i in self.lines(side)
        )
        moment = AgreementMoment(
            event.moment, meeting, event.version, marked("adopted"), tuple(added), tuple(retired), now
        )
        self.moments.append(moment)


def _is_open(item: AgreementItem) -> bool:
    return bool(item.pending) or item.leaving


def _adopted(item: AgreementItem) -> AgreementItem:
    if not item.pending:
        return msgspec.structs.replace(item, state="adopted", leaving=False)
    return msgspec.structs.replace(
        item, state="adopted", text=item.pending, pending="", leaving=False, history=(*item.history, item.text)
    )


def change_between(before: Sequence[AgreedLine], after: Sequence[AgreedLine]) -> Change:
    """What makes one version another."""
    old, new = {line.item: line for line in before}, {line.item: line for line in after}
    return Change(
        tuple(line for line in after if line.item not in old),
        tuple(line for line in before if line.item not in new),
        tuple((old[key], line) for key, line in new.items() if key in old and old[key].text != line.text),
    )
