"""What every row of the catalogue has: a key, a label, help, parameters and where it is built."""

from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

from playground.engine.spec.parameter import Choice, Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One choice that a person can make.

    Attributes:
        key: its name in `--set`, in project files and in generated code; never changes.
        target: what builds it, as `module:attribute`, or `module:` where the key is its name. It is
            imported when it is first needed, so that the catalogue can be read, shown and checked
            without torch.
        label, help, formula: in plain text, in English; looked up where they are shown.
        source: the paper or documentation page that defines it, or a sentence, also in English.
        parameters: what it adds to the settings.
    """

    key: str
    label: str
    help: str
    target: str = ""
    formula: str = ""
    source: str = ""
    parameters: tuple[Parameter, ...] = ()

    def load(self) -> Callable[..., Any]:
        """Import and return what `target` names."""
        target = f"{self.target}{self.key}" if self.target.endswith(":") else self.target
        builder: Callable[..., Any] = resolve_name(target)
        return builder

    def choice(self) -> Choice:
        """This row as an entry of a combo box, in English as the row itself."""
        return Choice(self.key, self.label, self.help, self.formula)
