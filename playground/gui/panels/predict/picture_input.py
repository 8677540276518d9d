"""Inputs that are the pixels of a picture, which is drawn."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.raw import Column
from playground.gui.panels.predict.inputs import Inputs, compact
from playground.gui.panels.predict.pixel_canvas import Ink, PixelCanvas
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named


class PictureInput(Inputs):
    """Asks for all pixels at once.

    Attributes:
        canvas: what is drawn on.
        clear: empties it.
    """

    def __init__(self, columns: Sequence[Column], pixels: tuple[int, int], parent: QWidget) -> None:
        super().__init__(columns, parent)
        self._shape = pixels
        self.canvas = PixelCanvas(*pixels, self)
        self.clear = compact(QPushButton(_("Clear"), parent))
        named(self.clear, "predict.clear", tip=_("Clear the picture to draw another one."))
        self.clear.clicked.connect(self._empty)
        self.canvas.drawn.connect(self.changed)
        self.canvas.lifted.connect(self.finished)
        fill(QVBoxLayout(self), (self.canvas, 1))
        self.make_typical()

    def texts(self) -> tuple[str, ...]:
        low, high = self._ends()
        values = low + self.canvas.ink.ravel() * (high - low)
        return tuple(c.text_of((v,)) for c, v in zip(self.columns, values.tolist(), strict=True))

    def set_texts(self, texts: Sequence[str]) -> None:
        self.canvas.set_ink(self._ink(texts))

    def values(self) -> tuple[float, ...] | None:
        encoded = (c.encode(text) for c, text in zip(self.columns, self.texts(), strict=True))
        return tuple(value for (value,) in encoded)

    def follow(self, columns: Sequence[Column]) -> None:
        texts = self.texts()
        self.columns = tuple(columns)
        self.set_texts(texts)

    def make_typical(self) -> None:
        self.set_texts([column.typical for column in self.columns])

    def tools(self) -> list[QWidget]:
        return [self.clear]

    def stops(self) -> list[QWidget]:
        return [self.canvas]

    def _ends(self) -> tuple[float, float]:
        """No ink and full ink."""
        low = min(column.minimum for column in self.columns)
        return low, max(max(column.maximum for column in self.columns), low + 1e-9)

    def _ink(self, texts: Sequence[str]) -> Ink:
        low, high = self._ends()
        values = [_number(c, text, low) for c, text in zip(self.columns, texts, strict=True)]
        ink: Ink = (np.array(values).reshape(self._shape) - low) / (high - low)
        return ink

    def _empty(self) -> None:
        self.canvas.set_ink(np.zeros(self._shape))
        self.changed.emit()
        self.finished.emit()


def _number(column: Column, text: str, otherwise: float) -> float:
    try:
        return column.encode(text)[0]
    except InputError:
        return otherwise
