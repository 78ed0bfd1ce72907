"""Minutes → Markdown (CommonMark with pipe tables, as on most forges and wikis).

A person's text is never markup: whatever they typed is escaped so that it renders as typed (`product.md` check 28).
The one thing that stays alive is a plain web or mail address.
"""

from __future__ import annotations

import re

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line, Section

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")
_STARTS_A_BLOCK = re.compile(r"^(?:([-+=])|([0-9]{1,9})([.)]))")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\[\]\\`|]+")


def escape(text: str) -> str:
    """One line of a person's text, so that it renders as it is, in a paragraph, a list item or a table cell."""
    words = [f"<{word}>" if _ADDRESS.fullmatch(word) else _SPECIAL.sub(r"\\\1", word) for word in text.split(" ")]
    return _STARTS_A_BLOCK.sub(_kept_apart, " ".join(words))


def _kept_apart(start: re.Match[str]) -> str:
    """The beginning of a line, so that it begins no list and no heading."""
    return f"\\{start[1]}" if start[1] else f"{start[2]}\\{start[3]}"


def to_markdown(minutes: Minutes) -> str:
    """The whole record: status first, then header, summary and the sections in the order of the agenda."""
    parts = [
        escape(minutes.status),
        f"# {escape(minutes.title)}",
        "\n".join(f"- **{name}:** {escape(said)}" for name, said in minutes.facts),
    ]
    if minutes.corrections:
        parts += ["## Corrections to these minutes", _bullets([escape(text) for text in minutes.corrections])]
    parts += ["## Summary", *_summary(minutes)]
    for section in minutes.sections:
        parts += _section(section, "##")
    return "\n\n".join(parts) + "\n"


def _summary(minutes: Minutes) -> list[str]:
    parts = ["### Decisions"]
    decisions = [f"{d.number}. {escape(d.text)}{_behind(d.notes)}" for d in minutes.decisions]
    parts.append("\n".join(decisions) or "No decisions.")
    parts += ["### Next steps", _table(minutes.steps) if minutes.steps else "No next steps."]
    if minutes.carried:
        parts += ["### Earlier next steps told about", _table(minutes.carried)]
    return parts


def _table(rows: tuple[StepRow, ...]) -> str:
    lines = ["| No. | Next step | Who | By when | Done when | State |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        text = f"{escape(row.text)}{_behind(row.notes)}"
        cells = (escape(row.label), text, *(escape(said) for said in (row.who, row.by_when, row.done_when, row.state)))
        lines.append(f"| {' | '.join(cell or '–' for cell in cells)} |")
    return "\n".join(lines)


def _section(section: Section, hashes: str) -> list[str]:
    parts = [f"{hashes} {escape(section.title)}"]
    if section.lines:
        parts.append(_bullets([_line(line) for line in section.lines]))
    for part in section.parts:
        parts += _section(part, f"{hashes}#")
    return parts


def _line(line: Line) -> str:
    label = f"**{escape(line.label)}:** " if line.label else ""
    return f"{label}{escape(line.text)}{_behind(line.notes)}"


def _behind(notes: tuple[str, ...]) -> str:
    return f" ({' · '.join(escape(note) for note in notes)})" if notes else ""


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
