"""argparse in our words, in the language spoken.

argparse asks `gettext.gettext` for its texts, which looks in one catalogue for the whole process
and goes by the environment alone: it would neither find our translations nor hear of `--language`.
So what a person can meet of these texts is replaced by the means that argparse offers: formatter
and `error`. A refusal arrives there as a finished English sentence and is known by its form; one
that a later Python words otherwise is shown as it came.
"""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _

_TITLES = {"positional arguments": N_("arguments"), "options": N_("options")}
_REFUSALS = {
    r"the following arguments are required: (?P<names>.+)": N_(
        "Missing: {names}; see {command} --help."
    ),
    r"unrecognized arguments: (?P<words>.+)": N_(
        "Unknown arguments: {words}; see {command} --help."
    ),
    r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)": N_(
        "{name} cannot be {value}; choose one of {choices}; see {command} --help."
    ),
    r"argument (?P<name>.+?): expected one argument": N_(
        "{name} needs a value; see {command} --help."
    ),
    r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)": N_(
        "{name} cannot be combined with {other}; see {command} --help."
    ),
    r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)": N_(
        "{name} takes no value, but was given {value}; see {command} --help."
    ),
    r"ambiguous option: (?P<word>.+) could match (?P<names>.+)": N_(
        "{word} could be any of {names}; write it in full, and see {command} --help."
    ),
}
"""How argparse words a refusal, and how we do."""


class Help(argparse.HelpFormatter):
    """Usage and headings in the language spoken."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line of usage; an empty `prefix` stays empty."""
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Begin a section; those that argparse names itself have a title of ours."""
        super().start_section(_(_TITLES[heading]) if heading in _TITLES else heading)


class RawHelp(Help, argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of description and epilogue."""


class Parser(argparse.ArgumentParser):
    """Reports bad arguments as every other bad input is reported."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - as `ArgumentParser` takes them
        super().__init__(**({"formatter_class": Help} | given | {"add_help": False}))
        self.add_argument("-h", "--help", action="help", help=_("show this help and exit"))

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise InputError(_in_our_words(message, self.prog))


def _in_our_words(message: str, command: str) -> str:
    for form, sentence in _REFUSALS.items():
        if found := re.fullmatch(form, message, re.DOTALL):
            fields = {"command": command} | found.groupdict()
            if "choices" in fields:  # quoted by some versions of Python
                fields["choices"] = fields["choices"].replace("'", "")
            return _(sentence).format(**fields)
    return _("{problem}; see {command} --help.").format(problem=message, command=command)
