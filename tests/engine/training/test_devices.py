"""Which devices there are, and why there is no other."""

import pytest
import torch

from playground.engine.training.devices import available_devices, why_no_gpu


def test_that_the_cpu_comes_first_and_says_why_it_is_alone() -> None:
    first, *others = available_devices()
    assert (first.key, first.label) == ("cpu", "CPU")
    assert bool(first.help) == (not others)


def test_that_a_build_without_cuda_is_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(torch.version, "cuda", None)
    monkeypatch.setattr(torch.version, "hip", None)
    assert "built without CUDA" in why_no_gpu()


def test_that_a_build_with_cuda_on_a_machine_without_a_gpu_names_its_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.version, "cuda", "12.8")
    assert "CUDA 12.8" in why_no_gpu()
    assert "finds no device" in why_no_gpu()


def test_that_a_mac_speaks_of_its_own_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(torch.version, "cuda", None)
    monkeypatch.setattr(torch.version, "hip", None)
    monkeypatch.setattr(torch.backends.mps, "is_built", lambda: True)
    assert "Metal" in why_no_gpu()


def test_that_nothing_is_said_against_a_gpu_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda number: f"GPU {number}")
    cpu, gpu = available_devices()[:2]
    assert (cpu.help, gpu.key, gpu.label) == ("", "cuda:0", "GPU 0")
