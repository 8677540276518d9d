"""What SOURCE on the command line means: a dataset, a table, or a project."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from playground.cli.console import say
from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE
from playground.engine.checkpoint.payload import Checkpoint, from_payload
from playground.engine.checkpoint.run_state import RunState, Which
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.data.table.containers.formats import SUFFIXES
from playground.engine.data.table.read import load_table_file
from playground.engine.data.table.words import listed, shorten
from playground.engine.settings.defaults import defaults_for
from playground.state.project import Project
from playground.state.project_file import ProjectFile, open_project

PROJECT_SUFFIX = ".playground"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where a training starts: settings, data, and weights where a project has them.

    Attributes:
        file: the project as it was opened, where SOURCE is one.
    """

    project: Project
    checkpoint: Checkpoint | None = None
    file: ProjectFile | None = None


def find_source(name: str) -> Source:
    """Open or look up what `name` means.

    Raises:
        InputError: it is no dataset, table or project, or the file cannot be used.
    """
    if index.find("datasets", name) and name != TABLE:
        return Source(Project(run=defaults_for(name)))
    path = Path(name)
    if path.suffix.lower() == PROJECT_SUFFIX:
        return open_source(path)
    if path.suffix.lower() in SUFFIXES:
        return Source(Project(run=defaults_for(TABLE), table=load_table_file(path)))
    raise InputError(_no_source(name, path))


def _no_source(name: str, path: Path) -> str:
    """Why `name`, which has no known suffix, is nothing to train on."""
    keys = [row.key for row in index.rows("datasets") if row.key != TABLE]
    near = difflib.get_close_matches(name.lower(), keys, n=1, cutoff=0.7)
    if path.exists() or path.suffix or path.name != name:
        sentence = _(
            "{name} is neither a table ({tables}) nor a project ({project}); its name must end in "
            "one of these."
        )
    elif near:
        sentence = _("There is no dataset {name}; did you mean {near}?")
    else:
        sentence = _(
            "There is no dataset {name}; there are {keys}, and files: tables ({tables}) and "
            "projects ({project})."
        )
    return sentence.format(
        name=repr(name),
        tables=" ".join(SUFFIXES),
        project=PROJECT_SUFFIX,
        near=repr(near[0]) if near else "",
        keys=", ".join(keys),
    )


def open_source(path: Path) -> Source:
    """Open a project, with its weights where it has any.

    Raises:
        InputError: the file cannot be used, or needs what this version lacks.
    """
    file = open_project(path)
    if file.unavailable:
        names = listed([shorten(name) for name in file.unavailable])
        raise InputError(
            _(
                "{file} uses {names}, which this version does not have; open it in the window and "
                "choose something else, or use a newer version of Playground."
            ).format(file=repr(str(path)), names=names)
        )
    return Source(file.project, from_payload(file.payload, file.project.run, str(path)), file)


def say_notes(source: Source) -> None:
    """Say what a person should know of the weights of a project."""
    for note in source.checkpoint.notes if source.checkpoint else ():
        say(note)


def open_trained(path: Path, which: Which) -> tuple[RunState, Dataset]:
    """A project's run with its last weights, or its best, and the data.

    Raises:
        InputError: the file cannot be used, was never trained, or keeps no best weights.
    """
    source = open_source(path)
    if source.checkpoint is None:
        raise InputError(
            _("{file} has no trained weights; train it first.").format(file=repr(str(path)))
        )
    say_notes(source)
    state = source.checkpoint.state.standing_on(which)
    return state, build_dataset(source.project.run.data, source.project.table)
