"""The data that come with the playground, and the settings each starts with."""

from dataclasses import dataclass

from playground.engine.catalogue.dataset_starts import classes, regression
from playground.engine.catalogue.row import Row
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import Task

TABLE = "table"
"""The source of a run whose data come from a table of one's own."""

_PLAYGROUND = "https://github.com/tensorflow/playground (src/dataset.ts)"
_UCI = "https://archive.ics.uci.edu/dataset/"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRow(Row):
    """`target` builds a `RawData` from a `DataSpec` (the target of `TABLE` takes a file as well).

    Attributes:
        task: for `TABLE`, what is assumed before the file is read.
        synthetic: it is drawn: samples, noise and seed apply.
        fixed_samples: how many rows it always has, whatever `data.samples`; 0 where that is chosen
            or follows from a file.
        planar: it has two variables in the plane, for which `data.features` applies.
        start: the settings, by path, that learn it well; applied when it is chosen.
    """

    task: Task
    synthetic: bool = False
    fixed_samples: int = 0
    planar: bool = False
    start: tuple[tuple[str, Value], ...] = ()


_TWO_CLASSES = (
    DatasetRow(
        key="circle",
        label="Circle",
        help="A disc of one class inside a ring of the other. No straight line parts them.",
        target="playground.engine.data.synthetic:circle",
        formula="blue where √(x₁² + x₂²) < 2.5",
        source=_PLAYGROUND,
        task="two_classes",
        synthetic=True,
        planar=True,
        start=classes(network={"hidden": (4, 2)}),
    ),
    DatasetRow(
        key="xor",
        label="Exclusive or",
        help="Opposite quadrants belong together. The classic task that needs a hidden layer.",
        target="playground.engine.data.synthetic:xor",
        formula="blue where x₁·x₂ ≥ 0",
        source=_PLAYGROUND,
        task="two_classes",
        synthetic=True,
        planar=True,
        start=classes(
            network={"hidden": (8,)},
            training={"learning_rate": 0.03, "l2": 0.001, "epochs": 100},
        ),
    ),
    DatasetRow(
        key="gauss",
        label="Two clouds",
        help="Two Gaussian clouds. A straight line is enough, even without hidden layers.",
        target="playground.engine.data.synthetic:gauss",
        formula="x ~ N(±(2, 2), 0.5 + 7·noise)",
        source=_PLAYGROUND,
        task="two_classes",
        synthetic=True,
        planar=True,
        start=classes(network={"hidden": (4,)}, training={"epochs": 30}),
    ),
    DatasetRow(
        key="spiral",
        label="Spiral",
        help="Two arms wound around each other. It needs more units, or the sines as inputs.",
        target="playground.engine.data.synthetic:spiral",
        formula="r = 5i/n, t = 3.5π·i/n + Δ, x = (r·sin t, r·cos t)",
        source=_PLAYGROUND,
        task="two_classes",
        synthetic=True,
        planar=True,
        start=classes(
            data={"features": ("x1", "x2", "sin_x1", "sin_x2")}, training={"epochs": 200}
        ),
    ),
    DatasetRow(
        key="moons",
        label="Moons",
        help="Two half circles that reach into each other.",
        target="playground.engine.data.synthetic:moons",
        formula="(cos t, sin t) and (1 − cos t, ½ − sin t), centred and times 3",
        source="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html",
        task="two_classes",
        synthetic=True,
        planar=True,
        start=classes(data={"noise": 0.1}, training={"learning_rate": 0.03}),
    ),
    DatasetRow(
        key="checkerboard",
        label="Checkerboard",
        help="Four by four squares in two colours. Hard for small networks.",
        target="playground.engine.data.synthetic:checkerboard",
        formula="blue where ⌊x₁/3⌋ + ⌊x₂/3⌋ is even",
        source="The pattern of a chess board.",
        task="two_classes",
        synthetic=True,
        planar=True,
        start=classes(
            data={"samples": 2000},
            network={"hidden": (32, 32)},
            training={"epochs": 200, "batch_size": 50},
        ),
    ),
)

_MORE_CLASSES = (
    DatasetRow(
        key="rings",
        label="Rings",
        help="Three concentric rings, one class each.",
        target="playground.engine.data.synthetic:rings",
        formula="ring k: r = 2k + 0.5 + u",
        source="Concentric circles, as scikit-learn's make_circles, for three classes.",
        task="more_classes",
        synthetic=True,
        planar=True,
        start=classes(),
    ),
    DatasetRow(
        key="blobs",
        label="Four clouds",
        help="Four Gaussian clouds, one class each.",
        target="playground.engine.data.synthetic:blobs",
        formula="x ~ N((±3, ±3), 0.5 + 7·noise)",
        source="Two clouds of TensorFlow Playground, for four classes.",
        task="more_classes",
        synthetic=True,
        planar=True,
        start=classes(network={"hidden": (8,)}, training={"epochs": 50}),
    ),
    DatasetRow(
        key="spirals3",
        label="Three spirals",
        help="Three arms wound around one another, one class each.",
        target="playground.engine.data.synthetic:spirals3",
        formula="r = 5i/n, t = 2.5π·i/n + Δ, x = (r·sin t, r·cos t)",
        source="The spiral of TensorFlow Playground, for three classes.",
        task="more_classes",
        synthetic=True,
        planar=True,
        start=classes(network={"hidden": (16, 16)}, training={"epochs": 200}),
    ),
)

_NUMBERS_IN_THE_PLANE = (
    DatasetRow(
        key="plane",
        label="Plane",
        help="A tilted plane over two variables. A linear model is enough.",
        target="playground.engine.data.synthetic_regression:plane",
        formula="y = (x₁ + x₂) / 10",
        source=_PLAYGROUND,
        task="regression",
        synthetic=True,
        planar=True,
        start=regression(network={"hidden": (4,)}, training={"epochs": 30}),
    ),
    DatasetRow(
        key="hills",
        label="Hills",
        help="Three hills and three hollows on a flat ground.",
        target="playground.engine.data.synthetic_regression:hills",
        formula="y = ±max(0, 1 − distance to the nearest centre / 2)",
        source=_PLAYGROUND,
        task="regression",
        synthetic=True,
        planar=True,
        start=regression(
            data={"samples": 1000}, network={"hidden": (32, 32)}, training={"epochs": 100}
        ),
    ),
)

_CURVES = (
    DatasetRow(
        key="line",
        label="Line",
        help="Four points on a line: the smallest regression there is. Asked for 5, it says 10.",
        target="playground.engine.data.synthetic_regression:line",
        formula="y = 2x at x = 1, 2, 3, 4",
        source="The usual first example of PyTorch tutorials.",
        task="regression",
        synthetic=True,
        fixed_samples=4,
        start=regression(
            data={"validation_fraction": 0.0},
            network={"hidden": ()},
            training={"optimizer": "sgd", "batch_size": 0, "epochs": 2000},
        ),
    ),
    DatasetRow(
        key="sine",
        label="Sine",
        help="One variable, two waves.",
        target="playground.engine.data.synthetic_regression:sine",
        formula="y = sin x, −6 ≤ x ≤ 6",
        source="The sine function.",
        task="regression",
        synthetic=True,
        start=regression(data={"samples": 300, "noise": 0.1}, network={"hidden": (16, 16)}),
    ),
    DatasetRow(
        key="step",
        label="Step",
        help="A jump from −1 to 1. Smooth activations can only approach it.",
        target="playground.engine.data.synthetic_regression:step",
        formula="y = 1 for x ≥ 0, else −1; −6 ≤ x ≤ 6",
        source="The sign function.",
        task="regression",
        synthetic=True,
        start=regression(data={"samples": 300, "noise": 0.1}, network={"hidden": (8,)}),
    ),
    DatasetRow(
        key="xsinx",
        label="x · sin x",
        help="Waves that grow from left to right.",
        target="playground.engine.data.synthetic_regression:xsinx",
        formula="y = x·sin x, 0 ≤ x ≤ 10",
        source="https://scikit-learn.org/stable/auto_examples/gaussian_process/"
        "plot_gpr_noisy_targets.html",
        task="regression",
        synthetic=True,
        start=regression(data={"samples": 300, "noise": 0.05}, network={"hidden": (16, 16)}),
    ),
    DatasetRow(
        key="polynomial",
        label="Polynomial",
        help="A cubic with a hill and a hollow.",
        target="playground.engine.data.synthetic_regression:polynomial",
        formula="y = x³ − 4x, −3 ≤ x ≤ 3",
        source="A polynomial of degree three.",
        task="regression",
        synthetic=True,
        start=regression(data={"samples": 300, "noise": 0.05}, network={"hidden": (16,)}),
    ),
    DatasetRow(
        key="random10",
        label="Random numbers",
        help="Ten inputs and a target without any relation: a network can only memorise them. "
        "Watch the validation loss rise.",
        target="playground.engine.data.synthetic_regression:random10",
        formula="x₁ … x₁₀, y ~ N(0, 1)",
        source="torch.randn(100, 10) and torch.randn(100, 1), as in first examples of PyTorch.",
        task="regression",
        synthetic=True,
        start=regression(
            data={"samples": 100, "validation_fraction": 0.2},
            network={"hidden": (32,), "activation": "relu"},
            training={"epochs": 300},
        ),
    ),
)

_REAL = (
    DatasetRow(
        key="iris",
        label="Iris",
        help="Three species of iris told by four lengths; 150 flowers.",
        target="playground.engine.data.bundled:iris",
        source="R. A. Fisher, 1936, The use of multiple measurements in taxonomic problems.",
        task="more_classes",
        start=classes(network={"hidden": (8,)}),
    ),
    DatasetRow(
        key="wine",
        label="Wine",
        help="Three cultivars told by thirteen chemical measurements; 178 wines.",
        target="playground.engine.data.bundled:wine",
        source=_UCI + "109/wine",
        task="more_classes",
        start=classes(network={"hidden": (16,)}, training={"epochs": 50}),
    ),
    DatasetRow(
        key="breast_cancer",
        label="Breast cancer",
        help="Malignant or benign, told by thirty measurements of cell nuclei; 569 tumours.",
        target="playground.engine.data.bundled:breast_cancer",
        source=_UCI + "17/breast+cancer+wisconsin+diagnostic",
        task="two_classes",
        start=classes(
            network={"hidden": (16,)}, training={"learning_rate": 0.003, "epochs": 30, "l2": 0.01}
        ),
    ),
    DatasetRow(
        key="digits",
        label="Digits",
        help="Handwritten digits of 8 × 8 pixels; 1797 pictures, ten classes.",
        target="playground.engine.data.bundled:digits",
        source=_UCI + "80/optical+recognition+of+handwritten+digits",
        task="more_classes",
        start=classes(
            network={"hidden": (64,), "activation": "relu"},
            training={"batch_size": 32, "learning_rate": 0.003, "epochs": 50},
        ),
    ),
    DatasetRow(
        key="diabetes",
        label="Diabetes",
        help="The progression of the disease after one year, from ten measurements; 442 patients.",
        target="playground.engine.data.bundled:diabetes",
        source="Efron et al., 2004, Least Angle Regression; "
        "https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html",
        task="regression",
        start=regression(
            network={"hidden": (8,)}, training={"learning_rate": 0.003, "epochs": 50, "l2": 0.1}
        ),
    ),
)

_TABLES = (
    DatasetRow(
        key=TABLE,
        label="My table",
        help="A table of your own, such as a .csv file; drop it on the window or open it.",
        target="playground.engine.data.table.read:read_table",
        task="regression",
        start=regression(
            network={"hidden": (32, 16), "activation": "relu"},
            training={"learning_rate": 0.003, "batch_size": 32},
        ),
    ),
)

DATASETS: tuple[DatasetRow, ...] = (
    *_TWO_CLASSES,
    *_MORE_CLASSES,
    *_NUMBERS_IN_THE_PLANE,
    *_CURVES,
    *_REAL,
    *_TABLES,
)
"""In the order in which they are offered."""
