"""From what a tape recorded to the fewest calls that do the same."""

import math
from collections import Counter
from dataclasses import dataclass, field

import torch
from torch import Tensor

from playground.engine.common.language import _
from playground.engine.steppers.scripted.symbols import CannotFuse, Symbol
from playground.engine.steppers.scripted.tape import Call, Draw, Read, Ref, Tape, name_of, refs_in

INPUTS, TARGETS, RESULT = -1, -2, -3
"""Storages that are another one in each step: the batch, and where the step leaves its result."""

PER_STEP = {INPUTS: "x", TARGETS: "y", RESULT: "z"}

_SHAPES_ALONE = {
    "ones_like",
    "zeros_like",
    "full_like",
    "new_zeros",
    "new_ones",
    "new_full",
    "zeros",
    "ones",
    "full",
    "scalar_tensor",
    "arange",
}
"""Operations whose result does not hang on the numbers in their arguments."""

_EMPTY = {"empty_like", "empty", "new_empty", "empty_strided", "new_empty_strided"}


@dataclass(slots=True, eq=False)
class Step:
    """The calls of one step, ready to be written.

    Attributes:
        entries: calls and reads in order.
        reads: numbers read at the start of the step.
        guards: what must be true at the start of the step.
        roles: what each storage that lasts from step to step is, by a name of the trainer's.
        constants: storages that never change.
        spaces: bytes and type of every other storage.
    """

    entries: list[Call | Read]
    reads: list[Read]
    guards: list[str]
    roles: dict[int, str]
    constants: dict[int, Tensor]
    spaces: dict[int, tuple[int, torch.dtype]]


@dataclass(slots=True)
class _Work:
    entries: list[Call | Read]
    constants: dict[int, Tensor]
    moved: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Storages that lie in another: where, and at which element."""


def reduce_tape(tape: Tape, roles: dict[int, str], result: Ref) -> Step:
    """Leave out what only computes constants or is not used, and write results where they belong.

    Args:
        roles: of the storages that last; `x` and `y` are the batch, `gradient` is where gradients
            are gathered.
        result: the tensor that the step leaves behind.
    """
    constants = {n: tensor for n, tensor in tape.outer.items() if n not in roles}
    work = _Work(list(tape.entries), constants)
    _fold_constants(work, tape)
    _drop_factors_of_one(work)
    _place_gradients(work, tape, roles)
    batch = {n: number for number, name in PER_STEP.items() for n, r in roles.items() if r == name}
    for storage, number in batch.items():
        work.moved[storage] = (number, 0)
    _place_result(work, result)
    entries = [_moved_entry(entry, work.moved) for entry in work.entries]
    lasting = {n: role for n, role in roles.items() if role not in PER_STEP.values()}
    entries = _live(entries, {n for n, role in lasting.items() if role != "gradient"} | {RESULT})
    reads = [Read(read.name, _moved(read.source, work.moved)) for read in tape.reads]
    spaces = {
        n: (tensor.untyped_storage().nbytes(), tensor.dtype)
        for n, tensor in tape.tensors.items()
        if n not in work.constants
    }
    return Step(entries, reads, tape.guards, lasting, work.constants, spaces)


def _writes(entry: Call | Read) -> set[int]:
    return {ref.storage for ref in entry.outputs} if isinstance(entry, Call) else set()


def _arguments(entry: Call | Read) -> list[Ref]:
    if isinstance(entry, Read):
        return [entry.source]
    return refs_in([*entry.args, *entry.kwargs.values()])


def _has_live_numbers(call: Call) -> bool:
    values = [*call.args, *call.kwargs.values()]
    return any(isinstance(value, Draw | Symbol) for value in values)


def _fold_constants(work: _Work, tape: Tape) -> None:
    counts = Counter(storage for entry in work.entries for storage in _writes(entry))
    kept: list[Call | Read] = []
    for entry in work.entries:
        if isinstance(entry, Call):
            name = name_of(entry.op)
            if name in _EMPTY:
                continue
            fresh = all(
                storage in tape.tensors and counts[storage] == 1 for storage in _writes(entry)
            )
            known = name in _SHAPES_ALONE or (
                all(ref.storage in work.constants for ref in _arguments(entry))
                and not _has_live_numbers(entry)
            )
            if fresh and known:
                work.constants |= {n: tape.tensors[n] for n in _writes(entry)}
                continue
        kept.append(entry)
    work.entries = kept


def _drop_factors_of_one(work: _Work) -> None:
    kept: list[Call | Read] = []
    for place, entry in enumerate(work.entries):
        if isinstance(entry, Call) and entry.op is torch.ops.aten.mul.Tensor:
            source, factor = entry.args
            if isinstance(source, Ref) and isinstance(factor, Ref) and _is_one(work, factor):
                later = {r.storage for e in work.entries[place + 1 :] for r in _arguments(e)}
                target = entry.outputs[0]
                same = source[1:3] == target[1:3] and source.offset == 0
                if same and source.storage not in later and source.storage >= 0:
                    work.moved[target.storage] = (source.storage, 0)
                    continue
        kept.append(entry)
    work.entries = kept


def _is_one(work: _Work, factor: Ref) -> bool:
    constant = work.constants.get(factor.storage)
    return constant is not None and constant.numel() == 1 and constant.item() == 1.0


def _place_gradients(work: _Work, tape: Tape, roles: dict[int, str]) -> None:
    """Let gradients be written where they are gathered, where they are not needed elsewhere.

    From the last copy back to the first: autograd copies a gradient before it is gathered.
    """
    gathered = {n for n, role in roles.items() if role == "gradient"}
    kept: list[Call | Read] = []
    for entry in reversed(work.entries):
        if isinstance(entry, Call) and entry.op is torch.ops.aten.copy_.default:
            target, source = (_moved_value(value, work.moved) for value in entry.args[:2])
            assert isinstance(target, Ref)
            if target.storage in gathered and _can_move(work, source, target, tape, roles):
                assert isinstance(source, Ref)
                work.moved[source.storage] = (target.storage, target.offset)
                continue
        if isinstance(entry, Call) and entry.op is torch.ops.aten._foreach_mul_.Tensor:
            entry = _scaled_at_once(entry, tape, gathered)
        kept.append(entry)
    work.entries = kept[::-1]


def _scaled_at_once(call: Call, tape: Tape, gathered: set[int]) -> Call:
    """One multiplication of all gradients, where torch has one for each."""
    tensors, factor = call.args
    if {ref.storage for ref in tensors} != gathered:
        raise CannotFuse(_("One of the operations changes several tensors at once."))
    (number,) = gathered
    whole = tape.ref(tape.outer[number])
    return Call(torch.ops.aten.mul_.Tensor, [whole, factor], {}, [whole], False)


def _can_move(work: _Work, source: object, target: Ref, tape: Tape, roles: dict[int, str]) -> bool:
    """Whether the whole storage of `source` can lie where `target` is."""
    if not isinstance(source, Ref) or source.storage in roles or source.storage not in tape.tensors:
        return False
    elsewhere = {n for n, _ in work.moved.values()} | set(work.moved) | set(work.constants)
    whole = tape.tensors[source.storage].untyped_storage().nbytes() == source.dtype.itemsize * (
        math.prod(source.size)
    )
    return whole and source.storage not in elsewhere and _layout(source) == _layout(target)


def _layout(ref: Ref) -> list[tuple[int, int]]:
    """Sizes and strides; where there is one element, the stride says nothing."""
    return [(n, step) for n, step in zip(ref.size, ref.stride, strict=True) if n != 1]


def _place_result(work: _Work, result: Ref) -> None:
    """Let the step's result be written to its own place, or copy it there at the end."""
    target = Ref(RESULT, result.size, result.stride, 0, result.dtype)
    layouts = {
        ref[1:]
        for entry in work.entries
        for ref in [*_arguments(entry), *(entry.outputs if isinstance(entry, Call) else [])]
        if ref.storage == result.storage
    }
    if layouts == {result[1:]} and result.offset == 0 and result.storage not in work.moved:
        work.moved[result.storage] = (RESULT, 0)
        return
    copy = torch.ops.aten.copy_.default
    work.entries.append(Call(copy, [target, result], {}, [target], False))


def _moved(ref: Ref, moved: dict[int, tuple[int, int]]) -> Ref:
    while ref.storage in moved:
        storage, offset = moved[ref.storage]
        ref = ref._replace(storage=storage, offset=ref.offset + offset)
    return ref


def _moved_value(value: object, moved: dict[int, tuple[int, int]]) -> object:
    if isinstance(value, Ref):
        return _moved(value, moved)
    if isinstance(value, list):
        return [_moved_value(item, moved) for item in value]
    return value


def _moved_entry(entry: Call | Read, moved: dict[int, tuple[int, int]]) -> Call | Read:
    if isinstance(entry, Read):
        return Read(entry.name, _moved(entry.source, moved))
    return Call(
        entry.op,
        [_moved_value(value, moved) for value in entry.args],
        {name: _moved_value(value, moved) for name, value in entry.kwargs.items()},
        [_moved(ref, moved) for ref in entry.outputs],
        entry.returns_list,
    )


def _live(entries: list[Call | Read], needed: set[int]) -> list[Call | Read]:
    """Only the entries that something needed hangs on; what is written counts as read."""
    kept: list[Call | Read] = []
    for entry in reversed(entries):
        if isinstance(entry, Read) or _writes(entry) & needed:
            needed |= {ref.storage for ref in _arguments(entry)} | _writes(entry)
            kept.append(entry)
    for storage in needed:
        if storage < 0 and storage not in PER_STEP:
            raise CannotFuse(_("The step reads memory of unknown origin."))
    return kept[::-1]
