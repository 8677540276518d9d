"""Edits of weights by hand: asked for, made by the run, and remembered so that undo can go back."""

from PySide6.QtCore import QObject, Signal

from playground.engine.common.errors import InputError
from playground.engine.run.events import Edited
from playground.engine.spec.edit import Edits, require_weights
from playground.gui.controllers.run_controller import RunController
from playground.state.document import Document


class Hands(QObject):
    """Between the picture of the network, the run and the document.

    Signals:
        refused: a sentence.
        recorded: undo can take back something else than before.
    """

    refused = Signal(str)
    recorded = Signal()

    def __init__(self, document: Document, run: RunController, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._run = run
        document.subscribe_edits(self._make_again)
        run.edited.connect(self._record)

    def edit(self, edits: Edits, words: str, gesture: object | None = None) -> None:
        """Make edits as one step of undo named `words`, or one with those of the same gesture."""
        try:
            require_weights(edits)
        except InputError as error:
            self.refused.emit(str(error))
            return
        self._run.edit(edits, (words, gesture))

    def _make_again(self, edits: Edits) -> None:
        self._run.edit(edits, None)
        self.recorded.emit()

    def _record(self, edited: Edited) -> None:
        if isinstance(edited.tag, tuple):
            words, gesture = edited.tag
            self._document.record_edits(edited.before, edited.after, words, gesture)
            self.recorded.emit()
        if edited.note:
            self.refused.emit(edited.note)
