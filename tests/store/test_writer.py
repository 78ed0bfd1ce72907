"""Device ids and slots."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from pathlib import Path

from peer_tui.store import writer as writers

HOLD = """
import sys, time
from pathlib import Path
from peer_tui.store.writer import claim
held = claim(Path(sys.argv[1]))
print(held.id, flush=True)
time.sleep(600)
"""


def test_the_id_stays_and_the_slot_is_free_again_after_release(tmp_path: Path) -> None:
    first = writers.claim(tmp_path / "state")
    assert first.slot == 1 and first.id == f"{first.device}-1" and first.lasting
    second = writers.claim(tmp_path / "state")
    assert (second.device, second.slot) == (first.device, 2)
    first.release()
    third = writers.claim(tmp_path / "state")
    assert third.id == first.id
    assert writers.device_id(tmp_path / "state") == first.device
    second.release(), third.release()


def test_a_cloned_laptop_gets_an_id_of_its_own(tmp_path: Path) -> None:
    ids = []
    for machine in ("laptop of Juniper", "laptop of Juniper", "the clone", "the clone"):
        held = writers.claim(tmp_path, machine)
        ids.append(held.id)
        held.release()
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert "Juniper" not in (tmp_path / "device.json").read_text()


def test_a_damaged_device_file_is_kept_and_a_new_id_made(tmp_path: Path) -> None:
    (tmp_path / "device.json").write_bytes(b"\0\0\0")
    held = writers.claim(tmp_path)
    assert held.lasting and (tmp_path / "device.json.damaged").read_bytes() == b"\0\0\0"
    held.release()


def test_check_58_others_running_are_counted(tmp_path: Path) -> None:
    assert writers.others_running(tmp_path / "none") == 0
    held = [writers.claim(tmp_path) for _ in range(3)]
    assert writers.others_running(tmp_path, held[0]) == 2
    assert writers.is_running(tmp_path, held[1].id)
    held[1].release()
    assert writers.others_running(tmp_path, held[0]) == 1
    assert not writers.is_running(tmp_path, held[1].id) and not writers.is_running(tmp_path, "hand-written")
    held[0].release(), held[2].release()


def test_check_58_a_lock_left_by_a_kill_does_not_block(tmp_path: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    name = run.stdout.readline().strip()
    try:
        assert writers.others_running(tmp_path) == 1
        beside = writers.claim(tmp_path)
        assert beside.slot == 2
        beside.release()
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert (tmp_path / "slot-1.lock").exists()
    after = writers.claim(tmp_path)
    assert after.id == name
    after.release()
    assert (tmp_path / "slot-1.lock").exists()
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
