"""Which data, how they are read, disturbed, split and scaled: the settings `data.*`."""

from dataclasses import dataclass

from playground.engine.common.language import N_
from playground.engine.spec.parameter import Choice, setting

AUTO = Choice(
    "auto", N_("Automatic"), N_("Detected from the file; what was detected, and why, is shown.")
)

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


DATE_PARTS: tuple[Choice, ...] = (
    Choice("elapsed", N_("Seconds since the first")),
    Choice("year", N_("Year")),
    Choice("month", N_("Month")),
    Choice("weekday", N_("Day of the week")),
)
"""What a date can become."""


@dataclass(frozen=True, slots=True)
class DataSpec:
    """Which data, how they are read, disturbed, split and scaled."""

    source: str = setting(
        N_("Source"),
        "choice",
        "circle",
        N_("The data to learn from."),
        catalogue="datasets",
        effect="restart",
    )
    samples: int = setting(
        N_("Samples"),
        "integer",
        500,
        N_(
            "How many points are generated. More of them show the shape better and make each epoch "
            "longer."
        ),
        minimum=1,
        maximum=100_000,
        scale="logarithmic",
        effect="data",
    )
    noise: float = setting(
        N_("Noise"),
        "number",
        0.0,
        N_(
            "How much the points are disturbed at random. Noise blurs the boundary and makes "
            "overfitting more likely."
        ),
        minimum=0.0,
        maximum=0.5,
        unit="%",
        effect="data",
    )
    validation_fraction: float = setting(
        N_("Validation set"),
        "number",
        0.3,
        N_(
            "The share of the rows that is only measured, not trained on: it shows whether the "
            "network generalises or memorises."
        ),
        minimum=0.0,
        maximum=0.9,
        unit="%",
        effect="data",
    )
    seed: int = setting(
        N_("Data seed"),
        "integer",
        0,
        N_(
            "The seed of the random numbers for the points, the noise and the split. The same seed "
            "gives the same data."
        ),
        minimum=0,
        maximum=2**31 - 1,
        effect="data",
    )
    standardise: bool = setting(
        N_("Standardise"),
        "switch",
        True,
        N_(
            "Shift and scale every input (and a regression target) to mean 0 and standard "
            "deviation 1, as measured on the training set. It makes most networks learn faster."
        ),
        formula=N_("z = (x − mean) / deviation"),
        effect="data",
    )
    features: tuple[str, ...] = setting(
        N_("Input features"),
        "texts",
        ("x1", "x2"),
        N_(
            "Which functions of x₁ and x₂ the network receives. They are part of the exported "
            "model."
        ),
        choices=INPUT_FEATURES,
        effect="data",
    )
    points: tuple[str, ...] = setting(
        N_("Painted points"),
        "texts",
        (),
        N_(
            "The painted points, each as x₁, x₂ and its class or value, or as x and y, with spaces "
            "between the numbers."
        ),
        effect="data",
    )
    target: tuple[str, ...] = setting(
        N_("Target"),
        "texts",
        (),
        N_(
            "The column to predict, or several columns of numbers. If this is empty, the last "
            "usable column is used."
        ),
        effect="restart",
    )
    task: str = setting(
        N_("Task"),
        "choice",
        "auto",
        N_("What is predicted: a number, one of two classes, or one of several."),
        choices=(
            Choice("auto", N_("Automatic"), N_("Depends on the target column.")),
            Choice("regression", N_("Regression"), N_("Predict a number.")),
            Choice("two_classes", N_("Two classes"), N_("Predict one of two classes.")),
            Choice("more_classes", N_("More classes"), N_("Predict one of several classes.")),
        ),
        effect="restart",
    )
    sheet: str = setting(
        N_("Sheet"),
        "text",
        "",
        N_(
            "The sheet of a workbook, by its name or its number. If this is empty, the first one "
            "that has a table is read."
        ),
        effect="restart",
    )
    encoding: str = setting(
        N_("Encoding"),
        "choice",
        "auto",
        N_("The character encoding of the file; any that Python knows can be typed."),
        choices=(
            AUTO,
            Choice("utf-8", "UTF-8"),
            Choice("utf-16", "UTF-16"),
            Choice("cp1252", N_("Western European (Windows-1252)")),
            Choice("cp1250", N_("Central European (Windows-1250)")),
            Choice("cp1251", N_("Cyrillic (Windows-1251)")),
            Choice("cp850", N_("Western European (DOS, cp850)")),
            Choice("mac-roman", N_("Western European (Mac Roman)")),
            Choice("gb18030", N_("Chinese (GB 18030)")),
            Choice("big5", N_("Chinese (Big5)")),
            Choice("shift_jis", N_("Japanese (Shift JIS)")),
            Choice("euc-kr", N_("Korean (EUC-KR)")),
        ),
        typed=r"[\w.:-]{2,40}",
        effect="restart",
    )
    separator: str = setting(
        N_("Separator"),
        "choice",
        "auto",
        N_("The character between two columns; any other one can be typed."),
        choices=(
            AUTO,
            Choice("comma", N_("Comma ,")),
            Choice("semicolon", N_("Semicolon ;")),
            Choice("tab", N_("Tab")),
            Choice("bar", N_("Bar |")),
            Choice("blanks", N_("Blanks"), N_("One or more blanks or tabs.")),
            Choice("space", N_("Single blank"), N_("Each blank separates two cells.")),
        ),
        typed=r"[^\w\s]",
        effect="restart",
    )
    skip_lines: int = setting(
        N_("Lines to skip"),
        "integer",
        -1,
        N_("How many lines above the table are titles or notes and no part of it."),
        minimum=0,
        maximum=1_000_000,
        special=((-1, N_("automatic")),),
        effect="restart",
    )
    comment: str = setting(
        N_("Comment mark"),
        "text",
        "",
        N_(
            "Lines that begin with it are left out. If this is empty, it is detected; “none” keeps "
            "every line."
        ),
        effect="restart",
    )
    footer_lines: int = setting(
        N_("Footer lines"),
        "integer",
        -1,
        N_("How many lines at the end are totals or notes and no part of the table."),
        minimum=0,
        maximum=1_000_000,
        special=((-1, N_("automatic")),),
        effect="restart",
    )
    bent_rows: str = setting(
        N_("Rows of another width"),
        "choice",
        "skip",
        N_("What happens to rows that have more or fewer cells than the table has columns."),
        choices=(
            Choice("skip", N_("Leave out a few"), N_("Each is named; a table of many is refused.")),
            Choice("fill", N_("Fill up"), N_("Cells that are missing at the end are empty.")),
            Choice("refuse", N_("Refuse the table")),
        ),
        effect="restart",
    )
    decimal: str = setting(
        N_("Decimal mark"),
        "choice",
        "auto",
        N_("The character before the decimals."),
        choices=(AUTO, Choice("point", N_("Point 1.5")), Choice("comma", N_("Comma 1,5"))),
        effect="restart",
    )
    thousands: str = setting(
        N_("Thousands mark"),
        "choice",
        "auto",
        N_("What separates groups of three digits."),
        choices=(
            AUTO,
            Choice("none", N_("No mark")),
            Choice("point", N_("Point 1.000")),
            Choice("comma", N_("Comma 1,000")),
            Choice("space", N_("Space 1 000")),
            Choice("apostrophe", N_("Apostrophe 1'000")),
        ),
        effect="restart",
    )
    header: str = setting(
        N_("Header"),
        "choice",
        "auto",
        N_("Whether the first line names the columns."),
        choices=(AUTO, Choice("yes", N_("First line")), Choice("no", N_("No header"))),
        effect="restart",
    )
    ignore: tuple[str, ...] = setting(
        N_("Ignored columns"),
        "texts",
        (),
        N_("Columns that are left out. What the network has learned from the others is kept."),
        effect="data",
    )
    numbers: tuple[str, ...] = setting(
        N_("Numeric columns"),
        "texts",
        (),
        N_("Columns read as numbers, whatever was detected."),
        effect="restart",
    )
    categories: tuple[str, ...] = setting(
        N_("Categorical columns"),
        "texts",
        (),
        N_(
            "Columns read as categories, their texts as they stand, each turned into one input per "
            "category (one-hot)."
        ),
        effect="restart",
    )
    dates: tuple[str, ...] = setting(
        N_("Date columns"),
        "texts",
        (),
        N_("Columns read as dates or times, whatever was detected."),
        effect="restart",
    )
    date_parts: tuple[str, ...] = setting(
        N_("Parts of dates"),
        "texts",
        ("elapsed", "year", "month", "weekday"),
        N_("The inputs a date becomes. What is the same in every row is left out."),
        choices=DATE_PARTS,
        effect="restart",
    )
    formats: tuple[str, ...] = setting(
        N_("Formats"),
        "texts",
        (),
        N_(
            "How single columns write their values, each as column=example, such as price=1.234,5, "
            "or column=pattern, such as day=dd/mm/yyyy."
        ),
        effect="restart",
    )
    missing_marks: tuple[str, ...] = setting(
        N_("Missing marks"),
        "texts",
        (),
        N_(
            "Texts that stand for a missing value beside an empty cell, each for all columns (NA) "
            "or for one (region=NA). A mark with a value of its own is written -=>0. If there are "
            "none, they are detected."
        ),
        effect="restart",
    )
    most_categories: int = setting(
        N_("Most categories"),
        "integer",
        100,
        N_("A column with more different texts than this is left out as free text."),
        minimum=2,
        maximum=1_000,
        effect="restart",
    )
    rare_classes: str = setting(
        N_("Rare classes"),
        "choice",
        "train",
        N_("What happens to a class with a single row, which cannot be in both sets."),
        choices=(
            Choice("train", N_("Train on it")),
            Choice("leave_out", N_("Leave it out")),
            Choice("refuse", N_("Refuse the table")),
        ),
        effect="restart",
    )
    missing: str = setting(
        N_("Missing values"),
        "choice",
        "drop",
        N_(
            "What happens to rows with a missing input. Rows with a missing target are always left "
            "out."
        ),
        choices=(
            Choice("drop", N_("Drop the row")),
            Choice("fill", N_("Fill: median or most frequent")),
        ),
        effect="restart",
    )
