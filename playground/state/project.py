"""All that a person has chosen, as one frozen value: the run, the views, the table of their own."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.settings import sections
from playground.engine.settings.relevant import READING
from playground.engine.spec.parameter import Parameter, Value, require_known
from playground.engine.spec.run import RunSpec, TableFile
from playground.state import view as views
from playground.state.view import ViewSpec

TABLE_PATH = "table"
"""How `changed_paths` names the table, which is no setting and has no parameter."""
OTHER_DATA = frozenset({"data.source", TABLE_PATH, *READING}) - {"data.ignore"}
"""What brings other data along, read otherwise included: every view shows what is made of them. A
column more or less leaves a network what it has learned of the others."""


@dataclass(frozen=True, slots=True)
class Project:
    """What is trained (`run` and, where its data are of one's own, `table`) and what is shown."""

    run: RunSpec = field(default_factory=RunSpec)
    view: ViewSpec = field(default_factory=ViewSpec)
    table: TableFile | None = None


def parameters(project: Project) -> dict[str, Parameter]:
    """Every setting of this project, by path: those of its run, then those of its views."""
    return settings.parameters(project.run) | views.parameters()


def read(project: Project, path: str) -> Value:
    """The value at `path`.

    Raises:
        InputError: there is no such setting; the sentence names the nearest.
    """
    if not is_view(path):
        return settings.read(project.run, path)
    _view_parameter(path)
    value: Value = getattr(project.view, _name(path))
    return value


def write(project: Project, path: str, value: object) -> Project:
    """A copy of `project` with `value` at `path`.

    Raises:
        InputError: there is no such setting, or it cannot have this value.
    """
    return write_all(project, {path: value})


def write_all(project: Project, values: Mapping[str, object]) -> Project:
    """A copy of `project` with several values; a choice comes before what it adds.

    Raises:
        InputError: as for `write`; then none of the values is written.
    """
    of_run = {path: value for path, value in values.items() if not is_view(path)}
    of_view: dict[str, Any] = {
        _name(path): _checked(path, value) for path, value in values.items() if is_view(path)
    }
    return dataclasses.replace(
        project,
        run=settings.write_all(project.run, of_run),
        view=dataclasses.replace(project.view, **of_view),
    )


def values(project: Project) -> dict[str, Value]:
    """The value of every setting, by path; what the optimizer, loss and schedule add included."""
    return {path: read(project, path) for path in parameters(project)}


def changed_paths(before: Project, after: Project) -> frozenset[str]:
    """The paths whose values differ, or exist in one alone; a table counts as `TABLE_PATH`."""
    of_run = settings.changed_paths(before.run, after.run)
    of_view = sections.changed(views.parameters(), before.view, after.view)
    of_table = frozenset({TABLE_PATH} if before.table != after.table else ())
    return of_run | of_view | of_table


def is_view(path: str) -> bool:
    """Whether `path` names what is shown, as opposed to what is trained."""
    return path.startswith(f"{views.SECTION}.")


def _name(path: str) -> str:
    return path.partition(".")[2]


def _view_parameter(path: str) -> Parameter:
    known = views.parameters()
    return known[require_known(path, known, views.SECTION)]


def _checked(path: str, value: object) -> Value:
    parameter = _view_parameter(path)
    try:
        return parameter.check(value)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
