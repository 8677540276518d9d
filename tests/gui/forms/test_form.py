"""Editors for every kind of parameter, and forms of them."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.catalogue import index
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Choice, Parameter, Value
from playground.gui.forms.combo import Heading, KeyCombo
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import (
    ChoiceEditor,
    NumberEditor,
    SwitchEditor,
    TextEditor,
    TogglesEditor,
    TypedChoiceEditor,
    editor_for,
)
from playground.gui.forms.form import CollapsibleSection, SettingsForm
from playground.gui.widgets.tool_tip import tool_tip

FIXED = settings.fixed_parameters()
ADDED = {
    f"{kind}.{row.key}.{p.name}": p
    for kind in ("optimizers", "losses", "schedules")
    for row in index.rows(kind)
    for p in row.parameters
}
EVERY = FIXED | ADDED
RATE = "training.learning_rate"
NOISE = "data.noise"


class Heard:
    """What a form said."""

    def __init__(self, form: SettingsForm) -> None:
        self.edits: list[tuple[str, object]] = []
        self.ends: list[str] = []
        form.edited.connect(self._edited)
        form.finished.connect(self.ends.append)

    def _edited(self, path: str, value: object) -> None:
        self.edits.append((path, value))


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()


def form_of(qtbot: QtBot, *paths: str) -> tuple[SettingsForm, Heard]:
    form = SettingsForm({path: FIXED[path] for path in paths})
    shown(qtbot, form)
    return form, Heard(form)


@pytest.mark.parametrize("path", EVERY)
def test_that_every_parameter_has_an_editor_that_shows_its_default(qtbot: QtBot, path: str) -> None:
    editor = editor_for(EVERY[path])
    qtbot.addWidget(editor)
    assert editor.value() == EVERY[path].default
    assert type(editor.value()) is type(EVERY[path].default)
    assert editor.label.text() == EVERY[path].label
    assert editor.label.buddy() is editor.control
    assert editor.accessibleName() == EVERY[path].label
    assert editor.toolTip()


@pytest.mark.parametrize("path", EVERY)
def test_that_no_editor_speaks_when_it_is_told(qtbot: QtBot, path: str) -> None:
    editor = editor_for(EVERY[path])
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(lambda *edit: said.append(edit))
    editor.finished.connect(lambda: said.append("end"))
    editor.set_value(_another(EVERY[path]))
    editor.set_value(EVERY[path].default)
    assert said == []


@pytest.mark.parametrize("path", EVERY)
def test_that_every_editor_returns_to_its_default(qtbot: QtBot, path: str) -> None:
    editor = editor_for(EVERY[path])
    qtbot.addWidget(editor)
    editor.set_value(_another(EVERY[path]))
    assert editor.value() == _another(EVERY[path])
    with qtbot.waitSignals([editor.edited, editor.finished]):
        editor.reset()
    assert editor.value() == EVERY[path].default


def test_that_slider_and_field_show_one_number(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, RATE)
    editor = form.editor(RATE)
    assert isinstance(editor, NumberEditor)
    assert editor.slider is not None
    QTest.keyClick(editor.slider, Qt.Key.Key_PageUp)
    assert editor.field.text() == "0.1"
    editor.field.setText("0,5")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.slider.number() == 0.5
    assert heard.edits == [(RATE, 0.1), (RATE, 0.5)]
    assert heard.ends == [RATE, RATE]


def test_that_a_whole_number_is_an_int(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, "data.samples")
    editor = form.editor("data.samples")
    assert isinstance(editor, NumberEditor)
    editor.field.setText("123")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert heard.edits == [("data.samples", 123)]
    assert isinstance(heard.edits[0][1], int)


def test_that_a_switch_is_pressed_by_space(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, "data.standardise")
    editor = form.editor("data.standardise")
    assert isinstance(editor, SwitchEditor)
    QTest.keyClick(editor.control, Qt.Key.Key_Space)
    assert heard.edits == [("data.standardise", False)]
    assert heard.ends == ["data.standardise"]


def test_that_a_choice_offers_the_rows_of_its_catalogue_with_help(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, "network.activation")
    editor = form.editor("network.activation")
    assert isinstance(editor, ChoiceEditor)
    combo = editor.combo
    assert [combo.itemData(i) for i in range(combo.count())] == [
        row.key for row in index.rows("activations")
    ]
    tips = [combo.itemData(i, Qt.ItemDataRole.ToolTipRole) for i in range(combo.count())]
    rows = index.rows("activations")
    assert tips == [tool_tip(f"{row.help}\n{row.formula}") for row in rows]
    assert all(row.formula for row in rows)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    assert heard.edits == [("network.activation", index.rows("activations")[-1].key)]


def test_that_a_key_that_is_not_offered_is_shown_as_unavailable(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, "network.activation")
    editor = form.editor("network.activation")
    assert isinstance(editor, ChoiceEditor)
    editor.set_value("quantum")
    assert editor.combo.currentText() == "quantum (unavailable)"
    assert editor.value() == "quantum"
    editor.set_choices(("tanh",))
    assert editor.combo.currentText() == "quantum (unavailable)"
    assert editor.combo.count() == 2
    editor.set_value("tanh")
    assert editor.combo.count() == 1
    assert heard.edits == []


def test_that_headings_in_a_combo_cannot_be_chosen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    combo = KeyCombo(window)
    combo.set_entries([Heading("Old"), Choice("a", "A"), Heading("New"), Choice("b", "B")])
    combo.set_key("a")
    assert combo.currentIndex() == 1
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.key() == "b"
    QTest.keyClick(combo, Qt.Key.Key_Home)
    assert combo.key() == "a"


def test_that_the_last_input_feature_stays_on(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, "data.features")
    editor = form.editor("data.features")
    assert isinstance(editor, TogglesEditor)
    buttons = editor.findChildren(QToolButton)
    buttons[1].click()
    assert heard.edits == [("data.features", ("x1",))]
    buttons[0].click()
    assert len(heard.edits) == 1
    assert editor.value() == ("x1",)
    buttons[6].click()
    assert editor.value() == ("x1", "sin_x2")


def test_that_milestones_are_typed_as_a_list_and_refused_otherwise(qtbot: QtBot) -> None:
    parameter = Parameter("milestones", "Milestones", "integers", (100, 200), "h", minimum=1)
    editor = editor_for(parameter)
    shown(qtbot, editor)
    assert isinstance(editor, TextEditor)
    line = editor.findChild(QLineEdit)
    assert line is not None
    line.setText("10, 20,30")
    with qtbot.waitSignals([editor.edited, editor.finished]):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == (10, 20, 30)
    line.setText("10, soon")
    with qtbot.assertNotEmitted(editor.edited):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == (10, 20, 30)
    assert "whole numbers with commas between them, such as 100,200, not" in line.toolTip()
    assert line.property("invalid")


def test_that_what_a_change_costs_is_said_beside_the_control(qtbot: QtBot) -> None:
    form, _ = form_of(qtbot, "network.seed", "training.optimizer", RATE)
    assert form.editor("network.seed").remark.text() == "restarts training"
    assert form.editor("training.optimizer").remark.text() == "resets optimizer"
    assert not form.editor(RATE).remark.isVisible()


def test_that_a_double_click_on_the_label_returns_to_the_default(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, RATE)
    form.set_value(RATE, 5.0)
    QTest.mouseDClick(form.editor(RATE).label, Qt.MouseButton.LeftButton)
    assert heard.edits == [(RATE, 0.01)]
    assert heard.ends == [RATE]


def test_that_an_editor_is_found_by_its_path(qtbot: QtBot) -> None:
    form, _ = form_of(qtbot, RATE, NOISE)
    assert form.findChild(Editor, NOISE) is form.editor(NOISE)


def test_that_swapping_parameters_keeps_what_stays_with_its_focus(qtbot: QtBot) -> None:
    form, heard = form_of(qtbot, "training.optimizer", RATE, NOISE)
    rate = form.editor(RATE)
    rate.setFocus()
    focused = QApplication.focusWidget()
    paths = ("training.l1", RATE, "training.optimizer")
    form.set_parameters({path: FIXED[path] for path in paths})
    assert form.paths() == paths
    assert form.editor(RATE) is rate
    assert QApplication.focusWidget() is focused is not None
    assert form.findChild(Editor, NOISE) is None
    layout = form.layout()
    assert layout is not None
    editors = [layout.itemAt(i).widget() for i in range(layout.count())]  # type: ignore[union-attr]
    assert editors == [form.editor(path) for path in paths]
    form.editor("training.l1").reset()
    assert heard.edits == []


def test_that_a_changed_declaration_gets_a_new_editor(qtbot: QtBot) -> None:
    form, _ = form_of(qtbot, RATE)
    before = form.editor(RATE)
    form.set_parameters({RATE: dataclasses.replace(FIXED[RATE], maximum=1.0)})
    assert form.editor(RATE) is not before
    assert form.editor(RATE).parameter.maximum == 1.0


def test_that_tab_walks_through_a_form_from_top_to_bottom(qtbot: QtBot) -> None:
    form, _ = form_of(qtbot, NOISE)
    form.set_parameters({path: FIXED[path] for path in (RATE, "data.standardise", NOISE)})
    form.editor(RATE).setFocus()
    visited = []
    for _ in range(5):
        widget = QApplication.focusWidget()
        assert widget is not None
        visited.append(next(p for p in form.paths() if form.editor(p).isAncestorOf(widget)))
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert visited == [RATE, RATE, "data.standardise", NOISE, NOISE]


def test_that_a_section_shows_and_hides_what_is_in_it(qtbot: QtBot) -> None:
    section = CollapsibleSection("More")
    form = SettingsForm({RATE: FIXED[RATE]}, parent=section)
    section.add_widget(form)
    shown(qtbot, section)
    assert not form.isVisible()
    button = section.findChild(QToolButton)
    assert button is not None
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert section.toggle.isChecked()
    assert form.isVisible()


def _another(parameter: Parameter) -> Value:
    if parameter.kind == "switch":
        return not parameter.default
    if parameter.kind in ("number", "integer"):
        values = (parameter.minimum, min(parameter.maximum, 1e6))
        value = next(v for v in values if v != parameter.default)
        return int(value) if parameter.kind == "integer" else float(value)
    if parameter.kind == "integers":
        return (7, 8)
    if parameter.kind == "texts":
        return tuple(c.key for c in parameter.choices[2:4]) or ("a", "b")
    if parameter.kind == "choice":
        return "another"
    return "other text"


@pytest.mark.usefixtures("any_font")
def test_that_a_long_text_ends_in_an_ellipsis_and_is_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    combo = KeyCombo(window)
    combo.resize(80, 24)
    label = "A label of a good length"

    def picture_of(text: str) -> QImage:
        combo.set_entries([Choice("a", text)])
        combo.set_key("a")
        return combo.grab().toImage()

    whole = picture_of(label)
    assert combo.toolTip() == f"<qt>{label}</qt>"
    assert any(picture_of(label[:end] + "…") == whole for end in range(1, len(label)))


TYPED = Parameter(
    "mark",
    "Mark",
    "choice",
    "auto",
    "",
    choices=(Choice("auto", "Any"), Choice("c", "Comma ,")),
    typed=r"\S+",
)


@pytest.fixture
def typed(qtbot: QtBot) -> TypedChoiceEditor:
    editor = editor_for(TYPED, path="mark")
    assert isinstance(editor, TypedChoiceEditor)
    qtbot.addWidget(editor)
    editor.show()
    return editor


@pytest.mark.parametrize(
    ("text", "value"), [("~", "~"), ("comma ,", "c"), ("C", "c"), ("", "auto"), ("any", "auto")]
)
def test_that_a_choice_that_can_be_typed_takes_labels_keys_and_anything_else(
    typed: TypedChoiceEditor, text: str, value: str
) -> None:
    edits: list[object] = []
    typed.edited.connect(lambda _path, new: edits.append(new))
    line = typed.combo.lineEdit()
    assert line is not None
    line.setText(text)
    line.editingFinished.emit()
    assert typed.value() == value
    assert edits == ([] if value == "auto" else [value])
    typed.set_value("auto")
    assert typed.combo.currentText() == "Any"
    assert typed.combo.count() == 2


def test_that_an_entry_can_say_more_and_keeps_its_key(typed: TypedChoiceEditor) -> None:
    typed.set_value("~")
    typed.relabel("auto", "Any: Comma", "Each line has one.")
    assert typed.combo.currentText() == "~"
    typed.set_value("auto")
    assert typed.combo.currentText() == "Any: Comma"
    assert typed.combo.accessibleDescription() == "Each line has one."
