"""How runs did, side by side: differences with their sign, and the better one by its direction."""

import math

import pytest

from playground.gui.widgets.standing import Cell, Standing, rows_of
from playground.state.history.record import Measured


def cells(label: str, *runs: Standing, baseline: int = 0) -> tuple[Cell, ...]:
    return next(row.cells for row in rows_of(runs, baseline) if row.label == label)


def a_run(loss: float, judge: str = "mse", **metrics: float) -> Standing:
    return Standing(validation=Measured(loss, metrics), judge=judge)


def test_that_of_losses_and_errors_the_lower_is_better_and_else_the_higher() -> None:
    runs = a_run(0.5, mae=2.0, r2=0.7), a_run(0.25, mae=3.0, r2=0.9)
    assert [c.is_best for c in cells("Loss, validation", *runs)] == [False, True]
    assert [c.is_best for c in cells("MAE, validation", *runs)] == [True, False]
    assert [c.is_best for c in cells("R², validation", *runs)] == [False, True]


def test_that_differences_are_from_the_baseline() -> None:
    runs = a_run(0.5, accuracy=0.9), a_run(0.25, accuracy=0.95), a_run(0.5, accuracy=0.9)
    assert [c.difference for c in cells("Loss, validation", *runs)] == ["", "−0.2500", "±0"]
    assert [c.difference for c in cells("Accuracy, validation", *runs, baseline=1)] == [
        "−5.0",
        "",
        "−5.0",
    ]


def test_that_bars_are_parts_of_the_largest_and_none_stands_below_zero() -> None:
    runs = a_run(0.5, r2=-2.0), a_run(0.25, r2=0.5)
    assert [c.share for c in cells("Loss, validation", *runs)] == [1.0, 0.5]
    assert [c.share for c in cells("R², validation", *runs)] == [0.0, 0.25]


def test_that_losses_of_another_kind_are_not_judged() -> None:
    runs = a_run(0.5, accuracy=0.9), a_run(0.2, "cross_entropy", accuracy=0.8)
    for cell in cells("Loss, validation", *runs):
        assert (cell.difference, cell.share, cell.is_best) == ("", None, False)
    assert cells("Accuracy, validation", *runs)[0].is_best


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_that_what_is_no_number_is_neither_best_nor_compared(value: float) -> None:
    runs = a_run(0.5), a_run(value), a_run(0.7)
    first, second, third = cells("Loss, validation", *runs)
    assert (second.text, second.difference, second.share) == ("–", "", None)
    assert (first.is_best, second.is_best, third.is_best) == (True, False, False)


def test_that_a_metric_that_no_run_has_takes_no_row() -> None:
    labels = [row.label for row in rows_of([a_run(0.5)], 0)]
    assert labels == ["Loss, validation", "Steps", "Training time"]
