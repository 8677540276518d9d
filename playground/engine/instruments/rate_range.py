"""How the learning rate rises in a range test, and what its steps are; knows no torch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.language import _

Doubles = npt.NDArray[np.float64]
LOWEST, HIGHEST, STEPS = 1e-7, 10.0, 300


@dataclass(frozen=True, slots=True)
class RateRange:
    """How the learning rate rises: each step's is the same multiple of the one before.

    Attributes:
        low, high: of the first and of the last step, both above 0.
        steps: 2 or more.

    Raises:
        InputError: it would not rise.
    """

    low: float = LOWEST
    high: float = HIGHEST
    steps: int = STEPS

    def __post_init__(self) -> None:
        if not 0 < self.low < self.high:
            raise InputError(_("The first learning rate must be smaller than the last one."))

    @property
    def rates(self) -> Doubles:
        """float64 `[steps]`."""
        return np.geomspace(self.low, self.high, self.steps)


@dataclass(frozen=True, slots=True)
class RangeStep:
    """One step of the test.

    Attributes:
        loss: over the batch, before the step, without penalties.
        untouched: the same over the same batch with the weights that the test began with, without
            dropout: what is left of `loss` without it tells nothing of which rows the batch has.
    """

    loss: float
    untouched: float


def why_not(optimizer: str) -> str:
    """Why this optimizer cannot be tested, in a sentence; empty where it can."""
    if optimizer != "rprop":
        return ""
    return _(
        "Rprop uses the learning rate in its very first step only: after that each weight has its "
        "own step size, so a rising rate changes nothing."
    )


def remark_on(optimizer: str) -> str:
    """What is to be known where the rate acts otherwise than in plain gradient descent."""
    if optimizer == "lbfgs":
        return _("With L-BFGS, each step evaluates the batch several times.")
    if optimizer == "adafactor":
        return _(
            "Adafactor never uses a rate above 1/√(number of steps): beyond that, the curve is "
            "flat."
        )
    return ""
