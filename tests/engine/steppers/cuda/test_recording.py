"""What is asked of CUDA to record a graph, and in which order: bookkeeping, checked on a CPU.

Streams, graphs and generators are stand-ins that write down what is done with them. Whether a
device then does it, only the tests in `test_cuda_graph` on a GPU can tell.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.steppers.cuda import stepper as cuda_graph
from playground.engine.steppers.cuda.stepper import CudaGraphStepper, record_graph
from playground.engine.training.trainer import Trainer


class Stream:
    def __init__(self, name: str, journal: list[str]) -> None:
        self.name = name
        self._journal = journal

    def wait_stream(self, other: "Stream") -> None:
        self._journal.append(f"{self.name} waits for {other.name}")


class Generator:
    def __init__(self, name: str, cuda: "Cuda", state: str = "as it was") -> None:
        self.name = name
        self.state = state
        self._cuda = cuda

    def clone_state(self) -> "Generator":
        assert not self._cuda.capturing
        return Generator("spare", self._cuda, self.state)

    def graphsafe_set_state(self, other: "Generator") -> None:
        self.state = other.state


class Cuda:
    """The parts of `torch.cuda` that a capture needs; a capture that breaks off behaves as torch's:
    ending it fails too, and its stream stays the current one."""

    def __init__(self) -> None:
        self.journal: list[str] = []
        self.capturing = False
        self.default = Generator("default", self)
        self.usual = self.current = Stream("usual", self.journal)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stand_ins: dict[str, object] = {
            "current_stream": lambda: self.current,
            "current_device": lambda: 0,
            "default_generators": (self.default,),
            "Stream": lambda: Stream("side", self.journal),
            "CUDAGraph": lambda: SimpleNamespace(
                register_generator_state=self._register,
                replay=lambda: self.journal.append("replay"),
            ),
            "set_stream": self._set_stream,
            "stream": self._stream,
            "graph": self._graph,
        }
        for name, stand_in in stand_ins.items():
            monkeypatch.setattr(torch.cuda, name, stand_in)

    def _set_stream(self, stream: Stream) -> None:
        self.current = stream

    def _register(self, generator: Generator) -> None:
        assert not self.capturing
        self.journal.append(f"register {generator.name}")

    @contextmanager
    def _stream(self, stream: Stream) -> Iterator[None]:
        before, self.current = self.current, stream
        try:
            yield
        finally:
            self.current = before

    @contextmanager
    def _graph(self, graph: object, **options: Any) -> Iterator[None]:  # noqa: ANN401, ARG002
        before, self.current = self.current, options["stream"]
        self.capturing = True
        self.journal.append(f"capture {options.get('capture_error_mode', 'global')}")
        try:
            yield
        except BaseException:
            self.capturing = False
            self.default.state = "in the hands of the capture"
            raise RuntimeError("operation failed due to a previous error during capture") from None
        self.capturing = False
        self.current = before


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> Cuda:
    cuda = Cuda()
    cuda.install(monkeypatch)
    return cuda


def _noted(cuda: Cuda, what: str) -> None:
    cuda.journal.append(f"{what} on {cuda.current.name}")


def test_that_warming_up_and_capture_follow_each_other_on_a_stream_of_their_own(cuda: Cuda) -> None:
    dropout: Any = Generator("dropout", cuda)
    replay = record_graph(lambda: _noted(cuda, "warm up"), lambda: _noted(cuda, "body"), [dropout])
    replay()
    assert cuda.journal == [
        "side waits for usual",
        *["warm up on side"] * 3,
        "usual waits for side",
        "register dropout",
        "capture thread_local",
        "body on side",
        "replay",
    ]
    assert cuda.current is cuda.usual


def test_that_a_warm_up_that_breaks_off_is_waited_for_before_weights_are_put_back(
    cuda: Cuda,
) -> None:
    def fails() -> None:
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        record_graph(fails, lambda: None, [])
    assert cuda.journal == ["side waits for usual", "usual waits for side"]
    assert cuda.current is cuda.usual


def test_that_a_capture_that_breaks_off_leaves_stream_and_generators_in_order(cuda: Cuda) -> None:
    dropout: Any = Generator("dropout", cuda)

    def fails() -> None:
        dropout.state = "in the hands of the capture"
        raise RuntimeError("operation not permitted when stream is capturing")

    with pytest.raises(RuntimeError):
        record_graph(lambda: None, fails, [dropout])
    assert cuda.current is cuda.usual
    assert dropout.state == cuda.default.state == "as it was"


# --- what the stepper makes of it ---------------------------------------------------------------


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60, validation_fraction=0.0))


@pytest.fixture
def on_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuda_graph, "supported", lambda _: True)


@pytest.mark.usefixtures("on_cpu")
def test_that_the_reason_is_what_broke_the_capture_and_not_that_its_end_failed_too(
    circle: Dataset,
) -> None:
    def broken(*_: object) -> Any:  # noqa: ANN401
        try:
            raise RuntimeError("operation not permitted when stream is capturing")
        finally:
            raise RuntimeError("operation failed due to a previous error during capture")

    stepper = CudaGraphStepper(Trainer(RunSpec(), circle, torch.device("cpu")), broken)
    stepper.advance(2)
    assert stepper.reason == (
        "The step could not be captured as a CUDA graph "
        "(operation not permitted when stream is capturing)."
    )


@pytest.mark.usefixtures("on_cpu")
def test_that_closing_gives_the_graph_back_and_a_later_step_captures_anew(circle: Dataset) -> None:
    graphs: list[str] = []

    class Replay:
        def __init__(self) -> None:
            graphs.append("made")

        def __call__(self) -> None:
            pass

        def __del__(self) -> None:
            graphs.append("gone")

    stepper = CudaGraphStepper(Trainer(RunSpec(), circle, torch.device("cpu")), lambda *_: Replay())
    stepper.advance(3)
    assert graphs.count("gone") == 0
    made = len(graphs)
    stepper.close()
    assert graphs.count("gone") == made
    assert stepper.name == "cuda_graph"
    assert len(stepper.advance(3)) == 3
    assert len(graphs) > 2 * made
