"""Any data as painted points, where they can be: what a painting starts from. Imports no torch."""

import numpy as np

from playground.engine.data.painted import LARGEST_VALUE, MAXIMUM_CLASSES
from playground.engine.frames.frame import DataPicture
from playground.engine.spec.points import REACH, write_points

SPREAD = 5.0
"""Where points lie beyond the plane, they are stretched to −SPREAD … SPREAD, each axis by itself.
"""


def first_painting(source: str, data: DataPicture | None) -> tuple[str, ...]:
    """The points that are shown of `data` as those of a painted `source`; none where none fit."""
    if data is None or not _fits(source, data):
        return ()
    data = data.of_target(0)
    targets = data.targets.astype(np.float64)[:, None]
    places = data.points.astype(np.float64)
    if source == "painted_curve":
        return _written(_onto_plane(np.hstack([places, targets])))
    if source == "painted_classes":
        return _written(np.hstack([_onto_plane(places), targets + 1]))
    largest = max(LARGEST_VALUE, float(np.abs(targets).max(initial=0)))
    return _written(np.hstack([_onto_plane(places), targets * (LARGEST_VALUE / largest)]))


def _fits(source: str, data: DataPicture) -> bool:
    variables, classes = data.points.shape[1], len(data.class_names)
    if source == "painted_classes":
        return variables == 2 and 2 <= classes <= MAXIMUM_CLASSES
    return classes == 0 and variables == (1 if source == "painted_curve" else 2)


def _onto_plane(places: np.ndarray) -> np.ndarray:
    if len(places) == 0 or np.abs(places).max() <= REACH:
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    stretched: np.ndarray = (2 * (places - low) / span - 1) * SPREAD
    return stretched


def _written(places: np.ndarray) -> tuple[str, ...]:
    return write_points(places.tolist())
