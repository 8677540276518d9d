"""Whether the automatic number of intra-op threads is as fast as the best fixed number.

Each network keeps one run, whose steps are timed in turn with the automatic number, with one
thread, and with one thread per processor. If other programs are busy, several threads wait for each
other in every operation and become many times slower than one, which says nothing about the size of
the work. So each round waits for a quiet moment, a disturbed round is repeated, and a size with too
few quiet rounds is not judged.
"""

import statistics
import time
from dataclasses import dataclass

import psutil
import torch

from playground.engine.data.dataset import build_dataset
from playground.engine.loss_log.log import LossLog
from playground.engine.run.budget import ChunkSize
from playground.engine.run.session import Session
from playground.engine.training.threads import processors, use_threads
from tests.benchmarks.cases import Case
from tests.benchmarks.figures import say

KEPT = 0.9
"""The share of the best fixed number's rate that the automatic one must reach."""

READY = 5.0
"""Seconds after which a run that is still eager is timed as it is."""

QUIET = 0.1
"""How many processors other programs may keep busy in a round that counts."""

PATIENCE = 10.0
"""Waiting for quiet rounds ends after this many times the length of all rounds."""

GLANCE = 0.2
"""Seconds over which the work of other programs is measured."""

SIZES: tuple[tuple[str, int], ...] = (
    ("4,2", 10),
    ("64,64", 64),
    ("1024,1024", 1),
    ("512,512", 4),
    ("128,128", 64),
    ("64,64", 250),
    ("256,256", 32),
    ("64,64", 500),
    ("512,512", 10),
    ("32,32", 2500),
    ("128,128", 250),
    ("256,256", 64),
    ("160,160", 250),
    ("1024,1024", 8),
    ("256,256", 128),
    ("192,192", 250),
    ("64,64,64,64,64,64", 500),
    ("64,64", 2500),
    ("256,256", 250),
    ("512,512", 256),
    ("1024,1024", 256),
    ("1024,1024,1024,1024", 1024),
)
"""Hidden layers and rows of a batch, most of them near the size at which the choice changes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was measured of one size.

    Attributes:
        work: multiply-adds of a forward pass, in millions.
        threads: what the program chose.
        own, one, most: steps per second as it chose, with one thread, and with all.
        others: how many processors' worth of work other programs did meanwhile.
    """

    name: str
    work: float
    threads: int
    own: float
    one: float
    most: float
    others: float

    @property
    def kept(self) -> float:
        """The program's own rate as a part of the best fixed one."""
        return self.own / max(self.one, self.most)

    @property
    def quiet(self) -> bool:
        """Whether other programs left it alone."""
        return self.others <= QUIET

    @property
    def verdict(self) -> str:
        """Whether the program's own choice is as good as it must be."""
        if not self.quiet:
            return "disturbed"
        return "yes" if self.kept >= KEPT else "no"


def case_of(hidden: str, batch: int) -> Case:
    """A network over two inputs, trained by Adam."""
    return Case(
        f"2-{hidden.replace(',', '-')}-1, batch {batch}",
        "circle",
        (
            f"data.samples={4 * batch if batch > 100 else 1000}",
            "data.validation_fraction=0",
            "data.features=x1,x2",
            "training.epochs=0",
            f"network.hidden={hidden}",
            "network.activation=relu",
            "training.loss=bce_with_logits",
            "training.optimizer=adam",
            "training.learning_rate=0.0001",
            f"training.batch_size={batch}",
        ),
    )


class Timed:
    """A run that stays as it is between two timings."""

    def __init__(self, case: Case) -> None:
        self._session = Session(case.spec(), build_dataset(case.spec().data), None)
        self._log = LossLog()
        self._chunk = ChunkSize()
        trainer = self._session.trainer
        self.parameters = sum(weight.numel() for weight in trainer.network.parameters())
        self.widest = max(layer.out_features for layer in trainer.network.linear_layers())
        until = time.perf_counter() + READY
        while not self._is_ready and time.perf_counter() < until:
            self._advance()
        self.rate(0.2)

    @property
    def _is_ready(self) -> bool:
        stepper = self._session.stepper
        return stepper.name != "eager" or bool(stepper.reason)

    def _advance(self) -> None:
        began, before = time.perf_counter(), self._session.trainer.step_number
        self._session.advance(self._chunk.steps, self._log)
        taken = self._session.trainer.step_number - before
        self._chunk.adapt(taken, time.perf_counter() - began)

    def rate(self, seconds: float) -> float:
        """Steps per second."""
        began, first = time.perf_counter(), self._session.trainer.step_number
        while time.perf_counter() - began < seconds:
            self._advance()
        return (self._session.trainer.step_number - first) / (time.perf_counter() - began)

    def close(self) -> None:
        self._session.close()


@dataclass(frozen=True, slots=True)
class Round:
    """Steps per second with each choice, and processors' worth of work of other programs."""

    rates: tuple[float, ...]
    others: float


class Others:
    """Counts what other programs do from now on."""

    def __init__(self) -> None:
        self._began, self._before = time.perf_counter(), _spent_by_others()

    @property
    def share(self) -> float:
        """How many processors' worth of work they have done, on average."""
        seconds = time.perf_counter() - self._began
        return max(0.0, (_spent_by_others() - self._before) / seconds)


def _spent_by_others() -> float:
    """Processor seconds that other programs have used since the machine was started."""
    times = psutil.cpu_times()
    own = psutil.Process().cpu_times()
    spent: float = times.user + times.system + getattr(times, "nice", 0.0) - own.user - own.system
    return spent


def wait_for_quiet(until: float) -> None:
    """Wait for a moment without much work of other programs, at most until that time."""
    share = 1.0
    while share > QUIET and time.perf_counter() < until:
        others = Others()
        time.sleep(GLANCE)
        share = others.share


def take_round(timed: Timed, threads: tuple[int, ...], first: int, seconds: float) -> Round:
    """Time each number of threads in turn, from the one in this place on."""
    rates = [0.0] * len(threads)
    others = Others()
    for turn in range(len(threads)):
        place = (first + turn) % len(threads)
        torch.set_num_threads(threads[place])
        timed.rate(seconds / 10)
        rates[place] = timed.rate(seconds)
    return Round(tuple(rates), others.share)


def quiet_rounds(
    timed: Timed, threads: tuple[int, ...], seconds: float, wanted: int
) -> list[Round]:
    """So many rounds without much work of other programs, or the quietest there were."""
    until = time.perf_counter() + PATIENCE * wanted * seconds * len(threads)
    taken: list[Round] = []
    while sum(one.others <= QUIET for one in taken) < wanted:
        if len(taken) >= wanted and time.perf_counter() > until:
            break
        wait_for_quiet(until)
        taken.append(take_round(timed, threads, len(taken), seconds))
    return sorted(taken, key=lambda one: one.others)[:wanted]


def measure_choice(case: Case, batch: int, seconds: float, rounds: int) -> Choice:
    """Time the three choices by turns, each round beginning with another."""
    # As a worker does; the matter of each thread.
    torch.set_flush_denormal(True)
    use_threads(0, 0, 0)
    timed = Timed(case)
    chosen = use_threads(timed.parameters, batch, timed.widest)
    found = quiet_rounds(timed, (chosen, 1, processors()), seconds, rounds)
    timed.close()
    own, one, most = (
        statistics.median(rates) for rates in zip(*(one.rates for one in found), strict=True)
    )
    others = max(one.others for one in found)
    return Choice(case.name, timed.parameters * batch / 1e6, chosen, own, one, most, others)


def print_threads(seconds: float, rounds: int) -> None:
    """A row for each size, in the order of their work, then the worst of them."""
    say(
        f"| network, Adam | multiply-adds (million) | one thread, steps/s | {processors()} threads "
        f"| chosen | own ÷ best fixed | ≥ {KEPT} | other programs (processors) |"
    )
    say("|---|---|---|---|---|---|---|---|")
    found: list[Choice] = []
    for hidden, batch in SIZES:
        size = measure_choice(case_of(hidden, batch), batch, seconds, rounds)
        found.append(size)
        say(
            f"| {size.name} | {size.work:.2f} | {size.one:.0f} | {size.most:.0f} | {size.threads} "
            f"| {size.kept:.2f} | {size.verdict} | {size.others:.2f} |"
        )
    found = [size for size in found if size.quiet]
    if not found:
        say("Other programs left no quiet moment.")
        return
    say(f"The lowest: {min(size.kept for size in found):.2f}.")
