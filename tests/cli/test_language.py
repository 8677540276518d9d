"""The command line speaks the person's language, in which numbers have their marks too."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from playground.cli.arguments import EXAMPLES, KINDS, VERBS
from playground.cli.progress import Goal, describe
from playground.engine.catalogue import index
from playground.engine.common.language import LANGUAGES
from playground.engine.common.language import spoken as language_now
from playground.engine.frames.frame import Frame, Measures
from playground.engine.training.devices import available_devices
from tests.plain_words import plain_words
from tests.pseudo import PSEUDO, PseudoTranslations

Run = Callable[..., Any]
Speak = Callable[..., None]
PORTUGUESE = LANGUAGES[1]
KEYS = [row.key for kind in index.KINDS for row in index.rows(kind)]
NAMES = (
    *VERBS,
    *KINDS,
    *(row.key for row in LANGUAGES),
    "last",
    "best",
    "TorchScript",
    "fill",
    "skip",
    "refuse",
)
"""What stands as it is in any language."""
DEVICES = [device.key for device in available_devices()]
REFUSED: tuple[tuple[str, ...], ...] = (
    (),
    ("SOURCE",),
    ("--json",),
    ("--version", "trian"),
    ("train",),
    ("train", "circle", "--epochs"),
    ("train", "circle", "--epochs", "1", "--steps", "1"),
    ("train", "circle", "--json=1"),
    ("train", "circle", "--weights", "old"),
    ("train", "circle", "extra", "--unknown"),
    ("predict", "a.playground", "b.csv", "--=1"),
    ("train", "circel"),
    ("train", "houses"),
    ("train", "houses.xlsx"),
    ("train", "houses.dat"),
    ("train", "missing.playground"),
    ("train", "missing.csv"),
    ("train", "line", "--save", "p"),
    ("train", "line", "--export", "line.xyz"),
    ("train", "line", "--export", "no/line.pt"),
    ("train", "line", "--export", "a.pt", "--export", "a.pt"),
    ("train", "line", "--device", "gpu"),
    ("train", "line", "--set", "training.loss=hinge"),
    ("train", "line", "--set", "view.speed=1"),
    ("export", "new.playground", "new.pt"),
    ("a", "b"),
    ("",),
    ("--language", "xx"),
    ("train", "--language"),
)
"""What is refused by a sentence of the command line, of the state or of the engine's rooms."""


@pytest.fixture
def pseudo(spoken: Speak) -> None:
    """Every marked letter is another one."""
    spoken(PSEUDO, PseudoTranslations())


def in_portuguese(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a fresh process answers whose environment asks for Portuguese."""
    others = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "LC_ALL", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "playground", *arguments],
        env=others | {"LANG": "pt_BR.UTF-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_that_the_environment_chooses_and_the_option_has_the_last_word() -> None:
    assert in_portuguese("--help").stdout.startswith("uso: playground")
    assert in_portuguese("--help", "--language", "en").stdout.startswith("usage: playground")
    assert in_portuguese("--help", LC_ALL="C").stdout.startswith("usage: playground")
    assert "Faltou informar: FONTE; consulte" in in_portuguese("train").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--language", "pt_BR", "train", "--help"),
        ("train", "--language=pt", "--help"),
        ("train", "--help", "--language", "pt-br"),
    ],
)
@pytest.mark.usefixtures("spoken")
def test_that_the_language_is_chosen_before_and_after_the_verb(
    run: Run, arguments: Sequence[str]
) -> None:
    answer = run(*arguments)
    assert answer.status == 0
    assert answer.output.startswith("uso: playground train")
    assert "mostra esta ajuda e sai" in answer.output
    assert language_now() is PORTUGUESE


@pytest.mark.parametrize("name", ["xx", "", "--json"])
def test_that_a_language_that_is_not_there_is_refused_by_those_that_are(
    run: Run, name: str
) -> None:
    answer = run("list", "--language", name)
    assert (answer.status, answer.output) == (2, "")
    assert answer.errors == (
        f"playground: --language {name!r}: there is no such language; there are en and pt_BR.\n"
    )


def test_that_what_follows_two_dashes_is_no_option(run: Run) -> None:
    assert "--language" in run("train", "--", "--language").errors


@pytest.mark.usefixtures("spoken")
def test_that_the_window_opens_in_the_language_that_was_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.gui import app

    monkeypatch.setattr(app, "run_window", lambda *_: 7)
    assert run("--language", "pt_BR").status == 7
    assert language_now() is PORTUGUESE


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
@pytest.mark.usefixtures("pseudo")
def test_that_every_refusal_is_in_the_language_spoken(
    run: Run, arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if "new.playground" in arguments:
        from playground.state.project import Project
        from playground.state.project_file import save_project

        save_project(Path("new.playground"), Project())
    answer = run(*arguments)
    assert answer.status == 2
    assert len(answer.errors.splitlines()) == 1
    assert plain_words(answer.errors, *NAMES, *KEYS, *DEVICES, *arguments) == []


@pytest.mark.parametrize("verb", ["", *VERBS])
@pytest.mark.usefixtures("pseudo")
def test_that_every_word_of_the_help_is_in_the_language_spoken(run: Run, verb: str) -> None:
    text = run(*filter(None, [verb]), "--help").output
    assert text.startswith("ûšåĝé")
    for line in EXAMPLES.splitlines():
        text = text.replace(line, "")
    assert plain_words(text, *NAMES) == []


@pytest.mark.usefixtures("pseudo")
def test_that_all_that_is_listed_is_in_the_language_spoken(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "9999")
    listed = run("list", "--json").json
    choices = [key for rows in listed.values() for row in rows for key in row.get("choices", ())]
    text = run("list").output
    lines = [line.split(maxsplit=1)[1] for line in text.splitlines() if line.startswith("  ")]
    assert plain_words(" ".join(lines), *KEYS, *choices) == []


def test_that_lists_have_the_numbers_of_the_language_and_json_those_of_programs(
    run: Run, spoken: Speak
) -> None:
    english = run("list", "--json").output
    spoken(PORTUGUESE)
    assert "(0 a 0,5)" in run("list", "paths").output
    assert run("list", "--json").output == english
    assert language_now() is PORTUGUESE


def test_that_a_run_is_told_in_portuguese_and_in_json_as_ever(run: Run, spoken: Speak) -> None:
    spoken(PORTUGUESE)
    answer = run("train", "line", "--epochs", 2, "--log-every", 1, "--history", "h.csv")
    assert answer.errors.startswith("época 1  perda ")
    assert answer.output.startswith("Concluído após 2 passos, 2 épocas, 0:00 (")
    assert "passos/s" in answer.output
    assert "perda 0," in answer.output or "perda 1" in answer.output
    assert Path("h.csv").read_text().startswith("step,epoch,seconds,train_loss,validation_loss\n1,")
    told = run("train", "line", "--epochs", 2, "--json").json
    assert (told["outcome"], told["reason"]) == ("done", "2 épocas concluídas.")
    assert isinstance(told["train_loss"], float)


def test_that_progress_is_told_by_the_habit_of_the_language(spoken: Speak) -> None:
    frame = Frame(1, 50, 5.0, 10.0, 12345.6, 0.01, Measures(0.0123456, {}), Measures(0.5, {}))
    spoken(PORTUGUESE)
    told = describe(frame, Goal(epochs=20))
    assert told.endswith("25%  época 5  perda 0,01235 / 0,5  12.346 passos/s  faltam 0:30")
