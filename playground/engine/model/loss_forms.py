"""How a loss sees a task: its targets, its number of outputs, and the head that shows them."""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from playground.engine.catalogue.losses import LOSSES, Encoding, Loss, LossForm
from playground.engine.catalogue.losses import Head as HeadKind
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.settings.row_options import row_options
from playground.engine.spec.parameter import require_known
from playground.engine.spec.run import Options, Task

_UNFIT: dict[Task, str] = {
    "regression": N_("training.loss {loss} does not fit regression; choose one of {keys}."),
    "two_classes": N_("training.loss {loss} does not fit two classes; choose one of {keys}."),
    "more_classes": N_(
        "training.loss {loss} does not fit more than two classes; choose one of {keys}."
    ),
}


def loss_form(key: str, task: Task) -> LossForm:
    """How the loss `key` sees `task`.

    Raises:
        InputError: there is no such loss, or it does not fit the task.
    """
    form = _loss(key).form(task)
    if form is None:
        fitting = ", ".join(row.key for row in LOSSES if row.form(task) is not None)
        raise InputError(_(_UNFIT[task]).format(loss=repr(key), keys=fitting))
    return form


def build_loss(key: str, options: Options = ()) -> nn.Module:
    """The loss `key`, called with (output, target); it returns the batch's mean.

    Raises:
        InputError: there is no such loss, or one of its options is out of bounds.
    """
    row = _loss(key)
    loss: nn.Module = row.load()(**row_options(row, options))
    return loss


def outputs_for(form: LossForm, classes: int, targets: int = 1) -> int:
    """How many outputs the network needs; `classes` is 0 for regression, which may have several
    `targets`."""
    if form.encoding == "values":
        return targets
    return classes if form.encoding in ("class_index", "one_hot") else 1


def targets_for(encoding: Encoding, targets: Tensor, classes: int) -> Tensor:
    """The targets of a `Dataset` as a loss wants them.

    Args:
        targets: float32 `[rows, targets]` for regression, else int64 `[rows]` of class numbers.
    """
    if encoding in ("values", "class_index"):
        return targets
    if encoding == "zero_one":
        return targets.float().unsqueeze(1)
    if encoding == "plus_minus_one":
        return targets.float().unsqueeze(1) * 2.0 - 1.0
    return functional.one_hot(targets, classes).float()


class Head(nn.Module):
    """From the network's output to what a person is shown; can be scripted.

    `identity` keeps `[batch, outputs]`; the others give probabilities `[batch, classes]` that add
    up to 1. The kinds are those of `playground.engine.catalogue.losses.Head`.
    """

    kind: Final[str]

    def __init__(self, kind: HeadKind) -> None:
        super().__init__()
        self.kind = kind

    def forward(self, output: Tensor) -> Tensor:
        if self.kind == "sigmoid":
            return torch.cat([torch.sigmoid(-output), torch.sigmoid(output)], dim=1)
        if self.kind == "softmax":
            return torch.softmax(output, dim=1)
        if self.kind == "signed":
            second = (output.clamp(-1.0, 1.0) + 1.0) / 2.0
            return torch.cat([1.0 - second, second], dim=1)
        if self.kind == "simplex":
            # The small number shares evenly where no score is above 0.
            scores = output.clamp(0.0, 1.0) + 1e-12
            return scores / scores.sum(dim=1, keepdim=True)
        return output


def _loss(key: str) -> Loss:
    require_known(key, (row.key for row in LOSSES), "training.loss")
    return next(row for row in LOSSES if row.key == key)
