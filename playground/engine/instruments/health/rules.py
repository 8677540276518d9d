"""What is wrong with a run, in one sentence: a table of rules over its latest looks.

The thresholds are rules of thumb, each with its source beside it. They are set wide: a network that
learns is left in peace, and most rules are silent where the loss shows that it does.
"""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.engine.instruments.health.history import History
from playground.engine.instruments.health.look import LayerHealth, Look
from playground.engine.instruments.health.remedies import REMEDIES, Offer, offered
from playground.engine.spec.run import RunSpec

LOOKS = 3
"""Looks that agree before anything is said: one noisy batch says nothing."""
SHRUNK = 1e-3
"""The gradient of the first layer, in parts of that of the output layer, below which it vanishes.
Glorot and Bengio 2010 (https://proceedings.mlr.press/v9/glorot10a.html) show gradients that shrink
by less than 1e-1 in networks of five layers that still learn."""
LARGE = 100.0
"""A norm of the gradient above which it explodes. Pascanu, Mikolov and Bengio 2013
(https://arxiv.org/abs/1211.5063) clip at the usual size of a norm, which for losses that are means
over standardised data is about 1; a hundred times that is none."""
DEAD = 0.4
"""The part of a layer that is dead: “as much as 40% of your network can be dead” where the rate is
too high (https://cs231n.github.io/neural-networks-1/#actfun)."""
FLAT = 0.9
"""The part of outputs on the flat ends of an S at which a layer as a whole passes little on."""
LARGE_UPDATE, SMALL_UPDATE = 0.1, 1e-5
"""Two decades to either side of 1e-3, about which updates in parts of weights should be
(https://cs231n.github.io/neural-networks-3/#ratio): small networks learn well within them."""
EARLY = 20
"""Steps from which on a loss that has not fallen says something of the rate."""
PLANNED = 0.5
"""Below this part of the chosen rate, a schedule or a warm-up wants it so."""
WORSE = 1.1
"""The validation loss in parts of its lowest. Prechelt 1998, “Early stopping: but when?”
(https://doi.org/10.1007/3-540-49430-8_3), stops where this generalisation loss is 1 to 5 per cent;
here less is taken for noise."""
WORTH = 0.02
"""What it has risen by at least, in parts of the loss of equal outputs: next to a loss of nearly
zero any change is large in proportion, and none matters."""
APART = 1.5
"""The validation loss in parts of the training loss, from which on the two are apart."""

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that can be wrong.

    Attributes:
        found: what the sentence names where the rule holds; None where it does not.
        sentence: what is wrong, in English, with fields.
        advice: what to try, in English.
        remedies: keys of REMEDIES that do it, the best first.
    """

    key: str
    found: Callable[[Sequence[Look]], Fields | None]
    sentence: str
    advice: str
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, what to try, and what does it; in the language spoken."""

    key: str
    sentence: str
    advice: str
    offers: tuple[Offer, ...]


def diagnose(history: History, spec: RunSpec | None = None) -> Finding | None:
    """The gravest thing that the latest looks show; None where all is well.

    Args:
        spec: what remedies start from; without it, what the latest look was trained by.
    """
    recent = [*history.recent]
    if not recent or (recent[-1].is_finite and len(recent) < LOOKS):
        return None
    for rule in RULES:
        fields = rule.found(recent)
        if fields is not None:
            start = spec or recent[-1].spec
            offers = (offered(REMEDIES[key], start, history) for key in rule.remedies)
            sentence = _(rule.sentence).format(**fields)
            return Finding(rule.key, sentence, _(rule.advice), tuple(filter(None, offers)))
    return None


def _not_finite(recent: Sequence[Look]) -> Fields | None:
    return None if recent[-1].is_finite else {}


def _equal(recent: Sequence[Look]) -> Fields | None:
    for number_, layer in _hidden(recent[-1]):
        if layer.units > 1 and all(look.layers[number_].equal for look in recent):
            return {"layer": str(number_ + 1)}
    return None


def _dead(recent: Sequence[Look]) -> Fields | None:
    for number_, layer in _hidden(recent[-1]):
        shares = [look.layers[number_].dead for look in recent]
        is_flat_everywhere = math.isnan(layer.saturated)  # no S: those saturate
        if is_flat_everywhere and min(shares) >= DEAD and min(shares) * layer.units > 1.5:
            return {"layer": str(number_ + 1), "share": _percent(layer.dead)}
    return None


def _exploding(recent: Sequence[Look]) -> Fields | None:
    norms = [look.gradient_norm for look in recent]
    if statistics.median(norms) <= LARGE or _learns(recent):
        return None
    return {"norm": number(norms[-1], ".2g")}


def _saturated(recent: Sequence[Look]) -> Fields | None:
    for number_, layer in _hidden(recent[-1]):
        shares = [look.layers[number_].saturated for look in recent]
        if min(shares) >= FLAT and not _learns(recent):
            return {"layer": str(number_ + 1), "share": _percent(layer.saturated)}
    return None


def _vanished(recent: Sequence[Look]) -> Fields | None:
    are_zero = all(_shrinkage(look) == 0.0 for look in recent)
    return {} if are_zero and _vanishing(recent) is not None else None


def _vanishing(recent: Sequence[Look]) -> Fields | None:
    ratios = [_shrinkage(look) for look in recent]
    if not max(ratios, default=1.0) < SHRUNK or len(recent[-1].layers) < 3 or _learns(recent):
        return None
    return {"ratio": number(ratios[-1], ".1g")}


def _rate_too_high(recent: Sequence[Look]) -> Fields | None:
    ratio = _median_update(recent)
    is_early = recent[-1].step < EARLY
    if not ratio > LARGE_UPDATE or is_early or any(look.has_learned for look in recent):
        return None
    return {"share": _percent(ratio)}


def _rate_too_low(recent: Sequence[Look]) -> Fields | None:
    ratio, last = _median_update(recent), recent[-1]
    is_planned = last.rate < PLANNED * last.spec.training.learning_rate
    is_early = last.step < EARLY
    if not 0.0 < ratio < SMALL_UPDATE or is_early or is_planned or _learns(recent):
        return None
    return {"ratio": number(ratio, ".1g")}


def _overfitting(recent: Sequence[Look]) -> Fields | None:
    if not all(map(_is_overfitted, recent)):
        return None
    last = recent[-1]
    assert last.validation is not None
    assert last.best_validation is not None
    return {"best": number(last.best_validation, ".2g"), "now": number(last.validation, ".2g")}


def _is_overfitted(look: Look) -> bool:
    best, validation = look.best_validation, look.validation
    if best is None or validation is None or not look.has_learned:
        return False
    is_worse = validation > WORSE * best and validation - best > WORTH * look.constant
    return is_worse and validation > APART * look.train


def _learns(recent: Sequence[Look]) -> bool:
    return sum(look.has_learned for look in recent) * 2 > len(recent)


def _hidden(look: Look) -> list[tuple[int, LayerHealth]]:
    return [*enumerate(look.layers[:-1])]


def _shrinkage(look: Look) -> float:
    first, last = look.layers[0].gradient_rms, look.layers[-1].gradient_rms
    return first / last if last > 0.0 else math.inf


def _median_update(recent: Sequence[Look]) -> float:
    ratios = [look.largest_update for look in recent]
    return statistics.median(ratios) if all(map(math.isfinite, ratios)) else math.nan


def _percent(share: float) -> str:
    return f"{number(100 * share, '.0f')}\u202f%"


RULES: tuple[Rule, ...] = (
    Rule(
        key="diverged",
        found=_not_finite,
        sentence=N_("The weights exploded: some are no longer finite numbers."),
        advice=N_("Restore the last valid weights or reset, and train with smaller steps."),
        remedies=("restore_valid", "lower_rate", "clip"),
    ),
    Rule(
        key="equal",
        found=_equal,
        sentence=N_(
            "All neurons of hidden layer {layer} are equal and learn the same: together they do no "
            "more than one."
        ),
        advice=N_("Draw the initial weights at random."),
        remedies=("random_weights",),
    ),
    Rule(
        key="dead",
        found=_dead,
        sentence=N_("Hidden layer {layer} is dying: {share} of its neurons pass on no gradient."),
        advice=N_("Try an activation that is nowhere flat, or a lower learning rate."),
        remedies=("leaky_relu", "lower_rate"),
    ),
    Rule(
        key="exploding",
        found=_exploding,
        sentence=N_("The gradients are exploding: their norm is {norm}."),
        advice=N_("Try gradient clipping, a lower learning rate, or smaller initial weights."),
        remedies=("clip", "lower_rate"),
    ),
    Rule(
        key="saturated",
        found=_saturated,
        sentence=N_(
            "Hidden layer {layer} is saturated: {share} of its outputs lie where the activation is "
            "flat."
        ),
        advice=N_("Try a lower learning rate, or smaller initial weights."),
        remedies=("lower_rate", "xavier"),
    ),
    Rule(
        key="vanished",
        found=_vanished,
        sentence=N_("The gradients vanish: in the first layer they are zero."),
        advice=N_("Try ReLU with Kaiming weights, or fewer layers."),
        remedies=("relu_and_kaiming",),
    ),
    Rule(
        key="vanishing",
        found=_vanishing,
        sentence=N_(
            "The gradients are vanishing: in the first layer they are only {ratio} times as large "
            "as in the output layer."
        ),
        advice=N_("Try ReLU with Kaiming weights, or fewer layers."),
        remedies=("relu_and_kaiming",),
    ),
    Rule(
        key="rate_too_high",
        found=_rate_too_high,
        sentence=N_(
            "The learning rate is too high: each step changes weights by {share} of their size, "
            "and the loss does not fall."
        ),
        advice=N_("Try a tenth of it."),
        remedies=("lower_rate",),
    ),
    Rule(
        key="rate_too_low",
        found=_rate_too_low,
        sentence=N_(
            "The learning rate is too low: each step changes the weights by only {ratio} of their "
            "size."
        ),
        advice=N_("Try a rate that changes them by about a thousandth."),
        remedies=("raise_rate",),
    ),
    Rule(
        key="overfitting",
        found=_overfitting,
        sentence=N_(
            "The network is overfitting: the validation loss has risen from {best} to {now}, and "
            "the training loss is much lower."
        ),
        advice=N_("Return to the best weights, and try dropout or more data."),
        remedies=("restore_best", "dropout"),
    ),
)
"""The gravest first; the first that holds is told."""
