"""What all tests share, and what none of them may do."""

import importlib
import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from playground.engine.common.language import ENGLISH, speak
from tests import translations
from tests.leaks import left_behind, living
from tests.qt_messages import warnings_of_qt

if TYPE_CHECKING:
    from playground.engine.export.formats import Format

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
os.environ.setdefault("PYTEST_QT_API", "pyside6")
# What tests read is English, whatever the machine speaks; those of other languages say so.
os.environ["LANGUAGE"] = ENGLISH.key

SEED = 20_261


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let pytest-qt leave Qt's messages to `qt_does_not_warn`, which hears the tear-down too."""
    config.option.qt_log = False
    if not hasattr(config, "workerinput"):
        translations.compile_all()


@pytest.fixture(autouse=True)
def qt_does_not_warn() -> Iterator[None]:
    """A warning of Qt fails the test."""
    with warnings_of_qt() as warnings:
        yield
    assert not warnings, f"Qt warned: {'; '.join(warnings)}"


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qt_does_not_warn: None) -> Iterator[None]:  # noqa: ARG001
    """No thread, child process, running timer or window outlives the test."""
    before = living()
    yield
    left = left_behind(before)
    assert not left, f"left behind: {'; '.join(left)}"


@pytest.fixture(autouse=True)
def fixed_seeds() -> None:
    """Whoever draws without a generator of their own draws the same numbers in every run."""
    random.seed(SEED)
    np.random.seed(SEED)  # noqa: NPY002
    if torch := sys.modules.get("torch"):
        torch.manual_seed(SEED)


@pytest.fixture
def spoken() -> Iterator[Callable[..., None]]:
    """Makes the test speak another language, here and in the processes it starts."""
    yield speak
    speak(ENGLISH)


@pytest.fixture
def planted_format(monkeypatch: pytest.MonkeyPatch) -> "Format":
    """A made-up row among the formats, known here and in the processes that are started."""
    from playground.engine.export import formats

    folder = str(Path(__file__).parent)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", folder)
    row: Format = importlib.import_module("planted_format").ROW
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, row))
    return row
