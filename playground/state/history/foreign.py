"""Runs of other projects: compared while the window is open, and saved only once they are kept."""

from pathlib import Path

from playground.state.history.record import RunRecord

_MARK = "file:"


def foreign_key(path: Path, key: str = "") -> str:
    """The key of the run of another project file, or of one of its earlier runs."""
    file = path.absolute().as_uri()  # the sign before the key is in none
    return f"{file}#{key}" if key else file


def key_at_home(foreign: str) -> str:
    """The key of an earlier run in the project that it is of; empty of that project's own run."""
    return foreign.partition("#")[2]


def is_foreign(record: RunRecord) -> bool:
    """Whether a run is of another project, and not to be saved with this one."""
    return is_foreign_key(record.key)


def is_foreign_key(key: str) -> bool:
    """Whether this is the key of a run of another project."""
    return key.startswith(_MARK)
