"""Every text of the panels is translated where it is shown, and a longer one is not cut off."""

import html
import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE
from playground.engine.common.language import LANGUAGES
from playground.engine.data.raw import Column
from playground.engine.frames.frame import Frame, Measures, Rows
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Choice
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.metrics import METRICS
from playground.gui.forms.editors import editor_for
from playground.gui.forms.form import CollapsibleSection
from playground.gui.forms.slider import ParameterSlider
from playground.gui.panels.data_panel import DataPanel
from playground.gui.panels.metrics_table import MetricsTable
from playground.gui.panels.predict_panel import PredictPanel
from playground.gui.panels.settings_panel import SettingsPanel
from playground.gui.panels.speed_control import SpeedControl
from playground.gui.panels.status_panel import STATE_NAMES, STEPPERS, StatusLine, StatusPanel
from playground.gui.panels.training_panel import TrainingPanel
from playground.gui.widgets.code_box import CodeTabs
from playground.gui.widgets.progress_row import ProgressRow
from tests.gui.clipping import clipped
from tests.pseudo import PSEUDO, PseudoTranslations

Speak = Callable[..., None]
PORTUGUESE = LANGUAGES[1]
NAMES = {
    "CPU",
    "cuda",
    "prices",
    "csv",
    "first",
    "second",
    "price",
    "cat",
    "dog",
    "Doing",
    "quantum",
}
"""What the tests name themselves, and what has the same name everywhere."""
ROWS = Rows(
    inputs=np.array([[1.0, 1, 0], [2.5, 0, 1]]),
    targets=np.array([7.0, 36320.0]),
    validation=np.array([False, True]),
    drawn=np.arange(2),
)
COLUMNS = (
    Column("first", typical="2.5", minimum=1, maximum=4),
    Column("second", "category", ("cat", "dog"), "cat"),
)


@pytest.fixture
def pseudo(spoken: Speak) -> None:
    """Every letter of a text is marked, and every text is longer."""
    spoken(PSEUDO, PseudoTranslations())


@pytest.fixture
def portuguese(spoken: Speak) -> None:
    """What is spoken is Portuguese."""
    spoken(PORTUGUESE)


def texts_of(widget: QWidget) -> Iterator[str]:
    """All that a person reads or hears of a widget and what is in it."""
    for part in (widget, *widget.findChildren(QWidget)):
        yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
        if isinstance(part, (QLabel, QAbstractButton, QLineEdit)):
            yield part.text()
        if isinstance(part, QComboBox):
            yield from _entries(part.model())
        if isinstance(part, ParameterSlider):
            yield from (tick.label for tick in part._scale.ticks())


def _entries(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(model.data(model.index(row, 0), role) or "")


def untranslated(widget: QWidget) -> set[str]:
    """The texts in which words are left that no translation has seen."""
    bare = (html.unescape(re.sub(r"<[^>]*>", " ", text)) for text in texts_of(widget))
    return {text for text in bare if set(re.findall(r"[A-Za-z]{2,}", text)) - NAMES}


def shown(qtbot: QtBot, panel: QWidget, width: int = 0) -> None:
    qtbot.addWidget(panel)
    for section in panel.findChildren(CollapsibleSection):
        section.set_expanded(True)
    panel.resize(width or panel.minimumSizeHint().width(), 640)
    with qtbot.waitExposed(panel):
        panel.show()


@pytest.mark.usefixtures("pseudo")
def test_that_every_editor_is_translated(qtbot: QtBot) -> None:
    rows = [row for kind in ("optimizers", "losses", "schedules") for row in index.rows(kind)]
    parameters = [*settings.fixed_parameters().values(), *(p for r in rows for p in r.parameters)]
    for parameter in parameters:
        if parameter.kind != "text" and parameter.name != "device":
            editor = editor_for(parameter)
            qtbot.addWidget(editor)
            assert untranslated(editor) == set(), parameter.name


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("source", [row.key for row in index.rows("datasets")])
def test_that_the_data_panel_is_translated(qtbot: QtBot, source: str) -> None:
    panel = DataPanel()
    panel.set_table("prices.csv")
    panel.show_project(RunSpec(data=DataSpec(source=source)), "regression")
    shown(qtbot, panel)
    assert untranslated(panel) == set()
    assert clipped(panel) == []


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("key", [row.key for row in index.rows("optimizers")])
def test_that_the_training_panel_is_translated(qtbot: QtBot, key: str) -> None:
    panel = TrainingPanel()
    spec = settings.parse_all(RunSpec(), [f"training.optimizer={key}"])
    panel.show_project(spec, "two_classes")
    shown(qtbot, panel)
    assert untranslated(panel) == set()
    assert clipped(panel) == []


@pytest.mark.usefixtures("any_font", "pseudo")
@pytest.mark.parametrize("make", [DataPanel, TrainingPanel])
def test_that_longer_labels_are_not_cut_off(qtbot: QtBot, make: type[SettingsPanel]) -> None:
    panel = make()
    spec = settings.parse_all(
        RunSpec(), ["training.optimizer=lbfgs", "training.schedule=one_cycle"]
    )
    panel.show_project(spec, "two_classes")
    shown(qtbot, panel)
    content = panel.widget()
    assert content is not None
    assert content.minimumSizeHint().width() <= panel.viewport().width()
    assert clipped(panel) == []


@pytest.mark.usefixtures("pseudo")
def test_that_the_read_outs_are_translated(qtbot: QtBot) -> None:
    panel, table = StatusPanel(), MetricsTable()
    keys = {metric.key: 0.5 for metric in METRICS}
    for key in keys:
        measures = Measures(0.5, {key: 0.5})
        panel.show_frame(Frame(1, 3, 0.1, 1.0, 1.0, 0.01, measures, measures))
        assert untranslated(panel) == set()
    table.show_measures(Measures(0.5, keys), None)
    shown(qtbot, panel, panel.sizeHint().width())
    shown(qtbot, table, table.sizeHint().width())
    assert untranslated(table) == set()
    assert clipped(panel) == clipped(table) == []


@pytest.mark.usefixtures("pseudo")
def test_that_the_status_line_is_translated(qtbot: QtBot) -> None:
    line = StatusLine()
    shown(qtbot, line, 1280)
    for state in STATE_NAMES:
        for step in (0, 3):
            line.show_state(state, "", step)
            assert untranslated(line) == set()
    for stepper in STEPPERS:
        line.show_stepper(stepper)
        assert untranslated(line) == set()
    measures = Measures(0.5, {})
    for speed in (1.0, 31_000.0):
        line.show_speed(Frame(1, 3, 0.1, 1.0, speed, 0.01, measures, None, epochs_per_second=speed))
        assert untranslated(line) == set()
    line.show_device("cuda:0")
    assert untranslated(line) == set()


@pytest.mark.usefixtures("any_font", "pseudo")
def test_that_the_speed_has_room_for_a_longer_name(qtbot: QtBot) -> None:
    control = SpeedControl()
    shown(qtbot, control, control.sizeHint().width())
    assert untranslated(control) == set()
    assert clipped(control) == []


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("classes", [(), ("cat", "dog")])
def test_that_the_predict_panel_is_translated(qtbot: QtBot, classes: tuple[str, ...]) -> None:
    panel = PredictPanel()
    shown(qtbot, panel, 420)
    assert untranslated(panel) == set()
    rows = ROWS if not classes else Rows(ROWS.inputs, np.array([0, 1]), ROWS.validation, ROWS.drawn)
    panel.set_columns(COLUMNS, ("price",), classes, rows)
    for row in (0, 1):
        panel.take_row(row)
        panel.show_output(np.array([0.5] * max(len(classes), 1)))
        assert untranslated(panel) == set()
    panel.set_texts(("99", "cat"))
    assert untranslated(panel) == set()
    panel.set_columns([Column(f"x{number}") for number in range(300)], ("price",), classes)
    assert untranslated(panel) == set()


@pytest.mark.usefixtures("pseudo")
def test_that_the_picture_of_inputs_is_translated(qtbot: QtBot) -> None:
    panel = PredictPanel()
    shown(qtbot, panel, 420)
    pixels = [Column(f"p{n}", minimum=0, maximum=16) for n in range(64)]
    panel.set_columns(pixels, ("price",), ("cat", "dog"), None, (8, 8))
    assert untranslated(panel) == set()


@pytest.mark.usefixtures("pseudo")
def test_that_the_small_widgets_are_translated(qtbot: QtBot) -> None:
    window = QWidget()
    shown(qtbot, window, 400)
    row, tabs = ProgressRow("reading", "Doing", "Doing", window), CodeTabs(window)
    tabs.show_texts([("Doing", "Doing")])
    assert untranslated(row) == set()
    for button in tabs.findChildren(QPushButton):
        assert untranslated(button) == set()
        button.click()
        assert untranslated(button) == set()


@pytest.mark.usefixtures("portuguese")
def test_that_a_name_of_ones_own_is_not_translated(qtbot: QtBot) -> None:
    panel = DataPanel()
    panel.set_table("Loss")
    panel.show_project(RunSpec(data=DataSpec(source=TABLE)), "regression")
    shown(qtbot, panel)
    combo = panel.findChild(QComboBox)
    assert combo is not None
    assert combo.currentText() == "Loss"
    assert combo.accessibleDescription() == "A tabela aberta."


@pytest.mark.usefixtures("portuguese")
def test_that_a_key_this_version_lacks_is_named_as_it_is(qtbot: QtBot) -> None:
    panel = TrainingPanel()
    panel.set_devices([Choice("cpu", "CPU")])
    panel.show_project(settings.parse_all(RunSpec(), ["training.device=quantum"]), "two_classes")
    shown(qtbot, panel)
    device = panel.findChild(QWidget, "training.device")
    assert device is not None
    combo = device.findChild(QComboBox)
    assert combo is not None
    assert combo.currentText() == "quantum (indisponível)"


@pytest.fixture
def predict(qtbot: QtBot, portuguese: None) -> PredictPanel:  # noqa: ARG001
    panel = PredictPanel()
    shown(qtbot, panel, 420)
    panel.set_columns(COLUMNS, ("price",), (), ROWS)
    return panel


def field_of(panel: PredictPanel) -> QLineEdit:
    field = panel.findChild(QLineEdit, "predict.input.first")
    assert field is not None
    return field


def test_that_inputs_are_shown_in_the_marks_of_the_language_and_kept_in_those_of_projects(
    predict: PredictPanel,
) -> None:
    field = field_of(predict)
    assert (field.text(), predict.texts()[0]) == ("2,5", "2.5")
    for text, value in (("0,5", "0.5"), ("0.5", "0.5"), ("36.320,5", "36320.5")):
        field.selectAll()
        QTest.keyClicks(field, text)
        assert field.text() == text
        assert predict.texts()[0] == value
        assert predict.inputs() == (float(value), 1.0, 0.0)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "36320,6"
    predict.take_row(1)
    assert field.text() == "2,5"
    number = predict.findChild(QSpinBox)
    assert number is not None
    assert number.value() == 2


def test_that_an_input_of_two_meanings_is_refused_now_and_when_it_is_opened_again(
    predict: PredictPanel,
) -> None:
    field = field_of(predict)
    field.selectAll()
    QTest.keyClicks(field, "36.320")
    assert predict.inputs() is None
    assert field.accessibleDescription().startswith("first: '36.320' pode ser")
    kept = predict.texts()
    predict.set_texts(())
    predict.set_texts(kept)
    assert predict.inputs() is None


def test_that_read_outs_have_the_marks_of_the_language(predict: PredictPanel) -> None:
    predict.take_row(1)
    predict.show_output(np.array([1234.5]))
    texts = [label.text() for label in predict.findChildren(QLabel)]
    assert "1.234,5" in texts
    assert "valor verdadeiro: 36.320" in [
        label.accessibleDescription() for label in predict.findChildren(QLabel)
    ]
