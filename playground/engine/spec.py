"""A whole run as frozen data: keys and numbers, from which everything else is built.

Each field is declared once, with its bounds and its help; forms, `--set`, checks and documentation
read the declaration. This module imports no torch.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from playground.engine.parameter import Choice, Parameter, Value

Task = Literal["regression", "two_classes", "more_classes"]

Options = tuple[tuple[str, Value], ...]
"""What an optimizer, loss, schedule or dataset adds, as sorted (name, value); only what was set."""


def setting(parameter: Parameter) -> Any:  # noqa: ANN401 - a field specifier, like dataclasses.field
    """Declare a field of a spec by its parameter; its default is the parameter's."""
    return field(default=parameter.default, metadata={"parameter": parameter})


AUTO = Choice("auto", "Automatic", "Guessed from the file; the guess and its reason are shown.")

INPUT_FEATURES: tuple[Choice, ...] = (
    Choice("x1", "x₁"),
    Choice("x2", "x₂"),
    Choice("x1_squared", "x₁²"),
    Choice("x2_squared", "x₂²"),
    Choice("x1_x2", "x₁x₂"),
    Choice("sin_x1", "sin x₁"),
    Choice("sin_x2", "sin x₂"),
)
"""The input features of two-variable problems, as TensorFlow Playground offers them."""


@dataclass(frozen=True, slots=True)
class DataSpec:
    """Which data, how they are read, disturbed, split and scaled."""

    source: str = setting(
        Parameter(
            "source",
            "Source",
            "choice",
            "circle",
            "The data to learn from.",
            catalogue="datasets",
            effect="restart",
        )
    )
    samples: int = setting(
        Parameter(
            "samples",
            "Samples",
            "integer",
            500,
            "How many points are drawn. More show the shape better and make each epoch longer.",
            minimum=10,
            maximum=100_000,
            scale="logarithmic",
            effect="data",
        )
    )
    noise: float = setting(
        Parameter(
            "noise",
            "Noise",
            "number",
            0.0,
            "How much the points are disturbed. Noise blurs the boundary and invites overfitting.",
            minimum=0.0,
            maximum=0.5,
            unit="%",
            effect="data",
        )
    )
    validation_fraction: float = setting(
        Parameter(
            "validation_fraction",
            "Validation part",
            "number",
            0.3,
            "The part that is kept from training and only measured: it shows whether the network "
            "generalises or memorises.",
            minimum=0.0,
            maximum=0.9,
            unit="%",
            effect="data",
        )
    )
    seed: int = setting(
        Parameter(
            "seed",
            "Data seed",
            "integer",
            0,
            "Where the random numbers for the points, the noise and the split start. The same seed "
            "gives the same data.",
            minimum=0,
            maximum=2**31 - 1,
            effect="data",
        )
    )
    standardise: bool = setting(
        Parameter(
            "standardise",
            "Standardise",
            "switch",
            True,
            "Shift and scale every input (and a regression target) to mean 0 and deviation 1, as "
            "measured on the training part. It makes most networks learn faster.",
            formula="z = (x − mean) / deviation",
            effect="data",
        )
    )
    features: tuple[str, ...] = setting(
        Parameter(
            "features",
            "Input features",
            "texts",
            ("x1", "x2"),
            "What the network is given of a point. They are part of the exported model.",
            choices=INPUT_FEATURES,
            effect="data",
        )
    )
    target: str = setting(
        Parameter(
            "target",
            "Target",
            "text",
            "",
            "The column to predict. Left empty, the last usable column is taken.",
            effect="restart",
        )
    )
    task: str = setting(
        Parameter(
            "task",
            "Task",
            "choice",
            "auto",
            "What is predicted: a number, one of two classes, or one of more.",
            choices=(
                Choice("auto", "Automatic", "Follows from the target column."),
                Choice("regression", "Regression", "Predict a number."),
                Choice("two_classes", "Two classes", "Predict one of two classes."),
                Choice("more_classes", "More classes", "Predict one of several classes."),
            ),
            effect="restart",
        )
    )
    encoding: str = setting(
        Parameter(
            "encoding",
            "Encoding",
            "choice",
            "auto",
            "How the file's bytes spell its letters.",
            choices=(
                AUTO,
                Choice("utf-8", "UTF-8"),
                Choice("utf-16", "UTF-16"),
                Choice("cp1252", "Windows-1252"),
            ),
            effect="restart",
        )
    )
    separator: str = setting(
        Parameter(
            "separator",
            "Separator",
            "choice",
            "auto",
            "What stands between two columns.",
            choices=(
                AUTO,
                Choice("comma", "Comma ,"),
                Choice("semicolon", "Semicolon ;"),
                Choice("tab", "Tab"),
                Choice("bar", "Bar |"),
            ),
            effect="restart",
        )
    )
    decimal: str = setting(
        Parameter(
            "decimal",
            "Decimal mark",
            "choice",
            "auto",
            "What stands before the decimals.",
            choices=(AUTO, Choice("point", "Point 1.5"), Choice("comma", "Comma 1,5")),
            effect="restart",
        )
    )
    thousands: str = setting(
        Parameter(
            "thousands",
            "Thousands mark",
            "choice",
            "auto",
            "What groups the digits by threes.",
            choices=(
                AUTO,
                Choice("none", "None"),
                Choice("point", "Point 1.000"),
                Choice("comma", "Comma 1,000"),
                Choice("space", "Space 1 000"),
                Choice("apostrophe", "Apostrophe 1'000"),
            ),
            effect="restart",
        )
    )
    header: str = setting(
        Parameter(
            "header",
            "Header",
            "choice",
            "auto",
            "Whether the first line names the columns.",
            choices=(AUTO, Choice("yes", "First line"), Choice("no", "None")),
            effect="restart",
        )
    )
    ignore: tuple[str, ...] = setting(
        Parameter(
            "ignore", "Ignored columns", "texts", (), "Columns that are left out.", effect="restart"
        )
    )
    numbers: tuple[str, ...] = setting(
        Parameter(
            "numbers",
            "Number columns",
            "texts",
            (),
            "Columns read as numbers, whatever the guess.",
            effect="restart",
        )
    )
    categories: tuple[str, ...] = setting(
        Parameter(
            "categories",
            "Category columns",
            "texts",
            (),
            "Columns read as categories, each turned into one input per category (one-hot).",
            effect="restart",
        )
    )
    missing: str = setting(
        Parameter(
            "missing",
            "Missing values",
            "choice",
            "drop",
            "What happens to rows with a missing input. Rows without their target are left out.",
            choices=(Choice("drop", "Drop the row"), Choice("fill", "Fill: median, most frequent")),
            effect="restart",
        )
    )


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A multilayer perceptron."""

    hidden: tuple[int, ...] = setting(
        Parameter(
            "hidden",
            "Hidden layers",
            "integers",
            (4, 2),
            "How many units each hidden layer has, in order. No layers make a linear model.",
            minimum=1,
            maximum=1024,
            scale="logarithmic",
            effect="network",
        )
    )
    activation: str = setting(
        Parameter(
            "activation",
            "Activation",
            "choice",
            "tanh",
            "The bend between two layers. Without it, layers add up to one linear map.",
            catalogue="activations",
            effect="network",
        )
    )
    layer_activations: tuple[str, ...] = setting(
        Parameter(
            "layer_activations",
            "Activation per layer",
            "texts",
            (),
            "One activation per hidden layer where it differs from the common one; empty entries "
            "take the common one.",
            catalogue="activations",
            effect="network",
        )
    )
    dropout: float = setting(
        Parameter(
            "dropout",
            "Dropout",
            "number",
            0.0,
            "The chance that a hidden unit is silenced in a step. It keeps units from leaning on "
            "each other and fights overfitting.",
            minimum=0.0,
            maximum=0.95,
        )
    )
    bias: bool = setting(
        Parameter(
            "bias",
            "Bias",
            "switch",
            True,
            "Whether each unit may shift its sum.",
            formula="z = W x + b",
            effect="network",
        )
    )
    initialiser: str = setting(
        Parameter(
            "initialiser",
            "Initial weights",
            "choice",
            "default",
            "How the weights are drawn before the first step.",
            catalogue="initialisers",
            effect="restart",
        )
    )
    seed: int = setting(
        Parameter(
            "seed",
            "Network seed",
            "integer",
            0,
            "Where the random numbers for the initial weights start. Reset returns to the same "
            "weights.",
            minimum=0,
            maximum=2**31 - 1,
            effect="restart",
        )
    )


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """Loss, optimizer, schedule, regularisation, stop rules and device."""

    loss: str = setting(
        Parameter(
            "loss",
            "Loss",
            "choice",
            "cross_entropy",
            "What is made small. Only losses that fit the task are offered.",
            catalogue="losses",
            effect="optimizer",
        )
    )
    optimizer: str = setting(
        Parameter(
            "optimizer",
            "Optimizer",
            "choice",
            "adam",
            "How the gradients move the weights.",
            catalogue="optimizers",
            effect="optimizer",
        )
    )
    learning_rate: float = setting(
        Parameter(
            "learning_rate",
            "Learning rate",
            "number",
            0.01,
            "How far each step goes. Too small learns slowly; too large jumps over the valley and "
            "diverges.",
            minimum=1e-7,
            maximum=100.0,
            scale="logarithmic",
        )
    )
    batch_size: int = setting(
        Parameter(
            "batch_size",
            "Batch size",
            "integer",
            10,
            "How many rows each step sees. Small batches step often and noisily; the full batch "
            "follows the true gradient.",
            minimum=1,
            maximum=10_000_000,
            scale="logarithmic",
            special=((0, "full batch"),),
        )
    )
    epochs: int = setting(
        Parameter(
            "epochs",
            "Epochs",
            "integer",
            0,
            "Stop after so many passes over the training part.",
            minimum=1,
            maximum=10_000_000,
            scale="logarithmic",
            special=((0, "no end"),),
        )
    )
    l1: float = setting(
        Parameter(
            "l1",
            "L1",
            "number",
            0.0,
            "Adds the sum of the weights' magnitudes to what is made small: drives weights to "
            "exactly zero.",
            minimum=0.0,
            maximum=10.0,
            scale="logarithmic",
            smallest=1e-6,
            formula="λ Σ|w|",
        )
    )
    l2: float = setting(
        Parameter(
            "l2",
            "L2",
            "number",
            0.0,
            "Adds half the sum of the squared weights to what is made small: keeps weights small.",
            minimum=0.0,
            maximum=10.0,
            scale="logarithmic",
            smallest=1e-6,
            formula="λ/2 Σ w²",
        )
    )
    gradient_clip: float = setting(
        Parameter(
            "gradient_clip",
            "Gradient clipping",
            "number",
            0.0,
            "The longest gradient a step may follow, as the norm over all parameters; longer ones "
            "are shortened.",
            minimum=0.0,
            maximum=1000.0,
            scale="logarithmic",
            smallest=1e-3,
            special=((0.0, "off"),),
            formula="g · min(1, c / ‖g‖)",
        )
    )
    schedule: str = setting(
        Parameter(
            "schedule",
            "Schedule",
            "choice",
            "constant",
            "How the learning rate changes while training.",
            catalogue="schedules",
        )
    )
    warmup: int = setting(
        Parameter(
            "warmup",
            "Warm-up",
            "integer",
            0,
            "Steps over which the learning rate first rises from near zero to where the schedule "
            "starts.",
            minimum=1,
            maximum=1_000_000,
            scale="logarithmic",
            special=((0, "off"),),
            unit="steps",
        )
    )
    seed: int = setting(
        Parameter(
            "seed",
            "Training seed",
            "integer",
            0,
            "Where the random numbers for shuffling and dropout start.",
            minimum=0,
            maximum=2**31 - 1,
            effect="restart",
        )
    )
    device: str = setting(
        Parameter(
            "device",
            "Device",
            "text",
            "cpu",
            "Where the network trains. Small networks are fastest on the CPU.",
        )
    )
    validate_every: int = setting(
        Parameter(
            "validate_every",
            "Validate every",
            "integer",
            1,
            "Epochs between two measurements of the validation loss.",
            minimum=1,
            maximum=10_000,
            scale="logarithmic",
            unit="epochs",
        )
    )
    target_loss: float = setting(
        Parameter(
            "target_loss",
            "Target loss",
            "number",
            0.0,
            "Stop once the loss (validation, or training where there is no validation part) is at "
            "or below this.",
            minimum=0.0,
            maximum=1e9,
            scale="logarithmic",
            smallest=1e-9,
            special=((0.0, "off"),),
        )
    )
    patience: int = setting(
        Parameter(
            "patience",
            "Patience",
            "integer",
            0,
            "Stop early after so many measurements of the validation loss without a better one; "
            "the best weights are kept.",
            minimum=1,
            maximum=1_000_000,
            scale="logarithmic",
            special=((0, "off"),),
        )
    )
    options: Options = ()


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table of one's own as it was given: its name and its bytes. A project keeps both."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RunSpec:
    """Everything that determines a run: the same spec gives the same losses."""

    data: DataSpec = DataSpec()
    network: NetworkSpec = NetworkSpec()
    training: TrainingSpec = TrainingSpec()
