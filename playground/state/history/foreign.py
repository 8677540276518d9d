"""Runs of other projects: compared while the window is open, and saved only once they are kept."""

from pathlib import Path

from playground.state.history.record import RunRecord

_MARK = "file:"


def foreign_key(path: Path) -> str:
    """The key of the run of another project file."""
    return f"{_MARK}{path.absolute()}"


def is_foreign(record: RunRecord) -> bool:
    """Whether a run is of another project, and not to be saved with this one."""
    return is_foreign_key(record.key)


def is_foreign_key(key: str) -> bool:
    """Whether this is the key of a run of another project."""
    return key.startswith(_MARK)
