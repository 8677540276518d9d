"""Compiles the translations whenever the playground is built or installed."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TranslationsHook(BuildHookInterface):  # type: ignore[misc]
    """Found by hatchling by its place and base class."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the `.mo` files before the files of the wheel are collected."""
        sys.path.insert(0, self.root)
        from tests.translations import compile_all

        compile_all()
