"""Recording the operations of one training step, by the storages that they read and write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Generator, Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from playground.engine.common.language import _
from playground.engine.steppers.scripted.symbols import CannotFuse, Symbol


class Ref(NamedTuple):
    """A tensor of the step: a strided view of a numbered storage."""

    storage: int
    size: tuple[int, ...]
    stride: tuple[int, ...]
    offset: int
    dtype: torch.dtype


class Draw(NamedTuple):
    """The random numbers of one generator, by its place in the list given to the tape."""

    generator: int


@dataclass(slots=True, eq=False)
class Call:
    """One operation; tensors in its arguments are refs, live numbers are symbols."""

    op: torch._ops.OpOverload
    args: list[Any]
    kwargs: dict[str, Any]
    outputs: list[Ref]
    returns_list: bool


@dataclass(slots=True, eq=False)
class Read:
    """A number read from a tensor in the middle of a step."""

    name: str
    source: Ref


class Tape(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Every operation on tensors while it is entered, seen below autograd.

    Storages are told apart by their address; all that is seen is kept alive while the tape is,
    so that no address is used twice. Views need no entry: each tensor is a strided view of a
    storage, whatever way it was made.

    Attributes:
        entries: the operations in order.
        outer: storages that were there before, with a tensor that lies on each.
        tensors: a tensor that lies on each storage made since, as it was when it was made.
        guards: comparisons that decided what was done.
        reads: numbers read before the step wrote anything to their tensor.
        live: what numbers that appear nowhere else stand for.
        pending: numbers that the next operations are called with.
        counter: of the optimizer's steps; the program counts by itself.
    """

    def __init__(self, generators: Sequence[Generator]) -> None:
        """Record nothing yet; `generators` are those of the dropout layers, all seeded apart."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: list[Call | Read] = []
        self.outer: dict[int, Tensor] = {}
        self.tensors: dict[int, Tensor] = {}
        self.guards: list[str] = []
        self.reads: list[Read] = []
        self.live: dict[float, Symbol] = {}
        self.pending: list[Symbol] = []
        self.counter: Tensor | None = None
        self._generators = list(generators)
        self._numbers: dict[int, int] = {}
        self._kept: list[Tensor] = []
        self._written: set[int] = set()
        self._made: dict[int, tuple[Tensor, Symbol]] = {}

    def ref(self, tensor: Tensor) -> Ref:
        """The place of a tensor; a storage not seen before counts as an outer one."""
        number = self._number(tensor)
        if number is None:
            number = self._enter(tensor)
            self.outer[number] = tensor
        return Ref(
            number,
            tuple(tensor.shape),
            tuple(tensor.stride()),
            int(tensor.storage_offset()),
            tensor.dtype,
        )

    def __torch_dispatch__(
        self,
        func: torch._ops.OpOverload,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - whatever the operation returns
        """Run an operation, and record it unless it is a view or a query."""
        kwargs = kwargs or {}
        if func.namespace != "aten":
            return func(*args, **kwargs)
        inputs = [self._noted(value) for value in args]
        named = {name: self._noted(value) for name, value in kwargs.items()}
        result = self._run(func, args, kwargs)
        outputs = [value for value in _flat(result) if isinstance(value, Tensor)]
        written = _written(func, inputs, named)
        fresh = [tensor for tensor in outputs if self._number(tensor) is None]
        for tensor in fresh:
            self.tensors[self._enter(tensor)] = tensor
        if (fresh or written) and not self._is_count(func, inputs):
            refs = [self.ref(tensor) for tensor in outputs] + written
            self.entries.append(Call(func, inputs, named, refs, isinstance(result, list)))
            self._written |= {ref.storage for ref in refs}
        return result

    def read(self, tensor: Tensor, value: float) -> Symbol:
        """What `tensor.item()` gave, as a symbol."""
        if self.counter is not None and tensor is self.counter:
            return Symbol(value, "step", self.guards, moving=True)
        source = self.ref(tensor)
        entry = Read(f"v{len(self.entries)}_{len(self.reads)}", source)
        late = source.storage in self._written
        (self.entries if late else self.reads).append(entry)
        return Symbol(value, entry.name, self.guards, moving=True, late=late)

    def made(self, tensor: Tensor, symbol: Symbol) -> None:
        """Note that a tensor of one number was made of a symbol."""
        self._made[tensor.untyped_storage().data_ptr()] = (tensor, symbol)

    def _run(self, op: torch._ops.OpOverload, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the operation returns
        if kwargs.get("generator") is None:
            return op(*args, **kwargs)
        # The true generators must not move: the run itself goes on drawing from them.
        return torch.ops.aten.fill_.Scalar(args[0], 1.0)

    def _is_count(self, op: torch._ops.OpOverload, inputs: list[Any]) -> bool:
        """Whether this is the counting of steps, which the loop does by itself."""
        counts = self.counter is not None and self.ref(self.counter) == inputs[0]
        if counts and not (op is torch.ops.aten.add_.Tensor and inputs[1] == 1):
            raise CannotFuse(_("The optimizer's step counter does not count by one."))
        return counts

    def _noted(self, value: Any) -> Any:  # noqa: ANN401 - any argument of an operation
        if isinstance(value, Tensor):
            return self._noted_tensor(value)
        if isinstance(value, Generator):
            return Draw(self._place_of(value))
        if isinstance(value, list | tuple):
            return [self._noted(item) for item in value]
        if isinstance(value, float):
            return self._symbol_for(value)
        return value

    def _noted_tensor(self, tensor: Tensor) -> Any:  # noqa: ANN401 - a ref or a number
        made = self._made.get(tensor.untyped_storage().data_ptr())
        if made is not None:
            return made[1]
        if self._number(tensor) is None and tensor.dim() == 0:
            for symbol in self.pending:
                if torch.equal(tensor, torch.tensor(float(symbol), dtype=tensor.dtype)):
                    return symbol
        return self.ref(tensor)

    def _symbol_for(self, value: float) -> float:
        for symbol in self.pending:
            if float(symbol) == value:
                return symbol
        return self.live.get(value, value)

    def _place_of(self, generator: Generator) -> int:
        # torch hands over another object for the same generator; its seed tells which it is.
        for place, known in enumerate(self._generators):
            if known.initial_seed() == generator.initial_seed():
                return place
        raise CannotFuse(_("The step draws random numbers of its own."))

    def _number(self, tensor: Tensor) -> int | None:
        return self._numbers.get(tensor.untyped_storage().data_ptr())

    def _enter(self, tensor: Tensor) -> int:
        number = len(self._numbers)
        self._numbers[tensor.untyped_storage().data_ptr()] = number
        self._kept.append(tensor.detach())
        return number


class Numbers(TorchFunctionMode):
    """Follows symbols through calls of torch while it is entered, for a tape."""

    def __init__(self, tape: Tape) -> None:
        super().__init__()
        self._tape = tape

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - whatever the function returns
        given = kwargs or {}
        values = [*_flat(args), *_flat(list(given.values()))]
        symbols = [value for value in values if isinstance(value, Symbol)]
        self._tape.pending = symbols
        result = func(*args, **given)
        self._tape.pending = []
        if symbols and func in (torch.as_tensor, torch.tensor):
            self._tape.made(result, symbols[0])
        if func is Tensor.item:
            return self._tape.read(args[0], result)
        return result


def name_of(op: torch._ops.OpOverload) -> str:
    """The name of an operation without its namespace, such as `addmm`."""
    name: str = op._schema.name  # noqa: SLF001 - torch offers no other way
    return name.split("::")[1]


def arguments_of(op: torch._ops.OpOverload) -> Sequence[torch._C.Argument]:
    """What an operation takes."""
    arguments: Sequence[torch._C.Argument] = op._schema.arguments  # noqa: SLF001 - as above
    return arguments


def _written(op: torch._ops.OpOverload, inputs: list[Any], named: dict[str, Any]) -> list[Ref]:
    """The arguments that an operation writes to."""
    refs: list[Ref] = []
    for place, argument in enumerate(arguments_of(op)):
        if argument.alias_info is not None and argument.alias_info.is_write:
            value = inputs[place] if place < len(inputs) else named.get(argument.name)
            refs += refs_in(value)
    return refs


def refs_in(value: Any) -> list[Ref]:  # noqa: ANN401 - any argument of an operation
    """The tensors in an argument."""
    if isinstance(value, Ref):
        return [value]
    if isinstance(value, list):
        return [ref for item in value for ref in refs_in(item)]
    return []


def _flat(value: Any) -> list[Any]:  # noqa: ANN401 - any nest of arguments
    if isinstance(value, list | tuple):
        return [item for part in value for item in _flat(part)]
    return [value]
