"""The next step of a run, looked at phase by phase, forward and back."""

from __future__ import annotations

from dataclasses import replace

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.instruments.slow_step.recipe import Stamp, recipe_of, stamp_of
from playground.engine.instruments.slow_step.values import StepView, Wish
from playground.engine.instruments.slow_step.view import picture
from playground.engine.instruments.slow_step.walk import Walk
from playground.engine.training.trainer import Trainer

MOST_PRODUCTS = 100_000_000_000
"""Of rows and weights in a step on the processor, which takes it seconds; a GPU does more."""
GPU_TIMES = 100


def _require_time(trainer: Trainer) -> None:
    """Refuse a step whose phases nobody would wait for."""
    rows = trainer.batches.clock.next.batch
    weights = sum(weight.numel() for weight in trainer.network.parameters())
    times = 1 if next(trainer.network.parameters()).device.type == "cpu" else GPU_TIMES
    if rows * weights > times * MOST_PRODUCTS:
        words = _(
            "A step takes too long to be shown slowly: {rows} rows through {weights} weights. "
            "Choose a smaller batch."
        )
        raise InputError(words.format(rows=grouped(rows), weights=grouped(weights)))


class SlowStep:
    """The next step of a trainer, looked at phase by phase, forward and back.

    The step is taken on a twin of the run, which itself stays between two steps: whoever saves,
    edits or trains on meets it as if nobody had looked. If something was changed since, the twin
    is made anew and goes to the same phase; after a step of the run it stands at the next one.

    One thread at a time may use it, which must be the one that trains.
    """

    def __init__(self) -> None:
        self._walk: Walk | None = None
        self._stamp: Stamp | None = None

    def forget(self) -> None:
        """Let go of the twin."""
        self._walk = self._stamp = None

    def look(self, trainer: Trainer, wish: Wish) -> StepView:
        """The step as it is wished to be seen; the trainer stays as it is, bit for bit.

        Raises:
            InputError: the memory does not hold a second network of this size, or the step takes
                too long for somebody who waits for its numbers.
        """
        _require_time(trainer)
        if self._stamp is None or not self._stamp.is_of(trainer):
            if self._stamp is not None and self._stamp.step != trainer.step_number:
                wish = replace(wish, phase=0, first=0)
            self._walk, self._stamp = None, stamp_of(trainer)
        try:
            walk = self._walk_with(trainer, wish.focus.row)
            view = picture(walk, wish, trainer.dataset.input_names)
        except (MemoryError, RuntimeError) as error:  # as PyTorch says it
            self.forget()
            words = _("The step cannot be shown: {error}")
            raise InputError(words.format(error=error)) from error
        return replace(view, step=trainer.step_number + 1)

    def _walk_with(self, trainer: Trainer, row: int) -> Walk:
        """The twin, with this row among those whose activations are kept."""
        walk = self._walk
        if walk is None or min(row, len(walk.recipe.inputs) - 1) not in range(
            walk.rows.start, walk.rows.stop
        ):
            self._walk = walk = Walk(recipe_of(trainer) if walk is None else walk.recipe, row)
        return walk
