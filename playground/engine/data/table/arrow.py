"""pyarrow, imported when it is first used: the window knows what tables are, and reads none."""

import importlib
from typing import TYPE_CHECKING, Any

__all__ = ["pa", "pc"]


class _Later:
    """A module that is imported when something in it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:  # noqa: ANN401
        found = getattr(importlib.import_module(self._name), wanted)
        setattr(self, wanted, found)
        return found


if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa, pc = _Later("pyarrow"), _Later("pyarrow.compute")
