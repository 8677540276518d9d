"""Finds what was not said in the language spoken, once that is the pseudo-language."""

import re

_NAME = re.compile(
    r"""'[^']*'                        # what a person gave, as it was given
    |/[\w./-]+                         # places of files
    |--?[a-z][a-z-]*                   # options
    |\b[a-z_]+(?:[./][A-Za-z_0-9]+)+   # paths of settings, names of files
    |\b[a-z]+_[a-z_0-9]+\b             # keys
    |(?<!\w)\.[a-z]+                   # suffixes
    |\bplayground\b|\bJSON\b""",
    re.VERBOSE,
)


def plain_words(text: str, *names: str) -> list[str]:
    """The words of two letters and more that nobody marked, names left out."""
    text = re.sub("ý+", " ", text)  # what makes every text longer
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return re.findall(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])", _NAME.sub(" ", text))
