"""The panels and plots of the window and how they are arranged at first."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QStatusBar,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.forms.form import order_tabs
from playground.gui.panels.data_panel import DataPanel
from playground.gui.panels.metrics_table import MetricsTable
from playground.gui.panels.predict_panel import PredictPanel
from playground.gui.panels.speed_control import SpeedControl
from playground.gui.panels.status_panel import StatusLine, StatusPanel
from playground.gui.panels.training_panel import TrainingPanel
from playground.gui.plots.loss.plot import LossPlot
from playground.gui.plots.predictions.view import PredictionsView
from playground.gui.rewind.scrubber import Scrubber
from playground.gui.theme import Colours
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.panel_walk import walk_panels
from playground.gui.widgets.progress_row import ProgressRow
from playground.gui.widgets.tab_bars import TabBars
from playground.gui.widgets.yielding_area import YieldingArea

LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
LEFT_WIDTH, RIGHT_PART, LOSS_PART, TRAINING_PART = 312, 0.34, 0.37, 0.6
_CANCEL_LOADING = N_("Cancel loading (Esc). Data and training stay as they are.")
_CANCEL_RECORDING = N_(
    "Cancel recording and write no file; training continues. To keep what is recorded, pause "
    "training instead."
)
LEAST_ELSEWHERE = 450
"""Pixels of the window's height that bars, titles and predictions need at their least."""


class Workspace:
    """Makes every panel and docks it around the network."""

    def __init__(self, window: QMainWindow, colours: Colours) -> None:
        """Make the panels in the order in which Tab and F6 walk through them."""
        self._window = window
        self.data = DataPanel(window)
        self.training = TrainingPanel(window)
        self.network = NetworkPanel(window)
        self.loss = LossPlot(colours, window)
        self.scrubber = Scrubber(colours, window)
        self.loss.put_beside_readout(self.scrubber.bar)
        order_tabs([self.loss.best_offer, *self.scrubber.stops])
        self.predictions = PredictionsView(colours, window)
        self.predict = PredictPanel(window)
        self.metrics = MetricsTable(window)
        self.status = StatusPanel(window)
        self.speed = SpeedControl(window)
        self.status_line = StatusLine(window)
        self.reading = ProgressRow("reading", _("Loading the table"), _(_CANCEL_LOADING), window)
        self.reading.cancel_with(Qt.Key.Key_Escape)
        tip = _(_CANCEL_RECORDING)
        self.recording = ProgressRow("recording", _("Recording"), tip, window)
        self.tool_bar = self._tool_bar()
        self.read_outs = self._read_out_bar()
        self._yielding_areas: list[YieldingArea] = []
        self.instruments: dict[str, QDockWidget] = {}
        self.docks = {
            "data": self._dock("data", _("Data"), self.data),
            "training": self._dock("training", _("Training"), self.training),
            "predictions": self._dock("predictions", _("Predictions"), self.predictions),
            "predict": self._dock(
                "predict", _("Predict"), self._yielding(self.predict, self.predict.comfort)
            ),
            "metrics": self._dock("metrics", _("Metrics"), self._yielding(self.metrics)),
            "loss": self._dock("loss", _("Loss"), self._over(self.loss, self.scrubber)),
        }
        window.setCentralWidget(self.network)
        window.setDockNestingEnabled(True)
        for corner, area in (
            (Qt.Corner.BottomLeftCorner, LEFT),
            (Qt.Corner.BottomRightCorner, RIGHT),
        ):
            window.setCorner(corner, area)
        window.setStatusBar(self._status_bar())
        self.keeper = ShareKeeper(self, window)
        for dock in self.docks.values():
            self.keeper.rest_once_moved(dock)
        self.data.needs_changed.connect(self._make_room_for_data)
        self.arrange()

    def arrange(self) -> None:
        """Put every panel where it is at the first start."""
        window, docks = self._window, self.docks
        for dock in (*docks.values(), *self.instruments.values()):
            dock.setFloating(False)
            window.removeDockWidget(dock)
        window.addDockWidget(LEFT, docks["data"])
        window.addDockWidget(LEFT, docks["training"])
        window.addDockWidget(RIGHT, docks["predictions"])
        window.addDockWidget(RIGHT, docks["predict"])
        window.tabifyDockWidget(docks["predict"], docks["metrics"])
        window.addDockWidget(BOTTOM, docks["loss"])
        for instrument in self.instruments.values():
            instrument.hide()
        for dock in docks.values():
            dock.show()
        docks["predict"].raise_()
        self.share_out()

    def share_out(self) -> None:
        """Give each dock its part of the window as large as it is now."""
        window, docks = self._window, self.docks
        width, height = window.width(), window.height()
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        right = round((width - LEFT_WIDTH) * RIGHT_PART / 0.85)
        window.resizeDocks([docks["data"], docks["predictions"]], [LEFT_WIDTH, right], horizontal)
        self._share_out_left()
        column = [docks["predictions"], docks["predict"]]
        window.resizeDocks(column, [round(height * 0.62), round(height * 0.38)], vertical)
        centre = self.network.height() + docks["loss"].height()
        loss = min(round(height * LOSS_PART), centre - self.network.sizeHint().height())
        window.resizeDocks([docks["loss"]], [max(loss, 1)], vertical)
        for area in self._yielding_areas:
            area.updateGeometry()
        # Sizes given to a window that is not seen yet may be those of another session.
        self.keeper.active = window.isVisible()

    def _share_out_left(self) -> None:
        """Give the data what training leaves them, which takes at most its part."""
        docks = [self.docks["data"], self.docks["training"]]
        title = docks[0].height() - self.data.height()
        room = sum(dock.height() for dock in docks)
        most = round(room * TRAINING_PART)
        left = room - min(self.training.needed_height() + title, most)
        data = min(max(self.data.needed_height() + title, room - most), left)
        self._window.resizeDocks(docks, [data, room - data], Qt.Orientation.Vertical)

    def _make_room_for_data(self) -> None:
        if self.data.needed_height() > self.data.height():
            self.keeper.share_soon()

    def add_instruments(self, docks: Mapping[str, QDockWidget]) -> None:
        """Take docks that are put beside the loss once they are asked for."""
        self.instruments = dict(docks)
        for key, dock in docks.items():
            self.keeper.rest_once_moved(dock)
            dock.hide()
            dock.toggleViewAction().triggered.connect(self._toggler(key))
        self._tab_bars = TabBars(docks.values(), self._window)

    def show_instrument(self, key: str) -> None:
        """Show an instrument, in front of what shares its place."""
        dock = self.instruments[key]
        if self._window.dockWidgetArea(dock) == Qt.DockWidgetArea.NoDockWidgetArea:
            # Of one that is put there while it is visible, Qt leaves a bar of tabs over the
            # network; of one that stays hidden there, a bar where Tab stops out of sight.
            dock.hide()
            self._window.tabifyDockWidget(self.docks["loss"], dock)
        dock.show()
        dock.raise_()

    def _toggler(self, key: str) -> Callable[[bool], None]:
        return lambda shown: self.show_instrument(key) if shown else None

    def walk(self, way: int) -> None:
        """Move the focus to the next panel, or with -1 to the one before."""
        panels = (self.tool_bar, self.data, self.training, self.network, self.loss)
        walk_panels((*panels, self.predictions, self.predict, self.read_outs), way)

    def set_colours(self, colours: Colours) -> None:
        """Recolour what draws by itself."""
        self.loss.set_colours(colours)
        self.scrubber.recolour(colours)
        self.predictions.set_colours(colours)

    def _yielding(self, panel: QWidget, height: Callable[[], int] | None = None) -> YieldingArea:
        area = YieldingArea(panel, LEAST_ELSEWHERE, self._window, height)
        self._yielding_areas.append(area)
        return area

    def _over(self, upper: QWidget, lower: QWidget) -> QWidget:
        # Of this window from the start: else Tab would come to both at its very end.
        both = QWidget(self._window)
        fill(QVBoxLayout(both), (upper, 1), lower, spacing=0)
        return both

    def _dock(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock.{name}")
        dock.setWidget(widget)
        for named, weight in ((dock, QFont.Weight.DemiBold), (widget, QFont.Weight.Normal)):
            font = named.font()
            font.setWeight(weight)
            named.setFont(font)
        dock.toggleViewAction().setObjectName(f"action.show_{name}")
        return dock

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(_("Tools"), self._window)
        bar.setObjectName("toolbar")
        self._window.addToolBar(bar)
        return bar

    def _read_out_bar(self) -> QToolBar:
        bar = QToolBar(_("Read-outs"), self._window)
        bar.setObjectName("read_outs")
        bar.addWidget(self.status)
        bar.addWidget(self.speed)
        self._window.addToolBar(bar)
        return bar

    def _status_bar(self) -> QStatusBar:
        bar = QStatusBar(self._window)
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.status_line, 1)
        for row in (self.reading, self.recording):
            bar.addPermanentWidget(row)
            row.hide()
        return bar


class ShareKeeper(QObject):
    """Shares the room out anew when the window's size changes, until a person arranges it."""

    def __init__(self, space: Workspace, window: QMainWindow) -> None:
        super().__init__(window)
        self._space, self._window = space, window
        self.active = False
        self._sharing = QTimer(self)
        self._sharing.setSingleShot(True)
        self._sharing.timeout.connect(space.share_out)
        window.installEventFilter(self)

    def rest_once_moved(self, dock: QDockWidget) -> None:
        """A dock that is put elsewhere ends it."""
        dock.topLevelChanged.connect(self.rest)

    def share_soon(self) -> None:
        """Share the room out anew, unless a person has arranged it."""
        if self.active:
            self._sharing.start(0)

    def settle(self) -> None:
        """In a window of another size, give all its place before it is painted, which is costly."""
        if self.active:
            self._space.share_out()
        # A remembered arrangement is put up at the first show, and laying out before would lose it.
        if self._window.isVisible():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def rest(self) -> None:
        """Leave the sizes as they are from now on."""
        self.active = False
        self._sharing.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A press between the window's docks moves their border."""
        if self._is_between_docks(event):
            self.rest()
        return False

    def _is_between_docks(self, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.MouseButtonPress
        if not pressed or not isinstance(event, QMouseEvent):
            return False
        return self._window.childAt(event.position().toPoint()) is None
