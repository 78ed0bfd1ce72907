"""The rows of Next steps: each step with its headings, the line that counts them, and the life line of one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from peer_tui.domain.between import BETWEEN_MEETINGS
from peer_tui.domain.life_line import LifeMoment
from peer_tui.domain.words import say, say_number
from peer_tui.services.following import StepLine, View
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

MOST = 120
"""Rows shown at first: a list of two thousand is filtered, not walked through."""
_A_FEW = 10
"""So many more are shown rather than counted."""
MORE = "more"
"""The key of the row that counts the others."""
NOTHING = say("No next step is open. They are made in a meeting: > @name what by when = done when.")
NONE_FITS = say("No next step fits. Esc shows all again; a shows those that are done or dropped, too.")


def rows_of(arranged: Sequence[tuple[str, list[StepLine]]], whole: bool) -> list[ListRow]:
    """The steps under their headings; of very many the first, and how many more there are."""
    total = sum(len(lines) for _, lines in arranged)
    most = total if whole or total <= MOST + _A_FEW else MOST
    rows: list[ListRow] = []
    shown = 0
    for heading, lines in arranged:
        taken = lines[: most - shown]
        if not taken:
            break
        rows.append(ListRow(plain(f"{heading} · {len(lines):,}", "bold"), f"heading {heading}", True))
        rows += [ListRow(row_of(line), line.key) for line in taken]
        shown += len(taken)
    if shown < total:
        rows.append(
            ListRow(plain(say("… and {total:,} more: Enter shows all, f finds some", total=total - shown)), MORE)
        )
    return rows


def row_of(line: StepLine) -> Content:
    """A step: number and words, then quieter who, by when and how it stands."""
    parts = [line.who_words, line.due_words, *line.state_words]
    style = "$warning" if line.late and not line.asleep else "$quiet"
    first = plain(f"{line.number} {line.text}".strip(), "" if line.step.open else "$quiet")
    return Content("\n  ").join([first, plain(" · ".join(parts), style)])


def counted_words(lines: Sequence[StepLine], view: View, group: str, words: str, everything: bool) -> str:
    """`12 open · 3 late · 2 unclaimed · by person · Harbor Peer Coalition · “letter”`."""
    still = [line for line in lines if line.step.open]
    late = sum(line.late and not line.asleep for line in still)
    unclaimed = sum(line.step.owner is None for line in still)
    parts = [
        say_number(len(still), "{n:,} open", "{n:,} open"),
        say_number(late, "{n:,} late", "{n:,} late") if late else "",
        say_number(unclaimed, "{n:,} unclaimed", "{n:,} unclaimed") if unclaimed else "",
    ]
    parts += [
        say_number(len(lines) - len(still), "{n:,} done or dropped", "{n:,} done or dropped") if everything else ""
    ]
    parts += [say("by {view}", view=say(view)), group or say("all groups"), f"“{words}”" if words else ""]
    return " · ".join(part for part in parts if part)


def details_of(line: StepLine, life: Sequence[LifeMoment], most: int = 0) -> list[Content]:
    """When a step is done and what it is about, then its life line, the newest last; `most` moments, 0 for all."""
    about = [
        say("done when: {done_when}", done_when=line.step.done_when) if line.step.done_when else "",
        line.priority,
        line.group,
    ]
    first = plain(" · ".join(part for part in about if part), "$quiet")
    left = len(life) - most if most else 0
    more = [plain(say("… {left:,} earlier: l shows all", left=left), "$quiet")] if left > 0 else []
    return [first, *more, *(life_row(moment) for moment in life[-most:])]


def life_row(moment: LifeMoment) -> Content:
    """`Wed 9 Oct 2024  promised, with Bo, by Fri 18 Oct`; what was said in no meeting says so."""
    between = say(BETWEEN_MEETINGS)
    where = f"  {between}" if moment.where == between else ""
    return Content.assemble(plain(f"{moment.day:<15}  ", "$quiet"), plain(moment.what), plain(where, "$quiet"))
