"""The settings that optimizers add, with torch's defaults and bounds that torch accepts."""

from playground.engine.spec.parameter import Effect, Parameter

MOMENTUM_HELP = (
    "How much of the last step is kept in the next: it carries learning through flat stretches and "
    "smooths out noise. Close to 1 it overshoots."
)


def number(
    name: str,
    label: str,
    default: float,
    minimum: float,
    maximum: float,
    text: str,
    *,
    smallest: float = 0.0,
    effect: Effect = "live",
    special: tuple[tuple[float, str], ...] = (),
) -> Parameter:
    """A number; its slider is logarithmic where `smallest` says where it starts."""
    return Parameter(
        name,
        label,
        "number",
        default,
        text,
        minimum=minimum,
        maximum=maximum,
        scale="logarithmic" if smallest else "linear",
        smallest=smallest,
        special=special,
        effect=effect,
    )


def switch(name: str, label: str, text: str, effect: Effect = "live") -> Parameter:
    """A switch that is off by default."""
    return Parameter(name, label, "switch", False, text, effect=effect)


def weight_decay(default: float = 0.0) -> Parameter:
    """The optimizer's own pull of all weights and biases towards zero."""
    return number(
        "weight_decay",
        "Weight decay",
        default,
        0.0,
        10.0,
        "Pulls every weight and bias towards zero in each step, which keeps the function smooth "
        "and fights overfitting.",
        smallest=1e-6,
    )


def epsilon(default: float) -> Parameter:
    """The small number that keeps a division from zero."""
    return number(
        "eps",
        "ε",
        default,
        1e-16,
        1.0,
        "Keeps the division from zero. Larger makes small gradients take smaller steps.",
        smallest=1e-16,
    )


def betas() -> tuple[Parameter, Parameter]:
    """How long Adam and its relatives remember the gradient and its square."""
    first = number(
        "beta1",
        "β₁",
        0.9,
        0.0,
        0.999999,
        "How long past gradients are remembered for the direction. Longer smooths out noise and "
        "turns more slowly.",
    )
    second = number(
        "beta2",
        "β₂",
        0.999,
        0.0,
        0.999999,
        "How long the size of past gradients is remembered for the step size. Longer makes "
        "steadier steps.",
    )
    return first, second


AMSGRAD = switch(
    "amsgrad",
    "AMSGrad",
    "Measures by the largest gradients seen so far, so that steps never grow again. Steadier near "
    "the end.",
    "optimizer",
)
DECOUPLED = switch(
    "decoupled_weight_decay",
    "Decoupled weight decay",
    "Lets weight decay shrink all weights alike, as AdamW does, instead of passing through the "
    "gradient.",
)
RPROP = (
    number(
        "eta_minus",
        "η⁻",
        0.5,
        0.01,
        0.99,
        "What a step size is multiplied by when the gradient's sign turns: less brakes harder.",
    ),
    number(
        "eta_plus",
        "η⁺",
        1.2,
        1.01,
        10.0,
        "What a step size is multiplied by while the gradient's sign stays: more speeds up sooner.",
    ),
    number(
        "step_size_min",
        "Smallest step",
        1e-6,
        1e-12,
        1.0,
        "No weight moves by less than this in a step.",
        smallest=1e-12,
    ),
    number(
        "step_size_max",
        "Largest step",
        50.0,
        1e-6,
        1e6,
        "No weight moves by more than this in a step. Lower it where learning jumps about.",
        smallest=1e-6,
    ),
)
LBFGS = (
    Parameter(
        "max_iter",
        "Iterations",
        "integer",
        20,
        "How often one step may move. More get further with each batch and take longer.",
        minimum=1,
        maximum=1000,
        scale="logarithmic",
    ),
    Parameter(
        "history_size",
        "History",
        "integer",
        100,
        "How many past moves the guess of the curvature rests on. More guess better and cost "
        "memory.",
        minimum=1,
        maximum=1000,
        scale="logarithmic",
        effect="optimizer",
    ),
    number(
        "tolerance_grad",
        "Gradient tolerance",
        1e-7,
        0.0,
        1.0,
        "A step ends early once every gradient is at or below this.",
        smallest=1e-12,
    ),
    number(
        "tolerance_change",
        "Change tolerance",
        1e-9,
        0.0,
        1.0,
        "A step ends early once moves and loss change by less than this.",
        smallest=1e-12,
    ),
    switch(
        "line_search",
        "Line search",
        "Looks for a good length of each move (strong Wolfe conditions) instead of trusting the "
        "learning rate. Much more reliable, and slower.",
    ),
)
ADAFACTOR = (
    number(
        "beta2_decay",
        "β₂ decay",
        -0.8,
        -10.0,
        0.0,
        "The power of the step count by which the memory of past gradients grows: closer to 0 "
        "remembers less.",
    ),
    number(
        "eps1",
        "ε₁",
        0.0,
        0.0,
        1.0,
        "Keeps squared gradients from zero.",
        smallest=1e-16,
        special=((0.0, "of the number type"),),
    ),
    number(
        "eps2",
        "ε₂",
        1e-3,
        1e-12,
        1.0,
        "The smallest size that weights are taken to have: it lets weights near zero move.",
        smallest=1e-12,
    ),
    number(
        "d",
        "Update clipping",
        1.0,
        1.0,
        1000.0,
        "The largest root mean square that an update may have before it is shortened. Lower is "
        "steadier.",
        smallest=1.0,
    ),
)
