"""Runs what was typed as torch operations in float64, and goes backward from its last number."""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.engine.common.language import _, listed
from playground.engine.common.numbers import grouped
from playground.engine.instruments.expression.checks import (
    require_arity,
    require_finite,
    require_fit,
    require_room,
)
from playground.engine.instruments.expression.names import BACKWARD, FUNCTIONS
from playground.engine.instruments.expression.operations import OPERATIONS, Value
from playground.engine.instruments.expression.place import ExpressionError, Place
from playground.engine.instruments.expression.syntax import (
    Backward,
    Call,
    Listed,
    Name,
    Number,
    Statement,
    Tree,
    statements_of,
)
from playground.engine.instruments.graph.node import Graph
from playground.engine.instruments.graph.walk import Owners, watch
from playground.engine.training import step

MOST_OPERATIONS = 120
MOST_DIMENSIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variable:
    """A leaf: a name that was given plain numbers.

    Attributes:
        value, gradient: nested lists of float64 as PyTorch's `tolist` gives them, or one number;
            the gradient is None where the result does not hang on it.
        line: the number of its line, from 0.
    """

    name: str
    value: object
    gradient: object
    line: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What an expression comes to.

    Attributes:
        name: of the number that backward started from; empty where it has none.
        line: the number of its line, from 0.
    """

    name: str
    line: int
    graph: Graph
    variables: tuple[Variable, ...]


def evaluate(text: str) -> Answer:
    """Run the lines of `text` and find the gradient of the last number by every variable.

    A line `x = 2.0` or `w = [1.0, 2.0]` without other variables makes a leaf that requires a
    gradient; `backward(y)` says where to start if that is not the last number that hangs on one.

    Raises:
        ExpressionError: a line cannot be run, with its line and column.
    """
    statements = statements_of(text)
    if not statements:
        raise ExpressionError(
            Place(1, 1), _("There is no expression yet: type one, such as y = x**2.")
        )
    run = _Run()
    with torch.enable_grad():
        for statement in statements:
            run.take(statement)
        return run.answer(statements[-1].place)


class _Run:
    """What the lines have made so far."""

    def __init__(self) -> None:
        self._values: dict[str, Tensor] = {}
        self._leaves: dict[str, int] = {}
        self._owners = Owners()
        self._operations = 0
        self._result: tuple[str, Tensor, int] | None = None
        self._is_asked = False

    def take(self, statement: Statement | Backward) -> None:
        if isinstance(statement, Backward):
            self._ask(statement)
            return
        self._require_free(statement)
        line, before = statement.place.line - 1, self._operations
        value = torch.as_tensor(self._value(statement.tree), dtype=torch.float64)
        if _is_constant(statement.tree):
            # What was computed of plain numbers is a plain number, and what it took is forgotten.
            value, self._operations = value.detach().clone(), before
            if statement.name:
                value.requires_grad_()
                self._leaves[statement.name] = line
        self._owners.claim(value, line)
        if statement.name:
            self._values[statement.name] = value
        if value.dim() == 0 and value.grad_fn is not None and not self._is_asked:
            self._result = statement.name, value, line

    def answer(self, last: Place) -> Answer:
        """What came of it, after backward."""
        if self._result is None:
            raise ExpressionError(last, self._no_result())
        name, value, line = self._result
        names = {id(self._values[leaf]): leaf for leaf in self._leaves}
        nodes = watch(value, step.backward, names, self._owners.lines | self._leaf_lines())
        return Answer(
            name=name,
            line=line,
            graph=Graph(nodes=nodes, value=float(value.detach())),
            variables=tuple(self._variable(leaf) for leaf in self._leaves),
        )

    def _variable(self, name: str) -> Variable:
        value = self._values[name]
        gradient = None if value.grad is None else value.grad.tolist()
        return Variable(name=name, value=value.tolist(), gradient=gradient, line=self._leaves[name])

    def _leaf_lines(self) -> dict[torch.autograd.graph.Node, int]:
        """The line of each variable, which is not that of its first use."""
        lines = {}
        for node in self._owners.lines:
            for leaf, line in self._leaves.items():
                if getattr(node, "variable", None) is self._values[leaf]:
                    lines[node] = line
        return lines

    def _no_result(self) -> str:
        if not self._leaves:
            return _("There is no variable: begin with a line such as x = 2.0.")
        return _(
            "backward needs a single number computed from the variables: end with a line such as y "
            "= x**2, or add up a vector with sum(…)."
        )

    def _ask(self, statement: Backward) -> None:
        value = self._values.get(statement.name)
        if value is None:
            raise _unknown_name(Name(statement.place, statement.name))
        if self._is_asked:
            raise ExpressionError(statement.place, _("backward can be called only once."))
        if value.dim() > 0 or value.grad_fn is None:
            raise ExpressionError(statement.place, self._no_result())
        self._is_asked = True
        lines = {node: line for node, line in self._owners.lines.items() if node == value.grad_fn}
        self._result = statement.name, value, lines[value.grad_fn]

    def _require_free(self, statement: Statement) -> None:
        name = statement.name
        if name in self._values:
            sentence = _("{name} already has a value: use another name.")
            raise ExpressionError(statement.place, sentence.format(name=name))
        if name in FUNCTIONS or name == BACKWARD:
            sentence = _("{name} is the name of a function: use another name.")
            raise ExpressionError(statement.place, sentence.format(name=name))

    # --- values --------------------------------------------------------------------------------

    def _value(self, tree: Tree) -> Value:
        match tree:
            case Number():
                return tree.value
            case Name():
                found = self._values.get(tree.name)
                if found is None:
                    raise _unknown_name(tree)
                return found
            case Listed():
                return self._listed(tree)
            case Call():
                return self._called(tree)

    def _listed(self, tree: Listed) -> Tensor:
        items = [torch.as_tensor(self._value(item), dtype=torch.float64) for item in tree.items]
        for item, part in zip(items, tree.items, strict=True):
            if item.shape != items[0].shape:
                raise ExpressionError(
                    part.place, _("All rows in brackets must have the same length.")
                )
        if items[0].dim() >= MOST_DIMENSIONS:
            raise ExpressionError(
                tree.place,
                _(
                    "Brackets can make vectors and matrices, but nothing with more than two "
                    "dimensions."
                ),
            )
        require_room(tree.place, (len(items), *items[0].shape))
        if any(item.requires_grad for item in items):
            self._count(tree.place)
        return torch.stack(items)

    def _called(self, tree: Call) -> Value:
        operation = OPERATIONS.get(tree.operation)
        if operation is None:
            raise _unknown_function(tree)
        require_arity(tree, operation)
        self._count(tree.place)
        arguments = [self._value(argument) for argument in tree.arguments]
        is_plain = not any(isinstance(argument, Tensor) for argument in arguments)
        if not isinstance(arguments[0], Tensor):
            arguments[0] = torch.tensor(arguments[0], dtype=torch.float64)
        require_fit(tree, arguments)
        result: Tensor = operation.make(*arguments)
        require_finite(tree, operation.outside, result)
        return float(result) if is_plain else result

    def _count(self, place: Place) -> None:
        self._operations += 1
        if self._operations > MOST_OPERATIONS:
            sentence = _("The graph would be too large: the limit is {n} operations.")
            raise ExpressionError(place, sentence.format(n=grouped(MOST_OPERATIONS)))


def _is_constant(tree: Tree) -> bool:
    match tree:
        case Number():
            return True
        case Name():
            return False
        case Listed():
            return all(_is_constant(item) for item in tree.items)
        case Call():
            return all(_is_constant(argument) for argument in tree.arguments)


def _unknown_name(name: Name) -> ExpressionError:
    if name.name in FUNCTIONS or name.name == BACKWARD:
        sentence = _("{name} is a function: write its arguments in parentheses, {name}(…).")
    else:
        sentence = _("{name} has no value: set one on a line above, such as {name} = 1.0.")
    return ExpressionError(name.place, sentence.format(name=name.name))


def _unknown_function(call: Call) -> ExpressionError:
    if call.operation == BACKWARD:
        return ExpressionError(call.place, _("backward must be on a line of its own."))
    sentence = _("There is no function {name}. The functions are {names}.")
    text = sentence.format(name=call.operation, names=listed(FUNCTIONS))
    return ExpressionError(call.place, text)
