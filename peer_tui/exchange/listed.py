"""A page that lists many minutes, each as a link to its file: as HTML or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as escape_html
from itertools import groupby
from urllib.parse import quote

import msgspec

from peer_tui.domain.words import installed_language, say
from peer_tui.exchange.html import text
from peer_tui.exchange.markdown import escape

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
       overflow-wrap: anywhere; color: CanvasText; background: Canvas; }
@media print { :root { color-scheme: light; } body { max-width: none; margin: 0; } }
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Listed(msgspec.Struct, frozen=True):
    """One meeting's minutes, as the page names them."""

    group: str
    title: str
    date: str
    status: str
    year: int
    path: str
    """From the page to the file, with `/`."""


def listed_html(listed: Sequence[Listed]) -> str:
    """The page as HTML that stands alone, the newest first in each group."""
    body = [f"<h1>{escape_html(say('Minutes'))}</h1>"]
    for group, year, rows in _parts(listed):
        body.append(f"<h2><bdi>{text(group)}</bdi></h2>" if group else "")
        body += [f"<h3>{year}</h3>", "<ul>"]
        for row in rows:
            named = f"{escape_html(row.date)} · <bdi>{escape_html(row.title)}</bdi>"
            body.append(f'<li><a href="{quote(row.path)}">{named}</a> ({escape_html(row.status)})</li>')
        body.append("</ul>")
    return (
        f'<!DOCTYPE html>\n<html lang="{installed_language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape_html(say('Minutes'))}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(line for line in body if line)
        + "\n</main>\n</body>\n</html>\n"
    )


def listed_markdown(listed: Sequence[Listed]) -> str:
    """The page as Markdown, the newest first in each group."""
    parts = [f"# {escape(say('Minutes'))}"]
    for group, year, rows in _parts(listed):
        parts += [f"## {escape(group)}"] if group else []
        lines = [
            f"- [{escape(row.date)} · {_unlinked(row.title)}]({quote(row.path)}) ({escape(row.status)})" for row in rows
        ]
        parts += [f"### {year}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _parts(listed: Sequence[Listed]) -> Iterator[tuple[str, int, list[Listed]]]:
    """The lines by group and year; the group's name is given with its first year only."""
    for group, of_group in groupby(listed, key=lambda row: row.group):
        named = group
        rows = sorted(of_group, key=lambda row: row.path, reverse=True)
        for year, of_year in groupby(sorted(rows, key=lambda row: -row.year), key=lambda row: row.year):
            yield named, year, list(of_year)
            named = ""


def _unlinked(said: str) -> str:
    """A person's text as Markdown without a live address: it stands in a link."""
    return escape(said).replace("<http", "\\<http").replace("<mailto", "\\<mailto")
