"""Searching beside the screen while somebody types: only the newest words are looked for, older ones are given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from peer_tui.services.looking import Looking
from peer_tui.services.searching import Answer

Tell = Callable[[str, Answer], None]
"""Told on the searching thread which words were looked for, and what was found."""


class Finder:
    """One thread that looks for the words it was given last.

    Args:
        looking: what is searched.
        limit: how many lines at most.
        tell: is told what was found.
    """

    def __init__(self, looking: Looking, limit: int, tell: Tell) -> None:
        self._looking = looking
        self._limit = limit
        self._tell = tell
        self._words: str | None = None
        """What is still to be looked for."""
        self._asked = threading.Condition()
        self._ended = False
        # A daemon: a disk that never answers must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="peer-tui search", daemon=True)
        self._thread.start()

    def look_for(self, words: str) -> None:
        """Look for these words; what is being looked for now is given up."""
        with self._asked:
            self._words = words
            self._asked.notify()

    def search_in(self, looking: Looking) -> None:
        """From now on search this; the library has changed."""
        self._looking = looking

    def end(self) -> None:
        """Look for nothing any more."""
        with self._asked:
            self._ended = True
            self._asked.notify()

    def _run(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._ended or self._words is not None)
                if self._ended:
                    return
                words, self._words = self._words or "", None
            # A fault here must not end the thread: the next letter asks again.
            with suppress(Exception):
                answer = self._looking.find(words, self._limit, stop=self._is_given_up)
                if not self._is_given_up():
                    self._tell(words, answer)

    def _is_given_up(self) -> bool:
        return self._ended or self._words is not None
