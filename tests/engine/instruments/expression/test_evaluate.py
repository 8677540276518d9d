"""Typed expressions: values and gradients are torch's, and every mistake is one sentence."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import Tensor

from playground.engine.common.errors import InputError
from playground.engine.instruments.expression.evaluate import Answer, evaluate
from playground.engine.instruments.expression.examples import EXAMPLES, Example
from playground.engine.instruments.expression.names import FUNCTIONS
from playground.engine.instruments.expression.operations import OPERATIONS
from playground.engine.instruments.expression.place import ExpressionError


def gradients(answer: Answer) -> dict[str, Any]:
    return {variable.name: variable.gradient for variable in answer.variables}


def test_that_the_square_of_x_at_two_has_the_gradient_four() -> None:
    answer = evaluate("x = 2.0\ny = x**2")
    assert answer.graph.value == 4.0
    assert gradients(answer) == {"x": 4.0}
    assert [node.operation for node in answer.graph.nodes] == ["PowBackward0", "AccumulateGrad"]
    assert [node.line for node in answer.graph.nodes] == [1, 0]


def test_that_a_product_and_a_sine_have_both_partials() -> None:
    found = gradients(evaluate("a = 2.0\nb = 3.0\ny = a*b + sin(a)"))
    assert found == {"a": pytest.approx(3.0 + math.cos(2.0)), "b": 2.0}


def test_that_several_variables_and_a_vector_go_together() -> None:
    found = gradients(evaluate("x = 2.0\nw = [1.0, 2.0]\ny = x**2 + sin(w).sum()"))
    assert found == {"x": 4.0, "w": pytest.approx([math.cos(1.0), math.cos(2.0)])}


def test_that_softmax_and_cross_entropy_give_probability_minus_truth() -> None:
    text = next(one.text for one in EXAMPLES if one.key == "cross_entropy")
    z = torch.tensor([2.0, 1.0, 0.1], dtype=torch.float64)
    expected = torch.softmax(z, 0) - torch.tensor([1.0, 0.0, 0.0])
    assert gradients(evaluate(text)) == {"z": pytest.approx(expected.tolist())}


def test_that_one_neuron_is_worked_out_as_by_hand() -> None:
    text = next(one.text for one in EXAMPLES if one.key == "neuron")
    a = math.tanh(0.5 * 1.0 - 0.3 * 2.0 + 0.1)
    delta = 2.0 * (a - 1.0) * (1.0 - a * a)
    found = gradients(evaluate(text))
    assert found["w"] == pytest.approx([delta * 1.0, delta * 2.0])
    assert found["b"] == pytest.approx(delta)
    assert found["x"] == pytest.approx([delta * 0.5, delta * -0.3])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_that_every_example_can_be_computed(example: Example) -> None:
    assert evaluate(example.text).graph.nodes


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("-x**2", -9.0),
        ("2**x**2", 512.0),
        ("x**-1", 1 / 3),
        ("--x", 3.0),
        ("1 + 2 * x", 7.0),
        ("(1 + 2) * x", 9.0),
        ("x - 1 - 1", 1.0),
        ("12 / x / 2", 2.0),
        ("-x.abs()", -3.0),
        ("+x", 3.0),
        ("max(x, 5)", 5.0),
        ("[x, 2 * x].max()", 6.0),
        ("[[x, 1], [2, 3]].sum()", 9.0),
        ("([[x, 1], [2, 3]] @ [1, 1]).mean()", 4.5),
        ("matmul([x, 1], [2, 3])", 9.0),
        (".5e1 * x", 15.0),
    ],
)
def test_that_precedence_is_that_of_python(line: str, value: float) -> None:
    text = f"x = 3\ny = {line}\nz = y + 0 * x"
    assert evaluate(text).graph.value == pytest.approx(value)


def test_that_backward_says_where_to_start() -> None:
    answer = evaluate("x = 2.0\ny = x**2\nz = y * 10\nbackward(y)")
    assert (answer.name, gradients(answer)) == ("y", {"x": 4.0})
    assert evaluate("x = 2.0\ny = x**2\ny.backward()").name == "y"


def test_that_a_variable_that_is_not_used_has_no_gradient() -> None:
    assert gradients(evaluate("x = 2.0\nunused = 1\ny = x * 1")) == {"x": 1.0, "unused": None}


def test_that_a_variable_used_twice_is_one_node_to_which_both_gradients_come() -> None:
    answer = evaluate("x = 3.0\ny = x * x")
    assert answer.graph.nodes[0].inputs == (1, 1)
    assert gradients(answer) == {"x": 6.0}


MISTAKES = {
    "": (1, 1),
    "# nothing": (1, 1),
    "y = z": (1, 5),
    "x = 2\ny = x +": (2, 8),
    "x = 2\ny = (x": (2, 7),
    "x = 2\ny = [x, 1": (2, 10),
    "x = 2\ny = x)": (2, 6),
    "x = 2\ny = x x": (2, 7),
    "x = 2\ny = * x": (2, 5),
    "x = 2\ny = x ? 1": (2, 7),
    "x = 2\ny = 2x": (2, 5),
    "x = 2\ny = x.": (2, 7),
    "x = 2\ny = x.sum": (2, 10),
    "x = 2\ny = __import__(x)": (2, 5),
    "x = 2\ny = x.grad.fill()": (2, 11),
    "x = 2\nx = 3": (2, 1),
    "x = 2\nsin = x": (2, 1),
    "x = 2\ny = sin": (2, 5),
    "x = 2\ny = sin()": (2, 5),
    "x = 2\ny = sin(x, x)": (2, 5),
    "x = 0.0\ny = 1 / x": (2, 7),
    "x = 1 / 0": (1, 7),
    "x = -1\ny = log(x)": (2, 5),
    "x = -1\ny = x**0.5": (2, 6),
    "x = 1e3\ny = exp(x)": (2, 5),
    "x = 1e999": (1, 5),
    "x = [1, 2]\ny = x + [1, 2, 3]": (2, 7),
    "x = [1, 2]\ny = x @ [1, 2, 3]": (2, 7),
    "x = 2\ny = x @ x": (2, 7),
    "x = [[1, 2], [3]]": (1, 14),
    "x = [[[1]]]": (1, 5),
    "x = [1, 2]\ny = x * 2": (2, 1),
    "x = 2": (1, 1),
    "x = 2\nbackward(x)": (2, 10),
    "x = 2\ny = x*2\nbackward(y)\nbackward(y)": (4, 10),
    "x = 2\nbackward(x + 1)": (2, 1),
    "x = 2\ny = backward(x)": (2, 5),
    "x = 2\ny = " + "(" * 200 + "x" + ")" * 200: (2, 45),
    "x = 2\ny = " + "-" * 300 + "x": (2, 45),
    "x = 2\ny = " + "+".join(["x"] * 400): (2, 562),
    "x = 1\n" + "#" * 5000: (1, 1),
    "x = 1\n" * 100: (61, 1),
    "x = [" + "1," * 199 + "1]\ny = [" + "[1]," * 199 + "[1]]\nz = (x * y).sum()": (3, 8),
}


@pytest.mark.parametrize(("text", "place"), MISTAKES.items(), ids=lambda one: repr(one)[:30])
def test_that_every_mistake_is_told_with_its_line_and_column(
    text: str, place: tuple[int, int]
) -> None:
    with pytest.raises(ExpressionError) as told:
        evaluate(text)
    assert isinstance(told.value, InputError)
    assert (told.value.place.line, told.value.place.column) == place
    sentence = str(told.value)
    assert sentence.startswith(f"Line {place[0]}, column {place[1]}: ")
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="xyab=+-*/@()[],.\n 0123456789esinumlog_#", max_size=40))
def test_that_whatever_is_typed_gives_an_answer_or_a_sentence(text: str) -> None:
    try:
        answer = evaluate(text)
    except ExpressionError as error:
        assert error.place.line >= 1
    else:
        assert math.isfinite(answer.graph.value)


def test_that_the_functions_offered_are_those_that_can_be_called() -> None:
    assert set(FUNCTIONS) == {name for name in OPERATIONS if name.isalpha()} - {"neg"}


# --- random expressions against plain torch ------------------------------------------------------


def finite(value: Tensor) -> Tensor:
    """The value itself, where every operation on the way has given a number."""
    if not bool(torch.isfinite(value)):
        raise OverflowError
    return value


Make = Callable[[Tensor, Tensor], Tensor]
Pair = tuple[str, Make]
UNARY: dict[str, Callable[[Tensor], Tensor]] = {
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "abs": torch.abs,
    "exp": torch.exp,
}


def binary(sign: str, make: Callable[[Any, Any], Any]) -> Callable[[tuple[Pair, Pair]], Pair]:
    def join(both: tuple[Pair, Pair]) -> Pair:
        (one, first), (other, second) = both
        return f"({one}) {sign} ({other})", lambda a, b: finite(make(first(a, b), second(a, b)))

    return join


def called(name: str) -> Callable[[Pair], Pair]:
    return lambda inner: (f"{name}({inner[0]})", lambda a, b: finite(UNARY[name](inner[1](a, b))))


def negated(inner: Pair) -> Pair:
    return f"-({inner[0]})", lambda a, b: -inner[1](a, b)


def squared(inner: Pair) -> Pair:
    return f"({inner[0]})**2", lambda a, b: finite(inner[1](a, b) ** 2)


def plain(number: int) -> Pair:
    return str(number), lambda _a, _b: torch.tensor(float(number), dtype=torch.float64)


VARIABLES: list[Pair] = [("a", lambda a, _b: a), ("b", lambda _a, b: b)]
LEAVES = st.sampled_from(VARIABLES) | st.integers(0, 9).map(plain)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.tuples(inner, inner).map(binary("+", lambda x, y: x + y))
        | st.tuples(inner, inner).map(binary("-", lambda x, y: x - y))
        | st.tuples(inner, inner).map(binary("*", lambda x, y: x * y))
        | st.tuples(inner, inner).map(binary("/", lambda x, y: x / y))
        | st.sampled_from(sorted(UNARY)).flatmap(lambda name: inner.map(called(name)))
        | inner.map(negated)
        | inner.map(squared)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(TREES, st.integers(-40, 40), st.integers(-40, 40))
def test_that_values_and_gradients_are_those_of_torch(tree: Pair, first: int, second: int) -> None:
    text, make = tree
    a, b = (torch.tensor(n / 10, dtype=torch.float64, requires_grad=True) for n in (first, second))
    typed = f"a = {first / 10}\nb = {second / 10}\ny = {text}"
    try:
        value = make(a, b)
    except OverflowError:
        with pytest.raises(ExpressionError, match="gives"):
            evaluate(typed)
        return
    assume(value.requires_grad and value.grad_fn is not None)
    answer = evaluate(typed)
    assert answer.graph.value == pytest.approx(value.item(), rel=1e-12)
    expected = torch.autograd.grad(value, (a, b), allow_unused=True)
    for variable, gradient in zip(answer.variables, expected, strict=True):
        if gradient is None:
            assert variable.gradient is None
        else:
            assert variable.gradient == pytest.approx(float(gradient), rel=1e-9, nan_ok=True)
