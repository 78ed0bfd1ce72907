"""The words on screen, in the language that was chosen at the start; English where there is no other.

The English text is the key: `say("Saved {file}.", file=name)` looks the sentence up and puts the values in. What a
language brings is installed once, by `peer_tui/language.py`, before any other module is imported: words of module
constants are looked up at their import. Nothing is loaded for English, and no translation can stop the program: one
that does not fit its values is passed over for the English.

`scripts/words.py` finds the texts by these names, so the text itself must stand in the call, as it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol

    class Translations(Protocol):
        """What `gettext.GNUTranslations` offers, and anything that offers the same."""

        def gettext(self, message: str, /) -> str:
            """The text in the language; the same text where it has none."""
            ...

        def ngettext(self, one: str, many: str, number: int, /) -> str:
            """The form of a text that fits a number."""
            ...


_translations: Translations | None = None
_language = "en"
_for_a_program: ContextVar[bool] = ContextVar("_for_a_program", default=False)
"""Of this thread alone: what is said goes into a file that a program reads."""


def install(translations: Translations | None, language: str = "en") -> None:
    """From here on, words come from `translations`; None is English.

    Args:
        translations: of one language.
        language: its name as a language tag, e.g. `es`: what pages that name their language say.
    """
    global _translations, _language
    _translations, _language = translations, language


def installed_language() -> str:
    """The language words are shown in, e.g. `en` or `es`."""
    return _language


@contextmanager
def as_programs_read(wanted: bool = True) -> Iterator[None]:
    """Inside it every word is English, whatever the language on screen: programs compare the words of data.

    Words that were looked up before, such as those of module constants, stay as they are: what data is made of must be
    `marked`, and said where it is made.

    Args:
        wanted: False leaves the language as it is, for what is drawn as data or as a page by the same function.
    """
    token = _for_a_program.set(wanted or _for_a_program.get())
    try:
        yield
    finally:
        _for_a_program.reset(token)


def say(text: str, /, **values: object) -> str:
    """A text in the language that was chosen, with its values in their places.

    Args:
        text: in English; with values, `{name}` is the place of one (also `{name:,}`), and `{{` is a brace.
        values: a value is set as it is: braces in it mean nothing. Without any, braces in the text mean nothing.
    """
    if _translations is None or not text or _for_a_program.get():
        return text.format(**values) if values else text
    said = _translations.gettext(text)
    if not values:
        return said
    return _filled(said, text, values)


def say_number(number: int, one: str, many: str, /, **values: object) -> str:
    """A text that counts: `say_number(3, "{n} step", "{n} steps")` is `3 steps`.

    Args:
        number: what is counted; it stands in the text as `{n}`, or `{n:,}` where it may be large.
        one: the English text for one.
        many: the English text for every other number, none too.
        values: what else stands in the text.
    """
    english = one if number == 1 else many
    if _translations is None or _for_a_program.get():
        return english.format(n=number, **values)
    return _filled(_translations.ngettext(one, many, number), english, {"n": number, **values})


def both(items: Iterable[str]) -> str:
    """All of them: `a`, `a and b`, `a and b and c`; empty for none."""
    return _put_together(items, lambda one, other: say("{one} and {other}", one=one, other=other))


def either(items: Iterable[str]) -> str:
    """One of them: `a`, `a or b`, `a or b or c`; empty for none."""
    return _put_together(items, lambda one, other: say("{one} or {other}", one=one, other=other))


def marked(text: str, /) -> str:
    """The same text: it is kept, or chosen, here, and shown by `say` elsewhere; the mark lets translators find it."""
    return text


def marked_number(one: str, many: str, /) -> tuple[str, str]:
    """The two forms of a text that counts, as they are: kept here, and shown by `say_number(n, *forms)` elsewhere."""
    return one, many


def _put_together(items: Iterable[str], pair: Callable[[str, str], str]) -> str:
    said = ""
    for number, item in enumerate(items):
        said = pair(said, item) if number else item
    return said


def _filled(said: str, english: str, values: dict[str, object]) -> str:
    try:
        return said.format(**values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return english.format(**values)
