"""Classes drawn in the plane.

Every function takes a `DataSpec`, of which it uses `samples`, `noise` (0 to 0.5) and `seed`, and
returns a `RawData` with inputs float64 `[samples, 2]` about within [−6, 6]² and targets int64
`[samples]`. Positions and noise come from separate streams: moving the noise scales the same
draws. Classes take turns from row to row, so that more samples keep the earlier points (except on
spirals, whose points stand at even distances).

`u` is uniform on [0, 1], `v` uniform on [−1, 1], `ε` standard normal, drawn anew for each row and
axis. TensorFlow Playground's definitions: https://github.com/tensorflow/playground, src/dataset.ts.
"""

import math

import numpy as np

from playground.engine.common.language import N_
from playground.engine.data.columns import number_columns
from playground.engine.data.raw import FloatArray, IntArray, RawData
from playground.engine.data.streams import stream
from playground.engine.spec.run import DataSpec

RADIUS = 5.0
"""Of the circle and the spirals, and half the side of the square of xor."""

CLASS = N_("class")
TWO_CLASSES = (N_("orange"), N_("blue"))
"""Class 0, negative, and class 1, positive, by the colours in which they are shown."""
ARM = N_("arm {n}")


def circle(spec: DataSpec) -> RawData:
    """A disc inside a ring, as TensorFlow Playground draws them.

    Half of the points lie at radius 2.5·u, the others at 3.5 + 1.5·u, at angle 2π·u. A point is
    blue if (x + 5·noise·v, y + 5·noise·v) is nearer than 2.5 to the centre, else orange: noise
    moves labels, not points.
    """
    u = _uniform(spec)
    inside = _turns(spec, 2) == 0
    radius = np.where(inside, 0.5 * u[:, 0], 0.7 + 0.3 * u[:, 0]) * RADIUS
    points = _polar(radius, 2 * math.pi * u[:, 1])
    judged = points + RADIUS * spec.noise * _shake(spec)
    return _plane(points, np.hypot(judged[:, 0], judged[:, 1]) < 0.5 * RADIUS, TWO_CLASSES)


def xor(spec: DataSpec) -> RawData:
    """Two pairs of opposite quadrants, as TensorFlow Playground draws them.

    x and y are uniform on [−5, 5] and then move 0.3 away from the axes. A point is blue if
    (x + 5·noise·v)·(y + 5·noise·v) ≥ 0: noise moves labels, not points.
    """
    points = RADIUS * (2 * _uniform(spec) - 1)
    points += np.where(points > 0, 0.3, -0.3)
    judged = points + RADIUS * spec.noise * _shake(spec)
    return _plane(points, judged[:, 0] * judged[:, 1] >= 0, TWO_CLASSES)


def gauss(spec: DataSpec) -> RawData:
    """Two Gaussian clouds, as TensorFlow Playground draws them.

    Around (2, 2) blue and around (−2, −2) orange, each axis with variance 0.5 + 7·noise.
    """
    blue = _turns(spec, 2) == 0
    centres = np.where(blue, 2.0, -2.0)[:, None]
    return _plane(centres + math.sqrt(0.5 + 7 * spec.noise) * _normal(spec), blue, TWO_CLASSES)


def spiral(spec: DataSpec) -> RawData:
    """Two interleaved spirals, as TensorFlow Playground draws them.

    Point i of the n on an arm has r = 5·i/n and t = 1.75·2π·i/n + Δ, with Δ = 0 for blue and π for
    orange; it lies at (r·sin t + noise·v, r·cos t + noise·v).
    """
    arm = _turns(spec, 2)
    points = _arms(spec, arms=2, turns=1.75)
    return _plane(points + spec.noise * _shake(spec), arm == 0, TWO_CLASSES)


def moons(spec: DataSpec) -> RawData:
    """Two interleaved half circles, after scikit-learn's `make_moons`, three times as large.

    With t = π·u: orange at (cos t, sin t), blue at (1 − cos t, 0.5 − sin t); each then moved by
    noise·ε, centred by (−0.5, −0.25) and multiplied by 3. Source:
    https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html
    """
    angle = math.pi * _uniform(spec)[:, 0]
    blue = _turns(spec, 2) == 1
    x = np.where(blue, 1 - np.cos(angle), np.cos(angle))
    y = np.where(blue, 0.5 - np.sin(angle), np.sin(angle))
    points = np.stack((x - 0.5, y - 0.25), axis=1)
    return _plane(3 * (points + spec.noise * _normal(spec)), blue, TWO_CLASSES)


def checkerboard(spec: DataSpec) -> RawData:
    """Four by four squares of side 3 in two colours.

    x and y are uniform on [−6, 6]. A point is blue if ⌊x'/3⌋ + ⌊y'/3⌋ is even, where
    x' = x + 3·noise·v and y' = y + 3·noise·v: noise moves labels, not points.
    """
    points = 6 * (2 * _uniform(spec) - 1)
    squares = np.floor((points + 3 * spec.noise * _shake(spec)) / 3)
    return _plane(points, squares.sum(axis=1) % 2 == 0, TWO_CLASSES)


def rings(spec: DataSpec) -> RawData:
    """Three concentric rings, one class each.

    Ring k = 0, 1, 2 has radius 2k + 0.5 + u at angle 2π·u; each axis then moves by noise·ε.
    """
    ring = _turns(spec, 3)
    u = _uniform(spec)
    points = _polar(2 * ring + 0.5 + u[:, 0], 2 * math.pi * u[:, 1])
    return _plane(
        points + spec.noise * _normal(spec), ring, (N_("inner"), N_("middle"), N_("outer"))
    )


def blobs(spec: DataSpec) -> RawData:
    """Four Gaussian clouds, one class each.

    Around (3, 3), (−3, 3), (−3, −3) and (3, −3), each axis with variance 0.5 + 7·noise, as the two
    clouds of TensorFlow Playground have.
    """
    cloud = _turns(spec, 4)
    centres = np.array(((3.0, 3.0), (-3.0, 3.0), (-3.0, -3.0), (3.0, -3.0)))[cloud]
    names = (N_("upper right"), N_("upper left"), N_("lower left"), N_("lower right"))
    return _plane(centres + math.sqrt(0.5 + 7 * spec.noise) * _normal(spec), cloud, names)


def spirals3(spec: DataSpec) -> RawData:
    """Three interleaved spirals, one class each.

    As TensorFlow Playground's two, with 1.25 turns and Δ = 0, 2π/3 and 4π/3.
    """
    points = _arms(spec, arms=3, turns=1.25)
    arm = _turns(spec, 3)
    names = tuple(ARM.format(n=n) for n in (1, 2, 3))
    return _plane(points + spec.noise * _shake(spec), arm, names)


def _turns(spec: DataSpec, classes: int) -> IntArray:
    return np.arange(spec.samples, dtype=np.int64) % classes


def _uniform(spec: DataSpec) -> FloatArray:
    return stream(spec.seed, "positions").random((spec.samples, 2))


def _shake(spec: DataSpec) -> FloatArray:
    return stream(spec.seed, "noise").uniform(-1.0, 1.0, (spec.samples, 2))


def _normal(spec: DataSpec) -> FloatArray:
    return stream(spec.seed, "noise").standard_normal((spec.samples, 2))


def _polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.stack((radius * np.sin(angle), radius * np.cos(angle)), axis=1)


def _arms(spec: DataSpec, arms: int, turns: float) -> FloatArray:
    rows = np.arange(spec.samples)
    way = (rows // arms) / (spec.samples / arms)
    angle = turns * 2 * math.pi * way + 2 * math.pi * (rows % arms) / arms
    return _polar(RADIUS * way, angle)


def _plane(
    points: FloatArray, classes: IntArray | np.typing.NDArray[np.bool_], names: tuple[str, ...]
) -> RawData:
    return RawData(
        task="two_classes" if len(names) == 2 else "more_classes",
        columns=number_columns(("x1", "x2"), points),
        inputs=points,
        targets=classes.astype(np.int64),
        target_names=(CLASS,),
        class_names=names,
        names_are_ours=True,
    )
