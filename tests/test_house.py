"""The laws of the house that neither ruff nor the import contracts can see (`docs/architecture.md`, "Rooms")."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = sorted((ROOT / "peer_tui" / "domain").rglob("*.py"))

FORBIDDEN_IN_DOMAIN = {
    "glob",
    "importlib.resources",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "uuid",
}
READS_A_CLOCK = {"now", "today", "utcnow"}

NO_TEXTUAL = """
import sys
sys.argv = ["peer-tui", *sys.argv[1:]]
code = 0
try:
    from peer_tui.cli import main
    main()
except SystemExit as left:
    code = left.code or 0
print("code", code, "textual", "textual" in sys.modules, file=sys.stderr)
"""


def run_python(program: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PEER_TUI_HOME": str(home), "PYTHONUTF8": "1"}
    environ.pop("PEER_TUI_DATA", None)
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_session_runs_without_textual(tmp_path: Path) -> None:
    program = "import sys; import peer_tui.services.session; print('textual' in sys.modules)"
    done = run_python(program, home=tmp_path)
    assert (done.stdout, done.returncode) == ("False\n", 0), done.stderr


def test_importing_the_package_imports_nothing_else(tmp_path: Path) -> None:
    program = "import sys; before = set(sys.modules); import peer_tui; print(sorted(set(sys.modules) - before))"
    done = run_python(program, home=tmp_path)
    assert done.stdout == "['peer_tui']\n", done.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["steps"], ["list"], ["minutes"]], ids=lambda words: words[0])
def test_the_quick_commands_never_import_textual(tmp_path: Path, arguments: list[str]) -> None:
    done = run_python(NO_TEXTUAL, *arguments, home=tmp_path)
    # 1 is an answer too: there are no minutes in an empty library. 2 would mean that the command is not known.
    assert re.fullmatch(r"code [01] textual False", done.stderr.strip().splitlines()[-1]), done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_told(tmp_path: Path) -> None:
    from peer_tui import __version__

    done = run_python(NO_TEXTUAL, "--version", home=tmp_path)
    assert __version__ in done.stdout


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.stem)
def test_the_domain_reads_no_clock_no_disk_and_no_dice(path: Path) -> None:
    assert list(offences(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import os.path as p",
        "from random import choice",
        "from importlib.resources import files",
        "def f():\n    import time",
        "open('x')",
        "x = dt.datetime.now(dt.UTC)",
        "clock.now()",
        "dt.date.today()",
        "__import__('os')",
    ],
)
def test_the_domain_check_sees(line: str) -> None:
    assert len(list(offences(line))) == 1


def offences(source: str) -> Iterator[str]:
    """What a module of the domain must not do, one sentence a place."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            names = []
        for name in names:
            if name in FORBIDDEN_IN_DOMAIN or name.split(".")[0] in FORBIDDEN_IN_DOMAIN:
                yield f"line {node.lineno} imports {name}"
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in {"open", "__import__", "input", "print"}:
                yield f"line {node.lineno} calls {called.id}"
            if isinstance(called, ast.Attribute) and called.attr in READS_A_CLOCK:
                yield f"line {node.lineno} calls .{called.attr}"


# --- what may stand in a file of the project --------------------------------------------------------------------

# In pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile("|".join(re.escape("/" + folder) for folder in ("work/", "root/", "tmp/team")))
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?P<domain>(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
# RFC 2606 keeps these for examples: nobody can have an address there.
ALLOWED_DOMAINS = re.compile(r"(?:.*\.)?(?:example\.(?:org|com|net)|example|invalid)$|(?:.*\.)?noreply\..*$")
PHONE = re.compile(r"(?<![\w.+-])(?:\+?1[-. ])?(?:\(\d{3}\) ?\d{3}-\d{4}|\d{3}([-. ])\d{3}\1\d{4})(?![\w-])")


def project_files() -> list[Path]:
    """Every file that is, or would be, tracked; in an unpacked archive every file that is not made by a tool."""
    listed = (
        subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if (ROOT / ".git").exists()
        else None
    )
    if listed is not None and listed.returncode == 0:
        names = [name for name in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if name]
        return [path for name in names if (path := ROOT / name).is_file()]
    made = {".venv", ".git", "build", "dist", "__pycache__"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not any(part in made or part.endswith("_cache") for part in path.relative_to(ROOT).parts)
    ]


def findings(text: str) -> Iterator[str]:
    """What must not stand in a file of the project: a path of somebody's machine, an e-mail address, a phone number."""
    for found in MACHINE_PATHS.finditer(text):
        yield f"a machine's path: {found.group()}"
    for found in EMAIL.finditer(text):
        if not ALLOWED_DOMAINS.match(found["domain"].casefold()):
            yield f"an e-mail address: {found.group()}"
    for found in PHONE.finditer(text):
        yield f"a phone number: {found.group()}"


def test_no_file_names_a_machine_an_address_or_a_phone_number() -> None:
    files = project_files()
    assert ROOT / "pyproject.toml" in files
    bad = []
    for path in files:
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        bad += [f"{path.relative_to(ROOT)}: {finding}" for finding in findings(text)]
    assert bad == []


def test_the_search_finds_what_it_should() -> None:
    machine, at, dash = "/" + "work" + "/x", "@", "-"
    assert len(list(findings(f"see {machine}"))) == 1
    assert len(list(findings(f"write to mei{at}somewhere.org"))) == 1
    assert len(list(findings(f"call 617{dash}555{dash}0123 or (617) 555{dash}0123"))) == 2
    harmless = "mei@example.org, a@users.noreply.github.com, https://example.org/framework/x, 2024-11-13, 18c2-0001-a"
    assert list(findings(harmless)) == []
