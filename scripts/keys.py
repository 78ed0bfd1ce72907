"""Write docs/keys.md from the verb registry: `python scripts/keys.py`. A test compares the two."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from peer_tui.services.verbs import VERBS  # noqa: E402

TARGET = ROOT / "docs" / "keys.md"

_MARKS = (
    ("words", "a note"),
    ("`! words`", "a decision (also `d:` `decision:` `agreed:` `#agreed`)"),
    ("`> words @name by fri = done when`", "a next step (also `n:` `next:` `a:` `action:` `#action`)"),
    ("`^ words`", "a proposal (also `prop:` `proposal:`); `/f 5544…` counts fingers, `/agreed` decides"),
    ("`? words`", "a question (also `q:` `question:`)"),
    ("`~ words`", "the parking lot (also `p:` `park:`)"),
    ("`* words`", "a celebration (also `win:` `thanks:`)"),
    ("a web address alone", "a link (also `l:` `link:` `doc:`)"),
    ("`+ana` `+3 phone` `+guest Lee`", "somebody is here (`+guest Lee named`: named in the minutes)"),
    ("`-bo`", "somebody left"),
    ("`< words`", "the line belongs to the block before (`<! words`: as a decision)"),
    ("`fix: words`", "a correction to the earlier minutes"),
    ("`comfort: words` `discomfort: words`", "a proposed line of the agreement"),
    ("`q+ bo` `q- bo` `q`", "waits to speak · no longer · call the next"),
    ("a mark alone", "the last line becomes that kind"),
    ("`s/old/new/`", "corrects the last line that has `old`"),
    ("a leading space or `\\`", "a plain note, whatever follows"),
    ("`↑` on an empty line", "edit the last line; again for earlier ones"),
)


def shown(key: str) -> str:
    """A key as people write it: ^N, F8."""
    return key.replace("ctrl+", "^").upper() if key else ""


def page() -> str:
    """The whole page."""
    parts = [
        "# Keys and commands",
        "<!-- made by scripts/keys.py from peer_tui/services/verbs.py; do not edit -->",
        "Every key is also a typed command and an entry of the palette (`^P`), under the same name. A command may be\n"
        'shortened to any unique beginning. Keys can be changed in `config.toml`: `[keys]` `"live.next" = "f2"`.',
        "## The capture line",
        _table(("typed", "becomes"), _MARKS),
    ]
    for group, verbs in groupby(VERBS, key=lambda verb: verb.group):
        rows = [(f"`{verb.typed}`", shown(verb.key), verb.help) for verb in verbs]
        parts += [f"## {group}", _table(("typed", "key", "what it does"), rows)]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]] | tuple[tuple[str, ...], ...]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(TARGET)
