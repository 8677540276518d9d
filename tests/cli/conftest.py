"""Running verbs in this process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from playground.__main__ import main


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    status: int
    output: str
    errors: str

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.output)


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `playground ARGUMENTS` in `tmp_path`."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: object) -> Answer:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run_command


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    """A table of two classes in two well parted groups."""
    lines = [
        f"{shift + row / 40:.3f},{shift - row / 30:.3f},{'rose' if shift else 'tulip'}"
        for row in range(30)
        for shift in (0, 3)
    ]
    path = tmp_path / "flowers.csv"
    path.write_text("\n".join(["length,width,kind", *lines]))
    return path
