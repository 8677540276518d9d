"""Undo and redo bring back what a run had learned before whatever threw it away."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from playground.engine.run.events import RunLeft
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from tests.gui.controllers.desk import Desk
from tests.runs_alike import Stood, differences

RATE = "training.learning_rate"
SPEC = settings.parse_all(
    defaults_for("circle"),
    (
        "training.optimizer=adam",
        "network.dropout=0.1",
        "training.schedule=plateau",
        "training.patience=50",
        "training.epochs=0",
    ),
)
Do = Callable[[Desk], object]


def edit(path: str, value: object) -> Do:
    return lambda desk: desk.document.edit(path, value)


DESTRUCTIVE: dict[str, Do] = {
    "a layer is added": edit("network.hidden", (4, 2, 3)),
    "neurons are removed": edit("network.hidden", (2, 2, 3)),
    "the activation": edit("network.activation", "relu"),
    "other data": lambda desk: desk.document.choose_source("spiral"),
    "the optimizer": edit("training.optimizer", "adamw"),
    "reset": lambda desk: desk.run.reset(),
    "the loss": edit("training.loss", "hinge"),
    "a feature is switched on": edit("data.features", ("x1", "x2", "x1_x2")),
    "noise": edit("data.noise", 0.2),
    "the split": edit("data.validation_fraction", 0.5),
    "best weights": lambda desk: desk.run.restore_best(),
    "a seed": edit("network.seed", 7),
    "the bias": edit("network.bias", False),
    "the initialiser": edit("network.initialiser", "kaiming_normal"),
    "a regression": lambda desk: desk.document.choose_source("sine"),
    "momentum": edit("training.optimizer", "sgd"),
    "the data's seed": edit("data.seed", 11),
    "no standardising": edit("data.standardise", False),
    "last valid weights": lambda desk: desk.run.restore_last_finite(),
    "the last layer is removed": edit("network.hidden", (2,)),
}


@pytest.fixture
def make_desk(qapp: QApplication) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(spec: RunSpec = SPEC) -> Desk:
        desks.append(Desk(spec))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()
    del qapp


def test_that_twenty_steps_are_undone_and_redone_bit_for_bit(
    make_desk: Callable[..., Desk],
) -> None:
    desk = make_desk()
    before: list[Stood] = []
    for number, do in enumerate(DESTRUCTIVE.values()):
        desk.train(13 + number)
        before.append(desk.look())
        do(desk)
        desk.document.end_gesture()
        desk.obey()
    desk.train(21)
    last = desk.look()
    for stood in reversed(before):
        desk.undo()
        assert not differences(desk.look(), stood)
    assert not desk.document.can_undo
    for stood in before[1:]:
        desk.redo()
        assert not differences(desk.look(), stood)
    desk.redo()
    assert not differences(desk.look(), last)
    assert not desk.document.can_redo
