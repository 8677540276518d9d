"""Steps without Python: each is a program that loops over a whole chunk, without the GIL."""

import threading
import time

import torch
from torch import Tensor

from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.scripted.capture import Draft, draft_of
from playground.engine.steppers.scripted.run import FusedRun, Prepared, prepare
from playground.engine.steppers.scripted.symbols import why_not
from playground.engine.steppers.watch import Watch
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
        self._job: _Job | None = None
        self._left: list[_Job] = []
        self._run: FusedRun | None = None
        self._attempts = 0
        self.reason = ""

    @property
    def name(self) -> str:
        """`scripted` while a program runs the steps, else `eager`."""
        return "eager" if self._run is None else "scripted"

    def advance(self, k: int, epochs: int = 1, watch: Watch | None = None) -> Tensor:
        parts: list[Tensor] = []
        taken = 0
        while taken < k and epochs > 0:
            ends = self._ends()
            parts.append(self._some(k - taken, epochs, watch, taken))
            taken, epochs = taken + len(parts[-1]), epochs - (self._ends() - ends)
            if self._is_to_end(watch, taken) or self._is_pending:
                break
        if len(parts) == 1:
            return parts[0]
        return torch.cat(parts) if parts else torch.empty(0)

    def close(self) -> None:
        """Wait for programs in preparation, wanted or not (tens of milliseconds)."""
        for job in (*self._left, self._job):
            if job is not None:
                job.wait()

    def _ends(self) -> int:
        """How many epochs have ended so far."""
        return self._trainer.batches.epoch + self._trainer.at_epoch_end

    @property
    def _is_pending(self) -> bool:
        """Whether a program is prepared on a thread of its own."""
        return self._background and self._run is None and not self.reason

    def _is_to_end(self, watch: Watch | None, taken: int) -> bool:
        """Whether the chunk ends here: by a measurement, or for one that no program has made."""
        if watch is None or not self._trainer.at_epoch_end:
            return False
        return watch.is_over if watch.covers(taken) else watch.is_due(self._ends())

    def _some(self, k: int, epochs: int, watch: Watch | None, taken: int) -> Tensor:
        """One step at least, by the way that can be gone now."""
        run = self._ready_run()
        if run is None:
            if self._is_pending:
                return self._take_few(min(k, _MEANWHILE), epochs, watch)
            return self._eager.advance(k if self.reason else 1, epochs, watch)
        if self._run is None:
            return self._proven(run, min(k, _PROOF))
        losses = run.advance(k, epochs, watch, taken)
        if run.fell_out:
            self._start_afresh()
        return losses if len(losses) else self._eager.advance(1, 1)

    def _take_few(self, most: int, epochs: int, watch: Watch | None) -> Tensor:
        """Steps for a few milliseconds: each may wait for the interpreter while one prepares."""
        until = time.perf_counter() + _MOMENT
        losses = [self._eager.advance(1, epochs, watch)]
        while len(losses) < most and time.perf_counter() < until:
            if self._trainer.at_epoch_end:
                break
            losses.append(self._eager.advance(1, epochs, watch))
        return torch.cat(losses)

    def _proven(self, run: FusedRun, steps: int) -> Tensor:
        losses, self.reason = run.prove(steps)
        if self.reason:
            self._job = None
        elif run.proven:
            self._take_over(run)
        return losses

    def _take_over(self, run: FusedRun) -> None:
        try:
            run.take_over()
        except Exception as error:
            self.reason = why_not(error)
        else:
            self._run = run

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
        self._left = [job for job in self._left if not job.done]
        if self._job is None and not self._left:
            self._job = self._new_job()
        if self._job is None or not self._job.done:
            return None
        if self._job.prepared is None:
            self.reason = self._job.reason
            return None
        return FusedRun(self._trainer, self._job.prepared)

    def _start_afresh(self) -> None:
        if self._job is not None and not self._job.done:
            self._left.append(self._job)
        self._run, self._job, self.reason = None, None, ""
        self._attempts += 1
        if self._attempts > _ATTEMPTS:
            self.reason = "its update keeps changing its form"

    def _new_job(self) -> "_Job | None":
        try:
            draft = draft_of(self._trainer)
        except Exception as error:
            self.reason = why_not(error)
            return None
        job = _Job(draft, self._trainer.batches.rows)
        job.start(self._background)
        return job


class _Job:
    """The preparation of one program."""

    def __init__(self, draft: Draft, rows: int) -> None:
        self._draft, self._rows = draft, rows
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self.prepared: Prepared | None = None
        self.reason = ""

    @property
    def done(self) -> bool:
        return self._ended.is_set()

    def start(self, background: bool) -> None:
        if not background:
            self._work()
            return
        self._thread = threading.Thread(target=self._work, name="capture", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        try:
            self.prepared = prepare(self._draft, self._rows)
        except Exception as error:
            self.reason = why_not(error)
        finally:
            self._ended.set()
