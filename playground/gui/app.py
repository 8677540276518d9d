"""The application around the window: style, hooks, signals of the system, and the event loop."""

import gc
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from playground.assets import asset
from playground.gui.error_hook import ErrorHook
from playground.gui.file_controller import first_project
from playground.gui.main_window import MainWindow
from playground.gui.store import Store
from playground.gui.termination import TerminationWatcher
from playground.state.document import Document

NAME = "Playground"


def run_window(file: Path | None = None) -> int:
    """Show the window, open `file` (a project or a table) in it, and return the exit status."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    app.setWindowIcon(QIcon(str(asset("icons/playground.svg"))))
    hook, watcher = ErrorHook(), TerminationWatcher()
    window = MainWindow(Document(first_project()), Store(QSettings()), app)
    app.styleHints().colorSchemeChanged.connect(window.follow_system)
    hook.caught.connect(window.report_defect)
    watcher.requested.connect(window.shut_down)
    watcher.requested.connect(app.quit)
    hook.install()
    watcher.install()
    marks = StartMarks(window)
    window.ready.connect(marks.ready)
    window.ready.connect(settle_memory)
    window.show()
    # Torch is imported once the first picture stands: what a person waits for comes first.
    QTimer.singleShot(0, window.run.start)
    if file is not None:
        QTimer.singleShot(0, lambda: window.files.open(file))
    try:
        return app.exec()
    finally:
        window.shut_down()
        watcher.remove()
        hook.remove()


def settle_memory() -> None:
    """Keep the garbage collector from walking through all of torch again and again.

    A full collection visits every object of every module, a tenth of a second in which neither the
    window nor the worker can run Python; what is there at the start stays until the end anyway.
    """
    gc.collect()
    gc.freeze()


class StartMarks(QObject):
    """Writes when the window was painted and ready to the file PLAYGROUND_MARKS, if it is set.

    Benchmarks and the start-up test read it: lines of `process ID`, `painted TIME`, `ready TIME`,
    in seconds of the system's clock.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._file = os.environ.get("PLAYGROUND_MARKS", "")
        self._write(f"process {os.getpid()}")
        if self._file:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first paint."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._write(f"painted {time.time():.6f}")
        return super().eventFilter(watched, event)

    def ready(self) -> None:
        """Torch is there and the data are prepared."""
        self._write(f"ready {time.time():.6f}")

    def _write(self, line: str) -> None:
        if self._file:
            with Path(self._file).open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
