"""Seconds from the start of the process to the first painted window, and to ready-to-train."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def start_once() -> tuple[float, float]:
    """Start the window in a fresh process; return (painted, ready)."""
    with tempfile.TemporaryDirectory() as folder:
        marks = Path(folder) / "marks"
        environment = dict(os.environ, PLAYGROUND_MARKS=str(marks), XDG_CONFIG_HOME=folder)
        began = time.time()
        process = subprocess.Popen([sys.executable, "-m", "playground"], env=environment)
        try:
            while not marks.exists() or "ready" not in marks.read_text():
                if process.poll() is not None:
                    raise RuntimeError("the window ended before it was ready")
                time.sleep(0.01)
            found = dict(line.split() for line in marks.read_text().splitlines())
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)
        return float(found["painted"]) - began, float(found["ready"]) - began
