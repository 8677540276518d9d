"""What the views show, as frozen data: saved with a project and of no influence on its training."""

from dataclasses import dataclass
from types import MappingProxyType

from playground.engine.common.language import N_
from playground.engine.settings.sections import declared
from playground.engine.spec.parameter import Choice, Parameter, setting
from playground.state.plots import PLOTS

SECTION = "view"


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """How the data, the predictions and the losses of a run are shown."""

    predictions: str = setting(
        N_("Predictions"),
        "choice",
        "auto",
        N_(
            "How the predictions are drawn with the data. It changes the picture, not what is "
            "learned."
        ),
        choices=(
            Choice("auto", N_("Automatic"), N_("Follows the task and the number of inputs.")),
            *(plot.choice() for plot in PLOTS),
        ),
    )
    discretise: bool = setting(
        N_("Classes only"),
        "switch",
        False,
        N_("Show only the predicted class, without how sure the network is."),
    )
    show_validation: bool = setting(
        N_("Show validation data"),
        "switch",
        True,
        N_(
            "Show the points that are not trained on: a network that fails on them has memorised "
            "the others."
        ),
    )
    shown_target: str = setting(
        N_("Shown target"),
        "choice",
        "",
        N_("Of several targets, the one whose predictions are drawn. All of them are learned."),
    )
    loss_axis: str = setting(
        N_("Horizontal axis"),
        "choice",
        "step",
        N_("What the horizontal axis of the loss plot counts."),
        choices=(
            Choice("step", N_("Steps"), N_("Each is one update of the weights.")),
            Choice("epoch", N_("Epochs"), N_("Passes over the training set.")),
            Choice("seconds", N_("Time"), N_("Seconds of training, without pauses.")),
        ),
    )
    loss_axis_logarithmic: bool = setting(
        N_("Logarithmic horizontal axis"),
        "switch",
        False,
        N_(
            "Show steps, epochs or time on a logarithmic axis: the first steps, in which most is "
            "learned, take as much room as all later ones."
        ),
    )
    loss_logarithmic: bool = setting(
        N_("Logarithmic loss"),
        "switch",
        False,
        N_(
            "Show the loss on a logarithmic axis: small improvements late in training become "
            "visible."
        ),
    )
    loss_previous: bool = setting(
        N_("Compare with the run before"),
        "switch",
        False,
        N_(
            "Draw the losses of the run before the last reset or restart under the present ones: "
            "train, change a setting, reset and train again to see which learns better."
        ),
    )
    smoothing: float = setting(
        N_("Smoothing"),
        "number",
        0.6,
        N_(
            "How much the training loss is smoothed over neighbouring steps; nearer steps count "
            "more. The width depends on the steps shown, so zooming in shows more detail. The "
            "measured losses do not change."
        ),
        minimum=0.0,
        maximum=0.99,
        formula=N_("width = c / (1 − c) × max(steps shown / 300, 1 step)"),
    )
    speed: float = setting(
        N_("Speed"),
        "number",
        0.0,
        N_(
            "How many updates per second training may make: from slow motion, to see what a single "
            "step does, to as fast as the machine can. What is learned is the same."
        ),
        minimum=1.0,
        maximum=1_000_000.0,
        scale="logarithmic",
        unit=N_("steps/s"),
        special=((0.0, N_("full")),),
    )
    ease_in: bool = setting(
        N_("Start slowly"),
        "switch",
        True,
        N_(
            "At full speed, start a new run with 60 steps per second, and double that every second "
            "up to the speed of the machine, so that learning can be seen. What is learned is the "
            "same."
        ),
    )
    brush: str = setting(
        N_("Painting tool"),
        "choice",
        "brush",
        N_("What the mouse does in a plot where you paint your own data."),
        choices=(
            Choice("brush", N_("Brush"), N_("Drag: points spread over the brush.")),
            Choice("point", N_("Point"), N_("Click: a single point.")),
            Choice("eraser", N_("Eraser"), N_("Drag: removes the points under the brush.")),
        ),
    )
    brush_size: float = setting(
        N_("Brush size"),
        "number",
        0.6,
        N_("The radius of brush and eraser, in units of the plane. Keys: [ and ]."),
        minimum=0.1,
        maximum=3.0,
    )
    brush_jitter: float = setting(
        N_("Jitter"),
        "number",
        0.0,
        N_(
            "How far painted points are moved at random: the standard deviation of a normal "
            "distribution, in units of the plane."
        ),
        minimum=0.0,
        maximum=1.0,
    )
    brush_class: int = setting(
        N_("Painted class"),
        "integer",
        1,
        N_("The class of the points you paint. Keys: 1 to 9, and 0 for the tenth."),
        minimum=1,
        maximum=10,
    )
    brush_value: float = setting(
        N_("Painted value"),
        "number",
        1.0,
        N_("The target value of the points you paint: what the network should predict there."),
        minimum=-1.0,
        maximum=1.0,
    )
    predict_inputs: tuple[str, ...] = setting(
        N_("Inputs to predict"),
        "texts",
        (),
        N_("The inputs typed in the Predict panel, one for each column."),
    )


def parameters() -> MappingProxyType[str, Parameter]:
    """What can be set of a view, by path, in the order of declaration."""
    return declared(SECTION, ViewSpec)
