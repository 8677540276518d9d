"""The nonlinear functions between two layers. One row each; adding one is adding a row."""

from dataclasses import dataclass

from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_

_DOCS = "https://docs.pytorch.org/docs/stable/generated/torch.nn."


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation(Row):
    """`target` builds a module of any shape.

    Attributes:
        learned: how many numbers it learns in each layer, besides weights and biases.
    """

    learned: int = 0


def _torch_row(
    key: str, label: str, formula: str, text: str, name: str = "", learned: int = 0
) -> Activation:
    """A row for the class `name` of `torch.nn`, which is also its label where none is given."""
    return Activation(
        key=key,
        label=label,
        help=text,
        formula=formula,
        source=f"{_DOCS}{name or label}.html",
        target=f"torch.nn:{name or label}",
        learned=learned,
    )


ACTIVATIONS: tuple[Activation, ...] = (
    _torch_row(
        "tanh",
        "Tanh",
        "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
        N_(
            "An S-shaped curve from −1 to 1. It learns smooth shapes well; far from zero it is "
            "flat and learning slows down."
        ),
    ),
    _torch_row(
        "relu",
        "ReLU",
        "max(0, x)",
        N_(
            "Keeps positive values and sets the rest to zero. It learns fast, in shapes with "
            "straight edges; a neuron that is never positive stops learning."
        ),
    ),
    _torch_row(
        "leaky_relu",
        "Leaky ReLU",
        N_("max(x, 0.01 x)"),
        N_(
            "ReLU that lets one hundredth of each negative value through, so that no neuron stops "
            "learning."
        ),
        name="LeakyReLU",
    ),
    _torch_row(
        "prelu",
        "PReLU",
        "max(0, x) + a · min(0, x)",
        N_("ReLU whose slope on the negative side is learned, one slope per layer."),
        learned=1,
    ),
    _torch_row(
        "elu",
        "ELU",
        N_("x if x > 0 else eˣ − 1"),
        N_(
            "Like ReLU, but curves smoothly towards −1. Outputs centred near zero often make "
            "learning faster."
        ),
    ),
    _torch_row(
        "selu",
        "SELU",
        N_("1.0507 · (x if x > 0 else 1.6733 (eˣ − 1))"),
        N_("ELU scaled so that signals keep mean 0 and standard deviation 1 through many layers."),
    ),
    _torch_row(
        "celu",
        "CELU",
        "max(0, x) + min(0, eˣ − 1)",
        N_("The form of ELU whose slope is continuous everywhere, which makes learning steady."),
    ),
    _torch_row(
        "gelu",
        "GELU",
        "x · Φ(x)",
        N_(
            "A smooth ReLU that dips slightly below zero. It learns smooth shapes and is common in "
            "transformers."
        ),
    ),
    _torch_row(
        "silu",
        "SiLU",
        "x / (1 + e⁻ˣ)",
        N_(
            "Also called Swish: a smooth ReLU with a small dip below zero. It works well in deeper "
            "networks."
        ),
    ),
    _torch_row(
        "mish",
        "Mish",
        "x · tanh(ln(1 + eˣ))",
        N_("Much like SiLU, but even smoother. It takes a little more time per step."),
    ),
    _torch_row(
        "softplus",
        "Softplus",
        "ln(1 + eˣ)",
        N_(
            "ReLU with a rounded corner. It is never negative, so the outputs of the layers drift "
            "upwards and learning is slower."
        ),
    ),
    _torch_row(
        "softsign",
        "Softsign",
        "x / (1 + |x|)",
        N_(
            "An S-shaped curve like Tanh that flattens more slowly, so that neurons far from zero "
            "still learn."
        ),
    ),
    _torch_row(
        "hardtanh",
        "Hardtanh",
        "min(1, max(−1, x))",
        N_("Tanh made of three straight lines. Below −1 and above 1 a neuron does not learn."),
    ),
    _torch_row(
        "sigmoid",
        N_("Sigmoid"),
        "1 / (1 + e⁻ˣ)",
        N_(
            "An S-shaped curve from 0 to 1. Its slope is at most one quarter, so deep networks "
            "learn slowly."
        ),
    ),
    _torch_row(
        "hardsigmoid",
        "Hardsigmoid",
        "min(1, max(0, x/6 + 1/2))",
        N_("Sigmoid made of three straight lines. Below −3 and above 3 a neuron does not learn."),
    ),
    _torch_row(
        "relu6",
        "ReLU6",
        "min(6, max(0, x))",
        N_("ReLU that stops at 6, which keeps signals bounded. Above 6 a neuron does not learn."),
    ),
    _torch_row(
        "identity",
        N_("Identity"),
        "x",
        N_(
            "No nonlinearity: however many layers there are, the network can only learn a straight "
            "line or a plane."
        ),
    ),
    Activation(
        key="sin",
        label=N_("Sine"),
        help=N_(
            "A wave. It learns repeating and finely curved shapes, but training easily gets stuck "
            "in a poor solution."
        ),
        formula="sin x",
        source="https://arxiv.org/abs/2006.09661",
        target="playground.engine.model.activations:Sin",
    ),
)
