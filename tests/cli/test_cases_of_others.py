"""What others reported of programs like this one, as a person would meet it on a command line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch

from playground.state.project_file import open_project

Run = Callable[..., Any]
WRONG_SHAPES = {
    "iris.pt": ["[[5.1]]", "[5.1, 3.5, 1.4, 0.2]", "[[[0.0] * 4] * 5]"],
    "circle.pt": ["[[1.0, 2.0, 99.0]]", "[[[0.0] * 2] * 5]"],
}
LOADING = """
import json, sys, torch
told = []
for name, shapes in json.loads(sys.argv[1]).items():
    model = torch.jit.load(name)
    for shape in shapes:
        try:
            told.append(str(model(torch.tensor(eval(shape)))))
        except Exception as error:
            told.append(str(error).splitlines()[-1])
print(json.dumps(told))
"""


def test_that_an_exported_file_refuses_wrong_shapes_in_a_fresh_process(
    run: Run, tmp_path: Path
) -> None:
    for source in ("iris", "circle"):
        run("train", source, "--steps", 3, "--export", f"{source}.pt")
    command = [sys.executable, "-c", LOADING, json.dumps(WRONG_SHAPES)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    for sentence in json.loads(done.stdout):
        assert "The model takes numbers of shape [rows, " in sentence


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_that_l1_makes_exact_zeros_where_that_is_chosen(
    run: Run, tmp_path: Path, optimizer: str
) -> None:
    chosen = ("l1=0.1", "learning_rate=0.03", f"optimizer={optimizer}", "l1_form=proximal")
    options = [word for text in chosen for word in ("--set", f"training.{text}")]
    run("train", "circle", *options, "--epochs", 100, "--save", "a.playground")
    kept = open_project(tmp_path / "a.playground").payload["weights.safetensors"]
    weights = [t for t in safetensors.torch.load(kept).values() if t.dim() == 2]
    assert sum(int((weight == 0).sum()) for weight in weights) >= 5


def test_that_labels_with_leading_zeros_are_learned_and_predicted_as_they_stand(
    run: Run, tmp_path: Path
) -> None:
    rows = "".join(f"{n},01\n-{n},1\n" for n in range(1, 20))
    (tmp_path / "t.csv").write_text(f"a,label\n{rows}")
    chosen = ("--set", "data.categories=label", "--set", "training.learning_rate=0.03")
    run("train", "t.csv", *chosen, "--epochs", 60, "--save", "a.playground")
    lines = run("predict", "a.playground", "t.csv").output.splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == {"01", "1"}


def test_that_what_counts_as_missing_is_named(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"{n},None\n-{n},null\n{n},x\n" for n in range(1, 9))
    (tmp_path / "t.csv").write_text(f"a,label\n{rows}")
    answer = run("train", "t.csv", "--steps", 1)
    assert answer.status == 0
    assert "'label': 'null' in 8 cells counts as missing." in answer.errors
    assert "'label': 'None' in 8 cells is a category like the others" in answer.errors
