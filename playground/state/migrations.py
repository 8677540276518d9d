"""Project files of older versions, brought step by step to the form this version reads."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

FORMAT = 1
"""The version of the project file that is written."""

Migration = Callable[[dict[str, object]], dict[str, object]]
"""Turns the content of `project.json` of one version into that of the next."""

MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})
"""From which version each one leads to the next. A new version adds its row and a file in
`tests/data/`; rows are never removed."""


def migrate(
    content: dict[str, object],
    version: int,
    target: int = FORMAT,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> dict[str, object]:
    """`content` of a file of `version` as one of version `target`, which is no older."""
    for step in range(version, target):
        content = migrations[step](content)
    return content
