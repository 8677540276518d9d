"""Runs to look at, and looks made by hand."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from playground.engine.data.dataset import build_dataset
from playground.engine.instruments.health.history import History
from playground.engine.instruments.health.look import Histogram, LayerHealth, Look
from playground.engine.instruments.health.measuring import measure
from playground.engine.instruments.health.rules import Finding, diagnose
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec


def prepared(source: str, *assignments: str) -> tuple[Session, LossLog]:
    """A run before its first step."""
    spec = settings.parse_all(defaults_for(source), ("training.epochs=0", *assignments))
    session = Session(spec, build_dataset(spec.data), None)
    session.stopwatch.start()
    return session, LossLog()


def told(session: Session, log: LossLog, looks: int, every: int) -> Iterator[Finding | None]:
    """What is told of a run that is trained on, so many steps from look to look."""
    history = History()
    try:
        for _look in range(looks):
            history.add(measure(session.trainer, session.rules.state.best_loss))
            yield diagnose(history)
            if session.advance(every, log) is not None:
                break
        history.add(measure(session.trainer, session.rules.state.best_loss))
        yield diagnose(history)
    finally:
        session.close()


LAYER = LayerHealth(
    units=4,
    weights=16,
    gradient_norm=0.1,
    weight_norm=1.0,
    update_ratio=1e-3,
    mean=0.0,
    deviation=0.5,
    dead=0.0,
    saturated=0.0,
    equal=False,
    weight_values=Histogram(-1.0, 1.0, np.full(48, 1 / 48, np.float32)),
    activation_values=Histogram(),
    gradient_values=Histogram(),
)


def look(step: int, *, spec: RunSpec | None = None, layers: int = 3, **values: object) -> Look:
    """A healthy look; `values` replace those of the look, or of its first layer."""
    known = {field.name for field in dataclasses.fields(Look)}
    of_layer = {name: value for name, value in values.items() if name not in known}
    of_look = {name: value for name, value in values.items() if name in known}
    first = dataclasses.replace(LAYER, **of_layer)  # type: ignore[arg-type]
    run = spec or RunSpec()
    rate = run.training.learning_rate
    made = Look(step, run, rate, (first, *[LAYER] * (layers - 1)), train=0.8, constant=0.7)
    return dataclasses.replace(made, **of_look)  # type: ignore[arg-type]
