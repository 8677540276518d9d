"""Metrics equal scikit-learn's on random data."""

import numpy as np
import pytest
import torch
from sklearn import metrics as reference

from playground.engine.spec.run import Task
from playground.engine.training.metrics import METRICS, confusion_matrix, measure


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("rows", [1, 7, 500])
def test_that_class_metrics_equal_scikit_learns(classes: int, rows: int) -> None:
    random = np.random.default_rng(rows * classes)
    true = random.integers(classes, size=rows)
    probabilities = random.random((rows, classes))
    guess = probabilities.argmax(axis=1)
    measured = measure("more_classes", true, probabilities, classes)
    assert measured["accuracy"] == pytest.approx(reference.accuracy_score(true, guess))
    recall = [(guess[true == c] == c).mean() for c in np.unique(true)]
    assert measured["balanced_accuracy"] == pytest.approx(np.mean(recall))
    f1 = reference.f1_score(true, guess, average="macro", zero_division=0.0)
    assert measured["f1"] == pytest.approx(f1)


def test_that_balanced_accuracy_equals_scikit_learns() -> None:
    random = np.random.default_rng(0)
    true, guess = np.repeat([0, 1, 2], [5, 50, 500]), random.integers(3, size=555)
    ours = measure("more_classes", true, guess, 3)["balanced_accuracy"]
    assert ours == pytest.approx(reference.balanced_accuracy_score(true, guess))


def test_that_the_confusion_matrix_equals_scikit_learns() -> None:
    random = np.random.default_rng(1)
    true, guess = random.integers(4, size=300), random.integers(3, size=300)
    ours = confusion_matrix(true, guess, 4)
    assert ours.dtype == np.int64
    assert ours.tolist() == reference.confusion_matrix(true, guess, labels=range(4)).tolist()


@pytest.mark.parametrize("rows", [2, 500])
def test_that_regression_metrics_equal_scikit_learns(rows: int) -> None:
    random = np.random.default_rng(rows)
    true = random.normal(100.0, 5.0, rows)
    predicted = true + random.normal(size=rows)
    measured = measure("regression", true, predicted[:, None], 0)
    assert measured["mae"] == pytest.approx(reference.mean_absolute_error(true, predicted))
    assert measured["rmse"] == pytest.approx(reference.root_mean_squared_error(true, predicted))
    assert measured["r2"] == pytest.approx(reference.r2_score(true, predicted))


@pytest.mark.parametrize("predicted", [[2.0, 2.0], [2.0, 3.0]])
def test_that_r2_of_a_constant_target_equals_scikit_learns(predicted: list[float]) -> None:
    true = [2.0, 2.0]
    assert measure("regression", true, predicted, 0)["r2"] == reference.r2_score(true, predicted)


@pytest.mark.parametrize("task", ["two_classes", "more_classes"])
def test_that_predictions_that_are_no_numbers_are_not_counted_as_guesses(task: Task) -> None:
    predicted = np.full((4, 3), np.nan)
    assert all(np.isnan(value) for value in measure(task, [0, 1, 2, 0], predicted, 3).values())
    predicted[1:] = 0.5
    assert np.isnan(measure(task, [0, 1, 2, 0], predicted, 3)["accuracy"])


def test_that_tensors_are_measured_like_arrays() -> None:
    true, probabilities = torch.tensor([0, 1]), torch.tensor([[0.9, 0.1], [0.8, 0.2]])
    assert measure("two_classes", true, probabilities, 2)["accuracy"] == 0.5


@pytest.mark.parametrize("task", ["regression", "two_classes", "more_classes"])
def test_that_every_metric_of_a_task_is_measured_and_can_be_shown(task: str) -> None:
    measured = measure(task, [0, 1, 1], [0, 1, 0], 0 if task == "regression" else 2)  # type: ignore[arg-type]
    rows = [row for row in METRICS if task in row.tasks]
    assert [row.key for row in rows] == list(measured)
    assert all(format(measured[row.key], row.format) and row.help.endswith(".") for row in rows)
