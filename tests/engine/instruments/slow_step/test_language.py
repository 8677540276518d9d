"""What a slow step says is said in the language spoken; names and formulas stay."""

from collections.abc import Callable

from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.instruments.slow_step.slow_step import SlowStep
from playground.engine.instruments.slow_step.values import Focus, Wish
from tests.engine.instruments.slow_step.steps import Changes, trainer_of
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
NAMES += ("softmax", "zero_grad", "dw₁₁", *(row.label for row in OPTIMIZERS))


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
            for line in (*view.lines, *view.choices.layers):
                assert plain_words(line, *NAMES) == [], line
