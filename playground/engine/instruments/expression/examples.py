"""Expressions to start from."""

from dataclasses import dataclass

from playground.engine.common.language import N_


@dataclass(frozen=True, slots=True)
class Example:
    """One expression; `label` is English, looked up where it is shown."""

    key: str
    label: str
    text: str


EXAMPLES: tuple[Example, ...] = (
    Example("square", "x²", "x = 2.0\ny = x**2"),
    Example("chain", N_("Chain rule"), "x = 1.5\nu = x**2\nv = sin(u)\ny = exp(v)"),
    Example("two", "a·b + sin(a)", "a = 2.0\nb = 3.0\ny = a * b + sin(a)"),
    Example(
        "neuron",
        N_("One neuron"),
        "w = [0.5, -0.3]\nb = 0.1\nx = [1.0, 2.0]\nz = w @ x + b\na = tanh(z)\nloss = (a - 1)**2",
    ),
    Example(
        "cross_entropy",
        N_("Softmax and cross-entropy"),
        "z = [2.0, 1.0, 0.1]\n"
        "# the true class is the first\n"
        "p = exp(z) / exp(z).sum()\n"
        "loss = -log(p @ [1, 0, 0])",
    ),
)
