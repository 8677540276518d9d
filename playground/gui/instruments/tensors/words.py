"""What is said of tensors."""

import math
from collections.abc import Mapping

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped, number
from playground.engine.instruments.tensors.entry import Axis, Counted, Entry, Group
from playground.engine.instruments.tensors.findings import Measures
from playground.gui.widgets.number_text import NOTHING, percent_text

GROUP_TITLES: Mapping[Group, str] = {
    "parameters": N_("Parameters"),
    "gradients": N_("Gradients"),
    "optimizer": N_("Optimizer state"),
    "buffers": N_("Buffers"),
    "batch": N_("Batch of the next step"),
    "activations": N_("Activations"),
}
GROUP_HELP: Mapping[Group, str] = {
    "parameters": N_("The weights and biases that training changes: model.parameters()."),
    "gradients": N_(
        "How the loss changes with each weight. After a step: the gradients that it used, after "
        "clipping. Before the first step: computed on its batch."
    ),
    "optimizer": N_("What the optimizer remembers from step to step, for each parameter."),
    "buffers": N_("Tensors of the network that training does not change."),
    "batch": N_("The rows that the next step learns from."),
    "activations": N_(
        "The output of each module for the batch of the next step, with the dropout masks that "
        "this step will draw."
    ),
}
_NONE = N_("none in this network")
_NONE_YET: Mapping[Group, str] = {
    "optimizer": N_("none before the first step, or none with this optimizer"),
}


def nothing_in(group: Group) -> str:
    """Why a group is empty."""
    return _(_NONE_YET.get(group, _NONE))


def shape_text(shape: tuple[int, ...]) -> str:
    """As PyTorch writes it: `[4, 2]`."""
    return f"[{', '.join(str(size) for size in shape)}]"


def meaning(entry: Entry) -> str:
    """What the shape means: `4 neurons × 2 inputs`; empty where nothing can be said."""
    if not entry.shape:
        return _("one number")
    return " × ".join(_counted(axis) for axis in entry.axes)


def _counted(axis: Axis) -> str:
    return _count_words(axis.counted, axis.size).format(n=grouped(axis.size))


def _count_words(counted: Counted, n: int) -> str:
    if counted == "neurons":
        return ngettext("{n} neuron", "{n} neurons", n)
    if counted == "inputs":
        return ngettext("{n} input", "{n} inputs", n)
    if counted == "outputs":
        return ngettext("{n} output", "{n} outputs", n)
    if counted == "rows":
        return ngettext("{n} row", "{n} rows", n)
    if counted == "weights":
        return ngettext("{n} weight of the network", "{n} weights of the network", n)
    return ngettext("{n} number", "{n} numbers", n)


def place_words(entry: Entry) -> str:
    """Which layer it belongs to; empty where it belongs to none."""
    if not entry.layer:
        return ""
    if entry.is_last:
        return _("output layer")
    return _("hidden layer {number}").format(number=entry.layer)


def origin_words(entry: Entry) -> str:
    """Where the numbers come from; empty where they simply lie there."""
    if entry.origin == "last_step":
        return _("from the last step")
    used, whole = entry.rows
    if entry.origin == "now":
        return ""
    if used < whole:
        sentence = _("the first {used} of {whole} rows of the next step")
        return sentence.format(used=grouped(used), whole=grouped(whole))
    return "" if entry.group == "batch" else _("computed on the batch of the next step")


def summary(entry: Entry) -> str:
    """Everything that is said of one above its numbers."""
    shape = shape_text(entry.shape)
    if words := meaning(entry):
        shape = f"{shape}: {words}"
    parts = (entry.code, shape, place_words(entry), origin_words(entry))
    return " · ".join(part for part in parts if part)


def value_text(value: float, dtype: str = "float32") -> str:
    """A number in four digits; what is none, as PyTorch prints it."""
    if dtype == "bool":
        return str(bool(value))
    if not math.isfinite(value):
        return f"{value}"
    if not dtype.startswith(("float", "bfloat")):
        return grouped(int(value))
    return number(value, ".4g")


def exact_text(value: float, dtype: str) -> str:
    """A number in all its digits."""
    if dtype.startswith(("float", "bfloat")) and math.isfinite(value):
        return number(value, ".17g" if dtype == "float64" else ".9g")
    return value_text(value, dtype)


def norm_text(measures: Measures, whole: int) -> str:
    """The norm; with a mark where it was estimated."""
    return _about(_short(measures.norm), measures, whole)


def range_text(measures: Measures, entry: Entry) -> str:
    """From the lowest to the highest number, and what is none."""
    odd = ["nan"] * (measures.nans > 0) + ["inf"] * (measures.infinite > 0)
    if math.isnan(measures.low):
        return ", ".join(odd) or NOTHING
    low, high = (_short(end, entry.dtype) for end in (measures.low, measures.high))
    text = low if low == high else f"{low} … {high}"
    return ", ".join([text, *odd])


def zeros_text(measures: Measures, whole: int) -> str:
    """The share of zeros."""
    if not whole:
        return NOTHING
    share = measures.zeros
    return "0" if share == 0.0 else _about(percent_text(share), measures, whole)


def sample_words(looked: int, whole: int) -> str:
    """That only some of the numbers were looked at; empty where all were."""
    if looked >= whole:
        return ""
    return _("Measured on {looked} of {whole} numbers.").format(
        looked=grouped(looked), whole=grouped(whole)
    )


def odd_words(odd: int) -> str:
    """How many numbers are not finite; empty where all are."""
    if not odd:
        return ""
    return ngettext(
        "{n} number is not finite (nan or inf).", "{n} numbers are not finite (nan or inf).", odd
    ).format(n=grouped(odd))


def _short(value: float, dtype: str = "float32") -> str:
    """A number in three digits, for lists."""
    is_plain = dtype.startswith(("float", "bfloat")) and math.isfinite(value)
    return number(value, ".3g") if is_plain else value_text(value, dtype)


def _about(text: str, measures: Measures, whole: int) -> str:
    return f"≈ {text}" if measures.looked < whole else text
