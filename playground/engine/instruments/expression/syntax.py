"""From tokens to a tree, by recursive descent: each level of precedence is one method.

As in Python, from the loosest: `+ -`, `* / @`, a sign before, `**` (from the right), `.name()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.instruments.expression.names import BACKWARD
from playground.engine.instruments.expression.place import ExpressionError, Place
from playground.engine.instruments.expression.tokens import Token, tokens_of

MOST_NESTED = 40


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed."""

    place: Place
    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    place: Place
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands in brackets: numbers, or rows of numbers."""

    place: Place
    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """An operation over its arguments: a function by its name, or a sign; `neg` is `-x`."""

    place: Place
    operation: str
    arguments: tuple["Tree", ...]


Tree = Number | Name | Listed | Call


@dataclass(frozen=True, slots=True)
class Statement:
    """One line. `name` is what the value is called, empty where it is not given a name."""

    place: Place
    name: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class Backward:
    """A line that asks for gradients."""

    place: Place
    name: str


def statements_of(text: str) -> list[Statement | Backward]:
    """What the lines say.

    Raises:
        ExpressionError: a line is no expression.
    """
    return [_Line(tokens).statement() for tokens in tokens_of(text)]


class _Line:
    """Reads one line from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def statement(self) -> Statement | Backward:
        first = self._now
        if first.kind == "name" and self._tokens[1].text == "=":
            self._at = 2
            return self._ended(Statement(first.place, first.text, self._sum()))
        tree = self._sum()
        if isinstance(tree, Call) and tree.operation == BACKWARD:
            return self._ended(self._backward(tree))
        return self._ended(Statement(first.place, "", tree))

    def _backward(self, call: Call) -> Backward:
        if len(call.arguments) != 1 or not isinstance(call.arguments[0], Name):
            raise ExpressionError(
                call.place, _("backward takes the name of one number: backward(y).")
            )
        return Backward(call.arguments[0].place, call.arguments[0].name)

    def _ended(self, statement: Statement | Backward) -> Statement | Backward:
        if self._now.kind != "end of line":
            sentence = _("{text} is not expected here: is an operator missing before it?")
            raise ExpressionError(self._now.place, sentence.format(text=self._now.text))
        return statement

    # --- precedence, from the loosest ----------------------------------------------------------

    def _sum(self) -> Tree:
        tree = self._product()
        while self._now.text in ("+", "-"):
            token = self._take()
            tree = Call(token.place, token.text, (tree, self._product()))
        return tree

    def _product(self) -> Tree:
        tree = self._signed()
        while self._now.text in ("*", "/", "@"):
            token = self._take()
            tree = Call(token.place, token.text, (tree, self._signed()))
        return tree

    def _signed(self) -> Tree:
        if self._now.text not in ("+", "-"):
            return self._power()
        token = self._take()
        self._go_deeper(token.place)
        tree = self._signed()
        self._depth -= 1
        if token.text == "+":
            return tree
        if isinstance(tree, Number):
            return Number(token.place, -tree.value)
        return Call(token.place, "neg", (tree,))

    def _power(self) -> Tree:
        base = self._with_methods()
        if self._now.text != "**":
            return base
        token = self._take()
        self._go_deeper(token.place)
        exponent = self._signed()
        self._depth -= 1
        return Call(token.place, "**", (base, exponent))

    def _with_methods(self) -> Tree:
        tree = self._atom()
        while self._now.text == ".":
            self._take()
            name = self._take()
            if name.kind != "name":
                raise ExpressionError(
                    name.place, _("The name of a function is expected after the dot.")
                )
            tree = Call(name.place, name.text, (tree, *self._arguments(name)))
        return tree

    def _atom(self) -> Tree:
        token = self._take()
        if token.kind == "number":
            return Number(token.place, float(token.text))
        if token.kind == "name":
            if self._now.text == "(":
                return Call(token.place, token.text, self._arguments(token))
            return Name(token.place, token.text)
        if token.text == "(":
            return self._within(token)[0]
        if token.text == "[":
            return Listed(token.place, self._within(token))
        if token.kind == "end of line":
            raise ExpressionError(
                token.place, _("The line ends where a number or a name is expected.")
            )
        sentence = _("A number or a name is expected here, not {text}.")
        raise ExpressionError(token.place, sentence.format(text=token.text))

    def _arguments(self, name: Token) -> tuple[Tree, ...]:
        """What stands in the parentheses after a function's name."""
        if self._now.text != "(":
            sentence = _("{name} is a function: write its arguments in parentheses, {name}(…).")
            raise ExpressionError(self._now.place, sentence.format(name=name.text))
        opening = self._take()
        if self._now.text == ")":
            self._take()
            return ()
        return self._within(opening, several=True)

    def _within(self, opening: Token, several: bool = False) -> tuple[Tree, ...]:
        """What stands between brackets, up to the closing one."""
        closing = {"(": ")", "[": "]"}[opening.text]
        self._go_deeper(opening.place)
        items = [self._sum()]
        while self._now.text == "," and (several or closing == "]"):
            self._take()
            items.append(self._sum())
        if self._now.text != closing:
            sentence = _("The {opening} is not closed: {closing} is expected here.")
            raise ExpressionError(
                self._now.place, sentence.format(opening=opening.text, closing=closing)
            )
        self._take()
        self._depth -= 1
        return tuple(items)

    # --- tokens --------------------------------------------------------------------------------

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        """This token; the end of a line stays."""
        token = self._now
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _go_deeper(self, place: Place) -> None:
        self._depth += 1
        if self._depth > MOST_NESTED:
            sentence = _("This is nested too deeply: the limit is {n} levels.")
            raise ExpressionError(place, sentence.format(n=grouped(MOST_NESTED)))
