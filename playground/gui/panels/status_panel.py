"""Read-outs of a run: where it is, how fast it goes, how well it does."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import local
from playground.engine.frames.frame import Frame, Measures
from playground.engine.run.events import State
from playground.gui.theme import GRID, HALF, tabular_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import Part, fill
from playground.gui.widgets.metric_texts import metric_help, metric_name, metric_texts
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import (
    NOTHING,
    count_text,
    loss_text,
    time_text,
)
from playground.gui.widgets.plain_text import plain_label, quiet_label, set_role
from playground.gui.widgets.steady_label import SteadyLabel
from playground.gui.widgets.tool_tip import tool_tip

STATE_NAMES: Mapping[State, str] = {
    "idle": N_("Ready"),
    "preparing": N_("Preparing…"),
    "running": N_("Running"),
    "paused": N_("Paused"),
    "done": N_("Done"),
    "stopped": N_("Stopped"),
    "diverged": N_("Diverged"),
    "failed": N_("Failed"),
}
READY_HINT = N_("Press Space or F5 to train.")
STEPPERS: Mapping[str, str] = {
    "eager": N_("step by step"),
    "scripted": N_("compiled"),
    "cuda_graph": N_("CUDA graph"),
}
"""By the stepper's key: how it runs the steps, in a word."""


class ReadOut(QWidget):
    """A number under its caption, at least as wide as `widest` whatever it shows."""

    def __init__(
        self, name: str, caption: str, widest: str, help_text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caption = quiet_label(caption, self)
        self._value = named(SteadyLabel(NOTHING, self, widest), name, caption)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._help = help_text
        self.setToolTip(tool_tip(help_text))
        fill(QVBoxLayout(self), self._caption, self._value, spacing=0, margins=(0, 0, 4, 0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._set_fonts()

    def show_text(self, text: str) -> None:
        """Show `text`, and paint only where it differs."""
        self._value.show_text(text)

    def set_caption(self, caption: str, help_text: str) -> None:
        """Name and explain the number anew."""
        if self._caption.text() != caption:
            self._caption.setText(caption)
            self._value.setAccessibleName(caption)
        if self._help != help_text:
            self._help = help_text
            self.setToolTip(tool_tip(help_text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_fonts()

    def _set_fonts(self) -> None:
        self._caption.setFont(tabular_font(self.font(), scale=0.85))
        self._value.setFont(tabular_font(self.font(), scale=1.05))


STRONGEST = (
    "train_loss",
    "validation_loss",
    "epoch",
    "step",
    "metric",
    "steps_per_second",
    "elapsed",
    "time_left",
)
"""Which read-outs are seen where there is no room for all: the first of these."""


class StatusPanel(QWidget):
    """The row of read-outs in the toolbar, as many as there is room for beside the buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._running = False
        self._read_outs: dict[str, ReadOut] = {}
        self._row = fill(QHBoxLayout(self), spacing=4, margins=(8, 2, 4, 2))
        self._epoch = self._add(
            "epoch", _("Epoch"), "0,000,000", _("Full passes over the training set so far.")
        )
        self._step = self._add("step", _("Step"), "00,000,000", _("Updates of the weights so far."))
        self._speed = self._add(
            "steps_per_second", _("Steps/s"), "000,000", _("Updates of the weights per second.")
        )
        self._time = self._add(
            "elapsed", _("Time"), "00:00:00", _("The time spent training, without pauses.")
        )
        self._left = self._add(
            "time_left",
            _("Time left"),
            "00:00:00",
            _("The time until the last epoch, where an end is set."),
        )
        self._train = self._add(
            "train_loss", _("Training loss"), "0.00e-00", _("The loss over the whole training set.")
        )
        self._validation = self._add(
            "validation_loss",
            _("Validation loss"),
            "0.00e-00",
            _(
                "The loss over the validation set, which is not trained on. When it rises while "
                "the training loss falls, the network overfits."
            ),
        )
        self._metric = self._add(
            "metric", _("Metric"), "0,000.0000", _("Measured on the validation set.")
        )

    def sizeHint(self) -> QSize:
        widths = [one.sizeHint().width() + HALF for one in self._by_strength()]
        return QSize(sum(widths) + GRID, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def event(self, event: QEvent) -> bool:
        """A number or a caption that has grown may leave no room for another."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_room()
            self.updateGeometry()
        return super().event(event)

    def show_frame(self, frame: Frame) -> None:
        """Show the numbers of one moment."""
        self._epoch.show_text(count_text(frame.epoch))
        self._step.show_text(count_text(frame.step))
        self._time.show_text(time_text(frame.seconds))
        # A frame may come after the last step: what stands still has no speed.
        speed = count_text(round(frame.steps_per_second)) if self._running else NOTHING
        self._speed.show_text(speed)
        self._left.show_text(self._time_left(frame) if self._running else NOTHING)
        self._train.show_text(loss_text(frame.train.loss))
        validation = frame.validation
        self._validation.show_text(loss_text(validation.loss) if validation else NOTHING)
        of_validation = _("Measured on the validation set.")
        of_training = _("Measured on the training set.")
        self._show_metric(validation or frame.train, of_validation if validation else of_training)

    def show_state(self, state: State, reason: str = "") -> None:
        """Follow the run: the speed falls to nothing when it stands still."""
        self._running = state == "running"
        if state in ("idle", "preparing"):
            self.clear()
        elif not self._running:
            self._speed.show_text(NOTHING)
            self._left.show_text(NOTHING)
        self.setToolTip(tool_tip(reason))

    def clear(self) -> None:
        """Show that there are no numbers yet."""
        for read_out in self._read_outs.values():
            read_out.show_text(NOTHING)

    def _add(self, name: str, caption: str, widest: str, help_text: str) -> ReadOut:
        read_out = ReadOut(f"status.{name}", caption, local(widest), help_text, self)
        self._read_outs[name] = read_out
        self._row.addWidget(read_out)
        return read_out

    def _by_strength(self) -> list[ReadOut]:
        return [self._read_outs[name] for name in STRONGEST]

    def _share_room(self) -> None:
        room = self.width() - GRID
        for read_out in self._by_strength():
            room -= read_out.sizeHint().width() + HALF
            read_out.setVisible(room >= 0)

    def _time_left(self, frame: Frame) -> str:
        if frame.last_epoch is None or frame.epochs_per_second <= 0:
            return NOTHING
        left = max(0.0, frame.last_epoch - frame.epoch) / frame.epochs_per_second
        return time_text(math.ceil(left))

    def _show_metric(self, measures: Measures, where: str) -> None:
        if not measures.metrics:
            self._metric.show_text(NOTHING)
            return
        # The mean of targets in different units says little; R², the last, has none.
        key, value = [*measures.metrics.items()][-1 if measures.by_target else 0]
        self._metric.set_caption(metric_name(key), f"{metric_help(key)} {where}")
        self._metric.show_text(*metric_texts(key, value))


SPEED_HELP = N_("Updates of the weights, passes over the training set, and rows, per second.")
DEVICE_HELP = N_("Where the network trains.")
STEPPER_HELP = N_("How the training steps are executed.")


def speed_text(speed: float) -> str:
    """A number of epochs a second: whole from ten up, two significant digits below one."""
    if speed >= 10:
        return count_text(round(speed))
    small = 0 < speed < 1
    text = f"{speed:.{1 - math.floor(math.log10(speed)) if small else 1}f}"
    return local(text.rstrip("0").rstrip(".") if small or float(text) in (0, 1) else text)


def stepper_help(reason: str) -> str:
    """How steps are run, and why so, in whole sentences.

    Args:
        reason: a sentence, or empty.
    """
    return f"{_(STEPPER_HELP)} {reason}".strip()


class StatusLine(QWidget):
    """The line at the foot of the window: the run's state and why, the device, the stepper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self._failure = ""
        self._state = plain_label(_(STATE_NAMES["idle"]), self)
        named(self._state, "status.state", _("State of the run"))
        advance = self.fontMetrics().horizontalAdvance
        self._state.setMinimumWidth(max(advance(_(name)) for name in STATE_NAMES.values()) + 4)
        self._reason = named(ElidedLabel(self), "status.reason", _("Reason"))
        self._speed = named(SteadyLabel("", self), "status.speed", _("Speed"), _(SPEED_HELP))
        set_role(self._speed, "muted")
        self._speed.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._speed.setFont(tabular_font(self.font()))
        self._device = plain_label(NOTHING, self)
        named(self._device, "status.device", _("Device"), _(DEVICE_HELP))
        self._stepper = plain_label(NOTHING, self)
        named(self._stepper, "status.stepper", _("Execution"), _(STEPPER_HELP))
        parts: list[Part] = [self._state, (self._reason, 1), self._speed]
        for value in (self._device, self._stepper):
            parts += [quiet_label(value.accessibleName(), self), value]
        fill(QHBoxLayout(self), *parts, spacing=16, margins=(8, 0, 8, 0))

    def show_state(self, state: State, reason: str = "", step: int | None = None) -> None:
        """Show the run's state and, where there is one, the sentence that explains it.

        A run that has not made a step is ready rather than paused. Why a run failed stands there
        as long as nothing else is said.

        Args:
            step: how many steps were made, where the run reports; as many as before, and what is
                said is no reason of the run's, where it is left out.
        """
        if state != "failed" or step is not None:
            self._failure = reason if state == "failed" else ""
        self._step = self._step if step is None else step
        ready = state == "paused" and self._step == 0
        self._state.setText(_(STATE_NAMES["idle" if ready else state]))
        self._reason.show_text(reason or (_(READY_HINT) if ready else self._failure))

    def show_device(self, device: str) -> None:
        """Show where the network trains: `cpu`, `cuda:0`."""
        self._device.setText(device or NOTHING)

    def show_stepper(self, stepper: str, reason: str = "") -> None:
        """Show how the steps are run: `eager`, `scripted`; and why, where they could be faster."""
        self._stepper.setText(_(STEPPERS.get(stepper, stepper)) or NOTHING)
        help_text = tool_tip(stepper_help(reason))
        if self._stepper.toolTip() != help_text:
            self._stepper.setToolTip(help_text)

    def show_speed(self, frame: Frame | None) -> None:
        """Show the speed in steps, epochs and rows a second; None while nothing is trained."""
        if frame is None or frame.steps_per_second <= 0:
            self._speed.setText("")
            self._speed.set_widest("")
            return
        steps, rows = round(frame.steps_per_second), round(frame.rows_per_second)
        epochs = speed_text(frame.epochs_per_second)
        speeds = (
            ngettext("{n} step/s", "{n} steps/s", steps).format(n=count_text(steps)),
            ngettext("{n} epoch/s", "{n} epochs/s", 1 if epochs == "1" else 2).format(n=epochs),
            ngettext("{n} row/s", "{n} rows/s", rows).format(n=count_text(rows)),
        )
        self._speed.show_text(" · ".join(speeds))
