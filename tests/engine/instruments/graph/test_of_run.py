"""The graph of a run is the graph that torch has, and looking at it leaves no trace."""

import copy
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.autograd.graph import Node

from playground.engine.catalogue import index
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.instruments.graph import ahead
from playground.engine.instruments.graph.glance import glance
from playground.engine.instruments.graph.node import Graph
from playground.engine.instruments.graph.of_run import graph_of_run
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")
LOSSES = (
    ("circle", "cross_entropy"),
    ("circle", "bce_with_logits"),
    ("circle", "hinge"),
    ("circle", "mse"),
    ("circle", "focal"),
    ("circle", "multi_margin"),
    ("line", "mse"),
    ("line", "huber"),
    ("line", "log_cosh"),
)
NETWORKS: tuple[dict[str, object], ...] = (
    {"network.hidden": ()},
    {"network.hidden": (3,), "network.activation": "relu"},
    {"network.hidden": (4, 3), "network.activation": "prelu", "network.bias": False},
    {"network.hidden": (4,) * 12, "network.dropout": 0.3},
    {"network.hidden": (4, 2), "training.l2": 0.01, "training.penalty": 0.1},
    {"network.hidden": (4, 2), "training.precision": "amp"},
)


def trainer_of(source: str, values: Mapping[str, object]) -> Trainer:
    dataset: Dataset = build_dataset(DataSpec(source=source, samples=50))
    known = settings.parameters(RunSpec())
    spec = settings.write_all(RunSpec(), {k: v for k, v in values.items() if k in known})
    return Trainer(spec, dataset, CPU)


def next_batch(trainer: Trainer) -> tuple[Tensor, Tensor]:
    """The rows that a copy of the batches hands out next."""
    return copy.deepcopy(trainer.batches).take()


def objective_of(trainer: Trainer, network: nn.Module, inputs: Tensor, targets: Tensor) -> Tensor:
    """What is descended on, in plain PyTorch."""
    training = trainer.spec.training
    if training.precision == "amp":
        with torch.autocast("cpu", dtype=torch.bfloat16, cache_enabled=False):
            outputs = network(inputs)
        outputs = outputs.float()
    else:
        outputs = network(inputs)
    loss: Tensor = trainer.learner.loss(outputs, targets)
    if training.penalty or training.l2:
        weights = torch.cat([w.flatten() for w in network.parameters() if w.dim() > 1])
        squares = training.l2 / 2 * weights.square().sum()
        loss = loss + (training.penalty * weights.abs().sum() + squares)
    return loss


Signature = tuple[Any, ...]


def signature_of_torch(
    node: Node, known: dict[Node, Signature], names: dict[int, str]
) -> Signature:
    """A node, and by the same rule all that it leads to."""
    if node not in known:
        after = [signature_of_torch(n, known, names) for n, _ in node.next_functions if n]
        variable = getattr(node, "variable", None)
        name = names[id(variable)] if variable is not None else ""
        known[node] = (node.name().split("::")[-1], name, tuple(after))
    return known[node]


def signatures_of(graph: Graph) -> list[Signature]:
    known: dict[int, Signature] = {}

    def signature(number: int) -> Signature:
        node = graph.nodes[number]
        if number not in known:
            after = tuple(signature(after) for after in node.inputs)
            known[number] = (node.operation, node.name, after)
        return known[number]

    return [signature(number) for number in range(len(graph.nodes))]


@pytest.mark.parametrize("values", NETWORKS, ids=str)
@pytest.mark.parametrize(("source", "loss"), LOSSES)
def test_that_the_graph_lists_exactly_the_nodes_that_torch_has(
    source: str, loss: str, values: dict[str, object]
) -> None:
    trainer = trainer_of(source, {**values, "training.loss": loss})
    network = copy.deepcopy(trainer.network)
    objective = objective_of(trainer, network, *next_batch(trainer))
    names = {id(weight): name for name, weight in network.named_parameters()}
    known: dict[Node, Signature] = {}
    assert objective.grad_fn is not None
    whole = signature_of_torch(objective.grad_fn, known, names)
    graph = graph_of_run(trainer).graph
    ours = signatures_of(graph)
    assert ours[0] == whole
    assert Counter(ours) == Counter(known.values())
    assert len(graph.nodes) == len(known)


@pytest.mark.parametrize("values", NETWORKS, ids=str)
def test_that_the_gradients_are_those_of_autograd(values: dict[str, object]) -> None:
    trainer = trainer_of("circle", {**values, "network.dropout": 0.0})
    network = copy.deepcopy(trainer.network)
    objective = objective_of(trainer, network, *next_batch(trainer))
    names, weights = zip(*network.named_parameters(), strict=True)
    expected = dict(zip(names, torch.autograd.grad(objective, weights), strict=True))
    graph = graph_of_run(trainer).graph
    found = {node.name: node.gradients[0] for node in graph.nodes if node.name}
    assert set(found) == set(expected)
    for name, gradient in expected.items():
        came = found[name]
        assert came is not None
        assert came.shape == tuple(gradient.shape)
        rows, columns = came.corner.shape
        corner = gradient.reshape(-1, gradient.shape[-1])[:rows, :columns].double()
        assert torch.equal(torch.from_numpy(came.corner), corner)
        assert came.norm == pytest.approx(float(gradient.double().norm()), rel=1e-6)


def test_that_the_gradient_of_a_line_is_that_by_what_the_line_made() -> None:
    trainer = trainer_of("circle", {"network.hidden": (4, 3)})
    inputs, targets = next_batch(trainer)
    made = [inputs]
    for layer in copy.deepcopy(trainer.network).layers:
        made.append(layer(made[-1]))
    objective = trainer.learner.loss(made[-1], targets)
    expected = torch.autograd.grad(objective, made[1:])
    graph = graph_of_run(trainer).graph
    for line, gradient in enumerate(expected, 1):
        first = next((node for node in graph.nodes if node.line == line), None)
        if made[line] is made[line - 1]:  # dropout at zero makes nothing
            assert first is None
        else:
            assert first is not None
            assert first.gradients[0] is not None
            corner = first.gradients[0].corner
            shown = gradient[: corner.shape[0], : corner.shape[1]].double()
            assert torch.equal(torch.from_numpy(corner), shown)


def test_that_what_a_node_saved_is_what_torch_saved() -> None:
    trainer = trainer_of("circle", {"network.hidden": (4,), "network.activation": "tanh"})
    inputs, _targets = next_batch(trainer)
    layers = copy.deepcopy(trainer.network).layers
    result = layers[1](layers[0](inputs)).detach().double()
    nodes = graph_of_run(trainer).graph.nodes
    saved = next(node.saved for node in nodes if node.operation == "TanhBackward0")
    assert [(one.name, one.shape, one.dtype) for one in saved] == [("result", (10, 4), "float32")]
    assert torch.equal(torch.from_numpy(saved[0].corner), result[:6])
    linear = next(node for node in nodes if node.operation == "AddmmBackward0")
    assert [one.name for one in linear.saved] == ["mat1", "mat2"]
    assert dict(linear.constants) == {"alpha": "1", "beta": "1"}
    nll = next(node for node in nodes if node.operation == "NllLossBackward0")
    assert dict(nll.constants)["ignore_index"] == "-100"


@pytest.mark.parametrize(
    "values", [*NETWORKS, {"training.batch_size": 0}, {"training.optimizer": "lbfgs"}], ids=str
)
def test_that_it_is_the_loss_of_the_next_step_and_the_run_goes_on_bit_for_bit(
    values: dict[str, object],
) -> None:
    values = {"network.dropout": 0.4, **values}
    watched, alone = trainer_of("circle", values), trainer_of("circle", values)
    before = torch.get_rng_state()
    for _ in range(9):  # beyond the end of an epoch
        seen = graph_of_run(watched)
        gradients = {n: w.grad for n, w in watched.network.named_parameters()}
        seen = graph_of_run(watched)
        assert all(w.grad is gradients[n] for n, w in watched.network.named_parameters())
        loss = watched.step()
        assert seen.loss == float(loss)
        assert torch.equal(loss, alone.step())
    assert torch.equal(torch.get_rng_state(), before)
    for name, weight in watched.weights().items():
        assert torch.equal(weight, alone.weights()[name])


@pytest.mark.parametrize("values", NETWORKS, ids=str)
def test_that_the_code_shown_gives_the_loss(values: dict[str, object]) -> None:
    trainer = trainer_of("circle", values)
    x, y = next_batch(trainer)
    names = {
        "torch": torch,
        "model": copy.deepcopy(trainer.network),
        "criterion": trainer.learner.loss,
        "x": x,
        "y": y,
    }
    seen = graph_of_run(trainer)
    text = "\n".join(line.text for line in seen.graph.lines)
    exec(text, names)
    assert float(names["loss"].detach()) == seen.graph.value  # type: ignore[attr-defined]


def test_that_each_node_belongs_to_the_line_that_made_it() -> None:
    trainer = trainer_of("circle", {"network.hidden": (4, 2), "training.l2": 0.1})
    graph = graph_of_run(trainer).graph
    by_name = {node.name: graph.lines[node.line] for node in graph.nodes if node.name}
    assert by_name["layers.0.weight"].module == "layers.0"
    assert by_name["layers.3.bias"].layer == 2
    assert by_name["layers.6.bias"].is_last
    lines = {node.operation: graph.lines[node.line].text for node in graph.nodes}
    assert lines["NllLossBackward0"].startswith("loss = criterion(h, y)")
    assert lines["CatBackward0"].startswith("w = torch.cat(")
    assert lines["PowBackward0"].startswith("loss = loss + ")
    assert all(node.line >= 0 for node in graph.nodes)


def test_that_a_batch_that_is_too_large_is_looked_at_in_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trainer = trainer_of("circle", {"network.hidden": (4,), "training.batch_size": 0})
    monkeypatch.setattr(ahead, "MOST_NUMBERS", 8 * 12)
    seen = graph_of_run(trainer)
    assert (seen.rows, seen.batch) == (12, len(trainer.batches.data[0]))


def test_that_weights_that_are_no_numbers_are_shown_as_they_are() -> None:
    trainer = trainer_of("circle", {"network.hidden": (4,)})
    with torch.no_grad():
        trainer.network.linear_layers()[0].weight.fill_(torch.nan)
    seen = graph_of_run(trainer)
    assert seen.loss != seen.loss
    assert seen.graph.nodes


def test_that_muted_neurons_have_a_node_of_their_own() -> None:
    trainer = trainer_of("circle", {"network.hidden": (4,)})
    trainer.mute({"layers.0.weight": torch.tensor([True, False, False, False])})
    graph = graph_of_run(trainer).graph
    node = next(node for node in graph.nodes if node.operation == "MaskedFillBackward0")
    assert graph.lines[node.line].module == "layers.1_mute"
    assert graph.lines[node.line].text.startswith("h = model.layers[2](h)")


def test_that_every_activation_has_a_graph() -> None:
    for row in index.rows("activations"):
        trainer = trainer_of("circle", {"network.activation": row.key})
        assert graph_of_run(trainer).graph.nodes[0].gradients[0] is not None


def test_that_what_is_told_of_a_large_tensor_is_told_without_a_copy_of_it() -> None:
    weight = torch.randn(1024, 1024)
    for tensor in (weight, weight.t()):  # as nn.Linear saves it
        with torch.profiler.profile(profile_memory=True) as watched:
            seen = glance("weight", tensor)
        taken = sum(max(event.self_cpu_memory_usage, 0) for event in watched.events())
        assert taken < weight.nbytes / 100
        assert seen.corner.size == 36
        assert seen.norm == pytest.approx(float(np.linalg.norm(weight.numpy())), rel=1e-5)
