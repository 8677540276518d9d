"""Shows the settings of the document, each in the views that show it."""

from collections.abc import Callable, Collection
from typing import cast

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import DatasetRow, pixels_of
from playground.engine.catalogue.losses import Loss
from playground.engine.settings.relevant import applying
from playground.engine.spec.run import INPUT_FEATURES, Task
from playground.gui.canvas.hands.input_offer import (
    IGNORED,
    InputOffer,
    column_offer,
    feature_offer,
)
from playground.gui.canvas.network_panel import COMMON, HIDDEN, LAYER_ACTIVATIONS, LAYER_DROPOUTS
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.workspace import Workspace
from playground.state import project as projects
from playground.state.document import Document
from playground.state.project import OTHER_DATA

PREDICTIONS = (
    "view.predictions",
    "view.discretise",
    "view.show_validation",
    "view.shown_target",
)
NETWORK = (*COMMON, HIDDEN, LAYER_ACTIVATIONS, LAYER_DROPOUTS)


class DocumentView:
    """Keeps the views of a window in step with its document and the data of its run."""

    def __init__(self, document: Document, space: Workspace, run: RunController) -> None:
        self._document = document
        self._space = space
        self._run = run
        self._views: tuple[tuple[tuple[str, ...], Callable[[Collection[str]], None]], ...] = (
            (("data.",), self._show_data),
            (("training.", "network.seed", "data.task"), self._show_training),
            (
                (*NETWORK, "training.loss", "data.features", "data.ignore", "data.task"),
                self._show_network,
            ),
            (("view.speed",), self._show_speed),
            (("view.loss_", "view.smoothing"), self._show_loss),
            (PREDICTIONS, self._show_predictions),
            (("view.brush", "data.points", "data.source"), self._show_painting),
            (("view.predict_inputs",), self._show_predict_inputs),
        )
        """How the paths begin that a view shows, and what shows those of them that changed."""

    def show(self) -> None:
        """Show every setting as the document has it; values that are shown already stay."""
        self._show_in_views(projects.parameters(self._document.project))

    def show_change(self, paths: Collection[str]) -> None:
        """Show what differs, each view its own."""
        is_other = not OTHER_DATA.isdisjoint(paths)
        if is_other or self._run.data is None:
            # What the data before looked like must not stand under the name of these.
            self._space.predictions.set_data(self._run.data)
        if is_other:
            self.show()
        else:
            self._show_in_views(paths)

    def _show_in_views(self, paths: Collection[str]) -> None:
        for beginnings, show in self._views:
            own = {path for path in paths if path.startswith(beginnings)}
            if own:
                show(own)

    def _show_data(self, changed: Collection[str]) -> None:
        project, panel = self._document.project, self._space.data
        panel.set_table(project.table.name if project.table else "")
        panel.show_project(project.run, self.task, changed)

    def _show_training(self, changed: Collection[str]) -> None:
        self._space.training.show_project(self._document.project.run, self.task, changed)

    def _show_network(self, _changed: Collection[str]) -> None:
        run = self._document.project.run
        names, outputs = self._ends()
        pixels, units, offer = pixels_of(run.data.source), self._output_units(), self._offer()
        self._space.network.show_network(run.network, names, outputs, units, pixels, offer)

    def _show_speed(self, _changed: Collection[str]) -> None:
        self._space.speed.set_value(self._document.project.view.speed)

    def _show_loss(self, _changed: Collection[str]) -> None:
        view, plot = self._document.project.view, self._space.loss
        across, previous = view.loss_axis_logarithmic, view.loss_previous
        options = (view.loss_axis, view.loss_logarithmic, view.smoothing, across, previous)
        axes = (plot.axis, plot.logarithmic, plot.smoothing, plot.axis_logarithmic)
        shown = (*axes, plot.compares_previous)
        if options != shown:
            plot.set_options(*options)

    def _show_predictions(self, _changed: Collection[str]) -> None:
        view = self._document.project.view
        switches = view.discretise, view.show_validation
        self._space.predictions.set_options(view.predictions, *switches, view.shown_target)

    def _show_painting(self, _changed: Collection[str]) -> None:
        project = self._document.project
        self._space.predictions.set_painting(project.run.data, project.view)

    def _show_predict_inputs(self, _changed: Collection[str]) -> None:
        self._space.predict.set_texts(self._document.project.view.predict_inputs)

    @property
    def task(self) -> Task:
        """What the data ask for, as far as it is known."""
        if self._run.data is not None:
            return self._run.data.task
        data = self._document.project.run.data
        if data.task != "auto":
            return cast(Task, data.task)
        rows = index.find("datasets", data.source)
        return cast(DatasetRow, rows[0]).task if rows else "regression"

    def _ends(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        data, spec = self._run.data, self._document.project.run.data
        if data is None:
            return (), ()
        names = tuple(
            name
            for column in data.columns
            for name in (column.feature_names() if column.categories else (column.label,))
        )
        if self._is_planar():
            labels = {choice.key: choice.label for choice in INPUT_FEATURES}
            names = tuple(labels.get(key, key) for key in spec.features)
        return names, data.class_names or data.target_names

    def _offer(self) -> InputOffer:
        """Which inputs may be switched."""
        data, spec = self._run.data, self._document.project.run.data
        if data is None:
            return InputOffer()
        if self._is_planar():
            return feature_offer(spec.features)
        if IGNORED not in applying(spec.source):
            return InputOffer()
        inputs = [column.name for column in data.columns for _ in column.feature_names()]
        return column_offer(inputs, spec.ignore)

    def _is_planar(self) -> bool:
        rows = index.find("datasets", self._document.project.run.data.source)
        return bool(rows) and cast(DatasetRow, rows[0]).planar

    def _output_units(self) -> int | None:
        rows = index.find("losses", self._document.project.run.training.loss)
        form = cast(Loss, rows[0]).form(self.task) if rows else None
        single = form is not None and form.head in ("sigmoid", "signed")
        return 1 if single else None
