"""Steps without Python: each is a program that loops over a whole chunk, without the GIL."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import torch
from torch import Tensor

from playground.engine.common.language import _
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.measurements import Measurements
from playground.engine.steppers.scripted.capture import draft_of
from playground.engine.steppers.scripted.program import Program
from playground.engine.steppers.scripted.run import FusedRun, prepare
from playground.engine.steppers.scripted.symbols import why_not
from playground.engine.training.trainer import Trainer

_PROOF = 8
"""Steps that are taken in both ways before a program takes over."""

_MEANWHILE = 8
"""Steps taken singly at a time while a program is prepared, however many are asked for: they are
slow ones, after which it may be ready."""

_MOMENT = 0.004
"""Seconds after which no further one of them is begun."""

_ATTEMPTS = 4
"""Programs for one kind of training; an optimizer that decides anew so often stays eager."""


class ScriptedStepper:
    """Runs a trainer's own step as one program; see `Stepper` for the contract.

    The step is recorded on copies while the trainer goes on step by step. Some steps are then taken
    in both ways; if losses, weights and optimizer state are the same bit for bit, the program
    takes over between two steps. Numbers such as rates may change at any time; what changes the
    kind of a step (another optimizer, layers, batch size, a penalty switched on) makes a new
    program in the same way. Where that cannot be, training stays eager, and `reason` says why.

    One thread at a time may call it.
    """

    def __init__(self, trainer: Trainer, *, background: bool = True) -> None:
        """Stand before the next step of `trainer`.

        Args:
            background: prepare programs on a thread of their own, so that training goes on
                meanwhile; else within `advance`.
        """
        self._trainer = trainer
        self._eager = EagerStepper(trainer)
        self._background = background
        self._kind: tuple[object, ...] = ()
        self._job: Future[Program] | None = None
        self._unwanted: Future[Program] | None = None
        self._threads = ThreadPoolExecutor(1)
        self._run: FusedRun | None = None
        self._attempts = 0
        self.reason = ""

    @property
    def name(self) -> str:
        """`scripted` while a program runs the steps, else `eager`."""
        return "eager" if self._run is None else "scripted"

    def advance(self, k: int, epochs: int = 1, measurements: Measurements | None = None) -> Tensor:
        measurements = measurements or Measurements()
        parts = [torch.empty(0)]
        taken = 0
        while taken < k and epochs > 0:
            ends = self._ends()
            parts.append(self._some(k - taken, epochs, measurements, taken))
            taken, epochs = taken + len(parts[-1]), epochs - (self._ends() - ends)
            if self._is_to_end(measurements, taken) or self._is_pending:
                break
        return parts[-1] if len(parts) <= 2 else torch.cat(parts)

    def close(self) -> None:
        """Wait for programs in preparation, wanted or not (tens of milliseconds)."""
        self._threads.shutdown()

    def _ends(self) -> int:
        """How many epochs have ended so far."""
        return int(self._trainer.epoch)

    @property
    def _is_pending(self) -> bool:
        """Whether a program is prepared on a thread of its own."""
        return self._background and self._run is None and not self.reason

    def _is_to_end(self, measurements: Measurements, taken: int) -> bool:
        """Whether the chunk ends here: by a measurement, or for one that no program has made."""
        if not self._trainer.batches.clock.at_epoch_end:
            return False
        is_made = measurements.loss_after(taken) is not None
        return measurements.is_over if is_made else measurements.is_due(self._ends())

    def _some(self, k: int, epochs: int, measurements: Measurements, taken: int) -> Tensor:
        """One step at least, by the way that can be gone now."""
        run = self._ready_run()
        if run is None:
            if self._is_pending:
                return self._take_few(min(k, _MEANWHILE), epochs, measurements)
            return self._eager.advance(k if self.reason else 1, epochs, measurements)
        if self._run is None:
            return self._proven(run, min(k, _PROOF))
        losses = run.advance(k, epochs, measurements, taken)
        if run.fell_out:
            self._start_afresh()
        return losses if len(losses) else self._eager.advance(1, 1)

    def _take_few(self, most: int, epochs: int, measurements: Measurements) -> Tensor:
        """Steps for a few milliseconds: each may wait for the interpreter while one prepares."""
        until = time.perf_counter() + _MOMENT
        losses = [self._eager.advance(1, epochs, measurements)]
        while len(losses) < most and time.perf_counter() < until:
            if self._trainer.batches.clock.at_epoch_end:
                break
            losses.append(self._eager.advance(1, epochs, measurements))
        return torch.cat(losses)

    def _proven(self, run: FusedRun, steps: int) -> Tensor:
        losses, self.reason = run.prove(steps)
        if self.reason:
            self._job = None
        elif run.proven:
            try:
                run.take_over()
                self._run = run
            except Exception as error:
                self.reason = why_not(error)
        return losses

    def _ready_run(self) -> FusedRun | None:
        kind = self._trainer.step_kind.form
        if kind != self._kind or (self._run is not None and not self._run.attached):
            # State of a new kind is there only after a step.
            self._attempts = 0 if kind != self._kind else self._attempts
            self._kind = kind
            self._start_afresh()
            return None
        if self._run is not None or self.reason:
            return self._run
        if self._unwanted is not None and self._unwanted.done():
            self._unwanted = None
        if self._job is None and self._unwanted is None:
            self._job = self._new_job()
        if self._job is None or not self._job.done():
            return None
        error = self._job.exception()
        if error is not None:
            self.reason = why_not(error)
            return None
        return FusedRun(self._trainer, self._job.result())

    def _start_afresh(self) -> None:
        if self._job is not None and not self._job.done():
            self._unwanted = self._job
        self._run, self._job, self.reason = None, None, ""
        self._attempts += 1
        if self._attempts > _ATTEMPTS:
            self.reason = _("The optimizer's update keeps changing its form.")

    def _new_job(self) -> "Future[Program] | None":
        try:
            draft = draft_of(self._trainer)
        except Exception as error:
            self.reason = why_not(error)
            return None
        self._threads = ThreadPoolExecutor(1, "capture")
        job = self._threads.submit(prepare, draft, self._trainer.batches.clock.rows)
        # The thread ends with its work, whether someone waits for it or not.
        self._threads.shutdown(wait=not self._background)
        return job
