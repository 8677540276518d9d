"""How many threads one operation may use: one for small work, where handing out costs more."""

import os

import torch

WORK_PER_STEP = 2_000_000
"""Multiply-adds of one step's forward pass from which a second thread pays (measured)."""


def use_threads(parameters: int, batch: int) -> int:
    """Set and return the number of intra-op threads for steps of this size.

    The choice depends on the sizes alone, so that the same run adds up in the same order in the
    window and on the command line.
    """
    work = parameters * batch
    wanted = 1 if work < WORK_PER_STEP else max(1, os.cpu_count() or 1)
    if torch.get_num_threads() != wanted:
        torch.set_num_threads(wanted)
    return wanted
