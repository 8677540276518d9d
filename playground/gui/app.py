"""The application around the window: style, hooks, signals of the system, and the event loop."""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from playground.assets import asset
from playground.engine.common.language import Language, _
from playground.gui.canvas.diagram_access import install_diagram_access
from playground.gui.controllers.files.file_controller import first_project, work_folder
from playground.gui.controllers.language_choice import write_as_preferred
from playground.gui.controllers.run.handover import Handover
from playground.gui.forms.slider_access import install_slider_access
from playground.gui.main_window import MainWindow
from playground.gui.process.error_hook import ErrorHook
from playground.gui.process.garbage import GarbageCollector
from playground.gui.process.screen import screen_wanted
from playground.gui.process.speech import language_at_start, speak_everywhere
from playground.gui.process.store import Store
from playground.gui.process.termination import TerminationWatcher
from playground.gui.recovery.crash_log import CrashLog
from playground.gui.recovery.recovery import REPORTS
from playground.gui.widgets.access import install_access
from playground.gui.widgets.focus_ring import FocusRings
from playground.state.document import Document

NAME = "Playground"
LOST = 1
"""The exit status of a window that was told to end and could not keep its work."""
LATEST = 20_000
"""Milliseconds after which garbage is collected, whatever the window still waits for."""
PATIENCE = 1000
"""Milliseconds within which a window that is seen at all has been painted."""


def run_window(file: Path | None = None, language: Language | None = None) -> int:
    """Show the window, open `file` (a project or a table) in it, and return the exit status.

    Args:
        language: the one that was asked for at this start, whatever is remembered.
    """
    with screen_wanted():
        app = QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    app.setWindowIcon(QIcon(str(asset("icons/playground.svg"))))
    install_diagram_access()
    install_slider_access()
    install_access()
    FocusRings(app)
    crash = CrashLog(work_folder() / REPORTS)
    crash.begin(f"{datetime.now():%Y-%m-%d %H.%M.%S} {os.getpid()}")
    hook, watcher, store = ErrorHook(crash.note), TerminationWatcher(), Store(QSettings())
    speak_everywhere(language_at_start(language, store.preferences.language), app)
    write_as_preferred(store.preferences)
    window = MainWindow(Document(first_project()), store, app)
    stage = Stage(window, store, app)
    app.styleHints().colorSchemeChanged.connect(stage.follow_system)
    hook.caught.connect(stage.report_defect)
    watcher.requested.connect(stage.shut_down)
    watcher.requested.connect(app.quit)
    hook.install()
    watcher.install()
    marks, first = StartMarks(window), FirstPaint(window)
    first.painted.connect(marks.painted)
    window.ready.connect(marks.ready)
    garbage = GarbageCollector(app)
    window.ready.connect(garbage.settle)
    begin_after(first, window, file)
    first.over.connect(lambda: window.recovery.describe(crash))
    QTimer.singleShot(LATEST, garbage.start)  # where the window never becomes ready
    window.show()
    try:
        status = app.exec()
    finally:
        lost = stage.shut_down()
        watcher.remove()
        hook.remove()
    crash.end()
    if lost:
        sys.stderr.write(_("Some work in this window could not be saved.") + f" {lost}\n")
    return LOST if lost else status


def begin_after(first: "FirstPaint", window: MainWindow, file: Path | None) -> None:
    """Import torch, and then open `file`, once the first picture stands.

    What a person waits for comes first: the import keeps the interpreter for seconds.
    """
    first.over.connect(window.run.start)
    first.over.connect(window.files.tidy)
    first.over.connect(window.recovery.look)
    if file is not None:
        first.over.connect(lambda: window.files.open(file))


class Stage(QObject):
    """The one window, and the next in its place when the person chooses another language."""

    def __init__(self, window: MainWindow, store: Store, app: QApplication) -> None:
        super().__init__()
        self._store = store
        self._app = app
        self.window = window
        window.handed_over.connect(self._replace)

    def _replace(self, handover: Handover) -> None:
        earlier = self.window
        earlier.retire()
        self.window = MainWindow(handover.document, self._store, self._app, handover)
        self.window.handed_over.connect(self._replace)
        self.window.setWindowState(earlier.windowState())
        self.window.show()
        self.window.take_over(handover)
        earlier.close()
        earlier.deleteLater()

    def follow_system(self) -> None:
        """The system changed between light and dark."""
        self.window.appearance.follow_system()

    def report_defect(self, reason: str, details: str) -> None:
        """An exception nobody caught."""
        self.window.report_defect(reason, details)

    def shut_down(self) -> str:
        """Stop and join everything; returns why the work could not be kept, or nothing."""
        return self.window.shut_down()


class FirstPaint(QObject):
    """Tells when a window was painted for the first time.

    Signals:
        painted: the first picture stands; never, as long as the window is not seen.
        over: nothing need wait any longer: it was painted, or none has come for `patience`.

    Args:
        patience: milliseconds; a window that starts minimised is not painted at all.
    """

    painted = Signal()
    over = Signal()

    def __init__(self, window: QWidget, patience: int = PATIENCE) -> None:
        super().__init__(window)
        self._window = window
        self._is_over = False
        window.installEventFilter(self)
        self._patience = QTimer(self, singleShot=True, interval=patience)
        self._patience.timeout.connect(self._end)
        # Counted from the first turn of the event loop, however long the window takes to build.
        QTimer.singleShot(0, self, self._patience.start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first paint; it is done once the event loop is back."""
        if watched is self._window and event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._note)
        return super().eventFilter(watched, event)

    def _note(self) -> None:
        self.painted.emit()
        self._end()

    def _end(self) -> None:
        self._patience.stop()
        if not self._is_over:
            self._is_over = True
            self.over.emit()


class StartMarks(QObject):
    """Writes when the window was painted and ready to the file PLAYGROUND_MARKS, if it is set.

    Benchmarks and the start-up test read it: lines of `process ID`, `painted TIME`, `ready TIME`,
    in seconds of the system's clock.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._file = os.environ.get("PLAYGROUND_MARKS", "")
        self._write(f"process {os.getpid()}")

    def painted(self) -> None:
        """The first picture stands."""
        self._write(f"painted {time.time():.6f}")

    def ready(self) -> None:
        """Torch is there and the data are prepared."""
        self._write(f"ready {time.time():.6f}")

    def _write(self, line: str) -> None:
        if self._file:
            with Path(self._file).open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
