"""The script of a register's page searches, filters and sorts what is there, and does as the program itself does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from peer_tui.services.clock import ManualClock
from peer_tui.services.programmes.register_exports import export_register
from peer_tui.services.workspace import Workspace
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.programmes.trainings import Training

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs node to run the page's script")
HARNESS = Path(__file__).parents[2] / "exchange" / "register_page.js"


class Page:
    """A page of three issues, and what a browser would show of it after some steps."""

    def __init__(self, training: Training, sort: str = "") -> None:
        self.path = export_register(
            training.workspace, training.opened, training.running, "issues", "html", sort=sort
        )  # fmt: skip
        self.text = self.path.read_text()

    def column(self, title: str, tag: str = "label") -> str:
        pattern = rf'<option value="(\d+)">{title}<' if tag == "option" else rf'<label for="f(\d+)">{title}<'
        found = re.search(pattern, self.text)
        assert found is not None, title
        return found[1]

    def after(self, *steps: str) -> tuple[str, list[int]]:
        done = subprocess.run(
            ["node", str(HARNESS), str(self.path), *steps], capture_output=True, text=True, check=True, timeout=60
        )  # fmt: skip
        shown = json.loads(done.stdout)
        assert shown["hidden"] is False
        return shown["told"], [int(number) for number in shown["shown"]]


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    made = Training(workspace, clock)
    made.add("issues", {"title": "Waiting lists", "area": "eligibility", "status": "in plan", "sets": "State",
                        "administers": "City", "concern": "They wait", "recommendation": "30 days"})  # fmt: skip
    made.add("issues", {"title": "Bus fares", "area": "funds", "sets": 'A <city> & its "board"'})
    made.add("issues", {"title": "Âge limits", "area": "eligibility", "status": "changed"})
    return made


def test_words_choices_and_what_lacks_something_are_chosen(training: Training) -> None:
    page = Page(training)
    assert page.after() == ("3 of 3 shown", [1, 2, 3])
    assert page.after("search=AGE") == ("1 of 3 shown", [3])
    assert page.after('search=<city> "board"') == ("1 of 3 shown", [2])
    assert page.after(f"{page.column('Policy area')}=eligibility") == ("2 of 3 shown", [1, 3])
    assert page.after(f"{page.column('Policy area')}=eligibility", "lacking") == ("1 of 3 shown", [3])


@pytest.mark.parametrize("title", ["Issue", "Status", "Who sets it", "Policy area"])
@pytest.mark.parametrize("backwards", [False, True])
def test_it_sorts_as_the_program_does(training: Training, title: str, backwards: bool) -> None:
    page = Page(training)
    key = next(column.key for column in training.listed("issues").register.columns if column.title == title)
    expected = [row.number for row in training.listed("issues", sort=f"{'-' if backwards else ''}{key}").rows]
    value = f"{page.column(title, 'option')}{' back' if backwards else ''}"
    assert page.after(f"sort={value}")[1] == expected


def test_a_page_that_was_sorted_when_it_was_made_begins_so(training: Training) -> None:
    page = Page(training, "-status")
    assert page.after()[1] == [3, 1, 2]
    assert page.after("sort=number")[1] == [1, 2, 3]
