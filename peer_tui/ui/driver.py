"""What a terminal sends is read whatever it is: bytes that are not UTF-8 become a visible mark, never a fault."""

from __future__ import annotations

import functools

_MODULES = ("linux_driver", "linux_inline_driver")


def take_any_bytes() -> None:
    """Let Textual's drivers read bytes that are not UTF-8, such as a paste in another encoding, as U+FFFD.

    Textual decodes strictly in the thread that reads the keys: one wrong byte ends that thread, and the program with
    it. Its drivers have no setting for that, so the decoder they look up is replaced. On Windows, where keys come
    decoded, there is nothing to do.
    """
    import importlib
    from codecs import getincrementaldecoder

    for name in _MODULES:
        try:
            module = importlib.import_module(f"textual.drivers.{name}")
        except ImportError:
            continue
        lenient = functools.partial(getincrementaldecoder("utf-8"), errors="replace")
        module.getincrementaldecoder = lambda _, lenient=lenient: lenient  # type: ignore[attr-defined]
