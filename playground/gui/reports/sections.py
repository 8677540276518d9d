"""The sections of a report, made of what the window knows: nothing in them is measured anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import number
from playground.engine.frames.frame import DataPicture, Frame, Measures
from playground.engine.frames.pictures import Confusion
from playground.engine.settings.relevant import applying
from playground.engine.settings.words import value_words
from playground.engine.spec.parameter import Parameter, Value
from playground.gui.controllers.history.run_records import measured
from playground.gui.reports.compared import compared
from playground.gui.reports.content import Picture, Section, Table
from playground.gui.reports.judging import confusion_table
from playground.gui.widgets.metric_texts import metric_name, metric_texts
from playground.gui.widgets.number_text import NOTHING, count_text, loss_text, time_text
from playground.gui.widgets.standing import Standing
from playground.state import project as projects
from playground.state.history.comparison import Compared
from playground.state.project import Project

_MOST_COLUMNS = 60
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Subject:
    """The run that a report is of.

    Attributes:
        name: of the project, or of its data.
        moment: when it was asked for.
        outcome: how it stands, in the language spoken.
        pictures: of the network, the losses, the predictions and, of a regression, predicted
            against true values (`parity`), by those names.
        versions: a line each.
        others: the runs that it is compared with.
    """

    name: str
    moment: datetime
    project: Project
    data: DataPicture
    frame: Frame
    outcome: str
    pictures: Mapping[str, Picture]
    versions: Sequence[str]
    others: Sequence[Compared] = ()


def sections_of(subject: Subject) -> tuple[Section, ...]:
    """Everything a reader needs to judge the run, and to train it again."""
    return (
        _results(subject),
        _learning(subject),
        _predictions(subject),
        *_compared(subject),
        _data(subject),
        _network(subject),
        _settings(subject.project),
        Section(_("Versions"), tables=(Table(tuple((line,) for line in subject.versions)),)),
    )


def _results(subject: Subject) -> Section:
    frame = subject.frame
    rows = [
        (_("Training"), subject.outcome),
        (_("Epochs"), number(frame.epoch, ".2f")),
        (_("Steps"), count_text(frame.step)),
        (_("Time spent training"), time_text(frame.seconds)),
        (_("Device"), frame.device),
    ]
    return Section(_("Results"), tables=(Table(tuple(rows)), _measures(frame)))


def _measures(frame: Frame) -> Table:
    parts: tuple[Measures | None, ...] = (frame.train, frame.validation)
    losses = (loss_text(part.loss) if part else NOTHING for part in parts)
    rows: list[tuple[str, ...]] = [(metric_name("loss"), *losses)]
    for key in frame.train.metrics:
        values = [part.metrics[key] if part else float("nan") for part in parts]
        rows.append((metric_name(key), *metric_texts(key, *values)))
    for target, metrics in frame.train.by_target.items():
        for key in metrics:
            values = [part.by_target[target][key] if part else float("nan") for part in parts]
            name = f"{metric_name(key)}: {target[:_LONGEST]}"
            rows.append((name, *metric_texts(key, *values)))
    return Table(tuple(rows), ("", _("Training"), _("Validation")))


def _learning(subject: Subject) -> Section:
    return Section(_("Losses"), pictures=_pictures(subject, "loss"))


def _predictions(subject: Subject) -> Section:
    heading, pictures = _("Predictions"), _pictures(subject, "predictions", "parity")
    judged = subject.frame.picture
    counted = confusion_table(subject.data, judged) if isinstance(judged, Confusion) else None
    if counted is None:
        return Section(heading, pictures=pictures)
    sentence, table = counted
    return Section(heading, (sentence,), (table,), pictures)


def _compared(subject: Subject) -> tuple[Section, ...]:
    if not subject.others:
        return ()
    frame, run = subject.frame, subject.project.run
    parts = measured(frame.train), measured(frame.validation)
    standing = Standing(*parts, frame.step, frame.seconds, run.training.loss)
    return (compared((run, subject.project.table), standing, subject.others),)


def _network(subject: Subject) -> Section:
    return Section(_("Network"), pictures=_pictures(subject, "network"))


def _pictures(subject: Subject, *names: str) -> tuple[Picture, ...]:
    return tuple(subject.pictures[name] for name in names if name in subject.pictures)


def _data(subject: Subject) -> Section:
    data, project = subject.data, subject.project
    known = projects.parameters(project)["data.source"]
    source = project.table.name if project.table else value_words(known, project.run.data.source)
    rows = [
        (_("Source"), source),
        (_("Training rows"), count_text(data.train_rows)),
        (_("Validation rows"), count_text(data.validation_rows)),
        (_("Target"), _names(data.target_names)),
    ]
    if data.class_names:
        rows.append((_("Classes"), _names(data.class_names)))
    columns = [
        (column.label[:_LONGEST], _kind(column.kind, len(column.categories)), column.typical)
        for column in data.columns[:_MOST_COLUMNS]
    ]
    header = (_("Input"), _("Kind"), _("Typical value"))
    return Section(
        _("Data"), tuple(data.notes), (Table(tuple(rows)), Table(tuple(columns), header))
    )


def _kind(kind: str, categories: int) -> str:
    if kind == "number":
        return _("number")
    words = ngettext("category, {n} value", "category, {n} values", categories)
    return words.format(n=count_text(categories))


def _names(names: Sequence[str]) -> str:
    shown = [name[:_LONGEST] for name in names[:20]]
    return ", ".join(shown) + (" …" if len(names) > len(shown) else "")


def _settings(project: Project) -> Section:
    values = settings_of(project)
    rows = tuple(
        (_(parameter.label), value_words(parameter, value), path)
        for path, (parameter, value) in values.items()
    )
    header = (_("Setting"), _("Value"), _("Path"))
    sentence = _("On the command line, --set PATH=VALUE sets the same; seeds are among them.")
    return Section(_("Settings"), (sentence,), (Table(rows, header),))


def settings_of(project: Project) -> dict[str, tuple[Parameter, Value]]:
    """The settings of the run that change something for its data, with their values, by path."""
    applies = applying(project.run.data.source)
    return {
        path: (parameter, projects.read(project, path))
        for path, parameter in projects.parameters(project).items()
        if not projects.is_view(path) and (not path.startswith("data.") or path in applies)
        if path != "data.points"
    }
