"""Whether a word of a programme's file names a part that is there; what is wrong is told with file and field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from peer_tui.domain.events import EntryKind
from peer_tui.domain.programmes.definition import Programme
from peer_tui.domain.words import say
from peer_tui.services.programmes.toml_reading import Place, shown

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
"""What a key is made of."""


def unlike(keys: Sequence[str], place: Place, name: str) -> None:
    """Whether each key is a short word that no other of its kind has."""
    for number, key in enumerate(keys, start=1):
        here = place.at(f"{name} {number}", "key")
        if not key or not set(key) <= LETTERS:
            raise here.problem(say("small letters a to z, digits and - are expected"))
        if key in keys[: number - 1]:
            raise here.problem(say("a word that no other has is expected, not “{key}” again", key=key))


def one_of(word: str, known: Iterable[str], place: Place) -> None:
    """Whether a word is one of those that are known here."""
    names = list(known)
    if word not in names:
        if not names:
            raise place.problem(say("there is no “{word}”: the file has none of these", word=shown(word)))
        listed = ", ".join(names)
        raise place.problem(say("one of {names} is expected, not “{word}”", names=listed, word=shown(word)))


def maybe(word: str, known: Iterable[str], place: Place) -> None:
    """The same, where it may also be left out."""
    if word:
        one_of(word, known, place)


def stage_of(stage: str, programme: Programme, place: Place) -> None:
    """Whether a part stands in a stage that is there, or in none."""
    maybe(stage, (one.key for one in programme.stages), place.at("stage"))


def circle(leads: Mapping[str, Sequence[str]], place: Place) -> None:
    """Whether what leads to what comes back to where it began."""
    clear: set[str] = set()
    for start in leads:
        path: list[str] = []
        waiting = [(start, 0)]
        while waiting:
            here, depth = waiting.pop()
            del path[depth:]
            if here in path:
                circle = " → ".join((*path[path.index(here) :], here))
                raise place.problem(say("no circle is expected: {circle}", circle=circle))
            if here in leads and here not in clear:
                path.append(here)
                waiting += [(there, depth + 1) for there in leads[here] if there]
        clear.add(start)


def capture_words(programme: Programme) -> list[str]:
    """What lines can be captured as: the programme's words, and the kinds of every meeting."""
    registers = [register.word for register in programme.registers if register.word]
    return [*(word.word for word in programme.words), *registers, *(kind.value for kind in EntryKind)]
