"""Values to change settings to, made from their declarations alone."""

import math

from playground.engine.catalogue import index
from playground.engine.spec.parameter import Parameter, Value

_TEXTS = {"points": "0 1 2", "layer_dropouts": "0.25"}


def another(parameter: Parameter, value: Value) -> Value:
    """A value that `parameter` can have instead of `value`."""
    keys = [row.key for row in index.rows(parameter.catalogue)] if parameter.catalogue else []
    keys += [choice.key for choice in parameter.choices]
    match parameter.kind:
        case "switch":
            return not value
        case "integer" | "number":
            bounds = [n for n in (parameter.minimum, parameter.maximum) if math.isfinite(n)]
            return next(n for n in map(parameter.check, [*bounds, 1, 2]) if n != value)
        case "integers":
            return (3, 2, 1)
        case "texts":
            return tuple(keys[-1:]) or (_TEXTS.get(parameter.name, "a name"),)
        case "choice" | "text":
            return next(key for key in reversed(["a name", *keys]) if key != value)
