"""Looks at a table off the window's thread; of several questions only the latest is answered."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from playground.engine.common.language import _
from playground.engine.data.table.preview import TablePreview
from playground.engine.data.table.process.reader import Previewer
from playground.engine.spec.run import DataSpec
from playground.gui.process.background import Background


class PreviewLoader(QObject):
    """Answers `ask(spec)` with `ready(spec, preview)`, in order, leaving out what was overtaken."""

    ready = Signal(object, object)

    def __init__(self, reader: Previewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._background = Background(self)
        self._next: DataSpec | None = None

    @property
    def is_looking(self) -> bool:
        """Whether an answer is still to come."""
        return self._background.busy

    def ask(self, spec: DataSpec) -> None:
        """Look at the table by `spec`; a question that waits is replaced."""
        self._next = spec
        if not self._background.busy:
            self._start(spec)

    def stop(self) -> None:
        """End the look in progress; nothing is answered any more."""
        if self._background.busy:
            self._reader.close()
        self._background.close()

    def _start(self, spec: DataSpec) -> None:
        look = partial(self._reader.preview, spec)
        self._background.start(look, partial(self._take, spec), partial(self._fail, spec))

    def _fail(self, spec: DataSpec, reason: str, _details: str) -> None:
        problem = " ".join((_("The table could not be previewed."), reason))
        self._take(spec, TablePreview(problems=(problem,)))

    def _take(self, spec: DataSpec, preview: TablePreview) -> None:
        if self._next is spec:
            self.ready.emit(spec, preview)
        elif self._next is not None:
            self._start(self._next)
