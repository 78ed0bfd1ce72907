"""The documents that are made from the code say what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_keys_page_is_what_the_registry_says() -> None:
    spec = importlib.util.spec_from_file_location("keys", ROOT / "scripts" / "keys.py")
    assert spec is not None
    assert spec.loader is not None
    keys = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(keys)
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == keys.page(), "run python scripts/keys.py"
