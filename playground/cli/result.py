"""How a training ended, for programs and for people."""

import math
from collections.abc import Sequence
from typing import Any

from playground.cli.console import counted
from playground.cli.progress import Goal, clock
from playground.cli.training import Outcome
from playground.engine.common.numbers import measured
from playground.engine.export.exporter import ExportResult
from playground.engine.frames.frame import Measures


def as_json(outcome: Outcome, goal: Goal, exports: Sequence[ExportResult]) -> dict[str, Any]:
    """The object that `--json` prints; a number that is not finite is null."""
    frame = outcome.frame
    parts = {"train": frame.train, "validation": frame.validation}
    return {
        "steps": frame.step,
        "epochs": int(frame.epoch) if frame.epoch.is_integer() else frame.epoch,
        "seconds": frame.seconds,
        "steps_per_second": steps_per_second(outcome, goal),
        "train_loss": _finite(frame.train.loss),
        "validation_loss": _finite(frame.validation.loss) if frame.validation else None,
        "metrics": {
            part: {name: _finite(value) for name, value in measures.metrics.items()}
            for part, measures in parts.items()
            if measures is not None
        },
        "device": frame.device,
        "stepper": frame.stepper,
        "outcome": outcome.state,
        "reason": outcome.reason,
        "exports": [export_as_json(result) for result in exports],
    }


def export_as_json(result: ExportResult) -> dict[str, Any]:
    """One export, as it stands in the JSON of `train` and `export`."""
    return {
        "path": str(result.path),
        "format": result.format,
        "max_abs_difference": result.max_abs_difference,
    }


def as_text(outcome: Outcome, goal: Goal, exports: Sequence[ExportResult]) -> str:
    """A few lines for the person."""
    frame = outcome.frame
    spent = frame.seconds - goal.from_seconds
    rate = f"{counted(f'{steps_per_second(outcome, goal):.0f}', 'step')}/s"
    far = f"{counted(str(frame.step), 'step')}, {counted(f'{frame.epoch:g}', 'epoch')}"
    ended = f"{outcome.state} after {far}, {clock(spent)}"
    lines = [f"{ended} ({rate}, {frame.stepper}, {frame.device})"]
    if outcome.state != "failed" or math.isfinite(frame.train.loss):
        lines.append(_measures_as_text("train", frame.train))
    if frame.validation is not None:
        lines.append(_measures_as_text("validation", frame.validation))
    lines.extend(export_as_text(result) for result in exports)
    return "\n".join(lines)


def export_as_text(result: ExportResult) -> str:
    """One export, in a line."""
    return (
        f"{result.path}: {result.format}, checked in a fresh process; differs from the live model "
        f"by at most {result.max_abs_difference:.3g}"
    )


def steps_per_second(outcome: Outcome, goal: Goal) -> float:
    """The rate of this training; 0 where it took no step."""
    spent = outcome.frame.seconds - goal.from_seconds
    return (outcome.frame.step - goal.from_step) / spent if spent > 0 else 0.0


def _measures_as_text(part: str, measures: Measures) -> str:
    metrics = "  ".join(f"{name} {measured(value)}" for name, value in measures.metrics.items())
    return f"{part:<11} loss {measures.loss:.6g}  {metrics}".rstrip()


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
