"""The file that is proposed for what is made of a document."""

from pathlib import Path

from playground.state.document import Document


def suggested_file(document: Document, suffix: str, last: Path | None) -> Path:
    """The file of last time, one beside the project, or one in the person's folder."""
    path, project = document.path, document.project
    name = project.table.name if project.table else project.run.data.source
    if path is not None:
        beside = path.with_suffix(suffix)
    else:
        home = Path.home()
        beside = (home if home.is_dir() else Path.cwd()) / f"{Path(name).stem}{suffix}"
    if last is not None and last.stem == beside.stem:
        return last
    return beside if last is None else last.parent / beside.name
