"""The process that checks an export: `check CHECKER FILE FOLDER THREADS`.

It starts at once, loads torch alone, and waits for a line on standard input that says that FILE is
complete. It reads FOLDER's inputs and leaves there what the file makes of them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from pkgutil import resolve_name

import safetensors.torch
import torch

INPUTS = "inputs.safetensors"
OUTPUTS = "outputs.safetensors"


def main(arguments: Sequence[str]) -> int:
    """Run FILE on the inputs; 1 where nobody said that it is complete."""
    name, file, folder, threads = arguments
    torch.set_num_threads(int(threads))
    check = resolve_name(name)
    if not sys.stdin.readline():
        return 1
    inputs = safetensors.torch.load_file(Path(folder, INPUTS))["inputs"]
    outputs = check(Path(file), inputs)
    safetensors.torch.save_file(
        {name: tensor.contiguous() for name, tensor in outputs.items()}, Path(folder, OUTPUTS)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
