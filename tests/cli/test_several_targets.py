"""Several columns of a table are predicted from the command line."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_linnerud
from sklearn.metrics import mean_absolute_error

from tests.cli.conftest import Run

TARGETS = ["Weight", "Waist, cm", "Pulse"]


@pytest.fixture
def linnerud(tmp_path: Path) -> Path:
    bunch = load_linnerud()
    rows = np.hstack([bunch.data, bunch.target]).tolist()
    with (tmp_path / "linnerud.csv").open("w", newline="") as file:
        csv.writer(file).writerows([[*bunch.feature_names, *TARGETS], *rows])
    return tmp_path / "linnerud.csv"


def test_that_metrics_and_predictions_are_given_for_each_target(run: Run, linnerud: Path) -> None:
    chosen = ("--set", 'data.target=Weight,"Waist, cm",Pulse', "--epochs", 30)
    done = run("train", linnerud, *chosen, "--save", "l.playground", "--json")
    assert done.status == 0
    metrics = done.json["metrics"]["train"]
    assert list(metrics) == ["mae", "rmse", "r2", "targets"]
    assert list(metrics["targets"]) == TARGETS
    for key in ("mae", "rmse", "r2"):
        each = [metrics["targets"][name][key] for name in TARGETS]
        assert metrics[key] == pytest.approx(np.mean(each))

    told = run("predict", "l.playground", linnerud)
    names, *lines = csv.reader(io.StringIO(told.output))
    assert names == TARGETS
    predicted = np.array(lines, float)
    assert predicted.shape == (20, 3)
    train, validation = (done.json["metrics"][part]["targets"] for part in ("train", "validation"))
    errors = mean_absolute_error(load_linnerud().target, predicted, multioutput="raw_values")
    for name, error in zip(TARGETS, errors, strict=True):
        both = (14 * train[name]["mae"] + 6 * validation[name]["mae"]) / 20
        assert both == pytest.approx(error, rel=1e-5)


def test_that_people_read_the_metrics_of_each_target(run: Run, linnerud: Path) -> None:
    done = run("train", linnerud, "--set", "data.target=Weight,Pulse", "--epochs", 2)
    lines = [line.split() for line in done.output.splitlines()]
    each = ["Weight:", "Pulse:"]
    assert [line[0] for line in lines[1:]] == ["training", *each, "validation", *each]
    assert "mean of the targets:" in done.output


def test_that_one_target_is_told_as_ever(run: Run, linnerud: Path) -> None:
    done = run("train", linnerud, "--set", "data.target=Pulse", "--epochs", 2, "--json")
    assert list(done.json["metrics"]["train"]) == ["mae", "rmse", "r2"]


def test_that_a_column_whose_name_has_a_comma_can_be_named(run: Run, linnerud: Path) -> None:
    done = run("train", linnerud, "--set", 'data.ignore="Waist, cm",Weight', "--epochs", 1)
    assert done.status == 0
    refused = run("train", linnerud, "--set", "data.ignore=Waist, cm", "--epochs", 1)
    assert refused.status == 2
    assert 'quotation marks: "Waist, cm".' in refused.errors


def test_that_a_spreadsheet_takes_no_name_of_a_target_for_a_formula(
    run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("x,=a,+b\n" + "\n".join(f"{n},{n * 0.5},{n * n * 0.25}" for n in range(9)))
    chosen = ("--set", "data.target==a,+b", "--epochs", 1, "--save", "t.playground")
    assert run("train", table, *chosen).status == 0
    told = run("predict", "t.playground", table, "--safe-csv").output
    assert told.splitlines()[0] == "'=a,'+b"
