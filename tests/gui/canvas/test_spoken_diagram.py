"""Everything that the diagram and its editors say is said in the language chosen."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.engine.common.language import LANGUAGES, ngettext
from playground.engine.frames.network import Closely, MatrixPicture, NetworkPicture, Place
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.diagram import words
from playground.gui.canvas.diagram.columns import columns_of
from playground.gui.canvas.diagram.layout import Column
from playground.gui.canvas.diagram.target import Edge, Neuron
from playground.gui.canvas.diagram.words import (
    ends_text,
    layer_heading,
    layer_name,
    lines_of,
    matrix_lines,
    show_all_text,
)
from playground.gui.canvas.edge_scale import EdgeScale
from playground.gui.canvas.hands.handle import handle_of
from playground.gui.canvas.hands.input_menu import InputMenu
from playground.gui.canvas.hands.input_offer import column_offer
from playground.gui.canvas.hands.target_card import TargetCard
from playground.gui.canvas.layers.layer_card import LayerCard
from playground.gui.canvas.matrix_menu import MatrixMenu
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.canvas.whole.matrix_map import MatrixMap
from playground.gui.forms.combo import KeyCombo
from playground.gui.forms.editor import Editor
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider
from tests.gui.canvas.large import show_layers
from tests.gui.canvas.pictures import picture_of
from tests.gui.shown_texts import own_texts, plain_letters, texts_within
from tests.pseudo import PSEUDO, PseudoTranslations

Speak = Callable[..., None]
FORMS = (Editor, NumericField, ParameterSlider, KeyCombo)
"""They have tests of their own."""
COLUMNS = columns_of(NetworkSpec(hidden=(3, 2)), ("1", "2"), ("3",), 1)


@pytest.fixture
def panel(qtbot: QtBot, spoken: Speak) -> NetworkPanel:
    """A panel that speaks the pseudo-language; inputs and outputs go by digits."""
    spoken(PSEUDO, PseudoTranslations())
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    return panel


def _close(edges: str) -> NetworkPicture:
    """A picture in which everything is to be said of a muted and frozen neuron and its edge."""
    picture = picture_of(2, 3, 2, 1)
    layers = [
        replace(
            layer,
            muted=np.ones(layer.units, np.bool_),
            frozen=np.ones(layer.units, np.bool_),
            frozen_edges=None if layer.edges is None else np.ones(layer.edges.shape, np.bool_),
            weight_name="1",
            bias_name="2",
        )
        for layer in picture.layers
    ]
    request = replace(picture.request, edges=edges)  # type: ignore[arg-type]
    return replace(picture, request=request, layers=tuple(layers))


def _with_closely(picture: NetworkPicture, place: Place) -> NetworkPicture:
    return replace(picture, closely=Closely(place, 0.5, 0.25, 0.125))


@pytest.mark.parametrize("edges", ["weights", "gradients"])
def test_that_all_that_is_said_of_neurons_and_edges_is_translated(
    spoken: Speak, edges: str
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    for picture in (None, _close(edges)):
        for target, place in (
            (Neuron(0, 0), Place(0, 0)),
            (Neuron(1, 1), Place(1, 1)),
            (Neuron(3, 0), Place(3, 0)),
            (Edge(0, 1, 0), Place(1, 1, 0)),
        ):
            seen = picture and _with_closely(picture, place)
            lines = [*lines_of(COLUMNS, seen, target), words.spoken(COLUMNS, seen, target)]
            assert [plain_letters(line) for line in lines] == [[]] * len(lines)


def test_that_layers_and_matrices_are_named_in_the_language(spoken: Speak) -> None:
    spoken(PSEUDO, PseudoTranslations())
    many = [replace(column, units=units) for column in COLUMNS for units in (1, 300)]
    texts = [ends_text(COLUMNS), ends_text([Column("inputs", 0, ()), Column("outputs", 0, ())])]
    for say in (layer_name, layer_heading, show_all_text):
        texts += [say(many, number) for number in range(len(many))]
    numbers = np.zeros((1, 1), np.int64)
    matrix = MatrixPicture(np.ones((1, 1), np.float32), numbers, numbers, (2, 3), (2, 3))
    for kind in ("weights", "gradients"):
        texts += matrix_lines(COLUMNS, matrix, kind, 0, (0, 0))
    assert [text for text in texts if plain_letters(text)] == []


def test_that_the_panel_says_nothing_in_plain_english(panel: NetworkPanel) -> None:
    show_layers(panel, 2, 128, 1024, 1)
    panel.show_network(NetworkSpec(hidden=(128, 1024)), ("1", "2"), ("3",), 1)
    QCoreApplication.processEvents()
    canvas = panel.findChild(NetworkCanvas)
    assert canvas
    canvas.setFocus()
    menu = panel.findChild(MatrixMenu)
    assert menu
    menu.menu().aboutToShow.emit()
    texts = list(texts_within(panel, *FORMS, LayerCard))
    assert [text for text in texts if plain_letters(text)] == []
    menus = list(own_texts(menu.menu()))
    assert len(menus) > 5
    assert [text for text in menus if plain_letters(text)] == []


def test_that_a_whole_layer_and_a_whole_matrix_are_headed_in_the_language(
    panel: NetworkPanel,
) -> None:
    show_layers(panel, 2, 128, 1024, 1)
    panel.show_network(NetworkSpec(hidden=(128, 1024)), ("1", "2"), ("3",), 1)
    view = panel._view
    covers: tuple[Callable[[int], None], ...] = (view.unfold, view.open_matrix)
    for cover in covers:
        cover(1)
        assert view._whole
        assert view._whole.findChildren(QLabel)
        texts = list(texts_within(view._whole))
        assert [text for text in texts if plain_letters(text)] == []
    matrix = view.findChild(MatrixMap)
    assert matrix
    assert plain_letters(matrix.hint) == []


def test_that_the_card_of_a_layer_is_translated(panel: NetworkPanel) -> None:
    show_layers(panel, 2, 3, 1)
    [card] = [one for one in panel.findChildren(LayerCard) if one.objectName()]
    texts = list(texts_within(card, *FORMS))
    texts += [field.accessibleName() for kind in FORMS for field in card.findChildren(kind)]
    assert [text for text in texts if plain_letters(text)] == []
    assert plain_letters(card._activation.entries()[0].label) == []


def test_that_the_card_of_a_neuron_names_in_the_language_what_is_done(
    panel: NetworkPanel,
) -> None:
    card = TargetCard(panel)
    said: list[str] = []
    card.edited.connect(lambda _edits, change, _gesture: said.append(change))
    for target in (Neuron(1, 0), Edge(0, 0, 0)):
        handle = handle_of(COLUMNS, _close("weights"), target)
        assert handle
        card.open_at(handle, QPoint(0, 0))
        texts = list(texts_within(card, *FORMS))
        assert [text for text in texts if plain_letters(text)] == []
        assert plain_letters(handle.names.title + "".join(handle.names.rows)) == []
        card._edit_number(0.5)
        for button in (card._freeze, card._mute) * 2:
            button.click()
        card._initial.click()
        card._zero.click()
        card.hide()
    assert len(said) > 10
    assert [change for change in said if plain_letters(change)] == []


def test_that_the_menu_of_inputs_is_translated(panel: NetworkPanel) -> None:
    menu = InputMenu(panel)
    menu.offer = column_offer(("1", "2", "2"), ("3",))
    for number in (0, 1):
        menu.open_for(number, QPoint(0, 0))
        [shown] = [one for one in panel.findChildren(type(menu._menu())) if one.actions()]
        texts = [action.text() for action in shown.actions()]
        assert [text for text in texts if plain_letters(text)] == []
        shown.hide()
        QCoreApplication.sendPostedEvents(None, 52)


def test_that_portuguese_writes_its_own_words_and_numbers(spoken: Speak, qtbot: QtBot) -> None:
    portuguese = next(row for row in LANGUAGES if row.key == "pt_BR")
    spoken(portuguese)
    scale = EdgeScale(None)  # type: ignore[arg-type]
    qtbot.addWidget(scale)
    scale._switch()
    assert "gradientes" in " ".join(texts_within(scale))
    columns = [
        Column("inputs", 2, (0, 1)),
        Column("hidden", 1500, (0,)),
        Column("outputs", 1, (0,)),
    ]
    assert ends_text(columns) == "2 entradas, 1 camada oculta, 1 saída"
    assert layer_heading(columns, 1) == "Camada oculta 1: todos os 1.500 neurônios"
    assert lines_of(columns, None, Neuron(1, 0)) == ["camada 1, neurônio 1"]
    assert ngettext("{n} neuron", "{n} neurons", 0) == "{n} neurônio"
