"""The loss against steps, epochs or time on a logarithmic axis."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.engine.loss_log.log import LossLog
from playground.gui.plots.loss.plot import LossPlot
from playground.gui.theme import LIGHT
from playground.gui.widgets.number_text import GROUP
from tests.gui.plots.loss.test_plot import a_log, hover


@pytest.fixture
def plot(qtbot: QtBot) -> LossPlot:
    widget = LossPlot()
    qtbot.addWidget(widget)
    widget.resize(600, 360)
    widget.show()
    widget.set_options("step", False, 0.0, axis_logarithmic=True)
    return widget


def a_long_log(losses: np.ndarray) -> LossLog:
    log = LossLog()
    for start in range(0, len(losses), 1000):
        part = losses[start : start + 1000].astype(np.float32)
        step = start + len(part)
        log.append(part, step, step / 10, step / 1000)
    return log


def line(plot: LossPlot) -> tuple[np.ndarray, np.ndarray]:
    x, y = plot._drawing._train.getData()
    return x, y


def ticks_of(plot: LossPlot) -> list[str]:
    """The texts below the horizontal axis."""
    plot.grab()
    axis = plot.canvas.view.parentItem().getAxis("bottom")
    low, high, _, _ = plot.canvas.visible()
    levels = axis.tickValues(low, high, plot.canvas.size()[0])
    return [t for spacing, at in levels for t in axis.tickStrings(at, 1.0, spacing) if t]


@pytest.mark.parametrize(
    ("axis", "first", "last"), [("step", 1, 50), ("epoch", 0.1, 5), ("seconds", 0.001, 0.05)]
)
def test_that_it_shows_the_run_from_its_first_step(
    plot: LossPlot, axis: str, first: float, last: float
) -> None:
    plot.set_options(axis, False, 0.0, axis_logarithmic=True)
    plot.set_log(a_log(50))
    left, right, _, _ = plot.canvas.visible()
    assert left == pytest.approx(np.log10(first))
    assert right == pytest.approx(np.log10(last), abs=0.1)
    x, y = line(plot)
    assert x == pytest.approx(np.log10(plot.drawn[0].x))
    assert y == pytest.approx(np.exp(-np.arange(50) / 50), rel=1e-6)


@pytest.mark.parametrize("steps", [1, 2, 9])
def test_that_a_run_that_has_just_begun_has_room_to_grow(plot: LossPlot, steps: int) -> None:
    plot.set_log(a_log(steps))
    assert plot.canvas.visible()[:2] == pytest.approx((0.0, 1.03))
    assert {"1", "10"} <= set(ticks_of(plot))


@pytest.mark.parametrize("steps", [3_000, 100_000, 1_300_000])
def test_that_a_long_run_shows_its_first_steps_one_by_one(plot: LossPlot, steps: int) -> None:
    plot.set_log(a_long_log(np.exp(-np.arange(steps) / 30)))
    x, y = line(plot)
    assert x[:10] == pytest.approx(np.log10(np.arange(1, 11)))
    assert y[:10] == pytest.approx(np.exp(-np.arange(10) / 30), rel=1e-6)
    assert x[-1] == pytest.approx(np.log10(steps), abs=0.05)
    gaps = np.diff(x)[:-1]
    assert gaps.min() >= 0.9 * plot.canvas.pixel()[0]
    assert gaps[x[:-2] > 2].max() < 6 * plot.canvas.pixel()[0]


def test_that_a_drop_in_the_middle_of_the_decades_is_painted_in_the_middle(
    plot: LossPlot,
) -> None:
    plot.set_log(a_long_log(np.where(np.arange(10_000) < 100, 1.0, 0.5)))
    picture = plot.canvas.widget.grab().toImage()
    colour = QColor(LIGHT.train)
    rows = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) == colour
    ]
    top, bottom = min(y for _, y in rows), max(y for _, y in rows)
    high = [x for x, y in rows if y <= top + 2]
    low = [x for x, y in rows if y >= bottom - 2]
    assert max(high) <= min(low) + 3
    assert len(set(high)) == pytest.approx(len(set(low)), abs=12)


def test_that_axes_stand_still_while_the_curve_fits_and_then_follow(plot: LossPlot) -> None:
    log = a_log(200)
    plot.set_log(log)
    before = plot.canvas.visible()
    log.append(np.full(10, 0.1, np.float32), 210, 21.0, 0.21)
    plot.refresh()
    assert plot.canvas.visible() == before
    log.append(np.full(800, 0.1, np.float32), 1010, 101.0, 1.01)
    plot.refresh()
    assert plot.canvas.visible()[1] > np.log10(1010)
    assert plot.canvas.visible()[0] == before[0]


def test_that_only_what_is_visible_is_pulled_and_in_detail(plot: LossPlot) -> None:
    plot.set_log(a_long_log(np.ones(100_000)))
    plot.canvas.set_range((np.log10(400.0), np.log10(500.0), 0.0, 1.0))
    plot.canvas.zoomed.emit()
    train = plot.drawn[0]
    assert 380 <= train.x[0] <= 400
    assert 500 <= train.x[-1] <= 520
    assert np.diff(train.x) == pytest.approx(1.0)
    QTest.keyClick(plot.canvas.widget, Qt.Key.Key_A)
    assert plot.following
    assert plot.drawn[0].x[0] == 1.0


def test_that_zooming_out_and_away_from_everything_is_no_harm(plot: LossPlot) -> None:
    plot.set_options("step", False, 0.6, axis_logarithmic=True)
    plot.set_log(a_log())
    for left, right in ((-500.0, 500.0), (-9.0, -8.0), (40.0, 41.0), (1e9, 2e9)):
        plot.canvas.set_range((left, right, 0.0, 1.0))
        plot.canvas.zoomed.emit()
        assert not plot.grab().isNull()


def test_that_another_scale_shows_everything_again(plot: LossPlot) -> None:
    plot.set_log(a_log())
    QTest.keyClick(plot.canvas.widget, Qt.Key.Key_Plus)
    assert not plot.following
    plot.set_options("step", False, 0.0)
    assert plot.following
    assert plot.canvas.visible()[:2] == pytest.approx((0.0, 206.0))


def test_that_the_cross_hair_reads_steps_and_not_their_exponents(plot: LossPlot) -> None:
    plot.set_log(a_log())
    text = plot.read(np.log10(40.2))
    assert "step 40" in text
    assert "training 0.4584" in text
    assert "validation 0.5134" in text
    hover(plot)
    middle = 10 ** (sum(plot.canvas.visible()[:2]) / 2)
    assert f"step {round(middle)}" in plot.readout.text()


def test_that_data_are_copied_in_steps(plot: LossPlot, tmp_path: Path) -> None:
    plot.set_log(a_log(40))
    plot.save_data(str(tmp_path / "losses.csv"))
    lines = (tmp_path / "losses.csv").read_text().splitlines()
    assert lines[0] == "part,step,minimum,mean,maximum"
    assert [float(text.split(",")[1]) for text in lines[1:]] == [*range(1, 41), 20, 40]


@pytest.mark.parametrize(("axis", "place"), [("step", 20), ("epoch", 2.0), ("seconds", 0.02)])
def test_that_a_mark_stands_exactly_at_its_step(plot: LossPlot, axis: str, place: float) -> None:
    plot.set_options(axis, False, 0.0, axis_logarithmic=True)
    plot.set_log(a_long_log(np.ones(100_000)))
    plot.set_mark(20, "best")
    drawn = plot._marks._items["best"][0]
    assert drawn.value() == pytest.approx(np.log10(place))


def test_that_what_lies_at_the_very_start_is_drawn_at_the_left_edge(plot: LossPlot) -> None:
    log = LossLog()
    log.append_validation(2.0, 0, 0.0, 0.0)
    log.append(np.ones(50, np.float32), 50, 5.0, 0.0)
    log.append_validation(0.5, 50, 5.0, 0.0)
    plot.set_log(log)
    plot.set_mark(0, "start")
    assert plot.canvas.visible()[0] == 0.0
    assert plot._drawing._validation.getData()[0][0] == 0.0
    assert plot._marks._items["start"][0].value() == 0.0
    plot.set_options("seconds", True, 0.6, axis_logarithmic=True)
    assert np.isfinite(plot.canvas.visible()).all()
    assert not plot.grab().isNull()


@pytest.mark.parametrize("logarithmic", [False, True])
def test_that_a_diverged_run_can_be_drawn(plot: LossPlot, logarithmic: bool) -> None:
    log = LossLog()
    log.append(np.array([1, 0, -1, 1e38, np.inf, -np.inf, np.nan], np.float32), 7, 1, 1)
    plot.set_options("step", logarithmic, 0.5, axis_logarithmic=True)
    plot.set_log(log)
    plot.set_mark(7, "diverged", error=True)
    assert np.isfinite(plot.canvas.visible()).all()
    assert not plot.grab().isNull()


def test_that_pictures_are_cut_at_the_axes(plot: LossPlot, tmp_path: Path) -> None:
    plot.set_log(a_log(20_000))
    plot.canvas.set_range((1.0, 2.0, 0.0, 0.3))
    plot.canvas.zoomed.emit()
    plot.canvas.set_exporting(True)
    x, _ = line(plot)
    assert ((x[np.isfinite(x)] >= 1.0) & (x[np.isfinite(x)] <= 2.0 + 1e-9)).all()
    plot.canvas.set_exporting(False)
    plot.pictures.save(str(tmp_path / "cut.svg"))
    text = (tmp_path / "cut.svg").read_text()
    assert ">10<" in text
    assert ">100<" in text


def test_that_the_ticks_are_powers_of_ten_that_do_not_run_into_one_another(
    plot: LossPlot,
) -> None:
    plot.set_log(a_long_log(np.ones(1_300_000)))
    assert ticks_of(plot) == [
        *("1", "10", "100", f"1{GROUP}000", f"10{GROUP}000", "100k", "1M"),
    ]
    plot.set_log(a_log(90))
    assert ticks_of(plot) == ["1", "10", "100", "2", "5", "20", "50"]
