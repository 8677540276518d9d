"""Choosing further columns to predict beside the first: a list of checks behind a button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import one_line
from playground.gui.widgets.tool_tip import tool_tip

_NAME = N_("Further targets")
_TIP = N_(
    "Predict several columns of numbers at once: the network gets an output for each, and the "
    "metrics are shown for each."
)
_NONE = N_("Only columns of numbers can be predicted together, and there is no other one here.")
_LONGEST = 60


class FurtherTargets(QPushButton):
    """Says how many columns are predicted beside the first, and lets them be checked.

    Signals:
        chosen(names): the person checked or unchecked a column; all that are checked now.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._checked: tuple[str, ...] = ()
        named(self, "data.target.further", _(_NAME))
        self.setAutoDefault(False)
        self._menu = _CheckMenu(self)
        self.setMenu(self._menu)
        self.show_columns((), ())

    def show_columns(self, offered: tuple[str, ...], checked: tuple[str, ...]) -> None:
        """Offer these columns, of which some are targets already; without a signal."""
        self._checked = checked
        if offered != tuple(action.data() for action in self._menu.actions()):
            self._menu.clear()
            for name in offered:
                self._add(name)
        for action in self._menu.actions():
            action.setChecked(action.data() in checked)
        count = len(checked)
        more = ngettext("and {n} more", "and {n} more", count).format(n=grouped(count))
        self.setText(more if count else _("and more…"))
        self.setEnabled(bool(offered))
        tip = _(_TIP) if offered else _(_NONE)
        self.setToolTip(tool_tip("\n".join((tip, *checked))))
        self.setAccessibleDescription(", ".join(checked) or tip)

    def _add(self, name: str) -> None:
        # A single & would underline the letter behind it.
        action = self._menu.addAction(one_line(name, _LONGEST).replace("&", "&&"))
        action.setCheckable(True)
        action.setData(name)
        action.triggered.connect(lambda _checked, action=action: self._toggle(action))

    def _toggle(self, action: QAction) -> None:
        name = str(action.data())
        others = tuple(own for own in self._checked if own != name)
        self._checked = (*others, name) if action.isChecked() else others
        self.chosen.emit(self._checked)


class _CheckMenu(QMenu):
    """Stays open while checks are set, so that several columns are one visit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyleSheet("QMenu { menu-scrollable: 1; }")
        self.setAccessibleName(_(_NAME))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is None:
            super().mouseReleaseEvent(event)
        else:
            action.trigger()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if action is None or event.key() not in keys:
            super().keyPressEvent(event)
        else:
            action.trigger()
