"""A process that has everything imported and forks a child for every act: a thousand starts in a minute.

A child waits until it is told to go, so that a tracer can attach to it first.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.store.faults.frame import ROOT


class Nursery:
    """Children that do an act of the scenario, or wait to.

    Use it as a context: at its end it and every child that still lives are killed.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def bear(self, act: str, home: Path, acks: Path, *, flush: bool = True, **more: Any) -> int:
        """A child that will do an act when it is told to go: its process id. Its errors go to `ACKS.errors`."""
        return int(self._ask(act=act, home=str(home), acks=str(acks), flush=flush, more=more))

    def go(self, child: int) -> None:
        """The child begins."""
        self._ask(go=child)

    def wait(self, child: int) -> int:
        """How the child ended: 0, or the negative number of the signal that killed it. Waits for it."""
        return os.waitstatus_to_exitcode(int(self._ask(wait=child)))

    def run(self, act: str, home: Path, acks: Path, **more: Any) -> int:
        """Do an act from beginning to end; how it ended."""
        child = self.bear(act, home, acks, **more)
        self.go(child)
        return self.wait(child)

    def close(self) -> None:
        """End the nursery and its children."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self, **question: Any) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("The process that forks the children has ended.")
        return answer.strip()


def _serve() -> None:
    from tests.store.faults import scenario

    _warm(scenario)
    waiting: dict[int, int] = {}
    for line in sys.stdin:
        question = json.loads(line)
        if "go" in question:
            with suppress(BrokenPipeError):  # it was killed at the very call in which it waits
                os.write(waiting[question["go"]], b"!")
            os.close(waiting.pop(question["go"]))
            answer = question["go"]
        elif "wait" in question:
            answer = os.waitpid(question["wait"], 0)[1]
        else:
            answer, waiting_end = _fork(scenario, question)
            waiting[answer] = waiting_end
        print(answer, flush=True)


def _warm(scenario: Any) -> None:
    """Do every act that ends once: what is imported late is then imported already."""
    with tempfile.TemporaryDirectory() as folder:
        acks = os.open(Path(folder) / "acks", os.O_WRONLY | os.O_CREAT)
        for act in ("hold", "resume", "stock"):
            scenario.ACTS[act](Path(folder), acks)
        os.close(acks)


def _fork(scenario: Any, question: dict[str, Any]) -> tuple[int, int]:
    """A child that is ready and waits, and the end of a pipe on which one byte lets it go."""
    read, write = os.pipe()
    is_ready, ready = os.pipe()
    child = os.fork()
    if child:
        os.close(read)
        os.close(ready)
        os.read(is_ready, 1)
        os.close(is_ready)
        return child, write
    code = 1
    try:
        os.close(write)
        os.close(is_ready)
        acks = os.open(question["acks"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        errors = os.open(question["acks"] + ".errors", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number, target in enumerate((nothing, nothing, errors)):
            os.dup2(target, number)
        if not question["flush"]:
            scenario.without_flush()
        os.close(ready)
        os.read(read, 1)
        scenario.ACTS[question["act"]](Path(question["home"]), acks, **question["more"])
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
