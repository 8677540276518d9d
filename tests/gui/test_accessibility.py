"""What keys and assistive technology find in the real window: names, roles, values and an order."""

from collections.abc import Callable
from itertools import groupby, pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.canvas.diagram_access import install_diagram_access
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_access import install_slider_access
from playground.gui.main_window import MainWindow
from playground.gui.widgets.access import install_access

MakeWindow = Callable[..., MainWindow]
PATIENCE = 20_000
WIDE = (1920, 1040)
"""In which no row of controls wraps."""
NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)


@pytest.fixture(autouse=True)
def _access() -> None:
    install_diagram_access()
    install_slider_access()
    install_access()


def stops_of(window: MainWindow) -> list[QWidget]:
    """Where Tab stops now, in order, from Run on."""
    first = window.findChild(QToolButton, "button.run")
    assert first is not None
    found: list[QWidget] = [first]
    while (place := found[-1].nextInFocusChain()) is not first and place is not None:
        found.append(place)
    by_tab = Qt.FocusPolicy.TabFocus
    # The line within a number field hands the focus on to the field.
    stops = [one for one in found if one.focusProxy() is None and one.isVisible()]
    return [one for one in stops if one.focusPolicy() & by_tab]


LATE = ("circle", "iris", "digits", "painted_curve")
"""Data whose plots, neurons left out and tools are made only once they are seen."""


def seen_with(window: MainWindow, qtbot: QtBot, source: str) -> MainWindow:
    window.editing.choose_source(source)
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    window.space.training._more.toggle.click()
    QCoreApplication.processEvents()
    return window


@pytest.mark.parametrize("source", LATE)
def test_that_tab_walks_through_the_panels_in_the_order_of_f6(
    make_window: MakeWindow, qtbot: QtBot, source: str
) -> None:
    window = seen_with(make_window(), qtbot, source)
    space = window.space
    panels: list[QWidget] = [space.tool_bar, space.data, space.training, space.network]
    panels += [space.loss, space.predictions, space.predict, space.read_outs]
    *stops, tabs = stops_of(window)
    assert isinstance(tabs, QTabBar)
    walked = [panel for stop in stops for panel in panels if panel.isAncestorOf(stop)]
    assert len(walked) == len(stops)
    assert [panel for panel, _ in groupby(walked)] == panels


@pytest.mark.parametrize("source", LATE)
def test_that_tab_never_goes_back_up_within_a_panel(
    make_window: MakeWindow, qtbot: QtBot, source: str
) -> None:
    window = seen_with(make_window(), qtbot, source)
    window.resize(*WIDE)
    qtbot.waitUntil(lambda: window.space.network.width() > WIDE[0] / 3)
    qtbot.waitUntil(lambda: not window.space.keeper._sharing.isActive())
    QCoreApplication.processEvents()
    space = window.space
    diagram = window.findChild(NetworkCanvas)
    assert diagram is not None
    for panel in (space.data, space.training, space.network, space.loss, space.predictions):
        # In the diagram it goes from layer to layer.
        stops = [
            stop
            for stop in stops_of(window)
            if panel.isAncestorOf(stop) and not diagram.isAncestorOf(stop)
        ]
        places = [QRect(stop.mapTo(panel, QPoint()), stop.size()) for stop in stops]
        for before, after in pairwise(places):
            assert after.bottom() > before.top(), (panel, before, after)


def test_that_tab_walks_the_diagram_from_layer_to_layer(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = seen_with(make_window(), qtbot, "digits")
    window.document.edit("network.hidden", (64, 3))
    window.document.edit("network.hidden", (64, 3, 5))
    qtbot.waitUntil(lambda: window.findChild(QToolButton, "network.hidden.2.remove") is not None)
    QCoreApplication.processEvents()
    names = [stop.objectName() for stop in stops_of(window)]
    wanted = ["network.diagram", "network.hidden.0.fewer", "network.hidden.0.more"]
    wanted += ["network.hidden.0.open", "network.hidden.0.remove", "network.hidden.1.fewer"]
    wanted += ["network.hidden.2.remove", "network.more.1", "network.edges"]
    assert sorted(wanted, key=names.index) == wanted


@pytest.mark.parametrize("source", LATE)
def test_that_a_screen_reader_hears_a_name_a_role_and_a_value_at_every_stop(
    make_window: MakeWindow, qtbot: QtBot, source: str
) -> None:
    window = seen_with(make_window(), qtbot, source)
    stops = stops_of(window)
    assert len(stops) > 60
    names = []
    for stop in stops:
        heard = QAccessible.queryAccessibleInterface(stop)
        names.append(heard.text(QAccessible.Text.Name))
        assert names[-1], stop
        assert heard.role() not in NO_ROLE, names[-1]
        if isinstance(stop, QComboBox):
            # On Linux its name is its value, and its label is told as a relation.
            labels = [
                one for one, kind in heard.relations() if kind == QAccessible.RelationFlag.Label
            ]
            assert [one.text(QAccessible.Text.Name) for one in labels], stop.accessibleName()
        if isinstance(stop, ParameterSlider):
            value = heard.valueInterface()
            assert heard.text(QAccessible.Text.Value) == stop.spoken()
            assert value.currentValue() == pytest.approx(stop.number() * stop.factor)
            assert value.minimumValue() <= value.currentValue() <= value.maximumValue()
    assert "Loss plot" in names
    assert any(window.space.predictions.plot.isAncestorOf(stop) for stop in stops)


def test_that_a_screen_reader_hears_what_a_number_says_and_not_its_name_alone(
    make_window: MakeWindow,
) -> None:
    window = make_window()
    for name, words in (("status.epoch", "Epoch: –"), ("status.device", "Device: –")):
        label = window.findChild(QLabel, name)
        assert label is not None
        heard = QAccessible.queryAccessibleInterface(label)
        assert heard.text(QAccessible.Text.Name) == words
        label.setText("7")
        assert heard.text(QAccessible.Text.Name).endswith(": 7")
        assert heard.text(QAccessible.Text.Value) == "7"


def test_that_a_slider_is_set_by_assistive_technology(make_window: MakeWindow) -> None:
    window = make_window(start=False)
    sliders = window.findChildren(ParameterSlider)
    rate = next(one for one in sliders if one.accessibleName() == "Learning rate")
    heard = QAccessible.queryAccessibleInterface(rate)
    assert heard.text(QAccessible.Text.Value) == "0.01"
    heard.valueInterface().setCurrentValue(0.25)
    assert window.document.project.run.training.learning_rate == 0.25
    heard.valueInterface().setCurrentValue(1e9)
    assert rate.number() == rate.bounds()[1]
    window.document.undo()
    assert window.document.project.run.training.learning_rate == 0.25


def test_that_f6_walks_from_panel_to_panel_and_shift_f6_back(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    space = window.space
    panels = [space.data, space.training, space.network, space.loss, space.predictions]
    panels += [space.predict, space.read_outs, space.tool_bar]
    run = window.findChild(QToolButton, "button.run")
    assert run is not None
    window.activateWindow()
    qtbot.waitUntil(run.hasFocus)

    def press(keys: str) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keySequence(focused, keys)
        now = QApplication.focusWidget()
        assert now is not None
        assert window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return now

    for panel in panels:
        assert panel.isAncestorOf(press("F6")), panel
    assert run.hasFocus()
    for panel in reversed(panels[:-1]):
        assert panel.isAncestorOf(press("Shift+F6")), panel
    assert press("Shift+F6") is run
