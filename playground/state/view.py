"""What the views show, as frozen data: saved with a project and of no influence on its training."""

from dataclasses import dataclass
from types import MappingProxyType

from playground.engine.settings.sections import declared
from playground.engine.spec.parameter import Choice, Parameter, setting
from playground.state.plots import PLOTS

SECTION = "view"


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """How the data, the predictions and the losses of a run are shown."""

    predictions: str = setting(
        "Predictions",
        "choice",
        "auto",
        "How the predictions are drawn against the data. It changes the picture, not what is "
        "learned.",
        choices=(
            Choice("auto", "Automatic", "Follows the task and the number of inputs."),
            *(plot.choice() for plot in PLOTS),
        ),
    )
    discretise: bool = setting(
        "Discretise output",
        "switch",
        False,
        "Show the predicted class alone, without how sure the network is of it.",
    )
    show_validation: bool = setting(
        "Show validation data",
        "switch",
        True,
        "Show the points that are kept from training: a network that fails on them memorises.",
    )
    loss_axis: str = setting(
        "Loss against",
        "choice",
        "step",
        "What the loss is drawn against.",
        choices=(
            Choice("step", "Steps", "One update of the weights each."),
            Choice("epoch", "Epochs", "Passes over the training part."),
            Choice("seconds", "Time", "Seconds of training, pauses left out."),
        ),
    )
    loss_axis_logarithmic: bool = setting(
        "Logarithmic horizontal axis",
        "switch",
        False,
        "Draw the loss against steps, epochs or time on a logarithmic axis: the first steps, in "
        "which most is learned, take as much room as all later ones.",
    )
    loss_logarithmic: bool = setting(
        "Logarithmic loss",
        "switch",
        False,
        "Draw the loss on a logarithmic axis: small improvements late in training become visible.",
    )
    smoothing: float = setting(
        "Smoothing",
        "number",
        0.6,
        "How far the drawn training loss is averaged to both sides of each place; near losses "
        "count more. The reach is a part of what is shown, so zooming in shows more detail. "
        "The measured losses stay as they are.",
        minimum=0.0,
        maximum=0.99,
        formula="reach = c / (1 − c) × a 300th of the steps shown, at least × 1 step",
    )
    speed: float = setting(
        "Speed",
        "number",
        0.0,
        "How many updates a second training may make: from slow motion, to see what a single "
        "step does, to as fast as the machine can. What is learned is the same.",
        minimum=1.0,
        maximum=1_000_000.0,
        scale="logarithmic",
        unit="steps/s",
        special=((0.0, "full"),),
    )
    ease_in: bool = setting(
        "Start slowly",
        "switch",
        True,
        "Begin a fresh run at full speed with 60 steps a second, twice as many each second, until "
        "the machine can do no more: so that learning can be seen. What is learned is the same.",
    )
    brush: str = setting(
        "Painting tool",
        "choice",
        "brush",
        "What the mouse does in a plot in which you paint your own data.",
        choices=(
            Choice("brush", "Brush", "Drag: points spread over the brush."),
            Choice("point", "Point", "Click: a single point."),
            Choice("eraser", "Eraser", "Drag: points under the brush vanish."),
        ),
    )
    brush_size: float = setting(
        "Brush size",
        "number",
        0.6,
        "The radius of brush and eraser, in units of the plane. Keys [ and ].",
        minimum=0.1,
        maximum=3.0,
    )
    brush_jitter: float = setting(
        "Jitter",
        "number",
        0.0,
        "How far painted points are moved at random from their place: a normal deviation, in units "
        "of the plane.",
        minimum=0.0,
        maximum=1.0,
    )
    brush_class: int = setting(
        "Painted class",
        "integer",
        1,
        "The class of the points that are painted. Keys 1 to 9, and 0 for the tenth.",
        minimum=1,
        maximum=10,
    )
    brush_value: float = setting(
        "Painted value",
        "number",
        1.0,
        "The value of the points that are painted, which the network is to give there.",
        minimum=-1.0,
        maximum=1.0,
    )
    predict_inputs: tuple[str, ...] = setting(
        "Inputs to predict",
        "texts",
        (),
        "What was typed as inputs in the Predict panel, one text per column.",
    )


def parameters() -> MappingProxyType[str, Parameter]:
    """What can be set of a view, by path, in the order of declaration."""
    return declared(SECTION, ViewSpec)
