"""The entries of the glossary: its terms, every setting, and every row of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.engine.catalogue.glossary.index import BY_PLACE, TERMS
from playground.engine.catalogue.glossary.term import Term
from playground.engine.catalogue.index import rows
from playground.engine.catalogue.row import Row
from playground.engine.common.language import N_
from playground.engine.spec.parameter import Parameter

KINDS: Mapping[str, str] = {
    "activations": "activation",
    "losses": "loss",
    "optimizers": "optimizer",
    "schedules": "schedule",
    "initialisers": "initialiser",
}
"""The kinds of catalogue rows that have entries, and the term that each belongs to."""
_CODE = {
    "optimizers": "{target}(model.parameters(), lr=0.01)",
    "losses": "loss_fn = {target}()",
    "activations": "{target}()",
}
"""How a class of PyTorch is used, by the kind of row; a class of our own is not there to import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the glossary says of one thing; texts are English, looked up where they are shown.

    Attributes:
        key: of the term, the path of the setting, or `optimizers.adam`.
        kind: what it is, such as `Optimizer`; empty for a term.
        settings: paths of the settings whose present values belong to it.
    """

    key: str
    label: str
    text: str
    kind: str = ""
    formula: str = ""
    code: str = ""
    source: str = ""
    settings: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


def entries(parameters: Mapping[str, Parameter]) -> dict[str, Entry]:
    """Every entry by its key.

    Args:
        parameters: the settings there are now, by path; those that no term explains have entries
            of their own.
    """
    found = [_of_term(term, parameters) for term in TERMS.values()]
    found += [_of_row(kind, row) for kind in KINDS for row in rows(kind)]
    found += [_of_setting(path, one) for path, one in parameters.items() if path not in BY_PLACE]
    return {entry.key: entry for entry in found}


def key_of(place: str, parameters: Mapping[str, Parameter]) -> str:
    """The entry of an object name or a setting's path; empty where nothing is explained."""
    if place in BY_PLACE:
        return BY_PLACE[place].key
    return place if place in parameters else ""


def _of_term(term: Term, parameters: Mapping[str, Parameter]) -> Entry:
    return Entry(
        key=term.key,
        label=term.label,
        text=term.text,
        formula=term.formula,
        code=term.code,
        settings=tuple(path for path in term.paths if path in parameters),
        see=term.see,
    )


def _of_row(kind: str, row: Row) -> Entry:
    target = row.target.replace(":", ".")
    is_torch = target.startswith("torch.") and kind in _CODE
    return Entry(
        key=f"{kind}.{row.key}",
        label=row.label,
        text=row.help,
        kind=TERMS[KINDS[kind]].label,
        formula=row.formula,
        code=_CODE[kind].format(target=target) if is_torch else "",
        source=row.source,
        see=(KINDS[kind],),
    )


def _of_setting(path: str, parameter: Parameter) -> Entry:
    return Entry(
        key=path,
        label=parameter.label,
        text=parameter.help,
        kind=N_("Setting"),
        formula=parameter.formula,
        settings=(path,),
    )
