"""How the benchmarks print their measurements."""

import os
import platform
import statistics
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def say(line: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def machine() -> str:
    """Where and when it is measured, in a line."""
    parts = [
        f"{os.cpu_count()} cores of {_processor()} ({platform.machine()}, {platform.system()})",
        f"Python {platform.python_version()}",
        f"PyTorch {version('torch')}",
        f"PySide6 {version('PySide6-Essentials')}",
        f"{datetime.now(UTC):%B %Y}",
    ]
    return ", ".join(parts)


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return (names or [platform.processor() or "an unnamed processor"])[0]


def spread(values: list[float], digits: int = 2) -> str:
    """The median with minimum and maximum."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def percentile(values: list[float], part: float) -> float:
    """The value below which a part (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
