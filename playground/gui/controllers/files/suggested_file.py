"""The file that is proposed for what is made of a document."""

from pathlib import Path

from playground.state.document import Document


def suggested_file(document: Document, suffix: str, last: Path | None) -> Path:
    """The file of last time, one beside the project, or one in the person's folder."""
    path = document.path
    if path is not None:
        beside = path.with_suffix(suffix)
    else:
        home = Path.home()
        beside = (home if home.is_dir() else Path.cwd()) / f"{name_of_data(document)}{suffix}"
    if last is not None and last.stem == beside.stem:
        return last
    return beside if last is None else last.parent / beside.name


def name_of_data(document: Document) -> str:
    """What a file of these data is called, without its suffix: `circle`, or a table's own name."""
    project = document.project
    return Path(project.table.name).stem if project.table else project.run.data.source
