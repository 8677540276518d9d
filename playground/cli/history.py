"""The loss of every step as a table."""

import csv
import io
from pathlib import Path

from playground.cli.files import write_text
from playground.engine.loss_log.log import LossLog, LossRecord

COLUMNS = ("step", "epoch", "seconds", "train_loss", "validation_loss")


def write_history(path: Path, log: LossLog) -> None:
    """Write `log` as CSV, as far back as every step is kept; the newest step stands last.

    Raises:
        InputError: the file cannot be written.
    """
    write_text(path, history_text(log))


def history_text(log: LossLog) -> str:
    """One line per step; a validation loss stands beside the step it was measured after."""
    train, validation = log.records()
    measured = _by_step(validation)
    trained = _by_step(train)
    lines = {step: (epoch, seconds, "", loss) for step, (epoch, seconds, loss) in measured.items()}
    for step, (epoch, seconds, loss) in trained.items():
        lines[step] = (epoch, seconds, loss, measured[step][2] if step in measured else "")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((step, *lines[step]) for step in sorted(lines))
    return text.getvalue()


def _by_step(record: LossRecord) -> dict[int, tuple[str, str, str]]:
    places = zip(record.step, record.epoch, record.seconds, record.loss, strict=True)
    return {
        round(step): (f"{round(epoch, 6):.15g}", f"{seconds:.6g}", f"{loss:.9g}")
        for step, epoch, seconds, loss in places
    }
