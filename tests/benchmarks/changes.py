"""The settings that the benchmarks change during training."""

from dataclasses import dataclass

from tests.benchmarks.cases import Case


@dataclass(frozen=True, slots=True)
class Change:
    """Two values between which a running training alternates; `start` is set before it begins."""

    what: str
    there: tuple[str, ...]
    back: tuple[str, ...]
    start: tuple[str, ...] = ()
    must_stay: bool = False


def changes_of(case: Case) -> tuple[Change, ...]:
    """The changes to try while this case trains."""
    spec = case.spec()
    training, network = spec.training, spec.network
    rate, batch, name = training.learning_rate, training.batch_size, training.optimizer
    bend = "relu" if network.activation == "tanh" else "tanh"
    other = "rmsprop" if name == "sgd" else "sgd"
    changes = (
        Change(
            "learning rate",
            (f"training.learning_rate={rate / 2}",),
            (f"training.learning_rate={rate}",),
            must_stay=True,
        ),
        Change(
            "weight decay 0.01 and 0.02",
            ("training.weight_decay=0.02",),
            ("training.weight_decay=0.01",),
            start=("training.weight_decay=0.01",),
            must_stay=True,
        ),
        Change(
            "dropout 0.1 and 0.2",
            ("network.dropout=0.2",),
            ("network.dropout=0.1",),
            start=("network.dropout=0.1",),
            must_stay=True,
        ),
        Change("dropout 0 and 0.1", ("network.dropout=0.1",), ("network.dropout=0",)),
        Change(
            "batch size",
            (f"training.batch_size={2 * batch}",),
            (f"training.batch_size={batch}",),
        ),
        Change(
            f"activation {network.activation} and {bend}",
            (f"network.activation={bend}",),
            (f"network.activation={network.activation}",),
        ),
        Change(
            f"optimizer {name} and {other}",
            (f"training.optimizer={other}",),
            (f"training.optimizer={name}", f"training.learning_rate={rate}"),
        ),
    )
    if name != "sgd":
        return changes
    momentum = Change(
        "momentum 0.5 and 0.9",
        ("training.momentum=0.9",),
        ("training.momentum=0.5",),
        start=("training.momentum=0.5",),
        must_stay=True,
    )
    return (changes[0], momentum, *changes[1:])
