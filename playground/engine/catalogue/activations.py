"""The bends between two layers. One row each; adding one is adding a row."""

from dataclasses import dataclass

from playground.engine.catalogue.row import Row

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
        "An S from −1 to 1. It learns smooth shapes well; far from zero it is flat and learning "
        "slows down.",
    ),
    _torch_row(
        "relu",
        "ReLU",
        "max(0, x)",
        "Passes what is positive and silences the rest. It learns fast with straight edges; a unit "
        "that is never positive stops learning.",
    ),
    _torch_row(
        "leaky_relu",
        "Leaky ReLU",
        "max(x, 0.01 x)",
        "ReLU that lets one hundredth of the negative side through, so that no unit stops "
        "learning.",
        name="LeakyReLU",
    ),
    _torch_row(
        "prelu",
        "PReLU",
        "max(0, x) + a · min(0, x)",
        "ReLU whose slope on the negative side is learned, one slope for each layer.",
        learned=1,
    ),
    _torch_row(
        "elu",
        "ELU",
        "x if x > 0 else eˣ − 1",
        "Like ReLU, but bends softly towards −1. Outputs centred near zero often learn faster.",
    ),
    _torch_row(
        "selu",
        "SELU",
        "1.0507 · (x if x > 0 else 1.6733 (eˣ − 1))",
        "ELU scaled so that the signals keep mean 0 and deviation 1 through many layers.",
    ),
    _torch_row(
        "celu",
        "CELU",
        "max(0, x) + min(0, eˣ − 1)",
        "ELU in the form whose slope is continuous everywhere, which makes for steady learning.",
    ),
    _torch_row(
        "gelu",
        "GELU",
        "x · Φ(x)",
        "A smooth ReLU that dips just below zero. It learns smooth shapes and is common in "
        "transformers.",
    ),
    _torch_row(
        "silu",
        "SiLU",
        "x / (1 + e⁻ˣ)",
        "Also called Swish: a smooth ReLU with a small dip. It learns well in deeper networks.",
    ),
    _torch_row(
        "mish",
        "Mish",
        "x · tanh(ln(1 + eˣ))",
        "Much like SiLU, smoother still. It costs a little more time per step.",
    ),
    _torch_row(
        "softplus",
        "Softplus",
        "ln(1 + eˣ)",
        "ReLU with its corner rounded off. It is never negative, so layers drift upwards and learn "
        "more slowly.",
    ),
    _torch_row(
        "softsign",
        "Softsign",
        "x / (1 + |x|)",
        "An S like Tanh that flattens slowly, so that units far from zero still learn.",
    ),
    _torch_row(
        "hardtanh",
        "Hardtanh",
        "min(1, max(−1, x))",
        "Tanh drawn with three straight lines. Beyond −1 and 1 a unit does not learn.",
    ),
    _torch_row(
        "sigmoid",
        "Sigmoid",
        "1 / (1 + e⁻ˣ)",
        "An S from 0 to 1. Its slope is at most a quarter, so that deep networks learn slowly.",
    ),
    _torch_row(
        "hardsigmoid",
        "Hardsigmoid",
        "min(1, max(0, x/6 + 1/2))",
        "Sigmoid drawn with three straight lines. Beyond −3 and 3 a unit does not learn.",
    ),
    _torch_row(
        "relu6",
        "ReLU6",
        "min(6, max(0, x))",
        "ReLU that stops at 6, which keeps signals bounded. Above 6 a unit does not learn.",
    ),
    _torch_row(
        "identity",
        "Identity",
        "x",
        "No bend at all: however many layers, the network can only learn a straight line or plane.",
    ),
    Activation(
        key="sin",
        label="Sine",
        help="A wave. It learns repeating and finely curved shapes, and finds many poor solutions "
        "on the way.",
        formula="sin x",
        source="https://arxiv.org/abs/2006.09661",
        target="playground.engine.model.activations:Sin",
    ),
)
