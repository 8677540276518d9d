"""Which data, how they are read, disturbed, split and scaled: the settings `data.*`."""

from dataclasses import dataclass

from playground.engine.spec.parameter import Choice, setting

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
        "Source",
        "choice",
        "circle",
        "The data to learn from.",
        catalogue="datasets",
        effect="restart",
    )
    samples: int = setting(
        "Samples",
        "integer",
        500,
        "How many points are drawn. More show the shape better and make each epoch longer.",
        minimum=1,
        maximum=100_000,
        scale="logarithmic",
        effect="data",
    )
    noise: float = setting(
        "Noise",
        "number",
        0.0,
        "How much the points are disturbed. Noise blurs the boundary and invites overfitting.",
        minimum=0.0,
        maximum=0.5,
        unit="%",
        effect="data",
    )
    validation_fraction: float = setting(
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
    seed: int = setting(
        "Data seed",
        "integer",
        0,
        "Where the random numbers for the points, the noise and the split start. The same seed "
        "gives the same data.",
        minimum=0,
        maximum=2**31 - 1,
        effect="data",
    )
    standardise: bool = setting(
        "Standardise",
        "switch",
        True,
        "Shift and scale every input (and a regression target) to mean 0 and deviation 1, as "
        "measured on the training part. It makes most networks learn faster.",
        formula="z = (x − mean) / deviation",
        effect="data",
    )
    features: tuple[str, ...] = setting(
        "Input features",
        "texts",
        ("x1", "x2"),
        "What the network is given of a point. They are part of the exported model.",
        choices=INPUT_FEATURES,
        effect="data",
    )
    points: tuple[str, ...] = setting(
        "Painted points",
        "texts",
        (),
        "The points that were painted, each as x₁, x₂ and its class or value, or as x and y, with "
        "spaces between the numbers.",
        effect="data",
    )
    target: str = setting(
        "Target",
        "text",
        "",
        "The column to predict. Left empty, the last usable column is taken.",
        effect="restart",
    )
    task: str = setting(
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
    encoding: str = setting(
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
    separator: str = setting(
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
    decimal: str = setting(
        "Decimal mark",
        "choice",
        "auto",
        "What stands before the decimals.",
        choices=(AUTO, Choice("point", "Point 1.5"), Choice("comma", "Comma 1,5")),
        effect="restart",
    )
    thousands: str = setting(
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
    header: str = setting(
        "Header",
        "choice",
        "auto",
        "Whether the first line names the columns.",
        choices=(AUTO, Choice("yes", "First line"), Choice("no", "None")),
        effect="restart",
    )
    ignore: tuple[str, ...] = setting(
        "Ignored columns",
        "texts",
        (),
        "Columns that are left out. What the network has learned of the others is kept.",
        effect="data",
    )
    numbers: tuple[str, ...] = setting(
        "Number columns",
        "texts",
        (),
        "Columns read as numbers, whatever the guess.",
        effect="restart",
    )
    categories: tuple[str, ...] = setting(
        "Category columns",
        "texts",
        (),
        "Columns read as categories, each turned into one input per category (one-hot).",
        effect="restart",
    )
    missing: str = setting(
        "Missing values",
        "choice",
        "drop",
        "What happens to rows with a missing input. Rows without their target are left out.",
        choices=(Choice("drop", "Drop the row"), Choice("fill", "Fill: median, most frequent")),
        effect="restart",
    )
