"""Keys typed ahead: pressed before the screen or the line stood that the key before them opened.

Textual hands a key at once to whoever has the focus. Of several in one breath, such as F2, a letter and some words, all
reach the list that stood first, and some overtake others. Here a key waits until everything is done that the one before
it set off, so that it reaches what somebody would have seen who looked before pressing it.
"""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.events import Event, Key, MouseMove
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

PATIENCE = 1.0
"""Seconds that a key waits at most for what goes on. What takes longer is stuck, or waits for more than the screen."""
_HELD_DOWN = frozenset(("up", "down", "left", "right", "pageup", "pagedown", "backspace", "delete"))
"""Keys that somebody holds down. They do not wait for each other, so that a list stops when the key is let go."""
_TURNS = 200
"""So many turns of the loop are waited without a pause: what is on its way needs no time but its turns."""
_PAUSE = 0.002
"""Seconds of a pause after that."""


class TypedAhead:
    """Gives out keys, pastes and clicks one after the other. While none waits it does nothing.

    Args:
        app: whose they are.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[Event] = deque()
        self._given: Event | None = None
        """Whose turn has come, on its way to the app once more."""
        self._last: Event | None = None
        self._by: MessagePump | None = None
        """Who does the last key within its own turn: whatever comes next reaches them after it."""
        self._giving: asyncio.Task[None] | None = None

    def may_go(self, event: Event) -> bool:
        """Whether the turn of this key, paste or click has come. If not, it is kept, and comes to the app again."""
        if isinstance(event, MouseMove):
            return True
        if event is self._given:
            self._given = None
        elif self._giving is not None or not (self._need_not_wait(event) or self._is_still(asked_by_app=True)):
            self._waiting.append(event)
            if self._giving is None:
                self._giving = asyncio.create_task(self._give_out())
            return False
        here = self._app.focused
        self._last, self._by = event, here if _does_at_once(here, event) else None
        return True

    def _need_not_wait(self, event: Event) -> bool:
        if self._by is not None:
            return self._by is self._app.focused
        both = (self._last, event)
        return all(isinstance(one, Key) and one.key in _HELD_DOWN for one in both)

    async def _give_out(self) -> None:
        try:
            is_stuck = False
            while self._waiting:
                if not (is_stuck or self._need_not_wait(self._waiting[0])):
                    is_stuck = not await _until(self._is_still, PATIENCE)
                self._given = self._waiting.popleft()
                if not self._app.post_message(self._given):
                    return  # The program is ending.
                while not await _until(lambda: self._given is None, PATIENCE):
                    pass  # The app itself is at work, and takes it afterwards.
        finally:
            self._giving = self._given = None

    def _is_still(self, asked_by_app: bool = False) -> bool:
        """Whether nobody has anything to do. An app that asks is of course at work itself."""
        app = self._app
        try:
            if _has_more(app) or not (asked_by_app or _is_at_rest(app)):
                return False
            # What is to be done once the screen is drawn, such as giving a line the focus.
            is_drawn = not app.screen_stack or not app.screen._callbacks
            return is_drawn and all(map(_is_at_rest, list(app._registry)))
        except AttributeError:
            return True  # Another Textual, whose insides are others: keys then wait for nothing, as without this.


async def _until(is_so: Callable[[], bool], patience: float) -> bool:
    now = asyncio.get_running_loop().time
    end, turns = now() + patience, 0
    while now() < end:
        if is_so():
            # Once more a turn later: what is just handed to somebody else is with nobody for a moment.
            await asyncio.sleep(0)
            if is_so():
                return True
        turns += 1
        await asyncio.sleep(0 if turns < _TURNS else _PAUSE)
    return False


def _does_at_once(focused: MessagePump | None, event: Event) -> bool:
    """Whether who has the focus does this key within its own turn, and hands nothing on that is to be waited for."""
    if not isinstance(event, Key) or not _takes_words(focused):
        return False
    own: Callable[[Key], bool] | None = getattr(focused, "does_at_once", None)
    return event.is_printable if own is None else own(event)


def _takes_words(focused: MessagePump | None) -> bool:
    # There is no field of several lines before its module was loaded, for which the first picture need not wait.
    several = sys.modules.get("textual.widgets._text_area")
    return isinstance(focused, Input) or (several is not None and isinstance(focused, several.TextArea))


# Textual has no public word for "nobody has anything to do" (its tests look whether the processor rests), so these two
# read what it keeps for itself: the queue, the message taken out of it ahead, and what follows the present message.
# None of it may be there in another Textual, or another Python: `_is_still` then says yes.


def _has_more(pump: MessagePump) -> bool:
    return bool(pump.message_queue_size) or pump._pending_message is not None


def _is_at_rest(pump: MessagePump) -> bool:
    if pump._closing or pump._closed:
        return True
    if not pump.is_running or _has_more(pump) or pump._next_callbacks:
        return False
    # Somebody waits for the next message only when the last one has been handled whole.
    return bool(pump._message_queue.ready_event._waiters)
