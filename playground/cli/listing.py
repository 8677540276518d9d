"""`playground list`: what there is to choose from."""

import argparse
import math
import shutil
import textwrap
from typing import Any

from playground.cli.arguments import KINDS
from playground.cli.console import show, show_json, status_of_output
from playground.engine.catalogue import index
from playground.engine.catalogue.row import Row
from playground.engine.common.language import ENGLISH, N_, _, speaking
from playground.engine.common.numbers import local
from playground.engine.export import formats
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter, require_known
from playground.state import view as views

Entry = dict[str, Any]
SINGULAR = {"losses": "loss", "optimizers": "optimizer", "schedules": "schedule"}
WINDOW = N_("window only")
_NEEDS = {
    "loss": N_("loss {key}"),
    "optimizer": N_("optimizer {key}"),
    "schedule": N_("schedule {key}"),
}


def run(options: argparse.Namespace) -> int:
    """List one kind, or all of them but the devices, which take a while to ask for."""
    if options.kind is None:
        kinds = [kind for kind in KINDS if kind != "devices"]
    else:
        kinds = [require_known(options.kind, KINDS, "playground list")]
    if options.json:
        with speaking(ENGLISH):  # what programs read is the same everywhere
            found = {kind: entries(kind) for kind in kinds}
        show_json(found if options.kind is None else found[options.kind])
        return status_of_output()
    found = {kind: entries(kind) for kind in kinds}
    width = shutil.get_terminal_size().columns
    for kind, rows in found.items():
        if options.kind is None:
            show(f"\n{kind}")
        for row in rows:
            show(_line(row, width))
    return status_of_output()


def entries(kind: str) -> list[Entry]:
    """What there is of one kind: each with its key, label and help."""
    if kind == "paths":
        return _paths()
    if kind == "devices":
        from playground.engine.training.devices import available_devices

        return [{"key": d.key, "label": d.label, "help": d.help} for d in available_devices()]
    if kind == "formats":
        return [_row(row) | {"suffixes": row.suffixes} for row in formats.FORMATS]
    return [_row(row) for row in index.rows(kind)]


def _row(row: Row) -> Entry:
    return {
        "key": row.key,
        "label": row.label,
        "help": row.help,
        "formula": row.formula,
        "source": row.source,
        "parameters": [_parameter(p.name, p) for p in row.parameters],
    }


def _paths() -> list[Entry]:
    listed = [_parameter(path, p) for path, p in settings.fixed_parameters().items()]
    for kind in ("losses", "optimizers", "schedules"):
        for row in index.rows(kind):
            for parameter in row.parameters:
                entry = _parameter(f"training.{parameter.name}", parameter)
                listed.append(entry | {"with": f"{SINGULAR[kind]} {row.key}"})
    shown = (_parameter(path, parameter) for path, parameter in views.parameters().items())
    return listed + [entry | {"with": WINDOW} for entry in shown]


def _parameter(key: str, parameter: Parameter) -> Entry:
    entry: Entry = {
        "key": key,
        "label": parameter.label,
        "help": parameter.help,
        "kind": parameter.kind,
        "default": parameter.default,
    }
    if math.isfinite(parameter.minimum):
        entry["minimum"] = parameter.minimum
    if math.isfinite(parameter.maximum):
        entry["maximum"] = parameter.maximum
    if parameter.choices or parameter.catalogue:
        rows = index.rows(parameter.catalogue) if parameter.catalogue else parameter.choices
        entry["choices"] = [row.key for row in rows]
    if parameter.special:
        entry["named_values"] = {name: value for value, name in parameter.special}
    return entry


def _line(entry: Entry, width: int) -> str:
    facts = [_(entry["help"] or entry["label"])]
    values = _values(entry)
    if values:
        facts.append(f"({'; '.join(values)})")
    if "with" in entry:
        facts.append(f"[{_needs(entry['with'])}]")
    text = " ".join(facts)
    return textwrap.fill(
        text,
        max(60, width),
        initial_indent=f"  {entry['key']:<30} ",
        subsequent_indent=" " * 33,
    )


def _needs(words: str) -> str:
    """With what a setting is there, as `_paths` says it, in the language spoken."""
    kind, _space, key = words.partition(" ")
    return _(_NEEDS.get(kind, words)).format(key=key)


def _values(entry: Entry) -> list[str]:
    """What the setting can be: its bounds, the values that have a name, its choices."""
    values = []
    if "minimum" in entry and "maximum" in entry:
        values.append(_("{low} to {high}"))
    elif "minimum" in entry:
        values.append(_("{low} or more"))
    elif "maximum" in entry:
        values.append(_("{high} or less"))
    low, high = (_plain(entry.get(bound, 0)) for bound in ("minimum", "maximum"))
    values = [text.format(low=low, high=high) for text in values]
    named = entry.get("named_values", {})
    values += [f"{_plain(value)}: {_(name)}" for name, value in named.items()]
    if "choices" in entry:
        values.append(", ".join(entry["choices"]))
    return values


def _plain(number: float) -> str:
    """Every digit of it; a whole number without a point or a power of ten."""
    return local(str(int(number)) if number == int(number) else repr(number))
