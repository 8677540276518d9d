"""What the real data are."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets

from playground.engine.common.errors import InputError
from playground.engine.data import bundled
from playground.engine.data.raw import RawData
from playground.engine.spec.run import DataSpec

Read = Callable[[DataSpec], RawData]


@pytest.mark.parametrize(
    ("read", "rows", "columns", "classes"),
    [
        (bundled.iris, 150, 4, 3),
        (bundled.wine, 178, 13, 3),
        (bundled.breast_cancer, 569, 30, 2),
        (bundled.digits, 1797, 64, 10),
    ],
)
def test_that_classes_come_whole_and_named(
    read: Read, rows: int, columns: int, classes: int
) -> None:
    raw = read(DataSpec())
    assert raw.inputs.shape == (rows, columns)
    assert raw.inputs.dtype == np.float64
    assert raw.targets.dtype == np.int64
    assert len(raw.feature_names) == len(set(raw.feature_names)) == columns
    assert len(raw.class_names) == classes
    assert set(raw.targets.tolist()) == set(range(classes))
    assert raw.task == ("two_classes" if classes == 2 else "more_classes")
    assert all(type(name) is str for name in raw.class_names)


def test_that_iris_columns_carry_their_unit() -> None:
    raw = bundled.iris(DataSpec())
    assert raw.feature_names[0] == "sepal length (cm)"
    assert raw.class_names == ("setosa", "versicolor", "virginica")
    assert raw.columns[0].minimum == 4.3
    assert raw.columns[0].maximum == 7.9
    assert raw.columns[0].typical == "5.8"


def test_that_breast_cancer_counts_its_malignant_tumours_as_class_0() -> None:
    raw = bundled.breast_cancer(DataSpec())
    assert raw.class_names == ("malignant", "benign")
    assert np.bincount(raw.targets).tolist() == [212, 357]


def test_that_diabetes_is_in_the_units_of_the_clinic() -> None:
    raw = bundled.diabetes(DataSpec())
    assert raw.task == "regression"
    assert raw.inputs.shape == (442, 10)
    assert len(raw.columns) == 10
    ages = raw.inputs[:, raw.feature_names.index("age (years)")]
    assert (ages.min(), ages.max()) == (19, 79)
    assert set(raw.inputs[:, raw.feature_names.index("sex (1 or 2)")]) == {1.0, 2.0}
    assert (raw.targets.min(), raw.targets.max()) == (25, 346)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits", "diabetes"])
def test_that_data_are_those_that_scikit_learn_gives(name: str) -> None:
    raw: RawData = getattr(bundled, name)(DataSpec())
    load = getattr(datasets, f"load_{name}")
    bunch = load(scaled=False) if name == "diabetes" else load()
    assert np.array_equal(raw.inputs, bunch.data)
    assert np.array_equal(raw.targets, bunch.target)
    if name != "diabetes":  # whose columns have short names there
        names = [str(column).replace("_", " ") for column in bunch.feature_names]
        assert [column.replace("_", " ") for column in raw.feature_names] == names


def test_that_choosing_real_data_imports_neither_scikit_learn_nor_pandas() -> None:
    program = (
        "import sys\n"
        "from playground.engine.data import bundled\n"
        "from playground.engine.spec.run import DataSpec\n"
        "for read in (bundled.iris, bundled.wine, bundled.breast_cancer, bundled.digits,"
        " bundled.diabetes):\n"
        "    read(DataSpec())\n"
        "print(*sorted({'sklearn', 'pandas'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []


def test_that_data_that_are_not_there_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bundled, "_folder", lambda: tmp_path)
    with pytest.raises(InputError, match=r"iris\.csv: No such file or directory\); install it"):
        bundled.iris(DataSpec())
    monkeypatch.undo()
    monkeypatch.setattr(bundled, "find_spec", lambda _: None)
    with pytest.raises(InputError, match="scikit-learn, which is not installed"):
        bundled.wine(DataSpec())
