"""Work beside the window comes to an end with it."""

import threading
from collections.abc import Collection
from concurrent import futures
from concurrent.futures import Future

import pytest
from pytestqt.qtbot import QtBot

from playground.gui.process.background import Background


def test_that_closing_waits_for_nothing_that_was_never_begun(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qtbot is not None
    begun, may_end = threading.Event(), threading.Event()
    waited_for: list[bool] = []

    def wait(pieces: Collection[Future[None]], patience: float) -> object:
        waited_for.extend(piece.cancelled() for piece in pieces)
        may_end.set()
        return futures.wait(pieces, patience)

    def hold() -> None:
        begun.set()
        may_end.wait()

    monkeypatch.setattr("playground.gui.process.background.wait", wait)
    working = Background()
    for _ in range(2):
        working.start(hold, lambda _: None, lambda *_: None)
    begun.wait()
    working.close()
    assert waited_for == [False]
