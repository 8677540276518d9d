"""A real window on the offscreen screen, with settings and files of its own."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QStandardPaths, QThread
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from playground.engine.common.language import ENGLISH
from playground.engine.spec.run import RunSpec
from playground.gui.app import Stage
from playground.gui.controllers.files import file_controller
from playground.gui.controllers.files.file_controller import first_project
from playground.gui.main_window import MainWindow
from playground.gui.process.speech import speak_everywhere
from playground.gui.process.store import Store
from playground.state import project as projects
from playground.state.document import Document
from playground.state.project import Project
from tests.gui.fonts import FONTS, letters

PATIENCE = 20_000
"""Milliseconds after which a test gives up waiting."""

MakeWindow = Callable[..., MainWindow]
MakeStage = Callable[[MainWindow], Stage]


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what a person's own window remembers."""
    QStandardPaths.setTestModeEnabled(True)
    monkeypatch.setattr(file_controller, "work_folder", lambda: tmp_path / "kept" / "recovery")


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """As in the program: no widget is collected on a worker's thread."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(params=FONTS, ids=lambda font: f"{font[0]} {font[1]}")
def any_font(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[QFont]:
    """The test is run with each family in each size; ask for it before widgets are made."""
    with letters(qapp, *request.param) as font:
        yield font


@pytest.fixture
def make_window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MakeWindow]:
    """Makes windows, ready unless told otherwise; closes them and joins their threads.

    They train at full speed at once, unless they are to start slowly.
    """
    windows: list[MainWindow] = []

    def make(
        spec: RunSpec | None = None,
        *,
        start: bool = True,
        slowly: bool = False,
        size: tuple[int, int] | None = (1280, 800),
    ) -> MainWindow:
        store = Store(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        project = Project(run=spec) if spec else first_project()
        document = Document(projects.write(project, "view.ease_in", slowly))
        window = MainWindow(document, store, qapp)
        windows.append(window)
        if size is not None:
            window.resize(*size)
        window.show()
        if start:
            with qtbot.waitSignal(window.ready, timeout=PATIENCE):
                window.run.start()
        return window

    yield make
    for window in windows:
        if isValid(window):
            window.shut_down()
            assert not QThread.isRunning(window.run.thread_of_training)
            window.close()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_stage(qapp: QApplication) -> Iterator[MakeStage]:
    """Puts a window where another takes its place once another language is chosen."""
    stages: list[tuple[Stage, MainWindow]] = []

    def make(window: MainWindow) -> Stage:
        stages.append((Stage(window, window.store, qapp), window))
        return stages[-1][0]

    yield make
    for stage, first in stages:
        if isValid(stage.window) and stage.window is not first:
            stage.window.retire()
            stage.window.close()
            stage.window.deleteLater()
    speak_everywhere(ENGLISH, qapp)


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """A window that is ready to train the first example."""
    return make_window()
