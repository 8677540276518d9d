"""What tells runs apart, in the words of their settings."""

from collections.abc import Sequence

from playground.engine.common.language import _, listed, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.settings import paths as settings
from playground.engine.settings.words import value_words
from playground.engine.spec.parameter import Parameter, Value
from playground.engine.spec.run import RunSpec
from playground.state.history.bounds import Dropped
from playground.state.history.foreign import is_foreign
from playground.state.history.record import RunRecord

SOURCE = "data.source"
FIRST = (SOURCE, "training.optimizer", "training.learning_rate")
"""What the first run is called by, which has no other to differ from."""
MOST = 3
"""Settings that a name tells; of more, how many there are."""
_OWN_WORDS = (SOURCE, "data.target", "training.optimizer", "training.loss")
"""Choices that are known by their own name: `Adam` says that it is an optimizer."""


def setting_words(spec: RunSpec, path: str) -> str:
    """A setting and its value in the language spoken: `Learning rate 0.001`, `Adam`."""
    return _words_of(path, settings.parameters(spec)[path], settings.read(spec, path))


class SettingWords:
    """All settings of a run in words, for looking through many runs that have most in common."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Value], str] = {}

    def of(self, spec: RunSpec) -> list[str]:
        """Every setting and its value, as `setting_words`."""
        known = settings.parameters(spec).items()
        return [self._words(path, p, settings.read(spec, path)) for path, p in known]

    def _words(self, path: str, parameter: Parameter, value: Value) -> str:
        words = self._known.get((path, value))
        if words is None:
            words = self._known[path, value] = _words_of(path, parameter, value)
        return words


def _words_of(path: str, parameter: Parameter, value: Value) -> str:
    if path in _OWN_WORDS and isinstance(value, str):
        return value_words(parameter, value)
    return f"{_(parameter.label)} {value_words(parameter, value)}"


def differences(spec: RunSpec, other: RunSpec) -> list[str]:
    """The paths of the settings in which a run differs from another, in their usual order.

    What another optimizer, loss or schedule brings along counts where it is not at its default.
    """
    changed = settings.changed_paths(other, spec)
    known, of_other = settings.parameters(spec), settings.parameters(other)
    return [
        path
        for path, parameter in known.items()
        if path in changed and (path in of_other or settings.read(spec, path) != parameter.default)
    ]


def default_name(record: RunRecord, before: RunRecord | None) -> str:
    """What a run is called that nobody has named: what it was set to otherwise than the last."""
    spec = record.spec
    paths = [*FIRST] if before is None else differences(spec, before.spec)
    words = [setting_words(spec, path) for path in paths if path != SOURCE or not record.table]
    if record.table is not None and (before is None or record.table != before.table):
        words.insert(0, record.table.name)
    return _joined(words) if words else _("Same settings")


def name_of(record: RunRecord, before: RunRecord | None) -> str:
    """The name a person gave it, or its default name."""
    return record.name or default_name(record, before)


def runs_before(records: Sequence[RunRecord]) -> list[RunRecord | None]:
    """The run of this project that came before each."""
    found: list[RunRecord | None] = []
    last = None
    for record in records:
        found.append(last)
        last = last if is_foreign(record) else record
    return found


def _joined(words: Sequence[str]) -> str:
    more = len(words) - MOST
    if more <= 0:
        return " · ".join(words)
    rest = ngettext("{n} more", "{n} more", more).format(n=grouped(more))
    return " · ".join([*words[:MOST], rest])


def lost_words(lost: int | None) -> str:
    """What a person is to know of runs that could not be read: none, so many, or all of them."""
    if lost is None:
        return _("Its history of runs is damaged and was left out.")
    if lost == 0:
        return ""
    sentence = ngettext(
        "{n} run of its history could not be read and was left out.",
        "{n} runs of its history could not be read and were left out.",
        lost,
    )
    return sentence.format(n=grouped(lost))


def left_out_words(dropped: Dropped) -> str:
    """What a file does not hold of the history, in a sentence; nothing where it holds all."""
    return _both(dropped, _("The file had no room for {what}."))


def dropped_words(dropped: Dropped) -> str:
    """What gave way to newer runs, in a sentence; nothing where nothing did."""
    return _both(dropped, _("To save memory, {what} gave way to newer runs."))


def _both(dropped: Dropped, sentence: str) -> str:
    parts = []
    if dropped.states > 0:
        words = ngettext("the weights of {n} run", "the weights of {n} runs", dropped.states)
        parts.append(words.format(n=grouped(dropped.states)))
    if dropped.runs:
        words = ngettext("{n} whole run", "{n} whole runs", dropped.runs)
        parts.append(words.format(n=grouped(dropped.runs)))
    return sentence.format(what=listed(parts)) if parts else ""
