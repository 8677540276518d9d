"""The data that come with the playground, and the settings each starts with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

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
        painted: its points are those of `data.points`.
        pixels: where its inputs are the pixels of pictures, row by row from the upper left, how
            many rows and columns they have.
        start: the settings, by path, that learn it well where `defaults_for` has others.
    """

    task: Task
    synthetic: bool = False
    fixed_samples: int = 0
    planar: bool = False
    painted: bool = False
    pixels: tuple[int, int] | None = None
    start: Mapping[str, Value] = field(default_factory=dict, hash=False)


_points = partial(
    DatasetRow, target="playground.engine.data.synthetic:", synthetic=True, planar=True
)
_numbers = partial(
    DatasetRow,
    target="playground.engine.data.synthetic_regression:",
    task="regression",
    synthetic=True,
)
_painting = partial(
    DatasetRow,
    target="playground.engine.data.painted:painted",
    source="Painted by hand, in the prediction plot.",
    painted=True,
)
_real = partial(DatasetRow, target="playground.engine.data.bundled:")

_TWO_CLASSES = (
    _points(
        key="circle",
        label="Circle",
        help="A disc of one class inside a ring of the other. No straight line parts them.",
        formula="blue where √(x₁² + x₂²) < 2.5",
        source=_PLAYGROUND,
        task="two_classes",
        start={"network.hidden": (4, 2)},
    ),
    _points(
        key="xor",
        label="Exclusive or",
        help="Opposite quadrants belong together. The classic task that needs a hidden layer.",
        formula="blue where x₁·x₂ ≥ 0",
        source=_PLAYGROUND,
        task="two_classes",
        start={"network.hidden": (8,), "training.learning_rate": 0.03, "training.l2": 0.001},
    ),
    _points(
        key="gauss",
        label="Two clouds",
        help="Two Gaussian clouds. A straight line is enough, even without hidden layers.",
        formula="x ~ N(±(2, 2), 0.5 + 7·noise)",
        source=_PLAYGROUND,
        task="two_classes",
        start={"network.hidden": (4,), "training.epochs": 30},
    ),
    _points(
        key="spiral",
        label="Spiral",
        help="Two arms wound around each other. It needs more units, or the sines as inputs.",
        formula="r = 5i/n, t = 3.5π·i/n + Δ, x = (r·sin t, r·cos t)",
        source=_PLAYGROUND,
        task="two_classes",
        start={"data.features": ("x1", "x2", "sin_x1", "sin_x2"), "training.epochs": 200},
    ),
    _points(
        key="moons",
        label="Moons",
        help="Two half circles that reach into each other.",
        formula="(cos t, sin t) and (1 − cos t, ½ − sin t), centred and times 3",
        source="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html",
        task="two_classes",
        start={"data.noise": 0.1, "training.learning_rate": 0.03},
    ),
    _points(
        key="checkerboard",
        label="Checkerboard",
        help="Four by four squares in two colours. Hard for small networks.",
        formula="blue where ⌊x₁/3⌋ + ⌊x₂/3⌋ is even",
        source="The pattern of a chess board.",
        task="two_classes",
        start={
            "data.samples": 2000,
            "network.hidden": (32, 32),
            "training.epochs": 200,
            "training.batch_size": 50,
        },
    ),
)

_MORE_CLASSES = (
    _points(
        key="rings",
        label="Rings",
        help="Three concentric rings, one class each.",
        formula="ring k: r = 2k + 0.5 + u",
        source="Concentric circles, as scikit-learn's make_circles, for three classes.",
        task="more_classes",
    ),
    _points(
        key="blobs",
        label="Four clouds",
        help="Four Gaussian clouds, one class each.",
        formula="x ~ N((±3, ±3), 0.5 + 7·noise)",
        source="Two clouds of TensorFlow Playground, for four classes.",
        task="more_classes",
        start={"network.hidden": (8,), "training.epochs": 50},
    ),
    _points(
        key="spirals3",
        label="Three spirals",
        help="Three arms wound around one another, one class each.",
        formula="r = 5i/n, t = 2.5π·i/n + Δ, x = (r·sin t, r·cos t)",
        source="The spiral of TensorFlow Playground, for three classes.",
        task="more_classes",
        start={"network.hidden": (16, 16), "training.epochs": 200},
    ),
)

_NUMBERS_IN_THE_PLANE = (
    _numbers(
        key="plane",
        label="Plane",
        help="A tilted plane over two variables. A linear model is enough.",
        formula="y = (x₁ + x₂) / 10",
        source=_PLAYGROUND,
        planar=True,
        start={"network.hidden": (4,), "training.epochs": 30},
    ),
    _numbers(
        key="hills",
        label="Hills",
        help="Three hills and three hollows on a flat ground.",
        formula="y = ±max(0, 1 − distance to the nearest centre / 2)",
        source=_PLAYGROUND,
        planar=True,
        start={"data.samples": 1000, "network.hidden": (32, 32)},
    ),
)

_CURVES = (
    _numbers(
        key="line",
        label="Line",
        help="Four points on a line: the smallest regression there is. Asked for 5, it says 10.",
        formula="y = 2x at x = 1, 2, 3, 4",
        source="The usual first example of PyTorch tutorials.",
        fixed_samples=4,
        start={
            "data.validation_fraction": 0.0,
            "network.hidden": (),
            "training.optimizer": "sgd",
            "training.batch_size": 0,
            "training.epochs": 2000,
        },
    ),
    _numbers(
        key="sine",
        label="Sine",
        help="One variable, two waves.",
        formula="y = sin x, −6 ≤ x ≤ 6",
        source="The sine function.",
        start={"data.samples": 300, "data.noise": 0.1, "network.hidden": (16, 16)},
    ),
    _numbers(
        key="step",
        label="Step",
        help="A jump from −1 to 1. Smooth activations can only approach it.",
        formula="y = 1 for x ≥ 0, else −1; −6 ≤ x ≤ 6",
        source="The sign function.",
        start={"data.samples": 300, "data.noise": 0.1, "network.hidden": (8,)},
    ),
    _numbers(
        key="xsinx",
        label="x · sin x",
        help="Waves that grow from left to right.",
        formula="y = x·sin x, 0 ≤ x ≤ 10",
        source="https://scikit-learn.org/stable/auto_examples/gaussian_process/"
        "plot_gpr_noisy_targets.html",
        start={"data.samples": 300, "data.noise": 0.05, "network.hidden": (16, 16)},
    ),
    _numbers(
        key="polynomial",
        label="Polynomial",
        help="A cubic with a hill and a hollow.",
        formula="y = x³ − 4x, −3 ≤ x ≤ 3",
        source="A polynomial of degree three.",
        start={"data.samples": 300, "data.noise": 0.05, "network.hidden": (16,)},
    ),
    _numbers(
        key="random10",
        label="Random numbers",
        help="Ten inputs and a target without any relation: a network can only memorise them. "
        "Watch the validation loss rise.",
        formula="x₁ … x₁₀, y ~ N(0, 1)",
        source="torch.randn(100, 10) and torch.randn(100, 1), as in first examples of PyTorch.",
        start={
            "data.samples": 100,
            "data.validation_fraction": 0.2,
            "network.hidden": (32,),
            "network.activation": "relu",
            "training.epochs": 300,
        },
    ),
)

_PAINTED = (
    _painting(
        key="painted_classes",
        label="Painted classes",
        help="Points of two to ten classes that you paint in the plane.",
        task="two_classes",
        planar=True,
    ),
    _painting(
        key="painted_surface",
        label="Painted surface",
        help="Points that you paint in the plane, each with a value between −1 and 1.",
        task="regression",
        planar=True,
    ),
    _painting(
        key="painted_curve",
        label="Painted curve",
        help="Points that you paint over one variable: their height is what is learned.",
        task="regression",
        start={"network.hidden": (16, 16)},
    ),
)

_REAL = (
    _real(
        key="iris",
        label="Iris",
        help="Three species of iris told by four lengths; 150 flowers.",
        source="R. A. Fisher, 1936, The use of multiple measurements in taxonomic problems.",
        task="more_classes",
        start={"network.hidden": (8,)},
    ),
    _real(
        key="wine",
        label="Wine",
        help="Three cultivars told by thirteen chemical measurements; 178 wines.",
        source=_UCI + "109/wine",
        task="more_classes",
        start={"network.hidden": (16,), "training.epochs": 50},
    ),
    _real(
        key="breast_cancer",
        label="Breast cancer",
        help="Malignant or benign, told by thirty measurements of cell nuclei; 569 tumours.",
        source=_UCI + "17/breast+cancer+wisconsin+diagnostic",
        task="two_classes",
        start={
            "network.hidden": (16,),
            "training.learning_rate": 0.003,
            "training.epochs": 30,
            "training.l2": 0.01,
        },
    ),
    _real(
        key="digits",
        label="Digits",
        help="Handwritten digits of 8 × 8 pixels; 1797 pictures, ten classes.",
        source=_UCI + "80/optical+recognition+of+handwritten+digits",
        task="more_classes",
        pixels=(8, 8),
        start={
            "network.hidden": (64,),
            "network.activation": "relu",
            "training.batch_size": 32,
            "training.learning_rate": 0.003,
            "training.epochs": 50,
        },
    ),
    _real(
        key="diabetes",
        label="Diabetes",
        help="The progression of the disease after one year, from ten measurements; 442 patients.",
        source="Efron et al., 2004, Least Angle Regression; "
        "https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html",
        task="regression",
        start={
            "network.hidden": (8,),
            "training.learning_rate": 0.003,
            "training.epochs": 50,
            "training.l2": 0.1,
        },
    ),
)

_TABLES = (
    DatasetRow(
        key=TABLE,
        label="My table",
        help="A table of your own, such as a .csv file; drop it on the window or open it.",
        target="playground.engine.data.table.read:read_table",
        task="regression",
        start={
            "network.hidden": (32, 16),
            "network.activation": "relu",
            "training.learning_rate": 0.003,
            "training.batch_size": 32,
        },
    ),
)

DATASETS: tuple[DatasetRow, ...] = (
    *_TWO_CLASSES,
    *_MORE_CLASSES,
    *_NUMBERS_IN_THE_PLANE,
    *_CURVES,
    *_PAINTED,
    *_REAL,
    *_TABLES,
)
"""In the order in which they are offered."""


def is_painted(source: str) -> bool:
    """Whether the data with this key are painted by hand."""
    return any(row.key == source and row.painted for row in DATASETS)


def pixels_of(source: str) -> tuple[int, int] | None:
    """Rows and columns of the pictures that this source's inputs are the pixels of, if they are."""
    return next((row.pixels for row in DATASETS if row.key == source), None)
