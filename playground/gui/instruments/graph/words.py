"""What is said of a graph and its nodes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped, number
from playground.gui.widgets.number_text import NOTHING, loss_text

if TYPE_CHECKING:
    from playground.engine.instruments.expression.evaluate import Answer
    from playground.engine.instruments.graph.glance import Glance
    from playground.engine.instruments.graph.node import CodeLine, Graph, GraphNode
    from playground.engine.instruments.graph.of_run import RunGraph

NUMBER = ".4g"


def title_of(node: GraphNode) -> str:
    """What stands in a node's box: its operation, or the parameter that a leaf is."""
    return node.name or node.operation


def shape_text(shape: Sequence[int]) -> str:
    """`[10, 4]`, as PyTorch writes it."""
    return str([*shape])


def gradient_text(node: GraphNode) -> str:
    """The gradient in a few letters: its number, or its length where it has several."""
    came = next((one for one in node.gradients if one is not None), None)
    if came is None:
        return f"∇ {NOTHING}"
    if came.shape == ():
        return f"∇ {number(float(came.corner[0, 0]), NUMBER)}"
    return f"‖∇‖ {number(came.norm, '.3g')}"


def run_words(run: RunGraph) -> str:
    """The loss, where it is taken, and how large its graph is."""
    if run.rows < run.batch:
        words = ngettext(
            "Step {step}: loss {loss} over the first {rows} row of the {batch} in the next batch, "
            "because all would take too long; {nodes}",
            "Step {step}: loss {loss} over the first {rows} rows of the {batch} in the next "
            "batch, because all would take too long; {nodes}",
            run.rows,
        )
    else:
        words = ngettext(
            "Step {step}: loss {loss} over the {rows} row of the next batch; {nodes}",
            "Step {step}: loss {loss} over the {rows} rows of the next batch; {nodes}",
            run.rows,
        )
    return words.format(
        step=grouped(run.step),
        loss=loss_text(run.loss),
        rows=grouped(run.rows),
        batch=grouped(run.batch),
        nodes=nodes_text(run.graph),
    )


def nodes_text(graph: Graph) -> str:
    """`12 nodes`."""
    count = len(graph.nodes)
    return ngettext("{n} node", "{n} nodes", count).format(n=grouped(count))


def layer_text(line: CodeLine) -> str:
    """Which layer a line of code belongs to; empty where it is none."""
    if line.layer < 0:
        return ""
    if line.is_last:
        return _("Output layer: {module}, {description}").format(
            module=line.module, description=line.description
        )
    return _("Hidden layer {number}: {module}, {description}").format(
        number=line.layer, module=line.module, description=line.description
    )


def tensor_text(tensor: Glance) -> str:
    """Shape and kind of a tensor, and its length where it is not one number."""
    words = f"{shape_text(tensor.shape)} {tensor.dtype}"
    return words if tensor.shape == () else f"{words}  ‖·‖ {number(tensor.norm, NUMBER)}"


def numbers_text(tensor: Glance) -> str:
    """The first numbers of a tensor in columns; dots where there are more."""
    texts = [[number(value, NUMBER) for value in row] for row in tensor.corner]
    width = max((len(text) for row in texts for text in row), default=1)
    columns = tensor.shape[-1] if tensor.shape else 1
    more = "  …" if tensor.corner.shape[1] < columns else ""
    rows = ["  ".join(text.rjust(width) for text in row) + more for row in texts]
    has_all_rows = tensor.is_whole or bool(more and len(rows) * columns == _count(tensor))
    return "\n".join(rows if has_all_rows else [*rows, "…"])


def _count(tensor: Glance) -> int:
    count = 1
    for length in tensor.shape:
        count *= length
    return count


def answer_lines(answer: Answer) -> list[str]:
    """The result and its gradient by every variable, as code would print them."""
    result = answer.name or "result"
    gradients = [
        f"d{result}/d{variable.name} = {_printed(variable.gradient)}"
        for variable in answer.variables
    ]
    return [f"{result} = {_printed(answer.graph.value)}", *gradients, *_warnings(answer)]


def _warnings(answer: Answer) -> list[str]:
    """A sentence where a gradient is no finite number, although the result is one."""
    leaves = (node.gradients for node in answer.graph.nodes if node.name)
    norms = (one.norm for gradients in leaves for one in gradients if one is not None)
    if all(math.isfinite(norm) for norm in norms):
        return []
    return [_("A gradient is not finite: the result has no derivative here, or an infinite one.")]


def _printed(value: object) -> str:
    """Six digits, at least one decimal: 4.0."""
    if isinstance(value, list):
        return f"[{', '.join(_printed(item) for item in value)}]"
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.6g}"
    return f"{text}.0" if text.lstrip("-").isdigit() else text
