"""Where and when cyclic garbage is collected."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from playground.gui.process.garbage import GarbageCollector


class Cyclic(QWidget):
    """Only the collector can free it; notes the thread that does."""

    def __init__(self, freed_by: list[int]) -> None:
        super().__init__()
        self.cycle = self
        self._freed_by = freed_by

    def __del__(self) -> None:
        self._freed_by.append(threading.get_ident())


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    collector = GarbageCollector(qapp)
    yield collector
    delete(collector)
    gc.unfreeze()


def test_that_a_widget_in_a_cycle_is_freed_on_the_windows_thread_however_busy_another_is(
    qtbot: QtBot, collector: GarbageCollector
) -> None:
    freed_by: list[int] = []
    Cyclic(freed_by)
    kept: list[list[int]] = []
    other = threading.Thread(target=lambda: kept.extend([n] for n in range(100_000)))
    other.start()
    other.join()
    assert freed_by == []
    collector.start()
    qtbot.waitUntil(lambda: freed_by != [])
    assert freed_by == [threading.get_ident()]


def test_that_nothing_is_walked_through_that_was_there_at_the_start(
    collector: GarbageCollector,
) -> None:
    collector.settle()
    assert gc.get_freeze_count() > 10_000
    assert not gc.isenabled()


def test_that_nothing_is_collected_before_enough_has_piled_up(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    for counts in ((700, 10, 10), (701, 10, 10), (701, 11, 3), (5, 11, 3), (1, 1, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        collector.look()
    assert collected == [0, 1, 1, 2]
