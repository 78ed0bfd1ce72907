"""A copy without names holds none, in any format, nor in the file's name or metadata (check 44)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from email import message_from_bytes
from email.policy import default

import pytest

from peer_tui.domain.events import GroupRenamed, MeetingRenamed, PersonAdded, PersonChanged
from peer_tui.domain.naming import Audience, Privacy
from peer_tui.services import keeping, line_editing
from tests.services.conftest import Room
from tests.services.test_review_round import draft

NAMES = ("Ana Ruiz", "Bo Chen", "Mei Tan", "林小雨", "Zsofia Vandermeer", "Kwabena Nkrumah", "Oldname")
WORDS = ("Ruiz", "Chen", "Mei", "林小雨", "小雨", "Zsofia", "Vandermeer", "Kwabena", "Nkrumah", "Oldname")


@pytest.fixture
def meeting(room: Room) -> str:
    """The draft of 9 October, with names wherever words can stand."""
    room.workspace.record(room.opened, "", [
        PersonAdded(person="z", name="Oldname"), PersonChanged(person="z", name="Zsofia Vandermeer", alias="Kwabena"),
        GroupRenamed(name="Nkrumah’s Kwabena Circle"), PersonAdded(person="k", name="Kwabena Nkrumah"),
    ])  # fmt: skip
    told = draft(room)
    room.workspace.record(room.opened, told, [MeetingRenamed(title="Evening with Zsofia Vandermeer")])
    for line in ("! Mei Tan writes it", "> @bo ask 林小雨 = Zsofia has it", "~ what Oldname asked", "小雨 said so"):
        line_editing.add(room.workspace, room.opened, told, line)
    return told


def unpacked(form: str, content: bytes) -> bytes:
    """Everything a file holds, readable: its members, its mail parts, its streams."""
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
    if form == "eml":
        message = message_from_bytes(content, policy=default)
        parts = [part.get_content().encode() for part in message.walk() if not part.is_multipart()]
        return b"\n".join([str(message.items()).encode(), *parts])
    if form == "pdf":
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
        return b"\n".join([content, *(_inflated(stream) for stream in streams)])
    return content


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def held(content: bytes) -> set[str]:
    """The names, or words of them, that stand in some bytes, in any spelling a file may use."""
    found = set()
    for word in (*NAMES, *WORDS):
        spellings = {word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le"), word.encode("unicode_escape")}
        if any(re.search(rb"(?<![A-Za-z])" + re.escape(one) + rb"(?![A-Za-z])", content) for one in spellings):
            found.add(word)
    return found


@pytest.mark.parametrize("privacy", [Privacy.ROLES, Privacy.NO_NAMES])
@pytest.mark.parametrize("form", list(keeping.FORMATS))
def test_check_44_no_format_holds_a_name_in_its_words_name_or_metadata(
    room: Room, meeting: str, form: str, privacy: Privacy
) -> None:
    pytest.importorskip({"docx": "docx", "pdf": "fpdf"}.get(form, "json"))
    written = keeping.write(
        room.workspace, room.opened, meeting, form, privacy=privacy, audience=Audience.PUBLIC
    )  # fmt: skip
    assert not held(written.path.name.encode())
    assert not held(unpacked(form, written.path.read_bytes()))


@pytest.mark.parametrize("form", ["md", "txt", "html", "eml", "json", "docx"])
def test_the_search_finds_names_where_they_are_told(room: Room, meeting: str, form: str) -> None:
    pytest.importorskip("docx" if form == "docx" else "json")
    written = keeping.write(room.workspace, room.opened, meeting, form, privacy=Privacy.OWNERS)
    assert {"Bo Chen", "Mei Tan", "Zsofia"} <= held(unpacked(form, written.path.read_bytes())) | {"林小雨"}
