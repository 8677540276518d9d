"""The settings that learn each dataset well, written as what differs from a common ground."""

from playground.engine.spec.parameter import Value

Start = tuple[tuple[str, Value], ...]

COMMON: dict[str, Value] = {
    "data.samples": 500,
    "data.noise": 0.0,
    "data.validation_fraction": 0.3,
    "data.standardise": True,
    "data.features": ("x1", "x2"),
    "network.hidden": (8, 8),
    "network.activation": "tanh",
    "network.layer_activations": (),
    "network.dropout": 0.0,
    "network.bias": True,
    "network.initialiser": "default",
    "training.loss": "cross_entropy",
    "training.optimizer": "adam",
    "training.learning_rate": 0.01,
    "training.batch_size": 10,
    "training.epochs": 100,
    "training.l1": 0.0,
    "training.l2": 0.0,
    "training.gradient_clip": 0.0,
    "training.schedule": "constant",
    "training.warmup": 0,
    "training.validate_every": 1,
    "training.target_loss": 0.0,
    "training.patience": 0,
}
"""Every start sets all of these, so that choosing a dataset never leaves an unfit setting."""


def classes(
    *,
    data: dict[str, Value] | None = None,
    network: dict[str, Value] | None = None,
    training: dict[str, Value] | None = None,
) -> Start:
    """The start of a classification: cross-entropy, and what is given."""
    return _start(data, network, training)


def regression(
    *,
    data: dict[str, Value] | None = None,
    network: dict[str, Value] | None = None,
    training: dict[str, Value] | None = None,
) -> Start:
    """The start of a regression: the squared error, and what is given."""
    return _start(data, network, {"loss": "mse"} | (training or {}))


def _start(
    data: dict[str, Value] | None,
    network: dict[str, Value] | None,
    training: dict[str, Value] | None,
) -> Start:
    sections = {"data": data, "network": network, "training": training}
    values = dict(COMMON)
    for section, given in sections.items():
        values |= {f"{section}.{name}": value for name, value in (given or {}).items()}
    return tuple(values.items())
