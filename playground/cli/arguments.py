"""The command line's grammar. Imports nothing heavy: `--help` answers at once."""

import argparse
import dataclasses
import textwrap

from playground.cli.language_option import OPTION
from playground.cli.parser import Parser, RawHelp
from playground.engine.common.language import LANGUAGES, _
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter

VERBS = ("train", "predict", "export", "describe", "list")
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
STEPS = Parameter("--steps", "", "integer", 1, "", minimum=1, maximum=1e12)
SECONDS = Parameter("--seconds", "", "number", 1.0, "", minimum=1e-3, maximum=1e9)
LOG_EVERY = Parameter("--log-every", "", "integer", 1, "", minimum=1, maximum=1e9)
EXAMPLES = """\
  playground train circle
  playground train spiral --set network.hidden=16,16 --epochs 300 --save spiral.playground
  playground train table.csv --set data.target=price --export price.pt --json
  playground describe table.csv
  playground predict spiral.playground points.csv --output predictions.csv
  playground list optimizers
"""
WIDTH = 99


def build_parser() -> Parser:
    """The parser of every verb, in the language spoken."""
    parser = Parser(
        prog="playground",
        description=_("Train real PyTorch networks, watch them learn, and export them."),
        epilog=_epilog(),
        formatter_class=RawHelp,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help=_("show the version and exit"))
    verbs = parser.add_subparsers(dest="verb", metavar=_("COMMAND"), title=_("commands"))
    _add_train(verbs.add_parser("train", help=_("train a network"), allow_abbrev=False))
    _add_predict(verbs.add_parser("predict", help=_("apply a trained project to a table")))
    _add_export(verbs.add_parser("export", help=_("export the model of a trained project")))
    _add_describe(
        verbs.add_parser("describe", help=_("say how a table is read, and why"), allow_abbrev=False)
    )
    _add_list(
        verbs.add_parser("list", help=_("list the available datasets, losses, optimizers and more"))
    )
    for each in (parser, *verbs.choices.values()):
        _add_language(each)
    return parser


def _epilog() -> str:
    window = _(
        "Without a command, the window opens, with FILE where one is given: playground [FILE]"
    )
    status = _(
        "Exit status: 0 done, 1 failed, 2 bad input, 3 diverged; 130, 143 or 129 when stopped by "
        "Ctrl-C, SIGTERM or SIGHUP, once the requested files are written."
    )
    examples = _("examples:")
    parts = (textwrap.fill(window, WIDTH), f"{examples}\n{EXAMPLES}")
    return "\n\n".join(parts) + f"\n{textwrap.fill(status, WIDTH)}"


def _add_language(parser: argparse.ArgumentParser) -> None:
    """For `--help` alone: `take_language` has taken it away before the rest is read."""
    keys = ", ".join(row.key for row in LANGUAGES)
    words = _("the language to use ({keys}) instead of that of the system").format(keys=keys)
    parser.add_argument(OPTION, metavar=_("KEY"), help=words)


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.description = _("Train on SOURCE; a project continues from its weights.")
    parser.add_argument(
        "source",
        metavar=_("SOURCE"),
        help=_("a dataset's key, a table (.csv, .xlsx, .parquet and others), or a project"),
    )
    _add_set(parser)
    ends = parser.add_mutually_exclusive_group()
    epochs = dataclasses.replace(settings.fixed_parameters()["training.epochs"], name="--epochs")
    ends.add_argument(
        "--epochs",
        type=epochs.parse,
        metavar="N",
        help=_("train for N epochs (passes over the training set)"),
    )
    ends.add_argument("--steps", type=STEPS.parse, metavar="N", help=_("train for N steps"))
    ends.add_argument("--seconds", type=SECONDS.parse, metavar="S", help=_("train for S seconds"))
    parser.add_argument(
        "--device", metavar="D", help=_("the device to train on; see playground list devices")
    )
    parser.add_argument(
        "--export",
        action="append",
        default=[],
        metavar=_("FILE"),
        dest="exports",
        help=_("write the trained model; the format follows the suffix; may be repeated"),
    )
    _add_weights(
        parser,
        _("the weights to export: the last ones, or those with the lowest validation loss"),
    )
    parser.add_argument("--save", metavar=_("PROJECT"), help=_("write a project (.playground)"))
    parser.add_argument("--history", metavar=_("FILE.csv"), help=_("write the loss of every step"))
    parser.add_argument(
        "--log-every",
        type=LOG_EVERY.parse,
        metavar="N",
        help=_("print epoch, loss and validation loss every N epochs, on standard error"),
    )
    _add_json(parser)


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.description = _("Write a prediction (and probabilities) for each row of INPUT.csv.")
    parser.add_argument("project", metavar=_("PROJECT"))
    parser.add_argument(
        "input", metavar=_("INPUT.csv"), help=_("a table with the same input columns")
    )
    parser.add_argument(
        "--safe-csv",
        action="store_true",
        help=_("put ' before names that a spreadsheet would run as formulas"),
    )
    parser.add_argument(
        "--on-missing",
        choices=("fill", "skip", "refuse"),
        help=_(
            "what happens to rows with a gap: fill it as in training, leave the prediction empty, "
            "or refuse the file"
        ),
    )
    parser.add_argument(
        "--output", metavar=_("FILE.csv"), help=_("write to this file instead of standard output")
    )
    _add_weights(
        parser,
        _("the weights to predict with: the last ones, or those with the lowest validation loss"),
    )


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.description = _("Write the project's model; the format follows the suffix, or --format.")
    parser.add_argument("project", metavar=_("PROJECT"))
    parser.add_argument("files", metavar=_("FILE"), nargs="+")
    parser.add_argument(
        "--format", metavar=_("KEY"), help=_("the export format; see playground list formats")
    )
    _add_weights(
        parser, _("the weights to export: the last ones, or those with the lowest validation loss")
    )
    _add_json(parser)


def _add_describe(parser: argparse.ArgumentParser) -> None:
    parser.description = _(
        "Say how TABLE is read: its layout, the kind of each column, what is left out, and why."
    )
    parser.add_argument("table", metavar=_("TABLE"))
    _add_set(parser)
    _add_json(parser)


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar=_("PATH=VALUE"),
        dest="assignments",
        help=_("change a setting, such as training.learning_rate=0.01; see playground list paths"),
    )


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.description = _("List the available datasets, losses, optimizers and more.")
    parser.add_argument("kind", metavar=_("KIND"), nargs="?", help=", ".join(KINDS))
    _add_json(parser)


def _add_weights(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--weights", choices=("last", "best"), default="last", help=words)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help=_("print one JSON object on standard output")
    )
