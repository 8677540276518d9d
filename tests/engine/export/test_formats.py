"""A format is one row: whatever is to be known of it is read there."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name

import pytest

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset
from playground.engine.export.exporter import export_model
from playground.engine.export.formats import FORMATS, Format, find_format

Model = tuple[RunState, Dataset]


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_that_every_row_has_its_writer_its_checker_and_code_that_loads(
    row: Format, line: Model, tmp_path: Path
) -> None:
    assert callable(row.load())
    assert callable(resolve_name(row.checker))
    path = tmp_path / f"line{row.suffix}"
    assert find_format(path) is row
    assert repr(str(path)) in row.loading_code(path, line[1])["Python"]


def test_that_a_planted_row_is_written_checked_and_loaded(
    planted_format: Format, circle: Model, tmp_path: Path
) -> None:
    path = tmp_path / "circle.pl"
    result = export_model(*circle, path)
    assert (result.format, result.max_abs_difference) == ("planted", 0.0)
    names = [f"{layer}.{kind}" for layer in (0, 2, 4) for kind in ("bias", "weight")]
    assert sorted(json.loads(path.read_text(encoding="utf-8"))) == names
    code = planted_format.loading_code(path, circle[1])["Python"]
    command = [sys.executable, "-W", "ignore", "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == repr(names)


def test_that_the_check_of_a_planted_row_is_its_own(
    planted_format: Format, circle: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.engine.export import formats

    broken = replace(planted_format, checker="planted_format:read_wrong")
    monkeypatch.setattr(formats, "FORMATS", (broken,))
    with pytest.raises(RuntimeError, match="differs from the trained model by 1"):
        export_model(*circle, tmp_path / "circle.planted")
    assert not list(tmp_path.iterdir())
