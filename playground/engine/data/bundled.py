"""Real measurements that come with scikit-learn, offline, in their own units.

Every function takes a `DataSpec`, of which it uses nothing, and returns all rows in the order, and
under the names, in which they are published. The files are read where scikit-learn keeps them:
importing it would take a second, in which a window could not paint.

Raises (every function):
    InputError: scikit-learn, or its file, is not there.
"""

import gzip
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.columns import number_columns
from playground.engine.data.raw import FloatArray, RawData
from playground.engine.spec.run import DataSpec

IRIS_COLUMNS = (
    "sepal length (cm)",
    "sepal width (cm)",
    "petal length (cm)",
    "petal width (cm)",
)
WINE_COLUMNS = (
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "color intensity",
    "hue",
    "od280/od315 of diluted wines",
    "proline",
)
TUMOUR_MEASUREMENTS = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
"""Each is there three times: as the mean over the nuclei, its standard error, and the worst."""
DIABETES_COLUMNS = (
    "age (years)",
    "sex (1 or 2)",
    "body mass index (kg/m²)",
    "mean blood pressure (mmHg)",
    "total cholesterol (mg/dl)",
    "LDL cholesterol (mg/dl)",
    "HDL cholesterol (mg/dl)",
    "total/HDL cholesterol",
    "log triglycerides",
    "blood sugar (mg/dl)",
)
"""What scikit-learn calls age, sex, bmi, bp and s1 to s6."""


def iris(spec: DataSpec) -> RawData:  # noqa: ARG001 - every source takes the spec
    """150 iris flowers: 4 lengths in cm, 3 species. Source: R. A. Fisher, 1936, "The use of
    multiple measurements in taxonomic problems"."""
    rows = _rows("iris.csv", ",", head=1)
    return _classes(rows, IRIS_COLUMNS, "species", ("setosa", "versicolor", "virginica"))


def wine(spec: DataSpec) -> RawData:  # noqa: ARG001
    """178 Italian wines: 13 chemical measurements, 3 cultivars. Source: Forina et al., UCI,
    https://archive.ics.uci.edu/dataset/109/wine."""
    rows = _rows("wine_data.csv", ",", head=1)
    return _classes(rows, WINE_COLUMNS, "cultivar", ("cultivar 1", "cultivar 2", "cultivar 3"))


def breast_cancer(spec: DataSpec) -> RawData:  # noqa: ARG001
    """569 tumours: 30 measurements of cell nuclei in images, malignant (212) or benign (357).
    Source: Wolberg et al., UCI,
    https://archive.ics.uci.edu/dataset/17/breast+cancer+wisconsin+diagnostic."""
    rows = _rows("breast_cancer.csv", ",", head=1)
    names = [
        *(f"mean {name}" for name in TUMOUR_MEASUREMENTS),
        *(f"{name} error" for name in TUMOUR_MEASUREMENTS),
        *(f"worst {name}" for name in TUMOUR_MEASUREMENTS),
    ]
    return _classes(rows, names, "diagnosis", ("malignant", "benign"))


def digits(spec: DataSpec) -> RawData:  # noqa: ARG001
    """1797 handwritten digits of 8 × 8 pixels, each 0 to 16. Source: Alpaydin and Kaynak, UCI,
    https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits."""
    names = [f"pixel_{row}_{column}" for row in range(8) for column in range(8)]
    return _classes(_rows("digits.csv.gz", ","), names, "digit", [str(n) for n in range(10)])


def diabetes(spec: DataSpec) -> RawData:  # noqa: ARG001
    """442 patients: 10 measurements and the progression of the disease one year later, 25 to 346.
    Source: Efron et al., 2004, "Least Angle Regression",
    https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html."""
    inputs = _rows("diabetes_data_raw.csv.gz", None)
    return RawData(
        task="regression",
        columns=number_columns(DIABETES_COLUMNS, inputs),
        inputs=inputs,
        targets=_rows("diabetes_target.csv.gz", None)[:, 0],
        target_names=("progression",),
    )


def _rows(name: str, separator: str | None, head: int = 0) -> FloatArray:
    """The numbers of one of scikit-learn's files, float64 `[rows, columns]`.

    Args:
        separator: None for any space.
        head: lines to leave out.
    """
    path = _folder() / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            _(
                "The data of scikit-learn cannot be read ({path}: {reason}); install it again."
            ).format(path=path, reason=error.strerror)
        ) from None
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("ascii")
    return np.loadtxt(text.splitlines()[head:], delimiter=separator, ndmin=2)


def _folder() -> Path:
    found = find_spec("sklearn")
    places = found.submodule_search_locations if found is not None else None
    if not places:
        raise InputError(
            _("These data come with scikit-learn, which is not installed; install it.")
        )
    return Path(next(iter(places))) / "datasets" / "data"


def _classes(
    rows: FloatArray, names: Sequence[str], target_name: str, class_names: Sequence[str]
) -> RawData:
    """All columns but the last are inputs; the last is the number of the class."""
    inputs = np.ascontiguousarray(rows[:, :-1])
    return RawData(
        task="two_classes" if len(class_names) == 2 else "more_classes",
        columns=number_columns(names, inputs),
        inputs=inputs,
        targets=rows[:, -1].astype(np.int64),
        target_names=(target_name,),
        class_names=tuple(class_names),
    )
