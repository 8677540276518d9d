"""The dock of the graph: the picture, the code that made it, and the chosen node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.engine.instruments.expression.examples import EXAMPLES
from playground.engine.spec.parameter import Choice
from playground.gui.canvas.diagram.light import Light
from playground.gui.forms.combo import NARROWEST, KeyCombo
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.graph.area import GraphArea, ZoomButtons
from playground.gui.instruments.graph.code_pane import CodeLines
from playground.gui.instruments.graph.details import NodeDetails
from playground.gui.instruments.graph.expression_editor import ExpressionEditor
from playground.gui.instruments.graph.parts import splitter, stand
from playground.gui.instruments.graph.picture import GraphPicture
from playground.gui.instruments.graph.picture_access import install_picture_access
from playground.gui.instruments.graph.side import Side
from playground.gui.instruments.graph.words import answer_lines, nodes_text, run_words
from playground.gui.instruments.looking import Looking
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import quiet_label

if TYPE_CHECKING:
    from playground.engine.instruments.expression.evaluate import Answer
    from playground.engine.instruments.graph.node import Graph
    from playground.engine.instruments.graph.of_run import RunGraph
    from playground.engine.run.session import Session

RUN, OWN = "run", "own"
SOURCES = (
    Choice(
        RUN,
        N_("Loss of the run"),
        N_("What backward goes through in the next step of the run."),
    ),
    Choice(OWN, N_("Your expression"), N_("Type an expression and see its gradients.")),
)
_NO_EXAMPLE = Choice("none", N_("Examples"))
SOONEST = 200
"""Milliseconds between two looks: numbers that change more often cannot be read."""
NOTHING_LIT = -1
"""Instead of the column of a layer that is lit in the diagram."""
_FLAT = 1.5
"""How much wider than high the dock is where the picture stands beside the other parts."""


class GraphPanel(QWidget):
    """Shows the autograd graph of the run's next step, or of what a person types."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "graph")
        self._spotlight = bench.spotlight
        self._graph: Graph | None = None
        self._lit = NOTHING_LIT
        install_picture_access()
        self.picture = GraphPicture(self)
        self.code = CodeLines(self)
        self.expression = ExpressionEditor(self)
        self.details = NodeDetails(self)
        self.source = self._combo(SOURCES, "graph.source", _("Which graph is shown"))
        self.source.set_key(RUN)
        self.source.fit_texts()
        # Visible as long as the run's graph is wanted, and no longer; there is nothing to see.
        self._run_wanted = QWidget(self)
        self._run_wanted.setFixedSize(0, 0)
        self._lay_out()
        self._connect()
        bench.appearance.recoloured.connect(self._recolour)
        self.looking = Looking(
            bench.run, self._run_wanted, _look, self._show_run, self._refuse_run, soonest=SOONEST
        )
        self.looking.ask()

    @property
    def shows_run(self) -> bool:
        """Whether it is the run's graph that is wanted."""
        return self.source.key() == RUN

    def show_source(self, key: str) -> None:
        """Show the graph of the run, or that of an expression."""
        self.source.set_key(key)
        self._run_wanted.setVisible(self.shows_run)
        self.examples.setVisible(not self.shows_run)
        self.side.keep_together(not self.shows_run)
        self._code.setCurrentWidget(self.code if self.shows_run else self.expression)
        self.summary.show_text("")
        self.code.light(-1)
        self.details.show_answer("")
        self._show(None)
        if self.shows_run:
            self.looking.ask()
        else:
            self._evaluate(self.expression.toPlainText())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the parts where there is room for them."""
        super().resizeEvent(event)
        stand(self._parts, self.width() > _FLAT * self.height(), (3, 2))

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees lights nothing."""
        self._light(NOTHING_LIT)
        super().hideEvent(event)

    # --- the graph of the run ------------------------------------------------------------------

    def _show_run(self, run: RunGraph) -> None:
        if not self.shows_run:
            return
        self.code.show_lines([line.text for line in run.graph.lines])
        self.summary.show_text(run_words(run))
        self._show(run.graph)

    def _refuse_run(self, sentence: str) -> None:
        if self.shows_run:
            self.code.show_lines([])
            self._say(sentence)

    # --- the graph of an expression ------------------------------------------------------------

    def _evaluate(self, text: str) -> None:
        if self.shows_run:
            return
        from playground.engine.instruments.expression.evaluate import evaluate
        from playground.engine.instruments.expression.place import ExpressionError

        try:
            answer = evaluate(text)
        except ExpressionError as error:
            self.expression.light(error.place.line - 1)
            self.details.show_error(str(error))
            self._say(_("The graph appears once the expression can be computed."))
            return
        self._show_answer(answer)

    def _show_answer(self, answer: Answer) -> None:
        self.expression.light(-1)
        self.details.show_answer("\n".join(answer_lines(answer)))
        self.summary.show_text(nodes_text(answer.graph))
        self._show(answer.graph)

    def _take_example(self, key: str) -> None:
        if key == _NO_EXAMPLE.key:
            return
        # It goes back to its name, so that the same example can be taken again.
        self.examples.set_key(_NO_EXAMPLE.key)
        self.expression.set_text(next(one.text for one in EXAMPLES if one.key == key))
        self.expression.setFocus()

    # --- what all graphs share -----------------------------------------------------------------

    def _show(self, graph: Graph | None) -> None:
        self._graph = graph
        self.picture.show_graph(graph, once=not self.shows_run)
        self._front.setCurrentWidget(self._area if graph is not None else self._empty)
        self._show_node()

    def _say(self, sentence: str) -> None:
        self._empty.setText(sentence)
        self.summary.show_text("")
        self._show(None)

    def _show_node(self) -> None:
        self.details.show_node(self._graph, self.picture.chosen)
        self._light(self._column())

    def _column(self) -> int:
        """That of the layer whose line is lit, in the diagram of the network."""
        lines, line = self._graph.lines if self._graph else (), self.picture.line
        # Where no line belongs to a layer, it is nobody's number: -1 as well.
        return lines[line].layer if self.isVisible() and 0 <= line < len(lines) else NOTHING_LIT

    def _light(self, column: int) -> None:
        """Light a layer in the diagram; or take back the own light, and no other's."""
        if column != self._lit:
            self._lit = column
            self._spotlight.lit.emit(Light(column) if column != NOTHING_LIT else None)

    def _pick_node(self, number: int) -> None:
        assert self._graph is not None
        line = self._graph.nodes[number].line
        (self.code if self.shows_run else self.expression).light(line)
        self._show_node()

    def _pick_line(self, line: int) -> None:
        self.code.light(line)
        self.picture.light_line(line)
        self._show_node()

    def _recolour(self) -> None:
        self.code.recolour()
        self.expression.recolour()
        self.details.recolour()
        self.picture.update()

    # --- parts ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.source.picked.connect(self.show_source)
        self.examples.picked.connect(self._take_example)
        self.expression.typed.connect(self._evaluate)
        self.picture.picked.connect(self._pick_node)
        self.picture.walked.connect(self._area.follow)
        self.picture.resized.connect(self._area.begin)
        self.code.picked.connect(self._pick_line)

    def _lay_out(self) -> None:
        examples = [_NO_EXAMPLE, *(Choice(one.key, one.label) for one in EXAMPLES)]
        self.examples = self._combo(examples, "graph.examples", _("Examples of expressions"))
        self.examples.set_key(_NO_EXAMPLE.key)
        self.examples.setMinimumContentsLength(len(_(_NO_EXAMPLE.label)) + 1)
        self.examples.setMinimumWidth(NARROWEST)
        rows = self.examples.view()
        rows.setMinimumWidth(rows.sizeHintForColumn(0) + 2 * GRID)
        self.examples.hide()
        self.summary = named(ElidedLabel(self), "graph.summary")
        self._area = GraphArea(self.picture, self)
        self._empty = quiet_label(_("The graph appears once the run is prepared."), wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(2 * GRID)
        self._front = _stack(self._empty, self._area)
        self._code = _stack(self.code, self.expression)
        self.side = Side(self._code, self.details, self)
        self._parts = splitter(self, self._front, self.side)
        zoom = ZoomButtons(self._area, self)
        top = fill(
            QHBoxLayout(),
            self.source,
            self.examples,
            (self.summary, 1),
            zoom,
            spacing=GRID,
            margins=(GRID, HALF, GRID, HALF),
        )
        fill(QVBoxLayout(self), top, (self._parts, 1), spacing=0)

    def _combo(self, entries: Sequence[Choice], name: str, accessible: str) -> KeyCombo:
        combo = named(KeyCombo(self), name, accessible, accessible)
        combo.set_entries(entries)
        combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return combo


def _look(session: Session) -> RunGraph:
    """The run's graph; called on the thread of the run, which has loaded torch."""
    from playground.engine.instruments.graph.of_run import graph_of_run

    return graph_of_run(session.trainer)


def _stack(*pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    return stack
