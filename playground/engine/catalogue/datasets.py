"""The data that come with the playground, and the settings each starts with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_
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
    source=N_("Painted by hand in the prediction plot."),
    painted=True,
)
_real = partial(DatasetRow, target="playground.engine.data.bundled:")

_TWO_CLASSES = (
    _points(
        key="circle",
        label=N_("Circle"),
        help=N_("A disc of one class inside a ring of the other. No straight line separates them."),
        formula=N_("blue where √(x₁² + x₂²) < 2.5"),
        source=_PLAYGROUND,
        task="two_classes",
        start={"network.hidden": (4, 2)},
    ),
    _points(
        key="xor",
        label="XOR",
        help=N_(
            "Opposite quadrants belong to the same class. The classic task that needs a hidden "
            "layer."
        ),
        formula=N_("blue where x₁·x₂ ≥ 0"),
        source=_PLAYGROUND,
        task="two_classes",
        start={"network.hidden": (8,), "training.learning_rate": 0.03, "training.l2": 0.001},
    ),
    _points(
        key="gauss",
        label=N_("Two clouds"),
        help=N_("Two Gaussian clouds. A straight line is enough, so no hidden layer is needed."),
        formula=N_("x ~ N(±(2, 2), 0.5 + 7·noise)"),
        source=_PLAYGROUND,
        task="two_classes",
        start={"network.hidden": (4,), "training.epochs": 30},
    ),
    _points(
        key="spiral",
        label=N_("Spiral"),
        help=N_("Two arms wound around each other. It needs more neurons, or the sines as inputs."),
        formula=N_("r = 5i/n, t = 3.5π·i/n + Δ, x = (r·sin t, r·cos t)"),
        source=_PLAYGROUND,
        task="two_classes",
        start={"data.features": ("x1", "x2", "sin_x1", "sin_x2"), "training.epochs": 200},
    ),
    _points(
        key="moons",
        label=N_("Moons"),
        help=N_("Two interlocking half circles."),
        formula=N_("(cos t, sin t) and (1 − cos t, ½ − sin t), centred and times 3"),
        source="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html",
        task="two_classes",
        start={"data.noise": 0.1, "training.learning_rate": 0.03},
    ),
    _points(
        key="checkerboard",
        label=N_("Checkerboard"),
        help=N_("Four by four squares in two colours. Hard for small networks."),
        formula=N_("blue where ⌊x₁/3⌋ + ⌊x₂/3⌋ is even"),
        source=N_("The pattern of a chessboard."),
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
        label=N_("Rings"),
        help=N_("Three concentric rings, one class each."),
        formula=N_("ring k: r = 2k + 0.5 + u"),
        source=N_("Concentric circles as in scikit-learn's make_circles, with three classes."),
        task="more_classes",
    ),
    _points(
        key="blobs",
        label=N_("Four clouds"),
        help=N_("Four Gaussian clouds, one class each."),
        formula=N_("x ~ N((±3, ±3), 0.5 + 7·noise)"),
        source=N_("The two clouds of TensorFlow Playground, with four classes."),
        task="more_classes",
        start={"network.hidden": (8,), "training.epochs": 50},
    ),
    _points(
        key="spirals3",
        label=N_("Three spirals"),
        help=N_("Three arms wound around one another, one class each."),
        formula=N_("r = 5i/n, t = 2.5π·i/n + Δ, x = (r·sin t, r·cos t)"),
        source=N_("The spiral of TensorFlow Playground, with three classes."),
        task="more_classes",
        start={"network.hidden": (16, 16), "training.epochs": 200},
    ),
)

_NUMBERS_IN_THE_PLANE = (
    _numbers(
        key="plane",
        label=N_("Plane"),
        help=N_("A tilted plane over two variables. A linear model is enough."),
        formula="y = (x₁ + x₂) / 10",
        source=_PLAYGROUND,
        planar=True,
        start={"network.hidden": (4,), "training.epochs": 30},
    ),
    _numbers(
        key="hills",
        label=N_("Hills"),
        help=N_("Three hills and three hollows on flat ground."),
        formula=N_("y = ±max(0, 1 − distance to the nearest centre / 2)"),
        source=_PLAYGROUND,
        planar=True,
        start={"data.samples": 1000, "network.hidden": (32, 32)},
    ),
)

_CURVES = (
    _numbers(
        key="line",
        label=N_("Line"),
        help=N_(
            "Four points on a line: the smallest regression there is. Once trained, the network "
            "predicts 10 for 5."
        ),
        formula=N_("y = 2x at x = 1, 2, 3, 4"),
        source=N_("The usual first example of PyTorch tutorials."),
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
        label=N_("Sine"),
        help=N_("A sine wave over one variable, almost two periods long."),
        formula="y = sin x, −6 ≤ x ≤ 6",
        source=N_("The sine function."),
        start={"data.samples": 300, "data.noise": 0.1, "network.hidden": (16, 16)},
    ),
    _numbers(
        key="step",
        label=N_("Step function"),
        help=N_("A jump from −1 to 1. Smooth activations can only approximate it."),
        formula=N_("y = 1 for x ≥ 0, else −1; −6 ≤ x ≤ 6"),
        source=N_("The sign function."),
        start={"data.samples": 300, "data.noise": 0.1, "network.hidden": (8,)},
    ),
    _numbers(
        key="xsinx",
        label="x · sin x",
        help=N_("Waves that grow from left to right."),
        formula="y = x·sin x, 0 ≤ x ≤ 10",
        source="https://scikit-learn.org/stable/auto_examples/gaussian_process/"
        "plot_gpr_noisy_targets.html",
        start={"data.samples": 300, "data.noise": 0.05, "network.hidden": (16, 16)},
    ),
    _numbers(
        key="polynomial",
        label=N_("Polynomial"),
        help=N_("A cubic with one peak and one valley."),
        formula="y = x³ − 4x, −3 ≤ x ≤ 3",
        source=N_("A polynomial of degree three."),
        start={"data.samples": 300, "data.noise": 0.05, "network.hidden": (16,)},
    ),
    _numbers(
        key="random10",
        label=N_("Random numbers"),
        help=N_(
            "Ten inputs and an unrelated target: a network can only memorise them. Watch the "
            "validation loss rise."
        ),
        formula="x₁ … x₁₀, y ~ N(0, 1)",
        source=N_(
            "torch.randn(100, 10) and torch.randn(100, 1), as in many first examples of PyTorch."
        ),
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
        label=N_("Painted classes"),
        help=N_("Points of two to ten classes that you paint in the plane."),
        task="two_classes",
        planar=True,
    ),
    _painting(
        key="painted_surface",
        label=N_("Painted surface"),
        help=N_("Points that you paint in the plane, each with a value between −1 and 1."),
        task="regression",
        planar=True,
    ),
    _painting(
        key="painted_curve",
        label=N_("Painted curve"),
        help=N_("Points that you paint over one variable: the network learns their height."),
        task="regression",
        start={"network.hidden": (16, 16)},
    ),
)

_REAL = (
    _real(
        key="iris",
        label="Iris",
        help=N_("Three species of iris, told apart by four lengths; 150 flowers."),
        source="R. A. Fisher, 1936, The use of multiple measurements in taxonomic problems.",
        task="more_classes",
        start={"network.hidden": (8,)},
    ),
    _real(
        key="wine",
        label=N_("Wine"),
        help=N_("Three grape varieties, told apart by thirteen chemical measurements; 178 wines."),
        source=_UCI + "109/wine",
        task="more_classes",
        start={"network.hidden": (16,), "training.epochs": 50},
    ),
    _real(
        key="breast_cancer",
        label=N_("Breast cancer"),
        help=N_("Malignant or benign, from thirty measurements of cell nuclei; 569 tumours."),
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
        label=N_("Digits"),
        help=N_("Handwritten digits of 8 × 8 pixels; 1797 images, ten classes."),
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
        label=N_("Diabetes"),
        help=N_("Progression of the disease after one year, from ten measurements; 442 patients."),
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
        label=N_("My table"),
        help=N_("A table of your own, such as a .csv file; drop it on the window or open it."),
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
