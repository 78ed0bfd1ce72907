"""What Textual's driver of the terminal is kept from: ending at a strange byte or with its terminal, reading twice."""

from __future__ import annotations

import functools
import sys


def take_any_bytes() -> None:
    """Let Textual's driver read bytes that are not UTF-8, such as a paste in another encoding, as U+FFFD.

    Textual decodes strictly in the thread that reads the keys: one wrong byte ends that thread, and the program with
    it. Its driver has no setting for that, so the decoder it looks up is replaced. On Windows, where keys come
    decoded, there is nothing to do.
    """
    if sys.platform == "win32":
        return
    from codecs import getincrementaldecoder

    from textual.drivers import linux_driver

    lenient = functools.partial(getincrementaldecoder("utf-8"), errors="replace")
    linux_driver.getincrementaldecoder = lambda _: lenient  # type: ignore[attr-defined]  # a name it imports


def go_on_where_it_stood() -> None:
    """Let a program that was stopped from outside (SIGSTOP) go on with the terminal it never left.

    Textual gives the terminal back before it stops itself, and takes it again when it is continued. It does the latter
    also after a stop that it was not told of; then two threads read the keys: letters overtake one another, and at the
    end one of the threads waits for a key that nobody will press. On Windows nothing stops a program this way.
    """
    if sys.platform == "win32":
        return
    import termios
    from contextlib import suppress

    from textual.drivers.linux_driver import LinuxDriver

    take_again = LinuxDriver._sigcont_application

    def continued(driver: LinuxDriver, *_: object) -> None:
        if driver._key_thread is None or not driver._key_thread.is_alive():
            take_again(driver)
            return
        # A shell may have had the terminal meanwhile: it is made to give every key at once again, and painted anew.
        with suppress(termios.error, OSError, ValueError):
            modes = termios.tcgetattr(driver.fileno)
            modes[0], modes[3] = driver._patch_iflag(modes[0]), driver._patch_lflag(modes[3])
            termios.tcsetattr(driver.fileno, termios.TCSANOW, modes)
        driver._app.call_later(driver._app.refresh)

    LinuxDriver._sigcont_application = continued  # type: ignore[method-assign, assignment]  # it has no setting for this


def paint_into_the_void() -> None:
    """Let a program whose terminal was closed come to its end, instead of waiting for ever to paint its last pictures.

    Textual paints from a thread that ends at the first error. From then on nobody takes what is to be painted, and
    after thirty pieces the program itself stands still: it hears no signal, keeps what is unsaved nowhere, and holds
    its slot. Here the thread goes on taking, and throws away what cannot be painted.
    """
    from contextlib import suppress

    from textual.drivers._writer_thread import WriterThread

    def run(thread: WriterThread) -> None:
        gone = False
        while (text := thread._queue.get()) is not None:
            if gone:
                continue
            try:
                thread._file.write(text)
                if thread._queue.qsize() == 0:
                    thread._file.flush()
            except UnicodeError:
                continue  # one piece that this terminal has no letters for
            except (OSError, ValueError):
                gone = True
        with suppress(OSError, ValueError):
            thread._file.flush()

    WriterThread.run = run  # type: ignore[method-assign, assignment]  # it has no setting for this
