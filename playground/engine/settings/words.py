"""A value of a setting as a person reads it."""

from collections.abc import Sequence

from playground.engine.catalogue import index
from playground.engine.common.language import _, ngettext, pgettext
from playground.engine.common.numbers import grouped, number
from playground.engine.spec.parameter import Parameter, Value

MOST_LISTED = 6
"""Items of a list that are written out."""


def value_words(parameter: Parameter, value: Value) -> str:
    """A value in the language spoken: `30 %`, `off`, `8, 8`, `full batch`, `Adam`."""
    if isinstance(value, bool):
        return pgettext("switch", "on") if value else pgettext("switch", "off")
    if isinstance(value, tuple):
        return _listed(parameter, value)
    if isinstance(value, str):
        return _choice_words(parameter, value)
    for special, name in parameter.special:
        if value == special:
            return _(name)
    if parameter.unit == "%":
        return f"{number(value * 100, '.6g')} %"
    text = grouped(value) if isinstance(value, int) else number(value, ".6g")
    return f"{text} {_(parameter.unit)}" if parameter.unit else text


def _choice_words(parameter: Parameter, key: str) -> str:
    rows = index.find(parameter.catalogue, key) if parameter.catalogue else ()
    labels = [row.label for row in rows]
    labels += [choice.label for choice in parameter.choices if choice.key == key]
    return _(labels[0]) if labels else key or _("none")


def _listed(parameter: Parameter, values: Sequence[int | str]) -> str:
    if not values:
        return _("none")
    if len(values) > MOST_LISTED:
        return ngettext("{n} entry", "{n} entries", len(values)).format(n=grouped(len(values)))
    return ", ".join(
        _choice_words(parameter, item) if isinstance(item, str) else grouped(item)
        for item in values
    )
