"""Minutes as Markdown: the order of the record, and a person's text that renders as typed."""

from __future__ import annotations

import html
import re
import unicodedata

from hypothesis import example, given, settings
from markdown_it import MarkdownIt

from peer_tui.domain.events import Approved, EntryKind
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import words
from peer_tui.exchange.markdown import escape, to_markdown
from tests.domain.histories import START, History
from tests.exchange.hostile import HOSTILE, meeting_full_of, texts

RENDERER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def rendered(markdown: str) -> str:
    """What a reader sees: the HTML without its tags, and without space, which HTML does not keep."""
    seen = html.unescape(re.sub(r"<[^>]*>", "", RENDERER.render(markdown)))
    return "".join(seen.split())


def exported(told: History) -> str:
    return to_markdown(make_minutes(told.meeting(), told.group()))


def sample() -> History:
    told = History()
    told.plan("m", START)
    told.begin(START)
    told.write(EntryKind.NOTE, "Two orgs offered a story bank")
    told.write(EntryKind.DECISION, "We keep Zoom")
    told.step("Draft testimony", "ana", yes=True, done_when="in chat")
    return told


def test_check_42_a_draft_begins_with_draft_and_the_approved_one_does_not_say_it() -> None:
    told = sample()
    assert exported(told).startswith("DRAFT – not yet approved\n")
    told.say(Approved(how="as distributed", seen={}, seal=""))
    assert exported(told).startswith("Approved as distributed on Wed 13 Nov 2024\n")
    assert "DRAFT" not in exported(told)


def test_check_43_the_summary_comes_first_with_each_decision_and_step_once() -> None:
    markdown = exported(sample())
    summary = markdown[markdown.index("## Summary") : markdown.index("## Current topics")]
    assert summary == (
        "## Summary\n\n### Decisions\n\n1. We keep Zoom\n\n### Next steps\n\n"
        "| No. | Next step | Who | By when | Done when | State |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 1 | Draft testimony | Ana Ruiz | Fri 22 Nov | in chat | accepted |\n\n"
    )


def test_without_decisions_or_steps_the_summary_says_so() -> None:
    told = History()
    told.plan("m", START)
    assert "No decisions." in exported(told)
    assert "No next steps." in exported(told)


def test_check_28_markup_is_shown_as_typed() -> None:
    told = sample()
    told.write(EntryKind.NOTE, "[bold red]x[/] and [link] <i>y</i> *z*")
    assert "[boldred]x[/]and[link]<i>y</i>*z*" in rendered(exported(told))
    assert "<i>" not in RENDERER.render(exported(told))


def test_a_plain_address_stays_alive() -> None:
    assert escape("see https://example.org/a_b now_") == "see <https://example.org/a_b> now\\_"
    assert escape("https://example.org/a|b") == "https://example.org/a\\|b"
    assert escape("javascript:alert(1)") == "javascript:alert(1)"


@settings(max_examples=150, deadline=None)
@given(texts)
@example(HOSTILE[3])
@example("\\|")
@example("1) x")
def test_check_28_any_text_renders_as_it_is_in_a_list_and_in_a_table(text: str) -> None:
    said = words(text)
    if not said:
        return
    wanted = "".join(said.split())
    assert rendered(f"- {escape(said)}") == wanted
    table = RENDERER.render(f"| a | b |\n| --- | --- |\n| {escape(said)} | second |")
    cells = re.findall(r"<td>(.*?)</td>", table, flags=re.DOTALL)
    assert ["".join(html.unescape(re.sub(r"<[^>]*>", "", cell)).split()) for cell in cells] == [wanted, "second"]


@settings(max_examples=60, deadline=None)
@given(texts)
@example(HOSTILE[1])
@example(HOSTILE[2])
@example(HOSTILE[11])
def test_a_meeting_full_of_any_text_is_exported_whole(text: str) -> None:
    markdown = exported(meeting_full_of(text))
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in markdown if character != "\n")
    rows = [line for line in markdown.splitlines() if line.startswith("| ")]
    assert len(rows) == 4
    assert "".join(words(text).split()) in rendered(markdown)
    markdown.encode()
