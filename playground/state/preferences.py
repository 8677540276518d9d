"""What a person has chosen for every project: kept with the program, not with a project."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from playground.engine.common.errors import InputError
from playground.engine.common.language import LANGUAGES, N_
from playground.engine.settings.sections import declared
from playground.engine.spec.parameter import Choice, Parameter, Value, setting

SECTION = "preferences"
FOLLOW = "system"
"""The key of what follows the system: the language, light or dark."""
AUTOMATIC = -1
"""Decimals as many as a number needs."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that can be set, with what it is at the first start."""

    language: str = setting(
        N_("Language"),
        "choice",
        FOLLOW,
        N_("The language of menus, help and messages. Files and exports do not depend on it."),
        choices=(
            Choice(FOLLOW, N_("Follow the system")),
            *(Choice(row.key, row.name) for row in LANGUAGES),
        ),
    )
    scheme: str = setting(
        N_("Theme"),
        "choice",
        FOLLOW,
        N_("Light or dark colours. What is learned does not depend on them."),
        choices=(
            Choice(FOLLOW, N_("Follow the system")),
            Choice("light", N_("Light")),
            Choice("dark", N_("Dark")),
        ),
    )
    decimals: int = setting(
        N_("Decimal places"),
        "integer",
        AUTOMATIC,
        N_(
            "How many decimal places losses, metrics and predictions are shown with. Automatic "
            "shows about four digits of each. Numbers too small for them are shown in powers of "
            "ten, and files have every digit."
        ),
        minimum=0,
        maximum=8,
        special=((AUTOMATIC, N_("automatic")),),
    )
    device: str = setting(
        N_("Device of new projects"),
        "choice",
        "cpu",
        N_(
            "Where the network of a new project is trained. Small networks are faster on the CPU. "
            "If the device is not there at a start, the CPU takes its place."
        ),
        choices=(Choice("cpu", "CPU"),),
        typed=r"cuda(:\d+)?|mps",
    )
    threads: int = setting(
        N_("Threads for training"),
        "integer",
        0,
        N_(
            "How many threads a training step may use at most. Automatic uses one for small "
            "networks, where more would only wait for each other, and all processors for large "
            "ones. Another number can change the last digits of what is learned."
        ),
        minimum=1,
        maximum=64,
        scale="logarithmic",
        special=((0, N_("automatic")),),
    )
    autosave: bool = setting(
        N_("Save work in progress"),
        "switch",
        True,
        N_(
            "Save settings, weights and curves again and again in the background, so that a crash "
            "or a power cut loses seconds at most. The next start offers to recover them."
        ),
    )
    autosave_every: int = setting(
        N_("Lose at most (seconds)"),
        "integer",
        15,
        N_(
            "Seconds of work that a crash may cost: work in progress is saved after two thirds of "
            "them. Weights of large networks are saved less often, so that saving takes at most "
            "1 % of training."
        ),
        minimum=5,
        maximum=600,
        scale="logarithmic",
    )
    kept_days: int = setting(
        N_("Keep unsaved work for (days)"),
        "integer",
        30,
        N_("Work that was never saved to a file is deleted after so many days."),
        minimum=1,
        maximum=365,
        scale="logarithmic",
    )
    kept_megabytes: int = setting(
        N_("Space for unsaved work (MB)"),
        "integer",
        1024,
        N_("Unsaved work takes at most so much space on the disk; the oldest is deleted first."),
        minimum=16,
        maximum=65_536,
        scale="logarithmic",
    )
    history_runs: int = setting(
        N_("Runs in the history"),
        "integer",
        200,
        N_("How many runs a project keeps; the oldest without a star are dropped first."),
        minimum=5,
        maximum=1000,
        scale="logarithmic",
    )
    history_megabytes: int = setting(
        N_("Memory for weights of earlier runs (MB)"),
        "integer",
        256,
        N_(
            "The weights of earlier runs take at most so much memory. The oldest without a star "
            "are dropped first; their settings and curves stay."
        ),
        minimum=16,
        maximum=16_384,
        scale="logarithmic",
    )
    undo_megabytes: int = setting(
        N_("Memory for undo (MB)"),
        "integer",
        256,
        N_(
            "Runs that undo can bring back take at most so much memory. The oldest lose their past "
            "first, and then their weights: undo then brings back the settings alone."
        ),
        minimum=16,
        maximum=16_384,
        scale="logarithmic",
    )
    rewind_megabytes: int = setting(
        N_("Memory for rewinding (MB)"),
        "integer",
        64,
        N_(
            "The past of the present run takes at most so much memory: more of it is kept with "
            "more memory."
        ),
        minimum=16,
        maximum=16_384,
        scale="logarithmic",
    )


GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Look"), ("language", "scheme", "decimals")),
    (N_("Training"), ("device", "threads")),
    (N_("Work in progress"), ("autosave", "autosave_every", "kept_days", "kept_megabytes")),
    (
        N_("Earlier runs and undo"),
        ("history_runs", "history_megabytes", "undo_megabytes", "rewind_megabytes"),
    ),
)
"""Headings, and the names below each."""


def parameters() -> Mapping[str, Parameter]:
    """What can be set, by name, in the order of declaration."""
    known = declared(SECTION, Preferences)
    return MappingProxyType({parameter.name: parameter for parameter in known.values()})


def from_stored(stored: Mapping[str, object]) -> Preferences:
    """Preferences of what was stored, by name; what is missing or cannot be is as at the start."""
    read: dict[str, Any] = {}
    for name, parameter in parameters().items():
        value = _read(parameter, stored.get(name))
        if value is not None:
            read[name] = value
    return Preferences(**read)


def _read(parameter: Parameter, value: object) -> Value | None:
    if value is None:
        return None
    try:
        # A settings file holds texts, whatever they were written from.
        return parameter.parse(value) if isinstance(value, str) else parameter.check(value)
    except InputError:
        return None
