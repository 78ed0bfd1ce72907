"""Copying: the machine's own tool, and always a file as well; whoever calls says which worked (`product.md` §3.11).

The terminal's own way (OSC 52) belongs to the screen, which tries it where no tool worked.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from peer_tui.services.exported import write_text

PATIENCE = 1.0
"""Seconds a tool gets; one that waits for a display that is gone must not hold anybody up."""

LAST_COPY = "last-copy.txt"


def tools(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> list[list[str]]:
    """The commands that could copy here, the likeliest first, without asking whether they are installed."""
    if platform == "darwin":
        return [["pbcopy"]]
    if platform == "win32":
        return [["clip.exe"]]
    found = [["wl-copy"]] if environ.get("WAYLAND_DISPLAY") else []
    if environ.get("DISPLAY"):
        found += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return [*found, ["clip.exe"]] if environ.get("WSL_DISTRO_NAME") else found


def copy_with_tool(text: str, environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Copy with the machine's own tool; its name, or nothing if none worked. Takes at most a second a tool."""
    for command in tools(environ, platform):
        program = shutil.which(command[0])
        if program is None:
            continue
        encoding = "utf-16-le" if command[0] == "clip.exe" else "utf-8"
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                [program, *command[1:]],
                input=text.encode(encoding, "replace"),
                timeout=PATIENCE,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return command[0]
    return ""


def copy_to_file(text: str, exports: Path) -> Path | None:
    """Write the text to `last-copy.txt` in the folder of exports, for its owner only; None if that failed."""
    path = exports / LAST_COPY
    try:
        write_text(path, text if text.endswith("\n") else f"{text}\n")
    except OSError:
        return None
    return path
