"""How the weights are drawn before the first step."""

from playground.engine.catalogue.row import Row

INITIALISERS: tuple[Row, ...] = ()
