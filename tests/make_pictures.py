"""Makes the pictures of the README, in each of its languages, by driving the real window.

Usage: python tests/make_pictures.py [--language KEY] [NAME ...]

By default it makes all pictures in every language. The window is drawn offscreen, with the fonts
that fontconfig finds.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, QStandardPaths, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QImage, qRgb
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances_argmin

from playground.engine.common.language import ENGLISH, LANGUAGES, Language, spoken
from playground.engine.data.table.process.reader import TableReader
from playground.engine.data.table.read import load_table_file
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.engine.spec.run import DataSpec
from playground.gui.controllers.files.file_controller import first_project
from playground.gui.dialogs.export_dialog import ExportDialog
from playground.gui.dialogs.import_dialog import ImportDialog
from playground.gui.main_window import MainWindow
from playground.gui.process.speech import speak_everywhere
from playground.gui.process.store import Store
from playground.gui.theme import Scheme
from playground.state import project as projects
from playground.state.document import Document
from playground.state.preferences import Preferences
from playground.state.project import Project
from tests.translations import compile_all

PICTURES = Path(__file__).parent.parent / "assets" / "pictures"
TABLE = Path(__file__).parent / "data" / "casas.csv"
WIDTH, HEIGHT = 1280, 800
PATIENCE = 60.0
SETTLING = 0.5
INTERVAL = 5  # milliseconds
EXACT_COLOURS = 128
HARDEST = 0
"""How hard a PNG is compressed, as Qt counts."""
FONTS = ("Inter", "Segoe UI", "Noto Sans", "DejaVu Sans")


class NeverHappened(Exception):
    """What a picture waits for did not come."""


def wait_until(met: Callable[[], bool], what: str) -> None:
    """Let the window work until `met`, in a loop of events such as the program itself runs."""
    loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + PATIENCE
    timer.timeout.connect(lambda: loop.quit() if met() or time.monotonic() > end else None)
    timer.start(INTERVAL)
    loop.exec()
    timer.stop()
    if not met():
        raise NeverHappened(what)


def settle() -> None:
    """Let everything that was asked for be drawn."""
    end = time.monotonic() + SETTLING
    wait_until(lambda: time.monotonic() > end, "time")


def keep(widget: QWidget, name: str) -> None:
    """Write a picture of `widget` as a small PNG."""
    path = place(name, spoken())
    path.parent.mkdir(parents=True, exist_ok=True)
    with_palette(widget.grab().toImage()).save(str(path), quality=HARDEST)


def place(name: str, language: Language) -> Path:
    """The file of a picture: those of the English window lie in the folder itself."""
    folder = PICTURES if language == ENGLISH else PICTURES / language.key
    return folder / f"{name}.png"


def with_palette(image: QImage) -> QImage:
    """The same picture in 256 colours: its commonest exactly, the others by their nearest."""
    width, height = image.width(), image.height()
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, -1, 4)[:, :width, :3]
    colours, place, count = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    exact = colours[np.argsort(-count)[:EXACT_COLOURS]]
    groups = KMeans(min(256 - len(exact), len(colours)), n_init=1, max_iter=20, random_state=0)
    groups.fit(colours.astype(np.float64), sample_weight=np.sqrt(count))
    palette = np.vstack([exact, groups.cluster_centers_.round().astype(np.uint8)])
    nearest = pairwise_distances_argmin(colours.astype(np.float64), palette.astype(np.float64))
    numbers = np.ascontiguousarray(nearest[place.reshape(-1)].astype(np.uint8))
    result = QImage(numbers.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    result.setColorTable([qRgb(*(int(part) for part in colour)) for colour in palette])
    return result.copy()


@contextmanager
def window(source: str = "", *settings: str, scheme: Scheme = "light") -> Iterator[MainWindow]:
    """A window of its own, ready to train on `source`, or on the first example if none is named."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        store.preferences = Preferences(scheme=scheme)
        run = parse_all(defaults_for(source), list(settings)) if source else None
        project = Project(run=run) if run else first_project()
        document = Document(projects.write(project, "view.ease_in", False))
        shown = MainWindow(document, store, app)
        shown.resize(WIDTH, HEIGHT)
        shown.show()
        shown.run.start()
        try:
            wait_until(lambda: shown.run.data is not None, f"{source or 'first'} data")
            settle()
            yield shown
        finally:
            shown.shut_down()
            shown.close()
            shown.deleteLater()


def train(shown: MainWindow) -> None:
    """Train to the end."""
    shown.run.toggle()
    wait_until(lambda: shown.run.state == "done", "the end of training")
    settle()


def start() -> None:
    with window() as shown:
        keep(shown, "start")


def circle() -> None:
    with window("circle") as shown:
        shown.run.toggle()
        log = shown.run.thread_of_training.log
        wait_until(lambda: log.steps > 1000, "a thousand steps")
        step = shown.findChild(QLabel, "status.step")
        assert step is not None
        wait_until(
            lambda: (
                int("".join(filter(str.isdigit, step.text())) or 0) > 1000
                and not shown.run_view.is_behind
            ),
            "numbers and an answer of such a step",
        )
        keep(shown, "circle")


def line() -> None:
    with window("line") as shown:
        train(shown)
        shown.space.predict.set_texts(("5",))
        shown.run.pump.refresh()
        settle()
        keep(shown, "line")


def iris() -> None:
    with window("iris") as shown:
        train(shown)
        shown.space.predictions.edited.emit("view.predictions", "pca")
        settle()
        keep(shown, "iris")


def digits() -> None:
    with window("digits") as shown:
        train(shown)
        keep(shown, "digits")


def dark() -> None:
    with window("spiral", scheme="dark") as shown:
        train(shown)
        keep(shown, "dark")


def import_() -> None:
    with window() as shown:
        reader, table = TableReader(), load_table_file(TABLE)
        reader.take(table)
        dialog = ImportDialog(table, DataSpec(source="table"), reader, shown)
        dialog.open()
        button = dialog.findChild(QPushButton, "action.import")
        assert button is not None
        wait_until(button.isEnabled, "the preview")
        settle()
        keep(dialog, "import")
        dialog.reject()
        reader.close()


def export() -> None:
    with window("line") as shown, tempfile.TemporaryDirectory() as folder:
        train(shown)
        before = Path.cwd()
        os.chdir(folder)
        try:
            shown.actions_by_key["export"].trigger()
            dialog = shown.findChild(ExportDialog)
            assert dialog is not None
            path = dialog.findChild(QLineEdit, "export.path")
            button = dialog.findChild(QPushButton, "export.start")
            assert path is not None
            assert button is not None
            path.setText("line.pt")
            button.click()
            wait_until(lambda: not dialog.is_running(), "the export")
            settle()
            keep(dialog, "export")
            dialog.close()
        finally:
            os.chdir(before)


MAKERS: dict[str, Callable[[], None]] = {
    "start": start,
    "circle": circle,
    "line": line,
    "iris": iris,
    "digits": digits,
    "import": import_,
    "export": export,
    "dark": dark,
}


def make(names: Sequence[str], languages: Sequence[Language], app: QApplication) -> None:
    """Make the pictures `names` in each of the languages."""
    for language in languages:
        speak_everywhere(language, app)
        for name in names:
            MAKERS[name]()
            path = place(name, language)
            size = path.stat().st_size / 1000
            sys.stdout.write(f"{path.relative_to(PICTURES)} {size:.0f} kB\n")


def main(arguments: Sequence[str]) -> int:
    by_key = {language.key: language for language in LANGUAGES}
    parser = argparse.ArgumentParser(description="Make the pictures of the README.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MAKERS))
    parser.add_argument("--language", choices=by_key, help="all languages if none is named")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(MAKERS)
    if unknown:
        parser.error(f"there is no picture named {', '.join(sorted(unknown))}")
    compile_all()
    QStandardPaths.setTestModeEnabled(True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    known = QFontDatabase.families()
    family = next((name for name in FONTS if name in known), known[0])
    app.setFont(QFont(family, 9))
    languages = [by_key[asked.language]] if asked.language else LANGUAGES
    make(asked.names or list(MAKERS), languages, app)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
