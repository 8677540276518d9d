"""Freed memory goes back to the system."""

import ctypes
import sys

import psutil
import pytest

from playground.engine.common.memory import give_memory_back

PIECE, PIECES = 4096, 20_000


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="this C library cannot be asked to give memory back",
)
def test_that_what_lies_between_kept_pieces_is_given_back() -> None:
    resident = psutil.Process().memory_info
    pieces: list[bytes | None] = [bytes(PIECE) for _ in range(PIECES)]
    held = resident().rss
    for number in range(PIECES):
        if number % 16:
            pieces[number] = None
    give_memory_back()
    assert held - resident().rss > PIECE * PIECES / 2


def test_that_asking_twice_does_no_harm() -> None:
    give_memory_back()
    give_memory_back()
