"""Named arrays as bytes that hold nothing but numbers. Imports no torch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors
import safetensors.numpy

from playground.engine.loss_log.log import LossLog

Arrays = Mapping[str, npt.NDArray[Any]]


def pack(arrays: Arrays) -> bytes:
    """What `unpack` reads."""
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return safetensors.numpy.save(whole)


def unpack(content: bytes) -> Arrays:
    """The arrays that `pack` wrote.

    Raises:
        ValueError: the bytes are damaged.
    """
    try:
        return safetensors.numpy.load(content)
    except (safetensors.SafetensorError, LookupError, TypeError) as error:
        raise ValueError("damaged") from error


def require_losses(arrays: Mapping[str, npt.NDArray[np.floating]]) -> None:
    """Do nothing where these are losses as `LossLog.to_arrays` writes them.

    Raises:
        KeyError, ValueError: they do not belong together.
    """
    LossLog.from_arrays(arrays)
