"""The subcommands, by story: each a short function that imports what it needs inside; `peer_tui.cli` gathers them."""
