"""The settings that optimizers add, with torch's defaults and bounds that torch accepts."""

from playground.engine.common.language import N_
from playground.engine.spec.parameter import Effect, Parameter

MOMENTUM_HELP = N_(
    "How much of the last step is kept in the next: it carries training through flat regions "
    "and smooths out noise. Close to 1 it overshoots."
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
        N_("Weight decay"),
        default,
        0.0,
        10.0,
        N_(
            "Pulls every weight and bias towards zero in each step, which keeps the function "
            "smooth and reduces overfitting."
        ),
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
        N_(
            "Prevents a division by zero. A larger value makes steps smaller where gradients are "
            "small."
        ),
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
        N_(
            "How long past gradients count towards the direction. A larger value smooths out noise "
            "and turns more slowly."
        ),
    )
    second = number(
        "beta2",
        "β₂",
        0.999,
        0.0,
        0.999999,
        N_(
            "How long the size of past gradients counts towards the step size. A larger value "
            "makes steadier steps."
        ),
    )
    return first, second


AMSGRAD = switch(
    "amsgrad",
    "AMSGrad",
    N_(
        "Divides by the largest average of squared gradients so far, so that steps do not grow "
        "again. Steadier near the end."
    ),
    "optimizer",
)
DECOUPLED = switch(
    "decoupled_weight_decay",
    N_("Decoupled weight decay"),
    N_(
        "Weight decay shrinks all weights by the same factor, as in AdamW, instead of passing "
        "through the gradient."
    ),
)
RPROP = (
    number(
        "eta_minus",
        "η⁻",
        0.5,
        0.01,
        0.99,
        N_(
            "What a step size is multiplied by when the gradient changes sign: a smaller value "
            "slows down more."
        ),
    ),
    number(
        "eta_plus",
        "η⁺",
        1.2,
        1.01,
        10.0,
        N_(
            "What a step size is multiplied by while the gradient keeps its sign: a larger value "
            "speeds up sooner."
        ),
    ),
    number(
        "step_size_min",
        N_("Smallest step"),
        1e-6,
        1e-12,
        1.0,
        N_("No weight moves by less than this in a step."),
        smallest=1e-12,
    ),
    number(
        "step_size_max",
        N_("Largest step"),
        50.0,
        1e-6,
        1e6,
        N_("No weight moves by more than this in a step. Lower it if the loss jumps about."),
        smallest=1e-6,
    ),
)
LBFGS = (
    Parameter(
        "max_iter",
        N_("Iterations"),
        "integer",
        20,
        N_(
            "How many iterations one step may take. More of them get further with each batch and "
            "take longer."
        ),
        minimum=1,
        maximum=1000,
        scale="logarithmic",
    ),
    Parameter(
        "history_size",
        N_("History"),
        "integer",
        100,
        N_(
            "How many past iterations the estimate of the curvature uses. More give a better "
            "estimate and need more memory."
        ),
        minimum=1,
        maximum=1000,
        scale="logarithmic",
        effect="optimizer",
    ),
    number(
        "tolerance_grad",
        N_("Gradient tolerance"),
        1e-7,
        0.0,
        1.0,
        N_("A step ends early once every gradient is at or below this."),
        smallest=1e-12,
    ),
    number(
        "tolerance_change",
        N_("Change tolerance"),
        1e-9,
        0.0,
        1.0,
        N_("A step ends early once the weights or the loss change by less than this."),
        smallest=1e-12,
    ),
    switch(
        "line_search",
        N_("Line search"),
        N_(
            "Searches for a good length of each iteration (strong Wolfe conditions) instead of "
            "relying on the learning rate. Much more reliable, but slower."
        ),
    ),
)
ADAFACTOR = (
    number(
        "beta2_decay",
        N_("β₂ decay"),
        -0.8,
        -10.0,
        0.0,
        N_(
            "The exponent with which the memory of past gradients grows over the steps: closer to "
            "0 remembers less."
        ),
    ),
    number(
        "eps1",
        "ε₁",
        0.0,
        0.0,
        1.0,
        N_("Keeps squared gradients above zero."),
        smallest=1e-16,
        special=((0.0, N_("machine epsilon")),),
    ),
    number(
        "eps2",
        "ε₂",
        1e-3,
        1e-12,
        1.0,
        N_(
            "The smallest size that weights are assumed to have, so that weights near zero can "
            "move."
        ),
        smallest=1e-12,
    ),
    number(
        "d",
        N_("Update clipping"),
        1.0,
        1.0,
        1000.0,
        N_(
            "The largest root mean square of an update; larger updates are scaled down. Lower is "
            "steadier."
        ),
        smallest=1.0,
    ),
)
