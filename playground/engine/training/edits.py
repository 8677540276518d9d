"""Edits by hand, made between two steps: all of them, or none."""

from collections.abc import Mapping

import torch
from torch import Tensor

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.model.network import build_network
from playground.engine.spec.edit import Edit, Edits
from playground.engine.training.trainer import Trainer

MOST_WEIGHTS = 1 << 22
"""So many can be remembered all at once, for undo."""


def make_edits(trainer: Trainer, edits: Edits) -> Edits:
    """Give weights other values, freeze and mute them; the optimizer keeps what it remembers.

    Returns:
        The edits that take these back.

    Raises:
        InputError: the network has no such place; nothing was changed.
    """
    before = tuple(_as_it_stands(trainer, edit) for edit in edits)
    for edit in edits:
        _make(trainer, edit)
    return before[::-1]


def initial_weights(trainer: Trainer) -> dict[str, Tensor]:
    """The weights that the network would begin with, by name, on the CPU."""
    network = trainer.network
    form = trainer.learner.form
    fresh = build_network(
        trainer.spec.network, network.inputs, network.outputs, form.output_activation
    )
    return {name: weight.detach() for name, weight in fresh.named_parameters()}


def _as_it_stands(trainer: Trainer, edit: Edit) -> Edit:
    whole = _whole(trainer, edit)
    if len(edit.places) and not 0 <= edit.places.min() <= edit.places.max() < whole.numel():
        raise _gone(edit)
    values = whole.detach().flatten()[torch.from_numpy(edit.places).to(whole.device)]
    return Edit(edit.subject, edit.name, edit.places, values.cpu().double().numpy())


def _whole(trainer: Trainer, edit: Edit) -> Tensor:
    """The weights, or the mask, that the edit is about."""
    parameters = dict(trainer.network.named_parameters())
    if edit.name not in parameters:
        raise _gone(edit)
    weight = parameters[edit.name]
    if edit.subject == "weights":
        return weight
    if edit.subject == "frozen":
        return _mask(trainer.learner.frozen, edit.name, weight.shape)
    return _mask(trainer.network.muted(), edit.name, weight.shape[:1])


def _gone(edit: Edit) -> InputError:
    return InputError(_("The network no longer contains {name}.").format(name=edit.name))


def _mask(masks: Mapping[str, Tensor], name: str, shape: torch.Size) -> Tensor:
    none = torch.zeros(shape, dtype=torch.bool)
    return masks.get(name, none)


@torch.no_grad()
def _make(trainer: Trainer, edit: Edit) -> None:
    places = torch.from_numpy(edit.places)
    whole = _whole(trainer, edit)
    if edit.values is None:
        values = initial_weights(trainer)[edit.name].flatten()[places]
    else:
        values = torch.from_numpy(edit.values)
    if edit.subject == "weights":
        whole.view(-1)[places.to(whole.device)] = values.to(whole.device, whole.dtype)
        return
    mask = whole.to("cpu", copy=True)
    mask.view(-1)[places] = values.bool()
    if edit.subject == "frozen":
        trainer.freeze({**trainer.learner.frozen, edit.name: mask})
    else:
        trainer.mute({**trainer.network.muted(), edit.name: mask})
