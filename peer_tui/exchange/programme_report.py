"""A programme's report, form or letter → Markdown, plain text, and one HTML page that stands alone.

A section's words are lines: those that begin with "- " are items of a list, lines apart by an empty one are paragraphs.
A person's text passes `escape`, `wrap` or `text`, as everywhere; nothing of it is markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from peer_tui.exchange.html import text as html_text
from peer_tui.exchange.markdown import escape
from peer_tui.exchange.text import WIDTH, wrap

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may do with the page: show it."""
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
.status { border: 2px solid; padding: .3rem .6rem; font-weight: bold; }
.about { font-style: italic; }
dt { font-weight: bold; }
dd { margin: 0 0 .3rem 1rem; }
@media print { section { break-inside: avoid-page; } }
""".strip()
_ITEM = "- "


class Written(NamedTuple):
    """A page of titles and words, in no format yet."""

    title: str
    status: str
    """What is said first, in a box: that it is a draft, or that it was approved; empty says nothing."""
    facts: tuple[tuple[str, str], ...]
    """Pairs of a word and what it says."""
    sections: tuple[tuple[str, str, str], ...]
    """Of each its title, what it is about (may be empty), and its words."""
    nothing: str
    """What stands in a section without words."""


class Block(NamedTuple):
    """Lines that belong together."""

    items: bool
    """They are items of a list, else the lines of one paragraph."""
    lines: tuple[str, ...]


def blocks_of(words: str) -> Iterator[Block]:
    """The paragraphs and lists of a section's words, in order."""
    for kind, lines in groupby(words.split("\n"), key=_kind):
        if kind is not None:
            yield Block(kind, tuple(line[len(_ITEM) :] if kind else line for line in lines))


def _kind(line: str) -> bool | None:
    return None if not line.strip() else line.startswith(_ITEM)


def page_to_markdown(page: Written) -> str:
    """The page as Markdown."""
    parts = [f"# {_escaped(page.title)}"]
    if page.status:
        parts.append(f"**{_escaped(page.status)}**")
    if page.facts:
        parts.append("\n".join(f"- {_escaped(name)}: {_escaped(said)}" for name, said in page.facts))
    for title, about, words in page.sections:
        parts.append(f"## {_escaped(title)}")
        if about:
            parts.append(f"*{_escaped(about)}*")
        parts += [_block_in_markdown(block) for block in _shown(words, page)]
    return "\n\n".join(parts) + "\n"


def _escaped(said: str) -> str:
    return escape(" ".join(said.split("\n")))


def _block_in_markdown(block: Block) -> str:
    # Two spaces at the end of a line keep it a line of its own.
    return (
        "\n".join(f"- {escape(line)}" for line in block.lines) if block.items else "  \n".join(map(escape, block.lines))
    )


def page_to_text(page: Written, width: int = WIDTH) -> str:
    """The page as plain text of lines of at most `width` cells."""
    lines = [*wrap(page.title, width=width)]
    if page.status:
        lines += ["", *wrap(page.status, width=width)]
    if page.facts:
        lines.append("")
    for name, said in page.facts:
        lines += wrap(f"{name}: {said}", rest="  ", width=width)
    for title, about, words in page.sections:
        lines += ["", "", *_underlined(title, width)]
        if about:
            lines += wrap(about, width=width)
        for block in _shown(words, page):
            lines.append("")
            for line in block.lines:
                lines += wrap(line, _ITEM, "  ", width) if block.items else wrap(line, width=width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _underlined(title: str, width: int) -> list[str]:
    from rich.cells import cell_len

    lines = wrap(title, width=width)
    return [*lines, "-" * max(1, *(cell_len(line) for line in lines))]


def page_to_html(page: Written, language: str = "en") -> str:
    """The page as HTML.

    Args:
        page: the page.
        language: the language it is written in, as HTML names it.
    """
    facts = "".join(f"<dt>{html_text(name)}</dt><dd>{_own(said)}</dd>\n" for name, said in page.facts)
    body = [
        f"<h1>{_own(page.title)}</h1>",
        f'<p class="status">{html_text(page.status)}</p>' if page.status else "",
        f"<dl>\n{facts}</dl>" if facts else "",
        *(_section_in_html(section, page) for section in page.sections),
    ]
    return (
        f'<!doctype html>\n<html lang="{html_text(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{_title(page.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _title(said: str) -> str:
    import html

    return html.escape(said)


def _section_in_html(section: Sequence[str], page: Written) -> str:
    title, about, words = section
    parts = [f"<h2>{_own(title)}</h2>", f'<p class="about">{_own(about)}</p>' if about else ""]
    for block in _shown(words, page):
        if block.items:
            items = "".join(f"<li>{_own(line)}</li>\n" for line in block.lines)
            parts.append(f"<ul>\n{items}</ul>")
        else:
            parts.append(f"<p>{'<br>'.join(map(_own, block.lines))}</p>")
    return "<section>\n" + "\n".join(part for part in parts if part) + "\n</section>"


def _own(said: str) -> str:
    return f"<bdi>{html_text(said)}</bdi>"


def _shown(words: str, page: Written) -> Iterable[Block]:
    found = list(blocks_of(words))
    return found or ([Block(False, (page.nothing,))] if page.nothing else [])
