"""The whole model takes raw inputs and shows what the trainer shows, scripted or not."""

import warnings

import pytest
import torch
from torch import nn

from playground.engine.catalogue.losses import LOSSES
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.model.whole_model import WholeModel, whole_model
from playground.engine.spec.run import DataSpec, NetworkSpec, RunSpec, TrainingSpec
from playground.engine.training.trainer import Trainer

SOURCES = {"regression": "plane", "two_classes": "circle", "more_classes": "rings"}
CASES = [(row.key, form.task) for row in LOSSES for form in row.forms]


def _dataset(task: str) -> Dataset:
    features = ("x1", "x2", "x1_x2", "sin_x2")
    return build_dataset(DataSpec(source=SOURCES[task], samples=40, features=features))


def _trained(loss: str, task: str, steps: int = 20, dropout: float = 0.0) -> Trainer:
    training = TrainingSpec(loss=loss)
    spec = RunSpec(network=NetworkSpec(dropout=dropout), training=training)
    trainer = Trainer(spec, _dataset(task), torch.device("cpu"))
    for _ in range(steps):
        trainer.step()
    return trainer


def _raw(dataset: Dataset) -> torch.Tensor:
    return torch.from_numpy(dataset.raw.inputs).float()


@pytest.mark.parametrize(("loss", "task"), CASES)
def test_that_raw_inputs_give_what_is_shown_of_the_trainers_outputs(loss: str, task: str) -> None:
    trainer = _trained(loss, task)
    model = whole_model(trainer.dataset, trainer.network, trainer.learner.form)
    _, outputs = trainer.evaluate("train")
    raw = _raw(trainer.dataset)[torch.from_numpy(trainer.dataset.train)]
    shown = model(raw)
    torch.testing.assert_close(model.shown(outputs), shown)
    if task != "regression":
        torch.testing.assert_close(shown.sum(dim=1), torch.ones(len(raw)))


def test_that_regression_is_shown_in_target_units() -> None:
    trainer = _trained("mse", "regression", steps=600)
    outputs = trainer.evaluate("train")[1]
    shown = whole_model(trainer.dataset, trainer.network, trainer.learner.form).shown(outputs)[:, 0]
    targets = torch.from_numpy(trainer.dataset.raw.targets[trainer.dataset.train]).float()
    assert (shown - targets).abs().mean() < 0.1 * targets.std()


@pytest.mark.parametrize(("loss", "task"), CASES)
def test_that_a_scripted_model_gives_the_same_at_any_batch_size(loss: str, task: str) -> None:
    trainer = _trained(loss, task, dropout=0.3)
    model = whole_model(trainer.dataset, trainer.network, trainer.learner.form)
    scripted = _script(model)
    for rows in (1, 3, 40):
        raw = _raw(trainer.dataset)[:rows]
        torch.testing.assert_close(scripted(raw), model(raw), rtol=0, atol=1e-6)


def _script(model: WholeModel) -> nn.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scripted = torch.jit.script(model)
    assert isinstance(scripted, nn.Module)
    return scripted


@pytest.mark.parametrize("task", SOURCES)
def test_that_inputs_of_another_shape_are_refused_in_a_sentence_scripted_or_not(task: str) -> None:
    trainer = _trained("mse" if task == "regression" else "cross_entropy", task)
    model = whole_model(trainer.dataset, trainer.network, trainer.learner.form)
    for call in (model, _script(model)):
        for shape in ((2,), (3, 1), (3, 3), (1, 5, 2), ()):
            with pytest.raises((ValueError, torch.jit.Error)) as caught:
                call(torch.zeros(shape))
            sentence = str(caught.value).splitlines()[-1]
            assert "The model takes numbers of shape [rows, 2]" in sentence
            assert sentence.endswith(f"was given {[*shape]}.")


def test_that_float64_and_integers_are_taken_as_float32() -> None:
    trainer = _trained("cross_entropy", "two_classes")
    model = whole_model(trainer.dataset, trainer.network, trainer.learner.form)
    whole = torch.tensor([[1, -2], [3, 4], [0, 0]])
    for call in (model, _script(model)):
        expected = call(whole.float())
        for kind in (torch.float64, torch.int64, torch.int32, torch.uint8, torch.float16):
            given = whole.abs() if kind is torch.uint8 else whole
            answer = call(given.to(kind))
            assert answer.dtype == torch.float32
            assert torch.equal(answer, call(given.float()))
        assert expected.shape == (3, 2)


def test_that_a_traced_model_gives_the_same() -> None:
    trainer = _trained("cross_entropy", "more_classes")
    model = whole_model(trainer.dataset, trainer.network, trainer.learner.form)
    raw = _raw(trainer.dataset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(model, raw[:5])  # type: ignore[no-untyped-call]
    torch.testing.assert_close(traced(raw), model(raw), rtol=0, atol=1e-6)


def test_that_a_shared_model_follows_the_training_and_a_copy_does_not() -> None:
    trainer = _trained("mse", "regression")
    shared = whole_model(trainer.dataset, trainer.network, trainer.learner.form)
    copied = whole_model(trainer.dataset, trainer.network, trainer.learner.form, share=False)
    raw = _raw(trainer.dataset)
    before = shared(raw).detach()
    torch.testing.assert_close(copied(raw), before)
    trainer.step()
    assert not torch.equal(shared(raw), before)
    assert torch.equal(copied(raw), before)


def test_that_a_live_model_leaves_the_network_training_with_dropout() -> None:
    trainer = _trained("mse", "regression", dropout=0.5)
    model = whole_model(trainer.dataset, trainer.network, trainer.learner.form)
    raw = _raw(trainer.dataset)
    assert torch.equal(model(raw), model(raw))
    inputs = trainer.dataset.inputs
    assert not torch.equal(trainer.network(inputs), trainer.network(inputs))
