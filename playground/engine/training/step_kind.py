"""What a step hangs on: whether one that was recorded still does what the trainer would do."""

from dataclasses import dataclass
from typing import Any

from playground.engine.training.batches import Batches
from playground.engine.training.learner import Learner
from playground.engine.training.optimizers import options_of


class Same:
    """Equals only what holds the very same object; keeps it alive, so that none takes its place."""

    def __init__(self, held: object) -> None:
        self._held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other._held is self._held

    def __hash__(self) -> int:
        return id(self._held)


@dataclass(frozen=True, slots=True)
class StepKind:
    """All that a step hangs on, apart from its batch, the learning rate and the weights' numbers.

    Attributes:
        form: which operations it has, and on which objects. A step of another form is another
            program, and may take another time.
        numbers: what these operations are called with. A recorded step holds them, unless it reads
            them anew.
    """

    form: tuple[object, ...]
    numbers: tuple[object, ...]


def kind_of(learner: Learner, batches: Batches) -> StepKind:
    """The kind of the next step over one of these batches."""
    training, optimizer, frozen = learner.spec.training, learner.optimizer, learner.frozen
    # Every step is given its own learning rate.
    numbers = options_of(optimizer)
    numbers |= {"clip": training.gradient_clip, "lr": None}
    numbers |= {f"dropout{n}": layer.p for n, layer in enumerate(learner.network.dropouts())}
    form = (
        *(Same(each) for each in (learner.network, optimizer, optimizer.state, batches)),
        batches.clock.batch,
        batches.data[0].device,
        training.precision,
        type(learner.loss),
        _plain(vars(learner.loss)),
        training.penalty != 0.0 or training.l2 != 0.0,
        training.shrinkage != 0.0,
        len(frozen) > 0,
        *((name, _sort(value)) for name, value in numbers.items()),
    )
    masks = (Same(mask) for mask in frozen.values())
    return StepKind(form, (training.l1, training.l2, *masks, *numbers.items()))


def _plain(attributes: dict[str, Any]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (name, value)
        for name, value in attributes.items()
        if name[0] != "_" and isinstance(value, int | float | str)
    )


def _sort(value: object) -> object:
    """A number or option as far as it decides what is done: numbers count as zero or not."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return value == 0
    if isinstance(value, tuple):
        return tuple(item is None for item in value)
    return value
