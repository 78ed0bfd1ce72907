"""What Textual's driver is kept from."""

from __future__ import annotations

import threading

import pytest

linux_driver = pytest.importorskip("textual.drivers.linux_driver")


class Standing:
    """As much of a driver as a continued program asks for."""

    fileno = -1

    def __init__(self, thread: threading.Thread | None) -> None:
        self._key_thread = thread
        self._auto_restart = True
        self._app = self
        self.said: list[str] = []

    def resume_application_mode(self) -> None:
        self.said.append("taken again")

    def refresh(self) -> None: ...

    def call_later(self, act: object) -> None:
        self.said.append("painted")


def test_a_program_stopped_from_outside_does_not_take_its_terminal_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    from peer_tui.ui.driver import go_on_where_it_stood

    given = linux_driver.LinuxDriver._sigcont_application
    monkeypatch.setattr(linux_driver.LinuxDriver, "_sigcont_application", given)
    go_on_where_it_stood()
    over = threading.Event()
    reading = threading.Thread(target=over.wait, daemon=True)
    reading.start()
    standing, suspended = Standing(reading), Standing(None)
    linux_driver.LinuxDriver._sigcont_application(standing, 18, None)
    linux_driver.LinuxDriver._sigcont_application(suspended, 18, None)
    over.set()
    assert (standing.said, suspended.said) == (["painted"], ["taken again"])


class Closed:
    """A terminal that takes some pieces, and then is closed."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces
        self.painted: list[str] = []

    def write(self, text: str) -> None:
        text.encode()
        if not self.left:
            raise OSError(5, "Input/output error")
        self.left -= 1
        self.painted.append(text)

    def flush(self) -> None:
        if not self.left:
            raise OSError(5, "Input/output error")


def test_a_terminal_that_was_closed_does_not_hold_the_program_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

    from peer_tui.ui.driver import paint_into_the_void

    monkeypatch.setattr(WriterThread, "run", WriterThread.run)
    paint_into_the_void()
    terminal = Closed(3)
    painter = WriterThread(terminal)  # type: ignore[arg-type]
    painter.start()

    def paint() -> None:
        for text in ("first", "half a letter: \ud800", "second", *map(str, range(4 * MAX_QUEUED_WRITES))):
            painter.write(text)
        painter.stop()

    painting = threading.Thread(target=paint, daemon=True)
    painting.start()
    painting.join(10)
    assert not painting.is_alive() and not painter.is_alive()
    assert terminal.painted == ["first", "second", "0"]
