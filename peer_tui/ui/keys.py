"""Which key does what: the verbs' own keys, a person's from `config.toml`, and a report of those that cannot work.

Textual takes unknown names and clashes in silence, so everything a person sets is tried here first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peer_tui.domain.words import say
from peer_tui.services.verbs import VERBS

_EATEN = frozenset(f"ctrl+{letter}" for letter in "acdefkuvwx")
"""Keys that an input line keeps for itself: a verb on one of them would never be done while somebody types."""
_TERMINAL = {
    "ctrl+h": say("backspace"), "ctrl+i": say("tab"), "ctrl+j": say("a line feed"), "ctrl+m": say("enter"),
}  # fmt: skip
"""Keys that a terminal sends as another one."""
_OURS = {
    "ctrl+p": say("the palette"),
    "ctrl+q": say("leaving"),
    "escape": say("going back"),
    "tab": say("the next pane"),
}
_EDITING = frozenset(("enter", "backspace", "delete", "insert", "space", "shift+tab")) | frozenset(
    ("left", "right", "home", "end", "up", "down", "pageup", "pagedown")
)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def key_words(key: str) -> str:
    """A key as people read it: `^N`, `F1`, `⇧F1`."""
    *held, last = key.split("+")
    if held == ["ctrl"] and len(last) == 1:
        return f"^{last.upper()}"
    if last.startswith("f") and last[1:].isdigit():
        last = last.upper()
    return "+".join([*(word.capitalize() for word in held), last])


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of every verb, as they are in force."""

    by_verb: Mapping[str, tuple[str, ...]]

    def first(self, word: str) -> str:
        """The key of a verb that is shown; empty if it has none."""
        return next(iter(self.by_verb.get(word, ())), "")

    def shown(self, word: str) -> str:
        """All keys of a verb in words."""
        return " ".join(map(key_words, self.by_verb.get(word, ())))


def usual_keys() -> Keys:
    """Every verb with its own key."""
    return Keys({verb.word: (verb.key,) if verb.key else () for verb in VERBS})


def read_keys(chosen: Mapping[str, str]) -> tuple[Keys, list[str]]:
    """The keys in force, and a sentence for everything in a person's `[keys]` that cannot work.

    A key that cannot work is left aside; a verb all of whose keys are, keeps its usual one. A person's key wins over
    another verb's usual one, which is then said.
    """
    usual = usual_keys().by_verb
    keys = dict(usual)
    warnings: list[str] = []
    owner: dict[str, str] = {}
    for name, value in chosen.items():
        word = name.removeprefix("live.")
        if word not in usual:
            warnings.append(
                say("keys.{name}: there is no such verb; F1 lists them. That key is left aside.", name=name)
            )
            continue
        good: list[str] = []
        for key in (part.strip().lower() for part in value.split(",") if part.strip()):
            trouble = _trouble(key) or (
                say("is /{owner} already", owner=owner[key]) if owner.get(key, word) != word else ""
            )
            if trouble:
                warnings.append(
                    say("keys.{name}: {key} {trouble}; it is left aside.", name=name, key=key, trouble=trouble)
                )
            else:
                owner[key] = word
                good.append(key)
        if good:
            keys[word] = tuple(good)
    for word, own in usual.items():
        if word not in owner.values() and (taken := [key for key in own if key in owner]):
            keys[word] = tuple(key for key in own if key not in owner)
            warnings.append(
                say(
                    "keys: {taken} is now /{owner}, so /{word} has no key; it can be typed.",
                    taken=taken[0],
                    owner=owner[taken[0]],
                    word=word,
                )
            )
    return Keys(keys), warnings


def _trouble(key: str) -> str:
    """Why a key cannot work on the live screen; empty if it can."""
    *held, last = key.split("+")
    if "alt" in held or "meta" in held:
        return say("cannot be used: Alt belongs to the video call")
    if not held and (len(last) == 1 or last in ("space", "underscore", "minus", "plus", "slash")):
        return say("cannot be used: a letter or sign belongs to the line you type")
    if key in _EATEN:
        return say("cannot be used: the capture line needs it for editing")
    if key in _TERMINAL:
        return say("cannot be used: terminals send it as {terminal}", terminal=_TERMINAL[key])
    if key in _OURS:
        return say("cannot be used: it is {ours}", ours=_OURS[key])
    if key in _EDITING or last in _EDITING:
        return say("cannot be used: it moves through the line or the minutes")
    is_function = last.startswith("f") and last[1:].isdigit() and 1 <= int(last[1:]) <= 24
    is_letter = held == ["ctrl"] and (last in _LETTERS or last in ("underscore", "backslash", "right_square_bracket"))
    if not is_letter and not (is_function and set(held) <= {"ctrl", "shift"}):
        return say('is not a key that terminals pass on; e.g. "ctrl+n" or "f2"')
    return ""
