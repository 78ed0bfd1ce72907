"""Copying from a screen: the machine's tool in a thread, else the terminal, always a file; then says which worked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from peer_tui.domain.words import say
from peer_tui.services.clipboard import copy_to_file, copy_with_tool

if TYPE_CHECKING:
    from peer_tui.ui.app import PeerApp

TERMINAL_AT_MOST = 74_994
"""Bytes a terminal takes at once (OSC 52): many cut or drop what is longer than 100,000 of base64."""


class Copier:
    """Copies pieces one after the other: a chat takes only so many characters at once."""

    def __init__(self, app: PeerApp) -> None:
        self._app = app
        self._waiting: list[str] = []
        self._count = 0

    @property
    def is_waiting(self) -> bool:
        """Another piece is to be copied."""
        return bool(self._waiting)

    def forget(self) -> None:
        """No more pieces: something else was done."""
        self._waiting = []

    def start(self, pieces: tuple[str, ...], words: str, again: str) -> None:
        """Copy the first piece; `again` names the key that copies the next one."""
        self._waiting, self._count = list(pieces), len(pieces)
        self.go_on(words, again)

    def go_on(self, words: str, again: str) -> None:
        """Copy the next piece."""
        if not self._waiting:
            return
        piece = self._waiting.pop(0)
        number = self._count - len(self._waiting)
        which = say("piece {number} of {count}", number=number, count=self._count) if self._count > 1 else ""
        more = say("{again} copies the next", again=again) if self._waiting else ""
        self._app.run_worker(
            self._copy(piece, lambda how: " · ".join(p for p in (words, which, how, more) if p)),
            group="copy", exit_on_error=False,
        )  # fmt: skip

    async def _copy(self, text: str, tell: Callable[[str], str]) -> None:
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a character can be sent nowhere
        tool, path = await asyncio.gather(
            asyncio.to_thread(copy_with_tool, text),
            asyncio.to_thread(copy_to_file, text, self._app.workspace.places.exports),
        )
        short = len(text.encode()) <= TERMINAL_AT_MOST
        if tool:
            how = say("copied with {tool}", tool=tool)
        elif short:
            self._app.copy_to_clipboard(text)
            how = say("sent to the terminal's clipboard")
        else:
            how = say("too long for the terminal's clipboard")
        file = (
            " " + say("and to {name}", name=path.name)
            if path and (tool or short)
            else say("; it is in {path}", path=path)
            if path
            else say("; no file")
        )
        self._app.flash(tell(how + file), "plain" if path and (tool or short) else "warning")
