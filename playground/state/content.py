"""What a document holds: a project, what of its file this version lacks, whose weights it has."""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass, field
from types import MappingProxyType

from playground.engine.catalogue.datasets import TABLE
from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped
from playground.engine.settings.paths import SECTIONS
from playground.engine.spec.edit import Edits
from playground.engine.spec.run import RunSpec, TableFile
from playground.state import project as projects
from playground.state.project import Project
from playground.state.project_json import NOTHING, Unavailable

RUN_SECTIONS = tuple(f"{section}." for section in SECTIONS)


@dataclass(frozen=True, slots=True)
class Content:
    """All that can be saved, but for the run.

    Attributes:
        by_hand: the number of what was last done to the weights by hand; 0 for nothing.
    """

    project: Project
    unavailable: Unavailable = field(default_factory=lambda: NOTHING)
    by_hand: int = 0

    def with_project(self, project: Project, given_up: Collection[str] = ()) -> "Content":
        """Another project in its place; of these paths nothing is unavailable any more."""
        left = {path: raw for path, raw in self.unavailable.items() if path not in given_up}
        is_less = len(left) < len(self.unavailable)
        unavailable = MappingProxyType(left) if is_less else self.unavailable
        return dataclasses.replace(self, project=project, unavailable=unavailable)

    def with_run(self, run: RunSpec, table: TableFile | None) -> "Content":
        """Another run in its place; a table belongs to the source `table` alone."""
        kept = table if run.data.source == TABLE else None
        of_run = [path for path in self.unavailable if path.startswith(RUN_SECTIONS)]
        project = dataclasses.replace(self.project, run=run, table=kept)
        return self.with_project(project, of_run)

    def with_view_of(self, other: "Content") -> "Content":
        """The same with the views of another."""
        project = dataclasses.replace(self.project, view=other.project.view)
        return dataclasses.replace(self, project=project)

    def is_of_the_data_of(self, other: "Content") -> bool:
        """Whether both learn from the same source, and from the same table."""
        one, two = self.project, other.project
        return one.run.data.source == two.run.data.source and one.table == two.table

    def paths_to(self, after: "Content") -> frozenset[str]:
        """The paths that differ, those whose unavailable value was given up or brought back too."""
        given_up_or_back = set(self.unavailable) ^ set(after.unavailable)
        return projects.changed_paths(self.project, after.project) | given_up_or_back

    def words_to(self, after: "Content") -> str:
        """What undo of the way to `after` is named: a setting, or how many."""
        changed = self.paths_to(after)
        known = projects.parameters(after.project) | projects.parameters(self.project)
        labels = [parameter.label for path, parameter in known.items() if path in changed]
        if len(labels) == 1:
            return labels[0]
        words = ngettext("{n} setting", "{n} settings", len(labels))
        return words.format(n=grouped(len(labels)))


@dataclass(frozen=True, slots=True)
class Way:
    """Where undo or redo leads, and the edits of weights that lead there."""

    to: Content
    edits: Edits = ()
