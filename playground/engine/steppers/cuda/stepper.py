"""Steps on a CUDA device without the host: one step is captured as a graph, then replayed.

The graph holds forward, loss, penalties, backward, clipping and the optimizer's own update. Data
stay on the device, batches have the order of `Batches`, and dropout draws the very numbers it
draws in single steps. The pattern is that of "whole-network capture" in
https://docs.pytorch.org/docs/stable/notes/cuda.html#cuda-graphs: a few runs on a side stream to
warm up (undone afterwards), then the capture, on tensors that stay where they are.

What is promised: losses and weights equal those of single steps on the same device *up to
rounding*, and not bit for bit. In a graph an optimizer reads the learning rate as float32 from the
device and works out bias corrections there, where single steps do so in Python's doubles; and Adam,
AdamW and SGD use torch's fused kernels. Two runs by graph on the same device, versions and spec do
the same operations in the same order. Where a graph begins (the step after each capture) follows
from the run alone, unless settings were changed while it ran.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import Tensor

from playground.engine.common.language import _
from playground.engine.steppers.cuda.optimizer import tensors_in, why_optimizer_is_eager
from playground.engine.steppers.cuda.steps import GraphSteps, Recorder, Replay
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.measurements import Measurements
from playground.engine.steppers.precision import steps_at
from playground.engine.training.trainer import Trainer

_WARM_UP = 3


def supported(device: torch.device) -> bool:
    """Whether steps on this device can be captured at all."""
    return device.type == "cuda" and torch.cuda.is_available()


def why_not_cuda_graph(trainer: Trainer) -> str | None:
    """Why this trainer's step will not be captured, in a sentence; None if it will be tried."""
    if not supported(trainer.device):
        return _("CUDA graphs need a CUDA device.")
    return why_optimizer_is_eager(trainer.optimizer)


def record_graph(
    warm_up: Callable[[], None], body: Callable[[], None], generators: Sequence[torch.Generator]
) -> Replay:
    """Capture what `body` does on the current CUDA device, after `warm_up` was run a few times.

    Raises:
        RuntimeError: it does what cannot be captured; streams and generators are in order again.
    """
    usual = torch.cuda.current_stream()
    side = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    side.wait_stream(usual)
    try:
        with torch.cuda.stream(side):
            for _ in range(_WARM_UP):
                warm_up()
    finally:
        # What was begun there still writes weights, which the caller puts back on this stream.
        usual.wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    touched = [*generators, torch.cuda.default_generators[torch.cuda.current_device()]]
    spare = [generator.clone_state() for generator in touched]
    for generator in generators:
        graph.register_generator_state(generator)
    try:
        # What other threads do on the device neither breaks this capture nor is refused by it.
        with torch.cuda.graph(graph, stream=side, capture_error_mode="thread_local"):
            body()
    except BaseException:
        # A capture that breaks off leaves its stream current and the generators in its hands.
        torch.cuda.set_stream(usual)
        for generator, state in zip(touched, spare, strict=True):
            generator.graphsafe_set_state(state)
        raise
    return graph.replay


class CudaGraphStepper:
    """Runs a trainer's steps by CUDA graph where possible, else one by one; see `Stepper`.

    Before every call it looks whether the graph still fits the trainer. The learning rate, its
    schedule and the place in the run are read by the graph; after any other change (an option of
    the optimizer, a penalty, dropout, precision, batch size, layers, data, device) one step is
    taken singly, so that the optimizer has its state, and a new graph is captured. A capture that
    fails leaves the run as it was, and it goes on in single steps.

    Attributes:
        name: `cuda_graph` while a graph runs the steps, else `eager`.
        reason: why steps are taken singly, in a sentence; None while they are not.
    """

    def __init__(self, trainer: Trainer, record: Recorder = record_graph) -> None:
        self._trainer = trainer
        self._eager = EagerStepper(trainer)
        self._record = record
        self._steps: GraphSteps | None = None
        self._kind: tuple[object, ...] = ()
        self.name = "eager"
        self.reason: str | None = why_not_cuda_graph(trainer)

    def close(self) -> None:
        """Give back the device memory of the graph; `name` goes on saying how steps were taken."""
        self._kind, self._steps = (), None

    def advance(self, k: int, epochs: int = 1, measurements: Measurements | None = None) -> Tensor:
        if measurements is not None:
            epochs = min(epochs, measurements.epochs_ahead(int(self._trainer.epoch)))
        if k <= 0 or epochs <= 0:
            return torch.empty(0)
        trainer = self._trainer
        with steps_at(trainer.spec.training.precision, trainer.device), _current(trainer.device):
            if not self._is_outdated():
                return self._advance(k, epochs)
            first = self._eager.advance(1)
            self._capture()
            return torch.cat(
                [first, self._advance(k - 1, epochs - trainer.batches.clock.at_epoch_end)]
            )

    def _advance(self, k: int, epochs: int) -> Tensor:
        return (self._steps or self._eager).advance(k, epochs)

    def _is_outdated(self) -> bool:
        """Whether a graph must be captured; one that no longer fits is dropped."""
        kind = _kind(self._trainer)
        if kind == self._kind:
            return False
        self._kind, self._steps, self.name = kind, None, "eager"
        self.reason = why_not_cuda_graph(self._trainer)
        return self.reason is None

    def _capture(self) -> None:
        try:
            self._steps = GraphSteps(self._trainer, self._record)
            self.name = "cuda_graph"
        except Exception as error:
            # Whatever a capture trips over, the run itself can go on in single steps.
            first = _first_of(error)
            words = str(first).strip().splitlines() or [type(first).__name__]
            sentence = _("The step could not be captured as a CUDA graph ({reason}).")
            self.reason = sentence.format(reason=words[0])
        self._kind = _kind(self._trainer)


def _first_of(error: BaseException) -> BaseException:
    """What came first: ending a capture that broke off fails as well, and says less."""
    while isinstance(error.__context__, RuntimeError):
        error = error.__context__
    return error


def _current(device: torch.device) -> AbstractContextManager[object]:
    return torch.cuda.device(device) if device.type == "cuda" else nullcontext()


def _kind(trainer: Trainer) -> tuple[object, ...]:
    """All that a graph hangs on: the kind of the step, and where its tensors lie in memory."""
    tensors = [*trainer.network.parameters(), *trainer.batches.data]
    for state in trainer.optimizer.state.values():
        tensors += [tensor for tensor in tensors_in(state) if tensor.dim() > 0]
    return trainer.step_kind, tuple(tensor.data_ptr() for tensor in tensors)
