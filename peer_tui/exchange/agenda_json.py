"""An agenda → JSON, as other programs read it: the fields of `domain.agenda_page`, in ASCII."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from peer_tui.domain.agenda_page import AgendaPage

FORMAT = 1
"""Rises when a field changes its meaning or goes; a new field leaves it as it is."""


def agenda_as_record(page: AgendaPage) -> dict[str, Any]:
    """The agenda as values JSON knows, with what it is and its format before everything else."""
    return {"what": "agenda of a meeting", "format": FORMAT, **msgspec.to_builtins(page)}


def agenda_to_json(page: AgendaPage) -> str:
    """The whole agenda as one JSON object, indented, ending with a line end."""
    return json.dumps(agenda_as_record(page), ensure_ascii=True, indent=2) + "\n"
