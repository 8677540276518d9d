"""Which layer, neuron and weight of a step is told of."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.instruments.slow_step.values import Focus, StepView
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

_LAYER = N_("The layer whose numbers are shown.")
_NEURON = N_("The neuron whose numbers are put into the formulas.")
_WEIGHT = N_("The weight of this neuron whose gradient and update are shown.")


class FocusRow(QWidget):
    """Chooses by lists.

    Signals:
        chosen: a Focus with another neuron or weight.
        layer_chosen: the number of another layer, from 0.
    """

    chosen = Signal(object)
    layer_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer = named(QComboBox(self), "slow_step.layer", _("Layer"), _(_LAYER))
        self.neuron = named(QComboBox(self), "slow_step.neuron", _("Neuron"), _(_NEURON))
        self.source = named(QComboBox(self), "slow_step.source", _("Weight"), _(_WEIGHT))
        self._focus = Focus()
        boxes = (self.layer, self.neuron, self.source)
        for box in boxes:
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(5)
        fill(QHBoxLayout(self), *((box, 1) for box in boxes), spacing=GRID)
        self.layer.activated.connect(self.layer_chosen)
        self.neuron.activated.connect(lambda n: self._choose(replace(self._focus, neuron=n)))
        self.source.activated.connect(lambda n: self._choose(replace(self._focus, source=n)))

    def show_view(self, view: StepView) -> None:
        """Show what is told of, and what else could be."""
        self._focus, choices = view.focus, view.choices
        _refill(self.layer, choices.layers, view.focus.layer)
        neurons = [_("neuron {number}").format(number=name) for name in choices.neurons]
        _refill(self.neuron, neurons, view.focus.neuron)
        weights, bias = choices.sources[: choices.inputs], choices.sources[choices.inputs :]
        names = [_("weight of {name}").format(name=name) for name in weights]
        _refill(self.source, [*names, *bias], view.focus.source)

    def _choose(self, focus: Focus) -> None:
        self._focus = focus
        self.chosen.emit(focus)


def _refill(box: QComboBox, names: Sequence[str], chosen: int) -> None:
    if [box.itemText(n) for n in range(box.count())] != [*names]:
        box.clear()
        box.addItems([*names])
    box.setCurrentIndex(chosen)
