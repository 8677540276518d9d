"""What tells runs apart, in the words of their settings."""

from collections.abc import Sequence

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.settings import paths as settings
from playground.engine.settings.relevant import applying
from playground.engine.settings.words import value_words
from playground.engine.spec.parameter import Parameter, Value
from playground.engine.spec.run import RunSpec, TableFile
from playground.state.project import TABLE_PATH

NOTHING = "–"
"""Stands where a run does not have a setting."""
MOST_NAMED = 3

Told = tuple[RunSpec, TableFile | None]
"""What a run was set to."""


def varying(runs: Sequence[Told], *, every: bool = False) -> dict[str, Parameter | None]:
    """The settings in which these runs differ, by path, in the order of forms; the first of all.

    A setting that means nothing for a run's data is left out; so is one that only came along with
    another choice and has its default. The table has the path `table`, and no parameter.

    Args:
        every: whether to give those in which they are alike, too.
    """
    known: dict[str, Parameter] = {}
    for spec, _table in runs:
        known |= settings.parameters(spec)
    first = runs[0][0]
    changed = frozenset[str]().union(*(settings.changed_paths(first, spec) for spec, _ in runs))
    found: dict[str, Parameter | None] = {
        path: parameter
        for path, parameter in known.items()
        if (every and _means_something(path, runs)) or (path in changed and _varies(path, runs))
    }
    if len({table for _spec, table in runs}) > 1:
        found[TABLE_PATH] = None
    return found


def label_of(parameter: Parameter | None) -> str:
    """What a setting of `varying` is called."""
    return _(parameter.label) if parameter is not None else _("Table")


def value_of(run: Told, path: str) -> str:
    """What a run has there, in words; `NOTHING` where it has no such setting."""
    spec, table = run
    if path == TABLE_PATH:
        return table.name if table is not None else NOTHING
    parameter = settings.parameters(spec).get(path)
    if parameter is None or not _applies(path, spec):
        return NOTHING
    return value_words(parameter, settings.read(spec, path))


def words_of(run: Told, others: Sequence[Told]) -> str:
    """What a run has where it differs from any of `others`, in a few words; empty where nothing.

    A choice is told by what was chosen alone: `Adam`, but `Learning rate 0.1`.
    """
    told: list[str] = []
    for path, parameter in varying((run, *others)).items():
        value = value_of(run, path)
        if value != NOTHING:
            told.append(_phrase(parameter, value))
    more = len(told) - MOST_NAMED
    words = ", ".join(told[:MOST_NAMED])
    if more <= 0:
        return words
    sentence = ngettext("{words} and {n} more", "{words} and {n} more", more)
    return sentence.format(words=words, n=grouped(more))


def _phrase(parameter: Parameter | None, value: str) -> str:
    if parameter is None or parameter.kind in ("choice", "text"):
        return value
    if parameter.kind == "switch":
        return f"{_(parameter.label)}: {value}"
    return f"{_(parameter.label)} {value}"


def _varies(path: str, runs: Sequence[Told]) -> bool:
    having = [spec for spec, _table in runs if _has(path, spec)]
    values = {settings.read(spec, path) for spec in having}
    if len(having) == len(runs):
        return len(values) > 1
    # One of them has no such setting: it came along with another choice.
    return any(value != _default(path, having) for value in values)


def _means_something(path: str, runs: Sequence[Told]) -> bool:
    return any(_has(path, spec) for spec, _table in runs)


def _has(path: str, spec: RunSpec) -> bool:
    return path in settings.parameters(spec) and _applies(path, spec)


def _applies(path: str, spec: RunSpec) -> bool:
    return not path.startswith("data.") or path in applying(spec.data.source)


def _default(path: str, having: Sequence[RunSpec]) -> Value:
    return settings.parameters(having[0])[path].default
