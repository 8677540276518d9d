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
    predict_inputs: tuple[str, ...] = setting(
        "Inputs to predict",
        "texts",
        (),
        "What was typed as inputs in the Predict panel, one text per column.",
    )


def parameters() -> MappingProxyType[str, Parameter]:
    """What can be set of a view, by path, in the order of declaration."""
    return declared(SECTION, ViewSpec)
