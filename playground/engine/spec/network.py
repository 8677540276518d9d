"""What the network looks like: the settings `network.*`."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.spec.parameter import parse_number, setting


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A multilayer perceptron.

    Attributes:
        layer_ids: which layer each hidden one is, so that a layer that was removed can be told from
            its neighbours of the same size; no setting. Without an id for each, they go by number.
    """

    hidden: tuple[int, ...] = setting(
        "Hidden layers",
        "integers",
        (4, 2),
        "How many units each hidden layer has, in order. No layers make a linear model.",
        minimum=1,
        maximum=1024,
        scale="logarithmic",
        effect="network",
    )
    activation: str = setting(
        "Activation",
        "choice",
        "tanh",
        "The bend between two layers. Without it, layers add up to one linear map.",
        catalogue="activations",
        effect="network",
    )
    layer_activations: tuple[str, ...] = setting(
        "Activation per layer",
        "texts",
        (),
        "One activation per hidden layer where it differs from the common one; empty entries "
        "take the common one.",
        catalogue="activations",
        effect="network",
    )
    dropout: float = setting(
        "Dropout",
        "number",
        0.0,
        "The chance that a hidden unit is silenced in a step. It keeps units from leaning on "
        "each other and fights overfitting.",
        minimum=0.0,
        maximum=0.95,
    )
    layer_dropouts: tuple[str, ...] = setting(
        "Dropout per layer",
        "texts",
        (),
        "One chance per hidden layer where it differs from the common dropout; empty entries take "
        "the common one.",
    )
    bias: bool = setting(
        "Bias",
        "switch",
        True,
        "Whether each unit may shift its sum.",
        formula="z = W x + b",
        effect="network",
    )
    initialiser: str = setting(
        "Initial weights",
        "choice",
        "default",
        "How the weights are drawn before the first step.",
        catalogue="initialisers",
        effect="restart",
    )
    seed: int = setting(
        "Network seed",
        "integer",
        0,
        "Where the random numbers for the initial weights start. Reset returns to the same "
        "weights.",
        minimum=0,
        maximum=2**31 - 1,
        effect="restart",
    )
    layer_ids: tuple[int, ...] = ()


def layer_ids(spec: NetworkSpec) -> Sequence[int]:
    """Which layer each hidden one is."""
    numbers = range(len(spec.hidden))
    return spec.layer_ids if len(spec.layer_ids) == len(spec.hidden) else numbers


def own_activation(spec: NetworkSpec, layer: int) -> str:
    """The activation chosen for this hidden layer alone; empty where it takes the common one."""
    own = spec.layer_activations
    return own[layer] if layer < len(own) else ""


def hidden_activations(spec: NetworkSpec) -> tuple[str, ...]:
    """The key of each hidden layer's activation: its own, or else the common one."""
    return tuple(own_activation(spec, n) or spec.activation for n in range(len(spec.hidden)))


def own_dropout(spec: NetworkSpec, layer: int) -> str:
    """The dropout chosen for this hidden layer alone, as text; empty where it takes the common."""
    own = spec.layer_dropouts
    return own[layer] if layer < len(own) else ""


def hidden_dropouts(spec: NetworkSpec) -> tuple[float, ...]:
    """The dropout of each hidden layer: its own, or else the common one.

    Raises:
        InputError: one is no number.
    """
    own = (own_dropout(spec, n) for n in range(len(spec.hidden)))
    return tuple(parse_number(text, "a dropout") if text else spec.dropout for text in own)
