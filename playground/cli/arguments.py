"""The command line's grammar. Imports nothing heavy: `--help` answers at once."""

import argparse
import dataclasses
from typing import NoReturn

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter

VERBS = ("train", "predict", "export", "list")
KINDS = (
    "datasets",
    "activations",
    "losses",
    "optimizers",
    "schedules",
    "initialisers",
    "paths",
    "devices",
    "formats",
)
STEPS = Parameter("--steps", "Steps", "integer", 1, "Train so many steps.", minimum=1, maximum=1e12)
SECONDS = Parameter(
    "--seconds", "Seconds", "number", 1.0, "Train so many seconds.", minimum=1e-3, maximum=1e9
)
LOG_EVERY = Parameter(
    "--log-every", "Log every", "integer", 1, "Epochs between lines.", minimum=1, maximum=1e9
)
EPILOG = """\
without a command, the window is opened, on FILE where one is given: playground [FILE]

examples:
  playground train circle
  playground train spiral --set network.hidden=16,16 --epochs 300 --save spiral.playground
  playground train table.csv --set data.target=price --export price.pt --json
  playground predict spiral.playground points.csv --output predictions.csv
  playground list optimizers

exit status: 0 done, 1 failed, 2 bad input, 3 diverged; 130, 143 and 129 stopped by Ctrl-C, SIGTERM
and SIGHUP, with what was asked for written
"""


class Parser(argparse.ArgumentParser):
    """Reports bad arguments as every other bad input is reported: in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise InputError(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")


def build_parser() -> Parser:
    """The parser of every verb."""
    parser = Parser(
        prog="playground",
        description="Train real PyTorch networks, watch them learn, and take them away.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="show the version and leave")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", title="commands")
    _add_train(verbs.add_parser("train", help="train a network", allow_abbrev=False))
    _add_predict(verbs.add_parser("predict", help="apply a trained project to a table"))
    _add_export(verbs.add_parser("export", help="take a trained project's model away"))
    _add_list(verbs.add_parser("list", help="what there is to choose from"))
    return parser


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.description = "Train on SOURCE; a project goes on from its weights."
    parser.add_argument(
        "source", metavar="SOURCE", help="a dataset's key, a table (.csv .tsv .txt), or a project"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="PATH=VALUE",
        dest="assignments",
        help="change a setting, such as training.learning_rate=0.01; see playground list paths",
    )
    ends = parser.add_mutually_exclusive_group()
    epochs = dataclasses.replace(settings.fixed_parameters()["training.epochs"], name="--epochs")
    ends.add_argument("--epochs", type=epochs.parse, metavar="N", help="passes over the data")
    ends.add_argument("--steps", type=STEPS.parse, metavar="N", help="steps to train")
    ends.add_argument("--seconds", type=SECONDS.parse, metavar="S", help="seconds to train")
    parser.add_argument("--device", metavar="D", help="see playground list devices")
    parser.add_argument(
        "--export",
        action="append",
        default=[],
        metavar="FILE",
        dest="exports",
        help="write the trained model; the format follows the suffix; may be repeated",
    )
    _add_weights(parser, "what --export writes")
    parser.add_argument("--save", metavar="PROJECT", help="write a project (.playground)")
    parser.add_argument("--history", metavar="FILE.csv", help="write the loss of every step")
    parser.add_argument(
        "--log-every",
        type=LOG_EVERY.parse,
        metavar="N",
        help="say epoch, loss and validation loss every N epochs, on standard error",
    )
    _add_json(parser)


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write a prediction (and probabilities) for each row of INPUT.csv."
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("input", metavar="INPUT.csv", help="a table with the same input columns")
    parser.add_argument(
        "--safe-csv",
        action="store_true",
        help="put ' before names that a spreadsheet would take for a formula",
    )
    parser.add_argument("--output", metavar="FILE.csv", help="instead of standard output")
    _add_weights(parser, "what predicts")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write the project's model; the format follows the suffix, or --format."
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("files", metavar="FILE", nargs="+")
    parser.add_argument("--format", metavar="KEY", help="see playground list formats")
    _add_weights(parser, "what is written")
    _add_json(parser)


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.description = "List what there is to choose from."
    parser.add_argument("kind", metavar="KIND", nargs="?", help=", ".join(KINDS))
    _add_json(parser)


def _add_weights(parser: argparse.ArgumentParser, exports: str) -> None:
    parser.add_argument(
        "--weights",
        choices=("last", "best"),
        default="last",
        help=f"{exports}: the last weights, or those of the lowest validation loss",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
