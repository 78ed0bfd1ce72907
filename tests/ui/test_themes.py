from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import Footer, Input, Static

from peer_tui import assets
from peer_tui.ui.themes import OWN_VARIABLES, load_themes, simple_fields, stand_ins

SHIPPED, _ = load_themes()
GROUNDS = ("background", "surface", "panel")
TEXTS = (
    "foreground",
    "foreground-muted",
    "text",
    "text-muted",
    "text-primary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    *OWN_VARIABLES,
)
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS] + [
    ("footer-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("foreground", "screen-selection-background"),
]


def luminance(colour: Color) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in colour.rgb)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def on_ground(text: str, ground: Color) -> Color:
    """The colour that is seen: `auto 87%` is worked out from the ground, and a transparent one is mixed with it."""
    if text.startswith("auto"):
        share = float(text.split()[1].rstrip("%")) / 100 if " " in text else 1.0
        return ground.blend(ground.get_contrast_text(1.0), share, 1.0)
    colour = Color.parse(text)
    return ground.blend(colour, colour.a, 1.0)


def colours(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def test_the_contrast_formula_itself() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color.parse("#fff")) == pytest.approx(4.54, abs=0.01)


def test_the_six_shipped_themes_load_without_a_word() -> None:
    themes, warnings = load_themes()
    assert warnings == []
    assert {theme.name for theme in themes} == {
        "peer",
        "peer-light",
        "contrast-dark",
        "contrast-light",
        "blue-orange",
        "monochrome",
    }
    assert {path.stem for path in assets.theme_files()} == {theme.name for theme in themes}


@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
def test_check_80_text_contrast(theme: Theme) -> None:
    least = 7.0 if theme.name.startswith("contrast-") else 4.5
    named = colours(theme)
    for text, ground in PAIRS:
        below = on_ground(named[ground], Color.parse(named["background"]))
        found = contrast(on_ground(named[text], below), below)
        assert found >= least, f"{theme.name}: {text} on {ground} is {found:.2f}, not {least}"


def test_check_77_monochrome_has_no_colour_at_all() -> None:
    (theme,) = (theme for theme in SHIPPED if theme.name == "monochrome")
    for name, value in colours(theme).items():
        if value.startswith("#"):
            red, green, blue = Color.parse(value).rgb
            assert max(red, green, blue) - min(red, green, blue) <= 2, f"{name} is {value}"


@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
async def test_the_app_takes_each_theme(theme: Theme) -> None:
    class Small(App[None]):
        CSS = "\n".join(f".{name} {{ color: ${name}; border: round $border-blurred; }}" for name in OWN_VARIABLES)

        def compose(self) -> ComposeResult:
            for name in OWN_VARIABLES:
                yield Static("words", classes=name, markup=False)
            yield Input()
            yield Footer()

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return stand_ins(self.current_theme)

    app = Small()
    async with app.run_test() as pilot:
        app.register_theme(theme)
        app.theme = theme.name
        await pilot.pause()
        assert app.query_one(".quiet").styles.color == Color.parse(theme.variables["quiet"])


@pytest.mark.parametrize("name", ["nord", "textual-light", "ansi-dark"])
def test_textuals_own_themes_get_stand_ins(name: str) -> None:
    assert set(stand_ins(BUILTIN_THEMES[name])) == set(OWN_VARIABLES)


def test_a_persons_own_theme(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\nprimary = "#ff8800"\nwarning = "#ffee00"\n', encoding="utf-8")
    (tmp_path / "peer.toml").write_text('name = "peer"\nprimary = "red"\n', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a theme", encoding="utf-8")
    themes, warnings = load_themes(tmp_path)
    found = {theme.name: theme for theme in themes}
    assert warnings == []
    assert len(themes) == 7
    assert found["mine"].variables["time-soon"] == colours(found["mine"])["warning"]
    assert found["mine"].variables["time-over"] == colours(found["mine"])["error"]
    assert found["peer"].primary == "red"


def test_no_folder_of_ones_own(tmp_path: Path) -> None:
    assert load_themes(tmp_path / "none") == load_themes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('primary = "#fff"', "name is missing"),
        ('name = "x"', "primary is missing"),
        ('name = ""\nprimary = "#fff"', "name should be a word"),
        ('name = "x"\nprimary = 3', "primary should be text in quotes"),
        ('name = "x"\nprimary = "no colour"', "a colour in it cannot be used"),
        ('name = "x"\nprimary = "#fff"\ndark = "yes"', "dark should be true or false"),
        ('name = "x"\nprimary = "#fff"\ntext_alpha = true', "text_alpha should be a number"),
        ('name = "x"\nprimary = "#fff"\ncolour = "red"', "colour is not a field of a theme"),
        ('name = "x"\nprimary = "#fff"\nvariables = 3', "variables should be a table"),
        ('name = "x"\nprimary = "#fff"\n[variables]\nquiet = 3', "variables.quiet should be text"),
        ('name = "x"\nprimary = "#fff"\n[variables]\nquiet = "auto 60%"', "variables.quiet should be a colour"),
        ('name = "x"\nprimary = "#fff"\n[variables]\nborder = "red; }"', "variables.border should be a colour"),
        ('name = "x"\nprimary = "#fff"\n[variables]\nlink-style = "loud"', "variables.link-style should be a style"),
        ('name = "x"\nprimary = "#fff"\n[variables]\n"a b" = "red"', "variables.a b is not a variable"),
        ('name = "x', "not valid TOML"),
        ("#" * 100_001, "far too large"),
    ],
)
def test_a_theme_that_cannot_be_used_is_told_and_left_aside(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "bad.toml").write_text(content, encoding="utf-8")
    themes, warnings = load_themes(tmp_path)
    assert len(themes) == 6
    assert len(warnings) == 1
    assert words in warnings[0]
    assert "bad.toml" in warnings[0]
    assert "\n" not in warnings[0]


@pytest.mark.parametrize("path", assets.theme_files(), ids=lambda path: path.stem)
def test_the_shipped_themes_are_read_without_what_reads_all_of_toml(path: Path) -> None:
    """The first picture waits for one of them."""
    assert simple_fields(path.read_text(encoding="utf-8")) == tomllib.loads(path.read_text(encoding="utf-8"))


_PIECES = st.sampled_from(
    ["name", "dark", "a-b", "1", "[variables]", "[x]", "variables", " = ", "=", "true", "false", '"', '"#fff"', "\\",
     "0.5", "#", " ", "\n", "\r", "\r\n", "\t", "\x0c", "é", ".", "'", "[", "\ufeff"]
)  # fmt: skip
_LINES = st.sampled_from(['name = "a"', "dark = true", "[variables]", "# words", "", 'quiet = "b"  ', " dark = false"])


@given(st.lists(_PIECES).map("".join) | st.lists(_LINES, max_size=5).map("\n".join))
@example('variables = "a"\n[variables]\n')
@example('name = "a"\x0c\n')
@example('a = "b" # c"')
@example("a = true\r")
def test_what_is_read_without_it_says_what_toml_says(text: str) -> None:
    fields = simple_fields(text)
    if fields is not None:
        assert fields == tomllib.loads(text)
