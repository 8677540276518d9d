"""All that is known of one node, to read and to copy."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTextEdit, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.graph.formulas import FORMULAS
from playground.gui.instruments.graph.words import (
    layer_text,
    numbers_text,
    tensor_text,
    title_of,
)
from playground.gui.theme import colours_of
from playground.gui.widgets.naming import named

if TYPE_CHECKING:
    from playground.engine.instruments.graph.glance import Glance
    from playground.engine.instruments.graph.node import Graph, GraphNode


class NodeDetails(QTextEdit):
    """Shows what came of an expression, and a node: its formula, gradient and saved tensors."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "graph.details", _("Selected node"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self._shown = self._answer = self._error = ""
        self._node: tuple[Graph, int] | None = None
        self._render()

    def show_answer(self, text: str) -> None:
        """Show what came of an expression above all else; empty where there is none."""
        self._answer, self._error = text, ""
        self._render()

    def show_error(self, sentence: str) -> None:
        """Show what is wrong with an expression."""
        self._answer, self._error = "", sentence
        self._render()

    def show_node(self, graph: Graph | None, number: int | None) -> None:
        """Show a node of a graph; without one, what can be done here."""
        self._node = None if graph is None or number is None else (graph, number)
        self._render()

    def recolour(self) -> None:
        """Write in the colours of now."""
        self._render()

    def _render(self) -> None:
        parts = [f"<pre>{html.escape(self._answer)}</pre>"] if self._answer else []
        if self._error:
            colour = colours_of(self).error
            parts = [f'<p style="color: {colour}">{html.escape(self._error)}</p>']
        if self._node is not None:
            graph, number = self._node
            parts += _parts(graph, graph.nodes[number])
        elif not parts:
            parts = [f"<p>{html.escape(_hint())}</p>"]
        self._show("".join(parts))

    def _show(self, text: str) -> None:
        if text == self._shown:
            return
        # What was scrolled to stays there while numbers change.
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        places = [bar.value() for bar in bars]
        self._shown = text
        self.setHtml(text)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)


def _hint() -> str:
    return _(
        "Click a node or use the arrow keys to see its operation, its gradient and its saved "
        "tensors, and to highlight the line of code that made it."
    )


def _parts(graph: Graph, node: GraphNode) -> list[str]:
    """The paragraphs on a node, as HTML."""
    parts = [f"<p><b>{html.escape(title_of(node))}</b>"]
    if node.name:
        parts.append(f"<br>{html.escape(node.operation)}")
    if 0 <= node.line < len(graph.lines):
        layer = layer_text(graph.lines[node.line])
        parts += [f"<br>{html.escape(layer)}"] if layer else []
    parts.append("</p>")
    if node.name:
        sentence = _("Here the gradient is added to {name}.grad.").format(name=node.name)
        parts.append(f"<p>{html.escape(sentence)}</p>")
    elif node.operation in FORMULAS:
        lines = FORMULAS[node.operation].replace(",  ", ":  ").split(":  ")
        parts.append(f"<p>{'<br>'.join(html.escape(line) for line in lines)}</p>")
    came = [one for one in node.gradients if one is not None]
    parts.append(
        _heading(
            _("Gradient with respect to its result")
            if came
            else _("No gradient reached this node.")
        )
    )
    parts += [_tensor("∇", one) for one in came]
    if node.saved or node.constants:
        parts.append(_heading(_("Saved for backward")))
        parts += [_tensor(one.name, one) for one in node.saved]
        texts = ", ".join(f"{name} = {value}" for name, value in node.constants)
        parts.append(f"<p>{html.escape(texts)}</p>" if texts else "")
    return parts


def _heading(text: str) -> str:
    return f'<p style="margin-bottom: 0"><b>{html.escape(text)}</b></p>'


def _tensor(name: str, tensor: Glance) -> str:
    words, numbers = html.escape(tensor_text(tensor)), html.escape(numbers_text(tensor))
    return f'<p style="margin: 0">{html.escape(name)}  {words}</p><pre>{numbers}</pre>'
