"""What a terminal sends is read whatever it is: bytes that are not UTF-8 become a visible mark, never a fault."""

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
