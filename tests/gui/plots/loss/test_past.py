"""The losses of other runs under those of the present one."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from playground.engine.loss_log.log import LossLog
from playground.engine.spec.run import RunSpec
from playground.gui.forms.editors import SwitchEditor
from playground.gui.plots.base.run_colours import run_colour
from playground.gui.plots.loss.past import AT_ONCE, MOST_NAMED
from playground.gui.plots.loss.plot import LossPlot
from playground.gui.theme import DARK, LIGHT
from playground.state.history.comparison import Compared
from playground.state.history.record import RunRecord
from tests.gui.plots.loss.test_plot import a_log, plot

__all__ = ["plot"]


def losses_of(steps: int, rate: float = 0.01) -> np.ndarray:
    losses: np.ndarray = np.exp(-rate * np.arange(steps)).astype(np.float32)
    return losses


def a_past(
    steps: int = 300, words: str = "SGD", place: int = 0, *, is_pinned: bool = False
) -> Compared:
    log = LossLog()
    log.append(losses_of(steps), steps, steps / 10, steps / 1000)
    for step in range(50, steps + 1, 50):
        log.append_validation(2 / step, step, step / 10, step / 1000)
    return Compared(RunRecord(words, RunSpec(), losses=log.to_arrays()), place, words, is_pinned)


def show(plot: LossPlot, *runs: Compared, present: str = "") -> None:
    plot.set_past(runs, present)
    while plot._reading.isActive():
        QCoreApplication.processEvents()


def test_that_the_curve_of_another_run_is_its_losses(plot: LossPlot) -> None:
    plot.set_log(a_log(200))
    plot.set_options("step", False, 0.0)
    show(plot, a_past(300))
    ((words, taken),) = plot.past
    assert words == "SGD"
    np.testing.assert_array_equal(taken.train.x, np.arange(1, 301))
    np.testing.assert_array_equal(taken.line, losses_of(300))
    np.testing.assert_allclose(taken.validation.mean, [2 / s for s in range(50, 301, 50)])
    np.testing.assert_array_equal(plot.drawn[0].mean, np.exp(-np.arange(200) / 50).astype("f"))


@pytest.mark.parametrize(("axis", "last"), [("step", 300), ("epoch", 30), ("seconds", 0.3)])
@pytest.mark.parametrize("logarithmic", [False, True])
def test_that_it_lies_where_it_belongs_on_every_axis(
    plot: LossPlot, axis: str, last: float, logarithmic: bool
) -> None:
    plot.set_log(a_log(200))
    plot.set_options(axis, logarithmic, 0.0, logarithmic)
    show(plot, a_past(300))
    line = plot._past._item._lines[-1]
    on = np.log10 if logarithmic else np.asarray
    tolerance = 0.02 if logarithmic else 1e-6  # there a point stands for a few steps
    assert line.x[-1] == pytest.approx(on(last), rel=tolerance)
    assert line.y[-1] == pytest.approx(on(losses_of(300)[-1]), rel=tolerance)


def test_that_the_range_follows_all_of_them(plot: LossPlot) -> None:
    plot.set_log(a_log(200))
    assert plot.canvas.visible()[1] == pytest.approx(206)
    show(plot, a_past(1000))
    assert plot.canvas.visible()[1] == pytest.approx(1030)
    show(plot)
    assert plot.canvas.visible()[1] == pytest.approx(206)


def test_that_other_runs_are_seen_before_the_present_one_has_taken_a_step(plot: LossPlot) -> None:
    plot.set_log(LossLog())
    assert plot.empty_text != ""
    show(plot, a_past(300))
    assert plot.empty_text == ""
    assert plot.canvas.visible()[1] == pytest.approx(309)
    assert plot.drawn[0].x.size == 0


def test_that_the_legend_says_what_differs_in_the_colours_of_the_curves(plot: LossPlot) -> None:
    plot.set_log(a_log())
    show(plot, a_past(words="SGD"), a_past(words="rate 0.1", place=1), present="Adam")
    texts = {entry.text: entry.colour for entry in plot.legend.entries}
    assert "training (Adam)" in texts
    assert texts["SGD"] == run_colour(LIGHT, 0)
    assert texts["rate 0.1"] == run_colour(LIGHT, 1)
    drawn = {line.colour for line in plot._past._item._lines}
    assert drawn == {texts["SGD"], texts["rate 0.1"]}
    plot.set_colours(DARK)
    assert {line.colour for line in plot._past._item._lines} == {
        run_colour(DARK, 0),
        run_colour(DARK, 1),
    }


def test_that_training_is_solid_validation_dashed_and_the_pinned_run_thick(plot: LossPlot) -> None:
    plot.set_log(a_log())
    show(plot, a_past(words="a"), a_past(words="b", place=1, is_pinned=True))
    lines = plot._past._item._lines
    assert [line.is_pairs for line in lines] == [True, False, True, False]
    assert lines[0].width > lines[2].width
    assert lines[0].colour == LIGHT.muted


def test_that_the_read_out_names_the_run_whose_curve_is_nearest(plot: LossPlot) -> None:
    plot.set_log(a_log(200))
    plot.set_options("step", False, 0.0)
    show(plot, a_past(300, words="SGD"))
    own, other = np.exp(-100 / 50), float(losses_of(300)[100])
    assert plot.read(101, other).startswith("SGD:")
    assert "0.3679" in plot.read(101, other)
    assert plot.read(101, own).startswith("step 101")
    assert plot.read(250, float(losses_of(300)[249])).startswith("SGD:")


def test_that_curves_are_taken_once_for_each_view(plot: LossPlot) -> None:
    log = a_log(200)
    plot.set_log(log)
    show(plot, a_past(1000))
    taken = plot.past[0][1]
    lines = plot._past._item._lines
    for step in range(201, 260):
        log.append(np.full(1, 0.1, np.float32), step, step / 10, step / 1000)
        plot.refresh()
    assert plot.past[0][1] is taken
    assert plot._past._item._lines is lines
    plot.canvas.view.setRange(xRange=(100, 200), padding=0)
    plot.canvas.zoomed.emit()
    assert plot.past[0][1] is not taken
    assert 80 < plot.past[0][1].train.x[0] <= 100


def test_that_many_runs_are_read_little_by_little_and_a_few_are_named(plot: LossPlot) -> None:
    plot.set_log(a_log())
    runs = [a_past(words=f"run {number}", place=number) for number in range(12)]
    plot.set_past(runs)
    assert len(plot.past) == AT_ONCE
    show(plot, *runs)
    assert len(plot.past) == 12
    texts = [entry.text for entry in plot.legend.entries]
    assert texts[-1] == f"{12 - MOST_NAMED} more runs"
    assert "run 0" in texts


def test_that_a_run_without_losses_draws_nothing(plot: LossPlot) -> None:
    plot.set_log(a_log())
    empty = Compared(RunRecord("gone", RunSpec()), 0, "gone", False)
    show(plot, empty, a_past())
    assert [len(taken.train.x) for _words, taken in plot.past] == [0, 300]


def test_that_the_table_names_the_run_of_each_loss(plot: LossPlot) -> None:
    plot.set_log(a_log(20))
    assert plot.table().names[0] == "part"
    show(plot, a_past(100))
    table = plot.table()
    assert table.names[:3] == ("run", "part", "step")
    assert set(table.columns[0]) == {"present", "SGD"}


def test_that_a_saved_picture_is_cut_at_the_axes(plot: LossPlot, tmp_path: Path) -> None:
    plot.set_log(a_log(200))
    show(plot, a_past(300))
    plot.canvas.set_range((50.0, 100.0, 0.3, 0.6))
    plot.canvas.zoomed.emit()
    item = plot._past._item
    plot.canvas.set_exporting(True)
    for path, _pen in item._paths:
        box = path.boundingRect()
        assert box.isNull() or (box.left() >= 50 - 1e-6 and box.right() <= 100 + 1e-6)
    plot.canvas.set_exporting(False)
    plot.pictures.save(str(tmp_path / "losses.svg"))
    assert (tmp_path / "losses.svg").stat().st_size


def test_that_the_switch_for_the_run_before_is_reached_by_key(plot: LossPlot) -> None:
    heard: list[tuple[str, object]] = []
    plot.edited.connect(lambda path, value: heard.append((path, value)))
    editor = plot._header.editors["loss_previous"]
    assert isinstance(editor, SwitchEditor)
    box = editor._box
    assert "&" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert heard == [("view.loss_previous", True)]
    assert plot.compares_previous
