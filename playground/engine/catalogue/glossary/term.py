"""What a term of the glossary has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of the field.

    Attributes:
        key: its name in links; never changes.
        label, text: English, marked for translation; looked up where they are shown.
        formula: in plain text.
        code: the line of PyTorch that does it.
        paths: the settings that it explains: what is told of them stands below it.
        places: object names of the other controls, plots and actions that show it.
        see: keys of the terms that a reader may want next.
    """

    key: str
    label: str
    text: str
    formula: str = ""
    code: str = ""
    paths: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
