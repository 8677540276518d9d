"""What a step hangs on: another form where other operations are done, else other numbers."""

from itertools import pairwise

import pytest
import torch

from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")
START = (
    "training.optimizer=sgd",
    "training.momentum=0.5",
    "training.l1=0.1",
    "training.gradient_clip=1",
    "network.dropout=0.1",
)


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


@pytest.fixture
def trainer(circle: Dataset) -> Trainer:
    return Trainer(settings.parse_all(RunSpec(), START), circle, CPU)


def _change(trainer: Trainer, assignment: str) -> None:
    trainer.apply(settings.parse_all(trainer.spec, (assignment,)))


@pytest.mark.parametrize(
    "assignment",
    [
        "training.learning_rate=0.5",
        "training.schedule=cosine",
        "training.warmup=9",
        "training.epochs=7",
        "training.validate_every=3",
    ],
)
def test_that_steps_and_rates_leave_the_kind_as_it_is(trainer: Trainer, assignment: str) -> None:
    trainer.step()
    kind = trainer.step_kind
    _change(trainer, assignment)
    trainer.step()
    assert trainer.step_kind == kind


@pytest.mark.parametrize(
    "assignment",
    [
        "training.momentum=0.9",
        "training.l1=0.2",
        "training.l2=0.3",
        "training.gradient_clip=2",
        "network.dropout=0.2",
    ],
)
def test_that_another_number_keeps_the_form(trainer: Trainer, assignment: str) -> None:
    kind = trainer.step_kind
    _change(trainer, assignment)
    assert trainer.step_kind.form == kind.form
    assert trainer.step_kind.numbers != kind.numbers


@pytest.mark.parametrize(
    "assignment",
    [
        "training.momentum=0",
        "training.weight_decay=0.1",
        "training.nesterov=true",
        "training.l1=0",
        "training.gradient_clip=0",
        "training.batch_size=7",
        "training.precision=amp",
        "training.optimizer=adam",
        "training.loss=focal",
        "training.label_smoothing=0.1",
        "network.dropout=0",
        "network.hidden=3",
        "network.activation=relu",
    ],
)
def test_that_what_changes_the_operations_changes_the_form(
    trainer: Trainer, assignment: str
) -> None:
    form = trainer.step_kind.form
    _change(trainer, assignment)
    assert trainer.step_kind.form != form


def test_that_other_data_and_another_state_change_the_form(circle: Dataset) -> None:
    trainer = Trainer(settings.parse_all(RunSpec(), START), circle, CPU)
    forms = [trainer.step_kind.form]
    trainer.apply(trainer.spec, build_dataset(DataSpec(source="circle", samples=60, noise=0.2)))
    forms.append(trainer.step_kind.form)
    trainer.return_to(trainer.state())
    forms.append(trainer.step_kind.form)
    trainer.optimizer.load_state_dict(trainer.optimizer.state_dict())
    forms.append(trainer.step_kind.form)
    assert all(one != other for one, other in pairwise(forms))


def test_that_freezing_changes_the_form_and_other_masks_the_numbers(trainer: Trainer) -> None:
    free = trainer.step_kind
    mask = torch.tensor([True, False, False, False])
    trainer.freeze({"layers.0.bias": mask})
    frozen = trainer.step_kind
    trainer.freeze({"layers.0.bias": ~mask})
    assert frozen.form != free.form
    assert trainer.step_kind.form == frozen.form
    assert trainer.step_kind.numbers != frozen.numbers
    trainer.freeze({})
    assert trainer.step_kind == free
