"""What could outlive a test: threads, child processes, running timers, and windows.

Qt is looked at only where something has loaded it already: tests of the engine need none.
"""

import gc
import os
import sys
import threading
import time
from collections.abc import Hashable, Iterator

import psutil

GRACE = 5.0
"""Seconds that a thread or a process which is ending anyway is given to end."""

Living = dict[Hashable, str]
"""What is there, by an identity, with words for whoever has to find it."""


def living() -> Living:
    """Everything at this moment that no test may leave behind."""
    return {**dict(_threads()), **dict(_children()), **dict(_of_qt())}


def left_behind(before: Living) -> list[str]:
    """What was not there `before` and does not end by itself, in words.

    Garbage is collected only where something seems to be left, for it takes long.
    """
    _delete_what_is_due()
    if not _new(before):
        return []
    gc.collect()
    _delete_what_is_due()
    end = time.monotonic() + GRACE
    while (new := _new(before)) and time.monotonic() < end:
        threading.Event().wait(0.01)
    return sorted(new.values())


def _new(before: Living) -> Living:
    return {key: words for key, words in living().items() if key not in before}


def _threads() -> Iterator[tuple[Hashable, str]]:
    running = sys._current_frames()
    for thread in threading.enumerate():
        # Before Python 3.13 the record of a thread that Python did not start outlives the thread.
        if thread.ident in running:
            yield thread, f"the thread {thread.name!r}"


def _children() -> Iterator[tuple[Hashable, str]]:
    if not _may_have_children():
        return
    for child in psutil.Process().children():
        try:
            yield child, f"the child process {child.pid}: {' '.join(child.cmdline())}"
        except psutil.ZombieProcess:
            yield child, f"the child process {child.pid}, which ended and was not waited for"
        except psutil.NoSuchProcess:
            continue


def _may_have_children() -> bool:
    """Quick to ask, where to list them visits every process of the machine."""
    if not hasattr(os, "waitid"):
        return True
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _of_qt() -> Iterator[tuple[Hashable, str]]:
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getAllValidWrappers

    for one in getAllValidWrappers():
        if isinstance(one, QTimer) and one.isActive():
            yield one, f"a timer of {one.interval()} ms, of {one.parent()!r}"
        elif isinstance(one, QThread) and QThread.isRunning(one):
            yield one, f"the thread {one!r}"
    if isinstance(QApplication.instance(), QApplication):
        for window in QApplication.topLevelWidgets():
            yield window, f"the window {window!r}"


def _delete_what_is_due() -> None:
    if "PySide6.QtCore" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
