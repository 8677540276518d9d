"""How many threads one operation may use: one for small work, where handing out costs more."""

import contextlib
import os
from collections.abc import Iterator

import torch

NUMBERS = 40_000
"""Numbers in the largest tensor of a step from which a second thread pays: weights in the update,
or activations of a layer. PyTorch hands out elementwise work from 32 768 numbers on."""

MULTIPLICATIONS = 4_000_000
"""Multiply-adds of one step's forward pass from which a second thread pays.

Both were measured on two free cores, as the steps per second of one thread against two, with two
hidden layers: 64 wide at batch 250 (1.1 million) 10 071 to 8 068 and at batch 500 5 470 to 4 824;
128 wide at batch 250 (4.3 million) 3 828 to 3 982; 160 wide (40 000 activations) 2 530 to 3 050;
32 wide at batch 2500 2 587 to 3 129; 256 wide (67 000 weights) at batch 1 5 376 to 8 147 and at
batch 128 1 861 to 2 434. Where another program keeps a core busy, two threads wait for each other
and are several times slower than one.
"""


@contextlib.contextmanager
def as_thread_of_training() -> Iterator[None]:
    """Set what PyTorch keeps for each thread by itself."""
    torch.set_grad_enabled(True)
    # Once a network has learned, Adam's moments become denormal numbers, with which a processor
    # works several times slower. PyTorch offers to take them for zero.
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def threads_for(parameters: int, batch: int, widest: int, most: int = 0) -> int:
    """The number of intra-op threads for steps of this size.

    The choice depends on the sizes alone, so that the same run adds up in the same order in the
    window and on the command line.

    Args:
        batch: rows of a step.
        widest: units of the widest layer.
        most: threads that a person lets a step use; 0 for as many as pay.
    """
    largest = max(parameters, batch * widest)
    is_small = largest < NUMBERS and parameters * batch < MULTIPLICATIONS
    return 1 if is_small else min(most, processors()) if most else processors()


def use_threads(parameters: int, batch: int, widest: int, most: int = 0) -> int:
    """Set and return the number of intra-op threads for steps of this size; see `threads_for`."""
    wanted = threads_for(parameters, batch, widest, most)
    if torch.get_num_threads() != wanted:
        torch.set_num_threads(wanted)
    return wanted
