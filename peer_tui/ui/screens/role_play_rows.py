"""A role-play as rows of a list, and its three times as one line."""

from __future__ import annotations

from typing import Literal

from textual.content import Content

from peer_tui.domain.programmes.role_play import MINUTES, STAGES, Reading, RolePlay
from peer_tui.domain.words import say
from peer_tui.services.programmes import role_play
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.text import join, plain
from peer_tui.ui.widgets.row_list import ListRow

LANDED: Literal["landed"] = "landed"
DIFFERENTLY: Literal["differently"] = "differently"


def rows_of(play: RolePlay, opened: OpenGroup) -> list[ListRow]:
    """The scenario until it is played, the parts with who has them, and what was noted."""
    rows: list[ListRow] = []
    if play.text and play.stage < 1:
        rows.append(ListRow(_in_short(play.text), "text", heading=True))
    rows.append(_heading(say("Parts")))
    for at, part in enumerate(play.parts):
        who = role_play.who_plays(opened, part.who)
        told = plain(who) if who else plain(say("nobody yet"), "$quiet")
        rows.append(ListRow(Content.assemble(plain(f"{part.title}: "), told), f"part {at}"))
    for kind, title, lines in (
        (LANDED, say("What landed"), play.landed),
        (DIFFERENTLY, say("What to say differently"), play.differently),
    ):
        if lines:
            rows.append(_heading(title))
        rows += [ListRow(plain(line), f"{kind} {at}") for at, line in enumerate(lines)]
    return rows


def _heading(title: str) -> ListRow:
    return ListRow(plain(title, "bold $quiet"), f"heading {title}", heading=True)


def _in_short(text: str) -> Content:
    """A scenario as it stands above its parts: paragraphs without the empty lines between them."""
    return Content("\n").join([plain(line, "$foreground") for line in text.split("\n") if line.strip()])


def stages_of(told: Reading, play: RolePlay) -> Content:
    """`prepare 3 min · PLAY 4:12 of 5 min · debrief 5 min`: the one that is on stands out in letters too."""
    parts: list[Content] = []
    for at, stage in enumerate(STAGES):
        name, minutes = say(stage), play.minutes[at] if at < len(play.minutes) else MINUTES[at]
        if stage != told.stage:
            parts.append(plain(say("{stage} {minutes} min", stage=name, minutes=minutes), "$quiet"))
            continue
        line = say("{stage} {clock} of {minutes} min", stage=name.upper(), clock=told.clock, minutes=minutes)
        if told.paused:
            line = say("{line} (waits)", line=line)
        parts.append(plain(line, "bold $warning" if told.over else "bold $accent"))
    return join(parts, " · ")
