"""Every harness in small, and its control, which must find what the harness must not.

The whole is run by `python -m tests.faults --all`; `docs/reliability.md` carries its table.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from tests.store.faults.frame import Harness, Missing, Outcome, harnesses

HARNESSES = harnesses()
CONTROLS = [harness for harness in HARNESSES if harness.control]
SEED = 54


def run_or_skip_loudly(harness: Harness, points: int, folder: Path, *, control: bool = False) -> Outcome:
    """One run; where the machine cannot, a warning in the summary besides the skip."""
    try:
        outcome = harness.run(points, SEED, folder, control=control)
    except Missing as lack:
        warnings.warn(f"{harness.name} WAS NOT RUN: it {lack}.", stacklevel=2)
        pytest.skip(f"{harness.name} was not run: it {lack}.")
    print(outcome)
    return outcome


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda harness: harness.name)
def test_nothing_acknowledged_is_lost(harness: Harness, tmp_path: Path) -> None:
    outcome = run_or_skip_loudly(harness, harness.subset, tmp_path)
    assert outcome.points > 0
    assert (outcome.lost, outcome.unreadable) == (0, 0), outcome.notes


@pytest.mark.parametrize("harness", CONTROLS, ids=lambda harness: harness.name)
def test_the_control_shows_that_the_harness_sees_loss(harness: Harness, tmp_path: Path) -> None:
    outcome = run_or_skip_loudly(harness, harness.control_subset, tmp_path, control=True)
    assert harness.seen_by_control(outcome), f"{harness.control}: {outcome}"
