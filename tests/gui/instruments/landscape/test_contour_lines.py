"""Contour lines are joined, are of round losses, and carry these losses where there is room."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from playground.engine.common.language import LANGUAGES
from playground.engine.instruments.landscape import LossMap
from playground.engine.instruments.plane import Plane
from playground.gui.instruments.landscape.chains import cut, joined
from playground.gui.instruments.landscape.contours import contour
from playground.gui.instruments.landscape.figure import MapFigure
from playground.gui.instruments.landscape.labelling import Line, along, parted, placed
from playground.gui.instruments.landscape.panel import LandscapePanel
from playground.gui.instruments.landscape.scale import LossScale
from playground.gui.main_window import MainWindow

Doubles = npt.NDArray[np.float64]
ANY = np.zeros(2, np.float32)
UP, ACROSS = np.mgrid[-1:1:65j, -1:1:65j]
BOWL = ACROSS**2 + UP**2


@pytest.fixture
def figure(window: MainWindow) -> MapFigure:
    window.space.show_instrument("landscape")
    panel = window.findChild(LandscapePanel)
    assert panel is not None
    figure = panel.figure
    panel.setMinimumSize(900, 500)
    figure.set_empty_text("")
    return figure


def show(figure: MapFigure, values: Doubles) -> None:
    plane = Plane(ANY, ANY, ANY, (("w", (2,)),), "random", 0)
    figure.show_map(LossMap(plane, (-1.0, 1.0, -1.0, 1.0), values))
    QApplication.processEvents()


def number_of(text: str) -> float:
    return float(text.replace(",", "."))


def test_that_pieces_are_joined_to_closed_and_to_open_lines() -> None:
    (circle,) = joined(contour(BOWL, 0.5))
    assert np.array_equal(circle[0], circle[-1])
    assert len(np.unique(circle, axis=0)) == len(circle) - 1
    corners = joined(contour(BOWL, 1.5))
    assert len(corners) == 4
    for line in corners:
        assert {0.0, 64.0} & {*line[0].tolist()}
        assert {0.0, 64.0} & {*line[-1].tolist()}
    assert joined(contour(BOWL, 9.0)) == []


def test_that_a_line_is_cut_where_it_leaves_what_is_seen() -> None:
    line = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    first, second = cut(line, (-1.0, 1.0, -1.0, 3.0))
    assert first.tolist() == [[0.0, 0.0], [1.0, 0.0]]
    assert second.tolist() == [[1.0, 2.0], [0.0, 2.0]]
    assert cut(line, (5.0, 6.0, 5.0, 6.0)) == []


def test_that_contours_are_of_round_losses_about_a_dozen() -> None:
    for low, high, is_logarithmic in ((0.13, 0.71, False), (-2.0, -0.9, True), (-12.3, 9.0, True)):
        losses = LossScale(low, high, is_logarithmic).losses
        assert 5 <= len(losses) <= 16
        assert losses == sorted(losses)
        for loss in losses:
            assert loss == pytest.approx(float(f"{loss:.2g}"))
            assert low < (np.log10(loss) if is_logarithmic else loss) < high
    scale = LossScale(1000.0, 1000.5, logarithmic=False)
    assert len({*scale.texts(scale.losses)}) == len(scale.losses)  # told apart


def test_that_every_number_is_the_loss_at_its_place(figure: MapFigure) -> None:
    def linear(x: Doubles, y: Doubles) -> Doubles:
        return 2.0 + x**2 + y**2

    def steep(x: Doubles, y: Doubles) -> Doubles:
        return 10.0 ** (3.0 * (x**2 + y**2) - 3.0)

    for loss in (linear, steep):
        show(figure, loss(ACROSS, UP))
        assert len(figure.contours.shown) >= 4
        for text, x, y in figure.contours.shown:
            there = float(loss(np.array(x), np.array(y)))
            assert there == pytest.approx(number_of(text), rel=0.12)


def test_that_numbers_stand_apart_and_within_the_map(figure: MapFigure) -> None:
    show(figure, 10.0 ** (3.0 * BOWL - 3.0))
    rects = [text.sceneBoundingRect() for text in figure.contours._texts if text.isVisible()]
    seen = figure.canvas.view.sceneBoundingRect()
    for number, rect in enumerate(rects):
        assert seen.contains(rect.center())
        assert not any(rect.contains(other.center()) for other in rects[number + 1 :])


def test_that_a_number_lies_on_a_straight_part_with_a_gap_for_it() -> None:
    bend = np.array([[20.0, 20.0], [20.0, 60.0], [300.0, 60.0]])
    (label,) = placed([Line(0, bend, 30.0)], (320, 120), 14.0)
    assert label is not None
    assert (label.y, label.angle) == (60.0, 0.0)
    start, end = label.gap
    assert end - start >= 30.0
    before, after = parted(bend, start, end)
    assert before[-1].tolist() == [label.x - (end - start) / 2, 60.0]
    assert along(before)[-1] + along(after)[-1] + end - start == pytest.approx(320.0)


def test_that_no_number_stands_on_another_line_or_where_there_is_no_room() -> None:
    lines = [Line(n, np.array([[0.0, y], [300.0, y]]), 30.0) for n, y in enumerate((50.0, 55.0))]
    assert placed(lines, (300, 100), 14.0) == [None, None]
    far = [Line(n, np.array([[0.0, y], [300.0, y]]), 30.0) for n, y in enumerate((30.0, 70.0))]
    assert None not in placed(far, (300, 100), 14.0)
    assert placed([Line(0, np.array([[0.0, 5.0], [40.0, 5.0]]), 30.0)], (300, 100), 4.0) == [None]


def test_that_numbers_are_bright_on_dark_and_dark_on_bright_in_both_themes(
    window: MainWindow, figure: MapFigure
) -> None:
    inks = []
    for scheme in ("light", "dark"):
        window.appearance.choose(scheme)
        show(figure, 10.0 ** (3.0 * BOWL - 3.0))
        texts = [text for text in figure.contours._texts if text.isVisible()]
        inks.append({text.toPlainText(): QColor(text.color).lightness() for text in texts})
    window.appearance.choose("light")
    assert inks[0] == inks[1]
    order = sorted(inks[0], key=number_of)
    assert inks[0][order[0]] == 255
    assert inks[0][order[-1]] == 0


def test_that_a_part_that_is_zoomed_into_has_its_numbers_too(figure: MapFigure) -> None:
    show(figure, BOWL)
    before = figure.contours.shown
    figure.canvas.set_range((0.2, 0.9, 0.2, 0.9))
    QApplication.processEvents()
    after = figure.contours.shown
    assert after
    assert after != before
    assert all(0.2 <= x <= 0.9 and 0.2 <= y <= 0.9 for _, x, y in after)
    figure.canvas.set_range((0.5, 0.5 + 1e-6, 0.5, 0.5 + 1e-6))
    QApplication.processEvents()
    assert figure.contours.shown == []


def test_that_a_map_without_order_has_lines_and_no_numbers(figure: MapFigure) -> None:
    show(figure, np.random.default_rng(3).random((129, 129)) + 1.0)
    assert figure.contours.shown == []
    x, _ = figure.contours._curves[0].getData()
    assert len(x) > 1000
    show(figure, np.full((5, 5), np.nan))
    assert figure.contours.shown == []


def test_that_the_decimals_are_those_of_the_language(
    figure: MapFigure, spoken: Callable[..., None]
) -> None:
    spoken(LANGUAGES[1])
    show(figure, BOWL)
    texts = [text for text, _, _ in figure.contours.shown]
    assert any("," in text for text in texts)
    assert not any("." in text for text in texts)
