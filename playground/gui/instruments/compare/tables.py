"""The pages that show runs as tables: their settings, and how they did."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.forms.switch import CheckBox
from playground.gui.instruments.compare.columns import Column
from playground.gui.instruments.compare.metrics_model import MetricDelegate, MetricsModel
from playground.gui.instruments.compare.settings_model import SettingsModel
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.standing import Standing

WIDEST = 168
"""Pixels of a column at first; a person may make it wider."""


class SettingsTable(QWidget):
    """The settings in which runs differ, or all of them.

    Attributes:
        every: shows all; it stands wherever there is room for it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self.model = SettingsModel(self)
        self.view = table_view(self, "compare.settings", _("Settings of the runs"))
        self.view.setModel(self.model)
        tip = _("Also show the settings in which the runs are alike.")
        self.every = named(CheckBox(_("All sett&ings"), self), "compare.all_settings", tip=tip)
        self.every.toggled.connect(self._fill)
        self.alike = quiet_label(_("These runs have the same settings."), self)
        self.alike.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fill(QVBoxLayout(self), (self.alike, 1), (self.view, 1), margins=(GRID, 0, GRID, GRID))

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Compare these runs."""
        self._columns = tuple(columns)
        self._fill()

    def _fill(self, _every: bool = False) -> None:
        widths = [self.view.columnWidth(n) for n in range(self.model.columnCount())]
        self.model.set_columns(self._columns, every=self.every.isChecked())
        has_rows = self.model.rowCount() > 0
        self.view.setVisible(has_rows)
        self.alike.setVisible(not has_rows)
        fit_columns(self.view, widths)


class MetricsTable(QWidget):
    """Losses, metrics, steps and time of runs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = MetricsModel(self)
        self.view = table_view(self, "compare.metrics", _("Metrics of the runs"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(MetricDelegate(self.model))
        fill(QVBoxLayout(self), self.view, margins=(GRID, 0, GRID, GRID))

    def set_runs(
        self, columns: Sequence[Column], standings: Sequence[Standing], baseline: int
    ) -> None:
        """Show how these runs did."""
        before = self.model.columnCount(), self.model.rowCount()
        widths = [self.view.columnWidth(n) for n in range(before[0])]
        self.model.set_runs(columns, standings, baseline)
        if before != (self.model.columnCount(), self.model.rowCount()):
            self.view.resizeRowsToContents()
            fit_columns(self.view, widths)


def table_view(parent: QWidget, name: str, accessible: str) -> QTableView:
    """A table that is read, not edited."""
    view = named(QTableView(parent), name, accessible)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    view.setTabKeyNavigation(False)
    heads = view.horizontalHeader()
    heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    heads.setTextElideMode(Qt.TextElideMode.ElideRight)
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return view


def fit_columns(view: QTableView, widths: Sequence[int]) -> None:
    """Make new columns as wide as they need to be; others stay as they were."""
    model = view.model()
    if model is None or model.columnCount() == len(widths):
        return
    view.resizeColumnsToContents()
    for column in range(model.columnCount()):
        view.setColumnWidth(column, min(view.columnWidth(column), WIDEST))
