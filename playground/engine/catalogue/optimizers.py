"""How the gradients move the weights: every optimizer of torch.optim that trains dense networks."""

from dataclasses import dataclass

from playground.engine.catalogue import optimizer_parameters as common
from playground.engine.catalogue.optimizer_parameters import number, switch
from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_
from playground.engine.spec.parameter import Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimizer(Row):
    """`target` is the class in torch.optim, which `playground.engine.training.optimizers` builds:
    options that torch takes as a pair (such as `betas`) are two parameters here.

    Attributes:
        needs_closure: its `step` evaluates the loss several times (LBFGS).
    """

    needs_closure: bool = False

    @property
    def live(self) -> tuple[str, ...]:
        """The options that may change between two steps; the rest start with fresh state."""
        return tuple(option.name for option in self.parameters if option.effect == "live")


def _optimizer(
    key: str,
    label: str,
    formula: str,
    text: str,
    *parameters: Parameter,
    name: str = "",
    needs_closure: bool = False,
) -> Optimizer:
    """A row for the class `name` of `torch.optim`, which is also its label where none is given."""
    return Optimizer(
        key=key,
        label=label,
        help=text,
        formula=formula,
        source=f"https://docs.pytorch.org/docs/stable/generated/torch.optim.{name or label}.html",
        target=f"torch.optim:{name or label}",
        parameters=parameters,
        needs_closure=needs_closure,
    )


_SGD = _optimizer(
    "sgd",
    "SGD",
    "w ← w − η v, v ← μ v + g",
    N_(
        "Steps straight down the gradient of the batch. Simple and predictable; with momentum it "
        "gets through flat regions."
    ),
    number("momentum", N_("Momentum"), 0.0, 0.0, 0.9999, common.MOMENTUM_HELP),
    number(
        "dampening",
        N_("Dampening"),
        0.0,
        0.0,
        1.0,
        N_(
            "How much less of each new gradient enters the momentum. A larger value makes it "
            "slower to turn."
        ),
    ),
    switch(
        "nesterov",
        "Nesterov",
        N_(
            "Looks ahead to where the momentum leads before it corrects, so that it overshoots "
            "less. It needs momentum above 0 and no dampening."
        ),
    ),
    common.weight_decay(),
)
_ADAM = _optimizer(
    "adam",
    "Adam",
    "w ← w − η m̂ / (√v̂ + ε)",
    N_(
        "Gives every weight its own step size, large where gradients are small and steady. It "
        "learns fast with little tuning."
    ),
    *common.betas(),
    common.epsilon(1e-8),
    common.weight_decay(),
    common.AMSGRAD,
)
_ADAMW = _optimizer(
    "adamw",
    "AdamW",
    "w ← w − η (m̂ / (√v̂ + ε) + λ w)",
    N_(
        "Adam whose weight decay shrinks all weights by the same factor instead of passing through "
        "the gradient. It often generalises better."
    ),
    *common.betas(),
    common.epsilon(1e-8),
    common.weight_decay(0.01),
    common.AMSGRAD,
)
_NADAM = _optimizer(
    "nadam",
    "NAdam",
    "w ← w − η (μ' m̂ + (1 − μ) ĝ) / (√v̂ + ε)",
    N_("Adam with Nesterov's look-ahead. It often learns a little faster at first."),
    *common.betas(),
    common.epsilon(1e-8),
    common.weight_decay(),
    number(
        "momentum_decay",
        N_("Momentum decay"),
        0.004,
        0.0,
        1.0,
        N_("How quickly the momentum grows from half to its full value; at 0 it stays at half."),
    ),
    common.DECOUPLED,
)
_RADAM = _optimizer(
    "radam",
    "RAdam",
    "w ← w − η r m̂ / √v̂",
    N_(
        "Adam that trusts its step sizes only once it has seen enough gradients: a built-in "
        "warm-up for a calmer start."
    ),
    *common.betas(),
    common.epsilon(1e-8),
    common.weight_decay(),
    common.DECOUPLED,
)
_ADAMAX = _optimizer(
    "adamax",
    "Adamax",
    "w ← w − η m̂ / u, u ← max(β₂ u, |g| + ε)",
    N_(
        "Adam that divides by the largest recent gradient instead of the root mean square. Rare "
        "large gradients disturb it less."
    ),
    *common.betas(),
    common.epsilon(1e-8),
    common.weight_decay(),
)
_RMSPROP = _optimizer(
    "rmsprop",
    "RMSprop",
    "w ← w − η g / (√v + ε), v ← α v + (1 − α) g²",
    N_(
        "Divides each step by the recent size of the gradient, so that steep and flat directions "
        "learn equally fast."
    ),
    number(
        "alpha",
        "α",
        0.99,
        0.0,
        0.999999,
        N_("How long the size of past gradients counts. A larger value makes steadier steps."),
    ),
    common.epsilon(1e-8),
    common.weight_decay(),
    number("momentum", N_("Momentum"), 0.0, 0.0, 0.9999, common.MOMENTUM_HELP),
    switch(
        "centered",
        N_("Centred"),
        N_(
            "Divides by the spread of the gradient around its mean instead of by its size: larger "
            "steps where the direction is steady."
        ),
        "optimizer",
    ),
)
_ADAGRAD = _optimizer(
    "adagrad",
    "Adagrad",
    "w ← w − η g / (√Σg² + ε)",
    N_(
        "The step of a weight shrinks with the sum of all its gradients. Weights of rare inputs "
        "keep learning; long runs come to a halt."
    ),
    number(
        "lr_decay",
        N_("Rate decay"),
        0.0,
        0.0,
        1.0,
        N_("How quickly the learning rate falls with the steps: η / (1 + steps × decay)."),
    ),
    common.weight_decay(),
    number(
        "initial_accumulator_value",
        N_("Initial sum"),
        0.0,
        0.0,
        1000.0,
        N_(
            "Where the sum of squared gradients starts. A larger value makes the first steps "
            "smaller."
        ),
        effect="optimizer",
    ),
    common.epsilon(1e-10),
)
_ADADELTA = _optimizer(
    "adadelta",
    "Adadelta",
    "w ← w − η g √(u + ε) / √(v + ε)",
    N_(
        "Sets the size of its steps by its own recent steps, so that the learning rate hardly "
        "matters. It starts slowly."
    ),
    number(
        "rho",
        "ρ",
        0.9,
        0.0,
        0.999999,
        N_("How long past gradients and steps count. A larger value makes steadier steps."),
    ),
    common.epsilon(1e-6),
    common.weight_decay(),
)
_ASGD = _optimizer(
    "asgd",
    N_("Averaged SGD"),
    "w ← (1 − λ η) w − η g, η = η₀ / (1 + λ η₀ t)^α",
    N_(
        "SGD whose steps shrink by themselves during training, so that it settles despite noisy "
        "gradients."
    ),
    number(
        "lambd",
        "λ",
        1e-4,
        0.0,
        1.0,
        N_("How quickly steps shrink and weights decay."),
        smallest=1e-7,
    ),
    number(
        "alpha",
        "α",
        0.75,
        0.0,
        1.0,
        N_("How strongly steps shrink with the number of steps so far."),
    ),
    number(
        "t0",
        N_("Averaging from"),
        1e6,
        0.0,
        1e9,
        N_("The step from which an average of the weights is kept as well."),
        smallest=1.0,
    ),
    common.weight_decay(),
    name="ASGD",
)
_RPROP = _optimizer(
    "rprop",
    "Rprop",
    N_("w ← w − sign(g) Δ, Δ grows while the sign stays and shrinks when it changes"),
    N_(
        "Follows only the sign of the gradient, each weight with its own step size. Made for the "
        "full batch. The learning rate sets only the first step size."
    ),
    *common.RPROP,
)
_LBFGS = _optimizer(
    "lbfgs",
    "L-BFGS",
    N_("w ← w − η H g, H from the last steps and gradients"),
    N_(
        "Estimates the curvature from its last steps: it needs very few steps on small, smooth "
        "problems with the full batch. Each step evaluates the loss several times."
    ),
    *common.LBFGS,
    needs_closure=True,
    name="LBFGS",
)
_ADAFACTOR = _optimizer(
    "adafactor",
    "Adafactor",
    "w ← w − max(ε₂, RMS(w)) ρ û, ρ = min(η, 1/√t)",
    N_(
        "Adam with little memory: it keeps only the row and column means of the squared gradients, "
        "and steps in proportion to the weights."
    ),
    *common.ADAFACTOR,
    common.weight_decay(),
)

OPTIMIZERS: tuple[Optimizer, ...] = (
    _SGD,
    _ADAM,
    _ADAMW,
    _NADAM,
    _RADAM,
    _ADAMAX,
    _RMSPROP,
    _ADAGRAD,
    _ADADELTA,
    _ASGD,
    _RPROP,
    _LBFGS,
    _ADAFACTOR,
)
