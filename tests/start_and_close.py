"""Starts the window by a command, waits until it has painted, asks it to end, checks the status.

Usage: start_and_close.py COMMAND [ARGUMENT...]
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PATIENCE = 60.0


def main(command: list[str]) -> int:
    """Return 0 when the window painted, and ended with status 0 within two seconds of SIGTERM."""
    with tempfile.TemporaryDirectory() as folder:
        marks = Path(folder) / "marks"
        environment = dict(os.environ, PLAYGROUND_MARKS=str(marks), XDG_CONFIG_HOME=folder)
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        if not _wait_for("ready", marks, process):
            os.killpg(process.pid, signal.SIGKILL)
            sys.stderr.write("The window did not become ready.\n")
            return 1
        found = dict(line.split() for line in marks.read_text().splitlines())
        began = time.monotonic()
        os.kill(int(found["process"]), signal.SIGTERM)
        status = process.wait(timeout=PATIENCE)
        seconds = time.monotonic() - began
    sys.stdout.write(f"painted, ready, ended with status {status} after {seconds:.2f} s\n")
    return status or int(seconds > 2.0 + 1.0)


def _wait_for(word: str, marks: Path, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if marks.exists() and word in marks.read_text():
            return True
        time.sleep(0.05)
    return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
