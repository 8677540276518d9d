"""A run that stands: pictures and measures of its weights, on any thread."""

import torch

from playground.engine.data.dataset import Dataset
from playground.engine.frames.frame import Bounds, DataPicture, Measures, Picture
from playground.engine.frames.pictures import PICTURES
from playground.engine.frames.subject import Subject
from playground.engine.spec.run import RunSpec
from playground.engine.training.state import TrainingState
from playground.engine.training.trainer import Trainer

MOST_PRODUCTS = 4e9
"""Products of weights that one picture takes at most: a tenth of a second or so."""
COARSEST = 25


class Still:
    """A network of its own on the CPU, which disturbs no run; lives on one thread.

    Attributes:
        spec, dataset: what it was made of.
        data: the data as views draw them.

    Raises:
        InputError: the weights belong to another network.
    """

    def __init__(self, spec: RunSpec, dataset: Dataset, state: TrainingState) -> None:
        self.spec, self.dataset = spec, dataset
        self._trainer = Trainer(spec, dataset, torch.device("cpu"))
        self._subject = Subject(dataset)
        self.data: DataPicture = self._subject.scene.picture(dataset.validation, dataset.notes)
        self.stand_on(state)

    def stand_on(self, state: TrainingState) -> None:
        """Have these weights from now on.

        Raises:
            InputError: they belong to another network.
        """
        self._trainer.return_to(state.with_weights(state.weights))

    def picture(self, view: str, grid: int, bounds: Bounds | None = None) -> Picture | None:
        """What a view draws, by its key among PICTURES; None where that cannot be made of the data.

        Args:
            grid: points along each side of a surface, or along a curve; of a large network fewer
                are made, see `grid_within`.
            bounds: the part of the plane; None for the data's own.
        """
        subject, trainer = self._subject, self._trainer
        row = next((row for row in PICTURES if row.key == view), None)
        if row is None or not row.fits(self.dataset.raw):
            return None
        if row.draw is not None:
            part = bounds or subject.scene.bounds
            return row.draw(subject.predict(trainer, subject.cells(grid, part)), grid, part)
        self.measures()
        return row.measure(subject) if row.measure is not None else None

    def measures(self) -> tuple[Measures, Measures | None]:
        """Loss and metrics of the training part, and of the validation part if there is one."""
        subject, trainer = self._subject, self._trainer
        has_validation = len(self.dataset.validation) > 0
        validation = subject.measure(trainer, "validation") if has_validation else None
        return subject.measure(trainer, "train"), validation

    def grid_within(self, wanted: int) -> int:
        """How many of the points wanted along each side there is time for."""
        weights = sum(weight.numel() for weight in self._trainer.network.parameters())
        points = (MOST_PRODUCTS / max(weights, 1)) ** (1 / self._subject.sides)
        return max(min(wanted, int(points)), min(wanted, COARSEST))
