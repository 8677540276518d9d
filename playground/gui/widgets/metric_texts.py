"""Metrics as a person reads them."""

import math
from types import MappingProxyType

from playground.engine.common.language import _, decimals
from playground.engine.common.numbers import number
from playground.engine.training.metrics import METRICS
from playground.gui.widgets.number_text import NOTHING, amount_texts, percent_text

_ROWS = MappingProxyType({metric.key: metric for metric in METRICS})


def metric_name(key: str) -> str:
    """What a person calls the metric `key`, or the loss."""
    return _(_ROWS[key].label) if key in _ROWS else _("Loss")


def metric_texts(key: str, *values: float) -> tuple[str, ...]:
    """Values of the metric `key`, with as many decimals each: in percent, or in digits.

    What is in units of the target, a price for one, is written as an amount.
    """
    specification = _ROWS[key].format
    if specification.endswith("g") or (decimals() is not None and specification[-1] == "f"):
        texts = amount_texts(*values)
    elif specification.endswith("%"):
        texts = tuple(percent_text(value) for value in values)
    else:
        texts = tuple(number(value, specification) for value in values)
    pairs = zip(texts, values, strict=True)
    return tuple(text if math.isfinite(value) else NOTHING for text, value in pairs)


def metric_help(key: str) -> str:
    """What the metric `key` says, in a sentence."""
    return _(_ROWS[key].help) if key in _ROWS else _("The error that training minimises.")
