"""Numbers to predict, drawn from a formula.

Every function takes a `DataSpec`, of which it uses `samples`, `noise` (0 to 0.5) and `seed`, and
returns a `RawData` with inputs float64 `[samples, variables]` and targets float64 `[samples]`.
Positions and noise come from separate streams: moving the noise scales the same draws.

`v` is uniform on [−1, 1], `ε` standard normal, drawn anew for each row (and axis).
"""

import numpy as np

from playground.engine.data.columns import number_columns
from playground.engine.data.raw import FloatArray, RawData
from playground.engine.data.streams import stream
from playground.engine.spec.run import DataSpec

HILLS = (
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
)
"""Centre x, centre y and height of each hill, as TensorFlow Playground places them."""


def plane(spec: DataSpec) -> RawData:
    """A tilted plane: TensorFlow Playground's `reg-plane`.

    x₁ and x₂ are uniform on [−6, 6]; y = ((x₁ + 6·noise·v) + (x₂ + 6·noise·v)) / 10. Source:
    https://github.com/tensorflow/playground, src/dataset.ts.
    """
    points = _square(spec)
    return _regression(("x1", "x2"), points, _shaken(spec, points).sum(axis=1) / 10)


def hills(spec: DataSpec) -> RawData:
    """Three hills and three hollows: TensorFlow Playground's `reg-gauss`.

    x₁ and x₂ are uniform on [−6, 6], each then judged at a place 6·noise·v away. A centre c with
    height ±1 gives ±max(0, 1 − distance to c / 2); y is the one of greatest magnitude. Source:
    https://github.com/tensorflow/playground, src/dataset.ts.
    """
    points = _square(spec)
    judged = _shaken(spec, points)
    target = np.zeros(spec.samples)
    for x, y, height in HILLS:
        distance = np.hypot(judged[:, 0] - x, judged[:, 1] - y)
        hill = height * np.maximum(0.0, 1 - distance / 2)
        target = np.where(np.abs(hill) > np.abs(target), hill, target)
    return _regression(("x1", "x2"), points, target)


def line(spec: DataSpec) -> RawData:
    """The four points x = 1, 2, 3, 4 with y = 2x + 4·noise·ε, whatever the number of samples."""
    x = np.array((1.0, 2.0, 3.0, 4.0))
    return _curve(spec, x, 2 * x, amplitude=4.0)


def sine(spec: DataSpec) -> RawData:
    """y = sin x + noise·ε, for x uniform on [−6, 6]."""
    x = _interval(spec, -6.0, 6.0)
    return _curve(spec, x, np.sin(x), amplitude=1.0)


def step(spec: DataSpec) -> RawData:
    """y = (1 for x ≥ 0, else −1) + noise·ε, for x uniform on [−6, 6]: the Heaviside step, doubled
    and centred."""
    x = _interval(spec, -6.0, 6.0)
    return _curve(spec, x, np.where(x >= 0, 1.0, -1.0), amplitude=1.0)


def xsinx(spec: DataSpec) -> RawData:
    """y = x·sin x + 8·noise·ε, for x uniform on [0, 10]: waves that grow.

    Source of the curve:
    https://scikit-learn.org/stable/auto_examples/gaussian_process/plot_gpr_noisy_targets.html
    """
    x = _interval(spec, 0.0, 10.0)
    return _curve(spec, x, x * np.sin(x), amplitude=8.0)


def polynomial(spec: DataSpec) -> RawData:
    """y = x³ − 4x + 8·noise·ε, for x uniform on [−3, 3]: a cubic with a hill and a hollow."""
    x = _interval(spec, -3.0, 3.0)
    return _curve(spec, x, x**3 - 4 * x, amplitude=8.0)


def random10(spec: DataSpec) -> RawData:
    """Ten inputs and a target, all standard normal and independent: there is nothing to find, only
    to memorise.

    The rows of the usual first examples of PyTorch, `torch.randn(100, 10)` and
    `torch.randn(100, 1)`; y is then moved by noise·ε.
    """
    drawn = stream(spec.seed, "positions").standard_normal((spec.samples, 11))
    names = tuple(f"x{number}" for number in range(1, 11))
    return _regression(names, drawn[:, :10].copy(), drawn[:, 10] + spec.noise * _normal(spec))


def _square(spec: DataSpec) -> FloatArray:
    return stream(spec.seed, "positions").uniform(-6.0, 6.0, (spec.samples, 2))


def _shaken(spec: DataSpec, points: FloatArray) -> FloatArray:
    shake = stream(spec.seed, "noise").uniform(-1.0, 1.0, points.shape)
    shaken: FloatArray = points + 6 * spec.noise * shake
    return shaken


def _interval(spec: DataSpec, low: float, high: float) -> FloatArray:
    return stream(spec.seed, "positions").uniform(low, high, spec.samples)


def _normal(spec: DataSpec) -> FloatArray:
    return stream(spec.seed, "noise").standard_normal(spec.samples)


def _curve(spec: DataSpec, x: FloatArray, y: FloatArray, amplitude: float) -> RawData:
    noise = stream(spec.seed, "noise").standard_normal(len(x))
    return _regression(("x",), x[:, None], y + amplitude * spec.noise * noise)


def _regression(names: tuple[str, ...], inputs: FloatArray, targets: FloatArray) -> RawData:
    return RawData(
        task="regression",
        columns=number_columns(names, inputs),
        inputs=inputs,
        targets=targets,
        target_names=("y",),
    )
