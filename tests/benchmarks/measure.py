"""Runs all benchmarks and writes the results into the README: 15 minutes on a quiet machine.

Usage: python tests/benchmarks/measure.py [PART ...] [--write-only]

The output of `run.py` for each part is kept in `measured/`, from which the tables are made. If
parts are named, only these are measured again; with --write-only, none are.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
MEASURED = HERE / "measured"
PARTS = ("speed", "large", "live", "prompt", "start", "memory", "table", "threads")
BLOCK = re.compile(r"(<!-- benchmarks -->\n).*?(<!-- end -->)", re.DOTALL)

COMMANDS = (
    ("first step → program runs, first run", "first step → compiled steps, first run of a process"),
    ("first step → program runs, later runs", "first step → compiled steps, later runs"),
    ("pause, at full speed", "pause, at full speed"),
    ("stop, at full speed", "stop, at full speed"),
    ("single step, while paused", "single step, while paused"),
    ("pause, just after another activation", "pause, just after another activation"),
    (": applied", "any of these changes: applied"),
    (": program runs", "any of these changes: compiled steps again"),
)
"""How rows of the part `prompt` end, and the README's name for all rows that end so."""


def measure(part: str) -> str:
    """The output of `run.py` for a part."""
    command = [sys.executable, str(HERE / "run.py"), "--only", part]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def compose(printed: Mapping[str, str]) -> str:
    """The README's text, from the output for each part."""
    machines = dict.fromkeys(text.splitlines()[0] for text in printed.values())
    body = {part: text.partition("\n")[2].strip() for part, text in printed.items()}
    threads = body["threads"].splitlines()
    return f"""\
Measured on {"; ".join(machines)}. Medians of five rounds, with minimum and maximum:

{body["speed"]}

{body["large"]}

The live window, showing the network, the loss and the predictions, at up to 60 pictures a second. A
shared machine pauses now and then, even when nothing of ours is running, so the gaps are given both
as measured and without those pauses:

{body["live"]}

How soon commands and changes take effect, over three networks
({"; ".join(_titles(body["prompt"]))}) and changes
of learning rate, momentum, weight decay, dropout, batch size, activation and optimizer:

{_commands(body["prompt"])}

{_sentences(body)}
Automatic number of intra-op threads ÷ the best fixed one, over {len(threads) - 3} network sizes. \
{threads[-1]}
"""


def _sentences(body: Mapping[str, str]) -> str:
    lines = [line for part in ("start", "memory", "table") for line in body[part].splitlines()]
    return "\n".join(f"{line[0].upper()}{line[1:]}.\\" for line in lines)


def _titles(prompt: str) -> list[str]:
    return [title.partition(";")[0] for title in prompt.splitlines() if ";" in title]


def _commands(prompt: str) -> str:
    """One row for all networks' rows that end alike."""
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in prompt.splitlines()
        if line.count("|") == 8
    ]
    lines = [
        "| From the command to its effect | Medians (ms) | Longest (ms) | Limit (ms) |",
        "|---|---|---|---|",
    ]
    for ending, name in COMMANDS:
        some = [row for row in rows if row[0].endswith(ending)]
        medians, longest = ([float(row[at]) for row in some] for at in (2, 3))
        bar = some[0][5].partition(":")[0].strip()
        between = f"{min(medians):.1f} to {max(medians):.1f}"
        lines.append(f"| {name} | {between} | {max(longest):.1f} | {bar} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all parts if none is named")
    parser.add_argument("--write-only", action="store_true", help="measure nothing")
    asked = parser.parse_args()
    for part in () if asked.write_only else asked.parts or PARTS:
        (MEASURED / f"{part}.txt").write_text(measure(part), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    table = compose(kept())
    README.write_text(BLOCK.sub(lambda at: at[1] + table + at[2], text), encoding="utf-8")


def kept() -> dict[str, str]:
    """The latest output for each part."""
    return {part: (MEASURED / f"{part}.txt").read_text(encoding="utf-8") for part in PARTS}


if __name__ == "__main__":
    main()
