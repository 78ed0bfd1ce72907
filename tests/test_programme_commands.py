"""`peer-tui programme …`: a programme from its start to its close on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peer_tui.commands.group import commands
from peer_tui.commands.programme import STORIES
from peer_tui.domain.programmes.definition import Register
from peer_tui.domain.programmes.measures import measured_registers
from peer_tui.services.programmes.files import load_programme

NOW = "2026-03-02T10:00-05:00"
TEXTS = ["[/] [bold]", "a\x00b", "\x1b[31mred", "\udcff", "x" * 10_000, "שלום", "林小雨", "🙂", "--", "=1+1"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEER_TUI_DATA", raising=False)
    done("new-group", "Harbor", "--zone", "America/New_York")
    return tmp_path


def peer_tui(*words: str, now: str = NOW) -> Result:
    return CliRunner().invoke(commands, ["--now", now, *words])


def done(*words: str, now: str = NOW) -> str:
    result = peer_tui(*words, now=now)
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    return result.stdout


def programme(*words: str) -> str:
    return done("programme", *words)


def refused(*words: str) -> str:
    """What is said of a command that could not be done; nothing of it is a fault of the program."""
    result = peer_tui("programme", *words)
    assert result.exit_code in (1, 2) and "fault of its own" not in result.stderr
    return result.stderr


@pytest.fixture
def match(home: Path) -> Path:
    programme("start", "peer-match", "--title", "Match with Dover", "--day", "assignment=2026-03-02",
              "--day", "first=27 apr", "--day", "last=28 apr")  # fmt: skip
    return home


@pytest.mark.parametrize("name", STORIES)
def test_every_command_says_how_it_is_used(name: str) -> None:
    assert "Usage:" in peer_tui("programme", name, "--help").stdout


def test_programmes_and_runs_are_listed(match: Path) -> None:
    told = programme("list")
    assert "peer-match" in told and "career-workshop" in told
    assert "Harbor · Match with Dover (peer-match): 0 of 21 done" in told
    rows = json.loads(programme("list", "--json"))
    assert [row["title"] for row in rows["runs"]] == ["Match with Dover"]
    assert {"peer-match", "peer-training"} <= {row["key"] for row in rows["programmes"]}


def test_where_it_stands(match: Path) -> None:
    told = programme("show")
    assert "First day of the match: Mon 27 Apr 2026" in told
    assert "3–4 weeks before match (30 Mar – 6 Apr 2026)" in told
    page = json.loads(programme("show", "--json"))
    assert [len(page["items"]), page["items"][7]["due"], page["items"][20]["opens"]] == [21, "2026-04-06", "2026-07-28"]
    assert [row["number"] for row in page["due"]] == [1, 2, 3, 4]


def test_days_are_set_taken_back_and_what_is_squeezed_is_said(match: Path) -> None:
    assert "less than 6 weeks: these stages overlap" in programme("day", "first=30 mar", "last=31 mar")
    assert "Last day of the match: not set" in programme("day", "last=")
    assert "counts no days from “someday”" in refused("day", "someday=30 mar")
    assert "says no day" in refused("day", "first=never")
    assert "Write it like" in refused("day", "tomorrow")
    assert "First day of the match: Mon 30 Mar 2026" in programme("show"), "what was refused changed nothing"


def test_lines_are_ticked_by_number_word_and_the_beginning_of_their_title(match: Path) -> None:
    assert programme("tick", "1", "dates", "determine").endswith("3 of 21 done\n")
    assert "4 of 21 done" in programme("tick", "4", "--not-needed", "--note", "they know")
    assert "3 of 21 done" in programme("tick", "1", "--open")
    assert "they know" in programme("show")
    for words in ("99", "0", "", "nothing like it"):
        assert "There is no line" in refused("tick", words)
    assert "Several lines begin" in refused("tick", "draft")
    assert "still ahead" in refused("tick", "5", "--day", "2027-01-01")


def test_a_form_is_answered_printed_written_and_sent(match: Path) -> None:
    form = json.loads(programme("form", "logistics", "--json"))
    assert len(form) == 25
    blank = next(row for row in form if not row["answer"])
    assert programme("answer", "logistics", blank["key"], "The", "town", "hall").endswith("/25\n")
    assert "The town hall" in programme("form", "logistics")
    file = match / "form.md"
    assert str(file) in programme("form", "logistics", "--to", str(file))
    assert file.read_text(encoding="utf-8").count("**") >= 50 and file.stat().st_mode & 0o077 == 0
    assert "not sent" not in programme("form", "logistics", "--sent")
    assert "1 of 21 done" in programme("list")
    assert "not sent" in programme("form", "logistics", "--not-sent")
    assert "0 of 21 done" in programme("list")
    programme("answer", "logistics", "1", "By number")
    first = json.loads(programme("form", "logistics", "--json"))[0]
    assert first["answer"] == "By number"
    programme("answer", "logistics", first["question"][:12], "By its title")
    assert "By its title" in programme("form", "logistics") and "By number" not in programme("form", "logistics")
    programme("answer", "logistics", "1")
    assert "By its title" not in programme("form", "logistics")
    assert "There is no form" in refused("form", "nothing")
    assert "is an evaluation" in refused("form", "evaluation")
    assert "has no question" in refused("answer", "core", "nothing", "words")


def test_rows_are_added_changed_found_removed_and_become_steps(home: Path) -> None:
    programme("start", "peer-training")
    assert "lacks:" in programme("add", "issues", "title=Waiting lists")
    programme("add", "issues", "title=Fees", "level=law", "status=issue")
    assert "Status: changed" in programme("change", "issues:1", "status=changed")
    told = programme("register", "issues", "--find", "fees")
    assert "1 of 2 rows" in told and "Waiting" not in told
    assert "Fees" not in programme("register", "issues", "--only", "status=changed")
    rows = json.loads(programme("register", "issues", "--json", "--sort", "title"))
    assert [row["number"] for row in rows] == [2, 1]
    programme("remove", "issues:fees")
    assert [row["number"] for row in json.loads(programme("register", "issues", "--json"))] == [1]
    programme("add", "workplan", "what=call the office", "by=3 apr")
    assert "Next step 1" in programme("step", "workplan:1")
    assert "call the office" in done("steps")
    for form in ("md", "csv", "html"):
        file = home / f"issues.{form}"
        assert str(file) in programme("register", "issues", "--to", str(file))
        assert "Waiting lists" in file.read_text(encoding="utf-8")
    assert "Several registers" in refused("remove", "1")
    assert "There is no" in refused("remove", "issues:9")
    assert "has no column" in refused("add", "issues", "colour=red")
    assert "There is no register" in refused("add", "nothing", "title=x")
    assert "Write it like" in refused("add", "issues", "title")


def test_evaluations_are_entered_one_by_one_and_from_a_file_and_told_together(home: Path) -> None:
    programme("start", "peer-training")
    (form,) = [one for one in load_programme("peer-training").forms if one.evaluation]
    scale = next(question for question in form.questions if question.type == "scale")
    assert "Answers like" in refused("evaluation", form.key)
    assert "has no question" in refused("evaluation", form.key, "nothing=4", "--occasion", "before")
    assert "no forms yet" in programme("results", form.key)
    assert "No form was entered" in refused("evaluation", form.key, "--withdraw")
    file = home / "before.csv"
    file.write_text(f"Name,{scale.title}\nAna Ruiz,2\nBo,3\nMei,9\nLee,2\nRain,2\nSam,1\n", encoding="utf-8")
    read = peer_tui("programme", "evaluation", form.key, "--from", str(file), "--occasion", "before")
    assert "5 forms read; 1 line could not be; left out: Name" in read.stdout and "line 4:" in read.stderr
    assert "stand there already" in refused("evaluation", form.key, "--from", str(file), "--occasion", "before")
    for answer in ("4", "5", "4", "3"):
        programme("evaluation", form.key, f"{scale.key}={answer}", "--occasion", "after")
    assert "after 4 forms: too few to show" in programme("results", form.key).replace("After: ", "after ")
    programme("evaluation", form.key, f"{scale.key}=5", "--occasion", "after")
    assert f"{scale.title}: 2.0 → 4.2 (+2.2)" in programme("results", form.key)
    assert "after 4 forms" in programme("evaluation", form.key, "--withdraw")
    told = json.loads(programme("results", form.key, "--json"))
    assert [part["count"] for part in told["occasions"]] == [5, 4]
    assert "Ana" not in programme("results", form.key)


def test_a_report_goes_from_draft_to_shared(match: Path) -> None:
    sections = [row["key"] for row in json.loads(programme("report", "summary", "--json"))["sections"]]
    assert len(sections) >= 5
    assert "Match summary report" in programme("report", "summary", "--section", sections[0], "--text", "In our words")
    assert "In our words" in programme("report", "summary", "--format", "md")
    assert "not approved yet" in refused("report", "summary", "--share")
    told = programme("report", "summary", "--send-out", "--deadline", "2026-06-01", "--reviewer", "Ines Holm")
    assert "out for review" in told
    assert "asks for a change" in _after(match)
    programme("report", "summary", "--answered", "Ines", "ok")
    assert "approved" in programme("report", "summary", "--integrated", "--approve")
    file = match / "summary.html"
    programme("report", "summary", "--to", str(file))
    assert "In our words" in file.read_text(encoding="utf-8")
    assert "shared" in programme("report", "summary", "--share")
    assert "drafting" in programme("report", "summary", "--draft")
    assert "There is no report" in refused("report", "nothing") or "no report" in refused("report", "nothing")
    assert "belong to --send-out" in refused("report", "summary", "--deadline", "2026-06-01")
    assert "--text belongs" in refused("report", "summary", "--text", "words")


def _after(match: Path) -> str:
    programme("report", "summary", "--answered", "Ines", "change", "--text", "the second lesson is ours")
    return refused("report", "summary", "--approve")


def test_letters_are_printed_and_written_one_each(match: Path) -> None:
    programme("add", "team", "name=Wren Aster", "side=requesting site")
    programme("add", "team", "name=Ines Holm", "side=peer consultants")
    printed = peer_tui("programme", "letter", "thank-you")
    assert printed.exit_code == 0 and "Wren Aster" in printed.stdout
    folder = match / "letters"
    assert programme("letter", "thank-you", "--to", str(folder)).count("Written") == len(list(folder.iterdir())) == 2
    programme("letter", "thank-you", "--to", str(folder), "--eml")
    assert len(list(folder.glob("*.eml"))) == 2
    assert "has no letter" in refused("letter", "nothing")


def test_a_meeting_is_planned_and_run(match: Path) -> None:
    meeting = programme("meeting", "pre-match-call", "--at", "2026-04-01 14:00").strip()
    assert meeting in done("list", "--json")
    assert "Wed 1 Apr 2026 2:00 pm (planned)" in programme("show")
    assert "has no meeting" in refused("meeting", "nothing", "--at", "2026-04-01 14:00")
    assert "not a day and a time" in refused("meeting", "day-1", "--at", "someday")
    assert json.loads(programme("meeting", "day-1", "--at", "2026-04-27 9:00", "--json"))["title"]


def test_which_run_is_meant(match: Path) -> None:
    programme("start", "peer-match", "--title", "Match with Milford")
    assert "Several programmes fit" in refused("show")
    assert "Match with Milford" in programme("show", "--programme", "match with m")
    programme("close", "--programme", "match with dover")
    assert "Match with Milford" in programme("show"), "a closed one is not meant"
    assert "goes on" in programme("close", "--programme", "match with dover", "--open")
    assert "called Dover" in programme("rename", "Dover", "--programme", "match with dover")
    assert "No programme is called" in refused("show", "--programme", "nothing")


def test_a_register_shows_its_two_sides_and_its_measures(match: Path) -> None:
    programme("add", "team", "name=Wren Aster", "side=requesting site", "role=resident")
    told = programme("register", "team")
    assert "resident: Wren Aster — no counterpart yet" in told and "usually three to ten" in told
    assert "no counterpart" not in programme("register", "team", "--find", "wren nobody")
    programme("start", "peer-learning", "--title", "Intake circle")
    measures, readings = _measured()
    programme("add", measures.key, f"{measures.named_by}=Second intakes", "baseline=30", "target=10",
              "--programme", "intake")  # fmt: skip
    programme("add", readings.key, "of=Second intakes", "value=14", "day=2026-03-01", "--programme", "intake")
    for told in (
        programme("register", measures.key, "--programme", "intake"),
        programme("show", "--programme", "intake"),
    ):
        assert "30 → 14, target 10 · on the way █▂" in told.replace("▃", "▂")


def _measured() -> tuple[Register, Register]:
    (pair,) = measured_registers(load_programme("peer-learning"))
    return pair


def test_a_form_is_printed_blank(match: Path) -> None:
    programme("answer", "core", "hope", "To learn")
    assert "To learn" not in programme("form", "core", "--blank")
    assert "do not write your name" in programme("form", "evaluation", "--blank")
    assert "--to FILE" in refused("form", "core", "--blank", "--format", "docx")
    file = match / "blank.html"
    programme("form", "evaluation", "--blank", "--to", str(file))
    assert "do not write your name" in file.read_text(encoding="utf-8")


def test_a_programme_whose_file_is_gone_is_told_and_nothing_is_lost(home: Path) -> None:
    where = Path(json.loads(done("paths", "--json"))["settings"]).parent / "programmes"
    where.mkdir(parents=True)
    file = where / "walks.toml"
    file.write_text('title = "Walks"\nabout = "We walk."\nsource = "ours"\n[[item]]\nkey = "boots"\ntitle = "Boots"\n')
    programme("start", "walks")
    assert programme("tick", "boots").endswith("1 of 1 done\n")
    file.unlink()
    assert "is safe" in refused("show") and "is safe" in programme("list")
    file.write_text("title = 3")
    result = peer_tui("programme", "list")
    assert result.exit_code == 0 and "walks.toml" in result.stderr


def test_nothing_was_started_yet(home: Path) -> None:
    assert "`peer-tui programme start peer-match` starts one" in refused("show")
    assert "None was started yet" in programme("list")
    assert "There is none of that name" in refused("start", "nothing") or "none of that name" in refused("start", "x")


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_words_are_kept_or_refused_in_a_sentence(match: Path, text: str) -> None:
    for words in (
        ["rename", "--", text], ["add", "team", f"name={text}"], ["answer", "core", "hope", "--", text],
        ["tick", "1", "--note", text], ["show", "--programme", text], ["register", "team", "--find", text],
        ["report", "summary", "--section", "context", "--text", text], ["start", "--", text],
    ):  # fmt: skip
        result = peer_tui("programme", *words)
        assert result.exit_code in (0, 1, 2)
        assert "fault of its own" not in result.stderr, (words, result.stderr)
        assert "\x1b" not in result.stdout + result.stderr
    assert peer_tui("programme", "show", "--json").exit_code in (0, 2)


def test_what_was_written_in_a_programme_is_removed_for_good(match: Path) -> None:
    secret = "the heron lands at midnight"
    programme("answer", "core", "drives", f"We begin, {secret}, we end")
    programme("add", "team", "name=Lio Marsh", f"organization={secret}")
    listed = done("redact", "--programme", "").splitlines()
    code = next(line.split()[0] for line in listed if "we end" in line)
    no = CliRunner().invoke(commands, ["--now", NOW, "redact", "--programme", "Match", "--line", code], input="no\n")
    assert no.exit_code == 1 and "Nothing was changed" in no.stderr
    said = CliRunner().invoke(
        commands, ["--now", NOW, "redact", "--programme", "Match", "--words", secret.upper()], input="yes\n"
    )
    assert said.exit_code == 0 and "is read in 2 pieces" in said.stdout and "Not reached from here" in said.stdout
    assert not [path for path in match.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert "We begin, , we end" in done("programme", "form", "core")
    assert "Removed:" in done("redact", "--programme", "", "--line", code, "--yes")
    assert "We begin" not in done("programme", "form", "core")
    for words in (["redact"], ["redact", "x", "--programme", "y"], ["redact", "x", "--words", "y"]):
        assert peer_tui(*words).exit_code == 2
    again = peer_tui("redact", "--programme", "", "--line", code, "--yes")
    assert again.exit_code == 1 and "Nothing was removed" in again.stderr


def test_no_short_help_is_cut_at_a_full_stop_inside_it() -> None:
    """Click ends a short help at the first full stop, and the one behind “e.g.” is no end."""
    listed = " ".join(CliRunner().invoke(commands, ["programme", "--help"], terminal_width=400, max_content_width=400)
                      .stdout.split())  # fmt: skip
    assert "Change cells of a row" in listed and "e.g." not in listed
