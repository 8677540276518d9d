"""Writing a recorded step as TorchScript that loops over the batches of a chunk."""

from functools import cache
from textwrap import indent
from typing import Any

import torch

from playground.engine.common.language import _
from playground.engine.steppers.scripted.calls import PER_STEP, Step
from playground.engine.steppers.scripted.symbols import CannotFuse, Symbol, number_text
from playground.engine.steppers.scripted.tape import Call, Draw, Read, Ref, arguments_of, name_of

_NUMBERED = {"add", "add_", "sub", "sub_", "mul", "mul_", "div", "div_"}
"""Operations whose number operand may be a tensor of one element: with one they run faster, as
torch would make one anew each time."""


_RESIZING = {"mse_loss", "huber_loss", "smooth_l1_loss"}
"""Operations whose form with `out` needs room for every element, even where it returns the mean."""


class Body:
    """One step as lines of TorchScript.

    Attributes:
        step: what was written.
        before: lines that run once a chunk.
        lines: lines that run in each step.
        tensors: what the names stand for: refs, and the numbers of constant one-element tensors.
        generators: the places of those that random numbers are drawn from.
    """

    def __init__(self, step: Step, prefix: str) -> None:
        """Write `step`; all names start with `prefix`, so that two bodies fit in one function."""
        self.step = step
        self.before: list[str] = []
        self.lines: list[str] = []
        self.tensors: list[Ref | float] = []
        self.generators: set[int] = set()
        self._prefix = prefix
        self._names: dict[object, str] = {}
        for read in step.reads:
            self._write(read)
        if step.guards:
            decided = " and ".join(step.guards)
            self.lines += [f"going = {decided}", "if not going:", "    break"]
        for entry in step.entries:
            self._write(entry)

    def opening(self, tensors: str) -> list[str]:
        """Lines that run once a chunk, with a list of that name of what `tensors` stand for."""
        names = range(len(self.tensors))
        return [*(f"{self._prefix}{n} = {tensors}[{n}]" for n in names), *self.before]

    def as_function(self, head: str, end: str) -> str:
        """The text of a function of a list `tensors`, which runs the step once."""
        lines = "\n".join([*self.opening("tensors"), *self.lines, end])
        return f"{head}\n{indent(lines, '    ')}\n"

    def _write(self, entry: Call | Read) -> None:
        if isinstance(entry, Read):
            self._line(f"{entry.name} = float({self._name(entry.source)})")
            return
        if entry.op is torch.ops.aten.copy_.default and isinstance(entry.args[1], Symbol):
            self._line(f"{self._name(entry.args[0])}.fill_({entry.args[1].text})")
            return
        arguments = self._arguments(entry)
        name = f"torch.ops.aten.{name_of(entry.op)}"
        schema = arguments_of(entry.op)
        written = [a for a in schema if a.alias_info is not None and a.alias_info.is_write]
        if any(str(argument.type) != "Tensor" for argument in written):
            # TorchScript does not see what is written through a list, and would leave it out.
            raise CannotFuse(_("One of the operations changes several tensors at once."))
        if written:
            self._line(f"{name}({', '.join(arguments)})")
            return
        outs = _outs(entry.op)
        if outs and not entry.returns_list:
            places = [f"{o}={self._name(r)}" for o, r in zip(outs, entry.outputs, strict=True)]
            self._line(f"{name}({', '.join([*arguments, *places])})")
            return
        self._copied(f"{name}({', '.join(arguments)})", entry)

    def _copied(self, call: str, entry: Call) -> None:
        places = [self._name(ref) for ref in entry.outputs]
        made = [f"{self._prefix}m{number}" for number in range(len(places))]
        if entry.returns_list:
            self._line(f"{self._prefix}list = {call}")
            made = [f"{self._prefix}list[{number}]" for number in range(len(places))]
        elif len(places) == 1:
            made = [call]
        else:
            self._line(f"{', '.join(made)} = {call}")
        for place, value in zip(places, made, strict=True):
            self._line(f"{place}.copy_({value})")

    def _arguments(self, call: Call) -> list[str]:
        short = name_of(call.op)
        texts: list[str] = []
        for argument, value in zip(arguments_of(call.op), call.args, strict=False):
            as_tensor = str(argument.type) == "Tensor" or (
                short in _NUMBERED and str(argument.type) == "number" and argument.name == "other"
            )
            texts.append(self._text(value, as_tensor))
        texts += [
            f"{name}={self._text(value, False)}"
            for name, value in call.kwargs.items()
            if value is not None and name not in ("pin_memory", "device", "layout")
        ]
        return texts

    def _text(self, value: Any, as_tensor: bool) -> str:  # noqa: ANN401 - any argument
        if isinstance(value, Ref):
            return self._name(value)
        if isinstance(value, Draw):
            self.generators.add(value.generator)
            return f"g{value.generator}"
        if isinstance(value, list):
            return f"[{', '.join(self._text(item, False) for item in value)}]"
        if isinstance(value, bool) or value is None:
            return repr(value)
        if as_tensor and isinstance(value, int | float):
            return self._slot(value)
        if isinstance(value, float):
            return number_text(value)
        if isinstance(value, int | torch.dtype | torch.memory_format):
            return repr(value)
        raise CannotFuse(
            _("One of the operations takes a value of type {type}.").format(
                type=type(value).__name__
            )
        )

    def _slot(self, value: float) -> str:
        """A one-element tensor that holds `value` in each step."""
        if not isinstance(value, Symbol):
            return self._known(("constant", float(value)), float(value))
        text = value.text
        if not value.moving:
            known = ("fixed", text) in self._names
            name = self._known(("fixed", text), 0.0)
            if not known:
                self.before.append(f"{name}.fill_({text})")
            return name
        name = self._known(("moving", text), 0.0)
        self._line(f"{name}.fill_({text})")
        return name

    def _name(self, ref: Ref) -> str:
        if ref.storage in PER_STEP:
            if ref.offset:
                raise CannotFuse(_("The step splits a batch."))
            return PER_STEP[ref.storage]
        return self._known(ref, ref)

    def _known(self, key: object, tensor: Ref | float) -> str:
        if key not in self._names:
            self._names[key] = f"{self._prefix}{len(self.tensors)}"
            self.tensors.append(tensor)
        return self._names[key]

    def _line(self, text: str) -> None:
        self.lines.append(text)


@cache
def _outs(op: torch._ops.OpOverload) -> tuple[str, ...]:
    """The names under which an operation writes to given tensors; empty where it cannot.

    Many of torch's `out` forms only copy; those that have a kernel of their own do not.
    """
    if name_of(op) in _RESIZING:
        return ()
    packet = getattr(torch.ops.aten, name_of(op))
    wanted = [(a.name, str(a.type)) for a in arguments_of(op)]
    for name in packet.overloads():
        form = getattr(packet, name)
        outs = [a for a in arguments_of(form) if a.is_out]
        rest = [(a.name, str(a.type)) for a in arguments_of(form) if not a.is_out]
        if outs and rest == wanted and _has_kernel(form):
            return tuple(a.name for a in outs)
    return ()


def _has_kernel(op: torch._ops.OpOverload) -> bool:
    name = op.name()  # type: ignore[no-untyped-call]
    asked = torch._C._dispatch_has_kernel_for_dispatch_key  # noqa: SLF001 - no other way to know
    return bool(asked(name, "CPU"))
