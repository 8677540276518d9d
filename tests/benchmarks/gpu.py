"""Prints how much faster CUDA graphs are than single steps on the same GPU.

Usage: python tests/benchmarks/gpu.py [--seconds S] [--rounds N]

Each round times both in turn, so that a change in the speed of the device affects both sides of the
ratio. Every chunk is as long as in the window, and ends when its losses have reached the CPU. If
there is no GPU, it says so in one sentence.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[2]))

from playground.engine.data.dataset import build_dataset
from playground.engine.run.budget import ChunkSize
from playground.engine.steppers.cuda.stepper import CudaGraphStepper
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.stepper import Stepper
from playground.engine.training.trainer import Trainer
from tests.benchmarks.cases import CASES, SMALL, Case
from tests.benchmarks.figures import say

LARGER = Case(
    "10-256×3-1 relu, batch 250, Adam",
    "random10",
    (
        *SMALL,
        "data.samples=2500",
        "network.hidden=256,256,256",
        "network.activation=relu",
        "training.optimizer=adam",
        "training.batch_size=250",
    ),
)
GPU_CASES = (CASES[0], LARGER)
WARM_UP = 100


class Timed:
    """A stepper that stays in its run between two timings."""

    def __init__(self, stepper: Stepper) -> None:
        self.stepper = stepper
        self._chunk = ChunkSize()
        taken = 0
        while taken < WARM_UP:
            taken += len(stepper.advance(WARM_UP - taken))

    def rate(self, seconds: float) -> float:
        """Steps per second."""
        began, steps = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            chunk = time.perf_counter()
            taken = len(self.stepper.advance(self._chunk.steps, epochs=2**31))
            self._chunk.adapt(taken, time.perf_counter() - chunk)
            steps += taken
        return steps / (time.perf_counter() - began)


def compare(case: Case, device: torch.device, seconds: float, rounds: int) -> str:
    """A row of the table: the case, both rates, and the ratio with its spread."""
    spec = case.spec()
    dataset = build_dataset(spec.data)
    eager = Timed(EagerStepper(Trainer(spec, dataset, device)))
    stepper = CudaGraphStepper(Trainer(spec, dataset, device))
    graph = Timed(stepper)
    if stepper.reason is not None:
        return f"| {case.name} | {eager.rate(seconds):.0f} | not captured: {stepper.reason} | |"
    pairs = [(eager.rate(seconds), graph.rate(seconds)) for _ in range(rounds)]
    ratios = [ours / theirs for theirs, ours in pairs]
    single, repeated = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    spread = f"{statistics.median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})"
    return f"| {case.name} | {single:.0f} | {repeated:.0f} | {spread} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        say("This machine has no CUDA device, so graph ÷ eager was not measured.")
        return
    device = torch.device("cuda:0")
    say(f"{torch.cuda.get_device_name(device)}, PyTorch {torch.__version__}")
    say("| network | eager, steps/s | graph, steps/s | graph ÷ eager |")
    say("|---|---|---|---|")
    for case in GPU_CASES:
        say(compare(case, device, arguments.seconds, arguments.rounds))


if __name__ == "__main__":
    main()
