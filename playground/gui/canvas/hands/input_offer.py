"""Which inputs of a network may be switched on and off, and by which setting."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.common.language import _
from playground.engine.spec.run import INPUT_FEATURES

FEATURES = "data.features"
IGNORED = "data.ignore"


@dataclass(frozen=True, slots=True)
class InputOffer:
    """The inputs that can be switched; by itself none.

    Attributes:
        path: the setting that says which are on: those it lists, in this order, for features of
            points, and those it does not list for columns of a table.
        inputs: the key of each input of the network; a column of categories is several inputs.
        known: key and label of all that can be inputs.
    """

    path: str = FEATURES
    inputs: tuple[str, ...] = ()
    known: tuple[tuple[str, str], ...] = ()

    @property
    def has_order(self) -> bool:
        """Whether the inputs can be put in another order."""
        return self.path == FEATURES

    @property
    def on(self) -> tuple[str, ...]:
        """The keys that are switched on, each once."""
        return tuple(dict.fromkeys(self.inputs))

    @property
    def off(self) -> tuple[str, ...]:
        """The keys that are switched off."""
        return tuple(key for key, _label in self.known if key not in self.inputs)

    def label(self, key: str) -> str:
        """How a person calls it."""
        return dict(self.known)[key]

    def value(self, on: tuple[str, ...]) -> tuple[str, ...]:
        """What the setting becomes where these are to be on."""
        return on if self.has_order else tuple(key for key, _label in self.known if key not in on)


def feature_offer(features: tuple[str, ...]) -> InputOffer:
    """The features of points in the plane."""
    return InputOffer(FEATURES, features, tuple((row.key, _(row.label)) for row in INPUT_FEATURES))


def column_offer(inputs: Sequence[str], ignored: Sequence[str]) -> InputOffer:
    """The columns of a table: of each input its column, and the columns that are left out."""
    names = dict.fromkeys((*inputs, *ignored))
    return InputOffer(IGNORED, tuple(inputs), tuple((name, name) for name in names))
