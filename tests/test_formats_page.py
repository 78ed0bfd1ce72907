"""`docs/formats.md` names every format, every filter, and every field of the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.minutes import Decision, Minutes, NextMeeting
from peer_tui.domain.naming import Audience, Present
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line, Section
from peer_tui.exchange import html, markdown, text
from peer_tui.exchange.layouts import TESTS, shipped_layouts
from peer_tui.services.keeping import FORMATS

PAGE = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("of", [Minutes, Decision, StepRow, Section, Line, NextMeeting, Present])
def test_every_field_of_the_record_is_named(of: type[Minutes]) -> None:
    assert [name for name in of.__struct_fields__ if f"`{name}`" not in PAGE] == []


def test_every_format_filter_test_audience_and_layout_is_named() -> None:
    assert [form for form in FORMATS if f"| `{form}` |" not in PAGE] == []
    filters = {name for rules in (markdown.RULES, text.RULES, html.RULES) for name in (*rules.filters, *rules.raw)}
    assert [name for name in (*filters, "join", "length") if f"`{name}" not in PAGE] == []
    assert [name for name in (*TESTS, *Audience) if name not in PAGE] == []
    assert [path.name for path in shipped_layouts() if f"`{path.name.split('.')[0]}`" not in PAGE] == []
