"""Finds the nearest setting by which a table that is refused could be read."""

from dataclasses import replace
from typing import Any

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.table.build import build
from playground.engine.data.table.columns.choices import changes_between
from playground.engine.data.table.kept import LAYOUT, KeptTexts
from playground.engine.data.table.plan import plan_columns
from playground.engine.data.table.remarks import Offer, Remark
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import choice_words, listed
from playground.engine.settings.paths import fixed_parameters
from playground.engine.spec.parameter import Parameter
from playground.engine.spec.run import DataSpec

LIMIT = 2**17
"""Bytes of a table that each try looks at: a refusal must not keep anyone waiting."""
_SEPARATORS = ("semicolon", "comma", "tab", "bar", "blanks")
_KEPT = (
    *("source", "samples", "noise", "seed", "features", "points"),
    *("validation_fraction", "standardise", "target"),
)
"""Settings that do not say how a table is read; and what is to be learned stays as chosen."""
_USUAL: tuple[dict[str, Any], ...] = (
    {"bent_rows": "fill"},
    {"missing": "fill"},
    {"most_categories": 1_000},
    *({"separator": separator} for separator in _SEPARATORS),
    *({"header": header} for header in ("yes", "no")),
    {"comment": "none"},
    *({"skip_lines": skipped} for skipped in range(5)),
    *({"separator": separator, "bent_rows": "fill"} for separator in _SEPARATORS),
    {"skip_lines": 0, "bent_rows": "fill"},
)
"""What most tables need that are not read as asked, the likelier first."""


def nearest_setting(table: KeptTexts, spec: DataSpec) -> Remark | None:
    """The first of the likely changes by which `table`'s beginning is read; None if it is as asked.

    What is wrong further down cannot be mended by looking at the beginning.
    """
    kept: dict[tuple[object, ...], TextTable | None] = {}
    asked = _texts(table, spec, kept)
    if _reads(asked, spec):
        return None
    back: list[dict[str, Any]] = [
        {name: value} for name, value in changes_between(spec, DataSpec()) if name not in _KEPT
    ]
    # Names that no column has were those of another layout, or are misspelt.
    for change in (*back, *_USUAL) if _knows_names(asked, spec) else back:
        other = replace(spec, **change)
        texts = _texts(table, other, kept) if other != spec else None
        if texts is not None and _reads(texts, other):
            return _described(spec, other, whole=texts.text.complete)
    return None


def _knows_names(texts: TextTable | None, spec: DataSpec) -> bool:
    """Whether every column that was named is there, as far as one can tell."""
    named = {*spec.target, *spec.ignore, *spec.numbers, *spec.categories, *spec.dates}
    return texts is None or named <= set(texts.columns)


def _texts(
    table: KeptTexts, spec: DataSpec, kept: dict[tuple[object, ...], TextTable | None]
) -> TextTable | None:
    """The beginning of the table as laid out, read once for each layout; None if refused."""
    key = tuple(getattr(spec, name) for name in LAYOUT)
    if key not in kept:
        try:
            kept[key] = table.beginning(spec, LIMIT)
        except InputError:
            kept[key] = None
    return kept[key]


def _reads(texts: TextTable | None, spec: DataSpec) -> bool:
    if texts is None or texts.rows < 2 or len(texts.columns) < 2:
        return False
    try:
        plan = plan_columns(texts, spec)
        if plan.problems or not plan.targets:
            return False
        build(texts, plan, spec)
    except InputError:
        return False
    return True


def _described(before: DataSpec, after: DataSpec, *, whole: bool) -> Remark:
    changes = changes_between(before, after)
    words = listed([_setting(name, value) for name, value in changes])
    typed = " ".join(_typed(name, value) for name, value in changes)
    said = _("With {setting} ({typed}) it can be read.")
    if not whole:
        said = _("With {setting} ({typed}) its beginning can be read.")
    said = said.format(setting=words, typed=typed)
    return Remark(said, "doubt", Offer(_("Use {setting}").format(setting=words), changes))


def _setting(name: str, value: object) -> str:
    parameter = fixed_parameters()[f"data.{name}"]
    return f"{_(parameter.label)}: {_words(parameter, value)}"


def _typed(name: str, value: object) -> str:
    return f"data.{name}={fixed_parameters()[f'data.{name}'].format(value)}"  # type: ignore[arg-type]


def _words(parameter: Parameter, value: object) -> str:
    if parameter.kind == "choice":
        return choice_words(parameter.name, str(value))
    shown = parameter.format(value)  # type: ignore[arg-type]
    if parameter.special and not isinstance(value, tuple):
        return _(shown)
    return shown or _("automatic")
