"""Checksums, and lifting whole records out of broken bytes."""

from __future__ import annotations

import hashlib
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.store.record import checksum, examine, signed, words_of
from tests.store.conftest import line

WRITER = "aaaaaa-1"


def log_bytes(count: int) -> bytes:
    rows = {str(n): signed(ev.encode(line(n)), WRITER, n) for n in range(1, count + 1)}
    tables = {"log": {"1": {"format": 1, "writer": WRITER}}, "events": rows}
    return msgspec.json.format(msgspec.json.encode(tables), indent=1)


def test_the_checksum_is_the_documented_one() -> None:
    fields = {"kind": "captured", "b": "é", "a": [1, 2], "sum": "ignored"}
    canonical = json.dumps({"a": [1, 2], "b": "é", "kind": "captured"}, separators=(",", ":"), ensure_ascii=False)
    expected = hashlib.sha256(f"{canonical}\nk7q2m3-1\n7".encode()).hexdigest()[:16]
    assert checksum(fields, "k7q2m3-1", 7) == expected


def test_a_record_holds_only_in_its_own_place() -> None:
    fields = ev.encode(line(1))
    assert len({checksum(fields, writer, n) for writer in ("a-1", "b-1") for n in (1, 2)}) == 4


def test_every_single_bit_flip_is_noticed() -> None:
    raw = log_bytes(3)
    good = examine(raw, f"{WRITER}.json")
    assert good.healthy and len(good.whole) == 3
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        found = examine(bytes(flipped), f"{WRITER}.json")
        for n, fields in found.whole.items():
            assert good.whole.get(n) == fields
        if msgspec_equal(bytes(flipped), raw):
            continue
        assert not found.healthy or found.format != 1, bit


def msgspec_equal(one: bytes, other: bytes) -> bool:
    """The two say the same: the flip hit white space, or only how a value is written."""
    try:
        return bool(msgspec.json.decode(one) == msgspec.json.decode(other))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


@pytest.mark.parametrize("cut_from", ["end", "start"])
def test_check_54_complete_records_before_any_cut_are_lifted(cut_from: str) -> None:
    raw = log_bytes(4)
    ends = [n for n in range(1, 5) if f'"{n}": {{'.encode() in raw]
    assert ends == [1, 2, 3, 4]
    starts = {n: raw.rindex(f'"{n}": {{'.encode()) for n in ends}
    for cut in range(len(raw)):
        if cut_from == "end":
            found = examine(raw[:cut], f"{WRITER}.json")
            expected = {n for n in ends if n < 4 and starts[n + 1] <= cut}
        else:
            found = examine(raw[cut:], f"{WRITER}.json")
            expected = {n for n in ends if starts[n] >= cut}
        assert expected <= set(found.whole)


def test_words_of_a_damaged_record_are_shown() -> None:
    raw = log_bytes(2).replace(b'"text": "line 2"', b'"text": "lime 2"')
    found = examine(raw, f"{WRITER}.json")
    assert set(found.whole) == {1}
    assert found.damaged == {2: "line 2 · lime 2"}


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"5", b"{}", b'{"events": []}', b'{"events": {"1": 5}}', b"\0" * 4096, b"[" * 100_000, b"\xff\xfe{"],
)
def test_a_strange_file_is_never_healthy_and_never_a_crash(raw: bytes) -> None:
    found = examine(raw, "x.json")
    assert not found.healthy and not found.whole


def test_a_missing_number_is_a_gap() -> None:
    tables = msgspec.json.decode(log_bytes(4))
    del tables["events"]["2"]
    found = examine(msgspec.json.encode(tables), f"{WRITER}.json")
    assert found.gaps == [2] and not found.healthy


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2000), st.integers(0, 300))
def test_any_bytes_written_into_a_log_never_make_a_wrong_record(noise: bytes, at: int, over: int) -> None:
    raw = log_bytes(3)
    good = examine(raw, f"{WRITER}.json").whole
    at = at % len(raw)
    found = examine(raw[:at] + noise + raw[at + over :], f"{WRITER}.json")
    assert all(good.get(n) == fields for n, fields in found.whole.items())


@given(st.recursive(st.text() | st.integers(), lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts)))
@settings(max_examples=100, deadline=None)
def test_words_of_anything_is_text(value: object) -> None:
    assert isinstance(words_of(value), str)


@pytest.mark.parametrize("number", [2, 3])
def test_a_record_whose_number_is_damaged_goes_back_to_the_empty_place_where_its_checksum_holds(number: int) -> None:
    raw = log_bytes(3)
    found = examine(raw.replace(f'"{number}": {{'.encode(), b'"x": {'), f"{WRITER}.json")
    assert found.whole == examine(raw, f"{WRITER}.json").whole and found.damaged == {}
    assert not found.healthy, "stock TinyDB cannot open it: it is to be mended"
