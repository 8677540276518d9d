import dataclasses
import errno
import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.spec.run import TableFile
from playground.state import archive, migrations, project_file
from playground.state import project as projects
from playground.state.project import Project
from playground.state.project_file import ProjectFile, open_project, save_project
from tests.plain_words import plain_words
from tests.pseudo import PSEUDO, PseudoTranslations

WEIGHTS = bytes(range(256))
PAYLOAD = {"weights.safetensors": WEIGHTS, "progress.json": b'{"step": 3}\n'}
PAYLOADS = st.dictionaries(
    st.sampled_from(["weights.safetensors", "best.safetensors", "history.safetensors", "a-1.json"]),
    st.binary(max_size=200),
)
per_example = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def example() -> Project:
    values = {
        "training.optimizer": "sgd",
        "training.momentum": 0.9,
        "training.learning_rate": 0.1,
        "network.hidden": (8, 4),
        "data.source": "table",
        "data.target": ("preço",),
        "view.predict_inputs": ("5", "0,5"),
    }
    return dataclasses.replace(
        projects.write_all(Project(), values), table=TableFile("preços.csv", b"x;y\n1;2\n")
    )


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "run.playground"
    save_project(path, example(), PAYLOAD, {"torch": "2.13.0"})
    return path


def entries_of(path: Path) -> dict[str, bytes]:
    content = path.read_bytes()
    stream = io.BytesIO(content)
    directory = archive.read_directory(stream, len(content))
    return {name: archive.read_entry(stream, entry) for name, entry in directory.items()}


def rewrite(path: Path, changes: dict[str, bytes | None], **manifest: object) -> None:
    """Change entries and the manifest, with digests that fit, as a malicious person could."""
    entries = entries_of(path)
    described = json.loads(entries.pop("manifest.json"))
    for name, content in changes.items():
        entries.pop(name, None)
        if content is not None:
            entries[name] = content
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in entries.items()}
    described |= {"sha256": digests, **manifest}
    with path.open("wb") as stream:
        archive.write_entries(stream, {"manifest.json": json.dumps(described).encode(), **entries})


def rewrite_settings(path: Path, **settings: object) -> None:
    content = json.loads(entries_of(path)["project.json"])
    content["settings"] |= settings
    rewrite(path, {"project.json": json.dumps(content).encode()})


def test_that_a_project_comes_back_with_all_it_holds(saved: Path) -> None:
    opened = open_project(saved)
    assert opened.project == example()
    assert dict(opened.payload) == PAYLOAD
    assert dict(opened.unavailable) == {}
    assert dict(opened.libraries) == {"torch": "2.13.0"}
    assert opened.application


@per_example
@given(st.from_type(Project), PAYLOADS)
def test_that_any_project_comes_back_exactly(
    tmp_path: Path, project: Project, payload: dict[str, bytes]
) -> None:
    path = tmp_path / "any.playground"
    save_project(path, project, payload)
    opened = open_project(path)
    assert repr(opened.project) == repr(project)
    assert opened.project == project
    assert dict(opened.payload) == payload
    assert not opened.unavailable


def test_that_the_same_project_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.playground"
    save_project(again, example(), dict(reversed(PAYLOAD.items())), {"torch": "2.13.0"})
    assert again.read_bytes() == saved.read_bytes()


def test_that_an_option_of_an_optimizer_that_is_not_chosen_now_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.playground"
    project = projects.write(example(), "training.optimizer", "rmsprop")
    save_project(path, project)
    assert open_project(path).project == project


@per_example
@given(st.data())
def test_that_a_changed_byte_is_never_silently_different(saved: Path, data: st.DataObject) -> None:
    content = bytearray(saved.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    damaged = saved.with_name("damaged.playground")
    damaged.write_bytes(content)
    assert_refused_or_equal(damaged, open_project(saved))


def test_that_no_single_byte_can_change_unnoticed(tmp_path: Path) -> None:
    path = tmp_path / "small.playground"
    save_project(path, Project(), {"weights.safetensors": b"1234"})
    whole, content = open_project(path), path.read_bytes()
    for place in range(0, len(content), 3):
        damaged = bytearray(content)
        damaged[place] ^= 0x11
        path.write_bytes(damaged)
        assert_refused_or_equal(path, whole)


def assert_refused_or_equal(path: Path, whole: ProjectFile) -> None:
    try:
        assert open_project(path) == whole
    except InputError as error:
        assert_one_sentence(error, path)


def assert_one_sentence(error: InputError, path: Path) -> None:
    assert str(path) in str(error)
    assert str(error).endswith(".")
    assert "\n" not in str(error)


def test_that_a_file_cut_anywhere_is_refused_by_name(saved: Path) -> None:
    content = saved.read_bytes()
    for length in range(0, len(content), 97):
        saved.write_bytes(content[:length])
        with pytest.raises(InputError, match="is damaged or not a project file") as caught:
            open_project(saved)
        assert_one_sentence(caught.value, saved)


@given(st.binary(max_size=300))
@per_example
def test_that_any_bytes_are_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noise.playground"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is damaged or not a project file"):
        open_project(path)


def test_that_a_newer_version_is_refused_by_its_number(saved: Path) -> None:
    rewrite(saved, {"cells.bin": b"?"}, format=4, sha256=[["another", "form"]])
    words = r"was saved by a newer version \(format 4; this version reads formats up to 3\)\."
    with pytest.raises(InputError, match=words):
        open_project(saved)


def test_that_an_older_version_is_migrated(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lower_rate(entries: Mapping[str, bytes]) -> Mapping[str, bytes]:
        project = json.loads(entries["project.json"])
        project["settings"]["training.learning_rate"] = 0.05
        return {**entries, "project.json": json.dumps(project).encode()}

    newer, steps = migrations.FORMAT + 1, {migrations.FORMAT: lower_rate}
    monkeypatch.setattr(project_file, "FORMAT", newer)
    monkeypatch.setattr(
        project_file,
        "migrate",
        lambda entries, version: migrations.migrate(entries, version, newer, steps),
    )
    assert open_project(saved).project.run.training.learning_rate == 0.05


@pytest.mark.parametrize("version", [0, -1, True, 1.0, "1", None])
def test_that_a_version_that_is_none_is_refused(saved: Path, version: object) -> None:
    rewrite(saved, {}, format=version)
    with pytest.raises(InputError, match="does not name a version"):
        open_project(saved)


FOREIGN: list[tuple[dict[str, bytes | None], str]] = [
    ({"../evil.json": b"{}"}, r"an entry named '\.\./evil\.json'"),
    ({"/etc/passwd": b""}, "an entry named"),
    ({"C:\\a.json": b""}, "an entry named"),
    ({"model.pkl": b""}, "an entry named"),
    ({"Weights.safetensors": b""}, "an entry named"),
    ({"project.json": None}, "contains no project.json"),
    ({"table": None}, "table"),
    ({"project.json": b"[]"}, "project.json is malformed"),
    ({"project.json": b"{}"}, "its settings are missing"),
    ({"project.json": b'{"settings": []}'}, "its settings are missing"),
    ({"project.json": b'{"settings": {"a": 1}}'}, "'a' is not the path"),
    ({"project.json": b'{"settings": {}, "data.noise": 1}'}, "outside its settings"),
    ({"project.json": b'{"settings": {"data.noise": NaN}}'}, "not finite"),
    ({"project.json": b'{"settings": {}, "table": {"name": 3}}'}, "name of its table"),
    ({"project.json": b'{"settings": {}, "table": {"name": ""}}'}, "name of its table"),
    ({"project.json": b"[" * 100_000}, "nested too deeply"),
    ({"project.json": b" " * (project_file.MAXIMUM_PROJECT + 1)}, "at most"),
]


@pytest.mark.parametrize(("changes", "words"), FOREIGN)
def test_that_foreign_content_is_refused(
    saved: Path, changes: dict[str, bytes | None], words: str
) -> None:
    rewrite(saved, changes)
    with pytest.raises(InputError, match=words) as caught:
        open_project(saved)
    assert_one_sentence(caught.value, saved)


@pytest.mark.parametrize("changes", [changes for changes, _ in FOREIGN])
def test_that_foreign_content_is_refused_in_the_language_spoken(
    saved: Path, changes: dict[str, bytes | None], spoken: Callable[..., None]
) -> None:
    rewrite(saved, changes)
    spoken(PSEUDO, PseudoTranslations())
    with pytest.raises(InputError) as caught:
        open_project(saved)
    assert plain_words(str(caught.value), str(saved)) == []


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("training.learning_rate", "0.1", "must be a number"),
        ("training.learning_rate", 1000, "must lie between"),
        ("training.learning_rate", None, "must be a number"),
        ("network.hidden", [4, 2.5], "whole number"),
        ("network.hidden", [4] * 13, "at most 12"),
        ("network.hidden", [[4]], "must be a number"),
        ("network.bias", 1, "true or false"),
        ("training.optimizer", {"class": "os.system"}, "must be text"),
        ("data.features", "x1", "must be a list"),
        ("training.momentum", "fast", "must be a number"),
        ("training.momentum", 1e9, "must lie between"),
        ("view.smoothing", 2, "must lie between"),
    ],
)
def test_that_a_value_of_the_wrong_kind_is_refused(
    saved: Path, path: str, value: object, words: str
) -> None:
    rewrite_settings(saved, **{path: value})
    with pytest.raises(InputError, match=words) as caught:
        open_project(saved)
    assert_one_sentence(caught.value, saved)
    assert path in str(caught.value)


@pytest.mark.parametrize(
    "manifest",
    [
        {"sha256": {}},
        {"sha256": []},
        {"sha256": {"project.json": 3}},
        {"libraries": {"torch": 2}},
        {"application": ["os.system"]},
    ],
)
def test_that_a_manifest_that_does_not_fit_is_refused(
    saved: Path, manifest: dict[str, object]
) -> None:
    rewrite(saved, {}, **manifest)
    with pytest.raises(InputError, match="manifest"):
        open_project(saved)


def test_that_an_entry_that_is_not_what_was_saved_is_refused(saved: Path) -> None:
    entries = entries_of(saved)
    entries["weights.safetensors"] = WEIGHTS[::-1]
    with saved.open("wb") as stream:
        archive.write_entries(stream, entries)
    with pytest.raises(InputError, match=r"'weights\.safetensors' is not what was saved"):
        open_project(saved)


LACKING = {
    "training.optimizer": "lion2",
    "training.sharpness": 0.25,
    "network.activation": "wavelet",
    "network.depth_scale": [1, {"deep": None}],
    "data.features": ["x1", "x1_cubed"],
    "view.predictions": "hologram",
    "sound.volume": 11,
}


def test_that_what_this_version_lacks_opens_as_unavailable_and_is_not_lost(saved: Path) -> None:
    rewrite_settings(saved, **LACKING)
    opened = open_project(saved)
    assert dict(opened.unavailable) == LACKING
    assert projects.read(opened.project, "training.optimizer") == "adam"
    assert projects.read(opened.project, "view.predictions") == "auto"
    save_project(saved, opened.project, opened.payload, unavailable=opened.unavailable)
    again = open_project(saved)
    assert again.unavailable == opened.unavailable
    assert again.project == opened.project


def test_that_what_the_person_has_set_since_takes_the_place_of_the_unavailable(saved: Path) -> None:
    rewrite_settings(saved, **LACKING)
    opened = open_project(saved)
    project = projects.write_all(
        opened.project, {"training.optimizer": "rmsprop", "view.predictions": "pca"}
    )
    save_project(saved, project, unavailable=opened.unavailable)
    again = open_project(saved)
    assert again.project == project
    left = {"training.optimizer", "view.predictions"} ^ set(LACKING)
    assert set(again.unavailable) == left


def test_that_foreign_parts_of_the_project_are_not_lost(saved: Path) -> None:
    content = json.loads(entries_of(saved)["project.json"]) | {"lesson": {"page": 3}}
    rewrite(saved, {"project.json": json.dumps(content).encode()})
    opened = open_project(saved)
    assert dict(opened.unavailable) == {"lesson": {"page": 3}}
    save_project(saved, opened.project, unavailable=opened.unavailable)
    assert dict(open_project(saved).unavailable) == {"lesson": {"page": 3}}


def test_that_a_setting_that_is_not_in_the_file_has_its_default(saved: Path) -> None:
    rewrite(saved, {"project.json": b'{"settings": {"data.noise": 0.25}}', "table": None})
    assert open_project(saved).project == projects.write(Project(), "data.noise", 0.25)


def test_that_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "none.playground", "does not exist"),
        (tmp_path, "is a folder"),
        (tmp_path / ("n" * 300), "cannot be read"),
        (Path("a\0b"), "cannot be the name"),
    ]:
        with pytest.raises(InputError, match=words):
            open_project(path)


def test_that_saved_means_that_it_can_be_read(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()
    write = archive.write_entries

    def as_a_stream(stream: BinaryIO, entries: Mapping[str, bytes]) -> None:
        monkeypatch.setattr(stream, "seekable", lambda: False)
        monkeypatch.setattr(stream, "tell", refuse)
        write(stream, entries)

    def refuse() -> int:
        raise OSError(errno.ESPIPE, "Illegal seek")

    monkeypatch.setattr(archive, "write_entries", as_a_stream)
    with pytest.raises(InputError, match="could not be saved"):
        save_project(saved, Project())
    assert saved.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_that_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not an ordinary file"):
        open_project(tmp_path / "pipe")


def test_that_a_file_without_permission_is_named(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")  # root may read anything

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(
        InputError, match="cannot be read: there is no permission; change its permissions"
    ):
        open_project(saved)


def test_that_a_failing_save_leaves_the_earlier_project(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="the disk is full"):
        save_project(saved, Project())
    assert open_project(saved).project == example()
    assert [*saved.parent.iterdir()] == [saved]


@pytest.mark.parametrize("name", ["project.json", "manifest.json", "table", "../a.json", "a.pkl"])
def test_that_an_entry_of_another_name_is_never_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of an entry"):
        save_project(tmp_path / "a.playground", Project(), {name: b""})
    assert not [*tmp_path.iterdir()]


def test_that_what_could_not_be_opened_again_is_not_saved(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "MAXIMUM_TABLE", 10)
    table = TableFile("big.csv", b"x" * 11)
    with pytest.raises(InputError, match="table has 11 bytes"):
        save_project(saved, Project(table=table))
    with pytest.raises(InputError, match="at most 64 entries"):
        save_project(saved, Project(), {f"p{number}.json": b"" for number in range(64)})
    assert open_project(saved).project == example()


def test_that_a_file_that_is_too_large_is_refused_before_it_is_read(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "MAXIMUM_FILE", 100)
    with pytest.raises(InputError, match="MiB can be read"):
        open_project(saved)


def test_that_what_was_opened_cannot_be_changed_in_place(saved: Path) -> None:
    assert isinstance(open_project(saved).payload, MappingProxyType)
