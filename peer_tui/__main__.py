"""`python -m peer_tui`: the same as the `peer-tui` command."""

from __future__ import annotations

from peer_tui.cli import main

if __name__ == "__main__":
    main()
