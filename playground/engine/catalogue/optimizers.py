"""How the gradients move the weights: every optimizer of torch.optim that trains dense networks."""

from dataclasses import dataclass

from playground.engine.catalogue.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimizer(Row):
    """`target` builds it as `build(parameters, learning_rate, **options)`.

    Attributes:
        learning_rate: what usually works, offered when the optimizer is chosen.
        needs_closure: its `step` evaluates the loss several times (LBFGS).
        live: the option names that may change between two steps without fresh state; the rest
            start afresh.
    """

    learning_rate: float
    needs_closure: bool = False
    live: tuple[str, ...] = ()


OPTIMIZERS: tuple[Optimizer, ...] = ()
