"""The panel in which inputs are typed and the output is read."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from playground.engine.data.raw import Column
from playground.gui.panels.predict.input_row import NumberEntry
from playground.gui.panels.predict.inputs import MOST_FIELDS
from playground.gui.panels.predict_panel import PredictPanel
from playground.gui.widgets.number_text import GROUP
from playground.gui.widgets.probability_bars import ROW, ProbabilityBars

X = Column("x", typical="2.5", minimum=1, maximum=4)
COLOUR = Column("colour", "category", ("red", "<b>blue</b>"), "red")


@pytest.fixture
def panel(qtbot: QtBot) -> PredictPanel:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 360)
    panel.show()
    return panel


def _field(panel: PredictPanel, name: str = "x") -> QLineEdit:
    field = panel.findChild(QLineEdit, f"predict.input.{name}")
    assert field is not None
    return field


def _type(panel: PredictPanel, text: str, name: str = "x") -> None:
    field = _field(panel, name)
    field.clear()
    QTest.keyClicks(field, text)


def _output(panel: PredictPanel) -> QLabel:
    label = panel.findChild(QLabel, "predict.output")
    assert label is not None
    return label


def _errors(panel: PredictPanel) -> list[str]:
    labels = panel.findChildren(QLabel)
    return [lb.text() for lb in labels if lb.property("role") == "error" and lb.isVisible()]


def test_that_numbers_far_from_zero_are_shown_in_the_digits_that_tell_them_apart(
    panel: PredictPanel,
) -> None:
    clock = Column("time", typical="1700000298", minimum=1.7e9, maximum=1.7e9 + 597)
    panel.set_columns((clock,), ("y",), (), target_spans=(600.0,))
    panel.show_output(np.array([1.7e9 + 123.4]))
    far = f"1{GROUP}700{GROUP}000{GROUP}"
    assert _output(panel).text() == f"{far}123.4"
    hints = [label.text() for label in panel.findChildren(QLabel)]
    assert f"{far}000 … {far}597" in hints


def test_that_five_shows_ten_after_the_line_is_learned(panel: PredictPanel, qtbot: QtBot) -> None:
    panel.set_columns((X,), ("y",), ())
    with qtbot.waitSignal(panel.inputs_changed):
        _type(panel, "5")
    assert panel.inputs() == (5.0,)
    panel.show_output(np.array([9.99998], dtype=np.float32))
    assert _output(panel).text() == "10.0"
    assert "9.99998" in _output(panel).toolTip()


def test_that_fields_start_at_the_typical_value_and_hint_at_the_range(panel: PredictPanel) -> None:
    panel.set_columns((X, COLOUR), ("y",), ())
    assert panel.texts() == ("2.5", "red")
    assert panel.inputs() == (2.5, 1.0, 0.0)
    assert "1 … 4" in [label.text() for label in panel.findChildren(QLabel)]


@pytest.mark.parametrize("text", ["0,5", "0.5", "5e-1", " .5 "])
def test_that_a_number_can_be_typed_in_any_notation(panel: PredictPanel, text: str) -> None:
    panel.set_columns((X,), ("y",), ())
    _type(panel, text)
    assert panel.inputs() == (0.5,)


@pytest.mark.parametrize("text", ["", "1.2.3", "abc", "nan", "1_000", "inf"])
def test_that_what_is_no_number_is_explained_in_place(panel: PredictPanel, text: str) -> None:
    panel.set_columns((X,), ("y",), ())
    panel.show_output(np.array([3.0], dtype=np.float32))
    _type(panel, "x")
    _type(panel, text)
    assert panel.inputs() is None
    assert len(_errors(panel)) == 1
    assert _errors(panel)[0].startswith("x must be a")
    assert _output(panel).text() == "–"
    _type(panel, "1")
    assert panel.inputs() == (1.0,)
    assert _errors(panel) == []


def test_that_an_output_for_a_bad_field_is_not_shown(panel: PredictPanel) -> None:
    panel.set_columns((X,), ("y",), ())
    _type(panel, "?")
    panel.show_output(np.array([3.0], dtype=np.float32))
    assert _output(panel).text() == "–"


def test_that_each_edit_names_its_path_with_all_texts(panel: PredictPanel) -> None:
    panel.set_columns((X, COLOUR), ("y",), ())
    edits: list[tuple[str, object]] = []
    panel.edited.connect(lambda path, value: edits.append((path, value)))
    _type(panel, "7")
    assert edits[-1] == ("view.predict_inputs", ("7", "red"))
    combo = panel.findChild(QComboBox)
    assert combo is not None
    combo.setCurrentIndex(1)
    assert edits[-1] == ("view.predict_inputs", ("7", "<b>blue</b>"))
    assert panel.inputs() == (7.0, 0.0, 1.0)


def test_that_leaving_a_field_ends_the_gesture(panel: PredictPanel, qtbot: QtBot) -> None:
    panel.set_columns((X,), ("y",), ())
    with qtbot.waitSignal(panel.finished) as finished:
        QTest.keyClick(_field(panel), Qt.Key.Key_Return)
    assert finished.args == ["view.predict_inputs"]


def test_that_arrows_step_by_a_round_part_of_the_range(panel: PredictPanel) -> None:
    panel.set_columns((X,), ("y",), ())
    field = _field(panel)
    assert isinstance(field, NumberEntry)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert panel.inputs() == (2.6,)
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    assert panel.inputs() == (1.6,)


def test_that_texts_of_a_project_are_shown_without_an_edit(panel: PredictPanel) -> None:
    edits: list[object] = []
    panel.edited.connect(lambda _, value: edits.append(value))
    panel.set_texts(("5", "<b>blue</b>"))
    panel.set_columns((X, COLOUR), ("y",), ())
    assert panel.texts() == ("5", "<b>blue</b>")
    panel.set_texts(())
    assert panel.texts() == ("2.5", "red")
    assert edits == []


def test_that_texts_of_other_columns_are_dropped(panel: PredictPanel) -> None:
    panel.set_columns((X,), ("y",), ())
    panel.set_texts(("1", "2", "3"))
    assert panel.texts() == ("2.5",)


def test_that_new_data_with_the_same_columns_keep_what_was_typed(panel: PredictPanel) -> None:
    panel.set_columns((X, Column("z", typical="0")), ("y",), ())
    _type(panel, "3.25")
    field = _field(panel)
    panel.set_columns((Column("x", typical="9"), Column("z", typical="8")), ("y",), ())
    assert panel.texts() == ("3.25", "8")
    assert _field(panel) is field


def test_that_typical_values_can_be_brought_back(panel: PredictPanel, qtbot: QtBot) -> None:
    panel.set_columns((X,), ("y",), ())
    _type(panel, "99")
    button = panel.findChild(QPushButton, "predict.typical")
    assert button is not None
    with qtbot.waitSignal(panel.edited) as edited:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.texts() == ("2.5",)
    assert edited.args == ["view.predict_inputs", ()]


def test_that_the_likeliest_class_is_named_with_the_chances_of_all(panel: PredictPanel) -> None:
    names = ("setosa", "versicolor", "virginica")
    panel.set_columns((X,), ("species",), names)
    panel.show_output(np.array([0.02, 0.95, 0.03], dtype=np.float32))
    assert _output(panel).text() == "versicolor"
    bars = panel.findChild(ProbabilityBars)
    assert bars is not None
    assert bars.accessibleDescription().startswith("setosa 2.0")
    assert not bars.grab().isNull()


@pytest.mark.parametrize("output", [[np.nan], [np.inf]])
def test_that_what_is_not_finite_is_no_prediction(panel: PredictPanel, output: list[float]) -> None:
    panel.set_columns((X,), ("y",), ())
    panel.show_output(np.array(output, dtype=np.float32))
    assert _output(panel).text() == "–"


def test_that_an_output_of_other_data_is_ignored(panel: PredictPanel) -> None:
    panel.set_columns((X,), ("species",), ("a", "b", "c"))
    panel.show_output(np.array([0.5, 0.5], dtype=np.float32))
    assert _output(panel).text() == "–"


def test_that_names_from_data_are_shown_letter_by_letter(panel: PredictPanel) -> None:
    panel.set_columns((Column("<i>x</i>"),), ("<h1>y</h1>",), ("<b>a</b>", "b"))
    panel.show_output(np.array([0.9, 0.1], dtype=np.float32))
    assert _output(panel).text() == "<b>a</b>"
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText
        for label in panel.findChildren(QLabel)
        if "<" in label.text()
    )
    assert "&lt;b&gt;" in _output(panel).toolTip()


def test_that_very_many_columns_keep_the_rest_at_typical_values(panel: PredictPanel) -> None:
    columns = tuple(Column(f"c{n}", typical=str(n)) for n in range(MOST_FIELDS + 3))
    panel.set_columns(columns, ("y",), ())
    assert len(panel.texts()) == MOST_FIELDS
    assert panel.inputs() == tuple(float(n) for n in range(MOST_FIELDS + 3))


def test_that_without_data_there_is_nothing_to_predict(panel: PredictPanel) -> None:
    assert panel.inputs() is None
    panel.show_output(np.array([1.0], dtype=np.float32))
    assert _output(panel).text() == "–"


def test_that_another_winner_is_scrolled_into_view(panel: PredictPanel) -> None:
    names = tuple(f"class {number}" for number in range(40))
    panel.set_columns((X,), ("species",), names)
    panel.show_output(np.eye(40, dtype=np.float32)[35])
    bars = panel.findChild(ProbabilityBars)
    assert bars is not None
    seen = bars.visibleRegion().boundingRect()
    assert seen.top() <= 35 * ROW < seen.bottom()


def test_that_fields_take_the_room_there_is_before_they_scroll(panel: PredictPanel) -> None:
    panel.set_columns([Column(f"x{number}") for number in range(12)], ("y",), ())
    panel.show()
    for height, everything in ((600, True), (260, False)):
        panel.resize(320, height)
        QCoreApplication.processEvents()
        last = panel.findChildren(NumberEntry)[-1]
        assert (last.visibleRegion().boundingRect().height() == last.height()) == everything
