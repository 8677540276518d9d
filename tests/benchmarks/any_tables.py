"""Random tables, written and read back: how many are right, refused, or wrong in silence.

python -m tests.benchmarks.any_tables [N]
"""

import sys
from collections import Counter

from tests.engine.data.table.comparing import REFUSED, SAID, wrong
from tests.engine.data.table.making import make_table


def main() -> None:
    """Try the tables of the seeds 0 to N − 1."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    outcomes = Counter[str]()
    for seed in range(count):
        made = make_table(seed)
        found = wrong(made)
        if not found:
            outcomes["right"] += 1
            continue
        how = "refused" if REFUSED in found else "said" if SAID in found else "silent"
        outcomes[how] += 1
        sys.stdout.write(f"{how} {made.described}: {found[:200]}\n")
    sys.stdout.write(f"{dict(outcomes)}\n")


if __name__ == "__main__":
    main()
