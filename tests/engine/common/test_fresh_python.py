"""A fresh Python finds the package wherever it lies."""

import subprocess
from pathlib import Path

from playground.engine.common.fresh_python import fresh_python


def test_that_a_package_that_is_not_installed_is_found(tmp_path: Path) -> None:
    python, *rest = fresh_python("playground.__main__", "--help")
    # Without `site`, nothing that is installed is found.
    done = subprocess.run(
        [python, "-S", *rest], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "train" in done.stdout
