"""The validation loss within a program, so that no epoch's end needs Python."""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.engine.steppers.scripted.calls import Step
from playground.engine.steppers.scripted.source import BodyWriter


class Measuring:
    """A recorded forward pass and loss over the validation part, as TorchScript.

    Attributes:
        step: what was recorded.
        body: its lines, and what the tensors given to `measure` stand for.
        text: the function `measure`.
    """

    def __init__(self, step: Step) -> None:
        body = BodyWriter(step, "e").body
        self.step = step
        self.body = body
        lines = [f"e{number} = watched[{number}]" for number in range(len(body.tensors))]
        lines += [*body.before, *body.lines, "return float(z)"]
        head = "def measure(watched: List[Tensor], x: Tensor, y: Tensor, z: Tensor) -> float:"
        self.text = "\n".join([head, *(f"    {line}" for line in lines), ""])

    @property
    def after_segment(self) -> list[str]:
        """Lines of the program's loop over segments."""
        return [
            "if measures[s] > 0:",
            # What comes after a loss that is not finite does not count.
            "    if not bool(torch.isfinite(losses.narrow(0, 0, done)).all()):",
            "        break",
            "    loss = measure(watched, rows[0], rows[1], rows[2])",
            "    found.append(loss)",
            "    waiting = waiting + 1",
            "    if loss < lowest:",
            "        lowest = loss",
            "        waiting = 0",
            "        kept[1].copy_(kept[0])",
            "    if loss <= target or waiting >= patience:",
            "        break",
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """The tensors with which a program measures.

    Attributes:
        tensors: of the function `measure`.
        rows: inputs and targets of the validation part, and where its loss is left.
        kept: the weights, and the best of them.
    """

    tensors: list[Tensor]
    rows: list[Tensor]
    kept: list[Tensor]


NOTHING = Watched([], [], [])


def watched(tensors: list[Tensor], validation: tuple[Tensor, Tensor], weights: Tensor) -> Watched:
    """The tensors with which a program measures `weights`."""
    return Watched(tensors, [*validation, torch.zeros(())], [weights, torch.zeros_like(weights)])
