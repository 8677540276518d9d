"""The networks that the benchmarks train."""

from dataclasses import dataclass

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec

SMALL = ("data.samples=250", "data.validation_fraction=0", "training.epochs=0")


@dataclass(frozen=True, slots=True)
class Case:
    """A run, named by its layers."""

    name: str
    source: str
    assignments: tuple[str, ...]

    def spec(self) -> RunSpec:
        return settings.parse_all(defaults_for(self.source), self.assignments)


CASES: tuple[Case, ...] = (
    Case(
        "2-4-2-1 tanh, batch 10, SGD",
        "circle",
        (
            *SMALL,
            "network.hidden=4,2",
            "network.activation=tanh",
            "training.loss=bce_with_logits",
            "training.optimizer=sgd",
            "training.learning_rate=0.03",
            "training.batch_size=10",
            "data.features=x1,x2",
        ),
    ),
    Case(
        "2-4-2-1 tanh, batch 10, Adam",
        "circle",
        (
            *SMALL,
            "network.hidden=4,2",
            "network.activation=tanh",
            "training.loss=bce_with_logits",
            "training.optimizer=adam",
            "training.batch_size=10",
            "data.features=x1,x2",
        ),
    ),
    Case(
        "2-8×6-1 tanh, batch 10, Adam",
        "circle",
        (
            *SMALL,
            "network.hidden=8,8,8,8,8,8",
            "network.activation=tanh",
            "training.loss=bce_with_logits",
            "training.optimizer=adam",
            "training.batch_size=10",
            "data.features=x1,x2",
        ),
    ),
    Case(
        "2-64-64-1 relu, batch 250, Adam",
        "circle",
        (
            "data.samples=2500",
            "data.validation_fraction=0",
            "training.epochs=0",
            "network.hidden=64,64",
            "network.activation=relu",
            "training.loss=bce_with_logits",
            "training.optimizer=adam",
            "training.batch_size=250",
            "data.features=x1,x2",
        ),
    ),
    Case(
        "digits 64-128-64-10, batch 64, AdamW",
        "digits",
        (
            "network.hidden=128,64",
            "training.epochs=0",
            "training.optimizer=adamw",
            "training.batch_size=64",
        ),
    ),
)

VALIDATED = Case(
    "2-4-2-1 tanh, batch 10, SGD, 30 % validation",
    "circle",
    (*CASES[0].assignments, "data.validation_fraction=0.3"),
)
"""The first case with the validation part that a run has unless it is told otherwise."""

LIVE: tuple[Case, ...] = (*CASES, VALIDATED)
"""What is trained in the window."""

LARGE = Case(
    "10-1024×4-1 relu, batch 4096, Adam",
    "random10",
    (
        "data.samples=20480",
        "data.validation_fraction=0",
        "training.epochs=0",
        "network.hidden=1024,1024,1024,1024",
        "network.activation=relu",
        "training.optimizer=adam",
        "training.learning_rate=0.0001",
        "training.batch_size=4096",
    ),
)
