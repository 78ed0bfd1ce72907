"""A register → Markdown, a table (CSV), or one HTML page to browse: the project's website, offline (`product.md` §1.3).

The page fetches nothing and sends nothing. It can be read and printed without its script, which only leaves out and
reorders what is there: the browser runs that one script and no other, by its checksum.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator

from peer_tui.domain.programmes.register_page import Head, PageRow, RegisterPage
from peer_tui.domain.words import say
from peer_tui.exchange.csv import to_csv
from peer_tui.exchange.html import text as html_text
from peer_tui.exchange.markdown import escape

_NARROW = 6
"""Columns that a table on paper has room for."""


# --- a table ------------------------------------------------------------------------------------------------------


def page_to_csv(page: RegisterPage) -> str:
    """The rows as a table that a spreadsheet shows as it is: no cell of it is ever a formula."""
    names = (say("No."), *(head.title for head in page.heads), say("Missing"))
    return to_csv(names, ((row.number, *row.values, "; ".join(row.missing)) for row in page.rows))


# --- Markdown -----------------------------------------------------------------------------------------------------


def page_to_markdown(page: RegisterPage) -> str:
    """The rows under their headings, below a table of all of them."""
    return "\n".join(_markdown(page)) + "\n"


def _markdown(page: RegisterPage) -> Iterator[str]:
    yield f"# {escape(page.title)}"
    for words in (_facts(page), page.about, page.notice):
        if words:
            yield ""
            yield escape(words)
    if not page.rows:
        yield ""
        yield escape(say("There is no row yet."))
        return
    yield ""
    wide = len(page.heads) > _NARROW
    yield from _table(page, [at for at, head in enumerate(page.heads) if not wide or _in_overview(page, at, head)])
    for row in page.rows if wide else ():
        yield ""
        yield f"## {row.number}. {escape(_called(row))}"
        yield ""
        for at, (head, cell) in enumerate(zip(page.heads, row.cells, strict=True)):
            if cell and (at != page.named or "\n" in cell):
                yield f"- **{escape(head.title)}:** {_several(cell)}"
        if row.missing:
            yield f"- **{escape(say('Missing'))}:** {escape(', '.join(row.missing))}"


def _facts(page: RegisterPage) -> str:
    return " · ".join(part for part in (page.programme, page.group, page.made, page.summary) if part)


def _in_overview(page: RegisterPage, at: int, head: Head) -> bool:
    return at == page.named or head.kind == "choice"


def _table(page: RegisterPage, columns: list[int]) -> Iterator[str]:
    heads = [say("No."), *(page.heads[at].title for at in columns), say("Missing")]
    yield "| " + " | ".join(escape(head) for head in heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in page.rows:
        cells = [" ".join(row.cells[at].split("\n")) for at in columns]
        yield "| " + " | ".join([str(row.number), *map(escape, cells), escape(", ".join(row.missing))]) + " |"


def _several(cell: str) -> str:
    """A cell of several lines as one item of a list."""
    return "<br>".join(escape(line) for line in cell.split("\n"))


def _called(row: PageRow) -> str:
    return row.name or say("(no name yet)")


# --- a page to browse ---------------------------------------------------------------------------------------------

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
form { border: 1px solid #767676; padding: .6rem; display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; }
form[hidden], article[hidden] { display: none; }
label { display: flex; flex-direction: column; }
label.tick { flex-direction: row; gap: .4rem; align-items: center; }
input, select, button { font: inherit; max-width: 100%; }
:focus-visible { outline: 3px solid #1f5fa8; outline-offset: 2px; }
article { border-top: 1px solid #767676; padding: .3rem 0 .6rem; }
h2 { font-size: 1.1rem; margin: .3rem 0; }
dl { display: grid; grid-template-columns: minmax(7rem, 12rem) 1fr; gap: .1rem 1rem; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; white-space: pre-line; }
.missing { border-left: 4px solid; padding-left: .5rem; margin: .3rem 0 0; }
@media (max-width: 34rem) { dl { display: block; } dd { margin-bottom: .4rem; } }
@media print { form { display: none; } article { break-inside: avoid-page; } }
""".strip()

_SCRIPT = """
"use strict";
(function () {
  var form = document.getElementById("choose"), list = document.getElementById("rows");
  var rows = Array.prototype.slice.call(list.querySelectorAll("article"));
  var told = document.getElementById("told"), search = document.getElementById("search");
  var filters = Array.prototype.slice.call(form.querySelectorAll("select[data-column]"));
  var sort = document.getElementById("sort"), lacking = document.getElementById("lacking");
  function plain(words) {
    return words.normalize("NFKD").replace(/[\\u0300-\\u036f]/g, "").toLowerCase();
  }
  var words = rows.map(function (row) { return plain(row.textContent); });
  function fits(row, at) {
    var wanted = plain(search.value).split(/\\s+/);
    return wanted.every(function (word) { return words[at].indexOf(word) >= 0; }) &&
      (!lacking || !lacking.checked || row.hasAttribute("data-lacking")) &&
      filters.every(function (filter) {
        return !filter.value || row.getAttribute("data-c" + filter.getAttribute("data-column")) === filter.value;
      });
  }
  function place(row, column) {
    var own = column === "number" || column === "given";
    var at = row.getAttribute(own ? "data-" + column : "data-p" + column);
    return at === null ? null : Number(at);
  }
  function arrange() {
    var parts = sort.value.split(" "), back = parts[1] === "back" ? -1 : 1, shown = 0;
    rows.slice().sort(function (one, other) {
      var a = place(one, parts[0]), b = place(other, parts[0]);
      if (a === null || b === null) {
        if (a !== null || b !== null) { return a === null ? 1 : -1; }
      } else if (a !== b) { return (a - b) * back; }
      return place(one, "number") - place(other, "number");
    }).forEach(function (row) { list.appendChild(row); });
    rows.forEach(function (row, at) {
      row.hidden = !fits(row, at);
      if (!row.hidden) { shown += 1; }
    });
    told.textContent = told.getAttribute("data-words").replace("{shown}", shown).replace("{every}", rows.length);
  }
  form.addEventListener("input", arrange);
  form.addEventListener("change", arrange);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(arrange, 0); });
  form.hidden = false;
  arrange();
}());
""".strip()


def page_to_html(page: RegisterPage, language: str = "en") -> str:
    """The rows as one page to search, filter, sort and print; every text is shown as it was typed.

    Args:
        page: the register.
        language: the language the page is in, as HTML names it.
    """
    sum_of = base64.b64encode(hashlib.sha256(f"\n{_SCRIPT}\n".encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{sum_of}'"
    body = [f"<h1>{_own(page.title)}</h1>", f"<p>{_own(_facts(page))}</p>"]
    body += [f"<p>{_own(words)}</p>" for words in (page.about, page.notice) if words]
    if page.rows:
        body += [_controls(page), '<div id="rows">', *_articles(page), "</div>"]
        body += [f"<script>\n{_SCRIPT}\n</script>"]
    else:
        body.append(f"<p>{_own(say('There is no row yet.'))}</p>")
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(page.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _own(said: str) -> str:
    """A person's text that keeps its own direction; a web or mail address in it is a link that says the address."""
    return f"<bdi>{html_text(said)}</bdi>"


def _controls(page: RegisterPage) -> str:
    """What chooses and sorts; hidden until the script is there to do it."""
    parts = [
        f'<label for="search">{html.escape(say("Search"))}<input id="search" type="search" autocomplete="off"></label>'
    ]
    parts += [_filter(at, head, page) for at, head in enumerate(page.heads) if head.kind == "choice"]
    parts.append(_sorting(page))
    if any(row.missing for row in page.rows):
        parts.append(
            '<label class="tick" for="lacking"><input id="lacking" type="checkbox">'
            f"{html.escape(say('Only those that lack something'))}</label>"
        )
    parts.append(f'<button type="reset">{html.escape(say("Show all"))}</button>')
    words = html.escape(say("{shown} of {every} shown"))
    return (
        f'<form id="choose" hidden aria-label="{html.escape(say("Choose and sort"))}">\n'
        + "\n".join(part for part in parts if part)
        + f'\n</form>\n<p id="told" role="status" data-words="{words}"></p>'
    )


def _filter(at: int, head: Head, page: RegisterPage) -> str:
    """A choice of the words that stand in a column, those of the register first, in their order."""
    there = dict.fromkeys(row.cells[at] for row in page.rows if row.cells[at])
    if not there:
        return ""
    listed = [
        *(choice for choice in head.choices if choice in there),
        *(one for one in there if one not in head.choices),
    ]
    options = "".join(f'<option value="{html.escape(one)}">{html.escape(one)}</option>' for one in listed)
    every = html.escape(say("all"))
    return (
        f'<label for="f{at}">{html.escape(head.title)}<select id="f{at}" data-column="{at}" autocomplete="off">'
        f'<option value="">{every}</option>{options}</select></label>'
    )


def _sorting(page: RegisterPage) -> str:
    options = [f'<option value="number">{html.escape(say("Order of adding"))}</option>']
    if [row.number for row in page.rows] != sorted(row.number for row in page.rows):
        # The page begins as it was sorted when it was made.
        options.insert(0, f'<option value="given">{html.escape(say("As this page was made"))}</option>')
    for at, head in enumerate(page.heads):
        if any(row.places[at] is not None for row in page.rows):
            title = html.escape(head.title)
            back = html.escape(say("{column}, the other way round", column=head.title))
            options += [f'<option value="{at}">{title}</option>', f'<option value="{at} back">{back}</option>']
    return (
        f'<label for="sort">{html.escape(say("Sort by"))}<select id="sort" autocomplete="off">'
        + "".join(options)
        + "</select></label>"
    )


def _articles(page: RegisterPage) -> Iterator[str]:
    for given, row in enumerate(page.rows):
        yield _article(page, row, given)


def _article(page: RegisterPage, row: PageRow, given: int) -> str:
    marks = [f'data-number="{row.number}" data-given="{given}"']
    marks += [f'data-p{at}="{place}"' for at, place in enumerate(row.places) if place is not None]
    marks += [
        f'data-c{at}="{html.escape(row.cells[at])}"'
        for at, head in enumerate(page.heads)
        if head.kind == "choice" and row.cells[at]
    ]
    marks += ["data-lacking"] if row.missing else []
    heading = f"r{row.number}"
    told = "".join(
        f"<dt>{html.escape(head.title)}</dt><dd>{_own(cell)}</dd>\n"
        for at, (head, cell) in enumerate(zip(page.heads, row.cells, strict=True))
        if cell and (at != page.named or "\n" in cell)
    )
    lacks = html.escape(say("Missing: {what}", what=", ".join(row.missing))) if row.missing else ""
    return (
        f'<article aria-labelledby="{heading}" {" ".join(marks)}>\n'
        f'<h2 id="{heading}">{row.number}. {_own(_called(row))}</h2>\n'
        + (f"<dl>\n{told}</dl>\n" if told else "")
        + (f'<p class="missing">{lacks}</p>\n' if lacks else "")
        + "</article>"
    )
