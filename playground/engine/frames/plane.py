"""The plane in which data of many variables are shown."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The plane of the first two principal components of the standardised inputs.

    Attributes:
        mean, deviation: of the raw inputs, float64 `[features]`.
        components: float64 `[2, features]`, orthonormal rows.
        explained: the part of the variance along each.
    """

    mean: np.ndarray
    deviation: np.ndarray
    components: np.ndarray
    explained: tuple[float, float]

    def project(self, inputs: np.ndarray) -> np.ndarray:
        """Raw inputs `[rows, features]` to coordinates `[rows, 2]`."""
        coordinates: np.ndarray = ((inputs - self.mean) / self.deviation) @ self.components.T
        return coordinates

    def lift(self, coordinates: np.ndarray) -> np.ndarray:
        """Coordinates `[rows, 2]` to the raw inputs of the plane through the mean."""
        inputs: np.ndarray = coordinates @ self.components * self.deviation + self.mean
        return inputs


def principal_plane(inputs: np.ndarray) -> Plane:
    """The plane that shows most of the variance of raw inputs `[rows, features]`.

    Source: Jolliffe, Principal Component Analysis (2002), chapter 1: the eigenvectors of the
    covariance with the largest eigenvalues.
    """
    deviation = inputs.std(axis=0)
    deviation[deviation == 0] = 1.0
    mean = inputs.mean(axis=0)
    covariance = np.cov((inputs - mean) / deviation, rowvar=False, bias=len(inputs) < 2)
    variances, directions = np.linalg.eigh(covariance)
    components = directions[:, :-3:-1].T
    # An eigenvector's sign is arbitrary: let the largest part point up, on every machine.
    largest = np.abs(components).argmax(axis=1)
    components = components * np.sign(components[[0, 1], largest])[:, None]
    first, second = (float(part) for part in variances[:-3:-1] / (variances.sum() or 1.0))
    return Plane(mean, deviation, components, (first, second))
