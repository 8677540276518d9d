"""Runs of other projects: compared while the window is open, and saved only once they are kept."""

from pathlib import Path

from playground.state.history.record import RunRecord

_MARK = "file:"


def foreign_key(path: Path) -> str:
    """The key of the run of another project file."""
    return f"{_MARK}{path.absolute()}"


def is_foreign(record: RunRecord) -> bool:
    """Whether a run is of another project, and not to be saved with this one."""
    return record.key.startswith(_MARK)
