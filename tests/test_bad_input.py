"""The table of bad input: each refused in one clear sentence, nothing written, nothing lost.

What the window makes of it is in `tests/gui/test_bad_input.py`.
"""

import errno
import hashlib
import io
import json
import os
import pickle
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
import safetensors.torch
import torch

from playground.__main__ import main
from playground.engine.common import ordinary_file
from playground.engine.data.table import read as table
from playground.engine.run.session import Session
from playground.state import archive, project_file
from playground.state.project import Project
from playground.state.project_file import save_project

Refuse = Callable[..., str]
Contents = dict[str, bytes]

THOUSAND_NAMES = "".join(f"{row},name {row // 2}\n" for row in range(1000))
NINE = "".join(f"{row},{row % 4},{row * 2.5}\n" for row in range(9))

TABLES: dict[str, tuple[bytes, tuple[str, ...], tuple[str, ...]]] = {
    "empty table": (b"", (), ("t.csv is empty", "choose a table")),
    "only a header": (b"a,b,c\n", (), ("t.csv has only a header", "add rows")),
    "only blank lines": (b"\n\n  \n", (), ("t.csv is empty",)),
    "one row": (b"a,b\n1,2\n", (), ("only one row", "at least 2")),
    "text chosen as a number": (
        b"a,b\n1,2\n2,x1\n3,x2\n4,x1\n",
        ("data.numbers=b", "data.target=a"),
        ("t.csv, line 3, column 'b': 'x1' is not a number", "read the column as a category"),
    ),
    "text chosen for regression": (
        b"a,b\n1,x\n2,y\n3,x\n4,y\n",
        ("data.target=b", "data.task=regression"),
        ("t.csv, line 2, column 'b': 'x' is not a number", "regression"),
    ),
    "ragged rows": (
        b"a,b\n1,2\n3\n4,5,6\n",
        (),
        ("lines 3 and 4 do not have 2 fields like the other rows", "give every row as many"),
    ),
    "NUL bytes": (b"a,b\n1,\x002\n3,4\n", (), ("line 2: there is a NUL byte",)),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(90), (), ("t.csv",)),
    "wrong encoding": (
        "a,b\n1,é\n2,3\n".encode("cp1252"),
        ("data.encoding=utf-8",),
        ("line 2: byte 0xE9", "is not UTF-8", "choose another encoding"),
    ),
    "cut in the middle of UTF-16": (
        "a,b\n1,2\n3,4\n".encode("utf-16")[:-1],
        ("data.encoding=utf-16",),
        ("UTF-16",),
    ),
    "constant target": (
        b"a,b\n1,7\n2,7\n3,7\n",
        ("data.target=b",),
        ("target column 'b': there is nothing to learn (Every value is 7)", "another target"),
    ),
    "constant inputs": (b"a,b\n7,1\n7,2\n7,3\n", (), ("No column of t.csv is left as an input",)),
    "all targets missing": (
        b"a,b,c\n1,2,\n2,3,NULL\n",
        ("data.target=c",),
        ("target column 'c': every value is missing", "choose another target"),
    ),
    "one class only": (
        b"a,b\n1,x\n2,x\n3,x\n",
        ("data.target=b",),
        ("target column 'b': there is nothing to learn (Every value is 'x')", "another target"),
    ),
    "a class with one member": (
        b"a,b\n1,x\n2,x\n3,rare\n",
        ("data.rare_classes=refuse",),
        ("only one row of 'rare'", "add rows"),
    ),
    "a target with 500 texts": (
        f"a,b\n{THOUSAND_NAMES}".encode(),
        ("data.target=b",),
        ("500 different values, but there can be at most 100 classes", "choose another target"),
    ),
    "a target that is not there": (
        f"a,b,c\n{NINE}".encode(),
        ("data.target=d",),
        ("data.target", "no column 'd'"),
    ),
    "a number beyond float32": (
        b"a,b\n1,2.5\n1e300,3.5\n3,4.5\n",
        (),
        ("line 3, column 'a': '1e300' is too large",),
    ),
}

SETTINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unknown key": ("training.lerning_rate=1", ("did you mean 'training.learning_rate'?",)),
    "unknown section": ("dat.noise=0", ("did you mean 'data.noise'?",)),
    "unknown activation": ("network.activation=tahn", ("did you mean 'tanh'?",)),
    "unknown optimizer": ("training.optimizer=adm", ("did you mean 'adam'?",)),
    "unknown loss": ("training.loss=crossentropy", ("did you mean 'cross_entropy'?",)),
    "unknown input feature": ("data.features=x1,x3", ("did you mean 'x2'?",)),
    "a key of another optimizer": ("training.momentum=0.9", ("neither optimizer 'adam'",)),
    "too much noise": ("data.noise=0.7", ("data.noise", "between 0 and 0.5, not 0.7")),
    "too few samples": ("data.samples=0", ("between 1 and 100000, not 0",)),
    "too many units": ("network.hidden=4,5000", ("between 1 and 1024, not 5000",)),
    "too many layers": ("network.hidden=" + ",".join(["4"] * 13), ("at most 12", "not 13")),
    "a negative rate": ("training.learning_rate=-1", ("between 1e-07 and 100, not -1",)),
    "a rate that is no number": ("training.learning_rate=fast", ("must be a number, not 'fast'",)),
    "a rate of nan": ("training.learning_rate=nan", ("must be a finite number",)),
    "an infinite rate": ("training.learning_rate=1e400", ("must be a finite number",)),
    "half a sample": ("data.samples=10.5", ("must be a whole number, not 10.5",)),
    "a switch that is neither": ("network.bias=maybe", ("network.bias",)),
    "no value": ("training.epochs", ("PATH=VALUE",)),
}


def as_one_sentence(errors: str) -> str:
    """What standard error says, if it is one sentence for a person; fails where it is not.

    Of a table, lines below it say how it was read and what would mend it.
    """
    assert errors.startswith("playground: "), errors
    assert errors.endswith("\n")
    sentence, *hints = errors.removeprefix("playground: ").rstrip("\n").splitlines()
    assert all(hint.startswith(("Read as", "With ", "The separator")) for hint in hints), hints
    assert sentence.endswith((".", "?")), sentence
    assert not re.search(r"[.?!] [A-Z]", sentence), sentence
    assert "Traceback" not in sentence
    return sentence


def everything_in(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.fixture
def refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Refuse:
    """Run a command that must be refused; gives the sentence."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, status: int = 2) -> str:
        before = everything_in(tmp_path)
        capsys.readouterr()
        assert main(arguments) == status
        said = capsys.readouterr()
        assert said.out == ""
        assert everything_in(tmp_path) == before
        return as_one_sentence(said.err)

    return run


@pytest.fixture
def trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A project with weights."""
    monkeypatch.chdir(tmp_path)
    assert main(["train", "circle", "--steps", "3", "--save", "run.playground"]) == 0
    capsys.readouterr()
    return tmp_path / "run.playground"


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", TABLES)
def test_that_a_table_that_cannot_be_learned_is_refused(
    refuse: Refuse, tmp_path: Path, case: str
) -> None:
    content, choices, words = TABLES[case]
    (tmp_path / "t.csv").write_bytes(content)
    chosen = [argument for choice in choices for argument in ("--set", choice)]
    wanted = ["--export", "t.pt", "--save", "t.playground", "--history", "h.csv", "--json"]
    sentence = refuse("train", "t.csv", "--epochs", "1", *chosen, *wanted)
    assert "t.csv" in sentence
    for part in words:
        assert part in sentence


def test_that_a_constant_column_is_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"7,{row % 5},{row * 1.5}\n" for row in range(30))
    (tmp_path / "t.csv").write_text(f"a,b,c\n{rows}")
    assert main(["train", "t.csv", "--steps", "1", "--json"]) == 0
    assert "Column left out: 'a'. Every value is 7." in capsys.readouterr().err


def test_that_a_table_beyond_the_limit_is_refused_unread(
    refuse: Refuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MAXIMUM_BYTES", 1000)
    (tmp_path / "t.csv").write_bytes(b"a,b\n" + b"1,2\n" * 500)
    assert "at most" in refuse("train", "t.csv")


@pytest.mark.parametrize("verb", ["train", "predict"])
def test_that_a_missing_table_and_a_folder_are_refused(
    refuse: Refuse, tmp_path: Path, trained: Path, verb: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    before = [trained.name] if verb == "predict" else []
    assert "missing.csv does not exist" in refuse(verb, *before, "missing.csv")
    assert "folder.csv is a folder" in refuse(verb, *before, "folder.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices that have names")
@pytest.mark.parametrize("name", ["pipe.csv", "zero.csv", "pipe.playground", "zero.playground"])
def test_that_what_is_no_ordinary_file_is_never_waited_for_nor_read(
    refuse: Refuse, tmp_path: Path, trained: Path, name: str
) -> None:
    if name.startswith("pipe"):
        os.mkfifo(tmp_path / name)
    else:
        (tmp_path / name).symlink_to("/dev/zero")
    assert f"{name} is not an ordinary file" in refuse("train", name, "--steps", "1")
    before = [] if name.endswith(".playground") else [trained.name]
    more = ["t.csv"] if name.endswith(".playground") else []
    assert f"{name} is not an ordinary file" in refuse("predict", *before, name, *more)


def test_that_a_table_without_permission_is_refused(
    refuse: Refuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n")

    def forbid(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(ordinary_file, "_open", forbid)
    assert "t.csv cannot be read: there is no permission; change its permissions" in refuse(
        "train", "t.csv"
    )


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="permissions do not bind this user",
)
def test_that_files_and_folders_that_forbid_it_are_neither_read_nor_written(
    refuse: Refuse, tmp_path: Path
) -> None:
    forbidden = tmp_path / "forbidden"
    forbidden.mkdir()
    forbidden.chmod(0o500)
    for option, name in (("--export", "a.pt"), ("--save", "a.playground"), ("--history", "a.csv")):
        assert "forbidden" in refuse("train", "line", option, f"forbidden/{name}")
    forbidden.chmod(0o700)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("x1\n1\n", "no column 'x2', which the model needs"),
        ("x1,x2\n1,two\n", "line 2, column 'x2': 'two' is not a number"),
        ("x1,x2\n1,\n", "line 2, column 'x2': the value is missing"),
        ("", "in.csv is empty"),
    ],
)
def test_that_a_table_that_does_not_fit_the_model_is_refused(
    refuse: Refuse, trained: Path, content: str, words: str
) -> None:
    (trained.parent / "in.csv").write_text(content)
    (trained.parent / "out.csv").write_text("earlier")
    assert words in refuse("predict", trained.name, "in.csv", "--output", "out.csv")


# --- settings and devices ----------------------------------------------------------------------


@pytest.mark.parametrize("case", SETTINGS)
def test_that_a_setting_that_cannot_be_is_refused(refuse: Refuse, case: str) -> None:
    assignment, words = SETTINGS[case]
    wanted = ["--export", "c.pt", "--save", "c.playground"]
    sentence = refuse("train", "circle", "--epochs", "1", "--set", assignment, *wanted)
    for part in words:
        assert part in sentence


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
@pytest.mark.parametrize("arguments", [("--device", "cuda"), ("--set", "training.device=cuda:3")])
def test_that_cuda_is_refused_where_there_is_none(
    refuse: Refuse, arguments: tuple[str, str]
) -> None:
    sentence = refuse("train", "circle", *arguments, "--export", "c.pt")
    assert "training.device: this machine has no 'cuda" in sentence
    assert "PyTorch finds cpu" in sentence


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.\nDetails"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried 9 GB."),
        MemoryError(),
    ],
    ids=["cuda", "cpu", "python"],
)
def test_that_too_little_memory_is_one_sentence(
    refuse: Refuse, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def run_out(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(Session, "advance", run_out)
    sentence = refuse("train", "circle", "--epochs", "1", "--export", "c.pt", status=1)
    assert "ran out of memory" in sentence
    assert "fewer neurons, a smaller batch, fewer rows" in sentence


# --- projects ----------------------------------------------------------------------------------


class Malice:
    """Unpickled, it makes a file."""

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (Path("unpickled"),)


def entries_of(path: Path) -> Contents:
    content = path.read_bytes()
    directory = archive.read_directory(io.BytesIO(content), len(content))
    return {
        name: archive.read_entry(io.BytesIO(content), entry) for name, entry in directory.items()
    }


def forge(path: Path, changes: Contents, *, packed: bool = False, **manifest: object) -> None:
    """Change entries with digests that fit, as a malicious person could."""
    entries = entries_of(path) | changes
    described = json.loads(entries.pop("manifest.json"))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in entries.items()}
    described |= {"sha256": digests, **manifest}
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method) as zipped:
        for name, content in {"manifest.json": json.dumps(described).encode(), **entries}.items():
            zipped.writestr(zipfile.ZipInfo(name), content, method)


def forge_settings(path: Path, **settings: object) -> None:
    described = json.loads(entries_of(path)["project.json"])
    described["settings"] |= {name.replace("__", "."): value for name, value in settings.items()}
    forge(path, {"project.json": json.dumps(described).encode()})


def torch_file() -> bytes:
    stream = io.BytesIO()
    torch.save({"weight": torch.ones(2)}, stream)
    return stream.getvalue()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    weights = entries_of(path)["weights.safetensors"]
    content[content.find(weights) + len(weights) // 2] ^= 0xFF
    path.write_bytes(content)


PROJECTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "damaged or not a project file"),
    "truncated": (cut, "damaged or not a project file"),
    "damaged": (flip, "checksum"),
    "no project": (lambda path: path.write_bytes(b"MZ" * 500), "damaged or not a project file"),
    "newer": (lambda path: forge(path, {}, format=999), "newer version (format 999;"),
    "a pickle inside": (
        lambda path: forge(path, {"data.pkl": pickle.dumps(Malice())}),
        "an entry named 'data.pkl'",
    ),
    "a zip bomb": (
        lambda path: forge(path, {"table": bytes(20_000_000)}, packed=True),
        "a compressed entry",
    ),
    "a path that leads out": (
        lambda path: forge(path, {"../../out.json": b"{}"}),
        "an entry named '../../out.json'",
    ),
    "an absolute path": (
        lambda path: forge(path, {"/tmp/out.json": b"{}"}),
        "an entry named '/tmp/out.json'",
    ),
    "settings without end": (
        lambda path: forge(path, {"project.json": b"[" * 200_000}),
        "nested too deep",
    ),
    "an enormous network": (
        lambda path: forge_settings(path, network__hidden=[10**9]),
        "between 1 and 1024",
    ),
    "a class in place of a name": (
        lambda path: forge_settings(path, training__optimizer="os:system"),
        "training.optimizer, which this version does not have",
    ),
}

PAYLOADS: dict[str, tuple[Contents, str]] = {
    "a pickle as weights": (
        {"weights.safetensors": pickle.dumps(Malice())},
        "weights.safetensors cannot be read",
    ),
    "a file of torch.save as weights": (
        {"weights.safetensors": torch_file()},
        "weights.safetensors cannot be read",
    ),
    "weights of no network": ({"weights.safetensors": b""}, "weights.safetensors cannot be read"),
    "weights that are complex": (
        {"weights.safetensors": safetensors.torch.save({"w": torch.ones(2, dtype=torch.cfloat)})},
        "weights.safetensors cannot be read",
    ),
    "a state that is no number": ({"state.json": b'{"step": "many"}'}, "state.json cannot be read"),
    "an optimizer without its tensors": ({"state.safetensors": b""}, "cannot be read"),
}


def refuse_everywhere(refuse: Refuse, path: Path) -> set[str]:
    """What each command that opens a project says of it."""
    (path.parent / "in.csv").write_text("x1,x2\n1,2\n")
    (path.parent / "earlier.pt").write_bytes(b"earlier")
    return {
        refuse("train", path.name, "--steps", "1", "--save", path.name),
        refuse("export", path.name, "earlier.pt"),
        refuse("predict", path.name, "in.csv"),
    }


@pytest.mark.parametrize("case", PROJECTS)
def test_that_a_project_that_is_not_whole_or_not_honest_is_refused(
    refuse: Refuse, trained: Path, case: str
) -> None:
    damage, words = PROJECTS[case]
    damage(trained)
    (sentence,) = refuse_everywhere(refuse, trained)
    assert trained.name in sentence
    assert words in sentence


@pytest.mark.parametrize("case", PAYLOADS)
def test_that_weights_and_a_state_that_are_not_honest_are_refused(
    refuse: Refuse, trained: Path, case: str
) -> None:
    changes, words = PAYLOADS[case]
    forge(trained, changes)
    (sentence,) = refuse_everywhere(refuse, trained)
    assert words in sentence


def test_that_a_project_with_damaged_weights_is_named(refuse: Refuse, trained: Path) -> None:
    forge(trained, {"weights.safetensors": b""})
    assert trained.name in refuse("train", trained.name)


def test_that_a_step_beyond_all_counting_is_refused(refuse: Refuse, trained: Path) -> None:
    state = json.loads(entries_of(trained)["state.json"])
    forge(trained, {"state.json": json.dumps(state | {"step": 10**99}).encode()})
    refuse("train", trained.name, "--steps", "1")


def test_that_a_missing_project_a_folder_and_one_without_weights_are_refused(
    refuse: Refuse, tmp_path: Path
) -> None:
    (tmp_path / "folder.playground").mkdir()
    save_project(tmp_path / "new.playground", Project())
    assert "missing.playground does not exist" in refuse("train", "missing.playground")
    assert "is a folder" in refuse("train", "folder.playground")
    assert "train it first" in refuse("export", "new.playground", "new.pt")


def test_that_a_project_beyond_the_limit_is_refused_unread(
    refuse: Refuse, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "MAXIMUM_FILE", trained.stat().st_size - 1)
    assert "MiB can be read" in refuse("train", trained.name)


# --- files to write ----------------------------------------------------------------------------

PLACES: dict[str, tuple[str, str]] = {
    "a folder that is missing": ("missing/{}", "does not exist"),
    "a file used as a folder": ("plain/{}", "does not exist"),
    "a folder": ("folder{}", "is a folder"),
}
WRITING: dict[str, tuple[str, ...]] = {
    ".pt": ("train", "line", "--steps", "1", "--export"),
    ".playground": ("train", "line", "--steps", "1", "--save"),
    ".csv": ("train", "line", "--steps", "1", "--history"),
}


@pytest.mark.parametrize("suffix", WRITING)
@pytest.mark.parametrize("case", PLACES)
def test_that_a_place_that_cannot_be_written_is_refused_before_training(
    refuse: Refuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, suffix: str
) -> None:
    def start(*_: object) -> NoReturn:
        raise AssertionError("training began")

    monkeypatch.setattr(Session, "advance", start)
    (tmp_path / "plain").write_text("a file")
    (tmp_path / f"folder{suffix}").mkdir()
    pattern, words = PLACES[case]
    name = pattern.format(suffix if case == "a folder" else f"a{suffix}")
    sentence = refuse(*WRITING[suffix], name)
    assert words in sentence


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and /dev/full")
@pytest.mark.parametrize("suffix", WRITING)
def test_that_places_where_nothing_can_be_made_are_refused(
    refuse: Refuse, tmp_path: Path, suffix: str
) -> None:
    assert "cannot be written" in refuse(*WRITING[suffix], f"/proc/a{suffix}")
    (tmp_path / f"device{suffix}").symlink_to("/dev/full")
    assert "is not an ordinary file" in refuse(*WRITING[suffix], f"device{suffix}")


def test_that_an_unknown_format_is_refused_with_the_known_ones(
    refuse: Refuse, trained: Path
) -> None:
    assert ".pt (TorchScript)" in refuse("export", trained.name, "model.h5")
    assert "did you mean 'torchscript'?" in refuse(
        "export", trained.name, "model.pt", "--format", "torchscrpt"
    )


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No byte reaches the disk any more: flushing a file says that there is no room."""

    def flush(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", flush)


FULL: dict[str, tuple[str, ...]] = {
    "export of a project": ("export", "run.playground", "earlier.pt"),
    "prediction": ("predict", "run.playground", "in.csv", "--output", "earlier.csv"),
}


@pytest.mark.parametrize("case", FULL)
def test_that_a_full_disk_keeps_the_earlier_file(
    refuse: Refuse, trained: Path, request: pytest.FixtureRequest, case: str
) -> None:
    for name in ("earlier.pt", "earlier.csv"):
        (trained.parent / name).write_bytes(b"earlier")
    (trained.parent / "in.csv").write_text("x1,x2\n1,2\n")
    request.getfixturevalue("full_disk")
    assert "cannot be written" in refuse(*FULL[case])


@pytest.mark.parametrize(
    ("option", "name"),
    [("--export", "earlier.pt"), ("--save", "earlier.playground"), ("--history", "earlier.csv")],
)
def test_that_a_disk_that_fills_while_training_keeps_the_earlier_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    full_disk: None,  # noqa: ARG001
    option: str,
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(b"earlier")
    assert main(["train", "line", "--steps", "2", option, name, "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["steps"] == 2
    lines = said.err.splitlines(keepends=True)
    sentence = as_one_sentence(lines[-1])
    assert name in sentence
    assert "cannot be written" in sentence
    assert everything_in(tmp_path) == {tmp_path / name: b"earlier"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("train", "t.csv", "--steps", "1", "--history", "t.csv"),
        ("predict", "run.playground", "t.csv", "--output", "t.csv"),
        ("train", "line", "--steps", "1", "--save", "a.playground", "--history", "a.playground"),
    ],
    ids=["the table learned from", "the table predicted", "two results"],
)
def test_that_no_file_is_replaced_by_what_was_made_from_it(
    refuse: Refuse, trained: Path, arguments: tuple[str, ...]
) -> None:
    (trained.parent / "t.csv").write_text("x1,x2\n" + "".join(f"{n},{n * n}\n" for n in range(20)))
    refuse(*arguments)
