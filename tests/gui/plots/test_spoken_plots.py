"""Everything that plots say is said in the language chosen; what is copied from them never is."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from playground.engine.common.language import _, find_language
from playground.engine.common.numbers import number
from playground.engine.frames.frame import DataPicture
from playground.engine.frames.network import Place
from playground.engine.frames.pictures import Confusion, Curve, NeuronMap, Parity
from playground.engine.loss_log.log import LossLog
from playground.engine.spec.data import DataSpec
from playground.engine.spec.run import Task
from playground.gui.forms.editor import Editor
from playground.gui.plots.base import ticks
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.table_text import table_text
from playground.gui.plots.loss.memorising import MEMORISES, Memorising
from playground.gui.plots.loss.plot import BEST, DIVERGED, LossPlot
from playground.gui.plots.predictions.asked import Asked
from playground.gui.plots.predictions.painting.bar import PaintBar
from playground.gui.plots.predictions.painting.painter import Painter
from playground.gui.plots.predictions.picture_plot import CanvasPlot, PicturePlot
from playground.gui.plots.predictions.view import PredictionsView
from playground.gui.theme import LIGHT
from playground.state.view import ViewSpec
from tests.gui.plots.frames import data_picture, frame, left_right_surface
from tests.gui.shown_texts import own_texts, plain_letters, texts_within
from tests.pseudo import PSEUDO, PseudoTranslations

Speak = Callable[..., None]
PAIR = np.array([0.25, 0.75], np.float32)


@pytest.fixture
def in_pseudo(spoken: Speak) -> None:
    spoken(PSEUDO, PseudoTranslations())


@pytest.fixture
def view(qtbot: QtBot, in_pseudo: None) -> PredictionsView:
    assert in_pseudo is None
    view = PredictionsView()
    qtbot.addWidget(view)
    view.resize(520, 420)
    view.show()
    return view


def _data(task: Task, views: tuple[str, ...], variables: int = 2) -> DataPicture:
    """Data whose names are digits."""
    classes = 3 if task == "more_classes" else 2
    made = data_picture(task, variables=variables, classes=classes, views=views, axes=("1", "2"))
    names = tuple(str(digit) for digit in range(len(made.class_names)))
    return replace(made, class_names=names, target_names=("3",), train_rows=100_000)


def _said(figure: Figure) -> Iterator[str]:
    """What a plot says: of itself, in its legend, on its axes, below it and in its menu."""
    # The menus of pyqtgraph are never shown.
    yield from texts_within(figure, Editor, QMenu)
    yield from (entry.text for entry in figure.legend.entries)
    yield from (figure.read(0.0, 0.0), figure.empty_text, figure.drawing_name)
    if isinstance(figure, CanvasPlot | LossPlot):
        yield from figure.canvas._titles.values()
    menu = figure.menu()
    # Those of the picture are not said here.
    yield from (text for text in own_texts(menu) if "picture" not in text)
    menu.deleteLater()


def _plain(figure: Figure) -> list[str]:
    return [text for text in _said(figure) if plain_letters(text)]


def test_that_each_plot_of_predictions_is_in_the_language(view: PredictionsView) -> None:
    x = np.linspace(-6, 6, 25, dtype=np.float32)
    shown: tuple[tuple[DataPicture, object], ...] = (
        (_data("two_classes", ("surface",)), left_right_surface()),
        (_data("two_classes", ("curve",), 1), Curve(x, np.full((25, 1), 0.5, np.float32))),
        (_data("regression", ("curve",), 1), Curve(x, np.full((25, 1), 0.5, np.float32))),
        (_data("regression", ("parity",)), Parity(PAIR, PAIR, PAIR, PAIR)),
        (_data("more_classes", ("confusion",)), Confusion(*[np.eye(3, dtype=np.int64)] * 2)),
    )
    assert plain_letters(view.plot.empty_text) == []
    for data, picture in shown:
        view.set_data(data)
        view.set_frame(frame(picture))  # type: ignore[arg-type]
        view.show_asked(Asked(np.zeros(data.points.shape[1], np.float32), PAIR[:1]))
        assert _plain(view.plot) == []
        assert view.plot.table().names


def test_that_the_map_of_a_neuron_is_in_the_language_and_its_data_are_not(
    view: PredictionsView,
) -> None:
    view.set_data(_data("two_classes", ("surface",)))
    place = Place(1, 2)
    view.show_neuron((place, "1"))
    bounds = (-6.0, 6.0, -6.0, 6.0)
    for values in (np.eye(4, dtype=np.float32), np.full((4, 4), np.nan, np.float32)):
        view.set_frame(frame(NeuronMap(place, values, bounds)))
        plot = view._neuron_plot
        assert plot
        assert [text for text in _plain(plot) if "nan" not in text] == []
    assert view._neuron_plot
    assert view._neuron_plot.table().names == ("1", "2", "hidden 1, neuron 3")


def test_that_the_tools_for_painting_are_in_the_language(qtbot: QtBot, in_pseudo: None) -> None:
    assert in_pseudo is None
    bar, plot = PaintBar(LIGHT), PicturePlotInHand()
    for widget in (bar, plot):
        qtbot.addWidget(widget)
    bar.show_tools(ViewSpec(), ("1", "2"), "class")
    assert [text for text in texts_within(bar, Editor) if plain_letters(text)] == []
    painter = Painter(LIGHT, plot)
    painter.take_up(plot)
    for source in ("painted_classes", "painted_curve"):
        painter.set_state(DataSpec(source=source), ViewSpec())
        hand, _edge = painter._hands[plot]
        hand.pointed.emit(0.5, 0.25)
        drawing = plot.canvas.widget
        said = (plot.readout.text(), drawing.accessibleName(), drawing.accessibleDescription())
        # The cross-hair stands at an x and a y.
        assert [plain_letters(text) for text in said] == [[], [], []]


class PicturePlotInHand(CanvasPlot):
    """An empty plane."""

    def __init__(self) -> None:
        super().__init__(LIGHT)


def _log() -> LossLog:
    log = LossLog()
    losses = np.exp(-np.arange(200) / 50).astype(np.float32)
    log.append(losses, 200, 20.0, 0.2)
    log.append_validation(0.5, 200, 20.0, 0.2)
    return log


def test_that_the_plot_of_losses_is_in_the_language_and_its_data_are_not(
    qtbot: QtBot, in_pseudo: None
) -> None:
    assert in_pseudo is None
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(600, 360)
    plot.show()
    assert _plain(plot) == []
    plot.set_log(_log())
    for axis in ("step", "epoch", "seconds"):
        plot.set_options(axis, False, 0.0)
        assert _plain(plot) == []
    for mark in (BEST, DIVERGED):
        plot.set_mark(7, mark)
        assert plot.marks[mark] == 7
        assert plain_letters(plot._marks._items[mark][1].toPlainText()) == []
    assert table_text(plot.table()).startswith("part,seconds,minimum,mean,maximum\ntraining,0.")


def test_that_memorising_is_told_in_the_language(in_pseudo: None) -> None:
    assert in_pseudo is None
    looks = Memorising()
    looks.see(1, 1, 1.0, 1.0)
    said = looks.see(1, 2, 0.5, 2.0, stands=True)
    assert said == _(MEMORISES)
    assert plain_letters(said) == []


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (0.15, 0.05, "0,15"),
        (-0.5, 0.5, "−0,5"),
        (5000, 5000, "5.000"),
        (1_500_000, 500_000, "1,5M"),
        (2.5e-5, 1e-6, "2,5e−5"),
        (1e30, 5e29, "1e30"),
    ],
)
def test_that_axes_write_numbers_by_the_habit_of_the_language(
    spoken: Speak, value: float, spacing: float, text: str
) -> None:
    spoken(find_language("pt_BR"))
    assert ticks.tick_text(value, spacing) == text
    assert ticks.log_tick_texts([-2.0, 4.0], 1.0) == ["0,01", "10.000"]
    assert number(0.25) == "0,25"


def test_that_portuguese_reads_losses_with_its_marks_and_copies_them_with_points(
    spoken: Speak, qtbot: QtBot
) -> None:
    spoken(find_language("pt_BR"))
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.set_log(_log())
    plot.set_options("epoch", False, 0.0)
    assert plot.read(20.0).startswith("época 20,00    treino ")
    assert [entry.text for entry in plot.legend.entries] == ["treino", "validação"]
    assert "20,0" not in table_text(plot.table(), "\t")


def test_that_the_caption_of_each_plot_is_a_whole_text(view: PredictionsView) -> None:
    view.set_data(_data("two_classes", ("surface", "confusion")))
    assert isinstance(view.plot, PicturePlot)
    choices = view._header.editors["predictions"].combo.entries()  # type: ignore[attr-defined]
    assert plain_letters(choices[0].label) == []
