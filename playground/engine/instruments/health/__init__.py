"""How well a network learns, measured between two steps: signals, gradients, updates, losses."""
