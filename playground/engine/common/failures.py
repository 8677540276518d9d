"""An exception as a sentence for the person."""

import traceback
from typing import Literal

from playground.engine.common.errors import InputError
from playground.engine.common.language import _

Blame = Literal["input", "machine", "defect"]
"""Whose fault a failure is: what was given, the machine (out of memory), or a defect of ours."""

_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")
_DEVICE = "cuda error"


def is_out_of_memory(error: Exception) -> bool:
    """Whether the device or the machine had no memory left."""
    return isinstance(error, MemoryError) or any(w in str(error).lower() for w in _MEMORY)


def is_device_lost(error: Exception) -> bool:
    """Whether the device failed, so that all that lies on it can no longer be read."""
    return _DEVICE in str(error).lower()


def account_of(error: Exception) -> tuple[str, str, Blame]:
    """A sentence for the person, a traceback where the defect is ours, and whose fault it is."""
    if isinstance(error, InputError):
        return str(error), "", "input"
    if is_out_of_memory(error) or is_device_lost(error):
        return describe_failure(error), "", "machine"
    details = "".join(traceback.format_exception(error))
    return describe_failure(error), details, "defect"


def describe_failure(error: Exception) -> str:
    """What went wrong and, where it is known, what to do."""
    if is_out_of_memory(error):
        return _(
            "The device ran out of memory: use fewer neurons, a smaller batch, fewer rows, or "
            "another device."
        )
    words = str(error)
    if is_device_lost(error):
        return _(
            "The GPU no longer responds: choose the CPU as device to continue from the last valid "
            "weights, or restart the program. ({reason})"
        ).format(reason=words.strip().splitlines()[0])
    first = words.strip().splitlines()[0] if words.strip() else type(error).__name__
    notes = getattr(error, "__notes__", ())
    end = "." if notes and first[-1] not in ".!?" else ""
    failed = _("Training failed: {reason}").format(reason=f"{first}{end}")
    return " ".join([failed, *notes])


def describe_look(error: Exception) -> str:
    """Why a look at a run failed, of which the run itself knows nothing."""
    if isinstance(error, InputError):
        return str(error)
    if is_out_of_memory(error) or is_device_lost(error):
        return describe_failure(error)
    reason = str(error).strip().splitlines()
    return _("This cannot be shown: {reason}").format(
        reason=reason[0] if reason else type(error).__name__
    )
