"""Searching while somebody types: the lines that the index does not know yet are gathered once, the rest it is asked.

`Looking.find` touches nothing but what was gathered and the index, so it may run on a thread beside the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from peer_tui.domain.words import say
from peer_tui.services.indexing import is_first_reading
from peer_tui.services.opened import OpenGroup
from peer_tui.services.searching import Answer, Found, Line, found_in, lines_of, newer_shards, newest, of_hit
from peer_tui.services.workspace import Workspace
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    from peer_tui.store.index.query import Query

NOT_YET = say("The library is being read for the first time: what has not been read yet is not found.")


class Looking:
    """What is searched, as it stands when it is made.

    Args:
        workspace: the opened library.
        groups: its groups.
    """

    def __init__(self, workspace: Workspace, groups: Sequence[OpenGroup]) -> None:
        self._index = workspace.index
        self._me = workspace.device
        self._lines: list[Line] = []
        self._others: set[Shard] = set()
        self._more = 0
        ready = workspace.index.state == "ready"
        self.notice = NOT_YET if is_first_reading(workspace) else "" if ready else workspace.index.why
        """What a person must know of what is found."""
        for opened in groups:
            if not ready:
                if not self.notice or opened.folder in workspace.written:
                    self._lines += lines_of(workspace, opened, None)
            elif opened.folder in workspace.written:
                newer = newer_shards(workspace, opened)
                self._others |= set(newer)
                self._more += sum(len(workspace.read(shard).events) for shard in newer)
                self._lines += lines_of(workspace, opened, newer) if newer else []
        self._ready = ready

    def find(self, words: str, limit: int, folder: str = "", stop: Callable[[], bool] | None = None) -> Answer:
        """The newest lines that hold these words, the last of which may still be the beginning of one.

        Args:
            words: as typed so far; filters as `Query` takes them.
            limit: how many at most.
            folder: the folder of the only group to look in; empty for all.
            stop: asked now and then; True ends it, with nothing found.
        """
        from peer_tui.store.index.query import Query

        query = Query.parse(words, typing=True, folder=folder, me=self._me)
        if query.empty:
            return Answer((), said_of(query) or self.notice)
        found: list[Found] = [line for line in found_in(self._lines, query) if not (stop and stop())]
        if self._ready:
            hits = self._index.search(query, limit + self._more, stop)
            found += [of_hit(hit) for hit in hits if hit.shard not in self._others]
        return Answer(newest(found, limit), said_of(query) or self.notice)


def said_of(query: Query) -> str:
    """What of a query was not understood, in one sentence; empty if all was. It was searched all the same."""
    from peer_tui.services.searching import what_is_possible

    if query.misunderstood:
        return f"{what_is_possible(*query.misunderstood[0])}."
    if query.unclosed:
        return say("The quote is not closed: “{unclosed}” is looked for as one phrase.", unclosed=query.unclosed)
    return ""
