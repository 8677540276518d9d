"""The autograd graph of a run's present loss: that of the batch which the next step takes."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.autograd.graph import Node

from playground.engine.instruments.graph.ahead import Ahead, step_ahead
from playground.engine.instruments.graph.code import StepCode, code_of
from playground.engine.instruments.graph.node import Graph
from playground.engine.instruments.graph.walk import Owners, nodes_from, watch
from playground.engine.training import step
from playground.engine.training.trainer import Trainer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunGraph:
    """The graph at one moment of a run.

    Attributes:
        graph: of what is descended on, penalties included.
        loss: without penalties.
        step: how many steps were taken before.
        rows: of the batch that were looked at.
        batch: all rows of the batch.
    """

    graph: Graph
    loss: float
    step: int
    rows: int
    batch: int


def graph_of_run(trainer: Trainer) -> RunGraph:
    """Look at the next step of a run between two steps; nothing of the run changes.

    Backward runs on a copy of the network, so that no `weight.grad` of the run is touched.
    """
    ahead = step_ahead(trainer)
    training = trainer.spec.training
    code = code_of(ahead.network, trainer.learner.loss, training, trainer.device.type)
    with torch.enable_grad():
        objective, error, owners = _forward(trainer, ahead, code)
        names = {id(weight): name for name, weight in ahead.network.named_parameters()}
        nodes = watch(objective, step.backward, names, owners.lines)
    graph = Graph(nodes=nodes, value=float(objective.detach()), lines=code.lines)
    return RunGraph(
        graph=graph,
        loss=float(error.detach()),
        step=trainer.step_number,
        rows=len(ahead.inputs),
        batch=ahead.batch,
    )


def _forward(trainer: Trainer, ahead: Ahead, code: StepCode) -> tuple[Tensor, Tensor, Owners]:
    """The objective, the loss in it, and which line made which node."""
    training, owners = trainer.spec.training, Owners()
    for module, line in zip(ahead.network.layers, code.calls, strict=True):
        _claim_by_hook(owners, module, line)
    outputs = step.forward(ahead.network, ahead.inputs, training.precision)
    if code.cast is not None:
        owners.claim(outputs, code.cast)
    weights = list(ahead.network.parameters())
    error, objective = step.loss(
        trainer.learner.loss, outputs, ahead.targets, weights, training.penalty, training.l2
    )
    owners.claim(error, code.loss)
    if code.gathered is not None and code.objective is not None:
        for node in _gathering(objective):
            owners.lines.setdefault(node, code.gathered)
        owners.claim(objective, code.objective)
    return objective, error, owners


def _claim_by_hook(owners: Owners, module: nn.Module, line: int) -> None:
    def claim(_module: nn.Module, _inputs: object, output: Tensor) -> None:
        owners.claim(output, line)

    module.register_forward_hook(claim)


def _gathering(objective: Tensor) -> list[Node]:
    """The nodes with which the penalties put all weights into one row."""
    nodes = nodes_from(objective.grad_fn)
    rows = [node for node in nodes if node.name() == "CatBackward0"]
    return [node for row in rows for node in nodes_from(row)]
