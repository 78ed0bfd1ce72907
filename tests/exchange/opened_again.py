"""Files that were written, opened again as their reader would: every text in them, properties and metadata included."""

from __future__ import annotations

import email
import html
import io
import json
import re
import zipfile
import zlib
from email.policy import SMTP
from typing import Any

import docx


def text_in(form: str, raw: bytes) -> str:
    """All that can be read out of a file of this format by whoever looks for it, without the language of the format."""
    match form:
        case "docx":
            return _docx(raw)
        case "pdf":
            return pdf_text(raw) + "\n" + pdf_properties(raw)
        case "eml":
            message = email.message_from_bytes(raw, policy=SMTP)
            parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
            return "\n".join([str(message[name]) for name in message] + [html.unescape(p.get_content()) for p in parts])
        case "json":
            return "\n".join(_texts(json.loads(raw)))
        case "html":
            return html.unescape(raw.decode())
        case "md":
            return re.sub(r"\\(?=[^\w\s])", "", raw.decode())
    return raw.decode()


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [said for key, part in value.items() for said in (key, *_texts(part))]
    return [said for part in value for said in _texts(part)] if isinstance(value, list) else [str(value)]


def _docx(raw: bytes) -> str:
    """Paragraphs and cells as Word shows them, then every text and attribute of every part of the file."""
    document = docx.Document(io.BytesIO(raw))
    shown = [paragraph.text for paragraph in document.paragraphs]
    shown += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                shown.append(name)
                if "style" not in name and "theme" not in name and "font" not in name.lower():
                    shown.append(html.unescape(re.sub(r"<[^>]*>", " ", parts.read(name).decode())))
    return "\n".join(shown)


# --- PDF ----------------------------------------------------------------------------------------------------------

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
_SHOWN = re.compile(
    rb"/F(?P<font>\d+) [\d.]+ Tf|\((?P<codes>(?:\\.|[^\\)])*)\) Tj|/ActualText <FEFF(?P<instead>[0-9A-F]*)>"
    rb"|(?P<end>EMC)|(?P<push>q BT)|(?P<pop>ET Q)",
    re.DOTALL,
)


def _objects(raw: bytes) -> dict[int, bytes]:
    return {int(match[1]): match[2] for match in _OBJECT.finditer(raw)}


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def pdf_text(raw: bytes) -> str:
    """What a reader copies out of the pages: each line as it is read, not as it is drawn."""
    objects = _objects(raw)
    lines = []
    for body in objects.values():
        if b"/Type /Page\n" not in body + b"\n" or b"/Contents" not in body:
            continue
        resources = objects[_reference(body, b"Resources")]
        fonts = {
            int(key): _letters(objects, int(number)) for key, number in re.findall(rb"/F(\d+) (\d+) 0 R", resources)
        }
        lines.append(_shown(_stream(objects[_reference(body, b"Contents")]), fonts))
    return "\n".join(lines)


def _shown(content: bytes, fonts: dict[int, dict[int, str] | None]) -> str:
    out: list[str] = []
    letters: dict[int, str] | None = None
    kept: list[dict[int, str] | None] = []
    instead = False
    for match in _SHOWN.finditer(content):
        if match["font"]:
            letters = fonts[int(match["font"])]
        elif match["push"]:
            kept.append(letters)
        elif match["pop"]:
            letters = kept.pop()
        elif match["instead"] is not None:
            out.append(bytes.fromhex(match["instead"].decode()).decode("utf-16-be"))
            instead = True
        elif match["end"]:
            instead = False
            out.append("\n")
        elif not instead:
            codes = _unescaped(match["codes"])
            if letters is None:
                out.append(codes.decode("windows-1252"))
            else:
                pairs = (codes[at] << 8 | codes[at + 1] for at in range(0, len(codes), 2))
                out.append("".join(letters[pair] for pair in pairs))
    return re.sub(r"\n+", "\n", "".join(out))


def pdf_properties(raw: bytes) -> str:
    """Titles, bookmarks and everything else that stands outside the pages."""
    said = []
    for body in _objects(raw).values():
        head = body.split(b"stream\n")[0]
        for match in re.finditer(rb"<feff([0-9a-f]*)>|\(((?:\\.|[^\\)])*)\)", head, re.DOTALL | re.IGNORECASE):
            if match[1] is not None:
                said.append(bytes.fromhex(match[1].decode()).decode("utf-16-be"))
            else:
                said.append(_unescaped(match[2]).decode("latin-1"))
    return "\n".join(said)


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, name
    return int(found[1])


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str] | None:
    """Code → letters, of a font that says so; None for one of the old ones."""
    body = objects[font]
    if b"/ToUnicode" not in body:
        return None
    table = _stream(objects[_reference(body, b"ToUnicode")])
    found = re.findall(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>\n", table)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in found}


def _unescaped(literal: bytes) -> bytes:
    known = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(rb"\\(.)", lambda match: known.get(match[1], match[1]), literal, flags=re.DOTALL)
