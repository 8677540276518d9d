"""Writes docs/steppers.md: which entries of the catalogue can be compiled, and which cannot.

Usage: python tests/make_stepper_table.py [--check]

Each entry is tried in a short run on a small network, as in the window. With `--check` nothing is
written, and the exit status is 1 if the file is out of date.
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

HEAD = """# How training steps are executed

There are three ways to execute the training steps. All three train a network in the same way, and
two of them avoid Python's overhead. The status line of the window shows the one in use,
and so does `stepper` in the output of `--json`.

| `stepper` | status line | what it does | where | compared with `eager` |
|---|---|---|---|---|
| `eager` | step by step | each step on its own, as PyTorch runs it | everywhere | |
| `scripted` | compiled | many steps as one program, without Python | CPU | identical, bit for bit |
| `cuda_graph` | CUDA graph | each step replays a CUDA graph | CUDA | identical up to rounding |

By default (`training.stepper=auto`), training is `scripted` on the CPU and `cuda_graph` on CUDA;
anything else falls back to `eager`. `training.stepper=eager` always trains step by step.

## `scripted`

Training starts step by step. Meanwhile, a step is recorded and compiled into one program. The
program takes over only after 8 steps have given the same losses, weights and optimizer state both
ways, bit for bit. For every entry in the table below, the tests compare another 2 000 steps. With
`training.precision=amp`, steps are not compiled. Frozen weights, muted neurons and dropout per
layer are compiled too; a weight that you edit by hand changes between two chunks of steps.

## `cuda_graph`

The data stay on the GPU, and the CPU waits for it once per chunk of steps. These fall back to
`eager`:

- `lbfgs`, which decides from measured losses how often it evaluates the network;
- `adagrad` and `adafactor`, which read numbers from the device in every step;
- anything that fails while the graph is captured; the reason is shown.

Losses and weights equal those of `eager` on the same GPU up to float rounding, but not bit for bit:
a graph cannot read Python's numbers, so the learning rate is a float32 on the device, capturable
optimizers compute their bias corrections there, and Adam, AdamW and SGD use PyTorch's fused
kernels. `eager` computes these in double precision, in Python. This has not been measured on a GPU
yet; `python tests/benchmarks/gpu.py` does so where there is one.

## Every entry on the CPU

This table is written by `python tests/make_stepper_table.py`, which tries every entry.

| kind | entry | `stepper` | reason |
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
    ("batch", "one sample", ("training.batch_size=1",)),
)


def tried(source: str, *assignments: str) -> tuple[str, str]:
    """The stepper of a short run, and the reason if it is eager."""
    spec = settings.parse_all(defaults_for(source), (*SMALL, *assignments))
    trainer = Trainer(spec, build_dataset(spec.data), torch.device("cpu"))
    stepper = ScriptedStepper(trainer, background=False)
    while trainer.step_number < STEPS:
        stepper.advance(STEPS, STEPS)
    return stepper.name, stepper.reason


def rows() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Kind, entry, and the stepper with its reason."""
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
