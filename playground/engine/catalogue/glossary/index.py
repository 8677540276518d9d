"""All terms of the glossary, by key, by setting, and by where they are shown."""

from collections.abc import Mapping
from types import MappingProxyType

from playground.engine.catalogue.glossary.data import DATA
from playground.engine.catalogue.glossary.measures import MEASURES
from playground.engine.catalogue.glossary.network import NETWORK
from playground.engine.catalogue.glossary.pytorch import PYTORCH
from playground.engine.catalogue.glossary.term import Term
from playground.engine.catalogue.glossary.training import TRAINING

TERMS: Mapping[str, Term] = MappingProxyType(
    {term.key: term for term in (*PYTORCH, *TRAINING, *NETWORK, *DATA, *MEASURES)}
)
BY_PLACE: Mapping[str, Term] = MappingProxyType(
    {place: term for term in TERMS.values() for place in (*term.paths, *term.places)}
)
"""The term of a setting's path, or of the object name of what shows it."""
