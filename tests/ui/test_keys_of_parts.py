"""The keys of a screen in parts: one a key, with what it does in each; F1 begins with the part that is shown."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.ui.screens.keys_of_parts import elsewhere, from_here, merged, of_the_screen
from peer_tui.ui.screens.place import GO_TO, HELP, LEAVE, Act
from peer_tui.ui.screens.prepare import PARTS, PrepareScreen


class Near:
    word: ClassVar[str] = "Near"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("a", "a", "add", "add", "Adds here."),
        Act("x", "x", "drop", "drop", "Drops here."),
    )


class Far:
    word: ClassVar[str] = "Far"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("a", "a", "add", "make", "Adds there."),
        Act("apostrophe", "'", "quote", "quote", "Quotes there."),
    )


SCREEN = (*merged((Near, Far)), Act("z", "z", "undo", "take_back", "Takes back."))


def test_a_key_says_what_it_does_in_each_part() -> None:
    assert [act.shown for act in merged((Near, Far))] == ["a", "x", "'"]
    first = merged((Near, Far))[0]
    assert (first.keys, first.words, first.action) == ("a", "add", "do('a')"), "the same words are said once"
    assert first.help == "Near: Adds here. Far: Adds there."
    assert merged((Near, Far))[2].action == """do("'")""", "as Textual reads it"
    assert elsewhere(SCREEN, "'") == "Far: Quotes there." and elsewhere(SCREEN, "z") == ""


def test_help_begins_with_the_part_that_is_shown() -> None:
    shown = from_here(Near.ACTS, SCREEN)
    assert [act.shown for act in shown] == ["a", "x", "z", "'", GO_TO.shown, LEAVE.shown, HELP.shown]
    assert shown[0].help == "Adds here.", "here, not everywhere"
    assert [act.shown for act in of_the_screen(SCREEN)] == ["z"]


def test_each_key_of_each_part_of_prepare_is_one_of_the_screen() -> None:
    for part in PARTS:
        for act in part.ACTS:
            assert f"{part.word}: {act.help}" in elsewhere(PrepareScreen.ACTS, act.shown), (part.word, act.shown)
            assert callable(getattr(part, act.action)), act.action
