"""The look: Fusion with an explicit palette in light and dark, one accent and an 8 px grid."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QToolButton,
    QWidget,
)

from playground.gui.widgets.naming import repolish

Scheme = Literal["system", "light", "dark"]

GRID = 8
"""The unit of every margin and distance, in pixels."""
HALF = GRID // 2

CLASS_COLOURS: tuple[str, ...] = (
    "#e8710a",
    "#1a73e8",
    "#87d2d2",
    "#3c5a5a",
    "#3c00ff",
    "#a50f0f",
    "#96b4ff",
    "#4b5a96",
    "#699669",
    "#78e178",
)
"""Ten colours of which every two differ by at least 30 in CIE 1976 L*a*b*, seen normally and as
simulated for protanopia and deuteranopia (Machado, Oliveira and Fernandes 2009)."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme, as `#rrggbb`.

    Attributes:
        negative, middle, positive: the ends and the zero of a diverging scale; negative is class 0.
        train, validation: the two curves, the same everywhere.
        window, surface, raised: behind everything; behind plots and fields; buttons.
        classes: ten, safe for colour-blind eyes; the first two are negative and positive.
    """

    dark: bool
    negative: str
    middle: str
    positive: str
    train: str
    validation: str
    accent: str
    on_accent: str
    window: str
    surface: str
    raised: str
    border: str
    grid: str
    text: str
    muted: str
    disabled: str
    error: str
    warning: str
    classes: tuple[str, ...] = CLASS_COLOURS

    def class_colour(self, number: int) -> str:
        """The colour of a class; after ten classes they repeat."""
        return self.classes[number % len(self.classes)]


LIGHT = Colours(
    dark=False,
    negative="#e8710a",
    middle="#f4f4f2",
    positive="#1a73e8",
    train="#1a73e8",
    validation="#b3261e",
    accent="#1a73e8",
    on_accent="#ffffff",
    window="#f6f7f8",
    surface="#ffffff",
    raised="#fbfbfc",
    border="#c9ced4",
    grid="#e3e6e9",
    text="#1f2328",
    muted="#5b6570",
    disabled="#9aa2ab",
    error="#b3261e",
    warning="#8a5a00",
)

DARK = Colours(
    dark=True,
    negative="#e8710a",
    middle="#1c1e21",
    positive="#1a73e8",
    train="#6aa9ff",
    validation="#ff9a8f",
    accent="#4c93f5",
    on_accent="#0b1118",
    window="#25282c",
    surface="#181a1d",
    raised="#34383e",
    border="#50565e",
    grid="#33383d",
    text="#e6e8ea",
    muted="#a3abb4",
    disabled="#6d757e",
    error="#ff8a80",
    warning="#f2c14e",
)


_STYLE_SHEET = """
QToolTip { color: palette(window-text); background: palette(button);
  border: 1px solid palette(mid); padding: 4px; }
QLabel[role="heading"] { font-weight: 600; }
QLineEdit { border: 1px solid palette(mid); border-radius: 3px; padding: 2px 4px;
  background: palette(base); selection-background-color: palette(highlight); }
QLineEdit:focus { border-color: palette(highlight); }
QLineEdit:disabled { background: palette(window); }
QLineEdit[invalid="true"] { border-color: palette(bright-text); }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: 0; padding: 0; }
QToolButton[role="toggle"] { border: 1px solid palette(mid); border-radius: 3px;
  padding: 3px 4px; background: palette(button); }
QToolButton[role="toggle"]:hover { border-color: palette(highlight); }
QToolButton[role="toggle"]:focus { border: 2px solid palette(highlight); padding: 2px 3px; }
QToolButton[role="toggle"]:checked { background: palette(highlight);
  border-color: palette(highlight); }
QToolButton[role="toggle"]:checked:enabled { color: palette(highlighted-text); }
QToolButton[role="toggle"]:checked:focus { border-color: palette(window-text); }
QToolButton[role="toggle"]:checked:disabled { background: palette(midlight);
  border-color: palette(mid); }
QToolButton[role="swatch"] { border: 2px solid transparent; border-radius: 5px; padding: 1px;
  background: transparent; }
QToolButton[role="swatch"]:hover { background: palette(midlight); }
QToolButton[role="swatch"]:checked { border-color: palette(window-text); }
QToolButton[role="swatch"]:focus { background: palette(midlight);
  border-color: palette(highlight); }
QToolButton[role="section"] { border: 1px solid transparent; border-radius: 3px; padding: 3px;
  font-weight: 600; background: transparent; }
QToolButton[role="section"]:hover { background: palette(midlight); }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator:unchecked,
QTableView::indicator:unchecked {
  width: 14px; height: 14px;
  border: 1px solid palette(placeholder-text); border-radius: 3px; background: palette(base); }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: palette(highlight); }
QCheckBox::indicator:checked { background: palette(highlight); border-color: palette(highlight); }
QRadioButton::indicator:checked { border: 4px solid palette(highlight); width: 8px; height: 8px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {
  border-color: palette(mid); background: palette(window); }
QToolBar { border: 0; spacing: 4px; padding: 4px; }
QToolBar QToolButton { border: 2px solid transparent; border-radius: 5px; padding: 2px; }
QToolBar QToolButton[objectName="button.run"] { min-width: 6em; }
QToolBar QToolButton:hover { background: palette(midlight); }
QToolBar QToolButton:pressed { background: palette(mid); }
QToolBar QToolButton:focus { border-color: palette(highlight); }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMainWindow::separator { background: palette(window); width: 6px; height: 6px; }
QMainWindow::separator:hover { background: palette(midlight); }
"""
"""What the palette cannot say, in its colours."""


_STYLED = (QLineEdit, QToolButton, QCheckBox, QRadioButton, QMainWindow)
"""What the style sheet colours."""


def apply_theme(app: QApplication, scheme: Scheme = "system") -> Colours:
    """Give the application its style, palette and style sheet; return the colours for the plots.

    For `system`, call it again when `app.styleHints().colorSchemeChanged` is emitted.
    """
    colours = _tell_platform(app, scheme)
    is_first = not app.styleSheet()
    if is_first:  # with a style sheet on, the style hides its name
        app.setStyle("Fusion")
        # Without it, a widget under a style sheet does not follow the palette of what is around it.
        app.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
    app.setPalette(palette(colours))
    if is_first:
        app.setStyleSheet(_STYLE_SHEET)
    else:
        _renew_styled(app, shown=True)
        QTimer.singleShot(0, app, partial(_renew_styled, app, shown=False))
    return colours


def _renew_styled(app: QApplication, *, shown: bool) -> None:
    """Let the style sheet take the palette's colours of now, where they are shown or are not.

    By itself it does so only where it is set anew, and then in every widget of every window.
    """
    for widget in app.allWidgets():
        if isinstance(widget, _STYLED) and widget.isVisible() == shown:
            repolish(widget)


def _tell_platform(app: QApplication, scheme: Scheme) -> Colours:
    """The colours of a scheme, after telling the platform, which draws the title bar."""
    hints = app.styleHints()
    if scheme == "system":
        hints.unsetColorScheme()
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    dark = scheme == "dark"
    hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    return DARK if dark else LIGHT


def colours_of(widget: QWidget) -> Colours:
    """The colours of the theme; a widget's own palette follows only once events are handled."""
    ground = QApplication.palette(widget).window().color()
    return DARK if ground.lightness() < 128 else LIGHT


def palette(colours: Colours) -> QPalette:
    """Every role that Fusion paints with, in all three colour groups."""
    role = QPalette.ColorRole
    roles = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.window,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.error,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.warning,  # Qt itself paints nothing in it
        role.Light: colours.raised,
        role.Midlight: colours.grid,
        role.Mid: colours.border,
        role.Dark: colours.border,
        role.Shadow: colours.border,
    }
    result = QPalette()
    for where, colour in roles.items():
        result.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.disabled))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.grid))
    return result


def tabular_font(font: QFont, *, scale: float = 1.0, bold: bool = False) -> QFont:
    """The font, `scale` times its size, with figures of one width, so that numbers do not jump."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    if scale != 1.0 and font.pointSizeF() > 0:
        result.setPointSizeF(font.pointSizeF() * scale)
    if bold:
        result.setBold(True)
    return result


def small_font(font: QFont) -> QFont:
    """The font of ticks and remarks: a little smaller, never below what can be read."""
    result = QFont(font)
    if font.pointSizeF() > 0:
        result.setPointSizeF(max(font.pointSizeF() * 0.85, 7.5))
    return result
