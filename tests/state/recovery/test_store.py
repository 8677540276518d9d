"""What is kept is whole, private, nobody else's, and not for ever."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from playground.engine.common.errors import InputError
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import write
from playground.engine.spec.run import RunSpec, TableFile
from playground.state.project import Project
from playground.state.project_file import NO_PAYLOAD, PROJECT, save_project, to_entries
from playground.state.recovery import held
from playground.state.recovery import store as stores
from playground.state.recovery.generation import About
from playground.state.recovery.held import hold
from playground.state.recovery.store import DAMAGED, WorkStore
from playground.state.recovery.work_folder import LOCK, WorkFolder

TABLE = TableFile("own.csv", b"x,y\n1,2\n3,4\n")


@pytest.fixture
def store(tmp_path: Path) -> WorkStore:
    return WorkStore(tmp_path / "app" / "recovery")


@pytest.fixture
def work(store: WorkStore) -> Iterator[WorkFolder]:
    """A work that is being done."""
    folder = store.begin()
    yield folder
    folder.leave()


def keep(
    work: WorkFolder,
    payload: Mapping[str, bytes] = NO_PAYLOAD,
    project: Project | None = None,
    about: About | None = None,
) -> None:
    entries = to_entries(project or Project(), payload)
    work.write(entries, entries[PROJECT], about or About(time.time()), {"torch": "2.9"})


def left(store: WorkStore, payload: Mapping[str, bytes] = NO_PAYLOAD, when: float = 0.0) -> str:
    """The name of a work that nobody is at."""
    work = store.begin()
    keep(work, payload, about=About(when))
    work.leave()
    return work.folder.name


def blobs(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if len(path.name) == 64}


def test_that_there_is_nothing_at_first_and_no_folder_made(store: WorkStore) -> None:
    store.tidy()
    store.clean_up()
    assert not store.works()
    assert store.size == 0
    assert not store.root.exists()


def test_that_what_was_kept_is_read_again(store: WorkStore, work: WorkFolder) -> None:
    project = Project(run=write(defaults_for("moons"), "network.hidden", (5,)))
    about = About(12.5, 7, 0.25, "/home/me/a.playground", trains=True)
    keep(work, {"weights.safetensors": b"weights"}, project, about)
    work.leave()
    (found,) = store.works()
    assert (found.about, found.project, found.table) == (about, project, "")
    opened = store.open(found.name)
    assert opened.file.project == opened.project == project
    assert opened.file.payload == {"weights.safetensors": b"weights"}
    assert opened.file.libraries == {"torch": "2.9"}


def test_that_settings_are_kept_beside_a_run_that_was_set_otherwise(
    store: WorkStore, work: WorkFolder
) -> None:
    trained = Project(RunSpec(), table=TABLE)
    later = Project(write(trained.run, "training.learning_rate", 0.5), table=TABLE)
    keep(work, {"weights.safetensors": b"weights"}, trained)
    work.write_settings(to_entries(later)[PROJECT], lambda about: about)
    work.leave()
    opened = store.open(work.folder.name)
    assert opened.file.project == trained
    assert opened.project == later
    assert opened.file.payload


def test_that_what_has_not_changed_is_not_written_again(work: WorkFolder) -> None:
    project = Project(table=TABLE)
    keep(work, {"weights.safetensors": b"1"}, project)
    before = {path.name: path.stat().st_mtime_ns for path in work.folder.iterdir()}
    keep(work, {"weights.safetensors": b"2"}, project)
    after = {path.name: path.stat().st_mtime_ns for path in work.folder.iterdir()}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 2  # the other weights, and the generation that names them


def test_that_two_generations_stay_and_no_more(work: WorkFolder) -> None:
    for number in range(5):
        keep(work, {"weights.safetensors": b"%d" % number})
    assert len(list(work.folder.glob("generation-*"))) == 2
    assert len(blobs(work.folder)) == 3  # settings, and the weights of two


def test_that_a_torn_generation_gives_way_to_the_one_before_it(
    store: WorkStore, work: WorkFolder
) -> None:
    keep(work, {"weights.safetensors": b"1"})
    keep(work, {"weights.safetensors": b"2"})
    work.leave()
    newest = max(work.folder.glob("generation-*"))
    content = newest.read_bytes()
    for torn in (b"", content[:-9], content.replace(b"false", b"true "), b"\xff" * 99):
        newest.write_bytes(torn)
        assert store.open(work.folder.name).file.payload == {"weights.safetensors": b"1"}
        assert len(store.works()) == 1


def test_that_bytes_of_the_newest_that_were_spoilt_give_way_to_those_before(
    store: WorkStore, work: WorkFolder
) -> None:
    keep(work, {"weights.safetensors": b"1"})
    first = blobs(work.folder)
    keep(work, {"weights.safetensors": b"2"})
    work.leave()
    (second,) = blobs(work.folder) - first
    for spoil in (lambda path: path.write_bytes(b"3"), Path.unlink):
        spoil(work.folder / second)
        assert store.open(work.folder.name).file.payload == {"weights.safetensors": b"1"}


def test_that_bytes_that_were_spoilt_are_written_again_by_who_goes_on(
    store: WorkStore, work: WorkFolder
) -> None:
    keep(work, {"weights.safetensors": b"1"})
    first = blobs(work.folder)
    keep(work, {"weights.safetensors": b"2"})
    work.leave()
    (second,) = blobs(work.folder) - first
    (work.folder / second).write_bytes(b"3")
    again = store.take(work.folder.name, store.open(work.folder.name))
    assert again is not None
    keep(again, {"weights.safetensors": b"2"})
    again.leave()
    assert store.open(work.folder.name).file.payload == {"weights.safetensors": b"2"}


def test_that_a_work_of_which_nothing_can_be_read_is_set_aside_by_name(store: WorkStore) -> None:
    good, torn, spoilt = (left(store, {"a.json": b"%d" % n}, when=n) for n in range(3))
    next((store.root / torn).glob("generation-*")).write_bytes(b"")
    for name in blobs(store.root / spoilt):
        (store.root / spoilt / name).write_bytes(b"?")
    store.tidy()
    assert (store.root / f"{DAMAGED}{torn}").is_dir()
    with pytest.raises(InputError, match=f"set aside as .*{DAMAGED}"):
        store.open(spoilt)
    assert [found.name for found in store.works()] == [good]
    assert (store.root / f"{DAMAGED}{spoilt}").is_dir()


@pytest.mark.parametrize("name", ["notes.txt", "folder"])
def test_that_what_is_not_ours_stops_no_start(store: WorkStore, name: str) -> None:
    good = left(store)
    if name == "folder":
        (store.root / name / "deeper").mkdir(parents=True)
    else:
        (store.root / name).write_text("mine")
    store.tidy()
    assert [found.name for found in store.works()] == [good]
    assert (store.root / name).exists()


def test_that_nobody_sees_or_touches_what_a_window_is_at(
    store: WorkStore, work: WorkFolder
) -> None:
    keep(work)
    other = WorkStore(store.root, days=0, most_bytes=0, most_works=0)
    assert not other.works()
    other.tidy()
    other.clean_up()
    other.discard(work.folder.name)
    assert other.take(work.folder.name, other.open(work.folder.name)) is None
    assert work.folder.exists()
    work.leave()
    assert len(other.works()) == 1


HOLDING = """
import sys, time
from pathlib import Path
from tests.state.recovery.test_store import WorkStore, keep
work = WorkStore(Path(sys.argv[1])).begin()
keep(work, {"a.json": b"kept"})
print(work.folder.name, flush=True)
sys.stdin.read()
"""


def test_that_what_a_killed_process_was_at_is_found(store: WorkStore) -> None:
    command = [sys.executable, "-c", HOLDING, str(store.root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert not store.works()
        process.kill()
    (found,) = store.works()
    assert found.name == name
    assert store.open(name).file.payload == {"a.json": b"kept"}


def test_that_one_alone_goes_on_with_a_work(
    store: WorkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = left(store)
    opened = store.open(name)
    monkeypatch.setattr(held, "LOOKING", 0.0)
    one, other = store.take(name, opened), store.take(name, opened)
    assert one is not None
    assert other is None
    assert not store.works()
    one.clear()
    assert store.take(name, opened) is None
    assert not list(store.root.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_everything_is_private(store: WorkStore, work: WorkFolder) -> None:
    keep(work)
    assert {path.stat().st_mode & 0o777 for path in (store.root, work.folder)} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in work.folder.iterdir()} == {0o600}


def test_that_the_oldest_make_room(store: WorkStore) -> None:
    names = [left(store, when=number) for number in range(5)]
    for age, name in enumerate(reversed(names)):
        _let_be_old(store.root / name, seconds=60 * age)
    store.most_works = 3
    store.thin()
    assert [found.name for found in store.works()] == names[:1:-1]


def test_that_the_newest_stays_however_large_it_is(store: WorkStore) -> None:
    old, new = (left(store, {"a.json": b"%d" % n * 5000}) for n in range(2))
    _let_be_old(store.root / old, seconds=60)
    store.most_bytes = 1000
    store.thin()
    assert [found.name for found in store.works()] == [new]


def test_that_what_is_too_old_goes_damaged_or_not(store: WorkStore) -> None:
    names = [left(store, when=number) for number in range(3)]
    next((store.root / names[0]).glob("generation-*")).write_bytes(b"")
    store.tidy()
    _let_be_old(store.root / f"{DAMAGED}{names[0]}", seconds=40 * 86_400)
    _let_be_old(store.root / names[1], seconds=40 * 86_400)
    store.thin()
    assert [path.name for path in store.root.iterdir()] == [names[2]]


def test_that_cleaning_up_leaves_what_is_being_done(store: WorkStore, work: WorkFolder) -> None:
    keep(work, {"a.json": b"?" * 1000})
    left(store, {"a.json": b"!" * 1000})
    before = store.size
    store.clean_up()
    assert list(store.root.iterdir()) == [work.folder]
    assert 1000 < store.size < before - 1000


def test_that_what_killed_processes_left_is_cleared_away(
    store: WorkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = left(store)
    for folder in (".new-1", ".old-1", "empty"):
        (store.root / folder).mkdir()
        (store.root / folder / LOCK).touch()
    (store.root / name / ".playground-1.tmp").touch()
    store.tidy()
    assert {path.name for path in store.root.iterdir()} == {name, ".new-1"}  # being made?
    assert not list((store.root / name).glob(".playground-*"))
    monkeypatch.setattr(stores, "_FRESH", -1.0)
    store.tidy()
    assert [path.name for path in store.root.iterdir()] == [name]


def test_that_what_earlier_versions_kept_is_taken_in(store: WorkStore, tmp_path: Path) -> None:
    untitled = tmp_path / "app" / "untitled"
    untitled.mkdir(parents=True)
    for path, source in ((untitled / "a.playground", "line"), (tmp_path / "b.playground", "moons")):
        payload = {"weights.safetensors": b"1", "state.json": b'{"step": 9}'}
        save_project(path, Project(run=defaults_for(source)), payload)
    (untitled / "broken.playground").write_bytes(b"PK")
    store.take_in(untitled, tmp_path)
    assert {found.project.run.data.source for found in store.works()} == {"line", "moons"}
    assert all(found.about.is_kept and found.about.steps == 9 for found in store.works())
    assert [path.name for path in untitled.iterdir()] == ["broken.playground"]
    store.take_in(untitled, tmp_path)
    assert len(store.works()) == 2


def _let_be_old(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder, (then, then))


def test_that_who_only_looks_keeps_nobody_from_going_on(
    store: WorkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = left(store)
    looking = hold(store.root / name / LOCK, shared=True)
    assert looking is not None
    monkeypatch.setattr("time.sleep", lambda _seconds: looking.close())
    taken = store.take(name, store.open(name))
    assert taken is not None
    taken.leave()
