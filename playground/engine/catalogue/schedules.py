"""How the learning rate changes while training."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_
from playground.engine.spec.parameter import Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Row):
    """A factor on the base learning rate.

    `target` is a function in `playground.engine.training.schedule_factors`: of the epoch clock
    where it changes by `step` or `epoch`, else of its own state and the measured loss.
    """

    changes_by: Literal["step", "epoch", "validation"]


_DOCS = "https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler."
_schedule = partial(Schedule, target="playground.engine.training.schedule_factors:")


def _number(
    name: str, label: str, default: float, minimum: float, maximum: float, text: str
) -> Parameter:
    return Parameter(name, label, "number", default, text, minimum=minimum, maximum=maximum)


def _count(
    name: str, label: str, default: int, text: str, unit: str = N_("epochs"), minimum: int = 1
) -> Parameter:
    return Parameter(
        name,
        label,
        "integer",
        default,
        text,
        minimum=minimum,
        maximum=1_000_000,
        scale="logarithmic" if minimum > 0 else "linear",
        unit=unit,
    )


def _gamma(default: float) -> Parameter:
    return _number(
        "gamma",
        "γ",
        default,
        1e-6,
        1.0,
        N_(
            "What the learning rate is multiplied by each time. A smaller factor settles sooner, "
            "but may stop learning too early."
        ),
    )


_MINIMUM_FACTOR = _number(
    "minimum_factor",
    N_("Lowest factor"),
    0.0,
    0.0,
    1.0,
    N_(
        "What the learning rate is multiplied by at its lowest point; above 0, the network never "
        "stops learning."
    ),
)

SCHEDULES: tuple[Schedule, ...] = (
    _schedule(
        key="constant",
        label=N_("Constant"),
        help=N_("The learning rate stays the same."),
        formula="1",
        source=_DOCS + "ConstantLR.html",
        changes_by="step",
    ),
    _schedule(
        key="step",
        label=N_("Step decay"),
        help=N_(
            "The learning rate drops at regular intervals: first large steps to get near, then "
            "small ones to settle."
        ),
        formula=N_("γ^⌊epoch / interval⌋"),
        source=_DOCS + "StepLR.html",
        changes_by="epoch",
        parameters=(
            _count(
                "step_size",
                N_("Interval"),
                100,
                N_("Epochs between two drops of the learning rate."),
            ),
            _gamma(0.1),
        ),
    ),
    _schedule(
        key="multi_step",
        label=N_("Milestones"),
        help=N_(
            "The learning rate drops at chosen epochs, for instance where the loss levels off."
        ),
        formula=N_("γ^(milestones passed)"),
        source=_DOCS + "MultiStepLR.html",
        changes_by="epoch",
        parameters=(
            Parameter(
                "milestones",
                N_("Milestones"),
                "integers",
                (100, 200),
                N_("The epochs at which the learning rate drops."),
                minimum=1,
                maximum=1_000_000,
                unit=N_("epochs"),
            ),
            _gamma(0.1),
        ),
    ),
    _schedule(
        key="exponential",
        label=N_("Exponential"),
        help=N_(
            "The learning rate falls by the same factor every epoch: a steady change from "
            "searching to settling."
        ),
        formula=N_("γ^epoch"),
        source=_DOCS + "ExponentialLR.html",
        changes_by="epoch",
        parameters=(_gamma(0.99),),
    ),
    _schedule(
        key="cosine",
        label=N_("Cosine"),
        help=N_(
            "The learning rate falls along half a cosine wave and stays at the bottom: high for a "
            "long time, then a gentle end."
        ),
        formula=N_("lowest + (1 − lowest) · (1 + cos(π · min(epoch / period, 1))) / 2"),
        source=_DOCS + "CosineAnnealingLR.html",
        changes_by="step",
        parameters=(
            _count(
                "period", N_("Period"), 200, N_("Epochs until the learning rate is at its lowest.")
            ),
            _MINIMUM_FACTOR,
        ),
    ),
    _schedule(
        key="cosine_restarts",
        label=N_("Cosine with restarts"),
        help=N_(
            "Falls like the cosine, then jumps back to the full learning rate: each restart can "
            "get out of a poor minimum."
        ),
        formula=N_("lowest + (1 − lowest) · (1 + cos(π · time since restart / period)) / 2"),
        source=_DOCS + "CosineAnnealingWarmRestarts.html",
        changes_by="step",
        parameters=(
            _count("period", N_("Period"), 50, N_("Epochs until the first restart.")),
            Parameter(
                "period_growth",
                N_("Growth"),
                "integer",
                1,
                N_(
                    "Each period is this many times as long as the one before. Longer periods "
                    "settle better."
                ),
                minimum=1,
                maximum=10,
            ),
            _MINIMUM_FACTOR,
        ),
    ),
    _schedule(
        key="one_cycle",
        label=N_("One cycle"),
        help=N_(
            "Rises from a small learning rate to the one you set, then falls to almost nothing. It "
            "allows large learning rates and often learns in few epochs."
        ),
        formula=N_("1/d → 1 → 1/(d f), each along half a cosine"),
        source=_DOCS + "OneCycleLR.html",
        changes_by="step",
        parameters=(
            _count(
                "cycle_epochs", N_("Cycle length"), 200, N_("Epochs that the whole cycle takes.")
            ),
            _number(
                "pct_start",
                N_("Rising part"),
                0.3,
                0.0,
                1.0,
                N_("The part of the cycle in which the learning rate rises."),
            ),
            _number(
                "div_factor",
                N_("Start divisor d"),
                25.0,
                1.0,
                1e6,
                N_("What the learning rate is divided by at the start of the cycle."),
            ),
            _number(
                "final_div_factor",
                N_("End divisor f"),
                1e4,
                1.0,
                1e9,
                N_("What the learning rate at the start of the cycle is divided by at its end."),
            ),
        ),
    ),
    _schedule(
        key="plateau",
        label=N_("Plateau"),
        help=N_(
            "The learning rate drops whenever the loss (of validation, or of training without a "
            "validation set) stops improving: smaller steps once large ones no longer help."
        ),
        formula=N_("factor^(plateaus so far)"),
        source=_DOCS + "ReduceLROnPlateau.html",
        changes_by="validation",
        parameters=(
            _number(
                "factor",
                N_("Factor"),
                0.1,
                1e-6,
                0.999999,
                N_("What the learning rate is multiplied by at each plateau."),
            ),
            _count(
                "plateau_patience",
                N_("Patience"),
                10,
                N_("Measurements without improvement before the learning rate drops."),
                N_("measurements"),
                0,
            ),
            _number(
                "threshold",
                N_("Threshold"),
                1e-4,
                0.0,
                1.0,
                N_("By what fraction the loss must fall to count as improved."),
            ),
            _count(
                "cooldown",
                N_("Cooldown"),
                0,
                N_("Measurements after a drop that do not count towards the patience."),
                N_("measurements"),
                0,
            ),
        ),
    ),
)
