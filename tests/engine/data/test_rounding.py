"""For which columns float32 is too coarse."""

import subprocess
import sys

import numpy as np

from playground.engine.data.raw import FloatArray
from playground.engine.data.rounding import told_apart

CLOCK: FloatArray = np.arange(1.7e9, 1.7e9 + 600, 3)


def test_that_numbers_that_float32_merges_are_counted_but_not_where_they_are_only_many() -> None:
    assert told_apart(CLOCK) == (200, 6)
    assert told_apart(CLOCK - 1.7e9) is None
    many = np.random.default_rng(0).random(100_000)
    assert len(np.unique(many.astype(np.float32))) < 100_000
    assert told_apart(many) is None
    assert told_apart(np.full(9, 1.7e9 + 1)) is None


def test_that_a_preview_of_a_table_needs_no_torch() -> None:
    # Tables are read in a process of their own, which is to be there at once.
    code = "import sys, playground.engine.data.table.process.server; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
