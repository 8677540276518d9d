"""How well a network does, row by row, where the window shows something else."""

from PySide6.QtCore import QSize, Qt

from playground.engine.common.language import N_, _
from playground.engine.frames.frame import DataPicture, Frame, FrameRequest
from playground.engine.frames.pictures import PICTURES, Confusion, Parity, of_target
from playground.gui.pictures.drawing import drawing_image
from playground.gui.plots.predictions.picture_plot import PicturePlot
from playground.gui.reports.content import Picture, Table
from playground.gui.theme import LIGHT
from playground.state.plots import PLOTS

PARITY_VIEW = Parity.view
SIZE = QSize(380, 340)
MOST_CLASSES = 12
"""A page has room for as many columns."""
COUNTED = N_("The rows of the validation set, by their true class and the predicted one:")
COUNTED_TRAINING = N_("The rows of the training set, by their true class and the predicted one:")
PARITY = N_("Predicted against true values.")


def judging_request(data: DataPicture) -> FrameRequest:
    """What shows it of these data: the confusion of classes, or predicted against true values."""
    measured = {row.key for row in PICTURES if row.measure is not None}
    return FrameRequest(view=next(view for view in data.views if view in measured))


def confusion_table(data: DataPicture, confusion: Confusion) -> tuple[str, Table] | None:
    """A sentence and the counts below it; None where there are more classes than columns."""
    names = data.class_names
    if len(names) > MOST_CLASSES:
        return None
    is_validation = bool(confusion.validation.sum())
    counts = confusion.validation if is_validation else confusion.train
    header = (_("True class"), *(_("predicted {name}").format(name=name) for name in names))
    rows = zip(names, counts.tolist(), strict=True)
    cells = tuple((name, *map(str, line)) for name, line in rows)
    return _(COUNTED if is_validation else COUNTED_TRAINING), Table(cells, header)


def parity_picture(data: DataPicture, frame: Frame, target: str, scale: float) -> Picture | None:
    """A picture of one target, on the window's thread; None where the frame holds no parity."""
    if not isinstance(frame.picture, Parity):
        return None
    row = next(row for row in PLOTS if row.picture == PARITY_VIEW)
    names = data.target_names
    shown = data.of_target(names.index(target) if target in names else 0)
    plot: PicturePlot = row.load()(LIGHT)
    plot.resize(SIZE)
    plot.readout.hide()
    plot.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # it is laid out all the same
    plot.show()
    plot.set_data(shown)
    plot.set_picture(of_target(frame.picture, shown.target_number))
    drawing = plot.drawing(LIGHT)
    image = drawing_image(drawing, scale)
    plot.close()
    plot.deleteLater()
    return Picture(image, _(PARITY), drawing.size.width())
