"""How the weights are drawn before the first step."""

from functools import partial

from playground.engine.catalogue.row import Row

_DOCS = "https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init."
_row = partial(Row, target="playground.engine.model.initialisers:")

INITIALISERS: tuple[Row, ...] = (
    _row(
        key="default",
        label="PyTorch's default",
        help="What torch.nn.Linear does by itself: uniform weights and biases, smaller the more "
        "inputs a unit has. A safe start for most networks.",
        formula="W, b ~ U(−1/√n, 1/√n), n inputs",
        source="https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html",
    ),
    _row(
        key="xavier_uniform",
        label="Xavier, uniform",
        help="Keeps the size of the signals level from layer to layer with tanh and sigmoid. "
        "Biases start at zero.",
        formula="W ~ U(−a, a), a = √(6 / (n + m)), n inputs, m outputs",
        source=_DOCS + "xavier_uniform_",
    ),
    _row(
        key="xavier_normal",
        label="Xavier, normal",
        help="As the uniform one, drawn from a bell curve: a few weights start larger. Biases "
        "start at zero.",
        formula="W ~ N(0, 2 / (n + m)), n inputs, m outputs",
        source=_DOCS + "xavier_normal_",
    ),
    _row(
        key="kaiming_uniform",
        label="Kaiming, uniform",
        help="Keeps the size of the signals level with ReLU and its relatives, which silence half "
        "of them. Biases start at zero.",
        formula="W ~ U(−a, a), a = √(6 / n), n inputs",
        source=_DOCS + "kaiming_uniform_",
    ),
    _row(
        key="kaiming_normal",
        label="Kaiming, normal",
        help="As the uniform one, drawn from a bell curve: a few weights start larger. Biases "
        "start at zero.",
        formula="W ~ N(0, 2 / n), n inputs",
        source=_DOCS + "kaiming_normal_",
    ),
    _row(
        key="orthogonal",
        label="Orthogonal",
        help="Units start out looking in directions at right angles, so that signals neither grow "
        "nor fade in deep networks. Biases start at zero.",
        formula="W Wᵀ = 1 (or Wᵀ W = 1)",
        source=_DOCS + "orthogonal_",
    ),
    _row(
        key="small_normal",
        label="Small, normal",
        help="Tiny weights from a bell curve: the network starts almost linear, and deep ones "
        "learn very slowly at first. Biases start at zero.",
        formula="W ~ N(0, 0.01²)",
        source=_DOCS + "normal_",
    ),
    _row(
        key="zeros",
        label="Zeros",
        help="Every unit starts the same and stays the same, so that hidden layers learn nothing: "
        "it shows why weights are drawn at random.",
        formula="W = 0, b = 0",
        source=_DOCS + "zeros_",
    ),
)
