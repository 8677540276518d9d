"""Independent random numbers for each thing that is drawn, all from the one data seed."""

from typing import Literal

import numpy as np

Purpose = Literal["positions", "noise", "split"]

_KEYS: dict[Purpose, int] = {"positions": 0, "noise": 1, "split": 2}


def stream(seed: int, purpose: Purpose) -> np.random.Generator:
    """The generator for one purpose.

    Streams of the same seed do not touch one another: more noise leaves positions and split as
    they are. Keys go in as spawn keys because `SeedSequence((5,))` equals `SeedSequence((5, 0))`.
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_KEYS[purpose],)))
