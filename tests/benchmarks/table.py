"""A large table, from the start of the process to the last step."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROWS = 1_000_000
COLUMNS = 10
"""Nine inputs and the target."""
STEPS = 1000
_PART = 100_000


def write_table(path: Path) -> None:
    """Comma-separated numbers, whose last column is a noisy sum of the others."""
    random = np.random.default_rng(0)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join([*(f"x{n}" for n in range(1, COLUMNS)), "y"]) + "\n")
        for _ in range(ROWS // _PART):
            inputs = random.standard_normal((_PART, COLUMNS - 1))
            target = inputs.sum(axis=1) + 0.1 * random.standard_normal(_PART)
            np.savetxt(file, np.column_stack([inputs, target]), fmt="%.5f", delimiter=",")


def train_on_table() -> tuple[float, float]:
    """Seconds that `playground train` takes, and its peak resident memory in megabytes.

    The peak is that of the largest child process so far, so nothing else may be started before.
    """
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        write_table(table)
        began = time.perf_counter()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "playground", "train", str(table), "--json"),
                *("--set", "training.batch_size=256", "--steps", str(STEPS)),
            ],
            check=True,
            stdout=subprocess.PIPE,
        )
        seconds = time.perf_counter() - began
    if json.loads(done.stdout)["steps"] != STEPS:
        raise RuntimeError("the run ended early")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # Linux counts in kibibytes, macOS in bytes.
    return seconds, peak / (2**20 if sys.platform == "darwin" else 2**10)
