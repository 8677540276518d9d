"""Measures beside the loss, of whole parts. Imports no torch."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.common.language import N_
from playground.engine.spec.run import Task

CountArray = npt.NDArray[np.int64]

_CLASSES: tuple[Task, ...] = ("two_classes", "more_classes")


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure.

    Attributes:
        label, help: looked up with `_` where they are shown.
        format: a format specification for its value, such as `.1%`.
        tasks: where it is measured.
        falls: the lower, the better.
    """

    key: str
    label: str
    help: str
    format: str
    tasks: tuple[Task, ...]
    falls: bool = False


METRICS: tuple[Metric, ...] = (
    Metric(
        "accuracy",
        N_("Accuracy"),
        N_("The share of rows whose class is predicted correctly."),
        ".1%",
        _CLASSES,
    ),
    Metric(
        "balanced_accuracy",
        N_("Balanced accuracy"),
        N_(
            "The share of rows predicted correctly in each class, averaged over the classes: rare "
            "classes count as much as common ones."
        ),
        ".1%",
        _CLASSES,
    ),
    Metric(
        "f1",
        N_("F1 (macro)"),
        N_(
            "The harmonic mean of precision and recall in each class, averaged over the classes: "
            "low where any class is missed or predicted too often."
        ),
        ".3f",
        _CLASSES,
    ),
    Metric(
        "mae",
        "MAE",
        N_("The mean distance between prediction and target, in the target's units."),
        ".4g",
        ("regression",),
        falls=True,
    ),
    Metric(
        "rmse",
        "RMSE",
        N_(
            "The root of the mean squared distance between prediction and target, in the target's "
            "units: large errors count more."
        ),
        ".4g",
        ("regression",),
        falls=True,
    ),
    Metric(
        "r2",
        "R²",
        N_(
            "The share of the targets' variance that is explained: 1 is perfect, 0 is no better "
            "than predicting their mean."
        ),
        ".4f",
        ("regression",),
    ),
)


def measure(
    task: Task, targets: npt.ArrayLike, predicted: npt.ArrayLike, classes: int
) -> dict[str, float]:
    """The metrics of `task`, by key of METRICS; of several targets, the mean over the targets.

    Args:
        targets: `[rows]` or `[rows, targets]`, at least one row: target units, or class numbers.
        predicted: as `targets`, or probabilities `[rows, classes]`, of which the largest counts.
        classes: 0 for regression.
    """
    if task == "regression":
        each = measure_each(targets, predicted)
        return {key: float(np.mean([values[key] for values in each])) for key in each[0]}
    if not np.isfinite(np.asarray(predicted)).all():
        # The largest of what is no number is the first, which would count as a guess.
        return {metric.key: math.nan for metric in METRICS if task in metric.tasks}
    return _classification(confusion_matrix(targets, predicted, classes))


def measure_each(targets: npt.ArrayLike, predicted: npt.ArrayLike) -> list[dict[str, float]]:
    """The metrics of a regression for each target; the arguments are those of `measure`."""
    true = np.asarray(targets, float)
    columns = true.reshape(len(true), -1).T
    guesses = np.asarray(predicted, float).reshape(len(true), -1).T
    return [_regression(*pair) for pair in zip(columns, guesses, strict=True)]


def confusion_matrix(targets: npt.ArrayLike, predicted: npt.ArrayLike, classes: int) -> CountArray:
    """Rows counted by true class (first index) and predicted class: int64 `[classes, classes]`.

    Arguments are those of `measure`, for classes.
    """
    true = np.asarray(targets).astype(np.int64).ravel()
    given = np.asarray(predicted)
    guess = given.argmax(axis=1) if given.ndim == 2 and given.shape[1] > 1 else given.ravel()
    cells = np.bincount(true * classes + guess.astype(np.int64), minlength=classes * classes)
    return cells.reshape(classes, classes).astype(np.int64)


def _classification(counts: CountArray) -> dict[str, float]:
    """As scikit-learn defines them: recall over the classes that occur among the targets, F1 over
    those that occur among targets or predictions."""
    right, true, guessed = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    occurring, seen = true > 0, (true + guessed) > 0
    return {
        "accuracy": float(right.sum() / counts.sum()),
        "balanced_accuracy": float((right[occurring] / true[occurring]).mean()),
        "f1": float((2 * right[seen] / (true + guessed)[seen]).mean()),
    }


def _regression(
    targets: npt.NDArray[np.float64], predicted: npt.NDArray[np.float64]
) -> dict[str, float]:
    """R² is 1 for a perfect prediction of a constant target and 0 for any other, and no number of
    one row, as in scikit-learn."""
    error = targets - predicted
    squared, spread = float((error**2).sum()), float(((targets - targets.mean()) ** 2).sum())
    constant = math.nan if len(targets) < 2 else float(squared == 0.0)
    return {
        "mae": float(np.abs(error).mean()),
        "rmse": float(np.sqrt((error**2).mean())),
        "r2": 1.0 - squared / spread if spread > 0.0 else constant,
    }
