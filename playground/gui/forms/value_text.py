"""A setting's value as the forms show it."""

from collections.abc import Mapping

from playground.engine.catalogue.index import rows
from playground.engine.common.language import _, pgettext
from playground.engine.spec.parameter import Parameter, Value
from playground.gui.forms.numbers import write_number
from playground.gui.widgets.number_text import NOTHING


def value_text(parameter: Parameter, value: Value) -> str:
    """The value in the language spoken; a dash where it holds nothing."""
    if isinstance(value, bool):
        return pgettext("switch", "on") if value else pgettext("switch", "off")
    if isinstance(value, int | float):
        return write_number(parameter, value)
    keys = value if isinstance(value, tuple) else (value,)
    labels = _labels(parameter)
    return ", ".join(labels.get(str(key), str(key)) for key in keys) or NOTHING


def _labels(parameter: Parameter) -> Mapping[str, str]:
    """What the choices are called, by key: its own, or rows of the catalogue."""
    of_rows = [row.choice() for row in rows(parameter.catalogue)] if parameter.catalogue else []
    return {choice.key: _(choice.label) for choice in (*parameter.choices, *of_rows)}
