"""An export computes what the live model computes, alone and in a fresh process."""

import importlib.metadata
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import safetensors.torch
import torch
from torch import nn

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset
from playground.engine.data.scaling import identity_scaling
from playground.engine.export import exporter, torchscript, torchscript_check
from playground.engine.export.child import Child
from playground.engine.export.exporter import export_model, max_abs_difference
from playground.engine.export.formats import find_format
from playground.engine.export.live import apply, make_recipe, predict
from playground.engine.export.recipe import build_model, load_recipe, save_recipe

Model = tuple[RunState, Dataset]
RUN_ALONE = """\
import sys, torch
model = torch.jit.load(sys.argv[1])
torch.manual_seed(0)
for rows in (1, 3, 7, 500):
    outputs = model(torch.randn(rows, int(sys.argv[2])))
    assert outputs.shape == (rows, int(sys.argv[3])), outputs.shape
    assert torch.isfinite(outputs).all()
assert not [name for name in sys.modules if name.startswith(("playground", "PySide6"))]
print(outputs.double().sum().item())
"""


def in_fresh_process(code: str, *arguments: object, folder: Path) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_that_a_regression_gives_the_units_of_the_data(line: Model, tmp_path: Path) -> None:
    path = tmp_path / "line.pt"
    result = export_model(*line, path)
    assert (result.path, result.format) == (path, "torchscript")
    assert result.max_abs_difference < 1e-6
    inputs = torch.linspace(-100, 100, 5000)[:, None]
    outputs = torchscript_check.run(path, inputs)
    assert torch.equal(outputs["outputs"], apply(build_model(make_recipe(*line)), inputs))
    assert [path.name for path in tmp_path.iterdir()] == ["line.pt"]


def test_that_a_classification_gives_probabilities_of_any_number_of_rows_with_torch_alone(
    iris_file: Path, tmp_path: Path
) -> None:
    total = float(in_fresh_process(RUN_ALONE, iris_file, 4, 3, folder=tmp_path))
    assert total == pytest.approx(500, abs=1e-3)


def test_that_the_file_tells_what_it_was_trained_on(iris: Model, iris_file: Path) -> None:
    with zipfile.ZipFile(iris_file) as archive:
        name = next(n for n in archive.namelist() if n.endswith("extra/playground.json"))
        told = json.loads(archive.read(name))
    assert told["feature_names"] == list(iris[1].raw.feature_names)
    assert told["class_names"] == list(iris[1].raw.class_names)
    assert told["input_scaling"]["mean"] == iris[1].input_scaling.mean.tolist()
    assert told["spec"]["network.hidden"] == [5, 4]
    assert told["libraries"]["torch"] == importlib.metadata.version("torch")


def test_that_the_same_model_gives_the_same_bytes_whatever_was_scripted_before(
    circle: Model, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.pt", tmp_path / "second.pt"
    export_model(*circle, first)
    with torchscript.deprecation_accepted():
        torch.jit.script(build_model(make_recipe(*circle)))
    export_model(*circle, second)
    assert first.read_bytes() == second.read_bytes()


def test_that_weights_load_into_the_plain_network_of_a_tutorial(
    iris: Model, tmp_path: Path
) -> None:
    path = tmp_path / "iris.safetensors"
    result = export_model(*iris, path)
    assert (result.format, result.max_abs_difference) == ("weights", 0.0)
    plain = nn.Sequential(
        nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3), nn.Softmax(1)
    )
    plain.load_state_dict(safetensors.torch.load_file(path))
    raw, scaling = iris[1].raw.inputs, iris[1].input_scaling
    with torch.inference_mode():
        answer = plain(torch.tensor((raw - scaling.mean) / scaling.deviation).float())
    assert answer.numpy() == pytest.approx(predict(*iris, raw), abs=1e-6)


def test_that_weights_are_written_by_name(circle: Model, tmp_path: Path) -> None:
    path = tmp_path / "circle.safetensors"
    result = export_model(*circle, path)
    assert (result.format, result.max_abs_difference) == ("weights", 0.0)
    lines = find_format(path).loading_code(path, circle[1])["Python"]
    shown = in_fresh_process(lines, folder=tmp_path)
    names = [f"{layer}.{kind}" for layer in (0, 2, 4) for kind in ("weight", "bias")]
    for name, tensor in zip(names, circle[0].weights.values(), strict=True):
        assert f"{name!r}: {tuple(tensor.shape)!r}" in shown


def test_that_the_lines_shown_load_the_file(iris: Model, iris_file: Path, tmp_path: Path) -> None:
    code = find_format(iris_file).loading_code(iris_file, iris[1])
    shown = in_fresh_process(code["Python"], folder=tmp_path)
    live = predict(*iris, iris[1].raw.inputs[:1])[0]
    numbers = [float(part) for part in shown.split("[[")[1].split("]]")[0].split(",")]
    assert numbers == pytest.approx(live.tolist(), abs=1e-3)


def test_that_the_lines_in_cpp_quote_the_path_and_match_the_features(line: Model) -> None:
    path = Path('a "b".pt')
    lines = find_format(path).loading_code(path, line[1])["C++"]
    assert 'torch::jit::load("a \\"b\\".pt")' in lines
    assert "torch::tensor({{1.0f}})" in lines


def test_that_weights_that_are_not_finite_are_refused_and_the_earlier_file_stays(
    line: Model, tmp_path: Path
) -> None:
    path = tmp_path / "line.pt"
    path.write_bytes(b"earlier")
    state = line[0].with_weights({name: w / 0 for name, w in line[0].weights.items()}, 7)
    with pytest.raises(InputError, match="not finite"):
        export_model(state, line[1], path)
    assert path.read_bytes() == b"earlier"


def test_that_a_place_that_cannot_be_written_is_refused(line: Model, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        export_model(*line, tmp_path / "missing" / "line.pt")


def test_that_a_file_that_ends_wrong_in_its_process_leaves_the_earlier_one(
    line: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "line.pt"
    path.write_bytes(b"earlier")
    broken = replace(find_format(path), target="playground.engine.export.weights:nothing")
    monkeypatch.setattr(exporter, "find_format", lambda *_: broken)
    with pytest.raises(RuntimeError, match="nothing"):
        export_model(*line, path)
    assert path.read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["line.pt"]


def test_that_weights_of_another_network_are_refused(line: Model, tmp_path: Path) -> None:
    state = line[0].with_weights({"other": torch.zeros(1)}, 7)
    with pytest.raises(InputError, match="do not fit"):
        export_model(state, line[1], tmp_path / "line.pt")


def test_that_a_name_without_a_format_lists_the_formats() -> None:
    with pytest.raises(InputError, match=r"\.pt \(TorchScript\).*\.safetensors"):
        find_format(Path("model.xyz"))
    with pytest.raises(InputError, match="did you mean 'torchscript'"):
        find_format(Path("model.xyz"), "torchscrip")


def test_that_a_recipe_survives_its_folder(circle: Model, tmp_path: Path) -> None:
    recipe = make_recipe(*circle)
    save_recipe(tmp_path, recipe)
    inputs = torch.from_numpy(circle[1].raw.inputs).float()
    again = apply(build_model(load_recipe(tmp_path)), inputs)
    assert torch.equal(again, apply(build_model(recipe), inputs))


def test_that_a_model_that_cannot_be_scripted_is_traced(
    circle: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_source(_: object) -> None:
        raise OSError("could not get source code")

    monkeypatch.setattr(torch.jit, "script", no_source)
    recipe = make_recipe(*circle)
    model = build_model(recipe)
    torchscript.write(model, recipe, tmp_path / "traced.pt")
    inputs = torch.from_numpy(circle[1].raw.inputs).float()
    outputs = torchscript_check.run(tmp_path / "traced.pt", inputs)
    assert torch.allclose(outputs["outputs"], apply(model, inputs))
    assert outputs["first"].shape == (1, 2)


def test_that_a_file_that_differs_is_a_defect() -> None:
    outputs = torch.tensor([[1.0], [float("nan")], [float("inf")]])
    unscaled = identity_scaling(1)
    same = max_abs_difference({"outputs": outputs}, {"outputs": outputs.clone()}, unscaled)
    assert same == 0.0
    with pytest.raises(RuntimeError, match="differs"):
        max_abs_difference({"outputs": outputs}, {"outputs": outputs + 1}, unscaled)
    with pytest.raises(RuntimeError, match="has"):
        max_abs_difference({"outputs": outputs}, {"outputs": outputs[:1]}, unscaled)


def test_that_a_child_that_fails_hands_on_what_it_said(tmp_path: Path) -> None:
    writer = find_format(Path("out.pt")).target
    child = Child("playground.engine.export.write", writer, str(tmp_path), "out.pt")
    with child, pytest.raises(RuntimeError, match=r"recipe\.json"):
        child.finish()
