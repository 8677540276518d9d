"""A plot with its legend, its read-out and its menu: everything that is the same for all plots."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, SignalInstance
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.gui.forms.form import order_tabs
from playground.gui.pictures.drawing import Drawing, widget_drawing
from playground.gui.pictures.picture_offer import (
    PictureOffer,
    ask_and_save,
    open_by_keys,
    write_bytes,
)
from playground.gui.plots.base.legend_bar import LegendBar
from playground.gui.plots.base.table_text import PlotTable, table_text
from playground.gui.theme import GRID, HALF, Colours, small_font, tabular_font
from playground.gui.widgets.access import PICTURE, ROLE
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label
from playground.gui.widgets.tool_tip import tool_tip

SHOW_ALL = Qt.Key.Key_A
HINT = N_("Wheel zooms, drag moves, A shows all, right-click saves.")
POINTS_HINT = N_("Click predicts, wheel zooms, drag moves, A shows all, right-click saves.")


class Canvas(Protocol):
    """What a figure draws on: it tells where the mouse is, in its own units."""

    @property
    def widget(self) -> QWidget:
        """What is put into a layout."""

    @property
    def hovered(self) -> SignalInstance:
        """Across and up, or row and column."""

    @property
    def left(self) -> SignalInstance:
        """The mouse is there no more."""

    @property
    def menu_wanted(self) -> SignalInstance:
        """A position on the screen."""

    def set_colours(self, colours: Colours) -> None:
        """Recolour."""

    def set_exporting(self, exporting: bool) -> None:
        """A picture is about to be made, or has been made."""


class Figure(QWidget):
    """A picture (legend, drawing, colour bar) over one line that reads values.

    A subclass draws on the canvas it hands over, and overrides `table`, `show_all` and `read`
    where it has something to say.

    Attributes:
        empty_covers: a text in place of a drawing is long, and covers the axes.
        low: a height below which the drawing takes the room of the legend, and the line below it
            alone tells what is what.
    """

    empty_covers = False
    low = 0

    def __init__(
        self, canvas: Canvas, colours: Colours, hint: str = HINT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.colours = colours
        self._hint = self._own_hint = hint
        self._remark = self.drawing_name = ""
        self._hovered: tuple[float, float] | None = None
        self._canvas = canvas
        drawing = canvas.widget
        self._stops: list[QWidget] = [drawing]
        self.legend = LegendBar()
        self.readout = _readout(self)
        self._empty = _empty_text(drawing)
        self._empty.setAutoFillBackground(self.empty_covers)
        self._empty.setMargin(GRID if self.empty_covers else 0)
        self._picture = QWidget()
        self.pictures = PictureOffer(self, self.drawing, "picture")
        self._row = fill(QHBoxLayout(), (drawing, 1), spacing=HALF)
        inner = (0, HALF, 0, 0)
        fill(QVBoxLayout(self._picture), self.legend, (self._row, 1), spacing=HALF, margins=inner)
        self._foot = fill(QHBoxLayout(), (self.readout, 1), spacing=0)
        self._column = fill(QVBoxLayout(self), (self._picture, 1), self._foot, spacing=0)
        drawing.installEventFilter(self)
        canvas.hovered.connect(self._hover)
        canvas.left.connect(self._leave)
        canvas.menu_wanted.connect(self.open_menu)
        open_by_keys(drawing, lambda position: self.open_menu(drawing.mapToGlobal(position)))
        # A field that takes letters has this one before any shortcut, so that it can be typed.
        self._all_key = QShortcut(QKeySequence(SHOW_ALL), self)
        self._all_key.activated.connect(lambda: self.show_all())
        self._all_key.setEnabled(False)
        self._paint_behind()
        self.clear_readout()

    def name_drawing(self, name: str) -> None:
        """Say what is drawn to a screen reader."""
        self.drawing_name = name
        named(self._canvas.widget, accessible=name).setProperty(ROLE, PICTURE)

    def table(self) -> PlotTable:
        """The data that are drawn."""
        return PlotTable()

    def show_all(self) -> None:
        """Show everything again."""

    def read(self, x: float, y: float) -> str:
        """What lies at a place of the canvas, in words; empty where nothing does."""
        del x, y
        return ""

    def read_again(self) -> None:
        """Something else lies under the cross-hair now."""
        if self._hovered is not None:
            self._hover(*self._hovered)

    def set_colours(self, colours: Colours) -> None:
        """Recolour."""
        self.colours = colours
        self._canvas.set_colours(colours)
        self._paint_behind()

    def set_readout(self, text: str) -> None:
        """Show what the cross-hair reads."""
        if self.readout.text() != text:
            self.readout.setText(text)

    def clear_readout(self) -> None:
        """The cross-hair left: say what is to be known of the picture, and what can be done."""
        self.set_readout(f"{self._remark} {_(self._hint)}".lstrip())
        self.readout.setToolTip(tool_tip(self.readout.text()))

    def set_remark(self, sentence: str) -> None:
        """Say this before what can be done; an empty text says nothing."""
        if sentence != self._remark:
            self._remark = sentence
            self.clear_readout()

    def set_hint(self, sentence: str) -> None:
        """Say what can be done here, in English; nothing for what can be done at other times."""
        self._hint = sentence or self._own_hint
        self.clear_readout()

    def set_empty_text(self, text: str) -> None:
        """Say in the middle of the drawing why there is nothing; an empty text hides it."""
        self._empty.setText(text)
        self._empty.setVisible(bool(text))

    @property
    def empty_text(self) -> str:
        """What is said in place of a drawing, or an empty text."""
        return self._empty.text() if self._empty.isVisibleTo(self._canvas.widget) else ""

    def add_beside(self, widget: QWidget) -> None:
        """Put a widget to the right of the drawing, within the picture."""
        self._row.addWidget(widget)

    def put_beside_readout(self, widget: QWidget) -> None:
        """Put a widget at the end of the line that reads values; Tab goes there last."""
        # Without an alignment the row would be no higher than the lower of the two.
        self._foot.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._stops = [*self._stops, widget]
        order_tabs(self._stops)

    def put_above(self, widget: QWidget, stops: Sequence[QWidget]) -> None:
        """Put a widget above the picture; it is no part of it. Tab goes through its `stops`."""
        self._column.insertWidget(0, widget)
        self._stops = [*stops, *self._stops]
        order_tabs(self._stops)

    def stops(self) -> Sequence[QWidget]:
        """Where Tab stops, in order."""
        return self._stops

    def come_after(self, stop: QWidget) -> None:
        """Let Tab come here from `stop`, whenever either was made."""
        order_tabs([stop, *self._stops])

    def menu(self) -> QMenu:
        """What a right click offers."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pictures.add_to(menu)
        menu.addSeparator()
        menu.addAction(_("Copy data"), self.copy_data)
        menu.addAction(_("Save data…"), self._ask_data)
        menu.addSeparator()
        menu.addAction(_("Show all"), self.show_all)
        return menu

    def open_menu(self, position: QPoint) -> None:
        """Open the menu at a position on the screen."""
        self.menu().popup(position)

    def drawing(self, colours: Colours | None = None) -> Drawing:
        """The picture as lines and shapes, without the cross-hair; in other colours, if given."""
        shown = widget_drawing(self._picture)

        def paint(painter: QPainter) -> None:
            with self._exporting(colours or self.colours):
                shown.paint(painter)

        return Drawing(shown.size, paint)

    @contextmanager
    def _exporting(self, colours: Colours) -> Iterator[None]:
        """Be as a picture wants it; the screen does not show it, as no event is handled."""
        own = self.colours
        if colours is not own:
            self.set_colours(colours)
        self._canvas.set_exporting(True)
        try:
            yield
        finally:
            self._canvas.set_exporting(False)
            if colours is not own:
                self.set_colours(own)

    def copy_data(self) -> None:
        """Put the data on the clipboard, separated by tabs, as spreadsheets want them."""
        QGuiApplication.clipboard().setText(table_text(self.table(), "\t"))

    def save_data(self, path: str) -> None:
        """Write the data as comma-separated UTF-8 text.

        Raises:
            InputError: the file cannot be written.
        """
        target = path if Path(path).suffix else f"{path}.csv"
        write_bytes(target, table_text(self.table()).encode())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the legend where there is no room for both."""
        super().resizeEvent(event)
        if self.low:
            self.legend.setVisible(self.height() >= self.low)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let the key of the hint act wherever the focus is: the plot is under the mouse."""
        # Lists take letters too, but claim none before a shortcut.
        lists = (QComboBox, QAbstractItemView)
        self._all_key.setEnabled(not isinstance(QApplication.focusWidget(), lists))
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Leave the key to the plot that has the focus."""
        self._all_key.setEnabled(False)
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the text of an empty drawing in its middle."""
        if watched is self._canvas.widget and event.type() == QEvent.Type.Resize:
            self._empty.setGeometry(self._canvas.widget.rect())
        return super().eventFilter(watched, event)

    def _ask_data(self) -> None:
        ask_and_save(self, _("Save data"), "data.csv", _("Table (*.csv)"), self.save_data)

    def _hover(self, x: float, y: float) -> None:
        self._hovered = (x, y)
        text = self.read(x, y)
        if text:
            self.set_readout(text)

    def _leave(self) -> None:
        self._hovered = None
        self.clear_readout()

    def _paint_behind(self) -> None:
        for widget, role in ((self._picture, self.colours.text), (self._empty, self.colours.muted)):
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.Window, QColor(self.colours.surface))
            palette.setColor(QPalette.ColorRole.WindowText, QColor(role))
            palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(self.colours.muted))
            widget.setPalette(palette)
        self._picture.setAutoFillBackground(True)


class _ReadOut(QLabel):
    """A line that gives its room to the drawing where there is not enough for both."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.height() < self.sizeHint().height():
            return
        room = self.contentsRect()
        words = self._fitting(room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def _fitting(self, width: int) -> str:
        """The text without its last clauses, where it is too long; cut only where one is."""
        parts, letters = self.text().split(", "), self.fontMetrics()
        while len(parts) > 1 and letters.horizontalAdvance(", ".join(parts)) > width:
            parts.pop()
        return letters.elidedText(", ".join(parts), Qt.TextElideMode.ElideRight, width)


def _readout(parent: QWidget) -> QLabel:
    label = _ReadOut(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(small_font(tabular_font(label.font())))
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setContentsMargins(GRID, HALF, GRID, HALF)
    label.setAccessibleName(_("Values under the cross-hair"))
    # A long text is cut rather than making the window wider.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
    return label


def _empty_text(parent: QWidget) -> QLabel:
    label = plain_label(parent=parent, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.hide()
    return label
