"""All plots of predictions. Adding one is one file and one row here."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.engine.frames.frame import View
from playground.engine.spec.run import Task
from playground.gui.plots.predictions.confusion_plot import ConfusionPlot
from playground.gui.plots.predictions.curve_plot import CurvePlot
from playground.gui.plots.predictions.parity_plot import ParityPlot
from playground.gui.plots.predictions.picture_plot import PicturePlot
from playground.gui.plots.predictions.surface_plot import SurfacePlot
from playground.gui.theme import Colours


@dataclass(frozen=True, slots=True)
class PlotRow:
    """One way to see predictions.

    Attributes:
        label: how it is called where classes are predicted.
        regression_label: how it is called where a number is.
    """

    view: View
    label: str
    regression_label: str
    build: Callable[[Colours], PicturePlot]

    def name(self, task: Task) -> str:
        """What the combo box calls it."""
        return self.regression_label if task == "regression" else self.label


PLOTS: tuple[PlotRow, ...] = (
    PlotRow("curve", "Probability curves", "Fitted curve", CurvePlot),
    PlotRow("surface", "Decision surface", "Fitted surface", SurfacePlot),
    PlotRow("parity", "Parity plot", "Parity plot", ParityPlot),
    PlotRow("confusion", "Confusion matrix", "Confusion matrix", ConfusionPlot),
    PlotRow("pca", "Two components", "Two components", SurfacePlot),
)
