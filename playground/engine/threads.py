"""How many threads one operation may use: one for small work, where handing out costs more."""

import os

import torch

WORK_PER_STEP = 8_000_000
"""Multiply-adds of one step's forward pass from which a second thread pays.

Measured on two free cores with batches of 250, as one thread against two: 2-128-128-1 (4 million)
3 320 to 3 160 steps a second, 2-256-256-1 (17 million) 920 to 1 370. Where another program keeps a
core busy, a second thread makes steps ten times slower and worse, so it must be worth it.
"""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def use_threads(parameters: int, batch: int) -> int:
    """Set and return the number of intra-op threads for steps of this size.

    The choice depends on the sizes alone, so that the same run adds up in the same order in the
    window and on the command line.
    """
    work = parameters * batch
    wanted = 1 if work < WORK_PER_STEP else processors()
    if torch.get_num_threads() != wanted:
        torch.set_num_threads(wanted)
    return wanted
