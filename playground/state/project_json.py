"""A project as keys and numbers, and back; what this version lacks is kept as it was."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter
from playground.state import project as projects
from playground.state import view as views
from playground.state.project import Project

SETTINGS = "settings"
TABLE_KEY = "table"
MAXIMUM_TABLE_NAME = 1024

Unavailable = Mapping[str, object]
"""What a file holds and this version lacks: the value as JSON, by path, or by top-level key."""

NOTHING: Unavailable = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Parsed:
    """What `project.json` says. The table's bytes are an entry of their own."""

    project: Project
    table_name: str | None
    unavailable: dict[str, object]


def to_json(project: Project, unavailable: Unavailable) -> dict[str, object]:
    """Every setting of `project` by its path, added parameters where they were set.

    A path of `unavailable` keeps its old value where the project still has the default there.
    """
    written: dict[str, object] = {path: projects.read(project, path) for path in _fixed()}
    written |= {f"training.{name}": value for name, value in project.run.training.options}
    written |= {path: raw for path, raw in _still_lacking(written, unavailable) if _is_path(path)}
    content: dict[str, object] = {
        SETTINGS: written,
        TABLE_KEY: {"name": project.table.name} if project.table else None,
    }
    return content | {key: raw for key, raw in unavailable.items() if not _is_path(key)}


def from_json(content: Mapping[str, object]) -> Parsed:
    """The project that `content` describes, without the table's bytes.

    A setting that is not there has its default.

    Raises:
        InputError: a value has the wrong type or lies out of its bounds.
    """
    written = content.get(SETTINGS)
    if not isinstance(written, dict):
        raise InputError(_("its settings are missing."))
    unavailable: dict[str, object] = {}
    project = Project()
    fixed = _fixed()
    for path, value in written.items():
        if not _is_path(path):
            raise InputError(_("{path} is not the path of a setting.").format(path=repr(path)))
        if path in fixed:
            taken = _with_fixed(project, path, fixed[path], value)
        else:
            taken = _with_option(project, path, value)
        if taken is None:
            unavailable[path] = value
        project = taken or project
    unavailable |= _foreign_keys(content)
    return Parsed(project, _table_name(content.get(TABLE_KEY)), unavailable)


def _fixed() -> dict[str, Parameter]:
    return settings.fixed_parameters() | views.parameters()


def _is_path(key: str) -> bool:
    section, dot, name = key.partition(".")
    return bool(section and dot and name)


def _still_lacking(
    written: Mapping[str, object], unavailable: Unavailable
) -> Iterator[tuple[str, object]]:
    fixed = _fixed()
    for path, raw in unavailable.items():
        untouched = path in fixed and written[path] == fixed[path].default
        if untouched or path not in written:
            yield path, raw


def _with_fixed(project: Project, path: str, parameter: Parameter, value: object) -> Project | None:
    """The project with `value`, or None where it names a choice that this version lacks."""
    try:
        typed = dataclasses.replace(parameter, choices=()).check(value)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    try:
        return projects.write(project, path, typed)
    except InputError:
        if typed == parameter.default:
            return project
        if parameter.choices or parameter.catalogue:
            return None
        raise


def _with_option(project: Project, path: str, value: object) -> Project | None:
    """The project with an added parameter, or None where no row of the catalogue adds it."""
    section, _dot, name = path.partition(".")
    declared = settings.addable(name) if section == "training" else []
    refusals: list[InputError] = []
    for parameter in declared:
        try:
            run = settings.with_option(project.run, name, parameter.check(value))
            return dataclasses.replace(project, run=run)
        except InputError as error:
            refusals.append(error)
    # A choice that is unknown may be one that a later version adds; a wrong number is a mistake.
    if not refusals or (any(p.kind == "choice" for p in declared) and isinstance(value, str)):
        return None
    raise InputError(f"{path}: {refusals[0]}")


def _foreign_keys(content: Mapping[str, object]) -> dict[str, object]:
    foreign = {key: raw for key, raw in content.items() if key not in (SETTINGS, TABLE_KEY)}
    for key in foreign:
        if _is_path(key):
            raise InputError(_("{key} is outside its settings.").format(key=repr(key)))
    return foreign


def _table_name(value: object) -> str | None:
    if value is None:
        return None
    name = value.get("name") if isinstance(value, dict) else None
    if not isinstance(name, str) or not 0 < len(name) <= MAXIMUM_TABLE_NAME:
        raise InputError(_("the name of its table is missing."))
    return name
