"""Which batches and learning rates a chunk of steps has."""

from dataclasses import dataclass, field

from playground.engine.steppers.scripted.program import Program, Segment
from playground.engine.training.batches import Batches
from playground.engine.training.epoch_clock import EpochClock
from playground.engine.training.trainer import Trainer


@dataclass(slots=True)
class Plan:
    """Segments that follow one another, and the learning rate of each of their steps.

    Attributes:
        ended: how many epochs have ended with each segment; 0 where it ends none.
    """

    segments: list[Segment] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)


def plan_ahead(trainer: Trainer, program: Program, steps: int, epochs: int) -> Plan:
    """At most `steps` steps, to the end of the `epochs`-th epoch from here at most.

    The trainer stays where it is. Empty where the next batch is of a size that cannot be run.
    """
    clock, number, plan = trainer.batches.clock.next, trainer.step_number, Plan()
    while steps > 0 and epochs > 0:
        count = min(steps, (clock.rows - clock.row) // clock.batch, program.longest)
        left = clock.rows - clock.row - count * clock.batch
        rest = left if left == program.rest and steps > count else 0
        if count + rest == 0:
            break
        segment = _segment(trainer.batches, clock, count, rest)
        plan.segments.append(segment)
        plan.rates += trainer.learner.rate.ahead(number, clock, segment.steps)
        steps, number = steps - segment.steps, number + segment.steps
        clock = clock.after(segment.steps)
        plan.ended.append(clock.epoch + 1 if clock.at_epoch_end else 0)
        epochs, clock = epochs - clock.at_epoch_end, clock.next
    return plan


def _segment(batches: Batches, clock: EpochClock, count: int, rest: int) -> Segment:
    if clock.row > 0 or count * clock.batch + rest < clock.rows:
        return Segment(*batches.rows_of(clock.epoch), None, clock.row, count, rest)
    source = batches.order_generator(clock.epoch) if batches.is_shuffled else None
    return Segment(*batches.data, source, 0, count, rest)
