"""The small controls above a plot, made from the declarations of what a view shows."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSizePolicy, QSlider, QToolButton

from playground.engine.parameter import Parameter
from playground.state.view import SECTION, parameters

SMOOTHING_STEPS = 100


def declared(name: str) -> Parameter:
    """The declaration of `view.<name>`."""
    return parameters()[f"{SECTION}.{name}"]


def path_of(parameter: Parameter) -> str:
    """The name of a setting everywhere: `view.smoothing`."""
    return f"{SECTION}.{parameter.name}"


def choice_combo(parameter: Parameter) -> QComboBox:
    """A combo box of the declared choices; each item's data is its key."""
    combo = QComboBox()
    for choice in parameter.choices:
        combo.addItem(choice.label, choice.key)
        combo.setItemData(combo.count() - 1, choice.help, Qt.ItemDataRole.ToolTipRole)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    _name(combo, parameter)
    return combo


def switch(parameter: Parameter, text: str) -> QCheckBox:
    """A check box with a short text; its accessible name is the declared label."""
    box = QCheckBox(text)
    _name(box, parameter)
    return box


def smoothing_slider(parameter: Parameter) -> QSlider:
    """A slider over 0 to 0.99 in hundredths."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, round(parameter.maximum * SMOOTHING_STEPS))
    slider.setPageStep(10)
    slider.setMinimumWidth(48)
    slider.setMaximumWidth(140)
    slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    _name(slider, parameter)
    return slider


def all_button() -> QToolButton:
    """The button that shows everything again."""
    button = QToolButton()
    button.setText("Fit")
    button.setAutoRaise(True)
    button.setObjectName("fit")
    button.setAccessibleName("Show everything")
    button.setToolTip(_tooltip("Show everything again (A, or double-click in the plot)."))
    return button


def caption(text: str, buddy: QComboBox | QSlider) -> QLabel:
    """A label whose underlined letter moves the focus to its control."""
    label = QLabel(text)
    label.setBuddy(buddy)
    label.setToolTip(buddy.toolTip())
    return label


def select(combo: QComboBox, key: str) -> None:
    """Choose the item of `key` without telling anyone; an unknown key chooses the first."""
    blocked = combo.blockSignals(True)
    combo.setCurrentIndex(max(0, combo.findData(key)))
    combo.blockSignals(blocked)


def _name(control: QComboBox | QCheckBox | QSlider, parameter: Parameter) -> None:
    control.setObjectName(path_of(parameter))
    control.setAccessibleName(parameter.label)
    formula = f"\n{parameter.formula}" if parameter.formula else ""
    control.setToolTip(_tooltip(parameter.help + formula))
    control.setAccessibleDescription(parameter.help)


def _tooltip(text: str) -> str:
    # As rich text it wraps; a plain one is a single long line.
    lines = html.escape(text).replace("\n", "<br>")
    return f"<qt><p>{lines}</p></qt>"
