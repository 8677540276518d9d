"""Memory that was freed, given back to the system."""

import ctypes
import functools
import sys
from collections.abc import Callable


def give_memory_back() -> None:
    """Return to the system what the C library keeps of freed memory, in a millisecond or two.

    Compiling a program takes megabytes in many small pieces, and those kept among them hold whole
    blocks for good. Where the C library cannot be asked (any but glibc), nothing happens.
    """
    _trim()(0)


@functools.cache
def _trim() -> Callable[[int], object]:
    if sys.platform == "linux":
        trim: Callable[[int], object] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            return trim
    return lambda _: None
