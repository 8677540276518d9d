"""How a training ended, for programs and for people."""

import math
from collections.abc import Sequence
from typing import Any

from playground.cli.progress import Goal, clock, rate
from playground.cli.training import Outcome
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped, measured, number
from playground.engine.export.exporter import ExportResult
from playground.engine.frames.frame import Measures
from playground.engine.run.events import State
from playground.engine.training.metrics import METRICS

_ENDED: dict[State, str] = {
    "done": N_("Done after {steps}, {epochs}, {time}"),
    "stopped": N_("Stopped after {steps}, {epochs}, {time}"),
    "diverged": N_("Diverged after {steps}, {epochs}, {time}"),
    "failed": N_("Failed after {steps}, {epochs}, {time}"),
}


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
            part: _metrics_as_json(measures)
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
    ended = _(_ENDED[outcome.state]).format(
        steps=_counted_steps(frame.step),
        epochs=_counted_epochs(frame.epoch),
        time=clock(frame.seconds - goal.from_seconds),
    )
    how = (rate(steps_per_second(outcome, goal)), frame.stepper, frame.device)
    lines = [f"{ended} ({', '.join(how)})"]
    parts = {}
    if outcome.state != "failed" or math.isfinite(frame.train.loss):
        parts[_("training")] = frame.train
    if frame.validation is not None:
        parts[_("validation")] = frame.validation
    width = max(map(len, parts), default=0)
    for part, measures in parts.items():
        lines.append(f"{part:<{width}}  {_measures(measures)}")
        lines += [f"{'':<{width}}  {text}" for text in _by_target(measures)]
    lines.extend(export_as_text(result) for result in exports)
    return "\n".join(lines)


def export_as_text(result: ExportResult) -> str:
    """One export, in a line."""
    if result.max_abs_difference == 0.0:
        words = _("{path}: {format}, checked: identical to the trained model.")
    else:
        words = _("{path}: {format}, checked: differs from the trained model by at most {gap}.")
    gap = number(result.max_abs_difference, ".3g")
    return words.format(path=result.path, format=result.format, gap=gap)


def steps_per_second(outcome: Outcome, goal: Goal) -> float:
    """The rate of this training; 0 where it took no step."""
    spent = outcome.frame.seconds - goal.from_seconds
    return (outcome.frame.step - goal.from_step) / spent if spent > 0 else 0.0


def _counted_steps(steps: int) -> str:
    return ngettext("{n} step", "{n} steps", steps).format(n=grouped(steps))


def _counted_epochs(epochs: float) -> str:
    # A part of an epoch makes many of them, in English: 0.5 epochs.
    words = ngettext("{n} epoch", "{n} epochs", 1 if epochs == 1 else 2)
    return words.format(n=grouped(int(epochs)) if epochs.is_integer() else number(epochs))


def _measures(measures: Measures) -> str:
    loss = _("loss {loss}").format(loss=number(measures.loss, ".6g"))
    of = [_("mean of the targets:")] if measures.by_target else []
    return "  ".join([loss, *of, *_metrics(measures.metrics)])


def _by_target(measures: Measures) -> list[str]:
    return ["  ".join([f"{name}:", *_metrics(own)]) for name, own in measures.by_target.items()]


def _metrics(values: dict[str, float]) -> list[str]:
    labels = {metric.key: _(metric.label) for metric in METRICS}
    return [f"{labels[key]} {measured(value)}" for key, value in values.items()]


def _metrics_as_json(measures: Measures) -> dict[str, Any]:
    """By key; of several targets their means, and below `targets` those of each by its name."""
    each = {name: _all_finite(values) for name, values in measures.by_target.items()}
    return {**_all_finite(measures.metrics), **({"targets": each} if each else {})}


def _all_finite(values: dict[str, float]) -> dict[str, float | None]:
    return {name: _finite(value) for name, value in values.items()}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
