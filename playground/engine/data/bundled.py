"""Real measurements that come with scikit-learn, offline, in their own units.

Every function takes a `DataSpec`, of which it uses nothing, and returns all rows in the order in
which they are published. scikit-learn is imported when the first of them is called.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.engine.data.columns import number_columns
from playground.engine.data.raw import RawData
from playground.engine.spec import DataSpec

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
    from sklearn.datasets import load_iris

    bunch = load_iris()
    return _classes(bunch, bunch.feature_names, "species", bunch.target_names)


def wine(spec: DataSpec) -> RawData:  # noqa: ARG001
    """178 Italian wines: 13 chemical measurements, 3 cultivars. Source: Forina et al., UCI,
    https://archive.ics.uci.edu/dataset/109/wine."""
    from sklearn.datasets import load_wine

    bunch = load_wine()
    names = [name.replace("_", " ") for name in bunch.feature_names]
    return _classes(bunch, names, "cultivar", ("cultivar 1", "cultivar 2", "cultivar 3"))


def breast_cancer(spec: DataSpec) -> RawData:  # noqa: ARG001
    """569 tumours: 30 measurements of cell nuclei in images, malignant (212) or benign (357).
    Source: Wolberg et al., UCI,
    https://archive.ics.uci.edu/dataset/17/breast+cancer+wisconsin+diagnostic."""
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer()
    return _classes(bunch, bunch.feature_names, "diagnosis", bunch.target_names)


def digits(spec: DataSpec) -> RawData:  # noqa: ARG001
    """1797 handwritten digits of 8 × 8 pixels, each 0 to 16. Source: Alpaydin and Kaynak, UCI,
    https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return _classes(bunch, bunch.feature_names, "digit", [str(name) for name in range(10)])


def diabetes(spec: DataSpec) -> RawData:  # noqa: ARG001
    """442 patients: 10 measurements and the progression of the disease one year later, 25 to 346.
    Source: Efron et al., 2004, "Least Angle Regression",
    https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html."""
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(scaled=False)
    inputs = np.ascontiguousarray(bunch.data, dtype=np.float64)
    return RawData(
        task="regression",
        columns=number_columns(DIABETES_COLUMNS, inputs),
        inputs=inputs,
        targets=np.asarray(bunch.target, dtype=np.float64),
        target_name="progression",
    )


def _classes(
    bunch: Any,  # noqa: ANN401 - scikit-learn's Bunch is untyped
    names: Sequence[str],
    target_name: str,
    class_names: Sequence[str],
) -> RawData:
    inputs = np.ascontiguousarray(bunch.data, dtype=np.float64)
    return RawData(
        task="two_classes" if len(class_names) == 2 else "more_classes",
        columns=number_columns([str(name) for name in names], inputs),
        inputs=inputs,
        targets=np.asarray(bunch.target, dtype=np.int64),
        target_name=target_name,
        class_names=tuple(str(name) for name in class_names),
    )
