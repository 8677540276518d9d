"""Shows every setting of the document in the panels."""

from typing import cast

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import DatasetRow
from playground.engine.catalogue.losses import Loss
from playground.engine.spec.run import INPUT_FEATURES, Task
from playground.gui.controllers.run_controller import RunController
from playground.gui.workspace import Workspace
from playground.state.document import Document


class DocumentView:
    """Keeps the panels of a window in step with its document and the data of its run."""

    def __init__(self, document: Document, space: Workspace, run: RunController) -> None:
        self._document = document
        self._space = space
        self._run = run

    def show(self) -> None:
        """Show every setting as the document has it; values that are shown already stay."""
        project, space, task = self._document.project, self._space, self.task
        run, view = project.run, project.view
        space.data.show_project(run, task)
        space.data.set_table(project.table.name if project.table else "")
        space.training.show_project(run, task)
        space.network.show_network(run.network, *self._ends(), self._output_units())
        space.speed.set_value(view.speed)
        space.loss.set_options(view.loss_axis, view.loss_logarithmic, view.smoothing)
        space.predictions.set_options(view.predictions, view.discretise, view.show_validation)
        if view.predict_inputs != space.predict.texts():
            space.predict.set_texts(view.predict_inputs)

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
        rows = index.find("datasets", spec.source)
        if rows and cast(DatasetRow, rows[0]).planar:
            names = tuple(c.label for c in INPUT_FEATURES if c.key in spec.features)
        return names, data.class_names or (data.target_name,)

    def _output_units(self) -> int | None:
        rows = index.find("losses", self._document.project.run.training.loss)
        form = cast(Loss, rows[0]).form(self.task) if rows else None
        single = form is not None and form.head in ("sigmoid", "signed")
        return 1 if single else None
