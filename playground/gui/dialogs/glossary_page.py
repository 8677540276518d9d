"""An entry of the glossary as a page: what it is, its formula, PyTorch's line, what stands now."""

from collections.abc import Mapping
from html import escape

from playground.engine.catalogue.glossary.entries import Entry
from playground.engine.common.language import _
from playground.engine.settings.words import value_words
from playground.engine.spec.parameter import Parameter, Value

ACTIVATION = "network.activation"
Settings = Mapping[str, tuple[Parameter, Value]]
"""The settings of the open project and their values, by path."""


CURVE = "curve:"
"""Begins the address of the picture of an activation function."""


def pictured(entry: Entry, now: Settings) -> str:
    """The key of the activation function that the entry shows; empty for none."""
    kind, _dot, key = entry.key.partition(".")
    if kind == "activations":
        return key
    return str(now[ACTIVATION][1]) if ACTIVATION in entry.settings and ACTIVATION in now else ""


def page_of(entry: Entry, entries: Mapping[str, Entry], now: Settings) -> str:
    """The page as the HTML that Qt shows; links lead to other entries by their key."""
    parts = [f"<h2>{_text(entry.label)}</h2>"]
    if entry.kind:
        parts.append(f"<p><i>{_text(entry.kind)}</i></p>")
    parts.append(f"<p>{_text(entry.text)}</p>")
    if entry.formula:
        parts.append(f"<p style='margin-left: 16px'>{_text(entry.formula)}</p>")
    if activation := pictured(entry, now):
        told = _("{name} (line) and its slope (dashed)").format(name=_label(activation, entries))
        parts.append(f"<p><img src='{CURVE}{activation}'><br><small>{escape(told)}</small></p>")
    if entry.code:
        parts.append(
            _headed(
                _("In PyTorch"), f"<pre style='white-space: pre-wrap'>{escape(entry.code)}</pre>"
            )
        )
    parts += _now(entry, entries, now)
    if entry.see:
        links = " · ".join(_link(key, entries[key].label) for key in entry.see if key in entries)
        parts.append(_headed(_("See also"), f"<p>{links}</p>"))
    if entry.source:
        parts.append(_headed(_("Source"), f"<p>{_outside(entry.source)}</p>"))
    return "".join(parts)


def _now(entry: Entry, entries: Mapping[str, Entry], now: Settings) -> list[str]:
    settings = [(path, *now[path]) for path in entry.settings if path in now]
    if not settings:
        return []
    lines = [_setting(parameter, value, entries, entry) for _path, parameter, value in settings]
    return [_headed(_("In this window"), "".join(lines))]


def _setting(parameter: Parameter, value: Value, entries: Mapping[str, Entry], entry: Entry) -> str:
    row = f"{parameter.catalogue}.{value}"
    shown = (
        _link(row, entries[row].label) if row in entries else escape(value_words(parameter, value))
    )
    says = "" if parameter.help == entry.text else f"<br>{_text(parameter.help)}"
    return f"<p>{_text(parameter.label)}: <b>{shown}</b>{says}</p>"


def _label(activation: str, entries: Mapping[str, Entry]) -> str:
    return _(entries[f"activations.{activation}"].label)


def _headed(title: str, body: str) -> str:
    return f"<h4>{escape(title)}</h4>{body}"


def _text(sentence: str) -> str:
    return escape(_(sentence)).replace("\n", "<br>")


def _link(key: str, label: str) -> str:
    return f"<a href='{escape(key)}'>{_text(label)}</a>"


def _outside(address: str) -> str:
    return f"<a href='{escape(address)}'>{escape(address)}</a>"
