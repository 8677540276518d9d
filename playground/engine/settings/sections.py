"""Sections of the settings: frozen dataclasses whose fields are each declared by a parameter."""

import dataclasses
import functools
from collections.abc import Mapping
from types import MappingProxyType

from playground.engine.spec.parameter import Parameter


@functools.cache
def declared(section: str, kind: type) -> MappingProxyType[str, Parameter]:
    """The settings that the fields of `kind` declare, by path, in their order."""
    return MappingProxyType(
        {
            f"{section}.{field.name}": dataclasses.replace(
                field.metadata["parameter"], name=field.name
            )
            for field in dataclasses.fields(kind)
            if "parameter" in field.metadata
        }
    )


def changed(known: Mapping[str, Parameter], before: object, after: object) -> frozenset[str]:
    """Those paths of one section whose values differ between two of its kind."""
    if before is after:
        return frozenset()
    return frozenset(
        path for path, p in known.items() if getattr(before, p.name) != getattr(after, p.name)
    )
