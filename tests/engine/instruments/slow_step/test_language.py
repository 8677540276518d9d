"""What a slow step says is said in the language spoken; names and formulas stay."""

from collections.abc import Callable

import pytest

from playground.engine.catalogue.losses import LOSSES
from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.instruments.slow_step.slow_step import SlowStep
from playground.engine.instruments.slow_step.values import Focus, StepView, Wish
from tests.engine.instruments.slow_step.steps import Changes, source_for, trainer_of
from tests.plain_words import plain_words
from tests.pseudo import PSEUDO, PseudoTranslations

NAMES: tuple[str, ...] = (
    "tanh",
    "sigmoid",
    "dL",
    "da",
    "dz",
    "dw",
    "db",
    "grad",
    "None",
    "sign",
    "max",
    "min",
)
NAMES += ("softmax", "zero_grad", "dw₁₁", "prev", "variance", *(row.label for row in OPTIMIZERS))


def test_that_every_line_is_said_in_the_language(spoken: Callable[..., None]) -> None:
    changes: Changes = {
        "training.gradient_clip": 0.1,
        "training.l1": 0.01,
        "network.dropout": 0.5,
        "network.activation": "sigmoid",
    }
    kinds: list[Changes] = [
        {},
        changes,
        {"training.optimizer": "rprop", "training.precision": "amp"},
        {"training.optimizer": "lbfgs"},
        {"training.optimizer": "adafactor"},
    ]
    for kind in kinds:
        trainer, slow = trainer_of(kind), SlowStep()
        spoken(PSEUDO, PseudoTranslations())
        for phase in range(len(slow.look(trainer, Wish()).phases)):
            view = slow.look(trainer, Wish(phase, Focus(row=2)))
            for line in (*view.lines, *view.choices.layers, *titles_of(view)):
                assert plain_words(line, *NAMES) == [], line


def titles_of(view: StepView) -> list[str]:
    """The heads of the table of weights, and the sentences on them."""
    return [text for column in view.weights.columns for text in (column.title, column.hint)]


@pytest.mark.parametrize("loss", [row.key for row in LOSSES])
def test_that_the_slope_of_every_loss_is_told_in_the_language(
    loss: str, spoken: Callable[..., None]
) -> None:
    trainer, slow = trainer_of({"training.loss": loss}, source=source_for(loss)), SlowStep()
    spoken(PSEUDO, PseudoTranslations())
    kinds = slow.look(trainer, Wish()).kinds
    last = max(layer for _, layer in kinds)
    for neuron in range(3):
        focus = Focus(row=1, neuron=neuron)
        for line in slow.look(trainer, Wish(kinds.index(("backward", last)), focus)).lines:
            assert plain_words(line, *NAMES, "ln") == [], line
