"""The columns of the table, one row each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QDateTime, QLocale

from playground.engine.common.language import N_, _
from playground.engine.settings import paths as settings
from playground.engine.settings.words import value_words
from playground.engine.training.metrics import METRICS
from playground.gui.instruments.runs.entry import Entry
from playground.gui.panels.status_panel import STATE_NAMES
from playground.gui.widgets.metric_texts import metric_texts
from playground.gui.widgets.number_text import (
    NOTHING,
    count_text,
    loss_text,
    output_text,
    time_text,
)
from playground.state.history.record import Measured

Order = float | str | None
"""What a column is sorted by; None comes last."""
STARRED, UNSTARRED = "★", "☆"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        title, tip: English, looked up where they are shown.
        text, order: what stands in a row, and what it is sorted by.
        widest: a text that it has room for.
        is_usual: whether it is shown until a person hides it.
        metric: the key of the metric that it shows, if it does: it appears with a run that has it.
    """

    key: str
    title: str
    tip: str
    text: Callable[[Entry], str]
    order: Callable[[Entry], Order]
    widest: str = "00 000 000"
    is_number: bool = True
    is_usual: bool = True
    metric: str = ""


def _none(_entry: Entry) -> str:
    return ""


def _number(entry: Entry) -> str:
    return count_text(entry.number) if entry.number else ""


def _star(entry: Entry) -> str:
    if entry.is_present:
        return ""
    return STARRED if entry.record.is_starred else UNSTARRED


def _outcome(entry: Entry) -> str:
    outcome = entry.record.outcome
    return next((_(name) for state, name in STATE_NAMES.items() if state == outcome), outcome)


def _loss(part: str, entry: Entry) -> float | None:
    measured: Measured | None = getattr(entry.record, part)
    return measured.loss if measured is not None else None


def _loss_text(part: str, entry: Entry) -> str:
    loss = _loss(part, entry)
    return NOTHING if loss is None else loss_text(loss)


def _metric(key: str, entry: Entry) -> float | None:
    """Of the validation part where there is one: of unseen rows it says more."""
    measured = entry.record.validation or entry.record.train
    return measured.metrics.get(key) if measured is not None else None


def _metric_text(key: str, entry: Entry) -> str:
    value = _metric(key, entry)
    return NOTHING if value is None else metric_texts(key, value)[0]


def _setting(path: str, entry: Entry) -> Order:
    value = settings.read(entry.record.spec, path)
    return value if isinstance(value, int | float | str) else None


def _setting_text(path: str, entry: Entry) -> str:
    spec = entry.record.spec
    return value_words(settings.parameters(spec)[path], settings.read(spec, path))


def _when(entry: Entry) -> str:
    if entry.is_present:
        return _("now")
    moment = datetime.fromtimestamp(entry.record.ended)
    short = QLocale.FormatType.ShortFormat
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), short)


def _of_setting(
    path: str, title: str, tip: str, *, is_number: bool = True, is_usual: bool = True
) -> Column:
    return Column(
        key=path,
        title=title,
        tip=tip,
        text=partial(_setting_text, path),
        order=partial(_setting, path),
        widest="0.000001" if is_number else "RMSprop…",
        is_number=is_number,
        is_usual=is_usual,
    )


_METRIC_TIP = N_("{help} Of the validation set, or of the training set where there is none.")


def metric_tip(help_text: str) -> str:
    """What a column of a metric says, in the language spoken."""
    return _(_METRIC_TIP).format(help=_(help_text))


COLUMNS: tuple[Column, ...] = (
    Column(
        key="tick",
        title=N_("Compare"),
        tip=N_("Ticked runs are compared with the present one. Key C."),
        text=_number,
        order=lambda entry: entry.number,
        widest="000",
        is_number=False,
    ),
    Column(
        key="star",
        title=STARRED,
        tip=N_("Runs with a star are kept longest. Key S."),
        text=_star,
        order=lambda entry: -float(entry.record.is_starred),
        widest="",
        is_number=False,
    ),
    Column(
        key="picture",
        title=N_("Prediction"),
        tip=N_("What the network had made of the data when the run was left."),
        text=_none,
        order=lambda entry: -entry.record.ended,
        widest="",
        is_number=False,
    ),
    Column(
        key="name",
        title=N_("Run"),
        tip=N_(
            "A name of your own; without one, the settings that differ from the run before. F2 or "
            "a double-click edits it."
        ),
        text=lambda entry: entry.name,
        order=lambda entry: entry.name.casefold(),
        widest="Circle · Adam · Learning rate 0.001",
        is_number=False,
    ),
    Column(
        key="train_loss",
        title=N_("Training loss"),
        tip=N_("The loss of the training set when the run was left."),
        text=partial(_loss_text, "train"),
        order=partial(_loss, "train"),
        widest="0.0000e+00",
    ),
    Column(
        key="validation_loss",
        title=N_("Validation loss"),
        tip=N_("The loss of the validation set when the run was left."),
        text=partial(_loss_text, "validation"),
        order=partial(_loss, "validation"),
        widest="0.0000e+00",
    ),
    *(
        Column(
            key=f"metric.{metric.key}",
            title=metric.label,
            tip=metric.help,
            text=partial(_metric_text, metric.key),
            order=partial(_metric, metric.key),
            widest="00.0 %",
            is_usual=metric.key not in ("balanced_accuracy", "f1", "mae"),
            metric=metric.key,
        )
        for metric in METRICS
    ),
    Column(
        key="outcome",
        title=N_("State"),
        tip=N_("How the run was left."),
        text=_outcome,
        order=_outcome,
        widest="Diverged",
        is_number=False,
    ),
    Column(
        key="steps",
        title=N_("Steps"),
        tip=N_("How many optimizer steps the run has taken."),
        text=lambda entry: count_text(entry.record.steps),
        order=lambda entry: entry.record.steps,
        widest="000 000",
    ),
    Column(
        key="epochs",
        title=N_("Epochs"),
        tip=N_("How often the run has seen the whole training set."),
        text=lambda entry: output_text(entry.record.epochs),
        order=lambda entry: entry.record.epochs,
        widest="000.0",
    ),
    Column(
        key="seconds",
        title=N_("Duration"),
        tip=N_("Time spent training, pauses left out."),
        text=lambda entry: time_text(entry.record.seconds),
        order=lambda entry: entry.record.seconds,
        widest="00:00",
    ),
    _of_setting(
        "training.optimizer",
        N_("Optimizer"),
        N_("How the gradients changed the weights."),
        is_number=False,
    ),
    _of_setting("training.learning_rate", N_("Learning rate"), N_("How far each step went.")),
    _of_setting(
        "network.seed",
        N_("Network seed"),
        N_("From which the initial weights were drawn."),
        is_usual=False,
    ),
    _of_setting(
        "training.device",
        N_("Device"),
        N_("Where the network was trained."),
        is_number=False,
        is_usual=False,
    ),
    Column(
        key="ended",
        title=N_("When"),
        tip=N_("When another run took the place of this one."),
        text=_when,
        order=lambda entry: -entry.record.ended,
        widest="00/00/0000 00:00",
        is_number=False,
    ),
)
PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
