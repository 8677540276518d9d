"""Which phase of a step is shown, and which neuron and weight are told of."""

from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.instruments.slow_step.values import Focus, StepView
from playground.gui.instruments.slow_step.choice_box import ChoiceBox
from playground.gui.theme import HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

_PHASE = N_("The current phase; choose another one to jump to it.")
_LAYER = N_("The layer whose numbers are shown.")
_NEURON = N_("The neuron whose numbers are put into the formulas.")
_WEIGHT = N_("The weight of this neuron whose gradient and update are shown.")
FREE, UNFOCUSED = frozenset({"zero_grad", "clip"}), frozenset({"batch", "loss"})
"""Phases about no layer, in which one is chosen; and those that tell of no neuron."""


class FocusRow(QWidget):
    """Chooses by lists.

    Signals:
        jumped: to the phase with this number.
        chosen: a Focus with another neuron or weight.
        layer_chosen: the number of another layer, from 0.
    """

    jumped = Signal(int)
    chosen = Signal(object)
    layer_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phase = named(ChoiceBox(self), "slow_step.phase", _("Phase"), _(_PHASE))
        self.layer = named(ChoiceBox(self), "slow_step.layer", _("Layer"), _(_LAYER))
        self.neuron = named(ChoiceBox(self), "slow_step.neuron", _("Neuron"), _(_NEURON))
        self.source = named(ChoiceBox(self), "slow_step.source", _("Weight"), _(_WEIGHT))
        self._focus = Focus()
        self._hint = QSize(0, self.phase.sizeHint().height())
        # Where a layer is chosen the others give way to it, and the row stays as wide as it is.
        boxes = (self.phase, self.layer, self.neuron, self.source)
        fill(QHBoxLayout(self), *boxes, spacing=HALF)
        self.layer.hide()
        self.phase.activated.connect(self.jumped)
        self.layer.activated.connect(self.layer_chosen)
        self.neuron.activated.connect(lambda n: self._choose(replace(self._focus, neuron=n)))
        self.source.activated.connect(lambda n: self._choose(replace(self._focus, source=n)))

    def sizeHint(self) -> QSize:
        """The same in every phase, whether a layer can be chosen or not."""
        if self.layer.isHidden():
            hints = [box.sizeHint() for box in (self.phase, self.neuron, self.source)]
            self._hint = QSize(sum(hint.width() for hint in hints) + 2 * HALF, hints[0].height())
        return self._hint

    def show_view(self, view: StepView) -> None:
        """Show what is told of, and what else could be."""
        self._focus, choices, kind = view.focus, view.choices, view.kinds[view.phase][0]
        is_free = kind in FREE
        names = [_("neuron {number}").format(number=name) for name in choices.neurons]
        self.layer.offer(choices.layers, view.focus.layer)
        self.layer.setVisible(is_free)
        self.phase.offer(view.phases, view.phase, narrow=is_free)
        self.neuron.offer(choices.neurons if is_free else names, view.focus.neuron)
        self.source.offer(choices.sources, view.focus.source)
        for box in (self.neuron, self.source):
            box.setEnabled(kind not in UNFOCUSED)

    def _choose(self, focus: Focus) -> None:
        self._focus = focus
        self.chosen.emit(focus)
