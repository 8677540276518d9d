"""What is chosen for single columns, as the settings `data.*` hold it: put in, and read back."""

from dataclasses import fields, replace

from playground.engine.data.table.columns.dates import PATTERNS
from playground.engine.spec.run import DataSpec

_LISTS = {"number": "numbers", "category": "categories", "date": "dates"}
"""By kind, the setting that names the columns it is chosen for."""


def chosen_format(spec: DataSpec, name: str) -> str:
    """The example or the pattern chosen for a column; empty where it is detected."""
    found = [entry for entry in spec.formats if entry.startswith(f"{name}=")]
    return found[-1].removeprefix(f"{name}=").strip() if found else ""


def chosen_kind(spec: DataSpec, name: str) -> str:
    """`number`, `category` or `date`; empty where it is detected."""
    for kind, setting in _LISTS.items():
        if name in getattr(spec, setting):
            return kind
    form = chosen_format(spec, name)
    return ("date" if form in PATTERNS else "number") if form else ""


def with_kind(spec: DataSpec, name: str, kind: str) -> DataSpec:
    """The column read as this kind, its format detected; an empty kind is detected too."""
    spec = _detected(spec, name)
    if not kind:
        return spec
    return _with(spec, _LISTS[kind], name)


def with_format(spec: DataSpec, name: str, form: str) -> DataSpec:
    """The column read as this example or pattern writes it; an empty one is detected."""
    if not form:
        kind = next((k for k, setting in _LISTS.items() if name in getattr(spec, setting)), "")
        return with_kind(spec, name, kind)
    # A format says the kind: of a kind chosen beside it only one that agrees could stand.
    return _with(_detected(spec, name), "formats", f"{name}={form}")


def changes_between(before: DataSpec, after: DataSpec) -> tuple[tuple[str, object], ...]:
    """The settings that differ, with their values in `after`."""
    return tuple(
        (field.name, getattr(after, field.name))
        for field in fields(after)
        if getattr(after, field.name) != getattr(before, field.name)
    )


def _detected(spec: DataSpec, name: str) -> DataSpec:
    kept = {
        setting: tuple(other for other in getattr(spec, setting) if other != name)
        for setting in _LISTS.values()
    }
    formats = tuple(entry for entry in spec.formats if not entry.startswith(f"{name}="))
    return replace(spec, formats=formats, **kept)  # type: ignore[arg-type]


def _with(spec: DataSpec, setting: str, entry: str) -> DataSpec:
    values: dict[str, tuple[str, ...]] = {setting: (*getattr(spec, setting), entry)}
    return replace(spec, **values)  # type: ignore[arg-type]
