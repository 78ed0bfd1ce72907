"""A programme's file: read whole, or refused with the file, the field and what was expected. Never a traceback."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes import definition
from peer_tui.domain.programmes.sources import KINDS
from peer_tui.services.programmes import checks_of_forms, file_checks, files, toml_reading
from peer_tui.services.programmes.files import ProgrammeProblem, faulty, load_programme, programme_names

SHIPPED = ["career-workshop", "peer-learning", "peer-match", "peer-training"]

WHOLE = """\
title = "Garden"
about = "A garden is planted."
source = "invented"
hours = [2, 3.5]
reassess_months = 3
drawings = ["groups"]

[[anchor]]
key = "planned"
title = "Planned on"
[[anchor]]
key = "planting"
title = "Planting day"
not_before = "planned"

[[window]]
key = "before"
title = "A month before"
opens = "planting - 1 month"
due = "planting - 2 weeks"

[[item]]
key = "dig"
title = "Dig"
window = "before"
stage = "ground"
form = "soil"
report = "harvest"
meeting = "work-day"

[[stage]]
key = "ground"
title = "Ground"
[[stage.need]]
kind = "register"
part = "beds"
question = "who"
least = 2
words = "no beds yet"

[[form]]
key = "soil"
title = "Soil"
stage = "ground"
topics_for = "work-day"
[[form.section]]
key = "all"
title = "All"
[[form.section.question]]
key = "what"
title = "What soil?"
[[form.section.question]]
key = "who"
title = "Who?"
from_what = "answer:soil.what"

[[form]]
key = "rating"
title = "Rating"
evaluation = true
occasions = ["before", "after"]
[[form.section]]
key = "one"
title = "One"
[[form.section.question]]
key = "good"
title = "Good?"
type = "scale"

[[register]]
key = "beds"
title = "Beds"
row = "bed"
word = "bed"
status = "state"
closed = "done"
only_with = ["state", ["open"]]
[[register.column]]
key = "title"
title = "What"
needed = true
[[register.column]]
key = "who"
title = "Who"
withheld_by = "secret"
[[register.column]]
key = "secret"
title = "Secret"
type = "tick"
[[register.column]]
key = "state"
title = "State"
type = "choice"
choices = ["open", "done"]
[[register.start]]
title = "Beans"
state = "open"
[register.mirror]
side = "state"
role = "who"
asking = "open"
answering = "done"

[[meeting]]
key = "work-day"
title = "Work day"
template = "blank"
stage = "ground"
day = "planting"

[[word]]
word = "harvest"
title = "Harvest"

[[report]]
key = "harvest"
title = "Harvest report"
[[report.section]]
key = "beds"
title = "Beds"
sources = ["words:harvest", "rows:beds.state=open|title,who", "form:soil.what", "evaluation:rating.good", "hours"]

[[letter]]
key = "thanks"
title = "Thanks"
text = \"\"\"
Dear {name},
thank you.\"\"\"
register = "beds"
item = "dig"

[[advice]]
begins = "planned"
ends = "planting"
least = 14
most = 28
short = "less than two weeks"

[[card]]
key = "tools"
title = "Tools"
text = "A spade."
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A person's own folder of programmes."""
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path))
    folder = files.own_folder()
    folder.mkdir(parents=True)
    yield folder
    files._LOADED.clear()


def written(home: Path, words: str, name: str = "garden") -> Path:
    path = home / f"{name}.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_the_four_shipped_ones_are_read_whole() -> None:
    assert set(SHIPPED) <= set(programme_names())
    assert faulty() == []
    for name in SHIPPED:
        programme = load_programme(name)
        assert programme.key == name and programme.title and programme.about and programme.source


def test_every_field_of_an_own_file_is_read(home: Path) -> None:
    written(home, WHOLE)
    programme = load_programme("Garden")
    assert programme.key == "garden" and programme.hours == (2, 3.5) and programme.drawings == ("groups",)
    opens, due = programme.windows[0].opens, programme.windows[0].due
    assert opens is not None and (opens.anchor, opens.months) == ("planting", -1)
    assert due is not None and due.days == -14
    register = programme.registers[0]
    assert register.starts == ({"title": "Beans", "state": "open"},)
    assert register.only_with == ("state", ("open",)) and register.mirror is not None
    assert programme.letters[0].text == "Dear {name},\nthank you."
    assert "garden" in programme_names()


def test_an_own_file_stands_in_the_place_of_a_shipped_one(home: Path) -> None:
    written(home, WHOLE, "peer-match")
    assert load_programme("peer-match").title == "Garden"


def test_a_changed_file_is_read_again(home: Path) -> None:
    path = written(home, WHOLE)
    assert load_programme("garden").title == "Garden"
    path.write_text(WHOLE.replace('title = "Garden"', 'title = "Orchard"', 1), encoding="utf-8")
    assert load_programme("garden").title == "Orchard"


@pytest.mark.parametrize(
    ("was", "becomes", "field", "words"),
    [
        ('opens = "planting - 1 month"', 'opens = "harvest - 1 month"', "window 1, opens", "one of planned, planting"),
        ('opens = "planting - 1 month"', 'opens = "a month before"', "window 1, opens", "such as “first - 28 days”"),
        ('not_before = "planned"', 'not_before = "planting"', "not_before", "planting → planting"),
        ('key = "planned"\n', 'key = "planned"\nnot_before = "planting"\n', "not_before", "no circle is expected"),
        ('from_what = "answer:soil.what"', 'from_what = "answer:soil.who"', "from_what", "soil.who → soil.who"),
        (
            'from_what = "answer:soil.what"',
            'from_what = "rows:team"',
            "form 1, section 1, question 2, from_what",
            "beds",
        ),
        ('from_what = "answer:soil.what"', 'from_what = "stars"', "from_what", "one of title, anchor"),
        ('window = "before"', 'window = "after"', "item 1, window", "one of before is expected, not “after”"),
        ('stage = "ground"\nform', 'stage = "sky"\nform', "item 1, stage", "one of ground"),
        ('form = "soil"', 'form = "rating"', "item 1, form", "one of soil"),
        ('report = "harvest"', 'report = "seeds"', "item 1, report", "one of harvest"),
        ('meeting = "work-day"', 'meeting = "party"', "item 1, meeting", "one of work-day"),
        ('kind = "register"', 'kind = "luck"', "stage 1, need 1, kind", "one of form, register"),
        ('part = "beds"', 'part = "bed"', "stage 1, need 1, part", "one of beds"),
        ('question = "who"', 'question = "why"', "stage 1, need 1, question", "one of title, who"),
        ('topics_for = "work-day"', 'topics_for = "party"', "form 1, topics_for", "one of work-day"),
        ('type = "scale"', 'type = "person"', "form 2, section 1, question 1, type", "without names"),
        ('type = "scale"', 'type = "choice"', "question 1, choices", "the choices there are"),
        ('occasions = ["before", "after"]', 'occasions = ["noon"]', "form 2, occasions", "one of before, after"),
        ('status = "state"', 'status = "who"', "register 1, status", "one of state"),
        ('closed = "done"', 'closed = "over"', "register 1, closed", "one of open, done"),
        ('withheld_by = "secret"', 'withheld_by = "state"', "register 1, column 2, withheld_by", "one of secret"),
        ('only_with = ["state", ["open"]]', 'only_with = ["state", ["shut"]]', "register 1, only_with", "open, done"),
        ('only_with = ["state", ["open"]]', 'only_with = ["state"]', "register 1, only_with", "a list of 2 values"),
        ('asking = "open"', 'asking = "shut"', "register 1, mirror, asking", "one of open, done"),
        ('title = "Beans"', 'titel = "Beans"', "register 1, start 1, titel", "one of title, who"),
        ('template = "blank"', 'template = "party"', "meeting 1, template", "blank"),
        ('word = "harvest"', 'word = "Harvest:"', "word 1, word", "small letters a to z"),
        ('"words:harvest"', '"words:seeds"', "report 1, section 1, sources", "one of harvest"),
        ('"words:harvest"', '"words"', "report 1, section 1, sources", "behind “words:”"),
        ('"words:harvest"', '"stars"', "report 1, section 1, sources", "one of words"),
        ("beds.state=open", "beds.state=shut", "report 1, section 1, sources", "one of open, done"),
        ("|title,who", "|title,colour", "report 1, section 1, sources", "one of title, who"),
        ('register = "beds"', 'register = "team"', "letter 1, register", "one of beds"),
        ('item = "dig"', 'item = "sow"', "letter 1, item", "one of dig"),
        ('begins = "planned"', 'begins = "plan"', "advice 1, begins", "one of planned, planting"),
        ('day = "planting"', 'asks_after = "team"', "meeting 1, asks_after", "one of beds"),
        ('word = "bed"', 'gathers = ["seed"]', "register 1, gathers", "one of harvest"),
        ('word = "bed"', 'gathers_from = ["party"]', "register 1, gathers_from", "one of work-day"),
        ('withheld_by = "secret"', 'row_of = "team"', "register 1, column 2, row_of", "one of beds"),
        ('"words:harvest"', '"steps:party"', "report 1, section 1, sources", "one of work-day"),
        ("most = 28", "most = 7", "advice 1, most", "no fewer days than least"),
        ("hours = [2, 3.5]", "hours = [4, 3.5]", "hours", "the fewer hours first"),
        ("hours = [2, 3.5]", 'hours = "two"', "hours", "a list of 2 values"),
        ('drawings = ["groups"]', 'drawings = ["stars"]', "drawings", "one of groups"),
        ("reassess_months = 3", "reassess_months = true", "reassess_months", "a number from 0 to 10,000"),
        ("reassess_months = 3", "reassess_months = -1", "reassess_months", "a number from 0 to 10,000"),
        ('title = "Garden"\n', "", "title", "it is missing"),
        ('title = "Garden"\n', "title = 3\n", "title", "text in quotes"),
        ('title = "Garden"\n', 'title = "Gar\\u001bden"\n', "title", "ordinary characters"),
        ("least = 2", "least = 2\nmore = 1", "stage 1, need 1, more", "this field is not known"),
        ("evaluation = true", 'evaluation = "yes"', "form 2, evaluation", "true or false"),
        ('key = "rating"', 'key = "soil"', "form 2, key", "“soil” again"),
        ('key = "who"\ntitle = "Who?"', 'key = "what"\ntitle = "Who?"', "section 1, question 2, key", "“what” again"),
        ('key = "rating"', 'key = "Ratings!"', "form 2, key", "small letters a to z"),
        ('[[card]]\nkey = "tools"', "[[card]]", "card 1, key", "it is missing"),
        ("[[card]]", "[card]", "card", "a list is expected"),
    ],
)
def test_what_is_wrong_is_told_with_field_and_expectation(
    home: Path, was: str, becomes: str, field: str, words: str
) -> None:
    assert was in WHOLE
    path = written(home, WHOLE.replace(was, becomes, 1))
    with pytest.raises(ProgrammeProblem) as told:
        load_programme(path)
    assert (told.value.file, told.value.field.endswith(field)) == (str(path), True), told.value.field
    assert words in told.value.expected
    assert str(path) in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"\xff\xfe\x00",
        b"title = ",
        b'a = "' + b"x" * 1_000_001 + b'"',
        b"a." * 5_000 + b"a = 1",
        b"x = " + b"[" * 4_000 + b"]" * 4_000,
        b"[[item]]\nkey = 'a'\n" * 2_000,
        b"item = [1, 2]",
        b"item = 1979-05-27",
        b"[item.x]\ny = 1",
        b"hours = [nan, nan]\ntitle = 'a'\nabout = 'b'\nsource = 'c'",
    ],
)
def test_a_file_that_is_no_programme_is_one_sentence(home: Path, content: bytes) -> None:
    path = home / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(ProgrammeProblem) as told:
        load_programme("broken")
    assert "\n" not in str(told.value) and "\x00" not in str(told.value) and len(str(told.value)) < 1_500


def test_the_others_still_load(home: Path) -> None:
    written(home, "title = 3", "broken")
    written(home, WHOLE)
    assert load_programme("garden").title == "Garden" and load_programme("peer-match").items
    (sentence,) = faulty()
    assert "broken.toml" in sentence and "title" in sentence


def test_what_is_no_file_is_one_sentence(home: Path) -> None:
    (home / "folder.toml").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(home / "pipe.toml")
    for asked in (home / "folder.toml", home / "pipe.toml", home / "nowhere.toml", Path("a\0b.toml"), "[/] nothing"):
        with pytest.raises(ProgrammeProblem) as told:
            load_programme(asked)
        assert "\0" not in str(told.value)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE.splitlines()) - 1), st.integers(1, 6))
def test_any_lines_left_out_are_read_or_refused(first: int, count: int) -> None:
    """Never a traceback, whatever is missing."""
    import tempfile

    lines = WHOLE.splitlines()
    del lines[first : first + count]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "garden.toml"
        path.write_text("\n".join(lines), encoding="utf-8")
        with contextlib.suppress(ProgrammeProblem):
            assert load_programme(path).key == "garden"


def test_nothing_of_programmes_is_imported_where_nobody_runs_one() -> None:
    """Today, the live screen and the workspace cost nothing more for what a group does not use."""
    code = (
        "import sys; import peer_tui.services.today, peer_tui.services.session, peer_tui.services.workspace;"
        "print([m for m in sys.modules if m.startswith('peer_tui.services.programmes') or m == 'tomllib'])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"


# --- the page that says how to write one --------------------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "docs" / "programmes.md"


def test_the_example_in_the_documentation_is_a_programme(home: Path) -> None:
    words = PAGE.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    programme = load_programme(written(home, words))
    assert programme.title == "Community garden" and programme.registers[0].columns[1].missing


def test_the_documentation_names_every_field_and_value() -> None:
    page = PAGE.read_text(encoding="utf-8")
    kinds = [kind for kind in vars(definition).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    fields = {
        name for kind in kinds if kind is not definition.Offset for name in toml_reading._fields(kind) if name != "key"
    }
    values = {*checks_of_forms.TYPES, *file_checks.NEEDS, *checks_of_forms.PREFILLED, *KINDS, *file_checks.DRAWINGS}
    missing = [
        word for word in sorted(fields | values) if not any(way + word in page for way in ("`", "[[", ".", ", `"))
    ]
    assert not missing
