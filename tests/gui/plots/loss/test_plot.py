"""The live plot of the losses, fed by a log of our own."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QSlider
from pytestqt.qtbot import QtBot

from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import LossCurve
from playground.gui.forms.numeric_field import NumericField
from playground.gui.plots.base.header import PlotHeader
from playground.gui.plots.loss.drawing import dashes, drawable, positive_floor
from playground.gui.plots.loss.plot import BAND, BEST, EMPTY, PREPARING, LossPlot
from playground.gui.theme import DARK, LIGHT


def a_log(steps: int = 200) -> LossLog:
    log = LossLog()
    losses = np.exp(-np.arange(steps) / 50).astype(np.float32)
    log.append(losses, steps, steps / 10, steps / 1000)
    for step in range(20, steps + 1, 20):
        log.append_validation(float(np.exp(-step / 60)), step, step / 10, step / 1000)
    return log


def hover(plot: LossPlot) -> None:
    """Rest the mouse in the middle of the plot."""
    plot.grab()
    centre = QPointF(*(size / 2 for size in plot.canvas.size()))
    where = plot.canvas.view.mapToScene(centre).toPoint()
    plot.canvas.widget.scene().sigMouseMoved.emit(QPointF(where))  # type: ignore[attr-defined]


@pytest.fixture
def plot(qtbot: QtBot) -> LossPlot:
    widget = LossPlot()
    qtbot.addWidget(widget)
    widget.resize(600, 360)
    widget.show()
    return widget


def test_that_a_log_is_drawn_as_finely_as_there_is_room_once_it_is_shown(qtbot: QtBot) -> None:
    plot = LossPlot()
    qtbot.addWidget(plot)
    log = a_log(5000)
    plot.set_log(log)
    plot.resize(900, 400)
    plot.show()
    qtbot.waitUntil(lambda: len(plot.drawn[0].x) > 500)
    drawn = len(plot.drawn[0].x)
    plot.resize(500, 400)
    qtbot.waitUntil(lambda: len(plot.drawn[0].x) < drawn)


def test_that_an_empty_plot_says_what_to_press(plot: LossPlot) -> None:
    assert plot.empty_text == EMPTY
    plot.set_log(LossLog())
    assert plot.empty_text == EMPTY
    plot.set_preparing(True)
    plot.refresh()
    assert plot.empty_text == PREPARING
    plot.set_preparing(False)
    plot.refresh()
    assert plot.empty_text == EMPTY
    plot.set_log(a_log())
    assert plot.empty_text == ""


def test_that_the_range_follows_the_curve_while_training(plot: LossPlot) -> None:
    log = a_log(100)
    plot.set_log(log)
    assert plot.canvas.visible()[1] == pytest.approx(103)
    log.append(np.full(100, 0.1, np.float32), 200, 20, 0.2)
    plot.refresh()
    assert plot.canvas.visible()[1] == pytest.approx(206)


def test_that_axes_stand_still_while_the_curve_fits(plot: LossPlot) -> None:
    log = a_log(200)
    plot.set_log(log)
    before = plot.canvas.visible()
    log.append(np.full(4, 0.1, np.float32), 204, 20.4, 0.204)
    plot.refresh()
    assert plot.drawn[0].x[-1] > 200
    assert plot.canvas.visible() == before
    assert not plot.moved
    log.append(np.full(100, 0.1, np.float32), 304, 30.4, 0.304)
    plot.refresh()
    assert plot.moved


@pytest.mark.parametrize("smoothing", [0.0, 0.6])
def test_that_a_loss_that_never_changes_is_painted_as_a_line(
    plot: LossPlot, smoothing: float
) -> None:
    plot.set_options("step", False, smoothing)
    log = LossLog()
    log.append(np.full(500, 0.25, np.float32), 500, 50.0, 0.5)
    plot.set_log(log)
    picture = plot.canvas.widget.grab().toImage()
    colour = QColor(LIGHT.train)
    painted = [
        x
        for x in range(picture.width())
        if any(picture.pixelColor(x, y) == colour for y in range(picture.height()))
    ]
    assert len(painted) > 0.9 * plot.canvas.size()[0]


@pytest.mark.parametrize("steps", [3_000, 40_000, 100_000, 333_333])
def test_that_every_bar_is_wide_enough_to_be_painted(plot: LossPlot, steps: int) -> None:
    log = LossLog()
    for end in range(1000, steps + 1, 1000):
        log.append(np.full(1000, 0.1, np.float32), end, end / 10, end / 1000)
    plot.set_log(log)
    gaps = np.diff(plot.drawn[0].x)[1:-1]
    assert gaps.min() >= plot.canvas.pixel()[0]


def test_that_zooming_stops_following_and_a_shows_all_again(plot: LossPlot) -> None:
    log = a_log()
    plot.set_log(log)
    QTest.keyClick(plot.canvas.widget, Qt.Key.Key_Plus)
    zoomed = plot.canvas.visible()
    log.append(np.full(100, 0.1, np.float32), 300, 30, 0.3)
    plot.refresh()
    assert not plot.following
    assert plot.canvas.visible() == zoomed
    QTest.keyClick(plot.canvas.widget, Qt.Key.Key_A)
    assert plot.following
    assert plot.canvas.visible()[1] == pytest.approx(309)


def test_that_only_what_is_visible_is_pulled(plot: LossPlot) -> None:
    plot.set_log(a_log(1000))
    plot.canvas.set_range((400.0, 500.0, 0.0, 1.0))
    plot.canvas.zoomed.emit()
    train = plot.drawn[0]
    assert 390 <= train.x[0] <= 400
    assert 500 <= train.x[-1] <= 510


@pytest.mark.parametrize(("axis", "last"), [("step", 200), ("epoch", 20), ("seconds", 0.2)])
def test_that_the_axis_can_be_chosen(plot: LossPlot, axis: str, last: float) -> None:
    plot.set_log(a_log())
    plot.set_options(axis, False, 0.0)
    assert plot.canvas.visible()[1] == pytest.approx(1.03 * last)


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 7])
def test_that_steps_have_whole_ticks_and_epochs_may_have_parts(plot: LossPlot, steps: int) -> None:
    plot.set_log(a_log(steps) if steps else LossLog())

    def places(last: float) -> list[float]:
        return plot.canvas._axes["bottom"].tickValues(0.0, last, 500)[0][1]  # type: ignore[no-any-return]

    _, last, _, _ = plot.canvas.visible()
    assert len(places(last)) >= 2
    assert all(place == int(place) for place in places(last))
    plot.set_options("epoch", False, 0.0)
    assert any(place != int(place) for place in places(0.3))


def test_that_a_low_plot_has_no_numbers_over_each_other(plot: LossPlot) -> None:
    plot.set_log(a_log())
    (spacing, places), *_ = plot.canvas._axes["left"].tickValues(0.0, 1.03, 40)
    assert len(places) >= 2
    assert spacing / 1.03 * 40 >= 16


def test_that_a_logarithmic_axis_shows_exponents(plot: LossPlot) -> None:
    plot.set_log(a_log())
    plot.set_options("step", True, 0.0)
    _, _, low, high = plot.canvas.visible()
    assert low < np.log10(np.exp(-199 / 50))
    assert -0.1 < high < 0.5


@pytest.mark.parametrize("logarithmic", [False, True])
def test_that_a_diverged_run_can_be_drawn(plot: LossPlot, logarithmic: bool) -> None:
    log = LossLog()
    log.append(np.array([1, 0, -1, 1e38, np.inf, -np.inf, np.nan], np.float32), 7, 1, 1)
    plot.set_options("step", logarithmic, 0.5)
    plot.set_log(log)
    plot.set_mark(7, "diverged", error=True)
    assert np.isfinite(plot.canvas.visible()).all()
    assert not plot.grab().isNull()


def test_that_a_run_of_nothing_but_nan_can_be_drawn(plot: LossPlot) -> None:
    log = LossLog()
    log.append(np.full(3, np.nan, np.float32), 3, 1, 1)
    plot.set_log(log)
    assert not plot.grab().isNull()


def test_that_the_controls_say_what_was_chosen(plot: LossPlot) -> None:
    heard: list[tuple[str, object]] = []
    plot.edited.connect(lambda path, value: heard.append((path, value)))
    header = plot.findChild(PlotHeader)
    assert header
    combo, boxes = header.findChild(QComboBox), header.findChildren(QCheckBox)
    slider = header.findChild(QSlider)
    assert combo and slider
    QTest.keyClick(combo, Qt.Key.Key_Down)
    for box in boxes:
        QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert heard == [
        ("view.loss_axis", "epoch"),
        ("view.loss_axis_logarithmic", True),
        ("view.loss_logarithmic", True),
        ("view.loss_previous", True),
        ("view.smoothing", 0.99),
    ]
    assert plot.smoothing == 0.99


def test_that_smoothing_can_be_typed_and_the_hand_letting_go_is_told(plot: LossPlot) -> None:
    heard: list[object] = []
    plot.edited.connect(lambda path, value: heard.append((path, value)))
    plot.finished.connect(heard.append)
    field = plot.findChild(NumericField)
    assert field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,9")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == [("view.smoothing", 0.9), "view.smoothing"]
    assert plot.smoothing == 0.9


def test_that_the_legend_names_what_is_drawn(plot: LossPlot) -> None:
    def names() -> list[str]:
        return [entry.text for entry in plot.legend.entries]

    assert names() == ["training", "validation"]
    log = LossLog()
    log.append(np.linspace(1, 0, 50).astype(np.float32), 50, 5.0, 1.0)
    plot.set_log(log)
    assert names() == ["training"]
    plot.set_log(a_log(20_000))
    assert names() == ["training", "validation", BAND]


def test_that_the_step_of_the_best_weights_is_marked_once_it_is_past(plot: LossPlot) -> None:
    log = LossLog()
    log.append(np.ones(300, np.float32), 300, 30.0, 1.0)
    # Before a change of the data a lower loss was measured, whose weights are kept no more.
    for step, loss in ((50, 0.1), (100, 0.5), (200, 0.2)):
        log.append_validation(loss, step, step / 10, step / 300)
    plot.set_log(log)
    plot.mark_best(200)
    assert plot.marks == {}
    log.append_validation(0.4, 300, 30.0, 1.0)
    plot.mark_best(200)
    assert plot.marks == {BEST: 200}
    plot.mark_best(None)
    assert plot.marks == {}


def test_that_no_best_step_is_marked_where_nothing_was_measured(plot: LossPlot) -> None:
    log = LossLog()
    log.append(np.ones(300, np.float32), 300, 30.0, 1.0)
    plot.set_log(log)
    plot.mark_best(100)
    assert plot.marks == {}


def test_that_the_ticks_at_the_ends_of_the_axes_have_their_numbers(plot: LossPlot) -> None:
    plot.set_log(a_log())
    plot.grab()
    for side in ("left", "bottom"):
        axis = plot.canvas.view.parentItem().getAxis(side)
        picture = QPixmap(10, 10)
        painter = QPainter(picture)
        texts = [text for _, _, text in axis.generateDrawSpecs(painter)[2]]
        painter.end()
        assert "0" in texts


def test_that_options_from_outside_are_shown_and_not_echoed(plot: LossPlot) -> None:
    heard: list[str] = []
    plot.edited.connect(lambda path, _: heard.append(path))
    plot.set_options("seconds", True, 0.5)
    assert (plot.axis, plot.logarithmic, plot.smoothing) == ("seconds", True, 0.5)
    assert heard == []


def test_that_the_cross_hair_reads_step_and_losses(plot: LossPlot) -> None:
    plot.set_log(a_log())
    text = plot.read(100.2)
    assert "step 100" in text
    assert "training 0.1381" in text
    assert "validation 0.1889" in text
    plot.canvas.hovered.emit(100.2, 0.0)
    assert plot.readout.text() == text
    plot.canvas.left.emit()
    assert plot.readout.text() != text


def test_that_what_the_cross_hair_read_goes_with_the_run(plot: LossPlot) -> None:
    log = a_log()
    plot.set_log(log)
    hint = plot.readout.text()
    hover(plot)
    assert "training" in plot.readout.text()
    log.clear()
    plot.refresh()
    assert plot.readout.text() == hint
    log.append(np.full(5, 0.25, np.float32), 5, 0.5, 0.1)
    plot.refresh()
    assert plot.readout.text() == hint


def test_that_the_cross_hair_reads_the_curve_as_it_is_now(plot: LossPlot) -> None:
    log = a_log()
    plot.set_log(log)
    hover(plot)
    log.clear()
    log.append(np.full(300, 0.25, np.float32), 300, 30, 0.3)
    plot.refresh()
    assert "training 0.2500" in plot.readout.text()


def test_that_moving_along_a_zoomed_curve_leaves_its_line_as_it_is(plot: LossPlot) -> None:
    def line(low: float, high: float) -> dict[float, float]:
        plot.canvas.set_range((low, high, 0.0, 2.0))
        plot.canvas.zoomed.emit()
        drawn = plot._drawing._train
        x, y = drawn.getData()
        return dict(zip(x.tolist(), y.tolist(), strict=True))

    log = LossLog()
    losses = 1.0 + np.random.default_rng(3).normal(0.0, 0.2, 4000)
    log.append(losses.astype(np.float32), 4000, 400.0, 4.0)
    plot.set_log(log)
    plot.set_options("step", False, 0.97)
    one, other = line(1000.0, 1300.0), line(1100.0, 1400.0)
    both = one.keys() & other.keys()
    assert len(both) >= 190
    assert [one[x] for x in both] == pytest.approx([other[x] for x in both])
    assert len(one) <= 315


def test_that_the_smoothed_line_is_drawn_the_measured_losses_are_saved(plot: LossPlot) -> None:
    log = LossLog()
    losses = np.tile(np.array([1.0, 0.0], np.float32), 100)
    log.append(losses, 200, 20.0, 0.2)
    plot.set_log(log)
    plot.set_options("epoch", False, 0.95)
    assert plot.drawn[0].mean.tolist() == losses.tolist()
    line = plot._drawing._train.getData()[1]
    assert line[0] == 1.0
    assert line[30:-30] == pytest.approx(0.5, abs=0.02)


def test_that_a_picture_is_cut_at_the_axes_and_the_plot_is_whole_afterwards(
    plot: LossPlot, tmp_path: Path
) -> None:
    def items() -> list[np.ndarray]:
        drawing = plot._drawing
        curves = [np.column_stack(item.getData()) for item in (drawing._train, drawing._validation)]
        return [*curves, drawing._band._bars]

    plot.set_log(a_log(20_000))
    plot.set_mark(18_000, "beyond")
    whole = items()
    middle = 0.3
    plot.canvas.set_range((20.0, 400.0, 0.0, middle))
    plot.canvas.set_exporting(True)
    for curve in items()[:2]:
        seen = curve[np.isfinite(curve).all(axis=1)]
        assert len(seen)
        assert ((seen >= (20.0, -1e-9)) & (seen <= (400.0 + 1e-6, middle + 1e-9))).all()
    bars = plot._drawing._band._shown
    assert bars is not None
    assert len(bars)
    assert bars[:, 0].min() >= 20.0
    assert (bars[:, 1] + bars[:, 3]).max() <= middle + 1e-9
    assert not any(item.isVisible() for item in plot._marks._items["beyond"])
    plot.canvas.set_exporting(False)
    for before, after in zip(whole, items(), strict=True):
        np.testing.assert_array_equal(before, after)
    assert plot._drawing._band._shown is None
    assert all(item.isVisible() for item in plot._marks._items["beyond"])
    plot.pictures.save(str(tmp_path / "cut.svg"))
    assert (tmp_path / "cut.svg").stat().st_size


def test_that_a_mark_stands_at_its_step_on_every_axis(plot: LossPlot) -> None:
    plot.set_log(a_log())
    plot.set_options("epoch", False, 0.0)
    plot.set_mark(100, "best")
    assert plot._marks._items["best"][0].pos().x() == pytest.approx(10, abs=0.2)
    assert set(plot._marks.steps) == {"best"}
    plot.set_mark(None, "best")
    assert plot._marks.steps == {}


def test_that_a_log_that_was_cleared_empties_the_plot(plot: LossPlot) -> None:
    log = a_log()
    plot.set_log(log)
    log.clear()
    plot.refresh()
    assert plot.empty_text == EMPTY
    assert len(plot.drawn[0].x) == 0


def test_that_dark_colours_reach_the_picture(plot: LossPlot) -> None:
    plot.set_log(a_log())
    plot.set_colours(DARK)
    corner = plot.canvas.widget.grab().toImage().pixelColor(2, 2)
    assert corner.name() == DARK.surface


def test_that_data_are_saved_as_a_table(plot: LossPlot, tmp_path: Path) -> None:
    plot.set_log(a_log())
    plot.save_data(str(tmp_path / "losses.csv"))
    lines = (tmp_path / "losses.csv").read_text().splitlines()
    assert lines[0] == "part,step,minimum,mean,maximum"
    assert lines[1].split(",") == ["training", "1.0", "1.0", "1.0", "1.0"]
    assert len(lines) == 1 + 200 + 10


def test_that_a_loss_of_zero_stays_visible_on_a_logarithmic_axis() -> None:
    values = np.array([0.0, 0.1])
    floor = positive_floor(LossCurve(values, values, values, values))
    assert drawable(values, logarithmic=True, floor=floor).tolist() == pytest.approx([-2, -1])


def test_that_dashes_cover_the_line_with_gaps() -> None:
    x, y = dashes(np.array([0.0, 50.0, 110.0]), np.array([0.0, 0.0, 0.0]), (1.0, 1.0))
    assert x.tolist()[:4] == [0.0, 7.0, 11.0, 18.0]
    assert x[-1] <= 110.0
    assert not y.any()


def test_that_the_mouse_moves_the_cross_hair(plot: LossPlot, qtbot: QtBot) -> None:
    plot.set_log(a_log())
    with qtbot.waitSignal(plot.canvas.hovered, timeout=2000):
        hover(plot)
    assert "training" in plot.readout.text()
