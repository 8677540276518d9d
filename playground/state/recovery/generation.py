"""What a work was at one moment: which bytes, by their hashes, make it up."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from playground.engine.common.language import _
from playground.state import strict_json
from playground.state.archive import Damaged

_DIGEST = 64
"""Letters of a SHA-256."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of it without reading its weights.

    Attributes:
        when: it stood so, in seconds since 1970 (UTC).
        steps: that were trained.
        loss: of the last of them.
        file: the project file it belongs to; empty for none.
        trains: training went on.
        is_kept: it was left on purpose; else whoever worked on it was cut off.
    """

    when: float
    steps: int = 0
    loss: float | None = None
    file: str = ""
    trains: bool = False
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Generation:
    """Attributes:
    number: grows with each.
    entries: the hash of each entry of the project as it was trained, by name.
    settings: the hash of `project.json` as the project was set last.
    version: of the format of the entries.
    application, libraries: as in a project file.
    """

    number: int
    entries: Mapping[str, str]
    settings: str
    about: About
    version: int
    application: str = ""
    libraries: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    @property
    def digests(self) -> frozenset[str]:
        """Everything it names."""
        return frozenset((*self.entries.values(), self.settings))


def digest(content: bytes) -> str:
    """The name of these bytes."""
    return hashlib.sha256(content).hexdigest()


def to_bytes(generation: Generation) -> bytes:
    """A line with the hash of the rest, and JSON."""
    described = {
        "number": generation.number,
        "entries": dict(generation.entries),
        "settings": generation.settings,
        "about": asdict(generation.about),
        "version": generation.version,
        "application": generation.application,
        "libraries": dict(generation.libraries),
    }
    content = strict_json.encode(described)
    return digest(content).encode("ascii") + b"\n" + content


def from_bytes(content: bytes) -> Generation:
    """What `to_bytes` wrote.

    Raises:
        Damaged: it is not that.
    """
    checksum, _newline, described = content.partition(b"\n")
    if checksum.decode("ascii", "replace") != digest(described):
        raise Damaged(_("the checksum of {name} is wrong").format(name="generation"))
    try:
        found = strict_json.decode(described)
        if not isinstance(found, dict):
            raise ValueError
        generation = Generation(**{**found, "about": About(**found["about"])})
        _check(generation)
    except (strict_json.Unreadable, LookupError, TypeError, ValueError):
        raise Damaged(_("{entry} is malformed").format(entry="generation")) from None
    return generation


def _check(generation: Generation) -> None:
    about = generation.about
    texts = (*generation.entries, *generation.libraries.values(), generation.application)
    is_sound = (
        all(isinstance(text, str) for text in (*texts, about.file))
        and all(_is_digest(name) for name in generation.digests)
        and all(type(n) is int for n in (generation.number, generation.version, about.steps))
        and isinstance(about.when, int | float)
        and isinstance(about.loss, int | float | None)
    )
    if not is_sound:
        raise ValueError


def _is_digest(name: object) -> bool:
    return isinstance(name, str) and len(name) == _DIGEST and set(name) <= set("0123456789abcdef")
