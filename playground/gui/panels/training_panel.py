"""Loss, optimizer, schedule, regularisation, stop rules and device."""

import dataclasses
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from playground.engine.catalogue import index
from playground.engine.catalogue.losses import Loss
from playground.engine.catalogue.optimizers import Optimizer
from playground.engine.common.language import _
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Choice, Parameter
from playground.engine.spec.run import RunSpec
from playground.gui.forms.editor import REMARKS
from playground.gui.forms.editors import ChoiceEditor, NumberEditor
from playground.gui.forms.form import SettingsForm
from playground.gui.forms.slider_offers import scale_for
from playground.gui.forms.slider_scale import SliderScale
from playground.gui.panels.settings_panel import SettingsPanel

REGULARISATION = ("training.l1", "training.l1_form", "training.l2", "training.gradient_clip")
STOPPING = (
    "training.epochs",
    "training.target_loss",
    "training.patience",
    "training.validate_every",
)
SEEDS = ("network.seed", "training.seed")
DEVICE = "training.device"
PRECISION = "training.precision"
STEPPER = "training.stepper"
IN_SIGHT = frozenset({"momentum", "nesterov", "weight_decay", "max_iter"})
"""What an optimizer adds that is always in sight; the rest is advanced."""
OUT_OF_SIGHT = frozenset({"label_smoothing"})
"""What a loss adds that is advanced; the rest is always in sight."""


class TrainingPanel(SettingsPanel):
    """The settings of `training.*` and the seed of the network.

    What the chosen loss, optimizer and schedule add stands below each, and is swapped in place.
    """

    decisive = frozenset({"training.loss", "training.optimizer", "training.schedule", "data.task"})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Training settings"))
        self._basic = self._new_form()
        self._ordered: list[QWidget] = []
        self._more = self._new_section(_("More"))
        self._fine = self._new_form(heading=_("Advanced"))
        for form in (
            self._fine,
            self._new_form(("training.warmup",), _("Schedule")),
            self._new_form(REGULARISATION, _("Regularisation")),
            self._new_form(STOPPING, _("When to stop")),
            self._device_form(),
        ):
            self._more.add_widget(form)
        self._fill(self._basic, self._more)
        self.set_devices((Choice("cpu", "CPU"),))

    def set_devices(self, devices: Sequence[Choice]) -> None:
        """Offer these devices."""
        editor = self.editor(DEVICE)
        if isinstance(editor, ChoiceEditor):
            editor.combo.set_entries(devices)

    def set_training_rows(self, rows: int) -> None:
        """Let the slider of the batch size end at the size of the training part."""
        fixed = settings.fixed_parameters()["training.batch_size"]
        scale = scale_for(fixed)
        if not isinstance(scale, SliderScale) or "training.batch_size" not in self._basic.paths():
            return
        editor = self._basic.editor("training.batch_size")
        if isinstance(editor, NumberEditor):
            editor.set_scale(dataclasses.replace(scale, high=float(max(rows, 2))))

    def _offer(self, spec: RunSpec, task: str) -> None:
        self._basic.set_parameters(basic_parameters(spec))
        fine = fine_parameters(spec)
        self._fine.set_parameters(fine)
        self._fine.setVisible(bool(fine))
        self._say_what_starts_afresh(spec)
        if self._stops() != self._ordered:
            self._ordered = self._stops()
            self._order_tabs()
        loss = self._basic.editor("training.loss")
        if isinstance(loss, ChoiceEditor):
            loss.set_choices(losses_for(task))

    def _stops(self) -> list[QWidget]:
        stops = super()._stops()
        basic = len(self._basic.stops())
        return [*stops[:basic], self._more.toggle, *stops[basic:]]

    def _device_form(self) -> SettingsForm:
        declared = settings.fixed_parameters()[DEVICE]
        chosen = dataclasses.replace(declared, kind="choice")
        seeds = {path: settings.fixed_parameters()[path] for path in (STEPPER, PRECISION, *SEEDS)}
        form = SettingsForm({DEVICE: chosen} | seeds, _("Device and seeds"), self._content)
        self._adopt(form)
        return form

    def _say_what_starts_afresh(self, spec: RunSpec) -> None:
        for row in index.find("optimizers", spec.training.optimizer):
            if isinstance(row, Optimizer):
                for parameter in row.parameters:
                    live = parameter.name in row.live
                    remark = REMARKS.get(parameter.effect if live else "optimizer", "")
                    self.editor(f"training.{parameter.name}").set_remark(_(remark))


def basic_parameters(spec: RunSpec) -> dict[str, Parameter]:
    """What is always in sight: each choice with what it adds below it."""
    training = spec.training
    fixed = settings.fixed_parameters()
    return {
        "training.loss": fixed["training.loss"],
        **{
            path: p
            for path, p in _added("losses", training.loss).items()
            if p.name not in OUT_OF_SIGHT
        },
        "training.optimizer": fixed["training.optimizer"],
        "training.learning_rate": fixed["training.learning_rate"],
        "training.batch_size": fixed["training.batch_size"],
        **{
            path: p
            for path, p in _added("optimizers", training.optimizer).items()
            if p.name in IN_SIGHT
        },
        "training.schedule": fixed["training.schedule"],
        **_added("schedules", training.schedule),
    }


def fine_parameters(spec: RunSpec) -> dict[str, Parameter]:
    """What the chosen loss and optimizer add that is rarely changed."""
    loss = _added("losses", spec.training.loss)
    optimizer = _added("optimizers", spec.training.optimizer)
    return {
        **{path: p for path, p in loss.items() if p.name in OUT_OF_SIGHT},
        **{path: p for path, p in optimizer.items() if p.name not in IN_SIGHT},
    }


def losses_for(task: str) -> tuple[str, ...]:
    """The keys of the losses that fit a task."""
    return tuple(
        row.key
        for row in index.rows("losses")
        if isinstance(row, Loss) and row.form(task) is not None
    )


def _added(kind: str, key: str) -> dict[str, Parameter]:
    return {f"training.{p.name}": p for row in index.find(kind, key) for p in row.parameters}
