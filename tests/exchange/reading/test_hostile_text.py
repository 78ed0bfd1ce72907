"""Whatever a file holds, every reader gives a report: any bytes, any text, and text made of its own marks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.exchange.reading import sniffing
from peer_tui.exchange.reading.lines import LONGEST, MOST_LINES, decoded, lines_of, source_of
from peer_tui.exchange.reading.understood import Form, How, Understood

FORMS = list(Form)
FILES = Path(__file__).parent / "files"
GOLDEN = Path(__file__).parents[2] / "golden"
GOOD = [decoded(path.read_bytes()) for path in sorted((*FILES.iterdir(), *GOLDEN.glob("expected.*")))]
SPOILERS = st.sampled_from(
    [*"9063:-|()#*/\n\t <>[]@,.²٣₂\x00é—林", "99:99", "[x] ", "12:00", "\n\n", "2024-99-99", "0001-01-01"]
)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A good file with pieces of it put in, taken out, doubled."""
    text = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 12))):
        place, length = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 1, 2, 8, 60]))
        piece = draw(st.one_of(SPOILERS, st.just(text[place : place + length])))
        text = text[:place] + piece + text[place + draw(st.sampled_from([0, 1, length])) :]
    return text


MARKS = st.sampled_from([
    "- [ ] ", "- [x] ", "@ana ", "Action: ", "ACTION - ", "**Decision:** ", "**", "_", "`", "| ", " |", "|---|", "\n",
    "\n\n", "# ", "## Next steps\n", "a and b and c ", " (Ana, by Fri)", "2:00–2:15 ", "12:00:01 <x> ",
    "[12:00] <y> ", "* z waves\n", "14:02:11 From Ana to Everyone: ", "14:02:11 From Ana to Bo(Direct Message):\n\t",
    "- ", " - ", "to ", "will ", "[](", "((((", "s/a/b/", "s|a|b|g", "i/x/y/", ",", "“", "\x00", "\x1b[2J", "\u202e",
    "\ud800", "Name,Join Time,Leave Time\n", "Ana,11/13/2024 99:99 PM\n", "---\n", "===\n", "1. ", "   ", "\t",
    "word ", "AGREED: ", "RESOLUTION: ", "Topic: ", "scribe+ ", "present+ ", "regrets+ ",
    "DRAFT – not yet approved\n", "Approved as corrected on ",
    "Summary\n-------\n\nDecisions\n  1. a\n\nNext steps\n",
    "No.    Who                           By when               State\n", "7      Ana\n", "#startmeeting x\n",
    "#topic ", "#undo\n", "#endmeeting\n", "fingers: 5×8", "→ next agenda", "Meeting started by a at 25:99 UTC\n",
    "Meeting summary\n", "(15 min)", "| Item | 15 |\n", "(5m, Lee)", "99999999 min", "0 min", "31 feb 2024",
    "2024-02-31", "99/99/9999", "999999999999999999999999999999", "13 Nov 2024 ", "by fri", "due: ",
    "Present: 3 by phone, 99999999 guests\n", "~~~\n", "```\n", "林小雨 ", "é", "👍", "https://example.org/a ", "<b>",
    "\\", "\\|",
])  # fmt: skip
MADE = st.lists(MARKS, max_size=60).map("".join)
MODEST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _is_total(understood: Understood, text: str) -> None:
    """What holds of everything that is read."""
    lines = list(lines_of(text))
    numbers = {line.number for line in lines_of(text).every} | {0} | set(lines_of(text).too_long)
    assert {told.line for told in understood.report} <= numbers
    assert all(isinstance(told.how, How) for told in understood.report)
    for entry in understood.entries:
        assert -1 <= entry.block < len(understood.blocks)
        assert 0 <= entry.number < 10_000_000
        assert "\n" not in entry.text and "\x00" not in entry.text
        entry.text.encode("utf-8")
    for block in understood.blocks:
        assert 0 <= block.fewest <= max(block.minutes, block.fewest) <= 24 * 60
    if any(letter.isalnum() for line in lines for letter in line.text):
        assert understood.report


@pytest.mark.parametrize("form", FORMS)
@MODEST
@given(raw=st.binary(max_size=2_000))
def test_any_bytes_give_a_report(form: Form, raw: bytes) -> None:
    text = decoded(raw)
    _is_total(sniffing.read(text, form), text)


@pytest.mark.parametrize("form", FORMS)
@MODEST
@given(text=MADE)
def test_any_text_of_its_marks_gives_a_report(form: Form, text: str) -> None:
    _is_total(sniffing.read(text, form), text)


@pytest.mark.parametrize("form", FORMS)
@MODEST
@given(text=spoiled())
def test_a_spoiled_file_gives_a_report(form: Form, text: str) -> None:
    _is_total(sniffing.read(text, form), text)


@MODEST
@given(text=st.one_of(st.text(max_size=1_500), MADE))
def test_the_form_is_always_found(text: str) -> None:
    _is_total(sniffing.read(text), text)


@MODEST
@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=7), max_size=20), mark=st.sampled_from(",;\t"))
def test_any_table_gives_a_report(rows: list[list[str]], mark: str) -> None:
    out = io.StringIO()
    made = csv.writer(out, delimiter=mark)
    made.writerow(["Name (Original Name)", "Join Time", "Leave Time"])
    for row in rows:
        made.writerow([cell.replace("\ud800", "") for cell in row])
    text = out.getvalue()
    _is_total(sniffing.read(text, Form.ZOOM_PARTICIPANTS), text)


@MODEST
@given(nicks=st.lists(st.text(min_size=1, max_size=8), max_size=8), said=st.lists(MARKS, max_size=20))
def test_any_log_gives_a_report(nicks: list[str], said: list[str]) -> None:
    lines = [f"12:{n % 60:02}:00 <{nick}> {words}" for n, words in enumerate(said) for nick in nicks[:2]]
    text = "12:00:00 <ana> #startmeeting\n" + "\n".join(lines)
    for form in (Form.MEETBOT, Form.IRC, Form.MEETBOT_MINUTES):
        _is_total(sniffing.read(text, form), text)


@MODEST
@given(text=MADE)
def test_a_line_that_cannot_be_used_costs_that_line_only(text: str) -> None:
    good = "# Minutes 2024-11-13\n\n- Decision: We keep Zoom\n"
    broken = "\x00\ud800 (((( | [x] " + text.replace("\n", " ").replace("`", "").replace("~", "")
    for form in (Form.MARKDOWN, Form.TEXT):
        with_it = sniffing.read(f"{good}\n{broken[:400]}\n\n- Decision: We print it\n", form)
        texts = [entry.text for entry in with_it.entries]
        assert "We keep Zoom" in texts and "We print it" in texts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = "# Minutes 2024-11-13\n\n- Decision: José keeps the “book”\n"
    understood = sniffing.read(decoded(text.encode(encoding)))
    assert [entry.text for entry in understood.entries] == ["José keeps the “book”"]


def test_a_broken_byte_costs_that_byte() -> None:
    raw = "# Minutes\n\n- Decision: café \n".encode().replace(b"cafe", b"cafe") + b"- Decision: we \xff keep it\n"
    texts = [entry.text for entry in sniffing.read(decoded(raw)).entries]
    assert texts == ["café", "we \ufffd keep it"]


def test_a_billion_lines_and_a_line_without_an_end() -> None:
    nothing = "\n" * 3_000_000
    assert sniffing.read(nothing).entries == ()
    many = sniffing.read("- Decision: yes\n" * (MOST_LINES + 5), Form.TEXT)
    assert len(many.entries) == MOST_LINES
    assert many.report[0].line == 0 and "was not read" in many.report[0].words
    endless = "x" * (LONGEST + 1)
    long = sniffing.read(f"# Minutes\n\n- Decision: short\n\n{endless}\n\n- Decision: short too\n", Form.MARKDOWN)
    assert [entry.text for entry in long.entries] == ["short", "short too"]
    assert [told.line for told in long.report if told.how is How.SKIPPED] == [5]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "line",
    [
        "(" * 9_000, "[" * 9_000, "*" * 9_000, "a and " * 1_600, "Action: " + "Aa, " * 2_400, "1:00 " * 1_900,
        "@a " * 3_000, "x by " * 1_900, "we agreed " * 990, "- " * 4_900, "|" * 9_900, "s/" + "a\\/" * 3_000,
        "12:00 From a" + " to b" * 1_900,
    ],
)  # fmt: skip
def test_no_line_takes_for_ever(form: Form, line: str) -> None:
    import time

    began = time.perf_counter()
    sniffing.read(f"{line}\n{line}", form)
    sniffing.form_of(f"{line}\n{line}")
    assert time.perf_counter() - began < 5


def test_the_source_is_the_same_whatever_the_line_ends_are() -> None:
    text = "# Minutes\n\n- a\n- b\n"
    assert source_of(text) == source_of(text.replace("\n", "\r\n")) == source_of("\ufeff" + text + "\n \n")
    assert source_of(text) != source_of(text.replace("- b", "- c"))
