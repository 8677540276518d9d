"""Which settings a range test hangs on; knows no torch."""

from playground.engine.catalogue import index
from playground.engine.settings import paths
from playground.engine.settings.relevant import applying
from playground.engine.spec.parameter import Parameter
from playground.engine.spec.run import RunSpec

UNHEEDED = frozenset(
    f"training.{name}"
    for name in (
        "learning_rate",
        "epochs",
        "schedule",
        "warmup",
        "device",
        "stepper",
        "validate_every",
        "target_loss",
        "patience",
    )
)
"""A test sets its own rate and ends by itself; where and how fast a run trains is nothing to it."""


def changed_since(tested: RunSpec, now: RunSpec) -> tuple[Parameter, ...]:
    """The settings of which another test might tell otherwise, in the order of their declaration.

    What comes with another choice, such as the momentum of another optimizer, is not told beside
    that choice.
    """
    before, after = paths.parameters(tested), paths.parameters(now)
    changed = paths.changed_paths(tested, now) - UNHEEDED - _of_schedules(tested, now)
    changed -= {path for path in changed if path.startswith("data.")} - _of_data(tested, now)
    return tuple(known for path, known in after.items() if path in changed and path in before)


def _of_schedules(*specs: RunSpec) -> set[str]:
    rows = [row for spec in specs for row in index.find("schedules", spec.training.schedule)]
    return {f"training.{parameter.name}" for row in rows for parameter in row.parameters}


def _of_data(*specs: RunSpec) -> frozenset[str]:
    return frozenset().union(*(applying(spec.data.source) for spec in specs))
