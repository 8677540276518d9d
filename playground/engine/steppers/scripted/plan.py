"""Which batches and learning rates a chunk of steps has."""

from dataclasses import dataclass, field

from playground.engine.steppers.scripted.program import Segment
from playground.engine.training.epoch_clock import Rhythm
from playground.engine.training.trainer import Trainer


@dataclass(slots=True)
class Plan:
    """Segments that follow one another, and the learning rate of each of their steps.

    Attributes:
        epochs: the number of the epoch of each segment, from 0.
        ended: how many epochs have ended with each segment; 0 where it ends none.
    """

    segments: list[Segment] = field(default_factory=list)
    epochs: list[int] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)

    def place_after(self, steps: int, size: int) -> tuple[int, int]:
        """The epoch, and the rows handed out of it, once `steps` of its steps were taken."""
        for segment, epoch in zip(self.segments, self.epochs, strict=True):
            if steps <= segment.count:
                return epoch, segment.start + steps * size
            if steps <= segment.steps:
                return epoch, segment.start + segment.count * size + segment.rest
            steps -= segment.steps
        raise ValueError("the plan has fewer steps")


class Planner:
    """Plans the next steps of a trainer, and leaves the trainer where it is.

    Attributes:
        size: rows in a batch.
        rest: rows in the smaller last batch that can be run; others are left out.
        longest: how many whole batches a segment may have.
    """

    def __init__(self, trainer: Trainer, size: int, rest: int, longest: int) -> None:
        self._trainer = trainer
        self._batches = trainer.batches
        self._size, self._rest, self._longest = size, rest, longest

    def plan(self, steps: int, epochs: int) -> Plan:
        """At most `steps` steps, to the end of the `epochs`-th epoch from here at most.

        Empty where the next batch is of a size that cannot be run.
        """
        batches, plan = self._batches, Plan()
        epoch, row = batches.rhythm.next
        number, ends = self._trainer.step_number, epochs
        while steps > 0 and ends > 0:
            count = min(steps, (batches.rows - row) // self._size, self._longest)
            left = batches.rows - row - count * self._size
            rest = left if left == self._rest and steps > count else 0
            if count + (rest > 0) == 0:
                break
            plan.segments.append(self._segment(epoch, row, count, rest))
            plan.epochs.append(epoch)
            taken = plan.segments[-1].steps
            place = Rhythm(epoch, row, batches.rows, self._size)
            plan.rates += self._trainer.rate.ahead(number, place, taken)
            steps, number, row = steps - taken, number + taken, row + count * self._size + rest
            ends_epoch = row == batches.rows
            plan.ended.append(epoch + 1 if ends_epoch else 0)
            if ends_epoch:
                epoch, row, ends = epoch + 1, 0, ends - 1
        return plan

    def _segment(self, epoch: int, row: int, count: int, rest: int) -> Segment:
        batches = self._batches
        whole = row == 0 and count * self._size + rest == batches.rows
        if whole:
            shuffled = self._size < batches.rows
            source = batches.order_generator(epoch) if shuffled else None
            return Segment(*batches.data, source, row, count, rest)
        return Segment(*batches.rows_of(epoch), None, row, count, rest)
