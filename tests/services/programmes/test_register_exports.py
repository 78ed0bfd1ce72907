"""Registers as they go out: Markdown, a table, a page to browse; nobody who is withheld is in any of them."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import stat
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain.characters import clean
from peer_tui.domain.naming import Privacy
from peer_tui.services.clock import ManualClock
from peer_tui.services.exported import exported
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.register_exports import FORMATS, draw_again, export_register, is_ours
from peer_tui.services.programmes.row_steps import row_to_step
from peer_tui.services.workspace import Workspace
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.programmes.trainings import Training


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    return Training(workspace, clock)


def written(training: Training, form: str, register: str = "issues", **how: object) -> tuple[Path, str]:
    path = export_register(
        training.workspace, training.opened, training.running, register, form, **how  # type: ignore[arg-type]
    )  # fmt: skip
    return path, path.read_bytes().decode()


class Read(HTMLParser):
    """What a reader of a page sees: its text, the tags there are, and what rows are marked with."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marks: list[dict[str, str | None]] = []
        self.said: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside = tag
        if tag == "article":
            self.marks.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)


@pytest.mark.parametrize("form", list(FORMATS))
def test_check_71_a_withheld_contributor_is_in_no_export_and_no_file_name(training: Training, form: str) -> None:
    training.add("issues", {
        "title": "Waiting lists", "concern": "Ana Ruiz says they wait; Ana waited too", "contributor": "ana",
        "withheld": "yes", "sets": "State legislature",
    })  # fmt: skip
    training.add("issues", {"title": "Fares", "contributor": "Zora Quist", "withheld": "yes", "options": "Ask zora"})
    training.add("issues", {"title": "Forms", "contributor": "bo"})
    path, text = written(training, form)
    for word in ("ana", "ruiz", "zora", "quist"):
        assert re.search(rf"\b{word}\b", text.casefold()) is None, word
        assert word not in path.name
    assert "withheld" in text and "Bo Chen" in text and "State legislature" in text
    assert re.search(r"A member says they wait", text)


def test_a_register_goes_out_as_a_table_with_days_and_numbers_as_such(training: Training) -> None:
    training.add("workplan", {"what": "Call", "who": "bo", "by": "24 apr 2026"})
    training.add("workplan", {"what": "=1+1"})
    _, text = written(training, "csv", "workplan")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == ["No.", "What", "Who", "By when", "Of the plan", "Next step", "Missing"]
    assert rows[1] == ["1", "Call", "Bo Chen", "2026-04-24", "", "", ""]
    assert rows[2] == ["2", "'=1+1", "", "", "", "", "nobody yet; no day yet"]


def test_a_narrow_register_is_one_table_and_a_wide_one_has_a_part_for_each_row(training: Training) -> None:
    row = training.add("workplan", {"what": "Call | write", "who": "bo", "by": "24 apr 2026"})
    row_to_step(training.workspace, training.opened, training.running, row)
    _, narrow = written(training, "md", "workplan")
    assert "| 1 | Call \\| write | Bo Chen | Fri 24 Apr 2026 |  | \\#1 · not started |  |" in narrow
    assert "## 1" not in narrow
    training.add("issues", {"title": "Waiting", "concern": "first\nsecond", "area": "eligibility"})
    _, wide = written(training, "md", "issues")
    assert "| 1 | Waiting | eligibility |" in wide
    assert "## 1. Waiting" in wide and "- **Concern:** first<br>second" in wide
    assert "- **Missing:** who sets it is missing" in wide


def test_a_page_to_browse_stands_alone_and_runs_only_its_own_script(training: Training) -> None:
    training.add("issues", {"title": "<script>alert(1)</script>", "area": "eligibility", "status": "in plan"})
    training.add("issues", {"title": "Fares", "status": "concern"})
    _, page = written(training, "html")
    read = Read(page)
    assert read.tags.count("script") == 1 and "<script>alert(1)</script>" in read.text
    assert not set(read.tags) & {"img", "link", "iframe", "object"}
    assert "src=" not in page and "http" not in page.replace("http-equiv", "")
    script = page.partition("<script>")[2].partition("</script>")[0]
    told = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{told}'" in page
    # Without the script everything is there to read, and what chooses is not.
    assert 'id="choose" hidden' in page
    assert [row["data-number"] for row in read.marks] == ["1", "2"]
    labelled = re.findall(r'<label[^>]* for="([^"]+)"', page)
    assert sorted(labelled) == sorted(re.findall(r'<(?:input|select) id="([^"]+)"', page))
    # `status`: a concern stands before what is in plan.
    column = next(at for at, title in enumerate(re.findall(r'<option value="\d+">([^<]+)', page)) if title == "Status")
    assert column >= 0
    status = re.search(r'<label for="f(\d+)">Status', page)
    assert status is not None
    assert [row[f"data-p{status[1]}"] for row in read.marks] == ["1", "0"]


def test_only_some_rows_go_out_when_some_are_chosen(training: Training) -> None:
    for title in ("Waiting", "Fares", "Forms"):
        training.add("issues", {"title": title})
    _, text = written(training, "md", find="fares")
    assert "Fares" in text and "Waiting" not in text and "1 of 3 rows" in text
    _, text = written(training, "csv", sort="-title")
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == ["Waiting", "Forms", "Fares"]


def test_names_go_out_as_the_group_names_people(training: Training) -> None:
    training.add("workplan", {"what": "Bo Chen calls Mei Tan", "who": "bo"})
    _, text = written(training, "md", "workplan", privacy=Privacy.NO_NAMES)
    assert "Bo" not in text and "Mei" not in text and "member" in text
    training.add("issues", {"title": "Waiting", "contributor": "Zora Quist"})
    training.add("role-plays", {"scenario": "A visit", "parts": "chair: Zora Quist"})
    for register in ("issues", "role-plays"):
        assert "Quist" in written(training, "csv", register)[1]
        assert "Quist" not in written(training, "csv", register, privacy=Privacy.ROLES)[1]


def test_a_file_is_for_its_owner_only_and_never_takes_the_place_of_another(training: Training, tmp_path: Path) -> None:
    training.add("issues", {"title": "Waiting"})
    path, _ = written(training, "html")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name == "peer-training-issues-2026-04-01.html"
    assert written(training, "html")[0] == path
    other = tmp_path / "mine.md"
    other.write_text("a person's own")
    with pytest.raises(Problem, match="left as it is"):
        written(training, "md", place=other)
    assert other.read_text() == "a person's own"
    with pytest.raises(Problem, match="one of md, csv, html"):
        written(training, "docx")


def test_a_file_is_drawn_again_from_what_is_there_now(training: Training) -> None:
    training.add("issues", {"title": "Waiting"})
    path, before = written(training, "md")
    written(training, "csv", find="waiting")
    whole, part = exported(training.workspace.places.state)
    assert is_ours(whole) and whole.path == str(path)
    assert draw_again(training.workspace, training.opened, whole) == before
    training.add("issues", {"title": "Fares"})
    assert "Fares" in str(draw_again(training.workspace, training.opened, whole))
    assert draw_again(training.workspace, training.opened, part) is None
    assert "waiting" not in part.audience


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from([
        "=SUM(1)", "+1", "-1", "@sum", "\t=1", "＝1", "<b>x</b>", "</dd><script>x</script>", "a|b", "# x", "[x](y)",
        "\x1b[31m", "a\x00b", "\ud800", "\u202eabc", "1. x", "--- ", "`x`", "&amp;", '"quoted"', "many " * 2000,
    ]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=HOSTILE, concern=HOSTILE, choice=HOSTILE)
def test_whatever_stands_in_a_cell_stays_text(training: Training, title: str, concern: str, choice: str) -> None:
    texts = {"title": f"Row {title}", "concern": concern, "status": choice}
    training.add("issues", texts, entry="a captured line")
    _, table = written(training, "csv")
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not any(re.match(r"\s*[=+@＝＋－＠-]", cell) for row in rows for cell in row)
    _, page = written(training, "html")
    read = Read(page)
    # Each fact beside its name, and nothing that a person typed became a tag.
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "bdi", "form", "label", "input",
               "select", "option", "button", "div", "article", "h2", "dl", "dt", "dd", "script", "a"}  # fmt: skip
    assert set(read.tags) <= allowed
    assert read.tags.count("script") == 1
    assert " ".join(clean(f"Row {title}").split()) in " ".join(read.text.split())
    assert len(read.marks) == len(training.running.standing_rows("issues"))
    _, text = written(training, "md")
    assert not re.search(r"^(?:<script|</)", text, re.MULTILINE)
