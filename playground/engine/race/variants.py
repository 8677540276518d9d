"""Which settings a variant may have otherwise, and how it is called by them. Imports no torch."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.engine.catalogue import index
from playground.engine.common.language import N_, _
from playground.engine.common.numbers import local
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter, Value
from playground.engine.spec.run import RunSpec

Values = Mapping[str, Value]
"""What a variant has otherwise, by path."""
OPTIMIZER, RATE, ACTIVATION, HIDDEN = (
    "training.optimizer",
    "training.learning_rate",
    "network.activation",
    "network.hidden",
)
WIDEST = 1024
MOST_NAMED = 3
"""Settings that a lane is called by, at most."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A variant of one click.

    Attributes:
        key: never changes.
        words: what it is called, in the language spoken.
    """

    key: str
    words: str
    values: Values


def suggestions(spec: RunSpec) -> tuple[Suggestion, ...]:
    """Variants that teach something beside these settings."""
    made = (
        _optimizer(spec),
        _rate(spec, "faster", 10.0, _("Learning rate × 10")),
        _rate(spec, "slower", 0.1, _("Learning rate ÷ 10")),
        _activation(spec),
        _wider(spec),
    )
    return tuple(one for one in made if one is not None)


def variant_of(spec: RunSpec, values: Values) -> RunSpec:
    """The settings of the variant; what the choices in `values` do not have is left aside.

    Raises:
        InputError: one of the values cannot be.
    """
    fixed = settings.fixed_parameters()
    spec = settings.write_all(spec, {path: v for path, v in values.items() if path in fixed})
    known = settings.parameters(spec)
    added = {path: v for path, v in values.items() if path not in fixed and path in known}
    return settings.write_all(spec, added)


def lane_words(spec: RunSpec, other: RunSpec) -> str:
    """What this lane is called beside the other one: by what differs, as it has it.

    What comes with another choice, such as the momentum of another optimizer, is not told beside
    that choice.
    """
    known, shared = settings.parameters(spec), settings.parameters(other).keys()
    changed = settings.changed_paths(spec, other) & shared
    paths = [path for path in known if path in changed]
    named = [_setting(known[path], settings.read(spec, path)) for path in paths[:MOST_NAMED]]
    if len(paths) > MOST_NAMED:
        named.append("…")
    return ", ".join(named) or _("present settings")


def value_words(parameter: Parameter, value: Value) -> str:
    """A value as a person reads it."""
    if parameter.kind == "choice":
        return _label(parameter, str(value))
    if parameter.kind == "switch":
        return _("on") if value else _("off")
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "–"
    for special, name in parameter.special:
        if value == special:
            return _(name)
    if parameter.unit == "%" and isinstance(value, float):
        return f"{local(f'{100 * value:.6g}')} %"
    return local(f"{value:.6g}") if isinstance(value, float) else str(value)


def same_loss(spec: RunSpec, other: RunSpec) -> bool:
    """Whether the losses of both can be compared."""
    rows = index.find("losses", spec.training.loss)
    own = {f"training.{parameter.name}" for row in rows for parameter in row.parameters}
    return settings.changed_paths(spec, other).isdisjoint({"training.loss", *own})


def _setting(parameter: Parameter, value: Value) -> str:
    words = value_words(parameter, value)
    # A choice is a name of its own; a number says nothing without one.
    return words if parameter.catalogue else f"{_(parameter.label)} {words}"


def _label(parameter: Parameter, key: str) -> str:
    rows = index.find(parameter.catalogue, key) if parameter.catalogue else ()
    labels = [row.label for row in rows] + [c.label for c in parameter.choices if c.key == key]
    return _(labels[0]) if labels else key


def _instead(spec: RunSpec, path: str, key: str) -> str:
    parameter = settings.fixed_parameters()[path]
    present = _label(parameter, str(settings.read(spec, path)))
    words = _("{variant} instead of {present}")
    return words.format(variant=_label(parameter, key), present=present)


def _optimizer(spec: RunSpec) -> Suggestion:
    key = "sgd" if spec.training.optimizer == "adam" else "adam"
    return Suggestion("optimizer", _instead(spec, OPTIMIZER, key), {OPTIMIZER: key})


def _rate(spec: RunSpec, key: str, factor: float, words: str) -> Suggestion | None:
    parameter = settings.fixed_parameters()[RATE]
    rate = float(f"{spec.training.learning_rate * factor:.6g}")
    if not parameter.minimum <= rate <= parameter.maximum:
        return None
    return Suggestion(key, words, {RATE: rate})


def _activation(spec: RunSpec) -> Suggestion | None:
    if not spec.network.hidden:
        return None
    key = "tanh" if spec.network.activation == "relu" else "relu"
    return Suggestion("activation", _instead(spec, ACTIVATION, key), {ACTIVATION: key})


def _wider(spec: RunSpec) -> Suggestion | None:
    hidden = spec.network.hidden
    if not hidden or max(hidden) * 2 > WIDEST:
        return None
    return Suggestion("wider", _("Twice the neurons"), {HIDDEN: tuple(2 * n for n in hidden)})


NOTHING_DIFFERS = N_("The variant does not differ yet: choose at least one difference.")
