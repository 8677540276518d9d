"""The palette, the colours and the fonts."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.forms.switch import CheckBox
from playground.gui.theme import (
    CLASS_COLOURS,
    DARK,
    LIGHT,
    Colours,
    apply_theme,
    small_font,
    tabular_font,
)
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.plain_text import error_label

Array = npt.NDArray[np.float64]

NORMAL = np.eye(3)
PROTANOPIA = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    sheet, palette = qapp.styleSheet(), QPalette(qapp.palette())
    yield qapp
    qapp.styleHints().unsetColorScheme()
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)


def test_that_light_and_dark_set_the_palette_they_return(app: QApplication) -> None:
    for scheme, colours in (("light", LIGHT), ("dark", DARK)):
        assert apply_theme(app, scheme) is colours  # type: ignore[arg-type]
        assert app.palette().color(QPalette.ColorRole.Window) == QColor(colours.window)
        assert app.palette().color(QPalette.ColorRole.Accent) == QColor(colours.accent)
    app.setStyleSheet("")
    assert app.style().name() == "fusion"


@pytest.mark.parametrize("seen", [True, False])
def test_that_fields_and_labels_take_the_colours_of_another_theme(
    app: QApplication, qtbot: QtBot, seen: bool
) -> None:
    apply_theme(app, "light")
    window = QWidget()
    qtbot.addWidget(window)
    field, label = QLineEdit(window), error_label("Wrong", window)
    field.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    fill(QVBoxLayout(window), field, label)
    window.show()
    window.setVisible(seen)
    apply_theme(app, "dark")
    app.processEvents()
    window.show()
    image = window.grab().toImage()
    assert _colours(image, field.geometry()) >= {DARK.surface, DARK.border}
    assert DARK.window in _colours(image, label.geometry())
    assert label.palette().color(label.foregroundRole()) == QColor(DARK.error)


def test_that_a_check_box_has_a_mark_that_is_seen(app: QApplication, qtbot: QtBot) -> None:
    box = CheckBox("Log")
    qtbot.addWidget(box)
    for scheme, colours in (("light", LIGHT), ("dark", DARK)):
        apply_theme(app, scheme)  # type: ignore[arg-type]
        app.processEvents()
        box.setChecked(False)
        assert colours.accent not in _colours(box.grab().toImage(), box.rect())
        box.setChecked(True)
        assert _colours(box.grab().toImage(), box.rect()) >= {colours.accent, colours.on_accent}


def test_that_the_scheme_of_the_system_is_one_of_the_two(app: QApplication) -> None:
    apply_theme(app, "dark")
    assert apply_theme(app, "system") in (LIGHT, DARK)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_every_text_can_be_read_on_what_is_behind_it(colours: Colours) -> None:
    for behind in (colours.window, colours.surface, colours.raised):
        for text in (colours.text, colours.muted, colours.error, colours.warning):
            assert _contrast(text, behind) >= 4.5, (text, behind)
    assert _contrast(colours.on_accent, colours.accent) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_the_ends_of_the_diverging_scale_stand_out_from_its_middle(colours: Colours) -> None:
    assert _contrast(colours.negative, colours.middle) >= 2.5
    assert _contrast(colours.positive, colours.middle) >= 2.5


@pytest.mark.parametrize("eye", [NORMAL, PROTANOPIA, DEUTERANOPIA])
def test_that_ten_classes_differ_for_every_eye(eye: Array) -> None:
    seen = _lab(np.array([_linear(colour) for colour in CLASS_COLOURS]) @ eye.T)
    assert len(seen) == 10
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 30


def test_that_class_0_is_orange_class_1_is_blue_and_the_eleventh_repeats() -> None:
    assert LIGHT.class_colour(0) == LIGHT.negative == "#e8710a"
    assert LIGHT.class_colour(1) == LIGHT.positive == "#1a73e8"
    assert LIGHT.class_colour(10) == LIGHT.class_colour(0)


def test_that_tabular_figures_are_asked_of_a_copy_of_the_font() -> None:
    font = QFont("Sans Serif", 9)
    assert tabular_font(font).isFeatureSet(QFont.Tag("tnum"))
    assert not font.isFeatureSet(QFont.Tag("tnum"))


def test_that_small_letters_never_become_unreadable() -> None:
    assert small_font(QFont("Sans Serif", 20)).pointSizeF() == pytest.approx(17)
    assert small_font(QFont("Sans Serif", 6)).pointSizeF() == 7.5


def _colours(image: QImage, place: QRect) -> set[str]:
    spots = product(range(place.left(), place.right() + 1), range(place.top(), place.bottom() + 1))
    return {image.pixelColor(x, y).name() for x, y in spots}


def _linear(colour: str) -> Array:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    high, low = sorted((float(_linear(c) @ weights) for c in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _lab(linear: Array) -> Array:
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = np.clip(linear, 0, 1) @ to_xyz.T / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1
    )
