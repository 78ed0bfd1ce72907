"""Building the index of the big library from nothing, in a process of its own, beside parsing the same files."""

from __future__ import annotations

from pathlib import Path

from bench.big import Big, told_by
from bench.figure import Figure

MS_A_MEETING = 6
"""3 s for 500 meetings, 150 s for 25,000."""
_MEGABYTE = 1 << 20

_BUILD = """
import json, resource, sys, time
from pathlib import Path
from bench.big import open_home
from peer_tui.store.index import Index
room = open_home(Path(sys.argv[1]))
cache = Path(sys.argv[2])
index = Index(room.library, cache / "cache", cache / "state")
began = time.perf_counter()
while not index.refresh().finished:
    pass
took = time.perf_counter() - began
assert len(index.meetings()) >= int(sys.argv[3])
index.close()
size = sum(path.stat().st_size for path in (cache / "cache").rglob("*") if path.is_file())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
print(json.dumps({"took": took, "size": size, "peak": peak}))
"""
_PARSE = """
import json, sys, time
from pathlib import Path
began = time.perf_counter()
for path in Path(sys.argv[1], "library", "groups").rglob("*.json"):
    json.loads(path.read_bytes())
print(json.dumps({"took": time.perf_counter() - began}))
"""


def measure(folder: Path, big: Big) -> list[Figure]:
    """Seconds against a limit of its own and beside plain parsing; megabytes in memory and on disk."""
    home = str(big.home)
    parsed = told_by(_PARSE, home)
    built = told_by(_BUILD, home, str(folder / "new index"), str(big.meetings))
    name = f"index of {big.meetings:,} meetings"
    return [
        Figure(f"{name}, built from nothing", built["took"], "s", big.meetings * MS_A_MEETING / 1_000),
        Figure(f"{name}, built from nothing", built["took"], "s", 15, parsed["took"], "json.loads of every file"),
        Figure(f"{name}: most memory while building", built["peak"] / _MEGABYTE, "MB", 200),
        Figure(f"{name}: size on disk", built["size"] / _MEGABYTE, "MB", max(8, 700 * big.meetings / 25_000)),
    ]
