"""How the learning rate changes while training."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from playground.engine.catalogue.row import Row
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
    name: str, label: str, default: int, text: str, unit: str = "epochs", minimum: int = 1
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
        "What the learning rate is multiplied by each time. Smaller settles sooner, and may stop "
        "learning too early.",
    )


_MINIMUM_FACTOR = _number(
    "minimum_factor",
    "Lowest",
    0.0,
    0.0,
    1.0,
    "What is left of the learning rate at the lowest point; above 0 it never stops learning.",
)

SCHEDULES: tuple[Schedule, ...] = (
    _schedule(
        key="constant",
        label="Constant",
        help="The learning rate stays as it is set.",
        formula="1",
        source=_DOCS + "ConstantLR.html",
        changes_by="step",
    ),
    _schedule(
        key="step",
        label="Steps",
        help="The learning rate drops every so many epochs: first large steps to get near, then "
        "small ones to settle.",
        formula="γ^⌊epoch / every⌋",
        source=_DOCS + "StepLR.html",
        changes_by="epoch",
        parameters=(
            _count("step_size", "Every", 100, "Epochs between two drops of the learning rate."),
            _gamma(0.1),
        ),
    ),
    _schedule(
        key="multi_step",
        label="Milestones",
        help="The learning rate drops at chosen epochs, for instance whenever the loss was seen to "
        "level off.",
        formula="γ^(milestones passed)",
        source=_DOCS + "MultiStepLR.html",
        changes_by="epoch",
        parameters=(
            Parameter(
                "milestones",
                "Milestones",
                "integers",
                (100, 200),
                "The epochs at which the learning rate drops.",
                minimum=1,
                maximum=1_000_000,
                unit="epochs",
            ),
            _gamma(0.1),
        ),
    ),
    _schedule(
        key="exponential",
        label="Exponential",
        help="The learning rate falls by the same share every epoch: a steady slide from searching "
        "to settling.",
        formula="γ^epoch",
        source=_DOCS + "ExponentialLR.html",
        changes_by="epoch",
        parameters=(_gamma(0.99),),
    ),
    _schedule(
        key="cosine",
        label="Cosine",
        help="The learning rate glides down half a wave and stays at the bottom: long at full "
        "speed, then a gentle landing.",
        formula="low + (1 − low) · (1 + cos(π · min(epoch / period, 1))) / 2",
        source=_DOCS + "CosineAnnealingLR.html",
        changes_by="step",
        parameters=(
            _count("period", "Period", 200, "Epochs until the learning rate is at its lowest."),
            _MINIMUM_FACTOR,
        ),
    ),
    _schedule(
        key="cosine_restarts",
        label="Cosine with restarts",
        help="Glides down as the cosine does, then jumps back to the full learning rate: each "
        "restart can leave a poor valley.",
        formula="low + (1 − low) · (1 + cos(π · time since restart / period)) / 2",
        source=_DOCS + "CosineAnnealingWarmRestarts.html",
        changes_by="step",
        parameters=(
            _count("period", "Period", 50, "Epochs until the first restart."),
            Parameter(
                "period_growth",
                "Growth",
                "integer",
                1,
                "How many times longer each period is than the one before. Longer ones settle "
                "deeper.",
                minimum=1,
                maximum=10,
            ),
            _MINIMUM_FACTOR,
        ),
    ),
    _schedule(
        key="one_cycle",
        label="One cycle",
        help="Rises from a small learning rate to the set one, then falls to almost nothing. It "
        "allows large learning rates and often learns in few epochs.",
        formula="1/d → 1 → 1/(d f), each along half a cosine",
        source=_DOCS + "OneCycleLR.html",
        changes_by="step",
        parameters=(
            _count("cycle_epochs", "Length", 200, "Epochs that the whole cycle takes."),
            _number(
                "pct_start",
                "Rising part",
                0.3,
                0.0,
                1.0,
                "The part of the cycle in which the learning rate rises.",
            ),
            _number(
                "div_factor",
                "Start divisor d",
                25.0,
                1.0,
                1e6,
                "How many times smaller than the set learning rate the cycle starts.",
            ),
            _number(
                "final_div_factor",
                "End divisor f",
                1e4,
                1.0,
                1e9,
                "How many times smaller than its start the cycle ends.",
            ),
        ),
    ),
    _schedule(
        key="plateau",
        label="Plateau",
        help="The learning rate drops whenever the loss (validation, or training where there is no "
        "validation part) stops improving: it settles when searching no longer pays.",
        formula="factor^(plateaus so far)",
        source=_DOCS + "ReduceLROnPlateau.html",
        changes_by="validation",
        parameters=(
            _number(
                "factor",
                "Factor",
                0.1,
                1e-6,
                0.999999,
                "What the learning rate is multiplied by at each plateau.",
            ),
            _count(
                "plateau_patience",
                "Patience",
                10,
                "Measurements without improvement that are waited for before a drop.",
                "measurements",
                0,
            ),
            _number(
                "threshold",
                "Threshold",
                1e-4,
                0.0,
                1.0,
                "By which share the loss must fall to count as improved.",
            ),
            _count(
                "cooldown",
                "Rest",
                0,
                "Measurements after a drop during which none are counted against it.",
                "measurements",
                0,
            ),
        ),
    ),
)
