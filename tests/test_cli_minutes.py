"""`peer-tui minutes` and `peer-tui layouts`: every format, to the screen, a file or a folder; one or all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.exchange.opened_again import text_in
from tests.golden.test_golden_plain import SCRIPT
from tests.plain.meetings import DOORS, peer_tui, practice


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("minutes")
    practice(home)
    done = peer_tui(home, "run", "--plain", "--now", DOORS, typed=SCRIPT)
    assert done.returncode == 0, done.stderr
    return home


@pytest.mark.parametrize("form", ["md", "txt", "html", "eml", "docx", "pdf", "json"])
def test_every_format_into_a_file(home: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"taken.{form}"
    done = peer_tui(home, "minutes", "--format", form, "--out", str(path))
    assert (done.returncode, done.stderr) == (0, "") and done.stdout == f"Written, for you only: {path}\n"
    said = text_in(form, path.read_bytes())
    assert "We ask every site to name one contact for outreach" in " ".join(said.split())
    assert path.stat().st_mode & 0o077 == 0


def test_a_name_without_an_ending_is_a_folder(home: Path, tmp_path: Path) -> None:
    done = peer_tui(home, "minutes", "--format", "html", "--audience", "public", "--out", str(tmp_path / "new"))
    assert done.returncode == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["minutes-2024-11-13-1400-public.html"]


def test_somebody_elses_file_is_never_written_over(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("mine")
    done = peer_tui(home, "minutes", "--out", str(path))
    assert done.returncode == 1 and "It was left as it is" in done.stderr and path.read_text() == "mine"


def test_check_44_the_shell_replaces_names_without_asking(home: Path) -> None:
    done = peer_tui(home, "minutes", "--privacy", "3", "--audience", "public")
    assert done.returncode == 0 and "DRAFT" in done.stdout
    for name in ("Ana", "Bo Chen", "Wren", "Mei", "Marisol", "林小雨", "Hana"):
        assert name not in done.stdout, name


def test_json_is_the_json_format(home: Path) -> None:
    asked, form = peer_tui(home, "minutes", "--json"), peer_tui(home, "minutes", "--format", "json")
    assert asked.stdout == form.stdout and asked.stdout.isascii()
    assert json.loads(asked.stdout)["what"] == "minutes of a meeting"


def test_all_of_them_with_a_list_and_some_days_only(home: Path, tmp_path: Path) -> None:
    done = peer_tui(home, "minutes", "--all", "--format", "html", "--out", str(tmp_path / "all"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 minutes in" in done.stdout and f"The list of them: {tmp_path / 'all' / 'index.html'}" in done.stdout
    done = peer_tui(
        home, "minutes", "--all", "--since", "2024-10", "--until", "2024-10", "--out", str(tmp_path / "one")
    )
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["index.md", "minutes-2024-10-09-1400.md"]
    done = peer_tui(home, "minutes", "--all", "--since", "2031", "--out", str(tmp_path / "none"))
    assert done.returncode == 1 and "No meeting that ended lies in these days" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--since", "2024"), "Add --all"),
        (("--all", "--since", "soon"), "is no day"),
        (("--all", "--until", "2024-02-31"), "is no day"),
        (("--layout", "nope"), "There is no layout “nope” for md. There are: minutes"),
        (("--layout", "../x"), "There is no layout"),
        (("--privacy", "6"), "6"),
        (("--group", "nobody"), ""),
        (("no-such-meeting",), ""),
    ],
)
def test_wrong_use_is_a_sentence(home: Path, arguments: tuple[str, ...], said: str) -> None:
    done = peer_tui(home, "minutes", *arguments)
    assert done.returncode in (1, 2) and said in done.stderr and "Traceback" not in done.stderr and done.stderr


def test_layouts_are_listed_copied_and_looked_through(home: Path) -> None:
    assert "summary.txt" in peer_tui(home, "layouts").stdout
    done = peer_tui(home, "layouts", "copy", "summary.md")
    path = home / "minutes" / "summary.md.j2"
    assert done.returncode == 0 and str(path) in done.stdout and path.is_file()
    path.write_text("Short\n{% if %}\n")
    listed = peer_tui(home, "layouts", "--json")
    assert {"name": "summary", "format": "md", "whose": "yours", "path": str(path)} in json.loads(listed.stdout)
    assert f"{path}, line 2: " in listed.stderr
    shown = peer_tui(home, "minutes", "--layout", "summary")
    assert shown.returncode == 0 and "## Decisions" in shown.stdout
    assert f"{path}, line 2: " in shown.stderr and "Another layout is used instead" in shown.stderr
    assert peer_tui(home, "layouts", "copy").returncode == 2
    path.unlink()
