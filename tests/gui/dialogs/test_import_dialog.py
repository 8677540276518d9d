"""The import dialog, driven as a person drives it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.engine.data.table.preview import TablePreview, preview_table
from playground.engine.data.table.read import load_table_file, read_table
from playground.engine.spec.run import DataSpec, TableFile
from playground.gui.dialogs.import_columns import ColumnsModel
from playground.gui.dialogs.import_dialog import LOOKING, ImportDialog

CASAS = Path(__file__).parents[2] / "data" / "casas.csv"
ROLE, KIND = 0, 1
NO_KEYS = Qt.KeyboardModifier.NoModifier
W = TypeVar("W", bound=QWidget)


def table(text: str) -> TableFile:
    return TableFile("t.csv", text.encode())


@pytest.fixture
def casas() -> TableFile:
    return load_table_file(CASAS)


class Near:
    """Looks at a table on the thread that asks."""

    def __init__(self, file: TableFile) -> None:
        self._file = file

    def preview(self, spec: DataSpec) -> TablePreview:
        return preview_table(self._file, spec)

    def close(self) -> None:
        """There is nothing to end."""


class Driver:
    """Finds a dialog's parts by name, and waits for its previews."""

    def __init__(
        self, qtbot: QtBot, file: TableFile, spec: DataSpec, reader: Near | None = None
    ) -> None:
        self.qtbot = qtbot
        self.dialog = ImportDialog(file, spec, reader or Near(file))
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.settle()

    def settle(self) -> None:
        problem = self.label("import.problem")
        self.qtbot.waitUntil(lambda: problem.text() != LOOKING)

    def label(self, name: str) -> QLabel:
        return self._find(QLabel, name)

    def combo(self, name: str) -> QComboBox:
        return self._find(QComboBox, name)

    @property
    def button(self) -> QPushButton:
        return self._find(QPushButton, "action.import")

    @property
    def view(self) -> QTableView:
        return self._find(QTableView, "data.columns")

    def choose(self, name: str, key: str) -> None:
        combo = self.combo(name)
        index = combo.findData(key)
        assert index >= 0
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        self.settle()

    def cell(self, row: int, column: int) -> str:
        return str(self.view.model().index(row, column).data())

    def pick(self, row: int, column: int, key: str) -> None:
        """Click a role or a kind and take `key` from the list that opens."""
        index = self.view.model().index(row, column)
        self.view.scrollTo(index)
        place = self.view.visualRect(index).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, place)
        editor = self.view.viewport().findChild(QComboBox)
        assert isinstance(editor, QComboBox)
        self.qtbot.waitUntil(lambda: editor.view().isVisible())
        item = editor.findData(key)
        assert item >= 0
        rows = editor.view()
        rows.setCurrentIndex(editor.model().index(item, 0))
        QTest.keyClick(rows, Qt.Key.Key_Return)
        self.settle()

    def _find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert isinstance(found, kind), name
        return found


@pytest.fixture
def opened(qtbot: QtBot, casas: TableFile) -> Iterator[Driver]:
    driver = Driver(qtbot, casas, DataSpec())
    yield driver
    driver.dialog.close()


def test_that_numbers_float32_cannot_tell_apart_are_named_with_what_to_do(qtbot: QtBot) -> None:
    rows = "\n".join(f"{1_700_000_000 + 3 * row},{row / 100}" for row in range(200))
    driver = Driver(qtbot, table(f"time,y\n{rows}"), DataSpec())
    said = driver.label("import.problem").text()
    assert "In float32, the 200 different numbers of 'time' become only 6." in said
    assert "an exported model has to be given float64" in said
    assert driver.button.isEnabled()
    driver.dialog.close()


def test_that_the_guesses_and_their_reasons_are_shown(opened: Driver) -> None:
    assert opened.label("import.summary").text() == "casas.csv  ·  8.6 kB  ·  200 rows, 6 columns"
    assert opened.label("import.separator.reason").text() == (
        "Semicolon. Each of the first 200 rows has 6 fields."
    )
    assert opened.label("import.encoding.reason").text().startswith("Windows-1252. Byte")
    assert opened.label("import.task.reason").text() == "Regression. 'preço' holds numbers."
    assert opened.label("import.missing.reason").text() == (
        "2 of 200 rows left out: they have no target. "
        "14 of 200 rows left out: they have missing inputs."
    )
    assert opened.combo("data.target").currentText() == "preço"


def test_that_the_preview_shows_roles_kinds_and_rows(opened: Driver) -> None:
    assert [opened.cell(ROLE, column) for column in (0, 5)] == ["Feature", "Target"]
    assert [opened.cell(KIND, column) for column in (0, 5)] == ["Category", "Number"]
    assert opened.cell(2, 5) == "1.067.238,89"
    assert opened.view.model().rowCount() == 2 + 100


@pytest.mark.usefixtures("qapp")
def test_that_the_model_keeps_the_rules_of_models(casas: TableFile) -> None:
    model = ColumnsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for spec in (DataSpec(), DataSpec(missing="fill"), DataSpec(separator="tab"), DataSpec()):
        model.show(preview_table(casas, spec))
    assert tester.model() is model


def test_that_accepting_gives_what_reading_needs(opened: Driver, casas: TableFile) -> None:
    assert opened.button.isDefault()
    assert opened.button.isEnabled()
    QTest.keyClick(opened.dialog, Qt.Key.Key_Return)
    assert opened.dialog.result() == QDialog.DialogCode.Accepted
    spec = opened.dialog.data_spec()
    assert (spec.source, spec.target, spec.encoding) == ("table", ("preço",), "auto")
    assert read_table(casas, spec).inputs.shape == (184, 8)


def test_that_a_choice_changes_the_preview_and_the_spec(opened: Driver) -> None:
    opened.choose("data.missing", "fill")
    assert "14 missing values filled" in opened.label("import.missing.reason").text()
    opened.choose("data.encoding", "cp1252")
    assert opened.label("import.encoding.reason").text() == "As chosen."
    spec = opened.dialog.data_spec()
    assert (spec.missing, spec.encoding) == ("fill", "cp1252")


def test_that_what_cannot_work_is_said_and_cannot_be_imported(opened: Driver) -> None:
    opened.choose("data.encoding", "utf-8")
    assert "casas.csv, line 1: byte 0xE1" in opened.label("import.problem").text()
    assert opened.label("import.problem").property("role") == "error"
    assert not opened.button.isEnabled()
    opened.choose("data.encoding", "auto")
    assert opened.label("import.problem").property("role") == "muted"
    assert opened.button.isEnabled()


def test_that_a_wrong_separator_leaves_a_single_column(opened: Driver) -> None:
    opened.choose("data.separator", "bar")
    assert "casas.csv has a single column" in opened.label("import.problem").text()
    assert opened.view.model().columnCount() == 1
    opened.choose("data.separator", "auto")
    assert opened.view.model().columnCount() == 6
    assert opened.combo("data.target").currentText() == "preço"


def test_that_a_text_column_chosen_as_a_number_is_named_with_its_line(opened: Driver) -> None:
    opened.pick(KIND, 0, "number")
    assert "casas.csv, line 2, column 'bairro': 'Jardim Botânico' is not a number" in (
        opened.label("import.problem").text()
    )
    assert not opened.button.isEnabled()
    opened.pick(ROLE, 0, "ignore")
    assert opened.button.isEnabled()
    spec = opened.dialog.data_spec()
    assert (spec.ignore, spec.numbers) == (("bairro",), ("bairro",))


def test_that_numbers_can_be_made_a_category(opened: Driver) -> None:
    opened.pick(KIND, 2, "category")
    assert opened.cell(KIND, 2) == "Category"
    assert opened.dialog.data_spec().categories == ("quartos",)


def test_that_another_target_can_be_picked_in_the_table_or_above_it(opened: Driver) -> None:
    opened.pick(ROLE, 1, "target")
    assert opened.combo("data.target").currentText() == "área"
    assert opened.cell(ROLE, 5) == "Feature"
    opened.choose("data.target", "bairro")
    assert opened.cell(ROLE, 0) == "Target"
    assert "classes" in opened.label("import.task.reason").text()


def test_that_a_target_that_is_ignored_hands_its_role_on(opened: Driver) -> None:
    opened.pick(ROLE, 5, "ignore")
    spec = opened.dialog.data_spec()
    assert (spec.target, spec.ignore) == (("condomínio",), ("preço",))
    opened.choose("data.target", "preço")
    assert opened.dialog.data_spec().ignore == ()


def numbered() -> TableFile:
    rows = "\n".join(f"{1000 + row},Ana {row},{row % 7}.5,{row % 3}.25" for row in range(30))
    return table(f"id,name,size,price\n{rows}\n")


def test_that_columns_that_only_tell_rows_apart_are_proposed_as_ignored(qtbot: QtBot) -> None:
    driver = Driver(qtbot, numbered(), DataSpec())
    assert [driver.cell(ROLE, column) for column in range(4)] == [
        "Ignore",
        "Ignore",
        "Feature",
        "Target",
    ]
    tip = driver.view.model().index(ROLE, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "different in every row" in tip
    assert driver.label("import.columns.reason").text() == (
        "Column left out: 'id'. The whole number is different in every row, like an identifier. "
        "Column left out: 'name'. The text is different in every row, like a name, a date or an "
        "identifier."
    )
    assert driver.dialog.data_spec().ignore == ("id", "name")


def test_that_a_column_that_was_proposed_as_ignored_can_be_a_feature(qtbot: QtBot) -> None:
    driver = Driver(qtbot, numbered(), DataSpec())
    driver.pick(ROLE, 0, "feature")
    driver.choose("data.missing", "fill")
    assert [driver.cell(row, 0) for row in (ROLE, KIND)] == ["Feature", "Number"]
    chosen = driver.dialog.data_spec()
    assert chosen.ignore == ("name",)
    again = Driver(qtbot, numbered(), chosen)
    assert again.cell(ROLE, 0) == "Feature"
    assert again.dialog.data_spec() == chosen


def test_that_an_ignored_column_shows_no_kind(opened: Driver) -> None:
    kind = opened.view.model().index(KIND, 1)
    assert kind.data() == "Number"
    opened.pick(ROLE, 1, "ignore")
    assert kind.data() == ""
    assert not kind.flags() & Qt.ItemFlag.ItemIsEditable
    assert kind.data(Qt.ItemDataRole.AccessibleTextRole) == "Type of área: none"
    opened.pick(ROLE, 1, "feature")
    assert kind.data() == "Number"


def test_that_the_reasons_are_folded_until_they_are_asked_for(opened: Driver) -> None:
    combo, reason = opened.combo("data.separator"), opened.label("import.separator.reason")
    assert combo.currentText() == "Automatic: Semicolon"
    assert not reason.isVisible()
    assert opened.label("import.missing.reason").isVisible()
    QApplication.processEvents()
    room = opened.view.height()
    why = opened.dialog.findChild(QToolButton, "import.why")
    assert why is not None
    why.setFocus()
    QTest.keyClick(why, Qt.Key.Key_Space)
    assert reason.isVisible()
    assert combo.accessibleDescription() == reason.text()
    why.click()
    assert not reason.isVisible()
    opened.qtbot.waitUntil(lambda: opened.view.height() == room)
    opened.choose("data.separator", "semicolon")
    assert combo.itemText(combo.findData("auto")) == "Automatic"


def test_that_names_another_table_had_are_forgotten(qtbot: QtBot) -> None:
    spec = DataSpec(target=("price",), ignore=("id", "b"), numbers=("z",))
    driver = Driver(qtbot, table("a,b,c\n1,2,3.5\n4,5,6.5\n"), spec)
    found = driver.dialog.data_spec()
    assert (found.target, found.ignore, found.numbers) == (("c",), ("b",), ())
    assert driver.button.isEnabled()


def test_that_names_that_go_with_the_header_are_forgotten(opened: Driver) -> None:
    opened.pick(ROLE, 0, "ignore")
    opened.choose("data.header", "no")
    assert opened.dialog.data_spec().ignore == ()
    assert opened.combo("data.target").itemText(0) == "column 1"


def test_that_of_many_choices_the_latest_is_shown(opened: Driver) -> None:
    for key in ("comma", "tab", "bar", "semicolon"):
        combo = opened.combo("data.separator")
        combo.setCurrentIndex(combo.findData(key))
        combo.activated.emit(combo.currentIndex())
        assert not opened.button.isEnabled()
    opened.settle()
    assert opened.view.model().columnCount() == 6
    assert opened.label("import.separator.reason").text() == "As chosen."
    assert opened.button.isEnabled()


def test_that_only_a_worker_looks_at_the_table(qtbot: QtBot) -> None:
    threads: list[int] = []

    class Noting(Near):
        def preview(self, spec: DataSpec) -> TablePreview:
            threads.append(threading.get_ident())
            return super().preview(spec)

    file = table("a,b\n1,2.5\n3,4.5\n")
    driver = Driver(qtbot, file, DataSpec(), Noting(file))
    driver.choose("data.missing", "fill")
    assert len(threads) == 2
    assert threading.get_ident() not in threads


def test_that_a_defect_in_looking_is_shown_and_the_dialog_lives(qtbot: QtBot) -> None:
    class Failing(Near):
        fails = True

        def preview(self, spec: DataSpec) -> TablePreview:
            if self.fails:
                raise RuntimeError("planted")
            return super().preview(spec)

    file = table("a,b\n1,2\n")
    reader = Failing(file)
    driver = Driver(qtbot, file, DataSpec(), reader)
    assert "RuntimeError: planted" in driver.label("import.problem").text()
    assert not driver.button.isEnabled()
    reader.fails = False
    driver.choose("data.separator", "comma")
    assert "only one row" in driver.label("import.problem").text()


def test_that_closing_ends_the_look_in_progress_and_waits_for_its_end(qtbot: QtBot) -> None:
    started, ending, ended = threading.Event(), threading.Event(), threading.Event()

    class Endless(Near):
        def preview(self, spec: DataSpec) -> TablePreview:
            started.set()
            ending.wait(60)
            ended.set()
            return super().preview(spec)

        def close(self) -> None:
            ending.set()

    file = table("a,b\n1,2.5\n3,4.5\n")
    dialog = ImportDialog(file, DataSpec(), Endless(file))
    qtbot.addWidget(dialog)
    dialog.show()
    started.wait(5)
    dialog.reject()
    assert ending.is_set()
    assert ended.is_set()
    QApplication.processEvents()
    view = dialog.findChild(QTableView)
    assert view is not None
    assert view.model().columnCount() == 0


def test_that_strings_of_a_file_are_never_rich_text(qtbot: QtBot) -> None:
    driver = Driver(qtbot, table("<b>x</b>,y\n1,2.5\n3,4.5\n"), DataSpec())
    model = driver.view.model()
    horizontal = Qt.Orientation.Horizontal
    assert model.headerData(0, horizontal) == "<b>x</b>"
    tip = model.headerData(0, horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;x" in tip
    for label in driver.dialog.findChildren(QLabel):
        if label.objectName():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_that_every_choice_has_a_label_a_name_a_tip_and_a_key(opened: Driver) -> None:
    labels = [label for label in opened.dialog.findChildren(QLabel) if label.buddy()]
    keys = [label.text()[label.text().index("&") + 1].lower() for label in labels]
    assert len(set(keys)) == len(keys) == 8
    for label in labels:
        combo = label.buddy()
        assert combo.accessibleName() == label.text().replace("&", "")
        assert combo.toolTip()
        assert combo.objectName().startswith("data.")
        assert combo.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_that_a_role_is_changed_by_keys_alone(opened: Driver) -> None:
    view = opened.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(ROLE, 1))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = view.viewport().findChild(QComboBox)
    assert isinstance(editor, QComboBox)
    opened.qtbot.waitUntil(lambda: editor.view().isVisible())
    QTest.keyClick(editor.view(), Qt.Key.Key_Down)
    QTest.keyClick(editor.view(), Qt.Key.Key_Return)
    opened.settle()
    assert opened.combo("data.target").currentText() == "área"
    assert opened.dialog.isVisible()


@pytest.mark.usefixtures("any_font")
def test_that_it_fits_a_small_window(opened: Driver) -> None:
    opened.dialog.resize(760, 520)
    QApplication.processEvents()
    assert (opened.dialog.width(), opened.dialog.height()) == (760, 520)
    bottom = opened.button.mapTo(opened.dialog, QPoint(0, opened.button.height()))
    assert bottom.y() <= 520
    assert opened.view.viewport().height() >= 3 * opened.view.rowHeight(0)


def test_that_a_long_table_is_counted_roughly_and_learned_as_it_was_shown(qtbot: QtBot) -> None:
    lines = "\n".join(f"{row % 97}.5;{row % 3}" for row in range(400_000))
    driver = Driver(qtbot, TableFile("long.csv", f"a;b\n{lines}".encode()), DataSpec())
    assert driver.label("import.summary").text().endswith("about 400\u202f000 rows, 2 columns")
    assert driver.combo("data.task").currentData() == "auto"
    shown = driver.label("import.task.reason").text()
    assert driver.dialog.data_spec().task == "more_classes"
    assert "classes" in shown
    driver.dialog.close()


def test_that_what_keeps_a_table_from_being_read_is_said_once(qtbot: QtBot) -> None:
    driver = Driver(qtbot, TableFile("empty.csv", b""), DataSpec())
    assert driver.label("import.problem").text().startswith("empty.csv is empty")
    assert driver.label("import.separator.reason").text() == ""
    assert driver.label("import.summary").text() == "empty.csv  ·  0 bytes"
    driver.dialog.close()
