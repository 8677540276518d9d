"""Numbers far from zero, and tiny ones, on the command line: learned, predicted and exported."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from playground.engine.export import exporter, torchscript_check
from playground.engine.export.live import apply

Run = Callable[..., Any]
Floats = npt.NDArray[np.float64]
LINEAR = ("--set", "network.hidden=", "--set", "training.learning_rate=0.03", "--epochs", "300")
STEPS: Floats = np.arange(200, dtype=np.float64)
CASES: dict[str, tuple[Floats, Floats]] = {
    "clock": (1.7e9 + 3 * STEPS, 3 * STEPS / 300 - 1),
    "target": ((STEPS - 100) / 57, 1.7e9 + 300 * (STEPS - 100) / 57),
    "tiny": ((STEPS - 100) * 1e-40, 1e-39 * (2 * (STEPS - 100) + 1)),
}


def write(path: Path, x: Floats, y: Floats) -> Path:
    rows = zip(x.tolist(), y.tolist(), strict=True)
    path.write_text("x,y\n" + "".join(f"{a!r},{b!r}\n" for a, b in rows))
    return path


def predictions(text: str) -> Floats:
    return np.array([float(row["y"]) for row in csv.DictReader(io.StringIO(text))])


@pytest.mark.parametrize("case", CASES)
def test_that_numbers_float32_is_too_coarse_for_are_learned_as_scikit_learn_learns_them(
    case: str, run: Run, tmp_path: Path
) -> None:
    x, y = CASES[case]
    table = write(tmp_path / "t.csv", x, y)
    answer = run("train", table, *LINEAR, "--json", "--save", "t.playground", "--export", "t.pt")
    truth = make_pipeline(StandardScaler(), LinearRegression()).fit(x[:, None], y / y.std())
    expected = truth.score(x[:, None], y / y.std())
    assert expected == pytest.approx(1.0, abs=1e-9)
    for part in ("train", "validation"):
        assert answer.json["metrics"][part]["r2"] == pytest.approx(expected, abs=1e-6)

    predicted = predictions(run("predict", "t.playground", table).output)
    assert len(np.unique(predicted)) == 200
    assert r2_score(y / y.std(), predicted / y.std()) == pytest.approx(1.0, abs=1e-6)

    assert answer.json["exports"][0]["max_abs_difference"] <= 1e-6 * y.std()
    exported = torchscript_check.run(tmp_path / "t.pt", torch.from_numpy(x)[:, None])["outputs"]
    np.testing.assert_allclose(exported[:, 0].numpy(), predicted, atol=1e-6 * y.std(), rtol=0)


def test_that_the_import_says_what_float32_merges_and_what_that_means(
    run: Run, tmp_path: Path
) -> None:
    def told(case: str, *options: str) -> str:
        answer = run("train", write(tmp_path / "t.csv", *CASES[case]), "--steps", "1", *options)
        return next((line for line in answer.errors.splitlines() if "float32" in line), "")

    clock = told("clock")
    assert clock.startswith("In float32, the 200 different numbers of 'x' become only 6.")
    assert "an exported model has to be given float64" in clock
    assert "subtract a constant from the column" in clock
    assert "'y' become only 9." in told("target")
    assert "an exported model answers in float64" in told("target")
    assert "switch data.standardise on" in told("clock", "--set", "data.standardise=no")


def test_that_an_export_says_how_far_off_it_is_with_float32_inputs(
    run: Run, tmp_path: Path
) -> None:
    x, y = CASES["clock"]
    run("train", write(tmp_path / "t.csv", x, y), *LINEAR, "--save", "t.playground")
    answer = run("export", "t.playground", "t.pt")
    rows = torch.from_numpy(x)[:, None]
    exact = torchscript_check.run(tmp_path / "t.pt", rows)["outputs"]
    rounded = torchscript_check.run(tmp_path / "t.pt", rows.float())["outputs"]
    off = float((exact - rounded).abs().max())
    assert off > 0.1
    assert (
        "t.pt: Give the model float64 inputs: with float32 inputs, its predictions" in answer.errors
    )
    assert f"are off by up to {off:.3g}." in answer.errors
    assert torch.equal(torchscript_check.run(tmp_path / "t.pt", rows.long())["outputs"], exact)

    x, y = CASES["target"]
    run("train", write(tmp_path / "t.csv", x, y), *LINEAR, "--save", "t.playground")
    assert "float64 inputs" not in run("export", "t.playground", "t.pt").errors
    assert torchscript_check.run(tmp_path / "t.pt", rows)["outputs"].dtype == torch.float64


def test_that_a_difference_is_not_hidden_by_where_the_target_lies(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("train", write(tmp_path / "t.csv", *CASES["target"]), *LINEAR, "--save", "t.playground")
    monkeypatch.setattr(exporter, "apply", lambda *model_and_rows: apply(*model_and_rows) + 5.0)
    answer = run("export", "t.playground", "t.pt")
    assert answer.status == 1
    assert "differs from the trained model by 5" in answer.errors
    assert not (tmp_path / "t.pt").exists()
