"""The devices this machine can train on."""

import sys

import torch

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.spec.parameter import Choice


def available_devices() -> tuple[Choice, ...]:
    """The CPU first, then CUDA devices, then MPS; where it is alone, its help says why."""
    devices = []
    if torch.cuda.is_available():
        numbers = range(torch.cuda.device_count())
        devices += [Choice(f"cuda:{n}", torch.cuda.get_device_name(n)) for n in numbers]
    if torch.backends.mps.is_available():
        devices.append(Choice("mps", N_("Apple GPU")))
    return (Choice("cpu", "CPU", "" if devices else why_no_gpu()), *devices)


def why_no_gpu() -> str:
    """Why only the CPU is offered, as PyTorch itself says."""
    built_for = {"CUDA": torch.version.cuda, "ROCm": torch.version.hip}
    for name, version in built_for.items():
        if version is not None:
            return _(
                "No GPU: PyTorch was built for {platform} {version}, but finds no device that it "
                "can use."
            ).format(platform=name, version=version)
    if sys.platform != "darwin":
        return _("No GPU: this PyTorch was built without CUDA, for the CPU only.")
    if torch.backends.mps.is_built():
        return _("No GPU: PyTorch finds none that Apple's Metal (MPS) lets it use.")
    return _("No GPU: this PyTorch was built without support for Apple GPUs (MPS).")


def require_device(key: str) -> torch.device:
    """The device with this key; `cuda` stands for the first CUDA device.

    Raises:
        InputError: this machine has no such device; the sentence names those it has.
    """
    keys = [known.key for known in available_devices()]
    wanted = "cuda:0" if key == "cuda" else key
    if wanted not in keys:
        raise InputError(
            _("training.device: this machine has no {device}; PyTorch finds {devices}.").format(
                device=repr(key), devices=", ".join(keys)
            )
        )
    return torch.device(wanted)


def synchronise(device: torch.device) -> None:
    """Wait until everything queued on the device is done (to time it)."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
