"""Project files: a zip of stored entries with a manifest. Keys, numbers and bytes; never code."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from playground.engine.common.atomic_file import replacing
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.common.ordinary_file import opened
from playground.engine.spec.run import TableFile
from playground.state import archive, project_json, strict_json
from playground.state.archive import Damaged, Entry
from playground.state.migrations import FORMAT, migrate
from playground.state.project import Project
from playground.state.project_json import NOTHING, Unavailable

MANIFEST = "manifest.json"
PROJECT = "project.json"
TABLE = "table"
MAXIMUM_FILE = 2**31 - 1
MAXIMUM_MANIFEST = 2**20
MAXIMUM_PROJECT = 2**22
MAXIMUM_TABLE = 2**29
MAXIMUM_PAYLOAD = 2**30
OPTIONAL = ("runs.json", "runs.safetensors")
"""Entries without which a project opens as well."""
_PAYLOAD_NAME = re.compile(r"[a-z0-9_-][a-z0-9_.-]{0,80}\.(safetensors|json)")

NO_PAYLOAD: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """What a project file holds.

    Attributes:
        payload: weights, losses and what else there is to keep, by the name of the entry, as bytes.
        unavailable: what this version lacks, by path, as JSON: the project has the default there.
        libraries: the versions that the file was saved with, by the name of the library.
        application: the version of the playground that saved it.
        damaged: the entries among OPTIONAL that are not what was saved, and were left out.
    """

    project: Project
    payload: Mapping[str, bytes] = field(default_factory=lambda: NO_PAYLOAD)
    unavailable: Unavailable = field(default_factory=lambda: NOTHING)
    libraries: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    application: str = ""
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Manifest:
    application: str
    libraries: dict[str, str]
    digests: dict[str, str]


def save_project(
    path: Path,
    project: Project,
    payload: Mapping[str, bytes] = NO_PAYLOAD,
    libraries: Mapping[str, str] = MappingProxyType({}),
    unavailable: Unavailable = NOTHING,
) -> None:
    """Write a project file. The same content always gives the same bytes.

    Args:
        payload: entries named `*.safetensors` or `*.json`, at most 1 GiB each.
        libraries: name and version of the libraries that made the payload.
        unavailable: what `open_project` found and this version lacks.

    Raises:
        InputError: it cannot be written or would be too large; an earlier file stays as it was.
        ValueError: an entry of `payload` has a name that the format does not allow.
    """
    entries = to_entries(project, payload, unavailable)
    manifest = strict_json.encode(_describe(entries, libraries))
    entries = {MANIFEST: manifest, **entries}
    _check_sizes(path, {name: len(content) for name, content in entries.items()})
    with replacing(path) as temporary:
        with temporary.open("wb") as stream:
            archive.write_entries(stream, entries)
        _require_readable(path, temporary, entries)


def to_entries(
    project: Project,
    payload: Mapping[str, bytes] = NO_PAYLOAD,
    unavailable: Unavailable = NOTHING,
) -> dict[str, bytes]:
    """All that is kept of a project, by the name of the entry; `from_entries` reads it.

    Raises:
        ValueError: an entry of `payload` has a name that the format does not allow.
    """
    described = project_json.to_json(project, unavailable)
    entries = {PROJECT: strict_json.encode(described)}
    if project.table is not None:
        entries[TABLE] = project.table.content
    for name in payload:
        if not _PAYLOAD_NAME.fullmatch(name) or name in (MANIFEST, PROJECT):
            raise ValueError(f"{name!r} is no name of an entry")
    return entries | dict(sorted(payload.items()))


def from_entries(
    path: Path,
    entries: Mapping[str, bytes],
    version: int,
    libraries: Mapping[str, str],
    application: str,
) -> ProjectFile:
    """What entries of this version of the format hold.

    Raises:
        InputError: they are of a newer version, or a setting cannot be read; it names the file.
        Damaged: they are no such entries.
    """
    _require_known(path, version)
    contents = _migrated(entries, version)
    parsed = _parse_project(path, contents.pop(PROJECT))
    project = replace(parsed.project, table=_table(parsed.table_name, contents))
    return ProjectFile(
        project,
        MappingProxyType(contents),
        MappingProxyType(parsed.unavailable),
        MappingProxyType(dict(libraries)),
        application,
    )


def _require_readable(path: Path, written: Path, entries: Mapping[str, bytes]) -> None:
    """What is called saved can be read: some disks take what they do not keep."""
    try:
        with opened(written, MAXIMUM_FILE) as (stream, size):
            found = archive.read_directory(stream, size)
            if any(archive.read_entry(stream, found[name]) != entries[name] for name in entries):
                raise Damaged(_("it is not what was written"))
    except Damaged as error:
        raise InputError(
            _(
                "{path} could not be saved: what the disk returns is damaged ({problem}); choose "
                "another folder."
            ).format(path=path, problem=error)
        ) from None


def open_project(path: Path) -> ProjectFile:
    """Read a project file; everything about it is checked before it is believed.

    Raises:
        InputError: it is missing, cannot be read, is damaged or no project file, or was saved by a
            newer version. The sentence names the file.
    """
    try:
        with opened(path, MAXIMUM_FILE) as (stream, size):
            return _read_project(path, stream, size)
    except Damaged as error:
        raise InputError(
            _("{path} is damaged or not a project file: {problem}.").format(
                path=path, problem=error
            )
        ) from None


def _read_project(path: Path, stream: BinaryIO, size: int) -> ProjectFile:
    directory = archive.read_directory(stream, size)
    described = _read_manifest(stream, directory)
    version = _version_of(path, described)
    manifest = _parse_manifest(described)
    _check_names(directory, manifest)
    _check_sizes(path, {name: entry.size for name, entry in directory.items()})
    contents, damaged = _read_contents(stream, directory, manifest)
    libraries, application = manifest.libraries, manifest.application
    read = from_entries(path, contents, version, libraries, application)
    return replace(read, damaged=damaged)


def _read_contents(
    stream: BinaryIO, directory: Mapping[str, Entry], manifest: _Manifest
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The entries, and the names of those that are left out because they are damaged."""
    contents: dict[str, bytes] = {}
    damaged: list[str] = []
    for name, entry in directory.items():
        if name == MANIFEST:
            continue
        try:
            contents[name] = _read_checked(stream, entry, manifest.digests[name])
        except Damaged:
            if name not in OPTIONAL:
                raise
            damaged.append(name)
    return contents, tuple(damaged)


def _describe(entries: Mapping[str, bytes], libraries: Mapping[str, str]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "application": application_version(),
        "libraries": dict(sorted(libraries.items())),
        "sha256": {name: _digest(content) for name, content in entries.items()},
    }


def application_version() -> str:
    """The version of the playground that runs."""
    from importlib import metadata  # 10 ms that no start needs

    try:
        return metadata.version("playground")
    except metadata.PackageNotFoundError:
        return "unknown"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_manifest(stream: BinaryIO, directory: Mapping[str, Entry]) -> dict[str, object]:
    entry = directory.get(MANIFEST)
    if entry is None:
        raise Damaged(_("it has no manifest"))
    if entry.size > MAXIMUM_MANIFEST:
        raise Damaged(_("its manifest is too long"))
    return _decode(archive.read_entry(stream, entry), MANIFEST)


def _version_of(path: Path, described: Mapping[str, object]) -> int:
    version = described.get("format")
    if type(version) is not int or version < 1:
        raise Damaged(_("its manifest does not name a version of the format"))
    _require_known(path, version)
    return version


def _require_known(path: Path, version: int) -> None:
    if version > FORMAT:
        raise InputError(
            _(
                "{path} was saved by a newer version (format {version}; this version reads formats "
                "up to {known})."
            ).format(path=path, version=version, known=FORMAT)
        )


def _parse_manifest(described: Mapping[str, object]) -> _Manifest:
    application = described.get("application", "")
    if not isinstance(application, str):
        raise Damaged(_("{entry} is malformed").format(entry=MANIFEST))
    libraries, digests = (_texts(described.get(key, {})) for key in ("libraries", "sha256"))
    return _Manifest(application, libraries, digests)


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise Damaged(_("{entry} is malformed").format(entry=MANIFEST))
    return value


def _decode(content: bytes, entry: str) -> dict[str, object]:
    try:
        value = strict_json.decode(content)
    except strict_json.Unreadable as error:
        raise Damaged(f"{entry}: {error}") from None
    if not isinstance(value, dict):
        raise Damaged(_("{entry} is malformed").format(entry=entry))
    return value


def _check_names(directory: Mapping[str, Entry], manifest: _Manifest) -> None:
    for name in directory:
        if name not in (MANIFEST, PROJECT, TABLE) and not _PAYLOAD_NAME.fullmatch(name):
            raise Damaged(_("it contains an entry named {name}").format(name=repr(name)))
    if PROJECT not in directory:
        raise Damaged(_("it contains no {entry}").format(entry=PROJECT))
    if set(directory) - {MANIFEST} != set(manifest.digests):
        raise Damaged(_("its entries are not those of its manifest"))


def _maximum(name: str) -> int:
    limits = {MANIFEST: MAXIMUM_MANIFEST, PROJECT: MAXIMUM_PROJECT, TABLE: MAXIMUM_TABLE}
    return limits.get(name, MAXIMUM_PAYLOAD)


def _check_sizes(path: Path, sizes: Mapping[str, int]) -> None:
    for name, size in sizes.items():
        if size > _maximum(name):
            raise InputError(
                _("{path}: {entry} has {size} bytes; at most {most} fit in a project file.").format(
                    path=path, entry=name, size=grouped(size), most=grouped(_maximum(name))
                )
            )
    if len(sizes) > archive.MAXIMUM_ENTRIES:
        raise InputError(
            _("{path}: a project file holds at most {n} entries.").format(
                path=path, n=archive.MAXIMUM_ENTRIES
            )
        )
    if sum(sizes.values()) > MAXIMUM_FILE - MAXIMUM_MANIFEST:
        raise InputError(_("{path}: a project file holds at most 2 GiB.").format(path=path))


def _read_checked(stream: BinaryIO, entry: Entry, digest: str) -> bytes:
    content = archive.read_entry(stream, entry)
    if _digest(content) != digest:
        raise Damaged(_("{name} is not what was saved").format(name=repr(entry.name)))
    return content


def _migrated(contents: Mapping[str, bytes], version: int) -> dict[str, bytes]:
    try:
        return dict(migrate(contents, version))
    except strict_json.Unreadable as error:
        raise Damaged(str(error)) from None


def _parse_project(path: Path, content: bytes) -> project_json.Parsed:
    try:
        return project_json.from_json(_decode(content, PROJECT))
    except InputError as error:
        raise InputError(
            _("{path} cannot be opened: {problem}").format(path=path, problem=error)
        ) from None


def _table(name: str | None, contents: dict[str, bytes]) -> TableFile | None:
    content = contents.pop(TABLE, None)
    if (name is None) != (content is None):
        raise Damaged(_("its table or the table's name is missing"))
    return TableFile(name, content) if name is not None and content is not None else None
