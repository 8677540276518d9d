"""Writes docs/steppers.md: which rows of the catalogue run as one program, and which do not.

Usage: python tests/make_stepper_table.py [--check]

Each row is tried: a short run on a small network, as it would be in the window. With `--check`
nothing is written; the exit status is 1 where the file says otherwise.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import torch

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.catalogue.losses import LOSSES
from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.catalogue.schedules import SCHEDULES
from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.training.trainer import Trainer

PAGE = Path(__file__).parent.parent / "docs" / "steppers.md"
SOURCES = {"regression": "plane", "two_classes": "circle", "more_classes": "rings"}
SMALL = ("data.samples=40", "network.hidden=3", "training.batch_size=16")
STEPS = 20

HEAD = """# How steps are run

There are three ways to run steps. `status.stepper` and `--json` say which one is at work. All three
are the same training; two of them take the time of Python out of it.

| stepper | what it is | where | compared with `eager` |
|---|---|---|---|
| `eager` | one step after the other, as PyTorch runs them | everywhere | |
| `scripted` | whole chunks of steps as one program, without Python | CPU | the same, bit for bit |
| `cuda_graph` | one step as a CUDA graph, replayed | CUDA | the same up to float rounding |

With `training.stepper` at `auto`, training is `scripted` on the CPU, `cuda_graph` on CUDA and
`eager` on other devices, and what cannot be run so goes on `eager` by itself. `eager` chooses plain
steps.

## `scripted`

Training begins step by step. Meanwhile the step is recorded and written as one program. It takes
over only after 8 steps came out the same both ways, bit for bit: losses, weights and the
optimizer's state. The tests compare 2 000 further steps of every row below. With
`training.precision` at `amp`, no program is made. Frozen weights, muted neurons and a dropout of
each layer's own are part of it; a weight that is edited by hand is edited between two chunks.

## `cuda_graph`

Data stay on the GPU, and the host waits for it once per chunk. These go on `eager`:

- `lbfgs`, which decides from measured losses how often it evaluates the network;
- `adagrad` and `adafactor`, which read numbers from the device in each step;
- whatever fails while it is captured; the reason is shown.

Losses and weights equal those of `eager` on the same GPU up to float rounding, and not bit for bit:
a graph cannot read Python's numbers, so the learning rate is a float32 on the device, capturable
optimizers work out their bias corrections there, and Adam, AdamW and SGD use PyTorch's fused
kernels. `eager` does this in Python's doubles. It has not been measured on a GPU yet;
`python tests/benchmarks/gpu.py` does that where there is one.

## Every row on the CPU

This part is written by `python tests/make_stepper_table.py`, which tries every row.

| kind | row | stepper | why |
|---|---|---|---|
"""

OTHERS = (
    ("penalty", "l1", ("training.l1=0.01",)),
    ("penalty", "l2", ("training.l2=0.01",)),
    ("penalty", "weight decay", ("training.optimizer=sgd", "training.weight_decay=0.01")),
    ("penalty", "gradient clipping", ("training.gradient_clip=0.1",)),
    ("penalty", "dropout", ("network.dropout=0.2",)),
    ("batch", "smaller last batch", ("training.batch_size=9",)),
    ("batch", "full batch", ("training.batch_size=0",)),
    ("batch", "one row", ("training.batch_size=1",)),
)


def tried(source: str, *assignments: str) -> tuple[str, str]:
    """The stepper of a short run, and the reason where it is eager."""
    spec = settings.parse_all(defaults_for(source), (*SMALL, *assignments))
    trainer = Trainer(spec, build_dataset(spec.data), torch.device("cpu"))
    stepper = ScriptedStepper(trainer, background=False)
    while trainer.step_number < STEPS:
        stepper.advance(STEPS, STEPS)
    return stepper.name, stepper.reason


def rows() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Kind, row, and what came of it."""
    for row in ACTIVATIONS:
        yield "activation", row.key, tried("circle", f"network.activation={row.key}")
    for loss in LOSSES:
        for form in loss.forms:
            name = f"{loss.key} ({form.task.replace('_', ' ')})"
            yield "loss", name, tried(SOURCES[form.task], f"training.loss={loss.key}")
    for optimizer in OPTIMIZERS:
        yield "optimizer", optimizer.key, tried("circle", f"training.optimizer={optimizer.key}")
    for schedule in SCHEDULES:
        yield "schedule", schedule.key, tried("circle", f"training.schedule={schedule.key}")
    for kind, name, assignments in OTHERS:
        yield kind, name, tried("circle", *assignments)


def page() -> str:
    """The whole text."""
    torch.set_num_threads(1)
    lines = [f"| {kind} | {name} | {way} | {why} |" for kind, name, (way, why) in rows()]
    return HEAD + "\n".join(lines) + "\n"


def main() -> int:
    text = page()
    if "--check" in sys.argv[1:]:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
