"""What can be undone and redone: whole values, swapped. Knows nothing of what the values are."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

MAXIMUM_STEPS = 200


class Token:
    """Stands for a step, and lives as long as that can be undone or redone."""


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One thing that can be undone: what stood before, what stands after, and its name."""

    before: T
    after: T
    words: str
    gesture: object | None = None
    token: Token = field(default_factory=Token)


class UndoStack(Generic[T]):
    """A bounded stack of steps, oldest forgotten first, with the steps that were undone.

    Steps recorded with the same gesture (one drag of a slider) are one step, until the gesture
    ends or something else happens.
    """

    def __init__(self, limit: int = MAXIMUM_STEPS) -> None:
        self._limit = limit
        self._done: list[Step[T]] = []
        self._undone: list[Step[T]] = []
        self._forgotten: list[Step[T]] = []
        self._open = False

    def record(self, step: Step[T]) -> Token:
        """Add a step, or lengthen the last one where the same gesture goes on; its token.

        A drag back to its start leaves none.
        """
        self._forgotten, self._undone = self._undone, []
        goes_on = self._open and self._done[-1].gesture == step.gesture is not None
        if goes_on:
            first = self._done.pop()
            step = Step(first.before, step.after, first.words, step.gesture, first.token)
        is_back = goes_on and step.before == step.after
        self._open = step.gesture is not None and not is_back
        if not is_back:
            self._done.append(step)
        del self._done[: -self._limit]
        return step.token

    def withdraw(self, token: Token) -> None:
        """What was recorded last has come to nothing: what could be redone can be again."""
        if self._done and self._done[-1].token is token:
            self._done.pop()
            self._undone, self._forgotten, self._open = self._forgotten, [], False

    def end_gesture(self) -> None:
        """What is recorded next is a step of its own, whatever its gesture."""
        self._open = False

    def clear(self) -> None:
        """Forget everything."""
        for steps in (self._done, self._undone, self._forgotten):
            steps.clear()
        self._open = False

    @property
    def next_undo(self) -> Step[T] | None:
        """The step that `undo` would take back."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step[T] | None:
        """The step that `redo` would do again."""
        return self._undone[-1] if self._undone else None

    def undo(self) -> Step[T] | None:
        """Take back the last step and return it, or None where there is none."""
        return self._move(self._done, self._undone)

    def redo(self) -> Step[T] | None:
        """Do the step again that was undone last and return it, or None where there is none."""
        return self._move(self._undone, self._done)

    def _move(self, source: list[Step[T]], target: list[Step[T]]) -> Step[T] | None:
        self._open = False
        if not source:
            return None
        target.append(source.pop())
        return target[-1]
