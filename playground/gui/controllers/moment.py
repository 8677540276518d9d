"""A run between two steps, as the window keeps, saves and brings it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState
    from playground.engine.data.dataset import Dataset
    from playground.engine.run.load import Load
    from playground.state.project import Project

Losses = Mapping[str, npt.NDArray[np.floating]]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A run between two steps, weights and losses of the same one; no state before it is there.

    Attributes:
        problem: why there is no state though there was a run.
        cost: seconds for which training waited while it was taken.
    """

    state: RunState | None = None
    dataset: Dataset | None = None
    losses: Losses = field(default_factory=dict)
    problem: str = ""
    cost: float = 0.0


@dataclass(slots=True, eq=False)
class Start:
    """What a run starts from.

    Attributes:
        moment: of a run that was left, known once the worker has come to where it was left.
    """

    moment: Moment = field(default_factory=Moment)

    def load(self, project: Project) -> Load:
        """What the worker is to prepare of the project; called on its thread."""
        from playground.engine.run.load import Load

        start = self.moment
        losses = start.losses if start.state is not None else None
        return Load(project.run, project.table, start.state, losses, start.dataset)
