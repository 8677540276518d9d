"""Between instruments and the picture of the network: what is lit there, and what is looked at."""

from PySide6.QtCore import QObject, Signal


class Spotlight(QObject):
    """Passes on; it keeps nothing.

    Signals:
        lit: a `Light` for the diagram, or None.
        pointed: a `Place` of the network that is looked at in the diagram, and whether it was
            clicked.
    """

    lit = Signal(object)
    pointed = Signal(object, bool)
