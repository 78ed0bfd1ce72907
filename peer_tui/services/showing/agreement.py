"""The Comfort / Discomfort Agreement: what is agreed or proposed, who has not seen it, pacing (`product.md` §2.1)."""

from __future__ import annotations

from peer_tui.domain.agreement import AgreementItem
from peer_tui.domain.events import Side
from peer_tui.domain.words import say, say_number
from peer_tui.services.agreeing import lines as agreed_lines
from peer_tui.services.agreeing import pacing
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, Style, day, fitted, heading, is_low, told, way

_TITLES = {Side.COMFORT: say("Comfort"), Side.DISCOMFORT: say("Discomfort")}


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """What waits for an answer first, then the agreement itself, numbered as `/amend` and `/retire` count."""
    rows: list[Row] = []
    changes = len(session.group.agreement.changes)
    if changes:
        rows.append(
            Row(
                say_number(changes, "{n} change proposed, not adopted yet", "{n} changes proposed, not adopted yet"),
                "warning",
            )
        )
        if is_low(height):
            rows += _items(session, waiting=True)
    rows.append(_version(session))
    unseen = [session.name(person) for person in session.meeting.not_seen_agreement]
    if unseen:
        rows.append(
            told(fitted(say("Has not seen it yet:"), unseen, width, 2), say("/seen when they have"), style="warning")
        )
    rows.append(Row(pacing(session), "accent"))
    return rows + _items(session)


def hint(session: LiveSession) -> str:
    """What the group can do with it now."""
    agreement = session.group.agreement
    if agreement.changes:
        return say("/adopt when the group consents · comfort: … proposes another line")
    if not agreement.version:
        return say("comfort: … or discomfort: … proposes a line · /adopt adopts them")
    if any(moment.meeting == session.id for moment in agreement.moments):
        return say("{key} goes on · comfort: … proposes a line", key=way(session, "next"))
    return say("/affirm: no changes · comfort: … proposes a line · /adopt")


def _version(session: LiveSession) -> Row:
    agreement = session.group.agreement
    if not agreement.version:
        return told(say("No agreement yet"), say("what helps us be comfortable, and what we do when something isn't"),
                    style="strong")  # fmt: skip
    adopted = agreement.adopted_at
    affirmed = next(
        (m for m in reversed(agreement.moments) if m.act == "affirmed" and m.version == agreement.version), None
    )
    said = (
        say("affirmed {day}", day=say("today") if affirmed.meeting == session.id else day(session, affirmed.at))
        if affirmed
        else ""
    )
    return told(
        say("Version {version}", version=agreement.version),
        say("adopted {day}", day=day(session, adopted)) if adopted else "",
        said or say("not affirmed since"),
        style="strong",
    )


def _items(session: LiveSession, *, waiting: bool = False) -> list[Row]:
    """Every line under its side; `waiting`: those alone that are proposed to change, without the sides."""
    rows: list[Row] = []
    side = None
    for number, item in enumerate(agreed_lines(session), 1):
        if waiting and item.state != "proposed" and not item.leaving and not item.pending:
            continue
        if item.side is not side and not waiting:
            side = item.side
            rows.append(heading(_TITLES[side]))
        rows.append(_item(item, number))
        if item.pending:
            rows.append(Row("→ " + say("{pending} (proposed)", pending=item.pending), "warning", indent=1))
    return rows


def _item(item: AgreementItem, number: int) -> Row:
    state = say("proposed") if item.state == "proposed" else say("to be retired") if item.leaving else ""
    style: Style = "warning" if state else "plain"
    return Row(f"{item.text} ({state})" if state else item.text, style, mark=str(number))
