"""What can be drawn of a network that learns: one row each; the combo and the plot read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playground.engine.common.language import N_
from playground.engine.instruments.health.look import Histogram, LayerHealth
from playground.engine.instruments.health.remedies import RULE_OF_THUMB
from playground.engine.spec.parameter import Choice

Layers = Literal["all", "hidden"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One number of each layer over the steps.

    Attributes:
        title: of the vertical axis; English, as all texts here.
        of: the number; one that is not finite is not drawn.
        logarithmic: it is drawn by its exponent of ten.
        guide: a value that is drawn across, with the word in the legend; None for none.
        layers: which have such a number.
        missing: what is said where no layer has one.
    """

    key: str
    label: str
    help: str
    title: str
    of: Callable[[LayerHealth], float]
    logarithmic: bool = False
    guide: float | None = None
    layers: Layers = "all"
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the values of one layer are spread, over the steps; as for `Curve`."""

    key: str
    label: str
    help: str
    title: str
    of: Callable[[LayerHealth], Histogram]
    logarithmic: bool = False


GUIDE = N_("rule of thumb: 0.001")
_FLAT_ENDS = N_("Only S-shaped activations, such as tanh and sigmoid, can be saturated.")
_NO_HIDDEN = N_("There is no hidden layer, and only hidden neurons can be dead.")

CURVES: tuple[Curve, ...] = (
    Curve(
        key="gradient_norm",
        label=N_("Gradient norm"),
        help=N_(
            "How strongly the loss depends on the weights of each layer. Layers should be within a "
            "few powers of ten of each other."
        ),
        title=N_("gradient norm"),
        of=lambda layer: layer.gradient_norm,
        logarithmic=True,
    ),
    Curve(
        key="weight_norm",
        label=N_("Weight norm"),
        help=N_("How large the weights of each layer are, taken together."),
        title=N_("weight norm"),
        of=lambda layer: layer.weight_norm,
        logarithmic=True,
    ),
    Curve(
        key="update_ratio",
        label=N_("Update / weight"),
        help=N_(
            "How much the next step changes the weights of each layer, relative to their size. "
            "About 0.001 is healthy: far above it, the learning rate is too high; far below it, "
            "too low."
        ),
        title=N_("update / weight"),
        of=lambda layer: layer.update_ratio,
        logarithmic=True,
        guide=RULE_OF_THUMB,
    ),
    Curve(
        key="mean",
        label=N_("Mean output"),
        help=N_("The mean output of each layer's neurons; near zero, the next layer learns best."),
        title=N_("mean output"),
        of=lambda layer: layer.mean,
    ),
    Curve(
        key="deviation",
        label=N_("Deviation of outputs"),
        help=N_(
            "The standard deviation of each layer's outputs. If it shrinks from layer to layer, "
            "the signal is lost; if it grows, the signal explodes."
        ),
        title=N_("deviation"),
        of=lambda layer: layer.deviation,
    ),
    Curve(
        key="dead",
        label=N_("Dead neurons"),
        help=N_("The share of each layer's neurons that pass on almost no gradient for any row."),
        title=N_("dead neurons"),
        of=lambda layer: layer.dead,
        layers="hidden",
        missing=_NO_HIDDEN,
    ),
    Curve(
        key="saturated",
        label=N_("Saturated outputs"),
        help=N_(
            "The share of each layer's outputs that lie on a flat end of an S-shaped activation, "
            "where almost no gradient passes."
        ),
        title=N_("saturated outputs"),
        of=lambda layer: layer.saturated,
        layers="hidden",
        missing=_FLAT_ENDS,
    ),
)

SPREADS: tuple[Spread, ...] = (
    Spread(
        key="weights",
        label=N_("Weights"),
        help=N_("How the weights of a layer are distributed, step by step."),
        title=N_("weight"),
        of=lambda layer: layer.weight_values,
    ),
    Spread(
        key="outputs",
        label=N_("Outputs"),
        help=N_("How the outputs of a layer's neurons are distributed, step by step."),
        title=N_("output"),
        of=lambda layer: layer.activation_values,
    ),
    Spread(
        key="gradients",
        label=N_("Gradients"),
        help=N_(
            "How the sizes of a layer's gradients are distributed, step by step, without zeros."
        ),
        title=N_("gradient"),
        of=lambda layer: layer.gradient_values,
        logarithmic=True,
    ),
)


def choice_of(row: Curve | Spread) -> Choice:
    """How a combo offers a row."""
    return Choice(row.key, row.label, row.help)
