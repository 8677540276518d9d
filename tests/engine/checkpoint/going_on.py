"""Runs that are saved in the middle of an epoch, to be gone on from elsewhere.

As a program, it goes on from every project in a folder: `python -m tests.engine.checkpoint.going_on
FOLDER STEPS` writes beside each the losses and weights of its further steps.
"""

import sys
from pathlib import Path

import safetensors.torch
import torch

from playground.engine.checkpoint.payload import from_payload, to_payload
from playground.engine.checkpoint.run_state import RunState
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.runner import Runner
from playground.engine.spec.run import RunSpec
from playground.state.project import Project
from playground.state.project_file import open_project, save_project

Result = dict[str, torch.Tensor]


def trained(spec: RunSpec, steps: int, state: RunState | None = None) -> tuple[RunState, LossLog]:
    """The run after so many steps, counted from its very start."""
    runner = Runner(LossLog(), FrameSlot(), lambda _event: None)
    runner.load(spec, None, state)
    runner.limit(steps)
    runner.run()
    runner.work(until_ended=True)
    assert runner.left is not None
    assert runner.left.step == steps
    return runner.left, runner.log


def save(path: Path, spec: RunSpec, steps: int) -> None:
    """Train so many steps and save."""
    state, log = trained(spec, steps)
    save_project(path, Project(run=spec), to_payload(state, log))


def go_on(path: Path, steps: int) -> Result:
    """Losses and weights of a saved run after so many steps in all."""
    file = open_project(path)
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None
    return result(*trained(file.project.run, steps, checkpoint.state))


def result(state: RunState, log: LossLog) -> Result:
    """What must be equal, the losses in the order of their steps."""
    losses, measured = log.records()
    return {
        "losses": torch.from_numpy(losses.loss.copy()),
        "measured": torch.from_numpy(measured.loss.copy()),
        **{f"weights.{name}": weight for name, weight in state.weights.items()},
        **{f"best.{name}": weight for name, weight in (state.best or {}).items()},
    }


def main(folder: Path, steps: int) -> None:
    for path in sorted(folder.glob("*.playground")):
        kept = go_on(path, steps)
        safetensors.torch.save_file(kept, path.with_suffix(".safetensors"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
