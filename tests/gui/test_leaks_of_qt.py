"""What of Qt outlives a test is found."""

import pytest
from PySide6.QtCore import QObject, QThread, QTimer, qInfo, qWarning
from PySide6.QtWidgets import QApplication, QWidget

from tests import leaks
from tests.leaks import left_behind, living
from tests.qt_messages import ALLOWED, warnings_of_qt


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:  # noqa: ARG001
    monkeypatch.setattr(leaks, "GRACE", 0.0)


def test_that_a_running_timer_is_found_until_it_is_stopped() -> None:
    before, owner = living(), QObject()
    timer = QTimer(owner)
    assert left_behind(before) == []
    timer.start(60_000)
    (found,) = left_behind(before)
    assert "a timer of 60000 ms" in found
    timer.stop()
    assert left_behind(before) == []


def test_that_a_single_shot_is_found_until_it_is_over(qapp: QApplication) -> None:
    before = living()
    fired: list[bool] = []
    QTimer.singleShot(1, lambda: fired.append(True))
    (found,) = left_behind(before)
    assert "a timer of 1 ms" in found
    while not fired:
        qapp.processEvents()
    assert left_behind(before) == []


def test_that_a_thread_of_qt_is_found_until_it_ends() -> None:
    before, thread = living(), QThread()
    thread.start()
    (found,) = left_behind(before)
    assert "QThread" in found
    thread.quit()
    thread.wait()
    assert left_behind(before) == []


def test_that_a_window_is_found_until_it_is_deleted() -> None:
    before, window = living(), QWidget()
    (found,) = left_behind(before)
    assert "QWidget" in found
    window.deleteLater()
    assert left_behind(before) == []


def test_that_a_window_that_only_garbage_refers_to_is_not_left_behind() -> None:
    before, window = living(), QWidget()
    window.itself = window  # type: ignore[attr-defined]
    del window
    assert left_behind(before) == []


def test_that_a_warning_is_heard_and_what_only_informs_is_not() -> None:
    with warnings_of_qt() as warnings:
        qWarning("something is wrong")
        qInfo("something is so")
        for harmless in ALLOWED:
            qWarning(harmless)
    assert warnings == ["something is wrong"]
