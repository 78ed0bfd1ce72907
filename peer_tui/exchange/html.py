"""Minutes → one HTML page that stands alone: no script, no address it fetches from, readable by a screen reader.

Every text passes through `text()`, the one door to HTML: whatever a person typed is shown as they typed it. A web or
mail address becomes a link that says the whole address; nothing else is ever a link.
"""

from __future__ import annotations

import html
import re

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line, Section

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]+", re.IGNORECASE)
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
       overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid; padding: .35rem .5rem; text-align: left; vertical-align: top; }
dt { font-weight: bold; } dd { margin: 0 0 .3rem 1rem; }
.status { border: 2px solid; padding: .5rem .75rem; font-weight: bold; }
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may do with the page: show it."""


def text(said: str) -> str:
    """A person's text as HTML, with its web and mail addresses as links."""
    parts, at = [], 0
    for match in _ADDRESS.finditer(said):
        address = html.escape(match[0])
        parts += [html.escape(said[at : match.start()]), f'<a href="{address}" rel="noreferrer">{address}</a>']
        at = match.end()
    return "".join([*parts, html.escape(said[at:])])


def to_html(minutes: Minutes, language: str = "en") -> str:
    """The whole record as one page, in the order of the Markdown: status, header, summary, sections."""
    body = [
        f'<p class="status">{text(minutes.status)}</p>',
        f"<h1>{_own(minutes.title)}</h1>",
        "<dl>",
        *(f"<dt>{html.escape(name)}</dt><dd>{_own(said)}</dd>" for name, said in minutes.facts),
        "</dl>",
    ]
    if minutes.corrections:
        body += ["<h2>Corrections to these minutes</h2>", *_list([_own(said) for said in minutes.corrections])]
    body += ["<h2>Summary</h2>", *_summary(minutes)]
    for section in minutes.sections:
        body += _section(section, 2)
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(minutes.title)} · {html.escape(minutes.date)}</title>\n<style>\n{_STYLE}\n</style>\n"
        "</head>\n<body>\n<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )


def _own(said: str) -> str:
    """A person's text that keeps its own direction."""
    return f"<bdi>{text(said)}</bdi>"


def _summary(minutes: Minutes) -> list[str]:
    parts = ["<h3>Decisions</h3>"]
    if minutes.decisions:
        parts += ["<ol>", *(f'<li value="{d.number}">{_own(d.text)}{_behind(d.notes)}</li>' for d in minutes.decisions)]
        parts += ["</ol>"]
    else:
        parts += ["<p>No decisions.</p>"]
    parts += ["<h3>Next steps</h3>", _table(minutes.steps, "Next steps promised in this meeting")]
    if minutes.carried:
        parts += ["<h3>Earlier next steps told about</h3>", _table(minutes.carried, "Next steps of earlier meetings")]
    return parts


def _table(rows: tuple[StepRow, ...], caption: str) -> str:
    if not rows:
        return "<p>No next steps.</p>"
    names = ("No.", "Next step", "Who", "By when", "Done when", "State")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    lines = [f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>"]
    for row in rows:
        first = f'<th scope="row">{_cell(row.label)}</th>'
        cells = (f"{_own(row.text)}{_behind(row.notes)}", *map(_cell, (row.who, row.by_when, row.done_when, row.state)))
        lines.append(f"<tr>{first}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    return "\n".join([*lines, "</tbody>\n</table>"])


def _cell(said: str) -> str:
    return _own(said) if said else "–"


def _section(section: Section, level: int) -> list[str]:
    tag = f"h{min(level, 6)}"
    parts = [f"<{tag}>{_own(section.title)}</{tag}>"]
    if section.lines:
        parts += _list([_line(line) for line in section.lines])
    for part in section.parts:
        parts += _section(part, level + 1)
    return parts


def _line(line: Line) -> str:
    label = f"<strong>{html.escape(line.label)}:</strong> " if line.label else ""
    return f"{label}{_own(line.text)}{_behind(line.notes)}"


def _behind(notes: tuple[str, ...]) -> str:
    return f" ({' · '.join(_own(note) for note in notes)})" if notes else ""


def _list(items: list[str]) -> list[str]:
    return ["<ul>", *(f"<li>{item}</li>" for item in items), "</ul>"]
