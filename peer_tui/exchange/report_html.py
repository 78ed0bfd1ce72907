"""A report → one HTML page that stands alone: bars as inline SVG, each with a title, a description and its table.

No script, nothing fetched, no value that only a colour or a length tells: every bar has its numbers beside it, and the
parts of a bar differ in pattern too.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from peer_tui.domain.report_pictures import Bar, Picture
from peer_tui.domain.words import say
from peer_tui.exchange.report import say_cell

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may do with the page: show it."""
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .5rem 0; }
caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid #767676; padding: .2rem .5rem; text-align: right; vertical-align: top; }
th[scope=row], thead th:first-child { text-align: left; }
.notice { border: 2px solid; padding: .3rem .6rem; font-weight: bold; }
.wide { overflow-x: auto; }
svg { display: block; max-width: 100%; height: auto; background: #fff; }
@media print { section { break-inside: avoid-page; } }
""".strip()

_WIDTH, _LABEL, _BAR, _ROW, _HEIGHT = 820, 170, 330, 24, 15
"""Of the drawing: its width, the room for labels, that for the longest bar, and the height of a row and of a bar."""
_LONGEST_LABEL, _LONGEST_WORDS = 24, 40
"""Characters of a label beside a bar, and of the numbers behind it; the table below holds all."""
_MOST = 60
"""Bars that are drawn, the newest; the table holds every one."""
_FILLS = (
    ("#1f5fa8", ""),
    ("#e08a1e", '<path d="M0 6L6 0" stroke="#000" stroke-width="1"/>'),
    ("#b7c9de", '<path d="M0 3H6" stroke="#000" stroke-width="1"/>'),
    ("#ffffff", '<path d="M3 0V6" stroke="#000" stroke-width="1"/>'),
    ("#8a8a8a", '<path d="M0 0L6 6M0 6L6 0" stroke="#fff" stroke-width="1"/>'),
)
"""Colour and pattern of the parts of a bar: the patterns alone tell them apart."""


def report_to_html(title: str, days: str, notice: str, told: Iterable[Picture], language: str = "en") -> str:
    """The report as a page.

    Args:
        title: the heading.
        days: over which meetings it is, and when it was made.
        notice: a sentence about what was left out; empty if nothing was.
        told: the pictures.
        language: the language the page is in, as HTML names it.
    """
    body = [f"<h1>{_own(title)}</h1>", f"<p>{_own(days)}</p>"]
    body += [f'<p class="notice">{_own(notice)}</p>'] if notice else []
    body += [_section(picture) for picture in told]
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _own(said: str) -> str:
    """A person's text that keeps its own direction."""
    return f"<bdi>{html.escape(said)}</bdi>"


def _section(picture: Picture) -> str:
    parts = [f'<section aria-labelledby="{picture.key}">\n<h2 id="{picture.key}">{_own(picture.title)}</h2>']
    parts.append(f"<p>{_own(picture.summary)}</p>")
    if picture.bars:
        parts.append(_drawing(picture))
    if picture.rows:
        parts += [_table(picture), f"<p>{_own(picture.note)}</p>"]
    return "\n".join(parts) + "\n</section>"


# --- the table ----------------------------------------------------------------------------------------------------


def _table(picture: Picture) -> str:
    names = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in picture.columns)
    rows = (
        f'<tr><th scope="row">{_own(say_cell(row[0]))}</th>'
        + "".join(f"<td>{html.escape(say_cell(value))}</td>" for value in row[1:])
        + "</tr>"
        for row in picture.rows
    )
    return (
        f'<div class="wide"><table>\n<caption>{html.escape(picture.title)}</caption>\n<thead><tr>{names}</tr></thead>\n'
        "<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table></div>"
    )


# --- the drawing --------------------------------------------------------------------------------------------------


def _drawing(picture: Picture) -> str:
    bars = picture.bars[-_MOST:]
    key = picture.key
    legend = _legend(picture)
    top = _ROW if legend else 0
    height = top + _ROW * len(bars) + 6
    described = picture.summary
    if len(bars) < len(picture.bars):
        described += " " + say(
            "The last {number} of {picture_bars}; the table below has all.",
            number=len(bars),
            picture_bars=len(picture.bars),
        )
    return (
        f'<svg role="img" aria-labelledby="{key}-title {key}-desc" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" font-family="system-ui, sans-serif" font-size="12" fill="#000">\n'
        f'<title id="{key}-title">{html.escape(picture.title)}</title>\n'
        f'<desc id="{key}-desc">{html.escape(described)}</desc>\n'
        f"<defs>{_patterns(picture)}</defs>\n{legend}"
        + "".join(_row(picture, bar, top + at * _ROW) for at, bar in enumerate(bars))
        + "</svg>"
    )


def _patterns(picture: Picture) -> str:
    return "".join(
        f'<pattern id="{picture.key}-{at}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{colour}"/>{lines}</pattern>'
        for at, (colour, lines) in enumerate(_FILLS[: len(picture.parts)])
    )


def _legend(picture: Picture) -> str:
    """What each part stands for; a row of its own where there are several, or a line for what was planned."""
    marked = any(bar.mark for bar in picture.bars)
    if len(picture.parts) < 2 and not marked:
        return ""
    drawn, left = [], 4
    for at, name in enumerate(picture.parts):
        drawn.append(_rectangle(picture.key, at, left, 4, 14) + _text(left + 20, 16, name))
        left += 34 + 7 * len(name)
    if marked:
        drawn.append(_line(left + 6, 4) + _text(left + 16, 16, say("most minutes planned")))
    return "".join(drawn) + "\n"


def _row(picture: Picture, bar: Bar, top: float) -> str:
    scale = _BAR / (picture.longest or 1)
    drawn = [_text(4, top + 16, _cut(bar.label, _LONGEST_LABEL))]
    left = float(_LABEL)
    for at, value in enumerate(bar.parts):
        if value:
            drawn.append(_rectangle(picture.key, at, left, top + 4, value * scale))
            left += value * scale
    if bar.mark:
        drawn.append(_line(_LABEL + bar.mark * scale, top + 2))
    end = max(left, _LABEL + bar.mark * scale)
    drawn.append(_text(end + 8, top + 16, _cut(bar.words, _LONGEST_WORDS)))
    return f"<g><title>{html.escape(f'{bar.label}: {bar.words}')}</title>{''.join(drawn)}</g>\n"


def _rectangle(key: str, part: int, left: float, top: float, width: float) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{_HEIGHT}" fill="url(#{key}-{part})" '
        'stroke="#000" stroke-width="0.8"/>'
    )


def _line(left: float, top: float) -> str:
    return f'<path d="M{left:.1f} {top:.1f}v{_HEIGHT + 4}" stroke="#000" stroke-width="2.5"/>'


def _text(left: float, top: float, said: str) -> str:
    return f'<text x="{left:.1f}" y="{top:.1f}">{html.escape(said)}</text>'


def _cut(said: str, longest: int) -> str:
    return said if len(said) <= longest else f"{said[: longest - 1].rstrip()}…"
