"""Words of English among words of the made-up language, that nobody wrote as content: what translators cannot reach."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_RUN = re.compile(r"[A-Za-z][A-Za-z'’]*(?:(?: / |[ -])[A-Za-z][A-Za-z'’]*)*")
"""Words that stand beside each other."""
_TYPED = re.compile(
    r"https?://\S+"  # links
    r"|(?<!\w)/[\w.-]+(?:/[\w.-]+)*"  # verbs and paths
    r"|\[[^\]⟦⟧]*\|[^\]⟦⟧]*\]"  # what may follow a verb or an option: [members|public]
    r"|--[a-z-]+(?: [A-Z]+)*"  # options
    r"|(?<![\w=])[a-z_]+=\S*"  # settings
    r"|\b(?:minutes)?-?html\b"  # the end of a folder's name that was wrapped
    r"|\S+\.(?:html|md|txt|csv|json|eml|ics|toml|j2|docx|pdf|jsonl)\b"  # files
    r"|\b\d{1,2}[ap]m\b"  # a time in an example of what can be typed
    r"|\bage1\w+|\bAGE-SECRET-KEY-1\w*"  # keys
    r"|\b[0-9a-f]{8,}-\S+|(?<=áś )[a-z0-9]{6}\b"  # ids of meetings and of this device
    r"|\b[A-Z][\w’']+ [A-Z]\.(?!\w)"  # people of one first name: Ana R.
    r"|\[default: [^\]]*\]|^Usage: .*|\bPD\b|\b(?:AW|NAB|WD)\d?\b"  # of click, and codes of indicators
)
"""What is typed, or read by programs: it stands as it is."""
_CELLS = re.compile(r"[^│╭╮╰╯─▌…]+")
"""What stands between lines of a frame."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ID = re.compile(r"[a-z][a-z-]*")
"""A value in a shipped file that is a word of the program, e.g. the role `scribe`: it is said in the language."""

SAME_EVERYWHERE = (
    # Keys are called so in every terminal.
    "Esc", "Tab", "Enter", "PageDown", "Del",
    # Names of formats, services and zones.
    "Zoom", "UTC", "EST", "EDT", "Etc/UTC",
    # What is typed stays English: an example of a day, the words of /go, /role and people's standing in commands.
    "wed 13 nov 2pm", "welcome, agreement, minutes, priorities, topics, steps, goodbyes",
    "facilitator, scribe, timekeeper, hand-watcher", "applicant, confirmed member, e-mail list, guest, former",
    "agenda · agreement · now · proposal · steps · catchup", "old", "/nextrole facilitator", "/nextrole scribe",
    "next agenda · owner @name · step · resolved · dropped",
    # The federal indicators are known by their codes.
    "AW1", "NAB1", "PD", "WD",
    # Kinds of meeting are words a group chooses and keeps; these are the ones it begins with.
    "coalition meeting", "listening session", "advisory group", "training",
    # Titles of the coalition's own English page, shortened for one line.
    "Agreement ", "Minutes ", "Priorities ", "Current topics ", "Next Steps ",
    # What click prints of its own: docs/translating.md says so.
    "Show the version and exit.", "Show this message and exit.", "Commands:", "Error: No such command",
    "Try 'peer-tui --help' for help.",
    # Words of the templates' sentences and of lists of their blocks that stand at the edge of a row.
    "Next ", "Steps ", "meeting", "it", "then", "Then",
    # Marks of `peer-tui check`, and the layout every group begins with.
    "OK", "minutes ",
    # What the operating system says of a file, and what click says when nobody answers.
    "no such file or directory", "Aborted!",
    # A name: of a sync tool, and of the key that is printed, which is typed to take it off the list.
    "Dropbox", "recovery key",
)  # fmt: skip
"""What is no word of a language, and why."""
CONTINUED = (
    ("folder", "folder⟧"), ("draft", "ŵĥéń: draft"), ("ten", "ŵĥéń: ten"), ("tml", "tml⟧"), ("people", " people. "),
)  # fmt: skip
"""Words of content that a row begins or ends with, and which are words of the program too; with what is beside them."""


class BareWords:
    """Gathers what stands bare.

    Args:
        gathered: every text that translators are given: one that stands bare was looked up nowhere.
    """

    def __init__(self, gathered: Iterable[str] = ()) -> None:
        self.found: list[tuple[str, str, str]] = []
        """Where, the words, and the row they stood in."""
        self._seen: set[str] = set()
        self._rows: set[str] = set()
        self._typed: list[str] = []
        """Sentences and lines that stand as they are, the longest first."""
        self._data = ""
        self._names: set[str] = set()
        self.knows(*data_texts(), *SAME_EVERYWHERE)
        self._gathered = {text.casefold() for text in gathered}

    def knows(self, *texts: str) -> None:
        """What a person wrote or typed: it stands as it is."""
        self._data += "".join(f" | {_spaced(text)}" for text in texts)
        self._names |= {text.strip().casefold() for text in texts if len(text) < 60}
        self._typed = sorted(
            {*self._typed, *(text for text in texts if text.count(" ") > 2 or "/" in text)}, key=len, reverse=True
        )

    def read(self, where: str, row: str) -> None:
        """A row of a screen or a line of output."""
        if row in self._rows:
            return
        self._rows.add(row)
        shown = row
        for text in self._typed:
            shown = shown.replace(text, "·")
        shown = _CELLS.sub(self._without_content, shown)
        for run in _RUN.findall(_others_hidden(_TYPED.sub("·", shown))):
            if run not in self._seen and not any(run == one and beside in row for one, beside in CONTINUED):
                self._seen.add(run)
                if run.casefold() in self._gathered - self._names or not self._is_data(run):
                    self.found.append((where, run, " ".join(row.split())))

    def _without_content(self, cell: re.Match[str]) -> str:
        """A stretch of a row without its words, where they are a line of something longer that was written."""
        words = _spaced(cell[0])
        return "·" if len(words.split()) > 2 and words in self._data else cell[0]

    def _is_data(self, run: str) -> bool:
        # Single letters are keys, or marks of the capture line.
        return not re.search(r"[A-Za-z]{2}", run) or _spaced(run) in self._data or self._is_cut(run)

    def _is_cut(self, run: str) -> bool:
        """Whether a longer text goes on where this was cut for want of room."""
        words = _spaced(run)
        return len(words.split()) > 2 and words.rstrip() in self._data


def _spaced(text: str) -> str:
    return f" {' '.join(_WORD.findall(text))} ".casefold()


def _others_hidden(row: str) -> str:
    """The row with words of the made-up language, and of other scripts, as one sign that is no letter."""
    return re.sub(r"[^\W\d_](?:[^\W\d_]|['’])*", lambda one: one[0] if one[0].replace("’", "").isascii() else "·", row)


def data_texts() -> Iterator[str]:
    """What shipped files and the script of the golden meeting hold as content."""
    for path in sorted((ROOT / "data").rglob("*.toml")):
        yield from (text for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))) if not _ID.fullmatch(text))
    yield from (ROOT / "tests" / "golden" / "meeting.txt").read_text(encoding="utf-8").splitlines()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (f"{one} " if key == "alias" else text for text in _texts(one))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
