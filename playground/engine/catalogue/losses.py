"""What training minimises, with the tasks it fits and what it makes of the network's output."""

from dataclasses import dataclass
from typing import Literal

from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_
from playground.engine.spec.parameter import Parameter
from playground.engine.spec.run import Task

Encoding = Literal["values", "class_index", "zero_one", "plus_minus_one", "one_hot"]
"""How a loss wants its targets: float32 `[batch, outputs]`; int64 `[batch]`; float32 `[batch, 1]`
in {0, 1}; float32 `[batch, 1]` in {−1, 1}; float32 `[batch, classes]` in {0, 1}."""

Head = Literal["identity", "sigmoid", "softmax", "signed", "simplex"]
"""What turns the network's output into what a person is shown: values; one logit to two
probabilities; logits to probabilities; a number in about −1..1 to two probabilities
(p = (clamp(f) + 1) / 2); scores in about 0..1 to probabilities by clamping and normalising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossForm:
    """How a loss sees one task."""

    task: Task
    encoding: Encoding
    head: Head
    output_activation: str = ""  # key of an activation after the last layer, such as `tanh`


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(Row):
    """`target` builds a module called with (output, target), which returns the batch's mean."""

    forms: tuple[LossForm, ...]

    def form(self, task: str) -> LossForm | None:
        """How this loss sees `task`, or None where it does not fit."""
        return next((form for form in self.forms if form.task == task), None)


_DOCS = "https://docs.pytorch.org/docs/stable/generated/torch.nn."
_VALUES = LossForm(task="regression", encoding="values", head="identity")
_LOGITS = (
    LossForm(task="two_classes", encoding="class_index", head="softmax"),
    LossForm(task="more_classes", encoding="class_index", head="softmax"),
)

LOSSES: tuple[Loss, ...] = (
    Loss(
        key="cross_entropy",
        label=N_("Cross-entropy"),
        help=N_(
            "Asks for a high probability of the true class and punishes confident mistakes most. "
            "The usual choice for classification."
        ),
        formula=N_("−ln softmax(f)[class]"),
        source=_DOCS + "CrossEntropyLoss.html",
        target="torch.nn:CrossEntropyLoss",
        forms=_LOGITS,
        parameters=(
            Parameter(
                "label_smoothing",
                N_("Label smoothing"),
                "number",
                0.0,
                N_(
                    "How much of the target is spread over all classes. It keeps the network from "
                    "becoming overconfident, which helps with wrong labels."
                ),
                minimum=0.0,
                maximum=1.0,
                formula=N_("(1 − ε) · one-hot + ε / classes"),
            ),
        ),
    ),
    Loss(
        key="bce_with_logits",
        label=N_("Binary cross-entropy"),
        help=N_(
            "Cross-entropy for two classes with a single output, the logit of the second class. It "
            "learns the same boundary with fewer weights."
        ),
        formula="−y ln σ(f) − (1 − y) ln(1 − σ(f)), y ∈ {0, 1}",
        source=_DOCS + "BCEWithLogitsLoss.html",
        target="torch.nn:BCEWithLogitsLoss",
        forms=(LossForm(task="two_classes", encoding="zero_one", head="sigmoid"),),
    ),
    Loss(
        key="mse",
        label=N_("Mean squared error"),
        help=N_(
            "Punishes large errors most, so outliers pull strongly. With two classes it compares a "
            "tanh output with −1 and 1, as TensorFlow Playground does; with more classes, one "
            "output per class with 0 and 1."
        ),
        formula="(f − y)²",
        source=_DOCS + "MSELoss.html",
        target="torch.nn:MSELoss",
        forms=(
            _VALUES,
            LossForm(
                task="two_classes",
                encoding="plus_minus_one",
                head="signed",
                output_activation="tanh",
            ),
            LossForm(task="more_classes", encoding="one_hot", head="simplex"),
        ),
    ),
    Loss(
        key="l1",
        label=N_("Mean absolute error"),
        help=N_(
            "The loss grows evenly with the error, so outliers pull little and the fit aims at the "
            "median. Near the optimum the steps do not get smaller by themselves."
        ),
        formula="|f − y|",
        source=_DOCS + "L1Loss.html",
        target="torch.nn:L1Loss",
        forms=(_VALUES,),
    ),
    Loss(
        key="huber",
        label="Huber",
        help=N_(
            "Squared for small errors, absolute for large ones: precise near the data and little "
            "affected by outliers."
        ),
        formula=N_("½ (f − y)² if |f − y| ≤ δ else δ (|f − y| − δ/2)"),
        source=_DOCS + "HuberLoss.html",
        target="torch.nn:HuberLoss",
        forms=(_VALUES,),
        parameters=(
            Parameter(
                "delta",
                "δ",
                "number",
                1.0,
                N_("The error above which a row counts as an outlier and pulls no harder."),
                minimum=1e-3,
                maximum=1e3,
                scale="logarithmic",
            ),
        ),
    ),
    Loss(
        key="smooth_l1",
        label=N_("Smooth L1"),
        help=N_(
            "Absolute error with a rounded corner: outliers pull little, and the steps get smaller "
            "near the optimum."
        ),
        formula=N_("(f − y)² / 2β if |f − y| < β else |f − y| − β/2"),
        source=_DOCS + "SmoothL1Loss.html",
        target="torch.nn:SmoothL1Loss",
        forms=(_VALUES,),
        parameters=(
            Parameter(
                "beta",
                "β",
                "number",
                1.0,
                N_(
                    "How wide the rounded corner is. A wider one learns like squared error, a "
                    "narrower one like absolute error."
                ),
                minimum=1e-3,
                maximum=1e3,
                scale="logarithmic",
            ),
        ),
    ),
    Loss(
        key="log_cosh",
        label="Log-cosh",
        help=N_(
            "Squared for small errors and absolute for large ones, without any corner: smooth "
            "learning, little affected by outliers."
        ),
        formula="ln cosh(f − y)",
        source="https://openreview.net/forum?id=rkglvsC9Ym",
        target="playground.engine.model.losses:LogCosh",
        forms=(_VALUES,),
    ),
    Loss(
        key="multi_margin",
        label=N_("Multi-class margin"),
        help=N_(
            "Asks for the score of the true class to exceed every other by a margin; a row for "
            "which it does teaches nothing more."
        ),
        formula=N_("Σ max(0, margin − f[class] + f[other]) / classes"),
        source=_DOCS + "MultiMarginLoss.html",
        target="torch.nn:MultiMarginLoss",
        forms=_LOGITS,
        parameters=(
            Parameter(
                "margin",
                N_("Margin"),
                "number",
                1.0,
                N_("How far ahead the true class must be before a row teaches nothing more."),
                minimum=1e-3,
                maximum=1e3,
                scale="logarithmic",
            ),
        ),
    ),
    Loss(
        key="hinge",
        label="Hinge",
        help=N_(
            "The loss of support vector machines: only rows on the wrong side of the boundary, or "
            "close to it, teach anything."
        ),
        formula="max(0, 1 − y f), y ∈ {−1, 1}",
        source="https://en.wikipedia.org/wiki/Hinge_loss",
        target="playground.engine.model.losses:Hinge",
        forms=(LossForm(task="two_classes", encoding="plus_minus_one", head="signed"),),
    ),
    Loss(
        key="focal",
        label=N_("Focal"),
        help=N_(
            "Cross-entropy that counts a row less the better it is predicted, so that training "
            "turns to the hard ones. It helps with rare classes."
        ),
        formula=N_("−(1 − p)^γ ln p, p = softmax(f)[class]"),
        source="https://arxiv.org/abs/1708.02002",
        target="playground.engine.model.losses:Focal",
        forms=_LOGITS,
        parameters=(
            Parameter(
                "focal_gamma",
                "γ",
                "number",
                2.0,
                N_("How much less easy rows count; 0 is plain cross-entropy."),
                minimum=0.0,
                maximum=10.0,
            ),
        ),
    ),
)
