"""All words on screen stand in one place, and no translation can stop the program (`docs/translating.md`)."""

from __future__ import annotations

import gettext
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui import language
from peer_tui.domain import words
from peer_tui.domain.words import both, either, installed_language, marked, marked_number, say, say_number
from peer_tui.paths import places

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ("peer-tui", "MeetBot", "Zoom")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.install(None)
    language.choose_language({})


class Given:
    """Translations that are written down here."""

    def __init__(self, said: dict[str, str], forms: dict[str, tuple[str, ...]] | None = None) -> None:
        self.said, self.forms = said, forms or {}

    def gettext(self, message: str, /) -> str:
        return self.said.get(message, message)

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        forms = self.forms.get(one, (one, many))
        return forms[0] if number == 1 else forms[-1]


@pytest.fixture(scope="module")
def gathered() -> object:
    """`scripts/words.py`, imported."""
    pytest.importorskip("babel")
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import words as script
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return script


# --- saying -------------------------------------------------------------------------------------------------------


def test_english_is_said_as_it_stands() -> None:
    assert say("Saved.") == "Saved."
    assert say("{ braces } without values") == "{ braces } without values"
    assert say("Saved {file}.", file="a.md") == "Saved a.md."
    assert say("{n:,} lines", n=1200) == "1,200 lines"
    assert say("") == ""
    assert marked("stuck") == "stuck"
    assert marked_number("{n} step", "{n} steps") == ("{n} step", "{n} steps")


def test_numbers_have_two_forms_in_english() -> None:
    assert [say_number(n, "{n} step of {who}", "{n} steps of {who}", who="Ana") for n in (0, 1, 2)] == [
        "0 steps of Ana", "1 step of Ana", "2 steps of Ana",
    ]  # fmt: skip


def test_a_value_is_never_read_as_a_place_for_another() -> None:
    assert say("{name} is here", name="{file} {0} {") == "{file} {0} { is here"
    words.install(Given({"{name} is here": "{name} está aquí"}), "es")
    assert say("{name} is here", name="{file} {0} {") == "{file} {0} { está aquí"


def test_a_language_brings_its_own_words_and_order() -> None:
    words.install(
        Given({"{a} with {b}": "con {b}, {a}", "Saved.": "Guardado."}, {"{n} step": ("{n} paso", "{n} pasos")})
    )
    assert say("{a} with {b}", a="Ana", b="Bo") == "con Bo, Ana"
    assert say("Saved.") == "Guardado."
    assert [say_number(n, "{n} step", "{n} steps") for n in (1, 5)] == ["1 paso", "5 pasos"]
    assert say("not there yet {x}", x=1) == "not there yet 1"


@pytest.mark.parametrize("bad", ["{other}", "{name", "}", "{}", "{name.missing}", "{name[x]}", "{name:Z}", "{0}"])
def test_a_translation_that_does_not_fit_gives_way_to_the_english(bad: str) -> None:
    words.install(Given({"Hello {name}.": bad}, {"{n} line of {name}": (bad, bad)}))
    assert say("Hello {name}.", name="Ana") == "Hello Ana."
    assert say_number(2, "{n} line of {name}", "{n} lines of {name}", name="Ana") == "2 lines of Ana"


def test_the_empty_text_is_not_the_header_of_a_file() -> None:
    words.install(Given({"": "Content-Type: text/plain"}))
    assert say("") == ""


# --- gathering ----------------------------------------------------------------------------------------------------


def test_the_template_is_current(gathered: object) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "words.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_text_can_be_said(gathered) -> None:
    wrong = []
    for said in gathered.found():
        if not said.many:
            continue
        for form in (said.one, said.many):
            try:
                gathered.fields(form)
            except ValueError as error:
                wrong.append(f"{said.place}: {form}: {error}")
    assert wrong == []


def test_the_script_finds_what_is_said(gathered) -> None:
    source = (
        'say("one")\nx = [say("two {a}", a=say("three"))]\nmarked("four")\nmarked_number("{n} f", "{n} fs")\n'
        'say_number(n, "{n} a", "{n} as")\ncounted(n, "{n:,} b", "{n:,} bs", "no bs")\nsay(variable)\nself.say("not")\n'
        '# Translators: a key\nsay("five")\n'
        '@click.command()\ndef plan():\n    """Plan.\n\n    More.\n    """\n'
    )
    found = list(gathered.in_python(source, "here.py"))
    assert {(one.one, one.many) for one in found if one.one} == {
        ("one", ""), ("two {a}", ""), ("three", ""), ("four", ""), ("{n} f", "{n} fs"), ("{n} a", "{n} as"),
        ("{n:,} b", "{n:,} bs"), ("no bs", ""), ("five", ""), ("Plan.\n\nMore.", ""),
    }  # fmt: skip
    assert [one.note for one in found if one.one == "five"] == ["Translators: a key"]
    layout = list(gathered.in_layout('## {{ "Summary" | say }} {{ row.text }}', "x.md.j2"))
    assert [one.one for one in layout] == ["Summary"]


def test_a_faulty_translation_is_said_and_left_out(gathered, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(gathered, "TEMPLATE", tmp_path / "words" / "peer-tui.pot")
    po = tmp_path / "es.po"
    po.write_text(
        'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "Saved {file}."\nmsgstr "Guardado {fichero}."\n\nmsgid "Done."\nmsgstr "Hecho."\n\n'
        'msgid "{n} step"\nmsgid_plural "{n} steps"\nmsgstr[0] "{n} paso"\nmsgstr[1] "{n} pasos"\n',
        encoding="utf-8",
    )
    assert gathered.compile_words(po) == 1
    assert "{fichero} is not in the English" in capsys.readouterr().err
    made = (tmp_path / "words" / "es" / "LC_MESSAGES" / "peer-tui.mo").read_bytes()
    words.install(gettext.GNUTranslations(io.BytesIO(made)), "es")
    assert (say("Done."), say("Saved {file}.", file="x")) == ("Hecho.", "Saved x.")
    assert [say_number(n, "{n} step", "{n} steps") for n in (1, 2)] == ["1 paso", "2 pasos"]


def test_the_made_up_language_leaves_the_places_of_values(gathered) -> None:
    assert gathered.made_up(" Saved {file} at {n:,} {{x}}.\n") == " ⟦Śáṽéđ {file} áť {n:,} {{ẋ}}.⟧\n"
    assert gathered.made_up("} alone {") == "⟦} áłóńé {⟧"


# --- choosing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of words that has Spanish."""
    babel = pytest.importorskip("babel.messages.catalog")
    from babel.messages.mofile import write_mo

    catalog = babel.Catalog(locale="es")
    catalog.add("Saved.", "Guardado.")
    file = tmp_path / "words" / "es" / "LC_MESSAGES" / "peer-tui.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_mo(out, catalog)
    monkeypatch.setattr("peer_tui.assets.words_folder", lambda: tmp_path / "words")
    return file


@pytest.mark.parametrize(
    "environ",
    [
        {"PEER_TUI_LANGUAGE": "es"},
        {"PEER_TUI_LANGUAGE": "es-MX"},
        {"PEER_TUI_LANGUAGE": "es_MX.UTF-8", "LANG": "en_US.UTF-8"},
        {"LANG": "es_ES.UTF-8"},
        {"LC_ALL": "es_AR", "LANG": "en_US"},
    ],
)
def test_the_language_that_is_asked_for(spanish: Path, tmp_path: Path, environ: dict[str, str]) -> None:
    language.choose_language({"PEER_TUI_HOME": str(tmp_path), **environ})
    assert (say("Saved."), installed_language()) == ("Guardado.", "es")
    assert language.language_warnings() == []


@pytest.mark.parametrize(
    "environ",
    [{}, {"LANG": "en_US.UTF-8"}, {"LANG": "C.UTF-8"}, {"LANG": "C"}, {"LANG": "de_DE.UTF-8"}, {"LANG": "../../x"},
     {"PEER_TUI_LANGUAGE": "en", "LANG": "es_ES"}],
)  # fmt: skip
def test_english_where_no_other_is_asked_for_or_there(spanish: Path, tmp_path: Path, environ: dict[str, str]) -> None:
    language.choose_language({"PEER_TUI_HOME": str(tmp_path), **environ})
    assert (say("Saved."), installed_language(), language.language_warnings()) == ("Saved.", "en", [])


@pytest.mark.parametrize("asked", ["xx", "../../etc", "es\x1b[31m", "e" * 500], ids=["none", "path", "escape", "long"])
def test_a_language_without_words_is_said(spanish: Path, tmp_path: Path, asked: str) -> None:
    language.choose_language({"PEER_TUI_HOME": str(tmp_path), "PEER_TUI_LANGUAGE": asked})
    (sentence,) = language.language_warnings()
    assert sentence.endswith("English is used. It has: en, es.")
    assert "\x1b" not in sentence and len(sentence) < 200
    assert say("Saved.") == "Saved."


def test_the_language_of_the_settings(spanish: Path, tmp_path: Path) -> None:
    at = places(environ={"PEER_TUI_HOME": str(tmp_path)}).settings
    at.write_text('language = "es"\n', encoding="utf-8")
    language.choose_language({"PEER_TUI_HOME": str(tmp_path), "LANG": "en_US.UTF-8"})
    assert say("Saved.") == "Guardado."
    language.choose_language({"PEER_TUI_HOME": str(tmp_path), "PEER_TUI_LANGUAGE": "en"})
    assert say("Saved.") == "Saved."


def test_a_translator_tries_a_file_of_their_own(spanish: Path, tmp_path: Path) -> None:
    language.choose_language({"PEER_TUI_WORDS": str(spanish), "PEER_TUI_LANGUAGE": "es"})
    assert (say("Saved."), installed_language()) == ("Guardado.", "es")


@pytest.mark.parametrize("raw", [b"", b"no words", b"\xde\x12\x04\x95" + b"\xff" * 40])
def test_a_broken_file_of_words_costs_a_sentence(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "broken.mo"
    file.write_bytes(raw)
    language.choose_language({"PEER_TUI_WORDS": str(file)})
    assert "English is used" in language.language_warnings()[0]
    assert say("Saved.") == "Saved."
    language.choose_language({"PEER_TUI_WORDS": str(tmp_path / "none.mo")})
    assert "No such file" in language.language_warnings()[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["list", "--json"], "Saved."), (["minutes", "--format", "json"], "Saved."),
     (["minutes", "--format=json"], "Saved."),
     (["list"], "Guardado."), (["minutes", "--format", "md"], "Guardado."), ([], "Guardado.")],
)  # fmt: skip
def test_what_programs_read_is_in_english(spanish: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    environ = {"PEER_TUI_HOME": str(tmp_path), "PEER_TUI_LANGUAGE": "es"}
    language.choose_language(environ, arguments)
    assert (say("Saved."), installed_language()) == (said, "es"), "the index of that language is not made anew for it"


def test_lists_are_put_together_as_the_language_does() -> None:
    assert [both(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a and b and c"]
    assert either(["a", "b"]) == "a or b"
    words.install(Given({"{one} or {other}": "{other} o {one}"}))
    assert either(["{a}", "b"]) == "b o {a}"


def test_english_loads_no_gettext(tmp_path: Path) -> None:
    program = (
        "import sys; from peer_tui.language import choose_language; choose_language(); "
        "print('gettext' in sys.modules, 'tomllib' in sys.modules)"
    )
    environ = {**os.environ, "PEER_TUI_HOME": str(tmp_path), "LANG": "en_US.UTF-8", "LC_ALL": ""}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.stdout == "False False\n", done.stderr


def test_the_whole_program_speaks_it(gathered, tmp_path: Path) -> None:
    """Help, refusals and lists of the command line in a made-up language: words are looked up at import as well."""
    made = tmp_path / "made-up.mo"
    gathered.pseudo(made)
    environ = {
        **os.environ, "PEER_TUI_HOME": str(tmp_path / "home"), "PEER_TUI_WORDS": str(made), "PYTHONUTF8": "1",
    }  # fmt: skip

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "peer_tui", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        return done.stdout + done.stderr

    def said(text: str) -> str:
        return str(gathered.made_up(text)).rstrip("⟧")

    assert said("Run a live group meeting") in run("--help")
    assert said("Put a meeting") in run("plan", "--help") and said("Its title") in run("plan", "--help")
    assert run("list").startswith(said("No meetings yet."))
    assert run("steps").startswith("⟦")
