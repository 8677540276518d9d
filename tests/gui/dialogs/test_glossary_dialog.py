"""The glossary: found by any word in either language, explained with what stands now."""

from collections.abc import Callable
from unicodedata import normalize

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QTextBrowser
from pytestqt.qtbot import QtBot

from playground.engine.catalogue.glossary.index import TERMS
from playground.engine.common.language import LANGUAGES
from playground.gui.dialogs.glossary_curve import curve_picture, sampled
from playground.gui.dialogs.glossary_dialog import GlossaryDialog
from playground.gui.dialogs.glossary_page import Settings
from playground.state import project as projects
from playground.state.document import Document

PORTUGUESE = LANGUAGES[1]


def settings_of(document: Document) -> Settings:
    known = projects.parameters(document.project)
    return {path: (row, document.read(path)) for path, row in known.items()}


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def dialog(qtbot: QtBot, document: Document) -> GlossaryDialog:
    dialog = GlossaryDialog(lambda: settings_of(document))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def page(dialog: GlossaryDialog) -> str:
    shown = dialog.findChild(QTextBrowser, "glossary.page")
    assert shown is not None
    return shown.toPlainText()


def test_that_every_term_is_listed_in_order(dialog: GlossaryDialog) -> None:
    assert {term.label for term in TERMS.values()} <= set(dialog.listed())
    plain = [normalize("NFKD", label).casefold() for label in dialog.listed()]
    assert plain == sorted(plain)


def test_that_an_entry_shows_its_formula_its_code_and_the_value_of_now(
    dialog: GlossaryDialog, document: Document
) -> None:
    document.edit("training.learning_rate", 0.0625)
    dialog.show_entry("learning_rate")
    assert TERMS["learning_rate"].formula in page(dialog)
    assert TERMS["learning_rate"].code in page(dialog)
    assert "0.0625" in page(dialog)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("backprop", "Backward pass (backpropagation)"),
        ("loss.backward", "Autograd"),
        ("LEAKY", "Leaky ReLU"),
    ],
)
def test_that_it_is_searched_by_words_of_all_that_is_said(
    dialog: GlossaryDialog, typed: str, found: str
) -> None:
    dialog.search(typed)
    assert found in dialog.listed()
    assert len(dialog.listed()) < 12


def test_that_words_that_nothing_contains_say_so(dialog: GlossaryDialog) -> None:
    dialog.search("qqq")
    assert dialog.listed() == ()


def test_that_a_link_leads_on_and_arrows_walk_from_the_search(dialog: GlossaryDialog) -> None:
    entries = dialog.findChild(QListWidget, "glossary.list")
    search = dialog.findChild(QLineEdit, "glossary.search")
    assert entries is not None
    assert search is not None
    dialog.show_entry("dropout")
    QTest.keyClicks(search, "tensor")
    assert entries.currentItem().text() == "Tensor"
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert entries.currentItem().text() != "Tensor"


def test_that_portuguese_is_found_without_its_accents(
    qtbot: QtBot, document: Document, spoken: Callable[..., None]
) -> None:
    spoken(PORTUGUESE)
    dialog = GlossaryDialog(lambda: settings_of(document))
    qtbot.addWidget(dialog)
    dialog.search("epoca")
    assert "Época" in dialog.listed()


def test_that_an_activation_is_drawn_as_pytorch_computes_it() -> None:
    inputs, outputs, slopes = np.array(sampled("tanh")).T
    assert np.allclose(outputs, np.tanh(inputs), atol=1e-6)
    assert np.allclose(slopes, 1 - np.tanh(inputs) ** 2, atol=1e-6)


def test_that_the_picture_of_the_present_activation_stands_with_its_term(
    dialog: GlossaryDialog, document: Document
) -> None:
    document.edit("network.activation", "relu")
    dialog.show_entry("activation")
    assert "ReLU (line)" in page(dialog)
    drawn = curve_picture("relu", dialog.palette(), 2.0)
    colours = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in (60, 200)}
    assert dialog.palette().highlight().color().name() in colours


def test_that_the_term_that_is_called_so_comes_first(dialog: GlossaryDialog) -> None:
    dialog.search("learning")
    assert page(dialog).splitlines()[0] == "Learning rate"


@pytest.mark.parametrize(
    ("key", "path", "value", "said"),
    [
        ("learning_rate", "training.learning_rate", 0.0625, "Taxa de aprendizado: 0,0625"),
        ("batch", "training.batch_size", 0, "Tamanho do lote: lote completo"),
        ("standardise", "data.standardise", True, "Padronizar: ligado"),
        ("dataset", "data.source", "circle", "Fonte: Círculo"),
        ("feature", "data.features", ("x1", "sin_x2"), "x₁, sin x₂"),
        ("layer", "network.hidden", (4, 2), "4, 2"),
        ("training_set", "data.validation_fraction", 0.25, "25 %"),
    ],
)
def test_that_values_are_said_as_the_forms_say_them(
    dialog: GlossaryDialog,
    document: Document,
    spoken: Callable[..., None],
    key: str,
    path: str,
    value: object,
    said: str,
) -> None:
    document.choose_source("circle")
    document.edit(path, value)
    spoken(PORTUGUESE)
    dialog.show_entry(key)
    assert said in page(dialog)
