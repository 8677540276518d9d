"""Every way to see predictions. Adding one is one file in the window's room and one row here."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_, _
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
        """What it is called where this is learned, in the language spoken."""
        return _((task == "regression" and self.regression_label) or self.label)


PLOTS: tuple[Plot, ...] = (
    Plot(
        key="curve",
        label=N_("Probability curves"),
        regression_label=N_("Fitted curve"),
        help=N_("One input: the predicted curve with the points."),
        picture="curve",
        target=f"{_ROOM}.curve_plot:CurvePlot",
    ),
    Plot(
        key="surface",
        label=N_("Decision surface"),
        regression_label=N_("Fitted surface"),
        help=N_("Two inputs: the plane, coloured by the prediction."),
        picture="surface",
        target=f"{_ROOM}.surface_plot:SurfacePlot",
    ),
    Plot(
        key="parity",
        label=N_("Parity plot"),
        help=N_("Predicted against true values."),
        picture="parity",
        target=f"{_ROOM}.parity_plot:ParityPlot",
    ),
    Plot(
        key="confusion",
        label=N_("Confusion matrix"),
        help=N_("Predicted against true classes."),
        picture="confusion",
        target=f"{_ROOM}.confusion_plot:ConfusionPlot",
    ),
    Plot(
        key="pca",
        label=N_("PCA (two components)"),
        help=N_("Many inputs, projected onto their first two principal components."),
        picture="pca",
        target=f"{_ROOM}.surface_plot:SurfacePlot",
    ),
)


def offered(pictures: Sequence[str]) -> list[Plot]:
    """The plots of data of which these pictures can be made, the automatic one first."""
    return [row for picture in pictures for row in PLOTS if row.picture == picture]


def chosen(pictures: Sequence[str], key: str) -> Plot:
    """The plot of this key, or the automatic one where it is none of those offered."""
    rows = offered(pictures)
    return next((row for row in rows if row.key == key), rows[0])
