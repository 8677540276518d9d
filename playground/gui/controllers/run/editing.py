"""Between the panels and the document: what a person asks for is done, or refused in a sentence."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal

from playground.engine.catalogue.datasets import is_painted
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.frames.first_painting import first_painting
from playground.engine.spec.network import NetworkSpec
from playground.gui.controllers.run.run_controller import RunController
from playground.state import project as projects
from playground.state.document import Document
from playground.state.project import Project

BROUGHT = ("network.", "training.", "data.features")
"""How the paths of the settings begin that a person chooses for the data they have."""
MOST_NAMED = 4


class Editing(QObject):
    """Takes edits to the document; who sent one is told to the document's listeners.

    Attributes:
        news: a sentence on what was changed beside what was asked for; empty once it was said.

    Signals:
        refused: a sentence.
        unchanged: the document is as it was; what was edited may show something else.
    """

    refused = Signal(str)
    unchanged = Signal()

    def __init__(self, document: Document, run: RunController, parent: QObject) -> None:
        super().__init__(parent)
        self.news = ""
        self._document = document
        self._run = run

    def edit(self, path: str, value: object) -> None:
        """Set one setting; edits of one path are one step of undo until `end_gesture`."""
        self._try(partial(self._document.edit, path, value, self.sender(), gesture=path))

    def edit_layers(self, network: NetworkSpec) -> None:
        """Take other hidden layers as one step of undo."""
        project = self._document.project
        run = dataclasses.replace(project.run, network=network)
        self._document.replace(
            dataclasses.replace(project, run=run), self.sender(), N_("Hidden layers")
        )

    def toggle(self, path: str) -> None:
        """Turn a switch on or off."""
        self.edit(path, not self._document.read(path))

    def end_gesture(self, _path: str) -> None:
        """The hand has let go."""
        self._document.end_gesture()

    def choose_source(self, source: str) -> None:
        """Take other data; a painting starts from the points shown. `news` says what came along."""
        before = self._document.project
        points = first_painting(source, self._run.data) if is_painted(source) else ()
        self._try(partial(self._document.choose_source, source, points=points))
        self.news = _brought_along(before, self._document.project)

    def new_seed(self) -> None:
        """Draw other initial weights, and another order of the rows."""
        seed = cast(int, self._document.read("network.seed")) + 1
        values: dict[str, object] = {"network.seed": seed, "training.seed": seed}
        self._try(partial(self._document.edit_all, values, self, words=N_("New seed")))

    def _try(self, change: Callable[[], None]) -> None:
        try:
            change()
        except InputError as error:
            self.refused.emit(str(error))
            self.unchanged.emit()


def _brought_along(before: Project, after: Project) -> str:
    """Which settings of a person's the data have replaced by their own."""
    known = projects.parameters(after)
    changed = [
        _(known[path].label)
        for path in sorted(projects.changed_paths(before, after) & known.keys())
        if path.startswith(BROUGHT)
    ]
    if not changed:
        return ""
    names, more = ", ".join(changed[:MOST_NAMED]), len(changed) - MOST_NAMED
    if more <= 0:
        sentence = _("These data have their own settings ({names}). Undo restores yours.")
    else:
        sentence = ngettext(
            "These data have their own settings ({names} and {n} more). Undo restores yours.",
            "These data have their own settings ({names} and {n} more). Undo restores yours.",
            more,
        )
    return sentence.format(names=names, n=grouped(more))
