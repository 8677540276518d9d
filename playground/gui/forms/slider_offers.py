"""What each slider offers, which may be less than what may be typed. Knows no Qt."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.spec.parameter import Parameter
from playground.gui.forms.slider_scale import NearOneScale, SliderScale, TrackScale

LONGEST_LINEAR = 10_000
"""A linear range of more whole numbers than this (a seed) is typed, not slid."""

LONGEST_NAME = 14
"""Letters that a named value may have, to stand at the end of a track."""

NEAR_ONE = frozenset({"momentum", "beta1", "beta2", "alpha", "rho"})
"""Parts that are kept from step to step: what matters is how little is missing to 1."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a slider offers where that is less than what may be typed.

    Attributes:
        named_last: the named value lies behind the largest number (no end), not before the
            smallest (none at all).
    """

    low: float
    high: float
    named_last: bool = False


OFFERS: Mapping[str, Offer] = MappingProxyType(
    {
        "learning_rate": Offer(1e-5, 10),
        "batch_size": Offer(1, 1000, named_last=True),
        "epochs": Offer(1, 100_000, named_last=True),
        "patience": Offer(1, 1000, named_last=True),
        "gradient_clip": Offer(1e-2, 100, named_last=True),
        "warmup": Offer(1, 10_000),
        "validate_every": Offer(1, 1000),
        "target_loss": Offer(1e-6, 10),
        "l1": Offer(1e-6, 1),
        "l2": Offer(1e-6, 1),
        "weight_decay": Offer(1e-6, 1),
        "eps": Offer(1e-10, 1e-2),
        "eps1": Offer(1e-10, 1e-2),
        "eps2": Offer(1e-10, 1e-1),
        "div_factor": Offer(1, 1000),
        "final_div_factor": Offer(1, 1e6),
        "step_size_min": Offer(1e-9, 1),
        "step_size_max": Offer(1e-3, 1000),
        "t0": Offer(1, 1e6),
        "tolerance_grad": Offer(1e-9, 1e-1),
        "tolerance_change": Offer(1e-12, 1e-3),
        "delta": Offer(1e-2, 100),
        "beta": Offer(1e-2, 100),
        "margin": Offer(1e-2, 100),
        "step_size": Offer(1, 10_000),
        "period": Offer(1, 10_000),
        "cycle_epochs": Offer(1, 10_000),
        "speed": Offer(1, 10_000, named_last=True),
    }
)
"""By the parameter's name; every other slider runs over the parameter's bounds."""


def scale_for(parameter: Parameter) -> TrackScale | None:
    """The scale of a number's slider, or None where a slider would mean nothing (a seed)."""
    if parameter.name in NEAR_ONE and parameter.maximum <= 1:
        return NearOneScale(highest=min(parameter.maximum, 1 - 1e-4))
    offer = OFFERS.get(parameter.name)
    low, high = (offer.low, offer.high) if offer else (parameter.minimum, parameter.maximum)
    low, high = max(low, parameter.minimum), min(high, parameter.maximum)
    wide = low >= 1 and high / low >= 1000
    logarithmic = parameter.scale == "logarithmic" or (parameter.kind == "number" and wide)
    with_zero = logarithmic and low <= 0
    if with_zero:
        low = parameter.smallest or high * 1e-6
    if not (math.isfinite(low) and math.isfinite(high)) or low >= high:
        return None
    if not logarithmic and parameter.kind == "integer" and high - low > LONGEST_LINEAR:
        return None
    scale = SliderScale(
        low, high, logarithmic, parameter.kind == "integer", percent=parameter.unit == "%"
    )
    return _with_named(scale, parameter, with_zero or parameter.minimum == 0, offer)


def _with_named(
    scale: SliderScale, parameter: Parameter, with_zero: bool, offer: Offer | None
) -> SliderScale:
    named = parameter.special[0] if parameter.special else None
    if named is not None and offer is not None and offer.named_last:
        return replace(scale, last=named[0], last_label=_short(*named))
    if named is not None and (scale.logarithmic or named[0] < scale.low):
        return replace(scale, first=named[0], first_label=_short(*named))
    if scale.logarithmic and with_zero:
        return replace(scale, first=0.0, first_label="0")
    return scale


def _short(value: float, name: str) -> str:
    name = _(name)
    return name if len(name) <= LONGEST_NAME else number(value)
