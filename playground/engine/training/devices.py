"""The devices this machine can train on."""

import torch

from playground.engine.common.errors import InputError


def available_devices() -> tuple[tuple[str, str], ...]:
    """Each device as (key, label): the CPU first, then CUDA devices, then MPS."""
    devices = [("cpu", "CPU")]
    if torch.cuda.is_available():
        numbers = range(torch.cuda.device_count())
        devices += [(f"cuda:{number}", torch.cuda.get_device_name(number)) for number in numbers]
    if torch.backends.mps.is_available():
        devices.append(("mps", "Apple GPU"))
    return tuple(devices)


def require_device(key: str) -> torch.device:
    """The device with this key; `cuda` stands for the first CUDA device.

    Raises:
        InputError: this machine has no such device; the sentence names those it has.
    """
    keys = [known for known, _ in available_devices()]
    wanted = "cuda:0" if key == "cuda" else key
    if wanted not in keys:
        raise InputError(
            f"training.device: this machine has no {key!r}; PyTorch finds {', '.join(keys)}."
        )
    return torch.device(wanted)


def synchronise(device: torch.device) -> None:
    """Wait until everything queued on the device is done (to time it)."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
