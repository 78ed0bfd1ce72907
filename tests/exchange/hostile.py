"""Text that must never harm an export, and one meeting whose every field holds it."""

from __future__ import annotations

from hypothesis import strategies as st

from peer_tui.domain.events import Due, EntryKind, PersonChanged, PriorityChanged, RoleGiven
from tests.domain.histories import START, History

HOSTILE = (
    "[bold red]x[/] [link=http://a]",
    "nul \x00 bell \x07 csi \x1b[2J \x9b31m",
    "lone \ud800 and \udfff",
    "| pipe || \\| # heading - > ``` ~~~ <b>&amp; $x$ ![i](j) *a* _b_",
    "1. first",
    "- bullet",
    "===",
    "\u202eright to left\u202c שלום",
    "林小雨 訪問者中心" * 20,
    "👩‍👩‍👧 e\u0301\u0301",
    "word " * 2000,
    "x" * 10_000,
    "line\nbreak\r\n\u2028end",
    "https://example.org/a_b?x=1&y=2|3 https://example.org/plain_path_",
)

anything = st.text(alphabet=st.characters(), max_size=60)
"""Every code point there is, lone surrogates and controls included."""
texts = st.one_of(anything, st.sampled_from(HOSTILE))


def meeting_full_of(text: str) -> History:
    """A meeting whose names, titles and lines are all `text`."""
    told = History()
    for person in ("ana", "bo", "mei"):
        told.say(PersonChanged(person=person, name=text))
    told.say(PriorityChanged(priority="leg", name=text))
    told.plan("m", START, title=text, type=text, platform=text)
    told.begin(START)
    told.say(RoleGiven(role="facilitator", person="ana"))
    for kind in EntryKind:
        if kind is not EntryKind.STEP:
            told.write(kind, text, block="priorities", priority="leg")
    told.step(text, "ana", helpers=("bo",), done_when=text)
    told.step(text, meant=text, due=Due(next_meeting=True))
    return told
