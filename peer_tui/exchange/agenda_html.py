"""An agenda → one page to print: self-contained HTML that fits one sheet, A4 or US letter, readable by a screen reader.

The size of the letters follows how much there is to say. What would not fit at the smallest size is shortened and
counted, never dropped without a word; the other formats hold everything.
"""

from __future__ import annotations

import html

from rich.cells import cell_len, set_cell_size

from peer_tui.domain.agenda_page import AgendaBlock, AgendaItem, AgendaPage
from peer_tui.domain.words import say, say_number
from peer_tui.exchange.agenda_text import told
from peer_tui.exchange.html import text

HEIGHT = 245.0
"""Millimetres of text on a sheet of either kind: US letter is the shorter, 279 mm less the margins and some air."""
WIDTH = 178.0
"""Millimetres of text in a line: A4 is the narrower, 210 mm less the margins."""
SIZES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
"""Sizes of letters that are tried, in points, the largest first. Smaller than 7 nobody reads on paper."""
_POINT = 0.3528
"""Millimetres."""
_LINE = 1.4
"""The height of a line, in sizes of letters."""
_LETTER = 0.55
"""The width of a cell, in sizes of letters: a little more than that of most letters."""
_LONGEST = 240
"""Cells of one text on this page."""
MOST = 80
"""Items of one list that are tried at all: more never fit."""
_CLOCK = 6
"""Cells before a block's title."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may do with the page: show it."""
_STYLE = """
@page {{ size: auto; margin: 15mm; }}
:root {{ color-scheme: light; }}
body {{ font: {size}pt/{line} system-ui, sans-serif; max-width: 178mm; margin: 0 auto; overflow-wrap: anywhere;
       color: #000; background: #fff; }}
h1 {{ font-size: 1.4em; margin: 0 0 .4em; }}
dl {{ margin: 0 0 .6em; }}
dl div {{ display: flex; gap: .6em; }}
dt {{ font-weight: bold; min-width: 7em; }}
dd {{ margin: 0; }}
.status {{ border: 2px solid; padding: .2em .5em; font-weight: bold; margin: 0 0 .6em; }}
table {{ border-collapse: collapse; width: 100%; }}
caption {{ text-align: left; font-weight: bold; }}
th, td {{ text-align: left; vertical-align: top; padding: .1em .6em .1em 0; border-top: 1px solid #777; }}
th[scope=row] {{ white-space: nowrap; }}
td.minutes {{ white-space: nowrap; text-align: right; padding-right: 0; }}
ul {{ margin: 0; padding-left: 1.2em; }}
""".strip()


def agenda_to_html(page: AgendaPage, language: str = "en") -> str:
    """The agenda as one page that prints on one sheet."""
    page, size = fitted(page)
    body = [f"<h1>{_own(page.heading)}</h1>"]
    if page.status:
        body.append(f'<p class="status">{_own(page.status)}</p>')
    facts = (f"<div><dt>{html.escape(name)}</dt><dd>{_own(said)}</dd></div>" for name, said in page.facts)
    body += ["<dl>", *facts, "</dl>"]
    if page.notice:
        body.append(f"<p>{_own(page.notice)}</p>")
    body += [
        f"<table>\n<caption>{html.escape(say('Agenda'))}</caption>\n<thead><tr>"
        + "".join(f'<th scope="col">{html.escape(name)}</th>' for name in (say("At"), say("What"), say("Minutes")))
        + "</tr></thead>\n<tbody>",
        *(_block(block) for block in page.blocks),
        "</tbody>\n</table>",
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(page.heading)} · {html.escape(page.date)}</title>\n"
        f"<style>\n{_STYLE.format(size=f'{size:g}', line=f'{_LINE:g}')}\n</style>\n"
        "</head>\n<body>\n<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )


def _block(block: AgendaBlock) -> str:
    said = f"{_own(block.title)}{_list(block.items)}"
    return (
        f'<tr><th scope="row">{html.escape(block.at)}</th><td>{said}</td>'
        f'<td class="minutes">{html.escape(block.minutes)}</td></tr>'
    )


def _list(items: tuple[AgendaItem, ...]) -> str:
    if not items:
        return ""
    return "<ul>" + "".join(f"<li>{_own(told(item))}{_list(item.items)}</li>" for item in items) + "</ul>"


def _own(said: str) -> str:
    """A person's text that keeps its own direction."""
    return f"<bdi>{text(said)}</bdi>"


# --- one sheet ----------------------------------------------------------------------------------------------------


def fitted(page: AgendaPage) -> tuple[AgendaPage, float]:
    """The page as it fits one sheet, and the size of its letters in points."""
    page = _shortened(page, _LONGEST, MOST)
    for size in SIZES:
        if height(page, size) <= HEIGHT:
            return page, size
    # Hundreds of topics: as many of each block as there is room for, and how many more there are.
    for longest, most in ((_LONGEST, 20), (120, 12), (80, 8), (60, 5), (40, 3), (30, 2), (20, 1), (20, 0)):
        fewer = _shortened(page, longest, most)
        if height(fewer, SIZES[-1]) <= HEIGHT:
            return fewer, SIZES[-1]
    fewest = fewer
    for kept in range(len(fewer.blocks) - 1, 0, -1):
        rest = AgendaBlock(
            "", say_number(len(fewer.blocks) - kept, "… and {n} more blocks", "… and {n} more blocks"), ""
        )
        fewest = _with_blocks(fewer, (*fewer.blocks[:kept], rest))
        if height(fewest, SIZES[-1]) <= HEIGHT:
            break
    return fewest, SIZES[-1]


def height(page: AgendaPage, size: float) -> float:
    """How high the page is in letters of this size, in millimetres, reckoned on the safe side."""
    room = WIDTH / (size * _POINT * _LETTER)
    lines = 0.0
    for block in page.blocks:
        lines += _wrapped(block.title, room - _CLOCK - cell_len(block.minutes) - 4) + 0.3
        for item in block.items:
            lines += _wrapped(told(item), room - 24)
            lines += sum(_wrapped(told(part), room - 28) for part in item.items)
    return _head(page, size) + _lines(lines + 2.5, size)


def _head(page: AgendaPage, size: float) -> float:
    room = WIDTH / (size * _POINT * _LETTER)
    lines = 1.4 * _wrapped(page.heading, room / 1.4) + 2 + (2 * _wrapped(page.status, room) if page.status else 0)
    lines += sum(_wrapped(said, room - 16) for _, said in page.facts)
    lines += 1.5 + _wrapped(page.notice, room) if page.notice else 0
    return _lines(lines, size)


def _lines(lines: float, size: float) -> float:
    return lines * size * _POINT * _LINE


def _wrapped(said: str, room: float) -> int:
    """The lines a text takes, with a tenth of every line lost where words break."""
    return max(1, -(-cell_len(said) // max(8, int(room * 0.9))))


def _shortened(page: AgendaPage, longest: int, most: int) -> AgendaPage:
    """The page with every text at most so many cells, and at most so many items in each list."""
    return AgendaPage(
        _cut(page.group, longest), _cut(page.title, longest), page.date, page.audience, page.status,
        # The join link is of no use unless it is whole.
        tuple((name, said if name == say("Join") else _cut(said, longest)) for name, said in page.facts),
        _cut(page.notice, 3 * longest),
        tuple(
            AgendaBlock(block.at, _cut(block.title, longest), block.minutes, _items(block.items, longest, most))
            for block in page.blocks
        ),
    )  # fmt: skip


def _with_blocks(page: AgendaPage, blocks: tuple[AgendaBlock, ...]) -> AgendaPage:
    return AgendaPage(
        page.group, page.title, page.date, page.audience, page.status, page.facts, page.notice, blocks
    )  # fmt: skip


def _items(items: tuple[AgendaItem, ...], longest: int, most: int) -> tuple[AgendaItem, ...]:
    kept = [AgendaItem(_cut(i.text, longest), i.notes, _items(i.items, longest, most)) for i in items[:most]]
    left = len(items) - most
    return (*kept, AgendaItem(say("… and {left} more", left=left))) if left > 0 else tuple(kept)


def _cut(said: str, longest: int) -> str:
    return said if cell_len(said) <= longest else set_cell_size(said, longest - 1).rstrip() + "…"
