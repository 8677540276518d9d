"""Measures everything and writes it into the README; takes a quarter of an hour on a quiet machine.

Usage: python tests/benchmarks/measure.py [PART ...] [--write-only]

What `run.py` prints of each part is kept in `measured/`, and the README's table is made from it:
named parts alone are measured anew; with --write-only none is.
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
    ("first step → program runs, first run", "first step → fused steps, first run of a process"),
    ("first step → program runs, later runs", "first step → fused steps, later runs"),
    ("pause, at full speed", "pause, at full speed"),
    ("stop, at full speed", "stop, at full speed"),
    ("single step, while paused", "single step, while paused"),
    ("pause, just after another activation", "pause, just after another activation"),
    (": applied", "any change below: applied"),
    (": program runs", "any change below: fused steps again"),
)
"""How rows of the part `prompt` end, and what the README calls all of them together."""


def measure(part: str) -> str:
    """What `run.py` prints of a part."""
    command = [sys.executable, str(HERE / "run.py"), "--only", part]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def compose(printed: Mapping[str, str]) -> str:
    """The README's text, from what was printed of each part."""
    machines = dict.fromkeys(text.splitlines()[0] for text in printed.values())
    body = {part: text.partition("\n")[2].strip() for part, text in printed.items()}
    threads = body["threads"].splitlines()
    return f"""\
Measured on {"; ".join(machines)}. Medians of five rounds, with the lowest and the highest:

{body["speed"]}

{body["large"]}

In the live window, with the network, the loss and the predictions, at up to 60 pictures a second. A
shared machine stands still now and then, with nothing of ours running: gaps are stated as they were
seen, and without those in which it did so:

{body["live"]}

How soon a run obeys, over three networks ({", ".join(_titles(body["prompt"]))}) and changes of
learning rate, momentum, weight decay, dropout, batch size, activation and optimizer:

{_commands(body["prompt"])}

{_sentences(body)}
Intra-op threads, own choice ÷ the best fixed one, over {len(threads) - 3} sizes of network. \
{threads[-1]}
"""


def _sentences(body: Mapping[str, str]) -> str:
    lines = [line for part in ("start", "memory", "table") for line in body[part].splitlines()]
    return "\n".join(f"{line[0].upper()}{line[1:]}.\\" for line in lines)


def _titles(prompt: str) -> list[str]:
    return [title.partition(";")[0] for title in prompt.splitlines() if ";" in title]


def _commands(prompt: str) -> str:
    """The rows of all networks that begin or end alike, as one row each."""
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in prompt.splitlines()
        if line.count("|") == 8
    ]
    lines = [
        "| From the command to its effect | Medians (ms) | Longest (ms) | Bar (ms) |",
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
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="left out, every part")
    parser.add_argument("--write-only", action="store_true", help="measure nothing")
    asked = parser.parse_args()
    for part in () if asked.write_only else asked.parts or PARTS:
        (MEASURED / f"{part}.txt").write_text(measure(part), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    table = compose(kept())
    README.write_text(BLOCK.sub(lambda at: at[1] + table + at[2], text), encoding="utf-8")


def kept() -> dict[str, str]:
    """What was printed of each part when it was measured last."""
    return {part: (MEASURED / f"{part}.txt").read_text(encoding="utf-8") for part in PARTS}


if __name__ == "__main__":
    main()
