"""Looks at a table off the GUI thread; of several questions only the latest is answered."""

import traceback

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from playground.engine.data.table.preview import TablePreview
from playground.engine.data.table.reader import Previewer
from playground.engine.spec.run import DataSpec


class _Answer(QObject):
    """Carries a preview from the worker to the GUI thread."""

    given = Signal(object)


class _Look(QRunnable):
    """One look at a table."""

    def __init__(self, reader: Previewer, spec: DataSpec, answer: _Answer) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._reader = reader
        self._spec = spec
        self._answer = answer

    def run(self) -> None:
        try:
            preview = self._reader.preview(self._spec)
        except Exception:
            # An exception that left a worker would be lost, and the dialog would wait for ever.
            last = traceback.format_exc().strip().splitlines()[-1]
            preview = TablePreview(problems=(f"The table could not be looked at: {last}",))
        self._answer.given.emit(preview)


class PreviewLoader(QObject):
    """Answers `ask(spec)` with `ready(spec, preview)`, in order, leaving out what was overtaken."""

    ready = Signal(object, object)

    def __init__(self, reader: Previewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._answer = _Answer(self)
        self._answer.given.connect(self._take)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._look: _Look | None = None
        self._looking: DataSpec | None = None
        self._next: DataSpec | None = None
        self._stopped = False

    def ask(self, spec: DataSpec) -> None:
        """Look at the table by `spec`; a question that waits is replaced."""
        self._next = spec
        if self._looking is None:
            self._start()

    def stop(self) -> None:
        """End the look in progress; nothing is answered any more."""
        self._stopped = True
        self._next = None
        if self._looking is not None:
            self._reader.close()
        self._pool.waitForDone()

    def _start(self) -> None:
        if self._next is None or self._stopped:
            return
        self._looking, self._next = self._next, None
        self._look = _Look(self._reader, self._looking, self._answer)
        self._pool.start(self._look)

    @Slot(object)
    def _take(self, preview: TablePreview) -> None:
        spec, self._looking = self._looking, None
        if self._stopped:
            return
        if self._next is None:
            self.ready.emit(spec, preview)
        else:
            self._start()
