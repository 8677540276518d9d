"""Classification on many variables: which classes are taken for which."""

import numpy as np
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from playground.engine.common.language import N_, _, ngettext
from playground.engine.frames.frame import DataPicture, Labels
from playground.engine.frames.pictures import Confusion
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.predictions.matrix_canvas import MatrixCanvas
from playground.gui.plots.predictions.picture_plot import PicturePlot
from playground.gui.plots.predictions.words import short
from playground.gui.theme import GRID, Colours
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.number_text import count_text, percent_text

HINT = N_("Point at a cell to read it; right-click copies and saves.")


class ConfusionPlot(PicturePlot):
    """Counts of one part, training or validation, and the part of each true class they are."""

    can_hide_validation = False
    canvas_kind = MatrixCanvas

    def __init__(self, colours: Colours) -> None:
        self._matrix = self.canvas_kind(colours)
        self._train_button = QRadioButton(_("Training set"))
        self._validation_button = QRadioButton(_("Validation set"))
        super().__init__(self._matrix, colours, HINT)
        self.legend.hide()
        self._make_switch()

    @property
    def points_shown(self) -> int | None:
        return None  # every row is counted

    @property
    def counts(self) -> Labels:
        """What is shown: int64 `[classes, classes]`; empty before the first picture."""
        confusion = self.picture
        if not isinstance(confusion, Confusion):
            return np.zeros((0, 0), np.int64)
        return confusion.validation if self._validation_button.isChecked() else confusion.train

    def table(self) -> PlotTable:
        names, counts = self.data.class_names if self.data else (), self.counts
        if not len(counts):
            return PlotTable()
        return PlotTable(("true class", *names), (names, *(column for column in counts.T)))

    def read(self, x: float, y: float) -> str:
        """A cell, given by its row and column, in words."""
        if self.data is None or not len(self.counts):
            return ""
        row, column = int(x), int(y)
        true, predicted = (short(self.data.class_names[number]) for number in (row, column))
        count, total = int(self.counts[row, column]), int(self.counts[row].sum())
        words = ngettext(
            "true {true}, predicted {predicted}:  {count} of {n} row ({share})",
            "true {true}, predicted {predicted}:  {count} of {n} rows ({share})",
            total,
        )
        return words.format(
            true=true,
            predicted=predicted,
            count=count_text(count),
            n=count_text(total),
            share=percent_text(self._matrix.share(row, column)),
        )

    def _make_switch(self) -> None:
        group = QButtonGroup(self)
        for button, name in (
            (self._train_button, "part_train"),
            (self._validation_button, "part_validation"),
        ):
            button.setObjectName(name)
            button.setToolTip(
                _("Which rows are counted: those trained on, or those kept for validation.")
            )
            group.addButton(button)
        row, margins = QWidget(), (GRID, 0, GRID, 0)
        fill(QHBoxLayout(row), *group.buttons(), None, spacing=2 * GRID, margins=margins)
        self.put_above(row, group.buttons())
        self._train_button.setChecked(True)
        self._validation_button.toggled.connect(self._draw_picture)

    def set_data(self, data: DataPicture | None) -> None:
        has_validation = data is not None and data.validation_rows > 0
        self._validation_button.setEnabled(has_validation)
        button = self._validation_button if has_validation else self._train_button
        button.setChecked(True)
        super().set_data(data)

    def _draw_picture(self) -> None:
        names = self.data.class_names if self.data else ()
        counts = self.counts
        self._matrix.set_matrix(counts, names if len(counts) == len(names) else ())
