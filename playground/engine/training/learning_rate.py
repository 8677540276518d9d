"""The learning rate of the next step: base × warm-up × schedule."""

from collections.abc import Callable

from playground.engine.catalogue.schedules import SCHEDULES
from playground.engine.settings.row_options import row_options
from playground.engine.spec.parameter import require_known
from playground.engine.spec.run import TrainingSpec
from playground.engine.training.epoch_clock import EpochClock
from playground.engine.training.schedule_factors import Plateau, warm_up


class LearningRate:
    """Follows the schedule of a `TrainingSpec`; a new one can take over between any two steps.

    Raises:
        InputError: the schedule is unknown, or one of its options is out of bounds.
    """

    def __init__(self, spec: TrainingSpec, plateau: Plateau | None = None) -> None:
        require_known(spec.schedule, (row.key for row in SCHEDULES), "training.schedule")
        self._row = next(row for row in SCHEDULES if row.key == spec.schedule)
        self._spec = spec
        self._options = row_options(self._row, spec.options)
        self._function: Callable[..., float] = self._row.load()
        self.plateau = plateau or Plateau()

    def at(self, step: int, clock: EpochClock) -> float:
        """The learning rate of the step after so many, which begins at this place."""
        return self._spec.learning_rate * warm_up(step, self._spec.warmup) * self._factor(clock)

    def varies(self, step: int) -> bool:
        """Whether it may change between two steps of one epoch, from this step on."""
        by_step = self._row.changes_by == "step" and self._row.key != "constant"
        return by_step or step + 1 < self._spec.warmup

    def ahead(self, step: int, clock: EpochClock, count: int) -> list[float]:
        """The learning rates of the next steps, none of which begins beyond the epoch of the first.

        Args:
            step: optimizer steps so far.
            clock: the place that they led to.
        """
        first = clock.next
        if not self.varies(step):
            return [self.at(step, first)] * count
        return [self.at(step + n, first.after(n)) for n in range(count)]

    def observe(self, loss: float) -> None:
        """Count a measured loss, for the schedule that looks for plateaus."""
        if self._row.changes_by == "validation":
            self.plateau = self._row.load()(self.plateau, loss, **self._options)

    def followed_by(self, spec: TrainingSpec) -> "LearningRate":
        """The learning rate under a changed spec; the plateaus so far count on while the schedule
        stays the same."""
        return LearningRate(spec, self.plateau if self._goes_on(spec) else None)

    def remembers_all_under(self, spec: TrainingSpec) -> bool:
        """Whether a changed spec forgets no plateaus."""
        return self._goes_on(spec) or self.plateau == Plateau()

    def _goes_on(self, spec: TrainingSpec) -> bool:
        return spec.schedule == self._spec.schedule

    def _factor(self, clock: EpochClock) -> float:
        if self._row.changes_by == "validation":
            return self.plateau.factor
        return self._function(clock, **self._options)
