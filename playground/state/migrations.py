"""Project files of older versions, brought step by step to the form this version reads."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from playground.engine.common.language import _
from playground.state import strict_json

FORMAT = 3
"""The version of the project file that is written."""

Entries = Mapping[str, bytes]
"""The entries of a project file by name, its manifest left out."""

Migration = Callable[[Entries], Entries]
"""Turns the entries of one version into those of the next.

Raises:
    strict_json.Unreadable: an entry is not what that version wrote.
"""

_PROGRESS = "progress.json"
_PROJECT = "project.json"
_TARGET = "data.target"
_PARTS = 2**20
"""Into so many rows an epoch is divided where format 1 kept its fraction alone."""


def _from_1(entries: Entries) -> Entries:
    """Format 1 kept a run's counters in `progress.json`, and no state but the weights'."""
    rest = dict(entries)
    content = rest.pop(_PROGRESS, None)
    if content is None:
        return rest
    progress = strict_json.decode(content)
    if not isinstance(progress, dict):
        raise strict_json.Unreadable(_("{entry} is not a mapping").format(entry=_PROGRESS))
    epoch, part = divmod(_number(progress.get("epoch", 0.0)), 1.0)
    best = progress.get("best_loss")
    state = {
        "step": progress.get("step", 0),
        "epoch": int(epoch),
        "row": round(part * _PARTS),
        "rows": _PARTS,
        "is_shuffled": True,
        "seconds": _number(progress.get("seconds", 0.0)).hex(),
        "weights_of": None,
        "best_loss": None if best is None else _number(best).hex(),
        "best_step": progress.get("best_step"),
        "since_best": 0,
        "from_epoch": 0,
        "plateau": {"factor": (1.0).hex(), "best": math.inf.hex(), "waiting": 0, "resting": 0},
        "optimizer": None,
    }
    return rest | {"state.json": strict_json.encode(state)}


def _from_2(entries: Entries) -> Entries:
    """Format 2 knew a single target, as a text."""
    try:
        content = strict_json.decode(entries.get(_PROJECT, b"null"))
    except strict_json.Unreadable:
        return entries  # whoever reads the settings says what is wrong with them
    settings = content.get("settings") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(settings, dict):
        return entries
    target = settings.get(_TARGET)
    if not isinstance(target, str):
        return entries
    changed = settings | {_TARGET: [target] if target else []}
    return {**entries, _PROJECT: strict_json.encode(content | {"settings": changed})}


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise strict_json.Unreadable(
            _("{entry} contains something that is not a number").format(entry=_PROGRESS)
        )
    return float(value)


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _from_1, 2: _from_2})
"""From which version each one leads to the next. A new version adds its row and a file in
`tests/data/`; rows are never removed."""


def migrate(
    entries: Entries,
    version: int,
    target: int = FORMAT,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> Entries:
    """`entries` of a file of `version` as those of version `target`, which is no older."""
    for step in range(version, target):
        entries = migrations[step](entries)
    return entries
