"""Steps run as a program equal the trainer's own, bit for bit, whatever is chosen."""

import pytest
import torch
from torch import Tensor

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.catalogue.losses import LOSSES
from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.catalogue.row import Row
from playground.engine.catalogue.schedules import SCHEDULES
from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.training.trainer import Trainer

SOURCES = {"regression": "plane", "two_classes": "circle", "more_classes": "rings"}
SMALL = ("data.samples=50", "network.hidden=4,3", "training.batch_size=16")
ONE_LAYER = "network.hidden=3"
PLAIN = "training.optimizer=sgd"
"""The optimizer whose own steps take the least time, where another one would show no more."""
NUMBERS = {"momentum", "weight_decay", "lr_decay"}
EAGER_OPTIMIZERS = {"lbfgs", "adafactor"}
LONG = 2_000
"""Steps by which a program is shown to be the same training."""


class Pair:
    """The same run twice: step by step, and as a program."""

    def __init__(self, source: str, *assignments: str) -> None:
        self.spec: RunSpec = settings.parse_all(defaults_for(source), (*SMALL, *assignments))
        dataset = build_dataset(self.spec.data)
        self.plain = Trainer(self.spec, dataset, torch.device("cpu"))
        self.fused = Trainer(self.spec, dataset, torch.device("cpu"))
        self.eager = EagerStepper(self.plain)
        self.scripted = ScriptedStepper(self.fused, background=False)

    def advance(self, k: int, epochs: int = 1) -> Tensor:
        """Advance both, and compare all there is."""
        wanted = self.eager.advance(k, epochs)
        losses = self.scripted.advance(k, epochs)
        assert torch.equal(losses, wanted)
        assert self.fused.step_number == self.plain.step_number
        assert self.fused.batches.place == self.plain.batches.place
        assert self.fused.learning_rate == self.plain.learning_rate
        for mine, theirs in zip(
            self.fused.network.parameters(), self.plain.network.parameters(), strict=True
        ):
            assert torch.equal(mine, theirs)
            assert mine.grad is not None
            assert theirs.grad is not None
            assert torch.equal(mine.grad, theirs.grad)
            state = self.fused.optimizer.state[mine]
            for name, value in self.plain.optimizer.state[theirs].items():
                assert not isinstance(value, Tensor) or torch.equal(state[name], value)
        return losses

    def run(self, steps: int) -> None:
        """Advance both by at least so many steps, in chunks of odd lengths."""
        end, chunk = self.plain.step_number + steps, 0
        while self.plain.step_number < end:
            chunk += 1
            self.advance((1, 40, 7, 100)[chunk % 4], (1, 20)[chunk % 2])

    def run_long(self, steps: int = LONG) -> None:
        """See a program take over, and advance both by so many steps of it."""
        self.run(20)
        assert self.scripted.name == "scripted", self.scripted.reason
        end = self.plain.step_number + steps
        while self.plain.step_number < end:
            # A step less than a chunk may end within an epoch.
            self.advance(499, 200)
            self.advance(1)
        assert self.scripted.name == "scripted", self.scripted.reason

    def freeze(self, masks: dict[str, Tensor]) -> None:
        """Freeze the same weights in both."""
        self.plain.freeze(masks)
        self.fused.freeze(masks)

    def change(self, *assignments: str) -> None:
        """Change both between two steps."""
        self.spec = settings.parse_all(self.spec, assignments)
        self.plain.apply(self.spec)
        self.fused.apply(self.spec)


@pytest.mark.parametrize("activation", [row.key for row in ACTIVATIONS])
def test_that_every_activation_runs_as_a_program(activation: str) -> None:
    pair = Pair("circle", ONE_LAYER, PLAIN, f"network.activation={activation}")
    pair.run_long()


@pytest.mark.parametrize(
    ("loss", "task"), [(row.key, form.task) for row in LOSSES for form in row.forms]
)
def test_that_every_loss_runs_as_a_program(loss: str, task: str) -> None:
    pair = Pair(SOURCES[task], ONE_LAYER, PLAIN, f"training.loss={loss}")
    pair.run_long()


@pytest.mark.parametrize("optimizer", [row.key for row in OPTIMIZERS])
def test_that_every_optimizer_runs_as_a_program_or_step_by_step(optimizer: str) -> None:
    pair = Pair("circle", f"training.optimizer={optimizer}")
    if optimizer not in EAGER_OPTIMIZERS:
        pair.run_long()
        assert not pair.scripted.reason
        return
    pair.advance(20, 20)
    assert pair.scripted.name == "eager"
    assert pair.scripted.reason


def options_of(optimizer: Row) -> list[tuple[str, ...]]:
    """Each switch alone, with what it needs; and all numbers that bring operations along."""
    switches = [p.name for p in optimizer.parameters if p.kind == "switch"]
    numbers = [p.name for p in optimizer.parameters if p.name in NUMBERS]
    options: list[tuple[str, ...]] = [(f"training.{name}=true",) for name in switches]
    if "nesterov" in switches:
        options[switches.index("nesterov")] += ("training.momentum=0.9",)
    return [*options, *([tuple(f"training.{name}=0.1" for name in numbers)] if numbers else [])]


@pytest.mark.parametrize(
    ("optimizer", "options"),
    [
        (row.key, options)
        for row in OPTIMIZERS
        if row.key not in EAGER_OPTIMIZERS
        for options in options_of(row)
    ],
)
def test_that_options_that_change_the_update_run_as_a_program(
    optimizer: str, options: tuple[str, ...]
) -> None:
    pair = Pair("circle", ONE_LAYER, f"training.optimizer={optimizer}", *options)
    pair.run_long(500)


@pytest.mark.parametrize("schedule", [row.key for row in SCHEDULES])
def test_that_every_schedule_runs_as_a_program(schedule: str) -> None:
    pair = Pair("circle", ONE_LAYER, PLAIN, f"training.schedule={schedule}", "training.warmup=30")
    pair.run_long()


@pytest.mark.parametrize(
    "assignments",
    [
        ("training.l1=0.01",),
        ("training.l1=0.01", "training.l1_form=proximal"),
        ("training.l1=0.01", "training.l1_form=proximal", "training.l2=0.02"),
        ("training.l2=0.01",),
        ("training.l1=0.01", "training.l2=0.02", "network.hidden=1,1"),
        (PLAIN, "training.weight_decay=0.01"),
        ("training.gradient_clip=0.1",),
        ("network.dropout=0.3",),
        ("network.hidden=4,3", "network.layer_dropouts=,0.4", "network.dropout=0.1"),
        ("network.bias=false",),
        ("network.hidden=",),
        ("training.batch_size=0",),
        ("training.batch_size=1",),
        ("training.batch_size=5",),
        ("training.loss=cross_entropy", "training.label_smoothing=0.1"),
    ],
)
def test_that_every_kind_of_network_and_penalty_runs_as_a_program(
    assignments: tuple[str, ...],
) -> None:
    pair = Pair("circle", *assignments)
    pair.run_long()


@pytest.mark.parametrize(
    "assignments",
    [
        ("training.optimizer=sgd", "training.momentum=0.9", "training.nesterov=true"),
        ("training.optimizer=adam", "training.loss=bce_with_logits"),
        (
            "training.optimizer=adamw",
            "network.dropout=0.2",
            "training.l1=0.001",
            "training.gradient_clip=0.5",
            "training.schedule=one_cycle",
        ),
        ("training.optimizer=radam", "network.dropout=0.5", "network.activation=gelu"),
        ("training.optimizer=nadam", "training.schedule=cosine"),
        ("training.optimizer=asgd", "training.lambd=0.01"),
    ],
)
def test_that_two_thousand_steps_are_the_same_bit_for_bit(assignments: tuple[str, ...]) -> None:
    pair = Pair("circle", *assignments)
    pair.run_long()


def test_that_numbers_change_between_two_steps_without_a_new_program() -> None:
    pair = Pair(
        "circle",
        "training.optimizer=adam",
        "training.l1=0.001",
        "training.weight_decay=0.001",
        "training.gradient_clip=1",
        "network.dropout=0.2",
    )
    pair.run(30)
    program = pair.scripted._run
    assert program is not None
    for change in (
        "training.learning_rate=0.5",
        "training.beta1=0.5",
        "training.weight_decay=0.1",
        "network.dropout=0.7",
        "training.l1=0.05",
        "training.gradient_clip=0.01",
        "training.schedule=exponential",
        "training.warmup=200",
    ):
        pair.change(change)
        pair.advance(10, 5)
        assert pair.scripted._run is program


@pytest.mark.parametrize(
    "change",
    [
        "training.batch_size=7",
        "training.batch_size=0",
        "training.momentum=0.9",
        "network.dropout=0.2",
        "training.l2=0.1",
        "training.loss=bce_with_logits",
        "training.optimizer=rmsprop",
        "network.hidden=5",
        "network.activation=relu",
    ],
)
def test_that_another_kind_of_step_takes_over_in_the_same_run(change: str) -> None:
    pair = Pair("circle", "training.optimizer=sgd")
    pair.run(30)
    pair.change(change)
    pair.run(60)
    assert pair.scripted.name == "scripted"


def test_that_a_batch_size_may_change_within_an_epoch() -> None:
    pair = Pair("circle", "data.samples=200")
    pair.run(30)
    pair.advance(2)
    pair.change("training.batch_size=9")
    pair.run(60)
    pair.advance(2)
    pair.change("training.batch_size=0")
    pair.run(20)
    assert pair.scripted.name == "scripted"


def test_that_the_gradient_of_the_last_step_can_be_read_whatever_took_it() -> None:
    pair = Pair("circle", "training.gradient_clip=0.1")
    steppers = set()
    while pair.plain.step_number < 40:
        pair.advance(1)
        steppers.add(pair.scripted.name)
    assert steppers == {"eager", "scripted"}


def test_that_weights_may_be_put_back_while_a_program_runs() -> None:
    pair = Pair("circle", "training.optimizer=adam")
    pair.run(30)
    kept = pair.plain.state()
    pair.run(30)
    pair.plain.return_to(kept)
    pair.fused.return_to(kept)
    pair.run(60)
    assert pair.scripted.name == "scripted"
