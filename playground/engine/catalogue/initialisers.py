"""How the weights are drawn before the first step."""

from functools import partial

from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_

_DOCS = "https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init."
_row = partial(Row, target="playground.engine.model.initialisers:")

INITIALISERS: tuple[Row, ...] = (
    _row(
        key="default",
        label=N_("PyTorch default"),
        help=N_(
            "What torch.nn.Linear does by default: uniform weights and biases, smaller the more "
            "inputs a neuron has. A safe start for most networks."
        ),
        formula=N_("W, b ~ U(−1/√n, 1/√n), n inputs"),
        source="https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html",
    ),
    _row(
        key="xavier_uniform",
        label=N_("Xavier, uniform"),
        help=N_(
            "Keeps signals the same size from layer to layer with tanh and sigmoid. Biases start "
            "at zero."
        ),
        formula=N_("W ~ U(−a, a), a = √(6 / (n + m)), n inputs, m outputs"),
        source=_DOCS + "xavier_uniform_",
    ),
    _row(
        key="xavier_normal",
        label=N_("Xavier, normal"),
        help=N_(
            "Like the uniform one, but drawn from a normal distribution: a few weights start "
            "larger. Biases start at zero."
        ),
        formula=N_("W ~ N(0, 2 / (n + m)), n inputs, m outputs"),
        source=_DOCS + "xavier_normal_",
    ),
    _row(
        key="kaiming_uniform",
        label=N_("Kaiming, uniform"),
        help=N_(
            "Keeps signals the same size with ReLU and its relatives, which set half of them to "
            "zero. Biases start at zero."
        ),
        formula=N_("W ~ U(−a, a), a = √(6 / n), n inputs"),
        source=_DOCS + "kaiming_uniform_",
    ),
    _row(
        key="kaiming_normal",
        label=N_("Kaiming, normal"),
        help=N_(
            "Like the uniform one, but drawn from a normal distribution: a few weights start "
            "larger. Biases start at zero."
        ),
        formula=N_("W ~ N(0, 2 / n), n inputs"),
        source=_DOCS + "kaiming_normal_",
    ),
    _row(
        key="orthogonal",
        label=N_("Orthogonal"),
        help=N_(
            "The weight vectors of the neurons start at right angles, so that signals neither grow "
            "nor fade in deep networks. Biases start at zero."
        ),
        formula=N_("W Wᵀ = 1 (or Wᵀ W = 1)"),
        source=_DOCS + "orthogonal_",
    ),
    _row(
        key="small_normal",
        label=N_("Small, normal"),
        help=N_(
            "Tiny weights from a normal distribution: the network starts almost linear, and deep "
            "networks learn very slowly at first. Biases start at zero."
        ),
        formula=N_("W ~ N(0, 0.01²)"),
        source=_DOCS + "normal_",
    ),
    _row(
        key="zeros",
        label=N_("Zeros"),
        help=N_(
            "All neurons of a layer start equal and stay equal, so hidden layers learn nothing: it "
            "shows why weights are drawn at random."
        ),
        formula="W = 0, b = 0",
        source=_DOCS + "zeros_",
    ),
)
