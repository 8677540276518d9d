"""Further targets are checked beside the first, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec
from tests.gui.dialogs.test_import_dialog import ROLE, Driver, table

TABLE = table(
    "kind,x,sine,mass & more,y\n"
    + "\n".join(
        f"{'ab'[n % 2]},{n / 7:.3f},{n * n / 9:.3f},{n / 3:.3f},{n / 5:.3f}" for n in range(30)
    )
)


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Driver]:
    driver = Driver(qtbot, TABLE, DataSpec())
    yield driver
    driver.dialog.close()


def button(opened: Driver) -> QPushButton:
    found = opened.dialog.findChild(QPushButton, "data.target.further")
    assert found is not None
    return found


def names(opened: Driver) -> QListWidget:
    found = opened.dialog.findChild(QListWidget, "data.target.list")
    assert found is not None
    return found


def roles(opened: Driver) -> list[str]:
    return [opened.cell(ROLE, column) for column in range(5)]


def press(opened: Driver, key: Qt.Key) -> None:
    QTest.keyClick(names(opened), key)
    opened.settle()


def test_that_further_columns_of_numbers_are_checked_by_keyboard(opened: Driver) -> None:
    assert button(opened).text() == "and more… ▾"
    button(opened).setFocus()
    QTest.keyClick(button(opened), Qt.Key.Key_Space)
    shown = names(opened)
    assert shown.isVisible()
    assert [shown.item(row).text() for row in range(shown.count())] == ["x", "sine", "mass & more"]
    press(opened, Qt.Key.Key_Down)
    press(opened, Qt.Key.Key_Space)
    press(opened, Qt.Key.Key_Down)
    press(opened, Qt.Key.Key_Return)
    assert shown.isVisible()
    assert button(opened).text() == "and 2 more ▾"
    assert roles(opened) == ["Feature", "Feature", "Target", "Target", "Target"]
    press(opened, Qt.Key.Key_Up)
    press(opened, Qt.Key.Key_Space)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert opened.dialog.isVisible()
    spec = opened.dialog.data_spec()
    assert spec.target == ("y", "mass & more")
    assert read_table(TABLE, spec).targets.shape == (30, 2)


def test_that_a_click_on_a_name_checks_it_once(opened: Driver) -> None:
    QTest.mouseClick(button(opened), Qt.MouseButton.LeftButton)
    shown = names(opened)
    for count in (1, 0):
        place = shown.visualItemRect(shown.item(1)).center()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
        opened.settle()
        assert len(opened.dialog.data_spec().target) == 1 + count
    assert shown.item(1).checkState() == Qt.CheckState.Unchecked


def test_that_checks_set_faster_than_the_table_is_looked_at_all_count(opened: Driver) -> None:
    QTest.mouseClick(button(opened), Qt.MouseButton.LeftButton)
    keys = (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Space)
    for key in keys:
        QTest.keyClick(names(opened), key)
    opened.settle()
    assert opened.dialog.data_spec().target == ("y", "sine")
    assert names(opened).item(0).checkState() == Qt.CheckState.Unchecked


def test_that_another_first_target_keeps_the_further_ones_of_numbers(opened: Driver) -> None:
    QTest.mouseClick(button(opened), Qt.MouseButton.LeftButton)
    press(opened, Qt.Key.Key_Space)
    opened.choose("data.target", "sine")
    assert opened.dialog.data_spec().target == ("sine", "x")
    opened.choose("data.target", "x")
    assert opened.dialog.data_spec().target == ("x",)


def test_that_a_column_of_texts_is_predicted_alone(opened: Driver) -> None:
    QTest.mouseClick(button(opened), Qt.MouseButton.LeftButton)
    press(opened, Qt.Key.Key_Space)
    opened.choose("data.target", "kind")
    assert opened.dialog.data_spec().target == ("kind",)
    assert not button(opened).isEnabled()
    assert "Only columns of numbers" in button(opened).toolTip()


def test_that_roles_in_the_preview_add_and_take_away_targets(opened: Driver) -> None:
    opened.pick(ROLE, 1, "target")
    assert opened.dialog.data_spec().target == ("x",)
    QTest.mouseClick(button(opened), Qt.MouseButton.LeftButton)
    press(opened, Qt.Key.Key_Space)
    QTest.keyClick(names(opened), Qt.Key.Key_Escape)
    assert opened.dialog.data_spec().target == ("x", "sine")
    opened.pick(ROLE, 4, "target")
    assert opened.dialog.data_spec().target == ("x", "sine", "y")
    opened.pick(ROLE, 1, "ignore")
    spec = opened.dialog.data_spec()
    assert (spec.target, spec.ignore) == (("sine", "y"), ("x",))


def test_that_an_ignored_column_that_is_checked_is_ignored_no_more(opened: Driver) -> None:
    opened.pick(ROLE, 1, "ignore")
    QTest.mouseClick(button(opened), Qt.MouseButton.LeftButton)
    press(opened, Qt.Key.Key_Space)
    spec = opened.dialog.data_spec()
    assert (spec.target, spec.ignore) == (("y", "x"), ())
