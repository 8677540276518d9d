"""Without a screen there is a sentence and a status, and no abort."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.engine.common.language import LANGUAGES
from playground.gui.process.screen import no_screen

FATAL = "This application failed to start because no Qt platform plugin could be initialized."


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs X11")
def test_that_a_display_that_does_not_answer_is_a_sentence_and_bad_input(tmp_path: Path) -> None:
    environment = dict(os.environ, DISPLAY=":4099", QT_QPA_PLATFORM="xcb")
    done = subprocess.run(
        [sys.executable, "-m", "playground"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("playground: The window cannot be shown: the display ")
    assert done.stderr.count("\n") == 1


def test_that_the_display_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    sentence = no_screen(["could not connect to display :7", "xcb-cursor0 is needed", FATAL], "")
    assert "the display ':7' does not answer" in sentence


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libGL.so.1", "libgl1"),
    ],
)
def test_that_a_missing_library_is_named_with_its_package(library: str, package: str) -> None:
    missing = f"{library}: cannot open shared object file: No such file or directory"
    assert f"{library} is missing. Install {package}," in no_screen([FATAL], missing)


def test_that_anything_else_is_said_in_the_words_of_qt() -> None:
    assert FATAL.rstrip(".") in no_screen([FATAL], "")


def test_that_the_sentence_is_in_the_language_spoken(spoken: Callable[..., None]) -> None:
    spoken(LANGUAGES[1])
    sentence = no_screen(["could not connect to display :7", FATAL], "")
    assert sentence.startswith("Não foi possível mostrar a janela: ")
