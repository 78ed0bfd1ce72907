"""What every test with a screen needs: a pilot that waits for keys that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _pilots_wait_for_keys() -> Iterator[None]:
    """A key that waits stands in no queue that a pilot looks at: on a busy machine it would not be waited for."""
    from textual.pilot import Pilot

    looks = Pilot._wait_for_screen

    async def wait(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
        ahead = getattr(pilot.app, "_typed_ahead", None)
        while ahead is not None and ahead._giving is not None and pilot.app.is_running:
            await asyncio.sleep(0.002)
        return await looks(pilot, timeout)

    # Not the test's own `monkeypatch`: that would be made before every other fixture, and undone only after them all.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pilot, "_wait_for_screen", wait)
        yield
