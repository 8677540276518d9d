"""Steps by CUDA graph: on a GPU against single steps; without one, everything but the capture.

Where there is no GPU, a stand-in logs the operations of a step and runs them again in place of a
graph, on the CPU, and refuses what a capture would refuse: reading a number from the device.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.catalogue.losses import LOSSES
from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.steppers.cuda import stepper as cuda_graph
from playground.engine.steppers.cuda import steps as graph_steps
from playground.engine.steppers.cuda.stepper import CudaGraphStepper, supported, why_not_cuda_graph
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.stepper import Stepper
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")
CAPTURABLE = ("nadam", "radam", "adamax", "rmsprop", "adadelta", "asgd", "rprop")
STAY_EAGER = ("adagrad", "lbfgs", "adafactor")
needs_gpu = pytest.mark.skipif(
    not torch.cuda.is_available(), reason="this machine has no CUDA device"
)


class Capture(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Logs operations with the tensors and numbers they got, and runs just these again.

    As in a graph, nothing of Python is run again: numbers keep the values they had, and results go
    where they went. Operations for which the host waits for the device are refused.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._calls: list[tuple[Any, tuple[Any, ...], dict[str, Any], object]] = []

    def __torch_dispatch__(
        self,
        func: Any,  # noqa: ANN401
        types: object,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401
        waits = ("_local_scalar_dense", "nonzero", "masked_select", "equal", "unique")
        if func.overloadpacket.__name__ in waits:
            raise RuntimeError(f"operation not permitted when stream is capturing: {func}")
        result = func(*args, **kwargs or {})
        self._calls.append((func, args, kwargs or {}, result))
        return result

    @torch.no_grad()
    def replay(self) -> None:
        for func, args, kwargs, result in self._calls:
            again = func(*args, **kwargs)
            for place, tensor in zip(tree_leaves(result), tree_leaves(again), strict=True):
                if isinstance(place, torch.Tensor) and place.data_ptr() != tensor.data_ptr():
                    place.copy_(tensor)


class Replays:
    """Stands in for graphs; counts what was recorded and repeated."""

    def __init__(self) -> None:
        self.recorded = self.repeated = 0

    def __call__(
        self,
        warm_up: Callable[[], None],
        body: Callable[[], None],
        generators: Sequence[torch.Generator],
    ) -> Callable[[], None]:
        self.recorded += 1
        self.generators = list(generators)
        for _ in range(3):
            warm_up()
        capture = Capture()
        with capture:
            body()
        return lambda: self._repeat(capture)

    def _repeat(self, capture: Capture) -> None:
        self.repeated += 1
        capture.replay()


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch) -> Replays:
    """Graphs on the CPU: captures repeat, and torch lets `capturable` pass there."""
    monkeypatch.setattr(cuda_graph, "supported", lambda _: True)
    for name in ("adam", *CAPTURABLE):
        module = importlib.import_module(f"torch.optim.{name}")
        monkeypatch.setattr(
            module, "_get_capturable_supported_devices", lambda *_, **__: ["cpu", "cuda"]
        )
    return Replays()


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60, validation_fraction=0.0))


def _spec(values: Mapping[str, object]) -> RunSpec:
    start: dict[str, object] = {"training.optimizer": "sgd", "network.activation": "tanh"}
    return settings.write_all(RunSpec(), start | dict(values))


def _trainer(dataset: Dataset, values: Mapping[str, object], device: torch.device = CPU) -> Trainer:
    return Trainer(_spec(values), dataset, device)


def _take(stepper: Stepper, steps: int) -> torch.Tensor:
    parts: list[torch.Tensor] = []
    while (left := steps - sum(map(len, parts))) > 0:
        parts.append(stepper.advance(min(left, 17), epochs=2))
    return torch.cat(parts)


def _assert_alike(one: Trainer, other: Trainer, tolerance: float = 1e-4) -> None:
    assert one.step_number == other.step_number
    assert one.epoch == other.epoch
    for name, weight in one.weights().items():
        torch.testing.assert_close(weight, other.weights()[name], rtol=tolerance, atol=tolerance)


# --- choosing ----------------------------------------------------------------------------------


def test_that_the_cpu_is_not_supported_and_says_why(circle: Dataset) -> None:
    assert not supported(CPU)
    stepper = CudaGraphStepper(_trainer(circle, {}))
    assert why_not_cuda_graph(_trainer(circle, {})) == "CUDA graphs need a CUDA device."
    assert stepper.reason == "CUDA graphs need a CUDA device."
    assert stepper.name == "eager"


def test_that_without_a_gpu_it_trains_as_the_eager_stepper_bit_for_bit(circle: Dataset) -> None:
    values = {"network.dropout": 0.3, "training.optimizer": "adam"}
    stepper: Stepper = CudaGraphStepper(_trainer(circle, values))
    eager = EagerStepper(_trainer(circle, values))
    assert _take(stepper, 40).tolist() == _take(eager, 40).tolist()


@pytest.mark.parametrize("key", STAY_EAGER)
def test_that_an_optimizer_that_reads_from_the_device_stays_eager(
    circle: Dataset, replays: Replays, key: str
) -> None:
    trainer = _trainer(circle, {"training.optimizer": key})
    stepper = CudaGraphStepper(trainer, replays)
    assert len(stepper.advance(5)) == 5
    assert stepper.name == "eager"
    assert stepper.reason is not None
    assert stepper.reason.endswith(".")
    assert replays.recorded == 0


@pytest.mark.usefixtures("replays")
def test_that_every_other_optimizer_of_the_catalogue_is_captured(circle: Dataset) -> None:
    captured = [
        row.key
        for row in OPTIMIZERS
        if why_not_cuda_graph(_trainer(circle, {"training.optimizer": row.key})) is None
    ]
    assert set(captured) == {row.key for row in OPTIMIZERS} - set(STAY_EAGER)


# --- the same training, on the CPU with a stand-in ---------------------------------------------

CASES: tuple[dict[str, object], ...] = (
    {},
    {"training.momentum": 0.9, "training.nesterov": True},
    {"training.weight_decay": 0.1},
    {"training.optimizer": "adam"},
    {"training.optimizer": "adam", "training.amsgrad": True},
    {"training.optimizer": "adamw"},
    {"training.optimizer": "nadam"},
    {"training.optimizer": "radam"},
    {"training.optimizer": "adamax"},
    {"training.optimizer": "rmsprop"},
    {"training.optimizer": "adadelta"},
    {"training.optimizer": "asgd"},
    {"training.optimizer": "rprop"},
    {"training.l1": 0.01, "training.l2": 0.02, "training.gradient_clip": 0.1},
    {"training.batch_size": 7},
    {"training.batch_size": 0},
    {"training.batch_size": 1},
    {"network.dropout": 0.4},
    {"network.dropout": 0.4, "training.batch_size": 7, "training.optimizer": "adam"},
    {"training.schedule": "one_cycle"},
    {"training.schedule": "step"},
    {"training.warmup": 30},
    {"training.precision": "tf32"},
    {"network.hidden": ()},
)


def _name(case: dict[str, object]) -> str:
    return ",".join(f"{path.partition('.')[2]}={value}" for path, value in case.items()) or "plain"


@pytest.mark.parametrize("values", CASES, ids=_name)
def test_that_repeated_steps_train_as_single_ones(
    circle: Dataset, replays: Replays, values: dict[str, object]
) -> None:
    graphed, single = _trainer(circle, values), _trainer(circle, values)
    stepper = CudaGraphStepper(graphed, replays)
    losses = _take(stepper, 60)
    assert stepper.name == "cuda_graph", stepper.reason
    assert replays.repeated >= 58
    torch.testing.assert_close(losses, _take(EagerStepper(single), 60), rtol=1e-3, atol=1e-4)
    _assert_alike(graphed, single, 1e-3)
    assert graphed.learning_rate == single.learning_rate


@pytest.mark.parametrize("key", [row.key for row in ACTIVATIONS])
def test_that_no_activation_reads_from_the_device(
    circle: Dataset, replays: Replays, key: str
) -> None:
    values = {"network.activation": key, "training.gradient_clip": 1.0, "training.l1": 1e-3}
    stepper = CudaGraphStepper(_trainer(circle, values), replays)
    assert torch.isfinite(stepper.advance(6)).all()
    assert stepper.name == "cuda_graph", stepper.reason


@pytest.mark.parametrize("source", ["circle", "sine", "iris"])
def test_that_no_loss_reads_from_the_device(source: str, replays: Replays) -> None:
    dataset = build_dataset(DataSpec(source=source, samples=40))
    fitting = [row.key for row in LOSSES if row.form(dataset.task) is not None]
    assert fitting
    for key in fitting:
        for precision in ("float32", "amp"):
            values = {"training.loss": key, "training.precision": precision}
            stepper = CudaGraphStepper(_trainer(dataset, values), replays)
            assert torch.isfinite(stepper.advance(3)).all()
            assert stepper.name == "cuda_graph", (key, stepper.reason)


def test_that_recording_leaves_weights_state_and_random_numbers_alone(
    circle: Dataset, replays: Replays
) -> None:
    values = {"network.dropout": 0.5, "training.optimizer": "adam"}
    graphed, single = _trainer(circle, values), _trainer(circle, values)
    CudaGraphStepper(graphed, replays).advance(1)
    single.step()
    assert replays.recorded == 1
    for name, weight in graphed.weights().items():
        assert torch.equal(weight, single.weights()[name])
    assert graphed.step().item() == single.step().item()


def test_that_single_steps_can_go_on_where_repeated_ones_ended(
    circle: Dataset, replays: Replays
) -> None:
    values = {"training.optimizer": "nadam", "network.dropout": 0.2}
    graphed, single = _trainer(circle, values), _trainer(circle, values)
    _take(CudaGraphStepper(graphed, replays), 23)
    _take(EagerStepper(single), 23)
    ours, theirs = (t.optimizer.state[next(t.network.parameters())] for t in (graphed, single))
    assert ours["step"].item() == theirs["step"].item() == 23
    assert ours["mu_product"].item() == pytest.approx(theirs["mu_product"].item(), rel=1e-5)
    rest = torch.stack([graphed.step() for _ in range(20)])
    torch.testing.assert_close(
        rest, torch.stack([single.step() for _ in range(20)]), rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize(
    "values",
    [
        {"training.momentum": 0.9, "training.weight_decay": 0.1, "training.l1": 0.01},
        {"training.optimizer": "adamw", "training.gradient_clip": 0.1},
        {"training.optimizer": "rprop"},
    ],
    ids=_name,
)
def test_that_frozen_weights_stay_in_a_graph_and_a_change_of_them_is_captured(
    circle: Dataset, replays: Replays, values: dict[str, object]
) -> None:
    graphed, single = _trainer(circle, values), _trainer(circle, values)
    stepper, eager = CudaGraphStepper(graphed, replays), EagerStepper(single)
    for name in ("layers.0.weight", "layers.0.bias"):
        before = graphed.weights()[name]
        recorded = replays.recorded
        for trainer in (graphed, single):
            trainer.freeze({name: torch.ones_like(before, dtype=torch.bool)})
        ours, theirs = _take(stepper, 30), _take(eager, 30)
        assert replays.recorded > recorded
        assert stepper.name == "cuda_graph", stepper.reason
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-4)
        _assert_alike(graphed, single, 1e-3)
        assert torch.equal(graphed.weights()[name], before)


# --- the contract ------------------------------------------------------------------------------


def test_that_a_chunk_ends_where_the_eager_one_ends(circle: Dataset, replays: Replays) -> None:
    values = {"training.batch_size": 7}
    graphed, single = _trainer(circle, values), _trainer(circle, values)
    one, other = CudaGraphStepper(graphed, replays), EagerStepper(single)
    for k, epochs in ((4, 1), (1, 1), (100, 1), (100, 3), (2, 1), (0, 1), (1000, 2), (30, 9)):
        ours, theirs = one.advance(k, epochs), other.advance(k, epochs)
        assert len(ours) == len(theirs)
        assert ours.dtype == torch.float32
        assert ours.device == CPU
        assert not ours.requires_grad
        assert graphed.epoch == single.epoch


def test_that_chunks_longer_than_the_buffers_lose_nothing(
    circle: Dataset, replays: Replays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_steps, "CAPACITY", 8)
    values = {"training.batch_size": 7, "training.schedule": "one_cycle"}
    graphed, single = _trainer(circle, values), _trainer(circle, values)
    ours = CudaGraphStepper(graphed, replays).advance(60, epochs=9)
    assert len(ours) == 60
    torch.testing.assert_close(ours, EagerStepper(single).advance(60, epochs=9))


# --- live --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("training.learning_rate", 0.5),
        ("training.schedule", "cosine_restarts"),
        ("training.warmup", 500),
        ("training.epochs", 500),
        ("training.validate_every", 5),
    ],
)
def test_that_what_a_graph_reads_changes_without_a_capture(
    circle: Dataset, replays: Replays, path: str, value: object
) -> None:
    recorded = _changed_while_running(circle, replays, {}, {path: value})
    assert replays.recorded == recorded


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("training.momentum", 0.9),
        ("training.weight_decay", 0.1),
        ("training.l1", 0.1),
        ("training.l2", 0.1),
        ("training.gradient_clip", 0.001),
        ("training.batch_size", 3),
        ("training.batch_size", 0),
        ("training.label_smoothing", 0.3),
        ("training.loss", "mse"),
        ("training.optimizer", "adam"),
        ("training.precision", "amp"),
        ("network.dropout", 0.5),
        ("network.hidden", (5, 5)),
        ("network.activation", "relu"),
    ],
)
def test_that_what_a_graph_holds_is_captured_anew(
    circle: Dataset, replays: Replays, path: str, value: object
) -> None:
    recorded = _changed_while_running(circle, replays, {}, {path: value})
    assert replays.recorded > recorded


def test_that_momentum_can_be_taken_away_from_rmsprop_and_given(
    circle: Dataset, replays: Replays
) -> None:
    start: dict[str, object] = {"training.optimizer": "rmsprop"}
    recorded = _changed_while_running(circle, replays, start, {"training.momentum": 0.5})
    assert replays.recorded > recorded


def test_that_an_odd_batch_after_a_change_of_the_batch_size_is_left_to_the_trainer(
    circle: Dataset, replays: Replays
) -> None:
    start: dict[str, object] = {"training.batch_size": 11, "training.optimizer": "adam"}
    _changed_while_running(circle, replays, start, {"training.batch_size": 16})


def _changed_while_running(
    dataset: Dataset, replays: Replays, start: dict[str, object], change: dict[str, object]
) -> int:
    graphed, single = _trainer(dataset, start), _trainer(dataset, start)
    stepper, eager = CudaGraphStepper(graphed, replays), EagerStepper(single)
    _take(stepper, 14)
    _take(eager, 14)
    recorded = replays.recorded
    for trainer in (graphed, single):
        trainer.apply(settings.write_all(trainer.spec, change))
    ours, theirs = _take(stepper, 60), _take(eager, 60)
    assert stepper.name == "cuda_graph", stepper.reason
    torch.testing.assert_close(ours, theirs, rtol=2e-3, atol=1e-3)
    _assert_alike(graphed, single, 5e-3)
    return recorded


def test_that_other_data_and_restored_weights_are_trained_on(
    circle: Dataset, replays: Replays
) -> None:
    other = build_dataset(DataSpec(source="circle", samples=80, noise=0.2))
    graphed, single = _trainer(circle, {}), _trainer(circle, {})
    stepper, eager = CudaGraphStepper(graphed, replays), EagerStepper(single)
    start = single.state()
    for trainer, run in ((graphed, stepper), (single, eager)):
        _take(run, 9)
        trainer.apply(trainer.spec, other)
        _take(run, 9)
        trainer.return_to(start)
        _take(run, 9)
        trainer.move(CPU)
        _take(run, 9)
        trainer.return_to(start)
    torch.testing.assert_close(_take(stepper, 9), _take(eager, 9), rtol=1e-4, atol=1e-5)


def test_that_an_unchanged_spec_captures_nothing_anew(circle: Dataset, replays: Replays) -> None:
    trainer = _trainer(circle, {"training.optimizer": "adam"})
    stepper = CudaGraphStepper(trainer, replays)
    _take(stepper, 5)
    recorded = replays.recorded
    trainer.apply(trainer.spec)
    _take(stepper, 50)
    assert replays.recorded == recorded


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.mark.usefixtures("replays")
def test_that_a_capture_that_fails_leaves_the_run_as_single_steps_have_it(circle: Dataset) -> None:
    def broken(warm_up: Callable[[], None], *_: object) -> Callable[[], None]:
        warm_up()
        raise RuntimeError("operation not permitted when stream is capturing\nmore words")

    values = {"training.optimizer": "adam", "network.dropout": 0.3}
    stepper = CudaGraphStepper(_trainer(circle, values), broken)
    eager = EagerStepper(_trainer(circle, values))
    assert _take(stepper, 40).tolist() == _take(eager, 40).tolist()
    assert stepper.name == "eager"
    assert stepper.reason == (
        "The step could not be captured as a CUDA graph "
        "(operation not permitted when stream is capturing)."
    )


@pytest.mark.usefixtures("replays")
def test_that_a_failed_capture_is_tried_again_only_after_a_change(circle: Dataset) -> None:
    tries: list[int] = []

    def broken(*_: object) -> Callable[[], None]:
        tries.append(1)
        raise RuntimeError("no")

    trainer = _trainer(circle, {"training.optimizer": "adam"})
    stepper = CudaGraphStepper(trainer, broken)
    _take(stepper, 50)
    assert len(tries) == 1
    trainer.apply(settings.write(trainer.spec, "training.l1", 0.1))
    _take(stepper, 50)
    assert len(tries) == 2


def test_that_dropout_hands_its_generators_to_the_graph(circle: Dataset, replays: Replays) -> None:
    trainer = _trainer(circle, {"network.dropout": 0.3, "network.hidden": (4, 4)})
    CudaGraphStepper(trainer, replays).advance(2)
    assert len(replays.generators) == 2
    _trainer(circle, {})
    plain = Replays()
    CudaGraphStepper(_trainer(circle, {}), plain).advance(2)
    assert plain.generators == []


# --- on a GPU ----------------------------------------------------------------------------------

ON_A_GPU: tuple[dict[str, object], ...] = (
    *CASES,
    {"training.optimizer": "adam", "training.precision": "amp"},
)


@needs_gpu
@pytest.mark.parametrize("values", ON_A_GPU, ids=_name)
def test_that_a_graph_trains_as_single_steps_on_the_gpu(
    circle: Dataset, values: dict[str, object]
) -> None:
    gpu = torch.device("cuda:0")
    graphed, single = _trainer(circle, values, gpu), _trainer(circle, values, gpu)
    stepper = CudaGraphStepper(graphed)
    ours, theirs = _take(stepper, 200), _take(EagerStepper(single), 200)
    assert stepper.name == "cuda_graph", stepper.reason
    tolerance = 0.05 if "training.precision" in values else 2e-3
    torch.testing.assert_close(ours, theirs, rtol=tolerance, atol=tolerance)
    _assert_alike(graphed, single, 10 * tolerance)


@needs_gpu
def test_that_dropout_draws_the_same_numbers_in_a_graph(circle: Dataset) -> None:
    values = {"network.dropout": 0.5, "training.learning_rate": 1e-7}
    gpu = torch.device("cuda:0")
    ours = _take(CudaGraphStepper(_trainer(circle, values, gpu)), 30)
    theirs = _take(EagerStepper(_trainer(circle, values, gpu)), 30)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)


@needs_gpu
def test_that_two_runs_by_graph_are_the_same_bit_for_bit(circle: Dataset) -> None:
    values = {"network.dropout": 0.2, "training.optimizer": "adam"}
    gpu = torch.device("cuda:0")
    first, second = (_take(CudaGraphStepper(_trainer(circle, values, gpu)), 100) for _ in range(2))
    assert first.tolist() == second.tolist()


@needs_gpu
def test_that_a_live_learning_rate_acts_in_a_graph_without_a_capture(circle: Dataset) -> None:
    gpu = torch.device("cuda:0")
    graphed, single = (_trainer(circle, {"training.optimizer": "adam"}, gpu) for _ in range(2))
    stepper, eager = CudaGraphStepper(graphed), EagerStepper(single)
    for rate in (0.01, 0.1, 0.001):
        for trainer in (graphed, single):
            trainer.apply(settings.write(trainer.spec, "training.learning_rate", rate))
        held = stepper._steps
        torch.testing.assert_close(_take(stepper, 40), _take(eager, 40), rtol=2e-3, atol=2e-3)
        assert held is None or stepper._steps is held


@needs_gpu
def test_that_a_step_that_waits_for_the_gpu_falls_back_and_dropout_goes_on(
    circle: Dataset,
) -> None:
    gpu = torch.device("cuda:0")
    values = {"network.dropout": 0.3}
    graphed, single = _trainer(circle, values, gpu), _trainer(circle, values, gpu)

    def waits(_module: object, _inputs: object, output: torch.Tensor) -> None:
        if torch.cuda.is_current_stream_capturing():
            output.sum().item()

    graphed.network.register_forward_hook(waits)
    stepper = CudaGraphStepper(graphed)
    ours = _take(stepper, 40)
    assert stepper.name == "eager"
    assert stepper.reason is not None
    torch.testing.assert_close(ours, _take(EagerStepper(single), 40))


@needs_gpu
@pytest.mark.parametrize("optimizer", [row.key for row in OPTIMIZERS])
def test_that_nothing_of_an_optimizer_stays_behind_on_the_gpu(
    optimizer: str, circle: Dataset
) -> None:
    trainer = _trainer(circle, {"training.optimizer": optimizer}, torch.device("cuda:0"))
    _take(EagerStepper(trainer), 3)
    trainer.move(torch.device("cpu"))
    states = [value for state in trainer.optimizer.state.values() for value in state.values()]
    assert all(value.device.type == "cpu" for value in states if isinstance(value, torch.Tensor))
    assert torch.isfinite(_take(EagerStepper(trainer), 3)).all()


@needs_gpu
def test_that_a_run_moves_between_devices(circle: Dataset) -> None:
    trainer = _trainer(circle, {"training.optimizer": "adam", "network.dropout": 0.2})
    stepper = CudaGraphStepper(trainer)
    for name in ("cpu", "cuda:0", "cpu", "cuda:0"):
        if str(trainer.device) != name:
            trainer.move(torch.device(name))
        assert torch.isfinite(_take(stepper, 30)).all()
        assert stepper.name == ("eager" if name == "cpu" else "cuda_graph")
