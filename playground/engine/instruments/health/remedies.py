"""What can be done about a run that does not learn: settings to change, each by one button."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.engine.instruments.health.history import History
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec

RULE_OF_THUMB = 1e-3
"""The size of an update in parts of the weight that a well-chosen learning rate often leads to;
Karpathy, https://cs231n.github.io/neural-networks-3/#ratio."""
CLIP = 1.0
"""A norm at which gradients are commonly clipped (Pascanu, Mikolov and Bengio 2013 describe
clipping by the norm; https://arxiv.org/abs/1211.5063)."""
DROPOUT = 0.2
"""Within the 0.2 to 0.5 that Srivastava et al. 2014 use for hidden units, on its mild side."""
Values = Mapping[str, object]
Restored = Literal["", "best", "valid"]
"""The weights of the lowest validation loss, or the last ones that were all finite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One thing to try.

    Attributes:
        label: what the button says; English, with `{value}` where it tells the new rate.
        help: what it does to learning; English.
        values: the settings it changes, by path, made of the present ones; none where it is no use.
        restores: the weights that it returns to instead.
    """

    key: str
    label: str
    help: str
    values: Callable[[RunSpec, History], Values]
    restores: Restored = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy for a run as it is now.

    Attributes:
        label, help: in the language spoken.
        values: the settings to change, by path; none where it restores weights.
        restores: which weights.
        words: what undo calls it, in English; empty to name it after what was set.
    """

    key: str
    label: str
    help: str
    values: Values
    restores: Restored
    words: str


def offered(remedy: Remedy, spec: RunSpec, history: History) -> Offer | None:
    """What a remedy offers; None where it would change nothing."""
    values = remedy.values(spec, history)
    changes = {path: new for path, new in values.items() if settings.read(spec, path) != new}
    if not changes and not _restores(remedy, history):
        return None
    rate = changes.get("training.learning_rate")
    value = number(rate, ".1g") if isinstance(rate, float) else ""
    label = _(remedy.label).format(value=value)
    words = remedy.label if len(changes) > 1 else ""
    return Offer(remedy.key, label, _(remedy.help), changes, remedy.restores, words)


def _restores(remedy: Remedy, history: History) -> bool:
    return remedy.restores == "valid" or (remedy.restores == "best" and has_best(history))


def has_best(history: History) -> bool:
    """Whether the run has kept best weights to return to."""
    return any(look.validation is not None and look.step > 0 for look in history.looks)


def _tenth(spec: RunSpec, _history: History) -> Values:
    lowest = settings.fixed_parameters()["training.learning_rate"].minimum
    return {"training.learning_rate": max(_rounded(spec.training.learning_rate / 10), lowest)}


def _by_rule_of_thumb(spec: RunSpec, history: History) -> Values:
    ratios = [look.largest_update for look in history.recent]
    ratio = max((r for r in ratios if math.isfinite(r)), default=0.0)
    if not 0.0 < ratio < RULE_OF_THUMB:
        return {}
    most = settings.fixed_parameters()["training.learning_rate"].maximum
    rate = spec.training.learning_rate * RULE_OF_THUMB / ratio
    return {"training.learning_rate": min(_rounded(rate), most)}


def _clip(_spec: RunSpec, _history: History) -> Values:
    return {"training.gradient_clip": CLIP}


def _activation(key: str) -> Callable[[RunSpec, History], Values]:
    def values(_spec: RunSpec, _history: History) -> Values:
        return {"network.activation": key, "network.layer_activations": ()}

    return values


def _relu_and_kaiming(spec: RunSpec, history: History) -> Values:
    activation = _activation("relu")(spec, history)
    return {**activation, "network.initialiser": "kaiming_uniform"}


def _initialiser(key: str) -> Callable[[RunSpec, History], Values]:
    return lambda _spec, _history: {"network.initialiser": key}


def _dropout(spec: RunSpec, _history: History) -> Values:
    return {"network.dropout": DROPOUT} if spec.network.dropout < DROPOUT else {}


def _nothing(_spec: RunSpec, _history: History) -> Values:
    return {}


def _rounded(rate: float) -> float:
    return float(f"{rate:.1g}")


REMEDIES: Mapping[str, Remedy] = {
    remedy.key: remedy
    for remedy in (
        Remedy(
            key="lower_rate",
            label=N_("Learning rate ÷ 10"),
            help=N_(
                "Makes each step ten times smaller, starting with the next one. Undo restores the "
                "rate."
            ),
            values=_tenth,
        ),
        Remedy(
            key="raise_rate",
            label=N_("Learning rate {value}"),
            help=N_(
                "Sets the rate at which a step changes the weights by about a thousandth of their "
                "size. Undo restores the previous rate."
            ),
            values=_by_rule_of_thumb,
        ),
        Remedy(
            key="clip",
            label=N_("Clip gradients at 1"),
            help=N_(
                "Scales gradients with a norm above 1 down to 1, starting with the next step. Undo "
                "restores the previous setting."
            ),
            values=_clip,
        ),
        Remedy(
            key="relu_and_kaiming",
            label=N_("ReLU and Kaiming weights"),
            help=N_(
                "ReLU does not shrink gradients where it is positive, and Kaiming weights keep "
                "signals the same size from layer to layer. Restarts training."
            ),
            values=_relu_and_kaiming,
        ),
        Remedy(
            key="leaky_relu",
            label="Leaky ReLU",
            help=N_(
                "Lets one hundredth of each negative value through, so that dead neurons can "
                "recover. The weights stay as they are."
            ),
            values=_activation("leaky_relu"),
        ),
        Remedy(
            key="xavier",
            label=N_("Xavier weights"),
            help=N_(
                "Draws initial weights that keep signals where the activation is steep. Restarts "
                "training."
            ),
            values=_initialiser("xavier_uniform"),
        ),
        Remedy(
            key="random_weights",
            label=N_("Random initial weights"),
            help=N_(
                "Draws the initial weights at random, as PyTorch does by default, so that neurons "
                "differ from the start. Restarts training."
            ),
            values=_initialiser("default"),
        ),
        Remedy(
            key="restore_valid",
            label=N_("Restore valid weights"),
            help=N_(
                "Returns to the last weights that were all finite numbers. Undo brings back the "
                "others."
            ),
            values=_nothing,
            restores="valid",
        ),
        Remedy(
            key="restore_best",
            label=N_("Restore best weights"),
            help=N_(
                "Returns to the weights with the lowest validation loss so far. Undo brings back "
                "the current weights."
            ),
            values=_nothing,
            restores="best",
        ),
        Remedy(
            key="dropout",
            label=N_("Dropout 0.2"),
            help=N_(
                "Sets a random fifth of the hidden neurons to zero in each step, so that the "
                "network memorises less."
            ),
            values=_dropout,
        ),
    )
}
