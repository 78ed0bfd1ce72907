from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import Side
from peer_tui.services.templates import (
    SAY_LINES,
    TemplateProblem,
    agreement_starters,
    load_template,
    template_names,
)

GOOD = """
title = "Ours"
[[block]]
key = "welcome"
title = "Welcome"
job = "welcome"
low = 3
high = 5
"""


def test_check_01_the_seven_mapwc_blocks_in_order() -> None:
    template = load_template("mapwc")
    assert [(block.title, block.low, block.high, block.flex) for block in template.blocks] == [
        ("Welcome", 3, 5, False),
        ("Comfort / Discomfort Agreement – introductions", 3, 5, False),
        ("Minutes review", 3, 5, False),
        ("Updates on Priorities", 15, 15, False),
        ("Current topics we are addressing", 0, 0, True),
        ("Next Steps", 15, 15, False),
        ("Group goodbyes!", 2, 2, False),
    ]
    assert [block.key for block in template.blocks] == [
        "welcome",
        "agreement",
        "minutes",
        "priorities",
        "topics",
        "steps",
        "goodbyes",
    ]
    assert [block.job for block in template.blocks] == [
        "welcome",
        "agreement",
        "review",
        "priorities",
        "topics",
        "steps",
        "goodbyes",
    ]


def test_check_01_what_the_coalition_did_not_say_is_marked_ours() -> None:
    template = load_template("mapwc")
    assert [block.key for block in template.blocks if block.ours] == ["topics", "goodbyes"]
    assert [block.key for block in template.blocks if block.protected] == ["steps", "goodbyes"]
    assert (template.minutes, template.minutes_ours) == (60, True)
    # The page's own minutes: 39 to 45 without what is ours.
    stated = [block for block in template.blocks if not block.ours]
    assert (sum(block.low for block in stated), sum(block.high for block in stated)) == (39, 45)


@pytest.mark.parametrize("name", template_names())
def test_every_shipped_template_has_something_to_say(name: str) -> None:
    template = load_template(name)
    assert all(block.say for block in template.blocks)
    assert set(template.say) == set(SAY_LINES)
    assert all(template.say.values())
    assert template.about.endswith(".")
    assert sum(block.high for block in template.blocks) <= template.minutes


def test_shipped_templates_are_found_by_word() -> None:
    assert {"mapwc", "blank"} <= set(template_names())
    assert load_template(" MAPWC ") == load_template("mapwc")


def test_a_persons_own_template_and_the_sentences_it_leaves_out(tmp_path: Path) -> None:
    file = tmp_path / "book club.toml"
    file.write_text(GOOD + '[say]\ntime_up = "Time, friends."\n', encoding="utf-8")
    for given in (file, str(file)):
        template = load_template(given)
        assert (template.name, template.title, template.minutes) == ("book club", "Ours", 60)
        assert template.say["time_up"] == "Time, friends."
        assert template.say["off_record"] == load_template("blank").say["off_record"]


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("title = 3\n" + GOOD.replace('title = "Ours"', ""), "title", "text in quotes"),
        (GOOD.replace('title = "Ours"', ""), "title", "text in quotes"),
        (GOOD.replace("Ours", "a\\u0000b"), "title", "ordinary characters"),
        (GOOD.replace("Ours", "a" * 1_001), "title", "at most 1,000"),
        (GOOD.replace("low = 3", "low = 9"), "block 1, low", "no more minutes than high, which is 5"),
        (GOOD.replace("low = 3", 'low = "3"'), "block 1, low", "whole minutes"),
        (GOOD.replace("low = 3", "low = true"), "block 1, low", "whole minutes"),
        (GOOD.replace("high = 5", "high = 1441"), "block 1, high", "from 1 to 1,440"),
        (GOOD.replace("high = 5", ""), "block 1, high", "whole minutes"),
        (GOOD.replace("high = 5", "hihg = 5"), "block 1, hihg", "not known"),
        (GOOD.replace('job = "welcome"', 'job = "dance"'), "block 1, job", "one of welcome, agreement"),
        (GOOD.replace('key = "welcome"', 'key = "../up"'), "block 1, key", "small letters"),
        (GOOD + "flex = true\n", "block 1, flex", "takes what the others leave"),
        (GOOD + GOOD.replace('title = "Ours"', ""), "block 2, key", "no other block"),
        (GOOD + "protected = 1\n", "block 1, protected", "true or false"),
        ('title = "None"\n', "block", "at least one [[block]]"),
        ('title = "None"\nblock = 3\n', "block", "at least one [[block]]"),
        (GOOD + '[say]\ntimeup = "x"\n', "say, timeup", "not known"),
        ('say = "x"\n' + GOOD, "say", "a table [say]"),
        ("minutes = 0\n" + GOOD, "minutes", "from 1 to"),
        (
            'title = "Two"\n[[block]]\nkey = "a"\ntitle = "A"\nflex = true\n'
            '[[block]]\nkey = "b"\ntitle = "B"\nflex = true\n',
            "block 2, flex",
            "only one block",
        ),
        ("title = ", "", "a TOML file is expected"),
    ],
)
def test_a_bad_template_names_file_field_and_what_was_expected(
    tmp_path: Path, text: str, field: str, expected: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TemplateProblem) as caught:
        load_template(file)
    assert caught.value.field == field
    assert expected in caught.value.expected
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("word", ["nosuch", "", "../../etc/passwd", "mapwc\0", "[/] [bold]"])
def test_an_unknown_word_lists_the_shipped_ones(word: str) -> None:
    with pytest.raises(TemplateProblem, match=r"blank, .*mapwc"):
        load_template(word)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = " + b"[" * 5_000, b"#" * 1_000_001])
def test_a_file_that_is_no_template(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    with pytest.raises(TemplateProblem):
        load_template(file)


def test_a_path_that_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="could not be read"):
        load_template(tmp_path / "none.toml")
    with pytest.raises(TemplateProblem, match="could not be read"):
        load_template(tmp_path)
    with pytest.raises(TemplateProblem, match="TOML file is expected"):
        load_template("a\0b.toml")


def test_ten_comfort_and_five_discomfort_starters() -> None:
    starters = agreement_starters()
    assert {side: len(lines) for side, lines in starters.items()} == {Side.COMFORT: 10, Side.DISCOMFORT: 5}
    assert starters[Side.COMFORT][0] == "Pass at any time"
    assert starters[Side.DISCOMFORT][-1] == "Anyone may ask for something to be off the record"
