"""What the network looks like: the settings `network.*`."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.common.language import N_
from playground.engine.spec.parameter import parse_number, setting


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A multilayer perceptron.

    Attributes:
        layer_ids: which layer each hidden one is, so that a layer that was removed can be told from
            its neighbours of the same size; no setting. Without an id for each, they go by number.
    """

    hidden: tuple[int, ...] = setting(
        N_("Hidden layers"),
        "integers",
        (4, 2),
        N_(
            "How many neurons each hidden layer has, in order. Without hidden layers, the model is "
            "linear."
        ),
        minimum=1,
        maximum=1024,
        scale="logarithmic",
        effect="network",
    )
    activation: str = setting(
        N_("Activation"),
        "choice",
        "tanh",
        N_(
            "The nonlinear function between two layers. Without it, all layers together are one "
            "linear map."
        ),
        catalogue="activations",
        effect="network",
    )
    layer_activations: tuple[str, ...] = setting(
        N_("Activation per layer"),
        "texts",
        (),
        N_(
            "One activation per hidden layer where it differs from the network's; an empty entry "
            "means the network's."
        ),
        catalogue="activations",
        effect="network",
    )
    dropout: float = setting(
        N_("Dropout"),
        "number",
        0.0,
        N_(
            "The probability that a hidden neuron is set to zero in a step. It keeps neurons from "
            "relying on each other and reduces overfitting."
        ),
        minimum=0.0,
        maximum=0.95,
    )
    layer_dropouts: tuple[str, ...] = setting(
        N_("Dropout per layer"),
        "texts",
        (),
        N_(
            "One probability per hidden layer where it differs from the network's dropout; an "
            "empty entry means the network's."
        ),
    )
    bias: bool = setting(
        N_("Bias"),
        "switch",
        True,
        N_("Whether each neuron adds a bias to its weighted sum."),
        formula="z = W x + b",
        effect="network",
    )
    initialiser: str = setting(
        N_("Initial weights"),
        "choice",
        "default",
        N_("How the weights are drawn before the first step."),
        catalogue="initialisers",
        effect="restart",
    )
    seed: int = setting(
        N_("Network seed"),
        "integer",
        0,
        N_(
            "The seed of the random numbers for the initial weights. Reset returns to the same "
            "weights."
        ),
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
    return tuple(
        parse_number(text, "network.layer_dropouts") if text else spec.dropout for text in own
    )
