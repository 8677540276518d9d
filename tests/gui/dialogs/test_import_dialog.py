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
    QDialogButtonBox,
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
from playground.gui.dialogs.import_columns import ODD, ColumnsModel
from playground.gui.dialogs.import_dialog import LOOKING, ImportDialog
from playground.gui.dialogs.import_report import ImportReport
from playground.gui.forms.editor import Editor

CASAS = Path(__file__).parents[2] / "data" / "casas.csv"
ROLE, KIND, FORMAT, VALUES, MISSING, FIRST = range(6)
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
        status = self.label("import.status")
        self.qtbot.waitUntil(lambda: status.text() != LOOKING)

    def label(self, name: str) -> QLabel:
        return self._find(QLabel, name)

    def combo(self, name: str) -> QComboBox:
        control = self._find(Editor, name).control
        assert isinstance(control, QComboBox)
        return control

    @property
    def said(self) -> str:
        """All that is said of the table."""
        return self._find(ImportReport, "import.report").text()

    def offers(self) -> list[QPushButton]:
        """The buttons beside the sentences."""
        report = self._find(ImportReport, "import.report")
        return [stop for stop in report.stops() if isinstance(stop, QPushButton)]

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
    said = driver.said
    assert "In float32, the 200 different numbers of 'time' become only 6." in said
    assert "an exported model has to be given float64" in said
    assert driver.button.isEnabled()
    driver.dialog.close()


def test_that_the_guesses_and_their_reasons_are_shown(opened: Driver, casas: TableFile) -> None:
    used = len(read_table(casas, DataSpec()).inputs)
    assert opened.label("import.summary").text() == (
        f"casas.csv  ·  8.6 kB  ·  200 rows, 6 columns  ·  {used} rows used"
    )
    combo = opened.combo("data.separator")
    assert combo.currentText() == "Automatic: Semicolon"
    assert combo.accessibleDescription() in opened.said
    assert "Separator: Semicolon. 201 of 201 rows tried have 6 fields." in opened.said
    assert "Encoding: Western European (Windows-1252)." in opened.said
    assert opened.combo("data.task").currentText() == "Automatic: Regression"
    assert (
        "2 of 200 rows left out: they have no target. "
        f"{198 - used} of 200 rows left out: they have missing inputs."
    ) in opened.said
    assert opened.combo("data.target").currentText() == "preço"


def test_that_the_preview_shows_roles_kinds_formats_values_and_rows(opened: Driver) -> None:
    assert [opened.cell(ROLE, column) for column in (0, 5)] == ["Feature", "Target"]
    assert [opened.cell(KIND, column) for column in (0, 5)] == ["Category", "Number"]
    assert [opened.cell(FORMAT, column) for column in (0, 5)] == ["", "1.234,5"]
    assert ": Água Verde, Centro, " in opened.cell(VALUES, 0)
    assert opened.cell(VALUES, 5) == "118274 … 2015889"
    assert opened.cell(MISSING, 5) == "2"
    assert opened.cell(FIRST, 5) == "1.067.238,89"
    assert opened.view.model().rowCount() == FIRST + 100
    vertical = Qt.Orientation.Vertical
    assert [opened.view.model().headerData(row, vertical) for row in (KIND, FIRST, FIRST + 1)] == [
        "Type",
        "2",
        "3",
    ]


@pytest.mark.usefixtures("qapp")
def test_that_the_model_keeps_the_rules_of_models(casas: TableFile) -> None:
    model = ColumnsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for spec in (DataSpec(), DataSpec(missing="fill"), DataSpec(separator="tab"), DataSpec()):
        model.show(preview_table(casas, spec), spec)
    assert tester.model() is model


def test_that_accepting_gives_what_reading_needs(opened: Driver, casas: TableFile) -> None:
    assert opened.button.isDefault()
    assert opened.button.isEnabled()
    QTest.keyClick(opened.dialog, Qt.Key.Key_Return)
    assert opened.dialog.result() == QDialog.DialogCode.Accepted
    spec = opened.dialog.data_spec()
    assert (spec.source, spec.target, spec.encoding) == ("table", ("preço",), "auto")
    assert read_table(casas, spec).target_names == ("preço",)


def test_that_a_choice_changes_the_preview_and_the_spec(opened: Driver) -> None:
    opened.choose("data.missing", "fill")
    assert " missing values filled: " in opened.said
    opened.choose("data.encoding", "cp1252")
    assert "Encoding:" not in opened.said
    spec = opened.dialog.data_spec()
    assert (spec.missing, spec.encoding) == ("fill", "cp1252")


def test_that_what_cannot_work_is_said_and_cannot_be_imported(opened: Driver) -> None:
    opened.choose("data.encoding", "utf-8")
    assert "casas.csv, line 1: byte 0xE1" in opened.said
    assert opened.label("import.status").property("role") == "error"
    assert not opened.button.isEnabled()
    opened.choose("data.encoding", "auto")
    assert opened.label("import.status").property("role") == "muted"
    assert opened.button.isEnabled()


def test_that_a_wrong_separator_leaves_a_single_column(opened: Driver) -> None:
    opened.choose("data.separator", "bar")
    assert "casas.csv has a single column" in opened.said
    assert opened.view.model().columnCount() == 1
    opened.choose("data.separator", "auto")
    assert opened.view.model().columnCount() == 6
    assert opened.combo("data.target").currentText() == "preço"


def test_that_a_text_column_chosen_as_a_number_is_named_with_its_line(opened: Driver) -> None:
    opened.pick(KIND, 0, "number")
    assert "casas.csv, line 2, column 'bairro': 'Jardim Botânico' is not a number" in (opened.said)
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
    assert "More classes" in opened.combo("data.task").currentText()


def test_that_a_target_that_is_ignored_hands_its_role_on(opened: Driver) -> None:
    opened.pick(ROLE, 5, "ignore")
    spec = opened.dialog.data_spec()
    assert (spec.target, spec.ignore) == (("condomínio",), ("preço",))
    opened.choose("data.target", "preço")
    assert opened.dialog.data_spec().ignore == ()


def numbered() -> TableFile:
    rows = "\n".join(f"{1000 + row},Ana {row},{row % 7}.5,{row % 3}.25" for row in range(30))
    return table(f"id,name,size,price\n{rows}\n")


def test_that_columns_that_only_tell_rows_apart_are_left_out_and_say_why(qtbot: QtBot) -> None:
    driver = Driver(qtbot, numbered(), DataSpec())
    assert [driver.cell(ROLE, column) for column in range(4)] == [
        "Ignore",
        "Ignore",
        "Feature",
        "Target",
    ]
    assert driver.cell(KIND, 0) == "Identifier"
    tip = driver.view.model().index(ROLE, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "different in every row" in tip
    assert (
        "Column left out: 'id'. The whole number is different in every row, like an identifier. "
        "Column left out: 'name'. The text is different in every row, like a name or an identifier."
    ) in driver.said
    assert driver.dialog.data_spec().ignore == ()


def test_that_a_column_that_was_left_out_by_itself_can_be_a_feature(qtbot: QtBot) -> None:
    driver = Driver(qtbot, numbered(), DataSpec())
    driver.pick(ROLE, 0, "feature")
    driver.choose("data.missing", "fill")
    assert [driver.cell(row, 0) for row in (ROLE, KIND)] == ["Feature", "Number"]
    chosen = driver.dialog.data_spec()
    assert (chosen.ignore, chosen.numbers) == ((), ("id",))
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


def test_that_the_rarer_settings_are_folded_until_they_are_asked_for(opened: Driver) -> None:
    rarer = opened.combo("data.bent_rows")
    assert not rarer.isVisible()
    more = opened.dialog.findChild(QToolButton, "import.more")
    assert more is not None
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert rarer.isVisible()
    opened.choose("data.bent_rows", "fill")
    assert opened.dialog.data_spec().bent_rows == "fill"


def test_that_any_separator_can_be_typed(qtbot: QtBot) -> None:
    driver = Driver(qtbot, table("a~b~y\n" + "1~2~3.5\n4~6~5.5\n" * 9), DataSpec(separator="tab"))
    assert driver.view.model().columnCount() == 1
    line = driver.combo("data.separator").lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "~")
    QTest.keyClick(line, Qt.Key.Key_Return)
    driver.settle()
    assert driver.dialog.isVisible()
    assert driver.dialog.data_spec().separator == "~"
    assert driver.view.model().columnCount() == 3


def test_that_a_text_that_elsewhere_stands_for_nothing_can_count_as_missing(
    qtbot: QtBot,
) -> None:
    rows = "\n".join(f"{('ana', 'None', 'rui')[row % 3]},{row % 7}.5" for row in range(30))
    driver = Driver(qtbot, table(f"who,y\n{rows}\n"), DataSpec())
    assert driver.cell(MISSING, 0) == "0"
    offer = driver.offers()[0]
    assert offer.text() == "Count 'None' as missing"
    offer.click()
    driver.settle()
    assert driver.dialog.data_spec().missing_marks == ("who=None",)
    assert driver.cell(MISSING, 0) == "10"
    assert driver.label("import.summary").text().endswith("20 rows used")


def with_typo() -> TableFile:
    rows = [f"{row * 37 % 61},{row % 9},{row * 1.5}" for row in range(30)]
    rows[4] = "4O,3,2.5"
    return table("age,x,y\n" + "\n".join(rows) + "\n")


def test_that_an_odd_cell_is_marked_named_and_can_become_a_category(qtbot: QtBot) -> None:
    driver = Driver(qtbot, with_typo(), DataSpec())
    cell = driver.view.model().index(FIRST + 4, 0)
    assert cell.data() == "4O"
    assert cell.data(ODD)
    assert cell.data(Qt.ItemDataRole.FontRole).underline()
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "'4O' is not what the column is and counts as missing."
    )
    assert not driver.view.model().index(FIRST + 3, 0).data(ODD)
    assert "Column 'age': 1 cell is not a number and counts as missing: '4O' (line 6)." in (
        driver.said
    )
    offer = driver.offers()[0]
    assert offer.text() == "Read 'age' as a category"
    offer.click()
    driver.settle()
    assert driver.dialog.data_spec().categories == ("age",)
    assert driver.offers() == []


def test_that_a_format_is_picked_and_what_is_doubtful_can_be_read_otherwise(qtbot: QtBot) -> None:
    rows = "\n".join(
        f"{row % 9 + 1}.{row * 37 % 900 + 100};{row % 7};{row % 5}" for row in range(1, 30)
    )
    driver = Driver(qtbot, table(f"a;b;y\n{rows}\n"), DataSpec())
    assert driver.cell(FORMAT, 0) == "1234.5"
    offer = driver.offers()[0]
    assert offer.text() == "Read 'a' like 1.234,5"
    offer.click()
    driver.settle()
    assert driver.dialog.data_spec().formats == ("a=1.234,5",)
    assert driver.cell(FORMAT, 0) == "1.234,5"
    driver.pick(FORMAT, 0, "1234.5")
    assert driver.dialog.data_spec().formats == ("a=1234.5",)
    driver.pick(FORMAT, 0, "")
    assert driver.dialog.data_spec().formats == ()
    driver.pick(KIND, 0, "category")
    assert driver.dialog.data_spec().categories == ("a",)


def test_that_a_refusal_offers_the_nearest_setting_that_reads_the_table(qtbot: QtBot) -> None:
    rows = "".join(f"{row},{row * 1.5}\n" + ("7\n" if row % 3 == 0 else "") for row in range(30))
    driver = Driver(qtbot, table(f"a,y\n{rows}"), DataSpec(separator="comma", header="yes"))
    assert not driver.button.isEnabled()
    assert "With Rows of another width: Fill up (data.bent_rows=fill) it can be read." in (
        driver.said
    )
    offer = driver.offers()[0]
    offer.setFocus()
    QTest.keyClick(offer, Qt.Key.Key_Space)
    driver.settle()
    assert driver.button.isEnabled()
    assert driver.dialog.data_spec().bent_rows == "fill"


def test_that_what_is_known_of_the_current_column_stands_beside_the_buttons(
    qtbot: QtBot,
) -> None:
    driver = Driver(qtbot, with_typo(), DataSpec())
    status, model = driver.label("import.status"), driver.view.model()
    driver.view.setCurrentIndex(model.index(KIND, 1))
    assert status.text() == "x: Number. Its values are numbers. Values: 0 … 8."
    driver.view.setFocus()
    QTest.keyClick(driver.view, Qt.Key.Key_Left)
    assert status.text().startswith("age: Number. Its values are numbers. Values: 0 … 60.")
    assert status.text().endswith("1 value is missing in the rows examined.")
    driver.view.setCurrentIndex(model.index(FIRST + 4, 0))
    assert status.text().startswith("'4O' is not what the column is and counts as missing.")
    described = model.index(FIRST + 4, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == status.text()


def test_that_return_still_imports_where_the_focus_passed_over_cancel(opened: Driver) -> None:
    opened.choose("data.separator", "bar")
    cancel = opened.dialog.findChild(QDialogButtonBox)
    assert cancel is not None
    cancel.button(QDialogButtonBox.StandardButton.Cancel).setFocus()
    opened.choose("data.separator", "auto")
    opened.view.setFocus()
    assert opened.button.isDefault()


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
    assert opened.combo("data.separator").currentText() == "Semicolon ;"
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
    assert "RuntimeError: planted" in driver.said
    assert not driver.button.isEnabled()
    reader.fails = False
    driver.choose("data.separator", "comma")
    assert "only one row" in driver.said


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
    editors = [e for e in opened.dialog.findChildren(Editor) if e.objectName()]
    keys = [e.label.text()[e.label.text().index("&") + 1].lower() for e in editors]
    assert len(set(keys)) == len(keys) == 17
    for editor in editors:
        assert editor.label.buddy() in editor.stops()
        assert editor.accessibleName() == editor.label.text().replace("&", "")
        assert editor.toolTip()
        assert all(stop.focusPolicy() & Qt.FocusPolicy.TabFocus for stop in editor.stops())


def test_that_tab_walks_through_every_part_in_the_order_it_is_read(opened: Driver) -> None:
    opened.dialog.activateWindow()
    opened.combo("data.target").setFocus()
    walked: list[str] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        name = focused.objectName()
        if not name:
            parent = focused.parentWidget()
            assert parent is not None
            name = parent.objectName()
        if name in walked:
            break
        walked.append(name)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert walked[:8] == [
        *("data.target", "data.target.further", "data.task", "data.missing"),
        *("data.separator", "data.header", "data.encoding"),
        "import.more",
    ]
    assert walked[8:12] == ["data.columns", "import.report", "import.offer", "action.import"]


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
    opened.dialog.resize(900, 520)
    QApplication.processEvents()
    assert (opened.dialog.width(), opened.dialog.height()) == (900, 520)
    bottom = opened.button.mapTo(opened.dialog, QPoint(0, opened.button.height()))
    assert bottom.y() <= 520
    assert opened.view.viewport().height() >= 3 * opened.view.rowHeight(0)


def test_that_a_long_table_is_counted_roughly_and_learned_as_it_was_shown(qtbot: QtBot) -> None:
    lines = "\n".join(f"{row % 97}.5;{row % 3}" for row in range(400_000))
    file = TableFile("long.csv", f"a;b\n{lines}".encode())

    class Beginning(Near):
        def preview(self, spec: DataSpec) -> TablePreview:
            return preview_table(file, spec, limit=2**20)

    driver = Driver(qtbot, file, DataSpec(), Beginning(file))
    assert driver.label("import.summary").text().endswith("about 400\u202f000 rows, 2 columns")
    assert driver.combo("data.task").currentData() == "auto"
    assert driver.dialog.data_spec().task == "more_classes"
    assert driver.combo("data.task").currentText() == "Automatic: More classes"
    driver.dialog.close()


def test_that_what_keeps_a_table_from_being_read_is_said_once(qtbot: QtBot) -> None:
    driver = Driver(qtbot, TableFile("empty.csv", b""), DataSpec())
    assert driver.said.startswith("empty.csv is empty")
    assert driver.combo("data.separator").currentText() == "Automatic"
    assert driver.label("import.summary").text() == "empty.csv  ·  0 bytes"
    driver.dialog.close()
