"""The loss of every step as a table."""

import numpy as np

from playground.cli.history import history_text
from playground.engine.loss_log.log import LossLog


def test_that_every_step_has_a_line_and_validation_stands_beside_its_step() -> None:
    log = LossLog()
    log.append(np.array([3.0, 2.0], np.float32), 2, 1.0, 0.5)
    log.append_validation(2.5, 2, 1.0, 0.5)
    log.append(np.array([1.0], np.float32), 3, 1.5, 0.75)
    assert history_text(log).splitlines() == [
        "step,epoch,seconds,train_loss,validation_loss",
        "1,0.5,0.25,3,",
        "2,1,0.5,2,2.5",
        "3,1.5,0.75,1,",
    ]


def test_that_epochs_are_told_apart_however_many_there_were() -> None:
    log = LossLog()
    log.append(np.array([3.0], np.float32), 1_000_016, 1_000_016.0, 0.5)
    log.append(np.array([2.0, 1.0, 0.5], np.float32), 1_000_019, 1_000_017.0, 0.75)
    epochs = [line.split(",")[1] for line in history_text(log).splitlines()[-4:]]
    assert epochs == ["1000016", "1000016.333333", "1000016.666667", "1000017"]


def test_that_a_run_without_steps_has_a_header_alone() -> None:
    assert history_text(LossLog()) == "step,epoch,seconds,train_loss,validation_loss\n"
