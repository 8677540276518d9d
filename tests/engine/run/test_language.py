"""Why a run ended, or could not, is said in the language spoken."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.engine.checkpoint.run_state import StopState
from playground.engine.common import ordinary_file
from playground.engine.common.atomic_file import require_writable
from playground.engine.common.errors import InputError
from playground.engine.common.failures import describe_failure
from playground.engine.common.language import LANGUAGES
from playground.engine.run.budget import Budget
from playground.engine.run.stop_rules import StopRules, diverged
from playground.engine.run.waiting import Waiting
from playground.engine.spec.run import TrainingSpec
from tests.plain_words import plain_words
from tests.pseudo import PSEUDO, PseudoTranslations, marked

Speak = Callable[..., None]


def reasons() -> list[str]:
    """Every way in which a run ends."""
    rules, budget = StopRules(), Budget()
    rules.state = StopState(since_best=1234)
    verdicts = [
        rules.ask(TrainingSpec(target_loss=0.5), 1, 0.25),
        rules.ask(TrainingSpec(patience=3), 1, 1.0),
        rules.ask(TrainingSpec(epochs=1500), 1500, None),
        diverged(1500, math.nan, 1400),
        diverged(1500, 1.0, 1400),
    ]
    budget.limit(1500, None)
    verdicts.append(budget.verdict(1500, 0.0))
    budget.limit(None, 2.5)
    verdicts.append(budget.verdict(1, 3.0))
    failures = [MemoryError(), RuntimeError("CUDA error: 7"), RuntimeError("7")]
    ended = [verdict.reason for verdict in verdicts if verdict is not None]
    waiting = Waiting(lacking=marked("Paint."))
    return [*ended, *map(describe_failure, failures), waiting.wish(goes_on=True)[1]]


def test_that_every_reason_is_in_the_language_spoken(spoken: Speak) -> None:
    spoken(PSEUDO, PseudoTranslations())
    told = reasons()
    assert len(told) == 11
    assert plain_words(" ".join(told), "nan", "CUDA", "error") == []


def test_that_numbers_in_a_reason_have_the_marks_of_the_language(spoken: Speak) -> None:
    spoken(LANGUAGES[1])
    told = " ".join(reasons())
    assert "A perda-alvo de 0,5 foi atingida." in told
    assert "a perda foi medida 1.234 vezes sem melhora" in told
    assert "1.500 épocas concluídas." in told
    assert "2,5 segundos de treino concluídos." in told


def test_that_files_are_refused_in_the_language_spoken(tmp_path: Path, spoken: Speak) -> None:
    spoken(PSEUDO, PseudoTranslations())
    (tmp_path / "large").write_bytes(b"x" * 100)
    refusals = []
    for name in (".", "large", "missing"):
        with pytest.raises(InputError) as caught:
            ordinary_file.read_bytes(tmp_path / name, 10)
        refusals.append(str(caught.value))
    for name in (".", "missing/file"):
        with pytest.raises(InputError) as caught:
            require_writable(tmp_path / name)
        refusals.append(str(caught.value))
    assert plain_words(" ".join(refusals), str(tmp_path)) == []
