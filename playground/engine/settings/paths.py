"""Reading and writing any setting of a run by its path, such as `training.learning_rate`."""

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import cast

from playground.engine.catalogue import index
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.settings import sections
from playground.engine.spec.network import layer_ids
from playground.engine.spec.parameter import Parameter, Value, require_known
from playground.engine.spec.points import read_points
from playground.engine.spec.run import DataSpec, NetworkSpec, RunSpec, TrainingSpec

MAXIMUM_HIDDEN_LAYERS = 12
_TYPES = {"data": DataSpec, "network": NetworkSpec, "training": TrainingSpec}
SECTIONS = tuple(_TYPES)
ADDING = ("optimizers", "losses", "schedules")
"""The kinds of rows that add parameters to `training.*`."""


@functools.cache
def fixed_parameters() -> MappingProxyType[str, Parameter]:
    """The settings that every run has, by path, in the order of their declaration."""
    known: dict[str, Parameter] = {}
    for section, kind in _TYPES.items():
        known |= sections.declared(section, kind)
    return MappingProxyType(known)


def added_parameters(spec: RunSpec) -> MappingProxyType[str, Parameter]:
    """What the chosen optimizer, loss and schedule add, by path."""
    training = spec.training
    return _added_by(training.optimizer, training.loss, training.schedule)


@functools.lru_cache
def _added_by(optimizer: str, loss: str, schedule: str) -> MappingProxyType[str, Parameter]:
    chosen = zip(ADDING, (optimizer, loss, schedule), strict=True)
    rows = [row for kind, key in chosen for row in index.find(kind, key)]
    return MappingProxyType({f"training.{p.name}": p for row in rows for p in row.parameters})


def addable(name: str) -> list[Parameter]:
    """The parameters called `name` of all that can be chosen, whatever is."""
    rows = (row for kind in ADDING for row in index.rows(kind))
    return [p for row in rows for p in row.parameters if p.name == name]


def parameters(spec: RunSpec) -> dict[str, Parameter]:
    """Every setting of this run, by path."""
    return fixed_parameters() | added_parameters(spec)


def read(spec: RunSpec, path: str) -> Value:
    """The value at `path`; an added parameter that was never set has its default.

    Raises:
        InputError: there is no such setting; the sentence names the nearest.
    """
    section, _dot, name = path.partition(".")
    if path in fixed_parameters():
        value: Value = getattr(getattr(spec, section), name)
        return value
    return dict(spec.training.options).get(name, _parameter(spec, path).default)


def write(spec: RunSpec, path: str, value: object) -> RunSpec:
    """A copy of `spec` with `value` at `path`.

    Raises:
        InputError: there is no such setting, or it cannot have this value.
    """
    return write_all(spec, {path: value})


def write_all(spec: RunSpec, values: Mapping[str, object]) -> RunSpec:
    """A copy of `spec` with several values; choices are applied before what they add.

    Raises:
        InputError: as for `write`.
    """
    known = fixed_parameters()
    for path, value in values.items():
        if path in known:
            spec = _write_fixed(spec, path, _check(known[path], path, value))
    for path, value in values.items():
        if path not in known:
            checked = _check(_parameter(spec, path), path, value)
            spec = with_option(spec, path.partition(".")[2], checked)
    return spec


def parse(spec: RunSpec, path: str, text: str) -> Value:
    """The value that `text` spells for the setting at `path`.

    Raises:
        InputError: there is no such setting, or the text is no value of it.
    """
    return _parameter(spec, path).called(path).parse(text)


def parse_all(spec: RunSpec, assignments: Iterable[str]) -> RunSpec:
    """Apply `PATH=VALUE` texts, in any order, as `--set` gives them.

    Raises:
        InputError: one has no `=`, names no setting, or spells no value of it.
    """
    texts: dict[str, str] = {}
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals:
            sentence = _("--set {assignment!r} has no '='; write it as PATH=VALUE.")
            raise InputError(sentence.format(assignment=assignment))
        texts[path.strip()] = text
    known = fixed_parameters()
    fixed = {path: text for path, text in texts.items() if path in known}
    spec = write_all(spec, {path: parse(spec, path, text) for path, text in fixed.items()})
    added = {path: text for path, text in texts.items() if path not in known}
    return write_all(spec, {path: parse(spec, path, text) for path, text in added.items()})


def changed_paths(before: RunSpec, after: RunSpec) -> frozenset[str]:
    """The paths whose values differ, or that one of the two alone has.

    Hidden layers differ also where others of the same size have taken their places.
    """
    old, new = _added_values(before), _added_values(after)
    added = frozenset(path for path in old | new if old.get(path) != new.get(path))
    fixed = (
        sections.changed(sections.declared(name, kind), getattr(before, name), getattr(after, name))
        for name, kind in _TYPES.items()
    )
    same_layers = [*layer_ids(before.network)] == [*layer_ids(after.network)]
    return added.union(*fixed, () if same_layers else ("network.hidden",))


def _added_values(spec: RunSpec) -> dict[str, Value]:
    options = dict(spec.training.options)
    return {path: options.get(p.name, p.default) for path, p in added_parameters(spec).items()}


def _check(parameter: Parameter, path: str, value: object) -> Value:
    checked = parameter.called(path).check(value)
    keys = [row.key for row in index.rows(parameter.catalogue)] if parameter.catalogue else []
    if parameter.kind == "choice" and parameter.catalogue:
        require_known(str(checked), keys, path)
    if parameter.kind == "texts" and isinstance(checked, tuple):
        allowed = keys or [choice.key for choice in parameter.choices]
        for item in checked:
            if allowed and item:
                require_known(str(item), allowed, path)
    if path == "network.hidden" and isinstance(checked, tuple):
        _check_depth(path, checked)
    if path == "network.layer_dropouts" and isinstance(checked, tuple):
        dropout = fixed_parameters()["network.dropout"].called(path)
        for text in map(str, filter(None, checked)):
            dropout.parse(text)
    if path == "data.points" and isinstance(checked, tuple):
        _check_points(path, cast(tuple[str, ...], checked))
    return checked


def _check_points(path: str, points: tuple[str, ...]) -> None:
    try:
        read_points(points)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _check_depth(path: str, hidden: tuple[int, ...] | tuple[str, ...]) -> None:
    if len(hidden) > MAXIMUM_HIDDEN_LAYERS:
        sentence = _("{path}: a network has at most {most} hidden layers, not {layers}.")
        raise InputError(sentence.format(path=path, most=MAXIMUM_HIDDEN_LAYERS, layers=len(hidden)))


def _parameter(spec: RunSpec, path: str) -> Parameter:
    known = parameters(spec)
    section, _dot, name = path.partition(".")
    if path not in known and section == "training" and addable(name):
        training = spec.training
        sentence = _(
            "{path}: neither optimizer {optimizer!r} nor loss {loss!r} nor schedule {schedule!r} "
            "has this setting; choose one that does."
        )
        raise InputError(
            sentence.format(
                path=path,
                optimizer=training.optimizer,
                loss=training.loss,
                schedule=training.schedule,
            )
        )
    return known[require_known(path, known, _("settings"))]


def _write_fixed(spec: RunSpec, path: str, value: Value) -> RunSpec:
    section, _dot, name = path.partition(".")
    part = dataclasses.replace(getattr(spec, section), **{name: value})
    return dataclasses.replace(spec, **{section: part})


def with_option(spec: RunSpec, name: str, value: Value) -> RunSpec:
    """A copy of `spec` with the value of an added parameter, which nobody checks."""
    options = dict(spec.training.options) | {name: value}
    training = dataclasses.replace(spec.training, options=tuple(sorted(options.items())))
    return dataclasses.replace(spec, training=training)
