"""Says in which language a child process speaks."""

from playground.engine.common.language import spoken
from playground.engine.common.numbers import number


def main(_arguments: list[str]) -> int:
    """The key of the language, and a number in it."""
    print(spoken().key, number(0.5))  # noqa: T201
    return 0
