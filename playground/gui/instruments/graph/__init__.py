"""The autograd graph of the run's loss, or of an expression that a person types."""
