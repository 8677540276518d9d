"""What an instrument says that no language has translated, in its widgets and its painting."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from playground.engine.catalogue import index
from playground.engine.instruments.slow_step.weight_rows import _SYMBOLS
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.gui.main_window import MainWindow
from tests.gui.shown_texts import long_texts, painted_texts
from tests.gui.unmarked import own_words, unmarked, words_of

W = TypeVar("W", bound=QWidget)
CODE = frozenset({"slow_step.code", "graph.code", "graph.expression"})
"""Fields that show PyTorch, which no language translates."""
OF_FORMULAS = (
    "dL dw db da dz ln grad None True False sign max min softmax zero_grad tanh sigmoid nan inf",
    "torch dtype float64 nn Sequential state_dict model.parameters requires_grad autograd",
    "PyTorch CSV",
    # The tensors that optimizers keep, under PyTorch's names, and the optimizers.
    " ".join(_SYMBOLS).replace("_", " "),
    "ax eta mu row var col variance",
    " ".join(row.target.split(":")[1] for row in index.rows("optimizers")),
)
"""What formulas, code and names in sentences consist of."""


def spec_of(source: str, *assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for(source), ("training.epochs=0", *assignments))


def shown(window: MainWindow, key: str, kind: type[W]) -> W:
    """The instrument in its dock, in front of what shares its place."""
    window.space.show_instrument(key)
    panel = window.findChild(kind)
    assert isinstance(panel, kind)
    return panel


def said(window: MainWindow, panel: QWidget, *names: str) -> list[object]:
    """What nobody has translated in its widgets and its fields of text."""
    known = own_words(window) | {word for name in names for word in words_of(name, set())}
    long = ((name, text) for name, text in long_texts(panel) if name not in CODE)
    wrong = [(name, words) for name, text in long if (words := words_of(text, known))]
    return [*unmarked(window, panel, *names), *wrong]


@contextmanager
def painted(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, panel: QWidget, *names: str
) -> Iterator[None]:
    """What was changed meanwhile is painted, and every word of it is translated."""
    yield
    QCoreApplication.processEvents()
    with painted_texts(monkeypatch) as written:
        panel.grab()
        QCoreApplication.processEvents()
    known = own_words(window) | {word for name in names for word in words_of(name, set())}
    assert [word for text in written for word in words_of(text, known)] == []
    assert said(window, panel, *names) == []
