"""The formats a model can be taken away in. One row each; adding one is adding a row."""

from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from playground.engine.catalogue.row import Row
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.spec.parameter import require_known

if TYPE_CHECKING:
    # The formats are listed without torch.
    from playground.engine.data.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(Row):
    """`target` writes a file: `write(model, recipe, path)`, in a process of its own.

    Attributes:
        suffixes: the file names that mean this format, the usual one first.
        checker: as `module:attribute`, `run(path, inputs) -> dict[str, Tensor]`: what the file
            says, in a fresh process with torch alone. It is compared with the live model's
            outputs, or with the weights as a plain `nn.Sequential` names them.
        loading: as `module:attribute`, `loading_code(path, dataset) -> dict[str, str]`.
        whole: True where the file computes; False where it holds numbers only.
    """

    suffixes: tuple[str, ...]
    checker: str
    loading: str
    whole: bool = True

    @property
    def suffix(self) -> str:
        """The usual one, with its point."""
        return self.suffixes[0]

    def loading_code(self, path: Path, dataset: "Dataset") -> dict[str, str]:
        """Code by language that loads `path` and, where it computes, applies it to a row."""
        code: dict[str, str] = resolve_name(self.loading)(path, dataset)
        return code


FORMATS: tuple[Format, ...] = (
    Format(
        key="torchscript",
        label="TorchScript",
        help=N_(
            "The whole model, from raw inputs to target units or probabilities. Loads with torch "
            "alone, in Python and in C++."
        ),
        source="https://docs.pytorch.org/docs/stable/jit.html",
        target="playground.engine.export.torchscript:write",
        checker="playground.engine.export.torchscript_check:run",
        loading="playground.engine.export.torchscript:loading_code",
        suffixes=(".pt", ".ts", ".torchscript"),
    ),
    Format(
        key="weights",
        label=N_("Weights"),
        help=N_(
            "The network's weights alone, without any code, under the names they have in a plain "
            "nn.Sequential of its layers and activations: 0.weight, 2.weight. Scaling and settings "
            "are in the file's metadata."
        ),
        source="https://huggingface.co/docs/safetensors",
        target="playground.engine.export.weights:write",
        checker="playground.engine.export.weights:run",
        loading="playground.engine.export.weights:loading_code",
        suffixes=(".safetensors",),
        whole=False,
    ),
)


def find_format(path: Path, key: str | None = None) -> Format:
    """The format with this key, or, without one, the one that the file's name means.

    Raises:
        InputError: there is none.
    """
    if key is not None:
        require_known(key, (row.key for row in FORMATS), "export")
        return next(row for row in FORMATS if row.key == key)
    for row in FORMATS:
        if path.suffix.lower() in row.suffixes:
            return row
    known = ", ".join(f"{row.suffix} ({_(row.label)})" for row in FORMATS)
    raise InputError(
        _("{name} does not say which format to export; end the name in one of {suffixes}.").format(
            name=repr(path.name), suffixes=known
        )
    )
