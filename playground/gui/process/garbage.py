"""Cyclic garbage is collected on the window's thread alone."""

import gc

from PySide6.QtCore import QObject, Qt, QTimer

EVERY = 500
"""Milliseconds between two looks at how much has piled up."""


class GarbageCollector(QObject):
    """Collects as Python would, by its own thresholds, but on the thread it lives on.

    Python collects on whatever thread allocates next. A widget that is part of a cycle would then
    be destroyed on a training's or a reader's thread, where Qt can neither stop its timers nor
    take its events back, and the process may crash.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)

    def settle(self) -> None:
        """Take what is there for good: collect once, and look at newer objects only from now on.

        A full collection visits every object of every module, a tenth of a second in which neither
        the window nor the worker can run Python; what is there at the start stays to the end
        anyway.
        """
        gc.collect()
        gc.freeze()
        self.start()

    def start(self) -> None:
        """Look now and then from now on."""
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation whose threshold is passed, and with it all younger ones."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [n for n in range(len(counts)) if thresholds[n] and counts[n] > thresholds[n]]
        if due:
            gc.collect(due[-1])
