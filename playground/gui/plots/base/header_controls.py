"""The small controls above a plot, made from the declarations of what a view shows."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSizePolicy, QToolButton, QWidget

from playground.engine.spec.parameter import Choice, Parameter
from playground.gui.forms.slider import RADIUS, ParameterSlider
from playground.gui.forms.slider_scale import SliderScale, Tick
from playground.gui.widgets.tool_tip import tool_tip
from playground.state.view import SECTION, parameters

SLIDER_WIDTH = 96
FIELD_WIDTH = 56
NARROWEST_COMBO = 80


class HeaderCombo(QComboBox):
    """A combo box as wide as its longest text, which a wheel in passing never changes."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST_COMBO, super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class HeaderSlider(ParameterSlider):
    """A slider without marks, as high as its handle."""

    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        self.scale = BareScale(parameter.minimum, parameter.maximum, logarithmic=False, whole=False)
        super().__init__(parameter, self.scale, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        _name(self, parameter)

    def sizeHint(self) -> QSize:
        return QSize(SLIDER_WIDTH, int(2 * RADIUS + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class BareScale(SliderScale):
    """A scale whose track stands in a row of text: there is no room for marks."""

    def ticks(self) -> tuple[Tick, ...]:
        """None."""
        return ()


def declared(name: str) -> Parameter:
    """The declaration of `view.<name>`."""
    return parameters()[f"{SECTION}.{name}"]


def path_of(parameter: Parameter) -> str:
    """The name of a setting everywhere: `view.smoothing`."""
    return f"{SECTION}.{parameter.name}"


def choice_combo(parameter: Parameter) -> QComboBox:
    """A combo box of the declared choices; each item's data is its key."""
    combo = HeaderCombo()
    for choice in parameter.choices:
        add_choice(combo, choice.label, choice)
    _name(combo, parameter)
    return combo


def add_choice(combo: QComboBox, text: str, choice: Choice) -> None:
    """Offer a choice under this text; its help is the item's tool tip."""
    combo.addItem(text, choice.key)
    combo.setItemData(combo.count() - 1, tool_tip(choice.help), Qt.ItemDataRole.ToolTipRole)


def switch(parameter: Parameter, text: str) -> QCheckBox:
    """A check box with a short text; its accessible name is the declared label."""
    box = QCheckBox(text)
    _name(box, parameter)
    return box


def all_button() -> QToolButton:
    """The button that shows everything again."""
    button = QToolButton()
    button.setText("Fit")
    button.setAutoRaise(True)
    button.setObjectName("fit")
    button.setAccessibleName("Show everything")
    button.setToolTip(tool_tip("Show everything again (A, or double-click in the plot)."))
    return button


def caption(text: str, buddy: QWidget) -> QLabel:
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


def _name(control: QWidget, parameter: Parameter) -> None:
    control.setObjectName(path_of(parameter))
    control.setAccessibleName(parameter.label)
    formula = f"\n{parameter.formula}" if parameter.formula else ""
    control.setToolTip(tool_tip(parameter.help + formula))
    control.setAccessibleDescription(parameter.help)
