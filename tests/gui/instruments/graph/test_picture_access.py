"""Assistive technology finds every box of the painted graph, and hears where the keys go."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.engine.instruments.expression.evaluate import evaluate
from playground.gui.instruments.graph.picture import GraphPicture
from playground.gui.instruments.graph.picture_access import PictureAccess, install_picture_access


def shown(text: str) -> GraphPicture:
    install_picture_access()
    picture = GraphPicture(None)  # type: ignore[arg-type]
    picture.show_graph(evaluate(text).graph, once=True)
    picture.resize(picture.sizeHint())
    picture.show()
    return picture


@pytest.fixture
def picture(qtbot: QtBot) -> GraphPicture:
    picture = shown("a = 2.0\nb = 3.0\ny = a * b + sin(a)")
    qtbot.addWidget(picture)
    return picture


def names(access: QAccessibleInterface) -> list[str]:
    children = [access.child(number) for number in range(access.childCount())]
    return [child.text(QAccessible.Text.Name) for child in children]


def test_that_every_box_is_a_child_with_its_name(picture: GraphPicture) -> None:
    access = QAccessible.queryAccessibleInterface(picture)
    assert isinstance(access, PictureAccess)
    assert access.role() == QAccessible.Role.List
    assert set(names(access)) == {
        "AddBackward0, ∇ 1",
        "MulBackward0, ∇ 1",
        "SinBackward0, ∇ 1",
        "a, AccumulateGrad, ∇ 2.584",
        "b, AccumulateGrad, ∇ 2",
    }


def test_that_a_box_is_where_it_is_painted(picture: GraphPicture) -> None:
    access = QAccessible.queryAccessibleInterface(picture)
    for number, box in enumerate(picture.scene.boxes):
        middle = picture.mapToGlobal(picture.place_of(box).center().toPoint())
        found = access.childAt(middle.x(), middle.y())
        assert access.indexOfChild(found) == number
        assert found.rect().contains(middle)
        assert found.parent() == access


def test_that_the_box_the_keys_have_reached_is_said(picture: GraphPicture) -> None:
    access = QAccessible.queryAccessibleInterface(picture)
    picture.setFocus()
    said = []
    for _ in range(3):
        QTest.keyClick(picture, Qt.Key.Key_Left)
        focused = access.focusChild()
        assert focused.state().focused
        said.append(focused.text(QAccessible.Text.Name))
        assert picture.accessibleDescription() == said[-1]
    assert said[0].startswith("AddBackward0")
    assert said[2].startswith(("a, ", "b, "))


def test_that_boxes_of_a_graph_or_a_picture_that_is_gone_are_no_more() -> None:
    picture = shown("a = 2.0\ny = a * a + sin(a)")
    access = QAccessible.queryAccessibleInterface(picture)
    last = access.child(access.childCount() - 1)
    assert last.isValid()
    picture.show_graph(evaluate("x = 2.0\ny = x**2").graph, once=True)
    assert not last.isValid()
    assert last.text(QAccessible.Text.Name) == ""
    first = access.child(0)
    del access
    picture.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not first.isValid()
    assert first.rect().isEmpty()
