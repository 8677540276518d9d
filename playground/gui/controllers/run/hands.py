"""Edits of weights by hand: asked for, made by the run, and remembered so that undo can go back."""

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.run.events import Edited
from playground.engine.spec.edit import Edits, LayerNames, require_weights
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.dialogs.weights_dialog import WeightsDialog
from playground.state.document import Document

OF_THE_PAST = N_(
    "These weights are of the past: choose “Go on from here” to edit them, or “Back to now” to "
    "edit the present ones."
)


class Hands(QObject):
    """Between the picture of the network, the run and the document.

    Signals:
        refused: a sentence.
    """

    refused = Signal(str)

    def __init__(self, document: Document, run: RunController, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._run = run
        run.edited.connect(self._record)

    def edit(self, edits: Edits, words: str, gesture: object | None = None) -> None:
        """Make edits as one step of undo named `words`, or one with those of the same gesture."""
        try:
            self._require_present()
            require_weights(edits)
        except InputError as error:
            self.refused.emit(str(error))
            return
        self._run.edit(edits, (words, gesture))

    def show_table(self, names: LayerNames, window: QWidget) -> None:
        """Open the table of a layer's weights, as they soon stand."""
        try:
            self._require_present()
        except InputError as error:
            self.refused.emit(str(error))
            return
        self._run.deliver(partial(self._open_table, names, window))

    def _require_present(self) -> None:
        """What is shown is what would be edited.

        Raises:
            InputError: the past is shown.
        """
        if self._run.past is not None:
            raise InputError(_(OF_THE_PAST))

    def _open_table(self, names: LayerNames, window: QWidget, run: Moment) -> None:
        weights = run.state.weights if run.state is not None else {}
        if names.weight not in weights or run.state is None:
            sentence = _("The weights of {layer} no longer exist.")
            self.refused.emit(sentence.format(layer=names.title))
            return
        parts = [weights[names.weight].double().numpy()]
        if names.bias:
            parts.append(weights[names.bias].double().numpy()[:, None])
        dialog = WeightsDialog(names, np.hstack(parts), run.state.step, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.edited.connect(self.edit)
        dialog.open()

    def _record(self, edited: Edited) -> None:
        if isinstance(edited.tag, tuple):
            words, gesture = edited.tag
            self._document.record_edits(edited.before, edited.after, words, gesture)
        if edited.note:
            self.refused.emit(edited.note)
