"""Walking by keys from panel to panel, where Tab would need dozens of stops."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def walk_panels(panels: Sequence[QWidget], way: int) -> None:
    """Give the focus to the first control of the next panel that is seen and has one.

    Args:
        way: 1 for the next panel, -1 for the one before.
    """
    stops = {panel: stop for panel in panels if (stop := _first_stop(panel)) is not None}
    seen = list(stops)
    if seen:
        focused = QApplication.focusWidget() or seen[0]
        at = [number for number, panel in enumerate(seen) if panel.isAncestorOf(focused)]
        number = at[0] + way if at else min(way, 0)
        _give_focus(stops[seen[number % len(seen)]])


def _first_stop(panel: QWidget) -> QWidget | None:
    place = panel.nextInFocusChain()
    while place is not None and place is not panel:
        if panel.isAncestorOf(place) and _is_stop(place):
            return place
        place = place.nextInFocusChain()
    return None


def _is_stop(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.isVisible()


def _give_focus(widget: QWidget) -> None:
    # For this reason, as after Tab, buttons show that they have it.
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
