"""The desk of the live screen: what the acceptance checks speak of is seen there."""

from __future__ import annotations

from tests.ui.conftest import clock, desk, workspace

__all__ = ["clock", "desk", "workspace"]
