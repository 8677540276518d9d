"""The data of a run as views draw them. Imports no torch."""

from functools import cached_property

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.data.painted import painted_so_far, shortage
from playground.engine.data.raw import IntArray, RawData
from playground.engine.data.splitting import split, split_notes
from playground.engine.frames.frame import Bounds, DataPicture, Rows, widened
from playground.engine.frames.pictures import PICTURES
from playground.engine.frames.plane import Plane, principal_plane
from playground.engine.spec.data import INPUT_FEATURES, DataSpec

SHOWN_POINTS = 5000
PLANAR_AXES = tuple(choice.label for choice in INPUT_FEATURES[:2])


class Scene:
    """Where the points of data are drawn.

    Attributes:
        shown: the numbers of the rows that views draw; of many, an even sample.
        points: float64 `[shown, 1]` or `[shown, 2]`, where they are drawn.
        axes: the names of the axes of `points`.
        bounds: a margin around the points; for one variable y bounds the targets.
    """

    def __init__(self, raw: RawData, *, planar: bool, most: int = SHOWN_POINTS) -> None:
        self.raw = raw
        self._planar = planar
        rows = len(raw.inputs)
        self.shown = np.linspace(0, rows - 1, min(rows, most)).astype(np.int64)
        self.points, self.axes = self._points(raw.inputs[self.shown])
        self.bounds = raw.plane or self._bounds(raw.targets[self.shown])

    @cached_property
    def plane(self) -> Plane:
        """The plane of the first two principal components of more than two variables."""
        return principal_plane(self.raw.inputs[self.shown])

    def place(self, inputs: np.ndarray) -> np.ndarray:
        """Where raw inputs `[rows, features]` are drawn: `[rows, 1]` or `[rows, 2]`."""
        return inputs if inputs.shape[1] <= 2 else self.plane.project(inputs)

    def picture(
        self,
        validation: IntArray,
        notes: tuple[str, ...],
        pixels: tuple[int, int] | None = None,
    ) -> DataPicture:
        """What views draw, once for these data.

        Args:
            validation: the numbers of the rows kept from training.
            pixels: of the pictures that the inputs are.
        """
        raw = self.raw
        validates = np.zeros(len(raw.inputs), np.bool_)
        validates[validation] = True
        return DataPicture(
            task=raw.task,
            columns=raw.columns,
            target_names=raw.target_labels,
            class_names=raw.class_labels,
            notes=notes,
            points=self.points,
            targets=raw.targets[self.shown].astype(np.float64),
            validation=validates[self.shown],
            axes=self.axes,
            bounds=self.bounds,
            views=tuple(row.key for row in PICTURES if row.fits(raw)),
            train_rows=len(raw.inputs) - len(validation),
            validation_rows=len(validation),
            target_range=raw.target_range,
            rows=Rows(raw.inputs, raw.targets, validates, self.shown),
            pixels=pixels,
        )

    def _points(self, inputs: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
        names = PLANAR_AXES if self._planar else self.raw.feature_names
        if inputs.shape[1] <= 2:
            return inputs, names if inputs.shape[1] == 2 else (*names, self.raw.target_label)
        axes = tuple(
            _("component {n} ({share} of the variance)").format(n=n, share=number(part, ".0%"))
            for n, part in enumerate(self.plane.explained, 1)
        )
        return self.place(inputs), axes

    def _bounds(self, targets: np.ndarray) -> Bounds:
        y = targets if self.points.shape[1] == 1 else self.points[:, 1]
        bounds = (*widened(self.points[:, 0]), *widened(y))
        if not self._planar:
            return bounds
        # Planar problems live on [-6, 6]²; what lies outside is shown too.
        reach = max(6.0, *(abs(bound) for bound in bounds))
        return (-reach, reach, -reach, reach)


def painted_picture(spec: DataSpec) -> DataPicture:
    """What views draw of the painted points of `spec`, be they too few to learn from.

    Raises:
        InputError: `data.points` holds something else.
    """
    raw = painted_so_far(spec)
    train, validation = split(raw, spec.validation_fraction, spec.seed)
    lacking = shortage(raw)
    notes = split_notes(raw, spec.validation_fraction, train, validation)
    scene = Scene(raw, planar=raw.inputs.shape[1] == 2, most=len(raw.inputs))
    return scene.picture(validation, (lacking,) if lacking else tuple(notes))
