"""The dock of tensors in a window that trains."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.instruments.tensors.question import MOST_CELLS, Answer
from playground.engine.spec.edit import Edit
from playground.gui.instruments.tensors import words
from playground.gui.instruments.tensors.controls import WAYS
from playground.gui.instruments.tensors.numbers import PENDING
from playground.gui.instruments.tensors.panel import TensorsPanel
from playground.gui.main_window import MainWindow
from playground.gui.theme import DARK, LIGHT
from tests.given_tensors import Given
from tests.gui.runs import train_for, weights_of
from tests.gui.shown_texts import plain_letters
from tests.pseudo import PSEUDO, PseudoTranslations

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]
WEIGHT = "parameters/layers.0.weight"
NAMES = {
    "requires",
    "grad",
    "dtype",
    "model",
    "parameters",
    "state",
    "dict",
    "nn",
    "Sequential",
    "CSV",
    "PyTorch",
}
"""What no language translates."""


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> TensorsPanel:
    window.space.show_instrument("tensors")
    shown = window.findChild(TensorsPanel)
    assert shown is not None
    settle(shown, qtbot)
    return shown


def settle(panel: TensorsPanel, qtbot: QtBot) -> None:
    """Wait until nothing is asked any more."""

    def is_settled() -> bool:
        return bool(panel.tree.entries) and not panel.looking.is_asked and not panel._has_more()

    qtbot.waitUntil(is_settled, timeout=PATIENCE)


def choose(panel: TensorsPanel, key: str, qtbot: QtBot) -> None:
    panel.tree.setCurrentItem(panel.tree._items[key])
    settle(panel, qtbot)


def shown_numbers(panel: TensorsPanel) -> list[list[float]]:
    model = panel.numbers.numbers
    values = [
        [model.value(row, column) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    return [[math.nan if value is None else value for value in row] for row in values]


def test_that_the_first_weight_is_shown_as_it_is(
    window: MainWindow, panel: TensorsPanel, qtbot: QtBot
) -> None:
    assert panel.tree.current == WEIGHT
    weight = weights_of(window, qtbot)["layers.0.weight"]
    assert shown_numbers(panel) == weight.double().tolist()
    assert "[4, 2]: 4 neurons × 2 inputs" in panel.said._whole
    assert panel.said._whole.startswith("model[0].weight")
    item = panel.tree._items[WEIGHT]
    assert item.text(1) == "[4, 2]"
    assert float(item.text(2)) == pytest.approx(float(weight.norm()), rel=1e-2)


def test_that_it_follows_training(window: MainWindow, panel: TensorsPanel, qtbot: QtBot) -> None:
    before = shown_numbers(panel)
    train_for(window, qtbot, 300)
    settle(panel, qtbot)
    after = weights_of(window, qtbot)["layers.0.weight"].double().tolist()
    assert before != after
    qtbot.waitUntil(lambda: shown_numbers(panel) == after, timeout=PATIENCE)
    choose(panel, f"{WEIGHT.replace('parameters', 'gradients')}.grad", qtbot)
    assert "from the last step" in panel.said._whole


def test_that_an_edit_by_hand_is_seen_at_once(
    window: MainWindow, panel: TensorsPanel, qtbot: QtBot
) -> None:
    edit = Edit("weights", "layers.0.weight", np.array([3], np.int64), np.array([7.25]))
    window.run.edit((edit,), None)
    qtbot.waitUntil(lambda: shown_numbers(panel)[1][1] == 7.25, timeout=PATIENCE)
    item = panel.tree._items[WEIGHT]
    qtbot.waitUntil(lambda: item.text(3).endswith("7.25"), timeout=PATIENCE)


def test_that_it_can_be_walked_and_copied_by_keys(panel: TensorsPanel, qtbot: QtBot) -> None:
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Down)
    settle(panel, qtbot)
    assert panel.tree.current == "parameters/layers.0.bias"
    QTest.keyClick(panel.tree, Qt.Key.Key_Up)
    settle(panel, qtbot)
    panel.tree.copy_code()
    assert QGuiApplication.clipboard().text() == "model[0].weight"
    panel.numbers.setFocus()
    QTest.keyClick(panel.numbers, Qt.Key.Key_Right)
    QTest.keyClick(panel.numbers, Qt.Key.Key_Down)
    assert panel.status._whole.startswith("model[0].weight[1, 1] = ")
    QTest.keyClick(panel.numbers, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.numbers, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.status._whole == "Copied: 2 lines.", timeout=PATIENCE)
    numbers = [float(line) for line in QGuiApplication.clipboard().text().splitlines()]
    assert numbers == pytest.approx([row[1] for row in shown_numbers(panel)[:2]])


def test_that_the_menu_copies_text_csv_and_code(panel: TensorsPanel, qtbot: QtBot) -> None:
    menu = panel.copy_menu.menu()
    for number, start in ((0, ""), (1, "x1,x2\n"), (2, "model[0].weight")):
        QGuiApplication.clipboard().setText("nothing")
        menu.actions()[number].trigger()
        qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "nothing", timeout=PATIENCE)
        assert QGuiApplication.clipboard().text().startswith(start)


def test_that_every_tensor_can_be_shown_in_every_way(
    window: MainWindow, panel: TensorsPanel, qtbot: QtBot
) -> None:
    train_for(window, qtbot, 20)
    settle(panel, qtbot)
    for way in WAYS:
        panel.ways.choose(way.key)
        for key in panel.tree._items:
            choose(panel, key, qtbot)
            if panel.ways.key() == "heat":
                assert panel.heat.table().columns
                assert panel.heat.read(0.0, 0.0)
            elif panel.ways.key() == "spread":
                assert panel.spread.table().columns[2].sum() > 0  # type: ignore[union-attr]
            else:
                assert panel.numbers.numbers.text(0, 0) not in ("", PENDING)


def test_that_a_click_on_the_heat_map_leads_to_the_number(
    panel: TensorsPanel, qtbot: QtBot
) -> None:
    panel.ways.choose("heat")
    settle(panel, qtbot)
    panel.heat.canvas.clicked.emit(1.2, 2.4)
    assert panel.ways.key() == "numbers"
    now = panel.numbers.currentIndex()
    assert (now.row(), now.column()) == (2, 1)


def test_that_numbers_that_are_none_are_shown_as_such(window: MainWindow, qtbot: QtBot) -> None:
    numbers = torch.tensor([[1.0, math.nan], [-math.inf, 2.0]])
    panel = given(window, Given(odd=numbers), qtbot)
    texts = [panel.numbers.numbers.text(row, column) for row in (0, 1) for column in (0, 1)]
    assert texts == ["1", "nan", "-inf", "2"]
    assert "2 numbers are not finite" in panel.said._whole
    assert panel.tree._items["odd"].text(3) == "1 … 2, nan, inf"
    panel.ways.choose("spread")
    settle(panel, qtbot)
    assert "2 numbers are not finite" in panel.spread.readout.text()
    panel.ways.choose("heat")
    settle(panel, qtbot)
    assert "nan" in panel.heat.read(1.0, 0.0)


def given(window: MainWindow, source: Given, qtbot: QtBot) -> TensorsPanel:
    panel = TensorsPanel(window, window, lambda _session: source)
    panel.setGeometry(0, 0, 900, 500)
    panel.show()
    panel.raise_()
    settle(panel, qtbot)
    return panel


def test_that_a_large_tensor_is_read_where_it_is_seen_and_nowhere_else(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = torch.randn(4096, 4096, generator=torch.Generator().manual_seed(5))
    came: list[Answer] = []
    show = TensorsPanel._show

    def keep_and_show(panel: TensorsPanel, found: Answer) -> None:
        came.append(found)
        show(panel, found)

    monkeypatch.setattr(TensorsPanel, "_show", keep_and_show)
    panel = given(window, Given(large=large), qtbot)
    model = panel.numbers.numbers
    assert (model.rowCount(), model.columnCount()) == (4096, 4096)
    for row, column in ((4095, 4095), (2000, 17), (0, 0)):
        panel.numbers.go_to(row, column)
        qtbot.waitUntil(lambda: model.value(row, column) is not None, timeout=PATIENCE)  # noqa: B023
        assert model.value(row, column) == float(large[row, column])
    assert model.text(3000, 3000) == PENDING
    sizes = [found.cells.values.size for found in came if found.cells is not None]
    assert max(sizes) <= MOST_CELLS


def test_that_both_themes_recolour_everything(window: MainWindow, panel: TensorsPanel) -> None:
    for scheme, colours in (("dark", DARK), ("light", LIGHT)):
        window.appearance.choose(scheme)  # type: ignore[arg-type]
        assert panel.heat.colours == colours
        assert panel.spread.colours == colours
        assert panel.numbers._cell.tints.chosen.name() == colours.accent


def test_that_without_a_network_a_sentence_says_so(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(start=False)
    window.space.show_instrument("tensors")
    panel = window.findChild(TensorsPanel)
    assert panel is not None
    assert panel.said._whole == "The tensors appear here once the network is built."
    qtbot.waitUntil(lambda: not panel.looking.is_asked, timeout=PATIENCE)
    assert not panel.copy_menu.isEnabled()
    assert panel.said._whole.endswith(".")


def test_that_every_text_of_ours_is_translated(
    make_window: MakeWindow, qtbot: QtBot, spoken: Callable[..., None]
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    window = make_window()
    window.space.show_instrument("tensors")
    panel = window.findChild(TensorsPanel)
    assert panel is not None
    settle(panel, qtbot)
    head, tree = panel.tree.headerItem(), panel.tree
    groups = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    texts = [head.text(column) for column in range(head.columnCount())]
    texts += [head.toolTip(column) for column in range(head.columnCount())]
    texts += [text for group in groups if group for text in (group.text(0), group.toolTip(0))]
    texts += [action.text() for action in panel.copy_menu.menu().actions()]
    texts += [panel.ways.itemText(number) for number in range(panel.ways.count())]
    texts += [panel.accessibleName(), panel.copy_menu.text(), panel.copy_menu.toolTip()]
    texts += [words.meaning(entry) for entry in tree.entries]
    texts += [words.origin_words(entry) for entry in tree.entries]
    texts += [words.place_words(entry) for entry in tree.entries]
    assert len(texts) > 60
    plain = {word for text in texts for word in plain_letters(text)}
    assert plain <= NAMES


def test_that_what_is_seen_alone_stops_the_focus(panel: TensorsPanel) -> None:
    panel.tree.setFocus()
    stops: list[QWidget] = [panel.tree]
    for _ in range(3):
        QTest.keyClick(stops[-1], Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget() or panel)
    assert stops == [panel.tree, panel.ways, panel.copy_menu, panel.numbers]
    assert all(stop.accessibleName() for stop in stops)
