"""The code beside a slow step is run, and does what the step does."""

import pytest
import torch
from torch import nn

from playground.engine.instruments.slow_step.code import code_of, lit_lines
from playground.engine.instruments.slow_step.phases import Phase
from playground.engine.instruments.slow_step.recipe import recipe_of
from playground.engine.instruments.slow_step.walk import Walk
from tests.engine.instruments.slow_step.steps import Changes, source_for, trainer_of

KINDS: list[Changes] = [
    {},
    {"training.optimizer": "sgd", "training.momentum": 0.9, "training.nesterov": True},
    {"training.optimizer": "adamw", "training.weight_decay": 0.1},
    {"training.loss": "huber", "training.gradient_clip": 0.01},
    {"training.loss": "mse", "training.l1": 0.01, "training.l2": 0.2},
    {"network.activation": "leaky_relu", "network.bias": False},
    {"training.optimizer": "lbfgs", "training.batch_size": 0},
    {"training.optimizer": "rprop", "training.loss": "bce_with_logits"},
    {"training.precision": "amp"},
]


@pytest.mark.parametrize("changes", KINDS, ids=str)
def test_that_the_code_takes_the_step(changes: Changes) -> None:
    source = source_for(str(changes.get("training.loss", "cross_entropy")))
    recipe = recipe_of(trainer_of(changes, source=source, steps=0))
    walk = Walk(recipe)
    walk.reach(walk.phases[-1])
    lines = [line.text for line in code_of(recipe, walk.stations)]
    loop = lines.index("for inputs, targets in loader:")
    names: dict[str, object] = {
        "torch": torch,
        "nn": nn,
        "loader": [(recipe.inputs, recipe.targets)],
    }
    exec("\n".join(lines[:loop]), names)
    network = names["network"]
    assert isinstance(network, nn.Sequential)
    with torch.no_grad():
        for own, weight in zip(network.parameters(), recipe.network.parameters(), strict=True):
            own.copy_(weight)
    exec("\n".join(lines[loop:]), names)
    for own, (name, _) in zip(network.parameters(), recipe.network.named_parameters(), strict=True):
        torch.testing.assert_close(own.detach(), walk.tensors(name)["after"])


def test_that_each_phase_lights_its_line_and_those_of_its_layer() -> None:
    walk = Walk(recipe_of(trainer_of({"network.dropout": 0.25, "training.gradient_clip": 1.0})))
    code = code_of(walk.recipe, walk.stations)

    def lit(phase: Phase) -> list[str]:
        return [code[n].text.strip() for n in lit_lines(code, phase)]

    own = ["nn.Linear(2, 4),", "nn.Tanh(),", "nn.Dropout(0.25),"]
    assert lit(Phase("batch")) == ["for inputs, targets in loader:"]
    assert lit(Phase("zero_grad")) == ["optimizer.zero_grad()"]
    assert lit(Phase("forward", 0)) == ["outputs = network(inputs)", *own]
    assert lit(Phase("loss")) == ["loss = criterion(outputs, targets)"]
    assert lit(Phase("backward", 0)) == ["loss.backward()", *own]
    assert lit(Phase("clip")) == ["nn.utils.clip_grad_norm_(network.parameters(), 1)"]
    assert lit(Phase("step", 2)) == ["optimizer.step()"]
