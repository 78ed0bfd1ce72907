"""Opening a link that was shown whole and confirmed: in a thread, since a browser may take seconds to begin."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from peer_tui.domain.words import say
from peer_tui.services import links

if TYPE_CHECKING:
    from peer_tui.ui.app import PeerApp


def browse(app: PeerApp, address: str, words: str) -> None:
    """Have the browser open an address; then say `words`, or why it was not opened."""
    app.run_worker(_browse(app, address, words), group="open", exit_on_error=False)


async def _browse(app: PeerApp, address: str, words: str) -> None:
    wrong = await asyncio.to_thread(links.in_browser, address)
    app.flash(wrong or say("{words} · given to the browser", words=words), "warning" if wrong else "plain")
