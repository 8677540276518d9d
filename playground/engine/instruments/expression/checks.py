"""What is asked of shapes and numbers before and after each operation of an expression."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.instruments.expression.operations import Operation, Value
from playground.engine.instruments.expression.place import ExpressionError, Place
from playground.engine.instruments.expression.syntax import Call

MOST_NUMBERS = 4096
"""In one tensor."""


def require_arity(tree: Call, operation: Operation) -> None:
    """Refuse more or fewer arguments than the operation takes."""
    few, many = operation.arities[0], operation.arities[-1]
    if len(tree.arguments) in operation.arities:
        return
    if few == many:
        sentence = ngettext("{name} takes {n} argument.", "{name} takes {n} arguments.", few)
    else:
        sentence = _("{name} takes {n} or {many} arguments.")
    raise ExpressionError(tree.place, sentence.format(name=tree.operation, n=few, many=many))


def require_fit(tree: Call, arguments: Sequence[Value]) -> None:
    """Refuse shapes that do not go together, before any memory is taken."""
    shapes = [tuple(one.shape) if isinstance(one, Tensor) else () for one in arguments]
    if len(shapes) < 2:
        return
    if tree.operation in ("@", "matmul"):
        _require_product(tree, shapes[0], shapes[1])
        return
    try:
        require_room(
            tree.place,
            tuple(torch.broadcast_shapes(*shapes)),  # type: ignore[no-untyped-call]
        )
    except RuntimeError:
        sentence = _("The shapes {one} and {other} are not compatible in {name}.")
        _refuse_shapes(tree, sentence, shapes)


def _require_product(tree: Call, one: tuple[int, ...], other: tuple[int, ...]) -> None:
    if not one or not other:
        raise ExpressionError(
            tree.place, _("@ multiplies vectors and matrices; write * for single numbers.")
        )
    if one[-1] != other[0]:
        sentence = _(
            "The shapes {one} and {other} are not compatible in {name}: the last size of the first "
            "must equal the first size of the second."
        )
        _refuse_shapes(tree, sentence, (one, other))
    require_room(tree.place, (*one[:-1], *other[1:]))


def _refuse_shapes(tree: Call, sentence: str, shapes: Sequence[tuple[int, ...]]) -> None:
    one, other = ([*shape] for shape in shapes)
    raise ExpressionError(tree.place, sentence.format(one=one, other=other, name=tree.operation))


def require_room(place: Place, shape: tuple[int, ...]) -> None:
    """Refuse a tensor that is too large, before any memory is taken."""
    if math.prod(shape) > MOST_NUMBERS:
        sentence = _("A tensor of shape {shape} is too large here: the limit is {n} numbers.")
        raise ExpressionError(place, sentence.format(shape=[*shape], n=grouped(MOST_NUMBERS)))


def require_finite(tree: Call, sentence: str, result: Tensor) -> None:
    """Refuse a result with a number that is not finite, in the operation's own sentence."""
    bad = result.detach()[~torch.isfinite(result.detach())]
    if len(bad):
        raise ExpressionError(
            tree.place, _(sentence).format(name=tree.operation, result=float(bad[0]))
        )
