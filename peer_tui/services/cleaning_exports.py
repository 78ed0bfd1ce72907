"""Words that were removed go from the files that were written for people, too (`services/exported.py` lists those)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from peer_tui.domain.redaction import MARK
from peer_tui.domain.words import say
from peer_tui.services.exported import EVERY_GROUP, LIST, Exported, exported, note_all, sum_of
from peer_tui.store.durable import read_bytes, replace_file
from peer_tui.store.problem import reason
from peer_tui.store.removing.needles import Needles

_SPELLED_OTHERWISE = ("eml", "json", "docx", "pdf")
"""Formats in whose bytes nobody's words stand as they were typed."""
_SHORTEST = 4
"""Characters below which a text is only found where it is all there is."""
_LARGEST = 20 << 20
"""Bytes of a file that is looked into; what the program writes is far smaller."""


def clean_exports(
    state: Path,
    group: str,
    meetings: Iterable[str],
    needles: Needles,
    draw: Callable[[Exported], str | bytes | None],
) -> tuple[list[Path], list[str]]:
    """Take removed words out of every file of a group that was written for a person.

    A file that is as it was written is drawn anew from the record; where that cannot be done the words are replaced,
    and what is no plain text is deleted. In a file that a person changed the words are replaced, if it is plain text;
    any other is named.

    Args:
        state: the STATE folder.
        group: the group's folder.
        meetings: the meetings whose record changed: their files are drawn anew whether the words are found or not.
        needles: the words.
        draw: what the file would hold from the record as it is now; None if it cannot be drawn.

    Returns:
        The files that were rewritten, and sentences about those that could not be.
    """
    changed = set(meetings)
    listed: list[Exported] = []
    done: list[Path] = []
    said: list[str] = []
    for one in exported(state):
        if one.group in (group, EVERY_GROUP):
            try:
                fresh = _cleaned(one, one.meeting in changed, needles, draw, said)
            except OSError as error:
                said.append(
                    say(
                        "{path} could not be looked into ({why}); it may still hold the words.",
                        path=one.path,
                        why=reason(error),
                    )
                )
                fresh = one
            if fresh is None:
                continue
            if fresh is not one:
                done.append(Path(one.path))
            one = fresh
        listed.append(one)
    with suppress(OSError):
        if (state / LIST).exists():
            note_all(state, listed)
    return done, said


def clean_last_copy(exports: Path, needles: Needles) -> Path | None:
    """Remove the file of what was copied last, and writes that were cut short, where they hold removed words.

    Returns:
        The first that did; None if none did.

    Raises:
        OSError: it is there and cannot be removed.
    """
    from peer_tui.services.clipboard import LAST_COPY

    path = exports / LAST_COPY
    found = None
    for place in (path, *exports.glob(".*.tmp")):
        raw = read_bytes(place) if place.is_file() and not place.is_symlink() else None
        if raw is not None and needles.in_bytes(raw):
            place.unlink(missing_ok=True)
            found = found or place
    return found


def _cleaned(
    one: Exported, changed: bool, needles: Needles, draw: Callable[[Exported], str | bytes | None], said: list[str]
) -> Exported | None:
    """The file as it is noted now; None if it is gone."""
    path = Path(one.path)
    if path.is_symlink() or not path.is_file():
        return None
    raw = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    if raw is None:
        said.append(say("{path} is too large to look into; it may still hold the words.", path=path))
        return one
    text = None if one.form in _SPELLED_OTHERWISE else _text(raw)
    inside = text if text is not None else words_in(raw, one.form)
    clear = inside is not None and not holds(inside, one.form, needles)
    fresh: str | bytes | None
    if sum_of(raw) == one.sha256:
        fresh = draw(one) if changed or not clear else raw
        if fresh is None and text is not None:
            fresh = without(text, one.form, needles)
        if fresh is None and clear:
            return one
        if fresh is None:
            path.unlink()
            said.append(
                say(
                    "{path} may have held the words and could not be made again without them: it was deleted.",
                    path=path,
                )
            )
            return None
    elif text is None:
        if not clear:
            said.append(
                say("{path} was changed since it was written and is no plain text; please look into it.", path=path)
            )
        return one
    else:
        fresh = without(text, one.form, needles)
        if holds(fresh, one.form, needles):
            said.append(
                say("{path} was changed since it was written and still holds a few letters of them.", path=path)
            )
    content = fresh if isinstance(fresh, bytes) else fresh.encode("utf-8", "replace")
    if content == raw:
        return one
    replace_file(path, content)
    return msgspec.structs.replace(one, sha256=sum_of(content) if sum_of(raw) == one.sha256 else one.sha256)


# --- words as a format spells them --------------------------------------------------------------------------------


def words_in(raw: bytes, form: str) -> str | None:
    """What people wrote in a file that is no plain text; None where that cannot be told, as of a PDF."""
    with suppress(ValueError, KeyError, LookupError, RecursionError, OSError):
        if form == "eml":
            from email import message_from_bytes
            from email.policy import SMTP

            message = message_from_bytes(raw, policy=SMTP)
            texts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
            attached = any(part.get_content_disposition() == "attachment" for part in message.walk())
            return None if attached else "\n".join([str(message["Subject"]), str(message["To"]), *texts])
        if form == "json":
            import json

            return json.dumps(json.loads(raw), ensure_ascii=False)
    return None


def holds(text: str, form: str, needles: Needles) -> bool:
    """Whether one of the words stands in a text file of this format, also over a line's end or with its escapes."""
    return needles.in_text(text) or without(text, form, needles) != text


def without(text: str, form: str, needles: Needles) -> str:
    """The text of a file in this format with the words replaced, also over a line's end or with its escapes."""
    # Lines of a calendar are cut anywhere, also within a word (RFC 5545 §3.1).
    uncut = text.replace("\r\n ", "") if form == "ics" else text
    given, text = text, uncut
    text = needles.replaced(text, MARK)
    for word in needles.words:
        for spelled in {word, _spelling(form)(word)}:
            parts = spelled.split()
            if len(word) >= _SHORTEST and parts:
                before = r"(?<!\w)" if spelled[0].isalnum() else ""
                behind = r"(?!\w)" if spelled[-1].isalnum() else ""
                # A lambda: the mark is no pattern.
                text = re.sub(before + r"\s+".join(map(re.escape, parts)) + behind, lambda _: MARK, text)
    return given if text == uncut else text


def _spelling(form: str) -> Callable[[str], str]:
    if form == "md":
        from peer_tui.exchange.markdown import escape

        return escape
    if form == "ics":
        return lambda word: word.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    if form == "html":
        from html import escape as escape_html

        return escape_html
    return str


def _text(raw: bytes) -> str | None:
    if b"\0" in raw:
        return None
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    return None
