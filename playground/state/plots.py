"""Every way to see predictions. Adding one is one file in the window's room and one row here."""

from dataclasses import dataclass

from playground.engine.catalogue.row import Row
from playground.engine.spec.run import Task

_ROOM = "playground.gui.plots.predictions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot(Row):
    """`target` names the widget, a PicturePlot, which is imported when it is first seen.

    Attributes:
        picture: what it draws, by its key among the engine's PICTURES; it is offered where that
            can be made of the data.
        regression_label: its label where a number is predicted, if it is another.
    """

    picture: str
    regression_label: str = ""

    def name(self, task: Task) -> str:
        """What it is called where this is learned."""
        return (task == "regression" and self.regression_label) or self.label


PLOTS: tuple[Plot, ...] = (
    Plot(
        key="curve",
        label="Probability curves",
        regression_label="Fitted curve",
        help="One input: the curve over the points.",
        picture="curve",
        target=f"{_ROOM}.curve_plot:CurvePlot",
    ),
    Plot(
        key="surface",
        label="Decision surface",
        regression_label="Fitted surface",
        help="Two inputs: the plane, coloured by the prediction.",
        picture="surface",
        target=f"{_ROOM}.surface_plot:SurfacePlot",
    ),
    Plot(
        key="parity",
        label="Parity plot",
        help="Predicted against true values.",
        picture="parity",
        target=f"{_ROOM}.parity_plot:ParityPlot",
    ),
    Plot(
        key="confusion",
        label="Confusion matrix",
        help="Predicted against true classes.",
        picture="confusion",
        target=f"{_ROOM}.confusion_plot:ConfusionPlot",
    ),
    Plot(
        key="pca",
        label="Two components",
        help="Many inputs, seen along their two widest axes.",
        picture="pca",
        target=f"{_ROOM}.surface_plot:SurfacePlot",
    ),
)
